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

// TestQuality holds the quality of the links on labelled questions, so that a change of the linking or of the taxonomy that
// moves a number is seen in review: those of the built-in bank, and those of other people's banks, which lie beside the
// project and were labelled blind to the linker (testdata/gold/README.md).
func TestQuality(t *testing.T) {
	shared := filepath.Join("..", "..", "shared")
	blind := func(pattern string) []string {
		files, _ := filepath.Glob(filepath.Join("testdata", "gold", pattern))
		return files
	}
	for _, set := range []struct {
		name   string
		labels []string
		banks  string
	}{
		{"sample", []string{"sample/labels.yaml"}, "sample"},
		{"seed", []string{filepath.Join(shared, "knowledge", "gold-seed.yaml")}, filepath.Join(shared, "banks")},
		{"clf", blind("clf-*.yaml"), filepath.Join(shared, "banks", "clf-markdown")},
		{"aif", blind("aif-*.yaml"), filepath.Join(shared, "banks", "aif-org")},
	} {
		t.Run(set.name, func(t *testing.T) {
			if _, err := os.Stat(set.banks); err != nil {
				t.Skip("the bank is not here:", err)
			}
			score := measure(t, set.labels, set.banks)
			if len(score.Missing) > 0 {
				t.Errorf("labelled but not in the bank: %v", score.Missing)
			}
			holds(t, filepath.Join("testdata", "quality", set.name+".golden"), printScore(score))
		})
	}
}

// holds compares with a golden file, or writes it with -update.
func holds(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got:\n%swant:\n%s(look whether for the better, then accept with -update)", got, want)
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

// measure scores files of labels together; the questions are the files in the folder of banks that they name.
func measure(t *testing.T, labels []string, banks string) bank.Score {
	t.Helper()
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	scorer := bank.NewScorer(tax)
	for _, name := range labels {
		if err := addLabels(scorer, tax, name, banks); err != nil {
			t.Fatal(err)
		}
	}
	return scorer.Score()
}

func addLabels(scorer *bank.Scorer, tax *taxonomy.Taxonomy, labels, banks string) error {
	f, err := os.Open(labels)
	if err != nil {
		return err
	}
	defer f.Close()
	gold, err := bank.ReadGold(f)
	if err != nil {
		return err
	}
	questions, err := os.Open(filepath.Join(banks, gold.Bank))
	if err != nil {
		return err
	}
	defer questions.Close()
	return scorer.Add(gold, linked(tax, questions, gold.Bank))
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

// printScore is the measurement as the golden file holds it: the figures with their intervals, and the tables.
func printScore(s bank.Score) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s %d\n", "questions", s.Questions)
	for _, f := range s.Named() {
		i := s.Intervals[f.Name]
		fmt.Fprintf(&b, "%-20s %.3f (%.3f to %.3f)\n", f.Name, f.Value, i.Low, i.High)
	}
	fmt.Fprintf(&b, "%-20s %d of %d\n", "promoted distractors", s.Promoted, s.Distractors)
	fmt.Fprintf(&b, "%-20s %d of %d\n", "not in the taxonomy", s.Unheard, s.Missed)
	for _, r := range s.ByKind {
		fmt.Fprintf(&b, "kind %-20s %4d right %4d wrong %4d missed\n", r.Kind, r.True, r.Wrong, r.Missed)
	}
	for _, r := range s.ByZone {
		fmt.Fprintf(&b, "zone %-20s %4d right %4d wrong\n", r.Zone, r.Right, r.Wrong)
	}
	for _, r := range s.ByName {
		fmt.Fprintf(&b, "name %-20s %4d of %d right\n", r.Name, r.Right, r.Places)
	}
	return b.String()
}
