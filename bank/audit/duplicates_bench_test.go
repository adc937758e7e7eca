package audit

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mlatlas/bank"
)

// generated makes n questions from words of a Zipf-like vocabulary, the same for a seed. Every tenth is a near-copy of an earlier one:
// pasted, shuffled, with a word or two changed, with a number changed, or with another key.
func generated(n int, seed uint64) []*bank.Question {
	random := rand.New(rand.NewPCG(seed, 99))
	words := rand.NewZipf(random, 1.1, 8, 20_000)
	sentence := func(length int) string {
		text := make([]string, length)
		for i := range text {
			text[i] = madeWord(words.Uint64())
		}
		return strings.Join(text, " ")
	}
	questions := make([]*bank.Question, n)
	for i := range questions {
		q := &bank.Question{ID: "g/" + strconv.Itoa(i), Bank: "g", Kind: bank.Single}
		if i > 10 && i%10 == 0 {
			nearCopy(random, q, questions[random.IntN(i)], sentence)
		} else {
			q.Stem = sentence(12+random.IntN(40)) + fmt.Sprintf(" %d?", random.IntN(50))
			key := random.IntN(4)
			for o := range 4 {
				addOption(q, sentence(2+random.IntN(10)), o == key)
			}
		}
		questions[i] = q
	}
	return questions
}

func madeWord(n uint64) string {
	var b strings.Builder
	for n += 30; n > 0; n /= 20 {
		b.WriteByte("bcdfghjklmnprstvwxyz"[n%20])
		b.WriteByte("aeiou"[n%5])
	}
	return b.String()
}

func nearCopy(random *rand.Rand, q, from *bank.Question, sentence func(int) string) {
	q.Stem, q.Options, q.Answer = from.Stem, slices.Clone(from.Options), slices.Clone(from.Answer)
	words := strings.Fields(q.Stem)
	switch random.IntN(5) {
	case 0:
	case 1:
		first := q.Options[0].Text
		q.Options[0].Text, q.Options[1].Text = q.Options[1].Text, first
		q.Options[0].Correct, q.Options[1].Correct = q.Options[1].Correct, q.Options[0].Correct
	case 2:
		for range 1 + random.IntN(4) {
			words[random.IntN(len(words))] = sentence(1)
		}
	case 3:
		words[len(words)-1] = "77?"
	case 4:
		for i := range q.Options {
			q.Options[i].Correct = i == random.IntN(4)
		}
	}
	q.Stem, q.Answer = strings.Join(words, " "), nil
	for _, o := range q.Options {
		if o.Correct {
			q.Answer = append(q.Answer, o.Label)
		}
	}
}

func entriesOf(questions []*bank.Question) []*entry {
	d := newDuplicates(Options{})
	for _, q := range questions {
		d.add(q)
	}
	sharePassages(d.entries)
	entries := make([]*entry, len(d.entries))
	for i := range d.entries {
		entries[i] = &d.entries[i]
	}
	return entries
}

// likePairs returns the pairs that are alike among those that come up.
func likePairs(entries []*entry, each func(f func(a, b int))) map[[2]int]likeness {
	pairs := map[[2]int]likeness{}
	each(func(a, b int) {
		if l := alike(entries[a], entries[b]); l != unlike {
			pairs[[2]int{a, b}] = l
		}
	})
	return pairs
}

// TestPairsTwin compares the inverted index with looking at all pairs: they agree to the last. MinHash must find nearly all.
func TestPairsTwin(t *testing.T) {
	for _, set := range []struct {
		name      string
		questions []*bank.Question
	}{{"generated", generated(900, 5)}, {"templates", templates(300)}} {
		entries := entriesOf(set.questions)
		slow := likePairs(entries, func(f func(a, b int)) {
			for a := range entries {
				for b := a + 1; b < len(entries); b++ {
					f(a, b)
				}
			}
		})
		fast := likePairs(entries, func(f func(a, b int)) { eachPair(entries, len(entries), f) })
		if len(slow) < 20 || !reflect.DeepEqual(fast, slow) {
			t.Errorf("%s: %d pairs by the index, %d by looking at all", set.name, len(fast), len(slow))
		}
		if set.name != "generated" {
			continue
		}
		hashed := likePairs(entries, func(f func(a, b int)) { eachPair(entries, 0, f) })
		found := 0
		for p, l := range hashed {
			if slow[p] != l {
				t.Errorf("MinHash made up the pair %v", p)
			}
			found++
		}
		if float64(found) < 0.97*float64(len(slow)) {
			t.Errorf("%s: MinHash finds %d of %d", set.name, found, len(slow))
		}
	}
}

// templates makes questions that differ in a few words.
func templates(n int) []*bank.Question {
	random := rand.New(rand.NewPCG(8, 8))
	var questions []*bank.Question
	for i := range n {
		q := &bank.Question{ID: "t/" + strconv.Itoa(i), Bank: "t", Kind: bank.Single}
		q.Stem = fmt.Sprintf("A company in %s wants to %s its data with little effort. Which service should it use?", madeWord(random.Uint64N(12)), madeWord(random.Uint64N(30)))
		key := random.IntN(4)
		for o := range 4 {
			addOption(q, "service "+madeWord(uint64(o)+random.Uint64N(3)*4)+" of the cloud", o == key)
		}
		questions = append(questions, q)
	}
	return questions
}

// TestMinHashGroups: beyond the bound the groups of copies are the same, whichever way the pairs come up.
func TestMinHashGroups(t *testing.T) {
	questions := generated(600, 3)
	exact, hashed := newDuplicates(Options{}), newDuplicates(Options{})
	hashed.exact = 0
	a, b := said(run(exact, questions)), said(run(hashed, questions))
	if missing := strings.Count(a, "\n") - strings.Count(b, "\n"); !strings.Contains(a, "reworded") || missing < 0 || missing > 1 {
		t.Errorf("exact\n%s\nMinHash\n%s", a, b)
	}
}

// BenchmarkDuplicates looks for duplicates among MLATLAS_BENCH generated questions, by default 1,000. It says how many megabytes
// are kept.
func BenchmarkDuplicates(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("MLATLAS_BENCH"))
	if err != nil {
		n = 1000
	}
	questions := generated(n, 1)
	before := heap()
	for b.Loop() {
		d := newDuplicates(Options{})
		for _, q := range questions {
			d.add(q)
		}
		kept := heap() - before
		found := d.find()
		b.ReportMetric(float64(len(found)), "findings")
		b.ReportMetric(float64(kept)/1e6, "MB-kept")
		runtime.KeepAlive(d)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
