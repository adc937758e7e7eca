package index

import (
	"cmp"
	"container/heap"
	"context"
	"slices"

	engine "github.com/blevesearch/bleve_index_api"
)

// match is a question that a query found, by the engine's number.
type match struct {
	number uint32
	score  float64
	rank   uint32
}

// better orders matches by score, best first, and equal ones by rank.
func better(a, b match) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.rank, b.rank))
}

func byRank(a, b match) int { return cmp.Compare(a.rank, b.rank) }

// best keeps the first of all matches that are put to it, as a heap with the last of them on top.
type best struct {
	size    int
	compare func(a, b match) int
	kept    []match
}

func (b *best) Len() int           { return len(b.kept) }
func (b *best) Less(i, j int) bool { return b.compare(b.kept[i], b.kept[j]) > 0 }
func (b *best) Swap(i, j int)      { b.kept[i], b.kept[j] = b.kept[j], b.kept[i] }
func (b *best) Push(m any)         { b.kept = append(b.kept, m.(match)) }
func (b *best) Pop() any           { return nil } // never called: a match leaves by being overwritten

func (b *best) put(m match) {
	switch {
	case len(b.kept) < b.size:
		heap.Push(b, m)
	case b.size > 0 && b.compare(m, b.kept[0]) < 0:
		b.kept[0] = m
		heap.Fix(b, 0)
	}
}

// from returns what is kept behind the first offset, in order.
func (b *best) from(offset int) []match {
	slices.SortFunc(b.kept, b.compare)
	return b.kept[min(offset, len(b.kept)):]
}

// found is what a query finds: the matches of one page, and how many have each value of the facets asked for.
type found struct {
	total  int
	page   []match
	counts map[string][]int // by facet, in the order of its values
}

// run finds all matches of a query, counting and keeping the page.
func (x *Index) run(ctx context.Context, r Request, q finder) (*found, error) {
	ranks, compare := x.columns.byID, better
	switch r.Sort {
	case "id":
		compare = byRank
	case "number":
		ranks, compare = x.columns.byNumber, byRank
	}
	limit := max(r.Limit, 0)
	if r.Limit == 0 {
		limit = defaultLimit
	}
	top := &best{compare: compare}
	if limit > 0 {
		top.size = r.Offset + limit
	}
	result := &found{counts: map[string][]int{}}
	counters := x.counters(r.Facets, result.counts)
	err := x.eachMatch(ctx, q, func(number uint32, score float64) {
		result.total++
		top.put(match{number, score, ranks[number]})
		for _, c := range counters {
			c.count(uint64(number))
		}
	})
	result.page = top.from(r.Offset)
	return result, err
}

// eachMatch calls f for every question that a query finds, in the order of the engine's numbers.
func (x *Index) eachMatch(ctx context.Context, q finder, f func(number uint32, score float64)) error {
	return x.read(ctx, func(r *reader) error {
		matches, err := q.find(r)
		if err != nil || matches.IsEmpty() {
			return err
		}
		scores := make([]float64, r.count)
		if err := q.score(r, matches, 1, scores); err != nil {
			return err
		}
		for numbers := matches.Iterator(); numbers.HasNext(); {
			n := numbers.Next()
			f(n, scores[n])
		}
		return ctx.Err()
	})
}

// withReader runs what reads the engine directly.
func (x *Index) withReader(f func(engine.IndexReader) error) error {
	inner, err := x.engine.Advanced()
	if err != nil {
		return err
	}
	reader, err := inner.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	return f(reader)
}

// hits reads the IDs of matches.
func (x *Index) hits(matches []match, p *prepared) ([]Hit, error) {
	hits := make([]Hit, 0, len(matches))
	err := x.withReader(func(r engine.IndexReader) error {
		for _, m := range matches {
			id, err := r.ExternalID(engine.NewIndexInternalID(nil, uint64(m.number)))
			if err != nil {
				return damaged(err)
			}
			hits = append(hits, Hit{ID: id, Score: m.score, query: p.query, topics: p.topics})
		}
		return nil
	})
	return hits, err
}
