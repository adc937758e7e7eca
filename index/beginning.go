package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
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
			Words: func(beginning string, n int) []string {
				words, e := x.wordsBeginning(beginning, n)
				note(e)
				return words
			}}
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

// wordsBeginning returns the n most frequent words that begin so. The index holds words and their stems alike; a stem
// that no question has as a word ("polici") is left out.
func (x *Index) wordsBeginning(beginning string, n int) ([]string, error) {
	beginning = normalise(beginning)
	if utf8.RuneCountInString(beginning) < leastBeginning {
		return nil, nil
	}
	// A stem may end in another letter than its words, so that words are read from one letter earlier.
	_, size := utf8.DecodeLastRuneInString(beginning)
	counts, err := x.termsBeginning(beginning[:len(beginning)-size])
	if err != nil {
		return nil, err
	}
	words := wordsOfStems(counts)
	var list []string
	for _, term := range byCount(counts, beginning) {
		if len(list) == n {
			break
		}
		word, err := x.saidBeside(term, words[term])
		if err != nil {
			return nil, err
		}
		if word {
			list = append(list, term)
		}
	}
	return list, nil
}

func (x *Index) termsBeginning(beginning string) (map[string]uint64, error) {
	counts := map[string]uint64{}
	for _, f := range textFields {
		err := x.similar(Term{Text: beginning, Prefix: true}, f.name, func(e *engine.DictEntry) bool {
			counts[e.Term] = max(counts[e.Term], e.Count)
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func wordsOfStems(counts map[string]uint64) map[string][]string {
	terms := make([]string, 0, len(counts))
	for term := range counts {
		terms = append(terms, term)
	}
	words := map[string][]string{}
	for _, c := range analyze(strings.Join(terms, " ")) {
		for _, p := range c.parts {
			if p.stem != "" {
				words[p.stem] = append(words[p.stem], p.lower)
			}
		}
	}
	return words
}

func byCount(counts map[string]uint64, beginning string) []string {
	var terms []string
	for term := range counts {
		if strings.HasPrefix(term, beginning) {
			terms = append(terms, term)
		}
	}
	slices.SortFunc(terms, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return terms
}

// saidBeside reports whether some question has the term without any of the words whose stem it is.
func (x *Index) saidBeside(term string, words []string) (bool, error) {
	if len(words) == 0 {
		return true, nil
	}
	var has, not sum
	for _, f := range textFields {
		has = append(has, weighted{query: keyword(f.name, term), weight: 1, constant: true})
		for _, w := range words {
			not = append(not, weighted{query: keyword(f.name, w), weight: 1, constant: true})
		}
	}
	request := bleve.NewSearchRequestOptions(query.NewBooleanQuery([]query.Query{has}, nil, []query.Query{not}), 0, 0, false)
	found, err := x.engine.Search(request)
	if err != nil {
		return false, damaged(err)
	}
	return found.Total > 0, nil
}
