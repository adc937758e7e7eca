package study

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// noon is the clock of the tests.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// attempts reads "ana 24 A 2026-11-01T10:00:00Z right; ..." with the question in the bank sample.
func attempts(t testing.TB, text string) []Attempt {
	t.Helper()
	var list []Attempt
	for part := range strings.SplitSeq(text, ";") {
		w := strings.Fields(part)
		if len(w) != 5 {
			t.Fatalf("%q has %d words, not 5", part, len(w))
		}
		at, err := time.Parse(time.RFC3339, w[3])
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Attempt{Learner: w[0], Question: "sample/" + w[1], Chosen: strings.Split(w[2], ","), At: at, Correct: w[4] == "right", Mode: ModeLearn})
	}
	return list
}

func newStore(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "study.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func collect(t testing.TB, all iter.Seq2[Attempt, error]) []Attempt {
	t.Helper()
	var list []Attempt
	for a, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

func TestAddCountsOnce(t *testing.T) {
	s, ctx := newStore(t), context.Background()
	one := attempts(t, "me 24 A 2026-11-01T10:00:00Z right; ana 24 A 2026-11-01T10:00:00Z right; me 7 B,C 2026-10-01T10:00:00Z wrong")
	for i, want := range []int{3, 0} {
		if n, err := s.Add(ctx, one...); n != want || err != nil {
			t.Errorf("time %d: added %d, %v; want %d", i+1, n, err, want)
		}
	}
	again := one[0]
	again.Learner, again.At = "", again.At.Add(400*time.Millisecond).In(time.FixedZone("", 3600))
	again.Chosen = []string{" A\r\n"}
	if n, err := s.Add(ctx, again); n != 0 || err != nil {
		t.Errorf("the same answer in other words was added: %d, %v", n, err)
	}
	all := collect(t, s.All(ctx, ""))
	if len(all) != 2 || all[0].Question != "sample/7" || !slices.Equal(all[0].Chosen, []string{"B", "C"}) || all[1].Learner != Me || all[1].ID == "" {
		t.Errorf("got %+v", all)
	}
	if latest := collect(t, s.Latest(ctx, "me")); len(latest) != 2 || latest[0].ID != all[1].ID {
		t.Errorf("got %+v", latest)
	}
	if names, err := s.Learners(ctx); err != nil || !slices.Equal(names, []string{"ana", "me"}) {
		t.Errorf("learners %v, %v", names, err)
	}
	if known, err := s.Has(ctx, again); !known || err != nil {
		t.Errorf("the attempt is not known: %v", err)
	}
}

func TestAddAllOrNothing(t *testing.T) {
	s, ctx := newStore(t), context.Background()
	list := attempts(t, "me 24 A 2026-11-01T10:00:00Z right; me 25 A 2026-11-01T10:00:00Z right")
	list[1].Question = "  "
	if _, err := s.Add(ctx, list...); err == nil || !strings.Contains(err.Error(), "needs a question") {
		t.Errorf("got %v", err)
	}
	if n, err := s.Count(ctx, "me"); n != 0 || err != nil {
		t.Errorf("%d attempts, %v", n, err)
	}
}

// TestAppendOnly: the file itself refuses what would change an answer.
func TestAppendOnly(t *testing.T) {
	s, ctx := newStore(t), context.Background()
	if _, err := s.Add(ctx, attempts(t, "me 24 A 2026-11-01T10:00:00Z right")...); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{`DELETE FROM attempts`, `UPDATE attempts SET correct = 0`} {
		if _, err := s.db.Exec(change); err == nil || !strings.Contains(err.Error(), "attempts are never") {
			t.Errorf("%s: %v", change, err)
		}
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestAnsweredIsTheLast(t *testing.T) {
	s, ctx := newStore(t), context.Background()
	if _, err := s.Add(ctx, attempts(t, `me 1 A 2026-11-03T10:00:00Z wrong; me 1 B 2026-11-02T10:00:00Z right; me 2 A 2026-11-01T10:00:00Z wrong;
		me 2 B 2026-11-04T10:00:00Z right; ana 3 A 2026-11-01T10:00:00Z wrong`)...); err != nil {
		t.Fatal(err)
	}
	got, err := s.Answered(ctx, "me")
	want := map[string]Last{"sample/1": {time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC), false}, "sample/2": {time.Date(2026, 11, 4, 10, 0, 0, 0, time.UTC), true}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFlags(t *testing.T) {
	s, ctx := newStore(t), context.Background()
	for _, f := range []struct {
		learner, question string
		on                bool
	}{{"", "a/1", true}, {"me", "a/1", true}, {"me", "a/2", true}, {"me", "a/2", false}, {"ana", "a/3", true}, {"me", "a/9", false}} {
		if err := s.Flag(ctx, f.learner, f.question, f.on); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Flagged(ctx, "me"); err != nil || !reflect.DeepEqual(got, map[string]bool{"a/1": true}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestOpenRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "study.db")
	if _, err := OpenRead(path); !errors.Is(err, ErrNone) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRead(path); !errors.Is(err, ErrNone) {
		t.Errorf("an empty file: %v", err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	r, err := OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Add(context.Background(), attempts(t, "me 24 A 2026-11-01T10:00:00Z right")...); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("a store that is open for reading took an answer: %v", err)
	}
	if err := os.WriteFile(path, bytes.Repeat([]byte("no database "), 500), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a file that is no database: %v", err)
	}
}

// TestReadOnlyFolder reads a store in a folder that cannot be written. The superuser may write everywhere, so the second
// half opens the file in the way that such a folder leads to.
func TestReadOnlyFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "atlas")
	path := filepath.Join(dir, "study.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(context.Background(), attempts(t, "me 24 A 2026-11-01T10:00:00Z right")...); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	for _, way := range []func() (*Store, error){
		func() (*Store, error) { return OpenRead(path) },
		func() (*Store, error) { return openChecked(path, "mode=ro", "immutable=1") },
	} {
		s, err := way()
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Count(context.Background(), ""); n != 1 || err != nil {
			t.Errorf("%d attempts, %v", n, err)
		}
		s.Close()
	}
}

// TestWriters lets processes add to one store at once, each its own answers and some that are the same for all. They also
// make the file at once.
func TestWriters(t *testing.T) {
	const writers, each = 4, 40
	if path := os.Getenv("MLATLAS_TEST_STORE"); path != "" {
		writeSome(t, path, os.Getenv("MLATLAS_TEST_WRITER"), each)
		return
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "study.db")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for w := range writers {
		go func() {
			c := exec.Command(exe, "-test.run", "^TestWriters$")
			c.Env = append(os.Environ(), "MLATLAS_TEST_STORE="+path, fmt.Sprintf("MLATLAS_TEST_WRITER=w%d", w))
			out, err := c.CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%w: %s", err, out)
			}
			done <- err
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	s, err := OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	names, err := s.Learners(context.Background())
	if err != nil || len(names) != writers+1 {
		t.Fatalf("learners %v, %v", names, err)
	}
	for _, name := range names {
		if n, err := s.Count(context.Background(), name); n != each || err != nil {
			t.Errorf("%s has %d attempts, %v; want %d", name, n, err, each)
		}
	}
}

func writeSome(t *testing.T, path, writer string, each int) {
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range each {
		at := noon.Add(time.Duration(i) * time.Minute)
		own := Attempt{Learner: writer, Question: "sample/1", Chosen: []string{"A"}, At: at}
		same := own
		same.Learner = "all"
		if _, err := s.Add(context.Background(), own, same); err != nil {
			t.Fatal(err)
		}
	}
}
