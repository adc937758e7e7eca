package format

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"mlatlas/bank"
)

func FuzzExamText(f *testing.F) { fuzzFormat(f, "exam-text", "x.txt") }
func FuzzMarkdown(f *testing.F) { fuzzFormat(f, "markdown", "x.md") }
func FuzzJSONL(f *testing.F)    { fuzzFormat(f, "jsonl", "x.jsonl") }

// FuzzDetected lets the reader find the format of every region itself.
func FuzzDetected(f *testing.F) { fuzzFormat(f, "", "x") }

func fuzzFormat(f *testing.F, formatName, name string) {
	files, _ := filepath.Glob("testdata/*/*")
	for _, file := range files {
		if strings.HasSuffix(file, ".golden.json") {
			continue
		}
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := readAll(string(data), name, formatName)
		if err != nil {
			return
		}
		checkAccounts(t, string(data), formatName, out)
	})
}

var certainHead = regexp.MustCompile(`(?m)^Question [0-9]{1,5}$`)

// checkAccounts asserts what holds for every input: each block is a question or one error, no question is malformed, and
// no certain head is lost.
func checkAccounts(t *testing.T, text, formatName string, out outcome) {
	t.Helper()
	errors := 0
	for _, p := range out.Problems {
		if p.Severity == bank.Error {
			errors++
		}
		if p.Line < 1 || p.Code == "" || p.Message == "" {
			t.Errorf("a problem without a place or a message: %+v", p)
		}
	}
	heads := len(unique(certainHead.FindAllString(text, -1))) // a part of answers may name each question again
	if formatName == "jsonl" {
		heads = 0
		for l := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
			if strings.HasPrefix(l, `{"stem":"`) {
				heads++
			}
		}
	}
	if len(out.Questions)+errors < heads {
		t.Errorf("%d heads, but %d questions and %d errors", heads, len(out.Questions), errors)
	}
	for _, q := range out.Questions {
		checkQuestion(t, q)
	}
}

func checkQuestion(t *testing.T, q plainRecord) {
	t.Helper()
	if q.Stem == "" || q.Kind == "" || q.Line < 1 {
		t.Errorf("not a whole question: %+v", q)
	}
	if q.Kind == bank.Short || q.Kind == bank.Numeric || q.Kind == bank.Essay || q.Kind == bank.Matching {
		return
	}
	labels := map[string]bool{}
	for _, o := range q.Options {
		if labels[o.Label] {
			t.Errorf("two options %s in %+v", o.Label, q)
		}
		labels[o.Label] = true
	}
	if len(labels) < 2 || len(q.Answer) == 0 {
		t.Errorf("too few options or no key: %+v", q)
	}
	for _, a := range q.Answer {
		if !labels[a] {
			t.Errorf("the key %s names no option: %+v", a, q)
		}
	}
}

// FuzzLines compares the line reader, fed byte by byte, with cutting the whole text at once.
func FuzzLines(f *testing.F) {
	f.Add("a\r\nb\rc\n\nd")
	f.Add("\r\r\n\n\r")
	f.Add("caf\xe9\n\xe2\x80?\xe2\x80\xa6")
	f.Fuzz(func(t *testing.T, text string) {
		for _, in := range []*lines{mustLines(text, false), mustLines(text, true)} {
			if in == nil || strings.Contains(text, "\x00") {
				return
			}
			got := allLines(t, in)
			want := slowLines(text)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q: got %q, wanted %q", text, got, want)
			}
		}
	})
}

func mustLines(text string, bytewise bool) *lines {
	var in *lines
	var err error
	if bytewise {
		in, err = newLines(iotest.OneByteReader(strings.NewReader(text)))
	} else {
		in, err = newLines(strings.NewReader(text))
	}
	if err != nil || strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return nil
	}
	return in
}

func allLines(t *testing.T, in *lines) []string {
	var all []string
	for n := 1; ; n++ {
		l, err := in.next()
		if err != nil {
			return all
		}
		if l.no != n {
			t.Fatalf("line %d has the number %d", n, l.no)
		}
		all = append(all, l.text)
	}
}

func slowLines(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if text == "" {
		return nil
	}
	cleaner := &lines{}
	var all []string
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		all = append(all, cleaner.clean([]byte(l)))
	}
	return all
}
