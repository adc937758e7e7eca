package atlas

import (
	"context"
	"errors"
	"slices"
	"time"

	"mlatlas/bank"
	"mlatlas/study"
	"mlatlas/taxonomy"
)

// PracticeRequest says what the learner of the atlas wants to be asked.
type PracticeRequest struct {
	Mode  string // study.ModeLearn, ModeMock or ModeReview
	Exam  string
	Query string // only questions that it finds
	N     int    // at most so many; 0: all of a mock exam, usualQuestions in the other modes
	Seed  uint64
}

const usualQuestions = 10

// minutesEach is the time for a question where the blueprint names none: two minutes, as in the exams that name it.
const minutesEach = 2

// Practice is a sitting with the store that keeps its answers. Close it after use.
type Practice struct {
	*study.Sitting
	Gone []string // of a mock that is continued: questions that the atlas does not hold any more

	store *study.Store
}

// Close releases the store of answers.
func (p *Practice) Close() error { return p.store.Close() }

// ErrNothingMissed says that there is nothing to review.
var ErrNothingMissed = errors.New("nothing was answered wrong the last time")

// ErrNothingToAsk says that none of the questions can be asked: they have no key, or are essays.
var ErrNothingToAsk = errors.New("no question that can be asked has a key")

// Practice makes a sitting ready. ErrEmpty, ErrNoHits, ErrNothingMissed and ErrNothingToAsk say why there is none.
func (a *Atlas) Practice(ctx context.Context, r PracticeRequest) (*Practice, error) {
	exam, ok := a.taxonomy.Exam(r.Exam)
	if !ok {
		return nil, ErrNoExam
	}
	candidates, err := a.candidates(ctx, r)
	if err != nil {
		return nil, err
	}
	store, err := a.OpenAnswers()
	if err != nil {
		return nil, err
	}
	p := &Practice{Sitting: a.sitting(ctx, store, r), store: store}
	switch r.Mode {
	case study.ModeMock:
		err = a.beginMock(ctx, p, exam, candidates, r)
	case study.ModeReview:
		err = a.beginReview(ctx, p, candidates)
	default:
		err = a.beginLearning(ctx, p, exam, candidates)
	}
	if err != nil {
		store.Close()
		return nil, err
	}
	return p, nil
}

// candidates reads the questions that could be asked, without keeping their texts.
func (a *Atlas) candidates(ctx context.Context, r PracticeRequest) ([]study.Candidate, error) {
	questions, err := a.Matching(ctx, r.Query, r.Exam)
	if err != nil {
		return nil, err
	}
	var list []study.Candidate
	found := 0
	for q, err := range questions {
		if err != nil {
			return nil, err
		}
		found++
		if c, ok := study.NewCandidate(q, r.Exam); ok {
			list = append(list, c)
		}
	}
	switch {
	case found == 0:
		return nil, ErrNoHits
	case len(list) == 0:
		return nil, ErrNothingToAsk
	}
	return list, nil
}

func (a *Atlas) sitting(ctx context.Context, store *study.Store, r PracticeRequest) *study.Sitting {
	s := &study.Sitting{Mode: r.Mode, Learner: a.Learner(), Exam: r.Exam, Seed: r.Seed, N: r.N, Now: a.options.Now}
	if s.N == 0 {
		s.N = usualQuestions
	}
	// Answers are kept even when the program is being interrupted.
	kept := context.WithoutCancel(ctx)
	s.Keep = func(attempts ...study.Attempt) error {
		_, err := store.Add(kept, attempts...)
		return err
	}
	s.Mark = func(question string, on bool) error { return store.Flag(kept, s.Learner, question, on) }
	return s
}

// inOrder asks candidates one after the other. What has left the atlas meanwhile is passed over.
func (a *Atlas) inOrder(ctx context.Context, candidates []study.Candidate, reason string) func([]*study.Turn) (*bank.Question, string, error) {
	return func([]*study.Turn) (*bank.Question, string, error) {
		for len(candidates) > 0 {
			id := candidates[0].ID
			candidates = candidates[1:]
			q, err := a.store.Get(ctx, id)
			if errors.Is(err, bank.ErrNotFound) {
				continue
			}
			return q, reason, err
		}
		return nil, "", nil
	}
}

// beginLearning has the model of the learner choose each question by all answers so far, those of this sitting among them.
func (a *Atlas) beginLearning(ctx context.Context, p *Practice, exam *taxonomy.Exam, candidates []study.Candidate) error {
	l := &learning{model: study.NewModel(a.taxonomy, exam), copies: study.Copies(candidates), now: a.options.Now, seed: p.Seed}
	known, err := a.learned(ctx, exam.ID)
	if err != nil {
		return err
	}
	if known != nil {
		l.model = known.model
	}
	answers := map[string]int{}
	for attempt, err := range p.store.All(ctx, p.Learner) {
		if err != nil {
			return err
		}
		answers[attempt.Question]++
	}
	for _, c := range study.Shortlist(candidates, answers, l.model.Due, a.options.Now(), p.Seed) {
		q, err := a.store.Get(ctx, c.ID)
		if errors.Is(err, bank.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		l.open = append(l.open, q)
	}
	p.N = min(p.N, len(l.open))
	p.Next = l.next
	return p.begin(ctx)
}

// learning chooses the questions of a sitting.
type learning struct {
	model  *study.Model
	open   []*bank.Question
	copies map[string][]string
	seen   int // turns that the model was told of
	now    func() time.Time
	seed   uint64
}

func (l *learning) next(asked []*study.Turn) (*bank.Question, string, error) {
	var recent []*bank.Question
	for _, t := range asked[l.seen:] {
		if t.Final {
			l.model.Observe(t.Question, t.Attempt())
		}
	}
	l.seen = len(asked)
	for i := len(asked) - 1; i >= 0 && len(recent) < 2; i-- {
		recent = append(recent, asked[i].Question)
	}
	next := l.model.Next(study.Choice{Candidates: l.open, Recent: recent, Copies: l.copies, Now: l.now(), Seed: l.seed + uint64(len(asked))})
	if next == nil {
		return nil, "", nil
	}
	l.open = slices.DeleteFunc(l.open, func(q *bank.Question) bool { return q.ID == next.Question.ID })
	return next.Question, next.Reason, nil
}

func (a *Atlas) beginReview(ctx context.Context, p *Practice, candidates []study.Candidate) error {
	last, err := p.store.Answered(ctx, p.Learner)
	if err != nil {
		return err
	}
	missed := study.Missed(candidates, last)
	switch {
	case len(last) == 0:
		return a.noAnswers(ctx, p.Learner)
	case len(missed) == 0:
		return ErrNothingMissed
	}
	p.N = min(p.N, len(missed))
	p.Next = a.inOrder(ctx, missed, "it was answered wrong the last time")
	return p.begin(ctx)
}

// begin shows the first question, with the flags that the learner has set before.
func (p *Practice) begin(ctx context.Context) error {
	flagged, err := p.store.Flagged(ctx, p.Learner)
	if err != nil {
		return err
	}
	for _, t := range p.Turns {
		t.Flagged = flagged[t.ID]
	}
	p.Flagged = func(question string) bool { return flagged[question] }
	return p.Begin()
}

// beginMock draws the questions of a mock exam and keeps it, so that it can be continued from its first question on.
func (a *Atlas) beginMock(ctx context.Context, p *Practice, exam *taxonomy.Exam, candidates []study.Candidate, r PracticeRequest) error {
	whole := exam.Scored + exam.Unscored
	n := r.N
	if n == 0 {
		n = whole
	}
	m := &study.Mock{Learner: p.Learner, Exam: exam.ID, Seed: r.Seed, Began: a.options.Now().UTC()}
	for _, c := range study.Draw(exam, candidates, n, r.Seed) {
		m.Questions = append(m.Questions, c.ID)
	}
	m.Limit = examTime(exam, len(m.Questions))
	return a.sitMock(ctx, p, m)
}

// examTime is the exam's time for n of its questions.
func examTime(exam *taxonomy.Exam, n int) time.Duration {
	whole := exam.Scored + exam.Unscored
	if exam.Minutes == 0 || whole == 0 {
		return time.Duration(n*minutesEach) * time.Minute
	}
	return (time.Duration(exam.Minutes) * time.Minute * time.Duration(n) / time.Duration(whole)).Round(time.Second)
}

// sitMock lays the questions of a mock out and restores what was answered.
func (a *Atlas) sitMock(ctx context.Context, p *Practice, m *study.Mock) error {
	kept := m.Turns
	m.Turns = nil
	var questions []string
	for i, id := range m.Questions {
		q, err := a.store.Get(ctx, id)
		if errors.Is(err, bank.ErrNotFound) {
			p.Gone = append(p.Gone, id)
			continue
		}
		if err != nil {
			return err
		}
		questions = append(questions, id)
		p.Turns = append(p.Turns, &study.Turn{Shown: study.Show(q, m.Seed)})
		if i < len(kept) {
			m.Turns = append(m.Turns, kept[i])
		}
	}
	m.Questions = questions
	p.Seed, p.Limit, p.N, p.Exam = m.Seed, m.Limit, len(questions), m.Exam
	m.Restore(p.Sitting)
	at := p.At
	state := context.WithoutCancel(ctx)
	p.Save = func(s *study.Sitting) error {
		m.Record(s)
		return p.store.SaveMock(state, m, !s.Over)
	}
	if err := p.begin(ctx); err != nil {
		return err
	}
	p.At = at
	return p.Save(p.Sitting)
}

// UnfinishedMock returns the mock exam that the learner has begun and not handed in; nil if there is none.
func (a *Atlas) UnfinishedMock(ctx context.Context) (*study.Mock, error) {
	s, err := a.answers()
	if errors.Is(err, ErrNoAnswers) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.OpenMock(ctx, a.Learner())
}

// ContinueMock takes a mock exam up where it was left.
func (a *Atlas) ContinueMock(ctx context.Context, m *study.Mock) (*Practice, error) {
	if _, err := a.fresh(ctx); err != nil {
		return nil, err
	}
	store, err := a.OpenAnswers()
	if err != nil {
		return nil, err
	}
	p := &Practice{Sitting: a.sitting(ctx, store, PracticeRequest{Mode: study.ModeMock, Exam: m.Exam, N: len(m.Questions), Seed: m.Seed}), store: store}
	if err := a.sitMock(ctx, p, m); err != nil {
		store.Close()
		return nil, err
	}
	return p, nil
}

// OptionConcepts names the concepts that an option of a question is about, by its author's label.
func (a *Atlas) OptionConcepts(q *bank.Question, label string) []ConceptName {
	names := []ConceptName{}
	for _, l := range q.Links {
		for _, m := range l.Mentions {
			if m.Option == label && (m.Zone == bank.ZoneKey || m.Zone == bank.ZoneWrong) {
				names = append(names, a.named(l.Concept))
				break
			}
		}
	}
	return names
}
