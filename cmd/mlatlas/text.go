package main

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// clean makes untrusted text safe for a terminal: control characters, escape sequences among them, and the marks that
// turn the direction of text become visible or go. Line ends and tabs stay.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return -1
		case unicode.IsControl(r) || r == unicode.ReplacementChar:
			return '�'
		case isDirection(r):
			return -1
		}
		return r
	}, text)
}

// isDirection reports whether a character only turns the direction of text.
func isDirection(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
}

// cleanWriter makes text clean on its way to a terminal. A character that is split between two writes waits for its rest.
type cleanWriter struct {
	w    io.Writer
	rest []byte
}

func (c *cleanWriter) Write(p []byte) (int, error) {
	text := append(c.rest, p...)
	whole := len(text)
	for i := max(len(text)-utf8.UTFMax+1, 0); i < len(text); i++ {
		if utf8.RuneStart(text[i]) && !utf8.FullRune(text[i:]) {
			whole = i
			break
		}
	}
	_, err := io.WriteString(c.w, clean(string(text[:whole])))
	c.rest = append([]byte(nil), text[whole:]...)
	return len(p), err
}

// oneLine is clean text on a single line.
func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// cut shortens text to a number of columns, with an ellipsis.
func cut(text string, columns int) string {
	if runewidth.StringWidth(text) <= columns {
		return text
	}
	return runewidth.Truncate(text, max(columns, 1), "…")
}

// wrap breaks text into lines of at most so many columns, each with an indent. Lines of the text stay apart.
func wrap(text string, columns int, indent string) string {
	return wrapClean(clean(text), columns, indent)
}

// wrapClean is wrap for text that may hold marks, which take no room.
func wrapClean(text string, columns int, indent string) string {
	var b strings.Builder
	room := max(columns-runewidth.StringWidth(indent), 20)
	for i, line := range strings.Split(strings.TrimRight(text, "\n "), "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		lead := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		used := 0
		for j, word := range strings.Fields(line) {
			w := runewidth.StringWidth(word)
			switch {
			case j == 0:
				b.WriteString(indent + lead)
				used = runewidth.StringWidth(lead)
			case used+1+w > room:
				b.WriteString("\n" + indent)
				used = 0
			default:
				b.WriteByte(' ')
				used++
			}
			b.WriteString(word)
			used += w
		}
	}
	return b.String()
}

const readable = 96 // columns of prose: longer lines are hard to read

// readingWidth is the width for prose.
func (s *streams) readingWidth() int { return min(s.width, readable) }

// pad fills text up with spaces to a number of columns.
func pad(text string, columns int) string { return runewidth.FillRight(text, columns) }

// oneLineKeeping makes text safe and single-lined but keeps the spaces at its ends, for parts that are joined again.
func oneLineKeeping(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, clean(text))
}

// wrapMarked wraps text in which \x02 and \x03 mark a match, which take no room.
func wrapMarked(text string, columns int, indent string) string {
	var b strings.Builder
	used := 0
	for i, word := range strings.Fields(text) {
		w := runewidth.StringWidth(strings.NewReplacer("\x02", "", "\x03", "").Replace(word))
		switch {
		case i == 0:
			b.WriteString(indent)
			used = len(indent)
		case used+1+w > columns:
			b.WriteString("\n" + indent)
			used = len(indent)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += w
	}
	return b.String()
}
