package atlas

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
	"mlatlas/study"
	"mlatlas/taxonomy"

	"github.com/gofrs/flock"
)

// Options say where an atlas is and whom to tell what.
type Options struct {
	Dir      string
	Learner  string                              // whose answers are asked; "" is study.Me
	Now      func() time.Time                    // nil: time.Now
	Note     func(format string, args ...any)    // told what a person should know: rebuilt, read-only; nil: nobody
	Progress func(stage string, done, total int) // called during long work; total is 0 if unknown; nil: nobody
}

// ErrFirstImport says that another process is importing the first questions. It is an ErrEmpty too.
var ErrFirstImport = fmt.Errorf("the first import into this atlas is under way: %w", ErrEmpty)

// Atlas is an opened folder. It is for one caller at a time; Close it after use.
type Atlas struct {
	options  Options
	taxonomy *taxonomy.Taxonomy
	own      bool        // the user's own files are laid over the taxonomy
	overlay  error       // why they are not
	store    *bank.Store // for reading; nil until needed
	index    *index.Index
	graph    *graph.Graph
	counted  *graph.Counts // of the last index that was built here; nil if none was
	study    *study.Store  // for reading; nil until needed
}

// ErrEmpty says that the atlas holds no questions yet.
var ErrEmpty = errors.New("the atlas holds no questions yet")

// Open opens the folder, which need not exist yet, and the taxonomy. Faults in the user's own taxonomy files do not stop
// it: the embedded taxonomy is used then, and Note is told.
func Open(o Options) (*Atlas, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Note == nil {
		o.Note = func(string, ...any) {}
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if info, err := os.Stat(o.Dir); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file; an atlas is a folder", o.Dir)
	}
	a := &Atlas{options: o}
	var err error
	if a.taxonomy, err = taxonomy.Embedded(); err != nil {
		return nil, fmt.Errorf("the embedded taxonomy: %w", err)
	}
	own := filepath.Join(o.Dir, "taxonomy")
	if len(OwnTaxonomy(o.Dir)) > 0 {
		merged, err := taxonomy.Load(taxonomy.Data(), os.DirFS(own))
		if err != nil {
			a.overlay = err
			o.Note("your taxonomy in %s has faults and is not used:\n%v", own, err)
		} else {
			a.taxonomy, a.own = merged, true
		}
	}
	return a, nil
}

// OwnTaxonomy lists the user's own taxonomy files in an atlas folder: those in taxonomy/ and the blueprints in
// taxonomy/exams/.
func OwnTaxonomy(dir string) []string {
	var files []string
	for _, pattern := range []string{"*.y*ml", "exams/*.y*ml"} {
		found, _ := filepath.Glob(filepath.Join(dir, "taxonomy", filepath.FromSlash(pattern))) // fails only for a bad pattern
		files = append(files, found...)
	}
	return files
}

// Dir returns the folder.
func (a *Atlas) Dir() string { return a.options.Dir }

// Taxonomy returns the embedded taxonomy with the user's own laid over it.
func (a *Atlas) Taxonomy() *taxonomy.Taxonomy { return a.taxonomy }

// Close releases what was opened.
func (a *Atlas) Close() error {
	var errs []error
	if a.index != nil {
		errs = append(errs, a.index.Close())
	}
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	if a.study != nil {
		errs = append(errs, a.study.Close())
	}
	a.index, a.store, a.graph, a.study = nil, nil, nil, nil
	return errors.Join(errs...)
}

func (a *Atlas) path(parts ...string) string {
	return filepath.Join(append([]string{a.options.Dir}, parts...)...)
}

// questions opens the store for reading. ErrEmpty says that there is nothing in it.
func (a *Atlas) questions(ctx context.Context) (*bank.Store, error) {
	if a.store == nil {
		s, err := bank.OpenRead(a.path("bank.db"))
		if errors.Is(err, bank.ErrNoStore) {
			return nil, a.empty()
		}
		if err != nil {
			return nil, err
		}
		a.store = s
	}
	n, err := a.store.Count(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, a.empty()
	}
	return a.store, nil
}

// empty is the reason why there are no questions: none were imported, or the first import is under way, which holds the
// lock.
func (a *Atlas) empty() error {
	name := a.path("write.lock")
	if _, err := os.Stat(name); err != nil {
		return ErrEmpty
	}
	l := flock.New(name)
	if ok, err := l.TryRLock(); err == nil && !ok {
		return ErrFirstImport
	}
	l.Unlock()
	return ErrEmpty
}
