package format

import (
	"fmt"
	"strings"
	"unicode"

	"mlatlas/bank"
)

// Open Trivia files have no extension of their own and hold choices and statements whose key is a text:
//
//	#Q Stem, which may
//	go on over lines
//	^ B's text
//	A one option
//	B B's text
//
// The letters follow each other from A and are followed by one space. A line that begins with another letter goes on with
// the text before it: "I am" behind option B is no option I. Blank lines stand between items, and sometimes in stems.
const trivia = "trivia"

func beginsTrivia(in *input, expected bool) bool {
	if expected {
		return true
	}
	if !strings.HasPrefix(in.first(), "#Q ") {
		return false
	}
	for i := 1; ; i++ {
		l, ok := in.peek(i)
		if !ok || strings.HasPrefix(l.text, "#Q") {
			return false
		}
		if strings.HasPrefix(l.text, "^") {
			return true
		}
		if next, _ := in.peek(i + 1); strings.HasPrefix(l.text, "A ") && strings.HasPrefix(next.text, "B ") {
			return true
		}
	}
}

// readTrivia reads items until a line behind a blank one belongs to none.
func readTrivia(r *Reader, in *input) {
	for !r.stopped && !in.done() {
		switch {
		case in.first() == "":
			in.next()
		case isTriviaHead(in.first()):
			r.triviaItem(in)
		case r.forced == trivia:
			l, _ := in.next()
			r.emitProblem(bank.Problem{Line: l.no, Severity: bank.Note, Code: "outside-questions", Message: fmt.Sprintf("no part of a question: %q", clip(l.text))})
		default:
			return
		}
	}
}

func isTriviaHead(text string) bool {
	return strings.HasPrefix(text, "#Q ") || text == "#Q"
}

// triviaParts are the parts of an item while its lines come.
type triviaParts struct {
	draft
	stemLines []string
	keyLines  []string
	keyLine   int
	second    int // line of a second key, or 0
	size      int
	sure      bool // a key or option stands behind the blank line
}

func (r *Reader) triviaItem(in *input) {
	r.saw(trivia)
	head, _ := in.next()
	p := triviaParts{draft: draft{line: head.no}, stemLines: []string{strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(head.text), "#Q"))}}
	for !in.done() && !isTriviaHead(in.first()) && !p.endsBefore(in) {
		l, _ := in.next()
		if p.size += len(l.text); p.size > maxAheadBytes {
			r.emitProblem(bank.Problem{Line: p.line, Severity: bank.Error, Code: "item-too-long", Message: "the question has more than 1 MiB of text: look whether its end is missing"})
			return
		}
		p.add(l)
	}
	p.atEnd = in.done()
	p.finish(r)
}

// add gives a line to the part that it belongs to.
func (p *triviaParts) add(l line) {
	text := strings.TrimSpace(l.text)
	due := len(p.options)
	switch label, rest, ok := triviaOption(text); {
	case strings.HasPrefix(text, "^") && p.keyLine == 0 && due == 0:
		p.keyLine, p.keyLines = l.no, []string{strings.TrimSpace(text[1:])}
	case strings.HasPrefix(text, "^ ") && (p.keyLine > 0 || due > 0):
		if rest = strings.TrimSpace(text[1:]); p.keyLine == 0 {
			p.keyLine, p.keyLines = l.no, []string{rest}
		} else if rest != strings.Join(p.keyLines, "\n") {
			p.second = l.no
		}
	case ok && p.isNext(label) && (p.keyLine > 0 || due > 0):
		p.options = append(p.options, bank.Option{Label: label, Text: rest})
	case due > 0:
		o := &p.options[due-1]
		o.Text = strings.TrimSpace(o.Text + "\n" + text)
	case p.keyLine > 0:
		p.keyLines = append(p.keyLines, text)
	default:
		p.stemLines = append(p.stemLines, l.text)
	}
}

// triviaOption reads "A text", or "A" alone.
func triviaOption(text string) (label, rest string, ok bool) {
	if text == "" || !isUpper(text[0]) || len(text) > 1 && text[1] != ' ' {
		return "", "", false
	}
	return text[:1], strings.TrimSpace(text[1:]), true
}

// isNext reports whether a label follows the options so far; one letter may be missing.
func (p *triviaParts) isNext(label string) bool {
	if len(p.options) == 0 {
		return label == "A"
	}
	last := position(p.options[len(p.options)-1].Label)
	at := position(label)
	return at == last+1 || at == last+2
}

// endsBefore reports whether the item ends at a blank line: where nothing of it comes behind.
func (p *triviaParts) endsBefore(in *input) bool {
	if in.first() != "" || p.sure {
		return false
	}
	for i := 1; ; i++ {
		l, ok := in.peek(i)
		text := strings.TrimSpace(l.text)
		if !ok || isTriviaHead(text) {
			return true
		}
		if text == "" {
			continue
		}
		label, _, option := triviaOption(text)
		if len(p.options) > 0 {
			return !(option && p.isNext(label)) && !strings.HasPrefix(text, "^ ")
		}
		if p.keyLine == 0 && strings.HasPrefix(text, "^") || p.keyLine > 0 && option && label == "A" {
			p.sure = p.keyLine == 0 // looked at once for each part
			return false
		}
	}
}

// finish makes the question.
func (p *triviaParts) finish(r *Reader) {
	if len(p.options) == 0 {
		p.optionsOfStem()
	}
	p.stem = strings.TrimSpace(strings.Join(p.stemLines, "\n"))
	key := strings.TrimSpace(strings.Join(p.keyLines, "\n"))
	fail := func(line int, code, message string) {
		r.emitProblem(bank.Problem{Line: line, Severity: bank.Error, Code: code, Message: message})
	}
	switch at := matchText(key, p.options); {
	case p.second > 0:
		fail(p.second, "contradictory-key", fmt.Sprintf("there is a second key, and the one in line %d is another: leave one of them", p.keyLine))
		return
	case len(at) > 0:
		p.options[at[0]].Correct = true
		if len(at) > 1 {
			p.problems = append(p.problems, *keyProblem(bank.Warning, "key-text-twice",
				"the key is the text of %d options, and the first was taken: give each option its own text", len(at)))
		}
	case len(p.options) > 1 && len(key) > 1 && optionOfTruth(key, p.options) < 0:
		fail(p.keyLine, "key-outside-options", fmt.Sprintf("the key %q is the text of no option: write the text of an option behind ^", clip(key)))
		return
	case key != "":
		p.keys = []keyLine{{p.keyLine, key}}
	}
	r.emit(r.check(p.draft))
}

// optionsOfStem takes options off the end of a stem, where no key stands before them.
func (p *triviaParts) optionsOfStem() {
	for i := len(p.stemLines) - 2; i > 0; i-- {
		if !strings.HasPrefix(p.stemLines[i], "A ") || !strings.HasPrefix(p.stemLines[i+1], "B ") {
			continue
		}
		all := p.stemLines[i:]
		p.stemLines = p.stemLines[:i]
		p.options = []bank.Option{{Label: "A", Text: strings.TrimSpace(all[0][2:])}}
		for _, l := range all[1:] {
			p.add(line{text: l})
		}
		return
	}
}

// matchText finds the options with a text: the same, or the same but for case and marks, or at least for all but letters
// and digits.
func matchText(text string, options []bank.Option) []int {
	if text == "" {
		return nil
	}
	for _, form := range []func(string) string{strings.TrimSpace, fold, lettersOnly} {
		wanted := form(text)
		var at []int
		for i, o := range options {
			if form(o.Text) == wanted {
				at = append(at, i)
			}
		}
		if len(at) > 0 && wanted != "" {
			return at
		}
	}
	return nil
}

func lettersOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
