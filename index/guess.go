package index

import (
	"cmp"
	"math"
	"slices"

	"mlatlas/taxonomy"
)

// Who does not know the name of a thing says what it is for: "who did what in my account". Such words are held against
// what the taxonomy says of each concept, its definition and its names, as a search for concepts: each word counts by how
// few concepts have it, ln(1 + C/c) for c of C, and a concept is a guess when it has at least leastCoverage of what the
// words count together, in two words or more. Up to maxGuesses of them are looked for beside the words themselves; a
// question that tests a guessed concept scores as if it held that share of the query.
const (
	leastCoverage = 0.4
	maxGuesses    = 3
	guessScore    = 20.0 // for a tested concept that has all words; half of it for one that is only linked
	// smallWords is how many words have to be left out of a query for a guess to be looked for beside many hits.
	smallWords = 2
	guessShare = 0.8 // of the whole query, that a guess with all words stands for
)

// guess is a concept that words of a query may mean.
type guess struct {
	concept  *taxonomy.Concept
	coverage float64 // 0 to 1
}

// guesses stands for concepts that nobody named.
type guesses struct{ list []guess }

func (guesses) String() string { return "" }
func (guesses) binding() int   { return bindsLeaf }

// cards finds concepts by the words of what is said of them.
type cards struct {
	concepts []*taxonomy.Concept
	holders  map[string][]int32 // by stem: places in concepts
}

func newCards(t *taxonomy.Taxonomy) *cards {
	c := &cards{holders: map[string][]int32{}}
	for _, concept := range t.Concepts() {
		if !concept.Linkable() {
			continue
		}
		number := int32(len(c.concepts))
		c.concepts = append(c.concepts, concept)
		for _, text := range slices.Concat(concept.Names(), concept.Needs, []string{concept.Definition}) {
			for _, stem := range needWords(text) {
				if held := c.holders[stem]; len(held) == 0 || held[len(held)-1] != number {
					c.holders[stem] = append(held, number)
				}
			}
		}
	}
	return c
}

// fillers say nothing in a need. Other stop words do: "who did what", "my own".
var fillers = wordSet("a an the of to in on for and or is are be was it its this that with by as at from i we can could will would")

// needWords returns the stems of the words of a need.
func needWords(text string) []string {
	var list []string
	for _, chunk := range analyze(text) {
		for _, p := range chunk.parts {
			if !fillers[p.lower] {
				list = append(list, cmp.Or(p.stem, p.lower))
			}
		}
	}
	return list
}

// guess returns the concepts that the words may mean, best first.
func (c *cards) guess(words []string) []guess {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	scores, counts, whole := map[int32]float64{}, map[int32]int{}, 0.0
	for _, w := range words {
		held := c.holders[w]
		information := math.Log(1 + float64(len(c.concepts))/float64(max(len(held), 1)))
		whole += information
		for _, number := range held {
			scores[number] += information
			counts[number]++
		}
	}
	var list []guess
	for number, score := range scores {
		if coverage := score / whole; coverage >= leastCoverage && counts[number] > 1 {
			list = append(list, guess{c.concepts[number], coverage})
		}
	}
	slices.SortFunc(list, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.coverage, a.coverage), cmp.Compare(a.concept.ID, b.concept.ID))
	})
	return list[:min(maxGuesses, len(list))]
}

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
	list := x.cards().guess(words)
	if len(list) == 0 {
		return loose
	}
	whole := 0.0
	for _, w := range loose.weights {
		whole += w
	}
	loose.nodes = append(loose.nodes, guesses{list})
	loose.weights = append(loose.weights, guessShare*whole)
	return loose
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
		score := guessScore * guess.coverage
		parts = append(parts, weighted{finder: word{fieldPrimary, guess.concept.ID}, weight: score / 2, constant: true},
			weighted{finder: word{fieldConcept, guess.concept.ID}, weight: score / 2, constant: true})
	}
	return parts
}
