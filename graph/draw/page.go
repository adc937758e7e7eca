package draw

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Measures of a page, in points.
const (
	margin      = 28.0
	pageLeast   = 660.0 // width, so that the legend of a small map has room
	fontTitle   = 20.0
	fontLegend  = 11.0
	fontSource  = 10.0
	rowHeight   = 20.0
	sampleWidth = 36.0 // of a legend's sample, with the gap behind it
	itemGap     = 18.0
	itemMost    = 34.0 // width of an item's text, in font sizes
	headingWide = 74.0 // column of the legend's headings

	reasonHeight = 1.35 // of a line of a reason, in font sizes
)

// page is a picture with what stands around it: the title above, below the legend and the source.
type page struct {
	*picture
	w, h   float64
	shift  point // from the picture's coordinates to the page's
	title  string
	legend []legendRow
	source point
}

// legendRow is a heading with its items, in as many lines as it takes.
type legendRow struct {
	heading string
	at      point
	items   []legendItem
}

// legendItem is a sample and what it means.
type legendItem struct {
	sample sample
	text   string
	at     point // left end, on the middle of the line
}

// sample is one of the things that a legend shows: exactly one field is set, but for an outline that has a colour too.
type sample struct {
	class    string    // of a swatch: the colour of a group, kind or step of the scale
	shape    *shape    // an outline
	relation *relation // a line with its heads
	font     float64   // a letter of this size
}

func newPage(p *picture) *page {
	g := &page{picture: p, w: max(p.extent.w+2*margin, pageLeast)}
	y := margin
	if p.title != "" {
		g.title = cut(p.title, (g.w-2*margin)/fontTitle/boldFactor/otherFonts)
		y += fontTitle + 18
	}
	g.shift = point{g.w/2 - p.extent.x, y + p.extent.h/2 - p.extent.y}
	if len(p.nodes) == 0 {
		y += 2 * rowHeight
	}
	y += p.extent.h + 30
	for _, row := range p.legendRows() {
		y = g.flow(row, y)
	}
	y = g.reasons(y)
	if p.subtitle != "" {
		g.source = point{margin, y + fontSource}
		y += 2 * fontSource
	}
	g.w, g.h = round(g.w), round(y+margin*0.6)
	return g
}

// flow places the items of a row from left to right, in as many lines as the width asks for, and returns where the next
// row begins.
func (g *page) flow(row legendRow, y float64) float64 {
	row.at = point{margin, y + rowHeight/2}
	x := margin + headingWide
	for i := range row.items {
		item := &row.items[i]
		item.text = cut(item.text, min(itemMost, (g.w-2*margin-headingWide-sampleWidth)/fontLegend))
		w := sampleWidth + textWidth(item.text, fontLegend)*otherFonts
		if i > 0 && x+w > g.w-margin {
			x, y = margin+headingWide, y+rowHeight
		}
		item.at = point{x, y + rowHeight/2}
		x += w + itemGap
	}
	g.legend = append(g.legend, row)
	return y + rowHeight + 3
}

// reasons tells why one comes after the other, step by step, each in as many lines as it takes.
func (g *page) reasons(y float64) float64 {
	row := legendRow{heading: "Steps", at: point{margin, y + rowHeight/2}}
	edges := slices.Clone(g.edges)
	slices.SortFunc(edges, func(a, b edge) int { return a.pos - b.pos })
	width := (g.w - 2*margin - headingWide) / fontLegend / otherFonts
	for _, e := range edges {
		for _, line := range paragraph(e.reason, width) {
			row.items = append(row.items, legendItem{text: line, at: point{margin + headingWide, y + rowHeight/2}})
			y += fontLegend * reasonHeight
		}
		if e.reason != "" {
			y += 0.3 * fontLegend
		}
	}
	if len(row.items) == 0 {
		return y
	}
	g.legend = append(g.legend, row)
	return y + 6
}

// legendRows lists what the map uses and no more.
func (p *picture) legendRows() []legendRow {
	var rows []legendRow
	add := func(heading string, items []legendItem) {
		if len(items) > 0 {
			rows = append(rows, legendRow{heading: heading, items: items})
		}
	}
	switch {
	case p.opts.byValue():
		add(capital(p.opts.Color), p.scaleItems())
	case p.opts.Color != "kind":
		add("Groups", p.groupItems())
	}
	add("Concepts", p.kindItems())
	add("Relations", p.relationItems())
	add("Size", p.sizeItems())
	if p.hidden > 0 {
		add("Hidden", []legendItem{{text: p.hiddenWords()}})
	}
	return rows
}

func (p *picture) hiddenWords() string {
	if p.hidden == 1 {
		return "1 more concept not shown"
	}
	return fmt.Sprintf("%d more concepts not shown", p.hidden)
}

func (p *picture) groupItems() []legendItem {
	var items []legendItem
	for i, g := range p.groups {
		if g.count > 0 && g.name != "" {
			items = append(items, legendItem{sample: sample{class: p.groupClass(i)}, text: g.name})
		}
	}
	return items
}

// scaleWords name the steps of the scale, by what the colour shows.
var scaleWords = map[string][]string{
	"coverage": {"0 %", "up to 33 %", "up to 67 %", "below 100 %", "100 %"},
	"mastery":  {"no answers", "weak", "unknown", "ok", "strong"},
	"change":   {"gone", "fewer questions", "as many", "more questions", "new"},
}

func (p *picture) scaleItems() []legendItem {
	var items []legendItem
	for i, words := range scaleWords[p.opts.Color] {
		items = append(items, legendItem{sample: sample{class: fmt.Sprintf("v%d", i)}, text: words})
	}
	return items
}

// kindItems lists the outlines in use, each with the kinds in use that share it.
func (p *picture) kindItems() []legendItem {
	var order []*shape
	words := map[*shape][]string{}
	note := func(kind string) {
		s := shapeOf(kind)
		if !slices.Contains(order, s) {
			order = append(order, s)
		}
		words[s] = append(words[s], strings.ReplaceAll(clean(kind), "-", " "))
	}
	for _, kind := range p.kinds() {
		note(kind)
	}
	var items []legendItem
	for _, s := range order {
		items = append(items, legendItem{sample: p.kindSample(s), text: strings.Join(words[s], ", ")})
	}
	return items
}

// kindSample is an outline, in its colour where colour shows the kind.
func (p *picture) kindSample(s *shape) sample {
	if p.opts.Color != "kind" {
		return sample{shape: s}
	}
	return sample{shape: s, class: fmt.Sprintf("g%d", s.hue)}
}

// kinds lists the kinds of concept in use: those with an outline of their own in its order, then the others by name.
func (p *picture) kinds() []string {
	var used []string
	for _, n := range p.nodes {
		if n.kind != "" && !slices.Contains(used, n.kind) {
			used = append(used, n.kind)
		}
	}
	rank := func(kind string) int {
		i := slices.IndexFunc(kindLooks, func(l kindLook) bool { return l.kind == kind })
		if i < 0 {
			return len(kindLooks)
		}
		return i
	}
	slices.SortFunc(used, func(a, b string) int { return cmp.Or(rank(a)-rank(b), strings.Compare(a, b)) })
	return used
}

// relations lists the kinds of edge in use: those with a look of their own in its order, then the others by name.
func (p *picture) relations() []relation {
	var used []relation
	for _, r := range relations {
		if slices.ContainsFunc(p.edges, func(e edge) bool { return e.look.kind == r.kind }) {
			used = append(used, r)
		}
	}
	var others []relation
	for _, e := range p.edges {
		same := func(r relation) bool { return r.kind == e.look.kind }
		if !slices.ContainsFunc(used, same) && !slices.ContainsFunc(others, same) {
			others = append(others, e.look)
		}
	}
	slices.SortFunc(others, func(a, b relation) int { return strings.Compare(a.kind, b.kind) })
	return append(used, others...)
}

func (p *picture) relationItems() []legendItem {
	var items []legendItem
	for _, r := range p.relations() {
		items = append(items, legendItem{sample: sample{relation: &r}, text: r.words})
	}
	return items
}

// sizeItems explains the size of the letters, where it differs.
func (p *picture) sizeItems() []legendItem {
	most, least := 0, 0
	for i, n := range p.nodes {
		if i == 0 || n.questions < least {
			least = n.questions
		}
		most = max(most, n.questions)
	}
	if most == least {
		return nil
	}
	items := []legendItem{
		{sample: sample{font: fontLeast}, text: "no question about it"},
		{sample: sample{font: fontLeast + fontMore}, text: questions(max(most, fontFull))},
	}
	if slices.ContainsFunc(p.nodes, func(n node) bool { return n.focus }) {
		class := "key focus"
		if p.opts.byValue() {
			class = "v1 focus"
		}
		items = append(items, legendItem{sample: sample{class: class}, text: "in focus"})
	}
	return items
}

// capital writes a word with a capital letter.
func capital(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
