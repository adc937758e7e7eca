package draw

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
)

// Path data is a string of commands: a letter and its numbers, which may be repeated without the letter. A small letter
// counts from where the pen is. "M1 2h3v4z" is half a rectangle, closed by a slanted line.

// pathNumbers are the commands that are read, with the numbers that each takes: move, line, horizontal, vertical, cubic
// Bézier, elliptical arc, close.
var pathNumbers = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'A': 7, 'Z': 0}

// transform maps the picture's points to pixels.
type transform struct{ scale, dx, dy float64 }

// pixelMost keeps points within what fixed-point numbers hold; it lies far beyond any image.
const pixelMost = 1e6

func (t transform) at(p point) fixed.Point26_6 {
	pixel := func(x float64) fixed.Int26_6 {
		return fixed.Int26_6(math.Round(max(-pixelMost, min(pixelMost, x)) * 64))
	}
	return fixed.Point26_6{X: pixel(p.x*t.scale + t.dx), Y: pixel(p.y*t.scale + t.dy)}
}

// moved returns the transform of what lies in a group that is moved.
func (t transform) moved(p point) transform {
	return transform{t.scale, t.dx + p.x*t.scale, t.dy + p.y*t.scale}
}

// pathReader turns path data into a path in pixels.
type pathReader struct {
	rest       string
	to         transform
	path       rasterx.Path
	pen, start point
	open       bool // a subpath has been begun
}

// readPath returns a path in pixels. With an error comes what stands before the mistake, which is what a browser draws.
func readPath(d string, to transform) (rasterx.Path, error) {
	r := &pathReader{rest: d, to: to}
	for r.skip(); r.rest != ""; r.skip() {
		if err := r.command(); err != nil {
			return r.path, fmt.Errorf("path data %.40q: %w", d, err)
		}
	}
	return r.path, nil
}

// skip passes over blanks and commas.
func (r *pathReader) skip() { r.rest = strings.TrimLeft(r.rest, " ,\t\r\n") }

// command reads a letter and all of its numbers.
func (r *pathReader) command() error {
	letter := r.rest[0]
	upper := letter &^ 0x20
	relative := letter != upper
	want, known := pathNumbers[upper]
	switch {
	case !known:
		return fmt.Errorf("unknown command %q", letter)
	case !r.open && upper != 'M':
		return fmt.Errorf("%q before the first M", letter)
	}
	r.rest = r.rest[1:]
	for more := true; more; more = want > 0 && r.numberFollows() {
		n, err := r.numbers(upper, want)
		if err != nil {
			return err
		}
		from := point{}
		if relative {
			from = r.pen
		}
		r.draw(upper, n, from)
		if upper == 'M' { // further pairs are lines
			upper = 'L'
		}
	}
	return nil
}

func (r *pathReader) numberFollows() bool {
	r.skip()
	return r.rest != "" && strings.IndexByte("+-.0123456789", r.rest[0]) >= 0
}

func (r *pathReader) numbers(command byte, want int) ([]float64, error) {
	n := make([]float64, want)
	for i := range n {
		r.skip()
		size := numberLength(r.rest)
		if command == 'A' && (i == 3 || i == 4) { // flags are single digits and may touch what follows
			size = min(size, 1)
		}
		x, err := strconv.ParseFloat(r.rest[:size], 64)
		if err != nil {
			return nil, fmt.Errorf("%c takes %d numbers", command, want)
		}
		n[i], r.rest = x, r.rest[size:]
	}
	return n, nil
}

// numberLength returns how many bytes of s are a number: sign, digits with a point, exponent. "1-2" and "1.5.5" are two.
func numberLength(s string) int {
	i := 0
	sign := func() {
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
	}
	digits := func() {
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
	}
	sign()
	digits()
	if i < len(s) && s[i] == '.' {
		i++
		digits()
	}
	if i > 0 && i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		sign()
		digits()
	}
	return i
}

// draw adds one command, its letter in upper case, to the path. Its points count from a point.
func (r *pathReader) draw(command byte, n []float64, from point) {
	if command != 'M' && command != 'Z' && len(r.path) == 0 {
		return
	}
	end := point{}
	if len(n) >= 2 {
		end = point{from.x + n[len(n)-2], from.y + n[len(n)-1]}
	}
	switch command {
	case 'M':
		r.path.Start(r.to.at(end))
		r.start, r.open = end, true
	case 'L':
		r.path.Line(r.to.at(end))
	case 'H':
		end = point{from.x + n[0], r.pen.y}
		r.path.Line(r.to.at(end))
	case 'V':
		end = point{r.pen.x, from.y + n[0]}
		r.path.Line(r.to.at(end))
	case 'C':
		r.path.CubeBezier(r.to.at(point{from.x + n[0], from.y + n[1]}), r.to.at(point{from.x + n[2], from.y + n[3]}), r.to.at(end))
	case 'A':
		r.arc(point{n[0], n[1]}, n[2], n[3] != 0, n[4] != 0, end)
	case 'Z':
		r.path.Stop(true)
		end = r.start
	}
	r.pen = end
}

// arc adds an elliptical arc from the pen to a point, as cubic Béziers of a quarter turn at most. The centre is found as in
// the implementation notes of SVG 1.1 (F.6.5); radii that are too small to reach are enlarged.
func (r *pathReader) arc(radius point, turn float64, large, clockwise bool, end point) {
	rx, ry := math.Abs(radius.x), math.Abs(radius.y)
	if rx == 0 || ry == 0 || end == r.pen {
		r.path.Line(r.to.at(end))
		return
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	// Half the way back from the end to the pen, in the axes of the ellipse.
	hx, hy := (r.pen.x-end.x)/2, (r.pen.y-end.y)/2
	x, y := cos*hx+sin*hy, cos*hy-sin*hx
	if grow := math.Hypot(x/rx, y/ry); grow > 1 {
		rx, ry = rx*grow, ry*grow
	}
	reach := math.Hypot(x/rx, y/ry)
	aside := math.Sqrt(max(0, 1/(reach*reach)-1))
	if large == clockwise {
		aside = -aside
	}
	cx, cy := aside*rx*y/ry, -aside*ry*x/rx
	first := math.Atan2((y-cy)/ry, (x-cx)/rx)
	sweep := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - first
	if clockwise && sweep < 0 {
		sweep += 2 * math.Pi
	} else if !clockwise && sweep > 0 {
		sweep -= 2 * math.Pi
	}
	middle := point{(r.pen.x + end.x) / 2, (r.pen.y + end.y) / 2}
	onPage := func(u, v float64) fixed.Point26_6 { // from the unit circle
		u, v = cx+rx*u, cy+ry*v
		return r.to.at(point{middle.x + cos*u - sin*v, middle.y + sin*u + cos*v})
	}
	pieces := math.Ceil(math.Abs(sweep)/(math.Pi/2) - 1e-9)
	step := sweep / pieces
	pull := 4.0 / 3 * math.Tan(step/4)
	for i := 0.0; i < pieces; i++ {
		s0, c0 := math.Sincos(first + i*step)
		s1, c1 := math.Sincos(first + (i+1)*step)
		r.path.CubeBezier(onPage(c0-pull*s0, s0+pull*c0), onPage(c1+pull*s1, s1-pull*c1), onPage(c1, s1))
	}
}
