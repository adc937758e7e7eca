package graph

import (
	"cmp"
	"slices"
	"strings"

	"mlatlas/taxonomy"
)

// Thin is an area of an exam for which the bank has few questions or none.
type Thin struct {
	Kind      string   `json:"kind"` // domain, task or concept
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	State     string   `json:"state"`     // StateWeak, or StateUnknown while too few questions are linked to tell
	Questions float64  `json:"questions"` // by weight for domains and tasks; for a concept those about it, or about the best one below it
	Share     float64  `json:"share"`     // of the linked questions
	Expected  float64  `json:"expected"`  // questions that the blueprint asks for in a bank of this size
	Low       float64  `json:"low"`       // 95 % interval of Share
	High      float64  `json:"high"`
	Impact    float64  `json:"impact"`    // questions of the real exam that the bank leaves unprepared
	Bullets   int      `json:"bullets"`   // of the blueprint: in the domain or task, or that name the concept
	Tasks     []string `json:"tasks"`     // of the exam: in the domain, or that ask for the concept
	Concepts  int      `json:"concepts"`  // that the blueprint names in the area
	Uncovered []string `json:"uncovered"` // of them, those that no question is about
}

// The states of a thin area.
const (
	StateWeak    = "weak"
	StateUnknown = "unknown"
)

// The lists of thin concepts are cut where they stop to be useful: the writer of a bank acts on some, not on two
// hundred. Of one task at most conceptsPerTask are listed, of all at most thinConcepts.
const (
	thinConcepts    = 20
	conceptsPerTask = 4
)

// ThinAreas returns the domains, tasks and concepts of an exam for which the bank has too few questions, those with the
// greatest impact first; of equals the larger kind, then by ID. The error wraps ErrUnknown.
//
// A domain is thin when Coverage finds it under its weight, and unknown when that can't be told. A task is thin when its
// share lies under what its bullets ask for, when it has no question, or when no question is about half of its concepts
// or more. A concept is thin when no question is about it or about anything below it.
//
// Impact counts questions of a real exam, of which Scored count. A concept stands for its part of them (see blueprint),
// and n questions about it leave 1/(n+1) of that part unprepared: all without a question, half with one, a tenth with
// nine. Tasks and domains add up their concepts. Where the share of an area is shown to be low, the impact is at least the
// missing part of what is expected.
func (g *Graph) ThinAreas(exam string) ([]Thin, error) {
	e, err := g.exam(exam)
	if err != nil {
		return nil, err
	}
	a := &assessor{g: g, b: g.blueprint(e), counts: g.c.Exam(e.ID), scored: float64(e.Scored)}
	a.below = g.countBelow()
	out := []Thin{}
	for _, d := range e.Domains {
		area, thin := a.domain(d)
		if thin {
			out = append(out, area)
		}
	}
	for _, t := range e.Tasks {
		if area, thin := a.task(t); thin {
			out = append(out, area)
		}
	}
	out = append(out, a.concepts()...)
	kinds := []string{"domain", "task", "concept"}
	slices.SortStableFunc(out, func(x, y Thin) int {
		return cmp.Or(cmp.Compare(y.Impact, x.Impact), cmp.Compare(slices.Index(kinds, x.Kind), slices.Index(kinds, y.Kind)), strings.Compare(x.ID, y.ID))
	})
	return out, nil
}

// assessor weighs the areas of one exam.
type assessor struct {
	g      *Graph
	b      *blueprint
	counts ExamCount
	scored float64
	below  map[string]belowCount
}

// belowCount is what the questions say of a concept and everything below it.
type belowCount struct {
	about int // the highest count among them, which is the least that can be about any
	mass  Weight
}

func (g *Graph) countBelow() map[string]belowCount {
	below := map[string]belowCount{}
	for _, n := range g.c.Concepts {
		for _, id := range append([]string{n.ID}, g.t.Ancestors(n.ID)...) {
			sum := below[id]
			below[id] = belowCount{max(sum.about, n.About), sum.mass + n.Mass}
		}
	}
	return below
}

// unprepared is the part of an area's exam questions that n questions of the bank leave unprepared.
func unprepared(n float64) float64 { return 1 / (n + 1) }

// taskGap is the share of the exam that the bank leaves unprepared in a task.
func (a *assessor) taskGap(t taxonomy.Task) float64 {
	gap := a.b.bare[t.ID] * unprepared(a.counts.Task(t.ID).Weight.Float())
	for _, bullet := range t.Bullets {
		ids := slices.DeleteFunc(slices.Clone(bullet.Concepts), func(id string) bool { return !a.g.linkable(id) })
		slices.Sort(ids)
		ids = slices.Compact(ids)
		for _, id := range ids {
			each := a.b.tasks[t.ID] / float64(len(t.Bullets)) / float64(len(ids))
			gap += each * unprepared(float64(a.below[id].about))
		}
	}
	return gap
}

// measure fills the numbers of a domain or task that got weight of the linked questions and is asked for by asked of the
// exam.
func (a *assessor) measure(area *Thin, weight, asked, gap float64) (state string) {
	n := a.counts.Linked
	low, high := Wilson(weight, n)
	state = verdict(low, high, asked, n)
	if expected := asked * float64(n); state == Under && expected > 0 {
		gap = max(gap, asked*(1-weight/expected))
	}
	area.Questions, area.Share, area.Expected = round(weight), share(weight, n), round(asked*float64(n))
	area.Low, area.High, area.Impact = round(low), round(high), round(gap*a.scored)
	return state
}

func (a *assessor) domain(d taxonomy.Domain) (Thin, bool) {
	area := Thin{Kind: "domain", ID: d.ID, Name: d.Name, State: StateWeak, Tasks: []string{}}
	var named []string
	var weight, gap float64
	for _, t := range a.b.domainTasks(d.ID) {
		weight += a.counts.Task(t.ID).Weight.Float()
		gap += a.taskGap(t)
		area.Tasks = append(area.Tasks, t.ID)
		area.Bullets += len(t.Bullets)
		named = append(named, a.b.named[t.ID]...)
	}
	a.name(&area, named)
	state := a.measure(&area, weight, d.Weight/100, gap)
	if state == Unknown {
		area.State = StateUnknown
	}
	return area, state == Under || state == Unknown
}

func (a *assessor) task(t taxonomy.Task) (Thin, bool) {
	area := Thin{Kind: "task", ID: t.ID, Name: t.Name, State: StateWeak, Bullets: len(t.Bullets), Tasks: []string{t.ID}}
	a.name(&area, a.b.named[t.ID])
	weight := a.counts.Task(t.ID).Weight
	state := a.measure(&area, weight.Float(), a.b.tasks[t.ID], a.taskGap(t))
	if a.counts.Linked < leastLinked {
		area.State = StateUnknown
	}
	halfMissing := area.Concepts > 0 && 2*len(area.Uncovered) >= area.Concepts
	return area, state == Under || weight == 0 || halfMissing
}

// name fills the concepts of an area.
func (a *assessor) name(area *Thin, ids []string) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	area.Concepts, area.Uncovered = len(ids), []string{}
	for _, id := range ids {
		if a.g.c.Concept(id).About == 0 {
			area.Uncovered = append(area.Uncovered, id)
		}
	}
}

// concepts returns the thin concepts with the greatest impact.
func (a *assessor) concepts() []Thin {
	var all []Thin
	for id, asked := range a.b.concepts {
		if a.below[id].about > 0 {
			continue
		}
		low, high := Wilson(0, a.counts.Linked)
		area := Thin{
			Kind: "concept", ID: id, Name: a.g.name(id), State: StateWeak, Bullets: a.b.bullets[id],
			Expected: round(asked * float64(a.counts.Linked)), Low: round(low), High: round(high),
			Impact: round(asked * a.scored), Tasks: a.askedBy(id), Concepts: 1, Uncovered: []string{id},
		}
		if a.counts.Linked < leastLinked {
			area.State = StateUnknown
		}
		all = append(all, area)
	}
	slices.SortFunc(all, func(x, y Thin) int { return cmp.Or(cmp.Compare(y.Impact, x.Impact), strings.Compare(x.ID, y.ID)) })
	var out []Thin
	taken := map[string]int{}
	for _, area := range all {
		if len(out) == thinConcepts {
			break
		}
		if first := area.Tasks[0]; taken[first] < conceptsPerTask {
			taken[first]++
			out = append(out, area)
		}
	}
	return out
}

// askedBy returns the tasks whose bullets name a concept, in order.
func (a *assessor) askedBy(id string) []string {
	var tasks []string
	for _, t := range a.b.exam.Tasks {
		if _, found := slices.BinarySearch(a.b.named[t.ID], id); found {
			tasks = append(tasks, t.ID)
		}
	}
	slices.Sort(tasks)
	return tasks
}
