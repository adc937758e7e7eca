package format

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The JSON reader takes all that encoding/json takes, with the same values, and what people write by hand or copy out of
// a program besides:
//
//   - comments: //, /* */ and #
//   - commas too many, and commas forgotten at the end of a line
//   - texts in single quotes, backticks or three quotes, over several lines, or put together with +
//   - names without quotes
//   - True, False, None, undefined; NaN and Infinity are null, as tables write a missing value
//   - a backslash before a character that needs none, as in "\(x\)"
//
// A list whose elements are questions survives a broken element: it becomes a value of the kind broken, and the list
// goes on with the next element. That one is known by its place: it begins a line at the same column as the elements
// before, or, where elements stand behind each other on one line, by the name of its first field.
const (
	maxDepth    = 64       // how deep lists and objects may stand in each other
	maxDocument = 64 << 20 // bytes of a document, or of one question in a list, that are held
	maxValues   = 2 << 20  // values that are held
	batchSize   = 1 << 20  // bytes of a list of questions that are read before its questions are handed over
)

// A jsonError says where a text stops to be JSON.
type jsonError struct {
	line int
	at   int // byte of the line, from 1
	what string
}

func (e *jsonError) Error() string { return e.what }

// errTold ends a document whose error is in the tree already.
var errTold = &jsonError{what: "told"}

// jsonParser reads values from lines.
type jsonParser struct {
	in       *input // where more lines come from; nil if the text is all
	expected bool   // the file is said to be JSON: lines may be taken until an element is found
	text     string
	at, no   int
	taken    int // bytes of the lines before this one
	from     int // bytes that were handed over
	values   int
	open     []*field            // what the list or object that is being read stands in
	hand     func(at *field)     // takes the questions of the innermost list
	asks     func(v *value) bool // whether an object has the names of a question
	asked    func(v *field) bool // whether a list or object holds questions, by its name and what was read of it
}

// jsonValue reads one JSON value that begins in a line. What stands behind it is an error.
func jsonValue(data string, line int) (value, *jsonError) {
	p := jsonParser{text: data, no: line}
	v, err := p.value("")
	if err != nil {
		return v, err
	}
	if c, more := p.next(); more {
		return v, p.fail("there is %q behind the JSON value", c)
	}
	return v, nil
}

func (p *jsonParser) fail(format string, args ...any) *jsonError {
	return &jsonError{p.no, p.at + 1, fmt.Sprintf(format, args...)}
}

// more takes the next line.
func (p *jsonParser) more() bool {
	if p.in == nil {
		return false
	}
	l, ok := p.in.next()
	if !ok {
		return false
	}
	p.taken += len(p.text) + 1
	p.text, p.at, p.no = l.text, 0, l.no
	return true
}

// held is how many bytes are in memory.
func (p *jsonParser) held() int { return p.taken + p.at - p.from }

// forget begins a new batch.
func (p *jsonParser) forget() { p.from, p.values = p.taken+p.at, 0 }

// next goes over space and comments to the next character; false at the end.
func (p *jsonParser) next() (c byte, ok bool) {
	for {
		for p.at < len(p.text) {
			switch c = p.text[p.at]; {
			case c == ' ' || c == '\t' || c == '\n' || c == '\r':
				if c == '\n' && p.in == nil {
					p.no++
				}
				p.at++
			case c == '#' || c == '/' && strings.HasPrefix(p.text[p.at:], "//"):
				p.skipLine()
			case c == '/' && strings.HasPrefix(p.text[p.at:], "/*"):
				if !p.skipComment() {
					return 0, false
				}
			default:
				return c, true
			}
		}
		if !p.more() {
			return 0, false
		}
	}
}

func (p *jsonParser) skipLine() {
	end := strings.IndexByte(p.text[p.at:], '\n')
	if end < 0 {
		end = len(p.text) - p.at
	}
	p.at += end
}

func (p *jsonParser) skipComment() bool {
	for from := p.at + 2; ; from = 0 {
		if end := strings.Index(p.text[from:], "*/"); end >= 0 {
			p.no += strings.Count(p.text[p.at:from+end], "\n")
			p.at = from + end + 2
			return true
		}
		if !p.more() {
			p.at = len(p.text)
			return false
		}
	}
}

// value reads a value that is the field of a name. With an error comes what was read of it.
func (p *jsonParser) value(name string) (value, *jsonError) {
	c, ok := p.next()
	if !ok {
		return value{line: p.no}, p.fail("the JSON ends too early")
	}
	if p.values++; p.values > maxValues || p.held() > maxDocument {
		return value{line: p.no}, p.fail("more than %d MiB or %d million values stand in one piece: write a list of questions", maxDocument>>20, maxValues>>20)
	}
	switch c {
	case '{', '[':
		if len(p.open) >= maxDepth {
			return value{line: p.no}, p.fail("lists and objects stand more than %d deep in each other", maxDepth)
		}
		at := field{name, value{kind: list, line: p.no}}
		p.open = append(p.open, &at)
		p.at++
		var err *jsonError
		if c == '{' {
			at.value.kind = object
			err = p.fields(&at)
		} else {
			err = p.items(&at)
		}
		p.open = p.open[:len(p.open)-1]
		return at.value, err
	case '"', '\'', '`':
		line := p.no
		s, err := p.joined()
		return value{kind: text, line: line, text: s}, err
	}
	return p.word()
}

// items reads the elements of a list.
func (p *jsonParser) items(at *field) *jsonError {
	v := &at.value
	for {
		c, ok := p.next()
		switch {
		case !ok:
			return p.fail("the JSON ends too early, inside of the list that begins in line %d", v.line)
		case c == ']':
			p.at++
			return nil
		case c == ',':
			p.at++
			continue
		}
		place := p.place()
		item, err := p.value("")
		if err != nil {
			if err = p.mend(at, "", item, err, place); err != nil {
				return err
			}
			continue
		}
		v.items = append(v.items, item)
		if p.hand != nil && p.held() > batchSize {
			p.hand(at)
		}
		if err := p.comma(']'); err != nil {
			return err
		}
	}
}

// comma wants a comma or the end behind an element. A new line stands for a forgotten comma.
func (p *jsonParser) comma(end byte) *jsonError {
	line := p.no
	c, ok := p.next()
	switch {
	case !ok || c == end || p.no > line && c != '}' && c != ']' && c != ':':
		return nil
	case c == ',':
		p.at++
		return nil
	}
	return p.fail("%q stands where a comma or %q is due: look for quotes inside of a text, which want a backslash", rune1(p.text[p.at:]), end)
}

// rune1 is the first character of a text.
func rune1(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// fields reads the fields of an object.
func (p *jsonParser) fields(at *field) *jsonError {
	v := &at.value
	for {
		c, ok := p.next()
		switch {
		case !ok:
			return p.fail("the JSON ends too early, inside of the object that begins in line %d", v.line)
		case c == '}':
			p.at++
			return nil
		case c == ',':
			p.at++
			continue
		}
		place := p.place()
		name, err := p.name(c)
		if err != nil {
			return err
		}
		if c, ok := p.next(); !ok || c != ':' {
			return p.fail("a colon is due behind the name %q", clip(name))
		}
		p.at++
		item, err := p.value(name)
		if err != nil {
			if err = p.mend(at, name, item, err, place); err != nil {
				return err
			}
			continue
		}
		v.fields = append(v.fields, field{name, item})
		if err := p.comma('}'); err != nil {
			return err
		}
	}
}

// name reads the name of a field, with quotes or without.
func (p *jsonParser) name(c byte) (string, *jsonError) {
	if c == '"' || c == '\'' || c == '`' {
		return p.quoted(c)
	}
	end := p.at
	for end < len(p.text) && (isLetter(p.text[end]) || isDigit(p.text[end]) || p.text[end] == '_' || p.text[end] == '$' || p.text[end] >= utf8.RuneSelf) {
		end++
	}
	if end == p.at {
		return "", p.fail("%q stands where the name of a field is due", rune1(p.text[p.at:]))
	}
	name := p.text[p.at:end]
	p.at = end
	return name, nil
}

// words are the values that are written without quotes.
var words = map[string]value{
	"true": {kind: truth, text: "true"}, "false": {kind: truth, text: "false"}, "null": {},
	"True": {kind: truth, text: "true"}, "False": {kind: truth, text: "false"}, "None": {}, "undefined": {},
	"NaN": {}, "nan": {}, "Infinity": {}, "-Infinity": {}, "TRUE": {kind: truth, text: "true"}, "FALSE": {kind: truth, text: "false"},
}

// word reads a number or a value without quotes.
func (p *jsonParser) word() (value, *jsonError) {
	end := p.at
	for end < len(p.text) && (isLetter(p.text[end]) || isDigit(p.text[end]) || strings.IndexByte("+-._$", p.text[end]) >= 0) {
		end++
	}
	s := p.text[p.at:end]
	v, ok := words[s]
	if !ok {
		if s == "" || !isDigit(s[0]) && (len(s) == 1 || strings.IndexByte("+-.", s[0]) < 0) || !isFinite(s) && !isNumeral(s) {
			return value{line: p.no}, p.fail("%q is no JSON value", clip(p.text[p.at:max(end, min(p.at+1, len(p.text)))]))
		}
		v = value{kind: number, text: s}
	}
	v.line = p.no
	p.at = end
	return v, nil
}

// isNumeral reports whether a number of JSON is too large for a machine.
func isNumeral(s string) bool {
	return strings.Trim(s, "0123456789+-.eE") == "" && strings.ContainsAny(s[len(s)-1:], "0123456789")
}

// isOptionList says that a list has the name of the options of a question.
func isOptionList(name string) bool {
	folded := foldName(name)
	return slices.Contains(fieldNames["options"], folded) || folded == "answers"
}
