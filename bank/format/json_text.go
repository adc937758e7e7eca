package format

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

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
