package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2"
	engine "github.com/blevesearch/bleve_index_api"
	"github.com/gofrs/flock"

	"mlatlas/taxonomy"
)

// Index is a live index, open for reading. It is safe for concurrent use until Close.
type Index struct {
	dir      string // of the generation
	manifest *manifest
	engine   bleve.Index // nil when there are no questions
	columns  *columns    // as engine
	lexicon  func() []lexeme
	taxonomy *taxonomy.Taxonomy
	lock     *flock.Flock // shared, on the manifest: keeps builders from removing the generation
	cards    func() *cards

	mu     sync.RWMutex // held for reading by every use, for writing by Close
	closed bool
}

// openAttempts is how often Open looks again when a builder has switched and removed a generation under it.
const openAttempts = 3

// Open opens the live index of a folder for reading. It waits for no builder, no builder waits for it, and it works on a
// folder that cannot be written. The names of topics are resolved by t; whether that is the taxonomy
// which the index was built with is for the caller to see from Meta().Stamp.
//
// The errors are ErrNone, ErrOutdated and ErrDamaged, with what is wrong. The check of the files takes a few
// milliseconds and finds what is missing, cut off or overwritten; Verify reads every byte.
func Open(dir string, t *taxonomy.Taxonomy) (*Index, error) {
	name, err := readCurrent(dir)
	for range openAttempts {
		if err != nil {
			return nil, err
		}
		var x *Index
		if x, err = openGeneration(filepath.Join(dir, name), t); err == nil {
			return x, nil
		}
		now, again := readCurrent(dir)
		if again != nil || now == name {
			return nil, err
		}
		name, err = now, nil
	}
	return nil, fmt.Errorf("opening the index: it was rebuilt %d times meanwhile", openAttempts)
}

// ReadMeta returns the Meta of the live index of a folder without opening it. The errors are those of Open.
func ReadMeta(dir string) (Meta, error) {
	name, err := readCurrent(dir)
	if err != nil {
		return Meta{}, err
	}
	m, err := readManifest(filepath.Join(dir, name))
	if err != nil {
		return Meta{}, err
	}
	return m.Meta, nil
}

// openGeneration opens one generation, and closes it again if it is not whole.
func openGeneration(dir string, t *taxonomy.Taxonomy) (*Index, error) {
	x := &Index{dir: dir, taxonomy: t, lock: manifestLock(dir), lexicon: lexiconOf(dir),
		cards: sync.OnceValue(func() *cards { return newCards(t) })}
	// Where locks are not supported the generation is read without one. A lock that is taken is that of a builder who
	// removes the generation, and Open looks for the next one.
	if locked, err := x.lock.TryRLock(); err == nil && !locked {
		return nil, damaged(errors.New("it is being removed"))
	}
	err := x.readFiles()
	if err != nil {
		x.Close()
		return nil, err
	}
	return x, nil
}

// manifestLock is the lock of a generation. It must not make the file that it locks.
func manifestLock(dir string) *flock.Flock {
	return flock.New(filepath.Join(dir, manifestName), flock.SetFlag(os.O_RDONLY))
}

// readFiles checks the files and opens the engine.
func (x *Index) readFiles() (err error) {
	if x.manifest, err = readManifest(x.dir); err != nil {
		return err
	}
	if err := x.manifest.check(x.dir, false); err != nil {
		return err
	}
	if len(x.manifest.Files) == 0 {
		if x.manifest.Meta.Questions > 0 {
			return damaged(fmt.Errorf("%s lists no files", manifestName))
		}
		return nil
	}
	return guard(func() error {
		opened, err := openEngine(x.dir)
		if err != nil {
			return damaged(err)
		}
		x.engine = opened
		if x.columns, err = readColumns(x.dir, x.manifest.Meta.Questions); err != nil {
			return damaged(err)
		}
		return x.checkCount()
	})
}

// guard turns a panic into ErrDamaged, also one from reading a mapped file that lies about its own structure.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damaged(fmt.Errorf("reading it failed: %v", p))
		}
	}()
	return f()
}

func (x *Index) checkCount() error {
	count, err := x.engine.DocCount()
	if err != nil {
		return damaged(err)
	}
	if count != uint64(x.manifest.Meta.Questions) {
		return damaged(fmt.Errorf("it holds %d questions, not %d", count, x.manifest.Meta.Questions))
	}
	return nil
}

// eachTerm calls f for the terms of a dictionary in order until it returns false. The error is ErrDamaged.
func (x *Index) eachTerm(field string, open func(engine.IndexReader) (engine.FieldDict, error),
	f func(*engine.DictEntry) bool) error {
	if x.engine == nil {
		return nil
	}
	if err := x.walkTerms(open, f); err != nil {
		return damaged(fmt.Errorf("the words of %s: %w", field, err))
	}
	return nil
}

func (x *Index) walkTerms(open func(engine.IndexReader) (engine.FieldDict, error), f func(*engine.DictEntry) bool) error {
	return x.withReader(func(r engine.IndexReader) error {
		dict, err := open(r)
		if err != nil {
			return err
		}
		defer dict.Close()
		for {
			e, err := dict.Next()
			if err != nil {
				return err
			}
			if e == nil || !f(e) {
				return nil
			}
		}
	})
}

// Meta returns what the index was built from.
func (x *Index) Meta() Meta { return x.manifest.Meta }

// Verify reads every file and compares it with the hash that the builder took. The error is ErrDamaged.
func (x *Index) Verify() error { return x.manifest.check(x.dir, true) }

// Close releases the files. Searches under way end first, later ones give ErrClosed. Closing again does nothing.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil
	}
	x.closed = true
	var err error
	if x.engine != nil {
		err = x.engine.Close()
	}
	return errors.Join(err, x.lock.Close())
}

// use runs what reads the index, guarded, unless it is closed.
func (x *Index) use(f func() error) error {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.closed {
		return ErrClosed
	}
	return guard(f)
}
