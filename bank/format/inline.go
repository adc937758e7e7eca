package format

import (
	"strings"

	"mlatlas/bank"
)

// inlineOptions finds options that stand in one line of the stem: "What is it? A) one B) two C) three".
func (a *assembler) inlineOptions() {
	for i := len(a.stem.lines) - 1; i >= 0; i-- {
		l := a.stem.lines[i]
		if l.code {
			continue
		}
		starts := inlineLabels(l.text)
		if starts == nil && (len(a.keys) > 0 && isDigitKey(a.keys[0].text) || len(a.keys) == 0 && strings.HasPrefix(strings.TrimSpace(l.text), "(1)")) {
			starts = inlineNumbers(l.text)
		}
		if len(starts) < 2 {
			continue
		}
		a.stem.lines[i].text = strings.TrimSpace(l.text[:starts[0]])
		rest := a.stem.lines[i+1:]
		a.addInline(l, starts)
		a.giveLines(rest)
		a.stem.lines = a.stem.lines[:i+1]
		return
	}
}

// gluedFirst returns where an option A begins at the end of a line of the stem, in the form of the option B below it; -1 if
// there is none.
func gluedFirst(stem, second string) int {
	bare, _ := undress(second)
	label, delim, _, ok := optionLabel(bare)
	if !ok {
		return -1
	}
	first := string(label[0] - 1)
	switch delim {
	case '(':
		first = "(" + first + ")"
	case ')', '.', ':':
		first += string(delim)
	default:
		return -1
	}
	at := strings.LastIndex(stem, " "+first)
	if at < 1 || strings.TrimSpace(stem[at+1+len(first):]) == "" {
		return -1
	}
	return at + 1
}

// firstFromStem takes the option A from the end of the stem, where the options begin with B.
func (a *assembler) firstFromStem() {
	if len(a.options) == 0 || a.options[0].mark.label != "B" {
		return
	}
	for i := len(a.stem.lines) - 1; i >= 0; i-- {
		l := &a.stem.lines[i]
		if strings.TrimSpace(l.text) == "" {
			continue
		}
		if at := gluedFirst(l.text, a.options[0].mark.text); at > 0 && !l.code {
			others := a.options
			a.options = nil
			a.addInline(*l, []int{at})
			a.options = append(a.options, others...)
			l.text = strings.TrimSpace(l.text[:at])
		}
		return
	}
}

// splitOptions finds options that follow another one on its line: "A) one B) two", and below it "C) three D) four". The
// labels between one option and the next must be missing; behind the last, the first must have had company.
func (a *assembler) splitOptions() {
	lines := a.options
	a.options = nil
	company := len(lines) == 1
	for i, o := range lines {
		at, limit := position(o.mark.label), 10
		if i+1 < len(lines) {
			limit = position(lines[i+1].mark.label) - at
		} else if !company {
			limit = 1
		}
		var starts []int
		if at >= 0 && limit > 1 && len(o.lines) > 0 && o.mark.box == noBox && !o.mark.code && !isDigit(o.mark.label[0]) {
			starts = inlineFrom(o.mark.text, byte(at), limit)
		}
		if len(starts) < 2 || strings.Trim(o.mark.text[:starts[0]], " \t-*+>_") != "" {
			a.options = append(a.options, o)
			continue
		}
		company = true
		a.addInline(textLine{no: o.mark.no, text: o.mark.text}, starts)
		a.giveLines(o.lines[1:])
	}
}

func (a *assembler) giveLines(rest []textLine) {
	last := a.lastOption()
	last.lines = append(last.lines, rest...)
}

func (a *assembler) addInline(l textLine, starts []int) {
	for j, start := range starts {
		end := len(l.text)
		if j+1 < len(starts) {
			end = starts[j+1]
		}
		m := classify(mark{line: line{l.no, l.text[start:end]}}, strings.TrimRight(strings.TrimSpace(l.text[start:end]), ",;"))
		if m.kind == markNumber {
			m.label = m.number
		}
		o := option{mark: m}
		o.addText(l.no, m.rest, 0)
		a.options = append(a.options, o)
	}
}

// labelForms are the ways to set off a label inside of a line.
var labelForms = []struct{ open, close string }{{"(", ")"}, {"", ")"}, {"", "."}, {"[", "]"}, {"**", ".**"}, {"**", ")**"}, {"", ":"}, {"", "．"}, {"", "、"}}

// inlineLabels returns where the labels A, B, C ... begin in a line. All have the same form; A and B at least are there.
func inlineLabels(text string) []int { return inlineFrom(text, 0, 10) }

// inlineFrom does the same for at most n labels from the one at a position.
func inlineFrom(text string, at byte, n int) []int {
	for _, form := range labelForms {
		for _, first := range []byte{'A', 'a'} {
			if starts := labelRunIn(text, form.open, form.close, first+at, n); len(starts) >= 2 {
				return starts
			}
		}
	}
	return nil
}

func labelRunIn(text, open, close string, first byte, n int) []int {
	var starts []int
	from := 0
	for c := first; int(c) < int(first)+n; c++ {
		at := indexLabel(text, from, open+string(rune(c))+close)
		if at < 0 {
			break
		}
		starts = append(starts, at)
		from = at + 1
	}
	return starts
}

// indexLabel finds a label that begins the text or follows a space, and is followed by a space or, behind a bracket, by
// the text.
func indexLabel(text string, from int, label string) int {
	for from < len(text) {
		at := strings.Index(text[from:], label)
		if at < 0 {
			return -1
		}
		at += from
		end := at + len(label)
		if (at == 0 || strings.IndexByte(" \t,;", text[at-1]) >= 0) && end < len(text) && (text[end] == ' ' || text[end] == '\t' || label[len(label)-1] == ')' || label[len(label)-1] >= 0x80) {
			return at
		}
		from = at + 1
	}
	return -1
}

// inlineNumbers returns where the labels 1, 2, 3 ... in brackets or circles begin in a line: options of examinations that
// number them.
func inlineNumbers(text string) []int {
	for _, form := range []struct{ open, close string }{{"(", ")"}, {"", ")"}} {
		if starts := labelRunIn(text, form.open, form.close, '1', 9); len(starts) >= 2 {
			return starts
		}
	}
	var starts []int
	from := 0
	for r := '①'; r <= '⑨'; r++ {
		at := strings.IndexRune(text[from:], r)
		if at < 0 {
			break
		}
		starts, from = append(starts, from+at), from+at+len("①")
	}
	if len(starts) < 2 {
		return nil
	}
	return starts
}

// tableOptions takes the rows of a table whose first cells are the labels A, B, C ... as the options.
func (a *assembler) tableOptions() {
	from := -1
	var options []option
	for i, l := range a.stem.lines {
		text := strings.TrimSpace(l.text)
		if !strings.HasPrefix(text, "|") || l.code {
			if len(options) > 1 {
				break
			}
			from, options = -1, nil
			continue
		}
		if from < 0 {
			from = i
		}
		cells := cellsOf(text)
		if label := strings.Trim(cells[0], "().: "); len(cells) > 1 && strings.EqualFold(label, letter(len(options))) {
			o := option{mark: mark{line: line{l.no, l.text}, kind: markOption, label: upper(label)}}
			o.addText(l.no, strings.Join(cells[1:], " | "), 0)
			options = append(options, o)
		} else if len(options) > 0 {
			from, options = -1, nil
		}
	}
	if len(options) < 2 {
		return
	}
	end := from
	for end < len(a.stem.lines) && strings.HasPrefix(strings.TrimSpace(a.stem.lines[end].text), "|") {
		end++
	}
	a.stem.lines = append(a.stem.lines[:from:from], a.stem.lines[end:]...)
	a.options = options
}

// numberedOptions takes a list that counts from 1 at the end of the stem as the options, if the key is a number of it, or
// if there is no key yet: then one may stand in a list at the end of the file.
func (a *assembler) numberedOptions() {
	if len(a.keys) > 0 && !isDigitKey(a.keys[0].text) {
		return
	}
	from, want := -1, 1
	for i, l := range a.stem.lines {
		m := classify(mark{}, nonEmpty(l.text))
		switch {
		case m.kind == markNumber && position99(m.number) == 1:
			from, want = i, 2
		case m.kind == markNumber && position99(m.number) == want:
			want++
		}
	}
	if from <= 0 || want < 3 {
		return
	}
	lines := a.stem.lines[from:]
	a.stem.lines = a.stem.lines[:from]
	for _, l := range lines {
		m := classify(mark{line: line{l.no, l.text}, indent: l.indent}, nonEmpty(l.text))
		if m.kind == markNumber {
			m.label = m.number
			a.options = append(a.options, option{mark: m})
			l.text = m.rest
		}
		last := a.lastOption()
		last.lines = append(last.lines, l)
	}
}

// bulletOptions takes the points of a list without labels at the end of the stem as the options, if a key names one of them.
func (a *assembler) bulletOptions() {
	from := len(a.stem.lines)
	var options []option
	for from > 0 {
		l := a.stem.lines[from-1]
		m := classify(mark{line: line{l.no, l.text}, indent: l.indent}, nonEmpty(l.text))
		if text := strings.TrimSpace(l.text); text != "" && !m.dress.bullet {
			break
		}
		if m.dress.bullet {
			bare, _ := undress(m.rest)
			o := option{mark: m}
			o.mark.label = ""
			text, ticked := trimTick(closeBold(bare))
			o.mark.star, o.mark.bold = ticked, m.dress.bold && strings.HasSuffix(bare, "**")
			o.addText(l.no, text, 0)
			options = append([]option{o}, options...)
		}
		from--
	}
	if from == 0 || len(options) < 2 || !a.keysName(options) && !(len(a.keys) == 0 && standOut(options)) {
		return
	}
	a.stem.lines, a.options = a.stem.lines[:from], options
}

// standOut says whether some, but not all, of the options are ticked or bold.
func standOut(options []option) bool {
	stars, bold := 0, 0
	for i := range options {
		if options[i].mark.star {
			stars++
		}
		if options[i].mark.bold {
			bold++
		}
	}
	return stars > 0 && stars < len(options) || bold > 0 && bold*2 <= len(options)
}

// keyInStem takes a key off the end of a line of the stem: "What is it? [Ans: (b) text]".
func (a *assembler) keyInStem() {
	if len(a.keys) > 0 || len(a.stem.lines) == 0 {
		return
	}
	for i := range a.stem.lines {
		l := &a.stem.lines[i]
		text := strings.TrimRight(l.text, " *_")
		if l.code || text == "" || text[len(text)-1] != ']' && text[len(text)-1] != ')' {
			continue
		}
		for at := range len(text) - 4 {
			if text[at] != '[' && text[at] != '(' {
				continue
			}
			word, rest, delimited := labelWord(text[at+1 : len(text)-1])
			if found := labelWords[word]; delimited && found.kind == markKey && !found.weak && strings.TrimSpace(rest) != "" {
				a.keys = append(a.keys, keyLine{l.no, strings.TrimSpace(rest)})
				l.text = strings.TrimRight(text[:at], " *_")
				return
			}
		}
	}
}

// keysName says whether every key names one of the options by its position or text.
func (a *assembler) keysName(options []option) bool {
	var named []bank.Option
	for i := range options {
		named = append(named, bank.Option{Label: letter(i), Text: a.clean(&options[i].section)})
	}
	for _, k := range a.keys {
		if readKey(k.text, named).err != nil {
			return false
		}
	}
	return len(a.keys) > 0
}

// nonEmpty gives classify a text that it can look at: it wants at least one byte.
func nonEmpty(s string) string {
	if s = strings.TrimLeft(s, " \t"); s == "" {
		return " "
	}
	return s
}

func isDigitKey(text string) bool {
	s := plainKey(text)
	return pureKey(s) && strings.ContainsAny(s, "0123456789")
}
