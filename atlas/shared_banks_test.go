package atlas

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
)

const shared = "../../shared"

// seedAtlas imports the seed bank into a fresh atlas, and reads its labels.
func seedAtlas(t *testing.T) (*Atlas, *bank.Gold) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "knowledge", "gold-seed.yaml"))
	if err != nil {
		t.Skip("the shared banks are not beside the project: ", err)
	}
	defer f.Close()
	gold, err := bank.ReadGold(f)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(Options{Dir: t.TempDir(), Now: func() time.Time { return time.Unix(0, 0) }, Note: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	r, err := a.Import(context.Background(), ImportOptions{Paths: []string{filepath.Join(shared, "banks", "mla-seed.txt")}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Questions != 20 || r.Refused() {
		t.Fatalf("mla-seed.txt: %d questions, problems %v", r.Questions, r.Files[0].Problems)
	}
	return a, gold
}

// TestSeedQuestionsAreFound holds the whole together on a real bank: every labelled question is found by its service, has
// a labelled primary concept among its three heaviest, is on the map of that concept, and most count under their task.
func TestSeedQuestionsAreFound(t *testing.T) {
	a, gold := seedAtlas(t)
	ctx := context.Background()
	tasks := 0
	for _, g := range gold.Questions {
		q, err := a.Question(ctx, "mla-seed/"+g.Number)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(q.Answer, []string{"B"}) {
			t.Errorf("%s: key %v, want B", q.ID, q.Answer)
		}
		for _, service := range g.Services {
			r, err := a.Search(ctx, SearchRequest{Query: "concept:" + service, Limit: 100, Exam: "mla-c01"})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(r.Hits, func(h SearchHit) bool { return h.ID == q.ID }) && linked(q, service) {
				t.Errorf("%s is not found under %s", q.ID, service)
			}
		}
		if len(g.Services) > 0 && !slices.ContainsFunc(g.Services, func(s string) bool { return linked(q, s) }) {
			t.Errorf("%s is linked to none of its services %v", q.ID, g.Services)
		}
		primary := heaviestPrimary(q, g.Primary)
		if primary == "" {
			t.Errorf("%s: none of %v is among its three heaviest", q.ID, g.Primary)
			continue
		}
		onMap(t, a, primary)
		if task, _ := mainTask(q, "mla-c01"); task == g.Task || slices.Contains(g.TaskAlt, task) {
			tasks++
		}
	}
	if t.Logf("%d of 20 count under their task or an alternative", tasks); tasks < 14 {
		t.Errorf("%d of 20 count under their task or an alternative, want 14", tasks)
	}
}

func linked(q *bank.Question, concept string) bool {
	return slices.ContainsFunc(q.Links, func(l bank.Link) bool { return l.Concept == concept && l.Role != bank.RoleDistractor })
}

func heaviestPrimary(q *bank.Question, primary []string) string {
	for _, l := range q.Links[:min(3, len(q.Links))] {
		if slices.Contains(primary, l.Concept) {
			return l.Concept
		}
	}
	return ""
}

// onMap checks that the map of a concept shows it with its questions.
func onMap(t *testing.T, a *Atlas, concept string) {
	t.Helper()
	m, err := a.Map(context.Background(), MapRequest{Concepts: []string{concept}, Exam: "mla-c01"})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range m.Nodes {
		if n.ID == concept {
			if n.Questions == 0 {
				t.Errorf("the map of %s shows it without a question", concept)
			}
			return
		}
	}
	t.Errorf("the map of %s does not show it", concept)
}

// TestMarkdownBankIsAccountedFor compares with counts that were taken by other means: the heads and the keys of the files.
func TestMarkdownBankIsAccountedFor(t *testing.T) {
	dir := filepath.Join(shared, "banks", "clf-markdown")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared banks are not beside the project: ", err)
	}
	a, err := Open(Options{Dir: t.TempDir(), Note: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx := context.Background()
	for round, want := range []string{"added", "unchanged"} {
		r, err := a.Import(ctx, ImportOptions{Paths: []string{dir}})
		if err != nil {
			t.Fatal(err)
		}
		added, unchanged := 0, 0
		for _, f := range r.Files {
			added += f.Added
			unchanged += f.Unchanged
		}
		if got := [2]int{added, unchanged}; r.Questions != 1142 || got[round] != 1142 {
			t.Errorf("round %d: %d questions, added and unchanged %v, want 1142 %s", round+1, r.Questions, got, want)
		}
	}
	wrong := 0
	questions, err := a.Matching(ctx, "", "")
	if err != nil {
		t.Fatal(err)
	}
	keys := keysByLine(t, dir)
	for q, err := range questions {
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(q.Answer, ""), keys.after(q.Source.File, q.Source.Line); got != want {
			wrong++
			t.Logf("%s:%d: key %q, the file says %q", q.Source.File, q.Source.Line, got, want)
		}
	}
	if wrong > 2 {
		t.Errorf("%d keys differ from the files, at most 2 may", wrong)
	}
}

// keyLines holds the key of each "Correct answer" line of a file, by line.
type keyLines map[string]map[int]string

func keysByLine(t *testing.T, dir string) keyLines {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files in", dir, err)
	}
	keys := keyLines{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		keys[filepath.Base(name)] = map[int]string{}
		for i, line := range strings.Split(string(text), "\n") {
			lower := strings.ToLower(line)
			if at := strings.Index(lower, "correct answer"); at >= 0 {
				_, key, _ := strings.Cut(line[at:], ":")
				keys[filepath.Base(name)][i+1] = letters(key)
			}
		}
	}
	return keys
}

func letters(text string) string {
	var list []string
	for _, r := range strings.ToUpper(text) {
		if r >= 'A' && r <= 'Z' {
			list = append(list, string(r))
		}
	}
	slices.Sort(list)
	return strings.Join(list, "")
}

// after returns the first key at or below a line.
func (k keyLines) after(file string, line int) string {
	lines := k[filepath.Base(file)]
	for n := line; n < line+60; n++ {
		if key, ok := lines[n]; ok {
			return key
		}
	}
	return ""
}
