package format

import (
	"strings"
)

// Bounds of what is taken from a QTI file at once. The largest item seen in a public bank, with its pictures inside, has
// some megabytes.
const (
	maxQTIItem = 32 << 20 // bytes of one item
	maxQTITag  = 8 << 20  // bytes of one tag: a picture may stand in an attribute
	maxTagLine = 200      // lines of one tag
)

// pieceKind says what a piece of XML is.
type pieceKind uint8

const (
	pieceText pieceKind = iota // also a "<" that begins no tag
	pieceOpen
	pieceClose
	pieceEmpty // <name/>
	pieceData  // <![CDATA[...]]>
	pieceOther // comments, declarations, processing instructions
)

// piece is one tag, or the text between two.
type piece struct {
	kind pieceKind
	name string // of a tag: see plainName
	raw  string
	line int
}

// pieces cuts the lines of a region into tags and texts. It asks for no well-formed document: only where tags begin and
// end has to be right, so that one broken item leaves the next one whole.
type pieces struct {
	in     *input
	buffer string // what is left of the lines that were taken
	line   int    // where buffer begins
	last   int    // the line that was taken last
}

// next returns the next piece; false at the end.
func (p *pieces) next() (piece, bool) {
	if p.buffer == "" && !p.fill() {
		return piece{}, false
	}
	if p.buffer[0] != '<' {
		end := strings.IndexByte(p.buffer, '<')
		if end < 0 {
			end = len(p.buffer)
		}
		return p.take(pieceText, end), true
	}
	p.need(len("<![CDATA["))
	switch {
	case strings.HasPrefix(p.buffer, "<!--"):
		return p.take(pieceOther, p.until("-->")), true
	case strings.HasPrefix(p.buffer, "<![CDATA["):
		return p.take(pieceData, p.until("]]>")), true
	case strings.HasPrefix(p.buffer, "<?"):
		return p.take(pieceOther, p.until("?>")), true
	case strings.HasPrefix(p.buffer, "<!"):
		return p.take(pieceOther, p.doctype()), true
	}
	return p.tag(), true
}

// fill takes one more line into the buffer.
func (p *pieces) fill() bool {
	l, ok := p.in.next()
	if !ok {
		return false
	}
	if p.buffer == "" {
		p.line = l.no
	}
	p.last = l.no
	p.buffer += l.text + "\n"
	return true
}

// need tries to have n bytes in the buffer.
func (p *pieces) need(n int) {
	for len(p.buffer) < n && p.fill() {
	}
}

// until finds the end of a construct behind its mark, on whatever line. One that never ends goes to the end of the file,
// or as far as an item may be long.
func (p *pieces) until(mark string) int {
	if at := strings.Index(p.buffer, mark); at >= 0 {
		return at + len(mark)
	}
	var b strings.Builder
	b.WriteString(p.buffer)
	for from := 0; ; {
		if at := strings.Index(b.String()[from:], mark); at >= 0 {
			p.buffer = b.String()
			return from + at + len(mark)
		}
		from = max(0, b.Len()-len(mark))
		l, ok := line{}, false
		if b.Len() < maxQTIItem {
			l, ok = p.in.next()
		}
		if !ok {
			p.buffer = b.String()
			return len(p.buffer)
		}
		p.last = l.no
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
}

// doctype finds the end of a declaration, which may hold others in brackets.
func (p *pieces) doctype() int {
	end := p.until(">")
	if open := strings.IndexByte(p.buffer[:end], '['); open >= 0 {
		return p.until("]>")
	}
	return end
}

func (p *pieces) take(kind pieceKind, end int) piece {
	taken := piece{kind: kind, raw: p.buffer[:end], line: p.line}
	p.line += strings.Count(taken.raw, "\n")
	p.buffer = p.buffer[end:]
	return taken
}

// tag takes a tag. A "<" that begins none, as in "a < b", is text.
func (p *pieces) tag() piece {
	end := p.tagEnd()
	if end == 0 {
		return p.take(pieceText, 1)
	}
	t := p.take(pieceOpen, end)
	inside := strings.TrimSuffix(strings.TrimPrefix(t.raw, "<"), ">")
	switch {
	case strings.HasPrefix(inside, "/"):
		t.kind, inside = pieceClose, inside[1:]
	case strings.HasSuffix(inside, "/"):
		t.kind, inside = pieceEmpty, strings.TrimSuffix(inside, "/")
	}
	name, _, _ := strings.Cut(strings.TrimSpace(inside)+" ", " ")
	if at := strings.IndexAny(name, "\t\n"); at >= 0 {
		name = name[:at]
	}
	t.name = plainName(name)
	return t
}

// tagEnd returns the length of the tag at the start of the buffer, 0 if there is none.
func (p *pieces) tagEnd() int {
	if len(p.buffer) < 2 || p.buffer[1] != '/' && !isNameStart(p.buffer[1]) {
		return 0
	}
	quote, lines := byte(0), 0
	for i := 1; i < maxQTITag; i++ {
		if i >= len(p.buffer) {
			if lines++; lines > maxTagLine || !p.fill() {
				return 0
			}
		}
		switch c := p.buffer[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			if before := strings.TrimRight(p.buffer[:i], " \t\n"); strings.HasSuffix(before, "=") {
				quote = c
			}
		case c == '>':
			return i + 1
		case c == '<':
			return 0
		}
	}
	return 0
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

// plainName brings the names of all versions of QTI together: without a namespace prefix, without the "qti-" and the
// hyphens of version 3, in lower case. "qti-assessment-item" and "imsqti:assessmentItem" are both "assessmentitem".
func plainName(name string) string {
	if at := strings.LastIndexByte(name, ':'); at >= 0 {
		name = name[at+1:]
	}
	name = strings.ToLower(name)
	name = strings.TrimPrefix(name, "qti-")
	return strings.ReplaceAll(name, "-", "")
}

// rest gives back what was taken of the lines and not used.
func (p *pieces) rest() {
	if strings.TrimSpace(p.buffer) != "" && p.last > 0 {
		p.in.unread(line{p.last, strings.TrimSpace(p.buffer)})
	}
	p.buffer = ""
}
