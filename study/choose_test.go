package study

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

var blueprint = &taxonomy.Exam{ID: "e", Scored: 8, Unscored: 2,
	Domains: []taxonomy.Domain{{ID: "1", Weight: 50}, {ID: "2", Weight: 30}, {ID: "3", Weight: 20}},
	Tasks:   []taxonomy.Task{{ID: "1.1", Domain: "1"}, {ID: "1.2", Domain: "1"}, {ID: "2.1", Domain: "2"}, {ID: "3.1", Domain: "3"}}}

// manyOf makes n candidates of each task.
func manyOf(n map[string]int) (list []Candidate) {
	for _, task := range []string{"1.1", "1.2", "2.1", "3.1", ""} {
		for i := range n[task] {
			c := Candidate{ID: fmt.Sprintf("q%s/%d", task, i), Task: task, Print: hash(task + fmt.Sprint(i))}
			if task != "" {
				c.Domain = task[:1]
			}
			list = append(list, c)
		}
	}
	return list
}

func counted(list []Candidate) map[string]int {
	n := map[string]int{}
	for _, c := range list {
		n[c.Task]++
	}
	return n
}

func TestDraw(t *testing.T) {
	many := map[string]int{"1.1": 50, "1.2": 50, "2.1": 50, "3.1": 50, "": 50}
	for _, c := range []struct {
		name string
		have map[string]int
		n    int
		want map[string]int
	}{
		{"by weight", many, 20, map[string]int{"1.1": 5, "1.2": 5, "2.1": 6, "3.1": 4}},
		{"a thin task gives to its domain", map[string]int{"1.1": 2, "1.2": 50, "2.1": 50, "3.1": 50}, 20, map[string]int{"1.1": 2, "1.2": 8, "2.1": 6, "3.1": 4}},
		{"a thin domain gives to the others", map[string]int{"1.1": 5, "1.2": 5, "2.1": 50}, 20, map[string]int{"1.1": 5, "1.2": 5, "2.1": 10}},
		{"what is outside comes last", map[string]int{"1.1": 1, "": 50}, 5, map[string]int{"1.1": 1, "": 4}},
		{"all there is", map[string]int{"2.1": 3}, 20, map[string]int{"2.1": 3}},
	} {
		for seed := range uint64(5) {
			if got := counted(Draw(blueprint, manyOf(c.have), c.n, seed)); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s, seed %d: %v, want %v", c.name, seed, got, c.want)
			}
		}
	}
	first, again, other := Draw(blueprint, manyOf(many), 10, 1), Draw(blueprint, manyOf(many), 10, 1), Draw(blueprint, manyOf(many), 10, 2)
	if !slices.Equal(first, again) || slices.Equal(first, other) {
		t.Error("the seed does not decide")
	}
	copies := manyOf(map[string]int{"1.1": 2})
	copies[1].Print = copies[0].Print
	if got := Draw(blueprint, copies, 5, 1); len(got) != 1 {
		t.Errorf("a copy was drawn: %v", got)
	}
}

// TestApportion: the places sum to n, and none is further than one from its exact share.
func TestApportion(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		weights, sum := make([]float64, 1+random.IntN(6)), 0.0
		for i := range weights {
			weights[i] = 1 + random.Float64()*50
			sum += weights[i]
		}
		n, all := random.IntN(80), 0
		for i, got := range apportion(weights, n, random) {
			all += got
			if exact := float64(n) * weights[i] / sum; float64(got) <= exact-1 || float64(got) >= exact+1 {
				t.Errorf("%d places for %.2f", got, exact)
			}
		}
		if all != n {
			t.Errorf("%d places of %d", all, n)
		}
	}
}

func TestLeastAnswered(t *testing.T) {
	list := manyOf(map[string]int{"1.1": 4})
	got := LeastAnswered(list, map[string]int{list[0].ID: 2, list[1].ID: 1}, 3)
	if got[2] != list[1] || got[3] != list[0] {
		t.Errorf("%v", got)
	}
}

func TestMissed(t *testing.T) {
	list := manyOf(map[string]int{"1.1": 4})
	last := map[string]Last{list[0].ID: {began, false}, list[1].ID: {began.Add(time.Hour), false}, list[2].ID: {began, true}}
	if got := Missed(list, last); len(got) != 2 || got[0] != list[1] || got[1] != list[0] {
		t.Errorf("%v", got)
	}
}

func TestCandidate(t *testing.T) {
	for _, c := range []struct {
		q    *bank.Question
		want bool
	}{
		{asked(bank.Single, "A", "x", "y"), true}, {asked(bank.Single, "", "x", "y"), false}, {asked(bank.Single, "A", "x"), false},
		{&bank.Question{Kind: bank.Short, Answer: []string{"x"}}, true}, {&bank.Question{Kind: bank.Essay, Answer: []string{"x"}}, false},
	} {
		if _, got := NewCandidate(c.q, "e"); got != c.want {
			t.Errorf("%s: %v", c.q.Kind, got)
		}
	}
}

// TestShares compares with the intervals that Wilson's formula gives in the literature.
func TestShares(t *testing.T) {
	for _, c := range []struct {
		right, n  int
		low, high float64
	}{{0, 0, 0, 1}, {0, 10, 0, 0.2775}, {7, 10, 0.3968, 0.8922}, {10, 10, 0.7225, 1}, {50, 100, 0.4038, 0.5962}} {
		if _, low, high := shares(c.right, c.n); low != c.low || high != c.high {
			t.Errorf("%d of %d: %v to %v", c.right, c.n, low, high)
		}
	}
}
