package format

import (
	"strings"
	"unicode/utf8"
)

// markKind is what a line could be when it is looked at alone.
type markKind uint8

const (
	markText    markKind = iota
	markBlank            // nothing
	markRule             // ---
	markHead             // Question 12, Q12., ### Q12
	markNumber           // 12. or 12): a head, or the point of a list
	markHeading          // a Markdown heading without a number: a head, or a title
	markOption           // A) or - [x]
	markKey              // Answer: B
	markExplain          // Explanation:
	markRefer            // Reference:
	markTag              // Category:
	markChrome           // what a page has around its text: Back to Top, votes, time stamps
	markKeyList          // Answer key
	markDetails          // <details>
	markDetailsEnd
	markSummary // <summary>
)

// box is the state of a check box or radio button.
type box uint8

const (
	noBox box = iota
	openBox
	tickedBox
)

// A mark is a line and what it could be.
type mark struct {
	line
	kind   markKind
	role   role // in its block; given when the block takes it
	indent int  // columns of white space before it
	dress  dress
	code   bool   // it stands in a code fence, or opens or closes one
	number string // of a head
	label  string // of an option, upper case; "" for a bare box
	lower  bool   // the label was written in lower case
	delim  byte   // after the number or label: . ) : ( - or a space
	box    box
	star   bool   // the option is marked as right by a star before its label or a tick behind its text
	bold   bool   // the whole option is bold
	rest   string // the text behind the mark
	weak   bool   // a key or explanation by a word, or an option by a sign, that has other uses
	cross  bool   // the box holds a cross
	word   string // before the number of a heading: "S" in "#### S1.", in a language whose word for question is not known
	order  bool   // a key that names all options in their order
	model  bool   // a model answer
}

// dress is the Markdown or HTML that a line wears around its text.
type dress struct {
	heading                   int // 1 to 6
	quote, bullet, bold, html bool
}

func (d dress) markdown() bool { return d.heading > 0 || d.quote || d.bullet || d.bold || d.html }

// classifier turns lines into marks. The only thing that it remembers is whether it is in a code fence.
type classifier struct {
	fence    byte // '`' or '~', or 0
	fenceLen int
}

// marks appends the marks of a line: more than one where HTML or a glued option put several lines into one.
func (c *classifier) marks(to []mark, l line) []mark {
	trimmed := strings.TrimLeft(l.text, " \t")
	if trimmed == "" {
		return append(to, mark{line: l, kind: markBlank, code: c.fence != 0})
	}
	m := mark{line: l, indent: columns(l.text[:len(l.text)-len(trimmed)]), rest: trimmed}
	if c.inFence(trimmed) {
		if head, ok := headMark(m, trimmed); !ok || head.number == "" {
			m.code = true
			return append(to, m)
		}
		c.fence = 0 // no code holds "Question 12": the fence was never closed
	}
	if strings.IndexByte(trimmed, '<') >= 0 && hasDetails(trimmed) {
		return detailsMarks(to, m)
	}
	if stem, option, ok := gluedOption(trimmed); ok {
		first, second := m, m
		first.text, second.text = stem, option
		second.indent += 4
		return append(to, classify(first, stem), classify(second, option))
	}
	return append(to, classify(m, trimmed))
}

// inFence follows code fences and reports whether the line belongs to one.
func (c *classifier) inFence(text string) bool {
	char, n := fenceOf(text)
	if c.fence == 0 {
		if n < 3 || char == '`' && strings.IndexByte(text[n:], '`') >= 0 {
			return false
		}
		c.fence, c.fenceLen = char, n
		return true
	}
	if char == c.fence && n >= c.fenceLen && strings.TrimSpace(text[n:]) == "" {
		c.fence = 0
	}
	return true
}

func fenceOf(text string) (char byte, n int) {
	char = text[0]
	if char != '`' && char != '~' {
		return 0, 0
	}
	for n < len(text) && text[n] == char {
		n++
	}
	return char, n
}

func columns(space string) int {
	n := 0
	for i := range len(space) {
		if space[i] == '\t' {
			n += 4 - n%4
			continue
		}
		n++
	}
	return n
}

// classify says what one line could be. The order of the questions is part of the grammar: "Q: A) x" is a head, and
// "A: x" an option although a word and a colon begin it.
func classify(m mark, text string) mark {
	m.rest = text
	if isRule(text) {
		m.kind = markRule
		return m
	}
	if text[0] == '<' && len(text) < 10 {
		switch strings.ToLower(text) {
		case "<quiz>":
			m.kind, m.rest, m.dress.html = markHead, "", true
			return m
		case "</quiz>":
			m.kind, m.word = markChrome, quizEnd
			return m
		}
	}
	if starred, ok := starOption(m, text); ok {
		return starred
	}
	if mayBeSymbol(text) {
		if found, ok := symbolMark(m, text); ok {
			return found
		}
	}
	bare, d := undress(text)
	m.dress = d
	if d.html {
		if bare = closeTags(bare); bare == "" {
			m.kind = markChrome
			return m
		}
	}
	if bare != "" && bare[0] >= 0xEF { // UTF-8 of the wide letters
		bare = narrow(bare)
	}
	for _, try := range []func(mark, string) (mark, bool){boxMark, headMark, numberMark, optionMark, labelMark} {
		if found, ok := try(m, bare); ok {
			return found
		}
	}
	if label, ok := spacedLabel(bare); ok && d.heading == 0 {
		m.label, m.delim = label, ' '
	}
	if d.heading > 0 {
		m.kind, m.rest = markHeading, closeBold(strings.TrimRight(bare, "# "))
	}
	return m
}

// quizEnd ends a question that <quiz> began.
const quizEnd = "/quiz"

// isRule reports whether the line is a horizontal rule of at least three -, *, _ or =.
func isRule(text string) bool {
	c := text[0]
	if len(text) < 3 || c != '-' && c != '*' && c != '_' && c != '=' {
		return false
	}
	n := 0
	for i := range len(text) {
		switch text[i] {
		case c:
			n++
		case ' ':
		default:
			return false
		}
	}
	return n >= 3
}

// undress takes off what Markdown and HTML put before the text of a line. What stands behind the text is left: it
// belongs to the text until a mark is known.
func undress(s string) (string, dress) {
	var d dress
	for range 8 {
		before := len(s)
		s = strings.TrimLeft(s, " \t")
		if s == "" {
			return s, d
		}
		switch c := s[0]; {
		case c == '#' && d.heading == 0:
			s = undressHeading(s, &d)
		case c == '>':
			s, d.quote = s[1:], true
		case (c == '-' || c == '*' || c == '+') && len(s) > 1 && s[1] == ' ' && !d.bullet:
			s, d.bullet = s[2:], true
		case strings.HasPrefix(s, "**") || strings.HasPrefix(s, "==") && len(s) > 2 && s[2] != '=' || strings.HasPrefix(s, "__") && len(s) > 2 && s[2] != '_':
			s, d.bold = s[2:], true
		case (c == '*' || c == '_') && len(s) > 1 && isLetter(s[1]):
			s, d.bold = s[1:], true
		case c == '<':
			s = undressTag(s, &d)
		case c >= utf8.RuneSelf:
			s = trimPictures(s)
		}
		if len(s) == before {
			break
		}
	}
	return s, d
}

func undressHeading(s string, d *dress) string {
	n := 0
	for n < len(s) && s[n] == '#' {
		n++
	}
	if n > 6 || n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return s
	}
	d.heading = n
	return s[n:]
}

// lineTags are the HTML elements that only dress a line.
var lineTags = map[string]bool{"p": true, "b": true, "strong": true, "em": true, "i": true, "li": true, "ul": true, "ol": true,
	"div": true, "span": true, "font": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "u": true}

func undressTag(s string, d *dress) string {
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return s
	}
	name, _, _ := strings.Cut(strings.Trim(s[1:end], "/ "), " ")
	if !lineTags[strings.ToLower(name)] {
		return s
	}
	d.html = true
	return s[end+1:]
}

// trimPictures takes emoji, ticks, arrows and bullets off the start.
func trimPictures(s string) string {
	return strings.TrimLeftFunc(s, isPicture)
}

func isPicture(r rune) bool {
	return r >= 0x2190 && r <= 0x2BFF || r >= 0x1F000 && r <= 0x1FAFF || r == 0xFE0F || r == 0x200D || r == 0x2022 || r == ' '
}

// closeTags takes HTML off the end of a text whose beginning was undressed.
func closeTags(s string) string {
	s = strings.TrimSpace(s)
	for strings.HasSuffix(s, ">") {
		open := strings.LastIndex(s, "</")
		if open < 0 || !lineTags[strings.ToLower(strings.Trim(s[open+2:len(s)-1], " "))] || strings.Count(s[:open], "<") != strings.Count(s[:open], "</") {
			break
		}
		s = strings.TrimSpace(s[:open])
	}
	return s
}

// closeBold takes off the end of a bold run and of HTML whose beginning was undressed.
func closeBold(s string) string {
	s = closeTags(s)
	for _, mark := range []string{"**", "__", "=="} {
		if strings.HasSuffix(s, mark) && strings.Count(s, mark)%2 == 1 {
			s = strings.TrimSpace(strings.TrimSuffix(s, mark))
		}
	}
	if strings.HasSuffix(s, "*") && strings.Count(s, "*") == 1 {
		s = strings.TrimSpace(strings.TrimSuffix(s, "*"))
	}
	return s
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
