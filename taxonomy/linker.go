package taxonomy

import (
	"slices"
)

// Mention says that text[Start:End] names a concept.
type Mention struct {
	Start, End int // bytes
	Concept    string
	// Rule says what decided: "name", "alias", "former name", "acronym", or for an ambiguous name the cue that weighed
	// most: `after "VPC"`, `before "function"`, `near "SHAP"`, `question "Kinesis"`, `named elsewhere`.
	Rule string
}

// Linker finds the concepts that texts name. It is safe for concurrent use.
type Linker struct {
	names *trie[name]
	cues  *trie[string]     // cue phrases, by key
	keys  map[string]string // of each cue, as it stands in its rule
}

// name is what a path of the trie stands for: a plain name of a concept, or an ambiguous one.
type name struct {
	concept   string
	rule      string
	words     []string // as it must be written, or nil if case does not matter
	ambiguous *Ambiguous
}

func newLinker(t *Taxonomy) *Linker {
	l := &Linker{names: newTrie[name](), cues: newTrie[string](), keys: map[string]string{}}
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
		l.names.add(tokenize(a.Name), name{ambiguous: a})
		for _, s := range a.Senses {
			for _, cues := range [][]string{s.Before, s.After, s.Near, s.Question} {
				for _, cue := range cues {
					l.addCue(cue)
				}
			}
		}
	}
	return l
}

func (l *Linker) addCue(cue string) {
	if _, known := l.keys[cue]; !known {
		l.keys[cue] = key(cue)
		l.cues.add(tokenize(cue), l.keys[cue])
	}
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
	d := &document{linker: l, anyCase: anyCase, plain: map[string]bool{}}
	mentions := make([][]Mention, len(texts))
	for i, text := range texts {
		d.texts = append(d.texts, tokenize(text))
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

// document is one call of Link: the tokens of the texts and what is known of them so far.
type document struct {
	linker  *Linker
	anyCase bool
	texts   [][]token
	plain   map[string]bool // concepts that are named without doubt
	open    []openName      // ambiguous names to be resolved
	cues    map[string][]place
}

// openName is an ambiguous name at tokens [first, last) of a text.
type openName struct {
	text, first, last int
	rule              *Ambiguous
}

// place is where a cue stands: tokens [first, last) of a text.
type place struct{ text, first, last int }

// scan takes the longest name at each place of a text. Ambiguous names are put aside.
func (d *document) scan(text int) []Mention {
	tokens := d.texts[text]
	var mentions []Mention
	for i := 0; i < len(tokens); {
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
		return formFits(n.ambiguous, tokens)
	}
	for i, word := range n.words {
		if tokens[i].word != word {
			return false
		}
	}
	return true
}

// formFits reports whether an ambiguous name is written as its rule demands.
func formFits(a *Ambiguous, tokens []token) bool {
	switch a.Form {
	case "capital":
		return isUpper(tokens[0].word)
	case "exact":
		for i, tok := range tokenize(a.Name) {
			if tokens[i].word != tok.word {
				return false
			}
		}
	}
	return true
}
