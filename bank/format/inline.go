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

// splitOption finds options that follow the first one on its line: "A) one B) two C) three".
func (a *assembler) splitOption() {
	only := a.options[0]
	text := only.mark.text
	starts := inlineLabels(text)
	if len(starts) < 2 || len(only.lines) == 0 || strings.TrimSpace(text[:starts[0]]) != "" {
		return
	}
	a.options = nil
	a.addInline(textLine{no: only.mark.no, text: text}, starts)
	a.giveLines(only.lines[1:])
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
		m := classify(mark{line: line{l.no, l.text[start:end]}}, strings.TrimSpace(l.text[start:end]))
		o := option{mark: m}
		o.addText(l.no, m.rest, 0)
		a.options = append(a.options, o)
	}
}

// inlineLabels returns where the labels A, B, C ... begin in a line. All have the same form; A and B at least are there.
func inlineLabels(text string) []int {
	for _, form := range []struct{ open, close string }{{"(", ")"}, {"", ")"}, {"", "."}} {
		for _, first := range []byte{'A', 'a'} {
			if starts := labelRunIn(text, form.open, form.close, first); len(starts) >= 2 {
				return starts
			}
		}
	}
	return nil
}

func labelRunIn(text, open, close string, first byte) []int {
	var starts []int
	from := 0
	for c := first; c < first+10; c++ {
		at := indexLabel(text, from, open+string(rune(c))+close)
		if at < 0 {
			break
		}
		starts = append(starts, at)
		from = at + 1
	}
	return starts
}

// indexLabel finds a label that begins the text or follows a space, and is followed by a space.
func indexLabel(text string, from int, label string) int {
	for from < len(text) {
		at := strings.Index(text[from:], label)
		if at < 0 {
			return -1
		}
		at += from
		end := at + len(label)
		if (at == 0 || text[at-1] == ' ' || text[at-1] == '\t') && end < len(text) && text[end] == ' ' {
			return at
		}
		from = at + 1
	}
	return -1
}

// numberedOptions takes a list that counts from 1 at the end of the stem as the options, if the key is a number of it.
func (a *assembler) numberedOptions() {
	if len(a.keys) == 0 || !isDigitKey(a.keys[0].text) {
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
			o.addText(l.no, closeBold(bare), 0)
			options = append([]option{o}, options...)
		}
		from--
	}
	if from == 0 || len(options) < 2 || !a.keysName(options) {
		return
	}
	a.stem.lines, a.options = a.stem.lines[:from], options
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
