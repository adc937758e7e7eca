package atlas

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mlatlas/bank"
	"mlatlas/bank/format"
	"mlatlas/bank/sample"
)

// ImportOptions say what is imported and how.
type ImportOptions struct {
	Paths  []string  // files and folders; "-" is Stdin
	Bank   string    // name of the bank; "" names each after its file
	Format string    // forces a format; "" detects
	DryRun bool      // do everything but keep it
	Stdin  io.Reader // read for the path "-"
	Said   bank.Said // licence, source and sharing, as the person says; what is not said is found out
}

// ImportReport is what an import did.
type ImportReport struct {
	Files     []FileReport `json:"files"`
	Questions int          `json:"questions"` // understood, in all files
	TookMS    int64        `json:"took_ms"`
	DryRun    bool         `json:"dry_run,omitempty"`
}

// FileReport is what the import of one file did.
type FileReport struct {
	File      string         `json:"file"`
	Format    string         `json:"format"`
	Bank      string         `json:"bank"`
	Questions int            `json:"questions"`
	Added     int            `json:"added"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"`
	Removed   int            `json:"removed"`
	Problems  []bank.Problem `json:"problems"`
	bank.Provenance

	Failed bool `json:"failed,omitempty"` // nothing of the file could be read
}

// Refused reports whether part of the input did not become a question that should have.
func (r *ImportReport) Refused() bool {
	return slices.ContainsFunc(r.Files, func(f FileReport) bool {
		return f.Failed || slices.ContainsFunc(f.Problems, func(p bank.Problem) bool { return p.Severity == bank.Error })
	})
}

// Import reads files and folders into the atlas and builds the index. Each file is one transaction; what could not be
// read of one is in its report and does not keep the others out. The error is for what stops everything: no file at all,
// or an atlas that cannot be written.
func (a *Atlas) Import(ctx context.Context, o ImportOptions) (*ImportReport, error) {
	files, failed, err := a.files(o)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	r := &ImportReport{Files: failed, DryRun: o.DryRun}
	if len(files) > 0 {
		if err := a.importFiles(ctx, o, files, r); err != nil {
			return r, err
		}
	}
	r.TookMS = time.Since(start).Milliseconds()
	return r, nil
}

// ImportSample imports the built-in bank.
func (a *Atlas) ImportSample(ctx context.Context) (*ImportReport, error) {
	start := time.Now()
	r := &ImportReport{Files: []FileReport{}}
	built := file{name: sample.File, path: "built-in:" + sample.File, size: -1, named: true,
		open: func() (io.ReadCloser, error) { return io.NopCloser(sample.Open()), nil }}
	source := "built into mlatlas"
	err := a.importFiles(ctx, ImportOptions{Bank: sample.Name, Said: bank.Said{Source: &source}}, []file{built}, r)
	r.TookMS = time.Since(start).Milliseconds()
	return r, err
}

func (a *Atlas) importFiles(ctx context.Context, o ImportOptions, files []file, r *ImportReport) error {
	if err := a.Close(); err != nil { // what was read before is stale now
		return err
	}
	unlock, s, err := a.openForImport(ctx, o)
	if err != nil {
		return err
	}
	defer unlock()
	defer s.Close()
	files, keyFiles := a.giveKeys(files)
	r.Files = append(r.Files, keyFiles...)
	progress := newReading(a.options.Progress, files)
	early := a.beginIndex(ctx, s, o)
	defer early.spoil()
	for _, f := range files {
		progress.now()
		report, err := a.importFile(ctx, s, o, f, len(files) > 1, progress, early)
		if err != nil {
			return err
		}
		if f.guessed && report.Questions == 0 {
			continue
		}
		r.Files = append(r.Files, report)
		r.Questions += report.Questions
	}
	progress.end()
	if o.DryRun {
		return nil
	}
	return a.afterImport(ctx, s, early)
}

// openForImport opens the store for writing. A dry run works on a store that is thrown away, or inside transactions that
// are rolled back.
func (a *Atlas) openForImport(ctx context.Context, o ImportOptions) (unlock func(), s *bank.Store, err error) {
	if _, missing := os.Stat(a.path("bank.db")); missing != nil && o.DryRun {
		s, err = bank.OpenTemporary()
		return func() {}, s, err
	}
	if unlock, err = a.lock(ctx, true); err != nil {
		return nil, nil, err
	}
	if s, err = bank.Open(a.path("bank.db")); err != nil {
		unlock()
		return nil, nil, err
	}
	return unlock, s, nil
}

// afterImport brings links and index up to date while the lock is held.
func (a *Atlas) afterImport(ctx context.Context, s *bank.Store, early *earlyIndex) error {
	links, err := s.LinkStamp()
	if err != nil {
		return err
	}
	if links != "" && links != a.linkStamp() {
		if err := s.Relink(ctx, a.taxonomy, a.linkStamp(), func(done int) { a.options.Progress("linking", done, 0) }); err != nil {
			return err
		}
	}
	if n, err := s.Count(ctx); err != nil || n == 0 {
		return err
	}
	want, err := a.stamp(s)
	if err != nil {
		return err
	}
	if counts := early.finish(a, want); counts != nil {
		a.counted = counts
	}
	if err := a.buildIndexIfStale(ctx, s, want); err != nil {
		a.options.Note("the questions are imported, but the search index could not be built: %v", err)
		return nil
	}
	c, err := a.counts(ctx, s)
	if err == nil {
		a.remember(c)
	}
	return err
}

// importFile imports one file. Errors of the file are in the report; the error is for the store.
func (a *Atlas) importFile(ctx context.Context, s *bank.Store, o ImportOptions, f file, several bool, progress *reading, early *earlyIndex) (FileReport, error) {
	report := FileReport{File: f.name, Problems: []bank.Problem{}}
	in, err := a.describe(ctx, s, o, f, several)
	if err != nil {
		return report, err
	}
	report.Bank = in.Bank
	r, err := f.open()
	if err != nil {
		report.fail("unreadable", err)
		return report, nil
	}
	defer r.Close()
	sum := sha256.New()
	from := &provenanceOf{file: f}
	reader, err := format.NewReader(io.TeeReader(progress.of(r), io.MultiWriter(sum, from)), f.name, o.Format)
	if err != nil {
		return report, err
	}
	for _, k := range f.keys {
		reader.UseKeys(k)
	}
	in.Format = reader.Format
	in.SHA256 = func() string { return hex.EncodeToString(sum.Sum(nil)) }
	in.Found, in.Said = from.found, o.Said
	in.Stored = early.take()
	var unreadable error
	added, err := s.Add(ctx, in, func(yield func(bank.Item, error) bool) {
		for item, err := range reader.Items() {
			if err != nil {
				unreadable = err
			}
			from.see(item)
			if !yield(item, err) {
				return
			}
		}
	})
	report.Format = reader.Format()
	if err != nil { // the store has dropped what the index was told of
		early.spoil()
	}
	switch {
	case unreadable != nil:
		report.fail("unreadable", unreadable)
	case errors.Is(err, bank.ErrVanished):
		report.Problems = append(report.Problems, added.Problems...)
		report.fail("vanished", err)
	case err != nil:
		return report, fmt.Errorf("importing %s: %w", f.name, err)
	default:
		report.take(added, f)
		report.Provenance, err = s.Provenance(ctx, in.Path)
		return report, err
	}
	return report, nil
}

func (r *FileReport) take(added bank.Report, f file) {
	r.Questions, r.Added, r.Changed = added.Questions, added.Added, added.Changed
	r.Unchanged, r.Removed = added.Unchanged, added.Removed
	r.Problems = append(r.Problems, added.Problems...)
	if r.Questions == 0 && f.named && !slices.ContainsFunc(r.Problems, func(p bank.Problem) bool { return p.Severity == bank.Error }) {
		r.fail("no-questions", errors.New("no question was found; a question has a stem, options and a key, in one of the formats of `mlatlas import --help`"))
	}
}

// fail notes that nothing of the file could be used.
func (r *FileReport) fail(code string, err error) {
	r.Failed = true
	message := strings.TrimPrefix(strings.TrimPrefix(err.Error(), r.File), ": ")
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		message = pathErr.Err.Error()
	}
	r.Problems = append(r.Problems, bank.Problem{Line: 1, Severity: bank.Error, Code: code, Message: strings.TrimSpace(message)})
}

// describe chooses the bank of a file: the one that was asked for; else the one of an earlier import of the file; else
// one named after the file, and after its folder too when another file has taken that name.
func (a *Atlas) describe(ctx context.Context, s *bank.Store, o ImportOptions, f file, several bool) (bank.Import, error) {
	in := bank.Import{Path: f.path, Name: f.name, Now: a.options.Now(), DryRun: o.DryRun, Taxonomy: a.taxonomy, LinkStamp: a.linkStamp()}
	if o.Bank != "" {
		in.Bank = bank.CleanName(o.Bank)
		if several {
			in.Prefix = bank.BankName(f.name) + "/"
		}
		return in, nil
	}
	known, err := s.SourceBank(ctx, f.path)
	if err != nil || known != "" {
		in.Bank = known
		return in, err
	}
	in.Bank = bank.BankName(f.name)
	taken, err := s.BankElsewhere(ctx, in.Bank, f.path)
	if taken {
		in.Bank = bank.CleanName(filepath.Base(filepath.Dir(f.path)) + "-" + in.Bank)
	}
	return in, err
}
