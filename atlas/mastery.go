package atlas

import (
	"context"
	"errors"
	"slices"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
	"mlatlas/study"
	"mlatlas/taxonomy"
)

// learned is what the answers of the learner say.
type learned struct {
	model      *study.Model
	confusions *study.Confusions
	answers    int // the learner's, in all
	exam       *taxonomy.Exam
}

// readSingly is how many answered questions are read one by one rather than in one pass over the bank.
const readSingly = 500

// learned replays the answers of the learner, with the questions' difficulty from those of all. nil: there are none.
func (a *Atlas) learned(ctx context.Context, exam string) (*learned, error) {
	e, ok := a.taxonomy.Exam(exam)
	if !ok {
		return nil, ErrNoExam
	}
	if _, n, err := a.answered(ctx); err != nil || n == 0 {
		return nil, err
	}
	s, err := a.answers()
	if err != nil {
		return nil, err
	}
	own, others, err := a.attempts(ctx, s)
	if err != nil {
		return nil, err
	}
	questions, err := a.questionsOf(ctx, append(slices.Clone(own), others...))
	if err != nil {
		return nil, err
	}
	l := &learned{model: study.NewModel(a.taxonomy, e), confusions: study.NewConfusions(), answers: len(own), exam: e}
	if len(others) > 0 {
		l.model.Pool(itemsOf(others, questions), a.Learner())
	}
	for _, at := range own {
		if q := questions[at.Question]; q != nil {
			l.model.Observe(q, at)
			l.confusions.Observe(q, at)
		}
	}
	l.model.Advance(a.options.Now())
	return l, nil
}

// ErrNoExam says that the taxonomy has no such exam.
var ErrNoExam = errors.New("the exam is not in the taxonomy")

// attempts returns the learner's answers and those of the others, in order of time.
func (a *Atlas) attempts(ctx context.Context, s *study.Store) (own, others []study.Attempt, err error) {
	learners, err := s.Learners(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range learners {
		for at, err := range s.All(ctx, name) {
			switch {
			case err != nil:
				return nil, nil, err
			case name == a.Learner():
				own = append(own, at)
			default:
				others = append(others, at)
			}
		}
	}
	return own, others, nil
}

func itemsOf(attempts []study.Attempt, questions map[string]*bank.Question) *study.Items {
	items := study.NewItems()
	for _, at := range attempts {
		if q := questions[at.Question]; q != nil {
			items.Observe(q, at)
		}
	}
	return items
}

// questionsOf reads the questions that were answered, without those that the bank no longer has.
func (a *Atlas) questionsOf(ctx context.Context, attempts []study.Attempt) (map[string]*bank.Question, error) {
	s, err := a.fresh(ctx)
	if err != nil {
		return nil, err
	}
	questions := map[string]*bank.Question{}
	for _, at := range attempts {
		questions[at.Question] = nil
	}
	if len(questions) > readSingly {
		for q, err := range s.All(ctx) {
			if err != nil {
				return nil, err
			}
			if _, asked := questions[q.ID]; asked {
				questions[q.ID] = q
			}
		}
		return questions, nil
	}
	for id := range questions {
		q, err := s.Get(ctx, id)
		if err != nil && !errors.Is(err, bank.ErrNotFound) {
			return nil, err
		}
		questions[id] = q
	}
	return questions, nil
}

// learnerAreas lists the areas that the learner has not mastered: domains and tasks that are weak, and the weak concepts of
// the blueprint. The impact of an area is how many questions of the exam stand on what is missing to the target: the scored
// questions, times its share of the blueprint, times the distance of the estimate from the target.
func (a *Atlas) learnerAreas(l *learned) []WeakArea {
	var areas []WeakArea
	add := func(kind, id, name string, share float64, e study.Estimate) {
		if e.State != study.Weak {
			return
		}
		area := WeakArea{Kind: kind, ID: id, Name: name, Why: "learner", State: e.State, Attempts: e.Answers, Mastery: &e.Mean, Low: &e.Low,
			High: &e.High, AnswersToDecide: &e.ToDecide, Uncovered: []string{}, Impact: float64(l.exam.Scored) * share * max(0, study.DefaultTarget-e.Mean)}
		areas = append(areas, area)
	}
	tasks := map[string]int{}
	for _, t := range l.exam.Tasks {
		tasks[t.Domain]++
	}
	concepts := map[string][]string{} // by task
	for _, c := range a.taxonomy.Concepts() {
		for _, t := range a.taxonomy.ExamTasks(l.exam.ID, c.ID) {
			concepts[t] = append(concepts[t], c.ID)
		}
	}
	shares := map[string]float64{} // of concepts
	for _, d := range l.exam.Domains {
		add("domain", d.ID, d.Name, d.Weight/100, l.model.Domain(d.ID))
		for _, t := range l.exam.Tasks {
			if t.Domain != d.ID {
				continue
			}
			share := d.Weight / 100 / float64(tasks[d.ID])
			add("task", t.ID, t.Name, share, l.model.Task(t.ID))
			for _, c := range concepts[t.ID] {
				shares[c] += share / float64(len(concepts[t.ID]))
			}
		}
	}
	for _, c := range a.taxonomy.Concepts() {
		if shares[c.ID] > 0 {
			add("concept", c.ID, c.Name, shares[c.ID], l.model.Concept(c.ID))
		}
	}
	return areas
}

func seen(l *learned, question string) int {
	if l.model.Seen(question) {
		return 1
	}
	return 0
}

// readiness is the chance of passing as a view; nil until there is evidence.
func (a *Atlas) readiness(l *learned) *Readiness {
	r := l.model.Readiness(readinessSeed)
	if r == nil {
		return nil
	}
	v := &Readiness{PassProbability: r.Chance, Low: r.Low, High: r.High}
	if r.Lever.ID != "" {
		v.BiggestLever = r.Lever.Kind + " " + r.Lever.ID
		v.LeverGain = r.Lever.Gain
	}
	return v
}

// readinessSeed fixes the draws, so that the same answers give the same chance.
const readinessSeed = 1

// MixedUp is a pair of concepts that the learner takes for each other.
type MixedUp struct {
	Concepts  [2]string `json:"concepts"`
	Names     [2]string `json:"names"`
	Taken     int       `json:"taken"` // wrong answers that took the one for the other
	Could     int       `json:"could"` // wrong answers that could have
	Sure      bool      `json:"sure"`  // chance does not explain it
	Questions []string  `json:"questions"`
}

// fewMixed is how often a pair must have been taken for each other to be listed at all.
const fewMixed = 2

func (a *Atlas) mixedUp(l *learned) []MixedUp {
	list := []MixedUp{}
	for _, p := range l.confusions.Pairs() {
		if !p.Sure && p.Taken < fewMixed {
			continue
		}
		m := MixedUp{Concepts: p.Concepts, Taken: p.Taken, Could: p.Could, Sure: p.Sure, Questions: nonNil(p.Questions)}
		for i, id := range p.Concepts {
			if c, ok := a.taxonomy.Concept(id); ok {
				m.Names[i] = c.Name
			}
		}
		list = append(list, m)
	}
	return list
}

// ColorMastery is the MapRequest.Color that shows what the learner has mastered.
const ColorMastery = "mastery"

// MixedUpWith is the Kind of an edge between two concepts that the learner takes for each other.
const MixedUpWith = "mixed-up-with"

// masterySteps are the values that colour a map, by the state of a concept; a concept without answers has 0.
var masterySteps = map[string]float64{study.Weak: 0.2, study.Unknown: 0.5, study.Ok: 0.8, study.Strong: 1}

// paintMastery gives every concept of a map its state, and joins those that the learner mixes up.
func (a *Atlas) paintMastery(ctx context.Context, m *graph.Map, exam string) error {
	l, err := a.learned(ctx, exam)
	if err != nil {
		return err
	}
	if l == nil {
		return a.noAnswers(ctx, a.Learner())
	}
	drawn := map[string]bool{}
	for i := range m.Nodes {
		n := &m.Nodes[i]
		drawn[n.ID] = true
		if e := l.model.Concept(n.ID); e.Answers > 0 {
			n.Value = masterySteps[e.State]
		}
	}
	for _, p := range a.mixedUp(l) {
		if drawn[p.Concepts[0]] && drawn[p.Concepts[1]] {
			m.Edges = append(m.Edges, graph.MapEdge{From: p.Concepts[0], To: p.Concepts[1], Kind: MixedUpWith, Weight: 1, Questions: len(p.Questions)})
		}
	}
	return nil
}

// answersForWeak is how many answers it takes to say that nothing is weak.
const answersForWeak = 20

// weakQuestions finds the questions about what the learner is weak in.
func (a *Atlas) weakQuestions(ctx context.Context, exam string) (index.Members, error) {
	l, err := a.learned(ctx, exam)
	if err != nil || l == nil {
		return index.Members{}, errors.Join(err, ErrNoEstimate)
	}
	var weak []index.Node
	for _, c := range a.taxonomy.Concepts() {
		if l.model.Concept(c.ID).State == study.Weak {
			weak = append(weak, index.Term{Field: "concept", Text: c.ID, Quoted: true})
		}
	}
	m := index.Members{}
	switch {
	case len(weak) == 0 && l.answers < answersForWeak:
		return m, ErrNoEstimate
	case len(weak) == 0:
		return m, nil
	}
	x, err := a.searchable(ctx)
	if err != nil {
		return m, err
	}
	for h, err := range x.All(ctx, index.Request{Query: index.Or{Nodes: weak}}) {
		if err != nil {
			return m, err
		}
		m.IDs = append(m.IDs, h.ID)
	}
	slices.Sort(m.IDs)
	return m, nil
}
