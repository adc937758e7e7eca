package graph

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

// A community is a set of concepts on a map that are bound to each other more strongly than to the rest: the partition
// for which modularity is highest, as Louvain's method finds it (Blondel and others 2008; gonum's, with a fixed seed). It
// is taken over all bonds between the concepts that are drawn, not only those that are. Of forty concepts some five to
// seven communities come out.
const (
	communitySeed       = 2008
	communityResolution = 1
	leastCommunity      = 3 // smaller ones are no group of their own
)

// setCommunities groups the vertices of a map by their community, which is called after the concept that most of it
// hangs on.
func (m *mapper) setCommunities(nodes []int) {
	for _, members := range m.partition(nodes) {
		if len(members) < leastCommunity {
			continue
		}
		heart := slices.MinFunc(members, func(a, b int) int {
			return cmp.Or(cmp.Compare(m.hold(b, members), m.hold(a, members)), cmp.Compare(m.mass[b], m.mass[a]), cmp.Compare(a, b))
		})
		for _, v := range members {
			m.groups[v] = m.n.ids[heart]
		}
	}
}

// hold is how strongly a vertex is bound to the other members of its community.
func (m *mapper) hold(v int, members []int) (sum float64) {
	for _, a := range m.n.arcs[v] {
		if _, in := slices.BinarySearch(members, a.to); in {
			sum += a.bond.strength
		}
	}
	return sum
}

// partition returns the communities of the vertices of a map, each in order.
func (m *mapper) partition(nodes []int) [][]int {
	g := simple.NewWeightedUndirectedGraph(0, 0)
	for _, v := range nodes {
		g.AddNode(simple.Node(v))
	}
	for _, v := range nodes {
		for _, a := range m.n.arcs[v] {
			if v < a.to && g.Node(int64(a.to)) != nil {
				g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(v), T: simple.Node(a.to), W: a.bond.strength})
			}
		}
	}
	var parts [][]int
	if g.Nodes().Len() == 0 {
		return nil
	}
	for _, nodes := range community.Modularize(g, communityResolution, rand.NewPCG(communitySeed, 0)).Communities() {
		var part []int
		for _, n := range nodes {
			part = append(part, int(n.ID()))
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	slices.SortFunc(parts, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return parts
}
