package index

import (
	"context"
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	engine "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A search reads the postings of the engine itself, term by term: first which questions have a term, as bitmaps, which
// costs next to nothing; then, of the questions that the whole query finds, how often they have it. Walking all terms of
// a query side by side, as the engine does, took five times as long where three words have forty lists of postings.
//
// A term scores by BM25 as the engine has it: idf * k1*f / (f + k1*(1 - b + b*length/average)), where a question has the
// term f times in a field of length terms, average is that of all questions, and idf is ln(1 + (N-n+0.5)/(n+0.5)) for n of
// N questions that have it. So a term scores less than k1 times its idf.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// word is a term in a field.
type word struct{ field, term string }

// postings are the questions that have a word, by the engine's numbers.
type postings struct {
	list      segment.PostingsList
	questions *roaring.Bitmap // not to be changed
}

// reader reads postings for one search.
type reader struct {
	ctx          context.Context
	segment      segment.Segment
	count        int
	lengths      map[string]uint64 // of the manifest
	dictionaries map[string]segment.TermDictionary
	words        map[word]*postings
	found        map[finder]*roaring.Bitmap // of what takes long to find
	shares       map[*soft]*shares
}

// read runs what reads postings. The builder leaves one segment, so that its numbers are those of the columns.
func (x *Index) read(ctx context.Context, f func(*reader) error) error {
	err := x.withReader(func(r engine.IndexReader) error {
		snapshot, ok := r.(*scorch.IndexSnapshot)
		if !ok || len(snapshot.Segments()) != 1 {
			return fmt.Errorf("the engine's files are not those of one segment")
		}
		return f(&reader{ctx: ctx, segment: snapshot.Segments()[0].Segment(), count: x.manifest.Meta.Questions,
			lengths: x.manifest.Lengths, dictionaries: map[string]segment.TermDictionary{}, words: map[word]*postings{},
			found: map[finder]*roaring.Bitmap{}, shares: map[*soft]*shares{}})
	})
	if err != nil {
		return searchError(ctx, err)
	}
	return nil
}

// postings returns the postings of a word.
func (r *reader) postings(w word) (*postings, error) {
	if p := r.words[w]; p != nil {
		return p, nil
	}
	if r.ctx.Err() != nil {
		return nil, r.ctx.Err()
	}
	dictionary := r.dictionaries[w.field]
	if dictionary == nil {
		var err error
		if dictionary, err = r.segment.Dictionary(w.field); err != nil {
			return nil, err
		}
		r.dictionaries[w.field] = dictionary
	}
	list, err := dictionary.PostingsList([]byte(w.term), nil, nil)
	if err != nil {
		return nil, err
	}
	p := &postings{list, questionsOf(list)}
	r.words[w] = p
	return p, nil
}

// questionsOf returns the bitmap of a list, which the engine keeps apart from the rest. A list of one has none.
func questionsOf(list segment.PostingsList) *roaring.Bitmap {
	numbers, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return roaring.New()
	}
	if number, one := numbers.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(number))
	}
	if found := numbers.ActualBitmap(); found != nil {
		return found
	}
	return roaring.New()
}

// each calls f for the postings of a word in some questions, in order.
func (r *reader) each(w word, in *roaring.Bitmap, locations bool, f func(segment.Posting)) error {
	p, err := r.postings(w)
	if err != nil {
		return err
	}
	wanted := roaring.And(p.questions, in)
	if wanted.IsEmpty() {
		return nil
	}
	list := p.list.Iterator(true, true, locations, nil)
	if wanted.GetCardinality() < p.questions.GetCardinality()/fewPostings {
		return jump(list, wanted, f)
	}
	if some, ok := list.(segment.OptimizablePostingsIterator); ok && wanted.GetCardinality() < p.questions.GetCardinality() {
		some.ReplaceActual(wanted)
	}
	for {
		posting, err := list.Next()
		if err != nil || posting == nil {
			return err
		}
		f(posting)
	}
}

// fewPostings is the share, one in so many, under which postings are jumped to rather than passed.
const fewPostings = 16

func jump(list segment.PostingsIterator, wanted *roaring.Bitmap, f func(segment.Posting)) error {
	for numbers := wanted.Iterator(); numbers.HasNext(); {
		posting, err := list.Advance(uint64(numbers.Next()))
		if err != nil || posting == nil {
			return err
		}
		f(posting)
	}
	return nil
}

// score adds weight times BM25 of a word to the scores of some questions.
func (r *reader) score(w word, in *roaring.Bitmap, weight float64, scores []float64) error {
	p, err := r.postings(w)
	if err != nil {
		return err
	}
	n, all := float64(p.questions.GetCardinality()), float64(r.count)
	top := weight * bm25K1 * math.Log(1+(all-n+0.5)/(n+0.5))
	average := math.Ceil(float64(max(r.lengths[w.field], 1)) / all)
	return r.each(w, in, false, func(p segment.Posting) {
		frequency, norm := float64(p.Frequency()), p.Norm()
		length := 1 / (norm * norm)
		scores[p.Number()] += top * frequency / (frequency + bm25K1*(1-bm25B+bm25B*length/average))
	})
}
