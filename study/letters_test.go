package study

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
)

// TestLetters marks the letters of a text: [A] names an option, <A> is doubtful, others are innocent.
func TestLetters(t *testing.T) {
	for _, marked := range []string{
		"Option [A] is incorrect. Option [B] is right.",
		"option [a] is wrong, answer [d] too, and a bucket is not",
		"Options [B] and [C] cost more.",
		"Options [A], [B], and [D] are incorrect.",
		"options [a] & [c]; choices [B]/[D]",
		"Choice [B] proposes Glue. Choice [A] proposes a crawler.",
		"[A]) Glue crawls. [B]) EMR needs a cluster.",
		"Glue crawls ([D]). EMR ([A], [C]) needs a cluster.",
		"(The answer ([b]) is small)",
		"- [A]: a stream\n- [B]: a queue\n* **[C]** - a table\n[D]. A batch",
		"❌ [A] is a stream\n✅ [B]. Glue",
		"**[A]** is wrong",
		"[A] is incorrect because [B] is cheaper than [C].",
		"[A] and [C] fail; both [B] and [D] work.",
		"Neither [A] nor [B] scales.",
		"[A], [B] and [D] are wrong since they poll.",
		"Why not [A]? Why [B]?",
		"The correct answer is [B]. The answers are [A] and [C].",
		"Correct answer: [D]",
		"Answer: [A], [C]",
		"Unlike [B], it polls. Eliminate [C] and [D].",
		"Option [B]'s cost is high.",
		"Ruling out [A] leaves [C].",
		"A crawler reads. A Glue job writes. Use A crawler.",
		"Run an A/B test; A/B testing splits; an A/B-test.",
		"Account A trusts account B. VPC A peers with VPC B. Model A and model B.",
		"Vitamin C, plan B, class A and type C.",
		"C++ and C# and vitamin-C and SS-A, B2, A100, 3D, x_A",
		"A.I. and U.S.A. and e.g. B.C. are short",
		"Resposta [B] correta; opção [C] está errada.",
		"Statement <B> holds.",
		"We took <C> home",
		"Options [A] and [B] use A bucket.",
		"Option [A]: uses EMR. Option [B] – uses Glue.",
		"Option ([A]) and option ([B]) are right; option \"[C]\" too.",
	} {
		text := strings.NewReplacer("[", "", "]", "", "<", "", ">", "").Replace(marked)
		var b strings.Builder
		at := 0
		for _, l := range letters(text, words("A B C D")) {
			pair := map[naming]string{innocent: "  ", doubtful: "<>", names: "[]"}[l.what]
			b.WriteString(text[at:l.start] + strings.TrimSpace(pair[:1]) + text[l.start:l.end] + strings.TrimSpace(pair[1:]))
			at = l.end
		}
		b.WriteString(text[at:])
		if b.String() != marked {
			t.Errorf("got  %s\nwant %s", b.String(), marked)
		}
	}
}

func asked(kind bank.Kind, key string, options ...string) *bank.Question {
	q := &bank.Question{ID: "t/1", Kind: kind, Stem: "Which?", Answer: strings.Fields(key)}
	for i, text := range options {
		label := string(rune('A' + i))
		q.Options = append(q.Options, bank.Option{Label: label, Text: text, Correct: slices.Contains(q.Answer, label)})
	}
	return q
}

// reversed is a question whose options are shown in the opposite order: a letter can be followed by hand.
func reversed(q *bank.Question) *Shown {
	n := len(q.Options)
	s := &Shown{Question: q, Mixed: true, letter: map[string]string{}, label: map[string]string{}, places: map[int]int{}}
	for i, o := range q.Options {
		to := q.Options[n-1-i].Label
		s.letter[o.Label], s.label[to], s.places[i+1] = to, o.Label, n-i
	}
	return s
}

func TestFollow(t *testing.T) {
	s := reversed(asked(bank.Single, "A", "w", "x", "y", "z"))
	for text, want := range map[string]string{
		"Option A is incorrect":                  "Option D is incorrect",
		"A) and (D), Options B and C":            "D) and (A), Options C and B",
		"option a; a bucket":                     "option d; a bucket",
		"Option 1 is wrong, options 2 and 4 too": "Option 4 is wrong, options 3 and 1 too",
		"The first option; Second choice":        "The fourth option; Third choice",
		"A crawler in account A":                 "A crawler in account A",
		"**B.** Glue\n**C.** EMR":                "**C.** Glue\n**B.** EMR",
		"Option 7":                               "Option 7",
		"":                                       "",
	} {
		if got := s.Follow(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// shownOrders collects the orders of many seeds, as the author's labels in the shown order.
func shownOrders(q *bank.Question) map[string]bool {
	orders := map[string]bool{}
	for seed := range uint64(200) {
		s := Show(q, seed)
		var order strings.Builder
		for i, o := range s.Options {
			if o.Label != q.Options[i].Label && q.Kind != bank.Ordering {
				panic("the letters of the places have changed")
			}
			order.WriteString(s.Labels([]string{o.Label})[0])
		}
		orders[order.String()] = true
	}
	return orders
}

func TestShuffled(t *testing.T) {
	for _, c := range []struct {
		name   string
		q      *bank.Question
		orders int
		always string // stands in every order at its place; . for any
	}{
		{"free", asked(bank.Single, "A", "w", "x", "y", "z"), 24, "...."},
		{"all of the above last", asked(bank.Single, "D", "w", "x", "y", "All of the above"), 6, "...D"},
		{"all and none", asked(bank.Single, "C", "w", "x", "All of the above.", "None of the above"), 2, "..CD"},
		{"both in the middle", asked(bank.Single, "C", "w", "x", "Both of the above", "z"), 2, "..CD"},
		{"both A and B", asked(bank.Single, "C", "w", "x", "Both A and B", "z"), 1, "ABCD"},
		{"letters", asked(bank.Single, "C", "w", "x", "A, B", "(B) only"), 1, "ABCD"},
		{"neither", asked(bank.Single, "C", "w", "x", "Neither option A nor option B"), 1, "ABC"},
		{"first option", asked(bank.Single, "C", "w", "x", "The first option"), 1, "ABC"},
		{"none of these", asked(bank.Single, "C", "w", "x", "None of these"), 2, "..C"},
		{"true or false", asked(bank.TrueFalse, "A", "True", "False"), 1, "AB"},
		{"yes or no", asked(bank.Single, "A", "Yes", "No"), 1, "AB"},
		{"an article", asked(bank.Single, "A", "A crawler", "A job"), 2, ".."},
		{"matching", asked(bank.Matching, "A B", "x", "y", "z"), 6, "..."},
		{"steps are never in order", asked(bank.Ordering, "A B C", "x", "y", "z"), 5, "..."},
		{"steps whose key is their order", asked(bank.Ordering, "B A", "x", "y"), 1, "AB"},
	} {
		orders := shownOrders(c.q)
		if len(orders) != c.orders {
			t.Errorf("%s: %d orders, want %d: %v", c.name, len(orders), c.orders, orders)
		}
		for order := range orders {
			for i := range order {
				if c.always[i] != '.' && c.always[i] != order[i] {
					t.Errorf("%s: %s", c.name, order)
				}
			}
		}
	}
	doubt := asked(bank.Single, "A", "w", "x", "y")
	for _, text := range []string{"We took C home", "The last option polls", "The two options above"} {
		if doubt.Explanation = text; len(shownOrders(doubt)) != 1 {
			t.Errorf("%q cannot follow, and the options are mixed", text)
		}
	}
	doubt.Explanation, doubt.Stem = "", "Is option B better?"
	if len(shownOrders(doubt)) != 1 {
		t.Error("the stem names an option, and the options are mixed")
	}
}

// TestShownKey: whatever the order, the key as shown names the right options, and turns back into the key.
func TestShownKey(t *testing.T) {
	for _, q := range []*bank.Question{
		asked(bank.Single, "B", "w", "x", "y"), asked(bank.Multiple, "A C", "w", "x", "y", "z"),
		asked(bank.Ordering, "C A B", "w", "x", "y"), asked(bank.Matching, "C C A", "w", "x", "y"),
	} {
		q.Explanation = "Option " + q.Answer[0] + " is right."
		for seed := range uint64(20) {
			s := Show(q, seed)
			if got := s.Labels(s.Key()); !slices.Equal(got, q.Answer) {
				t.Errorf("%s, seed %d: the key %v comes back as %v", q.Kind, seed, q.Answer, got)
			}
			first := s.Letters(q.Answer[:1])[0]
			if want := fmt.Sprintf("Option %s is right.", first); s.Explain() != want {
				t.Errorf("%s, seed %d: %q, want %q", q.Kind, seed, s.Explain(), want)
			}
			at := slices.IndexFunc(s.Options, func(o bank.Option) bool { return o.Label == first })
			original := slices.IndexFunc(q.Options, func(o bank.Option) bool { return o.Label == q.Answer[0] })
			if s.Options[at].Text != q.Options[original].Text {
				t.Errorf("%s, seed %d: the letter %s stands at another option", q.Kind, seed, first)
			}
		}
	}
}
