package format

import "strings"

// formula writes MathML as TeX: as its author wrote it where the element says so, otherwise from its parts.
func (w *htmlWriter) formula(n *htmlNode) {
	text := ""
	switch {
	case n.name == "anki-mathjax":
		text = innerText(n)
	case annotation(n) != "":
		text = annotation(n)
	case n.get("alttext") != "":
		text = n.get("alttext")
	default:
		text = texOf(n)
	}
	w.tex(text, n.get("display") == "block" || n.get("block") == "true")
}

func (w *htmlWriter) tex(text string, display bool) {
	text = oneLine(text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, `\(`), `\)`)
	switch {
	case text == "":
	case display && !w.cell:
		w.word(`\[` + text + `\]`)
	default:
		w.word(`\(` + text + `\)`)
	}
}

func annotation(n *htmlNode) string {
	for _, c := range n.inner {
		if c.named("annotation") && strings.Contains(strings.ToLower(c.get("encoding")), "tex") {
			return innerText(c)
		}
		if text := annotation(c); text != "" {
			return text
		}
	}
	return ""
}

// mathForms are how the elements of MathML are said in TeX, with the parts in their order.
var mathForms = map[string][]string{
	"msup": {"", "^{", "}"}, "msub": {"", "_{", "}"}, "msubsup": {"", "_{", "}^{", "}"}, "mover": {`\overset{`, "}{", "}"},
	"munder": {"", "_{", "}"}, "munderover": {"", "_{", "}^{", "}"}, "mfrac": {`\frac{`, "}{", "}"},
}

func texOf(n *htmlNode) string {
	if n.htmlTag == nil {
		return strings.TrimSpace(plainSpaces(n.text))
	}
	var parts []string
	for _, c := range n.inner {
		if part := texOf(c); part != "" && !c.named("annotation", "annotation-xml") {
			parts = append(parts, part)
		}
	}
	form := mathForms[n.name]
	switch {
	case len(form) == len(parts)+1:
		if n.name == "mover" {
			parts[0], parts[1] = parts[1], parts[0]
		}
		var b strings.Builder
		for i, p := range parts {
			b.WriteString(form[i] + p)
		}
		return b.String() + form[len(parts)]
	case n.name == "msqrt":
		return `\sqrt{` + strings.Join(parts, " ") + "}"
	case n.name == "mroot" && len(parts) == 2:
		return `\sqrt[` + parts[1] + "]{" + parts[0] + "}"
	case n.name == "mfenced":
		return "(" + strings.Join(parts, ", ") + ")"
	}
	return strings.Join(parts, " ")
}
