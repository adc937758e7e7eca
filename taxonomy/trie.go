package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trie holds values under sequences of words, which are numbers of a vocabulary. All nodes share one map from (node,
// word) to node, which is built faster than a map for each node; the first step, which nearly every word of a text takes
// in vain, is a look into a table.
type trie[V any] struct {
	words  *vocabulary
	first  []uint32          // node of each word that begins a sequence, 0 if none does
	next   map[uint64]uint32 // by edge.key
	values [][]V             // of each node; node 0 is the root
}

// edge leads from a node by a word. Broken words, which a comma or the like parts from the word ahead, are others.
type edge struct {
	node, word uint32
	broken     bool
}

// key packs an edge: nodes and words are numbered below 2^31.
func (e edge) key() uint64 {
	k := uint64(e.node)<<32 | uint64(e.word)<<1
	if e.broken {
		k |= 1
	}
	return k
}

func newTrie[V any](words *vocabulary) *trie[V] {
	return &trie[V]{words: words, next: map[uint64]uint32{}, values: make([][]V, 1)}
}

// add puts a value under a sequence. One with a comma or the like inside ("extract, transform, and load") is found with
// it and without any.
func (t *trie[V]) add(tokens []token, v V) {
	if len(tokens) == 0 {
		return
	}
	steps := make([]edge, len(tokens))
	broken := false
	for i, tok := range tokens {
		steps[i].word = t.words.add(tok.norm())
		broken = broken || i > 0 && tok.broken
	}
	t.insert(steps, v)
	if broken {
		for i := range steps[1:] {
			steps[i+1].broken = tokens[i+1].broken
		}
		t.insert(steps, v)
	}
}

func (t *trie[V]) insert(steps []edge, v V) {
	node := uint32(0)
	for i, step := range steps {
		step.node = node
		child, ok := t.next[step.key()]
		if !ok {
			child = uint32(len(t.values))
			t.next[step.key()] = child
			t.values = append(t.values, nil)
		}
		if i == 0 {
			t.begin(step.word, child)
		}
		node = child
	}
	t.values[node] = append(t.values[node], v)
}

func (t *trie[V]) begin(word, node uint32) {
	for len(t.first) <= int(word) {
		t.first = append(t.first, 0)
	}
	t.first[word] = node
}

// start returns the node of the sequences that begin with a word, 0 if there are none.
func (t *trie[V]) start(word uint32) uint32 {
	if int(word) >= len(t.first) {
		return 0
	}
	return t.first[word]
}

// walk calls found for every sequence that the tokens begin with, shortest first. It stops where a sentence ends, and
// where a comma or the like breaks the tokens but no sequence.
func (t *trie[V]) walk(tokens []token, found func(length int, values []V)) {
	node := t.start(tokens[0].id)
	for i := 0; node != 0; {
		if len(t.values[node]) > 0 {
			found(i+1, t.values[node])
		}
		if i++; i == len(tokens) || tokens[i].id == 0 || tokens[i].sentence != tokens[0].sentence {
			return
		}
		node = t.next[edge{node, tokens[i].id, tokens[i].broken}.key()]
	}
}

// splitHumps puts a space between a small letter and a capital: SageMaker, Sage Maker.
func splitHumps(text string) string {
	var b strings.Builder
	var before rune
	for _, r := range text {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

func isUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}
