package study

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// clock is a clock that goes on when it is told to.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

var began = time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC)

// sit begins a sitting of n questions with the options w, x, y, z, of which w is right.
func sit(t *testing.T, mode string, n int) (*Sitting, *clock, *[]Attempt) {
	t.Helper()
	c, kept := &clock{began}, &[]Attempt{}
	next := 0
	s := &Sitting{Mode: mode, Exam: "e", Seed: 7, N: n, Now: c.read}
	s.Next = func([]*Turn) (*bank.Question, string, error) {
		next++
		return numbered(next), "because", nil
	}
	s.Keep = func(attempts ...Attempt) error {
		*kept = append(*kept, attempts...)
		return nil
	}
	s.Mark = func(string, bool) error { return nil }
	if err := s.Begin(); err != nil {
		t.Fatal(err)
	}
	return s, c, kept
}

func numbered(n int) *bank.Question {
	q := asked(bank.Single, "A", "w", "x", "y", "z")
	q.ID = fmt.Sprintf("t/%d", n)
	q.Tasks = []bank.TaskLink{{Exam: "e", Task: fmt.Sprintf("%d.1", n%2+1), Domain: fmt.Sprint(n%2 + 1), Weight: 1}}
	return q
}

// wrong is a shown letter that is not the key.
func wrong(t *Turn) []string {
	for _, o := range t.Options {
		if !o.Correct {
			return []string{o.Label}
		}
	}
	return nil
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestLearning(t *testing.T) {
	s, c, kept := sit(t, ModeLearn, 3)
	c.pass(12 * time.Second)
	s.SetSure(2)
	must(t, s.Answer(s.Turn().Key()))
	want := Attempt{Question: "t/1", Chosen: []string{"A"}, Correct: true, At: began.Add(12 * time.Second), Seconds: 12, Mode: ModeLearn, Sure: 2}
	if got := (*kept)[0]; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	if err := s.Answer([]string{"A"}); !errors.Is(err, ErrFinal) {
		t.Errorf("a second answer: %v", err)
	}
	must(t, s.Forward(), s.Skip())
	if s.At != 2 || !s.Turns[1].Skipped || len(*kept) != 1 {
		t.Errorf("after skipping at %d, kept %d", s.At, len(*kept))
	}
	c.pass(5 * time.Second)
	must(t, s.Back())
	c.pass(3 * time.Second)
	must(t, s.Answer(wrong(s.Turn())))
	if a := (*kept)[1]; a.Question != "t/2" || a.Correct || a.Seconds != 3 || slices.Equal(a.Chosen, []string{"A"}) {
		t.Errorf("kept %v", a)
	}
	must(t, s.Forward(), s.Forward())
	if !s.Over || s.Turn() != nil {
		t.Error("three questions, and it is not over")
	}
	if err := s.Answer([]string{"A"}); !errors.Is(err, ErrOver) {
		t.Errorf("an answer after the end: %v", err)
	}
	sum := s.Summary(&taxonomy.Exam{ID: "e", Domains: []taxonomy.Domain{{ID: "1", Name: "One"}, {ID: "2", Name: "Two"}}})
	if sum.Questions != 3 || sum.Answered != 2 || sum.Right != 1 || !slices.Equal(sum.Missed, []string{"t/2"}) || len(sum.Attempts) != 2 {
		t.Errorf("%+v", sum)
	}
	if got := fmt.Sprint(sum.Domains); got != "[{1 One 1 0 0 0 0.7935} {2 Two 1 1 1 0.2065 1}]" {
		t.Error(got)
	}
}

func TestKeepFails(t *testing.T) {
	s, _, _ := sit(t, ModeLearn, 1)
	s.Keep = func(...Attempt) error { return errors.New("the disk is full") }
	if err := s.Answer(s.Turn().Key()); err == nil {
		t.Error("an answer that is not kept is no error")
	}
}

func TestMockExam(t *testing.T) {
	s, c, kept := sit(t, ModeMock, 4)
	s.Limit = time.Minute
	saved := 0
	s.Save = func(*Sitting) error { saved++; return nil }
	must(t, s.Answer(wrong(s.Turn())), s.Forward())
	must(t, s.Answer(s.Turn().Key()), s.Forward())
	must(t, s.Skip()) // t/3
	c.pass(20 * time.Second)
	must(t, s.Go(0))
	must(t, s.Answer(s.Turn().Key())) // changed
	if s.Turns[0].Final || s.Over {
		t.Error("an answer of a mock is final before it is handed in")
	}
	must(t, s.Answer(s.Turn().Key())) // the same again
	if len(*kept) != 3 || saved == 0 {
		t.Errorf("%d attempts, saved %d times: each answer is kept at once, the same only once", len(*kept), saved)
	}
	if got := s.Open(); !slices.Equal(got, []int{2, 3}) || s.Left() != 40*time.Second || s.Late() {
		t.Errorf("open %v, left %v", got, s.Left())
	}
	if sum := s.Summary(&taxonomy.Exam{ID: "e"}); sum.Right != 0 || sum.Answered != 2 || len(sum.Domains) != 0 {
		t.Errorf("before it is handed in, the summary says %+v", sum)
	}
	c.pass(time.Hour)
	if !s.Late() || s.Left() != 0 {
		t.Error("an hour later it is not late")
	}
	must(t, s.HandIn(), s.HandIn())
	sum := s.Summary(&taxonomy.Exam{ID: "e", Domains: []taxonomy.Domain{{ID: "1"}, {ID: "2"}}})
	if sum.Right != 2 || !slices.Equal(sum.Missed, []string{"t/3", "t/4"}) || !sum.Finished {
		t.Errorf("%+v", sum)
	}
}

// TestMockState: a mock is restored from the store after every step, as after a crash, with the same order of options.
func TestMockState(t *testing.T) {
	ctx := context.Background()
	store, err := Open(filepath.Join(t.TempDir(), "study.db"))
	must(t, err)
	defer store.Close()
	if m, err := store.OpenMock(ctx, ""); m != nil || err != nil {
		t.Fatalf("a new store has the mock %v, %v", m, err)
	}
	m := &Mock{Exam: "e", Seed: 7, Began: began, Limit: time.Hour, Questions: []string{"t/1", "t/2", "t/3"}}
	begin := func() (*Sitting, *clock) {
		s, c, _ := sit(t, ModeMock, 3)
		for len(s.Turns) < 3 {
			must(t, s.Forward())
		}
		s.At, s.Limit = 0, m.Limit
		for _, turn := range s.Turns {
			turn.Seconds, turn.Time, turn.Skipped = 0, time.Time{}, false
		}
		m.Restore(s)
		s.Save = func(s *Sitting) error { m.Record(s); return store.SaveMock(ctx, m, !s.Over) }
		s.Keep = func(attempts ...Attempt) error { _, err := store.Add(ctx, attempts...); return err }
		must(t, s.Begin())
		return s, c
	}
	again := func() (*Sitting, *clock) {
		m, err = store.OpenMock(ctx, "")
		must(t, err)
		return begin()
	}
	s, c := begin()
	c.pass(10 * time.Second)
	s.SetSure(3)
	letter := s.Turn().Key()
	must(t, s.Answer(letter), s.Forward())
	s, c = again()
	if s.At != 1 || !slices.Equal(s.Turns[0].Chosen, letter) || s.Turns[0].Sure != 3 || s.Left() != time.Hour-10*time.Second {
		t.Errorf("restored at %d, %v, left %v", s.At, s.Turns[0].Chosen, s.Left())
	}
	c.pass(5 * time.Second)
	must(t, s.Answer(wrong(s.Turn())), s.Forward())
	s, _ = again()
	if m.Answered() != 2 || s.Left() != time.Hour-15*time.Second {
		t.Errorf("%d answered, left %v", m.Answered(), s.Left())
	}
	must(t, s.HandIn())
	if n, err := store.Count(ctx, ""); n != 3 || err != nil {
		t.Errorf("%d attempts are kept, want 3: two answers and one question without", n)
	}
	if m, err := store.OpenMock(ctx, ""); m != nil || err != nil {
		t.Errorf("a mock that was handed in is open: %v, %v", m, err)
	}
}

// TestGiven reads answers as a person writes them, in the shown letters.
func TestGiven(t *testing.T) {
	choice := Show(asked(bank.Multiple, "A C", "glue", "x", "y", "z"), 1)
	choice.Mixed, choice.Options = false, choice.Question.Options
	match := Show(asked(bank.Matching, "B A", "x", "y", "z"), 1)
	match.Prompts = []string{"1", "2"}
	truth := Show(asked(bank.TrueFalse, "A", "True", "False"), 1)
	word := Show(&bank.Question{Kind: bank.Short, Answer: []string{"F1"}}, 1)
	for _, c := range []struct {
		shown      *Shown
		text, want string
	}{
		{choice, "b", "[B]"}, {choice, " A, C ", "[A C]"}, {choice, "ac", "[A C]"}, {choice, "D) and (A)", "[D AND A]"}, {choice, "2 4", "[B D]"},
		{choice, "Glue", "[A]"}, {choice, "A;C", "[A C]"}, {choice, "e", "[E]"}, {choice, "hello", "[HELLO]"}, {choice, "", "[]"}, {choice, "9", "[9]"},
		{match, "2-A, 1-C", "[C A]"}, {match, "ca", "[C A]"}, {match, "1: b", "[B]"}, {match, "1-b 7-c", "[B]"},
		{truth, "true", "[A]"}, {truth, "FALSE", "[B]"}, {truth, "b", "[B]"},
		{word, " f1 score ", "[f1 score]"},
	} {
		if got := fmt.Sprint(c.shown.Given(c.text)); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.shown.Kind, c.text, got, c.want)
		}
	}
}

// TestCheck: what is no answer is refused with what would be one.
func TestCheck(t *testing.T) {
	order := asked(bank.Ordering, "C A B", "x", "y", "z")
	match := asked(bank.Matching, "B B", "x", "y")
	match.Prompts = []string{"1", "2"}
	for _, c := range []struct {
		q      *bank.Question
		chosen []string
		want   string
	}{
		{asked(bank.Single, "A", "x", "y"), []string{"A"}, ""},
		{asked(bank.Single, "A", "x", "y"), []string{"A", "B"}, "choose one option: A, B"},
		{asked(bank.Single, "A", "x", "y"), nil, "choose one option: A, B"},
		{asked(bank.Single, "A", "x", "y"), []string{"Z"}, "there is no option Z; the options are A, B"},
		{asked(bank.Multiple, "A B", "x", "y"), []string{"B"}, ""},
		{asked(bank.Multiple, "A B", "x", "y"), []string{"B", "B"}, "B stands there twice"},
		{asked(bank.Multiple, "A B", "x", "y"), nil, "choose at least one option: A, B"},
		{order, []string{"A", "B", "C"}, ""},
		{order, []string{"A", "B"}, "put all 3 steps in order, for example A, B, C"},
		{match, []string{"A", "A"}, ""},
		{match, []string{"A"}, "give 2 letters, one for each of 1 to 2"},
		{&bank.Question{Kind: bank.Short}, []string{" "}, "write an answer"},
		{&bank.Question{Kind: bank.Numeric}, []string{"0,5"}, ""},
		{&bank.Question{Kind: bank.Numeric}, []string{"half"}, "write a number, for example 0.85"},
	} {
		got := ""
		if err := (&Turn{Shown: Show(c.q, 1)}).Check(c.chosen); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s %v: %q, want %q", c.q.Kind, c.chosen, got, c.want)
		}
	}
}
