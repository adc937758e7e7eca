package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// school is a taxonomy of what to learn before what.
const school = `
concepts:
  - {id: grp, name: School, kind: group}
  - {id: count, name: Counting, kind: concept, parents: [grp], relations: [{type: prerequisite-of, to: add, reason: sums are counted}]}
  - {id: add, name: Adding, kind: concept, parents: [grp], relations: [{type: prerequisite-of, to: multiply}, {type: prerequisite-of, to: algebra}]}
  - {id: multiply, name: Multiplying, kind: concept, parents: [grp], relations: [{type: prerequisite-of, to: algebra}]}
  - {id: read, name: Reading, kind: concept, parents: [grp], relations: [{type: prerequisite-of, to: algebra}, {type: uses, to: add}]}
  - {id: algebra, name: Algebra, kind: concept, parents: [grp], relations: [{type: prerequisite-of, to: calculus}]}
  - {id: calculus, name: Calculus, kind: concept, parents: [grp]}
  - {id: song, name: Singing, kind: concept, parents: [grp]}
`

func TestOrder(t *testing.T) {
	g := New(loadConcepts(t, school), count(t, "!read=1", "!read=0.5 add=0.5"))
	for _, c := range []struct{ id, want, then string }{
		{"calculus", "read count|add|multiply|algebra", ""},
		{"algebra", "read count|add|multiply", "calculus"},
		{"multiply", "count|add", "algebra"},
		{"add", "count", "algebra multiply"},
		{"count", "", "add"},
		{"song", "", ""},
	} {
		o, err := g.Order(c.id)
		if err != nil || o.Cut != nil || o.Concept != c.id {
			t.Errorf("%s: %+v, %v", c.id, o, err)
		}
		if got := printed(o.Levels); got != c.want {
			t.Errorf("before %s: %s, want %s", c.id, got, c.want)
		}
		if got := strings.Join(g.Then(c.id), " "); got != c.then {
			t.Errorf("after %s: %s, want %s", c.id, got, c.then)
		}
	}
	_, err := g.Order("algbra")
	wantError(t, err, ErrUnknown, "near: algebra")
}

func printed(levels [][]string) string {
	var words []string
	for _, level := range levels {
		words = append(words, strings.Join(level, " "))
	}
	return strings.Join(words, "|")
}

func TestOrderMap(t *testing.T) {
	g := New(loadConcepts(t, school), count(t, "!read=1"))
	o, _ := g.Order("multiply")
	m, err := g.OrderMap(o, "")
	if err != nil || m.Title != "What to learn before Multiplying" {
		t.Fatal(m, err)
	}
	var ids, edges []string
	for _, n := range m.Nodes {
		ids = append(ids, fmt.Sprint(n.ID, n.Focus))
	}
	for _, e := range m.Edges {
		edges = append(edges, e.From+" "+e.Kind+" "+e.To)
	}
	if got := strings.Join(ids, " "); got != "countfalse addfalse multiplytrue" {
		t.Error(got)
	}
	if got := strings.Join(edges, ", "); got != "add prerequisite-of multiply, count prerequisite-of add" {
		t.Error(got)
	}
}

func TestPathMap(t *testing.T) {
	g := New(load(t, kitchen), count(t, "bread=0.5 oven=0.5"))
	steps, _ := g.Path("grill", "bread")
	m, err := g.PathMap("grill", steps, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range m.Nodes {
		got = append(got, fmt.Sprint(n.ID, n.Focus))
	}
	for _, e := range m.Edges {
		got = append(got, e.From+">"+e.To+": "+e.Reason)
	}
	want := "grilltrue, ovenfalse, breadtrue, grill>oven: Grill belongs to Oven, bread>oven: Oven is used by Bread (together in 1 question)"
	if s := strings.Join(got, ", "); s != want || m.Title != "From Grill to Bread" {
		t.Errorf("%s: %s, want %s", m.Title, s, want)
	}
	alone, err := g.PathMap("grill", []Step{}, "cook-01")
	if err != nil || len(alone.Nodes) != 1 || alone.Title != "Grill" || alone.Groups[0].Name != "Baking" {
		t.Errorf("%+v, %v", alone, err)
	}
}

// TestLevelsCutCircles: circles do not come out of a checked taxonomy, so these are made by hand.
func TestLevelsCutCircles(t *testing.T) {
	for _, c := range []struct{ arrows, want string }{
		{"a>z", "a"},
		{"a>b b>a b>z", "a|b; b>a"},
		{"z>a a>z", "a; z>a"},
		{"a>a a>z", "a; a>a"},
		{"c>b b>c a>c b>z", "a|b|c; c>b"},
		{"b>c c>b c>a a>z", "b|c|a; c>b"},
		{"a>b b>c c>a d>a c>z", "d|a|b|c; c>a"},
		{"a>b b>a c>d d>c a>z c>z", "a|b|c|d; b>a d>c"},
	} {
		levels, cut := levelled(above(arrows(c.arrows), "z"), "z")
		if got := shown(levels, cut); got != c.want {
			t.Errorf("%s: %s, want %s", c.arrows, got, c.want)
		}
	}
}

func arrows(text string) map[string][]string {
	before := map[string][]string{}
	for _, word := range strings.Fields(text) {
		from, to, _ := strings.Cut(word, ">")
		before[to] = append(before[to], from)
	}
	return before
}

func shown(levels [][]string, cut [][2]string) string {
	s := printed(levels)
	if len(cut) > 0 {
		s += ";"
	}
	for _, c := range cut {
		s += " " + c[0] + ">" + c[1]
	}
	return s
}

// TestOrderAgreesWithTwin compares levels with the slow, obvious way: what comes before is the transitive closure by
// Warshall's algorithm, and the level of a concept is the length of the longest chain that ends there, found by walking
// all chains.
func TestOrderAgreesWithTwin(t *testing.T) {
	deep := 0
	for seed := range uint64(300) {
		before, ids := randomArrows(seed, seed%3 == 0)
		levels, cut := levelled(above(before, ids[0]), ids[0])
		want := map[string]bool{}
		for id, reaches := range closure(before, ids) {
			if reaches[ids[0]] && id != ids[0] {
				want[id] = true
			}
		}
		if got := slices.Concat(levels...); len(got) != len(want) || slices.ContainsFunc(got, func(id string) bool { return !want[id] }) {
			t.Fatalf("seed %d: %v, want %v", seed, levels, want)
		}
		for i, level := range levels {
			for _, id := range level {
				if chain := longest(before, cut, want, id); chain != i && (len(cut) == 0 || chain > i) {
					t.Fatalf("seed %d: %s is in level %d, its longest chain is %d; %v", seed, id, i, chain, levels)
				}
			}
		}
		if len(cut) > 0 && acyclic(before, ids) {
			t.Fatalf("seed %d: cut %v without a circle", seed, cut)
		}
		deep = max(deep, len(levels))
	}
	if deep < 4 {
		t.Errorf("the deepest order has %d levels, so the sample shows little", deep)
	}
}

// randomArrows makes arrows between up to ten concepts, with circles or without.
func randomArrows(seed uint64, circles bool) (map[string][]string, []string) {
	rnd := rand.New(rand.NewPCG(seed, 4))
	ids := make([]string, 2+rnd.IntN(9))
	for i := range ids {
		ids[i] = string(rune('a' + i))
	}
	before := map[string][]string{}
	for range rnd.IntN(3 * len(ids)) {
		to, from := rnd.IntN(len(ids)), rnd.IntN(len(ids))
		if to != from && (circles || to < from) && !slices.Contains(before[ids[to]], ids[from]) {
			before[ids[to]] = append(before[ids[to]], ids[from])
		}
	}
	return before, ids
}

// closure says of each concept what it is a prerequisite of, in any number of steps.
func closure(before map[string][]string, ids []string) map[string]map[string]bool {
	reach := map[string]map[string]bool{}
	for _, id := range ids {
		reach[id] = map[string]bool{}
	}
	for to, list := range before {
		for _, from := range list {
			reach[from][to] = true
		}
	}
	for _, k := range ids {
		for _, i := range ids {
			for _, j := range ids {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	return reach
}

func acyclic(before map[string][]string, ids []string) bool {
	for id, reaches := range closure(before, ids) {
		if reaches[id] {
			return false
		}
	}
	return true
}

// longest is the number of arrows of the longest chain of wanted concepts that ends at id, over arrows that were not cut.
// It does not end where a circle is left.
func longest(before map[string][]string, cut [][2]string, wanted map[string]bool, id string) int {
	most := 0
	for _, need := range before[id] {
		if wanted[need] && !slices.Contains(cut, [2]string{need, id}) {
			most = max(most, 1+longest(before, cut, wanted, need))
		}
	}
	return most
}

// TestOrdersOfTheTaxonomy: every order of the built-in taxonomy holds, and none had to be cut.
func TestOrdersOfTheTaxonomy(t *testing.T) {
	tax := embedded(t)
	g := New(tax, count(t))
	for _, c := range tax.Concepts() {
		o, err := g.Order(c.ID)
		if err != nil || len(o.Cut) > 0 {
			t.Fatalf("%s: %v, %v", c.ID, o.Cut, err)
		}
		level := map[string]int{c.ID: len(o.Levels)}
		for i, ids := range o.Levels {
			for _, id := range ids {
				level[id] = i
			}
		}
		for _, e := range g.Before(o) {
			if level[e.From] >= level[e.To] {
				t.Errorf("before %s: %s comes before %s, in levels %d and %d", c.ID, e.From, e.To, level[e.From], level[e.To])
			}
		}
	}
}
