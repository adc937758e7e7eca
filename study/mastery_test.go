package study

import (
	"fmt"
	"math"
	"testing"
	"time"

	"mlatlas/bank"
)

var monday = time.Date(2026, 1, 5, 18, 0, 0, 0, time.UTC)

func simModel(t *testing.T) *Model {
	t.Helper()
	tax, exam, err := simTaxonomy()
	if err != nil {
		t.Fatal(err)
	}
	return NewModel(tax, exam)
}

// about is a question about one concept.
func about(id string, concept int) *bank.Question {
	d, t := simTask(concept)
	return &bank.Question{ID: id, Kind: bank.Single, Answer: []string{"A"},
		Options: []bank.Option{{Label: "A", Correct: true}, {Label: "B"}, {Label: "C"}, {Label: "D"}},
		Links:   []bank.Link{{Concept: fmt.Sprint("c", concept), Role: bank.RoleKey, Weight: 1, Primary: true}},
		Tasks:   []bank.TaskLink{{Exam: "sim-01", Domain: fmt.Sprint(d + 1), Task: fmt.Sprintf("%d.%d", d+1, t+1), Weight: 1}}}
}

// answer has a learner answer n new questions about a concept, an hour apart.
func answer(m *Model, concept, n int, correct bool) {
	for range n {
		m.Observe(about(fmt.Sprint("n", len(m.memory.cards)), concept), Attempt{Correct: correct, At: monday.Add(time.Duration(len(m.memory.cards)) * time.Hour)})
	}
}

func TestGuess(t *testing.T) {
	options := func(n int) []bank.Option { return make([]bank.Option, n) }
	for _, c := range []struct {
		q    bank.Question
		want float64
	}{
		{bank.Question{Kind: bank.Single, Options: options(4)}, 0.25},
		{bank.Question{Kind: bank.TrueFalse, Options: options(2)}, 0.5},
		{bank.Question{Kind: bank.TrueFalse}, 0.5},
		{bank.Question{Kind: bank.Multiple, Options: options(5), Answer: []string{"A", "B"}}, 0.1},
		{bank.Question{Kind: bank.Multiple, Options: options(6), Answer: []string{"A", "B", "C"}}, 0.05},
		{bank.Question{Kind: bank.Multiple, Options: options(2), Answer: []string{"A", "B", "C"}}, 1},
		{bank.Question{Kind: bank.Ordering, Options: options(3)}, 1. / 6},
		{bank.Question{Kind: bank.Matching, Options: options(4), Prompts: []string{"", ""}}, 1. / 12},
		{bank.Question{Kind: bank.Short}, 0},
		{bank.Question{Kind: bank.Numeric, Options: options(2)}, 0},
		{bank.Question{Kind: bank.Essay}, 0},
	} {
		if got := Guess(&c.q); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s, %d options, key of %d: %.4f, want %.4f", c.q.Kind, len(c.q.Options), len(c.q.Answer), got, c.want)
		}
	}
}

func TestLabelledDifficulty(t *testing.T) {
	for tag, want := range map[string]float64{
		"hard": 0.7, "Easy": -0.7, "difficulty: medium": 0, "Difficulty-hard": 0.7, "level 5": 1.05, "level:3": 0,
		"expert": 1.05, "very easy": -1.05,
	} {
		if got := LabelledDifficulty(&bank.Question{Tags: []string{"s3", tag}}); math.Abs(got.Logit-want) > 1e-9 || got.Spread != labelSpread {
			t.Errorf("%s: %+v, want %.2f", tag, got, want)
		}
	}
	for _, tag := range []string{"5", "hard disk", "level 400", "s3"} {
		if got := LabelledDifficulty(&bank.Question{Tags: []string{tag}}); got.Spread != unknownScale {
			t.Errorf("%s is no label, got %+v", tag, got)
		}
	}
}

func TestStates(t *testing.T) {
	m := simModel(t)
	if e := m.Concept("c0"); e.State != Unknown || e.Answers != 0 || e.ToDecide < fewAnswers {
		t.Errorf("nothing known: %+v", e)
	}
	answer(m, 0, 2, false)
	if e := m.Concept("c0"); e.State != Unknown {
		t.Errorf("two answers say nothing: %+v", e)
	}
	answer(m, 0, 15, false)
	if e := m.Concept("c0"); e.State != Weak || e.ToDecide != 0 || e.Answers != 17 || e.High >= DefaultTarget {
		t.Errorf("17 wrong: %+v", e)
	}
	m = simModel(t)
	answer(m, 0, 60, true)
	if e := m.Concept("c0"); e.State != Strong || e.Low <= DefaultTarget {
		t.Errorf("60 right: %+v", e)
	}
	if e := m.Concept("no-such"); e.State != Unknown || e.Low != 0 || e.High != 1 {
		t.Errorf("unknown concept: %+v", e)
	}
}

// The intervals lie in each other: what is known of the parts is less than of the whole.
func TestEstimatesHangTogether(t *testing.T) {
	m := simModel(t)
	for c := range 10 {
		answer(m, c, 4, c < 3)
	}
	domain, other := m.Domain("1"), m.Domain("2")
	if domain.Mean >= other.Mean || domain.Answers != 40 || other.Answers != 0 {
		t.Errorf("28 of 40 wrong in domain 1: %+v, and 2: %+v", domain, other)
	}
	if m.Concept("c9").Mean >= m.Concept("c0").Mean || m.Task("1.1").Mean <= m.Task("1.3").Mean {
		t.Error("what was answered wrong is not below what was answered right")
	}
	if width := domain.High - domain.Low; width >= m.Concept("c5").High-m.Concept("c5").Low {
		t.Errorf("a domain of 40 answers is less certain than a concept of 4: %.2f", width)
	}
	for _, e := range append(everything(m), m.Exam()) {
		if !(0 <= e.Low && e.Low <= e.Mean && e.Mean <= e.High && e.High <= 1) {
			t.Errorf("out of order: %+v", e)
		}
	}
}

// ToDecide is about right: after so many more answers at the present level the state is decided.
func TestToDecide(t *testing.T) {
	m := simModel(t)
	answer(m, 0, 3, false)
	answer(m, 0, 2, true)
	n := m.Concept("c0").ToDecide
	if n < 2 || n > 40 {
		t.Fatalf("3 wrong, 2 right: %d more", n)
	}
	needed := 0
	for ; m.Concept("c0").State != Weak && needed < 3*n; needed++ {
		answer(m, 0, 1, needed%2 == 1)
	}
	if needed < n/3 || needed > 3*n {
		t.Errorf("%d more were announced, %d were needed", n, needed)
	}
}

func TestSecondSightIsMemory(t *testing.T) {
	m := simModel(t)
	q := about("q", 3)
	m.Observe(q, Attempt{Correct: false, At: monday})
	before := m.Concept("c3")
	m.Observe(q, Attempt{Correct: true, At: monday.Add(time.Hour)})
	if after := m.Concept("c3"); after != before {
		t.Errorf("remembering one question moved the concept: %+v, %+v", before, after)
	}
	soon, late := m.Chance(q, monday.Add(2*time.Hour)), m.Chance(q, monday.AddDate(1, 0, 0))
	if soon < 0.95 || late >= soon || late < 0.25 {
		t.Errorf("remembered: %.2f soon, %.2f after a year", soon, late)
	}
	if due := m.Due("q"); !due.After(monday) {
		t.Errorf("due at %v", due)
	}
	m.Observe(about("r", 4), Attempt{Correct: true, At: monday.Add(time.Hour)})
	if r := m.Recall("r", m.Due("r")); math.Abs(r-DueBelow) > 0.05 {
		t.Errorf("recall when due: %.3f, want about %.1f", r, DueBelow)
	}
	m.Observe(q, Attempt{Correct: true, At: monday.AddDate(-1, 0, 0)}) // a clock that went wrong
	if r := m.Recall("q", monday.AddDate(-2, 0, 0)); r != 1 {
		t.Errorf("recall before the answer: %.3f", r)
	}
}

func TestTimeMakesUncertain(t *testing.T) {
	m := simModel(t)
	answer(m, 3, 20, true)
	before := m.Concept("c3")
	m.Advance(monday.AddDate(1, 0, 0))
	after := m.Concept("c3")
	if after.High-after.Low <= before.High-before.Low || after.Mean >= before.Mean || after.Mean < m.Concept("c30").Mean {
		t.Errorf("before %+v, after a year %+v", before, after)
	}
}

// A question without tasks stands where its concepts do, one without anything says something of the learner.
func TestQuestionsWithoutPlace(t *testing.T) {
	m := simModel(t)
	q := about("q", 3)
	q.Tasks = nil
	m.Observe(q, Attempt{At: monday})
	if e := m.Domain("1"); e.Answers != 1 || e.Mean >= m.Domain("2").Mean {
		t.Errorf("%+v", e)
	}
	m = simModel(t)
	before := m.Exam().Mean
	m.Observe(&bank.Question{ID: "x", Kind: bank.Short}, Attempt{At: monday})
	if after := m.Exam(); after.Mean >= before || after.Answers != 1 {
		t.Errorf("%.3f before, %+v after", before, after)
	}
	bare := NewModel(m.taxonomy, nil)
	bare.Observe(about("y", 1), Attempt{})
	if e := bare.Concept("c1"); e.Answers != 1 || bare.Readiness(1) != nil {
		t.Errorf("without a blueprint: %+v", e)
	}
}
