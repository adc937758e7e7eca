package format

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/bank"
)

var update = flag.Bool("update", false, "write what the readers make as the wanted output")

// outcome is what a reader made of a file, as the golden files hold it.
type outcome struct {
	Format    string         `json:"format"`
	Questions []plainRecord  `json:"questions"`
	Problems  []bank.Problem `json:"problems"`
	Error     string         `json:"error,omitempty"`
}

// plainRecord is a question without what no reader gives.
type plainRecord struct {
	Line        int            `json:"line"`
	Number      string         `json:"number,omitempty"`
	Bank        string         `json:"bank,omitempty"`
	Kind        bank.Kind      `json:"kind"`
	Title       string         `json:"title,omitempty"`
	Stem        string         `json:"stem"`
	Prompts     []string       `json:"prompts,omitempty"`
	Options     []OptionRecord `json:"options,omitempty"`
	Answer      []string       `json:"answer"`
	Explanation string         `json:"explanation,omitempty"`
	Tags        []string       `json:"tags,omitempty"`
	References  []string       `json:"references,omitempty"`
}

func plain(q *bank.Question) plainRecord {
	r := NewRecord(q, nil)
	for i := range r.Options {
		if *r.Options[i].Feedback == "" {
			r.Options[i].Feedback = nil
		}
		r.Options[i].Correct = nil
	}
	return plainRecord{q.Source.Line, q.Number, q.Bank, q.Kind, q.Title, q.Stem, q.Prompts, r.Options, q.Answer, q.Explanation, q.Tags, q.References}
}

// readAll reads a text to its end.
func readAll(text, name, formatName string) (outcome, error) {
	r, err := NewReader(strings.NewReader(text), name, formatName)
	if err != nil {
		return outcome{}, err
	}
	out := outcome{Questions: []plainRecord{}, Problems: []bank.Problem{}}
	for item, err := range r.Items() {
		if err != nil {
			out.Error = err.Error()
			return out, err
		}
		if item.Question != nil {
			out.Questions = append(out.Questions, plain(item.Question))
		}
		out.Problems = append(out.Problems, item.Problems...)
	}
	out.Format = r.Format()
	return out, nil
}

// TestGolden reads every sample in testdata/<format>/ and compares what came with the JSON beside it. To add a case, add
// a file and run the test with -update; then read what it wrote.
func TestGolden(t *testing.T) {
	err := filepath.WalkDir("testdata", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == "fuzz" {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, ".golden.json") {
			return nil
		}
		t.Run(filepath.ToSlash(strings.TrimPrefix(file, "testdata"+string(filepath.Separator))), func(t *testing.T) { golden(t, file) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func golden(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := readAll(string(data), filepath.Base(file), "")
	got, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	wanted := file + ".golden.json"
	if *update {
		if err := os.WriteFile(wanted, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(wanted)
	if err != nil {
		t.Fatalf("%v: run the test with -update, then read the file", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwanted\n%s", file, got, want)
	}
}
