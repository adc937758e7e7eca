package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mlatlas/taxonomy"
)

func TestPath(t *testing.T) {
	lines := append(repeat(12, "cake=0.5 knife=0.5"), repeat(120, "heat=1")...)
	lines = append(lines, "bread=0.5 oven=0.5")
	g := New(load(t, kitchen), count(t, lines...))
	for _, c := range []struct{ from, to, want string }{
		{"thermometer", "oven", "Thermometer monitors Oven: it shows how hot it is"},
		{"oven", "thermometer", "Oven is monitored by Thermometer: it shows how hot it is"},
		{"bread", "oven", "Bread uses Oven (together in 1 question)"},
		{"grill", "bread", "Grill belongs to Oven; Oven is used by Bread (together in 1 question)"},
		{"heat", "rotisserie", "Heat is measured by Thermometer; Thermometer monitors Oven: it shows how hot it is; Oven includes Grill; Grill includes Rotisserie"},
		{"cake", "knife", "Cake is tested together with Knife in 12 questions"},
		{"knife", "bread", "Knife is tested together with Cake in 12 questions; Cake is an alternative to Bread"},
		{"bread", "heat", "Bread uses Oven (together in 1 question); Oven is monitored by Thermometer: it shows how hot it is; Thermometer measures Heat"},
		{"oven", "oven", ""},
	} {
		steps, err := g.Path(c.from, c.to)
		if err != nil || steps == nil {
			t.Fatalf("%s to %s: %v, %v", c.from, c.to, steps, err)
		}
		var reasons []string
		for _, s := range steps {
			reasons = append(reasons, s.Reason)
		}
		if got := strings.Join(reasons, "; "); got != c.want {
			t.Errorf("%s to %s:\n got %s\nwant %s", c.from, c.to, got, c.want)
		}
	}
}

// Without the learned bond a knife hangs with a cake only because both are in the kitchen: by a group.
func TestPathThroughGroups(t *testing.T) {
	g := New(load(t, kitchen), count(t))
	steps, err := g.Path("knife", "oven")
	if err != nil || len(steps) != 2 || steps[0].To != "grp-tools" || steps[0].Reversed || !steps[1].Reversed {
		t.Errorf("knife to oven: %+v, %v", steps, err)
	}
}

func TestNoPath(t *testing.T) {
	g := New(load(t, kitchen), count(t))
	_, err := g.Path("oven", "comet")
	wantError(t, err, ErrNoPath, "from oven to comet")
	_, err = g.Path("oven", "ovn")
	wantError(t, err, ErrUnknown, `concept "ovn" is not in the taxonomy; near: oven`)
	_, err = g.Path("", "oven")
	wantError(t, err, ErrUnknown, "not in the taxonomy")
}

// floyd is Floyd and Warshall's algorithm on the same costs: the slow, obvious distances between all vertices.
func floyd(n *network) [][]cost {
	size := len(n.ids)
	d := make([][]cost, size)
	for v := range d {
		d[v] = slices.Repeat([]cost{unreached}, size)
		d[v][v] = 0
		for _, a := range n.arcs[v] {
			d[v][a.to] = n.hop(v, a)
		}
	}
	for k := range size {
		for i := range size {
			for j := range size {
				if i != k && j != k && i != j && d[i][k] != unreached && d[k][j] != unreached {
					d[i][j] = min(d[i][j], d[i][k]+n.passing(k)+d[k][j])
				}
			}
		}
	}
	return d
}

func (n *network) costOf(walk []int) cost {
	var sum cost
	for i := 1; i < len(walk); i++ {
		j := slices.IndexFunc(n.arcs[walk[i-1]], func(a arc) bool { return a.to == walk[i] })
		sum += n.hop(walk[i-1], n.arcs[walk[i-1]][j])
		if i < len(walk)-1 {
			sum += n.passing(walk[i])
		}
	}
	return sum
}

func TestWalkAgreesWithFloydWarshall(t *testing.T) {
	for seed := range uint64(30) {
		tax := randomTaxonomy(t, 24, 30, seed)
		n := inventedGraph(t, tax, 150, seed).network()
		d := floyd(n)
		for v := range n.ids {
			rest := n.distances(v)
			for w := range n.ids {
				if rest[w] != d[w][v] {
					t.Fatalf("seed %d, %s to %s: %v, want %v", seed, n.ids[w], n.ids[v], rest[w], d[w][v])
				}
				walk, ok := n.walk(w, v)
				if ok != (d[w][v] != unreached) || ok && n.costOf(walk) != d[w][v] {
					t.Fatalf("seed %d, %s to %s: walk %v costs %v, want %v", seed, n.ids[w], n.ids[v], walk, n.costOf(walk), d[w][v])
				}
			}
		}
	}
}

// first is the walk that comes first by its vertices among all cheapest ones, found by trying all.
func (n *network) first(a, b int, limit cost) []int {
	var best []int
	var try func(walk []int, spent cost)
	try = func(walk []int, spent cost) {
		v := walk[len(walk)-1]
		if v == b {
			if spent == limit && (best == nil || slices.Compare(walk, best) < 0) {
				best = slices.Clone(walk)
			}
			return
		}
		for _, arc := range n.arcs[v] {
			next := spent + n.hop(v, arc)
			if v != a {
				next += n.passing(v)
			}
			if next <= limit && !slices.Contains(walk, arc.to) {
				try(append(walk, arc.to), next)
			}
		}
	}
	try([]int{a}, 0)
	return best
}

func TestEqualWalksAreDecidedByID(t *testing.T) {
	ties := 0
	for seed := range uint64(10) {
		n := New(randomTaxonomy(t, 14, 26, seed), &Counts{}).network()
		for a := range n.ids {
			rest := n.distances(a)
			for b := a + 1; b < len(n.ids); b++ {
				if rest[b] == unreached {
					continue
				}
				walk, _ := n.walk(a, b)
				want := n.first(a, b, rest[b])
				if !slices.Equal(walk, want) {
					t.Fatalf("seed %d, %s to %s: %v, want %v", seed, n.ids[a], n.ids[b], walk, want)
				}
				back, _ := n.walk(b, a)
				slices.Reverse(back)
				if !slices.Equal(walk, back) {
					ties++
				}
			}
		}
	}
	if ties == 0 {
		t.Error("the sample has no ties, so it shows nothing")
	}
}

func TestPathIsTheSameThereAndBackAndHolds(t *testing.T) {
	tax := embedded(t)
	g := inventedGraph(t, tax, 3000, 5)
	ids := linkableIDs(tax)
	rnd := rand.New(rand.NewPCG(2, 3))
	for range 300 {
		from, to := ids[rnd.IntN(len(ids))], ids[rnd.IntN(len(ids))]
		there, err := g.Path(from, to)
		back, errBack := g.Path(to, from)
		if (err == nil) != (errBack == nil) || len(there) != len(back) {
			t.Fatalf("%s to %s: %v and %v", from, to, there, back)
		}
		at := from
		for i, s := range there {
			b := back[len(back)-1-i]
			if s.From != at || b.To != s.From || b.From != s.To || b.Relation != s.Relation {
				t.Fatalf("%s to %s: step %+v, back %+v", from, to, s, b)
			}
			if !holds(tax, s) {
				t.Errorf("%s to %s: the taxonomy does not say %+v", from, to, s)
			}
			at = s.To
		}
		if err == nil && at != to {
			t.Errorf("%s to %s ends at %s", from, to, at)
		}
	}
}

// holds looks a step up in the taxonomy.
func holds(tax *taxonomy.Taxonomy, s Step) bool {
	from, to := s.From, s.To
	if s.Reversed {
		from, to = to, from
	}
	c, ok := tax.Concept(from)
	switch {
	case !ok:
		return false
	case s.Relation == TestedTogether:
		return s.Common >= minCommon
	case s.Relation == Parent:
		return slices.Contains(c.Parents, to)
	}
	return slices.ContainsFunc(c.Relations, func(r taxonomy.Relation) bool { return r.Type == s.Relation && r.To == to })
}

func linkableIDs(tax *taxonomy.Taxonomy) []string {
	var ids []string
	for _, c := range tax.Concepts() {
		if c.Linkable() {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// randomTaxonomy has two groups, n concepts, and about that many relations and parents.
func randomTaxonomy(t testing.TB, n, arrows int, seed uint64) *taxonomy.Taxonomy {
	rnd := rand.New(rand.NewPCG(seed, 8))
	types := []string{"uses", "monitors", "alternative-to", "mitigates", "stores"}
	var b strings.Builder
	b.WriteString("concepts:\n  - {id: top, name: Top group, kind: group}\n")
	b.WriteString("  - {id: g0, name: Group zero, kind: group, parents: [top]}\n  - {id: g1, name: Group one, kind: group}\n")
	relations := make([][]string, n)
	for range arrows {
		from, to := rnd.IntN(n), rnd.IntN(n)
		relations[from] = append(relations[from], fmt.Sprintf("{type: %s, to: c%02d}", types[rnd.IntN(len(types))], to))
	}
	for i := range n {
		parent := fmt.Sprintf("g%d", rnd.IntN(2))
		if i > 0 && rnd.IntN(3) == 0 {
			parent = fmt.Sprintf("c%02d", rnd.IntN(i))
		}
		kind := taxonomy.Kinds[rnd.IntN(len(taxonomy.Kinds)-1)]
		fmt.Fprintf(&b, "  - {id: c%02d, name: Concept %s, kind: %s, parents: [%s], relations: [%s]}\n",
			i, letters(i), kind, parent, strings.Join(relations[i], ", "))
	}
	return loadConcepts(t, b.String())
}

// letters writes a number so that no two names normalise alike.
func letters(i int) string {
	return strings.Repeat("q", i/26) + string(rune('a'+i%26)) + "x"
}
