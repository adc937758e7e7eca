package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
)

// Bounds of one item as a tree.
const (
	maxQTIDepth    = 256
	maxQTIElements = 200000
)

// element is an element of QTI, or a text in one. The names of all versions are brought together by plainName.
type element struct {
	name     string // "" of a text
	attrs    []xml.Attr
	text     string
	line     int
	children []*element
}

// parseElement reads one element. The line is the one in which raw begins. Tags that are not closed end with their parents.
func parseElement(raw string, first int) (*element, error) {
	d := xml.NewDecoder(strings.NewReader(withoutControls(raw)))
	d.Strict, d.Entity = false, xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	root := &element{line: first}
	open := []*element{root}
	for n := 0; ; n++ {
		token, err := d.RawToken()
		line, _ := d.InputPos()
		line += first - 1
		switch {
		case err == io.EOF:
			return root.only()
		case err != nil:
			return nil, wrongXML(err, line)
		case n > maxQTIElements:
			return nil, fmt.Errorf("line %d: more than %d parts", line, maxQTIElements)
		case len(open) > maxQTIDepth:
			return nil, fmt.Errorf("line %d: elements stand more than %d deep in each other", line, maxQTIDepth)
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{name: plainName(t.Name.Local), attrs: t.Copy().Attr, line: line}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = closeElement(open, plainName(t.Name.Local))
		case xml.CharData:
			top.children = append(top.children, &element{text: string(t), line: line})
		}
	}
}

// closeElement closes the innermost open element of the name and all in it. A name that is not open closes nothing.
func closeElement(open []*element, name string) []*element {
	for i := len(open) - 1; i > 0; i-- {
		if open[i].name == name {
			return open[:i]
		}
	}
	return open
}

// only returns the one element in the document.
func (e *element) only() (*element, error) {
	for _, c := range e.children {
		if c.name != "" {
			return c, nil
		}
	}
	return nil, errors.New("no element in it")
}

func wrongXML(err error, line int) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: %s", line, syntax.Msg)
	}
	return fmt.Errorf("line %d: %w", line, err)
}

// withoutControls drops the characters that XML does not allow, which some programs leave in texts.
func withoutControls(raw string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == blankOpen || r == blankClose {
			return -1
		}
		return r
	}, raw)
}

// get returns an attribute by its plain name, "" if there is none.
func (e *element) get(name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.attrs {
		if plainName(a.Name.Local) == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// child returns the first child of a name, nil if there is none.
func (e *element) child(names ...string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.is(names...) {
			return c
		}
	}
	return nil
}

func (e *element) is(names ...string) bool {
	for _, n := range names {
		if e.name == n && n != "" {
			return true
		}
	}
	return false
}

// all returns the elements of the names below e, in the order of the document; those inside of others too.
func (e *element) all(names ...string) []*element {
	if e == nil {
		return nil
	}
	var found []*element
	for _, c := range e.children {
		if c.is(names...) {
			found = append(found, c)
		}
		found = append(found, c.all(names...)...)
	}
	return found
}

// first returns the first of all.
func (e *element) first(names ...string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.is(names...) {
			return c
		}
		if found := c.first(names...); found != nil {
			return found
		}
	}
	return nil
}

// parts returns the children that are elements.
func (e *element) parts() []*element {
	if e == nil {
		return nil
	}
	var parts []*element
	for _, c := range e.children {
		if c.name != "" {
			parts = append(parts, c)
		}
	}
	return parts
}

// inner returns the text in e and below it.
func (e *element) inner() string {
	var b strings.Builder
	e.writeText(&b)
	return strings.TrimSpace(b.String())
}

func (e *element) writeText(b *strings.Builder) {
	if e == nil {
		return
	}
	b.WriteString(e.text)
	for _, c := range e.children {
		c.writeText(b)
	}
}

// html returns what is in e as HTML.
func (e *element) html() string {
	var b strings.Builder
	if e != nil {
		for _, c := range e.children {
			c.writeHTML(&b)
		}
	}
	return b.String()
}

// frames are elements of QTI around texts, with the HTML that they stand for.
var frames = map[string]string{"contentbody": "div", "rubricblock": "div", "feedbackblock": "div", "templateblock": "div", "infocontrol": "div",
	"stimulusbody": "div", "prompt": "div", "simplematchset": "div", "statictext": "div", "hottext": "", "gap": "", "feedbackinline": "",
	"templateinline": "", "printedvariable": "", "include": "div", "assessmentstimulus": "div"}

func (e *element) writeHTML(b *strings.Builder) {
	if e.name == "" {
		b.WriteString(html.EscapeString(e.text))
		return
	}
	if e.name == "object" {
		e.writeObject(b)
		return
	}
	if name, ok := frames[e.name]; ok {
		e = &element{name: name, children: e.children}
	}
	if e.name == "" {
		b.WriteString(e.html())
		return
	}
	b.WriteString("<" + e.name)
	for _, a := range e.attrs {
		b.WriteString(" " + strings.ToLower(a.Name.Local) + `="` + html.EscapeString(a.Value) + `"`)
	}
	b.WriteByte('>')
	for _, c := range e.children {
		c.writeHTML(b)
	}
	switch e.name {
	case "img", "br", "hr", "source", "col":
		return
	}
	b.WriteString("</" + e.name + ">")
}

// writeObject writes an embedded object as the picture or the link that it stands for.
func (e *element) writeObject(b *strings.Builder) {
	data, name := html.EscapeString(e.get("data")), html.EscapeString(e.inner())
	switch {
	case data == "":
		b.WriteString(e.html())
	case strings.HasPrefix(e.get("type"), "image/"):
		b.WriteString(`<img src="` + data + `" alt="` + name + `">`)
	case name == "":
		b.WriteString(`<a href="` + data + `">` + data + `</a>`)
	default:
		b.WriteString(`<a href="` + data + `">` + name + `</a>`)
	}
}
