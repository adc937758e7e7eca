package graph

import (
	"cmp"
	"container/heap"
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrNoPath is wrapped by the error of Path where nothing joins the two concepts.
var ErrNoPath = errors.New("nothing joins them")

// Step is one hop of a path: From and To in the order of the walk.
type Step struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Relation string `json:"relation"` // a relation type, Parent or TestedTogether
	// Reversed says that the relation reads from To to From: for "S3 is used by Athena" it is uses, reversed.
	Reversed bool   `json:"reversed,omitempty"`
	Reason   string `json:"reason"` // a sentence that reads in the order of the walk
	Common   int    `json:"common"` // questions about both
}

// A path costs curatedCost for each relation or parent, learnedCost for each hop that only questions speak for, and
// containerCost
// for each hop into or out of a mere container ("both are part of SageMaker AI"), which says little, and groupCost for
// each into or out of a group ("both are storage services"), which so is a last resort. A curated hop
// is one hop: two relations are taken rather than one guess, and one guess rather than three relations.
const (
	curatedCost   = 2
	containerCost = 3
	learnedCost   = 5
	groupCost     = 4
)

// cost orders walks. The top bits hold the price above; of equal prices the walk with the less busy concepts between is
// better (their bonds are counted: "Model Monitor" explains more than "SageMaker AI"), then the one with stronger bonds.
type cost uint64

const (
	priceShift = 42
	busyShift  = 21
)

const unreached = cost(math.MaxUint64)

// hop is the cost of going along an arc from v. A vertex that is passed adds how busy it is.
func (n *network) hop(v int, a arc) cost {
	price := curatedCost
	switch {
	case !n.linkable[v] || !n.linkable[a.to]:
		price = groupCost
	case a.bond.learned():
		price = learnedCost
	case n.container[v] || n.container[a.to]:
		price = containerCost
	}
	return cost(price)<<priceShift + cost(math.Round(1000*(1-a.bond.strength)))
}

func (n *network) passing(v int) cost { return cost(len(n.arcs[v])) << busyShift }

// Path returns the best walk between two concepts: cheapest by the prices above, of equals the one whose concepts come
// first by ID. There and back are the same walk. It is empty, not nil, from a concept to itself. The error wraps
// ErrUnknown or ErrNoPath.
func (g *Graph) Path(from, to string) ([]Step, error) {
	for _, id := range []string{from, to} {
		if _, err := g.concept(id); err != nil {
			return nil, err
		}
	}
	n := g.network()
	walk, ok := n.walk(n.index[min(from, to)], n.index[max(from, to)])
	if !ok {
		return nil, fmt.Errorf("from %s to %s: %w, neither a relation nor a common parent nor a question", from, to, ErrNoPath)
	}
	if from > to {
		slices.Reverse(walk)
	}
	steps := []Step{}
	for i := 1; i < len(walk); i++ {
		steps = append(steps, g.step(n, walk[i-1], walk[i]))
	}
	return steps, nil
}

func (g *Graph) step(n *network, v, w int) Step {
	bond, _ := n.between(v, w)
	e := bond.edges[0]
	s := Step{From: n.ids[v], To: n.ids[w], Relation: e.Kind, Common: bond.questions}
	if e.Kind != TestedTogether {
		s.Reversed = e.From != s.From
	}
	s.Reason = g.Sentence(e, s.From)
	return s
}

// Sentence reads an edge from one of its ends, with the questions about both and the taxonomy's reason where there are
// any: "Amazon Athena uses Amazon S3 (together in 14 questions): it queries files in place".
func (g *Graph) Sentence(e Edge, from string) string {
	s := g.name(from) + " " + phrase(e.Kind, e.From == from) + " " + g.name(e.Other(from))
	switch {
	case e.Kind == TestedTogether:
		s += " " + inQuestions(e.Questions)
	case e.Questions > 0:
		s += " (together " + inQuestions(e.Questions) + ")"
	}
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	return s
}

func (g *Graph) name(id string) string {
	if c, ok := g.t.Concept(id); ok {
		return c.Name
	}
	return id
}

// walk returns the best vertices from a to b. It takes the distances to b by Dijkstra's algorithm and then goes from a
// downhill, where a tie is decided for the lower index, that is, the lower ID.
func (n *network) walk(a, b int) ([]int, bool) {
	rest := n.distances(b)
	if rest[a] == unreached {
		return nil, false
	}
	walk := []int{a}
	for v := a; v != b; {
		i := slices.IndexFunc(n.arcs[v], func(x arc) bool {
			return rest[x.to] != unreached && n.hop(v, x)+n.onward(x.to, b, rest) == rest[v]
		})
		v = n.arcs[v][i].to
		walk = append(walk, v)
	}
	return walk, true
}

// onward is what remains after arriving at v on the way to b.
func (n *network) onward(v, b int, rest []cost) cost {
	if v == b {
		return 0
	}
	return rest[v] + n.passing(v)
}

// distances returns the cost from every vertex to b.
func (n *network) distances(b int) []cost {
	rest := make([]cost, len(n.ids))
	for v := range rest {
		rest[v] = unreached
	}
	rest[b] = 0
	queue := &costHeap{{b, 0}}
	for queue.Len() > 0 {
		top := heap.Pop(queue).(reached)
		if top.cost != rest[top.vertex] {
			continue
		}
		onward := n.onward(top.vertex, b, rest)
		for _, a := range n.arcs[top.vertex] {
			if d := onward + n.hop(top.vertex, a); d < rest[a.to] {
				rest[a.to] = d
				heap.Push(queue, reached{a.to, d})
			}
		}
	}
	return rest
}

type reached struct {
	vertex int
	cost   cost
}

// costHeap is a heap of vertices, cheapest first.
type costHeap []reached

func (h costHeap) Len() int { return len(h) }
func (h costHeap) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(h[i].cost, h[j].cost), cmp.Compare(h[i].vertex, h[j].vertex)) < 0
}
func (h costHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *costHeap) Push(x any)   { *h = append(*h, x.(reached)) }
func (h *costHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
