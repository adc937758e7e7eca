package bank

import (
	"slices"
	"strings"
	"testing"
)

func TestLinkTo(t *testing.T) {
	tax := loadKitchen(t, "")
	for _, test := range []struct{ name, text, links, tasks string }{
		{"nothing", "What is it?\nA. this\n*B. that", "", ""},
		{"key before stem", "Which bakes bread?\n*A. the oven\nB. the moon",
			"!oven key 0.83, bread stem 0.17, moon distractor 0.00", "mla-c01 1/1.1 1.00, mla-c02 1/1.5 1.00"},
		{"wrong options are distractors", "Which?\n*A. the whisk\nB. the knife\nC. the sieve",
			"!whisk key 1.00, knife distractor 0.00, sieve distractor 0.00", "mla-c01 1/1.2 1.00"},
		{"shared by wrong options", "Which?\n*A. the whisk and a ladle\nB. a knife and a ladle\nC. a sieve and a ladle",
			"!whisk key 0.79, ladle key 0.21, knife distractor 0.00, sieve distractor 0.00", "mla-c01 1/1.2 1.00"},
		{"against in the explanation", "Which?\n*A. the whisk\nB. other\n! The whisk beats a cake. Option B is wrong: the knife cuts.",
			"!whisk key 0.83, cake explanation 0.17, knife distractor 0.00", "mla-c01 1/1.2 1.00"},
		{"explained and rebutted", "Which?\n*A. that\nB. other\n! Bread is right. Option B is wrong: bread again.",
			"!bread explanation 1.00", "mla-c01 2/2.1 1.00"},
		{"feedback of options", "Which?\n*A. that | heat does it\nB. other | the moon does not",
			"!heat explanation 1.00, moon distractor 0.00", "mla-c01 1/1.1 0.33, mla-c01 1/1.2 0.33, mla-c01 2/2.1 0.33, mla-c02 1/1.5 1.00"},
		{"feature over its service", "A grill in an oven?\n*A. the grill\nB. no",
			"!grill key 0.96, oven stem 0.04", "mla-c01 1/1.1 1.00, mla-c02 1/1.5 1.00"},
		{"service over a feature in an aside", "How does an oven bake? The oven is hot.\n*A. the oven\nB. no\n! An oven beats a grill.",
			"!oven key 0.82, grill explanation 0.18", "mla-c01 1/1.1 1.00, mla-c02 1/1.5 1.00"},
		{"container beside what is in it", "Which of the tools cuts?\n*A. the knife\nB. no",
			"!knife key 1.00", "mla-c01 1/1.2 1.00"},
		{"container alone", "Which of the tools?\n*A. tools\nB. no",
			"!tools key 1.00", ""},
		{"container in the explanation", "Which?\n*A. bread\nB. no\n! All tools do.",
			"!bread key 1.00", "mla-c01 2/2.1 1.00"},
		{"list of examples", "Given a whisk, a knife, a sieve, which bread?\n*A. bread\nB. no",
			"!bread key 0.84, knife stem 0.05, sieve stem 0.05, whisk stem 0.05", "mla-c01 2/2.1 1.00"},
		{"repeated", "Bread, bread, bread or cake?\n*A. yes\nB. no",
			"!bread stem 0.66, !cake stem 0.34", "mla-c01 2/2.1 1.00"},
		{"two keys", "Which?\n*A. bread\n*B. cake\nC. moon",
			"!bread key 0.50, !cake key 0.50, moon distractor 0.00", "mla-c01 2/2.1 0.75, mla-c01 2/2.2 0.25"},
		{"more than three", "Which?\n*A. bread and cake\n*B. moon and heat\nC. no",
			"!bread key 0.30, !moon key 0.30, !heat key 0.20, cake key 0.20", "mla-c01 2/2.1 0.75, mla-c01 2/2.2 0.25"},
		{"accepted answers", "What bakes?\n= the oven\n= an oven",
			"!oven key 1.00", "mla-c01 1/1.1 1.00, mla-c02 1/1.5 1.00"},
		{"ambiguous across texts", "What can cut?\n*A. the blade of a sharp thing\nB. a blade",
			"!knife key 1.00", "mla-c01 1/1.2 1.00"},
		{"ambiguous by the wrong option", "Of grass or sharp?\n*A. a blade of grass\nB. a sharp blade",
			"knife distractor 0.00", ""},
		{"concept of many tasks", "What is heat?\n*A. it\nB. no",
			"!heat stem 1.00", "mla-c01 1/1.1 0.33, mla-c01 1/1.2 0.33, mla-c01 2/2.1 0.33, mla-c02 1/1.5 1.00"},
		{"tasks from the parent", "What is a grill?\n*A. it\nB. no",
			"!grill stem 1.00", "mla-c01 1/1.1 1.00, mla-c02 1/1.5 1.00"},
		{"no task", "What is the moon?\n*A. it\nB. no",
			"!moon stem 1.00", ""},
		{"little evidence", "Moon?\n*A. moon, moon, moon, moon, moon, moon, moon\nB. no\n! Heat.",
			"!moon key 0.93, heat explanation 0.07", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := ask(t, test.text)
			q.LinkTo(tax)
			if got := showLinks(q); got != test.links {
				t.Errorf("links of %q:\n got %s\nwant %s", test.text, got, test.links)
			}
			if got := showTasks(q); got != test.tasks {
				t.Errorf("tasks of %q:\n got %s\nwant %s", test.text, got, test.tasks)
			}
		})
	}
}

// TestImplied says what a question is about that it does not name, and which words are no topic beside others.
func TestImplied(t *testing.T) {
	tax := loadKitchen(t, `implied: {heat: [oven], cake: [whisk + sieve, knife + sieve]}
concepts: [{id: bread, frame: true}]
`)
	for _, test := range []struct{ name, text, links string }{
		{"by one", "Which?\n*A. the oven\nB. no", "!oven key 0.71, heat key 0.29 (by oven)"},
		{"by two, of the weaker role", "With a sieve?\n*A. the whisk\nB. no", "!whisk key 0.82, sieve stem 0.13, cake stem 0.05 (by whisk and sieve)"},
		{"half of two", "Which?\n*A. the whisk\nB. no", "!whisk key 1.00"},
		{"not by a distractor", "Which?\n*A. the whisk\nB. the oven\nC. a sieve", "!whisk key 1.00, oven distractor 0.00, sieve distractor 0.00"},
		{"named anyway", "Heat?\n*A. the oven\nB. no", "!oven key 0.83, heat stem 0.17"},
		{"named as wrong", "Which?\n*A. the oven\nB. heat", "!oven key 1.00, heat distractor 0.00"},
		{"a frame beside a topic", "Who bakes bread? Bread!\n*A. the oven for bread\nB. no", "!oven key 0.71, heat key 0.29 (by oven)"},
		{"a frame as the key", "What leaves an oven?\n*A. the bread\nB. no", "!bread key 0.85, oven stem 0.11, heat stem 0.04 (by oven)"},
		{"a frame alone", "What is bread?\n*A. it\nB. no", "!bread stem 1.00"},
		{"a frame as a distractor", "Which?\n*A. the whisk\nB. bread", "!whisk key 1.00, bread distractor 0.00"},
	} {
		q := ask(t, test.text)
		q.LinkTo(tax)
		if got := showLinks(q); got != test.links {
			t.Errorf("%s: links of %q:\n got %s\nwant %s", test.name, test.text, got, test.links)
		}
	}
}

// TestZoneText says that each mention points at its words in the text of its zone, feedback of options included.
func TestZoneText(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"An oven?\n*A. a grill | the heat\nB. a knife | no bread\n! Cake. Option B is wrong: moon.",
			"against:bread against:moon for:cake for:heat key:grill stem:oven wrong:knife"},
		{"An oven?\n= a grill\n= a knife\n! The heat", "for:heat key:grill key:knife stem:oven"},
	} {
		q := ask(t, test.text)
		q.LinkTo(loadKitchen(t, ""))
		var got []string
		for _, l := range q.Links {
			for _, m := range l.Mentions {
				got = append(got, strings.ToLower(string(m.Zone)+":"+q.ZoneText(m)[m.Start:m.End]))
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != test.want {
			t.Errorf("got %s\nwant %s", strings.Join(got, " "), test.want)
		}
	}
}
