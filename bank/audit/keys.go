package audit

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"mlatlas/bank"
)

// Whoever writes a key first and then three wrong options leaves the key where habit puts it: in the middle (Attali and
// Bar-Hillel 2003: three to four times as often as at the edges), or always at B. A learner picks that up instead of the subject.
//
// Keys are counted by their place in the author's order, per bank, kind and number of options. A question that stands several
// times in a bank counts once, or six questions pasted a hundred times would prove what they do not. Three things
// are looked for:
//
//   - a place that holds too many keys: the counts do not come from shuffling (p < 0.001, see keys_chance.go), and the fullest place
//     holds 1.4 times its fair share; with four options that is 35 %. One that holds over 80 % is an error;
//   - a run of one place that is longer than the shares of the places explain (p < 0.001, see keys_runs.go);
//   - a cycle such as ABCDABCD: nine of ten keys are those of a few questions before.
const (
	keyLevel     = 0.001 // p below which counts and runs are no accident
	keyEffect    = 1.4   // times the fair share
	keyOverflow  = 0.8   // share of one place that makes it an error
	fewestChosen = 10    // questions with several right options that a test needs: it has no exact form here
)

var keyRules = []Rule{
	skewedKey, keyRuns, keyPattern,
}

var (
	skewedKey = Rule{"skewed-key", bank.Warning, "The key stands at each place about equally often.",
		"Attali & Bar-Hillel 2003; Haladyna et al. 2002 (20)"}
	keyRuns = Rule{"key-runs", bank.Note, "No place holds the key many times in a row.",
		"Bar-Hillel & Attali 2002"}
	keyPattern = Rule{"key-pattern", bank.Note, "The places of the keys do not repeat in a cycle.",
		"Haladyna et al. 2002 (20); Millman et al. 1965"}
)

// Keys counts where the keys of all questions with one right option stand.
type Keys struct {
	Counts []int   // place A, B, ...
	PValue float64 // of shuffled options giving counts as uneven; 1 where there are none
}

// MarshalJSON writes {"A":3,"B":17,"p_value":0.002}.
func (k Keys) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, n := range k.Counts {
		fmt.Fprintf(&b, "%q:%d,", place(i), n)
	}
	fmt.Fprintf(&b, `"p_value":%s}`, strconv.FormatFloat(roundP(k.PValue), 'g', -1, 64))
	return b.Bytes(), nil
}

// KeyTest is the test of one bank's keys, for one kind and number of options.
type KeyTest struct {
	Bank       string         `json:"bank"`
	Kind       bank.Kind      `json:"kind"`
	Options    int            `json:"options"`
	Counts     map[string]int `json:"counts"` // by letter
	PValue     float64        `json:"p_value"`
	LongestRun int            `json:"longest_run"` // of one place; 0 for questions with several right options
}

// keyGroup holds the keys of one bank, kind and number of options.
type keyGroup struct {
	bank     string
	kind     bank.Kind
	options  int
	counts   []int
	places   []uint8  // of each question with one right option, in the order of the bank
	ids      []string // of the same
	n        int      // questions
	variance float64  // of a count, were the options shuffled
}

// keys is the part that looks at the places of keys.
type keys struct {
	groups []*keyGroup
	by     map[string]*keyGroup
	seen   seenBefore
	total  Keys
	tests  []KeyTest
}

func newKeys(Options) *keys {
	return &keys{by: map[string]*keyGroup{}, seen: seenBefore{}, total: Keys{PValue: 1}, tests: []KeyTest{}}
}

// mostPlaces is the number of options beyond which nobody speaks of letters.
const mostPlaces = 26

func (k *keys) add(q *bank.Question) {
	right := rightPlaces(q)
	options := len(q.Options)
	switch {
	case q.Kind != bank.Single && q.Kind != bank.Multiple, options < 2, options > mostPlaces:
		return
	case len(right) == 0 || len(right) == options || q.Kind == bank.Single && len(right) != 1:
		return
	case fixedOrder(q) || k.seen.again(q):
		return
	}
	k.group(q.Bank, q.Kind, options).add(q.ID, right)
}

// fixedOrder reports whether the options are True and False or the like: nobody shuffles them, and what they say about
// the bank is not a matter of places.
func fixedOrder(q *bank.Question) bool {
	return len(q.Options) == 2 && truths[bank.Fold(q.Options[0].Text)] && truths[bank.Fold(q.Options[1].Text)]
}

var truths = wordsOf(`true false yes no t f y n correct incorrect right wrong ja nein wahr falsch richtig oui non vrai faux si sí verdadero falso
	sim não verdadeiro vero да нет верно неверно 是 否 对 错 正确 错误`)

func rightPlaces(q *bank.Question) []int {
	var right []int
	for i, o := range q.Options {
		if o.Correct {
			right = append(right, i)
		}
	}
	return right
}

func (k *keys) group(bankName string, kind bank.Kind, options int) *keyGroup {
	name := bankName + "\x00" + string(kind) + "\x00" + strconv.Itoa(options)
	g, ok := k.by[name]
	if !ok {
		g = &keyGroup{bank: bankName, kind: kind, options: options, counts: make([]int, options)}
		k.by[name] = g
		k.groups = append(k.groups, g)
	}
	return g
}

// add counts the key of a question. With r right options of k, shuffled, a place is right with r/k, and the places of a
// question hinder each other; the variance that is kept makes their sum of squares a chi-square, as Pearson's is where r is 1.
func (g *keyGroup) add(id string, right []int) {
	g.n++
	for _, i := range right {
		g.counts[i]++
	}
	p, k := float64(len(right))/float64(g.options), float64(g.options)
	g.variance += p * (1 - p) * k / (k - 1)
	if g.kind == bank.Single {
		g.places = append(g.places, uint8(right[0]))
		g.ids = append(g.ids, id)
	}
}

func (k *keys) find() []Finding {
	slices.SortFunc(k.groups, func(a, b *keyGroup) int {
		return cmp.Or(cmp.Compare(a.bank, b.bank), -cmp.Compare(a.kind, b.kind), cmp.Compare(a.options, b.options))
	})
	var found []Finding
	var ps []float64
	for _, g := range k.groups {
		if g.kind == bank.Multiple && g.n < fewestChosen {
			continue
		}
		test := g.test()
		k.tests = append(k.tests, test)
		if g.kind == bank.Single {
			k.total.add(g.counts)
			ps = append(ps, test.PValue)
		}
		found = append(found, g.find(test)...)
	}
	k.total.PValue = fisher(ps)
	for i := range k.tests {
		k.tests[i].PValue = roundP(k.tests[i].PValue)
	}
	return found
}

func (k *Keys) add(counts []int) {
	for i, n := range counts {
		if i == len(k.Counts) {
			k.Counts = append(k.Counts, 0)
		}
		k.Counts[i] += n
	}
}

func (g *keyGroup) test() KeyTest {
	t := KeyTest{Bank: g.bank, Kind: g.kind, Options: g.options, Counts: map[string]int{}}
	for i, n := range g.counts {
		t.Counts[place(i)] = n
	}
	if g.kind == bank.Multiple {
		t.PValue = squaresP(g.counts, g.variance)
		return t
	}
	t.PValue = uniformP(g.counts)
	_, t.LongestRun = longestRun(g.places)
	return t
}

func (g *keyGroup) find(t KeyTest) []Finding {
	var found []Finding
	if f, ok := g.skew(t); ok {
		found = append(found, f)
	}
	if f, ok := g.runs(); ok {
		found = append(found, f)
	}
	if f, ok := g.pattern(); ok {
		found = append(found, f)
	}
	return found
}

// skew judges the fullest place. Of questions with several right options a place may hold all.
func (g *keyGroup) skew(t KeyTest) (Finding, bool) {
	top, sum := 0, 0
	for i, n := range g.counts {
		sum += n
		if n > g.counts[top] {
			top = i
		}
	}
	share, fair := float64(g.counts[top])/float64(g.n), float64(sum)/float64(g.n*g.options)
	if t.PValue >= keyLevel || share < min(keyEffect*fair, (1+fair)/2) {
		return Finding{}, false
	}
	f := skewedKey.finding(g.name(), g.bank, fmt.Sprintf("%s is right in %d of %d questions with %s: %.0f %%, where %.0f %% would be fair: shuffle the options once, and mind the letters in explanations",
		place(top), g.counts[top], g.n, g.described(), 100*share, 100*fair))
	if share > keyOverflow && g.kind == bank.Single {
		f.Severity = bank.Error
	}
	return f, true
}

func (g *keyGroup) runs() (Finding, bool) {
	start, length := longestRun(g.places)
	if length < 4 || runP(g.shares(), len(g.places), length) >= keyLevel {
		return Finding{}, false
	}
	return keyRuns.finding(g.name(), g.bank, fmt.Sprintf("%s is the key of %d questions in a row, from %s to %s: put some of them at other places",
		place(int(g.places[start])), length, g.ids[start], g.ids[start+length-1]), g.ids[start:start+length]...), true
}

func (g *keyGroup) shares() []float64 {
	shares := make([]float64, len(g.counts))
	for i, n := range g.counts {
		shares[i] = float64(n) / float64(g.n)
	}
	return shares
}

func (g *keyGroup) pattern() (Finding, bool) {
	period := cycle(g.places)
	if period == 0 {
		return Finding{}, false
	}
	var letters []byte
	for _, p := range g.places[:period] {
		letters = append(letters, place(int(p))...)
	}
	return keyPattern.finding(g.name(), g.bank, fmt.Sprintf("the keys of %d questions with %s go round in a cycle of %d, such as %s: shuffle the options",
		g.n, g.described(), period, letters)), true
}

func (g *keyGroup) name() string { return string(g.kind) + strconv.Itoa(g.options) }

func (g *keyGroup) described() string {
	if g.kind == bank.Multiple {
		return strconv.Itoa(g.options) + " options and several right"
	}
	return strconv.Itoa(g.options) + " options"
}

// place is the letter of a place in the author's order.
func place(i int) string { return string(rune('A' + i)) }

// roundP keeps three digits of a probability.
func roundP(p float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(p, 'e', 2, 64), 64)
	if err != nil { // what FormatFloat writes can be read
		return p
	}
	return rounded
}
