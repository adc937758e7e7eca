package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A text with embedded answers holds its questions itself:
//
//	Objects live in {1:MULTICHOICE:=S3#Right.~EBS~%50%EFS} and volumes in {2:SHORTANSWER:=EBS}.
//
// The number is the weight, the word the type, and the answers stand between "~": "=" is right, "%50%" gives a part of
// the points, and feedback follows "#". A backslash takes the meaning from the mark behind it. Each gap becomes a
// question of its own, whose stem is the whole text: its gap is _____, and the others are (1), (2) by their place.

// clozeTypes are the names of the types without the letters that only say how they look.
var clozeTypes = map[string]bank.Kind{
	"SHORTANSWER": bank.Short, "SA": bank.Short, "MW": bank.Short, "SHORTANSWER_C": bank.Short, "SAC": bank.Short, "MWC": bank.Short,
	"NUMERICAL": bank.Numeric, "NM": bank.Numeric,
	"MULTICHOICE": bank.Single, "MC": bank.Single, "MULTICHOICE_S": bank.Single, "MCS": bank.Single, "MULTICHOICE_V": bank.Single, "MCV": bank.Single,
	"MULTICHOICE_VS": bank.Single, "MCVS": bank.Single, "MULTICHOICE_H": bank.Single, "MCH": bank.Single, "MULTICHOICE_HS": bank.Single, "MCHS": bank.Single,
	"MULTIRESPONSE": bank.Multiple, "MR": bank.Multiple, "MULTIRESPONSE_H": bank.Multiple, "MRH": bank.Multiple, "MULTIRESPONSE_S": bank.Multiple,
	"MRS": bank.Multiple, "MULTIRESPONSE_HS": bank.Multiple, "MRHS": bank.Multiple,
}

var clozeHead = pattern.New(`\{\s*[0-9]*\s*:\s*([A-Za-z_]+)\s*(?::|(}))`)

// A clozeGap is one embedded question.
type clozeGap struct {
	kind    bank.Kind
	answers []moodleAnswer
}

// The marks that stand for gaps while HTML becomes Markdown.
const (
	gapOpen  = "\ue000"
	gapClose = "\ue001"
)

func moodleCloze(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	element := n.get("questiontext")
	text, gaps, unknown := clozeGaps(plainField(element))
	if len(text)*len(gaps) > maxClozeText {
		return refused("too-long", fmt.Sprintf("%d gaps in a text of %d KiB: divide the question", len(gaps), len(text)>>10))
	}
	if unknown > 0 {
		d.problems = append(d.problems, bank.Problem{Severity: bank.Warning, Code: "kind-not-read",
			Message: count(unknown, "gap is", "gaps are") + " of a type that is not read: it stays in the text; make it MULTICHOICE, SHORTANSWER or NUMERICAL"})
	}
	if len(gaps) == 0 {
		return refused("no-gaps", "there are no embedded answers such as {1:MULTICHOICE:=right~wrong} in the text: write them where the gaps are")
	}
	switch element.attr("format") {
	case "plain_text", "markdown", "2", "4":
	default:
		text = markdownOf(text)
	}
	text = strings.TrimSpace(text + oldPicture(n))
	var drafts []draft
	for i, g := range gaps {
		q := d
		q.stem = clozeStem(text, i, len(gaps))
		if len(gaps) > 1 && d.number != "" {
			q.number = fmt.Sprintf("%s.%d", d.number, i+1)
		}
		if i > 0 {
			q.problems = nil
		}
		q.kind = g.kind
		switch g.kind {
		case bank.Single, bank.Multiple:
			q.options = optionsOfAnswers(g.answers, g.kind == bank.Multiple)
			q.kind = unlessTruth(q.kind, q.options)
		default:
			acceptAnswers(&q, g.answers)
		}
		drafts = append(drafts, q)
	}
	return drafts, nil
}

// Bounds of the gaps, since each of them repeats the text.
const (
	maxClozeGaps = 200
	maxClozeText = 32 << 20 // bytes of all stems together
)

// clozeGaps takes the embedded questions out of a text and leaves marks for them. Those of unknown types stay in it.
func clozeGaps(text string) (rest string, gaps []clozeGap, unknown int) {
	text = strings.NewReplacer(gapOpen, "", gapClose, "").Replace(text)
	var b strings.Builder
	for {
		at := clozeHead.FindStringSubmatchIndex(text)
		if at == nil || len(gaps) == maxClozeGaps {
			b.WriteString(text)
			return b.String(), gaps, unknown
		}
		kind := clozeTypes[strings.ToUpper(text[at[2]:at[3]])]
		if kind == "" {
			b.WriteString(text[:at[1]])
			text = text[at[1]:]
			unknown++
			continue
		}
		if at[4] >= 0 { // no answers at all
			at[1]--
		}
		size := clozeEnd(text[at[1]:])
		if size < 0 {
			b.WriteString(text)
			return b.String(), gaps, unknown
		}
		gaps = append(gaps, clozeGap{kind, clozeAnswers(text[at[1]:at[1]+size], kind)})
		b.WriteString(text[:at[0]])
		fmt.Fprintf(&b, "%s%d%s", gapOpen, len(gaps), gapClose)
		text = text[at[1]+size+1:]
	}
}

// clozeEnd returns where the brace stands that closes a gap; -1 if none does.
func clozeEnd(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '}':
			return i
		}
	}
	return -1
}

func clozeAnswers(text string, kind bank.Kind) []moodleAnswer {
	var answers []moodleAnswer
	for _, part := range cutUnescaped(text, '~', -1) {
		part = strings.TrimSpace(part)
		a := moodleAnswer{}
		if rest, ok := strings.CutPrefix(part, "="); ok {
			part, a.fraction = rest, 100
		} else if rest, ok := strings.CutPrefix(part, "%"); ok {
			if percentText, behind, ok := strings.Cut(rest, "%"); ok && isFinite(decimalPoint(percentText)) {
				fmt.Sscan(decimalPoint(percentText), &a.fraction)
				part = behind
			}
		}
		sides := cutUnescaped(part, '#', 2)
		a.Text = markdownOf(unescapeCloze(sides[0]))
		if len(sides) > 1 {
			a.Feedback = markdownOf(unescapeCloze(sides[1]))
		}
		if kind == bank.Numeric {
			number, tolerance, _ := strings.Cut(a.Text, ":")
			a.Text = decimalPoint(strings.TrimSpace(number))
			if tolerance = decimalPoint(strings.TrimSpace(tolerance)); tolerance != "" && tolerance != "0" {
				a.Text += ":" + tolerance
			}
		}
		if a.Text != "" {
			answers = append(answers, a)
		}
	}
	return answers
}

// cutUnescaped splits at a mark that has no backslash before it, and is no part of an entity "&#39;".
func cutUnescaped(text string, mark byte, most int) []string {
	var parts []string
	start := 0
	for i := 0; i < len(text) && len(parts)+1 != most; i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == mark && !(mark == '#' && i > 0 && text[i-1] == '&'):
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

func unescapeCloze(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && strings.IndexByte(`\}{#~/="%:`, text[i+1]) >= 0 {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// clozeStem writes the text with one gap open.
func clozeStem(text string, open, n int) string {
	var pairs []string
	for i := range n {
		gap := fmt.Sprintf("(%d)", i+1)
		if i == open {
			gap = "_____"
		}
		pairs = append(pairs, fmt.Sprintf("%s%d%s", gapOpen, i+1, gapClose), gap)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
