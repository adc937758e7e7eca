package atlas

import (
	"context"

	"mlatlas/study"
)

// MasteryView is how well the learner masters each domain and task of an exam.
type MasteryView struct {
	Exam      string        `json:"exam"`
	Learner   string        `json:"learner"`
	Attempts  int           `json:"attempts"`
	Target    float64       `json:"target"`
	Areas     []MasteryArea `json:"areas"` // each domain and below it its tasks
	Readiness *Readiness    `json:"readiness"`
}

// MasteryArea is one domain or task.
type MasteryArea struct {
	Kind     string  `json:"kind"`
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Mean     float64 `json:"mean"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	State    string  `json:"state"`
	Answers  int     `json:"answers"`
	ToDecide int     `json:"to_decide"`
}

// Mastery says how well the learner masters each area of an exam. ErrNoAnswers says that there is nothing to judge by.
func (a *Atlas) Mastery(ctx context.Context, exam string) (*MasteryView, error) {
	l, err := a.learned(ctx, exam)
	if err != nil {
		return nil, err
	}
	if l == nil {
		return nil, a.noAnswers(ctx, a.Learner())
	}
	v := &MasteryView{Exam: exam, Learner: a.Learner(), Attempts: l.answers, Target: study.DefaultTarget, Areas: []MasteryArea{}, Readiness: a.readiness(l)}
	add := func(kind, id, name string, e study.Estimate) {
		v.Areas = append(v.Areas, MasteryArea{kind, id, name, e.Mean, e.Low, e.High, e.State, e.Answers, e.ToDecide})
	}
	for _, d := range l.exam.Domains {
		add("domain", d.ID, d.Name, l.model.Domain(d.ID))
		for _, t := range l.exam.Tasks {
			if t.Domain == d.ID {
				add("task", t.ID, t.Name, l.model.Task(t.ID))
			}
		}
	}
	return v, nil
}
