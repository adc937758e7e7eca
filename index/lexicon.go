package index

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// The terms of the engine are stems: "monitoring", "monitored" and "monitors" are all "monitor", which takes half the room
// of words and stems. What people wrote stands once for all questions in the file "words" of a generation: for
// beginnings (word*), for slips (word~), for the word that a misspelt one was meant to be, and for completion.
//
// The file is the number of words and then, in order, for each word how many bytes it has in common with the one before,
// how many follow, those bytes, and how many questions have it. The numbers are unsigned varints.
const lexiconName = "words"

// lexeme is a word in small letters and how many questions have it.
type lexeme struct {
	text      string
	questions uint32
}

var errLexicon = errors.New(lexiconName + " does not hold what it should")

// lexiconWriter gathers the words of all questions and the lengths of their texts.
type lexiconWriter struct {
	words   map[string]*lexemeCount
	lengths map[string]uint64 // by field, in terms
}

type lexemeCount struct {
	questions, last uint32
	stem            string // "" until it is first asked for
}

func newLexiconWriter() *lexiconWriter {
	return &lexiconWriter{map[string]*lexemeCount{}, map[string]uint64{}}
}

// addPart counts a part of a question's text and returns its term. A word is stemmed when it is first met.
func (w *lexiconWriter) addPart(p part, question uint32) string {
	c := w.add(p.lower, question)
	if !stemmable(p) {
		return p.lower
	}
	if c.stem == "" {
		chunks := []chunk{{parts: []part{p}}}
		stemParts(chunks)
		c.stem = strings.Clone(chunks[0].parts[0].term())
	}
	return c.stem
}

// add counts a word of a question, whose fields come one after the other.
func (w *lexiconWriter) add(word string, question uint32) *lexemeCount {
	c := w.words[word]
	if c == nil {
		c = &lexemeCount{}
		w.words[strings.Clone(word)] = c
	}
	if c.last != question {
		c.questions, c.last = c.questions+1, question
	}
	return c
}

func (w *lexiconWriter) write(dir string) error {
	words := make([]string, 0, len(w.words))
	for word := range w.words {
		words = append(words, word)
	}
	slices.Sort(words)
	data := binary.AppendUvarint(nil, uint64(len(words)))
	last := ""
	for _, word := range words {
		same := commonPrefix(last, word)
		data = binary.AppendUvarint(data, uint64(same))
		data = binary.AppendUvarint(data, uint64(len(word)-same))
		data = append(data, word[same:]...)
		data = binary.AppendUvarint(data, uint64(w.words[word].questions))
		last = word
	}
	return os.WriteFile(filepath.Join(dir, lexiconName), data, 0o644)
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// lexiconOf reads the words of a generation when they are first asked for. What it returns panics with ErrDamaged, like
// the columns: searches are guarded.
func lexiconOf(dir string) func() []lexeme {
	return sync.OnceValue(func() []lexeme {
		data, err := os.ReadFile(filepath.Join(dir, lexiconName))
		if err != nil {
			panic(err)
		}
		return readLexicon(varints(data))
	})
}

func readLexicon(data varints) []lexeme {
	list := make([]lexeme, 0, min(int(data.next()), len(data)))
	last := ""
	for len(data) > 0 {
		same := int(data.next())
		if same > len(last) {
			panic(errLexicon)
		}
		last = last[:same] + data.text()
		list = append(list, lexeme{last, data.next()})
	}
	return list
}

// beginning returns the words that begin so, in order.
func beginning(words []lexeme, text string) []lexeme {
	from, _ := slices.BinarySearchFunc(words, text, func(w lexeme, text string) int { return strings.Compare(w.text, text) })
	to := from
	for to < len(words) && strings.HasPrefix(words[to].text, text) {
		to++
	}
	return words[from:to]
}

// wordsLike returns the words that a term with Prefix or Slips stands for, up to a limit.
func (x *Index) wordsLike(t Term, limit int) []lexeme {
	if t.Prefix {
		words := beginning(x.lexicon(), t.Text)
		return words[:min(limit, len(words))]
	}
	runes := []rune(t.Text)
	var like []lexeme
	for _, w := range beginning(x.lexicon(), string(runes[:min(slipPrefix, len(runes))])) {
		if len(like) < limit && abs(len(w.text)-len(t.Text)) <= t.Slips*4 && editDistance(t.Text, w.text) <= t.Slips {
			like = append(like, w)
		}
	}
	return like
}

func abs(n int) int { return max(n, -n) }
