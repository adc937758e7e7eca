package bank

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"

	"mlatlas/taxonomy"
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
  ambiguous:
  - {snippet: "the hot grill", surface: "grill", intended: grill}
  - {snippet: "over the moon", surface: "moon", intended: NIL}
  - {snippet: "a roll of bread", surface: "roll", intended: bread}
  - {snippet: "no such words", surface: "such", intended: NIL}
- question: "2.b"
  primary: [bread, cake]
  task: "2.1"
  task_alt: ["1.2"]
- question: 3
  primary: [heat]
  task: "2.2"
- question: 4
  primary: [moon]
  task: unknown
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
	tax := loadKitchen(t, "")
	s, err := measured(tax, g, questionsOf(
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
		"{1 [knife] [bread] [grill moon knife] false [1.1] [1.1] []}",
		"{2.b [] [bread] [cake] true [1.2 2.1] [2.1 1.2] []}",
		"{3 [bread cake moon] [] [bread cake moon] false [] [2.2] []}",
	}
	for i, want := range details {
		if i >= len(s.Details) || fmt.Sprint(s.Details[i]) != want {
			t.Errorf("detail %d of %v, want %s", i, s.Details, want)
		}
	}
}

func measured(tax *taxonomy.Taxonomy, g *Gold, questions iter.Seq2[*Question, error]) (Score, error) {
	scorer := NewScorer(tax)
	err := scorer.Add(g, questions)
	return scorer.Score(), err
}

func TestMeasureOfNothing(t *testing.T) {
	g, err := ReadGold(strings.NewReader(kitchenGold))
	if err != nil {
		t.Fatal(err)
	}
	tax := loadKitchen(t, "")
	s, err := measured(tax, g, questionsOf())
	if err != nil || s.Questions != 0 || len(s.Missing) != 4 || s.F1 != 0 || s.Hit1 != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	broken := errors.New("broken")
	if _, err := measured(tax, g, func(yield func(*Question, error) bool) { yield(nil, broken) }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestReadGoldFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "the file has no labelled questions; wanted is a list under `questions:`",
		"bank: x":                 "the file has no labelled questions; wanted is a list under `questions:`",
		"questions: {a: b}":       "reading gold labels: yaml: unmarshal errors:\n  line 1: cannot unmarshal !!map into []bank.GoldQuestion",
		"questions: [1, 2]\nx: [": "reading gold labels: yaml: line 2: did not find expected node content",
	} {
		if _, err := ReadGold(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// TestUnknownTask: a question of no task is right without any, and only then.
func TestUnknownTask(t *testing.T) {
	g := &Gold{Exam: "mla-c01", Questions: []GoldQuestion{
		{Number: "1", Primary: []string{"oven"}, Task: UnknownTask}, {Number: "2", Primary: []string{"oven"}, Task: UnknownTask},
	}}
	s, err := measured(loadKitchen(t, ""), g, questionsOf("1 oven", "2 oven @1.1"))
	if err != nil || s.Task != 0.5 || s.TaskAny != 0.5 || s.Domain != 0.5 {
		t.Errorf("task %v, any %v, domain %v, %v", s.Task, s.TaskAny, s.Domain, err)
	}
}

func TestBreakdown(t *testing.T) {
	stem := "On the hot grill, over the moon, with a roll of bread."
	at := func(word string) Mention {
		start := strings.Index(stem, word)
		return Mention{Zone: ZoneStem, Start: start, End: start + len(word)}
	}
	q := &Question{Number: "1", Stem: stem, Links: []Link{
		{Concept: "grill", Role: RoleStem, Mentions: []Mention{at("hot grill")}},
		{Concept: "moon", Role: RoleStem, Mentions: []Mention{at("moon")}},
		{Concept: "oven", Role: RoleDistractor, Mentions: []Mention{{Zone: ZoneAgainst}, {Zone: ZoneWrong}}},
		{Concept: "whisk", Role: RoleDistractor, Mentions: []Mention{{Zone: ZoneAgainst}}},
		{Concept: "knife", Role: RoleExplanation, Mentions: []Mention{{Zone: ZoneAgainst}, {Zone: ZoneFor}}},
	}}
	g, err := ReadGold(strings.NewReader(kitchenGold))
	if err != nil {
		t.Fatal(err)
	}
	s, err := measured(loadKitchen(t, ""), g, func(yield func(*Question, error) bool) { yield(q, nil) })
	if err != nil {
		t.Fatal(err)
	}
	// oven was wanted and kept from being a topic: wrong in its zone, and missed.
	if got, want := fmt.Sprint(s.ByZone), "[{stem 1 0} {for 0 1} {wrong 0 1} {against 1 0}]"; got != want {
		t.Errorf("zones %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(s.ByName), "[{grill 1 1 0 0 0} {moon 1 0 1 1 0} {roll 1 0 0 0 1}]"; got != want {
		t.Errorf("names %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(s.Details[0].Names), "[over the moon: moon a roll of bread: NIL]"; got != want {
		t.Errorf("wrong names %s, want %s", got, want)
	}
	right, wrong, missed := 0, 0, 0
	for _, row := range s.ByKind {
		right, wrong, missed = right+row.True, wrong+row.Wrong, missed+row.Missed
	}
	if right != s.True || wrong != s.Wrong || missed != s.Missed || s.Missed != 2 {
		t.Errorf("kinds %+v sum to %d %d %d, not %d %d %d", s.ByKind, right, wrong, missed, s.True, s.Wrong, s.Missed)
	}
}

// TestIntervals: of n questions, k hit, a share's interval is about 1.96 standard errors wide to each side.
func TestIntervals(t *testing.T) {
	tallies := make([]tally, 100)
	for i := range tallies {
		tallies[i] = tally{right: 3, wrong: 1, hit1: i < 80, hit3: true}
	}
	got := intervals(tallies)
	if h := got["primary_hit_at_1"]; math.Abs(h.Low-(0.8-0.078)) > 0.015 || math.Abs(h.High-(0.8+0.078)) > 0.015 {
		t.Errorf("hit@1 %+v", h)
	}
	if p := got["precision"]; p.Low != 0.75 || p.High != 0.75 {
		t.Errorf("precision %+v, though every question has the same", p)
	}
	if h := got["primary_hit_at_3"]; math.Abs(h.Low-1) > 1e-9 || math.Abs(h.High-1) > 1e-9 {
		t.Errorf("hit@3 %+v", h)
	}
	if intervals(nil) != nil {
		t.Error("an interval of nothing")
	}
}
