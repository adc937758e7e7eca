package format

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"mlatlas/bank"
)

// TestBegins says which texts are taken for which formats.
func TestBegins(t *testing.T) {
	aikenItem := "Which is it?\nA) this\nB) that\nANSWER: B\n"
	for _, c := range []struct{ text, want string }{
		{aikenItem, "aiken"},
		{"\n\n" + aikenItem + "\n" + aikenItem, "aiken"},
		{"Which is it?\nIs it this?\nA. this\nB. that\nC. none\nANSWER: C", "aiken"},
		{"Question 1\n" + aikenItem, "exam-text"},
		{"Question 1\n\n" + aikenItem + "\nExplanation: since.\n", "exam-text"},
		{"1. " + aikenItem, "exam-text"},
		{strings.ReplaceAll(aikenItem, "ANSWER", "Answer"), "exam-text"},
		{aikenItem + "\nExplanation: since it is.\n", "exam-text"},
		{"Question 1\n\n" + aikenItem + "\nQuestion 2\n\n" + aikenItem, "exam-text"},
		{"Which is it? {=this ~that}", "gift"},
		{"Which is it? {\n~this\n=that\n}", "gift"},
		{"It is {~this =that} one.", "gift"},
		{"How many? {#5}", "gift"},
		{"How many? {#1..5}", "gift"},
		{"It is so. {T}", "gift"},
		{"It is so. {FALSE#no}", "gift"},
		{"Match. {=a -> b =c -> d}", "gift"},
		{"Name it: {=x}", "gift"},
		{"// [id:5]\nDiscuss it. {}", "gift"},
		{"::Q1:: Discuss it. {}", "gift"},
		{"$CATEGORY: a/b\n\nIt is so. {T}", "gift"},
		{"::A title:: is it? {=yes ~no}", "gift"},
		{"The set {T} is finite", ""},
		{"A template {=name} here", ""},
		{"{{#each x}}", ""},
		{`{"Version": "2012-10-17", "Statement": []}`, ""},
		{"int main() {}", ""},
		{"::std::move(x) {}", ""},
		{"Colour {#ff6600}", ""},
		{"$\\frac{1}{2}$ is {a}", ""},
		{"#Q Which?\n^ x\nA x\nB y\n", "trivia"},
		{"#Q Which?\nA x\nB y\n", "trivia"},
		{"#Q hashtag\nand a text", ""},
		{"Quiz title: x\n\n1.  Which?\n*a) x\nb)  y\n", "text2qti"},
		{"Title: x\nPoints: 2\n1.  Which?\na) x\n*b)  y\n", "text2qti"},
		{"1.  Which?\na) x\n*b)  y\n", "text2qti"},
		{"1.  Which?\n[ ] x\n[*] y\n", "text2qti"},
		{"1.  How many?\n=   5\n", "text2qti"},
		{"1.  Discuss.\n____\n", "text2qti"},
		{"1. Which?\na) x\nb) y\nAnswer: b\n", "exam-text"},
		{"1. point\n* bullet\n* bullet\n", ""},
		{"1. point\n___\n", ""},
		{"Title: a book\n\nText: by someone\n", ""},
	} {
		out, err := readAll(c.text, "x.txt", "")
		if err != nil || out.Format != c.want {
			t.Errorf("%q: %q, wanted %q (%v) %+v", c.text, out.Format, c.want, err, out.Problems)
		}
	}
}

func TestAikenRoundTrip(t *testing.T) {
	for _, text := range awkward {
		if strings.Contains(text, "\n") || markOf(text).kind != markText { // what looks like a mark is told as lost
			continue
		}
		var held []*bank.Question
		for _, q := range everyKindOfGIFT(text) {
			if q.Kind == bank.Single || q.Kind == bank.Multiple || q.Kind == bank.TrueFalse {
				q.Number, q.Title, q.Explanation, q.Tags, q.References = "", "", "", nil, nil
				for i := range q.Options {
					q.Options[i].Feedback, q.Options[i].Credit = "", 0
				}
				if q.Kind != bank.Multiple {
					q.Stem = "Which? " + q.Stem
				}
				held = append(held, q)
			}
		}
		back, losses, written := roundTrip(t, aiken, held)
		for _, l := range losses {
			if l.Field != "answer.several" {
				t.Errorf("%q: %+v", text, l)
			}
		}
		for i, q := range held {
			if i >= len(back) || !reflect.DeepEqual(q, back[i]) {
				t.Errorf("%q: %+v comes back as %+v in\n%s", text, q, back, written)
				break
			}
		}
	}
}

// TestAikenLosses asserts that whatever Aiken cannot hold is told.
func TestAikenLosses(t *testing.T) {
	for _, text := range awkward {
		for _, q := range everyKindOfGIFT(text) {
			var out bytes.Buffer
			losses, err := Write(&out, aiken, nil, sequence([]*bank.Question{q}))
			if err != nil || len(losses) == 0 {
				t.Errorf("%v: nothing lost of %+v in\n%s", err, q, out.String())
			}
			if q.Kind == bank.Essay && out.Len() > 0 {
				t.Errorf("an essay was written:\n%s", out.String())
			}
		}
	}
}

func TestText2QTIBank(t *testing.T) {
	needBanks(t)
	questions, problems, r := readFile(t, banks+"/text2qti/quiz.txt", "")
	want := []struct {
		kind   bank.Kind
		title  string
		answer string
	}{
		{bank.Single, "Multiple Choice Q", "C"}, {bank.Multiple, "Checkbox Q", "B C"}, {bank.Numeric, "Numerical Q1", "1.4142:0.0001"},
		{bank.Numeric, "Numerical Q2", "1.2598..1.2600"}, {bank.Short, "Fill in the Blank", "Santa Santa Claus Father Christmas Saint Nicholas Saint Nick"},
		{bank.Essay, "Essay Question", ""}, {bank.Essay, "Upload a File", ""},
	}
	if r.Format() != text2qti || len(questions) != len(want) || countSeverity(problems, bank.Error) > 0 {
		t.Fatalf("%d questions as %s: %+v", len(questions), r.Format(), problems)
	}
	for i, q := range questions {
		if q.Kind != want[i].kind || q.Title != want[i].title || strings.Join(q.Answer, " ") != want[i].answer {
			t.Errorf("got %+v, wanted %+v", q, want[i])
		}
	}
	if e := questions[0].Explanation; e != "General question feedback.\n\nCorrect: Feedback for correct answer.\n\nIncorrect: Feedback for incorrect answer." {
		t.Errorf("the explanation is %q", e)
	}
	for _, o := range questions[0].Options {
		if o.Feedback != "Feedback for this particular answer." {
			t.Errorf("the feedback of %s is %q", o.Label, o.Feedback)
		}
	}
}
