package study

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mlatlas/bank"
)

// Sitting is a run of questions that one learner answers. In the modes learn and review each answer is final: it is judged,
// kept at once, and explained. In a mock exam an answer may be changed until all are handed in; until then it is kept as
// the state of the mock, and by handing in as attempts. A sitting knows neither a terminal nor a file: it is told the time,
// and what it has to ask and keep goes through its functions.
type Sitting struct {
	Mode    string
	Learner string
	Exam    string
	Seed    uint64
	N       int           // questions at most
	Limit   time.Duration // of a mock; 0: none
	Used    time.Duration // of the limit, before this run began
	Turns   []*Turn       // the questions that were asked, in their order
	At      int           // the place of the turn on the screen; len(Turns) at the end
	Over    bool          // nothing more is asked: handed in, or out of questions

	Now     func() time.Time
	Next    func(asked []*Turn) (*bank.Question, string, error) // the next question with the reason; nil: there is none left
	Flagged func(question string) bool                          // whether a question was marked before; nil: none was
	Keep    func(...Attempt) error                              // keeps final answers
	Mark    func(question string, on bool) error                // keeps a flag
	Save    func(*Sitting) error                                // keeps the state of a mock; nil in other modes

	began time.Time // of this run
	shown time.Time // since when the turn has been on the screen
}

// Turn is one question of a sitting with what became of it.
type Turn struct {
	*Shown
	Reason  string // why it was asked, or ""
	Chosen  []string
	Sure    int // as in Attempt
	Flagged bool
	Skipped bool
	Final   bool // judged: it cannot be answered again
	Correct bool
	Seconds float64
	Time    time.Time // of the last answer, or when it was last left without one; zero: never on the screen
}

// Errors of an answer that was not taken.
var (
	ErrFinal = errors.New("this question is answered already")
	ErrOver  = errors.New("the sitting is over")
)

// ChoiceError says why what was chosen is no answer to the question.
type ChoiceError struct{ Message string }

// Error says what is wrong and what would be right.
func (e *ChoiceError) Error() string { return e.Message }

// Begin shows the first question, or of a mock that is continued the one that was on the screen.
func (s *Sitting) Begin() error {
	s.began = s.Now()
	if s.At < len(s.Turns) {
		s.shown = s.began
		return nil
	}
	s.At = len(s.Turns)
	return s.fetch()
}

// fetch asks for the next question behind the last.
func (s *Sitting) fetch() error {
	s.shown = s.Now()
	if len(s.Turns) >= s.N || s.Next == nil {
		s.end()
		return nil
	}
	q, reason, err := s.Next(s.Turns)
	if err != nil {
		return err
	}
	if q == nil {
		s.end()
		return nil
	}
	s.Turns = append(s.Turns, &Turn{Shown: Show(q, s.Seed), Reason: reason, Flagged: s.Flagged != nil && s.Flagged(q.ID)})
	return nil
}

// end ends a sitting that has no more questions. A mock ends by being handed in.
func (s *Sitting) end() { s.Over = s.Over || s.Mode != ModeMock }

// Turn returns the question on the screen; nil at the end.
func (s *Sitting) Turn() *Turn {
	if s.At >= len(s.Turns) {
		return nil
	}
	return s.Turns[s.At]
}

// Elapsed is the time that was used, earlier runs of a mock among it.
func (s *Sitting) Elapsed() time.Duration { return s.Used + s.Now().Sub(s.began) }

// Left is the time that is left of a mock, not below 0.
func (s *Sitting) Left() time.Duration { return max(s.Limit-s.Elapsed(), 0) }

// Late reports whether the time of a mock is up.
func (s *Sitting) Late() bool { return s.Limit > 0 && s.Left() == 0 }

// Check says what is wrong with an answer before it is given: shown letters, or a text or number.
func (t *Turn) Check(chosen []string) error {
	if !hasLabels(t.Question) {
		return checkText(t.Question, chosen)
	}
	for i, c := range chosen {
		if !slices.ContainsFunc(t.Options, func(o bank.Option) bool { return o.Label == c }) {
			return &ChoiceError{fmt.Sprintf("there is no option %s; the options are %s", c, t.letterList())}
		}
		if t.Kind != bank.Matching && slices.Contains(chosen[:i], c) {
			return &ChoiceError{c + " stands there twice"}
		}
	}
	switch want := t.Wants(); {
	case t.Kind == bank.Multiple && len(chosen) > 0:
		return nil // how many are right is a part of the question, where the stem does not say it
	case t.Kind == bank.Ordering && len(chosen) != want:
		return &ChoiceError{fmt.Sprintf("put all %d steps in order, for example %s", want, t.letterList())}
	case t.Kind == bank.Matching && len(chosen) != want:
		return &ChoiceError{fmt.Sprintf("give %d letters, one for each of 1 to %d", want, want)}
	case len(chosen) != want:
		return &ChoiceError{"choose one option: " + t.letterList()}
	}
	return nil
}

func checkText(q *bank.Question, chosen []string) error {
	text := strings.TrimSpace(strings.Join(chosen, " "))
	switch {
	case text == "":
		return &ChoiceError{"write an answer"}
	case q.Kind == bank.Numeric && !isNumber(text):
		return &ChoiceError{"write a number, for example 0.85"}
	}
	return nil
}

func isNumber(text string) bool {
	n := number(strings.Replace(text, ",", ".", 1))
	return n == n
}

func (t *Turn) letterList() string {
	var list []string
	for _, o := range t.Options {
		list = append(list, o.Label)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// Answer takes the answer to the question on the screen: shown letters, in order where that is asked, or a text. In a mock
// it may be given again.
func (s *Sitting) Answer(chosen []string) error {
	t := s.Turn()
	switch {
	case s.Over || t == nil:
		return ErrOver
	case t.Final:
		return ErrFinal
	}
	if err := t.Check(chosen); err != nil {
		return err
	}
	if t.Kind == bank.Single || t.Kind == bank.Multiple {
		chosen = slices.Sorted(slices.Values(chosen))
	}
	s.clock(t)
	t.Chosen, t.Skipped, t.Time = chosen, false, s.shown
	if s.Mode == ModeMock {
		return s.save()
	}
	t.judge()
	t.Final = true
	return s.Keep(s.attempt(t))
}

// clock adds the time since the question came on the screen.
func (s *Sitting) clock(t *Turn) {
	now := s.Now()
	t.Seconds += now.Sub(s.shown).Seconds()
	s.shown = now
	if len(t.Chosen) == 0 {
		t.Time = now
	}
}

func (t *Turn) judge() {
	if len(t.Chosen) > 0 {
		t.Correct, _ = Judge(t.Question, t.Labels(t.Chosen))
	}
}

func (s *Sitting) attempt(t *Turn) Attempt {
	return Attempt{Learner: s.Learner, Question: t.ID, Chosen: t.Labels(t.Chosen), Correct: t.Correct, At: t.Time,
		Seconds: float64(int(t.Seconds*10+0.5)) / 10, Mode: s.Mode, Sure: t.Sure}
}

func (s *Sitting) save() error {
	if s.Save == nil {
		return nil
	}
	return s.Save(s)
}

// Forward shows the next question, a new one behind the last.
func (s *Sitting) Forward() error {
	t := s.Turn()
	if t == nil {
		return nil
	}
	if !t.Final {
		s.clock(t)
	}
	s.At++
	s.shown = s.Now()
	if s.At < len(s.Turns) {
		return s.save()
	}
	if err := s.fetch(); err != nil {
		return err
	}
	return s.save()
}

// Skip leaves the question for later: Back leads to it again. An answer that it has in a mock stays.
func (s *Sitting) Skip() error {
	if t := s.Turn(); t != nil && !t.Final && len(t.Chosen) == 0 {
		t.Skipped = true
	}
	return s.Forward()
}

// Back shows the question before.
func (s *Sitting) Back() error {
	if s.At == 0 || s.Over {
		return nil
	}
	return s.Go(s.At - 1)
}

// Go shows the question at a place, from 0.
func (s *Sitting) Go(place int) error {
	if place < 0 || place >= len(s.Turns) {
		return nil
	}
	if t := s.Turn(); t != nil && !t.Final {
		s.clock(t)
	}
	s.At, s.shown = place, s.Now()
	return s.save()
}

// Flag marks the question on the screen, or takes the mark away.
func (s *Sitting) Flag() error {
	t := s.Turn()
	if t == nil {
		return nil
	}
	t.Flagged = !t.Flagged
	return s.Mark(t.ID, t.Flagged)
}

// SetSure says how sure the learner is of the answer to come, 1 to 3; 0 takes it back.
func (s *Sitting) SetSure(sure int) {
	if t := s.Turn(); t != nil && !t.Final && sure >= 0 && sure <= 3 {
		t.Sure = sure
	}
}

// HandIn ends a mock: every question is judged, one without an answer as wrong. Those that were on the screen are kept as
// attempts. Doing it twice, or again after a crash, keeps nothing twice.
func (s *Sitting) HandIn() error {
	if s.Over {
		return nil
	}
	if t := s.Turn(); t != nil {
		s.clock(t)
	}
	var attempts []Attempt
	for _, t := range s.Turns {
		t.judge()
		t.Final = true
		if !t.Time.IsZero() {
			attempts = append(attempts, s.attempt(t))
		}
	}
	if err := s.Keep(attempts...); err != nil {
		return err
	}
	s.Over, s.At = true, len(s.Turns)
	return s.save()
}

// Open lists the places of the questions without an answer.
func (s *Sitting) Open() []int {
	var open []int
	for i, t := range s.Turns {
		if len(t.Chosen) == 0 {
			open = append(open, i)
		}
	}
	return open
}
