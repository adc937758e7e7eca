package draw

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mlatlas/graph"
)

// element is a parsed element of an SVG.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) class(name string) bool {
	return slices.Contains(strings.Fields(e.attr("class")), name)
}

// walk calls f for e and everything in it.
func (e element) walk(f func(element)) {
	f(e)
	for _, c := range e.Children {
		c.walk(f)
	}
}

func parse(t *testing.T, svg []byte) element {
	t.Helper()
	var root element
	d := xml.NewDecoder(bytes.NewReader(svg))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("the SVG is no XML: %v", err)
	}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return root
		}
		if text, blank := token.(xml.CharData); err != nil || !blank || len(bytes.TrimSpace(text)) > 0 {
			t.Fatalf("after the root element: %v, %v", token, err)
		}
	}
}

// safe reports what a picture must not hold: scripts, handlers, anything to load.
func safe(t *testing.T, root element) {
	t.Helper()
	allowed := []string{"svg", "title", "desc", "style", "rect", "g", "path", "text", "a"}
	root.walk(func(e element) {
		if !slices.Contains(allowed, e.XMLName.Local) {
			t.Errorf("element <%s>", e.XMLName.Local)
		}
		if e.XMLName.Local == "style" && (strings.Contains(e.Text, "url(") || strings.Contains(e.Text, "@import")) {
			t.Error("the style loads something")
		}
		for _, a := range e.Attrs {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || a.Name.Local == "src" {
				t.Errorf("attribute %s of <%s>", a.Name.Local, e.XMLName.Local)
			}
			if a.Name.Local == "href" && strings.Contains(strings.ToLower(a.Value), "script:") {
				t.Errorf("href %q", a.Value)
			}
		}
	})
}

// extentOf returns the box of path data: absolute M L C V H, relative m l h v a z, arcs of a quarter by their ends.
func extentOf(t *testing.T, d string) box {
	t.Helper()
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	var at point
	for _, c := range commands(t, d) {
		switch n := c.numbers; c.letter {
		case 'M', 'L', 'C':
			at = point{n[len(n)-2], n[len(n)-1]}
		case 'm', 'l', 'a':
			at = point{at.x + n[len(n)-2], at.y + n[len(n)-1]}
		case 'h':
			at.x += n[0]
		case 'v':
			at.y += n[0]
		case 'z':
			continue
		default:
			t.Fatalf("command %c in %q", c.letter, d)
		}
		lo, hi = point{min(lo.x, at.x), min(lo.y, at.y)}, point{max(hi.x, at.x), max(hi.y, at.y)}
	}
	return box{point{(lo.x + hi.x) / 2, (lo.y + hi.y) / 2}, hi.x - lo.x, hi.y - lo.y}
}

type command struct {
	letter  byte
	numbers []float64
}

func commands(t *testing.T, d string) []command {
	t.Helper()
	var list []command
	for len(d) > 0 {
		end := strings.IndexAny(d[1:], "MLCHVmlhvaz") + 1
		if end == 0 {
			end = len(d)
		}
		c := command{letter: d[0]}
		for _, f := range strings.Fields(d[1:end]) {
			x, err := strconv.ParseFloat(f, 64)
			if err != nil {
				t.Fatal(err)
			}
			c.numbers = append(c.numbers, x)
		}
		list, d = append(list, c), d[end:]
	}
	return list
}

// drawn is what the picture shows, read from the SVG alone.
type drawn struct {
	shapes map[string]box   // by data-id
	labels map[string][]box // lines of the nodes
	names  []box            // lines of the groups' names
	edges  [][]point
}

func read(t *testing.T, svg []byte) drawn {
	t.Helper()
	d := drawn{shapes: map[string]box{}, labels: map[string][]box{}}
	lines := func(e element) (list []box) {
		e.walk(func(c element) {
			if c.XMLName.Local == "text" {
				x, y, size := float(t, c, "x"), float(t, c, "y"), float(t, c, "font-size")
				w := textWidth(c.Text, size)
				if c.attr("textLength") != "" {
					w = float(t, c, "textLength")
				}
				if c.attr("text-anchor") == "start" {
					x += w / 2
				}
				list = append(list, box{point{x, y - size*0.26}, w, size * 0.95})
			}
		})
		return list
	}
	parse(t, svg).walk(func(e element) {
		switch {
		case e.class("node") && e.attr("data-id") != "":
			id := e.attr("data-id")
			e.walk(func(c element) {
				if c.class("shape") {
					d.shapes[id] = extentOf(t, c.attr("d"))
				}
			})
			d.labels[id] = lines(e)
		case e.class("group"):
			d.names = append(d.names, lines(e)...)
		case e.class("edge") && e.attr("data-kind") != "":
			for _, c := range e.Children {
				if c.class("line") {
					var path []point
					for _, cmd := range commands(t, c.attr("d")) {
						for i := 0; i+1 < len(cmd.numbers); i += 2 {
							path = append(path, point{cmd.numbers[i], cmd.numbers[i+1]})
						}
					}
					d.edges = append(d.edges, path)
				}
			}
		}
	})
	return d
}

func float(t *testing.T, e element, name string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(e.attr(name), 64)
	if err != nil {
		t.Fatalf("%s of <%s>: %v", name, e.XMLName.Local, err)
	}
	return x
}

// TestNothingOverlaps measures maps in their SVG: labels stay in their nodes, nodes and names of groups stay apart, and
// edges seldom run through the label of a node that is not theirs.
func TestNothingOverlaps(t *testing.T) {
	for _, n := range []int{1, 2, 12, 40, 60} {
		for seed := range uint64(4) {
			for _, o := range []Options{{}, {Layout: "dot"}} {
				name := fmt.Sprintf("%d nodes, seed %d, layout %q", n, seed, o.Layout)
				m := sampleMap(n, seed)
				svg, err := SVG(t.Context(), m, o)
				if err != nil {
					t.Fatal(name, err)
				}
				d := read(t, svg)
				if len(d.shapes) != n || len(d.edges) != len(m.Edges) {
					t.Errorf("%s: %d nodes and %d edges drawn of %d", name, len(d.shapes), len(d.edges), len(m.Edges))
				}
				checkLabels(t, name, d)
				if through := d.throughLabels(); through*100 > 3*len(d.edges) {
					t.Errorf("%s: %d of %d edges run through a label", name, through, len(d.edges))
				}
			}
		}
	}
}

// TestNamesStayInBoxes: the box of a group is as wide as its name, and holds its nodes.
func TestNamesStayInBoxes(t *testing.T) {
	for _, n := range []int{6, 12, 40} {
		p, err := laidOut(t.Context(), sampleMap(n, 11), Options{Layout: "dot"})
		if err != nil {
			t.Fatal(err)
		}
		inside := func(b, area box) bool {
			return b.x-b.w/2 >= area.x-area.w/2 && b.x+b.w/2 <= area.x+area.w/2 && b.y-b.h/2 >= area.y-area.h/2 && b.y+b.h/2 <= area.y+area.h/2
		}
		for _, g := range p.groups {
			if g.named && !inside(g.label.box, g.area) {
				t.Errorf("%d nodes: the name of %s leaves its box: %v in %v", n, g.name, g.label.box, g.area)
			}
		}
		for _, node := range p.nodes {
			if node.group >= 0 && p.groups[node.group].named && !inside(node.box, p.groups[node.group].area) {
				t.Errorf("%d nodes: %s stands outside the box of its group", n, node.name)
			}
		}
	}
}

func checkLabels(t *testing.T, name string, d drawn) {
	t.Helper()
	var ids []string
	for id := range d.shapes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for i, id := range ids {
		if len(d.labels[id]) == 0 {
			t.Errorf("%s: %s has no label", name, id)
		}
		for _, l := range d.labels[id] {
			if s := d.shapes[id]; l.x-l.w/2 < s.x-s.w/2 || l.x+l.w/2 > s.x+s.w/2 || l.y-l.h/2 < s.y-s.h/2 || l.y+l.h/2 > s.y+s.h/2 {
				t.Errorf("%s: the label of %s leaves its node: %v in %v", name, id, l, s)
			}
		}
		for _, other := range ids[:i] {
			if near(d.shapes[id], d.shapes[other], 2) {
				t.Errorf("%s: %s and %s overlap", name, id, other)
			}
		}
		for _, g := range d.names {
			if near(d.shapes[id], g, 0) {
				t.Errorf("%s: %s overlaps the name of a group", name, id)
			}
		}
	}
}

// throughLabels counts the edges that cross the label of a node at which they do not end.
func (d drawn) throughLabels() int {
	count := 0
	for _, path := range d.edges {
		var points []point
		for i := 0; i+3 < len(path); i += 3 {
			points = sampleCurve(points, path[i:i+4], 2)
		}
		ends := []point{path[0], path[len(path)-1]}
		hit := false
		for id, s := range d.shapes {
			own := slices.ContainsFunc(ends, func(c point) bool { return (box{s.point, s.w + 22, s.h + 22}).holds(c) })
			for _, l := range d.labels[id] {
				hit = hit || !own && slices.ContainsFunc(points, l.holds)
			}
		}
		if hit {
			count++
		}
	}
	return count
}

func TestSameBytes(t *testing.T) {
	for _, c := range []struct {
		n int
		o Options
	}{{40, Options{}}, {40, Options{Layout: "dot"}}, {40, Options{Layout: "sfdp"}}, {7, Options{Layout: Flow}}, {12, Options{Color: "coverage"}}} {
		m := sampleMap(c.n, 5)
		var first []byte
		for i := range 4 {
			svg, err := SVG(t.Context(), m, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = svg
			}
			if !bytes.Equal(svg, first) {
				t.Errorf("%+v: drawing %d differs from the first", c.o, i)
			}
		}
		if again := DOT(m, c.o); again != DOT(m, c.o) {
			t.Error("the DOT text differs")
		}
	}
}

// nasty are texts that want to be more than text.
var nasty = []string{
	`<script>alert(1)</script>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`, `]]></style><script>`, `&amp;&lt;&#60;`,
	"line\nbreak\ttab\rreturn", "nul\x00bell\x07esc\x1b[31mred", "\xff\xfe invalid \xc3\x28", "بحيرة البيانات", "\u202eright to left",
	"机器学习模型监控与数据漂移检测的最佳实践指南以及更多说明", "🧠 emoji 👩‍💻", "\ufffe\uffff\ufdd0", `back\slash \N \G "quoted"`, "",
	strings.Repeat("very long name ", 200), strings.Repeat("unbreakable", 100), "-->", "<!--", "%s%d%n", "a;b}{c", "\u00a0", "e\u0301\u0301\u0301",
}

// nastyMap puts every nasty text everywhere.
func nastyMap() graph.Map {
	m := graph.Map{Title: nasty[1] + nasty[6], Subtitle: nasty[0], Hidden: -3}
	for i, s := range nasty {
		m.Groups = append(m.Groups, graph.Group{ID: fmt.Sprint(i, s), Name: s})
		m.Nodes = append(m.Nodes, graph.MapNode{
			ID: fmt.Sprint(s, i), Name: s, Kind: s, Group: fmt.Sprint(i/2, nasty[i/2]), Questions: i - 3, Value: math.NaN(), Focus: i == 2,
		})
		if i > 0 {
			m.Edges = append(m.Edges, graph.MapEdge{From: fmt.Sprint(s, i), To: fmt.Sprint(nasty[i-1], i-1), Kind: s, Weight: math.Inf(1), Questions: -1})
		}
	}
	return m
}

func TestUntrustedText(t *testing.T) {
	m := nastyMap()
	for _, o := range []Options{
		{}, {Layout: "dot"}, {Color: "mastery"}, {Color: "kind"},
		{Link: func(id string) string { return `/concepts/" onclick="x?` + id }},
		{Link: func(id string) string { return "javascript:alert(1)" }},
		{Link: func(id string) string { return " \x01JavaScript:alert(1)" }},
		{Link: func(id string) string { return "data:text/html,<script>" }},
	} {
		svg, err := SVG(t.Context(), m, o)
		if err != nil {
			t.Fatal(err)
		}
		root := parse(t, svg)
		safe(t, root)
		checkLabels(t, "nasty", read(t, svg))
		var texts []string
		root.walk(func(e element) { texts = append(texts, e.Text) })
		if all := strings.Join(texts, "\n"); !strings.Contains(all, "<script>alert(1)</script>") {
			t.Error("the text of the markup is not shown as text")
		}
	}
	safe(t, parse(t, CoverageSVG(graph.Coverage{
		Exam: nasty[0], Questions: -1, Unused: nasty,
		Domains: []graph.DomainCoverage{
			{ID: nasty[1], Name: nasty[15], Verdict: nasty[2], Share: math.NaN(), Low: math.Inf(-1), High: math.Inf(1), Weight: 1e300, Tasks: []graph.TaskCoverage{{ID: nasty[6], Name: nasty[8], Share: -1, Questions: math.NaN()}}},
		},
	}, CoverageOptions{Title: nasty[7], Source: nasty[4]})))
}

func TestLinks(t *testing.T) {
	for _, c := range []struct{ href, want string }{
		{"/concepts/a?x=1&y=2#z", "/concepts/a?x=1&y=2#z"},
		{"https://example.org/a:b", "https://example.org/a:b"},
		{"HTTP://example.org", "HTTP://example.org"},
		{"a/b:c", "a/b:c"},
		{"javascript:alert(1)", ""}, {"vbscript:x", ""}, {"data:text/html,x", ""}, {"\tjava\nscript:x", ""}, {":", ""}, {"", ""},
	} {
		if got := (Options{Link: func(string) string { return c.href }}).href("x"); got != c.want {
			t.Errorf("href %q: %q, want %q", c.href, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	two := []graph.MapNode{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}
	for _, c := range []struct {
		name string
		m    graph.Map
		o    Options
		want string
	}{
		{"layout", graph.Map{Nodes: two}, Options{Layout: "circo"}, `unknown layout "circo": one of neato, dot, sfdp`},
		{"colour", graph.Map{Nodes: two}, Options{Color: "red"}, `unknown colouring "red": one of domain,`},
		{"edge", graph.Map{Nodes: two, Edges: []graph.MapEdge{{From: "a", To: "c", Kind: "uses"}}}, Options{}, `"c" is not on the map`},
		{"twice", graph.Map{Nodes: append(two, two[0])}, Options{}, `"a" stands on the map twice`},
		{"size", graph.Map{Nodes: make([]graph.MapNode, MaxNodes+1)}, Options{}, "1501 concepts"},
	} {
		_, err := SVG(t.Context(), c.m, c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

func TestEmptyMap(t *testing.T) {
	svg, err := SVG(t.Context(), graph.Map{Title: "Nothing"}, Options{})
	if err != nil || !strings.Contains(string(svg), "No concepts to show.") {
		t.Errorf("error %v, %s", err, svg)
	}
	parse(t, svg)
}

func TestSelfAndParallelEdges(t *testing.T) {
	m := graph.Map{Nodes: []graph.MapNode{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}, Edges: []graph.MapEdge{
		{From: "a", To: "a", Kind: "uses"}, {From: "a", To: "b", Kind: "uses"}, {From: "a", To: "b", Kind: "stores"}, {From: "b", To: "a", Kind: graph.TestedTogether},
	}}
	for _, layout := range Layouts {
		svg, err := SVG(t.Context(), m, Options{Layout: layout})
		if err != nil {
			t.Fatal(layout, err)
		}
		if d := read(t, svg); len(d.edges) != 4 {
			t.Errorf("%s: %d edges drawn, want 4", layout, len(d.edges))
		}
	}
}

// TestLayoutIsWhatSVGDraws: the places of Layout are those on the page of SVG.
func TestLayoutIsWhatSVGDraws(t *testing.T) {
	m := sampleMap(12, 3)
	placed, err := Layout(t.Context(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	svg, err := SVG(t.Context(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	root := parse(t, svg)
	var dx, dy float64
	root.walk(func(e element) {
		if moved := e.attr("transform"); moved != "" {
			if _, err := fmt.Sscanf(moved, "translate(%g %g)", &dx, &dy); err != nil {
				t.Fatal(err)
			}
		}
	})
	shapes := read(t, svg).shapes
	for i, n := range placed.Nodes {
		s := shapes[n.ID]
		if math.Abs(s.x+dx-n.X) > 0.2 || math.Abs(s.y+dy-n.Y) > 0.2 {
			t.Errorf("%s: Layout says %g %g, SVG %g %g", n.ID, n.X, n.Y, s.x+dx, s.y+dy)
		}
		if n.X <= 0 || n.Y <= 0 || m.Nodes[i].X != 0 {
			t.Errorf("%s: at %g %g, and %g in the map that was passed", n.ID, n.X, n.Y, m.Nodes[i].X)
		}
	}
}

// TestGolden compares whole pictures; -update rewrites them.
func TestGolden(t *testing.T) {
	link := func(id string) string { return "/concepts/" + id }
	files := map[string][]byte{"coverage.svg": CoverageSVG(sampleCoverage, CoverageOptions{Source: "sample bank"})}
	for name, o := range map[string]Options{"network.svg": {Link: link}, "boxes.svg": {Layout: "dot"}, "coverage-map.svg": {Color: "coverage"}} {
		svg, err := SVG(t.Context(), sampleMap(9, 2), o)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = svg
	}
	for name, draw := range map[string]func() ([]byte, error){
		"flow.svg":        func() ([]byte, error) { return SVG(t.Context(), sampleWalk(), Options{Layout: Flow}) },
		"network.graphml": func() ([]byte, error) { return GraphML(t.Context(), sampleMap(9, 2), Options{}) },
		"network.mmd":     func() ([]byte, error) { return Mermaid(sampleMap(9, 2), Options{}) },
	} {
		content, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		files[name] = content
	}
	files["network.dot"] = []byte(DOT(sampleMap(9, 2), Options{}))
	files["boxes.dot"] = []byte(DOT(sampleMap(9, 2), Options{Layout: "dot"}))
	files["nasty.dot"] = []byte(DOT(nastyMap(), Options{}))
	for name, got := range files {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s has changed; look at it and run go test -update", name)
		}
	}
}

// TestDOTIsRead has Graphviz read the DOT texts that DOT writes for others.
func TestDOTIsRead(t *testing.T) {
	left := sampleMap(9, 2)
	left.Edges = append(left.Edges, graph.MapEdge{From: "gone\n", To: "c001", Kind: "uses"})
	for name, m := range map[string]graph.Map{"sample": sampleMap(30, 1), "nasty": nastyMap(), "empty": {}, "an edge without end": left} {
		for _, layout := range Layouts {
			json, err := workers.layout(t.Context(), layout, DOT(m, Options{Layout: layout}), layout == "sfdp")
			if err != nil {
				t.Errorf("%s, %s: %v", name, layout, err)
			}
			if n := bytes.Count(json, []byte(`"tooltip"`)); n < len(m.Nodes) {
				t.Errorf("%s, %s: %d of %d nodes came through", name, layout, n, len(m.Nodes))
			}
		}
	}
	if !strings.Contains(DOT(left, Options{}), "// left out") {
		t.Error("an edge is lost without a word")
	}
}

// FuzzText draws one text everywhere, without Graphviz.
func FuzzText(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := graph.Map{
			Title: s, Subtitle: s, Groups: []graph.Group{{ID: s, Name: s}, {ID: s + "2", Name: "two"}},
			Nodes: []graph.MapNode{{ID: s, Name: s, Kind: s, Group: s}, {ID: s + "b", Name: s, Kind: "metric", Group: s}, {ID: s + "c", Group: s + "2"}},
			Edges: []graph.MapEdge{{From: s, To: s + "b", Kind: s}},
		}
		p := plan(m, Options{Link: func(id string) string { return id }})
		line(p.movable())
		p.measure()
		svg := drawMap(p)
		root := parse(t, svg)
		safe(t, root)
		checkLabels(t, "fuzz", read(t, svg))
		safe(t, parse(t, CoverageSVG(graph.Coverage{Exam: s, Domains: []graph.DomainCoverage{{ID: s, Name: s, Verdict: s}}}, CoverageOptions{Title: s, Source: s})))
	})
}
