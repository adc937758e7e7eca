package format

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"mlatlas/bank/pattern"
)

// YAML files hold a list of questions, an object that wraps lists, or documents with "---" between them. Each document is
// read for itself, so that a broken one does not take the others with it; in a broken list, each item that begins at the
// first column is tried alone. A document may be the front matter of an item whose stem is the Markdown below it.

// yamlName is the name of the format.
const yamlName = "yaml"

const (
	maxYAML    = 16 << 20 // bytes of one document
	maxAliases = 100000   // values that aliases may stand for in one document
)

// yamlQuestion is the first field of a question, as an item of a list or in a fenced block.
var yamlField = pattern.New(`^(?:- +)?["']?[\pL_][\pL\pN_ -]{0,40}["']?:(?: |$)`)

// beginsYAML recognises a file by its extension, and elsewhere a list of questions by the first item, which must be one.
func beginsYAML(in *input, expected bool) bool {
	if expected {
		return true
	}
	text := in.first()
	switch {
	case text == "" || text[0] != '-' && text[0] != '`' && text[0] != '~':
		return false
	case text[0] != '-':
		_, ok := fencedYAML(in)
		return ok
	case text == "---":
		return frontMatter(in)
	case !yamlField.MatchString(text) || !strings.HasPrefix(text, "- "):
		return false
	}
	l, _ := in.peek(0)
	if strings.HasPrefix(l.text, " ") {
		return false
	}
	var item []line
	for i := 0; ; i++ {
		l, ok := in.peek(i)
		if !ok || i > 0 && l.text != "" && l.text[0] != ' ' {
			break
		}
		item = append(item, l)
	}
	v, err := yamlValue(item)
	return err == nil && len(v.items) == 1 && isQuestion(&v.items[0])
}

// fencedYAML returns the lines of a fenced block of YAML that holds a question.
func fencedYAML(in *input) (inside []line, ok bool) {
	text := in.first()
	char, n := fenceOf(text)
	if n < 3 || !strings.EqualFold(strings.TrimSpace(text[n:]), "yaml") && !strings.EqualFold(strings.TrimSpace(text[n:]), "yml") {
		return nil, false
	}
	for i := 1; ; i++ {
		l, more := in.peek(i)
		if !more {
			return nil, false
		}
		if trimmed := strings.TrimSpace(l.text); trimmed != "" && trimmed[0] == char {
			if c, m := fenceOf(trimmed); c == char && m >= n && m == len(trimmed) {
				break
			}
		}
		inside = append(inside, l)
	}
	v, err := yamlValue(inside)
	return inside, err == nil && (isQuestion(&v) || isQuestionList(&field{"", v}))
}

// frontMatter reports whether "---" begins the front matter of a question.
func frontMatter(in *input) bool {
	var head []line
	for i := 1; ; i++ {
		l, ok := in.peek(i)
		if !ok || i > 100 {
			return false
		}
		if strings.TrimSpace(l.text) == "---" {
			break
		}
		if i == 1 && !yamlField.MatchString(l.text) {
			return false
		}
		head = append(head, l)
	}
	v, err := yamlValue(head)
	if err != nil || v.kind != object {
		return false
	}
	return isQuestion(&v) || part(v, "stem").kind == null && strong(&v, "answer")
}

// readYAML reads the documents of a region.
func readYAML(r *Reader, in *input) {
	a := asker{r: r, format: yamlName}
	expected := r.usual == yamlName || r.forced == yamlName
	first, _ := in.peek(0)
	switch text := in.first(); {
	case expected:
		a.documents(in)
	case text != "" && text[0] != '-':
		inside, _ := fencedYAML(in)
		for range len(inside) + 2 {
			in.next()
		}
		a.yaml(inside)
	case text == "---":
		a.matter(in)
	default:
		a.yaml(a.listLines(in))
	}
	a.flush()
	if expected && a.seen == 0 && !r.stopped {
		r.emitProblem(noQuestion(max(first.no, 1), "YAML"))
	}
}

// listLines takes the items of a list and what is indented below them.
func (a *asker) listLines(in *input) []line {
	var list []line
	for {
		l, ok := in.peek(0)
		if !ok || l.text != "" && l.text[0] != ' ' && l.text[0] != '#' && !strings.HasPrefix(l.text, "- ") {
			return list
		}
		in.next()
		list = append(list, l)
	}
}

// documents reads a file: each document as soon as it is whole, and of a long list each batch of items.
func (a *asker) documents(in *input) {
	var doc []line
	size := 0
	list := false
	for !a.r.stopped {
		l, ok := in.peek(0)
		if !ok {
			break
		}
		boundary := l.text == "---" || strings.HasPrefix(l.text, "--- ") || l.text == "..."
		switch {
		case boundary && l.text == "---" && frontMatterOf(in):
			a.yaml(doc)
			a.matter(in)
			doc, size, list = nil, 0, false
			continue
		case boundary, list && size > batchSize && strings.HasPrefix(l.text, "- "):
			a.yaml(doc)
			a.flush()
			doc, size = nil, 0
		}
		in.next()
		if boundary {
			list = false
			if rest := strings.TrimSpace(strings.TrimPrefix(l.text, "---")); l.text != "..." && rest != "" {
				doc = append(doc, line{l.no, rest})
			}
			continue
		}
		if len(doc) == 0 && (l.text == "" || l.text[0] == '#' || l.text[0] == '%') {
			continue
		}
		if len(doc) == 0 && !list {
			list = strings.HasPrefix(l.text, "- ")
		}
		if size += len(l.text) + 1; size > maxYAML {
			a.fail(doc[0].no, "", "bad-yaml", "a document of more than %d MiB was left out: write a list of questions", maxYAML>>20)
			doc, size = nil, 0
			a.skipDocument(in)
			continue
		}
		doc = append(doc, l)
	}
	a.yaml(doc)
}

func (a *asker) skipDocument(in *input) {
	for {
		if l, ok := in.peek(0); !ok || l.text == "---" {
			return
		}
		in.next()
	}
}

// frontMatterOf reports whether "---" begins front matter with a body that is no YAML below it.
func frontMatterOf(in *input) bool {
	if !frontMatter(in) {
		return false
	}
	closed := false
	for i := 1; ; i++ {
		l, ok := in.peek(i)
		switch {
		case !ok:
			return false
		case l.text == "---":
			closed = true
		case closed && l.text != "":
			return !yamlField.MatchString(l.text)
		}
	}
}

// matter reads front matter and the Markdown below it, up to the next front matter.
func (a *asker) matter(in *input) {
	in.next()
	var head []line
	for {
		l, ok := in.next()
		if !ok || strings.TrimSpace(l.text) == "---" {
			break
		}
		head = append(head, l)
	}
	var body []string
	line := 0
	for {
		l, ok := in.peek(0)
		if !ok || l.text == "---" && frontMatter(in) {
			break
		}
		in.next()
		if line == 0 {
			line = l.no
		}
		body = append(body, l.text)
	}
	v, err := yamlValue(head)
	if err != nil {
		a.yamlError(head, err)
		return
	}
	if text := strings.TrimSpace(strings.Join(body, "\n")); text != "" {
		name := "question"
		if part(v, "stem").kind != null {
			name = "explanation"
		}
		v.fields = append(v.fields, field{name, textValue(text, line)})
	}
	a.add(v, setting{})
}

// yaml gathers the questions of a document. Of a broken list each item is tried alone.
func (a *asker) yaml(doc []line) {
	if len(doc) == 0 {
		return
	}
	v, err := yamlValue(doc)
	if err == nil {
		a.walk(&v, setting{})
		return
	}
	items := splitItems(doc)
	if len(items) < 2 {
		a.yamlError(doc, err)
		return
	}
	for _, item := range items {
		if v, err := yamlValue(item); err != nil {
			a.yamlError(item, err)
		} else {
			a.walk(&v, setting{name: "questions"})
		}
	}
}

// splitItems splits a list, or the list that is the last field of an object, into its items, each a list of one.
func splitItems(doc []line) [][]line {
	indent := -1
	var items [][]line
	for _, l := range doc {
		trimmed := strings.TrimLeft(l.text, " ")
		column := len(l.text) - len(trimmed)
		begins := strings.HasPrefix(trimmed, "- ") || trimmed == "-"
		if indent < 0 && begins {
			indent = column
		}
		switch {
		case indent < 0:
		case begins && column == indent:
			items = append(items, []line{l})
		default:
			items[len(items)-1] = append(items[len(items)-1], l)
		}
	}
	return items
}

// yamlPlace is where an error of the library says that it is.
var yamlPlace = pattern.New(`line (\d+): *`)

func (a *asker) yamlError(doc []line, err error) {
	at, message := doc[0].no, strings.TrimPrefix(err.Error(), "yaml: ")
	if found := yamlPlace.FindStringSubmatch(message); found != nil {
		if n, _ := strconv.Atoi(found[1]); n > 0 && n <= len(doc) {
			at = doc[n-1].no
		}
		message = strings.Replace(message, found[0], "", 1)
	}
	a.fail(at, "", "bad-yaml", "not YAML: %s: look at the indent, and put texts with a colon or a # into quotes", message)
}

// yamlValue reads one document. A tab that indents, which YAML forbids, stands for two spaces.
func yamlValue(doc []line) (v value, err error) {
	defer func() { // the library panics on some input
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	var b strings.Builder
	for _, l := range doc {
		text := l.text
		for i := 0; i < len(text) && (text[i] == ' ' || text[i] == '\t'); i++ {
			if text[i] == '\t' {
				text = text[:i] + "  " + text[i+1:]
			}
		}
		b.WriteString(text)
		b.WriteByte('\n')
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(b.String()), &root); err != nil {
		return value{}, err
	}
	if len(root.Content) == 0 {
		return value{line: doc0(doc)}, nil
	}
	t := yamlTree{doc: doc, left: maxAliases}
	return t.value(root.Content[0], 0)
}

func doc0(doc []line) int {
	if len(doc) == 0 {
		return 1
	}
	return doc[0].no
}

// yamlTree turns nodes into values. Aliases are followed, up to a bound: few bytes may stand for many values.
type yamlTree struct {
	doc   []line
	alias int // depth of aliases
	left  int
}

var errAliases = errors.New("aliases stand for too many values")

func (t *yamlTree) value(n *yaml.Node, depth int) (value, error) {
	v := value{line: doc0(t.doc)}
	if n.Line > 0 && n.Line <= len(t.doc) {
		v.line = t.doc[n.Line-1].no
	}
	if depth > maxDepth {
		return v, fmt.Errorf("lists and objects stand more than %d deep in each other", maxDepth)
	}
	if t.alias > 0 {
		if t.left--; t.left < 0 {
			return v, errAliases
		}
	}
	var err error
	switch n.Kind {
	case yaml.AliasNode:
		t.alias++
		inner, err := t.value(n.Alias, depth+1)
		t.alias--
		return inner, err
	case yaml.SequenceNode:
		v.kind = list
		for _, item := range n.Content {
			var inner value
			if inner, err = t.value(item, depth+1); err != nil {
				return v, err
			}
			v.items = append(v.items, inner)
		}
	case yaml.MappingNode:
		v.kind = object
		err = t.fields(&v, n, depth)
	case yaml.ScalarNode:
		v.kind, v.text = yamlKind(n), n.Value
	}
	return v, err
}

func (t *yamlTree) fields(v *value, n *yaml.Node, depth int) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		inner, err := t.value(n.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if n.Content[i].Tag == "!!merge" && inner.kind == object {
			v.fields = append(v.fields, inner.fields...)
			continue
		}
		v.fields = append(v.fields, field{n.Content[i].Value, inner})
	}
	return nil
}

// yamlKind tells numbers and truths from texts. "yes" and "on" stay texts: they are options as often as truths.
func yamlKind(n *yaml.Node) valueKind {
	switch n.ShortTag() {
	case "!!null":
		return null
	case "!!bool":
		if strings.EqualFold(n.Value, "true") || strings.EqualFold(n.Value, "false") {
			return truth
		}
	case "!!int", "!!float":
		return number
	}
	return text
}
