package draw

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"mlatlas/graph"
)

// pageSample is a map of 40 concepts with details, S3 and Glue among them.
func pageSample() (graph.Map, map[string]graph.NodeDetails) {
	m := sampleMap(40, 3)
	put := func(i int, id, name string, questions int) {
		old := m.Nodes[i].ID
		m.Nodes[i] = graph.MapNode{ID: id, Name: name, Kind: "service", Group: m.Nodes[i].Group, Questions: questions, Value: 0.5}
		for j, e := range m.Edges {
			if e.From == old {
				m.Edges[j].From = id
			}
			if e.To == old {
				m.Edges[j].To = id
			}
		}
	}
	for i, n := range m.Nodes {
		if strings.Contains(n.Name, "Glue") || strings.Contains(n.Name, "S3") {
			m.Nodes[i].Name = "Amazon QuickSight"
		}
	}
	put(0, "s3", "Amazon S3", 14)
	put(1, "glue", "AWS Glue", 3)
	m.Edges = slices.DeleteFunc(m.Edges, func(e graph.MapEdge) bool {
		return e.From == "s3" && e.To == "glue" || e.From == "glue" && e.To == "s3"
	})
	m.Edges = append(m.Edges, graph.MapEdge{From: "glue", To: "s3", Kind: "uses", Weight: 0.9, Questions: 2})
	details := map[string]graph.NodeDetails{}
	for _, n := range m.Nodes {
		details[n.ID] = graph.NodeDetails{Definition: "What there is to say of " + n.Name + " in a sentence.", Questions: pageSampleQuestions(n)}
	}
	s3 := details["s3"]
	s3.Definition, s3.Names = "Keeps objects in buckets.", []string{"Simple Storage Service", "S3"}
	details["s3"] = s3
	return m, details
}

func pageSampleQuestions(n graph.MapNode) []graph.NodeQuestion {
	var list []graph.NodeQuestion
	for i := range min(n.Questions, 12) {
		list = append(list, graph.NodeQuestion{ID: fmt.Sprintf("sample/%d", i+1),
			Stem: "A team keeps the data of its models with " + n.Name + " and wants to pay less for what it seldom reads. What should it do first?"})
	}
	return list
}

// hostilePage is a map with details, every text of which is hostile.
func hostilePage() (graph.Map, map[string]graph.NodeDetails) {
	m := nastyMap()
	hostile := []string{"</script><script>pwned = 1</script>", "<!--<script>", "a\u2028b\u2029c", "]]>", "${pwned = 1}", "{{.Data}}"}
	for i, text := range hostile {
		m.Nodes = append(m.Nodes, graph.MapNode{ID: text, Name: text, Kind: text, Group: m.Groups[0].ID})
		m.Edges = append(m.Edges, graph.MapEdge{From: text, To: m.Nodes[i].ID, Kind: text})
	}
	all := append(slices.Clone(nasty), hostile...)
	details := map[string]graph.NodeDetails{}
	for i, n := range m.Nodes {
		details[n.ID] = graph.NodeDetails{Definition: all[i%len(all)], Names: all, Questions: []graph.NodeQuestion{{ID: all[i%len(all)], Stem: strings.Repeat(all[i%len(all)], 3)}}}
	}
	return m, details
}

// parsedPage is a page as a browser reads it.
type parsedPage struct {
	root  *html.Node
	bytes []byte
}

func parsePage(t *testing.T, m graph.Map, o Options, details map[string]graph.NodeDetails) parsedPage {
	t.Helper()
	page, err := HTML(t.Context(), m, o, details)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return parsedPage{root, page}
}

// all returns the elements of a name.
func (p parsedPage) all(name string) []*html.Node {
	var list []*html.Node
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			list = append(list, n)
		}
	}
	return list
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// data returns what the page's script reads.
func (p parsedPage) data(t *testing.T) pageData {
	t.Helper()
	var d pageData
	for _, s := range p.all("script") {
		if attribute(s, "type") == "application/json" {
			if err := json.Unmarshal([]byte(textOf(s)), &d); err != nil {
				t.Fatal(err)
			}
		}
	}
	return d
}

// checkPage fails on anything that loads, runs or could be run but the page's own style and script.
func checkPage(t *testing.T, p parsedPage) {
	t.Helper()
	allowed := strings.Fields(`html head meta title style body a header div h1 p search label input ul main svg desc g path rect text
		button aside h2 details summary fieldset legend span table caption thead tbody tr th td script kbd`)
	for n := range p.root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			t.Errorf("a comment: %q", n.Data)
		case html.ElementNode:
			if !slices.Contains(allowed, n.Data) {
				t.Errorf("element <%s>", n.Data)
			}
			checkAttributes(t, n)
		}
	}
	if n := len(p.all("script")); n != 2 {
		t.Errorf("%d scripts", n)
	}
	checkPolicy(t, p)
}

func checkAttributes(t *testing.T, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "style", a.Key == "action", a.Key == "srcdoc":
			t.Errorf("attribute %s of <%s>", a.Key, n.Data)
		case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
			t.Errorf("a link out of the page: %q", a.Val)
		}
	}
}

// checkPolicy fails unless the policy names just the styles and the script of the page.
func checkPolicy(t *testing.T, p parsedPage) {
	t.Helper()
	var policy string
	for _, m := range p.all("meta") {
		if attribute(m, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(m, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	hashes := 0
	for _, n := range append(p.all("style"), p.all("script")...) {
		if attribute(n, "type") == "application/json" {
			continue
		}
		hashes++
		if !strings.Contains(policy, hash([]byte(textOf(n)))) {
			t.Errorf("the policy has no hash of <%s>", n.Data)
		}
	}
	if n := strings.Count(policy, "'sha256-"); n != hashes {
		t.Errorf("%d hashes for %d elements", n, hashes)
	}
}

func TestPage(t *testing.T) {
	m, details := pageSample()
	p := parsePage(t, m, Options{}, details)
	checkPage(t, p)
	if again := parsePage(t, m, Options{}, details); !bytes.Equal(p.bytes, again.bytes) {
		t.Error("the same map gives two pages")
	}
	if n := len(p.bytes); n > 300_000 {
		t.Errorf("a page of 40 concepts has %d bytes", n)
	}
	checkTables(t, p, m)
	d := p.data(t)
	for _, n := range d.Nodes {
		if n.ID != "s3" {
			continue
		}
		if got := fmt.Sprint(n.Name, n.Names, n.Definition, len(n.Questions), n.More); got != "Amazon S3[Simple Storage Service S3]Keeps objects in buckets.10 4" {
			t.Errorf("the data of S3: %s", got)
		}
	}
}

// checkTables fails unless the tables say what the map holds.
func checkTables(t *testing.T, p parsedPage, m graph.Map) {
	t.Helper()
	var rows []string
	for _, tr := range p.all("tr") {
		var cells []string
		for c := range tr.ChildNodes() {
			cells = append(cells, textOf(c))
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	if want := len(m.Nodes) + len(m.Edges) + 2; len(rows) != want {
		t.Errorf("%d rows in the tables, want %d", len(rows), want)
	}
	for _, want := range []string{"AWS Glue|uses|Amazon S3|2", "Concept|Kind|Group|Questions"} {
		if !slices.Contains(rows, want) {
			t.Errorf("no row %q", want)
		}
	}
}

// The data stands in the order of the picture, by which the script joins the two.
func TestPageDataInOrder(t *testing.T) {
	m, details := pageSample()
	p := parsePage(t, m, Options{Layout: "dot"}, details)
	d := p.data(t)
	var nodes, edges []string
	for _, g := range p.all("g") {
		if id := attribute(g, "data-id"); id != "" {
			nodes = append(nodes, id)
		} else if kind := attribute(g, "data-kind"); kind != "" {
			edges = append(edges, textOf(g))
		}
	}
	for i, n := range d.Nodes {
		if nodes[i] != n.ID {
			t.Fatalf("node %d is %s in the picture and %s in the data", i, nodes[i], n.ID)
		}
	}
	for i, e := range d.Edges {
		sentence := d.Nodes[e.From].Name + " " + d.Relations[e.Relation].Out + " " + d.Nodes[e.To].Name
		if !strings.HasPrefix(strings.TrimSpace(edges[i]), sentence) {
			t.Fatalf("edge %d is %q in the picture and %q in the data", i, edges[i], sentence)
		}
	}
	if len(nodes) != len(d.Nodes) || len(edges) != len(d.Edges) {
		t.Errorf("%d nodes and %d edges drawn, %d and %d in the data", len(nodes), len(edges), len(d.Nodes), len(d.Edges))
	}
}

func TestHostilePage(t *testing.T) {
	m, details := hostilePage()
	for _, o := range []Options{{}, {Color: "coverage"}, {Color: "kind", Layout: "dot"}} {
		p := parsePage(t, m, o, details)
		checkPage(t, p)
		for _, n := range p.data(t).Nodes {
			if n.Name != clean(n.Name) || n.Definition != clean(n.Definition) {
				t.Errorf("not clean: %q, %q", n.Name, n.Definition)
			}
		}
		for _, mark := range []string{"\u2028", "\u2029", "\u202e", "\x00"} {
			if bytes.Contains(p.bytes, []byte(mark)) {
				t.Errorf("the page holds %+q", mark)
			}
		}
	}
}

func TestEmptyPage(t *testing.T) {
	p := parsePage(t, graph.Map{}, Options{}, nil)
	checkPage(t, p)
	if !strings.Contains(textOf(p.root), "No concepts to show.") {
		t.Error("nothing says that there is nothing")
	}
}

// The colours around the picture are the picture's own.
func TestPageColours(t *testing.T) {
	css, err := os.ReadFile("page/page.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--paper: " + paper, "--paper: " + paperDark, "--ink: " + ink, "--ink: " + inkDark, "--faint: " + faint, "--faint: " + faintDark} {
		if !bytes.Contains(css, []byte(want+";")) {
			t.Errorf("page.css has no %q", want)
		}
	}
}

// Every relation can be read from both of its ends.
func TestRelationsReadBack(t *testing.T) {
	for _, r := range append(slices.Clone(relations), relationOf("invented"), relationOf("")) {
		if r.words == "" || r.back == "" {
			t.Errorf("%q reads %q and back %q", r.kind, r.words, r.back)
		}
	}
}
