package format

import (
	"slices"
	"strings"
)

// A question may begin where no head is seen: at a number out of order, at a heading that is the stem, or at a paragraph.
// Such places are candidates. When the first option of a list comes and the block has its options already, the question
// that it belongs to began at one of them, or nowhere: then the list belongs to an explanation.

// choose finds where the question began whose first option has just come.
func (s *splitter) choose() (int, bool) {
	if at, ok := s.chooseCandidate(); ok {
		return at, true
	}
	return s.chooseParagraph()
}

func (s *splitter) chooseCandidate() (int, bool) {
	if len(s.cands) == 0 {
		return 0, false
	}
	last := s.cands[len(s.cands)-1]
	at := last
	if s.headed {
		if next, ok := s.inSequenceCandidate(); ok {
			at = next
		}
	}
	at = s.outOfInnerList(at)
	switch {
	case !s.headed:
		return at, s.block[at].kind == markNumber || likeStem(s.block[at:])
	case s.ph.closed, s.block[at].kind == markHeading && s.block[at].dress.heading <= s.ph.level && likeStem(s.block[at:]):
		return at, true
	}
	return at, (asks(s.block[at:]) || s.goesOnHeads(at)) && !s.ph.inList(s.block, at)
}

// inSequenceCandidate prefers the last candidate that has the number after the head's. Where the head has a word before
// its number and the candidate has none, it stands apart.
func (s *splitter) inSequenceCandidate() (int, bool) {
	head := &s.block[0]
	for i := len(s.cands) - 1; i >= 0; i-- {
		at := s.cands[i]
		if c := &s.block[at]; c.kind == markNumber && follows(head.number, c.number) && (head.kind == markNumber && sameDress(head, c) || s.goesOnHeads(at)) {
			return at, true
		}
	}
	return 0, false
}

// goesOnHeads says whether a candidate has the number after the head's and stands behind a blank line, before any
// explanation: a head in another dress.
func (s *splitter) goesOnHeads(at int) bool {
	c := &s.block[at]
	return c.kind == markNumber && !s.ph.labelled && at > 0 && s.block[at-1].kind == markBlank && follows(s.block[0].number, c.number)
}

// inList says whether the candidate is a later point of a list in the explanation: it stands right behind the point before.
func (p *phase) inList(block []mark, at int) bool {
	return p.labelled && at > 0 && block[at-1].kind == markNumber && follows(block[at-1].number, block[at].number)
}

// outOfInnerList steps back from the last point of a list that stands inside a stem to the head above the list. The list
// counts from 1, its points follow each other without blank lines, and a candidate stands above it.
func (s *splitter) outOfInnerList(at int) int {
	i := len(s.cands) - 1
	for i >= 0 && s.cands[i] != at {
		i--
	}
	start := i
	for start > 0 && s.block[s.cands[start]].kind == markNumber && s.block[s.cands[start]].number != "1" &&
		follows(s.block[s.cands[start-1]].number, s.block[s.cands[start]].number) && !s.blankBetween(s.cands[start-1], s.cands[start]) {
		start--
	}
	if start <= 0 || start == i || s.block[s.cands[start]].number != "1" || s.block[s.cands[start-1]].kind != markNumber {
		return at
	}
	return s.cands[start-1]
}

func (s *splitter) blankBetween(from, to int) bool {
	for _, m := range s.block[from:to] {
		if m.kind == markBlank {
			return true
		}
	}
	return false
}

// chooseParagraph finds the stem of a question that has no head at all. Where heads are the custom, nothing begins
// without one.
func (s *splitter) chooseParagraph() (int, bool) {
	if s.headed && !s.paragraph && (s.ph.labelled || !s.ph.keyed) {
		return 0, false
	}
	from := 0
	if s.headed {
		if !s.ph.keyed && s.ph.at < afterKey {
			return s.unkeyedParagraph()
		}
		from = s.behindKey()
	}
	at := s.lastParagraph(from)
	if s.headed && !s.explained && !s.ph.labelled {
		at = s.firstText(from)
	}
	switch {
	case at < 0 || at >= len(s.block) || !likeStem(s.block[at:]):
		return 0, false
	case s.headed && s.ph.labelled && !asks(s.block[at:]):
		return 0, false
	case s.headed && !s.paragraph: // "Why the others are wrong:" is no stem
		return at, s.block[at-1].kind == markBlank && hasQuestionMark(s.block[at:])
	}
	return at, true
}

// unkeyedParagraph finds the next stem behind options that have no key line: a paragraph behind a blank line that asks.
func (s *splitter) unkeyedParagraph() (int, bool) {
	for i := len(s.block) - 1; i > 0; i-- {
		if s.block[i].role == roleAfter {
			continue
		}
		at := s.firstText(i + 1)
		return at, at > 0 && at < len(s.block) && asks(s.block[at:])
	}
	return 0, false
}

func (s *splitter) behindKey() int {
	for i := len(s.block) - 1; i >= 0; i-- {
		if s.block[i].role == roleKey {
			return i + 1
		}
	}
	return len(s.block)
}

func (s *splitter) firstText(from int) int {
	for i := from; i < len(s.block); i++ {
		if k := s.block[i].kind; k != markBlank && k != markRule && k != markChrome && k != markDetailsEnd && k != markDetails {
			return i
		}
	}
	return -1
}

// lastParagraph returns the first line of the last paragraph, not before from.
func (s *splitter) lastParagraph(from int) int {
	end := len(s.block)
	for end > from && s.block[end-1].kind == markBlank {
		end--
	}
	at := end
	for at > from && end-at < longestParagraph && s.block[at-1].kind != markBlank && s.block[at-1].kind != markRule {
		at--
	}
	if at == end {
		return -1
	}
	return at
}

// likeStem says whether lines may be the stem of a question without a number: a question mark, a colon at the end, a gap,
// or at least five words. "Roadmap" above a list of check boxes is none.
func likeStem(block []mark) bool {
	words := 0
	for i := range block {
		m := &block[i]
		if m.kind != markRule && m.kind != markDetails && m.box == noBox && strings.IndexByte("|!", (m.rest + " ")[0]) < 0 {
			words += strings.Count(m.rest, " ") + 1
		}
		if m.kind == markBlank {
			words--
		}
		if words >= 5 {
			return true
		}
	}
	return asks(block)
}

func hasQuestionMark(block []mark) bool {
	return slices.ContainsFunc(block, func(m mark) bool { return strings.ContainsAny(m.rest, "?？") })
}

// instructs says whether a line says how many options to take.
func instructs(text string) bool {
	count, instructed := ChooseCount(text)
	return instructed && count != 0
}

// asks says whether lines put a question.
func asks(block []mark) bool {
	for _, m := range block {
		if strings.ContainsAny(m.rest, "?？") || strings.Contains(m.rest, "___") || strings.HasSuffix(m.rest, ":") || strings.HasSuffix(m.rest, ")") && instructs(m.rest) {
			return true
		}
	}
	return false
}
