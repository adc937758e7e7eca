package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boxes are the ways to write a check box or radio button. Some count only behind a bullet: "(x) 3" may be option X.
var boxes = []struct {
	text  string
	state box
	round bool
}{
	{"[ ]", openBox, false}, {"[]", openBox, false}, {"[x]", tickedBox, false}, {"[X]", tickedBox, false},
	{"[×]", tickedBox, false}, {"[*]", tickedBox, false}, {"[✓]", tickedBox, false}, {"[✔]", tickedBox, false},
	{`\[x]`, tickedBox, false}, {`\[ ]`, openBox, false}, {`\[x\]`, tickedBox, false}, {`\[ \]`, openBox, false},
	{"[ x ]", tickedBox, false}, {"[ X ]", tickedBox, false}, {"[x ]", tickedBox, false}, {"[ x]", tickedBox, false}, {"[✅]", tickedBox, false},
	{"[√]", tickedBox, false}, {"[_]", openBox, false}, {"[  ]", openBox, false},
	{"( )", openBox, false}, {"(  )", openBox, false}, {"()", openBox, true}, {"(x)", tickedBox, true}, {"(X)", tickedBox, true},
	{"(*)", tickedBox, false}, {"(•)", tickedBox, false}, {"(●)", tickedBox, false},
}

// boxMark reads check-box options. A letter behind the box is its label.
func boxMark(m mark, bare string) (mark, bool) {
	if bare == "" || strings.IndexByte(`[(\`, bare[0]) < 0 {
		return m, false
	}
	for _, b := range boxes {
		if !strings.HasPrefix(bare, b.text) || b.round && !m.dress.bullet {
			continue
		}
		rest := bare[len(b.text):]
		if rest != "" && strings.IndexByte(" \t*", rest[0]) < 0 || rest == "" && b.text == "[]" {
			continue
		}
		rest = strings.TrimLeft(rest, " \t")
		m.kind, m.box = markOption, b.state
		if label, delim, text, ok := optionLabel(strings.TrimLeft(rest, "*")); ok && delim != '-' {
			m.label, m.delim, rest = upper(label), delim, text
		}
		rest = closeBold(rest)
		if m.dress.bold && strings.Count(rest, "**")%2 == 1 { // "**[x] first words** and others"
			rest = strings.Replace(rest, "**", "", 1)
		}
		m.rest = wholeBold(rest)
		return m, true
	}
	return m, false
}

// wholeBold takes off a bold run that is the whole text: the author shows the right option that way.
func wholeBold(s string) string {
	if len(s) > 4 && strings.HasPrefix(s, "**") && strings.HasSuffix(s, "**") && strings.Count(s, "**") == 2 {
		return strings.TrimSpace(s[2 : len(s)-2])
	}
	return s
}

// starOption reads options whose label a star marks as right: "*A. text", which is no Markdown emphasis, since it is
// never closed.
func starOption(m mark, text string) (mark, bool) {
	if text[0] != '*' || len(text) < 3 || text[1] == '*' || strings.HasSuffix(text, "*") {
		return m, false
	}
	label, delim, rest, ok := optionLabel(text[1:])
	if !ok || delim == '-' {
		return m, false
	}
	m.kind, m.star, m.label, m.lower, m.delim, m.rest = markOption, true, upper(label), label != upper(label), delim, rest
	return m, true
}

// optionMark reads options with a letter: "A) x", "A. x", "(A) x", "[A] x", "A: x", "A - x", "**A:** x", and behind a
// bullet also "A x".
func optionMark(m mark, bare string) (mark, bool) {
	label, delim, rest, ok := optionLabel(bare)
	if !ok && m.dress.bullet && len(bare) > 2 && isUpper(bare[0]) && bare[1] == ' ' {
		label, delim, rest, ok = bare[:1], ' ', strings.TrimLeft(bare[2:], " "), true
	}
	if !ok {
		return m, false
	}
	m.kind, m.label, m.lower, m.delim = markOption, upper(label), label != upper(label), delim
	m.bold = m.dress.bold && (strings.HasSuffix(bare, "**") && strings.Count(bare, "**") == 1 || strings.HasSuffix(bare, "=="))
	rest = closeBold(rest)
	if text, ticked := trimTick(rest); ticked {
		m.star, rest = true, text
	}
	m.rest = rest
	return m, true
}

// ticks behind an option say that it is right.
var ticks = []string{"✅", "✔️", "✔", "✓", "(correct)", "(Correct)", "(CORRECT)", "**(correct)**", "**(Correct)**", "(correct answer)", "(Correct Answer)", "[correct]", "[Correct]"}

func trimTick(s string) (string, bool) {
	for _, tick := range ticks {
		if strings.HasSuffix(s, tick) {
			return closeBold(strings.TrimSuffix(s, tick)), true
		}
	}
	return s, false
}

// optionLabel reads a single letter and what sets it off from the text.
func optionLabel(s string) (label string, delim byte, rest string, ok bool) {
	if len(s) < 2 {
		return "", 0, "", false
	}
	if foreign, size := foreignLabel(strings.TrimPrefix(s, "(")); size > 0 {
		r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(s, "("))
		if unicode.IsLower(r) {
			foreign = strings.ToLower(foreign)
		}
		label, delim, rest, ok = optionLabel(strings.Repeat("(", len(s)-len(strings.TrimPrefix(s, "("))) + foreign + strings.TrimPrefix(s, "(")[size:])
		return label, delim, rest, ok && delim != '-'
	}
	if s[0] == '(' || s[0] == '[' {
		closing := map[byte]byte{'(': ')', '[': ']'}[s[0]]
		if len(s) < 3 || !isLetter(s[1]) || s[2] != closing || strings.HasPrefix(s[3:], "(") && closing == ']' {
			return "", 0, "", false
		}
		return s[1:2], '(', behind(s[3:]), true
	}
	if !isLetter(s[0]) {
		return "", 0, "", false
	}
	rest = strings.TrimLeft(s[1:], "*_") // **A**. and **A:**
	if strings.HasPrefix(rest, `\.`) || strings.HasPrefix(rest, `\)`) {
		rest = rest[1:]
	}
	bold := len(rest) < len(s)-1
	for _, wide := range []string{"．", "）", "：", "、"} {
		if strings.HasPrefix(rest, wide) {
			return s[:1], '.', behind(rest[len(wide):]), true
		}
	}
	if rest == "" {
		return "", 0, "", false
	}
	delim, after := rest[0], rest[1:]
	switch delim {
	case ')':
		return s[:1], delim, behind(after), true
	case '.':
		ok = after == "" || !abbreviation(after)
	case '-':
		ok = strings.HasPrefix(after, " ")
	case ':':
		ok = after == "" || strings.IndexByte(" \t*_", after[0]) >= 0
	case ' ':
		return dashLabel(s[:1], after, bold)
	}
	if !ok {
		return "", 0, "", false
	}
	return s[:1], delim, behind(after), true
}

// dashLabel reads "A - text" and "**A** text".
func dashLabel(letter, after string, bold bool) (label string, delim byte, rest string, ok bool) {
	for _, dash := range []string{"- ", "– ", "— ", ") ", ". ", ": "} {
		if strings.HasPrefix(after, dash) {
			return letter, '-', behind(after[len(dash):]), true
		}
	}
	if bold {
		return letter, '-', behind(after), true
	}
	return "", 0, "", false
}

// abbreviation says that a letter and a dot before this are no label: "e.g.", "U.S.", "a.m.".
func abbreviation(after string) bool {
	return len(after) > 1 && isLetter(after[0]) && (after[1] == '.' || after[1] == ',')
}

// behind cleans what follows a label: the end of its bold run and the space.
func behind(s string) string {
	s = strings.TrimLeft(s, " \t")
	if strings.HasPrefix(s, "** ") || strings.HasPrefix(s, "__ ") || s == "**" {
		s = strings.TrimLeft(s[2:], " \t")
	}
	return s
}

// spacedLabel finds a label that only a space sets off: "A Amazon S3". Whether it is one depends on its company: a sentence
// may begin with "A".
func spacedLabel(bare string) (string, bool) {
	if len(bare) > 2 && isUpper(bare[0]) && bare[0] <= 'H' && (bare[1] == ' ' || bare[1] == '\t') {
		return bare[:1], true
	}
	return "", false
}

func upper(label string) string { return strings.ToUpper(label) }

// letter returns the label of the option at a position, as spreadsheets name their columns: A to Z, AA, AB.
func letter(at int) string {
	if at < 26 {
		return string(rune('A' + at))
	}
	return letter(at/26-1) + letter(at%26)
}

// position is the inverse of letter for the labels A to Z and for numbers from 1; -1 for others.
func position(label string) int {
	if len(label) == 1 && isUpper(label[0]) {
		return int(label[0] - 'A')
	}
	if number, tail := leadingNumber(label); number != "" && tail == "" && len(number) < 3 {
		n := 0
		for i := range len(number) {
			n = n*10 + int(number[i]-'0')
		}
		return n - 1
	}
	return -1
}

// leadRune returns the first rune, or utf8.RuneError.
func leadRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
