package draw

import (
	"cmp"
	"fmt"
)

// surround writes what stands around the map.
func (w *svgWriter) surround(g *page) {
	if g.title != "" {
		w.text("title", "start", point{margin, margin + fontTitle*0.8}, fontTitle, 0, g.title)
	}
	if len(g.nodes) == 0 {
		w.text("faint", "start", point{margin, g.shift.y + rowHeight}, fontLegend, 0, "No concepts to show.")
	}
	w.line(`<g class="legend">`)
	for _, row := range g.legend {
		w.text("faint", "start", below(row.at, fontLegend), fontLegend, 0, row.heading)
		for _, item := range row.items {
			w.item(item)
		}
	}
	w.line(`</g>`)
	if g.subtitle != "" {
		w.text("faint", "start", g.source, fontSource, 0, cut(g.subtitle, (g.w-2*margin)/fontSource/otherFonts))
	}
}

// below moves a point from the middle of a line of text to its baseline.
func below(at point, size float64) point { return point{at.x, at.y + size*baseline} }

func (w *svgWriter) item(item legendItem) {
	x := item.at.x
	if w.sample(item.sample, item.at) {
		x += sampleWidth
	}
	w.text("item", "start", below(point{x, item.at.y}, fontLegend), fontLegend, 0, item.text)
}

// sample writes a sample from its left end, on the middle of the line, and reports whether there is one.
func (w *svgWriter) sample(s sample, at point) bool {
	middle := box{point{at.x + 14, at.y}, 26, 13}
	switch {
	case s.shape != nil:
		w.line(`<g class="node %s %s"><path class="shape" d="%s"/></g>`, cmp.Or(s.class, "key"), s.shape.name, outline(s.shape, middle))
	case s.class != "":
		w.line(`<g class="node %s"><path class="shape" d="%s"/></g>`, s.class, rounded(middle, 4))
	case s.relation != nil:
		w.relation(*s.relation, at)
	case s.font > 0:
		w.text("name", "middle", below(middle.point, s.font), s.font, 0, "Aa")
	default:
		return false
	}
	return true
}

// relation writes the sample of a relation: its line, 28 points long, with its heads.
func (w *svgWriter) relation(r relation, at point) {
	const length, headLength = 28, 7
	e := edge{look: r, weight: 0.3}
	from, to := at, point{at.x + length, at.y}
	if r.tail != noHead {
		e.tail = &point{from.x, from.y}
		from.x += headLength
	}
	if r.head != noHead {
		e.head = &point{to.x, to.y}
		to.x -= headLength
	}
	e.path = []point{from, from, to, to}
	class := "edge"
	if r.learned {
		class += " learned"
	}
	w.line(`<g class="%s">`, class)
	w.stroke(e)
	w.line(`</g>`)
}

// mapStyle returns the style sheet of a map. Its rules reach only into maps, so that a map can stand in an HTML page.
func mapStyle() string {
	dark := schemeStyle("map", func(h hue) tones { return h.dark }, func(s step) scaleTones { return s.dark },
		neutral{paperDark, inkDark, faintDark, wireDark})
	light := schemeStyle("map", func(h hue) tones { return h.light }, func(s step) scaleTones { return s.light },
		neutral{paper, ink, faint, wire})
	return fmt.Sprintf(`svg.mlatlas.map text{font-family:%s}
svg.mlatlas.map .title,svg.mlatlas.map .group .name,svg.mlatlas.map .focus .name{font-weight:bold}
svg.mlatlas.map .shape{stroke-width:1.3}
svg.mlatlas.map .rounded .shape{stroke-width:2}
svg.mlatlas.map .dashed .shape{stroke-dasharray:4 2}
svg.mlatlas.map .area{fill-opacity:.45;stroke-opacity:.5}
svg.mlatlas.map .group .name,svg.mlatlas.map .words{paint-order:stroke;stroke-width:4;stroke-linejoin:round;stroke-opacity:.85}
svg.mlatlas.map .line{fill:none;stroke-opacity:.75}
svg.mlatlas.map .learned .line{stroke-linecap:round;stroke-opacity:.9}
svg.mlatlas.map a:hover .shape,svg.mlatlas.map a:focus .shape,svg.mlatlas.map .node:target .shape{stroke-width:3}
%s@media (prefers-color-scheme:dark){
%s}
`, fontFamily, light, dark)
}

// neutral are the colours of a scheme that belong to no group.
type neutral struct{ paper, ink, faint, wire string }

// schemeStyle returns the colour rules of one scheme, for SVGs of a class.
func schemeStyle(class string, tone func(hue) tones, value func(step) scaleTones, n neutral) string {
	var w svgWriter
	root := "svg.mlatlas." + class
	rule := func(selector, format string, args ...any) {
		w.line("%s %s{%s}", root, selector, fmt.Sprintf(format, args...))
	}
	rule(".paper", "fill:%s", n.paper)
	rule("text", "fill:%s", n.ink)
	rule(".group .name", "stroke:%s", n.paper)
	rule(".words", "fill:%s;stroke:%s", n.faint, n.paper)
	rule(".faint", "fill:%s", n.faint)
	rule(".edge .line", "stroke:%s", n.wire)
	rule(".edge .head", "fill:%s;stroke:%[1]s", n.wire)
	rule(".key .shape", "fill:%s;stroke:%s", n.paper, n.ink)
	rule(".key.focus .shape", "fill:%s;stroke:%[1]s", n.ink)
	for i, h := range palette {
		t, g := tone(h), fmt.Sprintf(".g%d", i)
		rule(g+" .shape", "fill:%s;stroke:%s", t.fill, t.line)
		rule(g+".focus .shape", "fill:%s;stroke:%[1]s", t.strong)
		rule(g+".focus .name", "fill:%s", n.paper)
		rule(".group"+g+" .name", "fill:%s", t.strong)
		rule(".group.boxed"+g+" .name", "stroke:%s", t.fill)
		rule(".area"+g, "fill:%s;stroke:%s", t.fill, t.line)
		rule(".edge"+g+" .line", "stroke:%s", t.line)
		rule(".edge"+g+" .head", "fill:%s;stroke:%[1]s", t.line)
	}
	for i, s := range scale {
		v := value(s)
		rule(fmt.Sprintf(".v%d .shape", i), "fill:%s;stroke:%s", v.fill, n.wire)
		rule(fmt.Sprintf(".v%d .name", i), "fill:%s", v.text)
		rule(fmt.Sprintf(".v%d.focus .shape", i), "stroke:%s;stroke-width:3", n.ink)
	}
	rule(".edge .head.hollow", "fill:%s", n.paper)
	return w.String()
}
