package draw

import (
	"bytes"
	"context"
	"math"
	"slices"
	"testing"

	"mlatlas/graph"
)

// A map that is drawn again is the same to the byte, and one that has grown keeps what stood on it.
func TestPlacesAreKept(t *testing.T) {
	whole := sampleMap(40, 5)
	smaller := without(whole, 6)
	places := Places{}
	first := svgOf(t, smaller, Options{Places: places})
	if again := svgOf(t, smaller, Options{Places: places}); !bytes.Equal(first, again) {
		t.Error("drawn again it is another picture")
	}
	before := Places{}
	for key, at := range places {
		before[key] = at
	}
	grown := svgOf(t, whole, Options{Places: places})
	checkApart(t, whole, Options{Places: places})
	moved := 0
	for _, n := range smaller.Nodes {
		if d := math.Hypot(before[n.ID].X-places[n.ID].X, before[n.ID].Y-places[n.ID].Y); d > 1 {
			moved++
		}
	}
	if moved > 0 {
		t.Errorf("%d of %d concepts have moved", moved, len(smaller.Nodes))
	}
	if bytes.Equal(first, grown) {
		t.Error("the grown map shows nothing new")
	}
}

// Places that are no places, or none of this map's, are passed over.
func TestPlacesOfAnotherMap(t *testing.T) {
	m := sampleMap(12, 5)
	plain := svgOf(t, m, Options{})
	for name, places := range map[string]Places{
		"of others":  {"nosuch": {1, 2}},
		"no numbers": {m.Nodes[0].ID: {math.NaN(), 0}, m.Nodes[1].ID: {0, math.Inf(1)}},
		"empty":      {},
	} {
		if got := svgOf(t, m, Options{Places: places}); !bytes.Equal(got, plain) {
			t.Errorf("%s: another picture than without places", name)
		}
	}
	all := Places{}
	for _, n := range m.Nodes {
		all[n.ID] = Place{5, 5}
	}
	checkApart(t, m, Options{Places: all})
}

// without leaves out the last n nodes of a map.
func without(m graph.Map, n int) graph.Map {
	kept := m.Nodes[:len(m.Nodes)-n]
	in := func(id string) bool {
		return slices.ContainsFunc(kept, func(n graph.MapNode) bool { return n.ID == id })
	}
	edges := []graph.MapEdge{}
	for _, e := range m.Edges {
		if in(e.From) && in(e.To) {
			edges = append(edges, e)
		}
	}
	m.Nodes, m.Edges = kept, edges
	return m
}

func svgOf(t *testing.T, m graph.Map, o Options) []byte {
	t.Helper()
	svg, err := SVG(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

func checkApart(t *testing.T, m graph.Map, o Options) {
	t.Helper()
	p, err := laidOut(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range p.nodes {
		for _, b := range p.nodes[:i] {
			if near(a.box, b.box, 0) {
				t.Errorf("%s and %s overlap", a.id, b.id)
			}
		}
	}
}
