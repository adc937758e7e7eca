package format

import (
	"slices"
	"strings"
)

// orgContent is what stands below a heading, as Markdown, with the line numbers of the file.
type orgContent struct {
	lines   []line // the stem, the options and all that has no name
	answer  []line
	explain []line
	refer   []line
	props   []orgProperty
	tasks   bool // its check boxes are no options
}

// orgProperty is a line of a property drawer, with the lines that go it on (:ANSWER+:).
type orgProperty struct {
	no   int
	name string // lower case, without separators
	text string
	more []string // the values of the lines that go it on
}

// propertyParts are the properties that are parts of a question; those with a longer name are found by it as well.
var propertyParts = map[string]orgPart{"answer": answerPart, "answers": answerPart, "correct": answerPart, "correctanswer": answerPart,
	"correctanswers": answerPart, "correctoption": answerPart, "key": answerPart, "solution": answerPart,
	"explanation": explainPart, "rationale": explainPart, "reason": explainPart, "feedback": explainPart, "hint": explainPart,
	"reference": referPart, "references": referPart, "ref": referPart, "refs": referPart, "source": referPart, "url": referPart,
	"link": referPart, "links": referPart}

// contentOf reads the lines of a heading and of its parts.
func contentOf(n *orgNode) *orgContent {
	c := &orgContent{}
	c.read(n.body, &c.lines)
	for _, p := range n.parts {
		c.part(p)
	}
	return c
}

func (c *orgContent) part(p *orgNode) {
	to := &c.lines
	title := p.title
	switch kind := p.partOf(); kind {
	case optionPart:
		if slices.ContainsFunc(p.tags, func(tag string) bool { return strings.EqualFold(tag, "correct") }) {
			title += " ✅"
		}
		c.lines = append(c.lines, line{p.no, orgInline(title)})
	default:
		to = c.place(kind)
		if _, value, ok := strings.Cut(title, ":"); ok && partNamed(title) == noPart {
			*to = append(*to, line{p.no, orgInline(strings.TrimSpace(value))})
		}
	}
	c.read(p.body, to)
}

func (c *orgContent) place(part orgPart) *[]line {
	switch part {
	case answerPart:
		return &c.answer
	case explainPart:
		return &c.explain
	case referPart:
		return &c.refer
	}
	return &c.lines
}

// blank reports whether there are no lines of text.
func (c *orgContent) blank() bool {
	return !slices.ContainsFunc(c.lines, func(l line) bool { return l.text != "" })
}

// prose reports whether there is text and nothing that a question has.
func (c *orgContent) prose() bool {
	for _, l := range c.lines {
		if l.text == "" {
			continue
		}
		if m := classify(mark{line: l}, strings.TrimSpace(l.text)); m.kind == markOption || m.kind == markHead || m.kind == markKey {
			return false
		}
	}
	return !c.blank() && len(c.answer) == 0 && len(c.props) == 0
}

// read turns lines into Markdown: drawers, blocks, lists, tables, emphasis.
func (c *orgContent) read(body []line, to *[]line) {
	body = dedentLines(body)
	for i := 0; i < len(body); {
		text := strings.TrimSpace(body[i].text)
		switch {
		case strings.HasPrefix(text, "#+"):
			i += c.keyword(body[i:], text, to)
		case strings.HasPrefix(text, ":"):
			i += c.colon(body[i:], text, to)
		case text == "#" || strings.HasPrefix(text, "# ") || isPlanning(text):
			i++
		default:
			*to = append(*to, line{body[i].no, orgLine(body[i].text)})
			i++
		}
	}
}

// dedentLines takes the indentation off that all lines have which are not blank: Org indents what is below a heading.
func dedentLines(body []line) []line {
	code := orgCode(body)
	dedented := slices.Clone(body)
	for i, l := range body {
		if trimmed := strings.TrimSpace(l.text); !strings.HasPrefix(trimmed, ",") {
			dedented[i].text = code[i]
		}
	}
	return dedented
}

func isPlanning(text string) bool {
	for _, word := range []string{"SCHEDULED:", "DEADLINE:", "CLOSED:"} {
		if strings.HasPrefix(text, word) {
			return true
		}
	}
	return false
}

// colon reads a drawer, a property outside of one, or lines of fixed width. It returns how many lines it took.
func (c *orgContent) colon(body []line, text string, to *[]line) int {
	if text == ":" || strings.HasPrefix(text, ": ") {
		n := 0
		var code []string
		for n < len(body) && strings.HasPrefix(strings.TrimSpace(body[n].text)+" ", ": ") {
			code = append(code, strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(body[n].text), ":"), " "))
			n++
		}
		fence(to, "", body[:n], code)
		return n
	}
	name, value, ok := propertyLine(text)
	if !ok {
		*to = append(*to, line{body[0].no, orgLine(body[0].text)})
		return 1
	}
	end := slices.IndexFunc(body, func(l line) bool { return strings.EqualFold(strings.TrimSpace(l.text), ":END:") })
	switch {
	case name == "end":
		return 1
	case value == "" && name == "properties":
		return 1 // each of its lines is a property, whether or not :END: comes
	case value == "" && end > 0 && (name == "logbook" || name == "clock"):
		return end + 1
	case value == "" && end > 0 && partNamed(name) > optionPart && !hasProperty(body[1:end]):
		c.read(body[1:end], c.place(partNamed(name)))
		return end + 1
	}
	c.property(body[0].no, name, value)
	return 1
}

func hasProperty(body []line) bool {
	return slices.ContainsFunc(body, func(l line) bool { _, _, ok := propertyLine(strings.TrimSpace(l.text)); return ok })
}

// propertyLine reads ":NAME: value".
func propertyLine(text string) (name, value string, ok bool) {
	if !strings.HasPrefix(text, ":") {
		return "", "", false
	}
	name, value, ok = strings.Cut(text[1:], ":")
	if !ok || name == "" || len(name) > longestLabel || strings.ContainsAny(name, " \t") || value != "" && value[0] != ' ' && value[0] != '\t' {
		return "", "", false
	}
	return strings.ToLower(name), strings.TrimSpace(value), true
}

func (c *orgContent) property(no int, name, value string) {
	more := strings.HasSuffix(name, "+")
	name = strings.NewReplacer("_", "", "-", "", "+", "").Replace(name)
	if value == "" {
		return
	}
	if more {
		for i := len(c.props) - 1; i >= 0; i-- {
			if c.props[i].name == name {
				c.props[i].more = append(c.props[i].more, orgInline(value))
				return
			}
		}
	}
	c.props = append(c.props, orgProperty{no: no, name: name, text: orgInline(value)})
}

// all is the value with the lines that go it on.
func (p *orgProperty) all() string { return strings.Join(append([]string{p.text}, p.more...), " ") }

// keyword reads a block, or leaves out another line that begins with #+. It returns how many lines it took.
func (c *orgContent) keyword(body []line, text string, to *[]line) int {
	lower := strings.ToLower(text)
	rest, isBlock := strings.CutPrefix(lower, "#+begin_")
	if !isBlock {
		return 1
	}
	name, _, _ := strings.Cut(rest, " ")
	name = strings.TrimRight(name, ":")
	end, taken := blockEnd(body, name)
	inside := body[1:end]
	switch {
	case name == "comment":
	case name == "src" || name == "example" && !isLabelled(inside) || name == "export":
		_, words, _ := strings.Cut(strings.TrimSpace(text), " ")
		language, _, _ := strings.Cut(strings.TrimSpace(words), " ")
		if strings.HasPrefix(language, "-") || strings.HasPrefix(language, ":") || name == "example" {
			language = ""
		}
		fence(to, language, inside, orgCode(inside))
	case name == "quote" && !isLabelled(inside):
		before := len(*to)
		c.read(inside, to)
		for i := before; i < len(*to); i++ {
			(*to)[i].text = "> " + strings.TrimSpace((*to)[i].text)
		}
	case partNamed(name) > optionPart:
		c.read(inside, c.place(partNamed(name)))
	default:
		c.read(inside, to)
	}
	return taken
}

// blockEnd finds the end of a block. A block that is never closed ends where a worded head stands in it, or the text does.
func blockEnd(body []line, name string) (end, taken int) {
	for i, l := range body {
		text := strings.TrimSpace(l.text)
		if strings.EqualFold(text, "#+end_"+name) {
			return i, i + 1
		}
		if i > 0 && isWordedHead(text) {
			return i, i
		}
	}
	return len(body), len(body)
}

func isWordedHead(text string) bool {
	if text == "" {
		return false
	}
	m := classify(mark{}, text)
	return m.kind == markHead && m.number != ""
}

// isLabelled reports whether the first line of a block is a key, an option, or begins an explanation.
func isLabelled(inside []line) bool {
	for _, l := range inside {
		if text := strings.TrimSpace(l.text); text != "" {
			m := classify(mark{}, text)
			return m.kind == markKey || m.kind == markExplain && !m.weak || m.kind == markOption && m.label == "A"
		}
	}
	return false
}

// orgCode takes the shared indentation and the commas that protect stars off the lines of a block.
func orgCode(inside []line) []string {
	shared := -1
	for _, l := range inside {
		if trimmed := strings.TrimLeft(l.text, " \t"); trimmed != "" {
			if n := columns(l.text[:len(l.text)-len(trimmed)]); shared < 0 || n < shared {
				shared = n
			}
		}
	}
	var code []string
	for _, l := range inside {
		text := dedent(l.text, max(shared, 0))
		if strings.HasPrefix(text, ",*") || strings.HasPrefix(text, ",#+") || strings.HasPrefix(text, ",,") {
			text = text[1:]
		}
		code = append(code, text)
	}
	return code
}

// fence writes code as Markdown.
func fence(to *[]line, language string, at []line, code []string) {
	if len(at) == 0 {
		return
	}
	mark := "```"
	for strings.Contains(strings.Join(code, "\n"), mark) {
		mark += "`"
	}
	*to = append(*to, line{at[0].no, mark + language})
	for i, text := range code {
		*to = append(*to, line{at[i].no, text})
	}
	*to = append(*to, line{at[len(at)-1].no, mark})
}
