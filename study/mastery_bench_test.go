package study

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// realQuestions are about two concepts of MLA-C01 each.
func realQuestions(tb testing.TB, n int) (*taxonomy.Taxonomy, *taxonomy.Exam, []*bank.Question) {
	tb.Helper()
	tax, err := taxonomy.Embedded()
	if err != nil {
		tb.Fatal(err)
	}
	exam, _ := tax.Exam("mla-c01")
	var asked []string
	for _, c := range tax.Concepts() {
		if len(tax.ExamTasks(exam.ID, c.ID)) > 0 {
			asked = append(asked, c.ID)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	questions := make([]*bank.Question, n)
	for i := range questions {
		one, other := asked[r.IntN(len(asked))], asked[r.IntN(len(asked))]
		id := tax.ExamTasks(exam.ID, one)[0]
		task, _ := exam.Task(id)
		questions[i] = &bank.Question{ID: fmt.Sprint("b/", i), Kind: bank.Single, Answer: []string{"A"},
			Options: []bank.Option{{Label: "A", Correct: true}, {Label: "B"}, {Label: "C"}, {Label: "D"}},
			Links:   []bank.Link{{Concept: one, Role: bank.RoleKey, Weight: 0.7}},
			Tasks:   []bank.TaskLink{{Exam: exam.ID, Task: id, Domain: task.Domain, Weight: 1}}}
		if other != one {
			questions[i].Links = append(questions[i].Links, bank.Link{Concept: other, Role: bank.RoleStem, Weight: 0.3})
		}
	}
	return tax, exam, questions
}

// everything is the list: all domains, tasks and concepts.
func everything(m *Model) (estimates []Estimate) {
	for _, d := range m.exam.Domains {
		estimates = append(estimates, m.Domain(d.ID))
	}
	for _, t := range m.exam.Tasks {
		estimates = append(estimates, m.Task(t.ID))
	}
	for _, c := range m.taxonomy.Concepts() {
		estimates = append(estimates, m.Concept(c.ID))
	}
	return estimates
}

// Benchmark100000 is a learner with 100,000 answers in three years, from the first to the list. "fresh" has a question for
// each answer, which is the dearer half; "again" 2,000 questions, which are seen fifty times.
func Benchmark100000(b *testing.B) {
	tax, exam, questions := realQuestions(b, 100_000)
	for _, c := range []struct {
		name  string
		among int
	}{{"fresh", 100_000}, {"again", 2000}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				r := rand.New(rand.NewPCG(2, 2))
				m := NewModel(tax, exam)
				at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
				for i := range 100_000 {
					m.Observe(questions[i%c.among], Attempt{Correct: r.Float64() < 0.7, At: at})
					at = at.Add(16 * time.Minute)
				}
				everything(m)
			}
		})
	}
}

func BenchmarkReadiness(b *testing.B) {
	tax, exam, questions := realQuestions(b, 300)
	m := NewModel(tax, exam)
	for i, q := range questions {
		m.Observe(q, Attempt{Correct: i%3 > 0})
	}
	for b.Loop() {
		m.Readiness(1)
	}
}

// BenchmarkNext chooses among 20,000 questions.
func BenchmarkNext(b *testing.B) {
	tax, exam, questions := realQuestions(b, 20_000)
	m := NewModel(tax, exam)
	for i, q := range questions[:500] {
		m.Observe(q, Attempt{Correct: i%3 > 0})
	}
	for b.Loop() {
		m.Next(Choice{Candidates: questions, Seed: 1})
	}
}
