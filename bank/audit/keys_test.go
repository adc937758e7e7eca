package audit

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	shuffled := "CABDDACBBADCACDBDBCAABCDCDABBDACADBCDCBA"
	for _, c := range []struct {
		name    string
		options int
		places  string
		want    string
	}{
		{"every key is B", 4, strings.Repeat("B", 20), "error skewed-key b"},
		{"six are enough", 4, "CCCCCC", "error skewed-key b"},
		{"five are not", 4, "CCCCC", ""},
		{"half are B", 4, "BABDBCBBABBBCBABDBBCABBDBBABCBDBBCBBABDBBCBABBDBCBBACB", "warning skewed-key b"},
		{"shuffled", 4, shuffled, ""},
		{"a little uneven", 4, strings.Repeat(shuffled, 5) + strings.Repeat("BC", 12), ""},
		{"two options", 2, "ABBABBAABABBABAAABBABABBBAABAAABABBAABBA", ""},
		{"two options, all A", 2, strings.Repeat("A", 15), "error skewed-key b"},
		{"round and round", 4, strings.Repeat("ABCD", 6), "note key-pattern b"},
		{"back and forth", 3, strings.Repeat("ABCB", 8), "note key-pattern b"},
		{"too short for a cycle", 4, "ABCDABCD", ""},
		{"blocks", 4, strings.Repeat("A", 12) + strings.Repeat("B", 12) + strings.Repeat("C", 12) + strings.Repeat("D", 12),
			"note key-runs b b/1 b/2 b/3 b/4 b/5 b/6 b/7 b/8 b/9 b/10 b/11 b/12"},
		{"a run", 4, shuffled + "AAAAAAAAA" + shuffled, "note key-runs b b/40 b/41 b/42 b/43 b/44 b/45 b/46 b/47 b/48 b/49"},
	} {
		if got := said(run(newKeys(Options{}), keyed("b", c.options, c.places))); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestKeysOnce pastes two questions a hundred times: they prove nothing about the key.
func TestKeysOnce(t *testing.T) {
	questions := keyed("b", 4, "BB")
	for range 100 {
		questions = append(questions, questions[0], questions[1])
	}
	k := newKeys(Options{})
	if got := said(run(k, questions)); got != "" || k.total.Counts[1] != 2 {
		t.Errorf("%s, counts %v", got, k.total.Counts)
	}
}

func TestKeysLeaveTrueAndFalse(t *testing.T) {
	questions := quiz(t, `
b/1
The sky is blue.
+ True
- False
---
b/2 multiple
Which are even?
+ 2
- 3
+ 4
`)
	k := newKeys(Options{})
	if run(k, questions); len(k.tests) != 0 {
		t.Errorf("tests %v", k.tests)
	}
}

func TestKeysJSON(t *testing.T) {
	k := newKeys(Options{})
	run(k, append(keyed("a", 4, "BBBBBBCD"), keyed("b", 3, "ABC")...))
	total, _ := json.Marshal(k.total)
	tests, _ := json.Marshal(k.tests)
	const wantTotal = `{"A":1,"B":7,"C":2,"D":1,"p_value":0.148}`
	const wantTests = `[{"bank":"a","kind":"single","options":4,"counts":{"A":0,"B":6,"C":1,"D":1},"p_value":0.0336,"longest_run":6},` +
		`{"bank":"b","kind":"single","options":3,"counts":{"A":1,"B":1,"C":1},"p_value":1,"longest_run":1}]`
	if string(total) != wantTotal || string(tests) != wantTests {
		t.Errorf("got\n%s\n%s", total, tests)
	}
	if empty, _ := json.Marshal(newKeys(Options{}).total); string(empty) != `{"p_value":1}` {
		t.Errorf("without questions: %s", empty)
	}
}

// TestUniformP compares with sums by hand and with what shuffling gives.
func TestUniformP(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   float64
	}{
		{[]int{6, 0, 0, 0}, 4 * math.Pow(0.25, 6)},
		{[]int{3, 0}, 0.25},
		{[]int{2, 1}, 1},
		{[]int{0, 0, 0}, 1},
		{[]int{5, 5, 5, 5}, 1},
	} {
		if got := uniformP(c.counts); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v: %g, want %g", c.counts, got, c.want)
		}
	}
	for _, n := range []int{20, 40, 60, 400} {
		if share := shareBelow(n, 4, 0.05); share > 0.06 || share < 0.03 {
			t.Errorf("of shuffled banks of %d, %.3f have p < 0.05", n, share)
		}
	}
}

func shareBelow(n, k int, level float64) float64 {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	const rounds = 2000
	below := 0
	for range rounds {
		counts := make([]int, k)
		for range n {
			counts[random.IntN(k)]++
		}
		if uniformP(counts) < level {
			below++
		}
	}
	return float64(below) / rounds
}

// TestRunP compares with the share of all sequences that have such a run.
func TestRunP(t *testing.T) {
	for _, c := range []struct{ k, n, length int }{{2, 8, 3}, {2, 8, 8}, {3, 6, 2}, {4, 5, 4}, {3, 6, 1}} {
		with, all := 0, int(math.Pow(float64(c.k), float64(c.n)))
		for code := range all {
			var places []uint8
			for x, i := code, 0; i < c.n; x, i = x/c.k, i+1 {
				places = append(places, uint8(x%c.k))
			}
			if _, longest := longestRun(places); longest >= c.length {
				with++
			}
		}
		shares := make([]float64, c.k)
		for i := range shares {
			shares[i] = 1 / float64(c.k)
		}
		if got, want := runP(shares, c.n, c.length), float64(with)/float64(all); math.Abs(got-want) > 1e-9 {
			t.Errorf("%+v: %g, want %g", c, got, want)
		}
	}
}
