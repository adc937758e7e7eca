package atlas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mlatlas/bank"
	"mlatlas/study"
)

// AttemptImport says which files of answers are read.
type AttemptImport struct {
	Paths   []string // "-" is Stdin
	Stdin   io.Reader
	Learner string // of answers that name nobody, or "me"
	DryRun  bool   // do everything but keep it
}

// AttemptReport is what an import of answers did.
type AttemptReport struct {
	Files    []AttemptFile `json:"files"`
	Attempts int           `json:"attempts"` // understood, in all files
	Added    int           `json:"added"`
	TookMS   int64         `json:"took_ms"`
	DryRun   bool          `json:"dry_run,omitempty"`
}

// AttemptFile is what the import of one file of answers did. Each answer in it is added, known already or refused.
type AttemptFile struct {
	File     string         `json:"file"`
	Attempts int            `json:"attempts"` // understood
	Added    int            `json:"added"`
	Known    int            `json:"known"`   // that were kept already
	Refused  int            `json:"refused"` // each has an error
	Unknown  int            `json:"unknown"` // kept, but their question is not in the atlas
	Problems []bank.Problem `json:"problems"`

	Failed bool `json:"failed,omitempty"` // the file could not be read, or not to its end
}

// Refused reports whether part of the input was not kept.
func (r *AttemptReport) Refused() bool {
	return slices.ContainsFunc(r.Files, func(f AttemptFile) bool { return f.Failed || f.Refused > 0 })
}

// ImportAttempts reads files of answers into the store of answers. An answer that is kept already is not counted again.
// What is wrong with a file or a line is in the report; the error is for what stops everything.
func (a *Atlas) ImportAttempts(ctx context.Context, o AttemptImport) (*AttemptReport, error) {
	start := time.Now()
	desk, err := a.openDesk(ctx, o)
	if err != nil {
		return nil, err
	}
	defer desk.close()
	r := &AttemptReport{Files: []AttemptFile{}, DryRun: o.DryRun}
	for _, path := range o.Paths {
		f, err := desk.file(ctx, path)
		if err != nil {
			return r, err
		}
		r.Files = append(r.Files, f)
		r.Attempts += f.Attempts
		r.Added += f.Added
	}
	r.TookMS = time.Since(start).Milliseconds()
	return r, nil
}

// desk is an import of answers under way.
type desk struct {
	AttemptImport
	now      time.Time
	bank     *bank.Store  // nil where there are no questions
	into     *study.Store // nil in a dry run over no store
	meant    map[string]meant
	seen     map[string]bool // IDs of attempts, in a dry run
	reported map[string]bool // unknown questions
}

// meant is what a file means by the name of a question.
type meant struct {
	question *bank.Question // without its texts; nil if it is not known
	err      error          // *bank.AmbiguousError
}

func (a *Atlas) openDesk(ctx context.Context, o AttemptImport) (*desk, error) {
	d := &desk{AttemptImport: o, now: a.options.Now(), meant: map[string]meant{}, seen: map[string]bool{}, reported: map[string]bool{}}
	s, err := a.questions(ctx)
	if err != nil && !errors.Is(err, ErrEmpty) {
		return nil, err
	}
	d.bank = s
	if o.DryRun {
		d.into, err = study.OpenRead(a.path("study.db"))
		if errors.Is(err, study.ErrNone) {
			return d, nil
		}
		return d, err
	}
	d.into, err = a.OpenAnswers()
	return d, err
}

func (d *desk) close() {
	if d.into != nil {
		d.into.Close()
	}
}

// batch is how many attempts are kept at a time.
const batch = 1000

// file reads one file. The error is for what is no fault of the file.
func (d *desk) file(ctx context.Context, path string) (AttemptFile, error) {
	report := AttemptFile{File: filepath.ToSlash(path), Problems: []bank.Problem{}}
	in := io.NopCloser(d.Stdin)
	if path == "-" {
		report.File = "stdin"
	} else {
		f, err := os.Open(path)
		if err != nil {
			report.fail(err)
			return report, nil
		}
		in = f
	}
	defer in.Close()
	var waiting []study.Attempt
	for r, err := range study.Read(in, d.now) {
		if err != nil {
			report.fail(err)
			break
		}
		attempt, ok, err := d.attempt(ctx, r, &report)
		if err != nil {
			return report, err
		}
		if ok {
			waiting = append(waiting, attempt)
		}
		if len(waiting) == batch {
			if err := d.keep(ctx, waiting, &report); err != nil {
				return report, err
			}
			waiting = waiting[:0]
		}
	}
	return report, d.keep(ctx, waiting, &report)
}

func (f *AttemptFile) fail(err error) {
	f.Failed = true
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	f.Problems = append(f.Problems, bank.Problem{Line: 1, Severity: bank.Error, Code: "unreadable", Message: err.Error()})
}

// attempt makes the attempt of a record. ok is false where there is none to keep.
func (d *desk) attempt(ctx context.Context, r study.Record, report *AttemptFile) (a study.Attempt, ok bool, err error) {
	if r.Empty() && !r.Refused() {
		report.Problems = append(report.Problems, r.Problems...)
		return a, false, nil
	}
	m, err := d.question(ctx, r.Attempt.Question)
	if err != nil {
		return a, false, err
	}
	if m.err != nil {
		r.Problems = append(r.Problems, bank.Problem{Line: r.Line, Severity: bank.Error, Code: "ambiguous-question", Message: m.err.Error() + "; write the whole ID", Number: r.Attempt.Question})
	}
	a, problems := r.For(m.question)
	if !r.Refused() {
		r.Problems = append(r.Problems, problems...)
	}
	if r.Refused() {
		report.Refused++
	} else if m.question == nil {
		report.Unknown++
		r.Problems = append(r.Problems, d.unknown(r)...)
	}
	report.Problems = append(report.Problems, r.Problems...)
	if study.LearnerName(a.Learner) == study.Me {
		a.Learner = d.Learner
	}
	return a, !r.Refused(), nil
}

// unknown warns once of a question that is not in the atlas.
func (d *desk) unknown(r study.Record) []bank.Problem {
	name := r.Attempt.Question
	if d.reported[name] {
		return nil
	}
	d.reported[name] = true
	return []bank.Problem{{Line: r.Line, Severity: bank.Warning, Code: "unknown-question", Number: name,
		Message: fmt.Sprintf("there is no question %q in the atlas; its answers are kept under this name, and count when a question with this ID is imported", name)}}
}

// question finds out once what a name means.
func (d *desk) question(ctx context.Context, name string) (meant, error) {
	if m, ok := d.meant[name]; ok || d.bank == nil || name == "" {
		return m, nil
	}
	var m meant
	var several *bank.AmbiguousError
	id, err := d.bank.Find(ctx, name)
	switch {
	case errors.As(err, &several):
		m.err = several
	case errors.Is(err, bank.ErrNotFound):
	case err != nil:
		return m, err
	default:
		q, err := d.bank.Get(ctx, id)
		if err != nil {
			return m, err
		}
		m.question = &bank.Question{ID: q.ID, Kind: q.Kind, Options: q.Options, Answer: q.Answer}
	}
	d.meant[name] = m
	return m, nil
}

// keep adds attempts to the store and counts them.
func (d *desk) keep(ctx context.Context, attempts []study.Attempt, report *AttemptFile) error {
	added, err := d.add(ctx, attempts)
	report.Attempts += len(attempts)
	report.Added += added
	report.Known += len(attempts) - added
	return err
}

// add counts in a dry run what would be added.
func (d *desk) add(ctx context.Context, attempts []study.Attempt) (added int, err error) {
	if !d.DryRun {
		return d.into.Add(ctx, attempts...)
	}
	for _, a := range attempts {
		id, known := study.AttemptID(a), false
		if d.into != nil {
			if known, err = d.into.Has(ctx, a); err != nil {
				return added, err
			}
		}
		if !known && !d.seen[id] {
			added++
		}
		d.seen[id] = true
	}
	return added, nil
}

// AttemptExport says which answers are written and how.
type AttemptExport struct {
	Format  string    // of study.Formats
	Learner string    // "" for all learners, one after the other
	Since   time.Time // only what was answered since; zero for all
}

// ExportAttempts writes answers, of each learner in the order of time, and returns how many there were.
func (a *Atlas) ExportAttempts(ctx context.Context, w io.Writer, o AttemptExport) (n int, err error) {
	s, err := a.answers()
	if err != nil {
		return 0, err
	}
	names := []string{study.LearnerName(o.Learner)}
	if o.Learner == "" {
		names, err = s.Learners(ctx)
	} else if total, failed := s.Count(ctx, o.Learner); failed == nil && total == 0 {
		err = a.noAnswers(ctx, names[0])
	}
	if err != nil {
		return 0, err
	}
	return study.Write(w, o.Format, answersOf(ctx, s, names, o.Since))
}

func answersOf(ctx context.Context, s *study.Store, learners []string, since time.Time) iter.Seq2[study.Attempt, error] {
	return func(yield func(study.Attempt, error) bool) {
		for _, name := range learners {
			for attempt, err := range s.All(ctx, name) {
				if err == nil && attempt.At.Before(since) {
					continue
				}
				if !yield(attempt, err) {
					return
				}
			}
		}
	}
}

// AttemptView is an answer as it is shown in a list.
type AttemptView struct {
	study.Attempt
	Stem string `json:"stem"` // "" where the question is not in the atlas
}

// Attempts returns the last n answers of the learner, the latest first.
func (a *Atlas) Attempts(ctx context.Context, n int) ([]AttemptView, error) {
	s, err := a.answers()
	if err != nil {
		return nil, err
	}
	questions, err := a.questions(ctx)
	if err != nil && !errors.Is(err, ErrEmpty) {
		return nil, err
	}
	list := []AttemptView{}
	for attempt, err := range s.Latest(ctx, a.Learner()) {
		if err != nil {
			return nil, err
		}
		v := AttemptView{Attempt: attempt}
		if questions != nil {
			q, err := questions.Get(ctx, attempt.Question)
			if err != nil && !errors.Is(err, bank.ErrNotFound) {
				return nil, err
			}
			if q != nil {
				v.Stem = q.Stem
			}
		}
		if list = append(list, v); len(list) == n {
			break
		}
	}
	if len(list) == 0 {
		return nil, a.noAnswers(ctx, a.Learner())
	}
	return list, nil
}
