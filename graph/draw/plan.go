package draw

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"mlatlas/graph"
)

// Sizes in points.
const (
	fontLeast   = 11.0 // of a node without questions
	fontMore    = 7.0  // added for the most questions of the map
	fontFull    = 20   // questions that earn the largest font at least
	fontGroup   = 16.0 // of a group's name
	fontEdge    = 11.0 // of a relation's words on its edge
	lineHeight  = 1.2  // in font sizes
	padX        = 0.72 // in font sizes, each side of a label
	padY        = 0.40 // in font sizes, above and below
	otherFonts  = 1.03 // room for fonts a little wider than Helvetica
	nodeLeast   = 2.6  // least width, in font sizes
	longTooltip = 300  // letters of a name in a tooltip
)

type point struct{ x, y float64 }

// box is a rectangle around a centre.
type box struct {
	point
	w, h float64
}

// picture is a map on its way to the page: first the sizes, then the places.
type picture struct {
	opts            Options
	title, subtitle string
	hidden          int
	groups          []group
	nodes           []node // as in the Map
	edges           []edge // strongest first
	extent          box    // of everything placed
}

type group struct {
	name   string
	hidden int // concepts of it that were left out
	hue    int
	dashed bool // the palette went round
	count  int  // nodes
	label  label
	area   box  // of the group's box in the layout "dot"
	named  bool // the name is drawn on the map
}

// label is a text of one or two lines with its box.
type label struct {
	box
	lines []string
	font  float64
	bold  bool
	left  bool // lines begin at the left side of the box
}

type node struct {
	label
	id, name, kind string
	shape          *shape
	group          int // index, or -1
	questions      int
	before         int // questions at an earlier time, -1 where there is none
	value          float64
	focus          bool
}

type edge struct {
	from, to  int
	look      relation
	weight    float64
	questions int
	pos       int     // place in the Map
	path      []point // Bézier: one point and three for each piece
	head      *point  // tip, beyond the path's end
	tail      *point  // tip, before its beginning
	label     label   // its relation, in the layout Flow
	reason    string
}

// plan cleans and measures what a map holds. The map has passed check.
func plan(m graph.Map, o Options) *picture {
	p := &picture{opts: o, title: clean(m.Title), subtitle: clean(m.Subtitle), hidden: max(m.Hidden, 0)}
	groupOf := map[string]int{}
	for i, g := range m.Groups {
		name := clean(g.Name)
		if name == "" {
			name = clean(g.ID)
		}
		groupOf[g.ID] = i
		p.groups = append(p.groups, group{name: name, hidden: max(g.Hidden, 0), hue: i % len(palette), dashed: i >= len(palette)})
	}
	most := fontFull
	for _, n := range m.Nodes {
		most = max(most, n.Questions)
	}
	index := make(map[string]int, len(m.Nodes))
	for i, n := range m.Nodes {
		g, ok := groupOf[n.Group]
		if ok {
			p.groups[g].count++
		} else {
			g = -1
		}
		index[n.ID] = i
		p.nodes = append(p.nodes, newNode(n, g, most))
	}
	p.nameGroups()
	for i, e := range m.Edges {
		p.edges = append(p.edges, newEdge(e, index, i))
	}
	p.labelEdges()
	slices.SortStableFunc(p.edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.look.kind, b.look.kind))
	})
	return p
}

func newNode(n graph.MapNode, group, most int) node {
	name := clean(n.Name)
	if name == "" {
		name = clean(n.ID)
	}
	font := fontLeast + fontMore*math.Log1p(float64(max(n.Questions, 0)))/math.Log1p(float64(most))
	d := node{
		label: newLabel(wrap(name, lineMost), math.Round(font*2)/2, n.Focus),
		id:    n.ID, name: name, kind: n.Kind, shape: shapeOf(n.Kind),
		group: group, questions: max(n.Questions, 0), value: unit(n.Value), focus: n.Focus, before: -1,
	}
	if n.Before != nil {
		d.before = max(*n.Before, 0)
	}
	d.w = max(d.w+2*padX*d.font, nodeLeast*d.font)
	d.h += 2 * padY * d.font
	d.w += d.shape.extra * d.h
	return d
}

// newLabel measures lines of text; its box holds them and no more.
func newLabel(lines []string, font float64, bold bool) label {
	l := label{lines: lines, font: font, bold: bold}
	for _, line := range l.lines {
		l.w = max(l.w, lineWidth(line, font, bold)*otherFonts)
	}
	l.h = float64(len(l.lines)) * font * lineHeight
	return l
}

func lineWidth(line string, font float64, bold bool) float64 {
	w := textWidth(line, font)
	if bold {
		w *= boldFactor
	}
	return w
}

func newEdge(e graph.MapEdge, index map[string]int, pos int) edge {
	return edge{
		from: index[e.From], to: index[e.To], look: relationOf(e.Kind),
		weight: unit(e.Weight), questions: max(e.Questions, 0), pos: pos, reason: clean(e.Reason),
	}
}

// labelEdges says on the edges of the layout Flow what they mean, unless all mean the same.
func (p *picture) labelEdges() {
	several := slices.ContainsFunc(p.edges, func(e edge) bool { return e.look.kind != p.edges[0].look.kind || e.reason != "" })
	if !p.opts.flows() || !several {
		return
	}
	for i := range p.edges {
		e := &p.edges[i]
		e.label = newLabel(wrap(e.look.words, lineMost), fontEdge, false)
	}
}

// backward reports whether an edge points from right to left in the layout Flow.
func (p *picture) backward(e edge) bool { return p.opts.flows() && e.from > e.to }

// unit forces a number between 0 and 1; what is no number is 0.
func unit(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return min(x, 1)
}

// nameGroups decides which names of groups stand on the map: where there are several groups, those of two nodes or more.
// In the layout Flow groups have no places of their own.
func (p *picture) nameGroups() {
	used := 0
	for _, g := range p.groups {
		if g.count > 0 {
			used++
		}
	}
	for i := range p.groups {
		g := &p.groups[i]
		g.named = used > 1 && g.count > 1 && g.name != "" && !p.opts.flows()
		lines := wrap(g.name, groupMost)
		if g.hidden > 0 {
			lines = append(lines, fmt.Sprintf("and %d more", g.hidden))
		}
		g.label = newLabel(lines, fontGroup, true)
	}
}

// tooltip says in words what a node is.
func (p *picture) tooltip(n node) string {
	name := n.name
	if r := []rune(name); len(r) > longTooltip {
		name = string(r[:longTooltip]) + "…"
	}
	return name + " · " + p.facts(n)
}

// facts says in words what a node is, without its name.
func (p *picture) facts(n node) string {
	var words []string
	if kind := clean(n.kind); kind != "" {
		words = append(words, strings.ReplaceAll(kind, "-", " "))
	}
	if n.group >= 0 && p.groups[n.group].name != "" {
		words = append(words, p.groups[n.group].name)
	}
	words = append(words, questions(n.questions))
	switch {
	case n.before >= 0:
		words = append(words, fmt.Sprintf("%d before", n.before))
	case p.opts.Color == "mastery":
		words = append(words, "mastery: "+scaleWords[p.opts.Color][stepOf(n.value)])
	case p.opts.byValue():
		words = append(words, fmt.Sprintf("%s %.0f %%", p.opts.Color, n.value*100))
	}
	return strings.Join(words, " · ")
}

// sentence says in words what an edge says.
func (p *picture) sentence(e edge) string {
	s := p.nodes[e.from].name + " " + e.look.words + " " + p.nodes[e.to].name
	if e.questions > 0 {
		s += " · " + questions(e.questions)
	}
	return s
}

func questions(n int) string {
	if n == 1 {
		return "1 question"
	}
	return fmt.Sprintf("%d questions", n)
}

// parts lists the parts of the map that hang together by edges or by a named group, the largest first, each with the node
// of the most edges in front.
func (p *picture) parts() [][]int {
	next := make([][]int, len(p.nodes)+len(p.groups)) // groups behind the nodes
	join := func(a, b int) { next[a], next[b] = append(next[a], b), append(next[b], a) }
	for _, e := range p.edges {
		join(e.from, e.to)
	}
	for i, n := range p.nodes {
		if n.group >= 0 && p.groups[n.group].named {
			join(i, len(p.nodes)+n.group)
		}
	}
	var parts [][]int
	seen := make([]bool, len(next))
	for i := range p.nodes {
		if seen[i] {
			continue
		}
		seen[i] = true
		var part []int
		for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
			at := queue[0]
			if at < len(p.nodes) {
				part = append(part, at)
			}
			for _, to := range next[at] {
				if !seen[to] {
					seen[to] = true
					queue = append(queue, to)
				}
			}
		}
		slices.SortFunc(part, func(a, b int) int { return cmp.Or(len(next[b])-len(next[a]), a-b) })
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b []int) int { return len(b) - len(a) })
	return parts
}
