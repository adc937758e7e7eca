package index

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"mlatlas/taxonomy"
)

// Who does not know the name of a thing says what it is for: "who did what in my account". Such words are held against
// the sayings of the taxonomy, which are the names, needs and definition of each concept, some 10,000 in all. Each word
// counts by how few concepts have it, ln(1 + C/c) for c of C. What a concept has of the words is the mean of two shares:
//
//	coverage  of what the words count together, that of those which stand in any of its sayings
//	nearness  the greatest cosine between the words and one saying that has two of them
//
// Coverage alone would favour concepts of which much is said, nearness those of which one thing is said in few words. A
// stop word counts for the coverage of those alone that have it: "who did what" means something, "why do models" only
// models.
const (
	nearnessShare = 0.4
	leastShared   = 2   // words that a saying needs for its nearness to count
	stopShare     = 0.5 // of a stop word's information, in the cosine
)

// cards are the concepts with their sayings. Words are stemmed only where a query has one that begins alike, since to stem
// them all takes as long as a search.
type cards struct {
	concepts []*taxonomy.Concept
	sayings  []saying
	words    []string           // as written; sayings hold their places
	begins   map[string][]int32 // places of words, by their first letters in lower case
}

// saying is one thing that is said of a concept.
type saying struct {
	concept int32
	words   []int32
	length  float64 // of its vector of information
}

// guess is a concept that words of a query may mean.
type guess struct {
	concept *taxonomy.Concept
	share   float64 // what it has of the words, 0 to 1
}

func newCards(t *taxonomy.Taxonomy) *cards {
	c := &cards{begins: map[string][]int32{}}
	places := map[string]int32{}
	for _, concept := range t.Concepts() {
		if !concept.Linkable() {
			continue
		}
		for _, text := range slices.Concat(concept.Names(), concept.Needs, []string{concept.Definition}) {
			s := saying{concept: int32(len(c.concepts))}
			for word := range strings.FieldsFuncSeq(text, betweenWords) {
				if fillers[word] {
					continue
				}
				place, known := places[word]
				if !known {
					place = int32(len(c.words))
					places[word] = place
					c.words = append(c.words, word)
					begin := beginOf(strings.ToLower(word))
					c.begins[begin] = append(c.begins[begin], place)
				}
				s.words = append(s.words, place)
			}
			c.sayings = append(c.sayings, s)
		}
		c.concepts = append(c.concepts, concept)
	}
	c.measure()
	return c
}

// betweenWords reports whether a character ends a word. Names such as C++ and k-NN are found by their letters.
func betweenWords(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// beginOf returns the letters that a word shares with its stem.
func beginOf(word string) string { return word[:min(3, len(word))] }

// measure sets the lengths of the sayings, each word counted by its information as it is written.
func (c *cards) measure() {
	held, last := make([]int, len(c.words)), make([]int32, len(c.words))
	for _, s := range c.sayings {
		for _, place := range s.words {
			if last[place] != s.concept+1 {
				last[place] = s.concept + 1
				held[place]++
			}
		}
	}
	for i := range c.sayings {
		for _, place := range c.sayings[i].words {
			information := c.information(held[place])
			c.sayings[i].length += information * information
		}
	}
}

// information is what a word of n concepts tells.
func (c *cards) information(n int) float64 {
	if n == 0 {
		return unknownInformation
	}
	return math.Log(1 + float64(len(c.concepts))/float64(n))
}

// find returns the concepts that have at least the share least of the words, in two words or more, best first.
func (c *cards) find(stems []string, least float64) []guess {
	stems = slices.Compact(slices.Sorted(slices.Values(stems)))
	meant := c.places(stems)
	information, whole, length := c.weigh(stems, meant)
	shares := make([]shareOf, len(c.concepts))
	for _, s := range c.sayings {
		shares[s.concept].add(s, meant, stems, information, length)
	}
	var list []guess
	for number, share := range shares {
		if all := share.all(whole); share.words > 1 && all >= least {
			list = append(list, guess{c.concepts[number], all})
		}
	}
	slices.SortFunc(list, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.concept.ID, b.concept.ID))
	})
	return list
}

// places returns, for each word of the cards, the number of the stem that it has, from 1; 0 for none.
func (c *cards) places(stems []string) []uint8 {
	meant := make([]uint8, len(c.words))
	for i, stem := range stems[:min(len(stems), math.MaxUint8-1)] {
		for _, place := range c.begins[beginOf(stem)] {
			if slices.Contains(needWords(c.words[place]), stem) {
				meant[place] = uint8(i + 1)
			}
		}
	}
	return meant
}

// weigh returns the information of each stem, the sum over those that are no stop words, and the length of their vector.
func (c *cards) weigh(stems []string, meant []uint8) (information []float64, whole, length float64) {
	held, last := make([]int, len(stems)+1), make([]int32, len(stems)+1)
	for _, s := range c.sayings {
		for _, place := range s.words {
			if stem := meant[place]; stem > 0 && last[stem] != s.concept+1 {
				last[stem] = s.concept + 1
				held[stem]++
			}
		}
	}
	information = make([]float64, len(stems))
	for i, stem := range stems {
		information[i] = c.information(held[i+1])
		if stopWords[stem] {
			length += stopShare * stopShare * information[i] * information[i]
			continue
		}
		whole += information[i]
		length += information[i] * information[i]
	}
	return information, whole, length
}

// shareOf is what a concept has of the words of a query.
type shareOf struct {
	has           [4]uint64 // stems by number
	words         int
	content, stop float64 // information of the words that it has
	nearness      float64
}

// add counts one saying.
func (h *shareOf) add(s saying, meant []uint8, stems []string, information []float64, length float64) {
	dot, shared := 0.0, 0
	for _, place := range s.words {
		if meant[place] == 0 {
			continue
		}
		i := meant[place] - 1
		stop := stopWords[stems[i]]
		shared++
		if stop {
			dot += stopShare * information[i] * information[i]
		} else {
			dot += information[i] * information[i]
		}
		if bit := uint64(1) << (i % 64); h.has[i/64]&bit == 0 {
			h.has[i/64] |= bit
			h.words++
			if stop {
				h.stop += information[i]
			} else {
				h.content += information[i]
			}
		}
	}
	if shared >= leastShared {
		h.nearness = max(h.nearness, min(1, dot/math.Sqrt(length*s.length)))
	}
}

// all is the mean of coverage and nearness.
func (h *shareOf) all(whole float64) float64 {
	if h.words == 0 {
		return 0
	}
	return nearnessShare*h.nearness + (1-nearnessShare)*(h.content+h.stop)/(whole+h.stop)
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
