package format

import (
	"bytes"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

func sequence(questions []*bank.Question) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for _, q := range questions {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// awkward are texts that look like marks, or that a format of lines could tear apart.
var awkward = []string{
	"plain", "12. leads with a number", "a = b ~ c # d { e } f : g", `C:\temp\new and \n`, "~5 ms", "=SUM(A1)", "#tag", "::title::", "// no comment",
	"[html] is a word here", "first\n\nsecond paragraph", "```go\nfunc f() map[string]int { return nil }\n```", "| a | b |\n|---|---|\n| 1 | 2 |",
	"$\\frac{1}{2} \\neq \\nabla$", "été, 東京, 🙂", "<b>bold</b> &amp; co", "100 % -> 50 %", "_____", "A) text", "ANSWER: B", "TRUE", "- [x] box",
}

// everyKindOfGIFT are questions of every kind, with a text in all of their places.
func everyKindOfGIFT(text string) []*bank.Question {
	choices := func(right ...int) ([]bank.Option, []string) {
		options := []bank.Option{{Label: "A", Text: text + " one"}, {Label: "B", Text: "two " + text}, {Label: "C", Text: "three"}}
		var key []string
		for _, at := range right {
			options[at].Correct = true
			key = append(key, options[at].Label)
		}
		return options, key
	}
	single, oneKey := choices(1)
	several, twoKeys := choices(0, 2)
	graded, _ := choices(0, 2)
	graded[0].Credit, graded[1].Credit, graded[2].Credit = 70, -100, 30
	told, _ := choices(1)
	for i := range told {
		told[i].Feedback = text + fmt.Sprint(" feedback ", i)
	}
	return []*bank.Question{
		{Number: "1", Kind: bank.Single, Title: "Title of " + oneLine(text), Stem: "Which is it? " + text, Options: single, Answer: oneKey, Explanation: text, Tags: []string{"S3/[x]", "two"}, References: []string{"https://example.org/?a=b#c"}},
		{Number: "2", Kind: bank.Multiple, Stem: text + ": which are they?", Options: several, Answer: twoKeys},
		{Number: "3", Kind: bank.Multiple, Stem: "With credit: " + text, Options: graded, Answer: twoKeys},
		{Number: "4", Kind: bank.Single, Stem: "With feedback: " + text, Options: told, Answer: oneKey},
		{Number: "5", Kind: bank.TrueFalse, Stem: "A statement. " + text, Options: []bank.Option{{Label: "A", Text: "True", Feedback: text}, {Label: "B", Text: "False", Correct: true}}, Answer: []string{"B"}, Explanation: "Since " + text},
		{Number: "6", Kind: bank.Short, Stem: "Name it. " + text, Answer: []string{"x " + oneLine(text), "second"}, Options: []bank.Option{{Label: "A", Text: "near", Credit: 50, Feedback: text}, {Label: "B", Text: "second", Correct: true, Feedback: "well"}}},
		{Number: "7", Kind: bank.Numeric, Stem: "How many? " + text, Answer: []string{"3.14:0.01"}},
		{Number: "8", Kind: bank.Numeric, Stem: "How many of these? " + text, Answer: []string{"5", "-1..2"}, Options: []bank.Option{{Label: "A", Text: "5", Correct: true, Feedback: text}, {Label: "B", Text: "7:2", Credit: 25}, {Label: "C", Text: "*", Feedback: "no"}}},
		{Number: "9", Kind: bank.Essay, Stem: "Discuss. " + text, Explanation: "Look for " + text},
		{Number: "10", Kind: bank.Matching, Stem: "Match. " + text, Prompts: []string{"p1", "p2 " + strings.ReplaceAll(text, "->", "to")}, Options: []bank.Option{{Label: "A", Text: "o1 " + text, Correct: true}, {Label: "B", Text: "o2", Correct: true}, {Label: "C", Text: "o3"}}, Answer: []string{"A", "B"}},
		{Number: "11", Kind: bank.Ordering, Stem: "Order. " + text, Options: []bank.Option{{Label: "2", Text: "first " + text, Correct: true}, {Label: "3", Text: "next", Correct: true}, {Label: "1", Text: "last", Correct: true}}, Answer: []string{"2", "3", "1"}},
		{Number: "12", Kind: bank.Ordering, Stem: "Order by letter. " + text, Options: []bank.Option{{Label: "B", Text: "first", Correct: true}, {Label: "C", Text: "next", Correct: true}, {Label: "A", Text: "last", Correct: true}}, Answer: []string{"B", "C", "A"}},
	}
}

// roundTrip writes questions in a format and reads them back.
func roundTrip(t *testing.T, format string, questions []*bank.Question) (back []*bank.Question, losses []Loss, text string) {
	t.Helper()
	var out bytes.Buffer
	losses, err := Write(&out, format, nil, sequence(questions))
	if err != nil {
		t.Fatal(err)
	}
	text = out.String()
	r, err := NewReader(strings.NewReader(text), "x", format)
	if err != nil {
		t.Fatal(err)
	}
	for item, err := range r.Items() {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range item.Problems {
			if p.Severity == bank.Error {
				t.Errorf("%+v in\n%s", p, text)
			}
		}
		if item.Question != nil {
			item.Question.Source = bank.Source{}
			back = append(back, item.Question)
		}
	}
	return back, losses, text
}

func TestGIFTRoundTrip(t *testing.T) {
	for _, text := range awkward {
		questions := everyKindOfGIFT(text)
		back, losses, written := roundTrip(t, gift, questions)
		losses = slices.DeleteFunc(losses, func(l Loss) bool { return l.Field == "answer.pairs" && strings.Contains(text, "->") })
		if strings.Contains(strings.TrimSpace(strings.ReplaceAll(written, "}\n\n", "")), "\n\n") {
			t.Errorf("a blank line inside of an item:\n%s", written)
		}
		if len(losses) > 0 || len(back) != len(questions) {
			t.Errorf("%q: %d questions, losses %+v in\n%s", text, len(back), losses, written)
			continue
		}
		for i, q := range questions {
			if !reflect.DeepEqual(q, back[i]) {
				t.Errorf("%q: got\n%+v\nwanted\n%+v\nin\n%s", text, back[i], q, written)
			}
		}
	}
}

func TestGIFTLosses(t *testing.T) {
	for name, q := range map[string]*bank.Question{
		"options.label":    {Kind: bank.Single, Stem: "x?", Options: []bank.Option{{Label: "1", Text: "a", Correct: true}, {Label: "2", Text: "b"}}, Answer: []string{"1"}},
		"options":          {Kind: bank.Essay, Stem: "x", Options: []bank.Option{{Label: "A", Text: "a"}}},
		"answer.pairs":     {Kind: bank.Short, Stem: "x", Answer: []string{"a -> b"}},
		"answer":           {Kind: bank.Matching, Stem: "x", Prompts: []string{"a", "c"}, Options: []bank.Option{{Label: "A", Text: "a", Correct: true}, {Label: "B", Text: "b", Correct: true}}, Answer: []string{"B", "A"}},
		"options.feedback": {Kind: bank.Ordering, Stem: "x", Options: []bank.Option{{Label: "1", Text: "a", Correct: true, Feedback: "f"}, {Label: "2", Text: "b", Correct: true}}, Answer: []string{"1", "2"}},
	} {
		_, losses, text := roundTrip(t, gift, []*bank.Question{q})
		found := false
		for _, l := range losses {
			found = found || l.Field == name
		}
		if !found {
			t.Errorf("%s: losses %+v in\n%s", name, losses, text)
		}
	}
}
