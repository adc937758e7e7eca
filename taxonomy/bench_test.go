package taxonomy

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// sampleBank is the built-in bank. It is read as a file, since its package stands above this one.
const sampleBank = "../bank/sample/mla-sample.md"

// examQuestions cuts the sample bank into its questions, and each into the texts that are linked together: a stem, the
// options, an explanation. Lists of references and headings are no part of a question.
func examQuestions(t testing.TB) [][]string {
	t.Helper()
	bank, err := os.ReadFile(sampleBank)
	if err != nil {
		t.Fatal(err)
	}
	var questions [][]string
	for line := range strings.Lines(string(bank)) {
		line = strings.TrimSpace(line)
		number, stem, numbered := strings.Cut(line, ". ")
		switch {
		case numbered && number[0] >= '0' && number[0] <= '9':
			questions = append(questions, []string{stem})
		case len(questions) == 0 || line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "<"):
		case strings.HasPrefix(line, "References:") || strings.HasPrefix(line, "Correct answer:"):
		default:
			last := len(questions) - 1
			questions[last] = append(questions[last], line)
		}
	}
	return questions
}

// denseTexts are texts that hold little but names and parts of names.
func denseTexts(t *Taxonomy, n int) [][]string {
	r, names := rand.New(rand.NewPCG(3, 4)), allNames(t)
	var texts [][]string
	for range n {
		texts = append(texts, []string{jumble(r, names, 40)})
	}
	return texts
}

// manyNames is the embedded taxonomy with made-up concepts over it, until it has n names. They are put together from the
// words of the real names, so that they share their beginnings.
func manyNames(t testing.TB, n int) *Taxonomy {
	t.Helper()
	tax := embeddedOrFail(t)
	words := strings.Fields(strings.Join(allNames(tax), " "))
	r, taken := rand.New(rand.NewPCG(5, 6)), map[string]bool{}
	for _, name := range allNames(tax) {
		taken[key(name)] = true
	}
	var made strings.Builder
	made.WriteString("concepts:\n")
	for i := len(allNames(tax)); i < n; {
		name := words[r.IntN(len(words))] + " " + words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]
		if len(tokenize(name)) < 3 || taken[key(name)] {
			continue
		}
		taken[key(name)] = true
		i++
		fmt.Fprintf(&made, "- {id: made-up-%d, name: %q, kind: concept, parents: [classification], definition: Made up.}\n", i, name)
	}
	big, err := Load(Data(), fstest.MapFS{"concepts/made-up.yaml": {Data: []byte(made.String())}})
	if err != nil {
		t.Fatal(err)
	}
	return big
}

func bytesOf(questions [][]string) (n int64) {
	for _, texts := range questions {
		for _, text := range texts {
			n += int64(len(text))
		}
	}
	return n
}

// BenchmarkLink links exam text and text dense with names over a table of 5,000 names, question by question. The twin,
// which is some thousand times slower, gets the first two questions, on which both must agree.
func BenchmarkLink(b *testing.B) {
	tax := manyNames(b, 5000)
	slow := newTwin(tax)
	for _, c := range []struct {
		name      string
		questions [][]string
	}{{"exam", examQuestions(b)}, {"dense", denseTexts(tax, 50)}} {
		b.Run(c.name+"/trie", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(bytesOf(c.questions))
			for b.Loop() {
				for _, texts := range c.questions {
					tax.Linker().Link(texts...)
				}
			}
		})
		b.Run(c.name+"/twin", func(b *testing.B) {
			few := c.questions[:2]
			b.SetBytes(bytesOf(few))
			for b.Loop() {
				for _, texts := range few {
					compare(b, tax, slow, texts)
				}
			}
		})
	}
}

// BenchmarkNewLinker is what a command pays that links, once the taxonomy is loaded.
func BenchmarkNewLinker(b *testing.B) {
	tax := embeddedOrFail(b)
	b.ReportAllocs()
	for b.Loop() {
		newLinker(tax)
	}
}

// BenchmarkLoad is what every start of a command that links pays once.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		tax, err := Load(Data())
		if err != nil {
			b.Fatal(err)
		}
		tax.Linker()
	}
}

// compare fails where the twin finds other names than the linker.
func compare(b *testing.B, tax *Taxonomy, slow *twin, texts []string) {
	b.Helper()
	for _, text := range texts {
		if want, got := slow.places(text), scanned(tax, text); !slices.Equal(got, want) {
			b.Fatalf("%q:\n got %v\nwant %v", text, got, want)
		}
	}
}
