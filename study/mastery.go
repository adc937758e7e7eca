package study

import (
	"math"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// The prior, in logits: what is known of somebody who has not answered yet. The learner stands at 0.4 with a standard
// deviation of 1 (95 % of candidates know between 20 and 89 % of the questions, the middle one 59 %); domains differ from
// the learner by 0.45, tasks from their domain by 0.3 and concepts from their task by 0.7. Only their order of size
// matters: on simulated learners who are made otherwise the intervals are right all the same, as long as what is known of
// a learner says something of a concept (docs/mastery.md).
const (
	priorMean    = 0.4
	learnerScale = 1.0
	domainScale  = 0.45
	taskScale    = 0.3
	conceptScale = 0.7
)

// halfLife is the time in which what is known of a learner loses half its worth, in days: people forget, and learn
// elsewhere.
const halfLife = 365.0

// DefaultTarget is the mastery that counts as enough. It has a margin: 720 of 1000 points are about 72 % right, and with
// four options 63 % known and the rest guessed make that.
const DefaultTarget = 0.72

// Model is what is known of one learner. It is fed answers in order of time, and is not safe for concurrent use.
type Model struct {
	Target float64 // mastery that counts as enough; DefaultTarget unless changed

	taxonomy *taxonomy.Taxonomy
	exam     *taxonomy.Exam
	state    *state
	concepts map[string]int      // number of a concept
	shared   map[string]int      // number of a domain or task, "d" or "t" before its ID
	homes    [][]load            // per concept: the domains and tasks that ask for it
	pools    map[string][]member // per task: its concepts, weighted by the bullets that name them
	items    *Items
	learner  string
	memory   *memory
	seen     tally
	day      time.Time // up to which the state has faded
}

// tally counts first answers.
type tally struct {
	all      int
	concepts []int
	shared   []int
}

// NewModel returns the model of a learner who has not answered yet, for one exam; nil stands for none.
func NewModel(t *taxonomy.Taxonomy, exam *taxonomy.Exam) *Model {
	if exam == nil {
		exam = &taxonomy.Exam{}
	}
	m := &Model{Target: DefaultTarget, taxonomy: t, exam: exam, concepts: map[string]int{}, shared: map[string]int{},
		pools: map[string][]member{}, memory: newMemory()}
	prior := []float64{learnerScale * learnerScale}
	for _, d := range exam.Domains {
		m.shared["d"+d.ID] = len(prior)
		prior = append(prior, domainScale*domainScale)
	}
	for _, task := range exam.Tasks {
		m.shared["t"+task.ID] = len(prior)
		prior = append(prior, taskScale*taskScale)
	}
	for i, c := range t.Concepts() {
		m.concepts[c.ID] = i
	}
	m.state = newState(prior, len(m.concepts), conceptScale*conceptScale)
	m.seen = tally{concepts: make([]int, len(m.concepts)), shared: make([]int, len(prior))}
	m.settle()
	return m
}

// settle finds where the exam asks for each concept.
func (m *Model) settle() {
	m.homes = make([][]load, len(m.concepts))
	for i, c := range m.taxonomy.Concepts() {
		tasks := m.taxonomy.ExamTasks(m.exam.ID, c.ID)
		for _, task := range tasks {
			if c.Linkable() {
				m.pools[task] = append(m.pools[task], member{concept: i, weight: m.bullets(task, c.ID)})
			}
		}
		for _, above := range m.taxonomy.Ancestors(c.ID) {
			if len(tasks) == 0 {
				tasks = m.taxonomy.ExamTasks(m.exam.ID, above)
			}
		}
		for _, task := range tasks {
			m.homes[i] = m.within(m.homes[i], task, 1/float64(len(tasks)))
		}
	}
}

// bullets counts the lines of the blueprint that name a concept in a task; one that is only listed for it counts as one.
func (m *Model) bullets(task, concept string) float64 {
	n := 0.0
	t, ok := m.exam.Task(task)
	if !ok {
		return 1
	}
	for _, b := range t.Bullets {
		for _, id := range b.Concepts {
			if id == concept {
				n++
			}
		}
	}
	return max(n, 1)
}

// within adds the effects of a task and its domain.
func (m *Model) within(loads []load, task string, weight float64) []load {
	t, ok := m.exam.Task(task)
	if !ok {
		return loads
	}
	loads = append(loads, load{m.shared["t"+task], weight})
	if d, ok := m.shared["d"+t.Domain]; ok {
		loads = append(loads, load{d, weight})
	}
	return loads
}

// Pool lets the answers of other learners say how hard questions are. Those of the learner named are left out, since they
// would count twice.
func (m *Model) Pool(items *Items, learner string) { m.items, m.learner = items, learner }

// Observe takes in an answer. The first sight of a question says something of its concepts; a later one only of the memory
// for this question, since to remember an item is not to know what it is about. A skipped question counts as not known.
func (m *Model) Observe(q *bank.Question, a Attempt) {
	if !a.At.IsZero() {
		m.Advance(a.At)
	}
	if !m.memory.seen(q.ID) {
		l := m.question(q)
		w := m.state.view(l)
		i := m.item(q)
		i.Logit -= priorMean // the state counts from the prior mean
		m.state.move(l, w, i.after(w.gauss, a.Correct))
		m.state.teach(l)
		m.count(l)
	}
	m.memory.answer(q.ID, a.Correct, a.At)
}

func (m *Model) count(l loading) {
	m.seen.all++
	for _, x := range l.shared {
		if x.at > 0 {
			m.seen.shared[x.at]++
		}
	}
	for _, x := range l.concepts {
		m.seen.concepts[x.at]++
	}
}

// Advance moves the clock: every whole week that has passed makes what is known a little less certain. Observe does it
// too; a caller who asks for estimates long after the last answer should.
func (m *Model) Advance(now time.Time) {
	if m.day.IsZero() {
		m.day = now
	}
	weeks := math.Floor(now.Sub(m.day).Hours() / (7 * 24))
	if weeks < 1 {
		return
	}
	m.state.fade(math.Exp2(-7 * weeks / halfLife))
	m.day = m.day.Add(time.Duration(weeks) * 7 * 24 * time.Hour)
}

// item is the question as the model sees it.
func (m *Model) item(q *bank.Question) item {
	if m.items != nil {
		return item{Guess(q), m.items.Difficulty(q, m.learner)}
	}
	return item{Guess(q), LabelledDifficulty(q)}
}

// question is the ability that a question asks for: the learner's, in its tasks and domains, for its concepts by weight.
// A question without a task of the exam stands where its concepts do.
func (m *Model) question(q *bank.Question) loading {
	l := loading{shared: []load{{0, 1}}}
	for _, t := range q.Tasks {
		if t.Exam == m.exam.ID {
			l.shared = m.within(l.shared, t.Task, t.Weight)
		}
	}
	homeless := len(l.shared) == 1
	for _, link := range q.Links {
		c, ok := m.concepts[link.Concept]
		if !ok || link.Weight <= 0 || link.Role == bank.RoleDistractor {
			continue
		}
		l.concepts = append(l.concepts, load{c, link.Weight})
		for _, home := range m.homes[c] {
			if homeless {
				l.shared = append(l.shared, load{home.at, home.factor * link.Weight})
			}
		}
	}
	return l
}

// ability is the distribution of what a loading stands for, on the scale of question difficulty.
func (m *Model) ability(l loading) gauss {
	g := m.state.view(l).gauss
	g.mean += priorMean
	return g
}

// Seen reports whether the learner has answered a question.
func (m *Model) Seen(question string) bool { return m.memory.seen(question) }

// Chance is the chance that the learner answers a question right at a time, guessing included: from the mastery of its
// concepts at first sight, from memory afterwards.
func (m *Model) Chance(q *bank.Question, now time.Time) float64 {
	i := m.item(q)
	if m.memory.seen(q.ID) {
		return i.guess + (1-i.guess)*m.Recall(q.ID, now)
	}
	return i.chance(m.ability(m.question(q)))
}
