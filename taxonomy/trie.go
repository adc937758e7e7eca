package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trie holds values under sequences of normalised tokens. All nodes share one map from (node, word) to node, which is
// built faster and walks as fast as a map for each node.
type trie[V any] struct {
	words  map[string]uint32 // number of each word that occurs in a sequence, from 1
	next   map[edge]uint32
	values [][]V // of each node; node 0 is the root
}

type edge struct{ node, word uint32 }

func newTrie[V any]() *trie[V] {
	return &trie[V]{words: map[string]uint32{}, next: map[edge]uint32{}, values: make([][]V, 1)}
}

// add puts a value under a sequence. One with a comma or the like inside ("extract, transform, and load") is found with
// it and without any.
func (t *trie[V]) add(tokens []token, v V) {
	if len(tokens) == 0 {
		return
	}
	words := make([]string, len(tokens))
	broken := false
	for i, tok := range tokens {
		words[i] = tok.norm
		broken = broken || i > 0 && tok.broken
	}
	t.insert(words, v)
	if broken {
		for i, tok := range tokens[1:] {
			if tok.broken {
				words[i+1] = breakMark + tok.norm
			}
		}
		t.insert(words, v)
	}
}

// breakMark goes before a word that a comma or the like parts from the word ahead.
const breakMark = ","

func (t *trie[V]) insert(words []string, v V) {
	node := uint32(0)
	for _, w := range words {
		word, ok := t.words[w]
		if !ok {
			word = uint32(len(t.words) + 1)
			t.words[w] = word
		}
		child, ok := t.next[edge{node, word}]
		if !ok {
			child = uint32(len(t.values))
			t.next[edge{node, word}] = child
			t.values = append(t.values, nil)
		}
		node = child
	}
	t.values[node] = append(t.values[node], v)
}

// walk calls found for every sequence that the tokens begin with, shortest first. It stops where a sentence ends, and
// where a comma or the like breaks the tokens but no sequence.
func (t *trie[V]) walk(tokens []token, found func(length int, values []V)) {
	node := uint32(0)
	for i, tok := range tokens {
		if tok.sentence != tokens[0].sentence {
			return
		}
		word, ok := t.words[tok.norm]
		if i > 0 && tok.broken {
			word, ok = t.words[breakMark+tok.norm]
		}
		if !ok {
			return
		}
		if node, ok = t.next[edge{node, word}]; !ok {
			return
		}
		if len(t.values[node]) > 0 {
			found(i+1, t.values[node])
		}
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
