package format

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"mlatlas/bank"
)

func FuzzJSON(f *testing.F) { fuzzDocument(f, "json") }
func FuzzYAML(f *testing.F) { fuzzDocument(f, "yaml") }

// fuzzDocument reads anything as a format, as files of its extension and as files of none.
func fuzzDocument(f *testing.F, name string) {
	files, _ := filepath.Glob("testdata/*/*")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".golden.json") {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, c := range []struct{ file, forced string }{{"x." + name, name}, {"x." + name, ""}, {"x", ""}} {
			if out, err := readAll(string(data), c.file, c.forced); err == nil {
				checkAccounts(t, "", name, out)
			}
		}
	})
}

// FuzzJSONValue compares the reader of values with encoding/json: what that takes, it takes, with the same values.
func FuzzJSONValue(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5e3,"x\n\u00e9\ud83d\ude00\ud800",true,null,{}]}`, "[ ]", `"\/\b\f"`, "-0", `{"a":{"b":[[]]},"a":1}`, `[1,]`, `"a" + "b"`, "/**/1", `{"":""}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.Contains(text, "\r") {
			return
		}
		got, err := jsonValue(text, 1)
		var want any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if d.Decode(&want) != nil || !json.Valid([]byte(text)) || deep(text) {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		sameAsJSON(t, got, want)
	})
}

func deep(text string) bool {
	return strings.Count(text, "[")+strings.Count(text, "{") >= maxDepth
}

func sameAsJSON(t *testing.T, got value, want any) {
	t.Helper()
	same := false
	switch w := want.(type) {
	case nil:
		same = got.kind == null
	case bool:
		same = got.kind == truth && (got.text == "true") == w
	case string:
		same = got.kind == text && got.text == w
	case json.Number:
		same = got.kind == number && got.text == string(w)
	case []any:
		same = got.kind == list && len(got.items) == len(w)
		for i := 0; same && i < len(w); i++ {
			sameAsJSON(t, got.items[i], w[i])
		}
	case map[string]any:
		same = got.kind == object
		last := map[string]value{}
		for _, f := range got.fields {
			last[f.name] = f.value
		}
		same = same && len(last) == len(w)
		for name, inner := range w {
			sameAsJSON(t, last[name], inner)
		}
	}
	if !same {
		t.Fatalf("got %s %q, wanted %#v", got.kind, got.text, want)
	}
}

// TestJSONRoundTrip writes questions of every kind and reads them back.
func TestJSONRoundTrip(t *testing.T) {
	awkward := "1. What does `{\"question\":\"x\"}` say?\n\n```json\n[1, \"a\\\"b\"]\n```\n\n| a | b |\n|---|---|\n| <p>x</p> | &amp; |\n\nA) no option\u2028 – “quoted” 日本 \\frac{1}{2} \\"
	two := []bank.Option{{Label: "A", Text: "<b>x</b> &lt;", Feedback: "A) no\nnot"}, {Label: "B", Text: "B. y", Correct: true}}
	for _, q := range []*bank.Question{
		{Kind: bank.Single, Number: "1", Title: "Question 9", Stem: awkward, Options: two, Answer: []string{"B"}, Explanation: awkward, Tags: []string{"t, u", "<p>v</p>"}, References: []string{"https://example.org/?a=1&b=2", "A book"}},
		{Kind: bank.Multiple, Number: "2.4", Stem: "s", Options: []bank.Option{{Label: "A", Text: "x", Correct: true, Credit: 50}, {Label: "B", Text: "y", Correct: true, Credit: 50}, {Label: "C", Text: "z", Credit: -33.5}}, Answer: []string{"A", "B"}},
		{Kind: bank.Multiple, Number: "3", Stem: "one of many", Options: two, Answer: []string{"B"}},
		{Kind: bank.TrueFalse, Number: "4", Stem: "so", Options: []bank.Option{{Label: "A", Text: "True"}, {Label: "B", Text: "False", Correct: true}}, Answer: []string{"B"}},
		{Kind: bank.Ordering, Number: "5", Stem: "o", Options: []bank.Option{{Label: "2", Text: "b", Correct: true}, {Label: "3", Text: "c", Correct: true}, {Label: "1", Text: "a", Correct: true}}, Answer: []string{"2", "3", "1"}},
		{Kind: bank.Matching, Number: "6", Stem: "m", Prompts: []string{"p, q", "r\ns"}, Options: []bank.Option{{Label: "A", Text: "x", Correct: true}, {Label: "B", Text: "y"}, {Label: "C", Text: "z, w", Correct: true}}, Answer: []string{"C", "A"}},
		{Kind: bank.Short, Number: "7", Stem: "w", Options: []bank.Option{{Label: "A", Text: "tide", Correct: true}, {Label: "B", Text: "wave", Credit: 50, Feedback: "nearly"}}, Answer: []string{"tide"}},
		{Kind: bank.Short, Number: "8", Stem: "several", Answer: []string{"a, b", "true", "12"}},
		{Kind: bank.Numeric, Number: "9", Stem: "n", Answer: []string{"3.14:0.01", "1..5", "7"}},
		{Kind: bank.Essay, Number: "10", Stem: "e", Explanation: "grading notes"},
	} {
		q.Bank, q.ID = "b", "b/"+q.Number
		var text strings.Builder
		if _, err := encodeJSON(&text, nil, q, 1); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"jsonl", "json", ""} {
			r, err := NewReader(strings.NewReader(text.String()), "x", name)
			if err != nil {
				t.Fatal(err)
			}
			var back *bank.Question
			for item, err := range r.Items() {
				if err != nil || item.Question == nil {
					t.Fatal(err, item.Problems)
				}
				back = item.Question
			}
			if fields := differences(q, back); len(fields) > 0 || back.Number != q.Number || back.Bank != q.Bank {
				t.Errorf("question %s read as %q differs in %v:\n%+v", q.Number, name, fields, back)
			}
		}
	}
}
