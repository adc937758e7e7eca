package index

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// textFields are the fields that plain words are searched in, and what a word weighs there.
var textFields = []struct {
	name   string
	weight float64
}{{fieldStem, 3}, {fieldAnswer, 2.5}, {fieldWrong, 1}, {fieldExplanation, 0.8}}

const (
	// aboutScore is what a link to a named concept is worth: about a rare word in the stem.
	aboutScore = 4
	// testedScore is what it is worth that a question tests a named concept, where the query says more than that. Where it
	// says nothing else, such a question stands above all others.
	testedScore = 8
	// mentionScore is what a mention in a wrong option is worth.
	mentionScore = 0.5
	// likeScore is what a word that only resembles is worth per weight of its field.
	likeScore = 1
	// maxExpansion bounds the terms that word* or word~ may stand for in one field.
	maxExpansion = 1000
	// slipPrefix is how many letters a word with slips must have right; without it a search walks all words.
	slipPrefix = 2
)

// compiler turns a resolved tree into a query of the engine.
type compiler struct {
	questions int
	// primary is the score of a named concept that the question tests; see tested.
	primary float64
	// words returns the words that word* or word~ stands for, up to a limit.
	words func(t Term, limit int) []lexeme
	// values lists the values of a keyword field.
	values func(field string) ([]string, error)
}

// compile returns the engine's query for a tree.
func (c *compiler) compile(n Node) (finder, error) {
	c.primary = math.Ceil(c.bound(n)) + 1
	if groups(n) > 1 {
		c.primary = min(c.primary, testedScore)
	}
	return c.node(n)
}

// groups counts the parts of a query that a question may hold more or less of.
func groups(n Node) int {
	switch n := n.(type) {
	case And:
		count := 0
		for _, child := range n.Nodes {
			count += groups(child)
		}
		return count
	case most:
		return len(n.nodes)
	case Not:
		return 0
	}
	return 1
}

// bound is more than the words and links of the tree can score together, so that one tested concept outweighs them.
func (c *compiler) bound(n Node) float64 {
	switch n := n.(type) {
	case And:
		return c.bounds(n.Nodes)
	case Or:
		return c.bounds(n.Nodes)
	case most:
		return c.bounds(n.nodes)
	case respelt:
		return c.bound(n.node)
	case named:
		return c.bound(n.words) + aboutScore + mentionScore
	case topic:
		return aboutScore
	case Term:
		words := 0
		for _, chunk := range analyze(n.Text) {
			words += 2 + 2*len(chunk.parts)
		}
		idf := math.Log(2*float64(c.questions) + 2)
		total := 0.0
		for _, f := range textFields {
			total += f.weight * (bm25K1*idf*float64(words) + likeScore)
		}
		return total
	}
	return 1
}

func (c *compiler) bounds(nodes []Node) float64 {
	total := 0.0
	for _, n := range nodes {
		total += c.bound(n)
	}
	return total
}

func (c *compiler) node(n Node) (finder, error) {
	switch n := n.(type) {
	case All:
		return every{}, nil
	case And:
		return c.and(n.Nodes)
	case Or:
		parts := make(sum, len(n.Nodes))
		for i, child := range n.Nodes {
			q, err := c.node(child)
			if err != nil {
				return nil, err
			}
			parts[i] = weighted{finder: q, weight: 1}
		}
		return parts, nil
	case Not:
		return c.and([]Node{n})
	case named:
		return c.named(n)
	case topic:
		return c.topic(n)
	case most:
		return c.most(n)
	case respelt:
		return c.node(n.node)
	case guesses:
		return c.guesses(n), nil
	case ofLearner:
		return &members{n.members}, nil
	case Term:
		return c.term(n)
	}
	return nil, fmt.Errorf("index: a node of type %T cannot be compiled", n)
}

// and joins nodes; what is negated among them is taken out of the rest, or of everything.
func (c *compiler) and(nodes []Node) (finder, error) {
	var must, not []finder
	for _, n := range nodes {
		target := &must
		if negation, ok := n.(Not); ok {
			n, target = negation.Node, &not
		}
		q, err := c.node(n)
		if err != nil {
			return nil, err
		}
		*target = append(*target, q)
	}
	if len(must) == 0 {
		must = append(must, every{})
	}
	return &both{must, not}, nil
}

func (c *compiler) named(n named) (finder, error) {
	words, err := c.node(n.words)
	if err != nil {
		return nil, err
	}
	return sum{
		{finder: words, weight: 1},
		{finder: word{fieldConcept, n.concept.ID}, weight: aboutScore, constant: true},
		{finder: word{fieldMention, n.concept.ID}, weight: mentionScore, constant: true},
		{finder: word{fieldPrimary, n.concept.ID}, weight: c.primary, constant: true},
	}, nil
}

func (c *compiler) topic(t topic) (finder, error) {
	parts := sum{}
	for _, value := range t.values {
		parts = append(parts, weighted{finder: word{t.field, value}, weight: aboutScore, constant: true})
		if !t.Prefix || c.values == nil {
			continue
		}
		values, err := c.values(t.field)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			if strings.HasPrefix(v, value) && v != value {
				parts = append(parts, weighted{finder: word{t.field, v}, weight: aboutScore, constant: true})
			}
		}
	}
	if t.concept != "" {
		parts = append(parts, weighted{finder: word{fieldPrimary, t.concept}, weight: c.primary, constant: true})
	}
	return parts, nil
}

// term compiles a word, phrase, beginning or likeness over the text fields that it is meant for.
func (c *compiler) term(t Term) (finder, error) {
	if t.Prefix || t.Slips > 0 {
		return c.expanded(t)
	}
	chunks := slices.DeleteFunc(analyze(t.Text), func(k chunk) bool { return !t.Quoted && k.stop() })
	if t.Quoted && len(chunks) > 1 {
		return inFields(t, func(field string, weight float64) sum { return phrase(chunks, field, weight) }), nil
	}
	return allChunks(t, chunks), nil
}

// allChunks matches what has every chunk, wherever it stands.
func allChunks(t Term, chunks []chunk) finder {
	var must []finder
	for _, k := range chunks {
		must = append(must, inFields(t, func(field string, weight float64) sum { return chunkIn(t, k, field, weight) }))
	}
	return &both{must: must}
}

// inFields sums what a builder gives for the field of the term, or for all text fields.
func inFields(t Term, build func(field string, weight float64) sum) sum {
	var parts sum
	for _, f := range textFields {
		if t.Field == "" || t.Field == f.name || t.Field == optionField && (f.name == fieldAnswer || f.name == fieldWrong) {
			parts = append(parts, build(f.name, f.weight)...)
		}
	}
	return parts
}

// chunkIn matches a chunk in one field.
func chunkIn(t Term, k chunk, field string, weight float64) sum {
	var parts sum
	if len(k.parts) > 1 {
		parts = append(parts, weighted{finder: newRow(field, partForms(k.parts)), weight: weight})
		if k.joined != "" {
			for _, form := range formsOf(k.joined) {
				parts = append(parts, weighted{finder: word{field, form}, weight: weight / 2})
			}
		}
		return parts
	}
	p := k.parts[0]
	for _, form := range p.forms() {
		parts = append(parts, weighted{finder: word{field, form}, weight: weight})
	}
	if pieces := splitName(t.Text[p.start:p.end]); len(pieces) > 1 {
		parts = append(parts, weighted{finder: newRow(field, partForms(pieces)), weight: weight})
	}
	return parts
}

// splitName cuts a word where a capital follows a small letter or a letter follows a digit: "SageMaker" is also looked
// for as "sage maker", "5GB" as "5 gb".
func splitName(name string) []part {
	var pieces []part
	var last rune
	start := 0
	for i, r := range name {
		if unicode.IsLower(last) && unicode.IsUpper(r) || unicode.IsDigit(last) && unicode.IsLetter(r) {
			pieces = append(pieces, part{lower: normalise(name[start:i])})
			start = i
		}
		last = r
	}
	if start == 0 {
		return nil
	}
	pieces = append(pieces, part{lower: normalise(name[start:])})
	stemParts([]chunk{{parts: pieces}})
	return pieces
}

func partForms(parts []part) [][]string {
	forms := make([][]string, len(parts))
	for i, p := range parts {
		forms[i] = p.forms()
	}
	return forms
}

// phrase matches chunks in a row. Names are tried in parts and, where any has one, in their joined form, since a text
// may write either; a stop word leaves a gap.
func phrase(chunks []chunk, field string, weight float64) sum {
	var split, joined [][]string
	for _, k := range chunks {
		switch {
		case k.stop():
			split, joined = append(split, []string{""}), append(joined, []string{""})
			continue
		case k.joined != "":
			joined = append(joined, formsOf(k.joined))
		default:
			joined = append(joined, partForms(k.parts)...)
		}
		split = append(split, partForms(k.parts)...)
	}
	parts := sum{{finder: newRow(field, split), weight: weight}}
	if len(joined) != len(split) {
		parts = append(parts, weighted{finder: newRow(field, joined), weight: weight})
	}
	return parts
}

// expanded compiles word* and word~. Where the word has several parts, all but the last must be there as they are.
func (c *compiler) expanded(t Term) (finder, error) {
	chunks := analyze(t.Text)
	parts := chunks[len(chunks)-1].parts
	last := parts[len(parts)-1]
	must := []finder{}
	for _, k := range chunks[:len(chunks)-1] {
		if k.stop() {
			continue
		}
		must = append(must, inFields(t, func(field string, weight float64) sum { return chunkIn(t, k, field, weight) }))
	}
	for _, p := range parts[:len(parts)-1] {
		must = append(must, inFields(t, func(field string, weight float64) sum {
			return chunkIn(t, chunk{parts: []part{p}}, field, weight)
		}))
	}
	terms, err := c.alike(t, last)
	if err != nil {
		return nil, err
	}
	return &both{must: append(must, inFields(t, func(field string, weight float64) sum {
		parts := chunkIn(t, chunk{parts: []part{last}}, field, weight)
		return append(parts, weighted{finder: anyWord(field, terms), weight: weight * likeScore, constant: true})
	}))}, nil
}

// alike returns the terms of the words that p stands for as the beginning or likeness that t is.
func (c *compiler) alike(t Term, p part) ([]string, error) {
	if c.words == nil {
		return nil, nil
	}
	words := c.words(Term{Text: p.lower, Prefix: t.Prefix, Slips: t.Slips}, maxExpansion)
	if len(words) >= maxExpansion {
		return nil, t.mistake(fmt.Sprintf("%q stands for too many words", t.String()), "write more letters")
	}
	var terms []string
	for _, w := range words {
		terms = append(terms, formsOf(w.text)...)
	}
	slices.Sort(terms)
	return slices.Compact(terms), nil
}
