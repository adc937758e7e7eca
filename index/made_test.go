package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mlatlas/bank"
	"mlatlas/bank/format"
	samplebank "mlatlas/bank/sample"
	"mlatlas/taxonomy"
)

// Made-up questions of madeBytes of English: sentences of the built-in bank, put together anew, in which every
// madeEvery-th word or so is a made-up one by Zipf's law, so that the vocabulary grows with the number of questions as
// that of a real bank does. A question keeps the links and tasks of the three questions that its sentences come from.
const (
	madeBytes = 3000
	madeEvery = 12
	madeFrom  = 3
)

// maker makes questions one at a time, so that a hundred thousand need no memory.
type maker struct {
	random  *rand.Rand
	zipf    *rand.Zipf
	sources []*bank.Question
	made    int
}

func newMaker(t testing.TB, tax *taxonomy.Taxonomy, seed uint64) *maker {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	m := &maker{random: random, zipf: rand.NewZipf(random, 1.08, 4, 200_000)}
	r, err := format.NewReader(samplebank.Open(), samplebank.File, "")
	if err != nil {
		t.Fatal(err)
	}
	for item, err := range r.Items() {
		if err != nil {
			t.Fatal(err)
		}
		if q := item.Question; q != nil {
			q.LinkTo(tax)
			m.sources = append(m.sources, q)
		}
	}
	return m
}

// question makes the next question.
func (m *maker) question() *bank.Question {
	m.made++
	q := &bank.Question{ID: fmt.Sprintf("made/%07d", m.made), Bank: "made", Number: strconv.Itoa(m.made), Kind: bank.Single}
	var from []*bank.Question
	for _, i := range m.random.Perm(len(m.sources))[:madeFrom] {
		from = append(from, m.sources[i])
	}
	var stems, explanations, options []string
	for _, s := range from {
		stems = append(stems, sentences(s.Stem)...)
		explanations = append(explanations, sentences(s.Explanation)...)
		for _, o := range s.Options {
			options = append(options, o.Text)
		}
		q.Links = append(q.Links, s.Links...)
		q.Tasks = append(q.Tasks, s.Tasks...)
	}
	slices.SortFunc(q.Links, func(a, b bank.Link) int { return strings.Compare(a.Concept, b.Concept) })
	q.Links = slices.CompactFunc(q.Links, func(a, b bank.Link) bool { return a.Concept == b.Concept })
	q.Stem = m.text(stems, 900)
	for o := range 4 {
		q.Options = append(q.Options, bank.Option{Label: string(rune('A' + o)), Text: m.text(options, 110), Correct: o == m.made%4})
	}
	q.Explanation = m.text(explanations, madeBytes-textSize(q))
	return q
}

// all makes n questions, one at a time.
func (m *maker) all(n int) func(yield func(*bank.Question, error) bool) {
	return func(yield func(*bank.Question, error) bool) {
		for range n {
			if !yield(m.question(), nil) {
				return
			}
		}
	}
}

// text draws sentences until there are so many bytes, and cuts the last one.
func (m *maker) text(sentences []string, size int) string {
	var b strings.Builder
	for b.Len() < size {
		for _, word := range strings.Fields(sentences[m.random.IntN(len(sentences))]) {
			if b.Len() >= size {
				break
			}
			if m.random.IntN(madeEvery) == 0 {
				word = madeWord(m.zipf.Uint64())
			}
			b.WriteString(word)
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

func sentences(text string) []string { return strings.SplitAfter(text, ". ") }

// madeWord is the n-th made-up word: consonants and vowels in turn, no English among the frequent ones.
func madeWord(n uint64) string {
	word := []byte("zu")
	for ; n > 0; n /= 75 {
		word = append(word, "bdfgklmnprtvwxz"[n%15], "aeiou"[n/15%5])
	}
	return string(word)
}

// textSize is the number of bytes of a question's texts.
func textSize(q *bank.Question) int {
	size := len(q.Stem) + len(q.Explanation)
	for _, o := range q.Options {
		size += len(o.Text)
	}
	return size
}

// allText is what the peers index of a question.
func allText(q *bank.Question) (options string) {
	for _, o := range q.Options {
		options += o.Text + "\n"
	}
	return options
}
