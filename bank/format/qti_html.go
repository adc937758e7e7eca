package format

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	rendererhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"mlatlas/bank/pattern"
)

// htmlOf renders Markdown as HTML for platforms that show no Markdown. Line ends stay line ends. HTML in the Markdown
// is shown as it is written, but the elements that Markdown itself has no mark for, such as <sub>.
func htmlOf(markdown string) string {
	var b bytes.Buffer
	if err := toHTML.Convert([]byte(markdown), &b); err != nil { // a bytes.Buffer takes everything
		return "<p>" + html.EscapeString(markdown) + "</p>"
	}
	return strings.TrimSpace(b.String())
}

var toHTML = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList),
	goldmark.WithRendererOptions(rendererhtml.WithHardWraps(), rendererhtml.WithXHTML(),
		renderer.WithNodeRenderers(util.Prioritized(rawHTML{}, 10))))

// rawHTML renders the HTML in Markdown.
type rawHTML struct{}

func (rawHTML) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString(safeHTML(string(n.(*ast.RawHTML).Segments.Value(source))))
		}
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			b := n.(*ast.HTMLBlock)
			text := string(b.Lines().Value(source))
			if b.HasClosure() {
				text += string(b.ClosureLine.Value(source))
			}
			w.WriteString("<p>" + safeHTML(strings.TrimRight(text, "\n")) + "</p>\n")
		}
		return ast.WalkContinue, nil
	})
}

var safeTag = pattern.New(`(?i)</?(sub|sup|u|kbd|ins|mark|small|br)\s*/?>`)

// safeHTML escapes all but the harmless elements without attributes.
func safeHTML(text string) string {
	var b strings.Builder
	at := 0
	for _, tag := range safeTag.FindAllStringIndex(text, -1) {
		b.WriteString(html.EscapeString(text[at:tag[0]]))
		b.WriteString(text[tag[0]:tag[1]])
		at = tag[1]
	}
	b.WriteString(html.EscapeString(text[at:]))
	return b.String()
}

// isPlain reports whether a text has no Markdown in it: it is one paragraph on one line, and shows as it is written.
func isPlain(markdown string) bool {
	return !strings.Contains(markdown, "\n") && htmlOf(markdown) == "<p>"+goldmarkEscapes.Replace(markdown)+"</p>"
}

// goldmarkEscapes are the escapes that goldmark writes.
var goldmarkEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
