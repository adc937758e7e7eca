package graph

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mlatlas/taxonomy"
)

var update = flag.Bool("update", false, "write the golden files")

// mapCases is maps of every sort, each a golden file and a subject of the properties below.
var mapCases = []struct {
	name string
	o    MapOptions
}{
	{"whole-domains", MapOptions{Exam: "mla-c01", Color: ColorCoverage}},
	{"whole-groups", MapOptions{MaxNodes: 30}},
	{"clarify", MapOptions{Exam: "mla-c01", Focus: []string{"sagemaker-clarify"}}},
	{"clarify-near", MapOptions{Focus: []string{"sagemaker-clarify"}, Depth: 1}},
	{"clarify-small", MapOptions{Focus: []string{"sagemaker-clarify"}, MaxNodes: 8}},
	{"two", MapOptions{Focus: []string{"s3", "sagemaker-pipelines"}, MaxNodes: 20}},
	{"more-focus-than-room", MapOptions{Focus: []string{"s3", "kms", "lambda", "xgboost"}, MaxNodes: 2}},
	{"services", MapOptions{Exam: "aif-c01", Kinds: []string{"service"}}},
	{"services-around", MapOptions{Focus: []string{"sagemaker-clarify"}, Kinds: []string{"service", "metric"}}},
	{"group", MapOptions{Focus: []string{"grp-storage"}}},
	{"communities", MapOptions{GroupBy: ByCluster}},
	{"only", MapOptions{Exam: "mla-c01", Only: map[string]bool{"s3": true, "kms": true, "overfitting": true, "xgboost": true}}},
	{"only-nothing", MapOptions{Only: map[string]bool{}}},
	{"container", MapOptions{Focus: []string{"sagemaker-ai"}}},
}

func TestMapGolden(t *testing.T) {
	lines := append(repeat(14, "!oven=0.5 bread=0.3 heat=0.2 @1.1=1"), repeat(6, "!cake=0.7 oven=0.3 @1.2=1")...)
	lines = append(lines, repeat(120, "knife=1")...)
	g := New(load(t, kitchen), count(t, lines...))
	for _, c := range []struct {
		name string
		o    MapOptions
	}{
		{"whole", MapOptions{Exam: "cook-01", Color: ColorCoverage}},
		{"groups", MapOptions{}},
		{"grill", MapOptions{Focus: []string{"grill"}, Exam: "cook-01"}},
		{"three", MapOptions{Focus: []string{"heat", "cake", "knife"}, Depth: 1}},
		{"tools", MapOptions{Focus: []string{"grp-tools"}}},
		{"small", MapOptions{Exam: "cook-01", MaxNodes: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := g.Map(c.o)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(m, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "map-"+c.name+".json")
			if *update {
				if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != string(got)+"\n" {
				t.Errorf("differs from %s; look at the difference, then run with -update:\n%s", file, got)
			}
		})
	}
}

func TestMapProperties(t *testing.T) {
	tax := embedded(t)
	for _, questions := range []int{0, 40, 2500} {
		g := inventedGraph(t, tax, questions, 77)
		for _, c := range mapCases {
			t.Run(fmt.Sprintf("%s of %d", c.name, questions), func(t *testing.T) {
				m, err := g.Map(c.o)
				if err != nil {
					t.Fatal(err)
				}
				checkNodes(t, tax, c.o, m)
				checkEdges(t, g, m)
			})
		}
	}
}

func checkNodes(t *testing.T, tax *taxonomy.Taxonomy, o MapOptions, m Map) {
	t.Helper()
	limit := o.MaxNodes
	if limit == 0 {
		limit = defaultMaxNodes
	}
	if len(m.Nodes) > max(limit, len(o.Focus)) || m.Hidden < 0 || m.Title == "" || m.Nodes == nil || m.Edges == nil || m.Groups == nil {
		t.Errorf("%d nodes of %d, %d hidden, title %q", len(m.Nodes), limit, m.Hidden, m.Title)
	}
	inGroup := map[string]int{}
	for i, n := range m.Nodes {
		if i > 0 && m.Nodes[i-1].ID >= n.ID {
			t.Errorf("%s stands after %s", n.ID, m.Nodes[i-1].ID)
		}
		c, ok := tax.Concept(n.ID)
		if !ok || !c.Linkable() || c.Name != n.Name || n.Value < 0 || n.Value > 1 {
			t.Errorf("node %+v", n)
		}
		focus := slices.Contains(o.Focus, n.ID)
		if n.Focus != focus || !focus && len(o.Kinds) > 0 && !slices.Contains(o.Kinds, n.Kind) || !focus && o.Only != nil && !o.Only[n.ID] {
			t.Errorf("node %+v does not belong here", n)
		}
		inGroup[n.Group]++
	}
	for _, id := range o.Focus {
		c, _ := tax.Concept(id)
		if c.Linkable() && !slices.ContainsFunc(m.Nodes, func(n MapNode) bool { return n.ID == id }) {
			t.Errorf("the focus %s is missing", id)
		}
	}
	if len(m.Groups) > legendGroups+1 {
		t.Errorf("%d groups", len(m.Groups))
	}
	for _, g := range m.Groups {
		if inGroup[g.ID] == 0 || g.Name == "" {
			t.Errorf("the group %+v has no node or no name", g)
		}
		delete(inGroup, g.ID)
	}
	if len(inGroup) > 0 {
		t.Errorf("groups without a legend: %v", slices.Sorted(maps.Keys(inGroup)))
	}
}

// checkEdges holds the edges against all that bind the nodes: what was joined stays joined, and no more edges are drawn
// than that takes or than the limit allows.
func checkEdges(t *testing.T, g *Graph, m Map) {
	t.Helper()
	at := map[string]int{}
	for i, n := range m.Nodes {
		at[n.ID] = i
	}
	drawn, full := newParts(len(m.Nodes)), newParts(len(m.Nodes))
	joins := 0
	for i, e := range m.Edges {
		from, ok := at[e.From]
		to, found := at[e.To]
		if !ok || !found || e.Weight <= 0 || e.Weight > 1 || e.Questions < 0 {
			t.Fatalf("edge %+v", e)
		}
		if i > 0 && strings.Compare(m.Edges[i-1].From+" "+m.Edges[i-1].To, e.From+" "+e.To) >= 0 {
			t.Errorf("edge %+v is out of order", e)
		}
		if drawn.join(from, to) {
			joins++
		}
	}
	for _, n := range m.Nodes {
		for _, e := range g.Neighbours(n.ID) {
			if other, ok := at[e.Other(n.ID)]; ok {
				full.join(at[n.ID], other)
			}
		}
	}
	for i := range m.Nodes {
		for j := range i {
			if (full.root(i) == full.root(j)) != (drawn.root(i) == drawn.root(j)) {
				t.Fatalf("%s and %s were joined and are no more", m.Nodes[j].ID, m.Nodes[i].ID)
			}
		}
	}
	if limit := max(joins, int(math.Ceil(edgesPerNode*float64(len(m.Nodes))))); len(m.Edges) > limit {
		t.Errorf("%d edges between %d nodes", len(m.Edges), len(m.Nodes))
	}
}

func TestMapsAreTheSameEachTime(t *testing.T) {
	tax := embedded(t)
	c, err := Count(each(invented(tax, 800, 5)))
	if err != nil {
		t.Fatal(err)
	}
	rounds := 100
	if testing.Short() {
		rounds = 5
	}
	var first []byte
	for range rounds {
		g := New(tax, c)
		var all []any
		for _, i := range []int{0, 2, 5} {
			m, err := g.Map(mapCases[i].o)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, m)
		}
		steps, err := g.Path("polly", "kms")
		if err != nil {
			t.Fatal(err)
		}
		areas, err := g.ThinAreas("mla-c01")
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(append(all, steps, areas, g.Neighbours("s3"), g.Related("s3", 0)))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		}
		if string(first) != string(data) {
			t.Fatal("the same graph gives other bytes")
		}
	}
}

func TestMapRefuses(t *testing.T) {
	g := New(load(t, kitchen), count(t, "oven=1"))
	for _, c := range []struct {
		o      MapOptions
		target error
		want   string
	}{
		{MapOptions{Focus: []string{"ovn"}}, ErrUnknown, `concept "ovn" is not in the taxonomy; near: oven`},
		{MapOptions{Exam: "cook-9"}, ErrUnknown, "known: cook-01"},
		{MapOptions{Depth: -1}, nil, "the depth is -1; it lies between 1 and 10"},
		{MapOptions{MaxNodes: 501}, nil, "it lies between 1 and 500"},
		{MapOptions{Kinds: []string{"servce"}}, nil, `unknown kind "servce"; one of service, feature`},
		{MapOptions{Kinds: []string{"group"}}, nil, "unknown kind"},
		{MapOptions{GroupBy: "colour"}, nil, `group by domain, group, cluster`},
		{MapOptions{GroupBy: ByDomain}, nil, "grouping by domain needs an exam"},
		{MapOptions{Color: ColorCoverage}, nil, "colouring by coverage needs an exam"},
		{MapOptions{Focus: []string{"oven", "grp-tools"}}, nil, "grp-tools is a group"},
	} {
		_, err := g.Map(c.o)
		wantError(t, err, c.target, c.want)
	}
}

// A concept without a question is drawn next to the focus or where it joins others, and not elsewhere.
func TestConceptsWithoutQuestions(t *testing.T) {
	g := New(load(t, kitchen), count(t, append(repeat(5, "rotisserie=1"), "oven=1")...))
	drawn := func(o MapOptions) []string {
		m, err := g.Map(o)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, n := range m.Nodes {
			ids = append(ids, n.ID)
		}
		return ids
	}
	for _, c := range []struct {
		o    MapOptions
		want []string
	}{
		{MapOptions{}, []string{"grill", "oven", "rotisserie"}}, // the grill joins the other two
		{MapOptions{Focus: []string{"grill"}, Depth: 2}, []string{"grill", "oven", "rotisserie"}},
		{MapOptions{Focus: []string{"heat"}, Depth: 2}, []string{"heat", "oven", "thermometer"}},
		{MapOptions{Focus: []string{"oven"}, Depth: 2}, []string{"bread", "cake", "grill", "oven", "rotisserie", "thermometer"}},
		{MapOptions{Only: map[string]bool{"oven": true, "rotisserie": true}}, []string{"oven", "rotisserie"}},
	} {
		if got := drawn(c.o); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.o, got, c.want)
		}
	}
}

func TestTitles(t *testing.T) {
	g := New(load(t, kitchen), count(t, "oven=1"))
	for _, c := range []struct {
		focus []string
		want  string
	}{
		{nil, "What the questions are about"},
		{[]string{"oven"}, "Oven and what hangs with it"},
		{[]string{"oven", "oven"}, "Oven and what hangs with it"},
		{[]string{"oven", "cake"}, "How Oven and Cake hang together"},
		{[]string{"oven", "cake", "heat"}, "Oven, Cake and Heat, and what hangs with them"},
		{[]string{"oven", "cake", "heat", "knife"}, "Oven, Cake and 2 more, and what hangs with them"},
		{[]string{"grp-tools"}, "Tools"},
	} {
		m, err := g.Map(MapOptions{Focus: c.focus})
		if err != nil || m.Title != c.want || m.Subtitle != "1 question of kitchen" {
			t.Errorf("%v: %q, %q, %v; want %q", c.focus, m.Title, m.Subtitle, err, c.want)
		}
	}
}

// A chain of parents that is drawn makes an edge from its bottom to its top needless.
func TestImpliedEdges(t *testing.T) {
	tax := loadConcepts(t, `
concepts:
  - {id: a, name: Alpha, kind: concept, parents: [b, c]}
  - {id: b, name: Beta, kind: concept, parents: [c]}
  - {id: c, name: Gamma, kind: concept}
`)
	g := New(tax, count(t, append(repeat(20, "a=0.5 b=0.3 c=0.2"), repeat(20, "x=1")...)...))
	m, err := g.Map(MapOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var edges []string
	for _, e := range m.Edges {
		edges = append(edges, e.From+" "+e.Kind+" "+e.To)
	}
	if want := []string{"a parent b", "b parent c"}; !slices.Equal(edges, want) {
		t.Errorf("%v, want %v", edges, want)
	}
}

func TestCoverageValue(t *testing.T) {
	lines := append(repeat(9, "oven=1"), repeat(3, "knife=1")...)
	m, err := New(load(t, kitchen), count(t, lines...)).Map(MapOptions{Exam: "cook-01", Color: ColorCoverage, Focus: []string{"oven", "knife", "cake"}, Depth: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"oven": 0.9, "knife": 0.75, "cake": 0}
	for _, n := range m.Nodes {
		if w, ok := want[n.ID]; ok && n.Value != w {
			t.Errorf("%s has the value %v, want %v", n.ID, n.Value, w)
		}
	}
}
