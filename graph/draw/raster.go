package draw

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// canvas is an image and what is needed to draw paths on it. rasterx turns a path, or its stroke, into lines; vector turns
// lines into the share of each pixel that they enclose.
type canvas struct {
	img    *image.RGBA
	lines  borders
	raster vector.Rasterizer
}

// borders gathers the lines around an area, in pixels. It is the rasterx.Scanner of the canvas, of which fillers and strokers
// call only the two methods that are given here.
type borders struct {
	rasterx.Scanner
	list []border
	at   fixed.Point26_6
}

type border struct{ from, to fixed.Point26_6 }

// Start begins a line.
func (b *borders) Start(at fixed.Point26_6) { b.at = at }

// Line ends a line, and begins the next there.
func (b *borders) Line(to fixed.Point26_6) {
	if b.at.Y != to.Y { // level lines enclose nothing by themselves
		b.list = append(b.list, border{b.at, to})
	}
	b.at = to
}

func newCanvas(w, h int) *canvas {
	return &canvas{img: image.NewRGBA(image.Rect(0, 0, w, h))}
}

// cover colours the whole image.
func (c *canvas) cover(ink color.Color) {
	draw.Draw(c.img, c.img.Rect, image.NewUniform(ink), image.Point{}, draw.Src)
}

// fill draws the inside of a path.
func (c *canvas) fill(path rasterx.Path, ink color.NRGBA) {
	if ink.A == 0 {
		return
	}
	path.AddTo(&rasterx.Filler{Scanner: &c.lines})
	c.draw(ink)
}

// pencil says how a line is drawn; measures are in pixels.
type pencil struct {
	width               float64
	dashes              []float64
	roundCap, roundJoin bool
}

// miterLimit is that of SVG: corners that would reach out further are cut.
const miterLimit = 4 << 6

// stroke draws a line along a path.
func (c *canvas) stroke(path rasterx.Path, p pencil, ink color.NRGBA) {
	if ink.A == 0 || p.width <= 0 {
		return
	}
	end, join := rasterx.ButtCap, rasterx.Miter
	if p.roundCap {
		end = rasterx.RoundCap
	}
	if p.roundJoin {
		join = rasterx.Round
	}
	var d rasterx.Dasher
	d.Scanner = &c.lines
	d.SetStroke(fixed.Int26_6(math.Round(p.width*64)), miterLimit, end, end, nil, join, p.dashes, 0)
	path.AddTo(&d)
	c.draw(ink)
}

// bandHeight is how many rows are filled in one go. In a band only the columns between its lines are looked at, so that a
// line across the whole image costs its length and not the image.
const bandHeight = 32

// draw colours what the gathered lines enclose, and forgets them.
func (c *canvas) draw(ink color.Color) {
	bands := map[int][]border{}
	first, last := math.MaxInt, 0
	for _, b := range c.lines.list {
		top := max(min(b.from.Y, b.to.Y).Floor(), 0) / bandHeight
		bottom := (min(max(b.from.Y, b.to.Y).Ceil(), c.img.Rect.Max.Y) - 1) / bandHeight
		first, last = min(first, top), max(last, bottom)
		for i := top; i <= bottom; i++ {
			bands[i] = append(bands[i], b)
		}
	}
	source := image.NewUniform(ink)
	for i := first; i <= last; i++ {
		c.band(i*bandHeight, bands[i], source)
	}
	c.lines.list = c.lines.list[:0]
}

// band colours the part of an area that lies in the rows from y.
func (c *canvas) band(y int, lines []border, source *image.Uniform) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, b := range lines {
		for _, x := range b.within(float64(y), float64(y+bandHeight)) {
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	area := image.Rect(int(lo), y, int(hi)+2, y+bandHeight).Intersect(c.img.Rect)
	if len(lines) == 0 || area.Empty() {
		return
	}
	c.raster.Reset(area.Dx(), area.Dy())
	for _, b := range lines {
		c.raster.MoveTo(pixels(b.from.X, area.Min.X), pixels(b.from.Y, area.Min.Y))
		c.raster.LineTo(pixels(b.to.X, area.Min.X), pixels(b.to.Y, area.Min.Y))
	}
	c.raster.Draw(c.img, area, source, image.Point{})
}

func pixels(x fixed.Int26_6, from int) float32 { return float32(x-fixed.I(from)) / 64 }

// within returns where a line, which is not level, enters and leaves the rows from top to bottom.
func (b border) within(top, bottom float64) [2]float64 {
	x0, y0, x1, y1 := float64(b.from.X)/64, float64(b.from.Y)/64, float64(b.to.X)/64, float64(b.to.Y)/64
	at := func(y float64) float64 { return x0 + (x1-x0)*(y-y0)/(y1-y0) }
	return [2]float64{at(max(top, min(y0, y1))), at(min(bottom, max(y0, y1)))}
}
