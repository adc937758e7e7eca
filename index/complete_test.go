package index

import (
	"slices"
	"testing"

	"mlatlas/bank"
)

func TestComplete(t *testing.T) {
	c := Completer{Taxonomy: embedded(t), Exam: "mla-c01", Values: func(string) []string { return []string{"sample", "my bank"} }}
	for _, test := range []struct {
		text string
		want string // is among the completions
		kind string
	}{
		{"ser", "service:", KindField},
		{"glue -(st", "glue -(stem:", KindField},
		{"service:kin", "service:kinesis", "service"},
		{"drift service:kin", "drift service:kinesis", "service"},
		{`service:"amazon sagemaker c`, `service:"Amazon SageMaker Clarify"`, "feature"},
		{"-task:2", "-task:2.3", "task"},
		{"task:analyze", "task:2.3", "task"},
		{"domain:", "domain:4", "domain"},
		{"exam:mla", "exam:mla-c02", "exam"},
		{"kind:m", "kind:multiple", "kind"},
		{"bank:my", `bank:"my bank"`, "bank"},
		{"clar", "clarify", "feature"},
		{"CloudT", "CloudTrail", "service"},
		{"(glue OR kinesis data fi", "(glue OR kinesis data firehose", "service"},
	} {
		if list := c.Complete(test.text, 20); !slices.ContainsFunc(list, func(c Completion) bool {
			return c.Text == test.want && c.Kind == test.kind
		}) {
			t.Errorf("%s: %v, without %s of kind %s", test.text, list, test.want, test.kind)
		}
	}
	for _, text := range []string{`"data dr`, "service:nothing-like-it", "task:9", "number:1", "zzqq"} {
		if list := c.Complete(text, 20); len(list) > 0 {
			t.Errorf("%s: %v, want nothing", text, list)
		}
	}
	if list := c.Complete("s", 5); len(list) != 5 {
		t.Errorf("%d completions, want the limit", len(list))
	}
}

func TestCompleteWords(t *testing.T) {
	tax := embedded(t)
	x := open(t, build(t, []*bank.Question{
		question(t, tax, "a/1", "Which zebra policies hold?\n*zebras"), question(t, tax, "a/2", "A zebra and policies of zeal\n*glue"),
	}))
	for _, test := range []struct {
		text string
		want []string
	}{
		{"ze", []string{"zebra", "zeal", "zebras"}},
		{"stem:zeb", []string{"stem:zebra", "stem:zebras"}},
		{"polici", []string{"policies"}}, // the stem is no word
		{"z", nil},
		{"tag:x", nil},
	} {
		list, err := x.Complete(test.text, "mla-c01", 10)
		var texts []string
		for _, c := range list {
			if c.Kind == "word" {
				texts = append(texts, c.Text)
			}
		}
		if err != nil || !slices.Equal(texts, test.want) {
			t.Errorf("%s: %v, %v; want %v", test.text, texts, err, test.want)
		}
	}
}
