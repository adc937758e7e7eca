package graph

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// kitchen is a small taxonomy with one of everything: groups, a chain of parents, relations of several types, two
// concepts that nothing joins to the rest, and an exam of two domains.
const kitchen = `
concepts:
  - {id: grp-top, name: Cooking, kind: group}
  - {id: grp-tools, name: Tools, kind: group, parents: [grp-top]}
  - {id: grp-food, name: Food, kind: group, parents: [grp-top]}
  - {id: grp-far, name: Far away, kind: group}
  - {id: oven, name: Oven, kind: service, parents: [grp-tools]}
  - {id: grill, name: Grill, kind: feature, parents: [oven]}
  - {id: rotisserie, name: Rotisserie, kind: feature, parents: [grill]}
  - id: thermometer
    name: Thermometer
    kind: service
    parents: [grp-tools]
    relations:
      - {type: monitors, to: oven, reason: it shows how hot it is}
      - {type: measures, to: heat}
  - {id: heat, name: Heat, kind: concept, parents: [grp-food]}
  - id: bread
    name: Bread
    kind: concept
    parents: [grp-food]
    relations:
      - {type: uses, to: oven}
      - {type: alternative-to, to: cake}
  - {id: cake, name: Cake, kind: concept, parents: [grp-food], relations: [{type: uses, to: oven}]}
  - {id: knife, name: Knife, kind: service, parents: [grp-tools]}
  - {id: comet, name: Comet, kind: concept, parents: [grp-far]}
`

const cookery = `
id: cook-01
name: Cookery
status: current
scored: 50
unscored: 15
passing: 720
item_types: [multiple-choice]
domains:
  - {id: "1", name: Baking, weight: 60}
  - {id: "2", name: Measuring, weight: 40}
tasks:
  - id: "1.1"
    domain: "1"
    name: Bake
    bullets:
      - {id: 1.1.K1, keywords: ovens, concepts: [oven, grill]}
      - {id: 1.1.K2, keywords: dough, concepts: [bread]}
  - id: "1.2"
    domain: "1"
    name: Decorate
    bullets:
      - {id: 1.2.K1, keywords: cakes, concepts: [cake]}
  - id: "2.1"
    domain: "2"
    name: Measure
    bullets:
      - {id: 2.1.K1, keywords: heat, concepts: [heat, thermometer]}
      - {id: 2.1.K2, keywords: judgement, concepts: []}
`

func load(t testing.TB, concepts string) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.Load(fstest.MapFS{
		"concepts/all.yaml": {Data: []byte(concepts)},
		"exams/cook.yaml":   {Data: []byte(cookery)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

func embedded(t testing.TB) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// parse reads a question from one line: concepts with weights, a distractor after "-", a primary one after "!", tasks of
// cook-01 after "@". "!oven=0.7 heat=0.3 -knife @1.1=0.5 @2.1=0.5"
func parse(t testing.TB, number int, line string) *bank.Question {
	t.Helper()
	q := &bank.Question{ID: fmt.Sprintf("kitchen/%d", number), Bank: "kitchen"}
	for _, word := range strings.Fields(line) {
		name, weight, _ := strings.Cut(word, "=")
		w := 0.0
		if weight != "" {
			if _, err := fmt.Sscan(weight, &w); err != nil {
				t.Fatalf("%q: %v", word, err)
			}
		}
		switch name[0] {
		case '@':
			q.Tasks = append(q.Tasks, bank.TaskLink{Exam: "cook-01", Task: name[1:], Weight: w})
		case '-':
			q.Links = append(q.Links, bank.Link{Concept: name[1:], Role: bank.RoleDistractor})
		case '!':
			q.Links = append(q.Links, bank.Link{Concept: name[1:], Role: bank.RoleKey, Weight: w, Primary: true})
		default:
			q.Links = append(q.Links, bank.Link{Concept: name, Role: bank.RoleStem, Weight: w})
		}
	}
	return q
}

func each(questions []*bank.Question) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for _, q := range questions {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// count counts the questions of lines.
func count(t testing.TB, lines ...string) *Counts {
	t.Helper()
	var questions []*bank.Question
	for i, line := range lines {
		questions = append(questions, parse(t, i+1, line))
	}
	c, err := Count(each(questions))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func repeat(n int, line string) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = line
	}
	return lines
}

// invented makes questions over a taxonomy as banks have them: each is about one concept, some of what it is bound to,
// and some that are not, and belongs to the tasks that ask for its first concept.
func invented(tax *taxonomy.Taxonomy, n int, seed uint64) []*bank.Question {
	rnd := rand.New(rand.NewPCG(seed, 1))
	var linkable []*taxonomy.Concept
	for _, c := range tax.Concepts() {
		if c.Linkable() {
			linkable = append(linkable, c)
		}
	}
	questions := make([]*bank.Question, n)
	for i := range questions {
		// Squaring makes some concepts common and most rare.
		x := rnd.Float64()
		c := linkable[int(x*x*float64(len(linkable)))]
		q := &bank.Question{ID: fmt.Sprintf("b%d/%d", i%3, i), Bank: fmt.Sprintf("b%d", i%3)}
		about := []string{c.ID}
		for _, r := range c.Relations {
			about = append(about, r.To)
		}
		for range 1 + rnd.IntN(5) {
			about = append(about, linkable[rnd.IntN(len(linkable))].ID)
		}
		for j, id := range about {
			q.Links = append(q.Links, bank.Link{Concept: id, Role: bank.RoleStem, Weight: 1 / float64(len(about)), Primary: j == 0})
		}
		q.Links = append(q.Links, bank.Link{Concept: linkable[rnd.IntN(len(linkable))].ID, Role: bank.RoleDistractor})
		for _, e := range tax.Exams() {
			tasks := tax.ExamTasks(e.ID, c.ID)
			for _, id := range tasks {
				q.Tasks = append(q.Tasks, bank.TaskLink{Exam: e.ID, Task: id, Weight: 1 / float64(len(tasks))})
			}
		}
		questions[i] = q
	}
	return questions
}

func inventedGraph(t testing.TB, tax *taxonomy.Taxonomy, n int, seed uint64) *Graph {
	t.Helper()
	c, err := Count(each(invented(tax, n, seed)))
	if err != nil {
		t.Fatal(err)
	}
	return New(tax, c)
}

func wantError(t *testing.T, err, target error, text string) {
	t.Helper()
	if err == nil || target != nil && !errors.Is(err, target) || !strings.Contains(err.Error(), text) {
		t.Errorf("error %v; want one that is %v and says %q", err, target, text)
	}
}

// signed puts the header of a file of counts before a body.
func signed(body string) string {
	return fmt.Sprintf("%s %x\n%s", countsHeader, sha256.Sum256([]byte(body)), body)
}

// loadConcepts loads concepts without an exam.
func loadConcepts(t testing.TB, concepts string) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.Load(fstest.MapFS{"concepts/all.yaml": {Data: []byte(concepts)}})
	if err != nil {
		t.Fatal(err)
	}
	return tax
}
