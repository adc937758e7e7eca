package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"mlatlas/bank"
)

// Questions like another one share what it tests or its rare words. Near looks for both at once and is quick, since it
// asks for a few short lists only; who wants a finer order compares the questions that it finds.
const (
	nearWords = 12 // the rarest words that are looked for
	// nearConcept is what a tested concept is worth per weight and specificity: about two rare words in the stem.
	nearConcept = 40.0
	// nearLinked is the share of it for a question that is only linked to the concept.
	nearLinked = 0.3
)

// RareWord is a word of a question.
type RareWord struct {
	Text        string  // as written
	Stem        string  // as Stems has it
	Questions   uint64  // that have it
	Information float64 // ln(1 + N/n) for n of N questions
}

// RareWords returns the words of the stem and the key of a question, each once and the rarest first.
func (x *Index) RareWords(q *bank.Question) ([]RareWord, error) {
	var words []RareWord
	err := x.use(func() error {
		for _, w := range questionWords(q) {
			w.Questions = max(x.frequency(w.Stem), 1)
			w.Information = math.Log(1 + float64(x.manifest.Meta.Questions)/float64(w.Questions))
			words = append(words, w)
		}
		return nil
	})
	slices.SortStableFunc(words, func(a, b RareWord) int {
		return cmp.Or(cmp.Compare(a.Questions, b.Questions), cmp.Compare(a.Stem, b.Stem))
	})
	return words, err
}

// Stems returns the stem of every word of the stem and the key of a question.
func Stems(q *bank.Question) map[string]bool {
	set := map[string]bool{}
	for _, w := range questionWords(q) {
		set[w.Stem] = true
	}
	return set
}

// TextStems returns the stem of every word of a text that is searched.
func TextStems(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range stemWords(text) {
		set[w.Stem] = true
	}
	return set
}

func questionWords(q *bank.Question) []RareWord {
	texts := []string{q.Asked()}
	for _, o := range q.Options {
		if o.Correct {
			texts = append(texts, o.Text)
		}
	}
	if len(q.Options) == 0 {
		texts = append(texts, q.Answer...)
	}
	return stemWords(strings.Join(texts, "\n"))
}

func stemWords(text string) []RareWord {
	var words []RareWord
	seen := map[string]bool{}
	for _, c := range analyze(text) {
		for _, p := range c.parts {
			stem := cmp.Or(p.stem, p.lower)
			if !p.stop() && !seen[stem] {
				seen[stem] = true
				words = append(words, RareWord{Text: text[p.start:p.end], Stem: stem})
			}
		}
	}
	return words
}

// Near returns the IDs of up to limit other questions that share the concepts or the rare words of a question, those that
// share most first. The words are those of RareWords.
func (x *Index) Near(ctx context.Context, q *bank.Question, words []RareWord, limit int) ([]string, error) {
	parts := append(x.nearConcepts(q), nearStems(words)...)
	if x.engine == nil || len(parts) == 0 {
		return nil, ctx.Err()
	}
	var ids []string
	err := x.use(func() error {
		found, err := x.run(ctx, Request{Limit: limit + 1}, parts)
		if err != nil {
			return err
		}
		hits, err := x.hits(found.page, &prepared{})
		if err != nil {
			return err
		}
		for _, h := range hits {
			if h.ID != q.ID && len(ids) < limit {
				ids = append(ids, h.ID)
			}
		}
		return nil
	})
	return ids, err
}

// nearConcepts looks for what the question tests.
func (x *Index) nearConcepts(q *bank.Question) sum {
	var parts sum
	for _, l := range q.Links {
		if !l.Primary {
			continue
		}
		worth := nearConcept * l.Weight * x.taxonomy.Specificity(l.Concept)
		parts = append(parts,
			weighted{finder: word{fieldPrimary, l.Concept}, weight: worth * (1 - nearLinked), constant: true},
			weighted{finder: word{fieldAbout, l.Concept}, weight: worth * nearLinked, constant: true})
	}
	return parts
}

// nearStems looks for the rarest words that another question has as well.
func nearStems(words []RareWord) sum {
	var parts sum
	taken := 0
	for _, w := range words {
		if w.Questions < 2 || taken == nearWords {
			continue
		}
		taken++
		for _, f := range textFields[:2] { // the stem and the key
			parts = append(parts, weighted{finder: word{f.name, w.Stem}, weight: f.weight})
		}
	}
	return parts
}
