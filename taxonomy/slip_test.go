package taxonomy

import (
	"strings"
	"testing"
)

// TestOneEdit holds oneEdit against the distance of Damerau and Levenshtein, filled in as a table.
func TestOneEdit(t *testing.T) {
	words := []string{"a", "b", "ab", "ba", "abc", "acb", "cab", "bca", "abcd", "abdc", "abxcd", "axbcd", "badc", "abcde"}
	for _, a := range words {
		for _, b := range words {
			if want, got := damerau(a, b) == 1, oneEdit([]byte(a), b); got != want {
				t.Errorf("%q, %q: %v, want %v", a, b, got, want)
			}
		}
	}
}

// damerau is the restricted edit distance (optimal string alignment), by its definition.
func damerau(a, b string) int {
	switch {
	case a == "":
		return len(b)
	case b == "":
		return len(a)
	}
	cost := 1
	if a[len(a)-1] == b[len(b)-1] {
		cost = 0
	}
	best := min(damerau(a[:len(a)-1], b)+1, damerau(a, b[:len(b)-1])+1, damerau(a[:len(a)-1], b[:len(b)-1])+cost)
	if len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-2] && a[len(a)-2] == b[len(b)-1] {
		best = min(best, damerau(a[:len(a)-2], b[:len(b)-2])+1)
	}
	return best
}

func TestMisspelt(t *testing.T) {
	l := embeddedOrFail(t).Linker()
	for _, test := range []struct{ text, inText, inQuery string }{
		{"Deploy it with SageMkaer today", "sagemaker-ai", "sagemaker-ai"},
		{"amazon dynamodbb", "dynamodb", "dynamodb"},
		{"Cloudwach alarms", "cloudwatch-alarm", "cloudwatch-alarm"},
		{"Amazon Rekogntion", "", "rekognition"},
		{"Amazon Kinesys Video Streams", "", "kinesis-video-streams"},
		{"the Athens of old", "", "athena"}, // a query is little but names; a text is not
		{"SageMkaerr", "", ""},              // two slips
		{"an aws lambdo function", "", "lambda"},
		{"Sagemaker", "sagemaker-ai", "sagemaker-ai"},
	} {
		if got := conceptsOf(l.Link(test.text)[0]); got != test.inText {
			t.Errorf("text %q: %q, want %q", test.text, got, test.inText)
		}
		if got := conceptsOf(l.LinkQuery(test.text)); got != test.inQuery {
			t.Errorf("query %q: %q, want %q", test.text, got, test.inQuery)
		}
	}
	if m := l.Link("SageMkaer")[0]; len(m) != 1 || !m[0].Misspelt() || l.Link("SageMaker")[0][0].Misspelt() {
		t.Errorf("the rule does not say that it is misspelt: %+v", m)
	}
}

func conceptsOf(mentions []Mention) string {
	var ids []string
	for _, m := range mentions {
		ids = append(ids, m.Concept)
	}
	return strings.Join(ids, " ")
}

// TestNamesAreNotMisspelt: no word of a name is taken for another one misspelt.
func TestNamesAreNotMisspelt(t *testing.T) {
	tax := embeddedOrFail(t)
	for _, name := range allNames(tax) {
		for _, m := range tax.Linker().Link(name)[0] {
			if m.Misspelt() {
				t.Errorf("%q is read as %s, misspelt", name, m.Concept)
			}
		}
	}
}

// TestMentionsCloseTheirBracket: a name that opens a bracket takes the closing one with it.
func TestMentionsCloseTheirBracket(t *testing.T) {
	l := embeddedOrFail(t).Linker()
	for text, want := range map[string]string{
		"the metric Class Imbalance (CI).": "Class Imbalance (CI)",
		"the metric (Class Imbalance) too": "Class Imbalance",
		"Class Imbalance (CI":              "Class Imbalance (CI",
	} {
		m := l.Link(text)[0]
		if len(m) == 0 || text[m[0].Start:m[0].End] != want {
			t.Errorf("%q: %+v, want %q", text, m, want)
		}
	}
}
