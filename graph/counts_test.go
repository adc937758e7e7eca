package graph

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mlatlas/bank"
)

func TestCount(t *testing.T) {
	got := count(t,
		"!oven=0.7 heat=0.3 -knife @1.1=0.5 @2.1=0.5",
		"heat=0.6 !oven=0.4 -heat @1.1=1",
		"!bread=1 -oven",
		"-knife",
		"",
	)
	want := &Counts{
		Questions: 5, Linked: 3,
		Banks: []BankCount{{"kitchen", 5}},
		Concepts: []ConceptCount{
			{ID: "bread", About: 1, Primary: 1, Paired: 1, Mass: 1e9},
			{ID: "heat", About: 2, Paired: 2, Mass: 0.9e9},
			{ID: "knife", Distractor: 2},
			{ID: "oven", About: 2, Primary: 2, Distractor: 1, Paired: 2, Mass: 1.1e9},
		},
		Pairs: [][3]int{{1, 3, 2}},
		Exams: []ExamCount{{"cook-01", 2, []TaskCount{{"1.1", 2, 1.5e9}, {"2.1", 1, 0.5e9}}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := got.Common("oven", "heat"); n != 2 {
		t.Errorf("oven and heat: %d common questions, want 2", n)
	}
	for _, pair := range [][2]string{{"oven", "bread"}, {"oven", "oven"}, {"oven", "unheard-of"}} {
		if n := got.Common(pair[0], pair[1]); n != 0 {
			t.Errorf("%v: %d common questions, want 0", pair, n)
		}
	}
}

// naivePairs counts what Count must count for pairs, question by question and pair by pair.
func naivePairs(questions []*bank.Question) map[string]int {
	pairs := map[string]int{}
	for _, q := range questions {
		weights := map[string]float64{}
		for _, l := range q.Links {
			if l.Role != bank.RoleDistractor {
				weights[l.Concept] += l.Weight
			}
		}
		ids := slices.Sorted(maps.Keys(weights))
		slices.SortStableFunc(ids, func(a, b string) int {
			switch {
			case weights[a] > weights[b]:
				return -1
			case weights[a] < weights[b]:
				return 1
			}
			return 0
		})
		ids = ids[:min(12, len(ids))]
		for _, a := range ids {
			for _, b := range ids {
				if a < b {
					pairs[a+" "+b]++
				}
			}
		}
	}
	return pairs
}

func TestCountAgreesWithTheNaiveCount(t *testing.T) {
	questions := invented(embedded(t), 400, 7)
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, q := range questions[:100] { // more links than make pairs, with unequal weights
		for i := range 30 {
			q.Links = append(q.Links, bank.Link{Concept: fmt.Sprintf("x%d", i), Role: bank.RoleExplanation, Weight: float64(rnd.IntN(8)) / 64})
		}
	}
	c, err := Count(each(questions))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, p := range c.Pairs {
		got[c.Concepts[p[0]].ID+" "+c.Concepts[p[1]].ID] = p[2]
	}
	if diff := cmp.Diff(naivePairs(questions), got); diff != "" {
		t.Error(diff)
	}
	about := map[string]int{}
	for _, q := range questions {
		seen := map[string]bool{}
		for _, l := range q.Links {
			if l.Role != bank.RoleDistractor && !seen[l.Concept] {
				seen[l.Concept] = true
				about[l.Concept]++
			}
		}
	}
	for _, n := range c.Concepts {
		if n.About != about[n.ID] {
			t.Errorf("%s: about %d, want %d", n.ID, n.About, about[n.ID])
		}
	}
}

func TestCountDoesNotDependOnTheOrderOfQuestions(t *testing.T) {
	questions := invented(embedded(t), 300, 3)
	want := encoded(t, questions)
	rnd := rand.New(rand.NewPCG(9, 9))
	for range 20 {
		rnd.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
		if got := encoded(t, questions); got != want {
			t.Fatal("another order of the questions gives other bytes")
		}
	}
}

func encoded(t *testing.T, questions []*bank.Question) string {
	t.Helper()
	c, err := Count(each(questions))
	if err != nil {
		t.Fatal(err)
	}
	data, err := encodeCounts(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestCountRefuses(t *testing.T) {
	broken := errors.New("the disk is gone")
	link := func(id string, w float64) *bank.Question {
		return &bank.Question{ID: "b/1", Links: []bank.Link{{Concept: id, Role: bank.RoleKey, Weight: w}}}
	}
	task := func(exam, id string, w float64) *bank.Question {
		return &bank.Question{ID: "b/1", Tasks: []bank.TaskLink{{Exam: exam, Task: id, Weight: w}}}
	}
	for _, c := range []struct {
		name     string
		question *bank.Question
		err      error
		want     string
	}{
		{"broken sequence", nil, broken, "the disk is gone"},
		{"no question", nil, nil, "question 1 is missing"},
		{"NaN", link("oven", math.NaN()), nil, "b/1: the link to oven has the weight NaN; weights lie between 0 and 1"},
		{"infinite", link("oven", math.Inf(1)), nil, "weight +Inf"},
		{"negative", link("oven", -0.1), nil, "weight -0.1"},
		{"too heavy", link("oven", 1.5), nil, "weight 1.5"},
		{"no concept", link("", 1), nil, "names no concept"},
		{"heavy task", task("cook-01", "1.1", 2), nil, "task 1.1 of cook-01 has the weight 2"},
		{"no task", task("cook-01", "", 1), nil, "names no exam or no task"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Count(func(yield func(*bank.Question, error) bool) { yield(c.question, c.err) })
			wantError(t, err, c.err, c.want)
		})
	}
}

func TestCountsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "counts")
	if _, err := ReadCounts(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v, want ErrNotExist", err)
	}
	for _, c := range []*Counts{count(t), count(t, "oven=1"), count(t, "!oven=0.7 heat=0.3 -knife @1.1=0.5 @2.1=0.5", "oven=0.5 heat=0.5")} {
		c.Stamp = "a stamp with \"quotes\"\n"
		if err := WriteCounts(file, c); err != nil {
			t.Fatal(err)
		}
		got, err := ReadCounts(file)
		if err != nil {
			t.Fatal(err)
		}
		if got.Stamp != c.Stamp {
			t.Errorf("stamp %q, want %q", got.Stamp, c.Stamp)
		}
		before, _ := encodeCounts(c)
		after, _ := encodeCounts(got)
		if string(before) != string(after) {
			t.Errorf("written\n%s\nread\n%s", before, after)
		}
	}
	left, _ := filepath.Glob(file + "?*")
	if len(left) > 0 {
		t.Errorf("files left behind: %v", left)
	}
	if err := WriteCounts(filepath.Join(file, "below", "a", "file"), count(t)); err == nil {
		t.Error("writing below a file succeeds")
	}
}

func TestDamagedCounts(t *testing.T) {
	whole, err := encodeCounts(count(t, "!oven=0.7 heat=0.3 @1.1=1", "oven=0.5 heat=0.5"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := slices.Clone(whole)
		flipped[i] ^= 1
		for what, data := range map[string][]byte{"a flipped bit": flipped, "a cut": whole[:i]} {
			if _, err := decodeCounts(data); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s at byte %d: %v, want ErrDamaged", what, i, err)
			}
		}
	}
}

// Counts that are signed but contradict themselves must not reach the code that trusts them.
func TestContradictingCounts(t *testing.T) {
	sound := func() *Counts { return count(t, "oven=0.7 heat=0.3 @1.1=1", "oven=0.5 heat=0.5") }
	for name, spoil := range map[string]func(*Counts){
		"pair out of range":      func(c *Counts) { c.Pairs[0][1] = 2 },
		"negative pair":          func(c *Counts) { c.Pairs[0][0] = -1 },
		"pair with itself":       func(c *Counts) { c.Pairs[0] = [3]int{1, 1, 1} },
		"too many common":        func(c *Counts) { c.Pairs[0][2] = 3 },
		"pair twice":             func(c *Counts) { c.Pairs = append(c.Pairs, c.Pairs[0]) },
		"concepts out of order":  func(c *Counts) { slices.Reverse(c.Concepts) },
		"more about than linked": func(c *Counts) { c.Concepts[0].About = 9 },
		"more linked than all":   func(c *Counts) { c.Linked = 9 },
		"exam twice":             func(c *Counts) { c.Exams = append(c.Exams, c.Exams[0]) },
		"exam of too many":       func(c *Counts) { c.Exams[0].Linked = 99 },
	} {
		c := sound()
		spoil(c)
		data, err := encodeCounts(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := decodeCounts(data); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
}

// FuzzDecodeCounts gives any body a true signature: what is let through must be safe to use.
func FuzzDecodeCounts(f *testing.F) {
	f.Add(`{"questions":2,"linked":2,"concepts":[{"id":"a","about":2,"paired":2},{"id":"b","about":2,"paired":2}],"pairs":[[0,1,2]]}`)
	f.Add(`{"questions":1,"exams":[{"exam":"cook-01","linked":1,"tasks":[{"task":"1.1","weight":1000000000}]}]}`)
	f.Add(`{"pairs":[[0,1,1]]}`)
	f.Add(`null`)
	tax := load(f, kitchen)
	f.Fuzz(func(t *testing.T, body string) {
		c, err := decodeCounts([]byte(signed(body)))
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("%v is not ErrDamaged", err)
			}
			return
		}
		g := New(tax, c)
		if _, err := g.Coverage("cook-01"); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Map(MapOptions{Exam: "cook-01", Color: ColorCoverage}); err != nil {
			t.Fatal(err)
		}
		if _, err := g.ThinAreas("cook-01"); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSigned(t *testing.T) {
	if _, err := decodeCounts([]byte(signed("{}"))); err != nil {
		t.Errorf("an empty value with its sum: %v", err)
	}
	if _, err := decodeCounts([]byte(strings.Replace(signed("{}"), "/1 ", "/2 ", 1))); !errors.Is(err, ErrDamaged) {
		t.Errorf("another version: %v, want ErrDamaged", err)
	}
}
