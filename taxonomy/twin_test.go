package taxonomy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// twin is the slow, obvious linker: at each token it tries every name of the taxonomy. It decides on the places and
// their names alone; ambiguous ones are shown by their name, since what they mean is decided later.
type twin struct{ names []twinName }

type twinName struct {
	id      string
	tokens  []token
	text    string // of the tokens
	written bool   // the case matters
	rank    int    // of names of the same length the lowest wins
	rule    *Ambiguous
}

func newTwin(t *Taxonomy) *twin {
	w := &twin{}
	for _, c := range t.Concepts() {
		for _, text := range c.Names() {
			if c.Kind == KindGroup {
				continue
			}
			written, rank := slices.Contains(c.CaseSensitive, text), 1
			if written {
				rank = 0
			}
			w.add(twinName{c.ID, tokenize(text), text, written, rank, nil})
			if split := splitHumps(text); !written && len(tokenize(split)) > len(tokenize(text)) {
				w.add(twinName{c.ID, tokenize(split), split, false, rank, nil})
			}
		}
	}
	for _, a := range t.Ambiguous() {
		w.add(twinName{"?" + a.Name, tokenize(a.Name), a.Name, a.Form == "exact", 2, a})
	}
	return w
}

// add adds a name as it is and without the commas and brackets inside.
func (w *twin) add(n twinName) {
	w.names = append(w.names, n)
	n.tokens = slices.Clone(n.tokens)
	for i := range n.tokens {
		n.tokens[i].gap = joined
	}
	w.names = append(w.names, n)
}

// places lists "start-end id" of what stands in the text.
func (w *twin) places(text string) []string {
	var list []string
	tokens := tokenize(text)
	for i := 0; i < len(tokens); {
		var best *twinName
		for k := range w.names {
			n := &w.names[k]
			longer := best == nil || len(n.tokens) > len(best.tokens) || len(n.tokens) == len(best.tokens) && n.rank < best.rank
			if longer && n.standsAt(text, tokens[i:]) {
				best = n
			}
		}
		if best == nil {
			i++
			continue
		}
		last := tokens[i+len(best.tokens)-1]
		list = append(list, fmt.Sprintf("%d-%d %s", tokens[i].start, last.end, best.id))
		i += len(best.tokens)
	}
	return list
}

func (n *twinName) standsAt(text string, tokens []token) bool {
	if len(n.tokens) == 0 || len(n.tokens) > len(tokens) {
		return false
	}
	for k, want := range n.tokens {
		have := tokens[k]
		if have.norm(text) != want.norm(n.text) || k > 0 && (have.gap == joined) != (want.gap == joined) || have.sentence != tokens[0].sentence || n.written && have.word(text) != want.word(n.text) {
			return false
		}
	}
	return n.rule == nil || n.rule.Form != "capital" || isUpper(tokens[0].word(text))
}

// scanned lists what the linker itself finds, in the form of places.
func scanned(t *Taxonomy, text string) []string {
	d := t.Linker().document([]string{text}, false)
	type place struct {
		start int
		line  string
	}
	var all []place
	d.scan(0)
	for _, m := range d.found {
		all = append(all, place{m.Start, fmt.Sprintf("%d-%d %s", m.Start, m.End, m.Concept)})
	}
	for _, o := range d.open {
		start, end := int(d.tokens[0][o.first].start), int(d.tokens[0][o.last-1].end)
		all = append(all, place{start, fmt.Sprintf("%d-%d ?%s", start, end, o.rule.name)})
	}
	slices.SortFunc(all, func(a, b place) int { return a.start - b.start })
	var lines []string
	for _, f := range all {
		lines = append(lines, f.line)
	}
	return lines
}

// jumble makes a text of n names and parts of names, with marks and small changes between.
func jumble(r *rand.Rand, names []string, n int) string {
	var b strings.Builder
	between := []string{" ", " ", " ", "-", ", ", ". ", " of ", "/", " (", "\n", "+", "s ", "'s "}
	for range n {
		word := names[r.IntN(len(names))]
		parts := strings.Fields(word)
		switch r.IntN(6) {
		case 0:
			word = strings.ToLower(word)
		case 1:
			word = strings.ToUpper(word)
		case 2:
			word = splitHumps(word)
		case 3:
			word = strings.Join(parts[:1+r.IntN(len(parts))], " ")
		case 4:
			word = strings.Join(parts[r.IntN(len(parts)):], "-")
		}
		b.WriteString(word)
		b.WriteString(between[r.IntN(len(between))])
	}
	return b.String()
}

func allNames(t *Taxonomy) []string {
	var names []string
	for _, c := range t.Concepts() {
		names = append(names, c.Names()...)
	}
	for _, a := range t.Ambiguous() {
		names = append(names, a.Name)
	}
	return names
}

func TestTwin(t *testing.T) {
	for name, tax := range map[string]*Taxonomy{"workshop": loadText(t, workshop), "embedded": embeddedOrFail(t)} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			slow, names, places := newTwin(tax), allNames(tax), 0
			for range 100 {
				text := jumble(r, names, 20)
				want, got := slow.places(text), scanned(tax, text)
				if !slices.Equal(got, want) {
					t.Fatalf("%q:\n got %v\nwant %v", text, got, want)
				}
				places += len(want)
			}
			if places < 1000 {
				t.Errorf("only %d places in 2,000 names: the texts are no test", places)
			}
		})
	}
}

// TestEveryNameLinks says that each name of each concept, alone in a text, names it.
func TestEveryNameLinks(t *testing.T) {
	tax := embeddedOrFail(t)
	for _, c := range tax.Concepts() {
		for _, name := range c.Names() {
			if !c.Linkable() {
				continue
			}
			got := tax.Linker().Link(name)[0]
			if len(got) != 1 || got[0].Concept != c.ID || got[0].Start != 0 {
				t.Errorf("%s: %q links as %v", c.ID, name, printed([]string{name}, [][]Mention{got}))
			}
		}
	}
}

// FuzzLink looks for texts that break what every caller relies on: spans on rune borders, in order, apart, of concepts
// that exist, and the same again at the second call.
func FuzzLink(f *testing.F) {
	tax := embeddedOrFail(f)
	for _, seed := range []string{
		"", "Deploy the model to a SageMaker endpoint behind a VPC endpoint.", "Use Glue. Lambda's GPUs, C++ and 2.0…",
		"桶 S3\xff\xc3 EMRs’s", "precision/recall+F1\r\n\r\nLambda", "ǅ İstanbul ß SAGEMAKER",
	} {
		f.Add(seed, "The endpoint uses Kinesis.")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		texts := []string{a, b}
		mentions := tax.Linker().Link(texts...)
		for i, text := range texts {
			checkMentions(t, tax, text, mentions[i])
		}
		checkMentions(t, tax, a, tax.Linker().LinkQuery(a))
		again := tax.Linker().Link(texts...)
		if !slices.Equal(mentions[0], again[0]) || !slices.Equal(mentions[1], again[1]) {
			t.Errorf("%q, %q: linked differently the second time", a, b)
		}
	})
}

func checkMentions(t *testing.T, tax *Taxonomy, text string, mentions []Mention) {
	t.Helper()
	border := func(i int) bool { return i == len(text) || utf8.RuneStart(text[i]) || !utf8.ValidString(text) }
	end := 0
	for _, m := range mentions {
		if m.Start < end || m.End <= m.Start || m.End > len(text) {
			t.Fatalf("%q: span %d-%d after %d", text, m.Start, m.End, end)
		}
		if !border(m.Start) || !border(m.End) {
			t.Fatalf("%q: span %d-%d cuts a character", text, m.Start, m.End)
		}
		if c, ok := tax.Concept(m.Concept); !ok || !c.Linkable() || m.Rule == "" {
			t.Fatalf("%q: %+v names no concept", text, m)
		}
		end = m.End
	}
}

// FuzzTwin looks for texts in which the linker finds other names than the twin.
func FuzzTwin(f *testing.F) {
	tax := loadText(f, workshop)
	slow := newTwin(tax)
	for _, seed := range []string{"", "Sage Maker's endpoints, (EMR) e.m.r. k-NN/kNN", "桶 s3.\n\nS3s https://s3.x/y S3", "a, b. C++ 2.0_ _x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if want, got := slow.places(text), scanned(tax, text); !slices.Equal(got, want) {
			t.Errorf("%q:\n got %v\nwant %v", text, got, want)
		}
	})
}
