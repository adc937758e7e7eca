package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// everyKind reads the bank that has a question of every kind, and texts that look like the marks of every format.
func everyKind(t *testing.T) []*bank.Question {
	t.Helper()
	questions, problems, _ := readFile(t, "testdata/jsonl/every-kind.jsonl", "")
	if countSeverity(problems, bank.Error) > 0 || len(questions) < 20 {
		t.Fatalf("%d questions, problems %v", len(questions), problems)
	}
	kinds := map[bank.Kind]bool{}
	for _, q := range questions {
		q.ID, q.Bank = "every-kind/"+q.Number, "every-kind"
		kinds[q.Kind] = true
	}
	if len(kinds) != 8 {
		t.Fatalf("the bank has the kinds %v", kinds)
	}
	return questions
}

// TestRoundTrip writes the bank in every format and reads it back. Whatever is not the same was reported as a loss. The
// losses are held in a file, so that every change of a writer shows what it costs or saves.
func TestRoundTrip(t *testing.T) {
	questions := everyKind(t)
	all := []string{}
	for _, f := range Formats {
		if !f.Write {
			continue
		}
		t.Run(f.Name, func(t *testing.T) { all = append(all, lossesOf(t, f, questions)...) })
	}
	const golden = "testdata/losses.golden.json"
	got, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(golden); err != nil || !bytes.Equal(want, got) {
		t.Errorf("the losses have changed (%v): run with -update and look at the difference\n%s", err, got)
	}
}

func lossesOf(t *testing.T, f Format, questions []*bank.Question) (report []string) {
	var out bytes.Buffer
	losses, err := Write(&out, f.Name, nil, each(questions))
	if err != nil {
		t.Fatal(err)
	}
	lost := map[string][]string{}
	for _, l := range losses {
		lost[l.QuestionID] = append(lost[l.QuestionID], l.Field)
		report = append(report, fmt.Sprintf("%s: %s: %s: %s", f.Name, l.QuestionID, l.Field, l.Message))
	}
	file := filepath.Join(t.TempDir(), "every-kind"+f.Extensions[0])
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	back, problems, r := readFile(t, file, "")
	if !slices.Equal(r.found, []string{f.Name}) {
		t.Errorf("it is read as %s", r.Format())
	}
	compareRoundTrip(t, questions, back, lost, problems)
	return report
}

// compareRoundTrip pairs the questions by their stems. One that was reported as lost, whole, in its
// stem or in its kind, may be missing.
func compareRoundTrip(t *testing.T, wrote, back []*bank.Question, lost map[string][]string, problems []bank.Problem) {
	t.Helper()
	at := 0
	for _, q := range wrote {
		found := slices.IndexFunc(back[at:], func(b *bank.Question) bool { return b.Stem == q.Stem })
		if found < 0 {
			whole := []string{"question", "stem", "kind"}
			if !slices.ContainsFunc(lost[q.ID], func(l string) bool { return slices.Contains(whole, l) }) {
				t.Errorf("%s did not come back, and no loss was reported: %v", q.ID, problems)
			}
			continue
		}
		at += found
		for _, field := range differences(q, back[at]) {
			if !slices.ContainsFunc(lost[q.ID], func(l string) bool { return l == field || strings.HasPrefix(l, field+".") }) {
				t.Errorf("%s: the %s is another, and no loss was reported (%v)\nwrote %+v\nread  %+v", q.ID, field, lost[q.ID], q, back[at])
			}
		}
		at++
	}
	if len(back) > len(wrote) {
		t.Errorf("%d questions were written, and %d came back: %v", len(wrote), len(back), problems)
	}
}
