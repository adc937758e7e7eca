package format

import (
	"slices"
	"strings"

	"mlatlas/bank"
)

// Limits of what is held in memory while a question is looked for.
const (
	maxBlock    = 8 << 20 // bytes of one question
	maxPreamble = 4000    // lines between questions that a question may still begin in
	maxTries    = 64      // option lists in one explanation that are looked at for a lost head

	longestParagraph = 200 // lines of a paragraph that may be a stem
)

// splitter cuts the stream of marks into blocks. It holds one block: either a question, whose first mark is its head,
// or the preamble, the lines before a question of which nobody knows yet where it begins.
type splitter struct {
	block     []mark
	size      int
	headed    bool // the block is a question
	paragraph bool // it has no head: it begins with the first line of its stem
	ph        phase
	cands     []int           // marks of the block that may turn out to be heads
	number    int             // the last numbered line of the block behind its head, or -1
	tries     int             // option marks of the block that began nothing
	explained bool            // explanations were seen in this file
	kind      bank.Kind       // of the questions of this part, as its title says
	words     map[string]bool // that began the numbered headings of questions in this file

	// emit takes a finished block. The slice is used again afterwards.
	emit func(block []mark, headed bool)
}

func (s *splitter) add(m mark) {
	if s.begins(&m) {
		s.cut(len(s.block), m)
		return
	}
	if (m.kind == markOption && s.restarts(&m) || m.kind == markText && m.label == "B" && s.spacedOptions(&m)) && !m.code && s.tries < maxTries {
		s.restart(&m)
	}
	if m.kind == markKey && !m.code && s.statement(&m) {
		s.resume(s.cands[len(s.cands)-1])
	}
	s.push(m)
	if s.headed && s.size > maxBlock {
		s.flush()
	}
	if !s.headed && len(s.block) > maxPreamble {
		s.emit(s.block[:maxPreamble/2], false)
		s.reset(slices.Clone(s.block[maxPreamble/2:]), false)
	}
}

// statement says whether a key is that of a numbered line which has no options: a statement to be judged, or one with a gap.
func (s *splitter) statement(key *mark) bool {
	if s.headed || len(s.cands) == 0 {
		return false
	}
	at := s.cands[len(s.cands)-1]
	if s.block[at].kind != markNumber || len(s.block)-at > maxStatement {
		return false
	}
	_, truth := truths[fold(plainKey(key.rest))]
	return truth || plainKey(key.rest) != "" && slices.ContainsFunc(s.block[at:], func(m mark) bool { return strings.Contains(m.rest, "___") })
}

// maxStatement is how many lines a numbered statement may have before its key.
const maxStatement = 12

// restart begins the question that an option belongs to, where that can be found.
func (s *splitter) restart(option *mark) {
	at, ok := s.choose()
	switch {
	case ok:
		s.resume(at)
	case s.headed:
		s.tries++
	default:
		option.kind = markText
	}
}

// begins says whether a mark is certainly the head of the next question.
func (s *splitter) begins(m *mark) bool {
	switch {
	case m.code:
		return false
	case m.kind == markHead:
		return m.number != "" || !s.headed || s.paragraph || s.ph.at > inStem || s.ph.stem
	case m.kind == markNumber && m.word != "" && s.words[m.word]:
		return true
	case m.kind == markNumber && s.headed:
		return s.inSequence(m) || s.inHeadings(m)
	}
	return false
}

// inHeadings says whether a numbered heading has the rank of the head: the head's question is not over, so it is not a
// heading of the explanation.
func (s *splitter) inHeadings(m *mark) bool {
	head := &s.block[0]
	return m.dress.heading > 0 && m.dress.heading == head.dress.heading && head.number != "" && s.ph.at <= inOptions &&
		(s.ph.stem || s.ph.at > inStem) && position99(m.number) > position99(head.number)
}

// inSequence says whether a number goes on the numbers of the heads: the same place and dress, one higher, or again 1 in
// a Markdown list that numbers all its items 1. A number that goes on a list of this block is none.
func (s *splitter) inSequence(m *mark) bool {
	head := &s.block[0]
	if head.kind != markNumber || !sameDress(head, m) {
		return follows(head.number, m.number) && s.rightBehind()
	}
	if position99(m.number) > 1 && s.rightBehind() { // a list of the explanation would begin with 1
		return true
	}
	siblings := head.number == "1" && m.number == "1" && s.ph.bullets && s.ph.indent > head.indent && m.indent == head.indent
	return siblings || follows(head.number, m.number) && !s.goesOnList(m)
}

// rightBehind says whether there is nothing but a blank line between the key and the end of the block.
func (s *splitter) rightBehind() bool {
	i := len(s.block) - 1
	if !s.ph.keyed || i < 0 || s.block[i].kind != markBlank {
		return false
	}
	for i > 0 && (s.block[i].kind == markBlank || s.block[i].kind == markRule) {
		i--
	}
	return s.block[i].role == roleKey
}

func sameDress(a, b *mark) bool {
	gap := a.indent - b.indent
	return a.word == b.word && a.delim == b.delim && a.dress.heading == b.dress.heading && a.dress.bold == b.dress.bold && a.dress.quote == b.dress.quote &&
		gap > -3 && gap < 3
}

// follows says whether b is the number after a.
func follows(a, b string) bool {
	if dot := strings.LastIndexByte(a, '.'); dot >= 0 && strings.HasPrefix(b, a[:dot+1]) {
		a, b = a[dot+1:], b[dot+1:]
	}
	x, y := position99(a), position99(b)
	return x >= 0 && y == x+1
}

// position99 is the value of a whole number, or -2.
func position99(s string) int {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return -2
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// goesOnList says whether the last numbered line of the block, in the same place, has the number before.
func (s *splitter) goesOnList(m *mark) bool {
	if s.number < 0 {
		return false
	}
	last := &s.block[s.number]
	return sameDress(last, m) && follows(last.number, m.number)
}

// restarts says whether an option mark cannot belong to the block as it is: an A behind options, or any first option in
// the preamble.
func (s *splitter) restarts(m *mark) bool {
	first := m.box != noBox && !m.weak || position(m.label) == 0 && m.delim != ' ' && !isDigit(m.label[0])
	if !first {
		return false
	}
	if !s.headed {
		return true
	}
	if m.box != noBox && s.ph.at == inOptions && s.ph.boxes {
		return len(s.cands) > 0 && s.block[s.cands[len(s.cands)-1]].kind == markHeading
	}
	return s.ph.at >= inOptions && !s.ph.numeric && !s.ph.titleOfOptions() && !s.ph.early
}

// spacedOptions says whether "B text" below "A text" begins the options of a question that did not begin yet.
func (s *splitter) spacedOptions(m *mark) bool {
	for i := len(s.block) - 1; i >= 0 && i > len(s.block)-3; i-- {
		if before := &s.block[i]; before.kind != markBlank {
			return before.kind == markText && before.label == "A" && before.indent == m.indent && (!s.headed || s.ph.at >= inOptions && s.ph.delim == ' ')
		}
	}
	return false
}

// cut ends the block before index at and begins the next one with the head m.
func (s *splitter) cut(at int, m mark) {
	s.emitBlock(s.block[:at])
	s.reset(nil, true)
	s.push(m)
}

// resume ends the block before index at, and begins the next one with what was gathered since.
func (s *splitter) resume(at int) {
	rest := slices.Clone(s.block[at:])
	s.emitBlock(s.block[:at])
	s.reset(nil, true)
	s.paragraph = rest[0].kind != markNumber && rest[0].kind != markHeading
	if word := rest[0].word; word != "" && len(s.words) < maxTries {
		s.words[word] = true
	}
	for _, m := range rest {
		s.push(m)
	}
}

func (s *splitter) emitBlock(block []mark) {
	if len(block) > 0 {
		s.explained = s.explained || s.headed && s.ph.labelled
		s.emit(block, s.headed)
	}
}

// flush ends the last block.
func (s *splitter) flush() {
	s.emitBlock(s.block)
	s.reset(nil, false)
}

func (s *splitter) reset(block []mark, headed bool) {
	s.block = append(s.block[:0], block...)
	s.headed, s.paragraph, s.cands, s.size, s.number, s.tries = headed, false, s.cands[:0], 0, -1, 0
	s.ph = newPhase(nil)
	for i, m := range block {
		s.size += len(m.text)
		s.candidate(i)
	}
}

func (s *splitter) push(m mark) {
	s.block = append(s.block, m)
	s.size += len(m.text) + 1
	last := len(s.block) - 1
	switch {
	case !s.headed:
		s.candidate(last)
	case last == 0 && !s.paragraph:
		s.ph = newPhase(&m)
		s.block[0].role = roleHead
		s.ph.open, s.ph.gap = isOpen(s.kind) || isOpen(kindOfHead(&m)), hasGap(m.rest)
		s.ph.stem = m.rest != "" && m.kind != markHead || m.kind == markHead && wordedStem(m.rest) != ""
	default:
		s.ph.step(s.block, last)
		s.candidate(last)
	}
}

// candidate notes a mark that may turn out to be a head.
func (s *splitter) candidate(at int) {
	m := &s.block[at]
	if m.code || m.kind != markNumber && m.kind != markHeading {
		return
	}
	if m.kind == markNumber {
		s.number = at
	}
	if s.headed && s.ph.at == inStem {
		return
	}
	s.cands = append(s.cands, at)
}
