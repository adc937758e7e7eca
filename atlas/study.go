package atlas

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"mlatlas/index"
	"mlatlas/study"
)

// ErrNoAnswers says that the learner has not answered anything.
var ErrNoAnswers = errors.New("there are no answers yet")

// NoAnswersError is ErrNoAnswers where other learners have some.
type NoAnswersError struct {
	Learner string
	Others  []string // by name
}

// Error says who has none.
func (e *NoAnswersError) Error() string { return fmt.Sprintf("%s has no answers yet", e.Learner) }

// Unwrap makes it an ErrNoAnswers.
func (e *NoAnswersError) Unwrap() error { return ErrNoAnswers }

// ErrNoEstimate says that nothing is known of how well the learner masters what.
var ErrNoEstimate = errors.New("which areas are weak needs more answers than there are")

// Learner returns whose answers are asked.
func (a *Atlas) Learner() string { return study.LearnerName(a.options.Learner) }

// answers opens the store of answers for reading. ErrNoAnswers says that there is none.
func (a *Atlas) answers() (*study.Store, error) {
	if a.study == nil {
		s, err := study.OpenRead(a.path("study.db"))
		if errors.Is(err, study.ErrNone) {
			return nil, ErrNoAnswers
		}
		if err != nil {
			return nil, err
		}
		a.study = s
	}
	return a.study, nil
}

// OpenAnswers opens the store of answers for reading and writing, and makes it if there is none. The caller closes it.
func (a *Atlas) OpenAnswers() (*study.Store, error) { return study.Open(a.path("study.db")) }

// ReadSpan reads a length of time as it stands behind last: in a query: 14d.
func ReadSpan(text string) (time.Duration, bool) { return index.ReadSpan(text) }

// Learners lists who has answered or flagged anything.
func (a *Atlas) Learners(ctx context.Context) ([]string, error) {
	s, err := a.answers()
	if errors.Is(err, ErrNoAnswers) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.Learners(ctx)
}

// noAnswers is the error for a learner without any.
func (a *Atlas) noAnswers(ctx context.Context, learner string) error {
	names, err := a.Learners(ctx)
	others := slices.DeleteFunc(names, func(name string) bool { return name == learner })
	if err != nil || len(others) == 0 {
		return errors.Join(err, ErrNoAnswers)
	}
	return &NoAnswersError{learner, others}
}

// answered returns the learner and how many answers there are; nobody where there are none.
func (a *Atlas) answered(ctx context.Context) (learner string, n int, err error) {
	s, err := a.answers()
	if errors.Is(err, ErrNoAnswers) {
		return "", 0, nil
	}
	if err == nil {
		n, err = s.Count(ctx, a.Learner())
	}
	if err != nil || n == 0 {
		return "", 0, err
	}
	return a.Learner(), n, nil
}

// studied answers the fields is: and last: of a query for the learner.
func (a *Atlas) studied(ctx context.Context, exam string) func(index.State) (index.Members, error) {
	return func(state index.State) (index.Members, error) {
		unseen := state.Is == "unseen"
		s, err := a.answers()
		if unseen && errors.Is(err, ErrNoAnswers) {
			return index.Members{Others: true}, nil
		}
		if err != nil {
			return index.Members{}, err
		}
		last, err := s.Answered(ctx, a.Learner())
		if err != nil {
			return index.Members{}, err
		}
		if state.Is == "flagged" {
			return a.flagged(ctx, s, len(last) > 0)
		}
		if len(last) == 0 && !unseen {
			return index.Members{}, a.noAnswers(ctx, a.Learner())
		}
		if state.Is == "weak" {
			return a.weakQuestions(ctx, exam)
		}
		return a.inState(state, last), nil
	}
}

// inState chooses the questions of a state by the last answers.
func (a *Atlas) inState(state index.State, last map[string]study.Last) index.Members {
	since := a.options.Now().Add(-state.Within)
	m := index.Members{Others: state.Is == "unseen"}
	for id, l := range last {
		if m.Others || state.Is == "missed" && !l.Correct || state.Within > 0 && !l.At.Before(since) {
			m.IDs = append(m.IDs, id)
		}
	}
	slices.Sort(m.IDs)
	return m
}

func (a *Atlas) flagged(ctx context.Context, s *study.Store, answered bool) (index.Members, error) {
	marked, err := s.Flagged(ctx, a.Learner())
	if err != nil {
		return index.Members{}, err
	}
	if len(marked) == 0 && !answered {
		return index.Members{}, a.noAnswers(ctx, a.Learner())
	}
	m := index.Members{}
	for id := range marked {
		m.IDs = append(m.IDs, id)
	}
	slices.Sort(m.IDs)
	return m, nil
}
