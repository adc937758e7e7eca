package format

import (
	"strings"

	"mlatlas/bank/pattern"
)

// emphasis are the elements that only put marks around their text.
var emphasis = map[string]inlineMark{
	"b": {open: "**", close: "**"}, "strong": {open: "**", close: "**"},
	"i": {open: "*", close: "*"}, "em": {open: "*", close: "*"}, "u": {open: "*", close: "*"}, "cite": {open: "*", close: "*"},
	"var": {open: "*", close: "*"}, "dfn": {open: "*", close: "*"},
	"del": {open: "~~", close: "~~"}, "s": {open: "~~", close: "~~"}, "strike": {open: "~~", close: "~~"},
	"sub": {open: "<sub>", close: "</sub>", once: true}, "sup": {open: "<sup>", close: "</sup>", once: true},
	"q": {open: "“", close: "”", once: true}, "rt": {open: "(", close: ")", once: true},
}

// node writes an element or a text.
func (w *htmlWriter) node(n *htmlNode) {
	if n.htmlTag == nil {
		w.text(n.text)
		return
	}
	if kindOfElement(n.name) == droppedElement {
		w.dropped(n)
		return
	}
	switch n.name {
	case "br":
		w.gap = min(w.gap+1, 2)
	case "hr":
		w.block("---", 2)
	case "pre":
		w.code(n)
	case "table":
		w.table(n)
	case "ul", "ol", "menu", "dir":
		w.list(n)
	case "blockquote":
		w.quote(n)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.heading(n)
	case "a":
		w.link(n)
	case "img":
		w.picture(n)
	case "math", "anki-mathjax":
		w.formula(n)
	case "code", "tt", "kbd", "samp":
		w.inlineCode(n)
	case "input", "textarea", "option":
		w.control(n)
	case "audio", "video", "iframe", "embed":
		w.media(n)
	case "rp", "meter", "progress", "datalist":
	default:
		w.element(n)
	}
}

// dropped leaves out an element, but the formulas that MathJax keeps in scripts and the name of a drawing.
func (w *htmlWriter) dropped(n *htmlNode) {
	switch {
	case n.name == "script" && strings.HasPrefix(n.get("type"), "math/tex"):
		w.tex(innerText(n), strings.Contains(n.get("type"), "display"))
	case n.name == "svg":
		for _, c := range n.inner {
			if c.named("title") {
				w.image(innerText(c), "data:")
			}
		}
	}
}

// element writes an element that stands for emphasis, for lines, or for nothing but its text.
func (w *htmlWriter) element(n *htmlNode) {
	if n.is("katex-html") || w.mathJax && n.is("MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_SVG", "MathJax_CHTML") {
		return
	}
	if n.name == "u" && isGap(n) {
		w.word("_____")
		return
	}
	if mark := n.mark(); mark.open != "" {
		w.marked(n, mark)
		return
	}
	lines := 0
	switch n.name {
	case "p", "dl", "details", "summary", "figure", "figcaption", "section", "article", "fieldset", "address", "caption":
		lines = 2
	default:
		if kindOfElement(n.name) == blockElement {
			lines = 1
		}
	}
	w.lines(lines)
	switch {
	case n.name == "dd":
		w.prefixed(": ", n)
	case strings.Contains(n.get("style"), "mso-list") && n.name == "p":
		w.officePoint(n)
	default:
		w.inner(n)
	}
	w.lines(lines)
}

// mark returns the emphasis of an element, also of one whose style says so. "<b style=font-weight:normal>", in which
// Google Docs packs what it copies, is none.
func (n *htmlNode) mark() inlineMark {
	style := strings.ReplaceAll(strings.ToLower(n.get("style")), " ", "")
	mark := emphasis[n.name]
	switch {
	case n.name == "b" && (strings.Contains(style, "font-weight:normal") || strings.Contains(style, "font-weight:400")):
		return inlineMark{}
	case mark.open != "" || n.name != "span":
		return mark
	case strings.Contains(style, "font-weight:bold"), strings.Contains(style, "font-weight:700"), strings.Contains(style, "font-weight:600"):
		return emphasis["b"]
	case strings.Contains(style, "font-style:italic"), strings.Contains(style, "text-decoration:underline"):
		return emphasis["i"]
	case strings.Contains(style, "line-through"):
		return emphasis["s"]
	}
	return mark
}

// isGap recognises underlined spaces, which are a gap to fill.
func isGap(n *htmlNode) bool {
	text := innerText(n)
	return len(text) > 1 && strings.TrimSpace(plainSpaces(text)) == ""
}

func (w *htmlWriter) prefixed(mark string, n *htmlNode) {
	in := w.within()
	in.inner(n)
	if text := in.finish(); text != "" {
		w.block(in.indent(mark, text, "  "), 1)
	}
}

// officePoint writes a paragraph that Word means as a point of a list: its bullet or number is text that is to be ignored.
func (w *htmlWriter) officePoint(n *htmlNode) {
	for _, c := range n.inner {
		if c.htmlTag == nil || !strings.Contains(strings.ReplaceAll(c.get("style"), " ", ""), "mso-list:Ignore") {
			w.node(c)
			continue
		}
		mark := strings.TrimSpace(plainSpaces(innerText(c)))
		if mark == "" || !isWordByte(mark[0]) || mark == "o" {
			mark = "-"
		}
		w.word(mark)
		w.space = true
	}
}

func (w *htmlWriter) heading(n *htmlNode) {
	in := w.within()
	in.inner(n)
	text := oneLine(in.finish())
	if text != "" && !w.cell {
		text = strings.Repeat("#", int(n.name[1]-'0')) + " " + text
	}
	w.block(text, 2)
}

func (w *htmlWriter) link(n *htmlNode) {
	in := w.within()
	in.marks = nil
	in.inner(n)
	text := oneLine(in.finish())
	url := address(n.get("href"))
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	switch {
	case url == "", url[0] == '#', scheme == "javascript", scheme == "vbscript", scheme == "data", scheme == "about":
		w.inner(n)
	case text == url, text == strings.TrimPrefix(url, "mailto:"), text == "" && strings.HasPrefix(scheme, "http"):
		w.word("<" + strings.TrimPrefix(url, "mailto:") + ">")
	case text != "":
		w.word("[" + text + "](" + url + ")")
	}
}

// address writes a URL so that it can stand in parentheses.
var address = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\n", "", "\r", "", "\t", "").Replace

func (w *htmlWriter) picture(n *htmlNode) {
	src := strings.TrimSpace(n.get("src"))
	if later := n.get("data-src"); later != "" && (src == "" || hasFold(src, "data:")) {
		src = later
	}
	switch tex := n.get("data-equation-content"); {
	case tex != "":
		w.tex(tex, false)
	case n.is("equation_image", "Wirisformula") && n.get("title") != "":
		w.tex(n.get("title"), false)
	case src == "" || n.is("emoji"):
		w.text(n.get("alt"))
	default:
		w.image(n.get("alt"), src)
	}
}

var altText = strings.NewReplacer("[", "(", "]", ")").Replace

// image writes a picture. One that is packed into its own address is named only.
func (w *htmlWriter) image(alt, src string) {
	if hasFold(src, "data:") {
		src = "embedded-image"
	}
	w.word("![" + oneLine(altText(plainSpaces(alt))) + "](" + address(src) + ")")
}

func (w *htmlWriter) media(n *htmlNode) {
	src := n.get("src")
	for _, c := range n.inner {
		if c.named("source") && src == "" {
			src = c.get("src")
		}
	}
	if hasFold(src, "data:") {
		src = "embedded-" + n.name
	}
	if src != "" && !hasFold(src, "javascript:") {
		w.space = true
		w.word("[" + n.name + "](" + address(src) + ")")
		w.space = true
		return
	}
	w.inner(n)
}

// control writes what a form has in the text: boxes to tick, and gaps.
func (w *htmlWriter) control(n *htmlNode) {
	mark := "_____"
	switch kind := strings.ToLower(n.get("type")); {
	case n.name == "option", kind == "radio", kind == "checkbox":
		mark = "[ ]"
		if n.has("checked") || n.has("selected") {
			mark = "[x]"
		}
		w.space = true
	case kind != "" && kind != "text" && kind != "number":
		return
	}
	w.word(mark)
	w.space = w.space || mark[0] == '['
	if n.name == "option" {
		w.inner(n)
		w.space = true
	}
}

// codeClass is how classes name the language of code.
var codeClass = pattern.New(`(?:^|[\s"])(?:language-|lang-|brush:\s*|highlight-source-|sourceCode\s+)([A-Za-z0-9+#-]{1,20})`)

// code writes preformatted text between fences that are longer than those in it.
func (w *htmlWriter) code(n *htmlNode) {
	text := strings.TrimRight(strings.TrimPrefix(plainSpaces(innerText(n)), "\n"), " \t\n")
	if strings.TrimSpace(text) == "" {
		return
	}
	if w.cell {
		for l := range strings.SplitSeq(text, "\n") {
			w.lines(1)
			w.codeWord(strings.TrimRight(l, " "))
		}
		w.lines(1)
		return
	}
	language := codeClass.FindStringSubmatch(n.get("class"))
	for _, c := range n.inner {
		if language == nil && c.named("code") {
			language = codeClass.FindStringSubmatch(c.get("class"))
		}
	}
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	info := ""
	if language != nil {
		info = language[1]
	}
	w.block(fence+info+"\n"+text+"\n"+fence, 2)
}

func (w *htmlWriter) inlineCode(n *htmlNode) {
	text := plainSpaces(innerText(n))
	if w.hasBreak(n) && strings.TrimSpace(text) != "" {
		w.code(n)
		return
	}
	if text != "" && strings.TrimSpace(text[:1]) == "" {
		w.space = true
	}
	w.codeWord(oneLine(text))
	if text != "" && strings.TrimSpace(text[len(text)-1:]) == "" {
		w.space = true
	}
}

// hasBreak reports whether code has several lines.
func (w *htmlWriter) hasBreak(n *htmlNode) bool {
	for _, c := range n.inner {
		if c.named("br", "div", "p", "pre") && strings.Contains(strings.TrimSpace(innerText(n)), "\n") {
			return true
		}
	}
	return w.keepLines && strings.Contains(strings.TrimSpace(innerText(n)), "\n")
}

func (w *htmlWriter) codeWord(text string) {
	if text == "" {
		return
	}
	ticks := strings.Repeat("`", longestRun(text)+1)
	if len(ticks) > 1 && (text[0] == '`' || text[len(text)-1] == '`') {
		text = " " + text + " "
	}
	w.word(ticks + text + ticks)
}

// longestRun returns the length of the longest run of backticks.
func longestRun(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// innerText returns the text of a node as it is, with line ends for the elements that begin lines.
func innerText(n *htmlNode) string {
	var b strings.Builder
	appendText(&b, n)
	return b.String()
}

func appendText(b *strings.Builder, n *htmlNode) {
	for _, c := range n.inner {
		switch {
		case c.htmlTag == nil:
			b.WriteString(c.text)
		case c.name == "br":
			b.WriteByte('\n')
		case c.name == "style", c.name == "script":
		default:
			appendText(b, c)
			if c.named("div", "p", "li", "tr") {
				b.WriteByte('\n')
			}
		}
	}
}

// plainText returns the text of a fragment without tags.
func plainText(root *htmlNode) string {
	return plainSpaces(strings.ReplaceAll(innerText(root), "\r\n", "\n"))
}
