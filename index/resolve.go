package index

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/taxonomy"
)

// named stands for words that name a concept: what is about the concept matches, and what has the words.
type named struct {
	concept *taxonomy.Concept
	words   Node
}

func (n named) String() string { return n.words.String() }
func (n named) binding() int   { return n.words.binding() }

// maxNameWords is the longest run of words that is looked up as one name.
const maxNameWords = 6

// resolver turns a parsed tree into one that can be compiled.
type resolver struct {
	taxonomy *taxonomy.Taxonomy
	exam     *taxonomy.Exam // to which task: and domain: belong; nil for any
	// values lists the values of a keyword field; nil where there are no questions.
	values func(field string) ([]string, error)
	// known reports whether any question has the term in its text.
	known func(term string) bool
	// respell returns the word that an unknown one was meant to be, "" if there is none.
	respell func(text string) string
	// study returns the questions that a learner has to do with; nil where nobody can be asked.
	study func(State) (Members, error)

	ignored []Term // that hold nothing to search for
	respelt bool   // a word was read as another
}

// resolve returns the tree to compile. A query that holds nothing to search for is an error.
func (r *resolver) resolve(n Node) (Node, error) {
	n, err := r.node(n, false)
	if err != nil {
		return nil, err
	}
	if n == nil {
		t := r.ignored[0]
		return nil, t.mistake(fmt.Sprintf("there is nothing to search for in %q", t.Text),
			"such words are in every question; add one that says more")
	}
	return Simplify(n), nil
}

// node resolves one node; the result is nil when nothing of it can be searched. Under a negation words stay literal:
// "-glue" takes out what says glue, not all that is about AWS Glue.
func (r *resolver) node(n Node, negated bool) (Node, error) {
	switch n := n.(type) {
	case And:
		return r.and(n, negated)
	case Or:
		nodes, err := r.all(n.Nodes, negated)
		if err != nil || len(nodes) == 0 {
			return nil, err
		}
		return Or{nodes}, nil
	case Not:
		inner, err := r.node(n.Node, true)
		if err != nil || inner == nil {
			return nil, err
		}
		return Not{inner}, nil
	case Term:
		if plain(n) && !negated {
			return r.run([]Term{n}), nil
		}
		return r.term(n)
	}
	return n, nil
}

func (r *resolver) all(nodes []Node, negated bool) ([]Node, error) {
	var resolved []Node
	for _, child := range nodes {
		c, err := r.node(child, negated)
		if err != nil {
			return nil, err
		}
		if c != nil {
			resolved = append(resolved, c)
		}
	}
	return resolved, nil
}

// and resolves plain words that stand together as one run, since a name may take several.
func (r *resolver) and(n And, negated bool) (Node, error) {
	var nodes []Node
	var run []Term
	flush := func() {
		if c := r.run(run); c != nil {
			nodes = append(nodes, c)
		}
		run = nil
	}
	for _, child := range n.Nodes {
		if t, ok := child.(Term); ok && plain(t) && !negated {
			run = append(run, t)
			continue
		}
		flush()
		c, err := r.node(child, negated)
		if err != nil {
			return nil, err
		}
		if c != nil {
			nodes = append(nodes, c)
		}
	}
	flush()
	if len(nodes) == 0 {
		return nil, nil
	}
	return And{nodes}, nil
}

// plain reports whether the term is a word that may name something.
func plain(t Term) bool { return t.Field == "" && !t.Quoted && !t.Prefix && t.Slips == 0 }

// respelt stands for a word that no question has: the node is what was meant.
type respelt struct {
	node  Node
	typed string
}

func (r respelt) String() string { return r.node.String() }
func (r respelt) binding() int   { return r.node.binding() }

// spell replaces the words that no question has by the nearest that some question, or a name of the taxonomy, has. The words
// of a name are right as they are: "Snow Family" is no slip of SNS.
func (r *resolver) spell(words []Term) (spelt []Term, typed map[int]string) {
	spelt, typed = slices.Clone(words), map[int]string{}
	if r.respell == nil {
		return spelt, typed
	}
	inName := r.inNames(words)
	for i, w := range words {
		if inName[i] {
			continue
		}
		if meant := r.respell(w.Text); meant != "" {
			spelt[i].Text, typed[i] = meant, w.Text
			r.respelt = true
		}
	}
	return spelt, typed
}

// inNames marks the words that belong to a name of several words, as it is written in the taxonomy.
func (r *resolver) inNames(words []Term) []bool {
	marked := make([]bool, len(words))
	for i := range words {
		for length := min(maxNameWords, len(words)-i); length > 1; length-- {
			if _, ok := r.taxonomy.Find(wordsText(words[i : i+length])); !ok {
				continue
			}
			for at := i; at < i+length; at++ {
				marked[at] = true
			}
			break
		}
	}
	return marked
}

// run resolves a run of plain words: first the names that the linker sees in them, which minds the company of an
// ambiguous name; then the names that a person may mean, since "emr" in a query is EMR; then words that are written in
// one elsewhere.
func (r *resolver) run(words []Term) Node {
	if len(words) == 0 {
		return nil
	}
	var nodes []Node
	words, typed := r.spell(words)
	mentions := r.mentions(words)
	for i := 0; i < len(words); {
		c, length := r.nameAt(words, i, mentions)
		var node Node
		switch {
		case c != nil:
			node = named{c, And{r.literal(words[i : i+length])}}
		default:
			length = r.joinedAt(words[i:])
			literal := r.literal(words[i : i+length])
			if len(literal) == 1 {
				node = literal[0]
			}
		}
		if node != nil {
			nodes = append(nodes, mark(node, typed, i, i+length))
		}
		i += length
	}
	if len(nodes) == 0 {
		return nil
	}
	return And{nodes}
}

// mark notes on a node that words[from:to] were typed in another way.
func mark(node Node, typed map[int]string, from, to int) Node {
	var other []string
	for i := from; i < to; i++ {
		if typed[i] != "" {
			other = append(other, typed[i])
		}
	}
	if len(other) == 0 {
		return node
	}
	return respelt{node, strings.Join(other, " ")}
}

// span is a run of words from the first to the one before the last.
type span struct{ from, to int }

// mentions returns the concepts that the linker sees in the words when it reads all of them, where a mention is exactly
// a run of words.
func (r *resolver) mentions(words []Term) map[span]string {
	starts, ends := map[int]int{}, map[int]int{} // bytes of the text: word
	at := 0
	for i, w := range words {
		left := len(w.Text) - len(strings.TrimLeftFunc(w.Text, notWord))
		right := len(strings.TrimRightFunc(w.Text, notWord))
		starts[at+left], ends[at+right] = i, i
		at += len(w.Text) + 1
	}
	found := map[span]string{}
	for _, m := range r.taxonomy.Linker().LinkQuery(wordsText(words)) {
		from, begins := starts[m.Start]
		last, finishes := ends[m.End]
		if begins && finishes {
			found[span{from, last + 1}] = m.Concept
		}
	}
	return found
}

func notWord(r rune) bool { return !wordRune(r) }

// nameAt returns the concept with the longest name that begins at words[i], and how many words it takes; nil if there
// is none.
func (r *resolver) nameAt(words []Term, i int, mentions map[span]string) (*taxonomy.Concept, int) {
	for length := min(maxNameWords, len(words)-i); length > 0; length-- {
		text := wordsText(words[i : i+length])
		if !searchable(text) {
			continue
		}
		if c, ok := r.taxonomy.Concept(mentions[span{i, i + length}]); ok {
			return c, length
		}
		if c, ok := r.taxonomy.Find(text); ok {
			return c, length
		}
	}
	return nil, 0
}

func wordsText(words []Term) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	return strings.Join(texts, " ")
}

// searchable reports whether anything in the text is more than a stop word.
func searchable(text string) bool {
	return slices.ContainsFunc(analyze(text), func(c chunk) bool { return !c.stop() })
}

// literal returns the words as words, without those that say nothing. Two that are one word in some question match as
// that too: "sage maker".
func (r *resolver) literal(words []Term) []Node {
	var nodes []Node
	for i := 0; i < len(words); {
		length := r.joinedAt(words[i:])
		switch {
		case length == 2:
			joined := Term{Text: joinWords(words[i], words[i+1])}
			nodes = append(nodes, Or{[]Node{And{[]Node{words[i], words[i+1]}}, joined}})
		case searchable(words[i].Text):
			nodes = append(nodes, words[i])
		default:
			r.ignored = append(r.ignored, words[i])
		}
		i += length
	}
	return nodes
}

// joinedAt is 2 where the first two words are one in some question, else 1.
func (r *resolver) joinedAt(words []Term) int {
	if len(words) > 1 && searchable(words[0].Text) && searchable(words[1].Text) {
		if joined := joinWords(words[0], words[1]); joined != "" && r.known(joined) {
			return 2
		}
	}
	return 1
}

// joinWords returns two words as one term, "" if either is more than one part or both are numbers.
func joinWords(a, b Term) string {
	chunks := slices.Concat(analyze(a.Text), analyze(b.Text))
	if len(chunks) != 2 || len(chunks[0].parts) != 1 || len(chunks[1].parts) != 1 {
		return ""
	}
	return join([]part{chunks[0].parts[0], chunks[1].parts[0]})
}
