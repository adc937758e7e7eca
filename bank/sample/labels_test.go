package sample

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mlatlas/taxonomy"

	"gopkg.in/yaml.v3"
)

type labelFile struct {
	Bank       string  `yaml:"bank"`
	Exam       string  `yaml:"exam"`
	Annotators int     `yaml:"annotators"`
	Questions  []label `yaml:"questions"`
}

type label struct {
	Question       int      `yaml:"question"`
	Correct        string   `yaml:"correct"`
	Primary        []string `yaml:"primary"`
	Services       []string `yaml:"services"`
	Concepts       []string `yaml:"concepts"`
	Passing        []string `yaml:"passing"`
	DistractorOnly []string `yaml:"distractor_only"`
	Task           string   `yaml:"task"`
	TaskAlt        []string `yaml:"task_alt"`
}

// about is what the question tests or names in stem, key or the argument for the key.
func (l label) about() []string { return slices.Concat(l.Services, l.Concepts) }

func (l label) all() []string {
	return slices.Concat(l.Services, l.Concepts, l.Passing, l.DistractorOnly)
}

func readLabels(t *testing.T) labelFile {
	t.Helper()
	dec := yaml.NewDecoder(Labels())
	dec.KnownFields(true)
	var f labelFile
	if err := dec.Decode(&f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLabelsAgreeWithBank(t *testing.T) {
	f, qs := readLabels(t), bank(t)
	if f.Bank != File || f.Exam != "MLA-C01" || f.Annotators != 2 {
		t.Errorf("labels are of bank %q, exam %q, by %d annotators", f.Bank, f.Exam, f.Annotators)
	}
	if len(f.Questions) != len(qs) {
		t.Fatalf("labels for %d questions of %d", len(f.Questions), len(qs))
	}
	for i, q := range qs {
		for _, fault := range labelFaults(f.Questions[i], q) {
			t.Errorf("question %s: %s", q.number, fault)
		}
	}
}

var conceptID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func labelFaults(l label, q question) []string {
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if got := fmt.Sprint(l.Question); got != q.number {
		say("labelled as %s", got)
	}
	if l.Correct != q.keyText {
		say("correct is %q, the key is %q", l.Correct, q.keyText)
	}
	if !slices.Contains(tasks, l.Task) || q.task != "" && l.Task != q.task || slices.Contains(l.TaskAlt, l.Task) {
		say("task is %s or %v, the heading says %s", l.Task, l.TaskAlt, q.task)
	}
	for _, alt := range l.TaskAlt {
		if !slices.Contains(tasks, alt) {
			say("task_alt %q is no task", alt)
		}
	}
	if n := len(l.Primary); n < 1 || n > 3 {
		say("%d primary concepts, want 1 to 3", n)
	}
	for _, p := range l.Primary {
		if !slices.Contains(l.about(), p) {
			say("primary %s is in neither services nor concepts", p)
		}
	}
	return append(faults, idFaults(l.all())...)
}

func idFaults(ids []string) []string {
	var faults []string
	seen := map[string]bool{}
	for _, id := range ids {
		if !conceptID.MatchString(id) {
			faults = append(faults, fmt.Sprintf("%q is no concept ID", id))
		}
		if seen[id] {
			faults = append(faults, id+" has two parts in the question")
		}
		seen[id] = true
	}
	return faults
}

func TestLabelFaults(t *testing.T) {
	q := question{number: "9", task: "1.3", key: []string{"A", "C"}, keyText: "A, C"}
	good := label{Question: 9, Correct: "A, C", Task: "1.3", Primary: []string{"smote"}, Concepts: []string{"smote"}}
	if f := labelFaults(good, q); len(f) != 0 {
		t.Errorf("sound labels: %v", f)
	}
	for want, damage := range map[string]func(*label){
		"labelled as 8":                    func(l *label) { l.Question = 8 },
		`correct is "A"`:                   func(l *label) { l.Correct = "A" },
		"task is 2.1":                      func(l *label) { l.Task = "2.1" },
		`task_alt "9.9"`:                   func(l *label) { l.TaskAlt = []string{"9.9"} },
		"0 primary":                        func(l *label) { l.Primary = nil },
		"primary pca is in neither":        func(l *label) { l.Primary = []string{"pca"} },
		`"Amazon S3" is no concept ID`:     func(l *label) { l.Passing = []string{"Amazon S3"} },
		"smote has two parts in the quest": func(l *label) { l.DistractorOnly = []string{"smote"} },
	} {
		bad := good
		damage(&bad)
		if got := strings.Join(labelFaults(bad, q), "; "); !strings.Contains(got, want) {
			t.Errorf("found %q, want %q", got, want)
		}
	}
}

// TestSpread wants the bank to range over the subject: 300 concepts that questions are about, 250 that they test.
func TestSpread(t *testing.T) {
	about, primary := map[string]bool{}, map[string]bool{}
	for _, l := range readLabels(t).Questions {
		for _, id := range l.about() {
			about[id] = true
		}
		for _, id := range l.Primary {
			primary[id] = true
		}
	}
	if len(about) < 300 || len(primary) < 250 {
		t.Errorf("about %d concepts, testing %d; want 300 and 250", len(about), len(primary))
	}
}

func TestLabelsNameTaxonomyEntries(t *testing.T) {
	tax, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range readLabels(t).Questions {
		for _, id := range l.all() {
			if c, ok := tax.Concept(id); !ok || !c.Linkable() {
				t.Errorf("question %d: %s is no concept of the taxonomy", l.Question, id)
			}
		}
	}
}
