package format

import (
	"fmt"
	"strings"
	"testing"

	"mlatlas/bank"
)

// told writes what came of a file on one line a question: the kind, the stem, the options with a star before the right
// ones, the answer, and in brackets what else is there.
func told(t *testing.T, text, name string) string {
	t.Helper()
	r, err := NewReader(strings.NewReader(text), name, "")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for item, err := range r.Items() {
		if err != nil {
			return err.Error()
		}
		var codes []string
		for _, p := range item.Problems {
			codes = append(codes, string(p.Severity)[:1]+fmt.Sprint(p.Line)+":"+p.Code)
		}
		s := strings.Join(codes, " ")
		if item.Question != nil {
			s = strings.TrimSpace(toldQuestion(item.Question) + " " + s)
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "\n")
}

func toldQuestion(q *bank.Question) string {
	var b strings.Builder
	if q.Number != "" {
		b.WriteString(q.Number + ". ")
	}
	fmt.Fprintf(&b, "%s: %s", q.Kind, strings.ReplaceAll(q.Stem, "\n", "/"))
	for _, p := range q.Prompts {
		b.WriteString(" <" + p + ">")
	}
	for _, o := range q.Options {
		star := ""
		if o.Correct {
			star = "*"
		}
		fmt.Fprintf(&b, " %s%s=%s", star, o.Label, strings.ReplaceAll(o.Text, "\n", "/"))
		if o.Credit != 0 {
			fmt.Fprintf(&b, "{%v}", o.Credit)
		}
		if o.Feedback != "" {
			b.WriteString("{" + o.Feedback + "}")
		}
	}
	b.WriteString(" -> " + strings.Join(q.Answer, ","))
	for _, more := range []string{q.Title, strings.ReplaceAll(q.Explanation, "\n", "/"), strings.Join(q.Tags, ";"), strings.Join(q.References, ";")} {
		if more != "" {
			b.WriteString(" [" + more + "]")
		}
	}
	return b.String()
}

// TestShapes reads questions in the shapes that programs and people give to them.
func TestShapes(t *testing.T) {
	for _, c := range []struct{ json, want string }{
		{`{"question":"Q?","options":["x","y","z"],"answer":1}`, "single: Q? A=x *B=y C=z -> B w1:key-by-position"},
	} {
		if got := told(t, c.json, "x.json"); got != c.want {
			t.Errorf("%s\n got    %s\n wanted %s", c.json, got, c.want)
		}
	}
}
