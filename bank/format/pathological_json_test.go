package format

import (
	"strings"
	"testing"
	"time"
)

// TestPathologicalDocuments reads documents that were made to be slow, or deep.
func TestPathologicalDocuments(t *testing.T) {
	largeInput(t)
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	question := `{"question":"Q?","options":["a","b"],"answer":"a"}`
	for name, c := range map[string][2]string{
		"deep lists":        {"x.json", many("[", 200000)},
		"deep objects":      {"x.json", many(`{"a":`, 100000)},
		"objects in text":   {"x.txt", many("{\"a\":\n", 5000)},
		"lists in text":     {"x.txt", many("[\n1,\n", 5000)},
		"open texts":        {"x.json", "[" + many("{\"question\":\"Q\n", 20000)},
		"open quotes":       {"x.json", many("'\n", 20000) + many("['\n", 20000)},
		"broken elements":   {"x.json", "[\n" + many("{\"question\":\"Q?\",\"options\":[\"a\" \"b\"],\"answer\":\"a\"},\n", 20000) + "]"},
		"broken on a line":  {"x.json", "[" + many(`{"question":"Q?","options":["a" "b"]},`, 10000) + "]"},
		"many options":      {"x.jsonl", `{"question":"Q?","options":[` + many(`"a",`, 200000) + `"b"],"answer":[` + many(`"a",`, 200000) + `"b"]}`},
		"options by label":  {"x.jsonl", `{"question":"Q?","options":{` + many(`"a":"x",`, 100000) + `"b":"y"},"wrongWhy":{` + many(`"a":"x",`, 100000) + `"b":"y"},"answer":"b"}`},
		"many fields":       {"x.jsonl", `{"question":"Q?",` + many(`"option1":"a",`, 100000) + `"answer":"b"}`},
		"many answers":      {"x.jsonl", `{"question":"Q?","answer":[` + many(`"a",`, 100000) + `"b"]}`},
		"many pairs":        {"x.jsonl", `{"question":"Q?","pairs":[` + many(`["a","b"],`, 50000) + `["c","d"]]}`},
		"many tags":         {"x.jsonl", `{"question":"Q?","options":["a","b"],"answer":"a","tags":[` + many(`"t",`, 100000) + `"u"]}`},
		"wrappers":          {"x.json", many(`{"a":[`, 30) + question + many(`]}`, 30)},
		"wide":              {"x.json", `{"x":[` + many(`{"a":{"b":[1]}},`, 20000) + question + `]}`},
		"letters in a line": {"x.jsonl", `{"question":"Q?","options":"` + many("a ) b ", 100000) + `","answer":"a"}`},
		"yaml aliases":      {"x.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e]\n"},
		"deep yaml":         {"x.yaml", many("[", 20000)},
		"yaml in text":      {"x.txt", many("- a: b\n  c: d\n", 10000)},
		"open fences":       {"x.md", many("```yaml\na: b\n~~~\n", 3000)},
		"front matter":      {"x.txt", many("---\na: b\n", 10000)},
	} {
		start := time.Now()
		out, err := readAll(c[1], c[0], "")
		if err == nil {
			checkAccounts(t, "", "json", out)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%s: %v, %d questions, %d problems", name, took.Round(time.Millisecond), len(out.Questions), len(out.Problems))
		}
	}
}
