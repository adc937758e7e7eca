package draw

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mlatlas/graph"
)

// sampleWalk is a path of five concepts, whose second and fourth relation point back.
func sampleWalk() graph.Map {
	m := sampleMap(5, 3)
	m.Title, m.Edges = "From one to five", nil
	for i, kind := range []string{"uses", "parent", graph.TestedTogether, "alternative-to"} {
		e := graph.MapEdge{From: m.Nodes[i].ID, To: m.Nodes[i+1].ID, Kind: kind, Weight: 0.5,
			Reason: fmt.Sprintf("%s has to do with %s (together in 14 questions): it is said at length why that is so, so that it takes more than a line of the legend", m.Nodes[i].Name, m.Nodes[i+1].Name)}
		if i%2 == 1 {
			e.From, e.To = e.To, e.From
		}
		m.Edges = append(m.Edges, e)
	}
	return m
}

// TestFlowReadsFromLeftToRight: nodes in the order of the map, words beside the edges, reasons below.
func TestFlowReadsFromLeftToRight(t *testing.T) {
	for name, m := range map[string]graph.Map{"walk": sampleWalk(), "nasty": nastyMap()} {
		svg, err := SVG(t.Context(), m, Options{Layout: Flow})
		if err != nil {
			t.Fatal(name, err)
		}
		root := parse(t, svg)
		safe(t, root)
		d := read(t, svg)
		checkLabels(t, name, d)
		for _, e := range m.Edges {
			from, to := place(m, e.From), place(m, e.To)
			left, right := d.shapes[clean(m.Nodes[min(from, to)].ID)], d.shapes[clean(m.Nodes[max(from, to)].ID)]
			if left.x+left.w/2 >= right.x-right.w/2 {
				t.Errorf("%s: %q is not to the left of %q", name, m.Nodes[min(from, to)].ID, m.Nodes[max(from, to)].ID)
			}
		}
		words := wordsOf(t, root)
		if len(words) < len(m.Edges) {
			t.Errorf("%s: words on %d of %d edges", name, len(words), len(m.Edges))
		}
		for _, w := range words {
			for id, shape := range d.shapes {
				if near(w, shape, 0) {
					t.Errorf("%s: words at %v lie on %q", name, w, id)
				}
			}
		}
	}
}

func place(m graph.Map, id string) int {
	return slices.IndexFunc(m.Nodes, func(n graph.MapNode) bool { return n.ID == id })
}

// wordsOf returns the boxes of the lines that stand on edges.
func wordsOf(t *testing.T, root element) []box {
	var list []box
	root.walk(func(e element) {
		if e.class("words") {
			size := float(t, e, "font-size")
			list = append(list, box{point{float(t, e, "x"), float(t, e, "y") - size*0.26}, textWidth(e.Text, size), size * 0.95})
		}
	})
	return list
}

// TestFlowHeads: an arrow that points back has its head at the left end.
func TestFlowHeads(t *testing.T) {
	p, err := laidOut(t.Context(), sampleWalk(), Options{Layout: Flow})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.edges {
		ends := []point{e.path[0], e.path[len(e.path)-1]}
		if (ends[0].x < ends[1].x) == p.backward(e) {
			t.Errorf("%s from %d to %d runs from %v to %v", e.look.kind, e.from, e.to, ends[0], ends[1])
		}
		if (e.head != nil) != (e.look.head != noHead) || (e.tail != nil) != (e.look.tail != noHead) {
			t.Errorf("%s: head %v, tail %v", e.look.kind, e.head, e.tail)
		}
	}
}

func TestFlowTellsReasons(t *testing.T) {
	m := sampleWalk()
	svg, err := SVG(t.Context(), m, Options{Layout: Flow})
	if err != nil {
		t.Fatal(err)
	}
	var items []string
	parse(t, svg).walk(func(e element) {
		if e.class("item") {
			items = append(items, e.Text)
		}
	})
	all := strings.Join(items, " ")
	for _, e := range m.Edges {
		if !strings.Contains(all, e.Reason) {
			t.Errorf("the legend does not say %q", e.Reason)
		}
	}
	alike := sampleWalk()
	for i := range alike.Edges {
		alike.Edges[i].Kind, alike.Edges[i].Reason = "prerequisite-of", ""
	}
	if svg, _ = SVG(t.Context(), alike, Options{Layout: Flow}); bytes.Contains(svg, []byte(`class="words"`)) {
		t.Error("edges that all mean the same say so each")
	}
}

// TestFlowDOT: the text for others is read, and leads edges in the order of the nodes.
func TestFlowDOT(t *testing.T) {
	m := sampleWalk()
	text := DOT(m, Options{Layout: Flow})
	if _, err := workers.layout(t.Context(), "dot", text, false); err != nil {
		t.Error(err)
	}
	for i := range m.Nodes[1:] {
		if arrow := fmt.Sprintf("%q -> %q", m.Nodes[i].ID, m.Nodes[i+1].ID); !strings.Contains(text, arrow) {
			t.Errorf("no %s in\n%s", arrow, text)
		}
	}
}

func TestParagraph(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{"", 10, ""},
		{"one two three", 100, "one two three"},
		{"one two three", 4, "one two|three"},
		{"one two three", 1.3, "o…|t…|t…"},
		{"  spaced   out ", 4, "spaced|out"},
	} {
		if got := strings.Join(paragraph(c.text, c.width), "|"); got != c.want {
			t.Errorf("%q in %g: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
