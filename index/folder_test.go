package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"mlatlas/bank"
)

func TestMeta(t *testing.T) {
	dir := build(t, sample(t))
	want := Meta{Stamp: "s1", Questions: len(sampleTexts), Built: built}
	if got := open(t, dir).Meta(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, err := ReadMeta(dir); got != want || err != nil {
		t.Errorf("ReadMeta gives %+v, %v", got, err)
	}
}

func TestNoIndex(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if _, err := Open(dir, embedded(t)); !errors.Is(err, ErrNone) {
			t.Errorf("Open: %v", err)
		}
		if _, err := ReadMeta(dir); !errors.Is(err, ErrNone) {
			t.Errorf("ReadMeta: %v", err)
		}
	}
}

func TestIndexOfNoQuestions(t *testing.T) {
	dir := build(t, nil)
	x := open(t, dir)
	for _, queryText := range []string{"", "bias", "service:glue -x*", "bank:any"} {
		if r := find(t, x, queryText); r.Total != 0 || r.Hits == nil {
			t.Errorf("%q: %+v", queryText, r)
		}
	}
	if err := x.Verify(); err != nil {
		t.Error(err)
	}
	for h, err := range x.All(context.Background(), Request{}) {
		t.Errorf("a hit: %v, %v", h, err)
	}
	rebuild(t, dir, sample(t))
	if r := find(t, open(t, dir), "vanishing"); r.Total != 1 {
		t.Errorf("after a rebuild: %+v", r)
	}
}

// entries lists a folder, without the lock file.
func entries(t *testing.T, dir string) string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		if e.Name() != lockName {
			names = append(names, e.Name())
		}
	}
	return strings.Join(names, " ")
}

func TestBuildLeavesOneGeneration(t *testing.T) {
	dir := build(t, sample(t))
	rebuild(t, dir, sample(t)[:5])
	if got := entries(t, dir); got != "current gen-2" {
		t.Errorf("the folder holds %s", got)
	}
	// What a killed builder leaves is removed by the next.
	for _, left := range []string{"gen-7/bleve", "gen-9"} {
		if err := os.MkdirAll(filepath.Join(dir, left), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	x := open(t, dir)
	if n := find(t, x, "").Total; n != 5 {
		t.Errorf("%d questions beside the leftovers", n)
	}
	rebuild(t, dir, sample(t)[:6])
	if got := entries(t, dir); got != "current gen-2 gen-3" {
		t.Errorf("while a reader has gen-2 open, the folder holds %s", got)
	}
	if n := find(t, x, "").Total; n != 5 {
		t.Errorf("%d questions in the index that was open", n)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	rebuild(t, dir, sample(t)[:6])
	if got := entries(t, dir); got != "current gen-4" {
		t.Errorf("the folder holds %s", got)
	}
	if n := find(t, open(t, dir), "").Total; n != 6 {
		t.Errorf("%d questions after the rebuild", n)
	}
}

func TestBuildFailsWhole(t *testing.T) {
	tax := embedded(t)
	broken := errors.New("the store is gone")
	questions := sample(t)
	twice := append(sample(t), questions[3])
	canceled, cancel := context.WithCancel(context.Background())
	tests := []struct {
		name      string
		ctx       context.Context
		questions iter.Seq2[*bank.Question, error]
		says      string
	}{
		{"error of the store", context.Background(), func(yield func(*bank.Question, error) bool) {
			_ = yield(questions[0], nil) && yield(nil, broken)
		}, "the store is gone"},
		{"no ID", context.Background(), each([]*bank.Question{{Stem: "x"}}), "no ID"},
		{"an ID twice in a batch", context.Background(), each(twice), "seed/4: two questions have this ID"},
		{"an ID twice", context.Background(), each(append(many(batchSize, 1), many(1, 1)...)), "made/0000000: two questions have this ID"},
		{"canceled", canceled, func(yield func(*bank.Question, error) bool) {
			_ = yield(questions[0], nil)
			cancel()
			_ = yield(questions[1], nil)
		}, "context canceled"},
		{"panic", context.Background(), func(func(*bank.Question, error) bool) { panic("a bug in the store") }, "a bug in the store"},
	}
	for _, test := range tests {
		dir := build(t, questions)
		err := Build(test.ctx, dir, &Meta{Stamp: "s2"}, tax, test.questions, nil)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.name, err)
		}
		if got := entries(t, dir); got != "current gen-1" {
			t.Errorf("%s: the folder holds %s", test.name, got)
		}
		if n := find(t, open(t, dir), "").Total; n != len(questions) {
			t.Errorf("%s: %d questions are left", test.name, n)
		}
	}
}

func TestProgress(t *testing.T) {
	var calls []int
	err := Build(context.Background(), t.TempDir(), &Meta{}, embedded(t), each(many(2*batchSize+1, 3)), func(n int) { calls = append(calls, n) })
	if got := fmt.Sprint(calls); err != nil || got != fmt.Sprint([]int{batchSize, 2 * batchSize, 2*batchSize + 1}) {
		t.Errorf("%s, %v", got, err)
	}
}

func TestBusy(t *testing.T) {
	dir := build(t, sample(t))
	lock := flock.New(filepath.Join(dir, lockName))
	if locked, err := lock.TryLock(); !locked || err != nil {
		t.Fatal(locked, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "gen-8"), 0o700); err != nil { // of the builder that holds the lock
		t.Fatal(err)
	}
	if err := Build(context.Background(), dir, &Meta{}, embedded(t), each(nil), nil); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
	if got := entries(t, dir); got != "current gen-1 gen-8" {
		t.Errorf("the folder holds %s", got)
	}
	if find(t, open(t, dir), "").Total != len(sampleTexts) {
		t.Error("a reader sees nothing while a builder works")
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	rebuild(t, dir, sample(t))
}

// TestOtherProcess runs this test in a second process, which opens and searches the index and keeps it open while the
// first rebuilds it.
func TestOtherProcess(t *testing.T) {
	if dir := os.Getenv("MLATLAS_INDEX_CHILD"); dir != "" {
		x := open(t, dir)
		fmt.Println("total", find(t, x, "").Total)
		_, _ = os.Stdin.Read(make([]byte, 1))
		fmt.Println("total", find(t, x, "").Total)
		return
	}
	dir := build(t, sample(t))
	x := open(t, dir)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestOtherProcess$")
	child.Env = append(os.Environ(), "MLATLAS_INDEX_CHILD="+dir)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	said := &signalWriter{to: &out, seen: make(chan struct{})}
	child.Stdout = said
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-said.seen:
	case <-ctx.Done():
		t.Fatal("the second process cannot open the index")
	}
	rebuild(t, dir, sample(t)[:7])
	stdin.Close()
	if err := child.Wait(); err != nil {
		t.Fatal(err, out.String())
	}
	if n := strings.Count(out.String(), fmt.Sprintf("total %d\n", len(sampleTexts))); n != 2 {
		t.Errorf("the second process says\n%s", out.String())
	}
	if find(t, x, "").Total != len(sampleTexts) || find(t, open(t, dir), "").Total != 7 {
		t.Error("an open index changed, or a new one is old")
	}
}

// signalWriter closes seen at the first write.
type signalWriter struct {
	to   *bytes.Buffer
	once sync.Once
	seen chan struct{}
}

func (w *signalWriter) Write(p []byte) (int, error) {
	defer w.once.Do(func() { close(w.seen) })
	return w.to.Write(p)
}

func TestSearchWhileRebuilding(t *testing.T) {
	dir := build(t, sample(t))
	tax := embedded(t)
	var stop atomic.Bool
	var searches atomic.Int64
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for !stop.Load() {
				x, err := Open(dir, tax)
				if err != nil {
					t.Error(err)
					return
				}
				r, err := x.Search(context.Background(), Request{Query: Term{Text: "gradients"}, Facets: []string{"service"}})
				if err != nil || r.Total != 1 {
					t.Errorf("%+v, %v", r, err)
				}
				if err := x.Close(); err != nil {
					t.Error(err)
				}
				searches.Add(1)
			}
		})
	}
	for range 15 {
		rebuild(t, dir, sample(t))
	}
	stop.Store(true)
	group.Wait()
	if searches.Load() < 10 {
		t.Errorf("only %d searches", searches.Load())
	}
}

func TestOneIndexSearchedByMany(t *testing.T) {
	x := open(t, build(t, sample(t)))
	want := ids(find(t, x, "clarify bias OR service:glue OR real-time"))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				if got := ids(find(t, x, "clarify bias OR service:glue OR real-time")); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
	group.Wait()
}

func TestReadOnlyFolder(t *testing.T) {
	dir := build(t, sample(t))
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, 0o500)
		}
		return os.Chmod(path, 0o400)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { return os.Chmod(path, 0o700) })
	})
	before := snapshot(t, dir)
	if n := find(t, open(t, dir), "vanishing").Total; n != 1 {
		t.Errorf("%d hits", n)
	}
	if after := snapshot(t, dir); after != before {
		t.Errorf("reading changed the folder from\n%s\nto\n%s", before, after)
	}
}

// snapshot lists names, sizes and times of the files in a folder.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		fmt.Fprintln(&b, path, info.Size(), info.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != lockName {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestDamage damages each file in each way. An index must then be refused as damaged or missing, or answer as before.
func TestDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	ways := []struct {
		name   string
		damage func(path string, old []byte) error
	}{
		{"deleted", func(path string, _ []byte) error { return os.Remove(path) }},
		{"empty", func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) }},
		{"half", func(path string, old []byte) error { return os.WriteFile(path, old[:len(old)/2], 0o600) }},
		{"one byte short", func(path string, old []byte) error { return os.WriteFile(path, old[:len(old)-1], 0o600) }},
		{"longer", func(path string, old []byte) error { return os.WriteFile(path, append(bytes.Clone(old), 0), 0o600) }},
		{"noise", func(path string, old []byte) error { return os.WriteFile(path, noise(len(old)), 0o600) }},
		{"one bit", func(path string, old []byte) error {
			changed := bytes.Clone(old)
			changed[len(changed)/3] ^= 4
			return os.WriteFile(path, changed, 0o600)
		}},
		{"a folder", func(path string, _ []byte) error {
			if err := os.Remove(path); err != nil {
				return err
			}
			return os.Mkdir(path, 0o700)
		}},
	}
	questions := sample(t)
	names := files(t, build(t, questions))
	if len(names) < 5 {
		t.Fatalf("an index has only the files %v", names)
	}
	for i := range names {
		for _, way := range ways {
			dir := build(t, questions)
			path := files(t, dir)[i]
			old, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := way.damage(path, old); err != nil {
				t.Fatal(err)
			}
			checkDamaged(t, dir, filepath.Base(path)+" "+way.name)
			// The cure is to build again.
			rebuild(t, dir, questions)
			if find(t, open(t, dir), "vanishing").Total != 1 {
				t.Errorf("%s %s: not cured by a rebuild", path, way.name)
			}
		}
	}
}

func checkDamaged(t *testing.T, dir, what string) {
	t.Helper()
	x, err := Open(dir, embedded(t))
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !(errors.Is(err, ErrNone) && strings.HasPrefix(what, "current")) &&
			!(errors.Is(err, ErrOutdated) && strings.HasPrefix(what, "manifest")) {
			t.Errorf("%s: %v", what, err)
		}
		return
	}
	defer x.Close()
	if got := ids(find(t, x, "service:clarify")); got != "seed/1 seed/2 seed/15" && got != "seed/2 seed/1 seed/15" {
		t.Errorf("%s: opened, and finds %s", what, got)
	}
}

// TestSample writes a file that is too large to be read whole at every start.
func TestSample(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	data := make([]byte, wholeSample+123_456)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "large")
	write := func(data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(data)
	m, err := newManifest(dir, Meta{})
	if err != nil {
		t.Fatal(err)
	}
	sampled := map[int64]bool{}
	for _, part := range sampleParts(int64(len(data))) {
		for at := part.at; at < part.at+part.length; at++ {
			if at < 0 || at >= int64(len(data)) {
				t.Fatalf("the sample reaches to %d of %d bytes", at, len(data))
			}
			sampled[at] = true
		}
	}
	for range 200 {
		at := random.Int64N(int64(len(data)))
		data[at] ^= 1
		write(data)
		if err := m.check(dir, false); errors.Is(err, ErrDamaged) != sampled[at] {
			t.Errorf("byte %d is changed, in the sample: %v, and the check says %v", at, sampled[at], err)
		}
		if err := m.check(dir, true); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "large") {
			t.Errorf("byte %d is changed, and the full check says %v", at, err)
		}
		data[at] ^= 1
	}
	write(data)
	if err := errors.Join(m.check(dir, false), m.check(dir, true)); err != nil {
		t.Error(err)
	}
	// A part of the file that was never written out.
	clear(data[1<<20 : 2<<20])
	write(data)
	if err := m.check(dir, false); !errors.Is(err, ErrDamaged) {
		t.Errorf("a megabyte of zeros: %v", err)
	}
}

func TestVerify(t *testing.T) {
	dir := build(t, sample(t))
	x := open(t, dir)
	if err := x.Verify(); err != nil {
		t.Error(err)
	}
	meta := filepath.Join(dir, "gen-1", engineName, "index_meta.json")
	if err := os.WriteFile(meta, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := x.Verify(); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "index_meta.json") {
		t.Errorf("got %v", err)
	}
}

func TestGuard(t *testing.T) {
	var none *bank.Question
	broken := errors.New("broken")
	tests := []struct {
		name string
		f    func() error
		want error
	}{
		{"panic", func() error { panic("unreachable page") }, ErrDamaged},
		{"nil", func() error { return errors.New(none.ID) }, ErrDamaged},
		{"range", func() error { return errors.New(sampleTexts[len(sampleTexts)+len(t.Name())]) }, ErrDamaged},
		{"error", func() error { return broken }, broken},
		{"nothing", func() error { return nil }, nil},
	}
	for _, test := range tests {
		if err := guard(test.f); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// TestEngineVersion keeps the constant that is written into every manifest true.
func TestEngineVersion(t *testing.T) {
	data, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Skip("there is no go.mod here:", err)
	}
	name, version, _ := strings.Cut(engineVersion, " ")
	if !strings.Contains(string(data), "blevesearch/"+name+"/v2 "+version) {
		t.Errorf("engineVersion is %q, go.mod asks for another", engineVersion)
	}
}

func TestOutdated(t *testing.T) {
	dir := build(t, sample(t))
	path := filepath.Join(dir, "gen-1", manifestName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{`"schema": 3`, `"schema": 0`}, {engineVersion, "bleve v9.0.0"}} {
		changed := strings.Replace(string(data), change[0], change[1], 1)
		if changed == string(data) {
			t.Fatalf("%s is not in %s", change[0], data)
		}
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, embedded(t)); !errors.Is(err, ErrOutdated) {
			t.Errorf("%v gives %v", change, err)
		}
	}
}

func TestManifestNamesNoFileOutside(t *testing.T) {
	dir := build(t, sample(t))
	gen := filepath.Join(dir, "gen-1")
	m, err := readManifest(gen)
	if err != nil {
		t.Fatal(err)
	}
	m.Files[0].Name = "../../elsewhere"
	if err := writeManifest(gen, m); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, embedded(t)); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "outside") {
		t.Errorf("got %v", err)
	}
}
