package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// agiLine is a line of the real bank, as encoding/json sees it.
type agiLine struct {
	Question string
	Options  []string
	Label    any
	Answer   *string
}

// keys returns the letters of the key.
func (l agiLine) keys() []string {
	switch label := l.Label.(type) {
	case string:
		return []string{label}
	case []any:
		var keys []string
		for _, k := range label {
			keys = append(keys, k.(string))
		}
		slices.Sort(keys)
		return keys
	}
	return nil
}

func TestJSONLBank(t *testing.T) {
	needBanks(t)
	files, _ := filepath.Glob(banks + "/jsonl/*.jsonl")
	total, right, labelled := 0, 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		questions, problems, r := readFile(t, file, "")
		byLine := map[int]*bank.Question{}
		for _, q := range questions {
			byLine[q.Source.Line] = q
		}
		n := 0
		for i, text := range bytes.Split(data, []byte("\n")) {
			if len(bytes.TrimSpace(text)) == 0 {
				continue
			}
			var want agiLine
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(file, i+1, err)
			}
			n++
			total++
			q := byLine[i+1]
			if q == nil {
				continue
			}
			got := slices.Sorted(slices.Values(q.Answer))
			if keys := want.keys(); slices.Equal(got, keys) || keys == nil && want.Answer != nil && q.Answer[0] == *want.Answer {
				right++
			} else {
				t.Errorf("%s:%d: the key is %v, wanted %v", file, i+1, q.Answer, keys)
			}
			if len(want.keys()) > 1 && q.Kind != bank.Multiple {
				t.Errorf("%s:%d: kind %s with the keys %v", file, i+1, q.Kind, want.keys())
			}
			if strings.HasPrefix(q.Options[0].Text, "(A)") {
				labelled++
				t.Logf("%s:%d: %v", file, i+1, q.Options)
			}
		}
		if len(questions)+countSeverity(problems, bank.Error) != n || r.Format() != "jsonl" {
			t.Errorf("%s: %d lines, %d questions, %d errors, format %s", file, n, len(questions), countSeverity(problems, bank.Error), r.Format())
		}
	}
	if total != 2522 || right < 2521 || labelled > 1 {
		t.Errorf("%d lines, %d with the right key, %d whose first option kept its label", total, right, labelled)
	}
}

// kilobyte is a line of about 1 KB.
func kilobyte() string {
	line, _ := json.Marshal(map[string]any{
		"passage": nil, "question": strings.Repeat("A team trains a model and wants to know what to do next. ", 8),
		"options": []string{"(A)" + strings.Repeat("one ", 16), "(B)" + strings.Repeat("two ", 16), "(C)" + strings.Repeat("three ", 12), "(D)four"},
		"label":   "C", "answer": nil, "other": map[string]string{"solution": strings.Repeat("Since it is so. ", 12)}})
	return string(line) + "\n"
}

func BenchmarkJSONL(b *testing.B) {
	line := kilobyte()
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	r, err := NewReader(&repeat{[]byte(line), b.N, 0}, "x.jsonl", "")
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
	if n != b.N {
		b.Fatal(n, "questions")
	}
}

func BenchmarkJSONParse(b *testing.B) {
	line := kilobyte()
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		if _, err := jsonValue(line, 1); err != nil {
			b.Fatal(err)
		}
	}
}

// repeat yields a text n times.
type repeat struct {
	text []byte
	n    int
	at   int
}

func (r *repeat) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && r.n > 0 {
		c := copy(p[n:], r.text[r.at:])
		n += c
		if r.at += c; r.at == len(r.text) {
			r.at = 0
			r.n--
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestJSONStream reads long lists, one question on each line and all of them on one line.
func TestJSONStream(t *testing.T) {
	largeInput(t)
	if testing.Short() {
		t.Skip("reads 60 MB")
	}
	const n = 40000
	element := strings.TrimSpace(kilobyte())
	for _, between := range []string{",\n", ","} {
		in := io.MultiReader(strings.NewReader("{\"title\":\"T\",\"questions\":["), &elementsSeen{element, between, n, ""}, strings.NewReader("]}"))
		if between == "," {
			in = io.MultiReader(strings.NewReader("["), &elementsSeen{element, between, 20000, ""}, strings.NewReader("]"))
		}
		r, err := NewReader(in, "x.json", "")
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for item, err := range r.Items() {
			if err != nil {
				t.Fatal(err)
			}
			if item.Question != nil {
				got++
			}
		}
		if want := map[string]int{",\n": n, ",": 20000}[between]; got != want {
			t.Errorf("%d questions, wanted %d", got, want)
		}
	}
}

// elementsSeen yields n elementsSeen of a list.
type elementsSeen struct {
	text, between string
	n             int
	left          string
}

func (e *elementsSeen) Read(p []byte) (int, error) {
	if e.left == "" {
		if e.n == 0 {
			return 0, io.EOF
		}
		e.n--
		e.left = strings.Replace(e.text, "A team", fmt.Sprint("Team ", e.n), 1)
		if e.n > 0 {
			e.left += e.between
		}
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}
