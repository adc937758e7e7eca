package taxonomy

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFind(t *testing.T) {
	tax := loadText(t, workshop)
	for _, test := range []struct{ name, want string }{
		{"bucket", "bucket"},
		{" BUCKET ", "bucket"},
		{"amazon buckets", "bucket"},
		{"Amazon-Bucket", "bucket"},
		{"bucket-policy", "bucket-policy"},
		{"text blaze classic", ""}, // the spelling in two words is for running text
		{"textblaze classics", "blaze"},
		{"emr", "emr"},
		{"VISE", "vise"}, // an ID without regard to case
		{"c++", "cpp"},
		{"c", ""},
		{"café MODEL", "cafe"},
		{"hammer", "hammer"},   // its ID
		{"Hammers", "hammer"},  // ambiguous: the first sense
		{"drive", "disk"},      // likewise
		{"grp-all", "grp-all"}, // groups can be found, though not linked
		{"whole workshop", "grp-all"},
		{"", ""},
		{"?!", ""},
		{"no such thing", ""},
	} {
		c, ok := tax.Find(test.name)
		if ok != (test.want != "") || ok && c.ID != test.want {
			t.Errorf("%q: got %v, want %q", test.name, c, test.want)
		}
	}
}

// TestFindEmbedded holds that every concept is found by its ID, and by every name that no other one has in another case.
func TestFindEmbedded(t *testing.T) {
	tax := embeddedOrFail(t)
	for _, c := range tax.Concepts() {
		for _, name := range append([]string{c.ID}, c.Names()...) {
			found, ok := tax.Find(name)
			sameLetters := ok && slices.ContainsFunc(found.Names(), func(n string) bool { return key(n) == key(name) })
			byID := ok && found.ID == strings.ToLower(name)
			if !ok || found != c && !sameLetters && !byID {
				t.Errorf("%s: %q finds %v", c.ID, name, found)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	tax := embeddedOrFail(t)
	for _, test := range []struct{ name, want string }{
		{"sagemaker clarfy", "sagemaker-clarify"},
		{"Amazon Kinesis Data Strems", "kinesis-data-streams"},
		{"blazing txt", "blazingtext"},
		{"model-monitr", "sagemaker-model-monitor"},
		{"confusion matrx", "confusion-matrix"},
		{"xgbost", "xgboost"},
	} {
		got := tax.Nearest(test.name, 3)
		if len(got) != 3 || got[0] != test.want {
			t.Errorf("%q: got %v, want %s first", test.name, got, test.want)
		}
	}
	small := loadText(t, workshop)
	if got, want := len(small.Nearest("x", 1000)), 18; got != want {
		t.Errorf("all %d of %d: groups are never near", got, want)
	}
	if got := small.Nearest("", 2); len(got) != 2 {
		t.Errorf("nothing wanted: %v", got)
	}
	if got := small.Nearest("bucket", 0); len(got) != 0 {
		t.Errorf("none wanted: %v", got)
	}
}

func TestNearestWords(t *testing.T) {
	words := []string{"search", "show", "similar", "serve", "map", "import", "export", "map"}
	for _, test := range []struct {
		wanted string
		n      int
		want   string
	}{
		{"serch", 1, "search"},
		{"SHOW", 1, "show"},
		{"imprt", 2, "import export"},
		{"sim", 1, "similar"}, // a beginning is nearer than its distance says
		{"mpa", 1, "map"},
		{"map", 2, "map show"},
		{"", 1, "map"},
		{"x", 100, "map show export serve import search similar"},
		{"x", 0, ""},
	} {
		if got := strings.Join(NearestWords(test.wanted, words, test.n), " "); got != test.want {
			t.Errorf("%q: got %s, want %s", test.wanted, got, test.want)
		}
	}
	if words[0] != "search" || words[7] != "map" {
		t.Errorf("the words were changed: %v", words)
	}
}

func TestEditDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"kitten", "sitting", 3}, {"ab", "ba", 2}, {"flaw", "lawn", 2},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%s, %s: %d, want %d", test.a, test.b, got, test.want)
		}
		if got := editDistance(test.b, test.a); got != test.want {
			t.Errorf("%s, %s: %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

// generations is MLA-C01 with a successor that renumbers one task, drops one and adds one, and an exam of another kind.
var generations = fstest.MapFS{
	"c.yaml": {Data: []byte(`concepts:
  - {id: top, name: Top, kind: concept}
  - {id: own, name: Own, kind: concept, parents: [top], tasks: ["1.1"]}
  - {id: both, name: Both, kind: concept, parents: [top], tasks: ["1.1", "2.1"]}
  - {id: moved, name: Moved, kind: concept, tasks: ["2.1"]}
  - {id: ended, name: Ended, kind: concept, tasks: ["1.1", "1.2"], removed_in: [mla-c02]}
  - {id: dropped, name: Dropped, kind: concept, tasks: ["1.2"]}
  - {id: fresh, name: Fresh, kind: concept}
`)},
	"exams/1.yaml": {Data: []byte(`id: mla-c01
name: Old
successor: mla-c02
domains: [{id: "1", name: One, weight: 50}, {id: "2", name: Two, weight: 50}]
tasks:
  - {id: "1.1", domain: "1", name: A, bullets: [{id: 1.1.K1, keywords: k, concepts: [own, top]}]}
  - {id: "1.2", domain: "1", name: B}
  - {id: "2.1", domain: "2", name: C, bullets: [{id: 2.1.K1, keywords: k, concepts: [own]}]}
`)},
	"exams/2.yaml": {Data: []byte(`id: mla-c02
name: New
predecessor: mla-c01
domains: [{id: "1", name: One, weight: 50}, {id: "2", name: Two, weight: 50}]
tasks:
  - {id: "1.1", domain: "1", name: A, from: "1.1"}
  - {id: "2.2", domain: "2", name: C, from: "2.1"}
  - {id: "2.3", domain: "2", name: D, bullets: [{id: 2.3.K1, keywords: k, concepts: [fresh]}]}
`)},
	"exams/3.yaml": {Data: []byte(`id: oth-c01
name: Other
domains: [{id: "1", name: One, weight: 100}]
tasks:
  - {id: "1.1", domain: "1", name: A, bullets: [{id: 1.1.K1, keywords: k, concepts: [fresh, fresh]}]}
`)},
}

func TestExamTasks(t *testing.T) {
	tax, err := Load(generations)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ concept, first, second, other string }{
		{"own", "1.1 2.1", "1.1", ""}, // bullets and its own list, without doubles; only its own list is carried over
		{"both", "1.1 2.1", "1.1 2.2", ""},
		{"moved", "2.1", "2.2", ""},
		{"ended", "1.1 1.2", "", ""},
		{"dropped", "1.2", "", ""},
		{"fresh", "", "2.3", "1.1"},
		{"top", "1.1", "", ""},
		{"nothing", "", "", ""},
	} {
		for exam, want := range map[string]string{"mla-c01": test.first, "mla-c02": test.second, "oth-c01": test.other, "none": ""} {
			if got := strings.Join(tax.ExamTasks(exam, test.concept), " "); got != want {
				t.Errorf("%s in %s: got %q, want %q", test.concept, exam, got, want)
			}
		}
	}
}

func TestExams(t *testing.T) {
	tax, err := Load(generations)
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := tax.Exam("MLA-C02"); !ok || e.ID != "mla-c02" || !slices.Equal(tax.NearestExams("mla-c2", 1), []string{"mla-c02"}) {
		t.Error("mla-c02 is not found")
	}
	e, _ := tax.Exam("mla-c01")
	if task, ok := e.Task("2.1"); !ok || task.Name != "C" {
		t.Errorf("task 2.1 is %v", task)
	}
	if _, ok := e.Task("2.2"); ok {
		t.Error("mla-c01 has a task 2.2")
	}
	if d, ok := e.Domain("2"); !ok || d.Name != "Two" {
		t.Errorf("domain 2 is %v", d)
	}
	for until, ended := range map[string]bool{"": false, "2026-01-31": false, "2026-01-30": true} {
		if e.Until = until; e.Ended("2026-01-31") != ended {
			t.Errorf("until %q: ended on the day is %v", until, !ended)
		}
	}
}

func TestAboveAndBelow(t *testing.T) {
	tax := loadText(t, workshop)
	if got := tax.Ancestors("bucket-policy"); !slices.Equal(got, []string{"bucket", "grp-all"}) {
		t.Errorf("above bucket-policy: %v", got)
	}
	for _, test := range []struct {
		id, above string
		want      bool
	}{
		{"bucket-policy", "bucket", true}, {"bucket-policy", "grp-all", true}, {"bucket", "bucket", true},
		{"bucket", "bucket-policy", false}, {"no", "bucket", false},
	} {
		if tax.Below(test.id, test.above) != test.want {
			t.Errorf("%s below %s is not %v", test.id, test.above, test.want)
		}
	}
}

// TestSpecificity holds the formula 1 / (1 + 0.5 ln(1 + d + n/2)) for d concepts below and n names of others around.
func TestSpecificity(t *testing.T) {
	tax := loadText(t, workshop)
	for _, test := range []struct {
		id   string
		want float64
	}{
		{"realtime", 1},         // nothing below, in no other name
		{"bucket", 0.7426},      // bucket-policy is below; its name does not count again
		{"policy", 0.8314},      // in the name of bucket-policy: half a concept
		{"bucket-policy", 1},    //
		{"no such concept", 1},  //
		{"grp-all", 1 / 2.4722}, // 18 below
	} {
		if got := tax.Specificity(test.id); got < test.want-1e-3 || got > test.want+1e-3 {
			t.Errorf("%s: %.4f, want %.4f", test.id, got, test.want)
		}
	}
}
