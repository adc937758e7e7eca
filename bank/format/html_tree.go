package format

import (
	"slices"
	"strings"
)

// maxHTMLDepth is how deep elements may stand in each other. Editors reach 30; what is deeper stays in the element at
// this depth.
const maxHTMLDepth = 100

// An htmlNode is an element, or a text if it has no tag.
type htmlNode struct {
	*htmlTag
	text  string
	inner []*htmlNode
}

func (n *htmlNode) named(names ...string) bool {
	return n.htmlTag != nil && slices.Contains(names, n.name)
}

// htmlTree parses a fragment, and reports whether there is a tag in it. It mends what people leave out: the ends of
// paragraphs, points, rows and cells, and the list around a point. An end tag without its start is passed over.
func htmlTree(fragment string) (root *htmlNode, tags int) {
	b := htmlBuilder{open: []*htmlNode{{htmlTag: &htmlTag{name: "body"}}}}
	s := newHTMLScanner(fragment)
	for {
		tag, text, ok := s.next()
		switch {
		case !ok:
			return b.open[0], tags
		case tag == nil:
			b.add(&htmlNode{text: text})
			continue
		case !tag.end:
			b.start(tag)
			if tag.name == "script" || tag.name == "style" {
				b.add(&htmlNode{text: s.raw(tag.name)})
			}
		case tag.name == "br":
			b.start(&htmlTag{name: "br"})
		default:
			b.end(tag.name)
		}
		tags++
	}
}

type htmlBuilder struct {
	open   []*htmlNode // from the root to where the next node goes
	excess int         // elements that are open below the depth
}

func (b *htmlBuilder) top() *htmlNode { return b.open[len(b.open)-1] }

func (b *htmlBuilder) add(n *htmlNode) {
	t := b.top()
	if t.named("ul") && t.empty && (n.htmlTag != nil || strings.TrimSpace(n.text) != "") && !n.named("li") {
		b.open = b.open[:len(b.open)-1] // the list was supplied for points that stood alone
		t = b.top()
	}
	t.inner = append(t.inner, n)
}

// A closing says which open elements a start tag ends, and the elements beyond which it does not look for them.
type closing struct{ ends, within []string }

var (
	cellBorders = []string{"table", "td", "th", "li", "button", "caption"}
	closings    = map[string]closing{
		"li":       {[]string{"li"}, []string{"ul", "ol", "menu", "dir", "table", "td", "th"}},
		"dt":       {[]string{"dt", "dd"}, []string{"dl", "table"}},
		"dd":       {[]string{"dt", "dd"}, []string{"dl", "table"}},
		"td":       {[]string{"td", "th", "caption"}, []string{"table"}},
		"th":       {[]string{"td", "th", "caption"}, []string{"table"}},
		"tr":       {[]string{"td", "th", "tr", "caption"}, []string{"table"}},
		"thead":    {[]string{"td", "th", "tr", "thead", "tbody", "tfoot", "caption"}, []string{"table"}},
		"tbody":    {[]string{"td", "th", "tr", "thead", "tbody", "tfoot", "caption"}, []string{"table"}},
		"tfoot":    {[]string{"td", "th", "tr", "thead", "tbody", "tfoot", "caption"}, []string{"table"}},
		"option":   {[]string{"option"}, []string{"select", "datalist"}},
		"optgroup": {[]string{"option", "optgroup"}, []string{"select"}},
		"a":        {[]string{"a"}, cellBorders},
	}
	paragraphs = closing{[]string{"p"}, cellBorders}
)

func (b *htmlBuilder) start(t *htmlTag) {
	kind := kindOfElement(t.name)
	if c, ok := closings[t.name]; ok {
		b.close(c)
	} else if kind == blockElement || t.name == "hr" {
		b.close(paragraphs)
	}
	if t.name == "li" && !b.inList() {
		b.push(&htmlNode{htmlTag: &htmlTag{name: "ul", empty: true}})
	}
	n := &htmlNode{htmlTag: t}
	if kind == voidElement || t.empty {
		b.add(n)
		return
	}
	b.push(n)
}

func (b *htmlBuilder) push(n *htmlNode) {
	if len(b.open) == maxHTMLDepth {
		b.excess++
		return
	}
	b.add(n)
	b.open = append(b.open, n)
}

func (b *htmlBuilder) inList() bool {
	for i := len(b.open) - 1; i > 0; i-- {
		switch b.open[i].name {
		case "ul", "ol", "menu", "dir":
			return true
		case "table", "td", "th":
			return false
		}
	}
	return false
}

// close ends the outermost of the elements that a start tag ends.
func (b *htmlBuilder) close(c closing) {
	at := 0
	for i := len(b.open) - 1; i > 0 && !slices.Contains(c.within, b.open[i].name); i-- {
		if slices.Contains(c.ends, b.open[i].name) {
			at = i
		}
	}
	if at > 0 {
		b.open = b.open[:at]
	}
}

func (b *htmlBuilder) end(name string) {
	if b.excess > 0 {
		b.excess--
		return
	}
	within := cellBorders[:3]
	switch name {
	case "table", "ul", "ol":
		within = nil
	case "td", "th", "tr", "thead", "tbody", "tfoot", "caption":
		within = cellBorders[:1]
	case "li":
		within = closings["li"].within
	}
	for i := len(b.open) - 1; i > 0; i-- {
		if b.open[i].name == name {
			b.open = b.open[:i]
			return
		}
		if slices.Contains(within, b.open[i].name) {
			break
		}
	}
	if name == "p" {
		b.add(&htmlNode{htmlTag: &htmlTag{name: "p"}})
	}
}
