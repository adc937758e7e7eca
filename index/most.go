package index

import (
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	engine "github.com/blevesearch/bleve_index_api"
)

// Few questions hold every word that a person remembers. Where all words together find less than a page, what holds most
// of them is found as well: below everything that holds all, by the share of the query that it holds. A share is counted
// in information, not in words: a word of n questions among N counts ln(1 + N/n), a named concept as its rarest word. A
// question that holds the share s keeps s squared of its score, and under leastShare it is no hit.
const (
	wholeScore = 100 // is added where nothing that was typed is missing
	leastShare = 0.34
	sharePower = 2
)

// most matches what holds most of its nodes.
type most struct {
	nodes   []Node
	weights []float64 // of each node, in information
}

func (m most) String() string { return And{m.nodes}.String() }
func (m most) binding() int   { return bindsAnd }

// soft is a sum of which a match needs a share.
type soft struct {
	parts   sum
	shares  []float64 // of each part, of what was typed together 1
	guessed []bool    // parts that nobody typed
}

// shares are the questions that hold enough of a soft sum, and how much: in all, and of what was typed.
type shares struct {
	found      *roaring.Bitmap
	all, typed []float64
}

const wholeShare = 1 - 1e-9

func (s *soft) sharesOf(r *reader) (*shares, error) {
	if known := r.shares[s]; known != nil {
		return known, nil
	}
	result := &shares{roaring.New(), make([]float64, r.count), make([]float64, r.count)}
	typed, any := 0.0, roaring.New()
	for i, part := range s.parts {
		found, err := part.finder.find(r)
		if err != nil {
			return nil, err
		}
		any.Or(found)
		addTo(result.all, found, s.shares[i])
		if !s.guessed[i] {
			addTo(result.typed, found, s.shares[i])
			typed += s.shares[i]
		}
	}
	for numbers := any.Iterator(); numbers.HasNext(); {
		n := numbers.Next()
		result.typed[n] /= max(typed, 1e-9)
		result.all[n] = min(result.all[n], 1)
		if result.typed[n] > wholeShare || result.all[n] >= leastShare {
			result.found.Add(n)
		}
	}
	r.shares[s] = result
	return result, nil
}

func (s *soft) find(r *reader) (*roaring.Bitmap, error) {
	result, err := s.sharesOf(r)
	if err != nil {
		return nil, err
	}
	return result.found, nil
}

func (s *soft) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	result, err := s.sharesOf(r)
	if err != nil {
		return err
	}
	in = roaring.And(result.found, in)
	own := make([]float64, r.count)
	if err := s.parts.score(r, in, weight, own); err != nil {
		return err
	}
	for numbers := in.Iterator(); numbers.HasNext(); {
		n := numbers.Next()
		if result.typed[n] > wholeShare {
			scores[n] += own[n] + weight*wholeScore
		} else {
			scores[n] += own[n] * math.Pow(result.all[n], sharePower)
		}
	}
	return nil
}

func (s *soft) mark(t texts) ([]marked, bool) { return s.parts.mark(t) }

// most compiles a node of which a part may be missing.
func (c *compiler) most(m most) (finder, error) {
	q := &soft{}
	whole := 0.0
	for i, w := range m.weights {
		if _, guessed := m.nodes[i].(guesses); !guessed {
			whole += w
		}
	}
	for i, n := range m.nodes {
		part, err := c.node(n)
		if err != nil {
			return nil, err
		}
		_, guessed := n.(guesses)
		q.parts = append(q.parts, weighted{finder: part, weight: 1})
		q.shares = append(q.shares, m.weights[i]/whole)
		q.guessed = append(q.guessed, guessed)
	}
	return q, nil
}

// loosen turns the words of a query into a node that most of them satisfy. Fields, phrases, negations and what is joined
// by OR stay as strict as they were typed. The result is nil where there is nothing to loosen.
func (x *Index) loosen(n Node, ignored []Term) Node {
	nodes := []Node{n}
	if and, ok := n.(And); ok {
		nodes = and.Nodes
	}
	var loose most
	var strict []Node
	for _, child := range x.spelledOut(nodes) {
		if weight := x.information(child); weight > 0 {
			loose.nodes = append(loose.nodes, child)
			loose.weights = append(loose.weights, weight)
		} else {
			strict = append(strict, child)
		}
	}
	if len(loose.nodes) > 0 {
		loose = x.withKin(x.guessed(loose, ignored), nodes)
	}
	if len(loose.nodes) < 2 {
		return nil
	}
	return And{append([]Node{loose}, strict...)}
}

// spelledOut replaces a named concept that no question is about by the words of its full name: what "BYOC" stands for may
// be said in other words.
func (x *Index) spelledOut(nodes []Node) []Node {
	var list []Node
	for _, n := range nodes {
		concept, ok := n.(named)
		if !ok || x.about(concept.concept.ID) || x.wordsKnown(concept.words.String()) {
			list = append(list, n)
			continue
		}
		for _, word := range strings.Fields(concept.concept.Name) {
			if searchable(word) && !makers[normalise(word)] {
				list = append(list, Term{Text: word})
			}
		}
	}
	return list
}

// makers begin the names of services and say nothing of them.
var makers = map[string]bool{"amazon": true, "aws": true, "apache": true}

// wordsKnown reports whether some question has one of the words.
func (x *Index) wordsKnown(text string) bool {
	for _, c := range analyze(text) {
		for _, p := range c.parts {
			if x.known(p.lower) {
				return true
			}
		}
	}
	return false
}

// about reports whether any question names a concept.
func (x *Index) about(id string) bool {
	found := false
	// A dictionary that cannot be read shows in the search itself.
	_ = x.eachTerm(fieldConcept, func(r engine.IndexReader) (engine.FieldDict, error) {
		return r.FieldDictRange(fieldConcept, []byte(id), []byte(id))
	}, func(e *engine.DictEntry) bool {
		found = e.Term == id
		return false
	})
	return found
}

// unknownInformation is that of a word that no question has: it cannot be asked of any.
const unknownInformation = 0.5

// information is what a node of plain words tells, 0 for other nodes.
func (x *Index) information(n Node) float64 {
	switch n := n.(type) {
	case Term:
		if !plain(n) {
			return 0
		}
		return x.wordInformation(n.Text)
	case named:
		return max(x.wordInformation(n.words.String()), 1)
	case respelt:
		return x.information(n.node)
	case Or: // two words that are one elsewhere
		if len(n.Nodes) == 2 {
			return x.information(n.Nodes[1])
		}
	}
	return 0
}

// wordInformation is that of the rarest word of a text.
func (x *Index) wordInformation(text string) float64 {
	best := 0.0
	for _, c := range analyze(text) {
		for _, p := range c.parts {
			if c.stop() {
				continue
			}
			most := uint64(0)
			for _, form := range p.forms() {
				most = max(most, x.frequency(form))
			}
			if most == 0 {
				best = max(best, unknownInformation)
				continue
			}
			best = max(best, math.Log(1+float64(x.manifest.Meta.Questions)/float64(most)))
		}
	}
	return best
}
