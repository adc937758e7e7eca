package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// kitchenExam has a task of half the weight, one of three tenths and one of a fifth.
func kitchenExam() *taxonomy.Exam {
	return &taxonomy.Exam{
		ID: "kit-c01", ItemTypes: []string{"multiple-choice", "multiple-response", "ordering", "case-study"},
		Domains: []taxonomy.Domain{{ID: "1", Name: "Tools", Weight: 50}, {ID: "2", Name: "Food", Weight: 50}},
		Tasks: []taxonomy.Task{
			{ID: "1.1", Domain: "1", Name: "Hot tools", Bullets: []taxonomy.Bullet{{Concepts: []string{"oven", "grill"}}, {Concepts: []string{"pan", "pot", "wok", "kettle"}}}},
			{ID: "2.1", Domain: "2", Name: "Bake", Bullets: []taxonomy.Bullet{{Concepts: []string{"bread"}}, {Concepts: []string{"cake"}}, {Concepts: []string{"pie"}}}},
			{ID: "2.2", Domain: "2", Name: "Decorate", Bullets: []taxonomy.Bullet{{Concepts: []string{"icing"}}, {Concepts: []string{"cream"}}}},
		},
	}
}

// inTasks makes questions of tasks: "1.1 x3 single oven" is three of task 1.1 about the oven; "-" is no task.
func inTasks(lines string) []*bank.Question {
	var questions []*bank.Question
	for line := range strings.SplitSeq(lines, "\n") {
		var task, concept string
		var kind bank.Kind
		var n int
		if _, err := fmt.Sscanf(line, "%s x%d %s %s", &task, &n, &kind, &concept); err != nil {
			panic(err)
		}
		for range n {
			q := &bank.Question{Kind: kind, Links: []bank.Link{{Concept: concept, Primary: true}, {Concept: "pie"}}}
			if task != "-" {
				q.Tasks = []bank.TaskLink{{Exam: "kit-c01", Task: task, Weight: 1}}
			}
			questions = append(questions, q)
		}
	}
	return questions
}

func TestBalance(t *testing.T) {
	for _, c := range []struct{ name, bank, want, keys string }{
		{"as the exam weighs", "1.1 x45 single oven\n1.1 x5 multiple grill\n2.1 x20 ordering bread\n2.1 x10 single bread\n2.2 x20 single icing", "", ""},
		{"a thin task and no ordering", "1.1 x60 single oven\n1.1 x5 multiple grill\n2.1 x34 single bread\n2.2 x1 single icing", "warning thin-task\nnote missing-kind",
			"task 2.2 (Decorate) has 1 of 100 questions, and its weight asks for 20"},
		{"too few to tell", "1.1 x8 single oven\n2.1 x4 single bread", "", ""},
		{"for something else", "1.1 x40 single oven\n- x60 single bread", "", ""},
		{"nothing", "- x1 single bread", "", ""},
	} {
		found := run(newBalance(Options{Exam: kitchenExam()}), inTasks(c.bank))
		if got := said(found); got != c.want || c.keys != "" && !strings.Contains(found[0].Message, c.keys) {
			t.Errorf("%s: %s %+v", c.name, got, found)
		}
	}
	if found := run(newBalance(Options{}), inTasks("1.1 x1 single oven")); found != nil {
		t.Errorf("without an exam: %v", found)
	}
}

func TestNext(t *testing.T) {
	b := newBalance(Options{Exam: kitchenExam()})
	run(b, inTasks("1.1 x20 single oven\n2.1 x12 single bread\n2.2 x1 multiple icing"))
	var lines []string
	for _, n := range b.next[:5] {
		lines = append(lines, fmt.Sprintf("%s %v %s: %s", n.Task, n.Concepts, n.Kind, n.Why))
	}
	const want = `2.2 [cream] ordering: task 2.2 has 1 of the 9 questions that its weight asks for; no question is about cream; there are no ordering questions yet
2.2 [icing] single: task 2.2 has 2 of the 9 questions that its weight asks for
2.2 [cream] single: task 2.2 has 3 of the 9 questions that its weight asks for
2.2 [icing] single: task 2.2 has 4 of the 9 questions that its weight asks for
2.2 [cream] single: task 2.2 has 5 of the 9 questions that its weight asks for`
	if got := strings.Join(lines, "\n"); got != want || len(b.next) != nextQuestions {
		t.Errorf("%d, the first\n%s\nwant\n%s", len(b.next), got, want)
	}
	if !slices.ContainsFunc(b.next, func(n Next) bool { return n.Task == "1.1" }) {
		t.Errorf("the plan never leaves a task: %+v", b.next)
	}
}

// TestTaskShares: the shares of every blueprint sum to 1.
func TestTaskShares(t *testing.T) {
	terms, err := taxonomy.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range terms.Exams() {
		sum := 0.0
		for _, s := range taskShares(e) {
			sum += s
		}
		if sum < 0.999 || sum > 1.001 {
			t.Errorf("%s: %g", e.ID, sum)
		}
	}
}
