package format

import (
	"slices"
	"strings"

	"mlatlas/bank"
)

// orgQuestion is a heading that is being made a draft.
type orgQuestion struct {
	head    mark
	content *orgContent
	answers []keyLine // from properties and parts, as written
	joined  bool      // the explanation begins with what goes on the answer
	beyond  []line    // lines behind a worded head that stands below the heading: they belong to another question
	drill   bool
	outside []mark
}

// question emits what the heading asks, and reports whether it asks anything.
func (o *orgReader) question(n *orgNode, content *orgContent) bool {
	q := orgQuestion{content: content, head: orgHead(n), drill: slices.Contains(n.tags, "drill")}
	if q.head.kind == markHeading && holdsTextQuestions(content.lines) {
		return false
	}
	q.gatherAnswers()
	d := q.draft()
	if !q.asks(d) {
		content.tasks = len(d.options) > 0
		return false
	}
	o.marked.split.flush()
	o.marked.outside.flush(o.r)
	o.r.saw(orgMode)
	tags, passage := o.inherited()
	for _, tag := range n.tags {
		if tag != "drill" {
			tags = append(tags, tag)
		}
	}
	d.tags = unique(append(tags, d.tags...))
	q.properties(&d)
	o.emit(&q, d, passage)
	o.marked.outside.add(q.outside)
	for _, l := range q.beyond {
		o.marked.add(l)
	}
	return true
}

func (o *orgReader) emit(q *orgQuestion, d draft, passage string) {
	if isTemplate(d, q) {
		o.r.emitProblem(bank.Problem{Line: d.line, Severity: bank.Note, Code: "stub", Number: d.number,
			Message: "the heading has no text of a question below it: write the stem, the options and the key"})
		return
	}
	cards := []draft{d}
	if gaps := q.gaps(d); len(gaps) > 0 {
		cards = gaps
	}
	for _, d := range cards {
		if passage != "" && d.stem != "" {
			d.stem = passage + "\n\n" + d.stem
		}
		o.marked.give(d)
	}
}

// isTemplate reports whether nothing of the question was written yet.
func isTemplate(d draft, q *orgQuestion) bool {
	bare := strings.TrimSpace(d.stem)
	placeholder := strings.HasPrefix(bare, "[") && strings.HasSuffix(bare, "]") && !strings.Contains(bare, "](")
	return (bare == "" || placeholder) && len(d.keys) == 0 && !anyRight(d) && !slices.ContainsFunc(d.options, func(o bank.Option) bool {
		return o.Text != "" && !strings.HasPrefix(o.Text, "[")
	})
}

// holdsTextQuestions reports whether the lines below a heading are a list of questions that have their own numbers: a number
// stands right before the first option, or between two lists of options.
func holdsTextQuestions(lines []line) bool {
	var classes classifier
	number, between := false, false // the last line of text is a number; there was one since the last option
	lists := 0
	for _, l := range lines {
		for _, m := range classes.marks(nil, l) {
			first := m.kind == markOption && m.label == "A"
			switch {
			case m.code || m.kind == markBlank:
			case m.kind == markNumber:
				number, between = true, true
			case first && number, first && lists > 0 && between:
				return true
			case m.kind == markOption:
				number, between = false, false
				lists++
			default:
				number = false
			}
		}
	}
	return false
}

// orgHead reads the heading as the head of a question.
func orgHead(n *orgNode) mark {
	title := orgInline(n.title)
	m := mark{line: line{n.no, title}, kind: markHeading, rest: title, dress: dress{heading: 3}}
	if title == "" {
		return m
	}
	if found := classify(m, title); found.kind == markHead || found.kind == markNumber {
		found.dress.heading = 3
		return found
	}
	return m
}

// gatherAnswers collects the key from properties and parts, and puts the lines behind the key of a part before the
// explanation.
func (q *orgQuestion) gatherAnswers() {
	for _, p := range q.content.props {
		if propertyParts[p.name] != answerPart {
			continue
		}
		q.answers = append(q.answers, keyLine{p.no, p.all()})
	}
	var behind []line
	for i, l := range q.content.answer {
		text := strings.TrimSpace(l.text)
		if text == "" {
			continue
		}
		q.answers = append(q.answers, keyLine{l.no, spokenAnswer(text)})
		behind = q.content.answer[i+1:]
		q.joined = len(behind) > 0 && behind[0].text != ""
		break
	}
	q.content.explain = slices.Concat(behind, q.content.explain)
}

// spokenAnswer takes the words before the key off it: "Answer: B", "The correct answer is B".
func spokenAnswer(text string) string {
	if m := classify(mark{}, text); m.kind == markKey && m.rest != "" {
		return m.rest
	}
	for _, start := range spokenStarts {
		if len(text) > len(start) && strings.EqualFold(text[:len(start)], start) {
			return text[len(start):]
		}
	}
	if bullet, rest := orgBullet(text); bullet == "- " {
		return rest
	}
	return text
}

// draft sorts the lines below the heading. The points of its last list become options where the key names them.
func (q *orgQuestion) draft() draft {
	lines := q.ownLines()
	d := q.assemble(lines)
	if len(d.options) == 0 && len(q.answers) > 0 {
		if second := q.assemble(boxed(lines)); len(second.options) > 1 && q.keysName(second.options) {
			d = second
		}
	}
	q.titled(&d)
	q.settleKeys(&d)
	return d
}

func (q *orgQuestion) keysName(options []bank.Option) bool {
	for _, k := range q.answers {
		if reading := readKey(q.namedOptions(k, options), options); reading.err != nil {
			return false
		}
	}
	return true
}

// boxed puts check boxes before the points of the last list.
func boxed(lines []line) []line {
	all := slices.Clone(lines)
	found := false
	for i := len(all) - 1; i >= 0; i-- {
		text := strings.TrimSpace(all[i].text)
		bullet, rest := orgBullet(text)
		switch {
		case bullet != "":
			all[i].text, found = "- [ ] "+rest, true
		case found && text != "" && !strings.HasPrefix(all[i].text, "  "):
			return all
		}
	}
	return all
}

// ownLines are the lines up to a worded head. A line "Answer: text" below a stem without options begins the answer.
func (q *orgQuestion) ownLines() []line {
	lines := q.content.lines
	options, inCode := false, false
	for i, l := range lines {
		text := strings.TrimSpace(l.text)
		if strings.HasPrefix(text, "```") {
			inCode = !inCode
		}
		if text == "" {
			continue
		}
		m := classify(mark{line: l}, text)
		if m.kind == markHead && m.number != "" {
			q.beyond, lines = lines[i:], lines[:i]
			break
		}
		options = options || !inCode && (m.kind == markOption || m.dress.bullet || m.kind == markNumber)
		if m.kind == markKey && !m.weak && m.rest != "" && !options && !inCode && len(q.answers) == 0 {
			q.answers = append(q.answers, keyLine{l.no, m.rest})
			q.content.explain = slices.Concat(lines[i+1:], q.content.explain)
			return lines[:i]
		}
	}
	return lines
}

// assemble lets the grammar of marks sort the lines of one question.
func (q *orgQuestion) assemble(lines []line) draft {
	var s splitter
	s.reset(nil, true)
	s.push(q.head)
	var classes classifier
	for _, l := range lines {
		for _, m := range classes.marks(nil, l) {
			s.push(m)
		}
	}
	for _, k := range q.answers {
		s.block = append(s.block, mark{line: line{k.line, k.text}, kind: markKey, role: roleKey, rest: k.text})
	}
	d, outside, _ := assemble(s.block, "", false, true)
	q.outside = outside
	d.explanation = strings.TrimSpace(d.explanation + "\n\n" + plainExplanation(q.content.explain))
	return d
}

// plainExplanation takes the label off the first line of an explanation.
func plainExplanation(lines []line) string {
	var s section
	for i, l := range lines {
		m := mark{line: l, indent: len(l.text) - len(strings.TrimLeft(l.text, " "))}
		if text := strings.TrimSpace(l.text); text != "" && i == 0 {
			if found := classify(mark{}, text); found.kind == markExplain && found.rest != "" {
				s.addText(l.no, found.rest, 0)
				continue
			}
		}
		s.add(&m)
	}
	return s.plainText()
}

// titled takes a heading without a number for the title where the lines below it ask the question.
func (q *orgQuestion) titled(d *draft) {
	if q.head.kind != markHeading || q.head.rest == "" || asks([]mark{q.head}) {
		return
	}
	below := strings.TrimSpace(strings.TrimPrefix(d.stem, q.head.rest))
	if below != "" && below != d.stem && len(strings.Fields(q.head.rest)) <= 12 {
		d.title, d.stem = q.head.rest, below
		if slices.Contains([]string{"item", "card", "question", "flashcard"}, strings.ToLower(d.title)) {
			d.title = ""
		}
	}
}

// asks says whether the heading is a question: by its key, its number and word, or options that have a right one or
// stand below a text that asks.
func (q *orgQuestion) asks(d draft) bool {
	options := len(d.options) > 1
	switch {
	case len(d.keys) > 0 || d.kind != "" || q.drill:
		return true
	case q.head.kind == markHead:
		return true
	case options && anyRight(d):
		return likeStem([]mark{{rest: d.stem}})
	}
	return options && (q.head.kind == markNumber || asks([]mark{q.head}) || strings.ContainsAny(d.stem, "?？"))
}
