package graph

import (
	"cmp"
	"maps"
	"slices"

	"mlatlas/taxonomy"
)

// Prerequisite is the type of the relations that Order follows: learn From before To.
const Prerequisite = "prerequisite-of"

// Order is what to learn before a concept, in levels: the first holds what needs nothing before it, and every other one
// what needs something of the level before and nothing of a later one. The concept itself is in none; it comes last.
type Order struct {
	Concept string
	Levels  [][]string // IDs, in a level those that most questions test first
	Cut     []Edge     // relations that were left out because they close a circle
}

// Order returns what is, step by step, a prerequisite of a concept. The taxonomy allows no circle of prerequisites; where
// one is met nevertheless it is cut open, and Cut says where. Without prerequisites Levels is empty. The error wraps
// ErrUnknown.
func (g *Graph) Order(id string) (Order, error) {
	if _, err := g.concept(id); err != nil {
		return Order{}, err
	}
	before := above(prerequisites(g.t), id)
	levels, cut := levelled(before, id)
	for _, level := range levels {
		slices.SortStableFunc(level, func(a, b string) int {
			return cmp.Compare(g.c.Concept(b).Primary, g.c.Concept(a).Primary)
		})
	}
	o := Order{Concept: id, Levels: levels}
	for _, c := range cut {
		o.Cut = append(o.Cut, g.prerequisite(c[0], c[1]))
	}
	return o, nil
}

// Before returns the relations of an order that were not cut: from each concept to those that need it, by From and To.
func (g *Graph) Before(o Order) []Edge {
	ids := append(slices.Concat(o.Levels...), o.Concept)
	var edges []Edge
	for to, list := range prerequisites(g.t) {
		for _, from := range list {
			e := g.prerequisite(from, to)
			if slices.Contains(ids, from) && slices.Contains(ids, to) && !slices.Contains(o.Cut, e) {
				edges = append(edges, e)
			}
		}
	}
	slices.SortFunc(edges, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return edges
}

// Then returns the concepts of which a concept is a direct prerequisite, by ID.
func (g *Graph) Then(id string) []string {
	var next []string
	for to, list := range prerequisites(g.t) {
		if slices.Contains(list, id) {
			next = append(next, to)
		}
	}
	slices.Sort(next)
	return next
}

// prerequisite returns the edge of a relation that the taxonomy has.
func (g *Graph) prerequisite(from, to string) Edge {
	n := g.network()
	if bond, ok := n.between(n.index[from], n.index[to]); ok {
		for _, e := range bond.edges {
			if e.Kind == Prerequisite && e.From == from {
				return e
			}
		}
	}
	return Edge{From: from, To: to, Kind: Prerequisite}
}

// prerequisites returns the direct prerequisites of every concept that has some, by ID.
func prerequisites(t *taxonomy.Taxonomy) map[string][]string {
	before := map[string][]string{}
	for _, c := range t.Concepts() { // by ID
		for _, r := range c.Relations {
			if _, ok := t.Concept(r.To); ok && r.Type == Prerequisite && r.To != c.ID && !slices.Contains(before[r.To], c.ID) {
				before[r.To] = append(before[r.To], c.ID)
			}
		}
	}
	return before
}

// above keeps of all prerequisites those that lead to one concept in any number of steps. Every concept on the way is a key.
func above(before map[string][]string, id string) map[string][]string {
	kept := map[string][]string{}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		if _, seen := kept[queue[0]]; !seen {
			kept[queue[0]] = before[queue[0]]
			queue = append(queue, before[queue[0]]...)
		}
	}
	return kept
}

// levelled sorts what comes before the last concept into levels, each by ID. A concept goes into the first level by which
// all that it needs has been. Where no concept is left that could go, the rest holds a circle: of those circles that wait
// for nothing but themselves the lowest ID goes on without what it still needs. The last concept needs no such choice: what
// needs it is cut first.
func levelled(before map[string][]string, last string) (levels [][]string, cut [][2]string) {
	wants := maps.Clone(before)
	drop := func(id string, unwanted func(string) bool) {
		for _, need := range wants[id] {
			if unwanted(need) {
				cut = append(cut, [2]string{need, id})
			}
		}
		wants[id] = slices.DeleteFunc(slices.Clone(wants[id]), unwanted)
	}
	for _, id := range slices.Sorted(maps.Keys(wants)) {
		drop(id, func(need string) bool { return need == last })
	}
	delete(wants, last)
	for len(wants) > 0 {
		var level []string
		for id, needs := range wants {
			if !slices.ContainsFunc(needs, func(need string) bool { return has(wants, need) }) {
				level = append(level, id)
			}
		}
		if len(level) == 0 {
			level = []string{lowestInCircle(wants)}
			drop(level[0], func(need string) bool { return has(wants, need) })
		}
		slices.Sort(level)
		for _, id := range level {
			delete(wants, id)
		}
		levels = append(levels, level)
	}
	return levels, cut
}

// lowestInCircle returns the lowest ID that all of its own prerequisites need in turn.
func lowestInCircle(wants map[string][]string) string {
	for _, id := range slices.Sorted(maps.Keys(wants)) {
		needs := waiting(wants, id)
		if !slices.ContainsFunc(slices.Collect(maps.Keys(needs)), func(need string) bool { return !waiting(wants, need)[id] }) {
			return id
		}
	}
	return "" // not reached: a finite order in which all wait holds a circle
}

// waiting returns what is left of the prerequisites of a concept, in any number of steps.
func waiting(wants map[string][]string, id string) map[string]bool {
	all := map[string]bool{}
	for queue := slices.Clone(wants[id]); len(queue) > 0; queue = queue[1:] {
		if need := queue[0]; has(wants, need) && !all[need] {
			all[need] = true
			queue = append(queue, wants[need]...)
		}
	}
	return all
}

func has(m map[string][]string, id string) bool {
	_, ok := m[id]
	return ok
}
