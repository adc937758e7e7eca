package format

import (
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// qtiKind is what a line of text2qti begins.
type qtiKind uint8

const (
	qtiNone      qtiKind = iota
	qtiBlank             // nothing
	qtiIndented          // goes on with the part above
	qtiQuestion          // 1.  stem
	qtiRight             // *a) choice
	qtiWrong             // a)  choice
	qtiTicked            // [*] choice
	qtiOpen              // [ ] choice
	qtiShort             // *   accepted text
	qtiNumber            // =   number
	qtiEssay             // ____
	qtiUpload            // ^^^^
	qtiFeedback          // ...
	qtiWhenRight         // +
	qtiWhenWrong         // -
	qtiSolution          // !
	qtiTitle             // Title:
	qtiTextTitle         // Text title:
	qtiText              // Text:
	qtiQuizTitle         // Quiz title:
	qtiQuizText          // Quiz description:
	qtiSetting           // Points:, pick:, Shuffle answers: and others
	qtiGroup             // GROUP
	qtiEndGroup          // END_GROUP
	qtiComment           // % or COMMENT
	qtiCode              // ```{.python .run}
	qtiFence             // ```
)

type qtiMark struct {
	kind   qtiKind
	number string // of a question
	rest   string
	indent int // columns before the rest; 0 behind a label
}

var qtiLabels = map[string]qtiKind{
	"title": qtiTitle, "text title": qtiTextTitle, "text": qtiText, "quiz title": qtiQuizTitle, "quiz description": qtiQuizText,
	"points": qtiSetting, "pick": qtiSetting, "solutions pick": qtiSetting, "points per question": qtiSetting,
	"shuffle answers": qtiSetting, "show correct answers": qtiSetting, "one question at a time": qtiSetting,
	"can't go back": qtiSetting, "feedback is solution": qtiSetting, "solutions sample groups": qtiSetting,
	"solutions randomize groups": qtiSetting,
}

// qtiSigns are the marks that a space and a text follow, longest first.
var qtiSigns = []struct {
	sign string
	kind qtiKind
}{
	{"...", qtiFeedback}, {"[*]", qtiTicked}, {"[ ]", qtiOpen}, {"[]", qtiOpen},
	{"*", qtiShort}, {"=", qtiNumber}, {"+", qtiWhenRight}, {"-", qtiWhenWrong}, {"!", qtiSolution},
}

// qtiMarkOf classifies a line.
func qtiMarkOf(text string) qtiMark {
	if text == "" {
		return qtiMark{kind: qtiBlank}
	}
	switch c := text[0]; {
	case c == ' ' || c == '\t':
		return qtiMark{kind: qtiIndented}
	case isDigit(c):
		if number, tail := leadingNumber(text); strings.HasPrefix(tail, ".") && isNumberedStem(number, tail[1:]) {
			return behindQTI(qtiMark{kind: qtiQuestion, number: number}, text, len(number)+1)
		}
	case c == '%', text == "COMMENT":
		return qtiMark{kind: qtiComment}
	case text == "GROUP":
		return qtiMark{kind: qtiGroup}
	case text == "END_GROUP":
		return qtiMark{kind: qtiEndGroup}
	case c == '_' && len(text) > 2 && strings.Trim(text, "_") == "":
		return qtiMark{kind: qtiEssay}
	case c == '^' && len(text) > 2 && strings.Trim(text, "^") == "":
		return qtiMark{kind: qtiUpload}
	case strings.HasPrefix(text, "```"):
		if strings.Contains(text, ".run") {
			return qtiMark{kind: qtiCode}
		}
		return qtiMark{kind: qtiFence}
	case len(text) > 2 && isLetter(c) && text[1] == ')':
		return behindQTI(qtiMark{kind: qtiWrong}, text, 2)
	case len(text) > 3 && c == '*' && isLetter(text[1]) && text[2] == ')':
		return behindQTI(qtiMark{kind: qtiRight}, text, 3)
	case isLetter(c):
		word, rest, found := strings.Cut(text, ":")
		if kind := qtiLabels[strings.ToLower(word)]; found && kind != qtiNone && len(word) < longestLabel {
			return qtiMark{kind: kind, rest: strings.TrimSpace(rest)}
		}
	default:
		return qtiSignOf(text)
	}
	return qtiMark{}
}

func qtiSignOf(text string) qtiMark {
	for _, s := range qtiSigns {
		rest, found := strings.CutPrefix(text, s.sign)
		if found && rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
			return behindQTI(qtiMark{kind: s.kind}, text, len(s.sign))
		}
	}
	return qtiMark{}
}

// isNumberedStem reports whether "1." is followed by a space and a text; numbers have no dots in them.
func isNumberedStem(number, tail string) bool {
	return !strings.Contains(number, ".") && tail != "" && (tail[0] == ' ' || tail[0] == '\t')
}

// behindQTI takes the text behind a mark of n bytes, and the column in which it begins.
func behindQTI(m qtiMark, text string, n int) qtiMark {
	m.rest = strings.TrimLeft(text[n:], " \t")
	m.indent = columns(text[:len(text)-len(m.rest)])
	return m
}

// mixed reports whether the answers are of more than one kind.
func (d *qtiItem) mixed() bool {
	group := map[qtiKind]qtiKind{qtiWrong: qtiRight, qtiOpen: qtiTicked}
	for _, c := range d.choices {
		a, b := c.kind, d.choices[0].kind
		if g, ok := group[a]; ok {
			a = g
		}
		if g, ok := group[b]; ok {
			b = g
		}
		if a != b {
			return true
		}
	}
	return false
}

// finish settles texts and answers.
func (d *qtiItem) finish(passage []*qtiPart) {
	var stem, explanation []string
	for _, p := range append(passage[:len(passage):len(passage)], d.parts[qtiQuestion]) {
		if text := p.String(); text != "" {
			stem = append(stem, text)
		}
	}
	d.stem = strings.Join(stem, "\n\n")
	for _, f := range []struct {
		kind  qtiKind
		label string
	}{{qtiFeedback, ""}, {qtiWhenRight, "Correct: "}, {qtiWhenWrong, "Incorrect: "}, {qtiSolution, ""}} {
		if text := d.parts[f.kind].String(); text != "" {
			explanation = append(explanation, f.label+text)
		}
	}
	d.explanation = strings.Join(explanation, "\n\n")
	for i, c := range d.choices {
		d.answer(c, letter(i))
	}
}

// answer settles one choice, accepted text or number.
func (d *qtiItem) answer(c qtiChoice, label string) {
	text := c.text.String()
	switch c.kind {
	case qtiTicked, qtiOpen:
		d.kind = bank.Multiple
		d.options = append(d.options, bank.Option{Label: label, Text: text, Feedback: c.feedback.String(), Correct: c.kind == qtiTicked})
	case qtiRight, qtiWrong:
		d.options = append(d.options, bank.Option{Label: label, Text: text, Feedback: c.feedback.String(), Correct: c.kind == qtiRight})
	case qtiShort:
		d.kind = bank.Short
		d.keys = append(d.keys, keyLine{d.line, oneLine(text)})
		if c.feedback != nil {
			d.options = append(d.options, bank.Option{Label: label, Text: oneLine(text), Correct: true, Feedback: c.feedback.String()})
		}
	case qtiNumber:
		d.kind = bank.Numeric
		form, _ := qtiNumeric(oneLine(text))
		d.keys = append(d.keys, keyLine{d.line, form})
	case qtiEssay, qtiUpload:
		d.kind = bank.Essay
		if c.kind == qtiUpload {
			d.problems = append(d.problems, bank.Problem{Line: d.line, Severity: bank.Warning, Code: "file-upload",
				Message: "the answer is a file to be handed in: it was read as an essay"})
		}
	}
}

var (
	digitGroups = pattern.New(`(\d)_(\d)`)
	percentPart = pattern.New(`^(.*\+-)\s*([0-9.]+(?:[eE][-+]?\d+)?)\s*%$`)
)

// qtiNumeric reads a number as text2qti has it: with underscores between digits, and a tolerance in percent.
func qtiNumeric(text string) (form string, ok bool) {
	text = digitGroups.ReplaceAllString(digitGroups.ReplaceAllString(text, "$1$2"), "$1$2")
	if m := percentPart.FindStringSubmatch(text); m != nil {
		value, err1 := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(m[1], "+-")), 64)
		share, err2 := strconv.ParseFloat(m[2], 64)
		if err1 == nil && err2 == nil {
			text = m[1] + strconv.FormatFloat(abs(value)*share/100, 'g', 10, 64)
		}
	}
	if form, ok = numericAnswer(text); !ok {
		return text, false
	}
	return form, true
}

func abs(x float64) float64 { return max(x, -x) }
