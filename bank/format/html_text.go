package format

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// markdownOf turns a piece of HTML, as learning platforms and card boxes keep in a field, into Markdown: paragraphs and
// lists, code, tables, emphasis, pictures and links. Scripts and styles are left out. What is no HTML comes back as it is,
// with its entities resolved.
func markdownOf(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return strings.TrimSpace(fragment)
	}
	w := htmlWriter{}
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	for tokens.Next() != html.ErrorToken {
		w.token(tokens.Token())
	}
	return w.String()
}

// htmlWriter writes the tokens of HTML as Markdown.
type htmlWriter struct {
	b     strings.Builder
	skip  int   // inside of script and style
	pre   bool  // inside of <pre>
	lists []int // number of the next point; 0 for bullets
}

func (w *htmlWriter) token(t html.Token) {
	switch t.Type {
	case html.TextToken:
		w.text(t.Data)
	case html.StartTagToken, html.SelfClosingTagToken:
		w.start(t)
	case html.EndTagToken:
		w.end(t.Data)
	}
}

func (w *htmlWriter) text(text string) {
	switch {
	case w.skip > 0:
	case w.pre:
		w.b.WriteString(text)
	default:
		text = plainSpaces(text)
		folded := strings.Join(strings.Fields(text), " ")
		if folded != "" && strings.ContainsAny(text[:1], " \t\n\r") {
			w.space()
		}
		w.b.WriteString(folded)
		if text != "" && strings.ContainsAny(text[len(text)-1:], " \t\n\r") {
			w.space()
		}
	}
}

// space writes a space where a word ends.
func (w *htmlWriter) space() {
	if s := w.b.String(); s != "" && !strings.HasSuffix(s, " ") && !strings.HasSuffix(s, "\n") {
		w.b.WriteByte(' ')
	}
}

// lines begins a new line, with blank ones before it.
func (w *htmlWriter) lines(n int) {
	s := strings.TrimRight(w.b.String(), " ")
	if s == "" {
		return
	}
	have := len(s) - len(strings.TrimRight(s, "\n"))
	w.b.Reset()
	w.b.WriteString(s)
	for ; have < n; have++ {
		w.b.WriteByte('\n')
	}
}

// around are the elements that only put marks around their text.
var around = map[string]string{"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "del": "~~", "s": "~~"}

func (w *htmlWriter) start(t html.Token) {
	switch t.Data {
	case "script", "style", "head":
		if t.Type == html.StartTagToken {
			w.skip++
		}
	case "br":
		w.b.WriteByte('\n')
	case "p", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6":
		w.lines(2)
	case "div", "tr":
		w.lines(1)
	case "td", "th":
		w.b.WriteString("| ")
	case "ul":
		w.lists = append(w.lists, 0)
	case "ol":
		w.lists = append(w.lists, 1)
	case "li":
		w.point()
	case "pre":
		w.lines(2)
		w.b.WriteString("```\n")
		w.pre = true
	case "img":
		w.b.WriteString("![" + attribute(t, "alt") + "](" + attribute(t, "src") + ")")
	default:
		if mark := around[t.Data]; mark != "" && !w.pre {
			w.b.WriteString(mark)
		}
	}
}

func (w *htmlWriter) point() {
	w.lines(1)
	depth := len(w.lists)
	if depth == 0 {
		w.b.WriteString("- ")
		return
	}
	w.b.WriteString(strings.Repeat("    ", depth-1))
	if n := w.lists[depth-1]; n > 0 {
		w.b.WriteString(strconv.Itoa(n) + ". ")
		w.lists[depth-1]++
		return
	}
	w.b.WriteString("- ")
}

func (w *htmlWriter) end(name string) {
	switch name {
	case "script", "style", "head":
		w.skip = max(0, w.skip-1)
	case "p", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6":
		w.lines(2)
	case "div", "li":
		w.lines(1)
	case "td", "th":
		w.space()
	case "tr":
		w.b.WriteString("|\n")
	case "ul", "ol":
		w.lists = w.lists[:max(0, len(w.lists)-1)]
		w.lines(1)
	case "pre":
		w.lines(1)
		w.b.WriteString("```\n")
		w.pre = false
	default:
		if mark := around[name]; mark != "" && !w.pre {
			w.b.WriteString(mark)
		}
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// String returns what was written, without blank lines at its edges.
func (w *htmlWriter) String() string { return strings.TrimSpace(w.b.String()) }
