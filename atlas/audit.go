package atlas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"mlatlas/bank"
	"mlatlas/bank/audit"
	"mlatlas/taxonomy"
)

// AuditRequest says which questions are audited.
type AuditRequest struct {
	Paths  []string // files and folders that are read for this audit alone; none: the questions of the atlas
	Stdin  io.Reader
	Format string   // of the files, "" detects
	Bank   string   // only this bank; with Paths its name; "" for all
	Query  string   // only what it finds, "" for all
	Exam   string   // ID of the blueprint
	Rules  []string // only these, none for all
}

// AuditReport is what an audit found, and what became of the files that were read for it.
type AuditReport struct {
	*audit.Report
	Files []FileReport `json:"files,omitempty"`
}

// UnknownBankError says that no bank has the name.
type UnknownBankError struct {
	Wanted  string
	Nearest []string
}

// Error says which bank is unknown.
func (e *UnknownBankError) Error() string { return fmt.Sprintf("there is no bank %q", e.Wanted) }

// Audit says what is wrong with the questions of the atlas, or with files before they are imported: nothing of them is
// kept. What is switched off in the atlas folder is counted and left out.
func (a *Atlas) Audit(ctx context.Context, r AuditRequest) (*AuditReport, error) {
	exam, _ := a.taxonomy.Exam(r.Exam)
	off, err := audit.ReadOff(a.path(audit.OffFile))
	if err != nil {
		return nil, err
	}
	o := audit.Options{Taxonomy: a.taxonomy, Exam: exam, Today: a.options.Now(), Off: off, Rules: r.Rules}
	if len(r.Paths) > 0 {
		return a.auditFiles(ctx, r, o)
	}
	if err := a.checkBank(ctx, r.Bank); err != nil {
		return nil, err
	}
	questions, err := a.Matching(ctx, r.Query, r.Exam)
	if err != nil {
		return nil, err
	}
	if o.Banks, err = a.Banks(ctx); err != nil {
		return nil, err
	}
	total := 0
	if n, err := a.store.Count(ctx); err == nil && r.Query == "" {
		total = n
	}
	report, err := audit.Run(ofBank(r.Bank, a.counting(questions, total)), o)
	return &AuditReport{Report: report}, err
}

func (a *Atlas) checkBank(ctx context.Context, name string) error {
	banks, err := a.Banks(ctx)
	if name == "" || err != nil || len(banks) == 0 || slices.ContainsFunc(banks, func(b bank.BankInfo) bool { return b.Name == name }) {
		return err
	}
	var names []string
	for _, b := range banks {
		names = append(names, b.Name)
	}
	return &UnknownBankError{name, taxonomy.NearestWords(name, names, 3)}
}

// counting tells how many questions have been read.
func (a *Atlas) counting(questions iter.Seq2[*bank.Question, error], total int) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		n := 0
		for q, err := range questions {
			if n++; n%100 == 0 {
				a.options.Progress("auditing", n, total)
			}
			if !yield(q, err) {
				return
			}
		}
		a.options.Progress("auditing", 1, 1)
	}
}

// ofBank leaves out the questions of other banks; "" is every bank.
func ofBank(name string, questions iter.Seq2[*bank.Question, error]) iter.Seq2[*bank.Question, error] {
	if name == "" {
		return questions
	}
	return func(yield func(*bank.Question, error) bool) {
		for q, err := range questions {
			if (err != nil || q.Bank == name) && !yield(q, err) {
				return
			}
		}
	}
}

var errQueryOfFiles = errors.New("a query is for the questions of the atlas, not for files")

// auditFiles reads files into a store that lives for this audit alone.
func (a *Atlas) auditFiles(ctx context.Context, r AuditRequest, o audit.Options) (*AuditReport, error) {
	if r.Query != "" {
		return nil, errQueryOfFiles
	}
	s, err := bank.OpenTemporary()
	if err != nil {
		return nil, err
	}
	defer s.Close()
	read, err := a.readInto(ctx, s, ImportOptions{Paths: r.Paths, Stdin: r.Stdin, Format: r.Format, Bank: r.Bank})
	if err != nil {
		return nil, err
	}
	if o.Banks, err = s.Banks(ctx); err != nil {
		return nil, err
	}
	report, err := audit.Run(a.counting(s.All(ctx), read.Questions), o)
	if err != nil {
		return nil, err
	}
	return &AuditReport{report, read.Files}, nil
}

// readInto imports files into a store that is thrown away.
func (a *Atlas) readInto(ctx context.Context, s *bank.Store, o ImportOptions) (*ImportReport, error) {
	files, failed, err := a.files(o)
	if err != nil {
		return nil, err
	}
	files, keyFiles := a.giveKeys(files)
	r := &ImportReport{Files: append(failed, keyFiles...)}
	progress := newReading(a.options.Progress, files)
	for _, f := range files {
		progress.now()
		report, err := a.importFile(ctx, s, o, f, len(files) > 1, progress, nil)
		if err != nil {
			return nil, err
		}
		if f.guessed && report.Questions == 0 {
			continue
		}
		r.Files = append(r.Files, report)
		r.Questions += report.Questions
	}
	progress.end()
	return r, nil
}
