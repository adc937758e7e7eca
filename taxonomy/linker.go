package taxonomy

import (
	"slices"
	"sync"
)

// Mention says that text[Start:End] names a concept.
type Mention struct {
	Start, End int // bytes
	Concept    string
	// Rule says what decided: "name", "alias", "former name", "acronym", or for an ambiguous name the cue that weighed
	// most: `after "VPC"`, `before "function"`, `near "SHAP"`, `question "Kinesis"`, `named elsewhere`, `beside
	// sagemaker-pipelines` (a related concept is named).
	Rule string
}

// Linker finds the concepts that texts name. It is safe for concurrent use.
type Linker struct {
	words *vocabulary
	names *trie[name]
	cues  *trie[cueID]
	ids   map[string]cueID // of each cue, by its key
	spare sync.Pool        // of *document
}

// name is what a path of the trie stands for: a plain name of a concept, or an ambiguous one.
type name struct {
	concept   string
	rule      string
	words     []string // as it must be written, or nil if case does not matter
	ambiguous *rule
}

func newLinker(t *Taxonomy) *Linker {
	words := newVocabulary()
	l := &Linker{words: words, names: newTrie[name](words), cues: newTrie[cueID](words), ids: map[string]cueID{}}
	for _, c := range t.concepts {
		if !c.Linkable() {
			continue
		}
		l.addName(c, c.Name, "name")
		for _, alias := range c.Aliases {
			l.addName(c, alias, "alias")
		}
		for _, former := range c.FormerNames {
			l.addName(c, former, "former name")
		}
	}
	for _, a := range t.ambiguous {
		l.names.add(tokenize(a.Name), name{ambiguous: l.compile(t, a)})
	}
	return l
}

// addName adds a name and, where it holds a word of two humps such as SageMaker, the spelling in two words.
func (l *Linker) addName(c *Concept, text, rule string) {
	tokens := tokenize(text)
	n := name{concept: c.ID, rule: rule}
	if slices.Contains(c.CaseSensitive, text) {
		n.rule = "acronym"
		for _, tok := range tokens {
			n.words = append(n.words, tok.word)
		}
	}
	l.names.add(tokens, n)
	if split := tokenize(splitHumps(text)); len(split) > len(tokens) && n.words == nil {
		l.names.add(split, n)
	}
}

// Link finds the mentions in each of the texts, which belong together: what one says is evidence for the ambiguous names
// of the others. The result has one list per text, in the order of the text, without overlaps.
func (l *Linker) Link(texts ...string) [][]Mention { return l.link(texts, false) }

// LinkQuery finds the mentions in what a person typed to search: as Link, but how names are capitalised means nothing.
func (l *Linker) LinkQuery(query string) []Mention { return l.link([]string{query}, true)[0] }

func (l *Linker) link(texts []string, anyCase bool) [][]Mention {
	d := l.document(texts, anyCase)
	defer l.spare.Put(d)
	mentions := make([][]Mention, len(texts))
	for i := range texts {
		mentions[i] = d.scan(i)
	}
	if len(d.open) == 0 {
		return mentions
	}
	d.findCues()
	for _, o := range d.open {
		if m, ok := d.resolve(o); ok {
			mentions[o.text] = append(mentions[o.text], m)
		}
	}
	for i := range mentions {
		slices.SortFunc(mentions[i], func(a, b Mention) int { return a.Start - b.Start })
	}
	return mentions
}

// document is one call of Link: the tokens of the texts and what is known of them so far. It is used again afterwards.
type document struct {
	linker  *Linker
	anyCase bool
	texts   [][]token
	plain   map[string]bool // concepts that are named without doubt
	open    []openName      // ambiguous names to be resolved
	cues    [][]place       // where each cue stands
	stand   []cueID         // those that stand somewhere
}

// document prepares one for texts.
func (l *Linker) document(texts []string, anyCase bool) *document {
	d, ok := l.spare.Get().(*document)
	if !ok {
		d = &document{linker: l, plain: map[string]bool{}, cues: make([][]place, len(l.ids))}
	}
	d.anyCase, d.open = anyCase, d.open[:0]
	clear(d.plain)
	for _, id := range d.stand {
		d.cues[id] = d.cues[id][:0]
	}
	d.stand = d.stand[:0]
	for len(d.texts) < len(texts) {
		d.texts = append(d.texts, nil)
	}
	d.texts = d.texts[:len(texts)]
	for i, text := range texts {
		d.texts[i] = l.words.tokens(d.texts[i][:0], text)
	}
	return d
}

// openName is an ambiguous name at tokens [first, last) of a text.
type openName struct {
	text, first, last int
	rule              *rule
}

// place is where a cue stands: tokens [first, last) of a text.
type place struct{ text, first, last int }

// scan takes the longest name at each place of a text. Ambiguous names are put aside.
func (d *document) scan(text int) []Mention {
	tokens := d.texts[text]
	var mentions []Mention
	for i := 0; i < len(tokens); {
		if d.linker.names.start(tokens[i].id) == 0 {
			i++
			continue
		}
		n, length := d.longest(tokens[i:])
		switch {
		case length == 0:
			i++
			continue
		case n.ambiguous != nil:
			d.open = append(d.open, openName{text, i, i + length, n.ambiguous})
		default:
			d.plain[n.concept] = true
			mentions = append(mentions, Mention{tokens[i].start, tokens[i+length-1].end, n.concept, n.rule})
		}
		i += length
	}
	return mentions
}

// longest returns the longest name that the tokens begin with and the number of its tokens, 0 if there is none. Of names
// of the same length an acronym as written comes first, then a plain name, then an ambiguous one.
func (d *document) longest(tokens []token) (name, int) {
	var best name
	length := 0
	d.linker.names.walk(tokens, func(n int, names []name) {
		found := -1
		for i, candidate := range names {
			if !d.accepts(candidate, tokens[:n]) {
				continue
			}
			if found < 0 || precedence(candidate) < precedence(names[found]) {
				found = i
			}
		}
		if found >= 0 {
			best, length = names[found], n
		}
	})
	return best, length
}

func precedence(n name) int {
	switch {
	case n.words != nil:
		return 0
	case n.ambiguous == nil:
		return 1
	}
	return 2
}

func (d *document) accepts(n name, tokens []token) bool {
	switch {
	case d.anyCase:
		return true
	case n.ambiguous != nil:
		return n.ambiguous.fits(tokens)
	}
	for i, word := range n.words {
		if tokens[i].word != word {
			return false
		}
	}
	return true
}
