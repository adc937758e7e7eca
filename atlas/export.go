package atlas

import (
	"cmp"
	"context"
	"io"
	"iter"
	"slices"

	"mlatlas/bank"
	"mlatlas/bank/format"
)

// ExportOptions say what is exported and how.
type ExportOptions struct {
	Format  string
	Query   string // "" for all
	Exam    string
	Private bool // also what is not to be passed on
}

// ExportReport is what an export did.
type ExportReport struct {
	Questions int           // that were handed to the format, also those of which it could hold nothing
	Losses    []format.Loss // see format.Write
	Withheld  []Withheld    // by bank
}

// Withheld counts what was left out since it is not to be passed on.
type Withheld struct {
	Bank      string `json:"bank"`
	Questions int    `json:"questions"`
	Why       string `json:"why"` // the bank is private | marked as private
}

// Export writes the questions that a query finds, without those that are not to be passed on.
func (a *Atlas) Export(ctx context.Context, w io.Writer, o ExportOptions) (*ExportReport, error) {
	questions, err := a.Matching(ctx, o.Query, o.Exam)
	if err != nil {
		return nil, err
	}
	banks, err := a.Banks(ctx)
	if err != nil {
		return nil, err
	}
	e := &exporting{options: o, banks: map[string]bank.Provenance{}, r: &ExportReport{}}
	for _, b := range banks {
		e.banks[b.Name] = b.Provenance
	}
	notes, err := e.notes(questions, banks)
	if err == nil {
		e.r.Losses, err = format.WriteFrom(w, o.Format, a.taxonomy, notes, e.shared(questions))
	}
	slices.SortFunc(e.r.Withheld, func(x, y Withheld) int { return cmp.Or(cmp.Compare(x.Bank, y.Bank), cmp.Compare(x.Why, y.Why)) })
	return e.r, err
}

// exporting is one export under way.
type exporting struct {
	options ExportOptions
	banks   map[string]bank.Provenance
	r       *ExportReport
}

// why says why a question is withheld, or "".
func (e *exporting) why(q *bank.Question) string {
	switch {
	case e.options.Private:
		return ""
	case e.banks[q.Bank].Private:
		return "the bank is private"
	case q.NotShared():
		return "marked as private"
	}
	return ""
}

// shared streams what may be passed on, with what is known of its bank, and counts.
func (e *exporting) shared(questions iter.Seq2[*bank.Question, error]) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for q, err := range questions {
			if err == nil {
				if why := e.why(q); why != "" {
					e.withhold(q.Bank, why)
					continue
				}
				e.r.Questions++
				q.Source.Provenance = e.banks[q.Bank]
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

func (e *exporting) withhold(bankName, why string) {
	i := slices.IndexFunc(e.r.Withheld, func(w Withheld) bool { return w.Bank == bankName && w.Why == why })
	if i < 0 {
		e.r.Withheld = append(e.r.Withheld, Withheld{Bank: bankName, Why: why})
		i = len(e.r.Withheld) - 1
	}
	e.r.Withheld[i].Questions++
}

// notes lists the banks whose questions will be written, for a note at the head of the file. Where nothing is known of any
// bank there is no note, and the questions are not read for it.
func (e *exporting) notes(questions iter.Seq2[*bank.Question, error], banks []bank.BankInfo) ([]bank.BankInfo, error) {
	known := func(b bank.BankInfo) bool { return b.Provenance != bank.Provenance{} }
	if !format.HasNote(e.options.Format) || !slices.ContainsFunc(banks, known) {
		return nil, nil
	}
	written := map[string]bool{}
	for q, err := range questions {
		if err != nil {
			return nil, err
		}
		if !written[q.Bank] && e.why(q) == "" {
			if written[q.Bank] = true; len(written) == len(banks) {
				break
			}
		}
	}
	var all []bank.BankInfo
	for _, b := range banks {
		if written[b.Name] {
			all = append(all, b)
		}
	}
	return all, nil
}
