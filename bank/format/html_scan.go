package format

import (
	"html"
	"slices"
	"strings"
)

// Fields of question banks are HTML, or text that nobody meant as HTML: "a < b", "List<String>", "x <b and c> y". A
// browser loses what stands in such brackets. So a tag is only what begins with the name of an element, ends, and has
// attributes that look like some; every other "<" is text. Each byte is looked at a bounded number of times: a tag that
// does not end is given up at the next "<".

// An htmlTag is a start or end tag.
type htmlTag struct {
	name  string // lower case, without the prefix of MathML
	attrs []htmlAttr
	end   bool
	empty bool // <br/>
}

type htmlAttr struct {
	name, value string
	odd         bool // has no value, and HTML knows no such word
}

// get returns the value of an attribute, "" if there is none.
func (t *htmlTag) get(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

func (t *htmlTag) has(name string) bool {
	return slices.ContainsFunc(t.attrs, func(a htmlAttr) bool { return a.name == name })
}

// is reports whether the class attribute holds one of the words.
func (t *htmlTag) is(classes ...string) bool {
	for word := range strings.FieldsSeq(t.get("class")) {
		if slices.Contains(classes, word) {
			return true
		}
	}
	return false
}

// elementKind says how an element is read.
type elementKind uint8

const (
	inlineElement  elementKind = iota + 1
	blockElement               // begins a line
	voidElement                // has no end
	droppedElement             // goes with all that is in it, if it ends
)

// elementNames lists the elements of HTML and MathML.
var elementNames = map[elementKind]string{
	inlineElement: `a abbr acronym anki-mathjax audio b bdi bdo big blink button canvas cite code data datalist del dfn em font i iframe
		ins kbd label map mark meter nobr noscript object option optgroup output picture progress q rp rt ruby s samp select small span
		strike strong sub sup textarea time tt u var video math semantics annotation annotation-xml mrow mi mn mo ms mtext mspace msup msub
		msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mfenced mstyle mpadded mphantom menclose merror`,
	blockElement: `address article aside blockquote body caption center colgroup dd details dialog dir div dl dt fieldset figcaption figure
		footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul`,
	voidElement:    `area base br col embed hr img input link meta param source track wbr`,
	droppedElement: `head script style svg template title xml`,
}

var elements = func() map[string]elementKind {
	kinds := map[string]elementKind{}
	for kind, names := range elementNames {
		for name := range strings.FieldsSeq(names) {
			kinds[name] = kind
		}
	}
	return kinds
}()

// officePrefixes are those of the elements by which office programs say what HTML cannot; their text is kept.
var officePrefixes = []string{"o:", "w:", "v:", "x:", "m:", "st1:", "u1:"}

func kindOfElement(name string) elementKind {
	kind := elements[name]
	if kind == 0 && slices.ContainsFunc(officePrefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
		return inlineElement
	}
	return kind
}

// htmlScanner cuts a fragment into texts and tags.
type htmlScanner struct {
	rest   string
	before byte            // what stands before rest
	ends   map[string]bool // names of all end tags
	lacks  map[string]bool // marks that do not come any more
}

func newHTMLScanner(fragment string) *htmlScanner {
	s := &htmlScanner{rest: fragment, ends: map[string]bool{}, lacks: map[string]bool{}}
	for at := strings.Index(fragment, "</"); at >= 0; {
		fragment = fragment[at+2:]
		if name := elementName(fragment); name != "" {
			s.ends[name] = true
		}
		at = strings.Index(fragment, "</")
	}
	return s
}

// next returns a tag, or text with its entities resolved; false at the end. Comments are left out.
func (s *htmlScanner) next() (tag *htmlTag, text string, ok bool) {
	from := 0
	for {
		at := strings.IndexByte(s.rest[from:], '<')
		if at < 0 {
			text = s.take(len(s.rest))
			return nil, resolve(text), text != ""
		}
		at += from
		if at > 0 {
			s.before = s.rest[at-1]
		}
		tag, text, size := s.markup(s.rest[at:])
		switch {
		case size == 0:
			from = at + 1
		case at > 0:
			return nil, resolve(s.take(at)), true
		case tag != nil || text != "":
			s.take(size)
			return tag, text, true
		default:
			s.take(size)
			from = 0
		}
	}
}

// raw takes the text of a script or style, which may hold what looks like tags.
func (s *htmlScanner) raw(name string) string {
	for at := 0; !s.lacks[name]; {
		end := strings.Index(s.rest[at:], "</")
		if end < 0 {
			s.lacks[name] = true
			break
		}
		if at += end; hasFold(s.rest[at+2:], name) {
			return s.take(at)
		}
		at += 2
	}
	return ""
}

func (s *htmlScanner) take(n int) string {
	taken := s.rest[:n]
	if n > 0 {
		s.before = taken[n-1]
	}
	s.rest = s.rest[n:]
	return taken
}

// markup returns the size of the tag, comment or CDATA section at the "<" that the text begins with; 0 if it is text.
func (s *htmlScanner) markup(at string) (tag *htmlTag, text string, size int) {
	switch {
	case strings.HasPrefix(at, "<![CDATA["):
		if size = s.through(at, "]]>"); size > 0 {
			return nil, at[len("<![CDATA[") : size-len("]]>")], size
		}
	case strings.HasPrefix(at, "<!--"):
		if size = s.through(at, "-->"); size == 0 {
			size = len("<!--") // the text behind it stays
		}
		return nil, "", size
	case hasFold(at, "<!doctype"), strings.HasPrefix(at, "<![if"), strings.HasPrefix(at, "<![endif"), strings.HasPrefix(at, "<?xml"):
		return nil, "", s.through(at, ">")
	}
	if tag, size = readTag(at); tag != nil && !s.meantAsText(tag) {
		return tag, "", size
	}
	return nil, "", 0
}

// through returns the size of what ends with a mark, 0 if the mark does not come. That it does not is remembered: the
// next one would look through the same text again.
func (s *htmlScanner) through(at, mark string) int {
	if s.lacks[mark] {
		return 0
	}
	end := strings.Index(at, mark)
	if end < 0 {
		s.lacks[mark] = true
		return 0
	}
	return end + len(mark)
}

// meantAsText recognises the brackets of generic types, "Set<S>", and names of elements in running text that would take
// the rest of it with them: "the <script> element".
func (s *htmlScanner) meantAsText(t *htmlTag) bool {
	if t.end || t.empty || len(t.attrs) > 0 || s.ends[t.name] {
		return false
	}
	kind := kindOfElement(t.name)
	return kind == droppedElement || kind == inlineElement && isWordByte(s.before)
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// elementName returns the name at the start of a text, in lower case, if an element has it.
func elementName(text string) string {
	n := 0
	for n < len(text) && n < 20 && (isWordByte(text[n]) && text[n] != '_' || n > 0 && (text[n] == ':' || text[n] == '-')) {
		n++
	}
	if n == 0 || n == len(text) || !strings.ContainsRune(" \t\n\r\f/>", rune(text[n])) {
		return ""
	}
	name := strings.TrimPrefix(strings.ToLower(text[:n]), "mml:")
	if kindOfElement(name) == 0 {
		return ""
	}
	return name
}

// readTag reads the tag at the start of a text; nil if there is none.
func readTag(text string) (*htmlTag, int) {
	t := &htmlTag{}
	at := 1
	if strings.HasPrefix(text, "</") {
		t.end, at = true, 2
	}
	if t.name = elementName(text[at:]); t.name == "" {
		return nil, 0
	}
	for isWordByte(text[at]) || text[at] == ':' || text[at] == '-' {
		at++
	}
	for {
		for at < len(text) && strings.IndexByte(" \t\n\r\f/", text[at]) >= 0 {
			t.empty = text[at] == '/'
			at++
		}
		if at == len(text) || text[at] == '<' {
			return nil, 0
		}
		if text[at] == '>' {
			return t, at + 1
		}
		a, size := readAttr(text[at:])
		if size == 0 || len(t.name) <= 2 && a.odd { // "x <b and c> y"
			return nil, 0
		}
		t.attrs = append(t.attrs, a)
		t.empty = false
		at += size
	}
}

// bareAttributes may stand without a value.
var bareAttributes = []string{"checked", "compact", "controls", "disabled", "hidden", "nowrap", "noshade", "open", "readonly", "reversed", "selected", "itemscope", "allowfullscreen", "style", "class"}

// readAttr reads an attribute; the size is 0 if there is none.
func readAttr(text string) (a htmlAttr, size int) {
	n := strings.IndexAny(text, " \t\n\r\f/=<>")
	if n < 0 {
		return a, 0
	}
	n = max(n, 1) // a stray "=" is a name
	a.name = strings.ToLower(text[:n])
	behind := strings.TrimLeft(text[n:], " \t\n\r\f")
	if !strings.HasPrefix(behind, "=") {
		a.odd = !slices.Contains(bareAttributes, a.name) && !strings.ContainsAny(a.name, "-_")
		return a, n
	}
	value := strings.TrimLeft(behind[1:], " \t\n\r\f")
	start := len(text) - len(value)
	if value == "" {
		return a, 0
	}
	if quote := value[0]; quote == '"' || quote == '\'' {
		end := strings.IndexByte(value[1:], quote)
		if end < 0 {
			return a, 0
		}
		a.value = html.UnescapeString(value[1 : 1+end])
		return a, start + end + 2
	}
	end := strings.IndexAny(value, " \t\n\r\f<>")
	if end < 0 {
		return a, 0
	}
	a.value = html.UnescapeString(value[:end])
	return a, start + end
}

// resolve resolves the entities that end in a semicolon. The ones without, which browsers know too, are more often the
// parameters of an address: "?a=1&region=eu".
func resolve(text string) string {
	at := strings.IndexByte(text, '&')
	if at < 0 {
		return text
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(text[:at])
		text = text[at:]
		n := 1
		for n < len(text) && n < 40 && (isWordByte(text[n]) || text[n] == '#') {
			n++
		}
		if n < len(text) && text[n] == ';' {
			n++
			b.WriteString(html.UnescapeString(text[:n]))
		} else {
			b.WriteString(text[:n])
		}
		text = text[n:]
		at = strings.IndexByte(text, '&')
	}
	b.WriteString(text)
	return b.String()
}
