package draw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/srwiley/rasterx"
)

// painter draws one of our pictures, element by element, in the light scheme. It knows what svg.go, legend.go and coverage.go
// write and no more; unknown lists what else it met, and tests let nothing stand there.
type painter struct {
	canvas  *canvas
	scale   float64
	faces   [2]*face
	sheet   styleSheet
	open    []*svgElement // from the root to the one that is being read
	title   string
	unknown []string
}

// svgElement is an element that has begun.
type svgElement struct {
	name    string
	classes []string
	attrs   map[string]string
	style   style
	to      transform
	text    strings.Builder
}

// elementKind is what the painter knows of an element: the attributes that it reads, and what it does when one begins and ends.
type elementKind struct {
	attrs  string
	begins func(p *painter, e *svgElement) error
	ends   func(p *painter, e *svgElement) error
}

var elementKinds = map[string]elementKind{
	"svg":   {attrs: "width height viewBox", begins: (*painter).beginSVG},
	"title": {ends: (*painter).endTitle},
	"desc":  {},
	"style": {ends: (*painter).endStyle},
	"g":     {attrs: "transform", begins: (*painter).beginGroup},
	"a":     {attrs: "href"},
	"rect":  {attrs: "x y width height", ends: (*painter).endRect},
	"path":  {attrs: "d", ends: (*painter).endPath},
	"text":  {attrs: "x y textLength lengthAdjust", ends: (*painter).endText},
}

// silentAttrs show nothing.
const silentAttrs = "class id xmlns role aria-label data-id data-kind data-verdict"

// paint draws an SVG.
func paint(svg []byte) (*painter, error) {
	faces, err := newFaces()
	if err != nil {
		return nil, err
	}
	p := &painter{faces: faces}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		switch {
		case err == io.EOF && p.canvas == nil:
			return nil, errors.New("no <svg> in it")
		case err == io.EOF:
			return p, nil
		case err != nil:
			return nil, err
		}
		if err := p.token(token); err != nil {
			return nil, err
		}
	}
}

func (p *painter) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return p.begin(t)
	case xml.EndElement:
		return p.end()
	case xml.CharData:
		if len(p.open) > 0 {
			p.open[len(p.open)-1].text.Write(t)
		}
	}
	return nil
}

func (p *painter) miss(format string, args ...any) {
	p.unknown = append(p.unknown, fmt.Sprintf(format, args...))
}

// begin opens an element with its style: what it inherits, what its attributes set, and over those the rules.
func (p *painter) begin(t xml.StartElement) error {
	e := &svgElement{name: t.Name.Local, attrs: map[string]string{}, style: plainStyle, to: transform{scale: p.scale}}
	if n := len(p.open); n > 0 {
		e.style, e.to = p.open[n-1].style, p.open[n-1].to
	} else if e.name != "svg" {
		return fmt.Errorf("the root is <%s>, not <svg>", e.name)
	}
	p.open = append(p.open, e)
	kind, known := elementKinds[e.name]
	if !known {
		p.miss("element <%s>", e.name)
		return nil
	}
	for _, a := range t.Attr {
		p.attr(e, kind, a.Name.Local, a.Value)
	}
	p.sheet.apply(&e.style, p.open)
	if kind.begins != nil {
		return kind.begins(p, e)
	}
	return nil
}

func (p *painter) attr(e *svgElement, kind elementKind, name, value string) {
	read, isProperty := properties[name]
	switch {
	case name == "class":
		e.classes = strings.Fields(value)
	case hasWord(kind.attrs, name):
		e.attrs[name] = value
	case isProperty && read(&e.style, value), hasWord(silentAttrs, name):
	default:
		p.miss("%s=%q of <%s>", name, value, e.name)
	}
}

func hasWord(words, word string) bool { return slices.Contains(strings.Fields(words), word) }

func (p *painter) end() error {
	e := p.open[len(p.open)-1]
	ends := elementKinds[e.name].ends
	if ends == nil && e.name != "desc" && strings.TrimSpace(e.text.String()) != "" {
		p.miss("text in <%s>", e.name)
	}
	var err error
	if ends != nil {
		err = ends(p, e)
	}
	p.open = p.open[:len(p.open)-1]
	return err
}

// number returns an attribute of the element, 0 where there is none.
func (p *painter) number(e *svgElement, name string) float64 {
	value, ok := e.attrs[name]
	if !ok {
		return 0
	}
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		p.miss("%s=%q of <%s>", name, value, e.name)
		return 0
	}
	return x
}

// beginSVG makes the image: twice the size of the picture, or less where that would be too large.
func (p *painter) beginSVG(e *svgElement) error {
	if len(p.open) > 1 {
		p.miss("<svg> in <%s>", p.open[len(p.open)-2].name)
		return nil
	}
	w, h := p.number(e, "width"), p.number(e, "height")
	if w < 1 || h < 1 {
		return fmt.Errorf("a picture of %g by %g points", w, h)
	}
	if e.attrs["viewBox"] != "0 0 "+e.attrs["width"]+" "+e.attrs["height"] {
		p.miss("viewBox %q", e.attrs["viewBox"])
	}
	wide, high, scale := imageSize(w, h)
	if float64(wide)*float64(high) > 2*pngPixels {
		return fmt.Errorf("a picture of %g by %g points is too long and thin", w, h)
	}
	p.scale, e.to.scale = scale, scale
	p.canvas = newCanvas(wide, high)
	return nil
}

// imageSize returns the size of the image of a picture, and how many pixels make a point.
func imageSize(w, h float64) (wide, high int, scale float64) {
	scale = min(PNGScale, math.Sqrt(pngPixels/w/h))
	return int(max(1, w*scale) + 0.5), int(max(1, h*scale) + 0.5), scale
}

func (p *painter) beginGroup(e *svgElement) error {
	value, ok := e.attrs["transform"]
	if !ok {
		return nil
	}
	var by point
	if n, err := fmt.Sscanf(value, "translate(%g %g)", &by.x, &by.y); n != 2 || err != nil {
		p.miss("transform %q", value)
	}
	e.to = e.to.moved(by)
	return nil
}

// endTitle keeps the title of the picture; those of its parts are for a reader's pointer.
func (p *painter) endTitle(e *svgElement) error {
	if len(p.open) == 2 && p.title == "" {
		p.title = e.text.String()
	}
	return nil
}

func (p *painter) endStyle(e *svgElement) error {
	sheet, unknown := readStyleSheet(e.text.String())
	p.sheet = append(p.sheet, sheet...)
	p.unknown = append(p.unknown, unknown...)
	return nil
}

func (p *painter) endRect(e *svgElement) error {
	x, y := p.number(e, "x"), p.number(e, "y")
	w, h := p.number(e, "width"), p.number(e, "height")
	if root := p.open[0].attrs; x+y == 0 && e.attrs["width"] == root["width"] && e.attrs["height"] == root["height"] && e.style.fill.A == 255 {
		p.canvas.cover(e.style.fill) // the paper; the way of a path would cost more than the rest of the picture
		return nil
	}
	return p.drawPath(e, polygon(x, y, x+w, y, x+w, y+h, x, y+h))
}

func (p *painter) endPath(e *svgElement) error { return p.drawPath(e, e.attrs["d"]) }

func (p *painter) drawPath(e *svgElement, d string) error {
	path, err := readPath(d, e.to)
	if err != nil {
		p.miss("%v", err)
	}
	p.draw(e, path)
	return nil
}

func (p *painter) endText(e *svgElement) error {
	f, s := p.faces[0], e.style
	if s.bold {
		f = p.faces[1]
	}
	line, width := f.set(e.text.String())
	width *= s.size
	stretch := 1.0
	if length := p.number(e, "textLength"); length > 0 && width > 0 {
		stretch, width = length/width, length
		if e.attrs["lengthAdjust"] != "spacingAndGlyphs" {
			p.miss("lengthAdjust %q", e.attrs["lengthAdjust"])
		}
	}
	at := point{p.number(e, "x"), p.number(e, "y")}
	switch s.anchor {
	case "middle":
		at.x -= width / 2
	case "end":
		at.x -= width
	}
	p.draw(e, textPath(line, at, s.size, stretch, e.to))
	return nil
}

// draw fills and strokes a path as its element's style says.
func (p *painter) draw(e *svgElement, path rasterx.Path) {
	s := e.style
	if s.hidden || len(path) == 0 {
		return
	}
	fill := func() { p.canvas.fill(path, faded(s.fill, s.fillOpacity)) }
	stroke := func() {
		pen := pencil{width: s.width * p.scale, roundCap: s.roundCap, roundJoin: s.roundJoin}
		for _, dash := range s.dashes {
			pen.dashes = append(pen.dashes, dash*p.scale)
		}
		p.canvas.stroke(path, pen, faded(s.stroke, s.strokeOpacity))
	}
	if s.strokeFirst {
		stroke()
		fill()
		return
	}
	fill()
	stroke()
}

func faded(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(math.Round(float64(c.A) * min(opacity, 1)))
	return c
}
