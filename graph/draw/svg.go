package draw

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"mlatlas/graph"
)

// fontFamily names fonts with the widths of Helvetica first.
const fontFamily = `Helvetica,Arial,'Liberation Sans','Nimbus Sans',Arimo,sans-serif`

// SVG draws a map: title, map, legend and source line, as one XML document without scripts and without anything to load.
// Graphviz gives the places; all text is written, and escaped, here. Every node is a <g> with its concept's ID in data-id, a
// tooltip and, with Options.Link, a link. Colours follow the reader's light or dark scheme. The bytes are the same for the
// same map and options. Errors are those of Layout.
func SVG(ctx context.Context, m graph.Map, o Options) ([]byte, error) {
	p, err := laidOut(ctx, m, o)
	if err != nil {
		return nil, err
	}
	return drawMap(p), nil
}

// drawMap writes a picture whose nodes and edges have their places.
func drawMap(p *picture) []byte {
	g := newPage(p)
	w := &svgWriter{}
	name := p.title
	if name == "" {
		name = "Concept map"
	}
	w.open("mlatlas map", name, fmt.Sprintf("%d concepts, %d relations", len(p.nodes), len(p.edges)), g.w, g.h, mapStyle())
	w.line(`<g transform="translate(%s %s)">`, number(g.shift.x), number(g.shift.y))
	w.areas(p)
	for _, e := range p.edges {
		w.edge(p, e)
	}
	w.groupNames(p)
	for _, i := range p.walk() {
		w.node(p, i, p.nodes[i])
	}
	w.line(`</g>`)
	w.surround(g)
	w.line(`</svg>`)
	return []byte(w.String())
}

// svgWriter writes elements. Every text that it is given has been cleaned; it escapes it.
type svgWriter struct{ strings.Builder }

func (w *svgWriter) line(format string, args ...any) {
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

// open writes the root element, its title and description, the style and the background.
func (w *svgWriter) open(class, title, description string, width, height float64, style string) {
	w.line(`<svg xmlns="http://www.w3.org/2000/svg" class="%s" role="group" aria-label="%s" width="%s" height="%s" viewBox="0 0 %[3]s %[4]s">`,
		class, escape(title), number(width), number(height))
	w.line(`<title>%s</title>`, escape(title))
	w.line(`<desc>%s</desc>`, escape(description))
	w.line("<style>\n%s</style>", style)
	w.line(`<rect class="paper" width="%s" height="%s"/>`, number(width), number(height))
}

// text writes one line of text from, or around, a point. A length above 0 is fixed in the element, so that another font
// can't carry the text out of its box; only of ASCII text is the length known well enough for that.
func (w *svgWriter) text(class, anchor string, at point, size, length float64, s string) {
	fix := ""
	if length > 0 && isASCII(s) {
		fix = fmt.Sprintf(` textLength="%s" lengthAdjust="spacingAndGlyphs"`, number(length))
	}
	w.line(`<text class="%s" x="%s" y="%s" font-size="%s" text-anchor="%s"%s>%s</text>`,
		class, number(round(at.x)), number(round(at.y)), number(size), anchor, fix, escape(s))
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0
}

// baseline is how far below the middle of a line its letters stand, in font sizes.
const baseline = 0.35

// label writes the lines of a label around its middle, or from its left side.
func (w *svgWriter) label(class string, l label) {
	step := l.font * lineHeight
	x, anchor := l.x, "middle"
	if l.left {
		x, anchor = l.x-l.w/2, "start"
	}
	y := l.y - step*float64(len(l.lines)-1)/2 + l.font*baseline
	for i, s := range l.lines {
		w.text(class, anchor, point{x, y + float64(i)*step}, l.font, lineWidth(s, l.font, l.bold), s)
	}
}

// areas writes the groups' boxes of the layout "dot".
func (w *svgWriter) areas(p *picture) {
	for i, g := range p.groups {
		if g.area.w > 0 {
			w.line(`<path class="area %s" d="%s"/>`, p.groupClass(i), rounded(g.area, 10))
		}
	}
}

func (w *svgWriter) groupNames(p *picture) {
	for i, g := range p.groups {
		if g.named {
			class := p.groupClass(i)
			if g.area.w > 0 {
				class += " boxed"
			}
			w.line(`<g class="group %s">`, class)
			w.label("name", g.label)
			w.line(`</g>`)
		}
	}
}

func (w *svgWriter) edge(p *picture, e edge) {
	class := "edge"
	if e.look.learned {
		class += " learned"
	} else if p.inside(e) {
		class += " " + p.groupClass(p.nodes[e.from].group)
	}
	if len(e.path) == 0 { // Graphviz led no line: straight, below the nodes
		a, b := p.nodes[e.from].point, p.nodes[e.to].point
		e.path = []point{a, a, b, b}
	}
	w.line(`<g class="%s" data-kind="%s"><title>%s</title>`, class, escape(clean(e.look.kind)), escape(p.sentence(e)))
	w.stroke(p.tucked(e))
	if len(e.label.lines) > 0 {
		w.label("words", e.label)
	}
	w.line(`</g>`)
}

// tucked returns an edge whose ends without a head reach some way under their nodes: Graphviz ends them at a node's box, and
// rounded or slanted corners stand back from that.
func (p *picture) tucked(e edge) edge {
	const reach = 12
	under := func(end point, n node) point {
		d := math.Hypot(n.x-end.x, n.y-end.y)
		if d <= reach {
			return n.point
		}
		return point{end.x + (n.x-end.x)*reach/d, end.y + (n.y-end.y)*reach/d}
	}
	if e.tail == nil {
		first := e.path[0]
		in := under(first, p.nodes[e.from])
		e.path = append([]point{in, in, first}, e.path...)
	}
	if e.head == nil {
		last := e.path[len(e.path)-1]
		in := under(last, p.nodes[e.to])
		e.path = append(slices.Clip(e.path), last, in, in)
	}
	return e
}

// stroke writes the line of an edge and its heads.
func (w *svgWriter) stroke(e edge) {
	dash := ""
	if e.look.dash != "" {
		dash = fmt.Sprintf(` stroke-dasharray="%s"`, e.look.dash)
	}
	w.line(`<path class="line" d="%s" stroke-width="%s"%s/>`, curve(e.path), number(edgeWidth(e)), dash)
	if e.head != nil {
		w.head(e.look.head, e.path[len(e.path)-1], *e.head)
	}
	if e.tail != nil {
		w.head(e.look.tail, e.path[0], *e.tail)
	}
}

func (w *svgWriter) head(h head, base, tip point) {
	if d := headPath(h, base, tip); d != "" {
		class := "head"
		if h == hollow {
			class = "head hollow"
		}
		w.line(`<path class="%s" d="%s"/>`, class, d)
	}
}

// Anchor is an Options.Link for a picture that stands alone: a click on a concept marks it, and the address of the page
// then names it.
func Anchor(conceptID string) string { return "#concept-" + conceptID }

// plainID are the concept IDs that can stand in an id attribute as they are.
var plainID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func (w *svgWriter) node(p *picture, i int, n node) {
	id := fmt.Sprintf("node-%d", i)
	if plainID.MatchString(n.id) {
		id = "concept-" + n.id
	}
	w.line(`<g id="%s" class="node %s %s" data-id="%s"><title>%s</title>`,
		id, n.shape.name, p.nodeClass(n), escape(clean(n.id)), escape(p.tooltip(n)))
	href := p.opts.href(n.id)
	if href != "" {
		w.line(`<a href="%s">`, escape(href))
	}
	w.line(`<path class="shape" d="%s"/>`, outline(n.shape, n.box))
	w.label("name", n.label)
	if href != "" {
		w.line(`</a>`)
	}
	w.line(`</g>`)
}

// href returns the address of a concept's page, or "" where there is none or its scheme is not http or https.
func (o Options) href(id string) string {
	if o.Link == nil {
		return ""
	}
	href := clean(o.Link(id))
	if colon := strings.IndexAny(href, ":/?#"); colon >= 0 && href[colon] == ':' {
		if scheme := strings.ToLower(href[:colon]); scheme != "http" && scheme != "https" {
			return ""
		}
	}
	return href
}

// nodeClass returns the classes that colour a node.
func (p *picture) nodeClass(n node) string {
	class := p.groupClass(n.group)
	switch {
	case p.opts.byValue():
		class = fmt.Sprintf("v%d", stepOf(n.value))
	case p.opts.Color == "kind":
		class = fmt.Sprintf("g%d", n.shape.hue)
	}
	if n.focus {
		class += " focus"
	}
	return class
}

// groupClass returns the classes that colour a group; nodes without one are grey.
func (p *picture) groupClass(g int) string {
	if g < 0 || p.opts.byValue() || p.opts.Color == "kind" { // then colour does not mean a group
		return fmt.Sprintf("g%d", len(palette)-1)
	}
	class := fmt.Sprintf("g%d", p.groups[g].hue)
	if p.groups[g].dashed {
		class += " dashed"
	}
	return class
}

// nodeTones are the colours of one node in the light scheme.
type nodeTones struct{ fill, line, text string }

// toneOf returns the colours that the SVG gives a node by its classes.
func (p *picture) toneOf(n node) nodeTones {
	hue := len(palette) - 1
	switch {
	case p.opts.byValue():
		s := scale[stepOf(n.value)].light
		return nodeTones{s.fill, wire, s.text}
	case p.opts.Color == "kind":
		hue = n.shape.hue
	case n.group >= 0:
		hue = p.groups[n.group].hue
	}
	t := palette[hue].light
	if n.focus {
		return nodeTones{t.strong, t.strong, paper}
	}
	return nodeTones{t.fill, t.line, ink}
}
