package draw

import "math"

// The gaps that spread leaves between labels, in points: an arrow has to fit.
const (
	gapX, gapY = 30, 24
	density    = 0.55 // share of the page's area that labels with their gaps may take
	aspect     = 1.5  // width over height that the page should come near to
	rounds     = 400  // of pushing before the page is enlarged
)

// spread moves labels apart until none is nearer to another than the gaps, and keeps their arrangement as it can. First
// the whole is turned so that it lies wide, as text does, and scaled so that labels take the share density of its area. Then
// pairs that are too near are pushed apart, each by half, until none is left. A pair moves along the axis on which less is
// missing; labels are wide and low, so that this would nearly always be the vertical, and the page would grow tall: what is
// missing in width counts less by the aspect. If pushing does not end, the whole is enlarged by a tenth and pushed again.
func (p *picture) spread() {
	boxes := p.movable()
	if len(boxes) == 1 {
		boxes[0].point = point{}
		return
	}
	layWide(boxes)
	enlarge(boxes)
	for range 40 {
		if push(boxes) {
			return
		}
		scaleBy(boxes, 1.1, 1.1)
	}
	line(boxes)
}

// movable lists what has a place of its own: nodes, and names of groups.
func (p *picture) movable() []*box {
	var list []*box
	for i := range p.nodes {
		list = append(list, &p.nodes[i].label.box)
	}
	for g := range p.groups {
		if p.groups[g].named {
			list = append(list, &p.groups[g].label.box)
		}
	}
	return list
}

// layWide centres the boxes and turns them so that their longest axis is horizontal, by the eigenvectors of their
// covariance.
func layWide(boxes []*box) {
	var c point
	for _, b := range boxes {
		c.x += b.x / float64(len(boxes))
		c.y += b.y / float64(len(boxes))
	}
	var xx, yy, xy float64
	for _, b := range boxes {
		b.x, b.y = b.x-c.x, b.y-c.y
		xx, yy, xy = xx+b.x*b.x, yy+b.y*b.y, xy+b.x*b.y
	}
	sin, cos := math.Sincos(-math.Atan2(2*xy, xx-yy) / 2)
	for _, b := range boxes {
		b.x, b.y = round(b.x*cos-b.y*sin), round(b.x*sin+b.y*cos)
	}
}

// enlarge scales the boxes' places to the area that they need, and towards the aspect of a page.
func enlarge(boxes []*box) {
	var area float64
	var w, h float64 = 1, 1
	for i, b := range boxes {
		area += (b.w + gapX) * (b.h + gapY)
		for _, o := range boxes[:i] {
			w, h = max(w, math.Abs(b.x-o.x)), max(h, math.Abs(b.y-o.y))
		}
	}
	height := math.Sqrt(area / density / aspect)
	width := height * aspect
	scaleBy(boxes, bounded(width/w, height/h), bounded(height/h, width/w))
}

// bounded keeps one scale within the factor 2 of the other, so that an arrangement in a line stays one.
func bounded(s, other float64) float64 { return max(min(s, other*2), other/2) }

func scaleBy(boxes []*box, x, y float64) {
	for _, b := range boxes {
		b.x, b.y = b.x*x, b.y*y
	}
}

// push moves pairs apart and reports whether none is left that is too near.
func push(boxes []*box) bool {
	for range rounds {
		settled := true
		for i, a := range boxes {
			for j := i + 1; j < len(boxes); j++ {
				if apart(a, boxes[j]) {
					settled = false
				}
			}
		}
		if settled {
			return true
		}
	}
	return false
}

// apart moves two boxes apart if they are too near, and reports whether they were.
func apart(a, b *box) bool {
	const slack = 0.05 // rounding must not count as nearness
	dx, dy := b.x-a.x, b.y-a.y
	missX := (a.w+b.w)/2 + gapX - math.Abs(dx)
	missY := (a.h+b.h)/2 + gapY - math.Abs(dy)
	if missX <= slack || missY <= slack {
		return false
	}
	if missX < missY*aspect {
		d := math.Copysign(missX/2+slack, dx)
		a.x, b.x = a.x-d, b.x+d
	} else {
		d := math.Copysign(missY/2+slack, dy)
		a.y, b.y = a.y-d, b.y+d
	}
	return true
}

// line stacks the boxes, for the case that nothing else separates them.
func line(boxes []*box) {
	y := 0.0
	for _, b := range boxes {
		b.x, b.y = 0, y+b.h/2
		y += b.h + gapY
	}
}

// round rounds to a tenth of a point, so that processors that compute differently draw the same.
func round(x float64) float64 { return math.Round(x*10) / 10 }
