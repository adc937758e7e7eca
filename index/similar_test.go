package index

import (
	"context"
	"slices"
	"testing"

	"mlatlas/bank"
)

func TestNear(t *testing.T) {
	tax := embedded(t)
	texts := []struct{ id, text string }{
		{"a/1", "Which feature measures skewed labels in historical loans?\n*SageMaker Clarify\nAmazon EMR"},
		{"a/2", "Who explains the forecast of a tree?\n*SageMaker Clarify\nAmazon Athena"},
		{"a/3", "Which feature measures skewed labels in historical mortgages?\n*AWS Glue\nAmazon EMR"},
		{"a/4", "Where do the tables live?\n*Amazon Athena\nSageMaker Clarify"},
		{"a/5", "Nothing to see"},
	}
	var questions []*bank.Question
	for _, q := range texts {
		questions = append(questions, question(t, tax, q.id, q.text))
	}
	for i, q := range questions {
		for l := range q.Links {
			questions[i].Links[l].Weight = 1 / float64(len(q.Links))
		}
	}
	x := open(t, build(t, questions))
	for _, test := range []struct {
		of   int
		want []string // in any order
	}{
		{0, []string{"a/2", "a/3"}}, // by concept and by words; the wrong option of a/4 does not count
		{3, nil},
		{4, nil},
	} {
		words, err := x.RareWords(questions[test.of])
		if err != nil {
			t.Fatal(err)
		}
		ids, err := x.Near(context.Background(), questions[test.of], words, 10)
		slices.Sort(ids)
		if err != nil || !slices.Equal(ids, test.want) {
			t.Errorf("near %s: %v, %v; want %v", questions[test.of].ID, ids, err, test.want)
		}
	}
}

func TestRareWords(t *testing.T) {
	tax := embedded(t)
	first := question(t, tax, "a/1", "The encoder encodes a column rarely\n*a right key\nthe wrong option")
	x := open(t, build(t, []*bank.Question{first, question(t, tax, "a/2", "Who encodes the column?\n*Nobody")}))
	words, err := x.RareWords(first)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, w := range words {
		texts = append(texts, w.Text)
	}
	if want := []string{"key", "rarely", "right", "column", "encoder"}; !slices.Equal(texts, want) {
		t.Errorf("%v, want %v", texts, want)
	}
}

func BenchmarkNear(b *testing.B) {
	questions := many(benchSize(b), 42)
	x := open(b, build(b, questions))
	for _, q := range questions {
		q.Links[0].Weight = 1
	}
	i := 0
	for b.Loop() {
		q := questions[i%len(questions)]
		i++
		words, err := x.RareWords(q)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := x.Near(context.Background(), q, words, 100); err != nil {
			b.Fatal(err)
		}
	}
}
