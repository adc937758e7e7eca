package bank_test

import (
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/bank"
	"mlatlas/bank/format"
	"mlatlas/bank/sample"
	"mlatlas/taxonomy"
)

var update = flag.Bool("update", false, "write the measured quality as the wanted one")

const (
	qualityFile = "testdata/quality.golden"
	seedGold    = "../../shared/knowledge/gold-seed.yaml"
	seedBanks   = "../../shared/banks"
)

// TestQualityOfSample holds the quality of the links on the built-in bank: a change of the linking or of the taxonomy
// that moves a number is seen in review.
func TestQualityOfSample(t *testing.T) {
	score := measure(t, sample.Labels(), sample.Open(), sample.File)
	if score.Questions != 48 || len(score.Missing) > 0 {
		t.Errorf("%d questions, missing %v", score.Questions, score.Missing)
	}
	got := printScore(score)
	if *update {
		if err := os.WriteFile(qualityFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(qualityFile)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%swant:\n%s(accept with -update)", got, want)
	}
}

// TestQualityOfSeed holds the links to a bank and labels that are no part of the program.
func TestQualityOfSeed(t *testing.T) {
	labels, err := os.Open(seedGold)
	if err != nil {
		t.Skip("the labels of the seed bank are not here:", err)
	}
	defer labels.Close()
	name := filepath.Join(seedBanks, "mla-seed.txt")
	questions, err := os.Open(name)
	if err != nil {
		t.Skip("the seed bank is not here:", err)
	}
	defer questions.Close()
	score := measure(t, labels, questions, name)
	t.Logf("\n%s", printScore(score))
	for _, must := range []struct {
		name       string
		got, least float64
	}{
		{"questions", float64(score.Questions), 20},
		{"precision", score.Precision, 0.88},
		{"recall", score.Recall, 0.88},
		{"hit@3", score.Hit3, 1},
		{"task or alternative", score.TaskAny, 14.0 / 20},
	} {
		if must.got < must.least-1e-9 {
			t.Errorf("%s is %.4g, less than %.4g", must.name, must.got, must.least)
		}
	}
	if t.Failed() {
		for _, d := range score.Details {
			t.Logf("%s: wrong %v, missed %v", d.Number, d.Wrong, d.Missed)
		}
	}
}

// TestLinksAreSound holds what every reader of links relies on, over the whole sample bank: weights and tasks are shares
// of one, distractors weigh nothing, the order is fixed, and each mention points at words of the question.
func TestLinksAreSound(t *testing.T) {
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for q, err := range linked(tax, sample.Open(), sample.File) {
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range unsound(q) {
			t.Errorf("question %s: %s", q.Number, fault)
		}
	}
}

func unsound(q *bank.Question) (faults []string) {
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	sum, primary := 0.0, 0
	for i, l := range q.Links {
		sum += l.Weight
		if l.Primary {
			primary++
		}
		if l.Weight < 0 || l.Role == bank.RoleDistractor && (l.Weight > 0 || l.Primary) {
			say("%s weighs %g as %s", l.Concept, l.Weight, l.Role)
		}
		if i > 0 && (l.Weight > q.Links[i-1].Weight || l.Weight == q.Links[i-1].Weight && l.Concept <= q.Links[i-1].Concept) {
			say("%s stands after %s", l.Concept, q.Links[i-1].Concept)
		}
		for _, m := range l.Mentions {
			if text := q.ZoneText(m); m.Start < 0 || m.End > len(text) || strings.TrimSpace(text[m.Start:m.End]) == "" {
				say("%s: mention %+v points past its text", l.Concept, m)
			}
		}
	}
	if sum < 0.999 || sum > 1.001 || primary < 1 || primary > 3 {
		say("weights sum to %g, %d are primary", sum, primary)
	}
	shares := map[string]float64{}
	for _, task := range q.Tasks {
		shares[task.Exam] += task.Weight
	}
	for exam, share := range shares {
		if share < 0.999 || share > 1.001 {
			say("tasks of %s sum to %g", exam, share)
		}
	}
	return faults
}

func measure(t *testing.T, labels, questions io.Reader, name string) bank.Score {
	t.Helper()
	gold, err := bank.ReadGold(labels)
	if err != nil {
		t.Fatal(err)
	}
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	score, err := gold.Measure(tax, linked(tax, questions, name))
	if err != nil {
		t.Fatal(err)
	}
	return score
}

// linked reads questions and links them.
func linked(tax *taxonomy.Taxonomy, text io.Reader, name string) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		r, err := format.NewReader(text, name, "")
		if err != nil {
			yield(nil, err)
			return
		}
		for item, err := range r.Items() {
			if err == nil && item.Question == nil {
				continue
			}
			if err == nil {
				item.Question.LinkTo(tax)
			}
			if !yield(item.Question, err) {
				return
			}
		}
	}
}

func printScore(s bank.Score) string {
	var b strings.Builder
	line := func(name string, value float64) { fmt.Fprintf(&b, "%-20s %.3f\n", name, value) }
	fmt.Fprintf(&b, "%-20s %d\n", "questions", s.Questions)
	line("precision", s.Precision)
	line("recall", s.Recall)
	line("f1", s.F1)
	line("hit@1", s.Hit1)
	line("hit@3", s.Hit3)
	line("task", s.Task)
	line("task or alternative", s.TaskAny)
	line("domain", s.Domain)
	fmt.Fprintf(&b, "%-20s %d of %d\n", "promoted distractors", s.Promoted, s.Distractors)
	return b.String()
}
