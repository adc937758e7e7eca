package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	engine "github.com/blevesearch/bleve_index_api"
	"github.com/gofrs/flock"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// batchSize is the number of questions that are held in memory and written as one segment. Five hundred are hardly
// faster and take twice the memory.
const batchSize = 250

// analysedAhead is how many questions are analysed before the engine takes them.
const analysedAhead = 64

// mergingGC is how far the heap may grow between collections while the engine's files are mapped, in percent of what is
// alive: merging allocates little, and what the heap does not take is left for the files.
const mergingGC = 25

// Build writes a new index of all questions into the folder dir, which is made if it is missing, and makes it the live
// one. Readers that have the old one open keep it. m is read when the questions have ended, and its Questions is filled in.
// Progress, which may be nil, is called after every batch and at the end.
//
// The questions need IDs, each its own. Any error, also one of the questions or of the context, leaves the live index as
// it was. ErrBusy is returned when another builder is at work in the folder.
func Build(ctx context.Context, dir string, m *Meta, t *taxonomy.Taxonomy, questions iter.Seq2[*bank.Question, error],
	progress func(done int)) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the index folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, lockName))
	switch locked, err := lock.TryLock(); {
	case err != nil:
		return fmt.Errorf("locking the index folder: %w", err)
	case !locked:
		return ErrBusy
	}
	defer lock.Unlock()

	live, _ := readCurrent(dir)
	removeOthers(dir, live)
	next := nextGeneration(dir)
	path := filepath.Join(dir, next)
	defer func() {
		if err != nil {
			os.RemoveAll(path)
		}
	}()
	if err := guard(func() error { return writeGeneration(ctx, path, m, t, questions, progress) }); err != nil {
		return err
	}
	if err := setCurrent(dir, next); err != nil {
		return err
	}
	removeOthers(dir, next)
	return nil
}

// openToReaders gives the engine's files, which it makes for their owner alone, the permissions that the user's own
// mask gave the generation's folder, so that a group can search a shared atlas.
func openToReaders(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	mode := info.Mode().Perm()
	return filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.Chmod(name, mode)
		}
		return os.Chmod(name, mode&^0o111)
	})
}

// writeGeneration writes a generation and sees that it can be read.
func writeGeneration(ctx context.Context, path string, m *Meta, t *taxonomy.Taxonomy,
	questions iter.Seq2[*bank.Question, error], progress func(done int)) error {
	if err := os.Mkdir(path, 0o755); err != nil {
		return fmt.Errorf("making the index: %w", err)
	}
	if progress == nil {
		progress = func(int) {}
	}
	lexicon := newLexiconWriter()
	count, err := addAll(ctx, path, t, lexicon, questions, progress)
	if err != nil {
		return err
	}
	m.Questions = count
	if err := openToReaders(path); err != nil {
		return fmt.Errorf("finishing the index: %w", err)
	}
	made, err := newManifest(path, *m)
	if err == nil {
		made.Lengths = lexicon.lengths
		err = writeManifest(path, made)
	}
	if err == nil {
		err = syncTree(path)
	}
	if err != nil {
		return fmt.Errorf("finishing the index: %w", err)
	}
	x, err := openGeneration(path, t)
	if err != nil {
		return fmt.Errorf("reading the new index: %w", err)
	}
	defer x.Close()
	progress(count)
	return nil
}

// openEngine opens the engine's files of a generation. No writer ever does, so that the lock is free; the timeout is for
// one that somebody else took.
func openEngine(path string) (bleve.Index, error) {
	return bleve.OpenUsing(filepath.Join(path, engineName), map[string]any{"read_only": true, "bolt_timeout": "1s"})
}

// writeColumns opens the finished engine for the order in which it numbers the questions.
func writeColumns(path string, columns *columnWriter) error {
	opened, err := openEngine(path)
	if err != nil {
		return fmt.Errorf("reading the new index: %w", err)
	}
	defer opened.Close()
	x := &Index{engine: opened}
	if err := x.withReader(func(r engine.IndexReader) error { return columns.write(path, r) }); err != nil {
		return fmt.Errorf("writing the columns: %w", err)
	}
	return nil
}

// addAll gives every question to the engine's offline builder. The builder cannot end without a document, so that it is
// made at the first question, and an index of none has no engine files. After an error it is left as it is: it holds no
// open files, and what it wrote goes with the generation.
func addAll(ctx context.Context, path string, t *taxonomy.Taxonomy, lexicon *lexiconWriter,
	questions iter.Seq2[*bank.Question, error], progress func(done int)) (count int, err error) {
	var builder bleve.Builder
	columns := newColumnWriter()
	for q, err := range analysed(questions, lexicon) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return count, err
		}
		if builder == nil {
			builder, err = bleve.NewBuilder(filepath.Join(path, engineName), newMapping(t, columns),
				map[string]any{"batchSize": batchSize, "buildPathPrefix": path})
			if err != nil {
				return count, fmt.Errorf("starting the index: %w", err)
			}
		}
		if columns.rows[q.ID] != nil { // the engine would drop one of the two, or take both
			return count, fmt.Errorf("indexing %s: two questions have this ID", q.ID)
		}
		if err := builder.Index(q.ID, q); err != nil {
			return count, fmt.Errorf("indexing %s: %w", q.ID, err)
		}
		if count++; count%batchSize == 0 {
			progress(count)
		}
	}
	if builder == nil {
		return 0, nil
	}
	if err := lexicon.write(path); err != nil {
		return count, fmt.Errorf("writing the words: %w", err)
	}
	// Now the engine maps all that it wrote so far and makes one segment of it: the time when most memory is in use.
	lexicon.words = nil
	debug.FreeOSMemory()
	defer debug.SetGCPercent(debug.SetGCPercent(mergingGC))
	if err := builder.Close(); err != nil {
		return count, fmt.Errorf("writing the index: %w", err)
	}
	return count, writeColumns(path, columns)
}

// analysed reads questions and analyses their texts in a goroutine of its own, up to analysedAhead before they are handed on.
// When it ends, nothing of it runs any more.
func analysed(questions iter.Seq2[*bank.Question, error], l *lexiconWriter) iter.Seq2[*entry, error] {
	type result struct {
		entry *entry
		err   error
	}
	return func(yield func(*entry, error) bool) {
		ready, stop := make(chan result, analysedAhead), make(chan struct{})
		hand := func(r result) bool {
			select {
			case ready <- r:
				return true
			case <-stop:
				return false
			}
		}
		go func() {
			defer close(ready)
			err := guard(func() error {
				number := uint32(0)
				for q, err := range questions {
					number++
					r := result{err: err}
					switch {
					case err != nil:
					case q == nil || q.ID == "":
						r.err = fmt.Errorf("indexing question %d: it has no ID; the store gives each question one", number)
					default:
						r.entry = newEntry(q, l, number)
					}
					if !hand(r) {
						return nil
					}
				}
				return nil
			})
			if err != nil {
				hand(result{err: err})
			}
		}()
		defer func() {
			close(stop)
			for range ready { // until it has ended
			}
		}()
		for r := range ready {
			if !yield(r.entry, r.err) {
				return
			}
		}
	}
}

// readCurrent returns the name of the live generation.
func readCurrent(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, currentName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNone
	}
	if err != nil {
		return "", damaged(err)
	}
	name := strings.TrimSpace(string(data))
	if _, ok := generationNumber(name); !ok {
		return "", damaged(fmt.Errorf("%s does not name a generation", currentName))
	}
	return name, nil
}

// setCurrent makes a generation the live one, by rename, so that a reader sees the old name or the new one.
func setCurrent(dir, name string) error {
	draft, current := filepath.Join(dir, currentName+".new"), filepath.Join(dir, currentName)
	err := os.WriteFile(draft, []byte(name+"\n"), 0o644)
	if err == nil {
		err = syncPath(draft)
	}
	if info, missing := os.Lstat(current); missing == nil && info.IsDir() { // damage that a rename does not replace
		_ = os.RemoveAll(current)
	}
	if err == nil {
		err = os.Rename(draft, current)
	}
	if err == nil {
		err = syncPath(dir)
	}
	if err != nil {
		return fmt.Errorf("switching to the new index: %w", err)
	}
	return nil
}

func generationNumber(name string) (int, bool) {
	digits, ok := strings.CutPrefix(name, generation)
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0
}

// generations returns the names of all generations in the folder.
func generations(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if _, ok := generationNumber(e.Name()); ok {
			names = append(names, e.Name())
		}
	}
	return names
}

func nextGeneration(dir string) string {
	last := 0
	for _, name := range generations(dir) {
		n, _ := generationNumber(name)
		last = max(last, n)
	}
	return generation + strconv.Itoa(last+1)
}

// removeOthers removes every generation but one. One that a reader has open stays until the next builder comes.
func removeOthers(dir, live string) {
	for _, name := range generations(dir) {
		if name != live {
			removeGeneration(filepath.Join(dir, name))
		}
	}
}

func removeGeneration(path string) {
	lock := manifestLock(path)
	defer lock.Close()
	// An error means that there is no manifest, of a builder that was killed, or that locks are not supported.
	if locked, err := lock.TryLock(); err == nil && !locked {
		return
	}
	_ = os.RemoveAll(path)
}

// syncTree writes a folder and everything in it out to the disk.
func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return syncPath(path)
	})
}

func syncPath(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
