package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"mlatlas/bank"
)

func TestKeyLines(t *testing.T) {
	options := []bank.Option{{Label: "A", Text: "Amazon Translate"}, {Label: "B", Text: "Amazon Polly"}, {Label: "C", Text: "Rs. 500"},
		{Label: "D", Text: "A company account"}, {Label: "E", Text: "None of the above"}}
	for _, c := range []struct{ line, want string }{
		{"Answer: B", "B"}, {"ANSWER: B", "B"}, {"Answer: **B**", "B"}, {"**Answer: B**", "B"}, {"**Answer: BC**", "B,C"},
		{"**Answer:** B", "B"}, {"**Answer**: B", "B"}, {"**Answer:**B", "B"}, {"Correct answer: B, E", "B,E"}, {"Correct Answer: AC", "A,C"},
		{"Correct Answer: A,B", "A,B"}, {"Correct Answer: Ac", "A,C"}, {"#### **✅ Correct Answer: B, D**", "B,D"}, {"### ✅ Answer: C", "C"},
		{"**Correct Answer:** *D*", "D"}, {"Correct Answer: B 🗳️", "B"}, {"Correct Answer: B Community vote distribution B (75%) A (25%)", "B"},
		{"**Correct answer(s):** A, D", "A,D"}, {"Suggested Answer: B", "B"}, {"**Ans: C **", "C"}, {"Ans:CE", "C,E"}, {"Ans: (b)", "B"},
		{"Ans: (C) Rs. 500", "C"}, {"[Ans: (b)Amazon Polly]", "B"}, {"**Ans: (2) Amazon Polly**", "error key-outside-options"},
		{"Ans: (2)", "B"}, {"KEY: C", "C"}, {"Correct Option: A", "A"}, {"Correct Answer: A) Amazon Translate", "A"},
		{"**Resposta: D) A company account**", "D"}, {"**Respostas: B e D**", "B,D"}, {"<p>Correct answer: B, D</p>", "B,D"},
		{"Answer: Amazon Polly", "B"}, {"Answer: amazon polly.", "B"}, {"Answer: A company account", "D"}, {"Answer: B and C", "B,C"},
		{"Answers: A, B & D", "A,B,D"}, {"Answer is B", "B"}, {"The correct answer is B.", "B"}, {"The correct answers are B and C.", "B,C"},
		{"Answer - B", "B"}, {"Answer – B", "B"}, {"Answer B", "B"}, {"答案：B", "B"}, {"Lösung: C", "C"}, {"Answer: b", "B"},
		{"Answer: Option B", "B"}, {"Answer: B.", "B"}, {"Answer: B;D", "B,D"}, {"Answer: B/D", "B,D"}, {"Answer: B D", "B,D"},
		{"Answer: F", "error key-outside-options"}, {"Answer: U", "error key-outside-options"}, {"Answer: UB", "error key-outside-options"},
		{"Answer: B, F", "error key-outside-options"}, {"Answer: 9", "error key-outside-options"}, {"Answer: nothing of this", "error key-outside-options"},
		{"Answer: A) Amazon Polly", "error contradictory-key"}, {"Answer: B. It speaks.", "B + It speaks."},
		{"Answer: B because it speaks", "B + because it speaks"}, {"Answer: A because it speaks", "A + because it speaks"},
		{"Answer: A company that reads", "error key-outside-options"},
		{"Answer the questions below", "text"}, {"The answer is a matter of taste", "text"}, {"Solution: Use a queue.", "explain"},
		{"Key: value pairs", "text"}, {"Selected Answer: B", "text"}, {"Keys are B", "text"},
	} {
		if got := keyOf(c.line, options); got != c.want {
			t.Errorf("%q: got %s, wanted %s", c.line, got, c.want)
		}
	}
}

func keyOf(text string, options []bank.Option) string {
	m := classify(mark{}, text)
	switch m.kind {
	case markKey:
	case markExplain:
		return "explain"
	default:
		return "text"
	}
	reading := readKey(m.rest, options)
	if reading.err != nil {
		return "error " + reading.err.Code
	}
	got := strings.Join(reading.labels, ",")
	if reading.rest != "" {
		got += " + " + reading.rest
	}
	return got
}

func TestMarks(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"Question 61", "head 61"}, {"Question #8:", "head 8"}, {"QUESTION NO: 12", "head 12"}, {"Q12. Why?", "head 12 Why?"},
		{"Q12) Why?", "head 12 Why?"}, {"Q1 What?", "head 1 What?"}, {"### Q1. What?", "head 1 What?"}, {"Q54 .Rust?", "head 54 Rust?"},
		{"Q31.You?", "head 31 You?"}, {"### **Question 01:**", "head 01"}, {"**Question 3**", "head 3"}, {"Question 3 of 65", "head 3"},
		{"## Question 2 [D1] — Multi", "head 2 [D1] — Multi"}, {"### Questão 6 (Múltipla Resposta)", "head 6 (Múltipla Resposta)"},
		{"質問#24 トピック1", "head 24 トピック1"}, {"NEW QUESTION 7", "head 7"}, {"Question: Why?", "head  Why?"}, {"Question 2.4", "head 2.4"},
		{"Question #1 Topic 2", "head 1 Topic 2"}, {"<b>Question 9</b>", "head 9"},
		{"Question 5 asks for a queue", "text"}, {"Q4 2023 revenue grew", "text"}, {"Questions 1 to 5", "text"}, {"s3:PutObject", "text"},
		{"12. Why?", "number 12 Why?"}, {"12) Why?", "number 12 Why?"}, {"3.text", "number 3 text"}, {"(7) Why?", "number 7 Why?"},
		{"3.5 GB of memory", "text"}, {"10:30 in the morning", "text"}, {"2024 was a year", "text"},
		{"A) x", "option A x"}, {"A. x", "option A x"}, {"(A) x", "option A x"}, {"a) x", "option A x"}, {"A: x", "option A x"}, {"A)x", "option A x"},
		{"**A:** x", "option A x"}, {"**A.** x", "option A x"}, {"**A**. x", "option A x"}, {"- A. x", "option A x"}, {"* A) x", "option A x"},
		{"- A x", "option A x"}, {"- [ ] x", "option  x []"}, {"- [x] x", "option  x [x]"}, {"- [X] A. x", "option A x [x]"},
		{"**[x] x**", "option  x [x]"}, {"[x] **x**", "option  x [x]"}, {"[ ] x", "option  x []"}, {`- \[x] x`, "option  x [x]"},
		{"- [×] x", "option  x [x]"}, {"*A. x", "option A x *"}, {"A. x ✅", "option A x *"}, {"A. x (Correct)", "option A x *"}, {"A．x", "option A x"},
		{"A company needs", "text"}, {"e.g. this", "text"}, {"U.S. law", "text"}, {"[x](https://example.org)", "text"}, {"C:\\path", "text"},
		{"- (x) x", "option  x [x]"}, {"(x) x", "option X x"},
		{"Explanation:", "explain"}, {"**Explanation:** Why.", "explain Why."}, {"#### Explanation", "explain"}, {"Explanation of terms follows", "text"},
		{"Reference: <https://example.org>", "refer <https://example.org>"}, {"[Reference](https://example.org)", "refer [Reference](https://example.org)"},
		{"Category: Evaluation", "tag Evaluation"}, {"---", "rule"}, {"***", "rule"}, {"== ==", "rule"}, {"## A title", "heading A title"},
		{"**[⬆ Back to Top](#top)**", "chrome [⬆ Back to Top](#top)"}, {"Plain text.", "text"},
	} {
		if got := markString(classify(mark{}, c.line)); got != c.want {
			t.Errorf("%q: got %q, wanted %q", c.line, got, c.want)
		}
	}
}

func markString(m mark) string {
	names := map[markKind]string{markHead: "head", markNumber: "number", markHeading: "heading", markOption: "option",
		markExplain: "explain", markRefer: "refer", markTag: "tag", markChrome: "chrome", markRule: "rule", markKey: "key"}
	switch m.kind {
	case markText:
		return "text"
	case markRule:
		return "rule"
	case markHead, markNumber:
		return strings.TrimRight(names[m.kind]+" "+m.number+" "+m.rest, " ")
	case markOption:
		return "option " + m.label + " " + m.rest + map[box]string{openBox: " []", tickedBox: " [x]"}[m.box] + map[bool]string{true: " *"}[m.star]
	}
	return strings.TrimRight(names[m.kind]+" "+m.rest, " ")
}

func TestChooseCount(t *testing.T) {
	for _, c := range []struct {
		stem string
		want int
	}{
		{"Which? (Choose two.)", 2}, {"Which? (Select TWO)", 2}, {"(Select THREE.)", 3}, {"Choose the two best", 2}, {"Which TWO services", 2},
		{"Which of the two services is cheaper?", 0}, {"Quais DUAS?", 2}, {"Selecione DUAS", 2}, {"Select all that apply.", selectAll},
		{"Choose the best answer", 0}, {"Choose one", 1}, {"A team must choose an instance. Two are large.", 0}, {"", 0}, {"Which one is it?", 0},
		{"Pick 3", 3}, {"The school will select two of its pupils. Who goes?", 0}, {"Which services? choose two", 2}, {"Which? (choose 2)", 2},
		{"Decide which two fit", 0}, {"Of these, which TWO fit?", 2}, {"Which? **Select two.**", 2}, {"Which two-tower model is it?", 2},
	} {
		if got, _ := ChooseCount(c.stem); got != c.want {
			t.Errorf("%q: got %d, wanted %d", c.stem, got, c.want)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for _, c := range []struct {
		data string
		want error
	}{
		{"", ErrEmpty}, {" \n\t\r\n", ErrEmpty}, {"\xef\xbb\xbf\n", ErrEmpty}, {"{\\rtf1", ErrBinary}, {"\x1f\x8b\x08", ErrBinary},
		{"abc\x00def", ErrBinary}, {strings.Repeat("line\n", 2000) + "\x00", ErrBinary}, {"\xff\xfeA\x00B", ErrBinary},
	} {
		if _, err := readAll(c.data, "x.txt", ""); !errors.Is(err, c.want) {
			t.Errorf("%.20q: got %v, wanted %v", c.data, err, c.want)
		} else if !strings.HasPrefix(err.Error(), "x.txt: ") {
			t.Errorf("%q does not name the file", err)
		}
	}
	r, _ := NewReader(iotest.ErrReader(io.ErrClosedPipe), "x.txt", "")
	for _, err := range r.Items() {
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the input error is lost: %v", err)
		}
	}
	for _, err := range r.Items() {
		if !errors.Is(err, ErrRead) {
			t.Errorf("a second pass gives %v", err)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	for _, name := range []string{"markdwon", "md"} {
		_, err := NewReader(strings.NewReader(""), "x", name)
		var unknown *UnknownFormatError
		if !errors.As(err, &unknown) || len(unknown.Nearest) != 3 || unknown.Nearest[0] != "markdown" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"pdf", "xlsx"} {
		if out, err := readAll("Question 1\nWhy?\nA) x\nB) y\nAnswer: A\n", "x.txt", name); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("a text named %s: %v, %d questions", name, err, len(out.Questions))
		}
	}
	if _, err := Write(io.Discard, "exam-text", nil, nil); err == nil || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("writing a format that is only read: %v", err)
	}
}

// TestEncodings reads the same two questions in every encoding and with every line end.
func TestEncodings(t *testing.T) {
	text := "Question 1\nWas heißt „größer“?\nA) mehr\nB) weniger\nAnswer: A\nQuestion 2\nUnd?\nA) ja\nB) nein\nAnswer: B\n"
	want, err := readAll(text, "x.txt", "")
	if err != nil || len(want.Questions) != 2 {
		t.Fatal(err, want)
	}
	units := utf16.Encode([]rune("\ufeff" + text))
	var little, big []byte
	for _, u := range units {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for name, data := range map[string]string{
		"BOM": "\xef\xbb\xbf" + text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "CR": strings.ReplaceAll(text, "\n", "\r"),
		"NBSP": strings.ReplaceAll(text, ") ", ")\u00a0"), "zero width": strings.ReplaceAll(text, "Question", "\u200bQuestion"),
		"UTF-16LE": string(little), "UTF-16BE": string(big),
	} {
		if got, err := readAll(data, "x.txt", ""); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\ngot %+v\nwanted %+v", name, err, got, want)
		}
	}
}

func TestLongLine(t *testing.T) {
	text := "Question 1\nWhy?\nA) x\nB) y\nAnswer: A\n" + strings.Repeat("x", maxLine+1) + "\nQuestion 2\nHow?\nA) x\nB) y\nAnswer: B\n"
	out, err := readAll(text, "x.txt", "")
	if err != nil || len(out.Questions) != 2 || len(out.Problems) != 1 || out.Problems[0].Code != "line-too-long" || out.Problems[0].Line != 6 {
		t.Errorf("%v %d %v", err, len(out.Questions), out.Problems)
	}
}

// TestStops asserts that a consumer may leave in the middle.
func TestStops(t *testing.T) {
	r, _ := NewReader(strings.NewReader(strings.Repeat("Question 1\nWhy?\nA) x\nB) y\nAnswer: A\n", 100)), "x.txt", "")
	n := 0
	for range r.Items() {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d items", n)
	}
}

// TestStreams asserts that a question is given before the file ends, and that one byte at a time makes no difference.
func TestStreams(t *testing.T) {
	pipe, write := io.Pipe()
	go func() {
		io.WriteString(write, "Question 1\nWhy?\nA) x\nB) y\nAnswer: A\nQuestion 2\n"+strings.Repeat("z\n", 4096))
	}()
	r, _ := NewReader(pipe, "x.txt", "")
	for item, err := range r.Items() {
		if err != nil || item.Question == nil || item.Question.Number != "1" || item.Question.Source.File != "x.txt" {
			t.Errorf("%+v %v", item, err)
		}
		break
	}
	pipe.Close()
}

func samples(t *testing.T) (files []string) {
	t.Helper()
	all, err := filepath.Glob("testdata/*/*")
	if err != nil || len(all) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range all {
		if !strings.HasSuffix(file, ".golden.json") && !strings.Contains(file, "fuzz") {
			files = append(files, file)
		}
	}
	return files
}

// questionsOf reads the questions of all samples, with IDs as a store would give them.
func questionsOf(t *testing.T) (all []*bank.Question) {
	for _, file := range samples(t) {
		questions, _, _ := readFile(t, file, "")
		for i, q := range questions {
			q.Bank = filepath.Base(file)
			if q.Number == "" {
				q.Number = fmt.Sprint(1000 + i)
			}
			q.ID = q.Bank + "/" + q.Number
			all = append(all, q)
		}
	}
	return all
}

func each(questions []*bank.Question) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for _, q := range questions {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func TestRoundTripJSONL(t *testing.T) {
	wrote := questionsOf(t)
	var out bytes.Buffer
	losses, err := Write(&out, "jsonl", nil, each(wrote))
	if err != nil || len(losses) != 0 {
		t.Fatal(err, losses)
	}
	compare(t, wrote, out.String(), "x.jsonl")
}

// TestRoundTripMarkdown writes what Markdown can hold: choices, one bank at a time.
func TestRoundTripMarkdown(t *testing.T) {
	var wrote []*bank.Question
	for i, q := range questionsOf(t) {
		if q.Kind == bank.Single || q.Kind == bank.Multiple || q.Kind == bank.TrueFalse {
			q.Number = fmt.Sprint(i + 1)
			q.Bank, q.Title = "", ""
			for j := range q.Options {
				q.Options[j].Feedback, q.Options[j].Credit = "", 0
			}
			wrote = append(wrote, q)
		}
	}
	var out bytes.Buffer
	losses, err := Write(&out, "markdown", nil, each(wrote))
	if err != nil || len(losses) != 0 {
		t.Fatal(err, losses)
	}
	compare(t, wrote, out.String(), "x.md")
}

// TestMisread asserts that text which Markdown would take for marks is reported as a loss.
func TestMisread(t *testing.T) {
	options := []bank.Option{{Label: "A", Text: "x", Correct: true}, {Label: "B", Text: "y"}}
	for _, c := range []struct{ stem, explanation, want string }{
		{"Why?", "Since.", ""},
		{"Why?\nA) because", "", "stem"},
		{"Why?", "Since.\n\n### Question 9", "explanation"},
		{"Why?\n\n### Question 3", "", "question"},
		{"Why?", "<https://example.org/only>", "explanation"},
	} {
		q := &bank.Question{ID: "a/1", Number: "1", Kind: bank.Single, Stem: c.stem, Options: options, Answer: []string{"A"}, Explanation: c.explanation}
		losses, err := Write(io.Discard, "markdown", nil, each([]*bank.Question{q}))
		got := ""
		if len(losses) > 0 {
			got = losses[0].Field
		}
		if err != nil || got != c.want {
			t.Errorf("%q %q: lost %q (%v), wanted %q", c.stem, c.explanation, got, err, c.want)
		}
	}
}

func compare(t *testing.T, wrote []*bank.Question, text, name string) {
	t.Helper()
	got, err := readAll(text, name, "")
	if err != nil || len(got.Questions) != len(wrote) {
		t.Fatalf("%v: %d of %d questions came back: %v", err, len(got.Questions), len(wrote), got.Problems)
	}
	for i, q := range wrote {
		want := plain(q)
		want.Line = got.Questions[i].Line
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got.Questions[i])
		if !bytes.Equal(a, b) {
			t.Errorf("%s\nwrote %s\nread  %s", q.ID, a, b)
		}
	}
}

func TestRecordWithoutAnswer(t *testing.T) {
	q := &bank.Question{ID: "a/1", Kind: bank.Single, Stem: "<Why> & what?", Explanation: "e", Answer: []string{"A"},
		Options: []bank.Option{{Label: "A", Text: "x", Correct: true, Feedback: "f"}},
		Links:   []bank.Link{{Concept: "b", Weight: 0.2}, {Concept: "c", Weight: 0.6}, {Concept: "a", Weight: 0.2}}}
	full := NewRecord(q, nil)
	whole, _ := json.Marshal(full)
	for _, key := range []string{`"correct"`, `"answer"`, `"feedback"`, `"explanation"`} {
		if !bytes.Contains(whole, []byte(key)) {
			t.Errorf("%s is missing in %s", key, whole)
		}
	}
	withheld, _ := json.Marshal(full.WithoutAnswer())
	for _, key := range []string{"correct", "answer", "feedback", "explanation"} {
		if bytes.Contains(withheld, []byte(key)) {
			t.Errorf("%s is left in %s", key, withheld)
		}
	}
	if again, _ := json.Marshal(full); !bytes.Equal(again, whole) {
		t.Error("WithoutAnswer changed its receiver")
	}
	var ids []string
	for _, c := range full.Concepts {
		ids = append(ids, c.ID)
	}
	if !slices.Equal(ids, []string{"c", "a", "b"}) {
		t.Errorf("concepts are ordered %v", ids)
	}
}

// TestDeterministic reads every sample twice, and checks that everything in it is accounted for.
func TestDeterministic(t *testing.T) {
	for _, file := range samples(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := readAll(string(data), file, "")
		second, _ := readAll(string(data), file, "")
		if !reflect.DeepEqual(first, second) {
			t.Errorf("%s is read in two ways", file)
		}
		checkAccounts(t, string(data), "", first)
	}
}

// BenchmarkMarkdown reads questions of the usual length: some 600 bytes.
func BenchmarkMarkdown(b *testing.B) {
	question := "1. A company wants to run a nightly job over the click stream that its web shop has stored during the day. The job must cost as little as possible and may be interrupted. <br/>Which service & setting fits? (Choose TWO)\n" +
		"    - A. Managed training with spot instances and checkpoints\n    - B. A notebook that is left running over the night\n" +
		"    - C. A processing job that is started by a schedule\n    - D. An endpoint with two instances\n\n" +
		"    <details markdown=1><summary markdown='span'>Answer</summary>\n\n    Correct Answer: AC\n\n" +
		"    Explanation: Spot capacity is cheap, and checkpoints keep what was done. The schedule starts the job when the data is complete.\n\n    </details>\n\n"
	text := strings.Repeat(question, 5000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := NewReader(strings.NewReader(text), "x.md", "")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for item, err := range r.Items() {
			if err != nil {
				b.Fatal(err)
			}
			if item.Question != nil {
				n++
			}
		}
		if n != 5000 {
			b.Fatal(n, "questions")
		}
	}
}
