package index

import (
	"context"
	"math"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	engine "github.com/blevesearch/bleve_index_api"
)

// weighted is one part of a sum.
type weighted struct {
	query    query.Query
	weight   float64
	constant bool // the part scores its weight, whatever its query scores
}

func (w weighted) score(match *search.DocumentMatch) float64 {
	if w.constant {
		return w.weight
	}
	return w.weight * match.Score
}

// sum matches what any of its parts matches and scores the sum of weight times score over the parts that match. The
// engine's own disjunction multiplies by the share of the parts that match and rescales all weights, so that a word in
// one field of four would count a quarter and no bound could be given for a score. Under a sum terms keep plain BM25.
type sum []weighted

// Searcher opens the parts.
func (s sum) Searcher(ctx context.Context, r engine.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (
	search.Searcher, error) {
	searcher := &sumSearcher{parts: s}
	for _, w := range s {
		child, err := w.query.Searcher(ctx, r, m, o)
		if err != nil {
			searcher.Close()
			return nil, err
		}
		searcher.children = append(searcher.children, child)
	}
	searcher.current = make([]*search.DocumentMatch, len(s))
	return searcher, nil
}

// sumSearcher walks its children side by side. current[i] is the next match of children[i], nil behind the last.
type sumSearcher struct {
	parts    sum
	children []search.Searcher
	current  []*search.DocumentMatch
	others   []*search.DocumentMatch // scratch
	shares   []float64               // of a soft sum, else nil
	started  bool
}

// Next returns the next match of any child, or of a soft sum the next that has its share.
func (s *sumSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if err := s.start(ctx); err != nil {
		return nil, err
	}
	for {
		match, share, err := s.next(ctx)
		if err != nil || match == nil || s.shares == nil {
			return match, err
		}
		if share >= leastShare {
			match.Score *= math.Pow(share, sharePower)
			return match, nil
		}
		ctx.DocumentMatchPool.Put(match)
	}
}

func (s *sumSearcher) next(ctx *search.SearchContext) (match *search.DocumentMatch, share float64, err error) {
	first := -1
	for i, m := range s.current {
		if m != nil && (first < 0 || m.IndexInternalID.Compare(s.current[first].IndexInternalID) < 0) {
			first = i
		}
	}
	if first < 0 {
		return nil, 0, nil
	}
	match = s.current[first]
	score := s.parts[first].score(match)
	share += s.share(first)
	s.others = s.others[:0]
	for i := first + 1; i < len(s.current); i++ {
		if m := s.current[i]; m != nil && m.IndexInternalID.Equals(match.IndexInternalID) {
			score += s.parts[i].score(m)
			share += s.share(i)
			s.others = append(s.others, m)
		}
	}
	match.Score = score
	match.FieldTermLocations = search.MergeFieldTermLocations(match.FieldTermLocations, s.others)
	return match, share, s.step(ctx, match)
}

func (s *sumSearcher) share(i int) float64 {
	if s.shares == nil {
		return 0
	}
	return s.shares[i]
}

func (s *sumSearcher) start(ctx *search.SearchContext) error {
	if s.started {
		return nil
	}
	s.started = true
	for i, child := range s.children {
		m, err := child.Next(ctx)
		if err != nil {
			return err
		}
		s.current[i] = m
	}
	return nil
}

// step moves the children that stand at match on. The match itself is handed out and not returned to the pool.
func (s *sumSearcher) step(ctx *search.SearchContext, match *search.DocumentMatch) error {
	for i, m := range s.current {
		if m == nil || !m.IndexInternalID.Equals(match.IndexInternalID) {
			continue
		}
		next, err := s.children[i].Next(ctx)
		if err != nil {
			return err
		}
		s.current[i] = next
		if m != match {
			ctx.DocumentMatchPool.Put(m)
		}
	}
	return nil
}

// Advance returns the first match at or behind id.
func (s *sumSearcher) Advance(ctx *search.SearchContext, id engine.IndexInternalID) (*search.DocumentMatch, error) {
	s.started = true
	for i, m := range s.current {
		if m != nil && m.IndexInternalID.Compare(id) >= 0 {
			continue
		}
		next, err := s.children[i].Advance(ctx, id)
		if err != nil {
			return nil, err
		}
		if m != nil {
			ctx.DocumentMatchPool.Put(m)
		}
		s.current[i] = next
	}
	return s.Next(ctx)
}

// Close closes the children and returns the first error.
func (s *sumSearcher) Close() error {
	var first error
	for _, child := range s.children {
		if err := child.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Weight is the same for all sums: an operator above must not rescale them.
func (s *sumSearcher) Weight() float64 { return 1 }

// SetQueryNorm does nothing, see Weight.
func (s *sumSearcher) SetQueryNorm(float64) {}

// Count is an upper bound of the matches.
func (s *sumSearcher) Count() uint64 {
	var n uint64
	for _, child := range s.children {
		n += child.Count()
	}
	return n
}

// Min is the number of children that must match beyond the first.
func (s *sumSearcher) Min() int { return 0 }

// Size is the memory of the children in bytes.
func (s *sumSearcher) Size() int {
	n := 0
	for _, child := range s.children {
		n += child.Size()
	}
	return n
}

// DocumentMatchPoolSize is the number of matches held at a time.
func (s *sumSearcher) DocumentMatchPoolSize() int {
	n := len(s.children)
	for _, child := range s.children {
		n += child.DocumentMatchPoolSize()
	}
	return n
}
