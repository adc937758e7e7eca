package graph

import (
	"cmp"
	"slices"

	dbg "github.com/dominikbraun/graph"

	"mlatlas/taxonomy"
)

// learnedPerConcept bounds the learned bonds of the network. Pairs come strongest first, and one is left out when both
// of its concepts have as many already: there are at most twelve a concept, and no concept loses its strongest twelve.
const learnedPerConcept = 12

// containerChildren is how many children make a concept a mere container.
const containerChildren = 12

// bond is all that binds two concepts.
type bond struct {
	edges     []Edge // by rank of their kind: the first speaks for the bond
	strength  float64
	questions int
}

// learned reports whether only questions speak for the bond.
func (b *bond) learned() bool { return b.edges[0].Kind == TestedTogether }

// arc is a bond seen from one of its ends.
type arc struct {
	to   int
	bond *bond
}

// network is the concept graph as it is read: vertices are indexes in the order of IDs, arcs go in that order too.
// Groups are vertices, for paths that find nothing better, except the top ones, which would bind everything.
type network struct {
	ids       []string
	index     map[string]int
	arcs      [][]arc
	linkable  []bool
	container []bool // with more than containerChildren children
}

// builder gathers the bonds. They are held as the edges of an undirected graph of concept IDs.
type builder struct {
	t     *taxonomy.Taxonomy
	c     *Counts
	graph dbg.Graph[string, string]
	bonds map[[2]string]*bond
}

func newNetwork(t *taxonomy.Taxonomy, c *Counts, learned []association) *network {
	b := &builder{t: t, c: c, graph: dbg.New(dbg.StringHash), bonds: map[[2]string]*bond{}}
	for _, concept := range t.Concepts() {
		b.parents(concept)
		b.relations(concept)
	}
	b.learned(learned)
	b.fill()
	return b.network()
}

func (b *builder) parents(c *taxonomy.Concept) {
	for _, id := range c.Parents {
		parent, ok := b.t.Concept(id)
		if !ok || !parent.Linkable() && len(parent.Parents) == 0 {
			continue
		}
		base := groupBase
		if parent.Linkable() {
			base = parentBase(len(b.t.Children(id)))
		}
		b.bind(Edge{From: c.ID, To: id, Kind: Parent, Weight: base})
	}
}

func (b *builder) relations(c *taxonomy.Concept) {
	for _, r := range c.Relations {
		if _, ok := b.t.Concept(r.To); !ok {
			continue
		}
		if rank := relationRank(r.Type); rank < len(relations) {
			b.bind(Edge{From: c.ID, To: r.To, Kind: r.Type, Weight: relations[rank].base, Reason: r.Reason})
		}
	}
}

// learned adds the strongest associations of each concept, which come strongest first.
func (b *builder) learned(list []association) {
	taken := make([]int, len(b.c.Concepts))
	for _, a := range list {
		if taken[a.a] >= learnedPerConcept && taken[a.b] >= learnedPerConcept {
			continue
		}
		from, ok := b.t.Concept(b.c.Concepts[a.a].ID)
		to, found := b.t.Concept(b.c.Concepts[a.b].ID)
		if !ok || !found || !from.Linkable() || !to.Linkable() {
			continue
		}
		taken[a.a]++
		taken[a.b]++
		b.bind(Edge{From: from.ID, To: to.ID, Kind: TestedTogether, Weight: a.strength})
	}
}

// bind adds an edge to the bond of its two ends; an edge of a concept to itself binds nothing.
func (b *builder) bind(e Edge) {
	if e.From == e.To {
		return
	}
	key := [2]string{min(e.From, e.To), max(e.From, e.To)}
	if b.bonds[key] == nil {
		b.bonds[key] = &bond{questions: b.c.Common(e.From, e.To)}
	}
	e.Questions = b.bonds[key].questions
	b.bonds[key].edges = append(b.bonds[key].edges, e)
}

// fill rates the bonds and puts them into the graph. A curated edge of weight w that questions support with strength s
// has the weight w + (1-w)·s.
func (b *builder) fill() {
	for _, c := range b.t.Concepts() {
		_ = b.graph.AddVertex(c.ID) // IDs are unique in a taxonomy
	}
	for key, bond := range b.bonds {
		slices.SortFunc(bond.edges, func(x, y Edge) int {
			return cmp.Or(cmp.Compare(relationRank(x.Kind), relationRank(y.Kind)), cmp.Compare(x.From, y.From), cmp.Compare(x.Reason, y.Reason))
		})
		bond.edges = slices.CompactFunc(bond.edges, func(x, y Edge) bool { return x.Kind == y.Kind && x.From == y.From })
		support := 0.0
		if last := bond.edges[len(bond.edges)-1]; last.Kind == TestedTogether {
			support = last.Weight
		}
		for i := range bond.edges {
			if e := &bond.edges[i]; e.Kind != TestedTogether {
				e.Weight += (1 - e.Weight) * support
			}
			bond.edges[i].Weight = round(bond.edges[i].Weight)
			bond.strength = max(bond.strength, bond.edges[i].Weight)
		}
		_ = b.graph.AddEdge(key[0], key[1], dbg.EdgeData(bond)) // both are vertices, and the pair is new
	}
}

// network takes the adjacency once: the graph makes it anew, and in another order, at every call.
func (b *builder) network() *network {
	adjacency, err := b.graph.AdjacencyMap()
	if err != nil { // only a foreign store could fail
		adjacency = nil
	}
	n := &network{index: map[string]int{}}
	for _, c := range b.t.Concepts() {
		n.index[c.ID] = len(n.ids)
		n.ids = append(n.ids, c.ID)
		n.linkable = append(n.linkable, c.Linkable())
		n.container = append(n.container, len(b.t.Children(c.ID)) > containerChildren)
	}
	n.arcs = make([][]arc, len(n.ids))
	for v, id := range n.ids {
		for other, edge := range adjacency[id] {
			if bond, ok := edge.Properties.Data.(*bond); ok {
				n.arcs[v] = append(n.arcs[v], arc{n.index[other], bond})
			}
		}
		slices.SortFunc(n.arcs[v], func(x, y arc) int { return cmp.Compare(x.to, y.to) })
	}
	return n
}

// between returns the bond of two vertices.
func (n *network) between(v, w int) (*bond, bool) {
	i, ok := slices.BinarySearchFunc(n.arcs[v], w, func(a arc, w int) int { return cmp.Compare(a.to, w) })
	if !ok {
		return nil, false
	}
	return n.arcs[v][i].bond, true
}
