package index

import (
	"slices"
	"strings"
)

// What the plain words of a query may mean (cards.go) is looked for beside the words themselves where these find less than
// a page: up to maxGuesses concepts that have leastGuess of the words. A question that is about one of them scores as if
// it held guessShare of the query times what the concept has of it.
const (
	leastGuess = 0.3
	maxGuesses = 3
	guessScore = 20.0 // for a tested concept that has all words; half of it for one that is only linked
	guessShare = 0.8
	// smallWords is how many words have to be left out of a query for a guess to be looked for beside many hits.
	smallWords = 2
)

// Where hardly any question is about the one concept that a query names, the next best are those about concepts of which
// much the same is said: leastKin of what is said of it.
const (
	leastKin = 0.3
	kinShare = 0.5 // of what a guess with the same share counts
)

// guesses stands for concepts that nobody named.
type guesses struct{ list []guess }

func (guesses) String() string { return "" }
func (guesses) binding() int   { return bindsLeaf }

// guessed adds to the loose form of a query what its plain words may mean. What was left out of the query, since every
// question has it, may say something here.
func (x *Index) guessed(loose most, ignored []Term) most {
	var words []string
	plain := 0
	for _, t := range ignored {
		words = append(words, needWords(t.Text)...)
	}
	for _, n := range loose.nodes {
		if r, ok := n.(respelt); ok {
			n = r.node
		}
		switch n := n.(type) {
		case Term:
			words = append(words, needWords(n.Text)...)
			plain++
		case named: // "SQL" in "keep SQL injection away"
			words = append(words, needWords(n.words.String())...)
		}
	}
	if plain == 0 || len(words) < 2 {
		return loose
	}
	list := x.cards().find(words, leastGuess)
	if len(list) == 0 {
		return loose
	}
	return loose.with(guesses{list[:min(maxGuesses, len(list))]}, guessShare*list[0].share)
}

// withKin adds to the loose form of a query that is one concept by name those of which much the same is said.
func (x *Index) withKin(loose most, typed []Node) most {
	if len(typed) != 1 {
		return loose
	}
	n := typed[0]
	if r, ok := n.(respelt); ok {
		n = r.node
	}
	concept, ok := n.(named)
	if !ok {
		return loose
	}
	said := strings.Join(append([]string{concept.concept.Definition}, concept.concept.Needs...), "; ")
	list := slices.DeleteFunc(x.cards().find(needWords(said), leastKin), func(g guess) bool {
		return x.taxonomy.Below(g.concept.ID, concept.concept.ID)
	})
	if len(list) == 0 {
		return loose
	}
	list = list[:min(maxGuesses, len(list))]
	for i := range list {
		list[i].share *= kinShare
	}
	return loose.with(guesses{list}, 1)
}

// with adds a node that nobody typed, of a share of what was typed.
func (m most) with(n Node, share float64) most {
	whole := 0.0
	for _, w := range m.weights {
		whole += w
	}
	return most{append(m.nodes, n), append(m.weights, share*whole)}
}

// guessesIn reports whether the loose form of a query holds a guess.
func guessesIn(n Node) bool {
	and, _ := n.(And)
	for _, child := range and.Nodes {
		if m, ok := child.(most); ok {
			return slices.ContainsFunc(m.nodes, func(n Node) bool { _, ok := n.(guesses); return ok })
		}
	}
	return false
}

func (c *compiler) guesses(g guesses) finder {
	var parts sum
	for _, guess := range g.list {
		score := guessScore * guess.share
		parts = append(parts, weighted{finder: word{fieldPrimary, guess.concept.ID}, weight: score / 2, constant: true},
			weighted{finder: word{fieldConcept, guess.concept.ID}, weight: score / 2, constant: true})
	}
	return parts
}
