package study

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
)

// pool is five new questions about each concept.
func pool() (questions []*bank.Question) {
	for c := range simConcepts {
		for i := range 5 {
			questions = append(questions, about(fmt.Sprintf("p%d.%d", c, i), c))
		}
	}
	return questions
}

func TestNextIsSeeded(t *testing.T) {
	m := simModel(t)
	answer(m, 0, 5, true)
	now := monday.AddDate(0, 0, 1)
	seen := map[string]bool{}
	for seed := range uint64(30) {
		one, again := m.Next(Choice{Candidates: pool(), Now: now, Seed: seed}), m.Next(Choice{Candidates: pool(), Now: now, Seed: seed})
		if one.Question.ID != again.Question.ID || one.Reason != again.Reason {
			t.Fatalf("seed %d: %s, %s", seed, one.Question.ID, again.Question.ID)
		}
		seen[one.Question.ID] = true
	}
	if len(seen) < 3 || len(seen) > bestQuestions {
		t.Errorf("30 seeds draw %d questions of the best %d", len(seen), bestQuestions)
	}
	if m.Next(Choice{}) != nil {
		t.Error("a question out of nothing")
	}
}

func TestNextWeighs(t *testing.T) {
	m := simModel(t)
	answer(m, 0, 40, true) // c0 is well known
	now := monday.AddDate(0, 0, 4)
	utility := func(c Choice) float64 { c.Now = now; return m.Next(c).Utility }
	one := func(q *bank.Question) []*bank.Question { return []*bank.Question{q} }
	fresh, known := utility(Choice{Candidates: one(about("x", 15))}), utility(Choice{Candidates: one(about("x", 0))})
	if fresh <= known {
		t.Errorf("of what is unknown %.2f, of what is known %.2f", fresh, known)
	}
	heavy, light := utility(Choice{Candidates: one(about("x", 15))}), utility(Choice{Candidates: one(about("x", 25))}) // 26 and 22 %
	if heavy <= light {
		t.Errorf("in a domain of 26 %%: %.2f, of 22 %%: %.2f", heavy, light)
	}
	if same := utility(Choice{Candidates: one(about("x", 15)), Recent: one(about("y", 15))}); same >= fresh-0.5 {
		t.Errorf("the same concept again: %.2f, %.2f", same, fresh)
	}
	seen := about("seen", 20)
	m.Observe(seen, Attempt{At: now, Correct: true})
	if copied := utility(Choice{Candidates: one(about("x", 15)), Copies: map[string][]string{"x": {"seen"}}}); copied >= fresh-0.5 {
		t.Errorf("a near-duplicate of what was seen: %.2f, %.2f", copied, fresh)
	}
	still := utility(Choice{Candidates: one(seen)})
	m.Observe(about("missed", 21), Attempt{At: now})
	now = now.Add(3 * time.Hour)
	if again := utility(Choice{Candidates: one(about("missed", 21))}); again >= 0 {
		t.Errorf("missed three hours ago and asked again: %.2f", again)
	}
	now = now.AddDate(2, 0, 0)
	due := m.Next(Choice{Candidates: one(seen), Now: now})
	if still >= 0 || due.Utility <= 0 || !strings.HasPrefix(due.Reason, "due: ") {
		t.Errorf("just seen %.2f, two years later %.2f, %q", still, due.Utility, due.Reason)
	}
}

func TestNextAsksWhatComesBefore(t *testing.T) {
	m := simModel(t)
	answer(m, 1, 20, false) // c0 is a prerequisite of c1
	n := m.Next(Choice{Candidates: []*bank.Question{about("x", 0)}, Now: monday.Add(time.Hour)})
	if want := "it comes before Concept 1 zq1, where you are weak"; !strings.Contains(n.Reason, want) {
		t.Errorf("%q, want %q in it", n.Reason, want)
	}
	if !strings.Contains(n.Reason, "28 % of the exam") {
		t.Errorf("%q does not say the weight of the domain", n.Reason)
	}
}

// Asking by utility makes the estimates narrower than asking at random.
func TestNextBeatsChance(t *testing.T) {
	spread := func(choose func(m *Model, left []*bank.Question, i int) int) float64 {
		m, left := simModel(t), pool()
		for i := range 60 {
			k := choose(m, left, i)
			m.Observe(left[k], Attempt{Correct: i%3 > 0, At: monday.Add(time.Duration(i) * time.Minute)})
			left = append(left[:k], left[k+1:]...)
		}
		e := 0.0
		for _, d := range m.exam.Domains {
			e += (m.Domain(d.ID).High - m.Domain(d.ID).Low) / 4
		}
		return e
	}
	chosen := spread(func(m *Model, left []*bank.Question, i int) int {
		n := m.Next(Choice{Candidates: left, Now: monday.Add(time.Hour), Seed: uint64(i)})
		for k, q := range left {
			if q == n.Question {
				return k
			}
		}
		return 0
	})
	inOrder := spread(func(_ *Model, left []*bank.Question, i int) int { return i * 31 % 50 % len(left) })
	if chosen >= inOrder {
		t.Errorf("width of the domains: %.3f chosen, %.3f from the first fifty", chosen, inOrder)
	}
}
