package format

import (
	"io"
	"strings"

	"mlatlas/bank"
)

// maxAhead is how many lines a format may look ahead to know its region. An item of any grammar shows what it is within
// this distance; what does not is left to exam text.
const (
	maxAhead      = 400
	maxAheadBytes = 1 << 20
)

// input gives the lines of a file one by one, and a view of those to come. A region reader takes the lines of its region
// and leaves the rest.
type input struct {
	lines  *lines                     // where more come from; nil if ahead is all
	ahead  []line                     // looked at, not taken
	at     int                        // of the next line in ahead
	size   int                        // bytes of the lines from at on
	taken  int                        // how many lines were taken
	err    error                      // why the lines ended before the file did
	text   bool                       // a line that is not blank was taken
	last   string                     // text of the line that was taken last, "" at the start
	report func(found []bank.Problem) // takes what the lines themselves have wrong
}

// newInput reads text. The error is for bytes that are no text.
func newInput(src io.Reader, report func([]bank.Problem)) (*input, error) {
	lines, err := newLines(src)
	if err != nil {
		return nil, err
	}
	return &input{lines: lines, report: report}, nil
}

// inputOf gives lines that are in memory.
func inputOf(all []line) *input {
	in := &input{ahead: all}
	for _, l := range all {
		in.size += len(l.text)
	}
	return in
}

// peek returns the i-th line to come, from 0. It returns false behind the last line, and where maxAhead lines or
// maxAheadBytes would be passed.
func (in *input) peek(i int) (line, bool) {
	for in.at+i >= len(in.ahead) {
		if i > 0 && (i >= maxAhead || in.size > maxAheadBytes) || !in.fill() {
			return line{}, false
		}
	}
	return in.ahead[in.at+i], true
}

func (in *input) fill() bool {
	if in.lines == nil || in.err != nil {
		return false
	}
	l, err := in.lines.next()
	if found := in.lines.take(); len(found) > 0 && in.report != nil {
		in.report(found)
	}
	if err != nil {
		in.finish(err)
		return false
	}
	if in.at > 0 && in.at == len(in.ahead) || in.at > maxAhead {
		in.ahead = append(in.ahead[:0], in.ahead[in.at:]...)
		in.at = 0
	}
	in.ahead = append(in.ahead, l)
	in.size += len(l.text)
	return true
}

func (in *input) finish(err error) {
	if err != io.EOF {
		in.err = err
	}
	if found := in.lines.summary(); len(found) > 0 && in.report != nil {
		in.report(found)
	}
	in.text = in.text || in.lines.refused
	in.lines = nil
}

// next takes the next line; false at the end.
func (in *input) next() (line, bool) {
	l, ok := in.peek(0)
	if !ok {
		return l, false
	}
	in.at++
	in.taken++
	in.size -= len(l.text)
	in.text = in.text || l.text != ""
	in.last = l.text
	return l, true
}

// unread gives back what is left of the line that was taken last.
func (in *input) unread(rest line) {
	in.at--
	in.taken--
	in.ahead[in.at] = rest
	in.size += len(rest.text)
}

// giveBack gives back lines that were taken, so that they come again.
func (in *input) giveBack(all []line) {
	if in.at < len(all) {
		in.ahead = append(make([]line, len(all)), in.ahead[in.at:]...)
		in.at = len(all)
	}
	in.at -= len(all)
	copy(in.ahead[in.at:], all)
	in.taken -= len(all)
	for _, l := range all {
		in.size += len(l.text)
	}
}

// done says that no line is left.
func (in *input) done() bool {
	_, more := in.peek(0)
	return !more
}

// first returns the text of the next line without the white space around it, "" at the end.
func (in *input) first() string {
	l, _ := in.peek(0)
	return strings.TrimSpace(l.text)
}

// startsParagraph reports whether the next line has text and none stands directly before it.
func (in *input) startsParagraph() bool {
	return strings.TrimSpace(in.last) == "" && in.first() != ""
}
