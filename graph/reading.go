package graph

import (
	"fmt"
	"slices"
)

// Maps in reading order: what is read first comes first in Nodes, whatever its ID, and the layout "flow" of package draw
// puts it to the left of what comes later.

// PathMap is a path as a map. The edges are those that speak for its steps, each with the step's sentence as its reason.
// exam gives the groups, as in MapOptions; "" takes those of the taxonomy.
func (g *Graph) PathMap(from string, steps []Step, exam string) (Map, error) {
	ids := []string{from}
	for _, s := range steps {
		ids = append(ids, s.To)
	}
	m, err := g.inReadingOrder(ids, []string{from, ids[len(ids)-1]}, exam)
	if err != nil {
		return Map{}, err
	}
	m.Title = g.name(from)
	if len(steps) > 0 {
		m.Title = "From " + g.name(from) + " to " + g.name(ids[len(ids)-1])
	}
	n := g.network()
	for _, s := range steps {
		bond, ok := n.between(n.index[s.From], n.index[s.To])
		if !ok {
			return Map{}, fmt.Errorf("from %s to %s: %w", s.From, s.To, ErrNoPath)
		}
		e := mapEdge(bond.edges[0])
		e.Reason = s.Reason
		m.Edges = append(m.Edges, e)
	}
	return m, nil
}

// OrderMap is an order as a map: what comes first to the left, the concept itself last.
func (g *Graph) OrderMap(o Order, exam string) (Map, error) {
	m, err := g.inReadingOrder(append(slices.Concat(o.Levels...), o.Concept), []string{o.Concept}, exam)
	if err != nil {
		return Map{}, err
	}
	m.Title = "What to learn before " + g.name(o.Concept)
	for _, e := range g.Before(o) {
		m.Edges = append(m.Edges, mapEdge(e))
	}
	return m, nil
}

func mapEdge(e Edge) MapEdge {
	return MapEdge{From: e.From, To: e.To, Kind: e.Kind, Weight: e.Weight, Questions: e.Questions}
}

func (g *Graph) inReadingOrder(ids, focus []string, exam string) (Map, error) {
	p, err := g.mapper(MapOptions{Exam: exam})
	if err != nil {
		return Map{}, err
	}
	m := Map{Subtitle: g.subtitle(), Nodes: []MapNode{}, Edges: []MapEdge{}}
	for _, id := range ids {
		if _, err := g.concept(id); err != nil {
			return Map{}, err
		}
		node := p.node(p.n.index[id])
		node.Focus = slices.Contains(focus, id)
		m.Nodes = append(m.Nodes, node)
	}
	m.Groups = p.legend(m.Nodes)
	return m, nil
}
