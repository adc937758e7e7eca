package graph

import (
	"math/rand/v2"
	"sync"
	"testing"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// large is 1,500 concepts with some 20,000 bonds, half of them learned, from 60,000 questions.
var large = sync.OnceValues(func() (*taxonomy.Taxonomy, []*bank.Question) {
	tax := randomTaxonomy(&testing.B{}, 1500, 10000, 1)
	rnd := rand.New(rand.NewPCG(3, 1))
	ids := linkableIDs(tax)
	questions := make([]*bank.Question, 60000)
	for i := range questions {
		q := &bank.Question{ID: "large", Bank: "large"}
		at := rnd.IntN(len(ids))
		for range 10 { // neighbours by number are asked together
			q.Links = append(q.Links, bank.Link{Concept: ids[(at+rnd.IntN(24))%len(ids)], Role: bank.RoleStem, Weight: 0.1})
		}
		questions[i] = q
	}
	return tax, questions
})

func largeGraph(b *testing.B) *Graph {
	tax, questions := large()
	c, err := Count(each(questions))
	if err != nil {
		b.Fatal(err)
	}
	return New(tax, c)
}

func BenchmarkCount(b *testing.B) {
	_, questions := large()
	for b.Loop() {
		if _, err := Count(each(questions)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(questions)), "questions/op")
}

func BenchmarkNetwork(b *testing.B) {
	g := largeGraph(b)
	bonds := 0
	for b.Loop() {
		bonds = 0
		for _, arcs := range newNetwork(g.t, g.c, associations(g.c)).arcs {
			bonds += len(arcs)
		}
	}
	b.ReportMetric(float64(bonds/2), "bonds")
}

func BenchmarkPath(b *testing.B) {
	g := largeGraph(b)
	ids := linkableIDs(g.t)
	g.network()
	i := 0
	for b.Loop() {
		if _, err := g.Path(ids[i%len(ids)], ids[(i*7+500)%len(ids)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkMapAround(b *testing.B) {
	benchmarkMap(b, func(ids []string) MapOptions { return MapOptions{Focus: ids[700:701]} })
}

func BenchmarkMapWhole(b *testing.B) {
	benchmarkMap(b, func([]string) MapOptions { return MapOptions{} })
}

func benchmarkMap(b *testing.B, options func(ids []string) MapOptions) {
	g := largeGraph(b)
	o := options(linkableIDs(g.t))
	g.network()
	for b.Loop() {
		if _, err := g.Map(o); err != nil {
			b.Fatal(err)
		}
	}
}
