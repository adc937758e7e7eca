package taxonomy

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Mention says that text[Start:End] names a concept.
type Mention struct {
	Start, End int // bytes
	Concept    string
	// Rule says what decided: "name", "alias", "former name", "acronym", or for an ambiguous name the cue that weighed
	// most: `after "VPC"`, `before "function"`, `near "SHAP"`, `question "Kinesis"`, `named elsewhere`, `beside
	// sagemaker-pipelines` (a related concept is named).
	// Where a word of the name is misspelt it ends in ", misspelt".
	Rule string
}

// Linker finds the concepts that texts name. It is safe for concurrent use.
type Linker struct {
	words    *vocabulary
	names    *trie[name]
	concepts int
	cues     *trie[cueID]
	ids      map[string]cueID // of each cue, by its key
	spare    sync.Pool        // of *document

	spelling func() (text, query *speller)
}

// name is what a path of the trie stands for: a plain name of a concept, or an ambiguous one.
type name struct {
	concept   string
	number    int32 // of the concept
	rule      string
	words     []string // as it must be written, or nil if case does not matter
	ambiguous *rule
}

func newLinker(t *Taxonomy) *Linker {
	words := newVocabulary()
	l := &Linker{words: words, names: newTrie[name](words), cues: newTrie[cueID](words), ids: map[string]cueID{}, concepts: len(t.concepts)}
	l.spelling = sync.OnceValues(func() (text, query *speller) { return l.spellers(t) })
	numbers := make(map[string]int32, len(t.concepts))
	for i, c := range t.concepts {
		numbers[c.ID] = int32(i)
		if !c.Linkable() {
			continue
		}
		n := name{concept: c.ID, number: int32(i)}
		l.addName(c, c.Name, "name", n)
		for _, alias := range c.Aliases {
			l.addName(c, alias, "alias", n)
		}
		for _, former := range c.FormerNames {
			l.addName(c, former, "former name", n)
		}
	}
	for _, a := range t.ambiguous {
		l.names.add(a.Name, name{ambiguous: l.compile(t, a, numbers)})
	}
	return l
}

// addName adds a name and, where it holds a word of two humps such as SageMaker, the spelling in two words.
func (l *Linker) addName(c *Concept, text, rule string, n name) {
	n.rule = rule
	if slices.Contains(c.CaseSensitive, text) {
		n.rule = "acronym"
		for _, tok := range tokenize(text) {
			n.words = append(n.words, tok.word(text))
		}
	}
	l.names.add(text, n)
	if n.words == nil && hasHump(text) {
		if split := splitHumps(text); len(tokenize(split)) > len(tokenize(text)) {
			l.names.add(split, n)
		}
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
	for i := range texts {
		d.spell(i)
		d.scan(i)
	}
	if len(d.open) > 0 {
		d.findCues()
		for _, o := range d.open {
			if f, ok := d.resolve(o); ok {
				d.found = append(d.found, f)
			}
		}
		slices.SortFunc(d.found, func(a, b found) int { return cmp.Or(a.text-b.text, a.Start-b.Start) })
	}
	return d.mentions()
}

// found is a mention in one of the texts.
type found struct {
	text int
	Mention
}

// mention is what tokens [first, last) of a text name.
func (d *document) mention(text, first, last int, concept, rule string) found {
	tokens := d.tokens[text][first:last]
	if slices.ContainsFunc(tokens, func(tok token) bool { return tok.misspelt }) {
		rule += misspelt
	}
	return found{text, Mention{int(tokens[0].start), int(tokens[len(tokens)-1].end), concept, rule}}
}

// closed is a mention with the bracket that closes its name: "Class Imbalance (CI)".
func (d *document) closed(f found) Mention {
	m, text := f.Mention, d.texts[f.text]
	if m.End < len(text) && text[m.End] == ')' {
		if name := text[m.Start:m.End]; strings.Count(name, "(") > strings.Count(name, ")") {
			m.End++
		}
	}
	return m
}

// mentions gives what was found out, text by text, in one piece of memory.
func (d *document) mentions() [][]Mention {
	lists := make([][]Mention, len(d.texts))
	all := make([]Mention, len(d.found))
	for i := 0; i < len(d.found); {
		first, text := i, d.found[i].text
		for ; i < len(d.found) && d.found[i].text == text; i++ {
			all[i] = d.closed(d.found[i])
		}
		lists[text] = all[first:i:i]
	}
	return lists
}

// document is one call of Link: the tokens of the texts and what is known of them so far. It is used again afterwards.
type document struct {
	linker  *Linker
	anyCase bool
	texts   []string
	tokens  [][]token
	found   []found
	plain   []bool     // by number: concepts that are named without doubt
	named   []int32    // their numbers
	open    []openName // ambiguous names to be resolved
	cues    [][]place  // where each cue stands
	stand   []cueID    // those that stand somewhere
}

// document prepares one for texts.
func (l *Linker) document(texts []string, anyCase bool) *document {
	d, ok := l.spare.Get().(*document)
	if !ok {
		d = &document{linker: l, plain: make([]bool, l.concepts), cues: make([][]place, len(l.ids))}
	}
	d.anyCase, d.open, d.found = anyCase, d.open[:0], d.found[:0]
	for _, number := range d.named {
		d.plain[number] = false
	}
	d.named = d.named[:0]
	for _, id := range d.stand {
		d.cues[id] = d.cues[id][:0]
	}
	d.stand = d.stand[:0]
	d.texts = append(d.texts[:0], texts...)
	for len(d.tokens) < len(texts) {
		d.tokens = append(d.tokens, nil)
	}
	for i, text := range texts {
		d.tokens[i] = l.words.tokens(d.tokens[i][:0], text)
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
func (d *document) scan(text int) {
	tokens := d.tokens[text]
	names := d.linker.names
	for i := 0; i < len(tokens); {
		at := names.start(tokens[i].id)
		if at == 0 {
			i++
			continue
		}
		n, length := d.longest(text, i, at)
		switch {
		case length == 0:
			i++
			continue
		case n.ambiguous != nil:
			d.open = append(d.open, openName{text, i, i + length, n.ambiguous})
		default:
			if !d.plain[n.number] {
				d.plain[n.number] = true
				d.named = append(d.named, n.number)
			}
			d.found = append(d.found, d.mention(text, i, i+length, n.concept, n.rule))
		}
		i += length
	}
}

// longest returns the longest name that begins at token i of a text, whose first word leads to node at, and the number of
// its tokens, 0 if there is none. Of names of the same length an acronym as written comes first, then a plain name, then
// an ambiguous one.
func (d *document) longest(text, i int, at uint32) (best *name, length int) {
	tokens, names := d.tokens[text][i:], d.linker.names
	for n := 1; at != 0; n++ {
		if found := d.accepted(names.nodes[at].values, text, tokens[:n]); found != nil {
			best, length = found, n
		}
		if n == len(tokens) {
			break
		}
		at = names.step(at, tokens[n].id, tokens[n].gap)
	}
	return best, length
}

// accepted returns the first in precedence of the names that the tokens may stand for, nil if there is none.
func (d *document) accepted(names []name, text int, tokens []token) (best *name) {
	for i := range names {
		n := &names[i]
		if (best == nil || precedence(n) < precedence(best)) && d.accepts(n, text, tokens) {
			best = n
		}
	}
	return best
}

func precedence(n *name) int {
	switch {
	case n.words != nil:
		return 0
	case n.ambiguous == nil:
		return 1
	}
	return 2
}

func (d *document) accepts(n *name, text int, tokens []token) bool {
	switch {
	case d.anyCase:
		return true
	case n.ambiguous != nil:
		return n.ambiguous.fits(d.texts[text], tokens)
	}
	for i, word := range n.words {
		if tokens[i].word(d.texts[text]) != word {
			return false
		}
	}
	return true
}
