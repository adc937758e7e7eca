package format

import (
	"strings"
	"testing"

	"mlatlas/bank"
)

func FuzzRExams(f *testing.F) { fuzzFormat(f, "r-exams", "x.Rmd") }

// exercise puts an exercise together.
func exercise(question, solution, meta string) string {
	return "Question\n========\n" + question + "\n\nSolution\n========\n" + solution + "\n\nMeta-information\n================\n" + meta + "\n"
}

func TestRExamsTypes(t *testing.T) {
	list := "Which?\n\nAnswerlist\n----------\n* a one\n* a two\n* a three\n"
	for _, c := range []struct {
		name, text, kind, answer, code string
	}{
		{"single", exercise(list, "", "extype: schoice\nexsolution: 010"), "single", "B", ""},
		{"several with one key", exercise(list, "", "extype: mchoice\nexsolution: 001"), "multiple", "C", ""},
		{"single with two keys", exercise(list, "", "extype: schoice\nexsolution: 011"), "multiple", "B C", "kind-mismatch"},
		{"none right", exercise(list, "", "extype: mchoice\nexsolution: 000"), "", "", "no-key"},
		{"too many digits", exercise(list, "", "extype: mchoice\nexsolution: 0001"), "", "", "key-outside-options"},
		{"letters", exercise(list, "", "extype: mchoice\nexsolution: B"), "", "", "key-outside-options"},
		{"no key", exercise(list, "", "extype: mchoice"), "", "", "no-key"},
		{"no type", exercise(list, "", "exsolution: 010"), "single", "B", ""},
		{"number", exercise("How many?", "", "extype: num\nexsolution: 12.5\nextol: 0"), "numeric", "12.5", ""},
		{"no number", exercise("How many?", "", "extype: num\nexsolution: many"), "", "", "bad-number"},
		{"word", exercise("Which word?", "", "extype: string\nexsolution: Bedrock"), "short", "Bedrock", ""},
		{"essay", exercise("Why?", "Because.", "extype: essay"), "essay", "", ""},
		{"heads with #", strings.NewReplacer("Question\n========", "# Question", "Answerlist\n----------", "## Answerlist", "Meta-information\n================", "# Meta-information").Replace(
			exercise(list, "", "extype: schoice\nexsolution: 100")), "single", "A", ""},
		{"expression", exercise("How many are `r n`?", "", "extype: num\nexsolution: 1"), "", "", "generated"},
		{"asis", exercise("Which?\n```{r, echo=FALSE, results=\"asis\"}\nanswerlist(x)\n```", "", "extype: schoice\nexsolution: 01"), "", "", "generated"},
		{"expression in a key", exercise(list, "", "extype: schoice\nexsolution: `r mchoice2string(x)`"), "", "", "generated"},
		{"cloze that does not fit", exercise(list, "", "extype: cloze\nexsolution: 10|5|3\nexclozetype: schoice|num"), "", "", "bad-cloze"},
		{"cut off", "Question\n========\nWhich?\n\nAnswerlist\n----------\n* a\n* b\n", "", "", "no-key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := readAll(c.text, "x.Rmd", "")
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			if len(out.Problems) > 0 {
				code = out.Problems[0].Code
			}
			if code != c.code || len(out.Questions) > 1 || (len(out.Questions) == 1) != (c.kind != "") {
				t.Fatalf("%+v", out)
			}
			if len(out.Questions) == 1 {
				if q := out.Questions[0]; q.Kind != bank.Kind(c.kind) || strings.Join(q.Answer, " ") != c.answer {
					t.Errorf("%+v", q)
				}
			}
		})
	}
}

func TestRExamsInText(t *testing.T) {
	text := "Question 1\nWhich?\nA) one\nB) two\nAnswer: A\n\n" + exercise("Which?\n\nAnswerlist\n----------\n* a\n* b\n", "", "extype: schoice\nexsolution: 01") +
		"\nQuestion 2\nWhich other?\nA) one\nB) two\nAnswer: A\n"
	for _, name := range []string{"x.txt", "x.Rmd"} {
		out, err := readAll(text, name, "")
		if err != nil || len(out.Questions) != 3 || len(out.Problems) != 0 {
			t.Errorf("%s: %v %+v", name, err, out)
		}
	}
	out, _ := readAll("Question\n========\nWhat is it?\n\nA) one\nB) two\nAnswer: A\n", "x.md", "")
	if out.Format == "r-exams" {
		t.Errorf("a title of Markdown is no exercise: %+v", out)
	}
}
