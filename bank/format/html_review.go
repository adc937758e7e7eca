package format

import (
	"slices"
	"strings"

	"mlatlas/bank"
)

// find returns the first element below that has one of the classes.
func (n *htmlNode) find(classes ...string) *htmlNode {
	for _, c := range n.inner {
		if c.htmlTag == nil {
			continue
		}
		if c.is(classes...) {
			return c
		}
		if found := c.find(classes...); found != nil {
			return found
		}
	}
	return nil
}

// all returns the outermost elements below that have one of the classes.
func (n *htmlNode) all(classes ...string) (found []*htmlNode) {
	for _, c := range n.inner {
		switch {
		case c.htmlTag == nil:
		case c.is(classes...):
			found = append(found, c)
		default:
			found = append(found, c.all(classes...)...)
		}
	}
	return found
}

// plainMarkdown writes an element for a draft, which no grammar reads again.
func plainMarkdown(n *htmlNode, without ...string) string {
	if n == nil {
		return ""
	}
	w := &htmlWriter{}
	w.inner(n.without(without...))
	return w.finish()
}

// without returns the node without the elements of some classes.
func (n *htmlNode) without(classes ...string) *htmlNode {
	if len(classes) == 0 || n.htmlTag == nil {
		return n
	}
	kept := &htmlNode{htmlTag: n.htmlTag, text: n.text, line: n.line}
	for _, c := range n.inner {
		if c.htmlTag == nil || !c.is(classes...) && !c.named("input") {
			kept.inner = append(kept.inner, c.without(classes...))
		}
	}
	return kept
}

// reviewKinds are the classes of Moodle's questions and their kinds. Those that are not here are read as text.
var reviewKinds = map[string]bank.Kind{"multichoice": "", "truefalse": "", "shortanswer": bank.Short, "numerical": bank.Numeric, "calculated": bank.Numeric,
	"calculatedsimple": bank.Numeric, "calculatedmulti": "", "essay": bank.Essay, "match": bank.Matching, "randomsamatch": bank.Matching}

// review takes a question off the review of a Moodle quiz: the number, the stem, the options, and the right answer as
// Moodle says it in words. The boxes that are ticked are those of an attempt.
func (p *htmlReader) review(n *htmlNode) bool {
	text := n.find("qtext")
	if text == nil {
		return false
	}
	d := draft{line: p.from + n.line, stem: plainMarkdown(text), explanation: plainMarkdown(n.find("generalfeedback"))}
	known := false
	for class, kind := range reviewKinds {
		if n.is(class) {
			d.kind, known = kind, true
		}
	}
	if number := n.find("qno"); number != nil {
		d.number = strings.TrimSpace(innerText(number))
	} else if number := n.find("no"); number != nil {
		d.number, _ = headNumber(strings.TrimLeft(plainSpaces(innerText(number)), " \nABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	}
	if !known {
		return false
	}
	right := ""
	if said := n.find("rightanswer"); said != nil {
		right = plainMarkdown(said)
		if _, value, ok := strings.Cut(right, ":"); ok {
			right = strings.TrimSpace(value)
		}
	}
	switch d.kind {
	case bank.Matching:
		reviewPairs(n, &d, right)
	case "":
		reviewOptions(n, &d, right)
	case bank.Essay:
	default:
		if right != "" {
			d.keys = []keyLine{{d.line, right}}
		}
	}
	p.flush()
	p.r.saw(htmlPage)
	p.r.emit(p.r.check(d))
	return true
}

func reviewOptions(n *htmlNode, d *draft, right string) {
	answers := n.find("answer")
	if answers == nil {
		return
	}
	for i, row := range answers.all("r0", "r1") {
		o := bank.Option{Label: letter(i), Text: plainMarkdown(row, "answernumber", "specificfeedback", "feedback", "icon"), Feedback: plainMarkdown(row.find("specificfeedback"))}
		if label, _, text, ok := optionLabel(o.Text); ok && upper(label) == o.Label {
			o.Text = text
		}
		o.Correct = right == "" && row.is("correct")
		d.options = append(d.options, o)
	}
	if n.is("truefalse") && right != "" { // The correct answer is 'True'.
		right = strings.Trim(right, " .'’‘\"")
		if at := strings.LastIndexAny(right, "'‘"); at >= 0 {
			right = strings.Trim(right[at:], "'‘’")
		}
	}
	if right == "" {
		return
	}
	labels := labelsOfTexts([]string{right}, d.options)
	if labels == "" {
		labels = labelsInText(right, d.options)
	}
	if labels == "" {
		labels = right
	}
	d.keys = []keyLine{{d.line, labels}}
}

// labelsInText finds the options whose texts follow each other in a text, with commas between them. Texts may hold commas.
func labelsInText(text string, options []bank.Option) string {
	text = oneLine(text)
	var labels []string
	for rest := strings.TrimLeft(text, " ,;"); rest != ""; rest = strings.TrimLeft(rest, " ,;") {
		best, size := "", 0
		for _, o := range options {
			if t := oneLine(o.Text); len(t) > size && strings.HasPrefix(rest, t) {
				best, size = o.Label, len(t)
			}
		}
		if size == 0 || slices.Contains(labels, best) {
			return ""
		}
		labels, rest = append(labels, best), rest[size:]
	}
	return strings.Join(labels, ", ")
}

// reviewPairs reads "prompt → option, prompt → option".
func reviewPairs(n *htmlNode, d *draft, right string) {
	answers := n.find("answer")
	if answers == nil {
		return
	}
	var choices []string
	answers.holds(func(c *htmlNode) bool {
		if c.name == "option" && c.get("value") != "0" && c.get("value") != "" {
			choices = append(choices, strings.TrimSpace(plainSpaces(innerText(c))))
		}
		return false
	})
	for i, text := range unique(choices) {
		d.options = append(d.options, bank.Option{Label: letter(i), Text: text})
	}
	right = oneLine(right)
	var ends []int
	for _, cell := range answers.all("text") {
		prompt := plainMarkdown(cell)
		at := strings.Index(right, oneLine(prompt)+" →")
		d.prompts, ends = append(d.prompts, prompt), append(ends, at)
	}
	for i, at := range ends {
		if at < 0 {
			return
		}
		end := len(right)
		for _, other := range ends {
			if other > at && other < end {
				end = other
			}
		}
		pair := right[at+len(oneLine(d.prompts[i])) : end]
		d.keys = append(d.keys, keyLine{d.line, strings.Trim(strings.TrimPrefix(strings.TrimSpace(pair), "→"), " ,")})
	}
}

// schemaQuestions reads the quizzes that a page holds as data in the vocabulary of schema.org. Lists of frequent questions
// are no quizzes.
func schemaQuestions(n *htmlNode, from int) (found []draft) {
	for _, c := range n.inner {
		switch {
		case c.htmlTag == nil:
		case c.name == "script" && strings.Contains(c.get("type"), "ld+json") && len(c.inner) > 0:
			if v, err := jsonValue(c.inner[0].text, from+c.line); err == nil {
				found = append(found, schemaDrafts(v, false)...)
			}
		default:
			found = append(found, schemaQuestions(c, from)...)
		}
	}
	return found
}

func schemaDrafts(v value, inQuiz bool) (found []draft) {
	for _, item := range v.items {
		found = append(found, schemaDrafts(item, inQuiz)...)
	}
	if v.kind != object {
		return found
	}
	kind := scalar(v.get("@type"))
	inQuiz = inQuiz || kind == "Quiz"
	if suggested := v.get("suggestedAnswer"); kind == "Question" && (inQuiz || suggested.kind != null) {
		return append(found, schemaDraft(v))
	}
	for _, f := range v.fields {
		found = append(found, schemaDrafts(f.value, inQuiz)...)
	}
	return found
}

func schemaDraft(v value) draft {
	d := draft{line: v.line, title: scalar(v.get("name")), stem: markdownOf(scalar(v.get("text")))}
	if d.stem == "" {
		d.stem, d.title = markdownOf(d.title), ""
	}
	if d.number = numberOfTitle(d.title); d.title == d.stem {
		d.title = ""
	}
	accepted := answersOf(v.get("acceptedAnswer"))
	all := append(answersOf(v.get("suggestedAnswer")), accepted...)
	slices.SortStableFunc(all, func(a, b value) int {
		return position99(scalar(a.get("position"))) - position99(scalar(b.get("position")))
	})
	for _, a := range all {
		o := bank.Option{Label: letter(len(d.options)), Text: markdownOf(scalar(a.get("text"))), Feedback: markdownOf(scalar(commentOf(a, "comment")))}
		o.Correct = slices.ContainsFunc(accepted, func(x value) bool { return markdownOf(scalar(x.get("text"))) == o.Text })
		if slices.ContainsFunc(d.options, func(x bank.Option) bool { return x.Text == o.Text }) {
			continue
		}
		d.options = append(d.options, o)
	}
	for _, a := range accepted {
		d.explanation = strings.TrimSpace(d.explanation + "\n\n" + markdownOf(scalar(commentOf(a, "answerExplanation"))))
	}
	if v.get("suggestedAnswer").kind == null {
		d.kind = bank.Short
		for _, o := range d.options {
			d.keys = append(d.keys, keyLine{d.line, o.Text})
		}
		d.options = nil
	}
	for _, about := range slices.Concat(answersOf(v.get("about")), answersOf(v.get("educationalAlignment"))) {
		for _, name := range []string{"name", "targetName"} {
			d.tags = append(d.tags, texts(about.get(name))...)
		}
	}
	return d
}

func answersOf(v value) []value {
	switch v.kind {
	case list:
		return v.items
	case object:
		return []value{v}
	}
	return nil
}

// commentOf returns the text of an answer's comment, which may be a text itself.
func commentOf(answer value, name string) value {
	comment := answer.get(name)
	if comment.kind == object {
		return comment.get("text")
	}
	return comment
}
