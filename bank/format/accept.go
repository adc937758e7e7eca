package format

import "strings"

// accepts says whether an option mark is an option here: the first label, or the next one in the same style.
func (p *phase) accepts(block []mark, i int) bool {
	m := &block[i]
	if p.titleOfOptions() {
		p.at = inStem
	}
	if p.early && p.options == 0 {
		p.keyAbove(block[:i])
	}
	at := position(m.label)
	numeric := m.label != "" && isDigit(m.label[0])
	switch {
	case p.at > inOptions:
		return false
	case p.at == inOptions && at == 0 && m.box == noBox && (p.numeric && !numeric || p.weak) && p.reopened <= 2: // the points were part of the stem
		p.reopen(block[:i])
		return true
	case p.at == inOptions && p.boxes && m.label == "X" && m.delim == '(' && m.box == noBox: // "(x) text" among "( ) text"
		m.box, m.label = tickedBox, ""
		return true
	case p.at == inOptions && p.boxes != (m.box != noBox):
		return false
	case m.box != noBox:
		return p.acceptsBox(block, i)
	case p.at == inOptions:
		return p.continues(block, i, at, numeric)
	case at == 0 && m.delim == ' ':
		p.maybe = i
		return false
	case at == 1 && !numeric:
		return p.acceptsSecond(block, i)
	}
	return at == 0
}

// keyAbove makes the stem of what stands below a key that came first.
func (p *phase) keyAbove(block []mark) {
	p.early, p.at = false, inStem
	for i := range block {
		if block[i].role == roleText {
			block[i].role = roleStem
		}
	}
}

func (p *phase) acceptsBox(block []mark, i int) bool {
	if p.at == inOptions {
		return !p.blank || block[i].indent <= p.indent+3
	}
	if before := i - 1; before > 0 && block[before].kind == markOption && block[before].label == "X" && block[before].delim == '(' && block[before].role == roleStem {
		m := &block[before]
		m.box, m.label = tickedBox, ""
		p.option(m)
		m.role = roleOption
	}
	return true
}

// acceptsSecond looks at an option B before which no A was seen: the line "- A text" may have been it, or A is glued to
// the end of the stem.
func (p *phase) acceptsSecond(block []mark, i int) bool {
	if p.maybe >= 0 {
		p.takeMaybe(block, i)
		return true
	}
	for before := i - 1; before >= 0 && before > i-3; before-- {
		if m := &block[before]; m.kind != markBlank {
			return p.stem && !m.code && gluedFirst(m.text, block[i].text) >= 0
		}
	}
	return false
}

// takeMaybe makes an option of the line that may have been the first one, and of the lines behind it its text.
func (p *phase) takeMaybe(block []mark, i int) {
	m := &block[p.maybe]
	if m.kind == markText {
		asSpaced(m)
	}
	p.option(m)
	m.role = roleOption
	for j := p.maybe + 1; j < i; j++ {
		if block[j].role == roleStem {
			block[j].role = roleOptionText
		}
	}
	p.maybe = -1
}

// acceptsSpaced says whether "B text" is an option: "A text" stands above it, or it is the next in options that have a
// point behind their letter, where it was forgotten.
func (p *phase) acceptsSpaced(block []mark, i int) bool {
	m := &block[i]
	at := position(m.label)
	switch {
	case p.at == inStem && at == 0 && p.stem:
		p.maybe = i
		return false
	case p.at == inStem && at == 1 && p.maybe >= 0 && i-p.maybe <= 4 && block[p.maybe].kind == markText && block[p.maybe].indent == m.indent:
		p.takeMaybe(block, i)
	case p.at == inOptions && !p.boxes && !p.numeric && !p.lower && at == p.last+1 && m.indent <= p.indent+3 && (p.delim == ' ' || p.blank || block[i-1].role == roleOption):
		if rest := m.text[strings.IndexByte(m.text, m.label[0])+1:]; p.delim != ' ' && startsLower(strings.TrimLeft(rest, " \t")) {
			return false
		}
	default:
		return false
	}
	asSpaced(m)
	return true
}

// asSpaced takes the label off a text that turned out to be an option.
func asSpaced(m *mark) {
	bare, _ := undress(m.text)
	m.kind, m.rest = markOption, closeBold(strings.TrimLeft(bare[1:], " \t"))
	if text, ticked := trimTick(m.rest); ticked {
		m.star, m.rest = true, text
	}
}

// titleOfOptions says whether the label of a key stands where "Answers:" is the title of the options.
func (p *phase) titleOfOptions() bool { return p.at == afterKey && p.options == 0 && p.wantKey }

// continues says whether a label goes on the options. Up to two labels may be missing. A label that comes again is
// taken only directly behind an option, where it is a slip; elsewhere it begins something else. A first label that comes
// again without a text between is the first option: what was taken for the options was a list of the stem.
func (p *phase) continues(block []mark, i, at int, numeric bool) bool {
	m := &block[i]
	if at == 0 && !numeric && p.listOfStem(block, i) {
		p.reopen(block[:i])
		return true
	}
	if numeric != p.numeric {
		return false
	}
	if m.lower != p.lower {
		p.inner = p.inner || at == 0
		return !p.inner && at == p.last+1 && m.indent <= p.indent+1
	}
	if at > p.last {
		return at <= p.last+3
	}
	return block[i-1].role == roleOption && at >= 0
}

// listOfStem says whether the options so far are a list that the stem speaks of.
func (p *phase) listOfStem(block []mark, i int) bool {
	if p.keyed || p.marked || p.options < 2 || !p.blank || p.reopened > 2 {
		return false
	}
	for j := i - 1; j >= 0 && block[j].role != roleOption; j-- {
		if block[j].kind != markBlank {
			return speaksOfList(block[:i])
		}
	}
	return true
}

// listWords occur in stems that options refer to by letter.
var listWords = []string{"match", "following statements", "arrange", "column", "correct order", "correct sequence", "assertion", "list i", "statements"}

func speaksOfList(block []mark) bool {
	for _, m := range block {
		if m.role != roleHead && m.role != roleStem {
			continue
		}
		lower := strings.ToLower(m.rest)
		for _, word := range listWords {
			if strings.Contains(lower, word) {
				return true
			}
		}
	}
	return false
}

// reopen turns options back into text of the stem.
func (p *phase) reopen(block []mark) {
	for i := range block {
		if r := block[i].role; r == roleOption || r == roleOptionText || r == roleAfter {
			block[i].role = roleStem
		}
	}
	p.at, p.options, p.inner = inStem, 0, false
	p.reopened++
}

func (p *phase) option(m *mark) role {
	if p.at == inStem {
		p.boxes, p.weak, p.lower, p.indent, p.bullets = m.box != noBox, m.box != noBox && m.weak, m.lower, m.indent, m.dress.bullet
		p.numeric, p.delim = m.label != "" && isDigit(m.label[0]), m.delim
	}
	p.at, p.last, p.apart, p.wantKey, p.inner = inOptions, position(m.label), false, false, false
	p.marked = p.marked || m.star || m.box == tickedBox
	p.options++
	return roleOption
}
