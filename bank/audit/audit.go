package audit

import (
	"cmp"
	"iter"
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
	Banks    []bank.BankInfo // what is known of the banks; without it nothing is said of licences
}

// Report is what an audit found.
type Report struct {
	Questions int       `json:"questions"`
	Findings  []Finding `json:"findings"` // errors first, then by rule and question
}

// part looks at every question once, in the order of the store, and then says what it found. It keeps what it needs, not
// the question.
type part interface {
	add(q *bank.Question)
	find() []Finding
}

// Run audits questions. The first error of reading ends it.
func Run(questions iter.Seq2[*bank.Question, error], o Options) (*Report, error) {
	parts := newParts(o)
	report := &Report{Findings: []Finding{}}
	for q, err := range questions {
		if err != nil {
			return nil, err
		}
		report.Questions++
		for _, p := range parts {
			p.add(q)
		}
	}
	for _, p := range parts {
		report.Findings = append(report.Findings, p.find()...)
	}
	slices.SortStableFunc(report.Findings, compareFindings)
	return report, nil
}

// newParts returns the parts of an audit.
func newParts(Options) []part { return nil }

var severityOrder = map[bank.Severity]int{bank.Error: 0, bank.Warning: 1, bank.Note: 2}

func compareFindings(a, b Finding) int {
	return cmp.Or(cmp.Compare(severityOrder[a.Severity], severityOrder[b.Severity]), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Bank, b.Bank),
		slices.Compare(a.Questions, b.Questions), cmp.Compare(a.ID, b.ID))
}
