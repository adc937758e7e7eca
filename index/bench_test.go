package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"mlatlas/bank"
)

// many returns n made-up questions of about 1 KB: words by Zipf's law, four options, links to three concepts.
func many(n int, seed uint64) []*bank.Question {
	random := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(random, 1.08, 4, 20_000)
	words := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = madeWord(zipf.Uint64())
		}
		return strings.Join(list, " ")
	}
	concepts := []string{"sagemaker-clarify", "glue", "s3", "managed-flink", "athena", "emr", "bias-detection", "data-drift"}
	questions := make([]*bank.Question, n)
	for i := range questions {
		q := &bank.Question{ID: fmt.Sprintf("made/%07d", i), Bank: "made", Number: strconv.Itoa(i), Kind: bank.Single,
			Stem: words(60), Explanation: words(80)}
		for o := range 4 {
			q.Options = append(q.Options, bank.Option{Label: string(rune('A' + o)), Text: words(10), Correct: o == i%4})
		}
		for k, at := range random.Perm(len(concepts))[:3] {
			role := []bank.Role{bank.RoleKey, bank.RoleStem, bank.RoleDistractor}[k]
			q.Links = append(q.Links, bank.Link{Concept: concepts[at], Role: role, Primary: k == 0})
		}
		domain := 1 + random.IntN(4)
		q.Tasks = []bank.TaskLink{{Exam: "mla-c01", Domain: strconv.Itoa(domain), Task: fmt.Sprintf("%d.%d", domain, 1+random.IntN(3)), Weight: 1}}
		questions[i] = q
	}
	return questions
}

// benchSize is the number of questions of the benchmarks; MLATLAS_BENCH changes it.
func benchSize(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("MLATLAS_BENCH"))
	if err != nil {
		return 2000
	}
	return n
}

func BenchmarkBuild(b *testing.B) {
	questions := many(benchSize(b), 42)
	tax := embedded(b)
	text := 0
	for _, q := range questions {
		text += len(q.Stem) + len(q.Explanation)
		for _, o := range q.Options {
			text += len(o.Text)
		}
	}
	b.SetBytes(int64(text))
	for b.Loop() {
		dir := b.TempDir()
		if err := Build(context.Background(), dir, &Meta{}, tax, each(questions), nil); err != nil {
			b.Fatal(err)
		}
		m, err := readManifest(dir + "/gen-1")
		if err != nil {
			b.Fatal(err)
		}
		size := int64(0)
		for _, f := range m.Files {
			size += f.Size
		}
		b.ReportMetric(float64(size)/float64(text), "x_text")
	}
	b.ReportMetric(float64(len(questions)*b.N)/b.Elapsed().Seconds(), "questions/s")
}

func BenchmarkOpen(b *testing.B) {
	dir := build(b, many(benchSize(b), 42))
	tax := embedded(b)
	for b.Loop() {
		x, err := Open(dir, tax)
		if err != nil {
			b.Fatal(err)
		}
		x.Close()
	}
}

func BenchmarkSearch(b *testing.B) {
	x := open(b, build(b, many(benchSize(b), 42)))
	tests := []struct {
		name, query string
		facets      []string
	}{
		{"rare", madeWord(9000), nil},
		{"common", madeWord(5), nil},
		{"three", madeWord(30) + " " + madeWord(40) + " " + madeWord(50), nil},
		{"or", madeWord(30) + " OR " + madeWord(40) + " OR " + madeWord(50), nil},
		{"phrase", fmt.Sprintf("%q", madeWord(3)+" "+madeWord(4)), nil},
		{"prefix", madeWord(700) + "*", nil},
		{"slips", madeWord(700) + "~", nil},
		{"topic", "service:clarify " + madeWord(5), nil},
		{"name", "kinesis data analytics", nil},
		{"facets", madeWord(5), []string{"service", "task", "domain"}},
		{"everything", "*", FacetNames()},
	}
	for _, test := range tests {
		n, err := Parse(test.query)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(test.name, func(b *testing.B) {
			total := 0
			for b.Loop() {
				r, err := x.Search(context.Background(), Request{Query: n, Facets: test.facets})
				if err != nil {
					b.Fatal(err)
				}
				total = r.Total
			}
			b.ReportMetric(float64(total), "hits")
		})
	}
}
