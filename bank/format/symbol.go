package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some authors write labels and boxes with signs of their own: "Ａ．text" and "（Ａ）text" in the wide letters of Chinese and
// Japanese, "① text" and "Ⓐ text" in circles, "☐ text" and "☑ text" as boxes, "○ text" and "● text" as radio buttons,
// "✅ text" and "❌ text" as verdicts. Wide letters become plain ones before a line is looked at. The others are marks.

// narrow turns the wide letters, digits and signs at the start of a text into plain ones: as far as a label can reach.
func narrow(s string) string {
	const longest = 8 // runes
	end, wide := 0, false
	for n := 0; n < longest && end < len(s); n++ {
		r, size := utf8.DecodeRuneInString(s[end:])
		isWide := r >= 0xFF01 && r <= 0xFF5E
		if !isWide && !(r < utf8.RuneSelf && (isLetter(byte(r)) || isDigit(byte(r)))) {
			break
		}
		wide = wide || isWide
		end += size
	}
	if !wide {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		return r
	}, s[:end]) + s[end:]
}

// circled returns the label that a circled or bracketed letter or number stands for.
func circled(r rune) (string, bool) {
	switch {
	case r >= '①' && r <= '⑨':
		return string('1' + r - '①'), true
	case r >= '⑴' && r <= '⑼':
		return string('1' + r - '⑴'), true
	case r >= '❶' && r <= '❾':
		return string('1' + r - '❶'), true
	case r >= 'Ⓐ' && r <= 'Ⓙ':
		return string('A' + r - 'Ⓐ'), true
	case r >= 'ⓐ' && r <= 'ⓙ':
		return string('a' + r - 'ⓐ'), true
	case r >= '🅐' && r <= '🅙':
		return string('A' + r - '🅐'), true
	}
	return "", false
}

// sign is what a picture before an option says of it. Weak ones stand before other lines too.
type sign struct {
	state box
	cross bool // ticked where no other sign is
	weak  bool
}

var signs = map[rune]sign{
	'☐': {state: openBox}, '□': {state: openBox}, '⬜': {state: openBox}, '◻': {state: openBox}, '☑': {state: tickedBox}, '☒': {state: openBox, cross: true},
	'○': {state: openBox, weak: true}, '◯': {state: openBox, weak: true}, '⚪': {state: openBox, weak: true}, '●': {state: tickedBox, weak: true},
	'◉': {state: tickedBox, weak: true}, '🔘': {state: tickedBox, weak: true}, '✅': {state: tickedBox, weak: true}, '✔': {state: tickedBox, weak: true},
	'✓': {state: tickedBox, weak: true}, '❌': {state: openBox, weak: true}, '✗': {state: openBox, weak: true}, '✘': {state: openBox, weak: true},
	'✖': {state: openBox, weak: true}, '❎': {state: openBox, weak: true},
}

// symbolMark reads options that a sign or a circled label begins. A sign before a lettered option only says whether it is
// right; before a head, a key or an explanation it says nothing.
func symbolMark(m mark, text string) (mark, bool) {
	bare := strings.TrimLeft(text, " \t")
	if len(bare) > 2 && strings.IndexByte("-*+", bare[0]) >= 0 && bare[1] == ' ' {
		m.dress.bullet, bare = true, strings.TrimLeft(bare[2:], " ")
	}
	first, size := utf8.DecodeRuneInString(bare)
	rest := strings.TrimLeft(bare[size:], " \t\ufe0f.)")
	if label, ok := circled(first); ok {
		m.kind, m.label, m.lower, m.delim, m.rest = markOption, upper(label), unicode.IsLower(rune(label[0])), '(', closeBold(rest)
		return m, true
	}
	s, ok := signs[first]
	if !ok || rest == "" {
		return m, false
	}
	if inner := classify(mark{line: m.line, indent: m.indent}, rest); inner.kind != markText {
		if inner.kind == markOption && inner.box == noBox {
			inner.star, inner.dress.bullet = inner.star || s.state == tickedBox, m.dress.bullet
			return inner, true
		}
		return m, false
	}
	m.kind, m.box, m.cross, m.weak, m.rest = markOption, s.state, s.cross, s.weak, wholeBold(closeBold(rest))
	return m, true
}

// mayBeSymbol says whether a sign can begin the text, perhaps behind a bullet.
func mayBeSymbol(text string) bool {
	if len(text) > 2 && text[1] == ' ' && text[0] < utf8.RuneSelf {
		text = strings.TrimLeft(text[2:], " ")
	}
	return text != "" && text[0] >= 0xE2 // UTF-8 of U+2000 and above
}

// alphabets are the first letters of scripts in which options are labelled: they stand for A, B, C and so on.
var alphabets = []string{"абвгдежз", "АБВГДЕЖЗ", "αβγδεζ", "ΑΒΓΔΕΖ", "アイウエオカ", "甲乙丙丁戊", "가나다라마", "कखगघङ", "กขคงจ", "אבגדה", "ابجده", "أبجده"}

// foreignLabel returns the letter that the first letter of a text stands for, and how long that is in bytes.
func foreignLabel(s string) (label string, size int) {
	if s == "" || s[0] < utf8.RuneSelf {
		return "", 0
	}
	r, size := utf8.DecodeRuneInString(s)
	for _, alphabet := range alphabets {
		n := 0
		for _, letter := range alphabet {
			if letter == r {
				return string(rune('A' + n)), size
			}
			n++
		}
	}
	return "", 0
}

// plainLetters writes the labels of a key as plain letters: wide, circled and foreign ones. The text behind them stays.
func plainLetters(s string) string {
	i := 0
	for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	for rest := s; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		label, ok := circled(r)
		foreign, _ := foreignLabel(rest)
		switch {
		case ok:
			b.WriteString(label)
		case r >= 0xFF01 && r <= 0xFF5E:
			b.WriteRune(r - 0xFEE0)
		case foreign != "" && standsAlone(rest[size:]):
			b.WriteString(foreign)
		case unicode.IsLetter(r):
			return b.String() + rest
		default:
			b.WriteRune(r)
		}
		rest = rest[size:]
	}
	return b.String()
}

// standsAlone says whether what follows a letter sets it off: a sign, the end, or a space before another single letter.
func standsAlone(after string) bool {
	r, size := utf8.DecodeRuneInString(after)
	if r != ' ' {
		return !unicode.IsLetter(r) && !unicode.IsMark(r)
	}
	word, _ := keyWord(after[size:])
	return utf8.RuneCountInString(word) <= 1 || keyJoins[word]
}
