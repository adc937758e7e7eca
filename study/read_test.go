package study

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"mlatlas/bank"
)

// printed reads a text and prints each record in a line: line, learner, question, choice, verdict, time, seconds, mode and
// sureness, with its problems behind.
func printed(text string) string {
	var b strings.Builder
	for r, err := range Read(strings.NewReader(text), noon) {
		if err != nil {
			fmt.Fprintf(&b, "error: %v\n", err)
			continue
		}
		a, verdict := r.Attempt, "-"
		if r.Judged {
			verdict = fmt.Sprint(a.Correct)
		}
		fmt.Fprintf(&b, "%d %s %s %q%q %s", r.Line, a.Learner, a.Question, a.Chosen, r.Choice, verdict)
		if !a.At.IsZero() {
			fmt.Fprintf(&b, " %s", a.At.Format(time.RFC3339Nano))
		}
		fmt.Fprintf(&b, " %g %s %d", a.Seconds, a.Mode, a.Sure)
		for _, p := range r.Problems {
			fmt.Fprintf(&b, " [%s %s: %s]", p.Severity, p.Code, p.Message)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"the contract", "question,chosen,correct,at,seconds,learner\nseed/61,B,true,2026-11-01T10:00:00Z,41,ana\n",
			`2 ana seed/61 []"B" true 2026-11-01T10:00:00Z 41 import 0`},
		{"all fields", "question,chosen,correct,at,seconds,learner,mode,sure\nseed/61,A;C,no,2026-11-01T10:00:00+02:00,1:30,,mock,sure\n",
			`2  seed/61 []"A;C" false 2026-11-01T08:00:00Z 90 mock 3`},
		{"other names, order, separator and a mark", "\uFEFFsep=;\r\nDate;Student;Question ID;Answer;Is_Correct;Time taken\r\n01.11.2026 10:00;ana;61;\"A; C\";WAHR;12,5\r\n",
			`3 ana 61 []"A; C" true 2026-11-01T10:00:00Z 12.5 import 0`},
		{"tabs and blank lines", "\nat\tquestion\tchosen\n\n2026-11-01\t61\tB\n\t\t\n",
			`4  61 []"B" - 2026-11-01T00:00:00Z 0 import 0`},
		{"formulas are undone", "question,chosen,at\n'=SUM,'-5,2026-11-01\n''=a,'b,2026-11-01\n",
			"2  =SUM []\"-5\" - 2026-11-01T00:00:00Z 0 import 0\n3  '=a []\"'b\" - 2026-11-01T00:00:00Z 0 import 0"},
		{"a list in a cell", "question,chosen,at\n1,\"[\"\"a;b\"\",\"\"c\"\"]\",2026-11-01\n", `2  1 ["a;b" "c"]"" - 2026-11-01T00:00:00Z 0 import 0`},
		{"unknown columns are noted once", "question,chosen,at,room\n1,A,2026-11-01,7\n2,A,2026-11-01,7\n",
			"1   []\"\" - 0  0 [note unknown-field: \"room\" is passed over; the fields are question, chosen, correct, at, seconds, learner, mode, sure]\n" +
				"2  1 []\"A\" - 2026-11-01T00:00:00Z 0 import 0\n3  2 []\"A\" - 2026-11-01T00:00:00Z 0 import 0"},
		{"faults of a line", "question,chosen,correct,at,seconds,mode,sure\n,A,true,2026-11-01,,,\n1,A,maybe,yesterday,-3,exam,very\n1,A,true,,,,\n1,A,true,2027-01-01,,,\n1,A,true,1970-01-01,,,\n",
			`2   []"A" true 2026-11-01T00:00:00Z 0 import 0 [error no-question: no question is named; write its ID, for example sample/24]
3  1 []"A" - 0 import 0 [error bad-correct: correct: "maybe" is neither right nor wrong; write true or false] [error bad-time: at: "yesterday" is no time; write it like 2026-11-23T12:00:00Z or 2026-11-23 12:00] [error bad-seconds: seconds: "-3" is no length of time; write seconds (90) or minutes and seconds (1:30), or nothing] [warning unknown-mode: mode: "exam" is taken as import; the modes are learn, mock, review, import] [warning bad-sure: sure: "very" is left out; write 1 (guess), 2 (so-so) or 3 (sure)]
4  1 []"A" true 0 import 0 [error no-time: at: the time is missing; write when the question was answered, for example 2026-11-23T12:00:00Z]
5  1 []"A" true 0 import 0 [error future-time: at: "2027-01-01" lies in the future; write when the question was answered]
6  1 []"A" true 0 import 0 [error bad-time: at: "1970-01-01" is before 1990; write when the question was answered, for example 2026-11-23T12:00:00Z]`},
		{"too many cells", "question,chosen,at\n1,A,C,2026-11-01\n2,A,2026-11-01,\n",
			"2   []\"\" - 0  0 [error bad-csv: there are 4 cells under 3 columns; put quotation marks around a cell that holds the separator]\n3  2 []\"A\" - 2026-11-01T00:00:00Z 0 import 0"},
		{"a quotation mark that is not closed takes nothing with it", "question,chosen,at\n1,A,2026-11-01\n2,\"A,2026-11-01\n3,A,2026-11-01\n4,a\"b,2026-11-01\n5,\"B\",2026-11-01\n",
			"2  1 []\"A\" - 2026-11-01T00:00:00Z 0 import 0\n3   []\"\" - 0  0 [error bad-csv: extraneous or missing \" in quoted-field; put quotation marks around the whole cell and write those in it twice]\n" +
				"4  3 []\"A\" - 2026-11-01T00:00:00Z 0 import 0\n5   []\"\" - 0  0 [error bad-csv: bare \" in non-quoted-field; put quotation marks around the whole cell and write those in it twice]\n6  5 []\"B\" - 2026-11-01T00:00:00Z 0 import 0"},
		{"no question column", "quest,chosen,at\n1,A,2026-11-01\n", "error: line 1: there is no column question; the first line names the columns: question,chosen,correct,at,seconds,learner"},
		{"no header", "61,B,true,2026-11-01\n", "error: line 1: there is no column question; the first line names the columns: question,chosen,correct,at,seconds,learner"},
		{"no time column", "question,chosen\n1,A\n", "error: line 1: there is no column at, and answers without a time cannot be told apart; the first line names the columns: question,chosen,correct,at,seconds,learner"},
		{"nothing of the answer", "question,at\n", "error: line 1: there is neither a column chosen nor a column correct; the first line names the columns: question,chosen,correct,at,seconds,learner"},
		{"two of one", "question,chosen,answer,at\n", "error: line 1: two columns are chosen; rename or remove one"},
		{"empty", " \n", "error: the file is empty"},
		{"no text", "PK\x00\x01", "error: it is no text; export the answers as CSV or JSON Lines"},
		{"a list", `[{"question":"1"}]`, "error: it is one JSON list; write an object a line instead: jq -c '.[]'"},
		{"lines of JSON", `{"question":"seed/61","chosen":["C","A"],"correct":true,"at":"2026-11-01T10:00:00Z","seconds":41.5,"learner":"ana","mode":"learn","sure":2,"id":"x"}

{"question":61,"chosen":"A, C","at":1793527200,"correct":0,"seconds":null}
`, "1 ana seed/61 [\"C\" \"A\"]\"\" true 2026-11-01T10:00:00Z 41.5 learn 2\n3  61 []\"A, C\" false 2026-11-01T10:00:00Z 0 import 0"},
		{"faults of JSON", "{\"question\":\"1\"\n{\"question\":[1],\"chosen\":[{}],\"at\":{}}\n{\"q\":\"1\",\"question\":\"1\",\"chosen\":\"A\",\"at\":\"2026-11-01\"}\n[1]\n{\"room\":1,\"question\":\"1\",\"at\":\"2026-11-01\"} x",
			`1   []"" - 0  0 [error bad-json: the line is no JSON object (unexpected EOF); write one object a line]
2   []"" - 0 import 0 [error bad-json: at: an object is no value for it; write a single one] [error bad-json: chosen: write a list of labels: ["A","C"]] [error bad-json: question: a list is no value for it; write a single one] [error no-question: no question is named; write its ID, for example sample/24] [error no-time: at: the time is missing; write when the question was answered, for example 2026-11-23T12:00:00Z]
3  1 []"A" - 2026-11-01T00:00:00Z 0 import 0 [error twice: two fields are question; leave one out]
4   []"" - 0  0 [error bad-json: the line is no JSON object (json: cannot unmarshal array into Go value of type map[string]interface {}); write one object a line]
5   []"" - 0  0 [error bad-json: the line is no JSON object (there is text behind the object); write one object a line]`},
	} {
		if got := printed(test.text); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestReadUTF16(t *testing.T) {
	for _, first := range []int{0, 1} {
		text := []byte{0xFE, 0xFF}
		if first == 0 {
			text = []byte{0xFF, 0xFE}
		}
		for _, u := range utf16.Encode([]rune("question\tchosen\tat\n1\tä😀\t2026-11-01\n")) {
			pair := []byte{byte(u >> 8), byte(u)}
			if first == 0 {
				slices.Reverse(pair)
			}
			text = append(text, pair...)
		}
		if got := printed(string(text)); got != `2  1 []"ä😀" - 2026-11-01T00:00:00Z 0 import 0` {
			t.Errorf("got %s", got)
		}
	}
}

func TestTimes(t *testing.T) {
	const doubt = "doubt"
	for _, test := range []struct{ file, text, want string }{
		{"", "2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z"},
		{"", "2026-11-01T10:00:00.25+01:00", "2026-11-01T09:00:00.25Z"},
		{"", "2026-11-01 10:00:00", "2026-11-01T10:00:00Z"},
		{"", "2026-11-01T10:00", "2026-11-01T10:00:00Z"},
		{"", "2026-11-01 10:00:00.5", "2026-11-01T10:00:00.5Z"},
		{"", "2026-11-01 10:00:00,5", "2026-11-01T10:00:00.5Z"},
		{"", "2026-11-01 10:00:00 UTC", "2026-11-01T10:00:00Z"},
		{"", "2026-11-01 10:00 -05:00", "2026-11-01T15:00:00Z"},
		{"", "2026-11-01 10:00 GMT+0200", "2026-11-01T08:00:00Z"},
		{"", "2026-11-01", "2026-11-01T00:00:00Z"},
		{"", "2026/11/1 7:05", "2026-11-01T07:05:00Z"},
		{"", "20261101", "2026-11-01T00:00:00Z"},
		{"", "1.11.2026 07:05", "2026-11-01T07:05:00Z"},
		{"", "1.11.26, 07:05:09", "2026-11-01T07:05:09Z"},
		{"", "1 Nov 2026", "2026-11-01T00:00:00Z"},
		{"", "Nov 1, 2026, 12:05 am", "2026-11-01T00:05:00Z"},
		{"", "november 1, 2026 12:05:00 P.M.", "2026-11-01T12:05:00Z"},
		{"", "1-Nov-26 3 PM", "2026-11-01T15:00:00Z"},
		{"", "23/11/2026 10:00", "2026-11-23T10:00:00Z"},
		{"", "11/23/2026 10:00", "2026-11-23T10:00:00Z"},
		{"", "11/23/26 1:30 PM", "2026-11-23T13:30:00Z"},
		{"", "04/04/2026", "2026-04-04T00:00:00Z"},
		{"", "03/04/2026", doubt},
		{"13/01/2026", "03/04/2026 08:00", "2026-04-03T08:00:00Z"},
		{"a,1/13/2026", "03/04/2026", "2026-03-04T00:00:00Z"},
		{"1/13/2026,13/1/2026", "03/04/2026", doubt},
		{"", "46327.5", "2026-11-01T12:00:00Z"},
		{"", "46327,4166666667", "2026-11-01T10:00:00Z"},
		{"", "1793527200", "2026-11-01T10:00:00Z"},
		{"", "1793527200123", "2026-11-01T10:00:00.123Z"},
		{"", "31/02/2026", "no"}, {"", "2026-13-01", "no"}, {"", "10:00", "no"}, {"", "12", "no"}, {"", "2026-11-01 25:00", "no"}, {"", "1/2/3/2026", "no"}, {"", "NaN", "no"},
	} {
		at, why := readTime(test.text, func() order { return dayOrder([]byte(test.file)) })
		got := at.Format(time.RFC3339Nano)
		switch {
		case strings.Contains(why, "day or month first"):
			got = doubt
		case why != "":
			got = "no"
		}
		if got != test.want {
			t.Errorf("%q beside %q: %s (%s), want %s", test.text, test.file, got, why, test.want)
		}
	}
}

// question makes one from "single A:alpha B:beta =A": kind, options, key.
func question(text string) *bank.Question {
	words := strings.Fields(text)
	q := &bank.Question{ID: "b/1", Kind: bank.Kind(words[0])}
	for _, w := range words[1:] {
		if key, ok := strings.CutPrefix(w, "="); ok {
			q.Answer = strings.Split(key, ",")
		} else {
			label, text, _ := strings.Cut(w, ":")
			q.Options = append(q.Options, bank.Option{Label: label, Text: text})
		}
	}
	return q
}

func TestFor(t *testing.T) {
	for _, test := range []struct{ question, choice, judged, want string }{
		{"single A:alpha B:beta =A", "a", "", `["A"] true`},
		{"single A:alpha B:beta =A", "(B)", "", `["B"] false`},
		{"single A:alpha B:beta =A", "Beta", "", `["B"] false`},
		{"single A:alpha B:beta =A", "gamma", "", `["gamma"] false`},
		{"single A:alpha B:beta =A", "", "", `[] false`},
		{"single A:alpha B:beta =A", "B", "true", `["B"] true other-key`},
		{"single A:alpha B:beta =A", "", "true", `[] true`},
		{"single A:alpha B:beta", "A", "", `["A"] false not-judged`},
		{"multiple A:a1 B:b1 C:c1 =A,C", "C, A", "", `["A" "C"] true`},
		{"multiple A:a1 B:b1 C:c1 =A,C", "ca", "", `["A" "C"] true`},
		{"multiple A:a1 B:b1 C:c1 =A,C", "A;A", "", `["A"] false`},
		{"multiple A:a1 B:b1 C:c1 =A,C", "c1; a1", "", `["A" "C"] true`},
		{"ordering A:a1 B:b1 C:c1 =B,A,C", "B A C", "", `["B" "A" "C"] true`},
		{"ordering A:a1 B:b1 C:c1 =B,A,C", "A;B;C", "", `["A" "B" "C"] false`},
		{"matching A:a1 B:b1 =B,B", "B;B", "", `["B" "B"] true`},
		{"truefalse A:True B:False =B", "false", "", `["B"] true`},
		{"short =drift,shift", "Drift", "", `["Drift"] true`},
		{"short =a;b", "a; b", "", `["a; b"] false`},
		{"numeric =3.14:0.01", "3,145", "", `["3,145"] true`},
		{"numeric =3.14:0.01", "3.2", "", `["3.2"] false`},
		{"numeric =1..5", "5", "", `["5"] true`},
		{"numeric =0.3", "0.30000000000000004", "", `["0.30000000000000004"] true`},
		{"numeric =5", "five", "", `["five"] false`},
		{"essay", "It depends.", "", `["It depends."] false not-judged`},
		{"essay", "It depends.", "true", `["It depends."] true`},
	} {
		r := Record{Attempt: Attempt{Question: "1"}, Choice: test.choice}
		if test.judged != "" {
			r.Judged, r.Attempt.Correct = true, test.judged == "true"
		}
		a, problems := r.For(question(test.question))
		got := fmt.Sprintf("%q %t", a.Chosen, a.Correct)
		for _, p := range problems {
			got += " " + p.Code
		}
		if got != test.want || a.Question != "b/1" {
			t.Errorf("%s answered %q: %s, want %s", test.question, test.choice, got, test.want)
		}
	}
	unknown := Record{Attempt: Attempt{Question: "x/9", Correct: true}, Judged: true, Choice: "A,C"}
	if a, problems := unknown.For(nil); a.Question != "x/9" || !slices.Equal(a.Chosen, []string{"A", "C"}) || len(problems) > 0 {
		t.Errorf("a question that is not known: %+v, %v", a, problems)
	}
}

// awkward are attempts whose texts the formats have to be careful with.
func awkward() []Attempt {
	at := noon.Add(-time.Hour)
	var list []Attempt
	for i, chosen := range [][]string{{"A"}, {"A", "C"}, nil, {"=1+1"}, {"'=1"}, {"''@x"}, {"-5"}, {"＋x"}, {"a;b", "c"}, {"a,b"}, {"to be"}, {"[x]"}, {`["a"]`}, {"B", "", "A"},
		{"two\nlines"}, {`with "marks"`}, {"ä 😀"}, {"'"}, {"' =x"}, {"A;C"}, {"sep=;"}, {"AC"}} {
		list = append(list, Attempt{Learner: "=ana", Question: fmt.Sprintf("b/%d", i), Chosen: chosen, Correct: i%2 == 0, At: at.Add(time.Duration(i) * 1001 * time.Millisecond),
			Seconds: float64(i) / 4, Mode: Modes[i%len(Modes)], Sure: i % 4}.settled())
	}
	return list
}

func each(list []Attempt) iter.Seq2[Attempt, error] {
	return func(yield func(Attempt, error) bool) {
		for _, a := range list {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// TestWriteReadsBack: what is exported comes back as it was, and no cell is a formula.
func TestWriteReadsBack(t *testing.T) {
	want := awkward()
	for _, format := range Formats {
		var b bytes.Buffer
		if n, err := Write(&b, format, each(want)); n != len(want) || err != nil {
			t.Fatalf("%s: wrote %d, %v", format, n, err)
		}
		var got []Attempt
		for r, err := range Read(&b, noon) {
			if err != nil || len(r.Problems) > 0 {
				t.Fatalf("%s: %v, %v", format, err, r.Problems)
			}
			a, _ := r.For(nil)
			got = append(got, a.settled())
		}
		if len(got) != len(want) {
			t.Fatalf("%s: %d attempts of %d", format, len(got), len(want))
		}
		for i := range want {
			if fmt.Sprintf("%+v", got[i]) != fmt.Sprintf("%+v", want[i]) {
				t.Errorf("%s:\n got %+v\nwant %+v", format, got[i], want[i])
			}
		}
	}
}

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	list := []Attempt{
		Attempt{Question: "seed/61", Chosen: []string{"A", "C"}, Correct: true, At: noon, Seconds: 41.5, Mode: ModeMock, Sure: 2}.settled(),
		Attempt{Learner: "@ana", Question: "seed/7", Chosen: []string{"=HYPERLINK(\"http://x\")"}, At: noon, Mode: ModeLearn}.settled(),
	}
	if _, err := Write(&b, "csv", each(list)); err != nil {
		t.Fatal(err)
	}
	want := `question,chosen,correct,at,seconds,learner,mode,sure
seed/61,A;C,true,2026-11-23T12:00:00Z,41.5,me,mock,2
seed/7,"'=HYPERLINK(""http://x"")",false,2026-11-23T12:00:00Z,,'@ana,learn,
`
	if b.String() != want {
		t.Errorf("got %s", b.String())
	}
	if _, err := Write(&b, "xlsx", each(nil)); err == nil || !strings.Contains(err.Error(), "csv, jsonl") {
		t.Errorf("got %v", err)
	}
	broken := errors.New("broken")
	fails := func(yield func(Attempt, error) bool) { yield(Attempt{}, broken) }
	for _, format := range Formats {
		if _, err := Write(&b, format, fails); !errors.Is(err, broken) {
			t.Errorf("%s: %v", format, err)
		}
	}
}
