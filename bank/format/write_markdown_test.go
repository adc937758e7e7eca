package format

import (
	"bytes"
	"fmt"
	"testing"

	"mlatlas/bank"
)

// everyKindOfMarkdown is a question of each kind, with texts that hold marks of their own.
func everyKindOfMarkdown() []*bank.Question {
	option := func(label, text, feedback string, correct bool) bank.Option {
		return bank.Option{Label: label, Text: text, Feedback: feedback, Correct: correct}
	}
	all := []*bank.Question{
		{Kind: bank.Single, Title: "Where features live", Stem: "Which store fits?\n\n```sql\nSELECT 1;\nA) no option\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
			Options: []bank.Option{option("A", "`online`", "It is fast.\nAnd small.", true), option("B", "offline\n\n- slow\n- large", "It is slow.", false)},
			Answer:  []string{"A"}, Explanation: "1. first\n2. second\n\nB. is no option here.", Tags: []string{"Domain 1", "Stores"}, References: []string{"https://example.org/a?b=c"}},
		{Kind: bank.Multiple, Stem: "Which fit? (Select TWO)", Options: []bank.Option{option("A", "x", "", true), option("B", "y", "", false), option("C", "z", "", true)},
			Answer: []string{"A", "C"}},
		{Kind: bank.Multiple, Stem: "Which fit best here?", Options: []bank.Option{option("A", "x", "", true), option("B", "y", "", false)}, Answer: []string{"A"}},
		{Kind: bank.Single, Stem: "Choose two? No, one.", Options: []bank.Option{option("A", "x", "", true), option("B", "y", "only the last has one", false)}, Answer: []string{"A"}},
		{Kind: bank.TrueFalse, Stem: "Spot instances may be interrupted.", Options: []bank.Option{option("A", "True", "", true), option("B", "False", "", false)}, Answer: []string{"A"}},
		{Kind: bank.Ordering, Stem: "Put the steps in order.", Options: []bank.Option{option("C", "collect", "", true), option("A", "clean", "", true), option("B", "train", "", true)},
			Answer: []string{"C", "A", "B"}},
		{Kind: bank.Ordering, Stem: "Put them in order.", Options: []bank.Option{option("2", "two", "", true), option("1", "one", "", true), option("3", "three", "", true)},
			Answer: []string{"2", "1", "3"}},
		{Kind: bank.Matching, Stem: "Match them.\n\n- a list\n- of the stem\n\nThink.", Prompts: []string{"low latency, high load", "nightly job", "seldom used"},
			Options: []bank.Option{option("A", "batch", "", true), option("B", "real time", "", true), option("C", "serverless", "", true), option("D", "edge", "", false)},
			Answer:  []string{"B", "A", "C"}, Explanation: "So it is."},
		{Kind: bank.Short, Stem: "Which ____ stores objects?", Answer: []string{"S3", "Amazon S3; the store", "TCP / IP"}},
		{Kind: bank.Short, Stem: "Say the name of the service.", Answer: []string{"Amazon Polly"}, Explanation: "It speaks."},
		{Kind: bank.Numeric, Stem: "How much is it?", Answer: []string{"3.14:0.01"}},
		{Kind: bank.Numeric, Stem: "How much may it be?", Answer: []string{"1..5"}},
		{Kind: bank.Essay, Stem: "Discuss the trade-offs of caching.", Explanation: "Speak of cost and of age.\n\n- one\n- two"},
	}
	for i, q := range all {
		q.Number = fmt.Sprint(i + 1)
		q.ID = "bank/" + q.Number
	}
	all[1].Number = "2.4"
	return all
}

func TestRoundTripEveryKind(t *testing.T) {
	wrote := everyKindOfMarkdown()
	var out bytes.Buffer
	losses, err := Write(&out, "markdown", nil, each(wrote))
	if err != nil || len(losses) != 0 {
		t.Errorf("%v %+v\n%s", err, losses, out.String())
	}
	for _, name := range []string{"x.md", "x.txt"} {
		compare(t, wrote, out.String(), name)
	}
}

// TestMarkdownLoss asserts that what Markdown cannot hold is told.
func TestMarkdownLoss(t *testing.T) {
	q := &bank.Question{ID: "a/x", Number: "x", Kind: bank.Single, Stem: "Why?", Options: []bank.Option{{Label: "A", Text: "x", Correct: true},
		{Label: "B", Text: "y", Credit: -50}}, Answer: []string{"A"}}
	short := &bank.Question{ID: "a/2", Number: "2", Kind: bank.Short, Stem: "Why?", Options: []bank.Option{{Label: "A", Text: "x", Correct: true, Feedback: "f"}}, Answer: []string{"x"}}
	losses, err := Write(&bytes.Buffer{}, "markdown", nil, each([]*bank.Question{q, short}))
	var fields []string
	for _, l := range losses {
		fields = append(fields, l.Field)
	}
	if err != nil || fmt.Sprint(fields) != "[number options.credit options]" {
		t.Errorf("%v: %v", fields, err)
	}
}
