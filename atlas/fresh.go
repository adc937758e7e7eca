package atlas

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"

	"github.com/gofrs/flock"
)

// linking counts the changes of how questions are linked: a new number makes all links anew.
const linking = "2"

const (
	lockWait  = 2 * time.Minute // for another import to finish
	lockRetry = 100 * time.Millisecond
)

func (a *Atlas) linkStamp() string { return a.taxonomy.Hash() + "-" + linking }

// stamp identifies everything that the index and the counts are made from.
func (a *Atlas) stamp(s *bank.Store) (string, error) {
	revision, err := s.Revision()
	if err != nil {
		return "", err
	}
	links, err := s.LinkStamp()
	return revision + "-" + links, err
}

// lock keeps other processes from changing the atlas. When wait is false it fails at once with errBusy.
func (a *Atlas) lock(ctx context.Context, wait bool) (unlock func(), err error) {
	if err := os.MkdirAll(a.options.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the atlas folder: %w", err)
	}
	l := flock.New(a.path("write.lock"))
	ok, err := l.TryLock()
	if err == nil && !ok && wait {
		a.options.Note("another mlatlas is changing this atlas; waiting for it")
		ctx, cancel := context.WithTimeout(ctx, lockWait)
		defer cancel()
		ok, err = l.TryLockContext(ctx, lockRetry)
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("%s cannot be changed: %w", a.options.Dir, err)
	}
	if !ok {
		return nil, errBusy
	}
	return func() { l.Unlock() }, nil
}

var errBusy = errors.New("another mlatlas is changing this atlas; try again when it is done")

// relink makes the links anew if the taxonomy or the linking has changed since. A folder that cannot be written, or one
// that is being written, keeps its links, with a note.
func (a *Atlas) relink(ctx context.Context) error {
	links, err := a.store.LinkStamp()
	if err != nil || links == a.linkStamp() {
		return err
	}
	unlock, err := a.lock(ctx, false)
	if err != nil {
		a.options.Note("the taxonomy has changed, but the links of the questions are older: %v", err)
		return nil
	}
	defer unlock()
	w, err := bank.Open(a.path("bank.db"))
	if err != nil {
		a.options.Note("the taxonomy has changed, but the links of the questions are older: %v", err)
		return nil
	}
	defer w.Close()
	return w.Relink(ctx, a.taxonomy, a.linkStamp(), func(done int) { a.options.Progress("linking", done, 0) })
}

// fresh opens the store and brings its links up to date.
func (a *Atlas) fresh(ctx context.Context) (*bank.Store, error) {
	s, err := a.questions(ctx)
	if err != nil {
		return nil, err
	}
	return s, a.relink(ctx)
}

// searchable returns the index, built first if it is missing, damaged or older than the questions.
func (a *Atlas) searchable(ctx context.Context) (*index.Index, error) {
	if a.index != nil {
		return a.index, nil
	}
	s, err := a.fresh(ctx)
	if err != nil {
		return nil, err
	}
	want, err := a.stamp(s)
	if err != nil {
		return nil, err
	}
	meta, err := index.ReadMeta(a.path("index"))
	if err == nil && meta.Stamp == want {
		if a.index, err = index.Open(a.path("index"), a.taxonomy); err == nil {
			return a.index, nil
		}
	}
	if errors.Is(err, index.ErrDamaged) {
		a.options.Note("%v; building it anew, no question is lost", err)
	}
	if built := a.buildIndex(ctx, s, want); built != nil {
		return a.openOld(ctx, built)
	}
	a.index, err = index.Open(a.path("index"), a.taxonomy)
	return a.index, err
}

// openOld falls back on the last index when a new one could not be built.
func (a *Atlas) openOld(ctx context.Context, why error) (*index.Index, error) {
	if ctx.Err() != nil {
		return nil, why
	}
	x, err := index.Open(a.path("index"), a.taxonomy)
	if err != nil {
		return nil, fmt.Errorf("building the search index: %w", why)
	}
	a.options.Note("searching the state of %s: %v", x.Meta().Built.Local().Format("2006-01-02 15:04"), why)
	a.index = x
	return x, nil
}

// buildIndex builds the index unless another process is importing, which will build it when it is done.
func (a *Atlas) buildIndex(ctx context.Context, s *bank.Store, stamp string) error {
	unlock, err := a.lock(ctx, false)
	if err != nil {
		return err
	}
	defer unlock()
	return a.buildIndexLocked(ctx, s, stamp)
}

// buildIndexIfStale is for a caller that holds the lock.
func (a *Atlas) buildIndexIfStale(ctx context.Context, s *bank.Store, stamp string) error {
	if meta, err := index.ReadMeta(a.path("index")); err == nil && meta.Stamp == stamp {
		return nil
	}
	return a.buildIndexLocked(ctx, s, stamp)
}

func (a *Atlas) buildIndexLocked(ctx context.Context, s *bank.Store, stamp string) error {
	total, err := s.Count(ctx)
	if err != nil {
		return err
	}
	meta := index.Meta{Stamp: stamp, Built: a.options.Now().UTC()}
	counter := graph.NewCounter()
	err = index.Build(ctx, a.path("index"), &meta, a.taxonomy, counted(s.All(ctx), counter), func(done int) { a.options.Progress("indexing", done, total) })
	if err == nil {
		a.counted = counter.Counts()
		a.counted.Stamp = stamp
	}
	return err
}

// counted counts questions on their way into the index, which saves reading them again.
func counted(questions iter.Seq2[*bank.Question, error], c *graph.Counter) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for q, err := range questions {
			if err == nil {
				err = c.Add(q)
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

// network returns the concept graph over the questions. An atlas without questions gives the graph of the taxonomy alone.
func (a *Atlas) network(ctx context.Context) (*graph.Graph, error) {
	if a.graph != nil {
		return a.graph, nil
	}
	counts := &graph.Counts{}
	s, err := a.fresh(ctx)
	if err == nil {
		counts, err = a.counts(ctx, s)
	}
	if err != nil && !errors.Is(err, ErrEmpty) {
		return nil, err
	}
	a.graph = graph.New(a.taxonomy, counts)
	return a.graph, nil
}

// counts reads the concept counts, or counts and keeps them if they are missing, damaged or older than the questions. That
// they cannot be kept, in a folder that cannot be written, is no error.
func (a *Atlas) counts(ctx context.Context, s *bank.Store) (*graph.Counts, error) {
	want, err := a.stamp(s)
	if err != nil {
		return nil, err
	}
	file := a.path("graph", "counts.json")
	if c, err := graph.ReadCounts(file); err == nil && c.Stamp == want {
		return c, nil
	}
	c := a.counted
	if c == nil || c.Stamp != want {
		if c, err = graph.Count(s.All(ctx)); err != nil {
			return nil, err
		}
		c.Stamp = want
	}
	if err := os.MkdirAll(a.path("graph"), 0o755); err == nil {
		_ = graph.WriteCounts(file, c)
	}
	return c, nil
}
