package format

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// banks is the folder of real question banks beside the project. It is not part of it.
const banks = "../../../shared/banks"

func needBanks(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(banks); err != nil {
		t.Skip("the real banks are not here:", err)
	}
}

// largeInput leaves a test of megabytes of hostile input out of short runs: the race detector takes minutes for it, and
// readers share nothing.
func largeInput(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("large input")
	}
}

// readFile reads a file as the command line would.
func readFile(t testing.TB, file, formatName string) ([]*bank.Question, []bank.Problem, *Reader) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := NewReader(f, file, formatName)
	if err != nil {
		t.Fatal(err)
	}
	var questions []*bank.Question
	var problems []bank.Problem
	for item, err := range r.Items() {
		if err != nil {
			t.Fatal(err)
		}
		if item.Question != nil {
			questions = append(questions, item.Question)
		}
		problems = append(problems, item.Problems...)
	}
	return questions, problems, r
}

func countSeverity(problems []bank.Problem, s bank.Severity) int {
	n := 0
	for _, p := range problems {
		if p.Severity == s {
			n++
		}
	}
	return n
}

func TestSeedBank(t *testing.T) {
	needBanks(t)
	questions, problems, r := readFile(t, banks+"/mla-seed.txt", "")
	if r.Format() != "exam-text" || len(questions) != 20 || countSeverity(problems, bank.Error) != 0 {
		t.Errorf("%d questions as %s, problems %v", len(questions), r.Format(), problems)
	}
	if len(problems) != 1 || problems[0].Line != 1 || problems[0].Severity != bank.Note {
		t.Errorf("the advertising is not one note: %v", problems)
	}
	for i, q := range questions {
		if q.Number != fmt.Sprint(61+i) || !slices.Equal(q.Answer, []string{"B"}) || len(q.Options) != 4 || len(q.Explanation) < 200 || q.Kind != bank.Single {
			t.Errorf("question %d is %+v", i, q)
		}
	}
}

var (
	crudeHead = regexp.MustCompile(`^[0-9]+\. `)
	crudeKey  = regexp.MustCompile(`(?i)^\s*correct answer:(.*)$`)
)

// crude counts a file of the Markdown bank with nothing but two regular expressions: the key of every head, in order.
func crude(t *testing.T, file string) (keys []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.SplitSeq(string(data), "\n") {
		if crudeHead.MatchString(l) {
			keys = append(keys, "")
		}
		if m := crudeKey.FindStringSubmatch(l); m != nil {
			letters := regexp.MustCompile(`[^A-J]`).ReplaceAllString(strings.ToUpper(m[1]), "")
			sorted := strings.Split(letters, "")
			slices.Sort(sorted)
			keys[len(keys)-1] += strings.Join(sorted, "")
		}
	}
	return keys
}

func TestMarkdownBank(t *testing.T) {
	needBanks(t)
	files, _ := filepath.Glob(banks + "/clf-markdown/*.md")
	total, right, refused := 0, 0, 0
	for _, file := range files {
		want := crude(t, file)
		questions, problems, r := readFile(t, file, "")
		errors := countSeverity(problems, bank.Error)
		total += len(want)
		refused += errors
		if len(questions)+errors != len(want) || r.Format() != "markdown" {
			t.Errorf("%s: %d heads, %d questions, %d errors, format %s", file, len(want), len(questions), errors, r.Format())
			continue
		}
		for _, p := range problems {
			t.Logf("%s:%d: %s %s: %s", filepath.Base(file), p.Line, p.Severity, p.Code, p.Message)
		}
		for i, q := range questions {
			if errors == 0 && strings.Join(q.Answer, "") == want[i] {
				right++
			} else {
				t.Logf("%s:%d: number %s: key %v, counted %s", filepath.Base(file), q.Source.Line, q.Number, q.Answer, want[i])
			}
			if strings.Contains(q.Stem, "- A") || strings.Contains(q.Stem, "<br") || strings.Contains(q.Explanation, "details>") {
				t.Errorf("%s:%d: not clean: %q %q", file, q.Source.Line, q.Stem, q.Explanation)
			}
		}
	}
	if total != 1142 || right < 1140 || right+refused > total {
		t.Errorf("%d heads, %d with the right key, %d refused", total, right, refused)
	}
}
