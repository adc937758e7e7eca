package draw

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
)

// pathLog writes a path as commands with whole pixels.
type pathLog struct{ strings.Builder }

func (l *pathLog) put(letter string, points ...fixed.Point26_6) {
	l.WriteString(letter)
	for i, p := range points {
		if i > 0 {
			l.WriteByte(' ')
		}
		fmt.Fprintf(l, "%d,%d", p.X.Round(), p.Y.Round())
	}
}

func (l *pathLog) Start(a fixed.Point26_6)            { l.put(" M", a) }
func (l *pathLog) Line(b fixed.Point26_6)             { l.put(" L", b) }
func (l *pathLog) QuadBezier(b, c fixed.Point26_6)    { l.put(" Q", b, c) }
func (l *pathLog) CubeBezier(b, c, d fixed.Point26_6) { l.put(" C", b, c, d) }
func (l *pathLog) Stop(closed bool) {
	if closed {
		l.WriteString(" z")
	}
}

func printed(path rasterx.Path) string {
	var l pathLog
	path.AddTo(&l)
	return strings.TrimSpace(l.String())
}

func TestReadPath(t *testing.T) {
	for _, c := range []struct{ data, want string }{
		{"M1 2L3 4", "M1,2 L3,4"},
		{"M1 2 3 4 5 6", "M1,2 L3,4 L5,6"},
		{"m1 2h3v4H0V0z", "M1,2 L4,2 L4,6 L0,6 L0,0 z"},
		{"M10 10m-5 0l1 1", "M10,10 M5,10 L6,11"},
		{"M1,2-3-4", "M1,2 L-3,-4"},
		{"M1.4.6e1L-.1e1 2", "M1,6 L-1,2"},
		{"M0 0C1 2 3 4 5 6 7 8 9 10 11 12", "M0,0 C1,2 3,4 5,6 C7,8 9,10 11,12"},
		{"M10 10c1 2 3 4 5 6z l1 1", "M10,10 C11,12 13,14 15,16 z L11,11"},
		{"M0 0a10 10 0 0 1 10 10", "M0,0 C6,0 10,4 10,10"},
		{"M0 0a10 10 0 0110 10", "M0,0 C6,0 10,4 10,10"},
		{"M0 0a10 10 0 1 0 20 0", "M0,0 C0,6 4,10 10,10 C16,10 20,6 20,0"},
		{"M0 0a1 1 0 0 1 20 0", "M0,0 C0,-6 4,-10 10,-10 C16,-10 20,-6 20,0"},
		{"M0 0a0 5 0 0 1 20 0", "M0,0 L20,0"},
		{"M0 0a10 5 90 0 1 5 10", "M0,0 C3,0 5,4 5,10"},
		{"", ""},
		// What a browser draws of data with a mistake: all before it.
		{"L1 2", "error"},
		{"M1 2L3", "M1,2 error"},
		{"M1 2X3", "M1,2 error"},
		{"M1 2L3 4 5 x", "M1,2 L3,4 error"},
		{"M1 NaN", "error"},
		{"M1 2z3", "M1,2 z error"},
		{"M0 1e999", "error"},
		{"Mé", "error"},
	} {
		path, err := readPath(c.data, transform{scale: 1})
		got := printed(path)
		if err != nil {
			got = strings.TrimSpace(got + " error")
		}
		if got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.data, got, c.want)
		}
	}
}

// TestArcIsRound: every point of the curves lies on the circle, to a hundredth of a pixel.
func TestArcIsRound(t *testing.T) {
	path, err := readPath("M0 50a50 50 0 1 1 0 .01z", transform{scale: 2})
	if err != nil {
		t.Fatal(err)
	}
	f := &rasterx.Filler{Scanner: &borders{}}
	path.AddTo(f)
	lines := f.Scanner.(*borders).list
	if len(lines) < 20 {
		t.Fatalf("%d lines make no circle", len(lines))
	}
	for _, l := range lines[:len(lines)-1] {
		x, y := float64(l.to.X)/64, float64(l.to.Y)/64
		if r := math.Hypot(x-100, y-100); math.Abs(r-100) > 0.06 {
			t.Errorf("%.2f %.2f is %.3f from the centre, want 100", x, y, r)
		}
	}
}

// FuzzPath: whatever the data, no panic, and all points lie where the image's numbers can hold them.
func FuzzPath(f *testing.F) {
	for _, d := range []string{
		outline(roundedBox, box{point{20, 20}, 30, 20}), outline(folded, box{point{20, 20}, 30, 20}),
		headPath(dotHead, point{1, 2}, point{8, 9}), headPath(barHead, point{1, 2}, point{8, 9}),
		curve([]point{{1, 2}, {3, 4}, {5, 6}, {7, 8}}), "M1e9-1e9a1e-9 1e9 45 11-9e9.5", "m0 0zl1 1 0 0v1h-1c1 1 1 1 1 1z",
	} {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, d string) {
		path, err := readPath(d, transform{scale: 2, dx: 3})
		if again, _ := readPath(d, transform{scale: 2, dx: 3}); printed(again) != printed(path) {
			t.Error("a second reading gives another path")
		}
		if err == nil && strings.TrimLeft(d, " ,\t\r\n") != "" && len(path) == 0 {
			t.Error("nothing was read, and nothing said")
		}
		c := newCanvas(40, 40)
		c.fill(path, plainStyle.fill)
		c.stroke(path, pencil{width: 2}, plainStyle.fill)
	})
}
