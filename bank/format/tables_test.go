package format

import (
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// everyKind are questions of every kind, with texts that look like the marks of formats.
func everyTableKind() []*bank.Question {
	choice := []bank.Option{{Label: "A", Text: "=SUM(A1), then"}, {Label: "B", Text: "B) twice \"quoted\"", Correct: true}, {Label: "C", Text: "*starred*\nsecond line"}}
	return []*bank.Question{
		{Number: "1", Kind: bank.Single, Stem: "Which, of \"these\"?\n\n```go\nx := \"a,b\"\tc\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |", Options: choice, Answer: []string{"B"},
			Explanation: "-1 is <b>no</b> answer; é ü 日本 &amp; more", Tags: []string{"D1", "Two words"}, References: []string{"https://example.org/a,b", "A book"}},
		{Number: "2.4", Kind: bank.Multiple, Title: "Title, one", Stem: "12. Choose two", Options: []bank.Option{{Label: "A", Text: "True", Correct: true, Feedback: "yes\nreally"}, {Label: "B", Text: "x (correct)", Correct: true}, {Label: "C", Text: "3"}}, Answer: []string{"A", "B"}, Tags: []string{"a, b", "c"}},
		{Number: "3", Kind: bank.TrueFalse, Stem: "'= is a quote", Options: []bank.Option{{Label: "A", Text: "True"}, {Label: "B", Text: "False", Correct: true}}, Answer: []string{"B"}},
		{Kind: bank.Ordering, Stem: "Order them", Options: []bank.Option{{Label: "C", Text: "first", Correct: true}, {Label: "A", Text: "second", Correct: true}, {Label: "B", Text: "third", Correct: true}}, Answer: []string{"C", "A", "B"}},
		{Kind: bank.Ordering, Stem: "Order numbers", Options: []bank.Option{{Label: "2", Text: "first", Correct: true}, {Label: "1", Text: "second", Correct: true}, {Label: "3", Text: "third", Correct: true}}, Answer: []string{"2", "1", "3"}},
		{Kind: bank.Matching, Stem: "Match", Prompts: []string{"S3, the store", "EBS"}, Options: []bank.Option{{Label: "A", Text: "objects", Correct: true}, {Label: "B", Text: "blocks", Correct: true}, {Label: "C", Text: "files"}}, Answer: []string{"A", "B"}},
		{Kind: bank.Short, Stem: "Name it", Answer: []string{"NAT; gateway", "nat | gw"}},
		{Kind: bank.Short, Stem: "Name the other", Answer: []string{"[x]"}},
		{Kind: bank.Short, Stem: "Partial", Options: []bank.Option{{Label: "A", Text: "full", Correct: true}, {Label: "B", Text: "half", Credit: 50, Feedback: "almost"}}, Answer: []string{"full"}},
		{Kind: bank.Numeric, Stem: "Pi", Answer: []string{"3.14:0.01"}},
		{Kind: bank.Numeric, Stem: "Below zero", Answer: []string{"-2"}},
		{Kind: bank.Essay, Stem: "# Discuss\n\ta tab", Explanation: "Grade it.\n\n1. one\n2. two"},
		{Kind: bank.Single, Stem: "Seven", Options: []bank.Option{{Label: "A", Text: "1"}, {Label: "B", Text: "2"}, {Label: "C", Text: "3"}, {Label: "D", Text: "4"}, {Label: "E", Text: "5"}, {Label: "F", Text: "6"}, {Label: "G", Text: "7", Correct: true}}, Answer: []string{"G"}},
		{Kind: bank.Multiple, Stem: "Credit", Options: []bank.Option{{Label: "A", Text: "x", Correct: true, Credit: 60}, {Label: "B", Text: "y", Correct: true, Credit: 40}, {Label: "C", Text: "z", Credit: -25}}, Answer: []string{"A", "B"}},
	}
}

func TestRoundTripTables(t *testing.T) {
	for _, name := range []string{"csv", "anki"} {
		questions := everyTableKind()
		var b strings.Builder
		losses, err := Write(&b, name, nil, each(questions))
		if err != nil || len(losses) > 0 {
			t.Errorf("%s: losses %v, %v", name, losses, err)
		}
		out, err := readAll(b.String(), "x", name)
		if err != nil || len(out.Questions) != len(questions) {
			t.Errorf("%s: %d questions, %v, problems %v in\n%s", name, len(out.Questions), err, out.Problems, b.String())
			continue
		}
		for i, q := range out.Questions {
			if want := questions[i]; q.Number != want.Number || q.Stem != want.Stem || !slices.Equal(q.Answer, want.Answer) {
				t.Errorf("%s: %+v, wanted %+v", name, q, want)
			}
		}
		detected, _ := readAll(b.String(), "x.txt", "")
		if detected.Format != name || len(detected.Questions) != len(questions) {
			t.Errorf("%s was read as %q, %d questions, %v", name, detected.Format, len(detected.Questions), detected.Problems)
		}
		compare(t, questions, b.String(), name)
	}
}
