package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
)

var errNobody = errors.New("nobody has answered")

// studied is what a learner did with the sample: missed two questions (one is gone since), saw those and another.
func studied(s State) (Members, error) {
	switch {
	case s.Is == "missed":
		return Members{IDs: []string{"seed/5", "gone/1", "seed/1"}}, nil
	case s.Is == "unseen":
		return Members{IDs: []string{"seed/5", "gone/1", "seed/1", "seed/2"}, Others: true}, nil
	case s.Within == 14*24*time.Hour:
		return Members{IDs: []string{"seed/2"}}, nil
	case s.Within > 0:
		return Members{}, nil
	}
	return Members{}, errNobody
}

func searchStudied(x *Index, queryText string) (Result, error) {
	n, err := Parse(queryText)
	if err != nil {
		return Result{}, err
	}
	return x.Search(context.Background(), Request{Query: n, Exam: "mla-c01", Limit: 100, Study: studied, Facets: []string{"bank"}})
}

func TestLearnerFields(t *testing.T) {
	questions := sample(t)
	x := open(t, build(t, questions))
	for _, test := range []struct {
		query string
		want  []string
	}{
		{"is:missed", []string{"seed/1", "seed/5"}},
		{"is:Missed service:clarify", []string{"seed/1"}},
		{"is:missed -service:clarify", []string{"seed/5"}},
		{"is:missed OR last:14d", []string{"seed/1", "seed/2", "seed/5"}},
		{"last:2w", []string{"seed/2"}},
		{"last:(14d OR 3h)", []string{"seed/2"}},
		{"last:1m", nil},
		{"-is:unseen", []string{"seed/1", "seed/2", "seed/5"}},
		{"is:unseen tag:bias", nil},
		{"is:missed bias", []string{"seed/1"}},
	} {
		r, err := searchStudied(x, test.query)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
			continue
		}
		var ids []string
		for _, h := range r.Hits {
			ids = append(ids, h.ID)
		}
		slices.Sort(ids)
		if !slices.Equal(ids, test.want) || r.Total != len(test.want) {
			t.Errorf("%s finds %v of %d, want %v", test.query, ids, r.Total, test.want)
		}
	}
	r, err := searchStudied(x, "is:unseen")
	if err != nil || r.Total != len(questions)-3 || !strings.Contains(r.Understood, "never answered") {
		t.Errorf("is:unseen finds %d of %d: %q, %v", r.Total, len(questions), r.Understood, err)
	}
	if len(r.Hits) == 0 || r.Hits[0].Snippets(questions[0]) == nil {
		t.Error("a hit has no text to show")
	}
	all := 0
	for _, err := range x.All(context.Background(), Request{Query: Term{Field: "is", Text: "missed"}, Study: studied}) {
		if err != nil {
			t.Fatal(err)
		}
		all++
	}
	if all != 2 {
		t.Errorf("All gives %d", all)
	}
}

func TestLearnerMistakes(t *testing.T) {
	x := open(t, build(t, sample(t)))
	for query, want := range map[string]string{
		"bias is:mised": `query, column 6: there is no state "mised"; the nearest are is:missed, is:unseen`,
		"last:14":       `"14" is no length of time; write a number and h, d, w or m: last:14d`,
		"last:0d":       "is no length of time",
		"last:-3d":      "is no length of time",
		"last:9999d":    "is no length of time",
		"last:fortnite": "is no length of time",
		"is:miss*":      "is: takes a whole name",
		`is:""`:         "is: has no value",
	} {
		_, err := searchStudied(x, query)
		var mistake *SyntaxError
		if !errors.As(err, &mistake) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
	if _, err := searchStudied(x, "is:weak"); !errors.Is(err, errNobody) {
		t.Errorf("the error of the learner's answers is lost: %v", err)
	}
	n, _ := Parse("is:missed")
	if _, err := x.Search(context.Background(), Request{Query: n}); err == nil || !strings.Contains(err.Error(), "there is none here") {
		t.Errorf("without a learner: %v", err)
	}
}

// TestLearnerSlow compares is: with a walk over all questions, for every tenth of them.
func TestLearnerSlow(t *testing.T) {
	var questions []*bank.Question
	var ids []string
	for i := range 500 {
		q := &bank.Question{ID: fmt.Sprintf("b/%d", i), Bank: "b", Number: fmt.Sprint(i), Stem: "Which?"}
		questions = append(questions, q)
		if i%10 == 3 {
			ids = append(ids, q.ID)
		}
	}
	x := open(t, build(t, questions))
	for _, others := range []bool{false, true} {
		var want, got []string
		for _, q := range questions {
			if slices.Contains(ids, q.ID) != others {
				want = append(want, q.ID)
			}
		}
		study := func(State) (Members, error) { return Members{ids, others}, nil }
		for h, err := range x.All(context.Background(), Request{Query: Term{Field: "is", Text: "missed"}, Study: study}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, h.ID)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("others %t: %d found, %d expected", others, len(got), len(want))
		}
	}
}
