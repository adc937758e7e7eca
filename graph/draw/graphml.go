package draw

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"mlatlas/graph"
)

// GraphML writes a map for programs that go on working with it. What the concepts and relations are stands in typed keys
// that any reader of GraphML takes over as columns. Gephi takes label, places, sizes, colours and weights from the keys of
// those names; its y counts upwards, unlike that of the page. yEd takes the look from its own extension, in the keys
// "graphics" (namespace y): outline, place, colours and labels as in the SVG, in the light scheme. Relations without a
// direction are undirected edges. The bytes are the same for the same map and options. Errors are those of Layout.
func GraphML(ctx context.Context, m graph.Map, o Options) ([]byte, error) {
	p, err := laidOut(ctx, m, o)
	if err != nil {
		return nil, err
	}
	w := &graphmlWriter{page: newPage(p)}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.line(`<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="http://www.yworks.com/xml/graphml" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd">`)
	w.line(`  <desc>%s</desc>`, escape(strings.Trim(p.title+" · "+p.subtitle, " ·")))
	w.keys()
	w.line(`  <graph id="map" edgedefault="directed">`)
	for i := range p.nodes {
		w.node(i)
	}
	for i := range p.edges {
		w.edge(i)
	}
	w.line("  </graph>\n</graphml>")
	return []byte(w.String()), nil
}

// graphmlWriter writes elements. Every text that it is given has been cleaned.
type graphmlWriter struct {
	svgWriter
	page *page
}

// nodeKey is one column of the nodes.
type nodeKey struct {
	name, kind string
	value      func(g *page, n node) string
}

var nodeKeys = []nodeKey{
	{"name", "string", func(_ *page, n node) string { return n.name }},
	{"kind", "string", func(_ *page, n node) string { return clean(n.kind) }},
	{"group", "string", func(g *page, n node) string { return g.groupName(n) }},
	{"questions", "int", func(_ *page, n node) string { return strconv.Itoa(n.questions) }},
	{"value", "double", func(_ *page, n node) string { return decimal(n.value) }},
	{"x", "double", func(g *page, n node) string { return number(round(n.x + g.shift.x)) }},
	{"y", "double", func(g *page, n node) string { return number(-round(n.y + g.shift.y)) }},
	{"label", "string", func(_ *page, n node) string { return n.name }},
	{"size", "double", func(_ *page, n node) string { return number(n.font) }},
	{"r", "int", func(g *page, n node) string { return channel(g.toneOf(n).line, 0) }},
	{"g", "int", func(g *page, n node) string { return channel(g.toneOf(n).line, 1) }},
	{"b", "int", func(g *page, n node) string { return channel(g.toneOf(n).line, 2) }},
}

// edgeKey is one column of the edges.
type edgeKey struct {
	name, kind string
	value      func(e edge) string
}

var edgeKeys = []edgeKey{
	{"relation", "string", func(e edge) string { return clean(e.look.kind) }},
	{"weight", "double", func(e edge) string { return decimal(e.weight) }},
	{"questions", "int", func(e edge) string { return strconv.Itoa(e.questions) }},
	{"reason", "string", func(e edge) string { return e.reason }},
	{"label", "string", func(e edge) string { return e.look.words }},
}

func (w *graphmlWriter) keys() {
	key := func(owner, name, kind string) {
		w.line(`  <key id="%s-%s" for="%[1]s" attr.name="%[2]s" attr.type="%s"/>`, owner, name, kind)
	}
	for _, k := range nodeKeys {
		key("node", k.name, k.kind)
	}
	for _, k := range edgeKeys {
		key("edge", k.name, k.kind)
	}
	w.line(`  <key id="node-graphics" for="node" yfiles.type="nodegraphics"/>`)
	w.line(`  <key id="edge-graphics" for="edge" yfiles.type="edgegraphics"/>`)
}

// data writes the value of a key; an empty one is left out.
func (w *graphmlWriter) data(key, value string) {
	if value != "" {
		w.line(`      <data key="%s">%s</data>`, key, escape(value))
	}
}

// id names a node by its concept; a colon, which no such ID holds, leads the others.
func (w *graphmlWriter) id(i int) string {
	if id := w.page.nodes[i].id; plainID.MatchString(id) {
		return id
	}
	return fmt.Sprintf("n:%d", i)
}

func (w *graphmlWriter) node(i int) {
	n := w.page.nodes[i]
	w.line(`    <node id="%s">`, w.id(i))
	for _, k := range nodeKeys {
		w.data("node-"+k.name, k.value(w.page, n))
	}
	w.line(`      <data key="node-graphics">`)
	w.shapeNode(n)
	w.line("      </data>\n    </node>")
}

// shapeNode is a node as yEd draws it. Its place is that of the upper left corner.
func (w *graphmlWriter) shapeNode(n node) {
	tone := w.page.toneOf(n)
	name := n.shape.yed
	width, height := n.w*name.wider, n.h*name.wider
	w.line(`        <y:ShapeNode>`)
	w.line(`          <y:Geometry x="%s" y="%s" width="%s" height="%s"/>`,
		number(round(n.x+w.page.shift.x-width/2)), number(round(n.y+w.page.shift.y-height/2)), number(round(width)), number(round(height)))
	w.line(`          <y:Fill color="%s" transparent="false"/>`, tone.fill)
	w.line(`          <y:BorderStyle color="%s" type="line" width="1.5"/>`, tone.line)
	w.label("Node", n.label.lines, n.font, n.bold, tone.text)
	w.line(`          <y:Shape type="%s"/>`, name.name)
	w.line(`        </y:ShapeNode>`)
}

// label writes a label of yEd, in whose files sizes of fonts are whole numbers and blanks count.
func (w *graphmlWriter) label(what string, lines []string, font float64, bold bool, color string) {
	style := "plain"
	if bold {
		style = "bold"
	}
	w.line(`          <y:%sLabel fontFamily="Helvetica" fontSize="%.0f" fontStyle="%s" textColor="%s" xml:space="preserve">%s</y:%[1]sLabel>`,
		what, math.Floor(font), style, color, escape(strings.Join(lines, "\n")))
}

func (w *graphmlWriter) edge(i int) {
	e := w.page.edges[i]
	directed := ""
	if w.page.direction(e) == "both" || w.page.direction(e) == "none" {
		directed = ` directed="false"`
	}
	w.line(`    <edge id="e%d" source="%s" target="%s"%s>`, e.pos, w.id(e.from), w.id(e.to), directed)
	for _, k := range edgeKeys {
		w.data("edge-"+k.name, k.value(e))
	}
	w.line(`      <data key="edge-graphics">`)
	w.polyLine(e)
	w.line("      </data>\n    </edge>")
}

// polyLine is an edge as yEd draws it: straight, so that it follows when a node is moved.
func (w *graphmlWriter) polyLine(e edge) {
	style := "line"
	switch {
	case e.look.learned:
		style = "dotted"
	case e.look.dash != "":
		style = "dashed"
	}
	w.line(`        <y:PolyLineEdge>`)
	w.line(`          <y:Path sx="0.0" sy="0.0" tx="0.0" ty="0.0"/>`)
	w.line(`          <y:LineStyle color="%s" type="%s" width="%s"/>`, wire, style, number(edgeWidth(e)))
	w.line(`          <y:Arrows source="%s" target="%s"/>`, yedHeads[e.look.tail], yedHeads[e.look.head])
	w.label("Edge", []string{e.look.words}, fontEdge-2, false, faint)
	w.line(`        </y:PolyLineEdge>`)
}

// yedShape is the outline of yEd that is nearest to one of ours, and how much wider and higher it must be to hold the label.
type yedShape struct {
	name  string
	wider float64
}

// yedHeads are the arrowheads of yEd.
var yedHeads = map[head]string{
	noHead: "none", triangle: "standard", hollow: "white_delta", chevron: "plain", diamond: "diamond",
	squareHead: "delta", dotHead: "circle", barHead: "t_shape",
}

func (p *picture) groupName(n node) string {
	if n.group < 0 {
		return ""
	}
	return p.groups[n.group].name
}

// decimal writes a share with at most four digits behind the point.
func decimal(x float64) string { return strconv.FormatFloat(math.Round(x*1e4)/1e4, 'f', -1, 64) }

// channel is red (0), green (1) or blue (2) of a colour "#rrggbb", from 0 to 255.
func channel(color string, i int) string {
	n, err := strconv.ParseUint(color[1+2*i:3+2*i], 16, 8)
	if err != nil { // the palette holds nothing else, which is tested
		return "0"
	}
	return strconv.FormatUint(n, 10)
}
