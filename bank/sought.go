package bank

import (
	"slices"
	"strings"

	"mlatlas/bank/pattern"
)

// sought is a pattern, and the words of which each match holds one, in lower case: most sentences have none of them, and
// looking for words is ten times as fast as looking for the pattern.
type sought struct {
	words []string
	form  *pattern.Pattern
}

// mayMatch reports whether a sentence, here in lower case, has one of the words.
func (s sought) mayMatch(lower string) bool {
	return slices.ContainsFunc(s.words, func(word string) bool { return strings.Contains(lower, word) })
}

func (s sought) matches(sentence, lower string) bool {
	return s.mayMatch(lower) && s.form.MatchString(sentence)
}

func (s sought) findAll(sentence, lower string) [][]string {
	if !s.mayMatch(lower) {
		return nil
	}
	return s.form.FindAllStringSubmatch(sentence, -1)
}
