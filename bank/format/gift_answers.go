package format

import (
	"math"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// giftAnswer is one answer of a block: its sign, weight and texts, escapes hidden.
type giftAnswer struct {
	sign     byte // = or ~, 0 where there is none
	weighted bool
	weight   float64 // percent
	text     string
	feedback string
	told     bool // there is a # before the feedback
}

// full reports whether the answer alone earns all points.
func (a giftAnswer) full() bool { return a.sign != '~' && !a.weighted || a.weighted && a.weight >= 100 }

// credit is the weight where it says more than right or wrong.
func (a giftAnswer) credit() float64 {
	if a.weighted && a.weight < 100 {
		return a.weight
	}
	return 0
}

// giftAnswers makes the question out of stem and answers.
func (d *draft) giftAnswers(stem, content string, wrongFirst bool) {
	_, format := giftFormat(stem, "moodle")
	d.stem = giftMarkdown(stem, "moodle")
	if at := strings.LastIndex(content, "####"); at >= 0 {
		d.explanation, d.references = giftReferences(giftMarkdown(content[at+4:], format))
		content = strings.TrimSpace(content[:at])
	}
	plain, _ := cutFeedback(content)
	answers := splitAnswers(content)
	switch truth := truthOf(plain); {
	case content == "":
		d.kind = bank.Essay
	case content[0] == '#':
		d.giftNumbers(splitAnswers(content[1:]), format)
	case truth != "":
		d.giftTruth(truth == "true", wrongFirst, content, format)
	case hasSign(answers, '~'):
		d.giftChoices(answers, format)
	case hasSign(answers, '=') && strings.Contains(content, "->") && d.kind != bank.Short:
		d.giftPairs(answers, format)
	default:
		d.giftShort(answers, format)
	}
}

// giftReferences takes the sources off the end of a feedback, where the writer puts them.
func giftReferences(text string) (explanation string, references []string) {
	paragraphs := strings.Split(text, "\n\n")
	end := len(paragraphs)
	for end > 0 && strings.HasPrefix(paragraphs[end-1], "Reference: ") {
		end--
	}
	for _, p := range paragraphs[end:] {
		references = append(references, strings.TrimPrefix(p, "Reference: "))
	}
	return strings.Join(paragraphs[:end], "\n\n"), references
}

// truthOf returns "true" or "false" for the answer of a true/false question, "" for others.
func truthOf(text string) string {
	switch text = strings.TrimSpace(text); {
	case text == "T", strings.EqualFold(text, "true"):
		return "true"
	case text == "F", strings.EqualFold(text, "false"):
		return "false"
	}
	return ""
}

// cutFeedback cuts at the first # that is no part of a character reference.
func cutFeedback(text string) (before, after string) {
	before, after, _ = strings.Cut(text, "#")
	return strings.TrimSpace(before), strings.TrimSpace(after)
}

func hasSign(answers []giftAnswer, sign byte) bool {
	for _, a := range answers {
		if a.sign == sign {
			return true
		}
	}
	return false
}

var giftWeight = pattern.New(`^\s*%\s*([-+]?\d{1,3}(?:[.,]\d*)?)\s*%`)

// splitAnswers cuts a block at the signs of its answers. An = in a tag, or in an operator such as >= that stands alone, is
// no sign, and neither is the # of &#39; or of a colour in a tag.
func splitAnswers(content string) []giftAnswer {
	var answers []giftAnswer
	a := giftAnswer{}
	from, hash, tag := 0, -1, false
	lastTag := strings.LastIndexByte(content, '>')
	finish := func(to int) {
		a.take(content[from:to], hash-from)
		if a.sign != 0 || a.text != "" || a.told {
			answers = append(answers, a)
		}
	}
	for i := range len(content) {
		c := content[i]
		switch {
		case c == '<':
			tag = i+1 < lastTag && (isLetter(content[i+1]) || content[i+1] == '/')
		case c == '>':
			tag = false
		case c == '#' && hash < from && !tag && !isReference(content, i):
			hash = i
		case c == '~' || c == '=' && !(tag && isAttribute(content, i)) && !isOperator(content, i):
			if c == '=' && a.sign == '~' && strings.TrimSpace(content[from:i]) == "" { // ~= is meant as =
				a.sign, from = c, i+1
				continue
			}
			finish(i)
			a, from, tag = giftAnswer{sign: c}, i+1, false
		}
	}
	finish(len(content))
	return answers
}

// take cuts weight, text and feedback apart; hash is where the feedback begins, negative if there is none.
func (a *giftAnswer) take(text string, hash int) {
	if hash >= 0 {
		a.told, a.feedback, text = true, strings.TrimSpace(text[hash+1:]), text[:hash]
	}
	if m := giftWeight.FindStringSubmatch(text); m != nil && a.sign != 0 {
		a.weighted, text = true, text[len(m[0]):]
		a.weight, _ = strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	}
	a.text = strings.TrimSpace(text)
}

// isAttribute reports whether an = in a tag belongs to it.
func isAttribute(s string, at int) bool {
	return at > 0 && strings.IndexByte(" \t\n", s[at-1]) < 0
}

func isOperator(s string, at int) bool {
	if at+1 < len(s) && s[at+1] == '=' || at > 0 && s[at-1] == '=' {
		return true
	}
	return at > 1 && strings.IndexByte("<>!", s[at-1]) >= 0 && strings.IndexByte(" \t\n", s[at-2]) >= 0
}

// isReference reports whether # belongs to a character reference such as &#39;.
func isReference(s string, at int) bool {
	if at == 0 || s[at-1] != '&' {
		return false
	}
	end := at + 1
	for end < len(s) && (isLetter(s[end]) || isDigit(s[end])) {
		end++
	}
	return end > at+1 && end < len(s) && s[end] == ';'
}

// giftTruth reads TRUE or FALSE with up to two feedbacks: for True and for False, as people write them and the grammar of
// the reference parser has it; or, as Moodle writes them itself, for the wrong answer and for the right one.
func (d *draft) giftTruth(isTrue, wrongFirst bool, content, format string) {
	d.kind = bank.TrueFalse
	d.options = []bank.Option{{Label: "A", Text: "True", Correct: isTrue}, {Label: "B", Text: "False", Correct: !isTrue}}
	feedback := strings.SplitN(content, "#", 3)
	for i, text := range feedback[1:] {
		at := i
		if wrongFirst && isTrue {
			at = 1 - i
		}
		d.options[at].Feedback = giftMarkdown(text, format)
	}
}

// giftChoices reads options. Where none has =, the weights say which are right.
func (d *draft) giftChoices(answers []giftAnswer, format string) {
	signed := hasSign(answers, '=')
	right, plain := 0, 0
	for i, a := range answers {
		o := bank.Option{Label: letter(i), Text: giftMarkdown(a.text, format), Feedback: giftMarkdown(a.feedback, format), Credit: a.credit()}
		switch {
		case a.sign == '=':
			o.Correct = !a.weighted || a.weight > 0
			plain++
		case a.weighted:
			o.Correct = a.weight >= 100 || !signed && a.weight > 0
		}
		if o.Correct {
			right++
		}
		d.options = append(d.options, o)
	}
	switch {
	case d.kind == bank.Multiple:
		d.dropShares(right)
	case d.kind == bank.Single || d.kind == bank.TrueFalse:
	case !signed && right > 1:
		d.kind = bank.Multiple
	case plain > 1:
		d.problems = append(d.problems, bank.Problem{Line: d.line, Severity: bank.Warning, Code: "several-right",
			Message: "several answers have =, so Moodle takes any of them for right: if all are needed, write their shares, such as ~%50%"})
	}
}

// dropShares removes credits that only divide the points among the right options.
func (d *draft) dropShares(right int) {
	for i := range d.options {
		if o := &d.options[i]; o.Correct && math.Abs(o.Credit-100/float64(right)) < 0.001 {
			o.Credit = 0
		}
	}
}

func (d *draft) giftPairs(answers []giftAnswer, format string) {
	labels := map[string]string{}
	for _, a := range answers {
		if a.told { // pairs have no feedback: # is a part of the text
			a.text += "#" + a.feedback
		}
		prompt, choice, found := strings.Cut(a.text, "->")
		if !found {
			prompt, choice = a.text, ""
		}
		choice = giftMarkdown(choice, "plain")
		if prompt = giftMarkdown(prompt, format); prompt != "" {
			d.prompts = append(d.prompts, prompt)
		}
		label, seen := labels[choice]
		if !seen && choice != "" {
			label = letter(len(d.options))
			labels[choice] = label
			d.options = append(d.options, bank.Option{Label: label, Text: choice})
		}
		if prompt != "" && choice != "" {
			d.keys = append(d.keys, keyLine{d.line, label})
		}
	}
	switch d.kind {
	case bank.Ordering, letteredOrdering:
		d.giftSteps(d.kind == letteredOrdering)
	default:
		d.kind = bank.Matching
	}
}

// giftSteps turns pairs of steps and places into options in the author's order and a key.
func (d *draft) giftSteps(lettered bool) {
	steps := make([]bank.Option, len(d.prompts))
	at := map[string]string{}    // label of a place -> label of its step
	place := map[string]string{} // number of a place -> its label
	for _, o := range d.options {
		place[o.Text] = o.Label
	}
	for i, step := range d.prompts {
		steps[i] = bank.Option{Label: strconv.Itoa(i + 1), Text: step}
		if lettered {
			steps[i].Label = letter(i)
		}
		if i < len(d.keys) {
			at[d.keys[i].text] = steps[i].Label
		}
	}
	var order []string
	for i := range steps {
		if label := at[place[strconv.Itoa(i+1)]]; label != "" {
			order = append(order, label)
		}
	}
	d.kind, d.prompts, d.options, d.keys = bank.Ordering, nil, steps, []keyLine{{d.line, strings.Join(order, ", ")}}
}

// letteredOrdering is the kind of ordering questions whose steps have letters, in a comment.
const letteredOrdering bank.Kind = "lettered ordering"

// giftShort reads accepted texts. Those that earn a part of the points or have a feedback are options too.
func (d *draft) giftShort(answers []giftAnswer, format string) {
	d.kind = bank.Short
	for i := range answers {
		answers[i].text = oneLine(giftMarkdown(answers[i].text, format)) // what is typed has no line breaks
	}
	d.accepted(answers, format)
}

func (d *draft) giftNumbers(answers []giftAnswer, format string) {
	d.kind = bank.Numeric
	for i := range answers {
		a := &answers[i]
		if a.text = showEscapes(a.text); a.sign == '~' && a.text == "" {
			a.text = "*"
		}
	}
	d.accepted(answers, format)
}

func (d *draft) accepted(answers []giftAnswer, format string) {
	best := 0.0
	for _, a := range answers {
		if a.full() {
			best = 100
		}
		best = max(best, a.credit())
	}
	if best > 0 && best < 100 {
		d.problems = append(d.problems, bank.Problem{Line: d.line, Severity: bank.Warning, Code: "no-full-credit",
			Message: "no answer earns all points, and the best one was taken for right: write = without a weight before it"})
	}
	for _, a := range answers {
		right := a.full() || best < 100 && best > 0 && a.credit() == best
		if right {
			d.keys = append(d.keys, keyLine{d.line, a.text})
		}
		if !right || a.credit() != 0 || a.feedback != "" {
			d.options = append(d.options, bank.Option{Label: letter(len(d.options)), Text: a.text, Correct: right,
				Feedback: giftMarkdown(a.feedback, format), Credit: a.credit()})
		}
	}
}

// allNumbers reports whether every answer is a number or the sign for all others.
func allNumbers(answers []giftAnswer) bool {
	for _, a := range answers {
		if _, ok := numericAnswer(showEscapes(a.text)); !ok && a.text != "*" && a.sign != '~' {
			return false
		}
	}
	return len(answers) > 0
}
