package draw

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mlatlas/graph"
)

// nmtoken is the type that the schema of GraphML asks of IDs and names of keys, as far as ASCII goes.
var nmtoken = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)

// graphmlReader checks a file by the rules of the schema: what may stand in what, in which order, how often and of which
// type. Elements of yEd's namespace may stand in the keys that its extension declares, and there alone.
type graphmlReader struct {
	t     *testing.T
	keys  map[string]element
	nodes map[string]map[string]string // values by name of the key
	edges []map[string]string
}

func readGraphML(t *testing.T, text []byte) *graphmlReader {
	t.Helper()
	r := &graphmlReader{t: t, keys: map[string]element{}, nodes: map[string]map[string]string{}}
	root := parse(t, text)
	r.is(root, "graphml", "desc", "key", "graph")
	for _, e := range root.Children {
		switch e.XMLName.Local {
		case "key":
			r.key(e)
		case "graph":
			r.is(e, "graph", "node", "edge")
			if d := e.attr("edgedefault"); d != "directed" && d != "undirected" {
				t.Errorf("edgedefault %q", d)
			}
			for _, item := range e.Children {
				r.item(item)
			}
		}
	}
	return r
}

// is checks the name of an element and that its children come in an order.
func (r *graphmlReader) is(e element, name string, order ...string) {
	r.t.Helper()
	if e.XMLName.Local != name || e.XMLName.Space != "http://graphml.graphdrawing.org/xmlns" {
		r.t.Errorf("<%s> of %q, want <%s>", e.XMLName.Local, e.XMLName.Space, name)
	}
	at := 0
	for _, c := range e.Children {
		i := slices.Index(order, c.XMLName.Local)
		if i < at {
			r.t.Errorf("<%s> in <%s> stands where it may not", c.XMLName.Local, name)
		}
		at = max(at, i)
	}
}

func (r *graphmlReader) key(e element) {
	id := e.attr("id")
	if _, twice := r.keys[id]; twice || !nmtoken.MatchString(id) {
		r.t.Errorf("key %q", id)
	}
	r.keys[id] = e
	if owner := e.attr("for"); owner != "node" && owner != "edge" {
		r.t.Errorf("key %s is for %q", id, owner)
	}
	if e.attr("yfiles.type") != "" {
		return
	}
	if !slices.Contains([]string{"boolean", "int", "long", "float", "double", "string"}, e.attr("attr.type")) || !nmtoken.MatchString(e.attr("attr.name")) {
		r.t.Errorf("key %s has the name %q and the type %q", id, e.attr("attr.name"), e.attr("attr.type"))
	}
}

func (r *graphmlReader) item(e element) {
	r.is(e, e.XMLName.Local, "data")
	values := map[string]string{"id": e.attr("id")}
	for _, d := range e.Children {
		r.data(e, d, values)
	}
	if id := e.attr("id"); !nmtoken.MatchString(id) {
		r.t.Errorf("the ID %q", id)
	}
	if e.XMLName.Local == "node" {
		if r.nodes[e.attr("id")] != nil {
			r.t.Errorf("a second node %s", e.attr("id"))
		}
		r.nodes[e.attr("id")] = values
		return
	}
	for _, end := range []string{"source", "target"} {
		if values[end] = e.attr(end); r.nodes[values[end]] == nil {
			r.t.Errorf("edge %s: %s is no node before it", e.attr("id"), values[end])
		}
	}
	if values["directed"] = e.attr("directed"); values["directed"] != "" && values["directed"] != "false" {
		r.t.Errorf("directed is %q", values["directed"])
	}
	if slices.ContainsFunc(r.edges, func(other map[string]string) bool { return other["id"] == values["id"] }) {
		r.t.Errorf("a second edge %s", values["id"])
	}
	r.edges = append(r.edges, values)
}

// data checks a value against the type of its key.
func (r *graphmlReader) data(owner, d element, values map[string]string) {
	key, ok := r.keys[d.attr("key")]
	name := key.attr("attr.name")
	if _, twice := values[name]; !ok || twice || key.attr("for") != owner.XMLName.Local {
		r.t.Errorf("<data key=%q> in <%s>", d.attr("key"), owner.XMLName.Local)
	}
	if key.attr("yfiles.type") != "" {
		r.graphics(d)
		return
	}
	if len(d.Children) > 0 {
		r.t.Errorf("elements in the value of %s", name)
	}
	var err error
	switch key.attr("attr.type") {
	case "int":
		_, err = strconv.ParseInt(d.Text, 10, 32)
	case "double":
		var x float64
		if x, err = strconv.ParseFloat(d.Text, 64); math.IsNaN(x) || math.IsInf(x, 0) {
			r.t.Errorf("%s is %s", name, d.Text)
		}
	}
	if err != nil {
		r.t.Error(err)
	}
	values[name] = d.Text
}

// yedParts are the elements of yEd that are used, each with the attributes that have a set of values.
var yedParts = map[string]map[string]string{
	"ShapeNode": nil, "PolyLineEdge": nil, "Geometry": nil, "Path": nil,
	"Fill": nil, "BorderStyle": {"type": "line"}, "LineStyle": {"type": "line dashed dotted"},
	"NodeLabel": {"fontStyle": "plain bold"}, "EdgeLabel": {"fontStyle": "plain"},
	"Shape":  {"type": "rectangle roundrectangle ellipse parallelogram hexagon octagon rectangle3d trapezoid2"},
	"Arrows": {"source": "none standard white_delta plain diamond delta circle t_shape", "target": "none standard white_delta plain diamond delta circle t_shape"},
}

func (r *graphmlReader) graphics(d element) {
	if len(d.Children) != 1 {
		r.t.Errorf("%d elements of yEd in %s", len(d.Children), d.attr("key"))
	}
	for _, shape := range d.Children {
		shape.walk(func(e element) {
			values, ok := yedParts[e.XMLName.Local]
			if !ok || e.XMLName.Space != "http://www.yworks.com/xml/graphml" {
				r.t.Errorf("<%s> of %q", e.XMLName.Local, e.XMLName.Space)
			}
			for name, allowed := range values {
				if !slices.Contains(strings.Fields(allowed), e.attr(name)) {
					r.t.Errorf("<%s %s=%q>", e.XMLName.Local, name, e.attr(name))
				}
			}
		})
	}
}

func TestGraphMLFollowsTheSchema(t *testing.T) {
	for name, c := range map[string]struct {
		m graph.Map
		o Options
	}{
		"sample": {sampleMap(30, 3), Options{}}, "boxes": {sampleMap(12, 1), Options{Layout: "dot"}}, "coverage": {sampleMap(12, 1), Options{Color: "coverage"}},
		"nasty": {nastyMap(), Options{}}, "walk": {sampleWalk(), Options{Layout: Flow}}, "empty": {},
	} {
		text, err := GraphML(t.Context(), c.m, c.o)
		if err != nil {
			t.Fatal(name, err)
		}
		r := readGraphML(t, text)
		if len(r.nodes) != len(c.m.Nodes) || len(r.edges) != len(c.m.Edges) {
			t.Errorf("%s: %d nodes and %d edges of %d and %d", name, len(r.nodes), len(r.edges), len(c.m.Nodes), len(c.m.Edges))
		}
		if again, _ := GraphML(t.Context(), c.m, c.o); !bytes.Equal(text, again) {
			t.Errorf("%s: not the same bytes", name)
		}
	}
}

// TestGraphMLHoldsTheMap: every value of the map is in a column, and Gephi's own columns say what the SVG shows.
func TestGraphMLHoldsTheMap(t *testing.T) {
	m := sampleMap(20, 4)
	m.Edges[0].Kind, m.Edges[1].Kind = "uses", "alternative-to"
	text, err := GraphML(t.Context(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	placed, err := Layout(t.Context(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := readGraphML(t, text)
	for _, n := range placed.Nodes {
		got := r.nodes[n.ID]
		group := sampleGroups[slices.IndexFunc(sampleGroups, func(g graph.Group) bool { return g.ID == n.Group })].Name
		for key, want := range map[string]string{"name": n.Name, "label": n.Name, "kind": n.Kind, "group": group, "questions": strconv.Itoa(n.Questions),
			"value": decimal(n.Value), "x": number(n.X), "y": number(-n.Y)} {
			if got[key] != want {
				t.Errorf("%s: %s is %q, want %q", n.ID, key, got[key], want)
			}
		}
	}
	for i, e := range m.Edges {
		at := slices.IndexFunc(r.edges, func(got map[string]string) bool { return got["id"] == "e"+strconv.Itoa(i) })
		got, look := r.edges[at], relationOf(e.Kind)
		directed := map[bool]string{true: "false"}[look.learned || look.tail != noHead]
		for key, want := range map[string]string{"source": e.From, "target": e.To, "relation": e.Kind, "weight": decimal(e.Weight),
			"questions": strconv.Itoa(e.Questions), "label": look.words, "directed": directed} {
			if got[key] != want {
				t.Errorf("edge %d: %s is %q, want %q", i, key, got[key], want)
			}
		}
	}
}

func TestChannel(t *testing.T) {
	for _, c := range []struct {
		color string
		want  string
	}{{"#0072b2", "0 114 178"}, {"#ffffff", "255 255 255"}, {"#c67b00", "198 123 0"}} {
		if got := channel(c.color, 0) + " " + channel(c.color, 1) + " " + channel(c.color, 2); got != c.want {
			t.Errorf("%s: %s, want %s", c.color, got, c.want)
		}
	}
}
