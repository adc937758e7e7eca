package draw

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mlatlas/graph"
)

// Mermaid writes a map as a flowchart of Mermaid, for pages that draw those themselves: groups as subgraphs, kinds as
// shapes, the colours of the light scheme as classes, the words of relations on their edges, learned relations dotted. Nodes
// go by their number in the map, since many IDs would be words of the language. Each statement has a line of its own. The
// text is the same for the same map and options.
func Mermaid(m graph.Map, o Options) ([]byte, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if err := check(m); err != nil {
		return nil, err
	}
	w := &mermaidWriter{p: plan(m, o)}
	w.frontMatter()
	w.line("flowchart LR")
	if w.p.subtitle != "" {
		w.line("  %%%% %s", mermaidText(w.p.subtitle))
	}
	w.nodes()
	w.edges()
	w.classes()
	return []byte(w.String()), nil
}

type mermaidWriter struct {
	svgWriter
	p *picture
}

// frontMatter writes the title as YAML, for which JSON is good. Mermaid shows no entities there, and takes what looks like a
// tag for one, so angle brackets become quotation marks of that form.
func (w *mermaidWriter) frontMatter() {
	if w.p.title == "" {
		return
	}
	title, _ := json.Marshal(strings.NewReplacer("<", "‹", ">", "›").Replace(w.p.title)) // a string has no error
	w.line("---\ntitle: %s\n---", title)
}

// nodes writes the groups with their nodes, then those of no named group.
func (w *mermaidWriter) nodes() {
	for g, group := range w.p.groups {
		if !group.named {
			continue
		}
		w.line(`  subgraph g%d["%s"]`, g, mermaidText(group.name))
		for i, n := range w.p.nodes {
			if n.group == g {
				w.line("    %s", w.node(i))
			}
		}
		w.line("  end")
	}
	for i, n := range w.p.nodes {
		if n.group < 0 || !w.p.groups[n.group].named {
			w.line("  %s", w.node(i))
		}
	}
}

func (w *mermaidWriter) node(i int) string {
	n := w.p.nodes[i]
	lines := make([]string, len(n.lines))
	for j, line := range n.lines {
		lines[j] = mermaidText(line)
	}
	return fmt.Sprintf("n%d%s%s%s", i, n.shape.mermaid[0], strings.Join(lines, "<br/>"), n.shape.mermaid[1])
}

// edges writes the edges in the order of the map, which Mermaid counts, and dashes those that are so in the SVG.
func (w *mermaidWriter) edges() {
	edges := slices.Clone(w.p.edges)
	slices.SortFunc(edges, func(a, b edge) int { return a.pos - b.pos })
	var dashes []string
	dashed := map[string][]string{}
	for i, e := range edges {
		w.line(`  n%d %s|"%s"| n%d`, e.from, mermaidLink(e.look), mermaidText(e.look.words), e.to)
		if d := e.look.dash; d != "" && !e.look.learned {
			if dashed[d] == nil {
				dashes = append(dashes, d)
			}
			dashed[d] = append(dashed[d], fmt.Sprint(i))
		}
	}
	for _, d := range dashes {
		w.line("  linkStyle %s stroke-dasharray:%s", strings.Join(dashed[d], ","), d)
	}
}

// mermaidLink is the arrow of a relation. Mermaid knows arrows, circles and crosses.
func mermaidLink(r relation) string {
	switch {
	case r.learned:
		return "-.-"
	case r.tail == dotHead:
		return "o--o"
	case r.head == dotHead:
		return "--o"
	case r.head == barHead:
		return "--x"
	}
	return "-->"
}

// classes writes the colours in use and gives them to nodes and groups.
func (w *mermaidWriter) classes() {
	var names []string
	tones := map[string]nodeTones{}
	members := map[string][]string{}
	for i, n := range w.p.nodes {
		name := "c" + strings.ReplaceAll(w.p.nodeClass(n), " ", "_")
		if members[name] == nil {
			names = append(names, name)
			tones[name] = w.p.toneOf(n)
		}
		members[name] = append(members[name], fmt.Sprintf("n%d", i))
	}
	slices.Sort(names)
	for _, name := range names {
		t := tones[name]
		w.line("  classDef %s fill:%s,stroke:%s,color:%s", name, t.fill, t.line, t.text)
		w.line("  class %s %s", strings.Join(members[name], ","), name)
	}
	for g, group := range w.p.groups {
		if group.named {
			t := palette[group.hue].light
			w.line("  style g%d fill:%s,stroke:%s,color:%s", g, paper, t.line, t.strong)
		}
	}
}

// mermaidPlain are the marks that mean nothing to Mermaid, nor to the Markdown and HTML into which it puts a label.
const mermaidPlain = " ,/()'"

// mermaidOwn are the letters with which Mermaid marks entities inside.
const mermaidOwn = "ﬂ¶"

// mermaidText makes text safe inside a quoted label: all other marks become entities, which Mermaid writes #NN; for the
// character of that number. A point or hyphen does so only where a list could begin: Mermaid draws no label that is one.
func mermaidText(s string) string {
	var b strings.Builder
	opening := true // only digits so far
	for _, r := range s {
		inner := !opening && (r == '.' || r == '-')
		opening = opening && unicode.IsDigit(r)
		safe := r > '~' || unicode.IsLetter(r) || unicode.IsDigit(r) || inner || strings.ContainsRune(mermaidPlain, r)
		if safe && !strings.ContainsRune(mermaidOwn, r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
