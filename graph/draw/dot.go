package draw

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"mlatlas/graph"
)

// DOT writes a map as a graph in Graphviz's language, complete with sizes and colours of the light scheme, for those who
// lay it out with their own Graphviz: dot -Kneato, or with the engine named in its first line. The text is the same for the
// same map: nodes and edges in the order of the map, every name quoted. Only identifiers, labels and tooltips hold text of
// the map, cleaned of control characters. An edge whose ends are not both on the map is left out with a comment.
func DOT(m graph.Map, o Options) string {
	engine, err := o.layoutFor(len(m.Nodes))
	if err != nil {
		engine = "neato"
	}
	known := make(map[string]bool, len(m.Nodes))
	for _, n := range m.Nodes {
		known[n.ID] = true
	}
	var kept []graph.MapEdge
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n", quote("mlatlas"))
	for _, e := range m.Edges {
		if known[e.From] && known[e.To] {
			kept = append(kept, e)
			continue
		}
		fmt.Fprintf(&b, "  // left out, not both ends are on the map: %s -> %s\n", clean(e.From), clean(e.To))
	}
	m.Edges = kept
	p := plan(m, o)
	fmt.Fprintf(&b, "  graph [layout=%s label=%s labelloc=t fontname=Helvetica fontsize=18 %s];\n", engine, quote(p.title), p.attributes(engine))
	b.WriteString("  node [fontname=Helvetica fixedsize=true style=filled];\n  edge [fontname=Helvetica arrowsize=0.6];\n")
	d := dotWriter{&b, p, func(i int) string { return quote(clean(p.nodes[i].id)) }, true}
	d.body(engine)
	b.WriteString("}\n")
	return b.String()
}

// graphAttributes are the settings of a finished layout by engine, and those of dot for Flow.
var graphAttributes = map[string]string{
	"neato": `overlap=false splines=true sep="+6" start=1 outputorder=edgesfirst`,
	"sfdp":  `overlap=false splines=true sep="+6" start=1 outputorder=edgesfirst`,
	"dot":   `rankdir=LR nodesep=0.14 ranksep=0.6 splines=true newrank=true`,
	Flow:    `rankdir=LR nodesep=0.25 ranksep=0.5 splines=true`,
}

func (p *picture) attributes(engine string) string {
	if p.opts.flows() {
		return graphAttributes[Flow]
	}
	return graphAttributes[engine]
}

// Lengths (inches) and weights of the springs between nodes: a group holds together, relations across groups are long, and
// what is only tested together pulls least.
const (
	lenInside, lenAcross, lenHub    = 1.5, 2.6, 1.25
	pullInside, pullAcross, pullHub = 3, 1, 2
)

// dotWriter writes the statements of a picture. The layouts of our own use neutral names and no text.
type dotWriter struct {
	b      *strings.Builder
	p      *picture
	name   func(node int) string
	public bool // with labels, tooltips and colours
}

// body writes nodes, groups and edges for an engine.
func (d dotWriter) body(engine string) {
	if engine == "dot" {
		d.clusters()
	}
	for i := range d.p.nodes {
		if engine != "dot" || d.p.nodes[i].group < 0 || !d.p.groups[d.p.nodes[i].group].named {
			d.node("  ", i, "")
		}
	}
	if engine != "dot" && len(d.p.nodes) > 0 {
		d.hubs()
		d.tether()
	}
	for i := range d.p.edges {
		d.edge(i, engine)
	}
}

// tether joins each part of the map that hangs together to the largest one by an invisible spring: the engines would put
// the parts anywhere.
func (d dotWriter) tether() {
	parts := d.p.parts()
	for _, part := range parts[1:] {
		fmt.Fprintf(d.b, "  %s -> %s [style=invis len=%g];\n", d.name(part[0]), d.name(parts[0][0]), lenInside)
	}
}

// clusters writes the groups as boxes.
func (d dotWriter) clusters() {
	for g, group := range d.p.groups {
		if !group.named {
			continue
		}
		fmt.Fprintf(d.b, "  subgraph cluster_%d {\n", g)
		if d.public {
			tone := palette[group.hue].light
			fmt.Fprintf(d.b, "    graph [label=%s labeljust=l fontname=Helvetica fontsize=%s margin=10 style=\"rounded,filled\" color=%s fillcolor=%s fontcolor=%s];\n",
				d.text(group.label.lines), number(fontGroup), quote(tone.line), quote(tone.fill), quote(tone.strong))
		} else {
			fmt.Fprintf(d.b, "    graph [label=%s labeljust=l margin=10];\n", room(group.label.w+8, group.label.h))
		}
		for i, n := range d.p.nodes {
			if n.group == g {
				d.node("    ", i, "")
			}
		}
		d.b.WriteString("  }\n")
	}
}

// text returns lines as a label.
func (d dotWriter) text(lines []string) string {
	return quote(strings.Join(lines, "\n"))
}

func (d dotWriter) node(indent string, i int, more string) {
	n := d.p.nodes[i]
	fmt.Fprintf(d.b, "%s%s [shape=%s width=%s height=%s", indent, d.name(i), n.shape.engine, inches(n.w), inches(n.h))
	if n.shape == parallelogram {
		fmt.Fprintf(d.b, " sides=4 skew=%s", number(skew(n.box)))
	}
	if d.public {
		tone := d.p.toneOf(n)
		fmt.Fprintf(d.b, " label=%s tooltip=%s fontsize=%s color=%s fillcolor=%s fontcolor=%s",
			d.text(n.lines), quote(d.p.tooltip(n)), number(n.font), quote(tone.line), quote(tone.fill), quote(tone.text))
	} else {
		d.b.WriteString(` label=""`)
	}
	fmt.Fprintf(d.b, "%s];\n", more)
}

// skew is the attribute that makes a polygon of Graphviz slant as outline does. Graphviz slants
// a unit square by s, which makes it √(1+s²)+s wide, and then fits that into the width.
func skew(b box) float64 {
	k := slant * b.h / b.w
	return k / math.Sqrt(1-2*k)
}

// hubs writes the names of the groups as nodes with an invisible spring to each member.
func (d dotWriter) hubs() {
	for g, group := range d.p.groups {
		if !group.named {
			continue
		}
		d.hub(g)
		for i, n := range d.p.nodes {
			if n.group == g {
				fmt.Fprintf(d.b, "  hub_%d -> %s [style=invis len=%g weight=%d];\n", g, d.name(i), lenHub, pullHub)
			}
		}
	}
}

func (d dotWriter) hub(g int) {
	l := d.p.groups[g].label
	fmt.Fprintf(d.b, "  hub_%d [shape=box width=%s height=%s", g, inches(l.w), inches(l.h))
	if d.public {
		fmt.Fprintf(d.b, " style=\"\" color=none label=%s fontsize=%s fontcolor=%s",
			d.text(l.lines), number(l.font), quote(palette[d.p.groups[g].hue].light.strong))
	} else {
		d.b.WriteString(` label=""`)
	}
	d.b.WriteString("];\n")
}

func (d dotWriter) edge(i int, engine string) {
	e := d.p.edges[i]
	from, to := e.from, e.to
	if d.p.backward(e) {
		from, to = to, from
	}
	fmt.Fprintf(d.b, "  %s -> %s [id=%d", d.name(from), d.name(to), i)
	length, pull := lenAcross, pullAcross
	if d.p.inside(e) {
		length, pull = lenInside, pullInside
	}
	if e.look.learned {
		length, pull = length*1.15, 1
	}
	if engine == "dot" {
		fmt.Fprintf(d.b, " weight=%d", pull)
		if !d.p.opts.flows() && (e.look.learned || !d.p.inside(e)) { // ranks follow what is curated inside a group, or the page grows very wide
			d.b.WriteString(" constraint=false")
		}
	} else {
		fmt.Fprintf(d.b, " len=%s weight=%d", number(length), pull)
	}
	fmt.Fprintf(d.b, " dir=%s", d.p.direction(e))
	d.words(e.label)
	if d.public {
		style := "solid"
		switch {
		case e.look.learned:
			style = "dotted"
		case e.look.dash != "":
			style = "dashed"
		}
		fmt.Fprintf(d.b, " style=%s color=%s penwidth=%s tooltip=%s", style, quote(wire), number(edgeWidth(e)), quote(d.p.sentence(e)))
	}
	d.b.WriteString("];\n")
}

// words writes the label of an edge, or keeps the room for it.
func (d dotWriter) words(l label) {
	switch {
	case len(l.lines) == 0:
	case d.public:
		fmt.Fprintf(d.b, " label=%s fontsize=%s fontcolor=%s", d.text(l.lines), number(l.font), quote(faint))
	default:
		fmt.Fprintf(d.b, " label=%s", room(l.w+8, l.h+2*aboveLine))
	}
}

// aboveLine is how far the words of an edge stand above it, beyond the room that Graphviz leaves.
const aboveLine = 3.0

// room is a label that takes up a place and shows nothing: an empty table.
func room(w, h float64) string {
	return fmt.Sprintf(`<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="%.0f" HEIGHT="%.0f"><TR><TD></TD></TR></TABLE>>`, w, h)
}

// direction tells Graphviz at which ends to leave room for a head.
func (p *picture) direction(e edge) string {
	switch {
	case e.look.head != noHead && e.look.tail != noHead:
		return "both"
	case e.look.head != noHead && p.backward(e):
		return "back"
	case e.look.head != noHead:
		return "forward"
	}
	return "none"
}

// inside reports whether both ends of an edge are in one group.
func (p *picture) inside(e edge) bool {
	g := p.nodes[e.from].group
	return g >= 0 && g == p.nodes[e.to].group
}

func edgeWidth(e edge) float64 { return 0.9 + 1.6*e.weight }

// quote returns a quoted string of the DOT language. A backslash would begin an escape of labels (\N, \G), so it is doubled;
// a line break becomes \n.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

func inches(points float64) string { return strconv.FormatFloat(points/72, 'f', 4, 64) }

// number writes a length with at most two digits behind the point.
func number(x float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
