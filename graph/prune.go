package graph

import (
	"cmp"
	"math"
	"slices"
)

// edgesPerNode is how many edges a map keeps: about as many as a careful person draws.
const edgesPerNode = 1.6

// prune returns the edges of a map, by From, To and Kind. There is one an adjacent pair: its first relation, or what was
// learned. Edges that parents imply go first (see implied). Of the rest the strongest that together join all that can
// be joined are kept (Kruskal's spanning forest), then the strongest of all up to edgesPerNode a node. So a curated
// relation goes before a weak learned edge, and a strong learned one before a mere container.
func (m *mapper) prune(nodes []int) []MapEdge {
	drawn := make([]bool, len(m.n.ids))
	for _, v := range nodes {
		drawn[v] = true
	}
	var candidates []link
	for _, v := range nodes {
		for _, arc := range m.n.arcs[v] {
			if v < arc.to && drawn[arc.to] && !m.implied(v, arc, drawn) {
				candidates = append(candidates, link{v, arc.to, arc.bond})
			}
		}
	}
	slices.SortStableFunc(candidates, func(x, y link) int { return cmp.Compare(y.bond.strength, x.bond.strength) })
	kept := strongest(candidates, len(m.n.ids), int(math.Ceil(edgesPerNode*float64(len(nodes)))))
	edges := []MapEdge{}
	for _, l := range kept {
		e := l.bond.edges[0]
		edges = append(edges, MapEdge{From: e.From, To: e.To, Kind: e.Kind, Weight: l.bond.strength, Questions: l.bond.questions})
	}
	slices.SortFunc(edges, func(x, y MapEdge) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(x.Kind, y.Kind))
	})
	return edges
}

// link is a bond with its ends, the lower first.
type link struct {
	v, w int
	bond *bond
}

// strongest keeps a spanning forest of links that come strongest first, and others up to limit in all.
func strongest(links []link, vertices, limit int) []link {
	p := newParts(vertices)
	var forest, rest []link
	for _, l := range links {
		if p.join(l.v, l.w) {
			forest = append(forest, l)
		} else {
			rest = append(rest, l)
		}
	}
	return append(forest, rest[:max(0, min(len(rest), limit-len(forest)))]...)
}

// implied reports a bond that drawn parents already show: a parent, a part-of or a learned edge between a concept and one
// above it, when a chain of drawn parents leads from the one to the other.
func (m *mapper) implied(v int, a arc, drawn []bool) bool {
	if kind := a.bond.edges[0].Kind; kind != Parent && kind != "part-of" && kind != TestedTogether {
		return false
	}
	return m.climbs(v, a.to, drawn) || m.climbs(a.to, v, drawn)
}

// climbs reports whether at least two steps from child to parent, all drawn, lead from v up to top.
func (m *mapper) climbs(v, top int, drawn []bool) bool {
	if !m.g.t.Below(m.n.ids[v], m.n.ids[top]) {
		return false
	}
	seen := map[int]bool{v: true}
	stack := []int{v}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		c, _ := m.g.t.Concept(m.n.ids[at])
		for _, parent := range c.Parents {
			p := m.n.index[parent]
			if !drawn[p] || seen[p] || at == v && p == top {
				continue
			}
			if p == top {
				return true
			}
			seen[p] = true
			stack = append(stack, p)
		}
	}
	return false
}
