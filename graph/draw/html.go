package draw

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"mlatlas/graph"
)

// HTML draws a map as one self-contained page: the picture of SVG, in which one can move, search, filter and read what each
// concept is, and tables that say the same. The page loads nothing: style and script stand in it and are the only
// ones that its content security policy lets run. A concept's address in it is that of Anchor, whatever Options.Link is.
// The bytes are the same for the same arguments. Errors are those of Layout.
func HTML(ctx context.Context, m graph.Map, o Options, details map[string]graph.NodeDetails) ([]byte, error) {
	o.Link = Anchor
	p, err := laidOut(ctx, m, o)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(newPageData(p, details))
	if err != nil {
		return nil, fmt.Errorf("page of a map: %w", err)
	}
	page, err := writePage(p, data)
	if err != nil {
		return nil, fmt.Errorf("page of a map: %w", err)
	}
	return page, nil
}

// pageData is what the script reads. Its texts are clean, and json.Marshal writes <, >, & and the line separators U+2028
// and U+2029 as escapes, so that no name ends the element in which it stands.
type pageData struct {
	Nodes     []pageNode     `json:"nodes"` // in the order of the picture, as the edges
	Edges     []pageEdge     `json:"edges"`
	Groups    []string       `json:"groups"` // whose names stand on the picture, in its order
	Relations []pageRelation `json:"relations"`
}

type pageNode struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Kind       string         `json:"kind"`
	Group      string         `json:"group"` // as in the boxes of the filter; "" for none
	About      string         `json:"about"` // kind, group and questions in words
	Definition string         `json:"definition"`
	Names      []string       `json:"names"`
	Questions  []pageQuestion `json:"questions"`
	More       int            `json:"more"` // questions that are not listed
}

type pageQuestion struct {
	ID   string `json:"id"`
	Stem string `json:"stem"`
}

type pageEdge struct {
	From      int    `json:"from"` // index of a node
	To        int    `json:"to"`
	Relation  int    `json:"relation"`
	Questions string `json:"questions"` // in words, "" for none
}

type pageRelation struct {
	Kind string `json:"kind"`
	Out  string `json:"out"` // "from … to"
	Back string `json:"back"`
}

func newPageData(p *picture, details map[string]graph.NodeDetails) pageData {
	d := pageData{Nodes: []pageNode{}, Edges: []pageEdge{}, Groups: []string{}, Relations: []pageRelation{}}
	at := make([]int, len(p.nodes))
	for i, n := range p.walk() {
		at[n] = i
		d.Nodes = append(d.Nodes, newPageNode(p, p.nodes[n], details[p.nodes[n].id]))
	}
	for i, g := range p.groups {
		if g.named {
			d.Groups = append(d.Groups, groupValue(i))
		}
	}
	place := map[string]int{}
	for i, r := range p.relations() {
		place[r.kind] = i
		d.Relations = append(d.Relations, pageRelation{clean(r.kind), r.words, r.back})
	}
	for _, e := range p.edges {
		common := ""
		if e.questions > 0 {
			common = questions(e.questions)
		}
		d.Edges = append(d.Edges, pageEdge{at[e.from], at[e.to], place[e.look.kind], common})
	}
	return d
}

const (
	pageQuestions = 10  // questions that are listed of a concept
	pageStem      = 180 // letters of a stem
	pageText      = 800 // letters of a definition
)

func newPageNode(p *picture, n node, d graph.NodeDetails) pageNode {
	node := pageNode{ID: clean(n.id), Name: n.name, Kind: clean(n.kind), Group: groupValue(n.group), About: p.facts(n),
		Definition: shorten(clean(d.Definition), pageText), Names: []string{}, Questions: []pageQuestion{}}
	for _, name := range d.Names {
		if name = clean(name); name != "" && name != n.name {
			node.Names = append(node.Names, shorten(name, longTooltip))
		}
	}
	for _, q := range d.Questions[:min(pageQuestions, len(d.Questions))] {
		node.Questions = append(node.Questions, pageQuestion{clean(q.ID), shorten(clean(q.Stem), pageStem)})
	}
	node.More = max(0, n.questions-len(node.Questions))
	return node
}

// shorten cuts a text after so many letters.
func shorten(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ") + "…"
	}
	return text
}
