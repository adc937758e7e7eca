package atlas

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/study"
)

var studyNoon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// studyAtlas opens an atlas with the sample bank for a learner.
func studyAtlas(t *testing.T, dir, learner string) *Atlas {
	t.Helper()
	a, err := Open(Options{Dir: dir, Learner: learner, Now: func() time.Time { return studyNoon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func idsOf(t *testing.T, a *Atlas, query string) string {
	t.Helper()
	r, err := a.Search(context.Background(), SearchRequest{Query: query, Exam: "mla-c01", Limit: 100, Sort: "number"})
	if err != nil {
		return err.Error()
	}
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, strings.TrimPrefix(h.ID, "sample/"))
	}
	return strings.Join(ids, " ")
}

// TestStudyFields answers questions as a session does: the same opened atlas sees each answer at once.
func TestStudyFields(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	me, ana := studyAtlas(t, dir, ""), studyAtlas(t, dir, "ana")
	if _, err := me.ImportSample(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := me.Search(ctx, SearchRequest{Query: "is:missed", Exam: "mla-c01"}); !errors.Is(err, ErrNoAnswers) {
		t.Errorf("without answers: %v", err)
	}
	s, err := me.OpenAnswers()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	answer := func(learner, question string, ago time.Duration, right bool) {
		t.Helper()
		if _, err := s.Add(ctx, study.Attempt{Learner: learner, Question: "sample/" + question, Chosen: []string{"A"}, At: studyNoon.Add(-ago), Correct: right}); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	answer("", "1", 20*day, false)
	answer("", "2", 14*day, false)
	answer("", "3", 2*day, false)
	answer("", "3", 3*day, true)
	answer("", "9999", day, false)
	if err := s.Flag(ctx, "me", "sample/7", true); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"is:missed": "1 2 3", "last:14d": "2 3", "is:missed -last:1w": "1 2", "is:flagged": "7", "is:missed OR is:flagged": "1 2 3 7",
		"-is:unseen": "1 2 3", "last:1h": "", "is:weak": ErrNoEstimate.Error(),
	} {
		if got := idsOf(t, me, query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
	answer("", "1", time.Hour, true)
	if got := idsOf(t, me, "is:missed"); got != "2 3" {
		t.Errorf("after a right answer is:missed finds %q", got)
	}
	if got := idsOf(t, ana, "is:missed"); got != "ana has no answers yet" {
		t.Errorf("ana: %s", got)
	}
	answer("ana", "5", time.Hour, false)
	if got := idsOf(t, ana, "is:missed"); got != "5" {
		t.Errorf("ana's is:missed finds %q", got)
	}
	n := 0
	list, err := me.Matching(ctx, "is:missed", "mla-c01")
	if err != nil {
		t.Fatal(err)
	}
	for range list {
		n++
	}
	if n != 2 {
		t.Errorf("Matching gives %d", n)
	}
}

// TestImportNeverTouchesAnswers compares study.db byte by byte around everything that changes questions.
func TestImportNeverTouchesAnswers(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	a := studyAtlas(t, dir, "")
	s, err := a.OpenAnswers()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(ctx, study.Attempt{Question: "b/1", Chosen: []string{"A"}, At: studyNoon, Correct: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	state := func() (string, time.Time) {
		content, err := os.ReadFile(filepath.Join(dir, "study.db"))
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, "study.db"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content), info.ModTime()
	}
	before, when := state()
	bankFile := filepath.Join(t.TempDir(), "b.md")
	for _, text := range []string{"1. Which?\n    - A. x\n    - B. y\n\n    Correct answer: A\n", "2. What?\n    - A. x\n    - B. y\n\n    Correct answer: B\n"} {
		if err := os.WriteFile(bankFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Import(ctx, ImportOptions{Paths: []string{bankFile}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.ImportSample(ctx); err != nil {
		t.Fatal(err)
	}
	if err := a.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if got := idsOf(t, a, "is:unseen bank:b"); got != "b/2" {
		t.Errorf("unseen: %s", got)
	}
	if after, then := state(); after != before || then != when {
		t.Error("study.db has changed")
	}
}

// TestAttemptNames: how files name questions.
func TestAttemptNames(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	a := studyAtlas(t, dir, "")
	folder := t.TempDir()
	bankFile := filepath.Join(folder, "b.md")
	text := ""
	for _, n := range []string{"1", "2", "61"} {
		text += n + ". Which of " + n + "?\n    - A. x\n    - B. y\n\n    Correct answer: A\n\n"
	}
	if err := os.WriteFile(bankFile, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Import(ctx, ImportOptions{Paths: []string{bankFile}}); err != nil {
		t.Fatal(err)
	}
	answers := filepath.Join(folder, "answers.csv")
	rows := "question,chosen,at\nb/1,a,2026-11-01\n61,B,2026-11-01\nb/6,A,2026-11-02\nB/1,A,2026-11-03\nb,A,2026-11-04\n"
	if err := os.WriteFile(answers, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := a.ImportAttempts(ctx, AttemptImport{Paths: []string{answers}})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, p := range r.Files[0].Problems {
		codes = append(codes, p.Number+" "+p.Code)
	}
	want := []string{"b/6 not-judged", "B/1 not-judged", "b ambiguous-question"}
	if !slices.Equal(codes, want) {
		t.Errorf("problems %q, want %q", codes, want)
	}
	list, err := a.Attempts(ctx, 0)
	if err != nil || len(list) != 2 || list[0].Question != "b/1" && list[1].Question != "b/1" || !slices.ContainsFunc(list, func(v AttemptView) bool { return v.Question == "b/61" && !v.Correct }) {
		t.Errorf("%v, %+v", err, list)
	}
}
