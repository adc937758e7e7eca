package format

import "strings"

// stubStems are what templates have in place of a stem, folded.
var stubStems = map[string]bool{"placeholder": true, "todo": true, "tbd": true, "to do": true, "to be written": true, "to be done": true,
	"question text": true, "question text here": true, "your question here": true, "your question": true, "question": true, "stem": true,
	"question here": true, "[question]": true, "[question text]": true, "lorem ipsum": true, "<question>": true, "...": true, "…": true, "template": true,
	"coming soon": true, "question goes here": true, "insert question here": true, "write your question here": true, "enter question here": true}

// stubOptions are what templates have in place of options.
var stubOptions = map[string]bool{"": true, "one": true, "two": true, "three": true, "four": true, "five": true, "option": true, "option 1": true,
	"option 2": true, "option 3": true, "option 4": true, "option a": true, "option b": true, "option c": true, "option d": true, "option text": true,
	"answer 1": true, "answer 2": true, "answer 3": true, "answer 4": true, "text": true, "...": true, "…": true, "tbd": true, "todo": true,
	"placeholder": true, "answer": true, "choice 1": true, "choice 2": true, "choice 3": true, "choice 4": true}

// isStub says whether a question without a key was never written: a template that waits for its text.
func isStub(d draft) bool {
	if len(d.keys) > 0 {
		return false
	}
	stem := strings.TrimRight(fold(strings.Trim(d.stem, " _#-")), ".… ")
	if !stubStems[stem] && stem != "" {
		return false
	}
	for _, o := range d.options {
		if o.Correct || !stubOptions[fold(strings.Trim(o.Text, "[]<> "))] {
			return false
		}
	}
	return stem != "" || len(d.options) > 0
}
