package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A saved page has its questions among the furniture of a site. It is read in four steps: the tags make a tree
// (html_tree.go), what is furniture goes (html_prune.go), the rest becomes lines of Markdown with the numbers of the lines
// in which they stand (here and in html_list.go), and these are read by the grammar of marks. Two kinds of pages say more
// than their text: a review of a Moodle quiz, whose questions are taken from its elements (html_review.go), and a page with
// a quiz in the vocabulary of schema.org, which is read where the text has fewer questions.
const htmlPage = "html"

// maxPage is the size of a page in bytes. Pages that hold a bank of thousands of questions with its discussions have 10 MB.
const maxPage = 64 << 20

// beginsHTML recognises a page at the start of a file: HTML further below is code in a question.
func beginsHTML(in *input, expected bool) bool {
	if in.text {
		return false
	}
	for i := range 40 {
		l, more := in.peek(i)
		if !more {
			return false
		}
		text := strings.ToLower(strings.TrimSpace(l.text[:min(len(l.text), 4096)]))
		switch {
		case text == "" || strings.HasPrefix(text, "<?xml ") && strings.HasSuffix(text, "?>"):
		case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"):
			return true
		case expected && htmlStart.MatchString(text):
			return true
		case !strings.HasPrefix(text, "<!--") && !expected:
			return false
		}
	}
	return false
}

// htmlStart is a tag that pages without <html> hold.
var htmlStart = pattern.New(`<(!--|!doctype|html|head|body|div|p|h[1-6]|ul|ol|li|table|tr|td|section|article|main|form|span|b|strong|br|details|meta|title|input|label)\b?[ />]`)

func readHTML(r *Reader, in *input) {
	first, _ := in.peek(0)
	var b strings.Builder
	for !in.done() {
		l, _ := in.next()
		if b.Len()+len(l.text) > maxPage {
			r.emitProblem(bank.Problem{Line: l.no, Severity: bank.Error, Code: "page-too-large",
				Message: fmt.Sprintf("the page is larger than %d MiB, and what follows was left out: save it in parts", maxPage>>20)})
			break
		}
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	for !in.done() {
		in.next()
	}
	root, _ := htmlTree(b.String())
	page := &htmlReader{r: r, from: first.no, lettered: letteredLists(root)}
	data := schemaQuestions(root, first.no)
	prune(root)
	page.checked = !hasFlags(root)
	if len(data) == 0 {
		page.read(root)
		return
	}
	items := r.captured(func() { page.read(root) })
	if countQuestions(items) < len(data) {
		r.checker = newChecker()
		items = nil
		r.saw(htmlPage)
		for _, d := range data {
			items = append(items, r.check(d))
		}
	}
	for _, item := range items {
		r.emit(item)
	}
}

// captured returns the items that a reading emits. They go to nobody else.
func (r *Reader) captured(read func()) (items []bank.Item) {
	outer := r.yield
	r.yield = func(item bank.Item, _ error) bool {
		items = append(items, item)
		return true
	}
	read()
	r.yield = outer
	return items
}

func countQuestions(items []bank.Item) int {
	n := 0
	for _, item := range items {
		if item.Question != nil {
			n++
		}
	}
	return n
}

// htmlReader writes a page as lines.
type htmlReader struct {
	r        *Reader
	from     int // number of the first line
	lines    []pageLine
	checked  bool // ticked boxes are keys; where elements say that they are right, the ticks are those of somebody's answers
	lettered map[string]string
	list     int // lists that were written
}

// pageLine is a line, and the list of which it is a point without a label.
type pageLine struct {
	line
	list   int
	number string // of the point, in a list with numbers
}

func (p *htmlReader) read(root *htmlNode) {
	p.blocks(root)
	p.flush()
}

// flush has the lines read by the grammar of marks.
func (p *htmlReader) flush() {
	labelLists(p.lines)
	all := make([]line, 0, len(p.lines))
	for _, l := range p.lines {
		all = append(all, l.line)
	}
	p.lines = p.lines[:0]
	if len(all) == 0 {
		return
	}
	forced, usual := p.r.forced, p.r.usual
	p.r.forced, p.r.usual = markdown, markdown
	p.r.readLines(all, htmlPage)
	p.r.forced, p.r.usual = forced, usual
}

func (p *htmlReader) add(at int, text string) {
	for l := range strings.SplitSeq(text, "\n") {
		p.lines = append(p.lines, pageLine{line: line{p.from + at, l}})
	}
}

// apart puts a blank line between blocks.
func (p *htmlReader) apart() {
	if n := len(p.lines); n > 0 && p.lines[n-1].text != "" {
		p.lines = append(p.lines, pageLine{line: line{no: p.lines[n-1].no}})
	}
}

// blocks writes what is in an element: runs of text and inline elements, and between them blocks.
func (p *htmlReader) blocks(n *htmlNode) {
	var run []*htmlNode
	for _, c := range n.inner {
		if c.htmlTag == nil || !isBlock(c) {
			run = append(run, c)
			continue
		}
		p.run(run)
		run = nil
		p.block(c)
	}
	p.run(run)
}

// isBlock says whether an element stands on lines of its own: by its name, or because it holds what does.
func isBlock(n *htmlNode) bool {
	switch kindOfElement(n.name) {
	case droppedElement:
		return false
	case blockElement:
		return true
	}
	return n.name == "hr" || n.holds(func(c *htmlNode) bool { return kindOfElement(c.name) == blockElement }) || n.name == "label" && len(n.boxes()) == 1 ||
		n.name == "button" || n.isOption()
}

// holds reports whether an element below satisfies the condition.
func (n *htmlNode) holds(is func(*htmlNode) bool) bool {
	return slices.ContainsFunc(n.inner, func(c *htmlNode) bool { return c.htmlTag != nil && (is(c) || c.holds(is)) })
}

func (p *htmlReader) block(n *htmlNode) {
	if n.is("que") && p.review(n) {
		return
	}
	switch n.name {
	case "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr":
		p.apart()
		p.write(n, "")
		p.apart()
	case "details":
		p.apart()
		p.add(n.line, "<details>")
		p.blocks(n)
		p.add(p.lastLine(n.line), "</details>")
		p.apart()
	case "summary":
		p.add(n.line, "<summary>"+oneLine(p.markdown(n.inner))+"</summary>")
	case "ul", "ol", "menu", "dir":
		p.listOf(n)
	case "table":
		p.tableOf(n)
	case "p", "section", "article", "fieldset", "dl", "form", "figure":
		p.apart()
		p.choiceOrBlocks(n)
		p.apart()
	default:
		p.choiceOrBlocks(n)
	}
}

// choiceOrBlocks writes an element that is one option, or what is in it.
func (p *htmlReader) choiceOrBlocks(n *htmlNode) {
	if len(n.boxes()) == 1 && !n.holds(func(c *htmlNode) bool {
		return c.named("ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "textarea")
	}) && !p.hasQuestionText(n) || n.isOption() {
		p.option(n, "")
		return
	}
	p.blocks(n)
}

// hasQuestionText reports whether text stands before the only box of an element in a block of its own.
func (p *htmlReader) hasQuestionText(n *htmlNode) bool {
	for _, c := range n.inner {
		if len(c.boxes()) > 0 {
			return false
		}
		if c.htmlTag != nil && isBlock(c) && strings.TrimSpace(plainSpaces(innerText(c))) != "" {
			return true
		}
	}
	return false
}

func (p *htmlReader) lastLine(at int) int {
	if n := len(p.lines); n > 0 {
		return p.lines[n-1].no - p.from
	}
	return at
}

// write writes an element as a whole.
func (p *htmlReader) write(n *htmlNode, before string) {
	if text := p.markdown([]*htmlNode{n}); text != "" {
		p.add(firstLine(n), before+text)
	}
}

// run writes text. What stands between <br> has lines of its own, and their numbers.
func (p *htmlReader) run(nodes []*htmlNode) {
	for len(nodes) > 0 {
		end := slices.IndexFunc(nodes, func(n *htmlNode) bool { return n.named("br") })
		part := nodes
		if end >= 0 {
			part, nodes = nodes[:end], nodes[end+1:]
		} else {
			nodes = nil
		}
		text := p.markdown(part)
		if text == "" {
			if end == 0 && len(part) == 0 {
				p.apart()
			}
			continue
		}
		at := 0
		for i := len(part) - 1; i >= 0; i-- {
			if part[i].htmlTag != nil || strings.TrimSpace(part[i].text) != "" {
				at = firstLine(part[i])
			}
		}
		for l := range strings.SplitSeq(splitBoxes(text), "\n") {
			p.add(at, l)
		}
	}
}

// firstLine is the line of the first word in a node.
func firstLine(n *htmlNode) int {
	if n.htmlTag == nil {
		space := n.text[:len(n.text)-len(strings.TrimLeft(n.text, " \t\r\n"))]
		return n.line + strings.Count(space, "\n")
	}
	for _, c := range n.inner {
		if c.htmlTag != nil || strings.TrimSpace(c.text) != "" {
			return firstLine(c)
		}
	}
	return n.line
}

// markdown writes nodes as Markdown in which the grammar of marks finds no tags.
func (p *htmlReader) markdown(nodes []*htmlNode) string {
	w := &htmlWriter{}
	for _, n := range nodes {
		w.node(n)
	}
	return escapeTags(w.finish())
}

// escaped are tags and entities that were text on the page and would be taken for some by the grammar of marks.
var escaped = pattern.New(`</?(?i:p|b|strong|em|i|li|ul|ol|div|span|font|h[1-6]|u|br|details|summary)\b|&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);`)

func escapeTags(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	inFence := false
	var lines []string
	for l := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(l), "```") {
			inFence = !inFence
		} else if !inFence {
			parts := strings.Split(l, "`")
			for i := range parts {
				if i%2 == 0 || len(parts)%2 == 0 {
					parts[i] = escaped.ReplaceAllStringFunc(parts[i], func(m string) string {
						return map[byte]string{'<': "&lt;", '&': "&amp;"}[m[0]] + m[1:]
					})
				}
			}
			l = strings.Join(parts, "`")
		}
		lines = append(lines, l)
	}
	return strings.Join(lines, "\n")
}

var boxInText = pattern.New(`\s*(\[[ x]\]) `)

// splitBoxes puts each box of a text on a line of its own, as a point of a list.
func splitBoxes(text string) string {
	if !strings.Contains(text, "[ ] ") && !strings.Contains(text, "[x] ") {
		return text
	}
	return strings.TrimLeft(boxInText.ReplaceAllString(text, "\n- $1 "), "\n")
}
