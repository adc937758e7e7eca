package audit

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"mlatlas/bank"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIF validates a log against the schema that OASIS publishes with the standard.
func TestSARIF(t *testing.T) {
	content, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	r := auditOf(t, "mla-c01", Options{}, parse(t, "b/1", longest), parse(t, "b/2", longest+" // Option E is best."))
	r.Findings = append(r.Findings, unsaid.finding("", "b", "no question"), clueWord.finding("", "", "two", "b/1", "b/2"), added.finding("", "", "all"))
	r.Sources["b/1"] = bank.Source{File: "/home/me/banks/a b/ü#1.md", Line: 12}
	r.Sources["b/2"] = bank.Source{File: "two.md"}
	for _, o := range []SARIFOptions{{}, {Version: "v1", Folder: "/home/me", Baseline: Baseline{r.Findings[0].ID: true}}} {
		text, err := json.Marshal(SARIF(r, o))
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
		if o.Folder != "" && !strings.Contains(string(text), `"uri":"banks/a%20b/%C3%BC%231.md"},"region":{"startLine":12}`) {
			t.Errorf("the file and line are missing: %s", text)
		}
		if got := strings.Count(string(text), `"baselineState":"unchanged"`); got != len(o.Baseline) {
			t.Errorf("%d results are unchanged", got)
		}
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0"}); err == nil {
		t.Error("the schema accepts a log without runs")
	}
}

func TestSARIFNames(t *testing.T) {
	for _, c := range []struct{ folder, file, want string }{
		{"/home/me", "a.md", "a.md"},
		{"/home/me", "./banks/a.md", "banks/a.md"},
		{"/home/me", "/home/me/a.md", "a.md"},
		{"/home/me", "/tmp/a.md", "file:///tmp/a.md"},
		{"/home/me", "../a.md", "../a.md"},
		{"/home/me", "a: b?.md", "./a:%20b%3F.md"},
		{"C:/me", "C:/me/a.md", "a.md"},
		{"C:/me", "D:/a.md", "file:///D:/a.md"},
		{"", "", ""},
	} {
		if got := (SARIFOptions{Folder: c.folder}).uri(c.file); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.file, c.folder, got, c.want)
		}
	}
}
