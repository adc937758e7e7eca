package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// beginsJSONL recognises a question as a JSON object on one line. The IAM policy of a stem has other names.
func beginsJSONL(in *input, expected bool) bool {
	if expected {
		return true
	}
	text := in.first()
	if !strings.HasPrefix(text, `{"`) && !strings.HasPrefix(text, `{ "`) {
		return false
	}
	asks := strings.Contains(text, `"stem"`) || strings.Contains(text, `"question"`)
	return asks && (strings.Contains(text, `"options"`) || strings.Contains(text, `"answer"`) || strings.Contains(text, `"kind"`))
}

// readJSONL reads JSON Lines: one question on each line, blank lines between them allowed.
func readJSONL(r *Reader, in *input) {
	expected := r.usual == jsonLine || r.forced == jsonLine
	for !r.stopped && !in.done() {
		if text := in.first(); text != "" && !expected && text[0] != '{' {
			return
		}
		l, _ := in.next()
		if strings.TrimSpace(l.text) != "" {
			r.saw(jsonLine)
			r.jsonLine(l)
		}
	}
}

func (r *Reader) jsonLine(l line) {
	v, err := jsonValue(l.text, l.no)
	switch {
	case err != nil:
		r.emitProblem(jsonProblem(l, err))
	case v.kind != object:
		r.emitProblem(badJSON(l.no, "", fmt.Sprintf("the line is %s: write one object on each line", v)))
	default:
		r.emitShape(v)
	}
}

// emitShape emits the question of an object.
func (r *Reader) emitShape(v value) {
	d, err := draftOf(v)
	if err != nil {
		r.emitProblem(badJSON(err.line, err.number, err.message))
		return
	}
	r.emit(r.check(d))
}

func badJSON(line int, number, message string) bank.Problem {
	return bank.Problem{Line: line, Severity: bank.Error, Code: "bad-json", Message: message, Number: number}
}

// jsonProblem says where a line stops to be JSON.
func jsonProblem(l line, err *jsonError) bank.Problem {
	return badJSON(l.no, "", fmt.Sprintf("not JSON at byte %d of the line: %s: write one complete object on each line", err.at, err.what))
}
