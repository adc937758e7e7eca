package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
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

// mend puts a broken element into a list or object of questions, and goes to the next one: it returns nil. Without such a
// list, or another element, the error stands, and what was read of the element is kept.
func (p *jsonParser) mend(at *field, name string, item value, err *jsonError, place place) *jsonError {
	v := &at.value
	mine := err != errTold && p.asks != nil && item.kind == object && !isOptionList(at.name) && (p.asks(&item) || p.asked(at))
	switch {
	case mine:
		item = value{kind: broken, line: err.line, text: err.what + atByte(err), fields: item.fields}
	case !item.container():
		return err
	}
	if v.kind == list {
		v.items = append(v.items, item)
	} else {
		v.fields = append(v.fields, field{name, item})
	}
	if !mine {
		return err
	}
	place.key = firstName(item)
	if p.resync(place, v.kind == object) {
		return nil
	}
	return errTold
}

func firstName(v value) string {
	if len(v.fields) == 0 {
		return ""
	}
	return v.fields[0].name
}

func atByte(e *jsonError) string { return " (byte " + strconv.Itoa(e.at) + " of the line)" }

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

// joined reads a text, and those that a plus sign joins to it.
func (p *jsonParser) joined() (string, *jsonError) {
	s, err := p.quoted(p.text[p.at])
	for err == nil {
		if c, ok := p.next(); !ok || c != '+' {
			break
		}
		p.at++
		c, ok := p.next()
		if !ok || c != '"' && c != '\'' && c != '`' {
			return s, p.fail("a text is due behind the plus sign")
		}
		var more string
		more, err = p.quoted(c)
		s += more
	}
	return s, err
}

// quoted reads a text from its opening quote to its closing one.
func (p *jsonParser) quoted(quote byte) (string, *jsonError) {
	rest := p.text[p.at+1:]
	end := strings.IndexByte(rest, quote)
	switch {
	case end == 0 && len(rest) > 1 && rest[1] == quote && quote != '`':
		return p.tripled(quote)
	case end >= 0 && strings.IndexByte(rest[:end], '\\') < 0 && strings.IndexByte(rest[:end], '\n') < 0:
		p.at += end + 2
		return rest[:end], nil
	}
	p.at++
	return p.escaped(quote)
}

// tripled reads a text between three quotes.
func (p *jsonParser) tripled(quote byte) (string, *jsonError) {
	start := *p
	marks := strings.Repeat(string(quote), 3)
	p.at += 3
	var b strings.Builder
	for {
		if end := strings.Index(p.text[p.at:], marks); end >= 0 {
			b.WriteString(p.text[p.at : p.at+end])
			p.at += end + 3
			return b.String(), nil
		}
		b.WriteString(p.text[p.at:])
		b.WriteByte('\n')
		if p.held() > maxDocument || !p.more() {
			return b.String(), start.fail("the text that begins here has no end")
		}
	}
}

// escaped reads a text with backslashes, or over several lines.
func (p *jsonParser) escaped(quote byte) (string, *jsonError) {
	start := *p
	start.at--
	b := make([]byte, 0, 64)
	goesOn := false
	for {
		rest := p.text[p.at:]
		end := indexEither(rest, quote, '\\')
		if end < 0 {
			b = append(append(b, rest...), '\n')
			p.at = len(p.text)
			goesOn = goesOn || p.closes(quote)
			if p.held() > maxDocument || !goesOn || !p.more() {
				return string(b), start.fail("the text that begins here has no closing quote")
			}
			continue
		}
		b = append(b, rest[:end]...)
		p.at += end + 1
		if rest[end] == quote {
			return string(b), nil
		}
		b = p.escape(b)
	}
}

// closes looks for the end of a text in the lines to come. A quote ends it there only where something may follow a text:
// otherwise it opens another one, and the line that was taken lacks its closing quote.
func (p *jsonParser) closes(quote byte) bool {
	for i := 0; p.in != nil; i++ {
		l, ok := p.in.peek(i)
		if !ok {
			return false
		}
		for at := 0; at < len(l.text); at++ {
			switch l.text[at] {
			case '\\':
				at++
			case quote:
				return quote == '`' || endsValue(l.text[at+1:])
			}
		}
	}
	return false
}

func indexEither(s string, a, b byte) int {
	for i := range len(s) {
		if s[i] == a || s[i] == b {
			return i
		}
	}
	return -1
}

func endsValue(rest string) bool {
	rest = strings.TrimLeft(rest, " \t")
	return rest == "" || strings.IndexByte(",:]}+", rest[0]) >= 0
}

// plainEscapes are the escapes of one character.
var plainEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
	'\'': '\'', '`': '`', '$': '$'}

// escape appends what stands behind a backslash.
func (p *jsonParser) escape(b []byte) []byte {
	if p.at >= len(p.text) { // a line goes on
		if p.more() {
			return b
		}
		return append(b, '\\')
	}
	c := p.text[p.at]
	if plain, ok := plainEscapes[c]; ok {
		p.at++
		return append(b, plain)
	}
	if c == 'u' {
		if r, ok := p.hex4(p.at + 1); ok {
			p.at += 5
			if utf16.IsSurrogate(r) {
				r = p.lowSurrogate(r)
			}
			return utf8.AppendRune(b, r)
		}
	}
	return append(b, '\\')
}

func (p *jsonParser) hex4(at int) (rune, bool) {
	if at+4 > len(p.text) {
		return 0, false
	}
	n, err := strconv.ParseUint(p.text[at:at+4], 16, 16)
	return rune(n), err == nil
}

func (p *jsonParser) lowSurrogate(high rune) rune {
	if strings.HasPrefix(p.text[p.at:], `\u`) {
		if low, ok := p.hex4(p.at + 2); ok {
			if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
				p.at += 6
				return r
			}
		}
	}
	return utf8.RuneError
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

// place is where an element begins.
type place struct {
	line   int
	column int    // of the first character on its line that is no space
	first  bool   // nothing but space and brackets stands before it on its line
	key    string // the name of its first field
}

func (p *jsonParser) place() place {
	before := p.text[:p.at]
	indent := len(before) - len(strings.TrimLeft(before, " \t"))
	return place{line: p.no, column: indent, first: strings.Trim(before, " \t[{},") == ""}
}

// resync goes to the next element of a list, or to its end; keyed says that the elements are fields of an object.
func (p *jsonParser) resync(at place, keyed bool) bool {
	if (!at.first || at.line == p.no) && !keyed && p.findKey(at.key) {
		return true
	}
	for i := 0; p.in != nil; {
		l, ok := p.in.peek(i)
		if !ok {
			return false
		}
		if column, ok := at.beginsIn(l.text, keyed); ok {
			for range i + 1 {
				p.more()
			}
			p.at = column
			return true
		}
		if p.expected {
			p.more()
			p.forget()
			continue
		}
		i++
	}
	return false
}

// findKey finds an object in the rest of the line by its first field, behind a comma.
func (p *jsonParser) findKey(key string) bool {
	for from := p.at; key != ""; {
		i := strings.Index(p.text[from:], `"`+key+`"`)
		if i < 0 {
			return false
		}
		before := strings.TrimRight(p.text[:from+i], " ")
		if inside, ok := strings.CutSuffix(before, "{"); ok && strings.HasSuffix(strings.TrimRight(inside, " "), ",") {
			p.at = len(before) - 1
			return true
		}
		from += i + 1
	}
	return false
}

// beginsIn finds where an element, or the end of its list, begins in a line.
func (at place) beginsIn(line string, keyed bool) (column int, ok bool) {
	trimmed := strings.TrimLeft(line, " \t")
	indent := len(line) - len(trimmed)
	switch {
	case trimmed == "":
		return 0, false
	case !at.first:
		column = strings.Index(line, `{"`+at.key+`"`)
		return column, column >= 0 && at.key != ""
	case indent < at.column && (trimmed[0] == ']' || trimmed[0] == '}'):
		return indent, true
	case indent != at.column:
		return 0, false
	case keyed:
		colon := strings.Index(trimmed, ":")
		return indent, colon > 0 && strings.HasPrefix(strings.TrimLeft(trimmed[colon+1:], " "), "{")
	case trimmed[0] == '{':
		return indent, true
	}
	if after, ok := strings.CutPrefix(trimmed, "}"); ok {
		after = strings.TrimLeft(strings.TrimLeft(after, " "), ",")
		if strings.HasPrefix(strings.TrimLeft(after, " "), "{") {
			return indent + strings.IndexByte(trimmed, '{'), true
		}
	}
	return 0, false
}

// isOptionList says that a list has the name of the options of a question.
func isOptionList(name string) bool {
	folded := foldName(name)
	return slices.Contains(fieldNames["options"], folded) || folded == "answers"
}
