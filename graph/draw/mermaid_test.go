package draw

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"mlatlas/graph"
)

func TestMermaidText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Amazon S3", "Amazon S3"},
		{`say "stop"; end`, "say #34;stop#34;#59; end"},
		{"a[b]{c}(d)|e", "a#91;b#93;#123;c#125;(d)#124;e"},
		{"<b>&amp;#quot;", "#60;b#62;#38;amp#59;#35;quot#59;"},
		{"1. first", "1#46; first"},
		{"- item", "#45; item"},
		{"R-squared 0.95", "R-squared 0.95"},
		{"10-K", "10#45;K"},
		{"`code` *bold* _it_ $$x$$ %% no", "#96;code#96; #42;bold#42; #95;it#95; #36;#36;x#36;#36; #37;#37; no"},
		{"fa:fa-car @x ~y", "fa#58;fa-car #64;x #126;y"},
		{"ﬂ°lt¶ß Maß 20 °C", "#64258;°lt#182;ß Maß 20 °C"},
		{"机器 🧠", "机器 🧠"},
		{"", ""},
	} {
		if got := mermaidText(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// awkward are names that mean something to Mermaid, beside those of nasty.
var awkward = []string{
	"end", "subgraph x", "click n0 href", "style: x #ff0000;", "classDef a fill:#fff;", "graph TD; a-->b", "a -->|b| c", `quote " in`, "#quot;",
	"[brackets]", "(round)", "{curly}", "semi;colon", "%% comment", "%%{init: {}}%%", "`md`", "**bold**", "1. list", "- list", "+ list", "2) list",
	"$$x^2$$", "fa:fa-car", "ﬂ°lt¶ß", "o", "x", "default", "https://example.org", "a\\nb", "<br/>", "@{ shape: x }", ":::cls", "&lt;",
}

func mermaidMaps() map[string]graph.Map {
	m := graph.Map{Title: `A "title": <a href="x"> --- #1; 'it'`, Subtitle: "%%{init: {}}%% source", Groups: []graph.Group{{ID: "g", Name: "end; \"g\""}, {ID: "h", Name: "1. [h]"}}}
	for i, name := range awkward {
		m.Nodes = append(m.Nodes, graph.MapNode{ID: name, Name: name, Kind: kindLooks[i%len(kindLooks)].kind, Group: []string{"g", "h", "no"}[i%3], Focus: i == 4})
		if i > 0 {
			m.Edges = append(m.Edges, graph.MapEdge{From: awkward[i-1], To: name, Kind: append([]string{name}, relations[i%len(relations)].kind)[i%2]})
		}
	}
	return map[string]graph.Map{"sample": sampleMap(40, 3), "nasty": nastyMap(), "awkward": m, "empty": {}, "one": {Nodes: m.Nodes[:1]}}
}

// mermaidRead is what Mermaid's parser understood.
type mermaidRead struct {
	Type  string
	Nodes []struct {
		ID, Text, Shape string
		Classes         []string
	}
	Edges  []struct{ From, To, Text, Type, Stroke string }
	Groups []struct {
		ID, Title string
		Nodes     []string
	}
	Classes []string
}

// TestMermaidIsRead has Mermaid's own parser read maps, and compares what it says with what they hold.
func TestMermaidIsRead(t *testing.T) {
	maps := mermaidMaps()
	for name, got := range readMermaid(t, maps) {
		p := plan(maps[name], Options{})
		if got.Type != "flowchart-v2" || len(got.Nodes) != len(p.nodes) || len(got.Edges) != len(p.edges) {
			t.Fatalf("%s: %s with %d nodes and %d edges, want %d and %d", name, got.Type, len(got.Nodes), len(got.Edges), len(p.nodes), len(p.edges))
		}
		texts := map[string]string{}
		for _, n := range got.Nodes {
			texts[n.ID] = n.Text
			if len(n.Classes) != 1 || !slices.Contains(got.Classes, n.Classes[0]) {
				t.Errorf("%s: %s has the classes %q of %q", name, n.ID, n.Classes, got.Classes)
			}
		}
		for i, n := range p.nodes {
			if got, want := texts["n"+number(float64(i))], strings.Join(n.lines, "\n"); got != want {
				t.Errorf("%s: node %d reads %q, want %q", name, i, got, want)
			}
		}
		slices.SortFunc(p.edges, func(a, b edge) int { return a.pos - b.pos })
		for i, e := range p.edges {
			g := got.Edges[i]
			if g.From != "n"+number(float64(e.from)) || g.To != "n"+number(float64(e.to)) || g.Text != e.look.words || (g.Stroke == "dotted") != e.look.learned {
				t.Errorf("%s: edge %d reads %+v, want %d to %d, %q", name, i, g, e.from, e.to, e.look.words)
			}
		}
		for _, g := range got.Groups {
			i := slices.IndexFunc(p.groups, func(q group) bool { return q.named && q.name == g.Title })
			if i < 0 || len(g.Nodes) != p.groups[i].count {
				t.Errorf("%s: group %+v is not on the map", name, g)
			}
		}
	}
}

// readMermaid runs the parser over maps. Mermaid is a package of npm; MLATLAS_MERMAID names the folder that it is in.
func readMermaid(t *testing.T, maps map[string]graph.Map) map[string]mermaidRead {
	t.Helper()
	folder := os.Getenv("MLATLAS_MERMAID")
	if folder == "" {
		t.Skip("no Mermaid here: MLATLAS_MERMAID names a folder in which npm has installed mermaid and jsdom")
	}
	texts := map[string]string{}
	for name, m := range maps {
		text, err := Mermaid(m, Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		texts[name] = string(text)
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "testdata/mermaid/read.mjs", folder)
	cmd.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	read := map[string]mermaidRead{}
	if err := json.Unmarshal(output, &read); err != nil || len(read) != len(maps) {
		t.Fatalf("%d of %d maps, %v", len(read), len(maps), err)
	}
	return read
}

// TestMermaidLines: whatever a text holds, each statement stays on its line and in its quotes.
func TestMermaidLines(t *testing.T) {
	for name, m := range mermaidMaps() {
		text, err := Mermaid(m, Options{Color: "coverage"})
		if err != nil {
			t.Fatal(name, err)
		}
		_, body, _ := strings.Cut(string(text), "flowchart LR\n")
		for _, line := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
			word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			quotes := strings.Count(line, `"`)
			statement := slices.Contains([]string{"subgraph", "end", "classDef", "class", "style", "linkStyle", "%%", ""}, word)
			if !statement && !strings.HasPrefix(word, "n") || quotes != 0 && quotes != 2 {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
	if _, err := Mermaid(graph.Map{}, Options{Color: "mood"}); err == nil {
		t.Error("an unknown colouring was taken")
	}
}
