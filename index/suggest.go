package index

import (
	"cmp"
	"slices"
)

// minSuggest is the shortest word that another is suggested for: any three letters are near any others.
const minSuggest = 4

// didYouMean returns the query with every word that no question has replaced by the one that was meant; "" if there is
// nothing to replace, or no word near.
func (x *Index) didYouMean(n Node) string {
	if n == nil {
		return ""
	}
	changed := false
	better := Map(n, func(n Node) Node {
		t, ok := n.(Term)
		if !ok || t.Quoted || t.Prefix || t.Slips > 0 || t.Field != "" {
			return n
		}
		if word := x.respell(t.Text); word != "" {
			t.Text = word
			changed = true
		}
		return t
	})
	if !changed {
		return ""
	}
	return better.String()
}

// nearestWord returns the word that an unknown one was meant to be: the fewest slips, then the one in most questions.
func (x *Index) nearestWord(text string) string {
	chunks := analyze(text)
	if len(chunks) != 1 || len(chunks[0].parts) != 1 {
		return ""
	}
	p := chunks[0].parts[0]
	if len([]rune(p.lower)) < minSuggest || x.known(p.lower) {
		return ""
	}
	near := x.wordsLike(Term{Text: p.lower, Slips: 2}, maxExpansion)
	if len(near) == 0 {
		return ""
	}
	slips := map[string]int{}
	for _, w := range near {
		slips[w.text] = editDistance(p.lower, w.text)
	}
	return slices.MinFunc(near, func(a, b lexeme) int {
		return cmp.Or(cmp.Compare(slips[a.text], slips[b.text]), cmp.Compare(b.questions, a.questions),
			cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	}).text
}

// respell returns the word that a word of a query was meant to be, if no question has it and no name in the taxonomy: a
// word of a name that is one letter off, or the nearest word of some question. "" leaves the word as it is.
func (x *Index) respell(text string) string {
	if _, named := x.taxonomy.Find(text); named || x.engine == nil || !searchable(text) {
		return ""
	}
	chunks := analyze(text)
	if len(chunks) != 1 || len(chunks[0].parts) != 1 {
		return ""
	}
	p := chunks[0].parts[0]
	if x.known(p.lower) {
		return ""
	}
	if meant := x.taxonomy.Linker().Spell(p.lower); meant != "" {
		return meant
	}
	return x.nearestWord(text)
}
