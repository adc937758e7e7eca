package study

import (
	"mlatlas/bank"
)

// Guess returns the chance of answering a question right by choosing blindly: one over the number of options for one
// right option, one over the number of sets of that size for several (the stem says how many to choose), one over the
// number of orders and of pairings, and nothing where an answer has to be written.
func Guess(q *bank.Question) float64 {
	n := len(q.Options)
	if n == 0 {
		if q.Kind == bank.TrueFalse {
			return 0.5
		}
		return 0
	}
	switch q.Kind {
	case bank.Single, bank.TrueFalse:
		return 1 / float64(n)
	case bank.Multiple:
		return 1 / choose(n, len(q.Answer))
	case bank.Ordering:
		return 1 / arrangements(n, n)
	case bank.Matching:
		return 1 / arrangements(n, min(n, len(q.Prompts)))
	}
	return 0
}

// choose is the number of sets of k among n.
func choose(n, k int) float64 {
	ways := 1.0
	for i := range min(k, n-k) {
		ways *= float64(n-i) / float64(i+1)
	}
	return ways
}

// arrangements is the number of ways to lay k of n things in a row.
func arrangements(n, k int) float64 {
	ways := 1.0
	for i := range k {
		ways *= float64(n - i)
	}
	return ways
}
