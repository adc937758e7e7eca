package bank

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
)

const kitchenGold = `
bank: kitchen.md
exam: MLA-C01
annotators: 1
questions:
- question: 1
  primary: [oven]
  services: [oven, grill]
  concepts: [bread]
  passing: [moon]
  contrast: [cake]
  distractor_only: [knife, whisk]
  task: "1.1"
  note: a key that is no label
- question: "2.b"
  primary: [bread, cake]
  task: "2.1"
  task_alt: ["1.2"]
- question: 3
  primary: [heat]
  task: "2.2"
- question: 4
  primary: [moon]
  task: "1.2"
`

// linksOf reads a question from "NUMBER concept... -distractor... @task...", heaviest first.
func linksOf(line string) *Question {
	words := strings.Fields(line)
	q := &Question{Number: words[0]}
	for _, w := range words[1:] {
		switch w[0] {
		case '-':
			q.Links = append(q.Links, Link{Concept: w[1:], Role: RoleDistractor})
		case '@':
			q.Tasks = append(q.Tasks, TaskLink{Exam: "mla-c01", Task: w[1:]}, TaskLink{Exam: "mla-c02", Task: "9.9"})
		default:
			q.Links = append(q.Links, Link{Concept: w, Role: RoleKey, Weight: 0.1})
		}
	}
	return q
}

func questionsOf(lines ...string) iter.Seq2[*Question, error] {
	return func(yield func(*Question, error) bool) {
		for _, line := range lines {
			if !yield(linksOf(line), nil) {
				return
			}
		}
	}
}

func TestMeasure(t *testing.T) {
	g, err := ReadGold(strings.NewReader(kitchenGold))
	if err != nil {
		t.Fatal(err)
	}
	s, err := g.Measure(loadKitchen(t, ""), questionsOf(
		"1 grill moon knife oven -whisk -cake @1.1", // oven, grill true; bread missed; knife wrong and promoted; moon may be
		"1 bread",                // a second question 1 does not count
		"9 bread",                // nor does one without labels
		"2.b cake @1.2 @2.1",     // cake true, bread missed; the alternative task
		"3 bread cake moon heat", // heat true, but not among the three heaviest; no task
	))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("n=%d missing=%v tp=%d fp=%d fn=%d p=%.3f r=%.3f f1=%.3f promoted=%d/%d hit1=%.3f hit3=%.3f task=%.3f any=%.3f domain=%.3f",
		s.Questions, s.Missing, s.True, s.Wrong, s.Missed, s.Precision, s.Recall, s.F1, s.Promoted, s.Distractors, s.Hit1, s.Hit3, s.Task, s.TaskAny, s.Domain)
	want := "n=3 missing=[4] tp=4 fp=4 fn=2 p=0.500 r=0.667 f1=0.571 promoted=1/2 hit1=0.333 hit3=0.333 task=0.333 any=0.667 domain=0.333"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	details := []string{
		"{1 [knife] [bread] [grill moon knife] false [1.1] [1.1]}",
		"{2.b [] [bread] [cake] true [1.2 2.1] [2.1 1.2]}",
		"{3 [bread cake moon] [] [bread cake moon] false [] [2.2]}",
	}
	for i, want := range details {
		if i >= len(s.Details) || fmt.Sprint(s.Details[i]) != want {
			t.Errorf("detail %d of %v, want %s", i, s.Details, want)
		}
	}
}

func TestMeasureOfNothing(t *testing.T) {
	g, err := ReadGold(strings.NewReader(kitchenGold))
	if err != nil {
		t.Fatal(err)
	}
	tax := loadKitchen(t, "")
	s, err := g.Measure(tax, questionsOf())
	if err != nil || s.Questions != 0 || len(s.Missing) != 4 || s.F1 != 0 || s.Hit1 != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	broken := errors.New("broken")
	if _, err := g.Measure(tax, func(yield func(*Question, error) bool) { yield(nil, broken) }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestReadGoldFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "reading gold labels: EOF",
		"bank: x":                 "the file has no labelled questions; wanted is a list under `questions:`",
		"questions: {a: b}":       "reading gold labels: yaml: unmarshal errors:\n  line 1: cannot unmarshal !!map into []bank.GoldQuestion",
		"questions: [1, 2]\nx: [": "reading gold labels: yaml: line 2: did not find expected node content",
	} {
		if _, err := ReadGold(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}
