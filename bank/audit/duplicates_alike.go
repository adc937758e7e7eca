package audit

import (
	"slices"
	"strings"
)

// What makes two questions similar whose stems do not say the same word for word.
const (
	similarStem    = 0.5  // Jaccard of the stems' shingles
	exchangedStem  = 0.75 // of the stems where each has words that the other lacks, and other options
	mostExchanged  = 2    // such words on the side with fewer, where the options are the same
	similarOptions = 0.4  // of the words of all options
	similarKey     = 0.6  // of the words of the keys
	editedOptions  = 0.8  // of the words of all options, where the stems are the same and the keys are not similar
	fewestWords    = 4    // of all options together, where they are not the same: "True" and "False" say nothing
)

// likeness is what a comparison of two questions found.
type likeness int

const (
	unlike   likeness = iota
	rewordly          // similar in all
	samely            // the same but for slips of the pen in the stem
)

// alike compares two questions of which stem or options differ.
func alike(a, b *entry) likeness {
	switch {
	case a.kind != b.kind || jaccard(a.stem, b.stem) < similarStem || otherNames(a, b):
		return unlike
	case a.set == b.set && len(a.options) > 0:
		return alikeSameOptions(a, b)
	case exchanged(a, b) > 0 && jaccard(a.stem, b.stem) < exchangedStem:
		return unlike
	case len(a.options) == 0 || len(a.texts) < fewestWords || len(b.texts) < fewestWords:
		return unlike
	case a.signs != b.signs || jaccard(a.texts, b.texts) < similarOptions:
		return unlike
	case jaccard(a.key, b.key) >= similarKey || keyEdited(a, b):
		return rewordly
	}
	return unlike
}

// keyEdited reports whether two questions with the same stem and nearly the same options have keys that the other one does
// not have at all, so that one is the other's after an edit: "Awareness" and "Awareness and training".
func keyEdited(a, b *entry) bool {
	if a.print != b.print || jaccard(a.texts, b.texts) < editedOptions {
		return false
	}
	isOption := func(options []uint64) func(uint64) bool {
		return func(key uint64) bool { return slices.Contains(options, key) }
	}
	return !slices.ContainsFunc(a.right, isOption(b.options)) && !slices.ContainsFunc(b.right, isOption(a.options))
}

// alikeSameOptions compares two questions with the same options. With another key they are the same question only if
// nothing but spelling differs; else the words that differ are what the key turns on.
func alikeSameOptions(a, b *entry) likeness {
	sameKey := slices.Equal(a.right, b.right)
	switch {
	case slipsOnly(a.text, b.text) && (sameKey || !a.vague):
		return samely
	case sameKey && len(a.texts) >= fewestWords && exchanged(a, b) <= mostExchanged:
		return rewordly
	}
	return unlike
}

// exchanged counts the words of one stem that stand in the place of others: what is left out or added seldom makes another
// question, what is exchanged often does.
func exchanged(a, b *entry) int {
	return min(missing(a.words, b.words), missing(b.words, a.words))
}

func missing(words, from []uint32) int {
	n := 0
	for _, w := range words {
		if _, found := slices.BinarySearch(from, w); !found {
			n++
		}
	}
	return n
}

// otherNames reports whether each stem has a name that the other lacks: they ask about different things.
func otherNames(a, b *entry) bool { return hasOther(a.names, b.words) && hasOther(b.names, a.words) }

func hasOther(names, words []uint32) bool {
	return slices.ContainsFunc(names, func(n uint32) bool {
		_, found := slices.BinarySearch(words, n)
		return !found
	})
}

// mostSlips is the number of words that may be spelt differently.
const mostSlips = 2

// slipsOnly reports whether two stems have the same words in the same order, but for some that are spelt differently.
func slipsOnly(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) != len(y) {
		return false
	}
	slips := 0
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if slips++; slips > mostSlips || !slip(x[i], y[i]) {
			return false
		}
	}
	return true
}

// slip reports whether two words are one that was mistyped: of six letters or more, alike at the head, where prefixes such
// as "in" and "a" make opposites, and with one letter missing, too many, or other, or two that changed places.
func slip(a, b string) bool {
	if len(a) < 6 || len(b) < 6 || a[:2] != b[:2] || hasDigit(a) || hasDigit(b) {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch len(x) - len(y) {
	case 1:
		return x[1:] == y
	case -1:
		return x == y[1:]
	case 0:
		return x[1:] == y[1:] || len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
	}
	return false
}

// contradict reports whether two questions with the same stem have keys that rule each other out: each one's is a wrong
// option of the other.
func contradict(a, b *entry) bool {
	if a.vague || len(a.right) != 1 || len(b.right) != 1 {
		return false
	}
	return a.right[0] != b.right[0] && slices.Contains(a.options, b.right[0]) && slices.Contains(b.options, a.right[0])
}
