package format

import (
	"html"
	"slices"
	"strings"
)

// textLine is a line of a section.
type textLine struct {
	no     int
	indent int
	text   string // without its indentation, unless it is code
	code   bool
}

// section gathers the lines of one part of a question.
type section struct {
	lines []textLine
}

func (s *section) add(m *mark) {
	l := textLine{no: m.no, indent: m.indent, text: m.text, code: m.code}
	if m.kind == markBlank {
		l.text = ""
	}
	s.lines = append(s.lines, l)
}

// addText adds the text behind a mark. It has no indentation of its own.
func (s *section) addText(no int, text string, indent int) {
	if text != "" {
		s.lines = append(s.lines, textLine{no: no, indent: -1, text: text})
	}
}

func (s *section) empty() bool { return s.firstLine().text == "" }

func (s *section) firstLine() textLine {
	for _, l := range s.lines {
		if strings.TrimSpace(l.text) != "" {
			return l
		}
	}
	return textLine{}
}

// plainText joins the lines as they are written, without the indentation that they share and without blank lines and
// rules at the edges.
func (s *section) plainText() string {
	return s.join(func(text string) string { return text })
}

// markdownText does the same, turns <br> into line ends and resolves entities outside of code.
func (s *section) markdownText() string {
	return s.join(markdownLine)
}

func (s *section) join(each func(string) string) string {
	lines := s.trimmed()
	shared := sharedIndent(lines)
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		text := dedent(l.text, shared)
		if !l.code {
			text = each(text)
		}
		b.WriteString(text)
	}
	return strings.TrimSpace(b.String())
}

// trimmed leaves out blank lines, rules and page furniture at both edges.
func (s *section) trimmed() []textLine {
	lines := s.lines
	for len(lines) > 0 && isEdge(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && isEdge(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func isEdge(l textLine) bool {
	text := strings.TrimSpace(l.text)
	if l.code {
		return false
	}
	return text == "" || text == ">" || isRule(text) || text[0] == '*' && strings.Contains(text, "Back to Top") || text[0] == '[' && strings.Contains(text, "Back to Top")
}

// sharedIndent is the indentation in columns that all lines have which have one of their own.
func sharedIndent(lines []textLine) int {
	shared := -1
	for _, l := range lines {
		if l.indent < 0 || strings.TrimSpace(l.text) == "" {
			continue
		}
		if shared < 0 || l.indent < shared {
			shared = l.indent
		}
	}
	return max(shared, 0)
}

// dedent takes white space of the given width off the start, or what there is of it.
func dedent(text string, width int) string {
	n := 0
	for n < len(text) && (text[n] == ' ' || text[n] == '\t') && columns(text[:n+1]) <= width {
		n++
	}
	return text[n:]
}

// markdownLine resolves line breaks and entities of HTML in a line of Markdown, but not in its `code`.
func markdownLine(text string) string {
	if strings.IndexByte(text, '<') < 0 && strings.IndexByte(text, '&') < 0 {
		return text
	}
	if wrapped := strings.TrimSpace(text); strings.HasPrefix(wrapped, "<p>") && strings.HasSuffix(wrapped, "</p>") {
		return markdownOf(wrapped)
	}
	parts := strings.Split(text, "`")
	for i := range parts {
		if i%2 == 0 || len(parts)%2 == 0 {
			parts[i] = plainSpaces(html.UnescapeString(breakLines(parts[i])))
		}
	}
	return strings.Join(parts, "`")
}

// breakLines turns <br>, <br/> and <br /> into line ends.
func breakLines(text string) string {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '<')
		if open < 0 {
			return text
		}
		open += from
		end := strings.IndexByte(text[open:], '>')
		if end < 0 {
			return text
		}
		if strings.EqualFold(strings.Trim(text[open+1:open+end], " /"), "br") {
			before := strings.TrimRight(text[:open], " ")
			text = before + "\n" + strings.TrimLeft(text[open+end+1:], " ")
			open = len(before)
		}
		from = open + 1
	}
}

// references reads the lines below a reference label: their addresses, or the line where it has none.
func (s *section) references() []string {
	var refs []string
	for _, l := range s.lines {
		text := strings.TrimSpace(l.text)
		if text == "" || isEdge(l) {
			continue
		}
		if urls := findURLs(text); len(urls) > 0 {
			refs = append(refs, urls...)
			continue
		}
		bare, _ := undress(text)
		if bare = closeBold(strings.Trim(bare, "[]<>")); bare != "" {
			refs = append(refs, bare)
		}
	}
	return refs
}

// urlsOf returns the addresses that stand alone on a line of a text, and whether the text has nothing else.
func urlsOf(text string) (urls []string, only bool) {
	only = true
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if found := findURLs(l); len(found) > 0 && nothingElse(l, found) {
			urls = append(urls, found...)
			continue
		}
		only = false
	}
	return urls, only
}

// findURLs returns the web addresses in a line.
func findURLs(text string) []string {
	var urls []string
	for {
		at := strings.Index(text, "http")
		if at < 0 {
			return urls
		}
		text = text[at:]
		if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
			text = text[4:]
			continue
		}
		end := strings.IndexAny(text, " \t<>\"|`")
		if end < 0 {
			end = len(text)
		}
		url := text[:end]
		if strings.Count(url, ")") > strings.Count(url, "(") {
			url = url[:strings.LastIndexByte(url, ')')]
		}
		if url = strings.TrimRight(url, ".,;:*]"); len(url) > len("https://") {
			urls = append(urls, url)
		}
		text = text[end:]
	}
}

func nothingElse(text string, urls []string) bool {
	for _, url := range urls {
		text = strings.Replace(text, url, "", 1)
	}
	return strings.Trim(text, " \t<>-*+.,;()•") == ""
}

// unique drops repeated strings and keeps the order.
func unique(all []string) []string {
	var kept []string
	for _, s := range all {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}
