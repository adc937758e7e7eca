package graph

import (
	"slices"

	"mlatlas/taxonomy"
)

// Coverage compares the bank with the blueprint of an exam. The error wraps ErrUnknown.
func (g *Graph) Coverage(exam string) (Coverage, error) {
	e, err := g.exam(exam)
	if err != nil {
		return Coverage{}, err
	}
	b := g.blueprint(e)
	counts := g.c.Exam(e.ID)
	out := Coverage{Exam: e.ID, Questions: g.c.Questions, Linked: counts.Linked, Domains: []DomainCoverage{}, Unused: []string{}}
	for _, d := range e.Domains {
		out.Domains = append(out.Domains, g.coverDomain(b, d, counts))
	}
	for id := range b.concepts {
		if g.c.Concept(id).About == 0 {
			out.Unused = append(out.Unused, id)
		}
	}
	slices.Sort(out.Unused)
	return out, nil
}

func (g *Graph) coverDomain(b *blueprint, d taxonomy.Domain, counts ExamCount) DomainCoverage {
	out := DomainCoverage{ID: d.ID, Name: d.Name, Weight: d.Weight, Tasks: []TaskCoverage{}}
	var sum Weight
	for _, t := range b.domainTasks(d.ID) {
		out.Tasks = append(out.Tasks, g.coverTask(b, t, counts))
		sum += counts.Task(t.ID).Weight
	}
	out.Questions = round(sum.Float())
	out.Share = share(sum.Float(), counts.Linked)
	out.Expected = round(d.Weight / 100 * float64(counts.Linked))
	low, high := Wilson(sum.Float(), counts.Linked)
	out.Low, out.High = round(low), round(high)
	out.Verdict = verdict(low, high, d.Weight/100, counts.Linked)
	return out
}

func (g *Graph) coverTask(b *blueprint, t taxonomy.Task, counts ExamCount) TaskCoverage {
	weight := counts.Task(t.ID).Weight.Float()
	low, high := Wilson(weight, counts.Linked)
	out := TaskCoverage{
		ID: t.ID, Name: t.Name, Questions: round(weight), Share: share(weight, counts.Linked),
		Low: round(low), High: round(high), Concepts: len(b.named[t.ID]), Uncovered: []string{},
	}
	for _, id := range b.named[t.ID] {
		if g.c.Concept(id).About == 0 {
			out.Uncovered = append(out.Uncovered, id)
		}
	}
	out.Covered = out.Concepts - len(out.Uncovered)
	return out
}

// Task returns the counts of a task; those of one that no question belongs to are zero.
func (e ExamCount) Task(id string) TaskCount {
	for _, t := range e.Tasks {
		if t.Task == id {
			return t
		}
	}
	return TaskCount{Task: id}
}

func share(x float64, n int) float64 {
	if n == 0 {
		return 0
	}
	return round(x / float64(n))
}
