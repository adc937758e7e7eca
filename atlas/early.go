package atlas

import (
	"context"
	"errors"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
)

// The first import into an atlas builds the index while it reads: each question goes on from the store to the engine, which
// saves reading all of them again, and the two work on different processors. The index is made live only when everything is
// stored. Whatever goes wrong on the way, the index is built from the store afterwards, as it is after any later import.

// earlyIndex is an index that is built during an import.
type earlyIndex struct {
	begin     func() // at the first question
	begun     bool
	questions chan *bank.Question
	ended     chan struct{} // when the builder has
	spoiled   error         // why it must not become live; set before questions is closed
	closed    bool

	meta    index.Meta
	counter *graph.Counter
	built   error
}

// earlyAhead is how many questions may wait for the index.
const earlyAhead = 64

var errSpoiled = errors.New("the import did not keep what it read")

// beginIndex starts the index of an import into a store that has never held anything; nil for another one.
func (a *Atlas) beginIndex(ctx context.Context, s *bank.Store, o ImportOptions) *earlyIndex {
	if revision, err := s.Revision(); err != nil || revision != "0" || o.DryRun {
		return nil
	}
	e := &earlyIndex{questions: make(chan *bank.Question, earlyAhead), ended: make(chan struct{}), counter: graph.NewCounter()}
	e.begin = func() { go e.build(ctx, a) }
	return e
}

func (e *earlyIndex) build(ctx context.Context, a *Atlas) {
	defer close(e.ended)
	e.built = index.Build(ctx, a.path("index"), &e.meta, a.taxonomy, counted(e.all, e.counter), nil)
	for range e.questions { // after an error nobody else takes them
	}
}

func (e *earlyIndex) all(yield func(*bank.Question, error) bool) {
	for q := range e.questions {
		if !yield(q, nil) {
			return
		}
	}
	if e.spoiled != nil {
		yield(nil, e.spoiled)
	}
}

// take returns what an import tells of its questions.
func (e *earlyIndex) take() func(*bank.Question) {
	if e == nil || e.closed {
		return nil
	}
	return func(q *bank.Question) {
		if !e.begun {
			e.begun = true
			e.begin()
		}
		e.questions <- q
	}
}

// spoil gives the index up, if it is not finished yet.
func (e *earlyIndex) spoil() {
	if e == nil || e.closed {
		return
	}
	e.spoiled = errSpoiled
	e.end()
}

// finish makes the index live, as one of the state that stamp names, and returns the counts; nil if it was given up.
func (e *earlyIndex) finish(a *Atlas, stamp string) *graph.Counts {
	if e == nil || e.closed || !e.begun {
		return nil
	}
	e.meta.Stamp, e.meta.Built = stamp, a.options.Now().UTC()
	e.end()
	if e.built != nil {
		return nil
	}
	counts := e.counter.Counts()
	counts.Stamp = stamp
	return counts
}

func (e *earlyIndex) end() {
	e.closed = true
	close(e.questions)
	if e.begun {
		<-e.ended
	}
}
