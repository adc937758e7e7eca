package atlas

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/study"
)

// practised is an atlas of the built-in bank in which ann has answered everything, all of domain 4 wrong and the rest right.
func practised(t *testing.T) *Atlas {
	t.Helper()
	a, err := Open(Options{Dir: t.TempDir(), Now: today, Learner: "ann"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	ctx := context.Background()
	if _, err := a.ImportSample(ctx); err != nil {
		t.Fatal(err)
	}
	s, err := a.OpenAnswers()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := today().Add(-48 * time.Hour)
	eachQuestion(t, a, func(q *bank.Question) error {
		at = at.Add(time.Minute)
		wrong := slices.ContainsFunc(q.Tasks, func(l bank.TaskLink) bool { return l.Exam == "mla-c01" && l.Domain == "4" && l.Weight > 0.5 })
		_, err := s.Add(ctx, study.Attempt{Learner: "ann", Question: q.ID, Chosen: choice(q, !wrong), Correct: !wrong, At: at, Mode: study.ModeLearn})
		return err
	})
	return a
}

// choice is the key, or wrong options.
func choice(q *bank.Question, right bool) []string {
	var labels []string
	for _, o := range q.Options {
		if o.Correct == right {
			labels = append(labels, o.Label)
		}
	}
	if !right {
		labels = labels[:min(1, len(labels))] // of steps in order none is wrong: skipped
	}
	return labels
}

// builtIn is how many questions the built-in bank has.
const builtIn = 144

func TestWeakListsWhatTheLearnerHasNotMastered(t *testing.T) {
	a := practised(t)
	v, err := a.Weak(context.Background(), "mla-c01", 0)
	if err != nil {
		t.Fatal(err)
	}
	if v.Learner != "ann" || v.Attempts != builtIn {
		t.Errorf("learner %q with %d answers", v.Learner, v.Attempts)
	}
	byID := map[string]WeakArea{}
	for i, area := range v.Areas {
		if area.Why == "learner" {
			byID[area.ID] = area
		}
		if i > 0 && area.Impact > v.Areas[i-1].Impact {
			t.Errorf("%s %s stands behind one of less impact", area.Kind, area.ID)
		}
	}
	d, ok := byID["4"]
	if !ok || d.Mastery == nil || *d.High >= study.DefaultTarget || d.Low == nil || *d.Low > *d.Mastery || *d.Mastery > *d.High || len(d.Next) == 0 {
		t.Errorf("domain 4 is %+v", d)
	}
	for _, other := range []string{"1", "2", "3"} {
		if _, weak := byID[other]; weak {
			t.Errorf("domain %s is weak, and all of it was answered right", other)
		}
	}
	if r := v.Readiness; r == nil || r.Low > r.PassProbability || r.PassProbability > r.High || !strings.Contains(r.BiggestLever, "4") {
		t.Errorf("readiness is %+v", r)
	}
}

// Another learner in the same atlas has answered nothing.
func TestLearnersStandAlone(t *testing.T) {
	ann := practised(t)
	bob, err := Open(Options{Dir: ann.options.Dir, Now: today, Learner: "bob"})
	if err != nil {
		t.Fatal(err)
	}
	defer bob.Close()
	v, err := bob.Weak(context.Background(), "mla-c01", 0)
	if err != nil || v.Readiness != nil || v.Attempts != 0 || slices.ContainsFunc(v.Areas, func(w WeakArea) bool { return w.Why == "learner" }) {
		t.Errorf("bob's view is %+v, %v", v, err)
	}
	if _, err := bob.Map(context.Background(), MapRequest{Exam: "mla-c01", Color: ColorMastery}); !errors.Is(err, ErrNoAnswers) {
		t.Errorf("bob's map gives %v", err)
	}
}

func TestMapShowsMastery(t *testing.T) {
	a := practised(t)
	m, err := a.Map(context.Background(), MapRequest{Exam: "mla-c01", Color: ColorMastery, MaxNodes: 120})
	if err != nil {
		t.Fatal(err)
	}
	l, err := a.learned(context.Background(), "mla-c01")
	if err != nil {
		t.Fatal(err)
	}
	painted := 0
	for _, n := range m.Nodes {
		e, want := l.model.Concept(n.ID), 0.0
		if e.Answers > 0 {
			want = masterySteps[e.State]
			painted++
		}
		if n.Value != want {
			t.Errorf("%s is %s after %d answers and has the value %g", n.ID, e.State, e.Answers, n.Value)
		}
	}
	if painted == 0 {
		t.Error("nothing is painted")
	}
}

// is:weak finds the questions about weak concepts, and no others.
func TestWeakQuestions(t *testing.T) {
	a := practised(t)
	l, err := a.learned(context.Background(), "mla-c01")
	if err != nil {
		t.Fatal(err)
	}
	weak := func(q *bank.Question) bool {
		return slices.ContainsFunc(q.Links, func(k bank.Link) bool {
			above := append(a.taxonomy.Ancestors(k.Concept), k.Concept)
			return k.Role != bank.RoleDistractor && slices.ContainsFunc(above, func(id string) bool { return l.model.Concept(id).State == study.Weak })
		})
	}
	found := map[string]bool{}
	m, err := a.weakQuestions(context.Background(), "mla-c01")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range m.IDs {
		found[id] = true
	}
	eachQuestion(t, a, func(q *bank.Question) error {
		if weak(q) != found[q.ID] {
			t.Errorf("%s: weak %v, found %v", q.ID, weak(q), found[q.ID])
		}
		return nil
	})
}

// Answers to questions that the bank no longer has are no error.
func TestAnswersToQuestionsThatAreGone(t *testing.T) {
	a := practised(t)
	s, err := a.OpenAnswers()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(context.Background(), study.Attempt{Learner: "ann", Question: "gone/1", Chosen: []string{"A"}, At: today()}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if v, err := a.Weak(context.Background(), "mla-c01", 3); err != nil || v.Attempts != builtIn+1 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestGroupNamesNoLearner(t *testing.T) {
	a := practised(t)
	v, err := a.Group(context.Background())
	if err != nil || v.Learners != 1 || v.Attempts != builtIn || len(v.Questions) != builtIn {
		t.Fatalf("%+v, %v", v, err)
	}
	hardest := v.Questions[0]
	chosen := 0
	for _, o := range hardest.Options {
		chosen += o.Chosen
		if o.Key && o.Chosen > 0 {
			t.Errorf("the hardest, %s, was answered right", hardest.ID)
		}
	}
	if chosen != 1 || hardest.Facility >= v.Questions[builtIn-1].Facility {
		t.Errorf("the hardest is %+v", hardest)
	}
}
