package audit

import (
	"hash/fnv"
	"slices"
	"strings"

	"mlatlas/bank"
)

// seenBefore knows the questions that have passed, bank by bank, by 64 bits of what they say. Options in another order make
// no other question.
type seenBefore map[uint64]struct{}

// again reports whether a question has passed in its bank, and remembers it.
func (s seenBefore) again(q *bank.Question) bool {
	texts := make([]string, len(q.Options))
	for i, o := range q.Options {
		texts[i] = bank.Fold(o.Text)
	}
	slices.Sort(texts)
	h := hashOf(q.Bank, bank.Fold(q.Stem), strings.Join(texts, "\x00"))
	_, seen := s[h]
	s[h] = struct{}{}
	return seen
}

func hashOf(texts ...string) uint64 {
	h := fnv.New64a()
	for _, t := range texts {
		h.Write([]byte(t))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// wordsOf makes a set of the words of a text.
func wordsOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}
