package draw

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

// pageFiles are the template, the style sheet and the script of the page.
//
//go:embed page
var pageFiles embed.FS

// pageView is what the template shows.
type pageView struct {
	Title, Source, Hidden string
	Policy                string
	Style                 template.CSS
	Picture               template.HTML
	Data, Script          template.JS
	Legend                []pageLegend
	Value                 string // what the colours' scale is called, "" without one
	Concepts              []pageConcept
	Relations             []pageSentence
}

// pageLegend is a heading with its items. With a Filter each of them is a box that hides what it stands for.
type pageLegend struct {
	Heading, Filter string
	Items           []pageItem
}

type pageItem struct {
	Value, Text string
	Sample      template.HTML
}

// pageConcept is a row of the table of concepts.
type pageConcept struct {
	ID, Name, Kind, Group string
	Value                 int // percent
	Questions             int
}

// pageSentence is a row of the table of relations.
type pageSentence struct {
	From, Words, To string
	FromID, ToID    string
	Questions       int
}

// writePage fills the template.
func writePage(p *picture, data []byte) ([]byte, error) {
	page, err := template.ParseFS(pageFiles, "page/page.html")
	if err != nil {
		return nil, err
	}
	style, err := pageFiles.ReadFile("page/page.css")
	if err != nil {
		return nil, err
	}
	script, err := pageFiles.ReadFile("page/page.js")
	if err != nil {
		return nil, err
	}
	svg := drawMap(p)
	v := newPageView(p)
	v.Style, v.Script, v.Data, v.Picture = template.CSS(style), template.JS(script), template.JS(data), template.HTML(svg)
	v.Policy = fmt.Sprintf("default-src 'none'; style-src %s %s; script-src %s; base-uri 'none'; form-action 'none'",
		hash(style), hash(styleOf(svg)), hash(script))
	var out bytes.Buffer
	err = page.Execute(&out, v)
	return out.Bytes(), err
}

// hash names a text in a content security policy.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// styleOf returns the style sheet that a picture holds.
func styleOf(svg []byte) []byte {
	_, rest, _ := bytes.Cut(svg, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	return style
}

func newPageView(p *picture) pageView {
	v := pageView{Title: p.title, Source: p.subtitle}
	if v.Title == "" {
		v.Title = "Concept map"
	}
	if p.hidden > 0 {
		v.Hidden = p.hiddenWords()
	}
	if p.opts.byValue() {
		v.Value = capital(p.opts.Color)
	}
	v.Legend = p.pageLegend()
	for _, i := range p.walk() {
		v.Concepts = append(v.Concepts, p.pageConcept(p.nodes[i]))
	}
	for _, e := range p.edges {
		from, to := p.nodes[e.from], p.nodes[e.to]
		v.Relations = append(v.Relations, pageSentence{from.name, e.look.words, to.name, clean(from.id), clean(to.id), e.questions})
	}
	return v
}

func (p *picture) pageConcept(n node) pageConcept {
	c := pageConcept{ID: clean(n.id), Name: n.name, Kind: plainWords(n.kind), Value: int(n.value*100 + 0.5), Questions: n.questions}
	if n.group >= 0 {
		c.Group = p.groups[n.group].name
	}
	return c
}

// plainWords writes the name of a kind as words.
func plainWords(kind string) string { return strings.ReplaceAll(clean(kind), "-", " ") }

// pageLegend lists what the map uses. Groups, kinds and relations can be filtered by; a kind has a line of its own even
// where several share an outline.
func (p *picture) pageLegend() []pageLegend {
	groups := pageLegend{Heading: "Groups", Filter: "group"}
	for i, g := range p.groups {
		if g.count > 0 && g.name != "" {
			groups.add(groupValue(i), g.name, p.groupSample(i))
		}
	}
	kinds := pageLegend{Heading: "Kinds", Filter: "kind"}
	for _, kind := range p.kinds() {
		kinds.add(clean(kind), plainWords(kind), p.kindSample(shapeOf(kind)))
	}
	relations := pageLegend{Heading: "Relations", Filter: "relation"}
	for _, r := range p.relations() {
		relations.add(clean(r.kind), r.words, sample{relation: &r})
	}
	rows := []pageLegend{groups, kinds, relations}
	if p.opts.byValue() {
		scale := pageLegend{Heading: capital(p.opts.Color)}
		for _, item := range p.scaleItems() {
			scale.add("", item.text, item.sample)
		}
		rows = append([]pageLegend{scale}, rows...)
	}
	size := pageLegend{Heading: "Size"}
	for _, item := range p.sizeItems() {
		size.add("", item.text, item.sample)
	}
	return append(rows, size)
}

// groupSample is the colour of a group, or nothing where colours mean something else.
func (p *picture) groupSample(g int) sample {
	if p.opts.byValue() || p.opts.Color == "kind" {
		return sample{}
	}
	return sample{class: p.groupClass(g)}
}

// groupValue names a group in the page; "" stands for none.
func groupValue(g int) string {
	if g < 0 {
		return ""
	}
	return fmt.Sprintf("g%d", g)
}

// add adds an item, its sample as a small picture of its own, which uses the style sheet of the map.
func (l *pageLegend) add(value, text string, s sample) {
	var drawn, w svgWriter
	if drawn.sample(s, point{2, 10}) {
		w.line(`<svg class="mlatlas map sample" width="32" height="20" viewBox="0 0 32 20" aria-hidden="true">`)
		w.line("%s</svg>", drawn.String())
	}
	l.Items = append(l.Items, pageItem{value, text, template.HTML(w.String())})
}
