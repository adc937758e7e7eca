package index

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"mlatlas/bank"
)

// printSnippets prints snippets: field/label: text with [matches].
func printSnippets(snippets []Snippet) string {
	var lines []string
	for _, s := range snippets {
		var b strings.Builder
		b.WriteString(s.Field)
		if s.Label != "" {
			b.WriteString("/" + s.Label)
		}
		b.WriteString(": ")
		for _, p := range s.Parts {
			if p.Match {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

func TestSnippets(t *testing.T) {
	questions := sample(t)
	byID := map[string]*bank.Question{}
	for _, q := range questions {
		byID[q.ID] = q
	}
	x := open(t, build(t, questions))
	tests := []struct{ query, want string }{
		{"vanishing", "stem: Gradients [vanish] in a deep network. What helps?"},
		{"relu", "option/A: [ReLU] activations"},
		{"number:3 bank:seed", "stem: A firm processes clickstreams with Amazon Kinesis Data Analytics. It needs sliding windows. What does it write?"},
		{`"training data"`, "stem: A team must find bias in its [training] [data] before it trains a model. Which tool fits?"},
		{"tag:explain service:clarify", "option/A: A [SageMaker Clarify] explainability job"},
		{`number:3 bank:seed "Managed Service for Apache Flink" OR number:3 bank:seed service:managed-flink`,
			"stem: A firm processes clickstreams with [Amazon Kinesis Data Analytics]. It needs sliding windows. What does it write?"},
		{"number:5 s3:GetObject", "explanation: The role needs [s3]:[GetObject] and kms:Decrypt."},
		{"k-NN", "option/A: [k-NN]"},
	}
	for _, test := range tests {
		r := find(t, x, test.query)
		if len(r.Hits) == 0 {
			t.Errorf("%s finds nothing", test.query)
			continue
		}
		if got := printSnippets(r.Hits[0].Snippets(byID[r.Hits[0].ID])); got != test.want {
			t.Errorf("%s\n\tgives %s\n\twant  %s", test.query, got, test.want)
		}
	}
}

func TestSnippetIsCutAtWords(t *testing.T) {
	long := strings.Repeat("before it come many words of no interest ", 20) + "then a\tneedle\n\nand a haystack " +
		strings.Repeat("behind it come more words of no interest ", 20)
	q := &bank.Question{ID: "b/1", Bank: "b", Number: "1", Stem: long}
	x := open(t, build(t, []*bank.Question{q}))
	s := find(t, x, "needle haystack").Hits[0].Snippets(q)[0]
	text := s.Text()
	if n := utf8.RuneCountInString(text); n > snippetRunes+4 || n < snippetRunes/2 {
		t.Errorf("%d characters: %s", n, text)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "… "), " …")
	if inner == text || !strings.Contains(text, "then a needle and a haystack behind") {
		t.Errorf("got %s", text)
	}
	known := map[string]bool{}
	for _, w := range strings.Fields(long) {
		known[w] = true
	}
	for _, w := range strings.Fields(inner) {
		if !known[w] {
			t.Errorf("%q is no whole word of the text: %s", w, text)
		}
	}
	if start := find(t, x, "bank:b").Hits[0].Snippets(q)[0].Text(); !strings.HasPrefix(start, "before it come") || !strings.HasSuffix(start, " …") {
		t.Errorf("without a match: %s", start)
	}
}

func TestSnippetHTMLIsEscaped(t *testing.T) {
	q := &bank.Question{ID: "b/1", Bank: "b", Number: "1",
		Stem: `<script>alert("bias")</script> & <img src=x onerror='bias'> </mark><b>bias&lt;</b>` + "\x1b[31m\u202ebias"}
	x := open(t, build(t, []*bank.Question{q}))
	got := find(t, x, "bias").Hits[0].Snippets(q)[0].HTML()
	want := `&lt;script&gt;alert(&#34;<mark>bias</mark>&#34;)&lt;/script&gt; &amp; &lt;img src=x onerror=&#39;<mark>bias</mark>&#39;&gt; ` +
		`&lt;/mark&gt;&lt;b&gt;<mark>bias</mark>&amp;lt;&lt;/b&gt; [31m <mark>bias</mark>`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSnippetsOfAChangedQuestion(t *testing.T) {
	questions := sample(t)
	x := open(t, build(t, questions))
	hit := find(t, x, "vanishing gradients activations").Hits[0]
	changed := &bank.Question{ID: hit.ID, Stem: "Größe?", Options: []bank.Option{{Label: "A", Text: "é"}},
		Links: []bank.Link{{Concept: "sagemaker-clarify", Mentions: []bank.Mention{{Zone: bank.ZoneStem, Start: -4, End: 900}}}}}
	hit.topics = map[string]bool{"sagemaker-clarify": true}
	if got := printSnippets(hit.Snippets(changed)); got != "stem: Größe?" {
		t.Errorf("got %s", got)
	}
	if got := hit.Snippets(&bank.Question{}); len(got) != 0 {
		t.Errorf("an empty question gives %v", got)
	}
}

func FuzzSnippets(f *testing.F) {
	f.Add("A real-time endpoint <b>of</b> SageMaker", "real-time")
	f.Add(strings.Repeat("é ", 300), "é")
	f.Add(strings.Repeat("x", 500)+" bias "+strings.Repeat("模", 500), "bias")
	f.Fuzz(func(t *testing.T, text, asked string) {
		wanted := map[string]bool{}
		for _, c := range analyze(asked) {
			for _, p := range c.parts {
				wanted[p.term()] = true
			}
		}
		var query sum
		for term := range wanted {
			query = append(query, weighted{finder: word{fieldStem, term}, weight: 1})
		}
		hit := Hit{ID: "b/1", query: query}
		for _, s := range hit.Snippets(&bank.Question{Stem: text}) {
			if !utf8.ValidString(s.Text()) || utf8.RuneCountInString(s.Text()) > 2*snippetRunes+4 && len(wanted) == 0 {
				t.Fatalf("%q: %q", text, s.Text())
			}
			bare := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(s.HTML())
			if strings.ContainsAny(bare, "<>\"\x00\x1b\n") {
				t.Fatalf("%q: %s", text, s.HTML())
			}
			if n := len(s.Parts); text != "" && len(s.Text()) == 0 && n > 0 {
				t.Fatalf("%q: an empty snippet", text)
			}
		}
	})
}

func TestHitsWithoutTextMatch(t *testing.T) {
	x := open(t, build(t, sample(t)))
	r, err := x.Search(context.Background(), Request{Query: Term{Field: "kind", Text: "multiple"}})
	if err != nil || len(r.Hits) != 1 || r.Hits[0].Snippets(&bank.Question{Stem: "x"})[0].HTML() != "x" {
		t.Errorf("%+v, %v", r, err)
	}
}
