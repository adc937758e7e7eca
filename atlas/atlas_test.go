package atlas

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
	"mlatlas/taxonomy"
)

const twoQuestions = `1. Which service queries files in Amazon S3 with SQL and no servers?
    - A. Amazon Athena
    - B. Amazon EMR

    Correct answer: A

2. Which service crawls files and fills a Data Catalog?
    - A. AWS Glue
    - B. Amazon SQS

    Correct answer: A
`

func today() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// open opens an atlas and collects its notes.
func open(t *testing.T, dir string) (*Atlas, *[]string) {
	t.Helper()
	notes := &[]string{}
	a, err := Open(Options{Dir: dir, Now: today, Note: func(format string, args ...any) { *notes = append(*notes, fmt.Sprintf(format, args...)) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, notes
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// filled is an atlas of two questions in one bank, with its index and counts made.
func filled(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "atlas")
	a, _ := open(t, dir)
	file := write(t, filepath.Join(t.TempDir(), "two.md"), twoQuestions)
	if r, err := a.Import(context.Background(), ImportOptions{Paths: []string{file}}); err != nil || r.Questions != 2 {
		t.Fatal(r, err)
	}
	if _, err := a.Weak(context.Background(), "mla-c01", 1); err != nil {
		t.Fatal(err)
	}
	a.Close()
	return dir
}

// ids searches and prints the IDs, or the error.
func ids(a *Atlas, query string) string {
	r, err := a.Search(context.Background(), SearchRequest{Query: query, Exam: "mla-c01", Limit: 10})
	if err != nil {
		return err.Error()
	}
	var list []string
	for _, h := range r.Hits {
		list = append(list, h.ID)
	}
	return strings.Join(list, " ")
}

var damages = []struct {
	name string
	do   func(content []byte) []byte // nil: delete the file
}{
	{"deleted", nil},
	{"empty", func([]byte) []byte { return nil }},
	{"truncated", func(c []byte) []byte { return c[:len(c)/2] }},
	{"a byte short", func(c []byte) []byte { return c[:max(len(c)-1, 0)] }},
	{"a bit flipped", func(c []byte) []byte {
		if len(c) > 0 {
			c[len(c)/2] ^= 0x10
		}
		return c
	}},
	{"longer", func(c []byte) []byte { return append(c, "more"...) }},
}

// TestDamagedIndex damages each file of the index in each way: the next search finds what it found before.
func TestDamagedIndex(t *testing.T) {
	dir := filled(t)
	a, _ := open(t, dir)
	want := ids(a, "service:glue OR athena")
	if want != "two/1 two/2" && want != "two/2 two/1" {
		t.Fatal(want)
	}
	a.Close()
	for _, d := range damages {
		for i := 0; ; i++ { // the files change their names with each repair
			files := filesOf(t, filepath.Join(dir, "index"))
			if i >= len(files) {
				break
			}
			harm(t, files[i], d.do)
			a, notes := open(t, dir)
			if got := ids(a, "service:glue OR athena"); got != want {
				t.Errorf("%s %s: %s, want %s", files[i], d.name, got, want)
			}
			for _, note := range *notes {
				if !strings.Contains(note, "no question is lost") {
					t.Errorf("%s %s: note %q", files[i], d.name, note)
				}
			}
			if h, err := a.Doctor(context.Background(), false); err != nil || !h.Sound {
				t.Errorf("%s %s: not sound after a search: %+v %v", files[i], d.name, h.Checks, err)
			}
			a.Close()
		}
	}
}

func filesOf(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	return files
}

func harm(t *testing.T, name string, do func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if do == nil {
		err = os.Remove(name)
	} else {
		err = os.WriteFile(name, do(content), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestDamagedCounts puts in place of the counts what is no JSON, other JSON, and counts that cannot be.
func TestDamagedCounts(t *testing.T) {
	dir := filled(t)
	file := filepath.Join(dir, "graph", "counts.json")
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := weakIDs(t, dir)
	for name, content := range map[string]string{
		"empty":         "",
		"truncated":     string(sound[:len(sound)/2]),
		"null":          "null",
		"an array":      "[]",
		"two values":    string(sound) + string(sound),
		"far pairs":     strings.Replace(string(sound), `"pairs":[`, `"pairs":[[99999,100000,1],`, 1),
		"negative pair": strings.Replace(string(sound), `"pairs":[`, `"pairs":[[-1,0,1],`, 1),
	} {
		if content == string(sound) {
			t.Fatalf("%s: nothing is damaged", name)
		}
		write(t, file, content)
		if got := weakIDs(t, dir); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		write(t, file, content)
		a, _ := open(t, dir)
		if _, err := a.Map(context.Background(), MapRequest{Exam: "mla-c01"}); err != nil {
			t.Errorf("%s: map: %v", name, err)
		}
		a.Close()
	}
}

func weakIDs(t *testing.T, dir string) string {
	t.Helper()
	a, _ := open(t, dir)
	defer a.Close()
	v, err := a.Weak(context.Background(), "mla-c01", 0)
	if err != nil {
		return err.Error()
	}
	var list []string
	for _, area := range v.Areas {
		list = append(list, fmt.Sprintf("%s %.2f", area.ID, area.Questions))
	}
	return strings.Join(list, " ")
}

// TestImport tells an import as a line: file, bank, questions, added, changed, unchanged, removed, and codes of problems.
func TestImport(t *testing.T) {
	work := t.TempDir()
	a, _ := open(t, filepath.Join(work, "atlas"))
	one, _, _ := strings.Cut(twoQuestions, "\n2. ")
	edited := strings.Replace(twoQuestions, "Amazon EMR", "Amazon RDS", 1)
	t.Chdir(work)
	for _, step := range []struct{ files, paths, want string }{
		{"a.md " + twoQuestions, "a.md", "a.md a 2: 2 0 0 0"},
		{"", "a.md", "a.md a 2: 0 0 2 0"},
		{"a.md " + edited, "a.md", "a.md a 2: 0 1 1 0"},
		{"a.md " + one, "a.md", "a.md a 1: 0 0 0 1|a.md a 1: 0 1 0 1"},
		{"a.md " + twoQuestions, "a.md", "a.md a 2: 1 0 1 0|a.md a 2: 1 1 0 0"},
		{"deep/a.md " + twoQuestions, "deep/a.md", "deep/a.md deep-a 2: 2 0 0 0"},
		{"", "deep/a.md", "deep/a.md deep-a 2: 0 0 2 0"},
		{"", "deep", "deep/a.md deep-a 2: 0 0 2 0"},
		{"", "./a.md", "./a.md a 2: 0 0 2 0"},
		{"", "none.md a.md", "none.md  0: 0 0 0 0 unreadable; a.md a 2: 0 0 2 0"},
		{"bin.md \x00\x01\x02\x03", "bin.md", "bin.md bin 0: 0 0 0 0 unreadable"},
		{"words.md only words", "words.md", "words.md words 0: 0 0 0 0 no-questions"},
		{"nothing/x.bin x", "nothing", "nothing  0: 0 0 0 0 unreadable"},
	} {
		if name, content, ok := strings.Cut(step.files, " "); ok {
			write(t, name, content)
		}
		r, err := a.Import(context.Background(), ImportOptions{Paths: strings.Fields(step.paths)})
		if err != nil {
			t.Fatalf("%s: %v", step.paths, err)
		}
		if got := line(r); !slices.Contains(strings.Split(step.want, "|"), got) {
			t.Errorf("%s: %s, want %s", step.paths, got, step.want)
		}
	}
}

func line(r *ImportReport) string {
	var parts []string
	for _, f := range r.Files {
		text := fmt.Sprintf("%s %s %d: %d %d %d %d", f.File, f.Bank, f.Questions, f.Added, f.Changed, f.Unchanged, f.Removed)
		for _, p := range f.Problems {
			if p.Severity == bank.Error {
				text += " " + p.Code
			}
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// TestSearchDuringImport searches again and again while files are imported: each search answers, and what was there
// before the import is always found.
func TestSearchDuringImport(t *testing.T) {
	dir := filled(t)
	var paths []string
	work := t.TempDir()
	for i := range 20 {
		paths = append(paths, write(t, filepath.Join(work, fmt.Sprintf("more-%d.md", i)), twoQuestions))
	}
	done := make(chan error, 1)
	go func() {
		a, err := Open(Options{Dir: dir, Now: today})
		if err == nil {
			_, err = a.Import(context.Background(), ImportOptions{Paths: paths})
			a.Close()
		}
		done <- err
	}()
	for finished := false; !finished; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			finished = true
		default:
		}
		a, _ := open(t, dir)
		if got := ids(a, "bank:two"); len(got) != len("two/1 two/2") {
			t.Fatalf("during the import: %s", got)
		}
		a.Close()
	}
	a, _ := open(t, dir)
	if r, err := a.Search(context.Background(), SearchRequest{Query: "athena", Limit: 100}); err != nil || r.Total != 21 {
		t.Errorf("after the import: %+v %v", r, err)
	}
}

// TestCancelledImport: an import that is broken off leaves whole files and an atlas that works.
func TestCancelledImport(t *testing.T) {
	dir := filled(t)
	work := t.TempDir()
	var paths []string
	for i := range 10 {
		paths = append(paths, write(t, filepath.Join(work, fmt.Sprintf("more-%d.md", i)), twoQuestions))
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := Open(Options{Dir: dir, Now: today, Progress: func(stage string, done, total int) {
		if stage == "reading" && total > 0 && 2*done >= total {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Import(ctx, ImportOptions{Paths: paths}); !errors.Is(err, context.Canceled) {
		t.Fatalf("the import was not broken off: %v", err)
	}
	a.Close()
	again, _ := open(t, dir)
	if r, err := again.Search(context.Background(), SearchRequest{Query: "athena", Limit: 100}); err != nil || r.Total != 6 {
		t.Errorf("after the cancelled import: %+v %v", r, err)
	}
	h, err := again.Doctor(context.Background(), false)
	if err != nil || slices.ContainsFunc(h.Checks, func(c Check) bool { return c.State == "damaged" }) {
		t.Errorf("damaged: %+v %v", h, err)
	}
}

// TestReadOnlyFolder reads an atlas in a folder that nobody may write to.
func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser may write anywhere")
	}
	dir := filled(t)
	lockDown := func(mode fs.FileMode) {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = os.Chmod(path, mode)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	lockDown(0o555)
	defer lockDown(0o755)
	a, _ := open(t, dir)
	if got := ids(a, "bank:two"); len(got) != len("two/1 two/2") {
		t.Error(got)
	}
	if _, err := a.ImportSample(context.Background()); err == nil {
		t.Error("an import into a folder that cannot be written reported nothing")
	}
}

// TestErrors: which error a caller gets to decide by.
func TestErrors(t *testing.T) {
	ctx := context.Background()
	empty, _ := open(t, filepath.Join(t.TempDir(), "none"))
	full, _ := open(t, filled(t))
	var syntax *index.SyntaxError
	var concept *UnknownConceptError
	search := func(a *Atlas, q string) error { _, err := a.Search(ctx, SearchRequest{Query: q, Limit: 1}); return err }
	_, exportErr := full.Matching(ctx, `"open`, "mla-c01")
	_, questionErr := full.Question(ctx, "two/9")
	_, conceptErr := full.Concept(ctx, "frobnicate", "mla-c01")
	_, mapErr := full.Map(ctx, MapRequest{Query: "zzzqq", Exam: "mla-c01"})
	_, emptyErr := empty.Question(ctx, "1")
	for name, ok := range map[string]bool{
		"empty atlas":      errors.Is(search(empty, "glue"), ErrEmpty),
		"not importing":    !errors.Is(search(empty, "glue"), ErrFirstImport),
		"empty, show":      errors.Is(emptyErr, ErrEmpty),
		"syntax":           errors.As(search(full, `"open`), &syntax) && syntax.Column == 1,
		"syntax, export":   errors.As(exportErr, &syntax),
		"no question":      errors.Is(questionErr, bank.ErrNotFound),
		"no concept":       errors.As(conceptErr, &concept) && len(concept.Nearest) == 3,
		"nothing to draw":  errors.Is(mapErr, ErrNoHits),
		"found, no error":  search(full, "glue") == nil,
		"a file, no atlas": openFails(write(t, filepath.Join(t.TempDir(), "file"), "x")),
	} {
		if !ok {
			t.Error(name)
		}
	}
	if _, err := os.Stat(empty.Dir()); err == nil {
		t.Error("reading made the folder of an empty atlas")
	}
}

func openFails(dir string) bool {
	_, err := Open(Options{Dir: dir})
	return err != nil
}

// TestPathReads: each step begins where the last one ended.
func TestPathReads(t *testing.T) {
	a, _ := open(t, filled(t))
	v, err := a.Path(context.Background(), "Amazon Athena", "sagemaker clarify")
	if err != nil {
		t.Fatal(err)
	}
	at := v.From
	for _, s := range v.Steps {
		if s.From != at || s.Reason == "" {
			t.Errorf("step %+v after %s", s, at)
		}
		at = s.To
	}
	if v.From != "athena" || at != "sagemaker-clarify" || v.To != at {
		t.Errorf("%+v", v)
	}
	if _, err := a.Path(context.Background(), "athena", "athena"); err != nil && !errors.Is(err, graph.ErrNoPath) {
		t.Error(err)
	}
}

func TestNearestHearsAmbiguousNames(t *testing.T) {
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if near := tax.Nearest("clarfy", 3); !slices.Contains(near, "sagemaker-clarify") {
		t.Error(near)
	}
}

func TestNaturalCompare(t *testing.T) {
	sorted := []string{"", "1", "2", "02x", "10", "exam-1.md", "exam-2.md", "exam-10.md", "exam-10a.md", "exam.md", "exan"}
	for i, a := range sorted {
		for j, b := range sorted {
			got := naturalCompare(a, b)
			if (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%q, %q: %d", a, b, got)
			}
		}
	}
}
