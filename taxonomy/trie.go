package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trie holds values under sequences of words, which are numbers of a vocabulary. All nodes share one table from (node,
// word) to node, open and at most half full, which is built faster than a map for each node. The first step, which nearly
// every word of a text takes in vain, is a look into a list; and a node knows whether any sequence passes on, which at most
// nodes none does.
type trie[V any] struct {
	words *vocabulary
	first []uint32  // node of each word that begins a sequence, 0 if none does
	nodes []node[V] // node 0 is the root
	edges []edge
	used  int // of edges
}

// node is where sequences end, or pass.
type node[V any] struct {
	values []V
	more   bool // sequences pass on
}

// edge leads from one node to the next. Its key packs the node, the word and the gap, so that a word that a comma or the
// like parts from the one ahead is another. A key of 0, which no edge has since words count from 1, is a free place.
type edge struct {
	key uint64
	to  uint32
}

func edgeKey(from, word uint32, g gap) uint64 { return uint64(from)<<32 | uint64(word)<<2 | uint64(g) }

func newTrie[V any](words *vocabulary) *trie[V] {
	return &trie[V]{words: words, nodes: make([]node[V], 1, 1<<12), edges: make([]edge, 1<<12)}
}

// add puts a value under the words of a text. One with a comma or the like inside ("extract, transform, and load") is
// found with it and without any.
func (t *trie[V]) add(text string, v V) {
	tokens := tokenize(text)
	if len(tokens) == 0 {
		return
	}
	parted := false
	steps := make([]token, len(tokens))
	for i, tok := range tokens {
		steps[i].id = t.words.number(tok.norm(text))
		parted = parted || i > 0 && tok.gap == broken
	}
	t.insert(steps, v)
	if parted {
		for i := range steps[1:] {
			steps[i+1].gap = min(tokens[i+1].gap, broken)
		}
		t.insert(steps, v)
	}
}

func (t *trie[V]) insert(steps []token, v V) {
	at := uint32(0)
	for i, step := range steps {
		to := t.step(at, step.id, step.gap)
		if to == 0 {
			t.nodes = append(t.nodes, node[V]{})
			to = uint32(len(t.nodes) - 1)
			t.connect(edge{edgeKey(at, step.id, step.gap), to})
		}
		t.nodes[at].more = true
		if i == 0 {
			t.begin(step.id, to)
		}
		at = to
	}
	t.nodes[at].values = append(t.nodes[at].values, v)
}

func (t *trie[V]) connect(e edge) {
	if 2*(t.used+1) > len(t.edges) {
		old := t.edges
		t.edges, t.used = make([]edge, 2*len(old)), 0
		for _, e := range old {
			if e.key != 0 {
				t.connect(e)
			}
		}
	}
	t.edges[t.place(e.key)] = e
	t.used++
}

// place returns where an edge stands in the table, or the free place where it would. The key is spread by Fibonacci
// hashing (Knuth, TAOCP 3, 6.4).
func (t *trie[V]) place(key uint64) uint32 {
	mask := uint32(len(t.edges) - 1)
	for at := uint32(key*0x9E3779B97F4A7C15>>32) & mask; ; at = (at + 1) & mask {
		if k := t.edges[at].key; k == key || k == 0 {
			return at
		}
	}
}

func (t *trie[V]) begin(word, to uint32) {
	for len(t.first) <= int(word) {
		t.first = append(t.first, 0)
	}
	t.first[word] = to
}

// start returns the node of the sequences that begin with a word, 0 if there are none.
func (t *trie[V]) start(word uint32) uint32 {
	if int(word) >= len(t.first) {
		return 0
	}
	return t.first[word]
}

// step returns the next node, 0 if there is none. Nothing goes on across the end of a sentence, and where a comma or the
// like breaks the words only what has one there too.
func (t *trie[V]) step(from, word uint32, g gap) uint32 {
	if word == 0 || g == ended || !t.nodes[from].more {
		return 0
	}
	return t.edges[t.place(edgeKey(from, word, g))].to
}

// walk calls found for every sequence that the tokens begin with, shortest first.
func (t *trie[V]) walk(tokens []token, found func(length int, values []V)) {
	at := t.start(tokens[0].id)
	for i := 1; at != 0; i++ {
		if len(t.nodes[at].values) > 0 {
			found(i, t.nodes[at].values)
		}
		if i == len(tokens) {
			return
		}
		at = t.step(at, tokens[i].id, tokens[i].gap)
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
