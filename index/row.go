package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// row matches terms that stand in a row in one text of a field; any of the forms of a place fits, and an empty form
// leaves a gap. It scores what its terms score.
type row struct {
	field string
	forms [][]string
}

// newRow makes a row without gaps at either end.
func newRow(field string, forms [][]string) *row {
	gap := func(f []string) bool { return f[0] == "" }
	for len(forms) > 0 && gap(forms[0]) {
		forms = forms[1:]
	}
	for len(forms) > 0 && gap(forms[len(forms)-1]) {
		forms = forms[:len(forms)-1]
	}
	return &row{field, forms}
}

// start is where a row may begin in a question: an option and a position.
type start struct{ option, position int }

// startOf is where a row starts of which a term stands so many places behind the first.
func startOf(l segment.Location, places int) start {
	s := start{position: int(l.Pos()) - places}
	if options := l.ArrayPositions(); len(options) > 0 {
		s.option = int(options[0])
	}
	return s
}

func (w *row) find(r *reader) (*roaring.Bitmap, error) {
	if found := r.found[w]; found != nil {
		return found, nil
	}
	found := roaring.New()
	starts, err := w.starts(r)
	for question := range starts {
		found.Add(question)
	}
	r.found[w] = found
	return found, err
}

// starts returns where the row stands in the questions that have all of its terms.
func (w *row) starts(r *reader) (map[uint32][]start, error) {
	candidates, err := w.candidates(r)
	if err != nil {
		return nil, err
	}
	starts := map[uint32][]start{}
	first := true
	for i, forms := range w.forms {
		if forms[0] == "" {
			continue
		}
		next := map[uint32][]start{}
		for _, form := range forms {
			err := r.each(word{w.field, form}, candidates, true, func(p segment.Posting) {
				question := uint32(p.Number())
				for _, l := range p.Locations() {
					if s := startOf(l, i); first || slices.Contains(starts[question], s) {
						next[question] = append(next[question], s)
					}
				}
			})
			if err != nil {
				return nil, err
			}
		}
		starts, first = next, false
	}
	return starts, nil
}

// candidates have all of the terms, wherever they stand.
func (w *row) candidates(r *reader) (*roaring.Bitmap, error) {
	terms := &both{}
	for _, forms := range w.forms {
		if forms[0] != "" {
			terms.must = append(terms.must, anyWord(w.field, forms))
		}
	}
	if len(terms.must) == 0 {
		return roaring.New(), nil
	}
	return terms.find(r)
}

func (w *row) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	found, err := w.find(r)
	if err != nil {
		return err
	}
	found = roaring.And(found, in)
	for _, forms := range w.forms {
		if forms[0] == "" {
			continue
		}
		if err := anyWord(w.field, forms).score(r, found, weight, scores); err != nil {
			return err
		}
	}
	return nil
}

func (w *row) mark(t texts) ([]marked, bool) {
	var starts, list []marked // at the first term, and all
	for i, forms := range w.forms {
		var here []marked
		for _, form := range forms {
			here = append(here, t[word{w.field, form}]...)
		}
		switch {
		case i == 0:
			starts = here
		case forms[0] != "":
			starts = slices.DeleteFunc(starts, func(s marked) bool { return !follows(here, s, i) })
		}
		list = append(list, here...)
	}
	last := len(w.forms) - 1
	return slices.DeleteFunc(list, func(m marked) bool {
		return !slices.ContainsFunc(starts, func(s marked) bool {
			return s.zone == m.zone && m.position >= s.position && m.position <= s.position+last
		})
	}), len(starts) > 0
}

// follows reports whether one of the terms stands so many places behind a start.
func follows(list []marked, s marked, places int) bool {
	return slices.ContainsFunc(list, func(m marked) bool { return m.zone == s.zone && m.position == s.position+places })
}
