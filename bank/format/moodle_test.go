package format

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// quizOf puts elements of a multichoice question around its answers.
func quizOf(kind, inside string) string {
	return fmt.Sprintf("<quiz><question type=%q><questiontext format=\"html\"><text>What?</text></questiontext>%s</question></quiz>", kind, inside)
}

func fractions(all ...string) string {
	var b strings.Builder
	for i, f := range all {
		fmt.Fprintf(&b, "<answer fraction=%q><text>option %d</text></answer>", f, i)
	}
	return b.String()
}

// TestMoodleWeights tells the kind, the key and the credits that follow from the fractions.
func TestMoodleWeights(t *testing.T) {
	single, several := "<single>true</single>", "<single>false</single>"
	for _, c := range []struct{ inside, want string }{
		{single + fractions("100", "0", "0"), "single [A] [0 0 0]"},
		{single + fractions("0", "100.00000", "-25"), "single [B] [0 0 -25]"},
		{single + fractions("50", "100"), "single [B] [50 0]"},
		{single + fractions("90", "0"), "single [A] [90 0]"},
		{"<single>1</single>" + fractions("0", "1"), "single [B] [0 0]"},
		{"<single>1</single>" + fractions("100%", "0"), "single [A] [0 0]"},
		{several + fractions("50", "50", "0"), "multiple [A B] [0 0 0]"},
		{several + fractions("50", "50", "-100"), "multiple [A B] [0 0 -100]"},
		{several + fractions("33.333", "33.333", "33.333"), "multiple [A B C] [0 0 0]"},
		{several + fractions("14.28571", "14.28571", "14.28571", "14.28571", "14.28571", "14.28571", "14.28571", "0"), "multiple [A B C D E F G] [0 0 0 0 0 0 0 0]"},
		{several + fractions("33.33", "33.33", "33.34", "0"), "multiple [A B C] [0 0 0 0]"},
		{several + fractions("33", "33", "34"), "multiple [A B C] [0 0 0]"},
		{several + fractions("40", "60"), "multiple [A B] [40 60]"},
		{several + fractions("50", "25"), "multiple [A B] [50 25]"},
		{several + fractions("25", "25"), "multiple [A B] [25 25]"},
		{several + fractions("100", "100", "0"), "multiple [A B] [0 0 0]"},
		{several + fractions("100", "0"), "multiple [A] [0 0]"},
		{several + fractions("0.5", "0.5", "0"), "multiple [A B] [0 0 0]"},
		{fractions("50", "50", "0"), "multiple [A B] [0 0 0]"},
		{fractions("100", "0"), "single [A] [0 0]"},
		{fractions("100", "100", "0"), "multiple [A B] [0 0 0]"},
	} {
		out, err := readAll(quizOf("multichoice", c.inside), "x.xml", "")
		if err != nil || len(out.Questions) != 1 {
			t.Errorf("%s: %v, %d questions, %v", c.inside, err, len(out.Questions), out.Problems)
			continue
		}
		q := out.Questions[0]
		var credits []float64
		for _, o := range q.Options {
			credits = append(credits, o.Credit)
		}
		if got := fmt.Sprint(q.Kind, " ", q.Answer, " ", credits); got != c.want {
			t.Errorf("%s: got %s, wanted %s", c.inside, got, c.want)
		}
	}
}

// TestMoodleFrames reads what is around the questions in many ways, and says how many questions and errors came.
func TestMoodleFrames(t *testing.T) {
	q := `<question type="truefalse"><questiontext><text>So?</text></questiontext><answer fraction="100"><text>true</text></answer></question>`
	exam := "Question 1\nWhy?\nA) x\nB) y\nAnswer: A\n"
	for _, c := range []struct{ name, text, want string }{
		{"minified", `<?xml version="1.0"?><quiz>` + q + q + `</quiz>`, "2 0 moodle-xml"},
		{"no declaration", "<!-- made by hand -->\n\n<quiz>\n" + q + "\n</quiz>", "1 0 moodle-xml"},
		{"schema", `<quiz xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + q + `</quiz>`, "1 0 moodle-xml"},
		{"byte order mark", "\ufeff<?xml version=\"1.0\"?>\r\n<quiz>\r\n" + q + "\r\n</quiz>", "1 0 moodle-xml"},
		{"no root", q + "\n" + q, "2 0 moodle-xml"},
		{"two documents", "<quiz>" + q + "</quiz>\n<?xml version=\"1.0\"?>\n<quiz>" + q + "</quiz>", "2 0 moodle-xml"},
		{"exam text behind", "<quiz>" + q + "</quiz>\n\n" + exam, "2 0 moodle-xml+exam-text"},
		{"exam text before", exam + "\n<quiz>\n" + q + "</quiz>", "2 0 exam-text+moodle-xml"},
		{"document type", "<!DOCTYPE quiz [\n<!ENTITY a \"b\">\n]>\n<quiz>" + q + "</quiz>", "1 0 moodle-xml"},
		{"cut off", "<quiz>" + q + "<question type=\"essay\"><questiontext><text>Why", "1 1 moodle-xml"},
		{"in the middle of nothing", "<quiz>" + q + "<a <b>" + q + "</quiz>", "2 1 moodle-xml"},
	} {
		out, err := readAll(c.text, "x.xml", "")
		errors := 0
		for _, p := range out.Problems {
			if p.Severity == bank.Error {
				errors++
			}
		}
		if got := fmt.Sprint(len(out.Questions), " ", errors, " ", out.Format); err != nil || got != c.want {
			t.Errorf("%s: got %s, wanted %s: %v %v", c.name, got, c.want, out.Problems, err)
		}
	}
	for _, text := range []string{"<quiz> is the root of Moodle XML\n" + exam, "Question 1\nWhy?\n\n<question>\nA) x\nB) y\nAnswer: A\n"} {
		if out, _ := readAll(text, "x.txt", ""); out.Format != "exam-text" || len(out.Questions) != 1 {
			t.Errorf("%q was read as %s", text, out.Format)
		}
	}
}

// everyKindOfMoodle is a question of each kind, with texts that look like marks of formats.
func everyKindOfMoodle() []*bank.Question {
	awkward := "Is `a < b && c > d`?\n\n```xml\n<![CDATA[x]]> </text> &amp;\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2\\|3 |\n\n1. one\n2. zwei, ≤ 漢\n\n{1:MC:=a~b} [[1]] &lt;p&gt; $x_1$ ![p](a.png)"
	option := func(label, text string, right bool) bank.Option {
		return bank.Option{Label: label, Text: text, Correct: right}
	}
	feedback := option("B", "<b>no</b> & *yes*", false)
	feedback.Feedback = "Because ]]> of <this>."
	credit := option("C", "1. leading digit", false)
	credit.Credit = -33.33333
	half, quarter := option("A", "a", true), option("B", "b", true)
	half.Credit, quarter.Credit = 75, 25
	near := option("A", "Mechanical Turk", false)
	near.Credit, near.Feedback = 50, "Nearly."
	noted := option("A", "Ground Truth", true)
	noted.Feedback = "Yes."
	return []*bank.Question{
		{ID: "x/1", Number: "1", Kind: bank.Single, Title: "A & B <c>", Stem: awkward, Options: []bank.Option{option("A", "x\n\n    y", true), feedback, credit}, Answer: []string{"A"},
			Explanation: "Since.\n\nSee it.", Tags: []string{"a/b", "c & d"}, References: []string{"https://example.org/?a=1&b=2", "The Book"}},
		{ID: "x/2", Number: "2", Kind: bank.Multiple, Stem: "Pick.", Options: []bank.Option{option("A", "a", true), option("B", "b", false), option("C", "c", true), option("D", "d", true)}, Answer: []string{"A", "C", "D"}},
		{ID: "x/3", Number: "3", Kind: bank.Multiple, Stem: "Weigh.", Options: []bank.Option{half, quarter, option("C", "c", false)}, Answer: []string{"A", "B"}, References: []string{"https://example.org"}},
		{ID: "x/4", Number: "4", Kind: bank.TrueFalse, Stem: "True?", Options: []bank.Option{option("A", "True", false), option("B", "False", true)}, Answer: []string{"B"}},
		{ID: "x/5", Number: "5", Kind: bank.Ordering, Stem: "Order.", Options: []bank.Option{option("A", "a", true), option("B", "b", true), option("C", "c", true)}, Answer: []string{"A", "B", "C"}},
		{ID: "x/6", Number: "6", Kind: bank.Matching, Stem: "Match.", Prompts: []string{"p *one*", "two", "three"}, Options: []bank.Option{option("A", "lure", false), option("B", "<x>", true), option("C", "y", true)}, Answer: []string{"B", "C", "B"}},
		{ID: "x/7", Number: "7", Kind: bank.Short, Stem: "Who?", Answer: []string{"me", "<b>"}},
		{ID: "x/8", Number: "8", Kind: bank.Short, Stem: "Whose?", Answer: []string{"Ground Truth"}, Options: []bank.Option{noted, {Label: "B", Text: "Turk", Credit: 50, Feedback: "Nearly."}}},
		{ID: "x/9", Number: "9", Kind: bank.Numeric, Stem: "How many?", Answer: []string{"5", "3.14:0.01"}},
		{ID: "x/10", Number: "10", Kind: bank.Essay, Stem: "Explain.", Explanation: "Look for <this>.", References: []string{"The Book"}},
		{ID: "x/11", Kind: bank.TrueFalse, Stem: "Yes?", Options: []bank.Option{option("A", "False", true), option("B", "True", false)}, Answer: []string{"A"}},
		{ID: "x/12", Number: "v1.2", Kind: bank.Short, Stem: "How?", Options: []bank.Option{near}, Answer: []string{"so"}},
	}
}

func writeMoodle(t *testing.T, questions ...*bank.Question) (string, []Loss) {
	t.Helper()
	var b bytes.Buffer
	losses, err := Write(&b, moodleXML, nil, func(yield func(*bank.Question, error) bool) {
		for _, q := range questions {
			if !yield(q, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), losses
}

func TestMoodleRoundTrip(t *testing.T) {
	all := everyKindOfMoodle()
	text, losses := writeMoodle(t, all...)
	if len(losses) > 0 {
		t.Error(losses)
	}
	r, err := NewReader(strings.NewReader(text), "x.xml", "")
	if err != nil {
		t.Fatal(err)
	}
	var back []*bank.Question
	for item, err := range r.Items() {
		if err != nil {
			t.Fatal(err)
		}
		if item.Question != nil {
			back = append(back, item.Question)
		}
	}
	if len(back) != len(all) {
		t.Fatalf("%d of %d questions came back", len(back), len(all))
	}
	for i, q := range all {
		if fields := differences(q, back[i]); len(fields) > 0 || q.Number != "" && q.Number != back[i].Number {
			t.Errorf("%s differs in %v:\n%+v\n%+v", q.ID, fields, q, back[i])
		}
	}
}

// TestMoodleLosses tells what is not held.
func TestMoodleLosses(t *testing.T) {
	option := func(label, text string, right bool) bank.Option {
		return bank.Option{Label: label, Text: text, Correct: right}
	}
	told := option("A", "a", true)
	told.Feedback = "Why."
	odd := option("B", "b", false)
	odd.Credit = 37
	for _, c := range []struct {
		q    bank.Question
		want []string
	}{
		{bank.Question{Kind: bank.Single, Stem: "x", Options: []bank.Option{option("1", "a", true), option("2", "b", false)}, Answer: []string{"1"}}, []string{"options.label", "answer"}},
		{bank.Question{Kind: bank.Single, Stem: "x", Options: []bank.Option{option("A", "a", true), odd}, Answer: []string{"A"}}, []string{"options.credit"}},
		{bank.Question{Kind: bank.Numeric, Stem: "x", Answer: []string{"1..5"}}, []string{"answer"}},
		{bank.Question{Kind: bank.Matching, Stem: "x", Prompts: []string{"p", "q"}, Options: []bank.Option{told, option("B", "b", true)}, Answer: []string{"B", "A"}}, []string{"options.label", "answer", "options.feedback"}},
		{bank.Question{Kind: bank.Ordering, Stem: "x", Options: []bank.Option{option("B", "b", true), option("A", "a", true)}, Answer: []string{"B", "A"}}, []string{"options.label", "answer"}},
		{bank.Question{Kind: bank.Short, Stem: "x\x01y", Answer: []string{"a"}}, []string{"stem"}},
		{bank.Question{Kind: bank.Short, Stem: "x", Title: "a  b", Answer: []string{"a"}}, []string{"title"}},
	} {
		c.q.ID = "x"
		text, losses := writeMoodle(t, &c.q)
		var got []string
		for _, l := range losses {
			got = append(got, l.Field)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %v: got %v, wanted %v\n%s", c.q.Kind, c.q.Answer, losses, c.want, text)
		}
	}
}

func TestClozeGaps(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{1:MC:=a~b}", "single a=100 b=0"},
		{"{:sa:=a}", "short a=100"},
		{"{ 2 : MULTICHOICE_V : %100%a#x~%-50%b }", "single a=100#x b=-50"},
		{"{1:NUMERICAL:=3,5:0.1#ok~%50%3:1}", "numeric 3.5:0.1=100#ok 3:1=50"},
		{`{1:MC:=a\}b\~c\#d~e&#39;f#g}`, "single a}b~c#d=100 e'f=0#g"},
		{"{1:MC:=<b>a</b>~x &lt; y}", "single **a**=100 x < y=0"},
		{"{1:MC:a", ""},
		{"{1:MULTICHOICE} {1:SA:=b}", "single; short b=100"},
		{"{1:XX:a} {1:SA:=b}", "short b=100"},
		{"{1:SA:} {1:SA:=b}", "short; short b=100"},
	} {
		_, gaps, _ := clozeGaps(c.text)
		var said []string
		for _, g := range gaps {
			one := string(g.kind)
			for _, a := range g.answers {
				one += fmt.Sprintf(" %s=%v", a.Text, a.fraction)
				if a.Feedback != "" {
					one += "#" + a.Feedback
				}
			}
			said = append(said, one)
		}
		if got := strings.Join(said, "; "); got != c.want {
			t.Errorf("%s: got %s, wanted %s", c.text, got, c.want)
		}
	}
}
