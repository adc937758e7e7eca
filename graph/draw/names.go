package draw

import (
	"math"
)

// placeNames finds a place for the name of each group once nodes and edges have theirs. Places on a grid round the group
// are compared by a cost: the distance to the group's nodes and, much dearer, the edges that would run through the name.
// A place that touches a node or another name is out of the question; where there is none the name keeps its place
// amid the nodes, which spread has kept free.
func (p *picture) placeNames() {
	ink := p.edgePoints()
	for g := range p.groups {
		if !p.groups[g].named {
			continue
		}
		l := &p.groups[g].label
		best := p.nameCost(g, l.box, ink)
		area := p.groupArea(g)
		for y := area.y - area.h/2; y <= area.y+area.h/2; y += nameStep {
			for x := area.x - area.w/2; x <= area.x+area.w/2; x += nameStep {
				b := box{point{x, y}, l.w, l.h}
				if cost := p.nameCost(g, b, ink); cost < best-0.01 {
					best, l.point = cost, b.point
				}
			}
		}
	}
}

const (
	nameStep  = 13.0 // points between the places that are compared
	nameReach = 80.0 // points round the group's nodes in which places are looked for
	nameGap   = 7.0  // points between a name and a node
	inkCost   = 25.0 // of each edge point under a name, in points of distance
	inkEvery  = 6.0  // points between the sampled points of an edge
)

// groupArea is the rectangle in which the name of a group may stand.
func (p *picture) groupArea(g int) box {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, n := range p.nodes {
		if n.group == g {
			x0, y0 = min(x0, n.x-n.w/2), min(y0, n.y-n.h/2)
			x1, y1 = max(x1, n.x+n.w/2), max(y1, n.y+n.h/2)
		}
	}
	return box{point{(x0 + x1) / 2, (y0 + y1) / 2}, x1 - x0 + 2*nameReach, y1 - y0 + 2*nameReach}
}

// nameCost is the cost of a place for the name of group g, or infinity.
func (p *picture) nameCost(g int, b box, ink []point) float64 {
	for other := range p.groups {
		if other != g && p.groups[other].named && near(b, p.groups[other].label.box, nameGap) {
			return math.Inf(1)
		}
	}
	var own, nearest float64
	nearestOther := math.Inf(1)
	count := 0.0
	for _, n := range p.nodes {
		if near(b, n.box, nameGap) {
			return math.Inf(1)
		}
		d := math.Hypot(n.x-b.x, n.y-b.y)
		if n.group != g {
			nearestOther = min(nearestOther, d)
			continue
		}
		if count == 0 || d < nearest {
			nearest = d
		}
		own, count = own+d, count+1
	}
	cost := own/count + max(0, nearest-nearestOther)*2
	wide := box{b.point, b.w + 6, b.h + 4}
	for _, c := range ink {
		if wide.holds(c) {
			cost += inkCost
		}
	}
	return cost
}

// near reports whether two boxes come nearer than gap.
func near(a, b box, gap float64) bool {
	return math.Abs(a.x-b.x) < (a.w+b.w)/2+gap && math.Abs(a.y-b.y) < (a.h+b.h)/2+gap
}

func (b box) holds(c point) bool {
	return math.Abs(c.x-b.x) < b.w/2 && math.Abs(c.y-b.y) < b.h/2
}

// edgePoints samples all edges.
func (p *picture) edgePoints() []point {
	var ink []point
	for _, e := range p.edges {
		for i := 0; i+3 < len(e.path); i += 3 {
			ink = sampleCurve(ink, e.path[i:i+4], inkEvery)
		}
	}
	return ink
}

// sampleCurve appends points of one Bézier piece, about every points apart.
func sampleCurve(list []point, c []point, every float64) []point {
	length := math.Hypot(c[1].x-c[0].x, c[1].y-c[0].y) + math.Hypot(c[2].x-c[1].x, c[2].y-c[1].y) + math.Hypot(c[3].x-c[2].x, c[3].y-c[2].y)
	steps := int(length/every) + 1
	for i := 0; i <= steps; i++ {
		t := float64(i) / float64(steps)
		u := 1 - t
		a, b, d, e := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		list = append(list, point{
			a*c[0].x + b*c[1].x + d*c[2].x + e*c[3].x,
			a*c[0].y + b*c[1].y + d*c[2].y + e*c[3].y,
		})
	}
	return list
}
