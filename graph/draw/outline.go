package draw

import (
	"fmt"
	"math"
	"strings"
)

// slant is how far the upper side of a parallelogram stands to the right of the lower one, in heights.
const slant = 0.32

// outline returns the path data of a shape that fills a box.
func outline(s *shape, b box) string {
	x0, y0, x1, y1 := b.x-b.w/2, b.y-b.h/2, b.x+b.w/2, b.y+b.h/2
	switch s {
	case roundedBox:
		return rounded(b, min(7, b.h*0.27))
	case pill:
		return rounded(b, b.h/2)
	case cutBox:
		c := b.h * 0.26
		return polygon(x0+c, y0, x1-c, y0, x1, y0+c, x1, y1-c, x1-c, y1, x0+c, y1, x0, y1-c, x0, y0+c)
	case shield:
		c := b.h * 0.36
		return polygon(x0, y0, x1, y0, x1, y1-c, x1-c, y1, x0+c, y1, x0, y1-c)
	case folded:
		c := b.h * 0.32
		return polygon(x0, y0, x1-c, y0, x1, y0+c, x1, y1, x0, y1) + polyline(x1-c, y0, x1-c, y0+c, x1, y0+c)
	case parallelogram:
		c := b.h * slant
		return polygon(x0+c, y0, x1, y0, x1-c, y1, x0, y1)
	case hexagon:
		c := b.h * 0.38
		return polygon(x0+c, y0, x1-c, y0, x1, b.y, x1-c, y1, x0+c, y1, x0, b.y)
	}
	return polygon(x0, y0, x1, y0, x1, y1, x0, y1)
}

func rounded(b box, r float64) string {
	w, h := b.w-2*r, b.h-2*r
	return fmt.Sprintf("M%s %sh%sa%[4]s %[4]s 0 0 1 %[4]s %[4]sv%[5]sa%[4]s %[4]s 0 0 1 -%[4]s %[4]sh-%[3]sa%[4]s %[4]s 0 0 1 -%[4]s -%[4]sv-%[5]sa%[4]s %[4]s 0 0 1 %[4]s -%[4]sz",
		number(b.x-b.w/2+r), number(b.y-b.h/2), number(w), number(r), number(h))
}

func polygon(xy ...float64) string { return polyline(xy...) + "z" }

func polyline(xy ...float64) string {
	var s strings.Builder
	for i := 0; i+1 < len(xy); i += 2 {
		c := byte('L')
		if i == 0 {
			c = 'M'
		}
		s.WriteByte(c)
		s.WriteString(number(xy[i]) + " " + number(xy[i+1]))
	}
	return s.String()
}

// curve returns the path data of a Bézier path.
func curve(path []point) string {
	var s strings.Builder
	for i, c := range path {
		switch {
		case i == 0:
			s.WriteByte('M')
		case i%3 == 1:
			s.WriteByte('C')
		default:
			s.WriteByte(' ')
		}
		s.WriteString(number(c.x) + " " + number(c.y))
	}
	return s.String()
}

// headPath returns the path data of a head whose tip touches the node; base is where the line ends.
func headPath(h head, base, tip point) string {
	length := math.Hypot(tip.x-base.x, tip.y-base.y)
	if length < 0.5 {
		return ""
	}
	ux, uy := (tip.x-base.x)/length, (tip.y-base.y)/length
	// at gives the point a share along the way from base to tip, and some points aside.
	at := func(along, aside float64) (x, y float64) {
		return base.x + ux*length*along - uy*aside, base.y + uy*length*along + ux*aside
	}
	corners := func(pairs ...float64) string {
		var xy []float64
		for i := 0; i < len(pairs); i += 2 {
			x, y := at(pairs[i], pairs[i+1])
			xy = append(xy, x, y)
		}
		return polyline(xy...)
	}
	half := length * 0.42
	switch h {
	case triangle, hollow:
		return corners(0, half, 1, 0, 0, -half) + "z"
	case chevron:
		return corners(0, half, 1, 0, 0, -half, 0.45, 0) + "z"
	case diamond:
		return corners(0, 0, 0.5, half*0.9, 1, 0, 0.5, -half*0.9) + "z"
	case squareHead:
		return corners(0.1, half*0.85, 1, half*0.85, 1, -half*0.85, 0.1, -half*0.85) + "z"
	case barHead:
		return corners(0.55, half*1.2, 0.9, half*1.2, 0.9, -half*1.2, 0.55, -half*1.2) + "z" + corners(0, 0, 0.6, 0)
	case dotHead:
		x, y := at(0.55, 0)
		r := number(length * 0.4)
		return fmt.Sprintf("M%s %sm-%[3]s 0a%[3]s %[3]s 0 1 0 %[4]s 0a%[3]s %[3]s 0 1 0 -%[4]s 0z", number(x), number(y), r, number(length*0.8))
	}
	return ""
}
