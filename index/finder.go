package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// finder is what a tree is compiled to.
type finder interface {
	// find returns the questions that match; the bitmap is not to be changed.
	find(r *reader) (*roaring.Bitmap, error)
	// score adds weight times its score to each of some questions that it matches.
	score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error
	// mark returns what matches in the texts of a question, and whether they let it match at all.
	mark(t texts) ([]marked, bool)
}

func (w word) find(r *reader) (*roaring.Bitmap, error) {
	p, err := r.postings(w)
	if err != nil {
		return nil, err
	}
	return p.questions, nil
}

func (w word) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	return r.score(w, in, weight, scores)
}

func (w word) mark(t texts) ([]marked, bool) {
	list := t[w]
	return list, len(list) > 0 || slices.Contains(keywordFields, w.field)
}

// every matches all questions.
type every struct{}

func (every) find(r *reader) (*roaring.Bitmap, error) {
	all := roaring.New()
	all.AddRange(0, uint64(r.count))
	return all, nil
}

func (every) score(_ *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	addTo(scores, in, weight)
	return nil
}

func (every) mark(texts) ([]marked, bool) { return nil, true }

func addTo(scores []float64, in *roaring.Bitmap, weight float64) {
	for numbers := in.Iterator(); numbers.HasNext(); {
		scores[numbers.Next()] += weight
	}
}

// weighted is one part of a sum.
type weighted struct {
	finder   finder
	weight   float64
	constant bool // the part scores its weight, whatever its finder scores
}

// sum matches what any of its parts matches and scores the sum of weight times score over the parts that match.
type sum []weighted

func (s sum) find(r *reader) (*roaring.Bitmap, error) {
	var parts []*roaring.Bitmap
	for _, w := range s {
		found, err := w.finder.find(r)
		if err != nil {
			return nil, err
		}
		parts = append(parts, found)
	}
	return roaring.FastOr(parts...), nil
}

func (s sum) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	for _, w := range s {
		if err := w.score(r, in, weight, scores); err != nil {
			return err
		}
	}
	return nil
}

func (w weighted) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	if !w.constant {
		return w.finder.score(r, in, weight*w.weight, scores)
	}
	found, err := w.finder.find(r)
	if err == nil {
		addTo(scores, roaring.And(found, in), weight*w.weight)
	}
	return err
}

func (s sum) mark(t texts) (list []marked, match bool) {
	for _, w := range s {
		if part, ok := w.finder.mark(t); ok {
			list, match = append(list, part...), true
		}
	}
	return list, match
}

// anyWord matches what has any of the words.
func anyWord(field string, terms []string) sum {
	var words sum
	for _, t := range terms {
		words = append(words, weighted{finder: word{field, t}, weight: 1})
	}
	return words
}

// both matches what all of its parts match and scores the sum of their scores. What it must not match may be nil.
type both struct {
	must, not []finder
}

func (b *both) find(r *reader) (*roaring.Bitmap, error) {
	if found := r.found[b]; found != nil {
		return found, nil
	}
	var all *roaring.Bitmap
	for _, m := range b.must {
		found, err := m.find(r)
		switch {
		case err != nil:
			return nil, err
		case all == nil:
			all = found.Clone()
		default:
			all.And(found)
		}
	}
	for _, n := range b.not {
		found, err := n.find(r)
		if err != nil {
			return nil, err
		}
		all.AndNot(found)
	}
	r.found[b] = all
	return all, nil
}

// within returns the questions among some that it matches.
func (b *both) within(r *reader, in *roaring.Bitmap) (*roaring.Bitmap, error) {
	found, err := b.find(r)
	if err != nil || found == in {
		return found, err
	}
	return roaring.And(found, in), nil
}

func (b *both) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	found, err := b.within(r, in)
	for i := 0; i < len(b.must) && err == nil; i++ {
		err = b.must[i].score(r, found, weight, scores)
	}
	return err
}

func (b *both) mark(t texts) (list []marked, match bool) {
	for _, m := range b.must {
		part, ok := m.mark(t)
		if !ok {
			return nil, false
		}
		list = append(list, part...)
	}
	return list, true
}
