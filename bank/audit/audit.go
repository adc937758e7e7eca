package audit

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Options say against what a bank is audited.
type Options struct {
	Taxonomy *taxonomy.Taxonomy
	Exam     *taxonomy.Exam
	Today    time.Time
	Off      []Off           // what is switched off beside the tags of the questions
	Rules    []string        // only these; none for all
	Banks    []bank.BankInfo // what is known of the banks; without it nothing is said of licences
}

// Report is what an audit found.
type Report struct {
	Questions int       `json:"questions"`
	Findings  []Finding `json:"findings"` // errors first, then by rule and question
	// Suppressed counts the findings that are switched off.
	Suppressed int `json:"suppressed"`

	Keys         Keys           `json:"keys"`
	KeyTests     []KeyTest      `json:"key_tests"`
	Guessability []Guessability `json:"guessability"` // of all banks together, then of each
	Duplicates   []Duplicate    `json:"duplicates"`
	Next         []Next         `json:"next"` // what a writer should write, the most useful first

	Sources map[string]bank.Source `json:"-"` // where the questions of the findings were read
}

// part looks at every question once, in the order of the store, and then says what it found. It keeps what it needs, not
// the question.
type part interface {
	add(q *bank.Question)
	find() []Finding
}

// Run audits questions. The first error of reading ends it.
func Run(questions iter.Seq2[*bank.Question, error], o Options) (*Report, error) {
	off := newSwitches(o.Off)
	whole := newWhole(o)
	flaws := newFlaws(o)
	defer flaws.stop()
	parts := []part{flaws, newClues(o), newUnexplained(o), newFreshness(o), newProvenance(o), whole.keys, whole.guess, whole.duplicates, whole.balance, off}
	report := &Report{Findings: []Finding{}, Sources: map[string]bank.Source{}}
	for q, err := range questions {
		if err != nil {
			return nil, err
		}
		report.Questions++
		report.Sources[q.ID] = q.Source
		for _, p := range parts {
			p.add(q)
		}
	}
	for _, p := range parts {
		report.take(p.find(), off, o.Rules)
	}
	slices.SortStableFunc(report.Findings, compareFindings)
	report.forget()
	whole.report(report)
	return report, nil
}

// take adds the findings of a part that are wanted and not switched off.
func (r *Report) take(findings []Finding, off *switches, rules []string) {
	for _, f := range findings {
		switch {
		case len(rules) > 0 && !slices.Contains(rules, f.Rule):
		case off.isOff(f):
			r.Suppressed++
		default:
			r.Findings = append(r.Findings, f)
		}
	}
}

// forget drops the sources of questions that no finding is about.
func (r *Report) forget() {
	about := map[string]bool{}
	for _, f := range r.Findings {
		for _, id := range f.Questions {
			about[id] = true
		}
	}
	maps.DeleteFunc(r.Sources, func(id string, _ bank.Source) bool { return !about[id] })
}

// whole are the parts that measure banks and have more to tell than their findings.
type whole struct {
	keys       *keys
	guess      *guess
	duplicates *duplicates
	balance    *balance
}

func newWhole(o Options) whole {
	return whole{newKeys(o), newGuess(o), newDuplicates(o), newBalance(o)}
}

// report puts in what the parts measured, once they have found what they find.
func (w whole) report(r *Report) {
	r.Keys, r.KeyTests = w.keys.total, append([]KeyTest{}, w.keys.tests...)
	r.Guessability = append([]Guessability{}, w.guess.players...)
	r.Duplicates = append([]Duplicate{}, w.duplicates.groups...)
	r.Next = w.balance.next
}

var severityOrder = map[bank.Severity]int{bank.Error: 0, bank.Warning: 1, bank.Note: 2}

func compareFindings(a, b Finding) int {
	return cmp.Or(cmp.Compare(severityOrder[a.Severity], severityOrder[b.Severity]), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Bank, b.Bank),
		slices.Compare(a.Questions, b.Questions), cmp.Compare(a.ID, b.ID))
}
