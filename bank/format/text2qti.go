package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// text2qti turns text into QTI packages. What stands at the start of a line is its grammar; what is indented below, over
// any number of paragraphs, is the Markdown of the part above (text2qti_mark.go tells all marks):
//
//	Quiz title: Storage
//
//	Title: Object stores
//	Points: 2
//	1.  Which service keeps objects?
//	... general feedback
//	+   feedback for the right answer
//	-   feedback for a wrong answer
//	a)  EBS
//	... feedback for this choice
//	*b) S3
//
// Other answers are [ ] and [*] (several are right), "=   1.41 +- 0.01" or "[1, 2]" (a number), "*   text" (accepted
// texts), ____ (an essay), ^^^^ (a file: read as an essay, with a warning). The feedback of a question becomes its
// explanation: the general one, then "Correct: ..." and "Incorrect: ...", then a solution ("!   text"). A text region
// ("Text title:", "Text:") is put before the questions that follow it, until another one or a group begins or ends.
// GROUP and END_GROUP, points, options of the quiz and comments (% and COMMENT) leave nothing; code that writes
// questions is not run and is an error.
const text2qti = "text2qti"

func beginsText2QTI(in *input, expected bool) bool {
	if expected {
		return true
	}
	l, _ := in.peek(0)
	m := qtiMarkOf(l.text)
	switch m.kind {
	case qtiQuizTitle, qtiQuizText:
		return true
	case qtiQuestion:
		return in.startsParagraph() && strictText2QTI(in, 0)
	case qtiTitle, qtiTextTitle, qtiText, qtiGroup:
		return in.startsParagraph() && labelsAhead(in)
	}
	return false
}

// labelsAhead reports whether labels, and what is indented below them, lead to a question.
func labelsAhead(in *input) bool {
	for i := range 40 {
		l, ok := in.peek(i)
		if !ok {
			return false
		}
		switch m := qtiMarkOf(l.text); m.kind {
		case qtiQuestion:
			return strictText2QTI(in, i)
		case qtiTitle, qtiTextTitle, qtiText, qtiGroup, qtiSetting, qtiBlank, qtiIndented, qtiComment:
		default:
			return false
		}
	}
	return false
}

// strictText2QTI reports whether the lines from one on are a question with answers that only text2qti writes so, and
// nothing else.
func strictText2QTI(in *input, from int) bool {
	found, stem := false, ""
	for i := from; i < from+60; i++ {
		l, ok := in.peek(i)
		m := qtiMarkOf(l.text)
		if !ok || m.kind == qtiBlank && found || m.kind == qtiQuestion && i > from {
			return found
		}
		switch m.kind {
		case qtiQuestion:
			stem = m.rest
		case qtiRight, qtiTicked, qtiUpload:
			found = true
		case qtiNumber:
			_, ok := qtiNumeric(m.rest)
			found = found || ok
		case qtiEssay:
			found = found || len(l.text) > 3 && strings.IndexByte("?.!:", stem[len(stem)-1]) >= 0
		case qtiWrong, qtiOpen, qtiFeedback, qtiWhenRight, qtiWhenWrong, qtiSolution, qtiShort, qtiBlank:
		case qtiIndented:
			if markOf(l.text).kind == markOption {
				return false
			}
			if i < from+stemLines {
				stem = strings.TrimSpace(l.text)
			}
		case qtiTitle, qtiTextTitle, qtiText, qtiGroup, qtiEndGroup, qtiComment:
			return found
		default:
			return false
		}
	}
	return found
}

// qtiPart is one piece of Markdown: what stands behind a mark and is indented below it.
type qtiPart struct {
	lines  []string
	indent int // columns of the text behind the mark; 0 while unknown
}

func (p *qtiPart) add(text string) {
	if p.indent == 0 && text != "" {
		p.indent = columns(text[:len(text)-len(strings.TrimLeft(text, " \t"))])
	}
	p.lines = append(p.lines, stripColumns(text, p.indent))
}

// stripColumns takes up to n columns of white space off a line.
func stripColumns(text string, n int) string {
	for n > 0 && text != "" && (text[0] == ' ' || text[0] == '\t') {
		if n--; text[0] == '\t' {
			n -= 3
		}
		text = text[1:]
	}
	return text
}

func (p *qtiPart) String() string {
	if p == nil {
		return ""
	}
	return strings.Trim(strings.Join(p.lines, "\n"), "\n ")
}

// qtiChoice is one answer of a question.
type qtiChoice struct {
	kind           qtiKind
	text, feedback *qtiPart
}

// qtiItem is a question while its lines come.
type qtiItem struct {
	draft
	parts   map[qtiKind]*qtiPart // stem and feedback
	choices []qtiChoice
	loose   int // first line that should be indented, or 0
}

// qtiParser reads a region.
type qtiParser struct {
	r       *Reader
	forced  bool
	item    *qtiItem
	part    *qtiPart // which takes the lines that are indented
	fence   bool     // a code fence is open in the part
	title   *qtiPart // of the next question
	passage []*qtiPart
	texts   bool // the last mark belongs to the passage
	group   int  // questions in the open group; -1 outside
	at      int  // position among questions that are all numbered 1
}

func readText2QTI(r *Reader, in *input) {
	p := qtiParser{r: r, forced: r.forced == text2qti, group: -1}
	for !r.stopped && !in.done() {
		if in.startsParagraph() && p.ends(in) {
			break
		}
		l, _ := in.next()
		p.add(in, l)
	}
	p.flush(in.done())
}

// ends reports whether a paragraph is none of text2qti: no mark, or a question with a key of exam text.
func (p *qtiParser) ends(in *input) bool {
	l, _ := in.peek(0)
	m := qtiMarkOf(l.text)
	switch {
	case p.forced || p.fence:
		return false
	case m.kind == qtiNone:
		return true
	case m.kind != qtiQuestion:
		return false
	}
	for i := 1; i < 60; i++ {
		l, ok := in.peek(i)
		if !ok || qtiMarkOf(l.text).kind == qtiQuestion {
			return false
		}
		if markOf(l.text).kind == markKey {
			return true
		}
	}
	return false
}

// add gives a line to the part that it belongs to, or begins another.
func (p *qtiParser) add(in *input, l line) {
	m := qtiMarkOf(l.text)
	switch {
	case p.fence || m.kind == qtiBlank || m.kind == qtiIndented || m.kind == qtiFence && p.part != nil:
		p.goOn(l)
	case m.kind == qtiCode:
		p.code(in, l)
	case m.kind == qtiComment:
		if !strings.HasPrefix(l.text, "%") {
			skipTo(in, "END_COMMENT")
		}
	case m.kind == qtiNone:
		p.loose(l)
	default:
		p.begin(m, l)
	}
}

func (p *qtiParser) goOn(l line) {
	if p.part == nil {
		return
	}
	p.part.add(l.text)
	if trimmed := strings.TrimSpace(l.text); strings.HasPrefix(trimmed, "```") && strings.Count(trimmed, "```") == 1 {
		p.fence = !p.fence
	}
	if len(p.part.lines) > 20000 { // a fence that is never closed
		p.part, p.fence = nil, false
	}
}

// loose takes a line that is not indented as it should be.
func (p *qtiParser) loose(l line) {
	switch {
	case p.part == nil:
		p.r.emitProblem(bank.Problem{Line: l.no, Severity: bank.Note, Code: "outside-questions", Message: fmt.Sprintf("no part of a question: %q", clip(l.text))})
		return
	case p.item != nil && p.item.loose == 0:
		p.item.loose = l.no
		p.item.problems = append(p.item.problems, bank.Problem{Line: l.no, Severity: bank.Warning, Code: "not-indented",
			Message: "the line was read as a part of the text above it: indent it, or text2qti refuses the file"})
	}
	p.part.lines = append(p.part.lines, l.text)
}

// code leaves out code that writes questions.
func (p *qtiParser) code(in *input, l line) {
	p.flush(false)
	p.r.saw(text2qti)
	p.r.emitProblem(bank.Problem{Line: l.no, Severity: bank.Error, Code: "generated-questions",
		Message: "the questions are written by code, which is not run: put what it prints into the file"})
	skipTo(in, "```")
}

// skipTo takes the lines up to one with a start, if there is one in sight.
func skipTo(in *input, start string) {
	for i := 0; ; i++ {
		next, ok := in.peek(i)
		if !ok {
			return
		}
		if strings.HasPrefix(next.text, start) {
			for range i + 1 {
				in.next()
			}
			return
		}
	}
}

// begin takes a line with a mark.
func (p *qtiParser) begin(m qtiMark, l line) {
	part := &qtiPart{indent: m.indent}
	if m.rest != "" {
		part.lines = []string{m.rest}
	}
	switch m.kind {
	case qtiQuestion:
		p.flush(false)
		p.item = &qtiItem{draft: draft{line: l.no, number: p.number(m.number)}, parts: map[qtiKind]*qtiPart{qtiQuestion: part}}
	case qtiTitle, qtiTextTitle, qtiText, qtiGroup, qtiEndGroup, qtiQuizTitle, qtiQuizText, qtiSetting:
		p.label(m, part, l)
	case qtiRight, qtiWrong, qtiTicked, qtiOpen, qtiShort, qtiNumber, qtiEssay, qtiUpload:
		if p.item == nil {
			p.part = nil
			p.loose(l)
			return
		}
		p.item.choices = append(p.item.choices, qtiChoice{kind: m.kind, text: part})
	default:
		if p.item == nil {
			p.part = nil
			p.loose(l)
			return
		}
		p.item.feedback(m.kind, part)
	}
	p.part, p.fence = part, false
}

// number counts questions that are all numbered 1.
func (p *qtiParser) number(written string) string {
	if written != "1" {
		p.at = 0
		return written
	}
	p.at++
	return fmt.Sprint(p.at)
}

// feedback keeps a feedback of the question, or of the last choice.
func (d *qtiItem) feedback(kind qtiKind, part *qtiPart) {
	if n := len(d.choices); n > 0 && kind == qtiFeedback && d.choices[n-1].kind != qtiNumber && d.choices[n-1].kind != qtiEssay {
		if old := d.choices[n-1].feedback; old != nil {
			part.lines = append(append(old.lines, ""), part.lines...)
		}
		d.choices[n-1].feedback = part
		return
	}
	if old := d.parts[kind]; old != nil {
		part.lines = append(append(old.lines, ""), part.lines...)
	}
	d.parts[kind] = part
}

// label takes a line that says something about the quiz or what follows.
func (p *qtiParser) label(m qtiMark, part *qtiPart, l line) {
	if m.kind != qtiSetting {
		p.flush(false)
	}
	switch m.kind {
	case qtiTitle:
		p.title = part
	case qtiTextTitle:
		p.passage = []*qtiPart{part}
	case qtiText:
		if !p.texts {
			p.passage = nil
		}
		p.passage = append(p.passage, part)
	case qtiGroup:
		p.group, p.passage = 0, nil
	case qtiEndGroup:
		if p.group > 0 {
			p.r.emitProblem(bank.Problem{Line: l.no, Severity: bank.Note, Code: "group",
				Message: fmt.Sprintf("a quiz picks some of the %s of this group: all are kept", count(p.group, "question", "questions"))})
		}
		p.group, p.passage = -1, nil
	case qtiQuizTitle, qtiQuizText:
		p.r.emitProblem(bank.Problem{Line: l.no, Severity: bank.Note, Code: "quiz-title", Message: "about the quiz, no question: " + clip(m.rest)})
	}
	p.texts = m.kind == qtiTextTitle
}

// flush emits the question that has come to its end.
func (p *qtiParser) flush(atEnd bool) {
	d := p.item
	p.item, p.part, p.fence = nil, nil, false
	if d == nil {
		return
	}
	p.r.saw(text2qti)
	d.title, p.title = oneLine(p.title.String()), nil
	d.atEnd = atEnd
	if p.group >= 0 {
		p.group++
	}
	refuse := func(code, message string) {
		p.r.emitProblem(bank.Problem{Line: d.line, Number: d.number, Severity: bank.Error, Code: code, Message: message})
	}
	switch {
	case len(d.choices) > maxAnswers:
		refuse("too-many-answers", "the item has more than 1000 answers: look whether the heads of questions are missing")
	case d.mixed():
		refuse("mixed-answers", "the question has answers of several kinds: write choices, accepted texts, a number, an essay or a file, and only one of these")
	default:
		d.finish(p.passage)
		p.r.emit(p.r.check(d.draft))
	}
}
