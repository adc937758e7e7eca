package index

import (
	"cmp"
	"slices"

	engine "github.com/blevesearch/bleve_index_api"
)

// minSuggest is the shortest word that another is suggested for: any three letters are near any others.
const minSuggest = 4

// didYouMean returns the query with every word that no question has replaced by the one that was meant; "" if there is
// nothing to replace, or no word near.
func (x *Index) didYouMean(n Node) (string, error) {
	if n == nil {
		return "", nil
	}
	var failed error
	changed := false
	better := Map(n, func(n Node) Node {
		t, ok := n.(Term)
		if !ok || t.Quoted || t.Prefix || t.Slips > 0 || t.Field != "" {
			return n
		}
		word, err := x.respell(t.Text)
		if err != nil {
			failed = err
		}
		if word != "" {
			t.Text = word
			changed = true
		}
		return t
	})
	if failed != nil || !changed {
		return "", failed
	}
	return better.String(), nil
}

// nearestWord returns the word that an unknown one was meant to be: the fewest slips, then the one in most questions.
func (x *Index) nearestWord(text string) (string, error) {
	chunks := analyze(text)
	if len(chunks) != 1 || len(chunks[0].parts) != 1 {
		return "", nil
	}
	p := chunks[0].parts[0]
	if len([]rune(p.lower)) < minSuggest || x.known(p.lower) || p.stem != "" && x.known(p.stem) {
		return "", nil
	}
	type near struct {
		word     string
		distance int
		count    uint64
	}
	var all []near
	for _, f := range textFields {
		err := x.similar(Term{Text: p.lower, Slips: 2}, f.name, func(e *engine.DictEntry) bool {
			all = append(all, near{e.Term, editDistance(p.lower, e.Term), e.Count})
			return len(all) < maxExpansion
		})
		if err != nil {
			return "", err
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	best := slices.MinFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(b.count, a.count),
			cmp.Compare(len(b.word), len(a.word)), cmp.Compare(a.word, b.word))
	})
	return best.word, nil
}

// respell returns the word that a word of a query was meant to be, if no question has it and no name in the taxonomy: a
// word of a name that is one letter off, or the nearest word of some question. "" leaves the word as it is.
func (x *Index) respell(text string) (string, error) {
	if _, named := x.taxonomy.Find(text); named || x.engine == nil || !searchable(text) {
		return "", nil
	}
	chunks := analyze(text)
	if len(chunks) != 1 || len(chunks[0].parts) != 1 {
		return "", nil
	}
	p := chunks[0].parts[0]
	if x.known(p.lower) || p.stem != "" && x.known(p.stem) {
		return "", nil
	}
	if meant := x.taxonomy.Linker().Spell(p.lower); meant != "" {
		return meant, nil
	}
	return x.nearestWord(text)
}
