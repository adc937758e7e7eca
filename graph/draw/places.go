package draw

import (
	"math"
	"slices"
)

// Places are where things stood on the last drawing of the same map: concepts by their ID, names of groups by "group "
// and the group's. A map that is drawn with them keeps what stands there, so that two maps of two months can be
// laid over each other; a new concept comes beside those that it is joined to. Drawing brings them up to date.
type Places map[string]Place

// Place is the centre of something, in points from an origin that all places of a map share, y downwards.
type Place struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// knownShare is how many of the concepts must have a place: a map of mostly new ones is laid out anew.
const knownShare = 0.5

// keptGap is the gap, in points, that two labels which both had a place may shrink to as they grow.
const keptGap = 6

func groupKey(name string) string { return "group " + name }

// remember brings the places of the options up to date.
func (p *picture) remember() {
	if p.opts.Places == nil {
		return
	}
	clear(p.opts.Places)
	for _, n := range p.nodes {
		p.opts.Places[n.id] = Place{n.x, n.y}
	}
	for _, g := range p.groups {
		if g.named {
			p.opts.Places[groupKey(g.name)] = Place{g.label.x, g.label.y}
		}
	}
}

// recall gives everything its place of the last drawing, and what is new one beside what it is joined to. It reports false
// where too little is known.
func (p *picture) recall() bool {
	placed := map[*box]bool{}
	put := func(b *box, key string) {
		if at, ok := p.opts.Places[key]; ok && finite(at.X) && finite(at.Y) {
			b.point = point{at.X, at.Y}
			placed[b] = true
		}
	}
	for i := range p.nodes {
		put(&p.nodes[i].label.box, p.nodes[i].id)
	}
	if float64(len(placed)) < knownShare*float64(len(p.nodes)) || len(placed) == 0 {
		return false
	}
	for g := range p.groups {
		if p.groups[g].named {
			put(&p.groups[g].label.box, groupKey(p.groups[g].name))
		}
	}
	p.settle(placed)
	return true
}

func finite(x float64) bool { return !math.IsNaN(x) && math.Abs(x) < 1e6 }

// settle finds places for what has none, or has grown so much that it would cover another: the nearest free ones to where
// they belong.
func (p *picture) settle(placed map[*box]bool) {
	boxes := p.movable()
	var stand []*box
	for _, b := range boxes {
		if placed[b] && !slices.ContainsFunc(stand, func(other *box) bool { return near(*b, *other, keptGap) }) {
			stand = append(stand, b)
		} else {
			delete(placed, b)
		}
	}
	for i, b := range boxes { // nodes first, in their order, then names
		if !placed[b] {
			b.point = b.freeNear(p.home(i, placed), stand)
			placed[b] = true
			stand = append(stand, b)
		}
	}
}

// home is the middle of what box i belongs to and has a place: of a node its neighbours, else its group, else all; of the
// name of a group its nodes.
func (p *picture) home(i int, placed map[*box]bool) point {
	group := p.groupOfBox(i)
	of := []func(j int) bool{
		func(j int) bool { return p.joined(i, j) },
		func(j int) bool { return p.nodes[j].group == group },
		func(int) bool { return true },
	}
	for _, in := range of {
		var c point
		n := 0.0
		for j := range p.nodes {
			if b := &p.nodes[j].label.box; placed[b] && in(j) {
				c, n = point{c.x + b.x, c.y + b.y}, n+1
			}
		}
		if n > 0 {
			return point{c.x / n, c.y / n}
		}
	}
	return point{}
}

// groupOfBox is the group of movable box i, which is a node, or the name of a group.
func (p *picture) groupOfBox(i int) int {
	if i < len(p.nodes) {
		return p.nodes[i].group
	}
	named := i - len(p.nodes)
	return slices.IndexFunc(p.groups, func(g group) bool {
		if g.named {
			named--
		}
		return named < 0
	})
}

// joined reports whether an edge joins two nodes. A name is joined to none.
func (p *picture) joined(a, b int) bool {
	return slices.ContainsFunc(p.edges, func(e edge) bool { return e.from == a && e.to == b || e.from == b && e.to == a })
}

// freeNear returns the nearest point, on rings that are wide rather than high, at which the box keeps the gaps to others.
func (b *box) freeNear(home point, others []*box) point {
	const step, most = 10.0, 1000
	for ring := range most {
		turns := max(1, 6*ring)
		for turn := range turns {
			sin, cos := math.Sincos(2 * math.Pi * float64(turn) / float64(turns))
			at := point{home.x + step*aspect*float64(ring)*cos, home.y + step*float64(ring)*sin}
			free := !slices.ContainsFunc(others, func(o *box) bool {
				return math.Abs(o.x-at.x) < (o.w+b.w)/2+gapX && math.Abs(o.y-at.y) < (o.h+b.h)/2+gapY
			})
			if free {
				return at
			}
		}
	}
	return home
}

// tidy rounds places, so that those that were kept are the same as those that were found.
func (p *picture) tidy() {
	for _, b := range p.movable() {
		b.point = point{round(b.x), round(b.y)}
	}
}
