package index

import (
	"context"
	"math"
	"strings"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
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
	parts  sum
	shares []float64 // of each part; together 1
}

// Searcher opens the parts.
func (s soft) Searcher(ctx context.Context, r engine.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (
	search.Searcher, error) {
	opened, err := s.parts.Searcher(ctx, r, m, o)
	if err != nil {
		return nil, err
	}
	searcher := opened.(*sumSearcher)
	searcher.shares = s.shares
	for i, part := range s.parts {
		if _, guessed := part.query.(guessQuery); !guessed {
			searcher.whole += s.shares[i]
		}
	}
	return searcher, nil
}

// most compiles a node of which a part may be missing.
func (c *compiler) most(m most) (query.Query, error) {
	q := soft{}
	whole := 0.0
	for _, w := range m.weights {
		whole += w
	}
	for i, n := range m.nodes {
		part, err := c.node(n)
		if err != nil {
			return nil, err
		}
		q.parts = append(q.parts, weighted{query: part, weight: 1})
		q.shares = append(q.shares, m.weights[i]/whole)
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
		loose = x.guessed(loose, ignored)
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
