package format

import (
	"strconv"
	"strings"
)

// markdownOf turns a piece of HTML, as learning platforms and card boxes keep in a field, into Markdown as a person would
// write it: paragraphs and lists, code, tables, emphasis, pictures and links. Scripts and styles are left out. What is no
// HTML comes back as it is, with its entities resolved. Formulas stay as they are, in TeX.
//
// It works in three steps, each in time linear to the text: tags are told from text (html_scan.go), the tags make a tree
// of bounded depth (html_tree.go), and a writer walks the tree. The writer holds back what depends on the next word:
// spaces, line ends and the marks of emphasis. So marks never enclose a space, an empty emphasis leaves nothing, and
// blank lines do not pile up. Indentation is bounded too: what comes out is at most 8 times as long as what goes in.
func markdownOf(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return strings.TrimSpace(plainSpaces(fragment))
	}
	root, tags := htmlTree(fragment)
	if tags == 0 {
		return strings.TrimSpace(plainText(root))
	}
	w := &htmlWriter{keepLines: !hasBlocks(root), mathJax: strings.Contains(fragment, "math/tex")}
	w.inner(root)
	text := w.finish()
	if text == "" && len(root.inner) == 1 && tags == 1 && isMention(root.inner[0]) {
		return strings.TrimSpace(fragment)
	}
	return text
}

// isMention recognises an element that is named and not used, such as the option "<strong>" of a question about HTML.
func isMention(n *htmlNode) bool {
	return n.htmlTag != nil && len(n.attrs) == 0 && !n.empty && len(n.inner) == 0 && !n.named("p", "br", "div", "span")
}

// hasBlocks reports whether the lines of the text are those of elements. Where they are not, the text's own line ends
// mean something.
func hasBlocks(n *htmlNode) bool {
	for _, c := range n.inner {
		if c.htmlTag != nil && (kindOfElement(c.name) == blockElement || c.named("br", "hr") || hasBlocks(c)) {
			return true
		}
	}
	return false
}

// htmlWriter writes the nodes of a container, which is the fragment, a point, a cell or a quotation.
type htmlWriter struct {
	b         []byte
	gap       int  // line ends that are due before the next word: 1 or 2
	space     bool // a space is due before the next word
	marks     []inlineMark
	closed    []string // marks that were written last, and closed
	level     int      // how far it is indented already
	cell      bool     // inside of a table, where everything stands on one line
	keepLines bool
	mathJax   bool // formulas stand in scripts, and their pictures beside them are left out
}

// inlineMark is an emphasis that is open. Its mark is written before the next word.
type inlineMark struct {
	open, close string
	written     bool
	once        bool // does not go on in the next paragraph
}

// within makes a writer for a container inside of this one.
func (w *htmlWriter) within() *htmlWriter {
	in := &htmlWriter{level: w.level, cell: w.cell, keepLines: w.keepLines, mathJax: w.mathJax}
	for _, m := range w.marks {
		if !m.once {
			m.written = false
			in.marks = append(in.marks, m)
		}
	}
	return in
}

// finish returns what was written.
func (w *htmlWriter) finish() string {
	w.closeMarks()
	return string(w.b)
}

// text writes running text, whose white space is folded.
func (w *htmlWriter) text(text string) {
	text = strings.ReplaceAll(plainSpaces(text), "\u00ad", "")
	for text != "" {
		n := strings.IndexAny(text, " \t\n\r\f\v")
		if n < 0 {
			w.word(text)
			return
		}
		if n > 0 {
			w.word(text[:n])
		}
		text = text[n:]
		word := strings.TrimLeft(text, " \t\n\r\f\v")
		w.space = true
		if ends := strings.Count(text[:len(text)-len(word)], "\n"); w.keepLines && ends > 0 {
			w.lines(min(ends, 2))
		}
		text = word
	}
}

// word writes what is not to be broken, behind the space or line end and the marks that are due.
func (w *htmlWriter) word(word string) {
	w.settle()
	for i := range w.marks {
		m := &w.marks[i]
		if m.written {
			continue
		}
		m.written = true
		if last := len(w.closed) - 1; last >= 0 && w.closed[last] == m.open && m.open == m.close {
			w.b, w.closed = w.b[:len(w.b)-len(m.close)], w.closed[:last]
			continue
		}
		w.closed = w.closed[:0]
		w.b = append(w.b, m.open...)
	}
	w.closed = w.closed[:0]
	w.b = append(w.b, word...)
}

// settle writes the space or the line ends that are due.
func (w *htmlWriter) settle() {
	switch {
	case len(w.b) == 0:
	case w.gap > 1:
		w.closeMarks()
		w.b = append(w.b, "\n\n"...)
	case w.gap == 1:
		w.b = append(w.b, '\n')
	case w.space:
		w.b = append(w.b, ' ')
	}
	if w.gap > 0 || w.space {
		w.closed = w.closed[:0]
	}
	w.gap, w.space = 0, false
}

// lines begins a new line for the next word, or a paragraph.
func (w *htmlWriter) lines(n int) { w.gap = max(w.gap, n) }

// block writes lines that are finished, n line ends apart from what stands around them.
func (w *htmlWriter) block(text string, n int) {
	if text == "" {
		return
	}
	w.lines(n)
	w.closeMarks()
	w.settle()
	w.b = append(w.b, text...)
	w.lines(n)
}

func (w *htmlWriter) closeMarks() {
	for i := len(w.marks) - 1; i >= 0; i-- {
		m := &w.marks[i]
		if m.written {
			w.b = append(w.b, m.close...)
		}
		m.written = m.written && m.once
		if m.once && m.written {
			m.open, m.close = "", ""
		}
	}
}

// marked writes nodes with marks around them. A mark that is open already is not doubled.
func (w *htmlWriter) marked(n *htmlNode, m inlineMark) {
	for _, around := range w.marks {
		if around.open == m.open {
			w.inner(n)
			return
		}
	}
	w.marks = append(w.marks, m)
	w.inner(n)
	last := len(w.marks) - 1
	m = w.marks[last]
	w.marks = w.marks[:last]
	if m.written && m.close != "" {
		w.b = append(w.b, m.close...)
		w.closed = append(w.closed, m.close)
	}
}

func (w *htmlWriter) inner(n *htmlNode) {
	for _, c := range n.inner {
		w.node(c)
	}
}

// maxHTMLLevel is how many lists and quotations in each other are indented.
const maxHTMLLevel = 4

// indented puts a mark before the first line of a text and its width before the others.
func indented(mark, text, other string) string {
	var b strings.Builder
	b.WriteString(mark)
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
			if l == "" {
				b.WriteString(strings.TrimRight(other, " "))
				continue
			}
			b.WriteString(other)
		}
		b.WriteString(l)
	}
	return b.String()
}

func (w *htmlWriter) quote(n *htmlNode) {
	in := w.within()
	in.level++
	in.inner(n)
	text := in.finish()
	if text != "" && in.level <= maxHTMLLevel && !w.cell {
		text = indented("> ", text, "> ")
	}
	w.block(text, 2)
}

// list writes the points of a list. What stands between them belongs to the point before.
func (w *htmlWriter) list(n *htmlNode) {
	number, err := strconv.Atoi(n.get("start"))
	if err != nil {
		number = 1
	}
	var points []string
	for _, c := range n.inner {
		in := w.within()
		in.level++
		in.keepLines = false
		if !c.named("li") {
			in.node(c)
			if text := in.finish(); text != "" && len(points) == 0 {
				points = append(points, text)
			} else if text != "" {
				points = append(points, in.indent("  ", text, "  "))
			}
			continue
		}
		if value, err := strconv.Atoi(c.get("value")); err == nil {
			number = value
		}
		in.inner(c)
		mark := listMark(n, number)
		number++
		if text := in.finish(); text != "" {
			points = append(points, in.indent(mark, text, strings.Repeat(" ", min(len(mark), 4))))
		}
	}
	gap := 2
	if w.level > 0 {
		gap = 1
	}
	w.block(strings.Join(points, "\n"), gap)
}

func (w *htmlWriter) indent(mark, text, other string) string {
	if w.level > maxHTMLLevel || w.cell {
		mark, other = strings.TrimLeft(mark, " "), ""
	}
	return indented(mark, text, other)
}

// listMark returns what stands before a point. Letters stay letters: texts refer to "statement B".
func listMark(list *htmlNode, number int) string {
	if list.name != "ol" {
		return "- "
	}
	switch kind := list.get("type"); {
	case kind == "A" && number > 0 && number <= 26:
		return letter(number-1) + ". "
	case kind == "a" && number > 0 && number <= 26:
		return strings.ToLower(letter(number-1)) + ". "
	case (kind == "i" || kind == "I") && number > 0 && number <= len(romanNumbers):
		roman := romanNumbers[number-1]
		if kind == "i" {
			roman = strings.ToLower(roman)
		}
		return roman + ". "
	}
	return strconv.Itoa(number) + ". "
}

var romanNumbers = strings.Fields("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX")
