package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// maxBatch is how many lines of JSON Lines are looked at together.
const maxBatch = 500

// beginsJSONL recognises a question as a JSON object on one line. The IAM policy of a stem has other names.
func beginsJSONL(in *input, expected bool) bool {
	if expected {
		return true
	}
	text := in.first()
	if len(text) < 2 || text[0] != '{' || strings.TrimLeft(text[1:], " ") == "" || strings.TrimLeft(text[1:], " ")[0] != '"' {
		return false
	}
	l, _ := in.peek(0)
	v, err := jsonValue(text, l.no)
	if err != nil { // cut off, or an object of several lines
		_, several := in.peek(1)
		return !several && looksAsked(&v)
	}
	return isQuestion(&v)
}

// looksAsked reports whether what was read of an object has the names of a question.
func looksAsked(v *value) bool {
	if part(*v, "stem").kind == null {
		return false
	}
	return strong(v, "stem") || part(*v, "options").kind != null && part(*v, "answer").kind != null
}

// readJSONL reads JSON Lines: one question on each line, blank lines between them allowed.
func readJSONL(r *Reader, in *input) {
	expected := r.usual == jsonLine || r.forced == jsonLine
	if expected && onlyOpens(in.first()) || r.usual == jsonName && r.forced == "" {
		readJSON(r, in)
		return
	}
	readLines(r, in, expected)
}

// onlyOpens says that a line is the beginning of a document over several lines, whatever the file is called.
func onlyOpens(text string) bool {
	return text != "" && len(text) < 4 && strings.Trim(text, "[{ ") == ""
}

// readLines reads lines of JSON; all says that every line to the end of the file is one.
func readLines(r *Reader, in *input, all bool) {
	a := asker{r: r, format: jsonLine}
	lines, size := 0, 0
	for !r.stopped && !in.done() {
		if text := in.first(); text != "" && !all && text[0] != '{' {
			break
		}
		l, _ := in.next()
		if strings.TrimSpace(l.text) == "" {
			continue
		}
		a.line(l)
		if lines, size = lines+1, size+len(l.text); lines == maxBatch || size > batchSize {
			a.flush()
			lines, size = 0, 0
		}
	}
	a.flush()
}

func (a *asker) line(l line) {
	v, err := jsonValue(l.text, l.no)
	switch {
	case err != nil:
		a.fail(l.no, numberOf(scalar(part(v, "number"))), "bad-json", "not JSON at byte %d of the line: %s: write one complete object on each line", err.at, err.what)
	case v.kind != object && !holdsQuestions(&v, 0):
		a.fail(l.no, "", "bad-json", "the line is %s: write one object on each line", v)
	case looksAsked(&v) && strong(&v, "options"):
		a.lineObject(&v)
	case v.kind == object && (isQuestion(&v) || isEmpty(&v) || !holdsQuestions(&v, 0)):
		a.lineObject(&v)
	default:
		a.walk(&v, setting{})
	}
}

func (a *asker) lineObject(v *value) {
	if isEmpty(v) {
		a.emptyTemplate(v.line)
		return
	}
	if !a.special(v, setting{}) {
		a.add(*v, setting{})
	}
}

func badShape(err *shapeError) bank.Problem {
	p := bank.Problem{Line: err.line, Severity: bank.Error, Code: err.code, Message: err.message, Number: err.number}
	if p.Code == "" {
		p.Code = "bad-json"
	}
	return p
}

// noQuestion says once that a document was read and holds nothing to ask.
func noQuestion(line int, what string) bank.Problem {
	return bank.Problem{Line: line, Severity: bank.Note, Code: "no-questions",
		Message: fmt.Sprintf("no object in this %s looks like a question: name the parts \"question\", \"options\" and \"answer\"", what)}
}
