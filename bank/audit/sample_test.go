package audit

import (
	"testing"

	"mlatlas/bank"
	"mlatlas/bank/format"
	"mlatlas/bank/sample"
)

// builtIn returns the questions of the built-in bank, linked.
func builtIn(t *testing.T) []*bank.Question {
	t.Helper()
	r, err := format.NewReader(sample.Open(), sample.File, "")
	if err != nil {
		t.Fatal(err)
	}
	var list []*bank.Question
	for item, err := range r.Items() {
		if err != nil {
			t.Fatal(err)
		}
		if q := item.Question; q != nil {
			q.Bank, q.ID = sample.Name, sample.Name+"/"+q.Number
			q.LinkTo(embedded(t))
			list = append(list, q)
		}
	}
	return list
}

// TestBuiltInBank: the bank that mlatlas brings along shows what a good one looks like. Nothing above a note is found in it, its
// keys stand as shuffled options would have them, and chance lies in the interval of every player's score.
func TestBuiltInBank(t *testing.T) {
	r := auditOf(t, "mla-c01", Options{Banks: []bank.BankInfo{{Name: sample.Name}}}, builtIn(t)...)
	if r.Questions < 130 {
		t.Errorf("%d questions", r.Questions)
	}
	for _, f := range r.Findings {
		if f.Severity != bank.Note {
			t.Errorf("%s %s: %s %v", f.Severity, f.Rule, f.Message, f.Questions)
		}
	}
	for _, k := range r.KeyTests {
		if k.PValue < 0.05 {
			t.Errorf("keys of %d options: %v, p = %g", k.Options, k.Counts, k.PValue)
		}
	}
	for _, g := range r.Guessability {
		if g.Low > g.Chance || g.High < g.Chance || g.Questions < 90 {
			t.Errorf("%s scores %.3f (%.3f to %.3f) in %d questions, chance is %.3f", g.Player, g.Score, g.Low, g.High, g.Questions, g.Chance)
		}
	}
	if len(r.Duplicates) > 0 {
		t.Errorf("duplicates: %+v", r.Duplicates)
	}
}
