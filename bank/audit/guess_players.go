package audit

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"mlatlas/bank"
)

// player is one way to answer without knowledge.
type player struct {
	name  string
	who   string                        // the player in a sentence
	fix   string                        // what an author would do; "": another rule says it
	value func(it *item, i int) float64 // of an option: the player picks those of the highest value
}

// players are sorted by how often they win in real banks.
var players = []player{
	{"longest-option", "who always picks the longest option", "give wrong options as much detail as the key", (*item).length},
	{"commonest-letter", "who always picks the commonest letter", "", nil},
	{"stem-overlap", "who picks the option with most words of the stem", "take the words of the stem out of the key, or put them into wrong options too", (*item).overlap},
	{"converged", "who picks the option that has most in common with the others", "vary wrong options among each other, not each from the key alone", (*item).converged},
	{"avoids-absolutes", "who picks no option with an absolute such as always or never", "take absolutes out of wrong options", (*item).withoutAbsolutes},
	{"all-of-the-above", "who picks \"all of the above\" wherever it stands", "ask for the facts one by one, or as a question with several right options", (*item).allAbove},
}

// item is a question as the players see it.
type item struct {
	stem    map[string]bool
	options []itemOption
	shared  map[string]int // word: options that have it
}

type itemOption struct {
	length   int
	words    map[string]bool
	absolute bool
	all      bool
}

func newItem(q *bank.Question) *item {
	it := &item{stem: contentWords(q.Stem), shared: map[string]int{}}
	for _, o := range q.Options {
		words := contentWords(o.Text)
		for w := range words {
			it.shared[w]++
		}
		it.options = append(it.options, itemOption{utf8.RuneCountInString(o.Text), words, isAbsolute(o.Text), allAbove.MatchString(o.Text)})
	}
	return it
}

// best marks the options that a player values most.
func (it *item) best(value func(*item, int) float64) []bool {
	values := make([]float64, len(it.options))
	for i := range values {
		values[i] = value(it, i)
	}
	most := slices.Max(values)
	picks := make([]bool, len(values))
	for i, v := range values {
		picks[i] = v == most
	}
	return picks
}

func (it *item) length(i int) float64 { return float64(it.options[i].length) }

func (it *item) overlap(i int) float64 {
	n := 0
	for w := range it.options[i].words {
		if it.stem[w] {
			n++
		}
	}
	return float64(n)
}

// converged is Haladyna's convergence: wrong options made by changing one element of the key at a time leave the key with
// the most elements that others have too.
func (it *item) converged(i int) float64 {
	n := 0
	for w := range it.options[i].words {
		n += it.shared[w] - 1
	}
	return float64(n)
}

func (it *item) withoutAbsolutes(i int) float64 { return truth(!it.options[i].absolute) }
func (it *item) allAbove(i int) float64         { return truth(it.options[i].all) }

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// keyAt is the place of a key among options.
type keyAt struct{ place, options uint8 }

// playLetters lets the player play who knows which letter is the key most often. It must not know it from the question that it
// answers, so that one is left out; and it takes letters for equally common that differ by no more than the square root of
// the largest count, one standard deviation. Else a bank with 9 keys at each of four places would score nothing: without
// the question's own key, its letter is the rarest.
func (t *guessTable) playLetters() {
	at := slices.IndexFunc(players, func(p player) bool { return p.value == nil })
	var counts [mostPlaces]int
	for _, k := range t.keys {
		counts[k.place]++
	}
	for _, k := range t.keys {
		counts[k.place]--
		most := float64(slices.Max(counts[:k.options]))
		picks := make([]bool, k.options)
		for j := range picks {
			picks[j] = float64(counts[j]) >= most-math.Sqrt(most)
		}
		counts[k.place]++
		t.games[at].play(picks, int(k.place))
	}
}

// sorted returns the kinds of choice that a player had, so that sums come out the same every time.
func (g *game) sorted() []picked {
	return slices.SortedFunc(maps.Keys(g.picks), func(a, b picked) int {
		return cmp.Or(cmp.Compare(a.among, b.among), cmp.Compare(a.options, b.options))
	})
}
