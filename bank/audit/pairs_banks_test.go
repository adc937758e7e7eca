package audit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/bank"
	"mlatlas/bank/format"
)

// banks is the folder of real question banks beside the project. It is not part of it.
const banks = "../../../shared/banks"

// realBank reads files of the real banks as one.
func realBank(t *testing.T, pattern string) []*bank.Question {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(banks, pattern))
	if len(files) == 0 {
		t.Skip("the real banks are not here")
	}
	var questions []*bank.Question
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := format.NewReader(f, file, "")
		if err != nil {
			t.Fatal(err)
		}
		for item, err := range r.Items() {
			if err != nil {
				t.Fatal(err)
			}
			if q := item.Question; q != nil {
				q.Bank, q.ID = "b", strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"/"+q.Number
				questions = append(questions, q)
			}
		}
	}
	return questions
}

// TestRealBanks: what is known of the real banks is found, and how much.
func TestRealBanks(t *testing.T) {
	for _, c := range []struct {
		pattern string
		part    part
		want    map[string]int // severity and rule: findings
	}{
		{"mla-seed.txt", newKeys(Options{}), map[string]int{"error skewed-key": 1}},
		{"saa-csv/*.csv", newKeys(Options{}), map[string]int{"error skewed-key": 1}},
		{"clf-markdown/*.md", newKeys(Options{}), map[string]int{}},
		{"trivia/*.txt", newKeys(Options{}), map[string]int{}},
		{"mla-seed.txt", newGuess(Options{}), map[string]int{"warning guessable": 2}},
		{"saa-csv/*.csv", newGuess(Options{}), map[string]int{"error guessable": 3, "warning guessable": 1}},
		{"clf-markdown/*.md", newGuess(Options{}), map[string]int{}},
		{"saa-csv/*.csv", newDuplicates(Options{}), map[string]int{}},
		{"clf-markdown/*.md", newDuplicates(Options{}), map[string]int{"error conflict": 1, "warning copy": 165, "warning reordered": 4, "warning reworded": 21}},
	} {
		counts := map[string]int{}
		for _, f := range run(c.part, realBank(t, c.pattern)) {
			counts[string(f.Severity)+" "+f.Rule]++
		}
		for rule, n := range c.want {
			if counts[rule] != n {
				t.Errorf("%s, %T: %d %s, want %d", c.pattern, c.part, counts[rule], rule, n)
			}
			delete(counts, rule)
		}
		if len(counts) > 0 {
			t.Errorf("%s, %T: also %v", c.pattern, c.part, counts)
		}
	}
}
