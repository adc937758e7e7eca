package format

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// encodeGIFT writes an item of GIFT that Moodle imports, all texts as Markdown:
//
//	// [id:12] [tag:storage]
//	::Title::[markdown]Stem {
//		=right#feedback
//		~wrong
//		####explanation\n\nReference: source
//	}
//
// GIFT has no steps to put in order: they are pairs of a step and its place. It has no sign for "all of these are
// needed": the right options share the points. A comment with the kind has the reader take both back.
func encodeGIFT(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	g := giftWriter{q: q}
	kind, answers := g.answers()
	var b strings.Builder
	var fields []string
	if q.Number != "" {
		fields = append(fields, "[id:"+giftField(q.Number)+"]")
	}
	for _, tag := range q.Tags {
		fields = append(fields, "[tag:"+giftField(tag)+"]")
	}
	if kind != "" {
		fields = append(fields, "[kind:"+kind+"]")
	}
	if len(fields) > 0 {
		fmt.Fprintf(&b, "// %s\n", strings.Join(fields, " "))
	}
	if q.Title != "" {
		fmt.Fprintf(&b, "::%s::", giftEscape(oneLine(q.Title)))
	}
	feedback := g.generalFeedback()
	if feedback != "" && !strings.HasSuffix(answers, "\n") { // no blank line: Moodle ends an item there
		answers += "\n"
	}
	fmt.Fprintf(&b, "[markdown]%s{%s%s}\n\n", giftEscape(q.Stem), answers, feedback)
	_, err := io.WriteString(w, b.String())
	return g.losses, err
}

// giftField writes a value inside of the brackets of a comment.
func giftField(s string) string { return strings.ReplaceAll(oneLine(s), "]", `\]`) }

var giftEscaper = strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func giftEscape(s string) string { return giftEscaper.Replace(s) }

// giftAnswerText writes the text of an answer. What looks like the name of a format stands behind one.
func giftAnswerText(s string) string {
	if giftFormatMark.MatchString(s) {
		return "[markdown]" + giftEscape(s)
	}
	return giftEscape(s)
}

// giftPrompt writes the left side of a pair. It cannot hold -> but as a character reference, which Moodle's own format
// resolves.
func giftPrompt(s string) string {
	if !strings.Contains(s, "->") {
		return giftAnswerText(s)
	}
	return "[moodle]" + giftEscape(html.EscapeString(s))
}

// giftWriter writes the answers of one question.
type giftWriter struct {
	q      *bank.Question
	losses []Loss
}

func (g *giftWriter) lose(field, message string) {
	g.losses = append(g.losses, Loss{QuestionID: g.q.ID, Field: field, Message: message})
}

func (g *giftWriter) generalFeedback() string {
	text := g.q.Explanation
	for _, ref := range g.q.References {
		text = strings.TrimSpace(text + "\n\nReference: " + oneLine(ref))
	}
	if text == "" {
		return ""
	}
	return "\t####" + giftAnswerText(text) + "\n"
}

// answers returns what stands in the braces, and the kind for the comment where the answers do not show it.
func (g *giftWriter) answers() (kind, text string) {
	switch g.q.Kind {
	case bank.Essay:
		g.unheld()
		return "", ""
	case bank.Numeric:
		return "", g.numbers()
	case bank.Short:
		text = g.lines(g.acceptedLines(giftAnswerText))
		if strings.Contains(text, "->") {
			kind = string(bank.Short)
			g.lose("answer.pairs", "Moodle takes accepted texts with -> for pairs and will refuse the question")
		}
		return kind, text
	case bank.Matching:
		return "", g.pairs()
	case bank.Ordering:
		return g.steps()
	case bank.TrueFalse:
		if o := g.q.Options; len(o) == 2 && o[0].Text == "True" && o[1].Text == "False" && o[0].Credit == 0 && o[1].Credit == 0 {
			if o[0].Correct && o[0].Feedback+o[1].Feedback != "" { // in Moodle's order
				kind = string(bank.TrueFalse)
			}
			return kind, g.truth()
		}
		return string(g.q.Kind), g.choices()
	}
	return g.kindOfChoices(), g.choices()
}

// unheld tells of options that an essay has nevertheless.
func (g *giftWriter) unheld() {
	if len(g.q.Options) > 0 || len(g.q.Answer) > 0 {
		g.lose("options", "an essay in GIFT has no options and no key")
		g.lose("answer", "an essay in GIFT has no options and no key")
	}
}

func (g *giftWriter) kindOfChoices() string {
	truth := len(g.q.Options) == 2 && isTruthPair(g.q.Options)
	asked, instructed := ChooseCount(g.q.Stem)
	switch {
	case g.q.Kind == bank.Multiple && slices.ContainsFunc(g.q.Options, func(o bank.Option) bool { return o.Correct && o.Credit == 0 }):
		return string(g.q.Kind)
	case g.q.Kind == bank.Single && (truth || instructed && asked != 0 && asked != 1):
		return string(g.q.Kind)
	}
	return ""
}

func (g *giftWriter) lines(lines []string) string {
	return "\n\t" + strings.Join(lines, "\n\t") + "\n"
}

func giftFeedback(feedback string) string {
	if feedback == "" {
		return ""
	}
	return "#" + giftAnswerText(feedback)
}

func giftCredit(credit float64) string { return "%" + strconv.FormatFloat(credit, 'f', -1, 64) + "%" }

func (g *giftWriter) truth() string {
	on, off := g.q.Options[0], g.q.Options[1]
	word, right, wrong := "TRUE", on.Feedback, off.Feedback
	if !on.Correct {
		word, right, wrong = "FALSE", wrong, right
	}
	switch {
	case right != "":
		return word + "#" + giftAnswerText(wrong) + giftFeedback(right)
	case wrong != "":
		return word + giftFeedback(wrong)
	}
	return word
}

func (g *giftWriter) choices() string {
	q := g.q
	var lines []string
	share := 100 / float64(max(1, len(q.Answer)))
	for i, o := range q.Options {
		sign := "~"
		switch {
		case o.Credit != 0:
			sign = "~" + giftCredit(o.Credit)
		case o.Correct && q.Kind == bank.Multiple:
			sign = "~" + "%" + strings.TrimRight(strings.TrimRight(strconv.FormatFloat(share, 'f', 5, 64), "0"), ".") + "%"
		case o.Correct:
			sign = "="
		}
		if o.Label != letter(i) && len(lines) == i && !slices.ContainsFunc(g.losses, func(l Loss) bool { return l.Field == "options.label" }) {
			g.lose("options.label", "GIFT has no labels: option "+o.Label+" will be "+letter(i))
			g.lose("answer", "GIFT has no labels: the key names the options by their places")
		}
		lines = append(lines, sign+giftAnswerText(o.Text)+giftFeedback(o.Feedback))
	}
	return g.lines(lines)
}

// acceptedLines writes accepted answers and, in their places, those that earn less.
func (g *giftWriter) acceptedLines(write func(string) string) []string {
	q := g.q
	var lines []string
	next := 0 // option not yet written
	add := func(o bank.Option) {
		sign := "="
		if o.Credit != 0 || !o.Correct {
			sign += giftCredit(o.Credit)
		}
		lines = append(lines, sign+write(o.Text)+giftFeedback(o.Feedback))
	}
	for _, answer := range q.Answer {
		at := slices.IndexFunc(q.Options, func(o bank.Option) bool { return o.Correct && o.Text == answer })
		if at < 0 {
			lines = append(lines, "="+write(answer))
			continue
		}
		for ; next <= at; next++ {
			if o := q.Options[next]; next == at || !o.Correct {
				add(o)
			}
		}
	}
	for _, o := range q.Options[next:] {
		if !o.Correct {
			add(o)
		}
	}
	return lines
}

func (g *giftWriter) numbers() string {
	lines := g.acceptedLines(func(s string) string { return s })
	if len(lines) == 1 && len(g.q.Options) == 0 {
		return "#" + strings.TrimPrefix(lines[0], "=")
	}
	return "#" + g.lines(lines)
}

// pairs writes the prompts with their options, and then the options that no prompt has.
func (g *giftWriter) pairs() string {
	q := g.q
	var lines []string
	text := map[string]string{}
	for _, o := range q.Options {
		text[o.Label] = o.Text
		if o.Feedback != "" || o.Credit != 0 {
			g.lose("options.feedback", "a pair in GIFT has no feedback or credit of its own")
		}
	}
	var order []string
	for i, prompt := range q.Prompts {
		if i < len(q.Answer) {
			lines = append(lines, "="+giftPrompt(prompt)+" -> "+giftEscape(text[q.Answer[i]]))
			order = append(order, q.Answer[i])
		}
	}
	for _, o := range q.Options {
		if !slices.Contains(order, o.Label) {
			lines = append(lines, "= -> "+giftEscape(o.Text))
			order = append(order, o.Label)
		}
	}
	if !slices.IsSortedFunc(unique(order), func(a, b string) int { return position(a) - position(b) }) {
		g.lose("options.label", "GIFT lists the options of pairs in the order of the prompts: their letters change")
		g.lose("answer", "GIFT lists the options of pairs in the order of the prompts: their letters change")
	}
	return g.lines(lines)
}

// steps writes the steps in the order of their labels, each with its place.
func (g *giftWriter) steps() (kind, text string) {
	type step struct {
		bank.Option
		place int
	}
	var steps []step
	for i, o := range g.q.Options {
		steps = append(steps, step{o, i + 1})
	}
	slices.SortStableFunc(steps, func(a, b step) int { return position(a.Label) - position(b.Label) })
	kind = string(bank.Ordering)
	if len(steps) > 0 && isLetter(steps[0].Label[0]) {
		kind = string(letteredOrdering)
	}
	var lines []string
	for _, s := range steps {
		lines = append(lines, fmt.Sprintf("=%s -> %d", giftPrompt(s.Text), s.place))
		if s.Feedback != "" {
			g.lose("options.feedback", "a step in GIFT has no feedback of its own")
		}
	}
	return kind, g.lines(lines)
}
