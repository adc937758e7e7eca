package bank

import (
	"cmp"
	"math"
	"slices"

	"mlatlas/taxonomy"
)

const (
	minTaskShare = 0.2 // of an exam's evidence, that a task must hold to be named
	minEvidence  = 0.2 // of a question's weight, each concept's divided by its tasks, that must speak for the exam
	maxTasks     = 3
	inherited    = 0.5 // what the tasks of a parent count for a concept without tasks of its own
)

// tasks shares the weights of a question's links out over the tasks of an exam that ask for each concept. A concept of
// many tasks says little about any of them, or about the exam, so its weight is divided by their number. Nothing is returned where too
// little of the question speaks for the exam.
func tasks(t *taxonomy.Taxonomy, e *taxonomy.Exam, links []Link) []TaskLink {
	score := map[string]float64{}
	evidence, sum := 0.0, 0.0
	for _, l := range links {
		ids, factor := examTasks(t, e.ID, l.Concept)
		if len(ids) == 0 || l.Weight == 0 {
			continue
		}
		share := l.Weight * factor / float64(len(ids))
		evidence += share
		for _, id := range ids {
			score[id] += share
			sum += share
		}
	}
	if evidence < minEvidence {
		return nil
	}
	var list []TaskLink
	for id, s := range score {
		task, ok := e.Task(id)
		if ok && s/sum >= minTaskShare {
			list = append(list, TaskLink{Exam: e.ID, Task: id, Domain: task.Domain, Weight: s})
		}
	}
	if len(list) == 0 {
		list = heaviestTask(e, score)
	}
	slices.SortFunc(list, func(a, b TaskLink) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Task, b.Task))
	})
	return normalized(list[:min(maxTasks, len(list))])
}

// heaviestTask is for a question whose evidence is spread so thin that no task holds its share.
func heaviestTask(e *taxonomy.Exam, score map[string]float64) []TaskLink {
	var best TaskLink
	for _, task := range e.Tasks {
		if s := score[task.ID]; s > best.Weight {
			best = TaskLink{Exam: e.ID, Task: task.ID, Domain: task.Domain, Weight: s}
		}
	}
	if best.Weight == 0 {
		return nil
	}
	return []TaskLink{best}
}

func normalized(list []TaskLink) []TaskLink {
	sum := 0.0
	for _, l := range list {
		sum += l.Weight
	}
	for i := range list {
		list[i].Weight = math.Round(list[i].Weight/sum*1e4) / 1e4
	}
	return list
}

// examTasks returns the tasks of a concept, or those of its parents at half weight.
func examTasks(t *taxonomy.Taxonomy, exam, concept string) ([]string, float64) {
	if ids := t.ExamTasks(exam, concept); len(ids) > 0 {
		return ids, 1
	}
	c, ok := t.Concept(concept)
	if !ok {
		return nil, 0
	}
	var ids []string
	for _, p := range c.Parents {
		ids = append(ids, t.ExamTasks(exam, p)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), inherited
}
