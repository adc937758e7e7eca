package graph

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"mlatlas/taxonomy"
)

func TestNPMI(t *testing.T) {
	for _, c := range []struct {
		nab, na, nb, n int
		want           float64
	}{
		{0, 5, 5, 100, -1},   // never together
		{5, 5, 5, 100, 1},    // never apart
		{10, 20, 50, 100, 0}, // as chance has it
		{100, 100, 100, 100, 1},
		{0, 0, 5, 100, 0}, // nothing known
		{4, 8, 8, 64, math.Log(4*64/64.) / math.Log(16)}, // 0.5
		{1, 10, 10, 10, -math.Log(10) / math.Log(10)},
	} {
		if got := NPMI(c.nab, c.na, c.nb, c.n); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("NPMI(%d, %d, %d, %d) = %v, want %v", c.nab, c.na, c.nb, c.n, got, c.want)
		}
	}
}

// The reference is the textbook form 2·Σ observed·ln(observed/expected), with the four cells written out.
func TestLogLikelihood(t *testing.T) {
	term := func(observed, expected float64) float64 {
		if observed == 0 {
			return 0
		}
		return observed * math.Log(observed/expected)
	}
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 500 {
		n := 10 + rnd.IntN(1000)
		na, nb := 1+rnd.IntN(n-1), 1+rnd.IntN(n-1)
		nab := max(0, na+nb-n) + rnd.IntN(min(na, nb)-max(0, na+nb-n)+1)
		a, b, ab, all := float64(na), float64(nb), float64(nab), float64(n)
		want := 2 * (term(ab, a*b/all) + term(a-ab, a*(all-b)/all) + term(b-ab, (all-a)*b/all) + term(all-a-b+ab, (all-a)*(all-b)/all))
		if got := logLikelihood(nab, na, nb, n); math.Abs(got-want) > 1e-6*(1+want) || got < -1e-6 {
			t.Fatalf("G²(%d, %d, %d, %d) = %v, want %v", nab, na, nb, n, got, want)
		}
	}
	if got := logLikelihood(10, 20, 50, 100); math.Abs(got) > 1e-9 {
		t.Errorf("G² of independent concepts = %v, want 0", got)
	}
}

func TestStrength(t *testing.T) {
	for _, c := range []struct {
		why            string
		nab, na, nb, n int
		tested         bool
	}{
		{"three of three among many", 3, 3, 3, 1000, true},
		{"two are too few in a bank of 1000", 2, 2, 2, 1000, false},
		{"two are enough in a bank of 48", 2, 2, 2, 48, true},
		{"one is never enough", 1, 1, 1, 20, false},
		{"a container of half the questions", 30, 60, 500, 1000, false},
		{"everything is about both", 50, 50, 50, 50, false},
		{"less than chance", 5, 300, 300, 1000, false},
		{"significant and tiny", 30000, 120000, 200000, 1000000, false},
	} {
		if got := strength(c.nab, c.na, c.nb, c.n); got > 0 != c.tested || got > 1 {
			t.Errorf("%s: strength %v", c.why, got)
		}
	}
	if few, many := strength(3, 3, 3, 1000), strength(40, 50, 50, 1000); few >= many {
		t.Errorf("three of three (%v) outweighs 40 of 50 (%v)", few, many)
	}
}

// Of concepts that are strewn at random next to no pair may be called tested together.
func TestChanceBindsNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 6))
	pairs, found := 0, 0
	for range 4000 {
		const n = 2000
		p, q := 0.01+0.1*rnd.Float64(), 0.01+0.1*rnd.Float64()
		na, nb, nab := 0, 0, 0
		for range n {
			a, b := rnd.Float64() < p, rnd.Float64() < q
			if a {
				na++
			}
			if b {
				nb++
			}
			if a && b {
				nab++
			}
		}
		pairs++
		if strength(nab, na, nb, n) > 0 {
			found++
		}
	}
	if share := float64(found) / float64(pairs); share > 0.001 {
		t.Errorf("%d of %d random pairs are called tested together", found, pairs)
	}
}

func TestRelatedAndNeighbours(t *testing.T) {
	lines := append(repeat(12, "bread=0.5 heat=0.5"), repeat(4, "bread=0.5 oven=0.5")...)
	lines = append(lines, repeat(120, "knife=1")...)
	lines = append(lines, repeat(2, "cake=0.5 heat=0.5")...)
	g := New(load(t, kitchen), count(t, lines...))
	related := g.Related("bread", 5)
	if len(related) != 2 || related[0].ID != "heat" || related[0].Questions != 12 || related[1].ID != "oven" || related[0].Name != "Heat" {
		t.Errorf("related to bread: %+v", related)
	}
	if got := g.Related("bread", 1); len(got) != 1 {
		t.Errorf("one related: %+v", got)
	}
	for _, id := range []string{"cake", "unheard-of", "comet"} { // cake shares two questions with heat, too few of 138
		if got := g.Related(id, 5); got == nil || len(got) != 0 {
			t.Errorf("related to %s: %+v, want an empty list", id, got)
		}
	}
	var kinds []string
	for _, e := range g.Neighbours("bread") {
		kinds = append(kinds, e.Kind+" "+e.Other("bread"))
	}
	slices.Sort(kinds)
	if want := []string{"alternative-to cake", "tested-together heat", "tested-together oven", "uses oven"}; !slices.Equal(kinds, want) {
		t.Errorf("neighbours of bread: %v, want %v", kinds, want)
	}
	for i, e := range g.Neighbours("bread")[1:] {
		if e.Weight > g.Neighbours("bread")[i].Weight {
			t.Error("neighbours are not in order of strength")
		}
	}
	if got := g.Neighbours("unheard-of"); len(got) != 0 {
		t.Errorf("neighbours of nothing: %v", got)
	}
	if got := g.Neighbours("grp-tools"); len(got) != 3 {
		t.Errorf("members of a group: %v", got)
	}
}

func TestEveryRelationTypeHasWords(t *testing.T) {
	for kind := range taxonomy.RelationTypes {
		if relationRank(kind) == len(relations) {
			t.Errorf("%q is not in the table of relations", kind)
		}
	}
	for _, r := range relations {
		if r.along == "" || r.against == "" || r.base < 0 || r.base > 1 {
			t.Errorf("%+v is not complete", r)
		}
		if _, ok := taxonomy.RelationTypes[r.kind]; !ok && r.kind != Parent && r.kind != TestedTogether {
			t.Errorf("%q is not a relation type of the taxonomy", r.kind)
		}
	}
}
