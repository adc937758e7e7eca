package graph

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The figures are those of the score interval in Brown, Cai and DasGupta's setting, to the percent.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		x         float64
		n         int
		low, high float64
	}{
		{3, 5, 0.23, 0.88}, {6, 10, 0.31, 0.83}, {12, 20, 0.39, 0.78}, {24, 40, 0.45, 0.74}, {48, 80, 0.49, 0.70},
		{0, 10, 0, 0.28}, {10, 10, 0.72, 1}, {0, 0, 0, 1}, {2.5, 5, 0.17, 0.83},
	} {
		low, high := Wilson(c.x, c.n)
		if math.Abs(low-c.low) > 0.006 || math.Abs(high-c.high) > 0.006 {
			t.Errorf("%v of %d: %.3f to %.3f, want %.2f to %.2f", c.x, c.n, low, high, c.low, c.high)
		}
	}
	for n := 1; n < 60; n++ {
		for x := range n + 1 {
			low, high := Wilson(float64(x), n)
			mirrored, _ := Wilson(float64(n-x), n)
			if p := float64(x) / float64(n); low > p+1e-12 || high < p-1e-12 || low < 0 || high > 1 || math.Abs(high-(1-mirrored)) > 1e-9 {
				t.Fatalf("%d of %d: %v to %v", x, n, low, high)
			}
		}
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		x, weight float64
		n         int
		want      string
	}{
		{0, 0.28, 0, Unknown}, {11, 0.28, 11, Unknown}, {0, 0.28, 12, Under}, {12, 0.28, 12, Over}, {4, 0.28, 14, Unknown},
		{14, 0.28, 50, OK}, {3, 0.28, 50, Under}, {30, 0.28, 50, Over}, {250, 0.28, 1000, Under}, {280, 0.28, 1000, OK},
	} {
		low, high := Wilson(c.x, c.n)
		if got := verdict(low, high, c.weight, c.n); got != c.want {
			t.Errorf("%v of %d against %v: %s (%.2f to %.2f), want %s", c.x, c.n, c.weight, got, low, high, c.want)
		}
	}
}

func TestCoverage(t *testing.T) {
	lines := append(repeat(30, "oven=0.6 bread=0.4 @1.1=0.5 @2.1=0.5"), repeat(10, "!oven=1 @1.1=1")...)
	lines = append(lines, "knife=1", "-cake")
	g := New(load(t, kitchen), count(t, lines...))
	got, err := g.Coverage("COOK-01")
	if err != nil {
		t.Fatal(err)
	}
	low, high := Wilson(25, 40)
	low2, high2 := Wilson(15, 40)
	_, none := Wilson(0, 40)
	want := Coverage{
		Exam: "cook-01", Questions: 42, Linked: 40,
		Domains: []DomainCoverage{
			{
				ID: "1", Name: "Baking", Weight: 60, Questions: 25, Share: 0.625, Expected: 24, Low: round(low), High: round(high), Verdict: OK,
				Tasks: []TaskCoverage{
					{ID: "1.1", Name: "Bake", Questions: 25, Share: 0.625, Low: round(low), High: round(high), Concepts: 3, Covered: 2, Uncovered: []string{"grill"}},
					{ID: "1.2", Name: "Decorate", High: round(none), Concepts: 1, Uncovered: []string{"cake"}},
				},
			},
			{
				ID: "2", Name: "Measuring", Weight: 40, Questions: 15, Share: 0.375, Expected: 16, Low: round(low2), High: round(high2), Verdict: OK,
				Tasks: []TaskCoverage{
					{ID: "2.1", Name: "Measure", Questions: 15, Share: 0.375, Low: round(low2), High: round(high2), Concepts: 2, Uncovered: []string{"heat", "thermometer"}},
				},
			},
		},
		Unused: []string{"cake", "grill", "heat", "thermometer"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err = g.Coverage("cook-02")
	wantError(t, err, ErrUnknown, `exam "cook-02" is not in the taxonomy; known: cook-01`)
}

func TestCoverageOfEveryExam(t *testing.T) {
	tax := embedded(t)
	g := inventedGraph(t, tax, 2000, 11)
	for _, e := range tax.Exams() {
		c, err := g.Coverage(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		var questions, share, expected float64
		tasks := 0
		for _, d := range c.Domains {
			questions += d.Questions
			share += d.Share
			expected += d.Expected
			tasks += len(d.Tasks)
			if d.Low > d.Share || d.Share > d.High {
				t.Errorf("%s %s: share %v outside %v to %v", e.ID, d.ID, d.Share, d.Low, d.High)
			}
			for _, task := range d.Tasks {
				if task.Covered+len(task.Uncovered) != task.Concepts || task.Uncovered == nil {
					t.Errorf("%s %s: %+v", e.ID, task.ID, task)
				}
				for _, id := range task.Uncovered {
					if !slices.Contains(c.Unused, id) {
						t.Errorf("%s: %s is uncovered in %s but not unused", e.ID, id, task.ID)
					}
				}
			}
		}
		if c.Linked == 0 || math.Abs(questions-float64(c.Linked)) > 0.001 || math.Abs(share-1) > 1e-4 || math.Abs(expected-float64(c.Linked)) > 0.001 {
			t.Errorf("%s: linked %d, the domains hold %v questions, share %v, expected %v", e.ID, c.Linked, questions, share, expected)
		}
		if tasks != len(e.Tasks) {
			t.Errorf("%s: %d tasks, want %d", e.ID, tasks, len(e.Tasks))
		}
		for _, id := range c.Unused {
			if n := g.Counts().Concept(id).About; n > 0 {
				t.Errorf("%s: %s is unused but %d questions are about it", e.ID, id, n)
			}
		}
	}
}

func TestThinAreas(t *testing.T) {
	lines := append(repeat(34, "oven=0.5 bread=0.5 @1.1=1"), repeat(6, "knife=0.5 heat=0.5 @2.1=1")...)
	g := New(load(t, kitchen), count(t, lines...))
	got, err := g.ThinAreas("cook-01")
	if err != nil {
		t.Fatal(err)
	}
	// Of 50 exam questions: cake stands for all of 1.2, a third of 60 %, and its bullet is the only one. Domain 2 has 6 of
	// the 16 questions that it should have. The thermometer stands for half a bullet of two in 40 %; the grill for half a
	// bullet of three in 60 %.
	want := []struct {
		kind, id, state string
		questions       float64
		impact          float64
	}{
		{"domain", "2", StateWeak, 6, 12.5},
		{"task", "2.1", StateWeak, 6, 12.5},
		{"task", "1.2", StateWeak, 0, 10},
		{"concept", "cake", StateWeak, 0, 10},
		{"concept", "grill", StateWeak, 0, 5},
		{"concept", "thermometer", StateWeak, 0, 5},
	}
	if len(got) != len(want) {
		t.Fatalf("%d areas, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		a := got[i]
		if a.Kind != w.kind || a.ID != w.id || a.State != w.state || a.Questions != w.questions || math.Abs(a.Impact-w.impact) > 1e-6 {
			t.Errorf("area %d: %+v, want %+v", i, a, w)
		}
	}
	if a := got[1]; a.Bullets != 2 || a.Concepts != 2 || !slices.Equal(a.Uncovered, []string{"thermometer"}) || a.Expected != 16 || a.Share != 0.15 {
		t.Errorf("evidence of task 2.1: %+v", a)
	}
	if a := got[4]; a.Bullets != 1 || !slices.Equal(a.Tasks, []string{"1.1"}) {
		t.Errorf("evidence of the grill: %+v", a)
	}
	_, err = g.ThinAreas("cook-02")
	wantError(t, err, ErrUnknown, "cook-02")
}

// A question about the rotisserie, which is a kind of grill, is enough for the grill.
func TestConceptsBelowCount(t *testing.T) {
	g := New(load(t, kitchen), count(t, append(repeat(20, "oven=1 @1.1=1"), "rotisserie=1 @1.1=1")...))
	areas, err := g.ThinAreas("cook-01")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range areas {
		if a.ID == "grill" {
			t.Errorf("the grill is thin: %+v", a)
		}
	}
}

func TestThinAreasOfFewQuestions(t *testing.T) {
	for _, lines := range [][]string{nil, repeat(5, "oven=1 @1.1=1")} {
		areas, err := New(load(t, kitchen), count(t, lines...)).ThinAreas("cook-01")
		if err != nil || len(areas) == 0 {
			t.Fatalf("%d questions: %v, %v", len(lines), areas, err)
		}
		for _, a := range areas {
			if a.State != StateUnknown {
				t.Errorf("%d questions are called enough to judge %s %s", len(lines), a.Kind, a.ID)
			}
		}
	}
}

func TestThinAreasOfEveryExam(t *testing.T) {
	tax := embedded(t)
	for _, n := range []int{0, 30, 3000} {
		g := inventedGraph(t, tax, n, 21)
		for _, e := range tax.Exams() {
			areas, err := g.ThinAreas(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			concepts := 0
			for i, a := range areas {
				if i > 0 && a.Impact > areas[i-1].Impact {
					t.Errorf("%s: %s has more impact than the area before it", e.ID, a.ID)
				}
				if a.Impact < 0 || a.Impact > float64(e.Scored) || a.Name == "" || a.Tasks == nil || a.Uncovered == nil {
					t.Errorf("%s: %+v", e.ID, a)
				}
				if a.Kind == "concept" {
					concepts++
					if g.Counts().Concept(a.ID).About > 0 {
						t.Errorf("%s: %s is thin but has questions", e.ID, a.ID)
					}
				}
			}
			if concepts > thinConcepts {
				t.Errorf("%s: %d concepts", e.ID, concepts)
			}
		}
	}
}

// The shares of tasks add up to the exam, and those of concepts to what the bullets with concepts ask for.
func TestBlueprintShares(t *testing.T) {
	tax := embedded(t)
	g := New(tax, &Counts{})
	for _, e := range tax.Exams() {
		b := g.blueprint(e)
		var tasks, parts float64
		for _, s := range b.tasks {
			tasks += s
		}
		for _, s := range b.concepts {
			parts += s
		}
		for _, s := range b.bare {
			parts += s
		}
		if math.Abs(tasks-1) > 1e-9 || math.Abs(parts-1) > 1e-9 {
			t.Errorf("%s: tasks sum to %v, concepts and bare bullets to %v", e.ID, tasks, parts)
		}
	}
}
