package graph

import (
	"cmp"
	"math"
	"slices"
)

// Two concepts are tested together when the same questions are about both more often than chance explains. With N
// linked questions, na and nb about either concept and nab about both, chance expects na·nb/N.
//
//   - Evidence: nab is at least 3 (2 in a bank of under 100 linked questions, where 3 of 48 is one question in sixteen).
//   - Significance: the log-likelihood ratio G² of the 2×2 table is at least 10.83, that is p < 0.001 at one degree of
//     freedom (Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence"; sound for small counts).
//   - Size: NPMI = ln(nab·N/(na·nb)) / -ln(nab/N) is at least 0.1 (Bouma 2009). It is 0 for chance and 1 for concepts
//     that never come apart. In a large bank a tiny excess is significant and still says nothing.
//
// Strength is NPMI times the discount nab/(nab+1) · m/(m+1), where m is the rarer concept's count (Pantel and Lin 2002).
// Without it the top of every list would be pairs seen three times and never apart. A container that half of the
// questions name has an NPMI near 0 with everything, so it drops out by itself.
const (
	minCommon     = 3
	minCommonTiny = 2
	tinyBank      = 100
	minG2         = 10.83
	minNPMI       = 0.1
)

// association is one pair of concepts that are tested together, as indexes of Counts.Concepts.
type association struct {
	a, b      int
	questions int
	strength  float64
}

// associations returns the pairs that are tested together, strongest first.
func associations(c *Counts) []association {
	var out []association
	for _, p := range c.Pairs {
		na, nb := c.Concepts[p[0]].Paired, c.Concepts[p[1]].Paired
		if s := strength(p[2], na, nb, c.Linked); s > 0 {
			out = append(out, association{p[0], p[1], p[2], s})
		}
	}
	slices.SortFunc(out, func(x, y association) int {
		return cmp.Or(cmp.Compare(y.strength, x.strength), cmp.Compare(y.questions, x.questions),
			cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out
}

// strength is how strongly two concepts are tested together, 0 (not at all, or not shown to be) to 1.
func strength(nab, na, nb, n int) float64 {
	least := minCommon
	if n < tinyBank {
		least = minCommonTiny
	}
	if nab < least || nab >= n {
		return 0
	}
	npmi := NPMI(nab, na, nb, n)
	if npmi < minNPMI || logLikelihood(nab, na, nb, n) < minG2 {
		return 0
	}
	rarer := float64(min(na, nb))
	return npmi * float64(nab) / float64(nab+1) * rarer / (rarer + 1)
}

// NPMI is the normalised pointwise mutual information of two concepts, -1 (never together) to 1 (never apart), from the
// questions about both, about either, and all. Bouma, "Normalized (Pointwise) Mutual Information in Collocation
// Extraction", 2009.
func NPMI(nab, na, nb, n int) float64 {
	switch {
	case na <= 0 || nb <= 0 || n <= 0:
		return 0
	case nab <= 0:
		return -1
	case nab >= n:
		return 1
	}
	together := float64(nab) / float64(n)
	return math.Log(together*float64(n)/float64(na)*float64(n)/float64(nb)) / -math.Log(together)
}

// logLikelihood is Dunning's G² of the table of questions about both, one, the other and neither.
func logLikelihood(nab, na, nb, n int) float64 {
	cells := [4][3]int{ // observed, row total, column total
		{nab, na, nb},
		{na - nab, na, n - nb},
		{nb - nab, n - na, nb},
		{n - na - nb + nab, n - na, n - nb},
	}
	var sum float64
	for _, cell := range cells {
		if cell[0] > 0 {
			expected := float64(cell[1]) * float64(cell[2]) / float64(n)
			sum += float64(cell[0]) * math.Log(float64(cell[0])/expected)
		}
	}
	return 2 * sum
}
