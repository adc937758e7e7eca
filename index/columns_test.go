package index

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"mlatlas/bank"
)

// The slow twin of the heap sorts all matches and cuts the page out.
func TestBestKeepsWhatSortingGives(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 500 {
		var all []match
		for i, rank := range random.Perm(random.IntN(60)) {
			all = append(all, match{uint32(i), float64(random.IntN(4)), uint32(rank)})
		}
		offset, limit := random.IntN(20), random.IntN(20)
		top := &best{size: offset + limit, compare: better}
		for _, m := range all {
			top.put(m)
		}
		slices.SortFunc(all, better)
		want := all[min(offset, len(all)):min(offset+limit, len(all))]
		if got := top.from(offset); !slices.Equal(got, want) {
			t.Fatalf("%d from %d: %v, want %v", limit, offset, got, want)
		}
	}
}

// The slow twin of the facets reads the questions that were found.
func TestFacetsCountWhatQuestionsHold(t *testing.T) {
	questions := many(1200, 3) // more than one batch of the builder
	x := open(t, build(t, questions))
	n, err := Parse(madeWord(7) + " OR " + madeWord(90))
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Search(context.Background(), Request{Query: n, Limit: 1200, Facets: []string{"task", "kind", "bank"}})
	if err != nil || r.Total != len(r.Hits) || r.Total == 0 {
		t.Fatalf("%d hits on the page of %d, %v", len(r.Hits), r.Total, err)
	}
	want := map[string]int{}
	for _, h := range r.Hits {
		at := slices.IndexFunc(questions, func(q *bank.Question) bool { return q.ID == h.ID })
		task := questions[at].Tasks[0]
		want[task.Exam+"/"+task.Task]++
	}
	for _, c := range r.Facets["task"] {
		if want[c.Value] != c.Count {
			t.Errorf("%d in task %s, want %d", c.Count, c.Value, want[c.Value])
		}
		delete(want, c.Value)
	}
	if len(want) > 0 {
		t.Errorf("not counted: %v", want)
	}
	if got := r.Facets["bank"]; len(got) != 1 || got[0] != (FacetCount{"made", r.Total}) {
		t.Errorf("banks are %v of %d hits", got, r.Total)
	}
}
