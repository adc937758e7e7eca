package graph

import (
	"fmt"
	"strings"
)

// ColorChange is the value of Color for which Map fills Value with what has become of a concept since MapOptions.Before.
const ColorChange = "change"

// change is what has become of a concept, as the value that colours it.
type change float64

const (
	gone  change = 0   // no question is about it any more
	fewer change = 0.2 // fewer questions are
	same  change = 0.5
	more  change = 0.8
	fresh change = 1 // no question was
)

func changeOf(before, now int) change {
	switch {
	case now == before:
		return same
	case before == 0:
		return fresh
	case now == 0:
		return gone
	case now > before:
		return more
	}
	return fewer
}

// Changes says how many concepts are new since earlier counts, have more or fewer questions, or are gone.
func (g *Graph) Changes(before *Counts) string {
	counts := map[change]int{}
	for _, c := range g.t.Concepts() {
		if c.Linkable() {
			counts[changeOf(before.Concept(c.ID).About, g.c.Concept(c.ID).About)]++
		}
	}
	var said []string
	for _, s := range []struct {
		change
		words string
	}{{fresh, "new concepts"}, {more, "with more questions"}, {fewer, "with fewer"}, {gone, "gone"}} {
		if n := counts[s.change]; n > 0 {
			said = append(said, fmt.Sprintf("%d %s", n, s.words))
		}
	}
	if len(said) == 0 {
		return "no concept has changed"
	}
	return strings.Join(said, ", ")
}
