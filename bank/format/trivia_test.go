package format

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"mlatlas/bank"
)

var triviaKeyed = regexp.MustCompile(`(?ms)^\^ ?(.*?)\nA ?(.*?)(?:\nB ?(.*?))?(?:\nC ?(.*?))?(?:\nD ?(.*?))?\s*\z`)

// crudeTrivia cuts a file at its heads and returns the key text of each item, and whether it is the text of an option.
func crudeTrivia(t *testing.T, file string) (keys []string, known []bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	for _, item := range strings.Split("\n"+string(data), "\n#Q ")[1:] {
		m := triviaKeyed.FindStringSubmatch(item)
		if m == nil {
			keys, known = append(keys, ""), append(known, false)
			continue
		}
		found := false
		for _, o := range m[2:] {
			found = found || strings.TrimSpace(o) == strings.TrimSpace(m[1])
		}
		keys, known = append(keys, strings.TrimSpace(m[1])), append(known, found)
	}
	return keys, known
}

func TestTriviaBank(t *testing.T) {
	needBanks(t)
	files, _ := filepath.Glob(banks + "/trivia/*.txt")
	total, right, refused := 0, 0, 0
	for _, file := range files {
		keys, known := crudeTrivia(t, file)
		questions, problems, r := readFile(t, file, "")
		errors := countSeverity(problems, bank.Error)
		total += len(keys)
		refused += errors
		if r.Format() != trivia || len(questions)+errors != len(keys) {
			t.Errorf("%s: %d heads, %d questions and %d errors as %s", file, len(keys), len(questions), errors, r.Format())
			continue
		}
		for _, p := range problems {
			if p.Severity == bank.Error || p.Code == "broken-character" {
				t.Logf("%s:%d: %s %s", filepath.Base(file), p.Line, p.Code, p.Message)
			}
		}
		at := 0
		for i, key := range keys {
			if at == len(questions) || !known[i] && errors > 0 && triviaKey(questions[at]) != key {
				continue
			}
			if got := triviaKey(questions[at]); got == key || !utf8.ValidString(key) && lettersOnly(got) != "" {
				right++
			} else {
				t.Logf("%s:%d: key %q, wanted %q", filepath.Base(file), questions[at].Source.Line, got, key)
			}
			at++
		}
	}
	t.Logf("%d heads, %d right keys, %d refused", total, right, refused)
	if total != 8035 || right < 8027 || right+refused > total {
		t.Errorf("%d heads, %d right keys, %d refused", total, right, refused)
	}
}

func triviaKey(q *bank.Question) string {
	for _, o := range q.Options {
		if o.Correct {
			return strings.ReplaceAll(o.Text, "\u00a0", " ")
		}
	}
	return ""
}

// BenchmarkTrivia reads items of the usual length: some 160 bytes.
func BenchmarkTrivia(b *testing.B) {
	item := "#Q Which of these services runs a training job on many instances and stops them when the job is done?\n^ Managed training\nA A notebook\nB Managed training\nC An endpoint\nD A feature store\n\n"
	text := strings.Repeat(item, 20000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := NewReader(strings.NewReader(text), "x", "")
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
		if n != 20000 {
			b.Fatal(n, "questions")
		}
	}
}
