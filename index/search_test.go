package index

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

func TestSearchFinds(t *testing.T) {
	x := open(t, build(t, sample(t)))
	tests := []struct {
		query string
		want  string // IDs, best first; "{...}" in any order
	}{
		// Words, all of which must be there, in any form.
		{"vanishing", "Other Bank/3"},
		{"gradient network", "Other Bank/3"},
		{"encrypting", "seed/5"},
		{"gradients flink", "seed/3 seed/4 Other Bank/3"},
		{"gradients OR positives", "{Other Bank/3 Other Bank/6}"},
		{"(gradients OR positives) -smote", "Other Bank/3"},
		{"which the neighbours", "seed/9"},
		// Names that are no English words.
		{"k-NN", "seed/9"}, {"knn", "seed/9"}, {"KNN", "seed/9"},
		{"F1", "{seed/10 Other Bank/9}"},
		{"stem:A/B", ""}, {"answer:A/B", "seed/11"}, {"A/B testing", "seed/11"},
		{"C++", "seed/12"}, {"c++", "seed/12"},
		{"option:sagemaker stem:bias", "seed/1"},
		{"ml.p3.2xlarge", "seed/13"}, {"p3.2xlarge", "seed/13"},
		{"p99", "seed/20"},
		{"1000", "seed/20"}, {"1,000", "seed/20"}, {"10000", "Other Bank/4"},
		{"5GB", "seed/8"}, {"5 gb", "seed/8"}, {"5gb", "seed/8"},
		{"CICD", "seed/19"}, {"CI/CD", "seed/19"},
		{"s3:GetObject", "{seed/5 seed/6}"}, {"getobject", "{seed/5 seed/6}"}, {"s3:Get*", "{seed/5 seed/6}"},
		{"http://example.com/health", "seed/19"},
		{"Größe", "seed/18"}, {"GRÖSSE", "seed/18"}, {"größe", "seed/18"}, {"überanpassung", "seed/18"},
		{"过拟合", "seed/18"}, {"拟", "seed/18"}, {"合过", ""},
		{"realtime", "seed/7 seed/8"}, {`"realtime inference"`, "seed/7"}, {`"real time"`, "{seed/7 seed/8}"},
		{"dataset", "Other Bank/6"}, {"data set pandas OR data set positives", "{seed/20 Other Bank/6}"},
		{"answer:dynamo", ""}, {"dynamo db", "seed/14"},
		// Phrases.
		{`"training data"`, "seed/1"}, {`"data training"`, ""},
		{`"bias in its training data"`, "seed/1"}, {`"bias in the training data"`, "seed/1"},
		{`"NOT a benefit"`, "seed/17"},
		{`"sliding windows"`, "seed/3"}, {`"sliding window"`, "seed/3"},
		// Beginnings and slips.
		{"gradi*", "Other Bank/3"}, {"the* seed*", ""}, {"thi*", ""}, {"thei* OR wher* vanish", ""}, {"the,gradi*", "Other Bank/3"}, {"it* neighb*", ""}, {"kines*", "{seed/3 Other Bank/1}"}, {"inferenc* nigh*", "seed/8"},
		{"gradeints~", "Other Bank/3"}, {"clickstraems~2", "seed/3"}, {"gradeints", "Other Bank/3"},
		// Fields.
		{"explanation:baseline", "seed/15"}, {"stem:baseline", ""},
		{"answer:athena", "Other Bank/7"}, {"option:athena -answer:athena", "seed/4"},
		{"tag:bias", "seed/1"}, {"tag:\"data prep\"", "seed/1"}, {"tag:data*", "seed/1"}, {"tag:BIAS", "seed/1"},
		{"bank:seed number:3", "seed/3"}, {"number:3 bank:\"other bank\"", "Other Bank/3"}, {"number:003 bank:SEED", "seed/3"},
		{"kind:multiple", "seed/5"}, {"number:999", ""},
		{"source:seed number:4", "seed/4"}, {"source:seed.md number:4", "seed/4"}, {"source:banks/seed.md number:4", "seed/4"},
		// Topics: old and new names find each other; wrong options are not what a question is about.
		{"service:clarify", "{seed/1 seed/2 seed/15}"}, {`service:"SageMaker Clarify"`, "{seed/1 seed/2 seed/15}"},
		{"service:sagemaker-clarify", "{seed/1 seed/2 seed/15}"}, {"feature:clarify stem:loan", "seed/2"},
		{`service:"Kinesis Data Analytics"`, "{seed/3 seed/4}"}, {`service:"Managed Service for Apache Flink"`, "{seed/3 seed/4}"},
		{"service:glue", "Other Bank/1"}, {"service:athena", "Other Bank/7"},
		{"service:glue OR service:athena", "{Other Bank/1 Other Bank/7}"},
		{"exam:mla-c01 tag:explain", "seed/2"},
		{"-bank:seed -bank:\"other bank\"", ""},
		// Names without a field.
		{"Kinesis Data Analytics", "{seed/3 seed/4}"},
		{"clarify bias", "seed/1 seed/15 seed/2"},
		{"athena", "Other Bank/7 seed/4"},
	}
	for _, test := range tests {
		got := ids(find(t, x, test.query))
		want := test.want
		if strings.HasPrefix(want, "{") {
			want, got = sorted(strings.Trim(want, "{}")), sorted(got)
		}
		if got != want {
			t.Errorf("%s\n\tfinds %q, want %q\n\tunderstood as %s", test.query, got, test.want, find(t, x, test.query).Understood)
		}
	}
}

func sorted(list string) string {
	words := strings.Fields(strings.ReplaceAll(list, "Other Bank", "Other_Bank"))
	slices.Sort(words)
	return strings.Join(words, " ")
}

func TestSearchErrors(t *testing.T) {
	x := open(t, build(t, sample(t)))
	tests := []struct {
		query         string
		column        int
		message, hint string
	}{
		{"service:\"sagemaker clarfy\"", 1, `no service "sagemaker clarfy"`, "service:sagemaker-clarify"},
		{"bias concept:zzzqqq", 6, `no concept "zzzqqq"`, "the nearest are concept:"},
		{"service:bias-detection", 1, "not a service", "write concept:bias-detection"},
		{"service:glue*", 1, "takes a whole name", "leave out"},
		{"task:2.9", 1, `no task "2.9" in mla-c01`, "task:2."},
		{"domain:7", 1, `no domain "7"`, "domain:"},
		{"exam:mla", 1, `no exam "mla"`, "exam:mla-c0"},
		{"bank:sed", 1, `no bank "sed"`, "bank:seed"},
		{"tag:baas", 1, `no tag "baas"`, "tag:bias"},
		{"kind:simple", 1, `no kind "simple"`, "kind:single"},
		{"source:nowhere", 1, `no source "nowhere"`, "source:"},
		{`tag:""`, 1, "tag: has no value", "tag:value"},
		{"the", 1, `nothing to search for in "the"`, "add one"},
		{"  & the of", 3, `nothing to search for in "&"`, ""},
		{"-the", 2, `nothing to search for in "the"`, ""},
	}
	for _, test := range tests {
		n, err := Parse(test.query)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
			continue
		}
		_, err = x.Search(context.Background(), Request{Query: n, Exam: "mla-c01"})
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("%s gives the error %v, want a SyntaxError", test.query, err)
			continue
		}
		if e.Column != test.column || !strings.Contains(e.Message, test.message) || !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%s: %v; want column %d, %q, hint %q", test.query, e, test.column, test.message, test.hint)
		}
	}
	for _, r := range []Request{
		{Sort: "date"}, {Facets: []string{"colour"}}, {Exam: "nope"}, {Offset: -1}, {Limit: maxPage, Offset: 1},
	} {
		if _, err := x.Search(context.Background(), r); err == nil || errors.Is(err, ErrDamaged) {
			t.Errorf("%+v gives the error %v", r, err)
		}
	}
}

func TestUnderstood(t *testing.T) {
	x := open(t, build(t, sample(t)))
	tests := []struct{ query, want string }{
		{"", "every question"},
		{"Snow Family", `AWS Snow Family by any of its names (or the word "Snow" and the word "Family")`},
		{"gradients", `the word "gradients"`},
		{"clarify gradients", `SageMaker Clarify by any of its names (or the word "clarify") and the word "gradients"; no question has all of it, so these have most`},
		{"the gradients", `the word "gradients"; left out, since it says nothing: "the"`},
		{"s3:GetObject", `the text "s3:GetObject" ("s3" is no field)`},
		{`answer:"data drift" -x*`, `the phrase "data drift" in a right option and not a word that begins with "x"`},
		{"service:clarify (a1 OR stem:b1~)", `about SageMaker Clarify or anything below it and [the word "a1" or a word within one letter of "b1" in the stem]`},
		{"task:2.3 kind:single", `of task mla-c01/2.3 (Analyze model performance) and kind "single"`},
	}
	for _, test := range tests {
		if got := find(t, x, test.query).Understood; got != test.want {
			t.Errorf("%s\n\tis understood as %s\n\twant             %s", test.query, got, test.want)
		}
	}
}

func TestTestedConceptsComeFirst(t *testing.T) {
	tax := embedded(t)
	questions := []*bank.Question{
		question(t, tax, "b/1", "Athena athena Athena, Amazon Athena: what is said of Athena?\n*Nothing\nAmazon Athena Athena"),
		question(t, tax, "b/2", "A very long stem about many things that a company in some country wants to do with its logs, "+
			"its tables, its partitions and its columns while paying by the query and keeping everything where it is now\n"+
			"*Amazon Athena\nAmazon EMR"),
		question(t, tax, "b/3", "Where is it?\nAmazon Athena\n*There"),
	}
	questions[0].Links = slices.DeleteFunc(questions[0].Links, func(l bank.Link) bool { return l.Primary })
	for i := range 30 {
		questions = append(questions, question(t, tax, "c/"+string(rune('A'+i)), "Something else\n*Yes\nNo"))
	}
	x := open(t, build(t, questions))
	if got := ids(find(t, x, "athena")); got != "b/2 b/1 b/3" {
		t.Errorf("athena finds %s, want the question that tests it first and the one with it in a wrong option last", got)
	}
	if got := ids(find(t, x, "logs athena OR there")); !strings.HasPrefix(got, "b/2") {
		t.Errorf("got %s", got)
	}
}

func TestPagesAreStable(t *testing.T) {
	tax := embedded(t)
	var questions []*bank.Question
	for i := range 50 {
		questions = append(questions, question(t, tax, "b/"+string(rune('A'+i%25))+string(rune('a'+i/25)), "The same words\n*Yes\nNo"))
	}
	x := open(t, build(t, questions))
	all := find(t, x, "same words")
	if all.Total != 50 || len(all.Hits) != 50 || !slices.IsSortedFunc(all.Hits, func(a, b Hit) int { return strings.Compare(a.ID, b.ID) }) {
		t.Fatalf("%d hits: %s", all.Total, ids(all))
	}
	n, _ := Parse("same words")
	var paged []string
	for offset := 0; offset < 60; offset += 7 {
		r, err := x.Search(context.Background(), Request{Query: n, Limit: 7, Offset: offset})
		if err != nil || r.Total != 50 {
			t.Fatal(r.Total, err)
		}
		paged = append(paged, ids(r))
	}
	if got := strings.Join(strings.Fields(strings.Join(paged, " ")), " "); got != ids(all) {
		t.Errorf("in pages: %s\nat once: %s", got, ids(all))
	}
}

func TestSorts(t *testing.T) {
	x := open(t, build(t, sample(t)))
	tests := []struct{ sort, want string }{
		{"number", "Other Bank/1 Other Bank/2 Other Bank/3 Other Bank/4 Other Bank/5 Other Bank/6 Other Bank/7 Other Bank/8 Other Bank/9 Other Bank/10 seed/1 seed/2"},
		{"id", "Other Bank/1 Other Bank/10 Other Bank/2"},
		{"score", "Other Bank/1 Other Bank/10 Other Bank/2"},
	}
	for _, test := range tests {
		r, err := x.Search(context.Background(), Request{Sort: test.sort, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(r); !strings.HasPrefix(got, test.want) {
			t.Errorf("by %q: %s, want %s ...", test.sort, got, test.want)
		}
	}
}

func TestAllReturnsEveryHit(t *testing.T) {
	x := open(t, build(t, many(2*pageSize+3, 1)))
	seen := map[string]bool{}
	last := ""
	for h, err := range x.All(context.Background(), Request{Query: All{}}) {
		if err != nil {
			t.Fatal(err)
		}
		if h.ID <= last {
			t.Fatalf("%s after %s", h.ID, last)
		}
		last = h.ID
		seen[h.ID] = true
	}
	if len(seen) != 2*pageSize+3 {
		t.Errorf("%d hits of %d", len(seen), 2*pageSize+3)
	}
	for _, err := range x.All(context.Background(), Request{Query: Term{Field: "service", Text: "zzz", Column: 1}}) {
		var e *SyntaxError
		if !errors.As(err, &e) {
			t.Errorf("got %v", err)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	x := open(t, build(t, sample(t)))
	tests := []struct{ query, want string }{
		{"gradeints network", "gradients network"},
		{"sagmaker -clarify drifed", "sagemaker -clarify drifted"},
		{"zzzzqqqq", ""},
		{"what whose gradients", ""}, // words that are left out are not misspelt
		{"gradients flink", ""},
		{"\"gradeints\"", ""},
	}
	for _, test := range tests {
		if got := find(t, x, test.query).DidYouMean; got != test.want {
			t.Errorf("%s suggests %q, want %q", test.query, got, test.want)
		}
	}
}

func TestFacets(t *testing.T) {
	questions := sample(t)
	x := open(t, build(t, questions))
	n, _ := Parse("which")
	n = Or{[]Node{n, Term{Text: "what"}, Term{Text: "how"}, Term{Text: "why"}, Term{Text: "where"}, All{}}}
	r, err := x.Search(context.Background(), Request{Query: n, Limit: -1, Facets: FacetNames(), Exam: "mla-c01"})
	if err != nil {
		t.Fatal(err)
	}
	if r.Total != len(questions) || len(r.Hits) != 0 {
		t.Fatalf("%d of %d, %d hits", r.Total, len(questions), len(r.Hits))
	}
	for _, name := range FacetNames() {
		want := countSlowly(questions, name, embedded(t).Ancestors, func(id string) string {
			c, _ := embedded(t).Concept(id)
			return c.Kind
		})
		got := map[string]int{}
		for i, c := range r.Facets[name] {
			got[c.Value] = c.Count
			if i > 0 && (r.Facets[name][i-1].Count < c.Count ||
				r.Facets[name][i-1].Count == c.Count && r.Facets[name][i-1].Value >= c.Value) {
				t.Errorf("%s: %v stands before %v", name, r.Facets[name][i-1], c)
			}
		}
		if len(got) == 0 || len(got) != len(want) {
			t.Errorf("%s has %d values, want %d", name, len(got), len(want))
		}
		for value, n := range want {
			if got[value] != n {
				t.Errorf("%s %s: %d, want %d", name, value, got[value], n)
			}
		}
	}
	few, err := x.Search(context.Background(), Request{Limit: -1, Facets: []string{"service"}, FacetSize: 2})
	if err != nil || !slices.Equal(few.Facets["service"], r.Facets["service"][:2]) {
		t.Errorf("the first two of %v are %v, %v", r.Facets["service"], few.Facets["service"], err)
	}
	everything, err := x.Facets(context.Background(), "", "task")
	if err != nil || !strings.HasPrefix(everything["task"][0].Value, "mla-c01/") {
		t.Errorf("without an exam: %v, %v", everything["task"], err)
	}
}

// countSlowly counts a facet question by question.
func countSlowly(questions []*bank.Question, facet string, above func(string) []string, kind func(string) string) map[string]int {
	counts := map[string]int{}
	for _, q := range questions {
		values := map[string]bool{}
		for _, l := range q.Links {
			if l.Role == bank.RoleDistractor {
				continue
			}
			if facet == "concept" {
				values[l.Concept] = true
			}
			for _, id := range append([]string{l.Concept}, above(l.Concept)...) {
				if facet == "service" && kind(id) == "service" {
					values[id] = true
				}
			}
		}
		for _, l := range q.Tasks {
			values[map[string]string{"task": l.Task, "domain": l.Domain, "exam": l.Exam}[facet]] = true
		}
		values[map[string]string{"bank": q.Bank, "kind": string(q.Kind)}[facet]] = true
		if facet == "tag" {
			for _, tag := range q.Tags {
				values[tag] = true
			}
		}
		delete(values, "")
		for v := range values {
			counts[v]++
		}
	}
	return counts
}

func TestSearchEndsWithItsContext(t *testing.T) {
	x := open(t, build(t, sample(t)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Search(ctx, Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSearchAfterClose(t *testing.T) {
	x, err := Open(build(t, sample(t)), embedded(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(x.Close(), x.Close()); err != nil {
		t.Error(err)
	}
	for _, n := range []Node{All{}, Term{Text: "glue"}, Term{Field: "bank", Text: "seed"}} {
		if _, err := x.Search(context.Background(), Request{Query: n}); !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", n, err)
		}
	}
}

func TestTooManyExpansions(t *testing.T) {
	x := open(t, build(t, many(600, 2)))
	n, _ := Parse("stem:zu*")
	_, err := x.Search(context.Background(), Request{Query: n})
	var e *SyntaxError
	if !errors.As(err, &e) || !strings.Contains(e.Message, "too many words") {
		t.Errorf("got %v", err)
	}
}
