package study

import (
	"fmt"
	"math"
	"testing"

	"mlatlas/bank"
)

// against is a question whose key names one concept and whose option B another; C and D name others.
func against(id, key, wrong string) *bank.Question {
	q := &bank.Question{ID: id, Kind: bank.Single, Answer: []string{"A"},
		Options: []bank.Option{{Label: "A", Correct: true}, {Label: "B"}, {Label: "C"}, {Label: "D"}}}
	name := func(concept, label string, zone bank.Zone) {
		q.Links = append(q.Links, bank.Link{Concept: concept, Mentions: []bank.Mention{{Zone: zone, Option: label}}})
	}
	name(key, "A", bank.ZoneKey)
	name(wrong, "B", bank.ZoneWrong)
	name("c"+id, "C", bank.ZoneWrong)
	name("d"+id, "D", bank.ZoneWrong)
	return q
}

func TestConfusion(t *testing.T) {
	c := NewConfusions()
	see := func(n int, key, wrong, chosen string) {
		for i := range n {
			q := against(fmt.Sprint(key, wrong, chosen, i), key, wrong)
			for range 2 { // the same mistake twice counts once
				c.Observe(q, Attempt{Chosen: []string{chosen}, Correct: chosen == "A"})
			}
		}
	}
	see(5, "clarify", "monitor", "B")
	see(2, "monitor", "clarify", "B")
	see(2, "sqs", "sns", "B")
	see(4, "sqs", "sns", "C")
	see(9, "s3", "efs", "A")
	see(1, "ebs", "efs", "B")
	got := c.Pairs()
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	first, second := got[0], got[1]
	if first.Concepts != [2]string{"clarify", "monitor"} || first.Taken != 7 || first.Could != 7 || !first.Sure || len(first.Questions) != 7 {
		t.Errorf("%+v", first)
	}
	if math.Abs(first.P-math.Pow(1./3, 7)) > 1e-12 || first.Adjusted < first.P {
		t.Errorf("P %.2g, adjusted %.2g", first.P, first.Adjusted)
	}
	if second.Concepts != [2]string{"sns", "sqs"} || second.Taken != 2 || second.Could != 6 || second.Sure || math.Abs(second.Expected-2) > 1e-9 {
		t.Errorf("%+v", second)
	}
}

func TestTwoMistakesAreNotSure(t *testing.T) {
	c := NewConfusions()
	for i := range 2 {
		c.Observe(against(fmt.Sprint(i), "clarify", "monitor"), Attempt{Chosen: []string{"B"}})
	}
	if got := c.Pairs(); len(got) != 1 || got[0].Sure || math.Abs(got[0].P-1./9) > 1e-12 {
		t.Errorf("%+v", got)
	}
}

// Of a multiple response only wrong picks count, and what the key names too is no confusion.
func TestConfusionOfSeveral(t *testing.T) {
	q := &bank.Question{ID: "m", Kind: bank.Multiple, Answer: []string{"A", "B"}, Options: []bank.Option{
		{Label: "A", Correct: true}, {Label: "B", Correct: true}, {Label: "C"}, {Label: "D"}, {Label: "E"}},
		Links: []bank.Link{
			{Concept: "glue", Mentions: []bank.Mention{{Zone: bank.ZoneKey, Option: "A"}, {Zone: bank.ZoneWrong, Option: "D"}}},
			{Concept: "emr", Mentions: []bank.Mention{{Zone: bank.ZoneWrong, Option: "C"}, {Zone: bank.ZoneStem}}}}}
	c := NewConfusions()
	c.Observe(q, Attempt{Chosen: []string{"A", "C"}})
	m := c.pairs[[2]string{"emr", "glue"}]
	if len(c.pairs) != 1 || m == nil || m.taken != 1 || math.Abs(m.chances[0]-1./3) > 1e-12 {
		t.Errorf("%+v", c.pairs)
	}
}

// Where wrong options are chosen blindly, a false alarm is rare.
func TestFewFalseConfusions(t *testing.T) {
	alarms := 0
	for learner := range 200 {
		c := NewConfusions()
		for i := range 60 {
			chosen := []string{"B", "C", "D"}[(learner*7919+i*104729+i*i*31+learner*i*17)%997%3]
			c.Observe(against(fmt.Sprint(i), fmt.Sprint("k", i%6), fmt.Sprint("w", i%5)), Attempt{Chosen: []string{chosen}})
		}
		for _, f := range c.Pairs() {
			if f.Sure {
				alarms++
				break
			}
		}
	}
	if alarms > 20 {
		t.Errorf("%d of 200 learners who choose blindly are told of a sure confusion; 10 are allowed, 20 are too many", alarms)
	}
}
