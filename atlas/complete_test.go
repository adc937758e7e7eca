package atlas

import (
	"context"
	"slices"
	"testing"
)

// TestComplete: what questions are about comes first, then fields, then words of the questions.
func TestComplete(t *testing.T) {
	a, _ := open(t, filled(t))
	for _, test := range []struct{ text, first, last string }{
		{"s", "s3", "source:"},
		{"glu", "glue", ""},
	} {
		list, err := a.Complete(context.Background(), test.text, "mla-c01", 300)
		place := func(text string) int {
			return slices.IndexFunc(list, func(c Completion) bool { return c.Text == text })
		}
		if err != nil || place(test.first) < 0 || test.last != "" && place(test.last) < place(test.first) {
			t.Errorf("%s: %v, %v", test.text, list, err)
		}
	}
}
