package format

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
)

// TestFlipcards compares with a crude reading: each line of these files is a row of seven quoted cells.
func TestFlipcards(t *testing.T) {
	needBanks(t)
	row := regexp.MustCompile(`^"(.*)","(.*)","(.*)","(.*)","(.*)","([A-D](?:, ?[A-D])*)","(.*)"$`)
	files, _ := filepath.Glob(banks + "/saa-csv/*.csv")
	total := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(data), "\r", "")), "\n")[1:]
		questions, problems, r := readFile(t, file, "")
		if len(questions) != len(lines) || len(problems) > 0 || r.Format() != "csv" {
			t.Errorf("%s: %d rows, %d questions as %s, %v", file, len(lines), len(questions), r.Format(), problems)
			continue
		}
		for i, l := range lines {
			m := row.FindStringSubmatch(l)
			if m == nil {
				t.Fatalf("%s:%d: not a row: %s", file, i+2, l)
			}
			for j := range m {
				m[j] = strings.NewReplacer(`\"`, `"`, `""`, `"`).Replace(m[j])
			}
			q := questions[i]
			if q.Stem != m[1] || len(q.Options) != 4 || q.Options[0].Text != m[2] || q.Options[3].Text != m[5] || strings.Join(q.Answer, ", ") != m[6] || q.Explanation != m[7] || q.Source.Line != i+2 {
				t.Errorf("%s:%d: %+v", file, i+2, q)
			}
			total++
		}
	}
	if total != 180 {
		t.Errorf("%d rows, not 180", total)
	}
}

// TestColumnNames reads headers as people and programs write them.
func TestColumnNames(t *testing.T) {
	for header, want := range map[string]string{
		"Question,OptionA,OptionB,CorrectAnswer,Explanation":                        "stem A B key why",
		"Q#,Question Text,Option 1,Option 2,Option 3,Correct Option(s)":             "no stem A B C key",
		"no;question;a;b;c;d;answer":                                                "no stem A B C D key",
		"Question,Answer,Answer,Answer,Correct":                                     "stem A B C key",
		"Question,Option,Correct,Option,Correct":                                    "stem A trueA B trueB",
		"Question,Option A,Feedback A,Option B,Feedback B,Correct,General Feedback": "stem A sayA B sayB key why",
		"questiontext,A,B,C,Answer 1,Answer 2":                                      "stem A B C key key",
		"Q,A":                                                                       "stem key",
		"question,choices,answer":                                                   "stem all key",
		"question,answers,correct_answer":                                           "stem all key",
		"Frage,Antwort A,Antwort B,Richtige Antwort,Erklärung,Schwierigkeit":        "stem A B key why tag",
		"Nº,Pregunta,Opción A,Opción B,Respuesta correcta,Explicación,Fuente":       "no stem A B key why ref",
		"Número,Pergunta,Alternativa A,Alternativa B,Gabarito,Justificativa":        "no stem A B key why",
		"Question,Réponse A,Réponse B,Bonne réponse,Explication":                    "stem A B key why",
		"question,correct_answer,wrong_1,wrong_2":                                   "stem key badA badB",
		"Question,Distractor 1,Distractor 2,Correct answer":                         "stem badA badB key",
		"Question,Option 0,Option 1,Option 2,Answer":                                "stem A B C key",
		"Question,A correct,A,B,B correct":                                          "stem trueA A B trueB",
		"Term,Definition":                                                           "stem key",
		"Front,Back,Tags":                                                           "stem key tags",
		"Question - max 120 characters,Answer 1 - max 75 characters,Answer 2,Correct answer(s) - choose at least one": "stem A B key",
		"Passage,Question,(A),(B),Key": "passage stem A B key",
		"id,question,option_a,option_b,correct_option,explanation,difficulty_level,topic": "no stem A B key why tag tag",
		"Question,Choice1,Choice2,Choice1 Feedback,Choice2 Feedback,Answer Key":           "stem A B sayA sayB key",
		"Question,Correct Answer 1,Correct Answer 2,Option A,Option B,Option C":           "stem key key A B C",
	} {
		h := readHeader(strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ';' }))
		var got []string
		for _, c := range h.columns {
			got = append(got, roleString(c))
		}
		if s := strings.Join(got, " "); s != want || !h.says() {
			t.Errorf("%s: %s, wanted %s", header, s, want)
		}
	}
}

func roleString(c column) string {
	name := map[columnRole]string{otherColumn: "other", numberColumn: "no", idColumn: "id", stemColumn: "stem", passageColumn: "passage", titleColumn: "title", kindColumn: "kind", optionColumn: "", wrongColumn: "bad",
		optionsColumn: "all", keyColumn: "key", truthColumn: "true", feedbackColumn: "say", explanationColumn: "why", tagColumn: "tag", tagsColumn: "tags", referenceColumn: "ref", imageColumn: "image"}[c.role]
	switch c.role {
	case optionColumn, wrongColumn, truthColumn, feedbackColumn:
		name += letter(c.at)
	}
	return name
}

// TestKeyColumns reads a column of keys below four options each.
func TestKeyColumns(t *testing.T) {
	for keys, want := range map[string]string{
		"A|b|C, D|A and C|AC":            "A B CD AC AC",
		"1|4|2,3|2.0":                    "A D BC B",
		"0|3|1,2|2":                      "A D BC C",
		"4|0|4|4":                        "D ? D D",
		"one|two|three; four|ONE":        "A B CD A",
		"Option A|option_b|Answer 3|(D)": "A B C D",
		"1000|0110|1 0 0 1":              "A BC AD",
		"['A', 'C']|[\"B\"]":             "AC B",
		"A. one|B) two|C - three":        "A B C",
		"A/B|B & D|1;2|B + C":            "AB BD AB BC",
	} {
		var b strings.Builder
		b.WriteString("Question,A,B,C,D,Answer\n")
		list := strings.Split(keys, "|")
		for i, key := range list {
			fmt.Fprintf(&b, "Stem %d?,one,two,three,four,%q\n", i, key)
		}
		text := strings.ReplaceAll(b.String(), `\"`, `""`)
		out, err := readAll(text, "x.csv", "")
		if err != nil {
			t.Fatal(err)
		}
		byLine := map[int]string{}
		for _, q := range out.Questions {
			byLine[q.Line] = strings.Join(q.Answer, "")
		}
		var got []string
		for i := range list {
			key := byLine[i+2]
			if key == "" {
				key = "?"
			}
			got = append(got, key)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, wanted %s: %v", keys, s, want, out.Problems)
		}
	}
}

// TestDamagedRows breaks one row of a table in many ways: the others are questions, and the row is one or an error.
func TestDamagedRows(t *testing.T) {
	for _, row := range []string{`"unclosed,a,b,c,A`, `un"closed,a,b,c,A`, `x,"a,b,c,A`, `x,a,b,c,"A`, `"x" y,a,b,c,A`, `"a"b"c",a,b,c,A`, `"x, with a comma,a,b,c,A`, `"x\",a,b,c,A`, `"x\"y",a,b,c,A`,
		"\"two\nlines\",a,b,c,A", "\"three\n\nlines\nand \"\"quotes\"\"\",a,b,c,A", `a,b`, `a,b,c,d,e,f,g,h`, `x,"a "" b",b,c,A`} {
		for _, end := range []string{"\n", "\r\n"} {
			good := func(i int) string { return fmt.Sprintf("\"Stem %d?\",\"a, a\",b,c,B\n", i) }
			text := "Question,A,B,C,Answer\n" + good(1) + good(2) + row + "\n" + good(3) + good(4) + good(5)
			out, err := readAll(strings.ReplaceAll(text, "\n", end), "x.csv", "")
			errors, stems := 0, 0
			for _, p := range out.Problems {
				if p.Severity == bank.Error {
					errors++
				}
			}
			for _, q := range out.Questions {
				if strings.HasPrefix(q.Stem, "Stem ") && strings.Join(q.Answer, "") == "B" && q.Options[0].Text == "a, a" {
					stems++
				}
			}
			if err != nil || stems != 5 || len(out.Questions)+errors != 6 {
				t.Errorf("%q: %v, %d good rows, %d questions, %d errors: %v", row, err, stems, len(out.Questions), errors, out.Problems)
			}
		}
	}
}

// TestSlowTables reads 128 KiB of what makes a reader of rows look far ahead. Each takes a fraction of a second.
func TestSlowTables(t *testing.T) {
	largeInput(t)
	for _, unit := range []string{"\"x\n", "a,\"b\n", "a,\"b x\"y\n", "x\",\"y\n", "\"a\"\"b\n", "\\\"", "a,b,c\n", ",,,\n", "\"\n", "\"\"\n", "a\n", "\n", "a,\"b\n\n\n\n\n\n\n\n", "A) x", "{{c1::", "}}", "1. A) x\n", "|", "| a |\n|---|\n"} {
		for _, name := range []string{"csv", "anki"} {
			text := strings.Repeat(unit, 1<<17/len(unit))
			for _, head := range []string{"", "Question,A,B,Answer\n"} {
				began := time.Now()
				readAll(head+text, "x", name)
				readAll("#separator:comma\n#columns:Front,Back\nx,\""+strings.ReplaceAll(text, "\"", "\"\"")+"\"", "x", "")
				if took := time.Since(began); took > 20*time.Second {
					t.Errorf("%s %q behind %q: %v", name, unit, head, took)
				} else if testing.Verbose() {
					t.Logf("%8d ms %s %q behind %q", took.Milliseconds(), name, unit, head)
				}
			}
		}
	}
}
