package format

import (
	"strconv"
)

// pdfKind is what a token of a content stream or character map is.
type pdfKind uint8

const (
	pdfEnd pdfKind = iota
	pdfNumber
	pdfString
	pdfName
	pdfOpen  // [ or <<
	pdfClose // ] or >>
	pdfWord  // an operator
)

type pdfToken struct {
	kind   pdfKind
	number float64
	text   string
}

// pdfLexer cuts a stream into tokens. It always gets on, and ends.
type pdfLexer struct {
	data []byte
	at   int
}

func isPDFSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isPDFDelimiter(c byte) bool {
	switch c {
	case '<', '>', '(', ')', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *pdfLexer) space() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isPDFSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

func (l *pdfLexer) token() pdfToken {
	l.space()
	if l.at >= len(l.data) {
		return pdfToken{}
	}
	c := l.data[l.at]
	next := byte(0)
	if l.at+1 < len(l.data) {
		next = l.data[l.at+1]
	}
	switch {
	case c == '(':
		return pdfToken{kind: pdfString, text: l.literal()}
	case c == '<' && next == '<', c == '>' && next == '>':
		l.at += 2
		return pdfToken{kind: map[byte]pdfKind{'<': pdfOpen, '>': pdfClose}[c], text: string([]byte{c, c})}
	case c == '<':
		return pdfToken{kind: pdfString, text: l.hex()}
	case c == '[':
		l.at++
		return pdfToken{kind: pdfOpen, text: "["}
	case c == ']':
		l.at++
		return pdfToken{kind: pdfClose, text: "]"}
	case c == '/':
		l.at++
		return pdfToken{kind: pdfName, text: l.word()}
	case isPDFDelimiter(c):
		l.at++
		return pdfToken{kind: pdfWord, text: string(c)}
	}
	word := l.word()
	if n, err := strconv.ParseFloat(word, 64); err == nil && isFinite(word) && (c == '-' || c == '+' || c == '.' || isDigit(c)) {
		return pdfToken{kind: pdfNumber, number: n, text: word}
	}
	return pdfToken{kind: pdfWord, text: word}
}

func (l *pdfLexer) word() string {
	from := l.at
	for l.at < len(l.data) && !isPDFSpace(l.data[l.at]) && !isPDFDelimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

func (l *pdfLexer) hex() string {
	var out []byte
	half, high := false, byte(0)
	for l.at++; l.at < len(l.data) && l.data[l.at] != '>'; l.at++ {
		digit, err := strconv.ParseUint(string(l.data[l.at]), 16, 8)
		switch {
		case err != nil:
		case half:
			out, half = append(out, high|byte(digit)), false
		default:
			half, high = true, byte(digit)<<4
		}
	}
	if half {
		out = append(out, high)
	}
	l.at = min(l.at+1, len(l.data))
	return string(out)
}

// escapes are the letters behind a backslash in a string.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *pdfLexer) literal() string {
	var out []byte
	depth := 0
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				l.at++
				return string(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// escape reads what follows a backslash, and stays on its last byte.
func (l *pdfLexer) escape(out []byte) []byte {
	l.at++
	if l.at >= len(l.data) {
		return out
	}
	c := l.data[l.at]
	switch {
	case escapes[c] != 0:
		return append(out, escapes[c])
	case c == '\n':
		return out
	case c == '\r':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return out
	case c >= '0' && c <= '7':
		n := int(c - '0')
		for range 2 {
			if l.at+1 < len(l.data) && l.data[l.at+1] >= '0' && l.data[l.at+1] <= '7' {
				l.at++
				n = n*8 + int(l.data[l.at]-'0')
			}
		}
		return append(out, byte(n))
	}
	return append(out, c)
}
