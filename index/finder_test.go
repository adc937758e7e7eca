package index

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"mlatlas/bank"
)

// twin scores a query as the formulas are told, question by question, from the texts.
type twin struct {
	texts   []map[string][]string       // by question and field
	counts  []map[string]map[string]int // of the terms, likewise
	lengths []map[string]int            // in terms, likewise
	average map[string]float64          // length, by field
}

func newTwin(questions []*bank.Question) *twin {
	w := &twin{average: map[string]float64{}}
	for _, q := range questions {
		texts := map[string][]string{fieldStem: {q.Stem}, fieldExplanation: {q.Explanation}}
		for _, o := range q.Options {
			texts[fieldOf(o)] = append(texts[fieldOf(o)], o.Text)
		}
		counts, lengths := map[string]map[string]int{}, map[string]int{}
		for field, list := range texts {
			counts[field] = map[string]int{}
			for _, tok := range tokens(strings.Join(list, "\n")) {
				counts[field][string(tok.Term)]++
				lengths[field]++
			}
			w.average[field] += float64(lengths[field])
		}
		w.texts, w.counts, w.lengths = append(w.texts, texts), append(w.counts, counts), append(w.lengths, lengths)
	}
	for f, sum := range w.average {
		w.average[f] = math.Ceil(sum / float64(len(questions)))
	}
	return w
}

// score returns BM25 of a term in a field of a question.
func (w *twin) score(question int, field, term string) float64 {
	holders := 0.0
	for _, c := range w.counts {
		if c[field][term] > 0 {
			holders++
		}
	}
	f, length := float64(w.counts[question][field][term]), float64(w.lengths[question][field])
	idf := math.Log(1 + (float64(len(w.counts))-holders+0.5)/(holders+0.5))
	return idf * bm25K1 * f / (f + bm25K1*(1-bm25B+bm25B*length/w.average[field]))
}

// words returns the score of a question for words that it must all have.
func (w *twin) words(question int, words []string) (score float64, match bool) {
	for _, word := range words {
		any := 0.0
		for _, f := range textFields {
			any += f.weight * w.score(question, f.name, string(tokens(word)[0].Term))
		}
		if any == 0 {
			return 0, false
		}
		score += any
	}
	return score, true
}

// row reports whether some text of a question has two words in a row.
func (w *twin) row(question int, first, second string) bool {
	for _, texts := range w.texts[question] {
		for _, text := range texts {
			if strings.Contains(" "+strings.Join(strings.Fields(text), " ")+" ", " "+first+" "+second+" ") {
				return true
			}
		}
	}
	return false
}

func TestSearchFindsAndScoresWhatTheTwinDoes(t *testing.T) {
	questions := many(150, 5)
	x, w := open(t, build(t, questions)), newTwin(questions)
	random := rand.New(rand.NewPCG(5, 5))
	for range 40 {
		words := []string{madeWord(random.Uint64N(60)), madeWord(random.Uint64N(60))}[:1+random.IntN(2)]
		want := map[string]float64{}
		for i, q := range questions {
			if score, ok := w.words(i, words); ok {
				want[q.ID] = score
			}
		}
		got := map[string]float64{}
		for hit, err := range x.All(context.Background(), Request{Query: parse(t, strings.Join(words, " "))}) {
			if err != nil {
				t.Fatal(err)
			}
			got[hit.ID] = hit.Score
		}
		if len(got) != len(want) {
			t.Errorf("%v: %d hits, want %d", words, len(got), len(want))
		}
		for id, score := range want {
			if math.Abs(got[id]-score) > 1e-4*score { // lengths are kept as 32-bit roots
				t.Errorf("%v: %s scores %v, want %v", words, id, got[id], score)
			}
		}
	}
}

func TestPhrasesFindWhatTheTwinDoes(t *testing.T) {
	questions := many(300, 6)
	x, w := open(t, build(t, questions)), newTwin(questions)
	random := rand.New(rand.NewPCG(6, 6))
	found := 0
	for range 60 {
		first, second := madeWord(random.Uint64N(12)), madeWord(random.Uint64N(12))
		want := map[string]bool{}
		for i, q := range questions {
			if w.row(i, first, second) {
				want[q.ID] = true
			}
		}
		for hit, err := range x.All(context.Background(), Request{Query: parse(t, fmt.Sprintf("%q", first+" "+second))}) {
			if err != nil || !want[hit.ID] {
				t.Fatalf("%s %s: %s is found, %v", first, second, hit.ID, err)
			}
			delete(want, hit.ID)
			found++
		}
		if len(want) > 0 {
			t.Errorf("%s %s: not found %v", first, second, want)
		}
	}
	if found == 0 {
		t.Error("no phrase was found")
	}
}

func parse(t *testing.T, text string) Node {
	t.Helper()
	n, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
