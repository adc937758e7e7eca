package index

import (
	"cmp"
	"slices"
	"unicode/utf8"

	engine "github.com/blevesearch/bleve_index_api"
)

// leastBeginning is how many letters are needed before words are offered.
const leastBeginning = 2

// Complete returns up to limit ways to go on with a query: concepts by how many questions are about them, fields, then
// words of the questions, most frequent first.
func (x *Index) Complete(text, exam string, limit int) ([]Completion, error) {
	var list []Completion
	err := x.use(func() (err error) {
		note := func(e error) { err = cmp.Or(err, e) }
		c := Completer{Taxonomy: x.taxonomy, Exam: exam,
			Values: func(field string) []string {
				values, e := x.values(map[string]string{"bank": fieldBank, "tag": fieldTag}[field])
				note(e)
				return values
			},
			Questions: func(id string) int { return x.holders(fieldConcept, id) },
			Words:     x.wordsBeginning}
		list = c.Complete(text, limit)
		return err
	})
	return list, err
}

// holders is the number of questions that have a term in a field.
func (x *Index) holders(field, term string) int {
	count := 0
	// A dictionary that cannot be read shows in the search itself.
	_ = x.eachTerm(field, func(r engine.IndexReader) (engine.FieldDict, error) {
		return r.FieldDictRange(field, []byte(term), []byte(term))
	}, func(e *engine.DictEntry) bool {
		if e.Term == term {
			count = int(e.Count)
		}
		return false
	})
	return count
}

// wordsBeginning returns the n most frequent words that begin so.
func (x *Index) wordsBeginning(text string, n int) []string {
	text = normalise(text)
	if utf8.RuneCountInString(text) < leastBeginning || x.engine == nil {
		return nil
	}
	words := slices.Clone(beginning(x.lexicon(), text))
	slices.SortFunc(words, func(a, b lexeme) int {
		return cmp.Or(cmp.Compare(b.questions, a.questions), cmp.Compare(a.text, b.text))
	})
	var list []string
	for _, w := range words[:min(n, len(words))] {
		list = append(list, w.text)
	}
	return list
}
