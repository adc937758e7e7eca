package graph

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"mlatlas/taxonomy"
)

// ErrUnknown is wrapped by the error of a call that names a concept or an exam that the taxonomy does not have.
var ErrUnknown = errors.New("not in the taxonomy")

// Graph answers questions about concepts from a taxonomy and the counts of a bank. It is safe for concurrent use.
type Graph struct {
	t *taxonomy.Taxonomy
	c *Counts

	learned func() []association
	network func() *network
}

// New joins a taxonomy and counts. Counts of concepts, tasks and exams that the taxonomy no longer has are passed over.
// It is cheap: the network is built by the first call that needs it.
func New(t *taxonomy.Taxonomy, c *Counts) *Graph {
	g := &Graph{t: t, c: c}
	g.learned = sync.OnceValue(func() []association { return associations(c) })
	g.network = sync.OnceValue(func() *network { return newNetwork(t, c, g.learned()) })
	return g
}

// Counts returns what the graph was made of; it is not to be changed.
func (g *Graph) Counts() *Counts { return g.c }

// Edge is one relation between two concepts, as it reads: From Kind To. TestedTogether and alternative-to read both ways.
type Edge struct {
	From      string  `json:"from"`
	To        string  `json:"to"`
	Kind      string  `json:"kind"` // a relation type, Parent or TestedTogether
	Weight    float64 `json:"weight"`
	Questions int     `json:"questions"`        // about both, counted among the heaviest links of each question
	Reason    string  `json:"reason,omitempty"` // the taxonomy's own, where it gives one
}

// Other returns the end of the edge that is not id.
func (e Edge) Other(id string) string {
	if e.From == id {
		return e.To
	}
	return e.From
}

// Neighbours returns every edge of a concept, curated and learned, strongest first; of equals the relation before the
// parent before the learned one, then by ID. Groups are no neighbours, but have their members. Of the learned edges the
// strongest of each concept are kept: Related has them all.
func (g *Graph) Neighbours(id string) []Edge {
	n := g.network()
	v, ok := n.index[id]
	if !ok {
		return nil
	}
	var edges []Edge
	for _, a := range n.arcs[v] {
		if n.linkable[v] && !n.linkable[a.to] {
			continue
		}
		edges = append(edges, a.bond.edges...)
	}
	slices.SortFunc(edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(relationRank(a.Kind), relationRank(b.Kind)),
			strings.Compare(a.Other(id), b.Other(id)), strings.Compare(a.From, b.From))
	})
	return edges
}

// Related is a concept that the same questions are about.
type Related struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Questions int     `json:"questions"` // about both
	Strength  float64 `json:"strength"`  // above 0 up to 1; see association
}

// Related returns the n concepts that are tested together with id, strongest first, all of them if n is 0 or less.
// Pairs that chance explains are not among them, so the list may be short or empty.
func (g *Graph) Related(id string, n int) []Related {
	out := []Related{}
	at, ok := g.c.index(id)
	if !ok {
		return out
	}
	for _, a := range g.learned() {
		if a.a != at && a.b != at {
			continue
		}
		other, ok := g.t.Concept(g.c.Concepts[a.a+a.b-at].ID)
		if !ok || !other.Linkable() {
			continue
		}
		out = append(out, Related{other.ID, other.Name, a.questions, round(a.strength)})
		if len(out) == n {
			break
		}
	}
	return out
}

// round keeps six decimals, which is what a number in JSON needs to be read and compared.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// concept returns a concept of the taxonomy, or an error that names the nearest ones.
func (g *Graph) concept(id string) (*taxonomy.Concept, error) {
	if c, ok := g.t.Concept(id); ok {
		return c, nil
	}
	return nil, fmt.Errorf("concept %q is %w; near: %s", id, ErrUnknown, strings.Join(g.t.Nearest(id, 3), ", "))
}

// exam returns an exam of the taxonomy, or an error that lists the known ones.
func (g *Graph) exam(id string) (*taxonomy.Exam, error) {
	if e, ok := g.t.Exam(id); ok {
		return e, nil
	}
	var known []string
	for _, e := range g.t.Exams() {
		known = append(known, e.ID)
	}
	return nil, fmt.Errorf("exam %q is %w; known: %s", id, ErrUnknown, strings.Join(known, ", "))
}
