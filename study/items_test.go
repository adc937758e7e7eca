package study

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"mlatlas/bank"
)

// class has learners of many abilities answer twenty questions: q00 to q17 in order of difficulty, q18 with a wrong key
// (the able choose B), q19 by chance.
func class(learners int) (*Items, []*bank.Question) {
	r := rand.New(rand.NewPCG(9, 9))
	s := NewItems()
	questions := make([]*bank.Question, 20)
	for i := range questions {
		questions[i] = about(fmt.Sprintf("q%02d", i), 0)
	}
	for l := range learners {
		able := 1.2 * r.NormFloat64()
		for i, q := range questions {
			p := 0.25 + 0.75*logistic(able-(float64(i)-9)/4)
			switch i {
			case 18:
				p = 0.9 - 0.75*logistic(2*able)
			case 19:
				p = 0.25
			}
			a := Attempt{Learner: fmt.Sprint("l", l), Question: q.ID, Correct: r.Float64() < p, Chosen: []string{"A"}}
			if !a.Correct {
				a.Chosen = []string{[]string{"B", "C"}[r.IntN(2)]}
				if i == 18 {
					a.Chosen = []string{"B"}
				}
			}
			s.Observe(q, a)
			a.Correct = true
			s.Observe(q, a) // a second answer counts for nothing
		}
	}
	return s, questions
}

func TestItems(t *testing.T) {
	s, _ := class(200)
	stats := s.Stats()
	if len(stats) != 20 || stats[0].Question != "q00" || stats[0].Learners != 200 {
		t.Fatalf("%d questions, %+v", len(stats), stats[0])
	}
	if stats[0].Facility < stats[17].Facility+0.3 || stats[8].Discrimination < 0.25 {
		t.Errorf("easy %.2f, hard %.2f; discrimination in the middle %.2f", stats[0].Facility, stats[17].Facility, stats[8].Discrimination)
	}
	if stats[18].Discrimination > 0 || !slices.Contains(stats[18].Flags, "check-key") || !slices.Contains(stats[18].Flags, "low-discrimination") {
		t.Errorf("a wrong key: %+v", stats[18])
	}
	if !slices.Contains(stats[19].Flags, "too-hard") || slices.Contains(stats[8].Flags, "check-key") {
		t.Errorf("answered by chance: %v; sound: %v", stats[19].Flags, stats[8].Flags)
	}
	if o := stats[8].Options; o[3].Chosen != 0 || o[3].Share <= 0 || o[0].Better <= 0 || o[1].Better >= 0 || !slices.Contains(stats[8].Flags, "unused-distractor") {
		t.Errorf("%+v", stats[8])
	}
}

// A few answers are drawn to the bank, and nothing is flagged.
func TestItemsOfFew(t *testing.T) {
	s, _ := class(3)
	mean := s.meanFacility()
	for _, st := range s.Stats() {
		if len(st.Flags) > 0 || math.Abs(st.Facility-mean) > 0.3 || math.Abs(st.Discrimination-textbookDiscrimination) > 0.2 {
			t.Errorf("of three learners: %+v", st)
		}
	}
}

func TestPooledDifficulty(t *testing.T) {
	s, questions := class(200)
	last := math.Inf(-1)
	for _, i := range []int{1, 5, 9, 13, 17} {
		d := s.Difficulty(questions[i], "l0")
		if d.Logit <= last || d.Spread >= unknownScale/2 {
			t.Errorf("q%02d: %+v after %.2f", i, d, last)
		}
		last = d.Logit
	}
	own := NewItems()
	own.Observe(questions[0], Attempt{Question: "q00"})
	if got := own.Difficulty(questions[0], Me); got != LabelledDifficulty(questions[0]) {
		t.Errorf("a learner's own answer says how hard the question is: %+v", got)
	}
	if got := own.Difficulty(questions[0], "somebody"); got.Logit <= 0 {
		t.Errorf("somebody else's wrong answer does not: %+v", got)
	}
}

// The chances that the model gives of known difficulties are better than those without.
func TestPooledDifficultyHelps(t *testing.T) {
	s, questions := class(200)
	loss := func(m *Model) float64 {
		sum := 0.0
		for i, q := range questions[:18] {
			p := 0.25 + 0.75*logistic(-(float64(i)-9)/4)
			got := m.Chance(q, monday)
			sum -= p*math.Log(got) + (1-p)*math.Log(1-got)
		}
		return sum / 18
	}
	plain, pooled := simModel(t), simModel(t)
	pooled.Pool(s, "newcomer")
	if with, without := loss(pooled), loss(plain); with >= without-0.01 {
		t.Errorf("log loss %.3f with the answers of others, %.3f without", with, without)
	}
}
