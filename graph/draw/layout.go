package draw

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/graph"
)

// Layout fills X and Y of every node: its centre in points on the page that SVG would draw, y downwards. The map that was
// passed stays as it is. Errors: what check refuses, an unknown option, ErrNoWorker, a worker that was too slow or died.
func Layout(ctx context.Context, m graph.Map, o Options) (graph.Map, error) {
	p, err := laidOut(ctx, m, o)
	if err != nil {
		return graph.Map{}, err
	}
	page := newPage(p)
	nodes := make([]graph.MapNode, len(m.Nodes))
	for i, n := range m.Nodes {
		n.X, n.Y = round(p.nodes[i].x+page.shift.x), round(p.nodes[i].y+page.shift.y)
		nodes[i] = n
	}
	m.Nodes = nodes
	return m, nil
}

// laidOut plans a map and has it laid out.
func laidOut(ctx context.Context, m graph.Map, o Options) (*picture, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := check(m); err != nil {
		return nil, err
	}
	engine, err := o.layoutFor(len(m.Nodes))
	if err != nil {
		return nil, err
	}
	p := plan(m, o)
	if len(p.nodes) == 0 {
		return p, nil
	}
	if engine == "dot" {
		err = p.boxes(ctx)
	} else {
		err = p.network(ctx, engine)
	}
	if err != nil {
		return nil, fmt.Errorf("laying out the map: %w", err)
	}
	p.measure()
	return p, nil
}

// boxes lays out the groups as boxes, by dot. Where dot has led edges through labels, these are led anew.
func (p *picture) boxes(ctx context.Context) error {
	err := p.run(ctx, "dot", func(d dotWriter) {
		fmt.Fprintf(d.b, "  graph [%s];\n", p.attributes("dot"))
		d.body("dot")
	})
	if err != nil {
		return err
	}
	if again := p.throughNodes(); len(again) > 0 && !p.opts.flows() { // words stand where dot led their edge
		return p.route(ctx, again)
	}
	return nil
}

// network lays out in three steps. The engine places the nodes as points joined by springs. spread moves them apart until
// no label covers another; the engines' own ways of doing that take four times the area. Where most nodes have a
// place of the last drawing, both steps are left out. A second run keeps the places and leads the edges round the nodes.
// Last, the names of the groups settle where they cross the fewest edges.
func (p *picture) network(ctx context.Context, engine string) error {
	if !p.recall() {
		err := p.run(ctx, engine, func(d dotWriter) {
			d.b.WriteString("  graph [overlap=true splines=none start=1];\n")
			d.body(engine)
		})
		if err != nil {
			return err
		}
		p.spread()
	}
	p.tidy()
	all := make([]int, len(p.edges))
	for i := range all {
		all[i] = i
	}
	if err := p.route(ctx, all); err != nil {
		return err
	}
	p.placeNames()
	p.tidy()
	p.remember()
	return nil
}

// route leads edges round the nodes, which keep their places. Without notranslate all would move to another origin.
func (p *picture) route(ctx context.Context, edges []int) error {
	return p.run(ctx, "nop", func(d dotWriter) {
		fmt.Fprintf(d.b, "  graph [overlap=true notranslate=true splines=%s esep=\"+4\"];\n", p.routing())
		for i, n := range p.nodes {
			d.node("  ", i, at(n.point))
		}
		for _, i := range edges {
			d.edge(i, "nop")
		}
	})
}

// throughNodes lists the edges that run through a node at which they do not end.
func (p *picture) throughNodes() []int {
	var list []int
	for i, e := range p.edges {
		var points []point
		for k := 0; k+3 < len(e.path); k += 3 {
			points = sampleCurve(points, e.path[k:k+4], 4)
		}
		for j, n := range p.nodes {
			if j != e.from && j != e.to && slices.ContainsFunc(points, n.holds) {
				list = append(list, i)
				break
			}
		}
	}
	return list
}

// routing is how edges are led: round the nodes, or straight where that would take seconds.
func (p *picture) routing() string {
	if len(p.nodes) > 200 || len(p.edges) > 600 {
		return "line"
	}
	return "true"
}

func at(c point) string { return fmt.Sprintf(" pos=\"%s,%s\"", number(c.x), number(-c.y)) }

// run has a worker lay out the statements that write makes, and takes over the places.
func (p *picture) run(ctx context.Context, engine string, write func(dotWriter)) error {
	var b strings.Builder
	b.WriteString("digraph map {\n  node [fixedsize=true];\n  edge [arrowsize=0.7];\n")
	write(dotWriter{&b, p, func(i int) string { return "n" + strconv.Itoa(i) }, false})
	b.WriteString("}\n")
	answer, err := workers.layout(ctx, engine, b.String(), engine == "sfdp")
	if err != nil {
		return err
	}
	var laid laidGraph
	if err := json.Unmarshal(answer, &laid); err != nil {
		return fmt.Errorf("graphviz's answer: %w", err)
	}
	return p.take(laid)
}

// laidGraph is the part of Graphviz's format json0 that is used. Places are in points, y upwards.
type laidGraph struct {
	Objects []struct {
		Name string `json:"name"`
		Pos  string `json:"pos"` // of a node: "x,y"
		BB   string `json:"bb"`  // of a cluster: "x0,y0,x1,y1"
	} `json:"objects"`
	Edges []struct {
		ID  string `json:"id"`
		Pos string `json:"pos"` // "s,x,y e,x,y x,y x,y x,y x,y": tips first, then the path
		LP  string `json:"lp"`  // of its label: "x,y"
	} `json:"edges"`
}

// take copies the places of Graphviz's answer.
func (p *picture) take(laid laidGraph) error {
	places := map[string]*label{}
	for i := range p.nodes {
		places["n"+strconv.Itoa(i)] = &p.nodes[i].label
	}
	areas := map[string]*group{}
	for g := range p.groups {
		places["hub_"+strconv.Itoa(g)] = &p.groups[g].label
		areas["cluster_"+strconv.Itoa(g)] = &p.groups[g]
	}
	for _, o := range laid.Objects {
		if l, ok := places[o.Name]; ok {
			at, err := numbers(o.Pos, 2)
			if err != nil {
				return err
			}
			l.point = point{at[0], -at[1]}
		} else if g, ok := areas[o.Name]; ok {
			bb, err := numbers(o.BB, 4)
			if err != nil {
				return err
			}
			g.area = box{point{(bb[0] + bb[2]) / 2, -(bb[1] + bb[3]) / 2}, bb[2] - bb[0], bb[3] - bb[1]}
			g.label.left = true
			g.label.point = point{bb[0] + 10 + g.label.w/2, -bb[3] + 4 + g.label.h/2}
		}
	}
	for _, e := range laid.Edges {
		i, err := strconv.Atoi(e.ID)
		if err != nil || e.Pos == "" {
			continue // an invisible spring, or a layout without edges
		}
		if i < 0 || i >= len(p.edges) {
			return fmt.Errorf("graphviz's answer: no edge %d", i)
		}
		if err := p.takeEdge(&p.edges[i], e.Pos, e.LP); err != nil {
			return err
		}
	}
	return nil
}

// takeEdge takes over the path and the label of an edge. One that was handed over backward is turned round.
func (p *picture) takeEdge(e *edge, pos, lp string) error {
	if err := e.takePath(pos); err != nil {
		return err
	}
	if p.backward(*e) {
		slices.Reverse(e.path)
		e.head, e.tail = e.tail, e.head
	}
	if len(e.label.lines) > 0 && lp != "" {
		at, err := numbers(lp, 2)
		if err != nil {
			return err
		}
		e.label.point = point{at[0], -at[1] - aboveLine}
	}
	return nil
}

// takePath reads the attribute pos of an edge: splines with ";" between, mostly one. Several are joined to one path.
func (e *edge) takePath(pos string) error {
	e.path, e.head, e.tail = nil, nil, nil
	for _, spline := range strings.Split(pos, ";") {
		var path []point
		for _, field := range strings.Fields(spline) {
			tip := byte(0)
			if field[0] == 'e' || field[0] == 's' {
				tip, field = field[0], strings.TrimPrefix(field[1:], ",")
			}
			at, err := numbers(field, 2)
			if err != nil {
				return err
			}
			c := point{at[0], -at[1]}
			switch tip {
			case 'e':
				e.head = &c
			case 's':
				e.tail = &c
			default:
				path = append(path, c)
			}
		}
		if len(path)%3 != 1 {
			return fmt.Errorf("graphviz's answer: a path of %d points", len(path))
		}
		if n := len(e.path); n > 0 {
			e.path = append(e.path, e.path[n-1], path[0]) // a straight piece, without length where they meet
		}
		e.path = append(e.path, path...)
	}
	return nil
}

// numbers reads n numbers with commas between.
func numbers(s string, n int) ([]float64, error) {
	fields := strings.Split(s, ",")
	if len(fields) < n {
		return nil, fmt.Errorf("graphviz's answer: %q are not %d numbers", s, n)
	}
	list := make([]float64, n)
	for i := range list {
		x, err := strconv.ParseFloat(strings.TrimSpace(fields[i]), 64)
		if err != nil || x != x || x > 1e7 || x < -1e7 {
			return nil, fmt.Errorf("graphviz's answer: %q is not a length", fields[i])
		}
		list[i] = x
	}
	return list, nil
}

// measure sets the extent of all that was placed.
func (p *picture) measure() {
	first := p.nodes[0].box
	lo, hi := first.point, first.point
	grow := func(c point, w, h float64) {
		lo.x, lo.y = min(lo.x, c.x-w/2), min(lo.y, c.y-h/2)
		hi.x, hi.y = max(hi.x, c.x+w/2), max(hi.y, c.y+h/2)
	}
	for _, n := range p.nodes {
		grow(n.point, n.w, n.h)
	}
	for _, g := range p.groups {
		if g.named {
			grow(g.label.point, g.label.w, g.label.h)
			if g.area.w > 0 {
				grow(g.area.point, g.area.w, g.area.h)
			}
		}
	}
	for _, e := range p.edges {
		for _, c := range e.path {
			grow(c, 4, 4)
		}
		if len(e.label.lines) > 0 {
			grow(e.label.point, e.label.w, e.label.h)
		}
	}
	p.extent = box{point{(lo.x + hi.x) / 2, (lo.y + hi.y) / 2}, hi.x - lo.x, hi.y - lo.y}
}
