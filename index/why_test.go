package index

import (
	"strings"
	"testing"

	"mlatlas/bank"
)

func TestWhy(t *testing.T) {
	q := &bank.Question{ID: "b/1", Bank: "b", Number: "1", Stem: "Which drift does Clarify explain? Drift again.",
		Options: []bank.Option{{Label: "A", Text: "Bias of a loan", Correct: true}, {Label: "B", Text: "Amazon Athena"}},
		Links: []bank.Link{
			{Concept: "sagemaker-clarify", Role: bank.RoleStem, Weight: 0.6, Primary: true, Mentions: []bank.Mention{{Zone: bank.ZoneStem, Start: 17, End: 24}}},
			{Concept: "bias-detection", Role: bank.RoleKey, Weight: 0.4},
			{Concept: "athena", Role: bank.RoleDistractor},
		}}
	x := open(t, build(t, []*bank.Question{q}))
	for query, want := range map[string]string{
		"clarify":        "tests SageMaker Clarify; stem: Clarify",
		"drift loan":     "stem: drift; option: loan",
		"bias":           "is about Bias detection; option: Bias",
		"clarify athena": "tests SageMaker Clarify; names too Amazon Athena; stem: Clarify; option: Athena",
		"bank:b":         "",
	} {
		hits := find(t, x, query).Hits
		if len(hits) != 1 {
			t.Errorf("%s: %d hits", query, len(hits))
			continue
		}
		if got := strings.Join(hits[0].Why(q, x.taxonomy), "; "); got != want {
			t.Errorf("%s:\n got %s\nwant %s", query, got, want)
		}
	}
}
