package bank

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"mlatlas/taxonomy"
)

// kitchen is a small taxonomy with one of each thing that weighing looks at: a chain of parents, siblings, a container
// with much below it, an acronym and an ambiguous name.
const kitchen = `
concepts:
  - {id: grp, name: Everything, kind: group}
  - {id: tools, name: Tools, kind: service, parents: [grp]}
  - {id: oven, name: Oven, kind: service, parents: [tools], tasks: ["1.1"]}
  - {id: grill, name: Grill, kind: feature, parents: [oven]}
  - {id: knife, name: Knife, kind: service, parents: [tools], tasks: ["1.2"], ambiguous: [blade]}
  - {id: whisk, name: Whisk, kind: service, parents: [tools], tasks: ["1.2"]}
  - {id: sieve, name: Sieve, kind: service, parents: [tools], tasks: ["1.2"]}
  - {id: ladle, name: Ladle, kind: service, parents: [tools]}
  - {id: bread, name: Bread, kind: concept, parents: [grp], tasks: ["2.1"]}
  - {id: cake, name: Cake, kind: concept, parents: [grp], tasks: ["2.1", "2.2"], aliases: [gâteau]}
  - {id: heat, name: Heat, kind: concept, parents: [grp], tasks: ["1.1", "1.2", "2.1", "2.2"]}
  - {id: moon, name: Moon, kind: concept, parents: [grp]}
ambiguous:
  - name: blade
    form: any
    senses:
      - {concept: knife, near: [sharp], question: [cut]}
      - {concept: none, near: [grass]}
`

const cookery = `
id: mla-c01
name: Cookery
successor: mla-c02
domains: [{id: "1", name: Tools, weight: 50}, {id: "2", name: Food, weight: 50}]
tasks:
  - {id: "1.1", domain: "1", name: Hot tools}
  - {id: "1.2", domain: "1", name: Cold tools}
  - {id: "2.1", domain: "2", name: Bake}
  - {id: "2.2", domain: "2", name: Decorate}
`

const cookery2 = `
id: mla-c02
name: Cookery again
predecessor: mla-c01
domains: [{id: "1", name: All, weight: 100}]
tasks:
  - {id: "1.5", domain: "1", name: Hot tools, from: "1.1"}
`

// kitchenFiles is the kitchen with its exams and sixty spoons, which make "tools" a container.
func kitchenFiles() fstest.MapFS {
	spoons := "concepts:\n"
	for i := range 60 {
		spoons += fmt.Sprintf("  - {id: spoon-%02d, name: Spoon %d, kind: service, parents: [tools]}\n", i, i)
	}
	return fstest.MapFS{
		"concepts.yaml": {Data: []byte(kitchen)}, "spoons.yaml": {Data: []byte(spoons)},
		"exams/1.yaml": {Data: []byte(cookery)}, "exams/2.yaml": {Data: []byte(cookery2)},
	}
}

// loadKitchen loads the kitchen with a layer more.
func loadKitchen(t testing.TB, more string) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.Load(kitchenFiles(), fstest.MapFS{"more.yaml": {Data: []byte(more)}})
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// ask reads a question from lines: the stem; options "A. text", right with "*A. text", with feedback behind " | ";
// "= text" an accepted answer; "! text" the explanation.
func ask(t testing.TB, text string) *Question {
	t.Helper()
	q := &Question{Kind: Single}
	for i, line := range strings.Split(text, "\n") {
		option := strings.TrimPrefix(line, "*")
		switch {
		case i == 0:
			q.Stem = line
		case strings.HasPrefix(line, "! "):
			q.Explanation = line[2:]
		case strings.HasPrefix(line, "= "):
			q.Kind, q.Answer = Short, append(q.Answer, line[2:])
		case len(option) > 3 && option[1:3] == ". ":
			said, feedback, _ := strings.Cut(option[3:], " | ")
			o := Option{Label: option[:1], Text: said, Correct: option != line, Feedback: feedback}
			if o.Correct {
				q.Answer = append(q.Answer, o.Label)
			}
			q.Options = append(q.Options, o)
		default:
			t.Fatalf("a line that means nothing: %q", line)
		}
	}
	return q
}

// showLinks prints each link as "concept role weight", a primary one with "!" before it.
func showLinks(q *Question) string {
	var parts []string
	for _, l := range q.Links {
		mark := ""
		if l.Primary {
			mark = "!"
		}
		by := ""
		if len(l.ImpliedBy) > 0 {
			by = " (by " + strings.Join(l.ImpliedBy, " and ") + ")"
		}
		parts = append(parts, fmt.Sprintf("%s%s %s %.2f%s", mark, l.Concept, l.Role, l.Weight, by))
	}
	return strings.Join(parts, ", ")
}

// showTasks prints "exam task domain weight" of each task.
func showTasks(q *Question) string {
	var parts []string
	for _, l := range q.Tasks {
		parts = append(parts, fmt.Sprintf("%s %s/%s %.2f", l.Exam, l.Domain, l.Task, l.Weight))
	}
	return strings.Join(parts, ", ")
}
