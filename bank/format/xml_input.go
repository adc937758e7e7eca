package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"strings"
)

// An xmlInput reads XML from the lines of an input, and takes no more of them than the elements that are asked for. The
// lines are UTF-8 already, whatever the file declares. Reading is lenient where the meaning is plain: a bare "&" and an
// entity that nobody declared are text, control characters are dropped, and an end tag closes what is open in it.
// Entities that the file declares itself are not expanded.
//
// After a syntax error the reader goes on at the next item: it returns to the start of the broken one, because an open
// CDATA section or comment has run on to the end of the file, and looks for the next start tag. From then on it is
// cautious: an item ends at its end tag, or before the next start tag, wherever that stands. So no line is read more than
// three times.
type xmlInput struct {
	in      *input
	item    string // the element of an item
	decoder *xml.Decoder
	line    int // of the first byte of the last token

	prefix   string // given before the text
	text     string // the current line
	at       int    // of the next byte to give
	end      int    // where to stop in the line
	held     bool   // a cautious reader stops there, before the next item
	through  bool   // the end of the line was given
	no       int    // number of the current line
	given    int64  // bytes given to the decoder
	ended    bool   // the last byte given was a line end
	cautious bool
	marked   bool   // lines are kept for a return
	kept     []line // the lines taken since the mark
	from     struct {
		text    string
		at, no  int
		through bool
	} // the mark
	size int
}

const (
	maxXMLDepth = 100
	maxKept     = 64 << 20 // bytes that are kept for a return
)

// newXMLInput reads elements of the name item, in others.
func newXMLInput(in *input, item string) *xmlInput {
	x := &xmlInput{in: in, item: item, through: true}
	x.restart("")
	return x
}

// restart begins a new document, as if the prefix stood before what comes next.
func (x *xmlInput) restart(prefix string) {
	x.decoder = xml.NewDecoder(x)
	x.decoder.Strict = false
	x.decoder.Entity = xml.HTMLEntity
	x.decoder.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	x.given, x.ended, x.prefix = 0, false, prefix
}

// ReadByte gives the decoder the lines.
func (x *xmlInput) ReadByte() (byte, error) {
	if x.prefix != "" {
		c := x.prefix[0]
		x.prefix = x.prefix[1:]
		x.given++
		return c, nil
	}
	for {
		c := byte('\n')
		switch {
		case x.at < x.end:
			c = x.text[x.at]
			x.at++
		case x.held:
			return 0, io.EOF
		case !x.through:
			x.through = true
		case x.nextLine():
			continue
		default:
			return 0, io.EOF
		}
		if c < ' ' && c != '\n' && c != '\t' {
			continue
		}
		x.given++
		x.ended = c == '\n'
		return c, nil
	}
}

func (x *xmlInput) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := x.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

func (x *xmlInput) nextLine() bool {
	l, ok := x.in.next()
	if !ok {
		return false
	}
	x.text, x.at, x.no, x.through = l.text, 0, l.no, false
	x.end = len(x.text)
	if x.marked {
		x.kept = append(x.kept, l)
		x.cut()
		if x.size += len(l.text); x.size > maxKept {
			x.unmark()
		}
	}
	return true
}

// cut has a cautious reader stop where the item ends.
func (x *xmlInput) cut() {
	if !x.cautious {
		return
	}
	at := tagIndex(x.text[x.at:], x.item, "/"+x.item)
	if at < 0 {
		return
	}
	if at += x.at; x.text[at+1] == '/' {
		if size := strings.IndexByte(x.text[at:], '>'); size >= 0 {
			at += size + 1
		}
	}
	x.end, x.held = max(at, x.at), true
}

// mark remembers the place behind the last token, to return to it.
func (x *xmlInput) mark() {
	x.marked, x.size, x.kept = true, 0, x.kept[:0]
	x.from.text, x.from.at, x.from.no, x.from.through = x.text, x.at, x.no, x.through
	x.cut()
}

// unmark forgets the place.
func (x *xmlInput) unmark() {
	x.marked, x.held, x.end = false, false, len(x.text)
}

// rewind returns to the mark.
func (x *xmlInput) rewind() {
	if !x.marked {
		return
	}
	x.cautious = true
	x.in.giveBack(x.kept)
	x.text, x.at, x.no, x.through = x.from.text, x.from.at, x.from.no, x.from.through
	x.unmark()
}

// next returns the next token; io.EOF at the end of the lines.
func (x *xmlInput) next() (xml.Token, error) {
	x.line = x.no
	if x.ended && x.given == x.decoder.InputOffset() || x.no == 0 {
		x.line++
	}
	return x.decoder.Token()
}

// skipTo goes to the next start tag of an item, or to the end tag of the root, and reports whether there is one. What
// follows is read as if it stood in the root.
func (x *xmlInput) skipTo(root string) bool {
	for {
		if at := tagIndex(x.text[x.at:], x.item, "/"+root); at >= 0 {
			x.at += at
			x.restart("<" + root + ">")
			return true
		}
		if x.at = x.end; !x.nextLine() {
			return false
		}
	}
}

// tagIndex returns where the first tag with one of the names begins, "item" or "/item"; -1 if there is none.
func tagIndex(text string, names ...string) int {
	for at := 0; ; at++ {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			return -1
		}
		at += open
		for _, name := range names {
			behind := text[at+1:]
			if hasFold(behind, name) && (len(behind) == len(name) || strings.IndexByte(" \t/>", behind[len(name)]) >= 0) {
				return at
			}
		}
	}
}

// finish gives back what is left of the last line.
func (x *xmlInput) finish() {
	rest := strings.TrimRight(x.text[x.at:], " \t")
	x.text, x.at, x.end, x.through = "", 0, 0, true
	if strings.TrimSpace(rest) != "" {
		x.in.giveBack([]line{{x.no, rest}})
	}
}

// An xmlNode is an element, or a text if it has no name. Names are as written, without their prefixes.
type xmlNode struct {
	name  string
	attrs []xml.Attr
	line  int
	text  string
	inner []*xmlNode
}

// errNested means that an element stands in itself, because its end is missing.
var errNested = errors.New("the element begins again before it ends")

// node reads the rest of an element. Of elements with the name drop the text is left out: they hold files.
func (x *xmlInput) node(start xml.StartElement, drop string) (*xmlNode, error) {
	root := &xmlNode{name: start.Name.Local, attrs: start.Copy().Attr, line: x.line}
	open := []*xmlNode{root}
	for {
		t, err := x.next()
		if err != nil && len(open) == 1 && x.at == x.end && x.held {
			return root, errNested // a cautious reader stopped before the next start tag
		}
		if err != nil {
			return root, err
		}
		top := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == root.name {
				return root, errNested
			}
			if len(open) == maxXMLDepth {
				return root, fmt.Errorf("elements stand more than %d deep in each other", maxXMLDepth)
			}
			n := &xmlNode{name: t.Name.Local, attrs: t.Copy().Attr, line: x.line}
			top.inner = append(top.inner, n)
			open = append(open, n)
		case xml.EndElement:
			if open = open[:len(open)-1]; len(open) == 0 {
				return root, nil
			}
		case xml.CharData:
			if drop == "" || top.name != drop {
				top.inner = append(top.inner, &xmlNode{line: x.line, text: string(t)})
			}
		}
	}
}

// attr returns an attribute, "" if there is none.
func (n *xmlNode) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}

// get returns the first element of a name that stands directly in this one; nil if there is none.
func (n *xmlNode) get(name string) *xmlNode {
	if n == nil {
		return nil
	}
	for _, c := range n.inner {
		if c.name != "" && strings.EqualFold(c.name, name) {
			return c
		}
	}
	return nil
}

// all returns the elements of a name that stand directly in this one.
func (n *xmlNode) all(name string) []*xmlNode {
	var found []*xmlNode
	if n != nil {
		for _, c := range n.inner {
			if c.name != "" && strings.EqualFold(c.name, name) {
				found = append(found, c)
			}
		}
	}
	return found
}

// content returns the text in an element. Where elements stand in it, as in XHTML, it is written as HTML.
func (n *xmlNode) content() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b, n.hasElements())
	return b.String()
}

func (n *xmlNode) hasElements() bool {
	for _, c := range n.inner {
		if c.name != "" {
			return true
		}
	}
	return false
}

func (n *xmlNode) write(b *strings.Builder, asHTML bool) {
	for _, c := range n.inner {
		switch {
		case c.name != "":
			b.WriteString("<" + c.name)
			for _, a := range c.attrs {
				fmt.Fprintf(b, ` %s="%s"`, a.Name.Local, html.EscapeString(a.Value))
			}
			if len(c.inner) == 0 {
				b.WriteString("/>")
				continue
			}
			b.WriteByte('>')
			c.write(b, asHTML)
			b.WriteString("</" + c.name + ">")
		case asHTML:
			b.WriteString(html.EscapeString(c.text))
		default:
			b.WriteString(c.text)
		}
	}
}

// xmlRoot returns the name of the element with which an XML document at the next line begins, "" if none does there.
// Declarations and comments before it are passed over.
func xmlRoot(in *input) string {
	text := in.first()
	if !strings.HasPrefix(text, "<") {
		return ""
	}
	end := ""
	for i := 1; ; {
		for text != "" {
			switch {
			case end != "":
				_, behind, found := strings.Cut(text, end)
				if text = strings.TrimSpace(behind); found {
					end = ""
				}
			case strings.HasPrefix(text, "<?"):
				end = "?>"
			case strings.HasPrefix(text, "<!--"):
				end = "-->"
			case strings.HasPrefix(text, "<!DOCTYPE") && strings.Contains(text, "["):
				end = "]>"
			case strings.HasPrefix(text, "<!"):
				end = ">"
			default:
				return rootName(text)
			}
		}
		l, ok := in.peek(i)
		if !ok || i > 200 {
			return ""
		}
		text = strings.TrimSpace(l.text)
		i++
	}
}

// rootName returns the name of the start tag that a text begins with, without its prefix.
func rootName(text string) string {
	if len(text) < 2 || text[0] != '<' {
		return ""
	}
	name := text[1:]
	if n := strings.IndexAny(name, " \t/>"); n >= 0 {
		name = name[:n]
	}
	if at := strings.IndexByte(name, ':'); at >= 0 {
		name = name[at+1:]
	}
	return name
}

// xmlProblem says where and why the XML of an item cannot be read.
func xmlProblem(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) && syntax.Msg != "unexpected EOF" {
		return fmt.Sprintf("the XML is broken (%s): escape < as &lt; or put the text into CDATA, and close each element", syntax.Msg)
	}
	if syntax != nil || errors.Is(err, io.EOF) {
		return "the XML ends in the middle of the element: close it, or look whether the file was cut off"
	}
	return fmt.Sprintf("the XML cannot be read: %v", err)
}
