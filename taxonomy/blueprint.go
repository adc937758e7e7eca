package taxonomy

import (
	"slices"
	"strings"
)

// Exams returns the blueprints, sorted by ID.
func (t *Taxonomy) Exams() []*Exam { return t.exams }

// Exam returns a blueprint by its ID, without regard to case.
func (t *Taxonomy) Exam(id string) (*Exam, bool) {
	for _, e := range t.exams {
		if strings.EqualFold(e.ID, id) {
			return e, true
		}
	}
	return nil, false
}

// NearestExams returns the IDs of the n exams whose IDs come closest to id.
func (t *Taxonomy) NearestExams(id string, n int) []string {
	var ids []string
	for _, e := range t.exams {
		ids = append(ids, e.ID)
	}
	return NearestWords(id, ids, n)
}

// Task returns a task by its ID.
func (e *Exam) Task(id string) (*Task, bool) {
	for i := range e.Tasks {
		if e.Tasks[i].ID == id {
			return &e.Tasks[i], true
		}
	}
	return nil, false
}

// Domain returns a domain by its ID.
func (e *Exam) Domain(id string) (*Domain, bool) {
	for i := range e.Domains {
		if e.Domains[i].ID == id {
			return &e.Domains[i], true
		}
	}
	return nil, false
}

// Ended reports whether the exam can no longer be taken in English on a day given as 2006-01-02.
func (e *Exam) Ended(day string) bool { return e.Until != "" && day > e.Until }

// ExamTasks returns the IDs of the tasks of an exam that ask for a concept: those with a bullet that names it and, for
// MLA-C01 and the exams that continue its tasks, those that the concept itself lists. Sorted; empty if there are none.
func (t *Taxonomy) ExamTasks(exam, concept string) []string { return t.examTasks[exam][concept] }

// ownTasksExam is the exam that the tasks listed at a concept belong to.
const ownTasksExam = "mla-c01"

func (t *Taxonomy) indexExamTasks() {
	t.examTasks = make(map[string]map[string][]string, len(t.exams))
	for _, e := range t.exams {
		tasks := map[string][]string{}
		for _, task := range e.Tasks {
			for _, b := range task.Bullets {
				for _, id := range b.Concepts {
					tasks[id] = append(tasks[id], task.ID)
				}
			}
		}
		if e.ID == ownTasksExam || e.Predecessor == ownTasksExam {
			t.addOwnTasks(e, tasks)
		}
		for id, list := range tasks {
			slices.Sort(list)
			tasks[id] = slices.Compact(list)
		}
		t.examTasks[e.ID] = tasks
	}
}

// addOwnTasks adds the tasks that concepts list, carried over to the task that continues each in a successor.
func (t *Taxonomy) addOwnTasks(e *Exam, tasks map[string][]string) {
	carried := map[string]string{}
	for _, task := range e.Tasks {
		from := task.ID
		if e.ID != ownTasksExam {
			from = task.From
		}
		carried[from] = task.ID
	}
	for _, c := range t.concepts {
		if slices.Contains(c.RemovedIn, e.ID) {
			continue
		}
		for _, own := range c.Tasks {
			if task, ok := carried[own]; ok {
				tasks[c.ID] = append(tasks[c.ID], task)
			}
		}
	}
}
