package taxonomy

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// soundExam is a sound blueprint over the concepts s3 and iam of soundHead.
const soundExam = `id: tst-01
name: Test
status: current
scored: 50
unscored: 15
passing: 720
item_types: [multiple-choice]
domains:
  - {id: "1", name: One, weight: 40}
  - {id: "2", name: Two, weight: 60}
tasks:
  - {id: "1.1", domain: "1", name: First, bullets: [{id: 1.1.K1, keywords: storing, concepts: [s3]}]}
  - {id: "2.1", domain: "2", name: Second, bullets: [{id: 2.1.K1, keywords: access, concepts: [iam]}]}
in_scope_services: [s3]
`

// soundHead takes the lines 1 to 3 of a file of concepts, so that what a test adds begins at line 4.
const soundHead = `concepts:
  - {id: s3, name: Amazon S3, kind: service, aliases: [S3], case_sensitive: [S3]}
  - {id: iam, name: AWS IAM, kind: service}
`

// statusForm is how a fault of a status ends.
const statusForm = `; write it as "renamed 2024-02" or "closed 2025-10-07, retired 2026-10-07", or without a date`

func faultsOf(t *testing.T, files map[string]string) []string {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tax, err := Load(fsys)
	if err == nil {
		return nil
	}
	var faults Faults
	if !errors.As(err, &faults) || tax != nil {
		t.Fatalf("want Faults and no taxonomy, got %v, %T: %v", tax, err, err)
	}
	return strings.Split(err.Error(), "\n")
}

func TestFaultsOfConcepts(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"sound", ``, ``},
		{"unknown key", `  - {id: x, name: Ex, kind: service, alias: [Y]}`, `c.yaml:4: unknown key "alias"`},
		{"unknown key deep down", `  - id: x
    name: Ex
    kind: service
    relations:
      - {type: uses, to: s3, why: so}`, `c.yaml:8: unknown key "why"`},
		{"unknown relation", `  - {id: x, name: Ex, kind: service, relations: [{type: likes, to: s3}]}`,
			`c.yaml:4: x: unknown relation "likes"; one of alternative-to, measures, mitigates, monitors, part-of, prerequisite-of, secures, stores, triggers, uses`},
		{"dangling relation", `  - {id: x, name: Ex, kind: service, relations: [{type: uses, to: s33}]}`,
			`c.yaml:4: x: uses names "s33", which does not exist; near: s3, iam, x`},
		{"dangling parent", `  - {id: x, name: Ex, kind: service, parents: [storage]}`,
			`c.yaml:4: x: parents names "storage", which does not exist; near: iam, s3, x`},
		{"unknown kind", `  - {id: x, name: Ex, kind: thing}`, `c.yaml:4: x: unknown kind "thing"; one of ` + strings.Join(Kinds, ", ")},
		{"status", `  - {id: x, name: Ex, kind: service, status: "renamed 2024-02, closed, retired 2026-10-07"}`, ``},
		{"status in words", `  - {id: x, name: Ex, kind: service, status: support ends 2026-10-07}`,
			`c.yaml:4: x: status "support ends 2026-10-07": "support" is not renamed, closed or retired` + statusForm},
		{"status with more words", `  - {id: x, name: Ex, kind: service, status: closed to new customers 2024-07-25}`,
			`c.yaml:4: x: status "closed to new customers 2024-07-25": "to new customers 2024-07-25" is no date` + statusForm},
		{"status with a year", `  - {id: x, name: Ex, kind: service, status: retired 2024}`,
			`c.yaml:4: x: status "retired 2024": "2024" is no date` + statusForm},
		{"status with no day of the calendar", `  - {id: x, name: Ex, kind: service, status: retired 2023-02-29}`,
			`c.yaml:4: x: status "retired 2023-02-29": "2023-02-29" is no date` + statusForm},
		{"status without a space", `  - {id: x, name: Ex, kind: service, status: "closed 2024-07,retired 2026-10"}`,
			`c.yaml:4: x: status "closed 2024-07,retired 2026-10": "2024-07,retired 2026-10" is no date` + statusForm},
		{"status twice", `  - {id: x, name: Ex, kind: service, status: "closed 2024-07, closed 2026-10"}`,
			`c.yaml:4: x: status "closed 2024-07, closed 2026-10": closed stands twice` + statusForm},
		{"no name", `  - {id: x, kind: service}`, `c.yaml:4: x has no name`},
		{"name of marks", `  - {id: x, name: "!?", kind: service}`, `c.yaml:4: x has no name`},
		{"ID in capitals", `  - {id: Ex, name: Ex, kind: service}`, `c.yaml:4: the ID "Ex" must be lower-case words joined by hyphens`},
		{"ID with a space", `  - {id: e x, name: Ex, kind: service}`, `c.yaml:4: the ID "e x" must be lower-case words joined by hyphens`},
		{"no ID", `  - {name: Ex, kind: service}`, `c.yaml:4: the ID "" must be lower-case words joined by hyphens`},
		{"duplicate ID", `  - {id: s3, name: Ex, kind: service}`, `c.yaml:4: the ID "s3" stands at c.yaml:2 already`},
		{"shared name", `  - {id: x, name: Ex, kind: service, aliases: [amazon-s3]}`, `c.yaml:4: s3 and x share the name "amazon-s3"; make it ambiguous with a rule, or drop one`},
		{"shared acronym", `  - {id: x, name: Ex, kind: service, aliases: [S3], case_sensitive: [S3]}`,
			`c.yaml:4: s3 and x share the name "S3"; make it ambiguous with a rule, or drop one`},
		{"acronym and word differ by case", `  - {id: x, name: s3, kind: service}`, ``},
		{"name of a group is free", `  - {id: grp, name: AWS IAM, kind: group}`, ``},
		{"case-sensitive is no name", `  - {id: x, name: Ex, kind: service, case_sensitive: [EX]}`, `c.yaml:4: x: "EX" is case-sensitive but not one of its names`},
		{"circle of parents", `  - {id: x, name: Ex, kind: service, parents: [y]}
  - {id: y, name: Why, kind: service, parents: [z]}
  - {id: z, name: Zed, kind: service, parents: [x]}`, `c.yaml:4: parents go in a circle: x → y → z → x`},
		{"own parent", `  - {id: x, name: Ex, kind: service, parents: [x]}`, `c.yaml:4: parents go in a circle: x → x`},
		{"circle of prerequisites", `  - {id: x, name: Ex, kind: service, relations: [{type: prerequisite-of, to: y}]}
  - {id: y, name: Why, kind: service, relations: [{type: prerequisite-of, to: x}]}`, `c.yaml:4: prerequisite-of go in a circle: x → y → x`},
		{"circle of uses is fine", `  - {id: x, name: Ex, kind: service, relations: [{type: uses, to: y}]}
  - {id: y, name: Why, kind: service, relations: [{type: uses, to: x}]}`, ``},
		{"two ways up are no circle", `  - {id: x, name: Ex, kind: service, parents: [y, z]}
  - {id: y, name: Why, kind: service, parents: [iam]}
  - {id: z, name: Zed, kind: service, parents: [iam]}`, ``},
		// The YAML library counts the lines of such errors from 0.
		{"bad syntax", `  - {id: x, name: Ex`, `c.yaml:3: not valid YAML: line 3: did not find expected ',' or '}'`},
		{"a tab", "\t- {id: x}", `c.yaml:4: not valid YAML: line 4: found character that cannot start any token`},
		{"wrong shape", `  - {id: x, name: Ex, kind: service, parents: {a: b}}`, "c.yaml:4: line 4: cannot unmarshal !!map into []string"},
		{"a list where a word belongs", `  - {id: x, name: [Ex], kind: service}`, "c.yaml:4: line 4: cannot unmarshal !!seq into string"},
		{"empty entry", `  -`, ``},
		{"off without a concept", "off: [nothing]", `c.yaml:0: off: there is no concept "nothing"`},
		{"several faults", `  - {id: x, name: Ex, kind: thing, parents: [iamm]}
  - {id: y, kind: service, what: 1}`, `c.yaml:5: unknown key "what"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(faultsOf(t, map[string]string{"c.yaml": soundHead + test.text + "\n"}), "\n")
			if got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestFaultsOfRules(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"sound", `{name: storage, form: any, senses: [{concept: s3, near: [bucket]}, {concept: none, near: [attic]}]}`, ``},
		{"no sense", `{name: storage, form: any}`, `r.yaml:2: the rule for "storage" needs a name and at least one sense`},
		{"no name", `{form: any, senses: [{concept: s3, near: [x]}]}`, `r.yaml:2: the rule for "" needs a name and at least one sense`},
		{"no cue", `{name: storage, form: any, senses: [{concept: s3}]}`, `r.yaml:2: "storage": the sense s3 has no cue, so it could never be chosen`},
		{"no form", `{name: storage, senses: [{concept: s3, near: [x]}]}`, `r.yaml:2: "storage": form must be any, capital or exact, not ""`},
		{"dangling sense", `{name: storage, form: any, senses: [{concept: s4, near: [x]}]}`,
			`r.yaml:2: the rule for "storage" names "s4", which does not exist; near: s3, iam`},
		{"plain name too", `{name: aws iams, form: any, senses: [{concept: iam, near: [x]}]}`, `r.yaml:2: "aws iams" has a rule but is also a plain name of iam`},
		{"unknown key", `{name: storage, form: any, senses: [{concept: s3, close: [x]}]}`, `r.yaml:2: unknown key "close"`},
		{"second rule", `{name: storage, form: any, senses: [{concept: s3, near: [x]}]}
- {name: Storages, form: any, senses: [{concept: s3, near: [x]}]}`, `r.yaml:2: a second rule for "storage"; the first stands at r.yaml:3`},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"c.yaml": soundHead, "r.yaml": "ambiguous:\n- " + test.text + "\n"}
			if got := strings.Join(faultsOf(t, files), "\n"); got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
	files := map[string]string{"c.yaml": soundHead + "  - {id: x, name: Ex, kind: service, ambiguous: [box, crate]}\n",
		"r.yaml": "ambiguous:\n- {name: crate, form: any, senses: [{concept: s3, near: [y]}]}\n"}
	want := []string{`c.yaml:4: x: the ambiguous name "box" has no rule`, `c.yaml:4: x: the rule for "crate" has no such sense`}
	if got := faultsOf(t, files); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestFaultsOfExams(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"sound", "", "", ""},
		{"weights", "weight: 60", "weight: 59.5", "exams/e.yaml:1: the weights of the domains of tst-01 sum to 99.5, not 100"},
		{"weights within rounding", "weight: 60", "weight: 60.001", ""},
		{"no such domain", `domain: "2"`, `domain: "3"`, `exams/e.yaml:13: tst-01: task 2.1 is in domain "3", which does not exist`},
		{"dangling bullet", "concepts: [iam]", "concepts: [iamb]", `exams/e.yaml:13: tst-01 2.1.K1 names "iamb", which does not exist; near: iam, s3`},
		{"dangling service", "services: [s3]", "services: [s9]", `exams/e.yaml:1: tst-01: in_scope_services names "s9", which does not exist; near: s3, iam`},
		{"task twice", `id: "2.1"`, `id: "1.1"`, `exams/e.yaml:13: tst-01: a second task 1.1`},
		{"ID in capitals", "id: tst-01", "id: TST-01", `exams/e.yaml:1: the exam ID "TST-01" must be lower case`},
		{"no predecessor", "status: current", "status: current\npredecessor: old-01", `exams/e.yaml:1: tst-01 names the exam "old-01", which does not exist`},
		{"unknown key", "passing: 720", "pass: 720", `exams/e.yaml:6: unknown key "pass"`},
		{"a number that is none", "passing: 720", "passing: many", "exams/e.yaml:6: line 6: cannot unmarshal !!str `many` into int"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.Contains(soundExam, test.old) {
				t.Fatalf("the exam does not hold %q", test.old)
			}
			exam := strings.Replace(soundExam, test.old, test.new, 1)
			got := strings.Join(faultsOf(t, map[string]string{"c.yaml": soundHead, "exams/e.yaml": exam}), "\n")
			if got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
	twice := strings.Replace(soundExam, "concepts: [s3]}]", "concepts: [s3]}, {id: 1.1.K1, keywords: more, concepts: [s3]}]", 1)
	want := []string{"exams/e.yaml:12: tst-01: a second bullet 1.1.K1"}
	if got := faultsOf(t, map[string]string{"c.yaml": soundHead, "exams/e.yaml": twice}); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestFaultsInOrder says that faults come by file and line, those of every file together.
func TestFaultsInOrder(t *testing.T) {
	got := faultsOf(t, map[string]string{
		"b.yaml": "concepts:\n  - {id: x, name: Ex, kind: service, parents: [no]}\n  - {id: y, name: Why, kind: odd}\n",
		"a.yaml": "concepts:\n\n  - {id: z, kind: service}\n",
		"n.txt":  "not read",
		"o.yml":  "off: [gone]\n",
	})
	var places []string
	for _, line := range got {
		place, _, _ := strings.Cut(line, ": ")
		places = append(places, place)
	}
	if want := []string{"a.yaml:3", "b.yaml:2", "b.yaml:3", "o.yml:0"}; !slices.Equal(places, want) {
		t.Errorf("got %v, want %v", places, want)
	}
}

// base is what overlays are laid over.
var base = fstest.MapFS{
	"concepts/c.yaml": {Data: []byte(soundHead + `  - {id: bucket, name: S3 bucket, kind: feature, parents: [s3], tasks: ["1.1"], relations: [{type: uses, to: iam}]}
  - {id: ebs, name: Amazon EBS, kind: service, ambiguous: [storage]}
ambiguous:
  - {name: storage, form: any, senses: [{concept: ebs, near: [block]}]}
  - {name: role, form: any, senses: [{concept: iam, near: [trust]}, {concept: none, near: [play]}]}
`)},
	"exams/e.yaml":      {Data: []byte(soundExam)},
	"out_of_scope.yaml": {Data: []byte("services: [Amazon GameLift]\n")},
}

func TestOverlay(t *testing.T) {
	over := fstest.MapFS{"mine.yaml": {Data: []byte(`concepts:
  - {id: s3, name: Simple Storage, aliases: [S3, cupboard], added_for: [tst-01], relations: [{type: uses, to: iam}]}
  - {id: shelf, name: Shelf, kind: concept, parents: [s3]}
ambiguous:
  - {name: Roles, form: any, senses: [{concept: iam, near: [policy]}]}
off: [ebs]
`)}, "out_of_scope.yaml": {Data: []byte("services: [AWS RoboMaker]\n")}}
	below, err := Load(base)
	if err != nil {
		t.Fatal(err)
	}
	tax, err := Load(base, over)
	if err != nil {
		t.Fatal(err)
	}
	s3, _ := tax.Concept("s3")
	if got := strings.Join(s3.Names(), "|"); got != "Simple Storage|S3|cupboard|Amazon S3" {
		t.Errorf("names of s3: %s", got)
	}
	if s3.Kind != "service" || len(s3.Relations) != 1 || !slices.Equal(s3.AddedFor, []string{"tst-01"}) {
		t.Errorf("s3 is %+v", s3)
	}
	if got := tax.Children("s3"); !slices.Equal(got, []string{"bucket", "shelf"}) {
		t.Errorf("children of s3: %v", got)
	}
	texts := []string{"A shelf in the cupboard has block storage; trust the role. A role in the policy. Amazon S3."}
	want := "shelf = shelf (name)|cupboard = s3 (alias)|role = iam (near \"policy\")|Amazon S3 = s3 (former name)"
	if got := strings.Join(printed(texts, tax.Linker().Link(texts...)), "|"); got != want {
		t.Errorf("linked\n%s, want\n%s", got, want)
	}
	if _, ok := tax.Concept("ebs"); ok || len(tax.Ambiguous()) != 1 {
		t.Errorf("ebs is still there, or its rule: %d rules", len(tax.Ambiguous()))
	}
	if got := tax.OutOfScope(); !slices.Equal(got, []string{"Amazon GameLift", "AWS RoboMaker"}) {
		t.Errorf("out of scope: %v", got)
	}
	if below.Hash() == tax.Hash() {
		t.Error("the overlay does not change the hash")
	}
	if again, _ := Load(base, over); again.Hash() != tax.Hash() {
		t.Error("the hash differs between two loads of the same")
	}
}

// TestOverlaySwitchesOff says that nothing points at a concept that is off, so that switching any one off is no fault.
func TestOverlaySwitchesOff(t *testing.T) {
	for _, id := range []string{"s3", "iam", "bucket", "ebs"} {
		tax, err := Load(base, fstest.MapFS{"off.yaml": {Data: []byte("off: [" + id + "]\n")}})
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if _, ok := tax.Concept(id); ok {
			t.Errorf("%s is still there", id)
		}
		if got := tax.ExamTasks("tst-01", id); len(got) > 0 {
			t.Errorf("%s is still asked for in %v", id, got)
		}
	}
	embedded := embeddedOrFail(t)
	for _, id := range []string{"s3", "sagemaker-endpoint", "kinesis-data-streams", "lambda", "drift"} {
		if _, ok := embedded.Concept(id); !ok {
			t.Fatalf("no %s", id)
		}
		if _, err := Load(Data(), fstest.MapFS{"off.yaml": {Data: []byte("off: [" + id + "]\n")}}); err != nil {
			t.Errorf("%s off: %v", id, err)
		}
	}
}

// TestOverlayFaults says that what an overlay breaks is reported where the overlay says it.
func TestOverlayFaults(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"dangling parent of a known concept", "concepts:\n  - {id: iam, parents: [nope]}", `mine.yaml:2: iam: parents names "nope", which does not exist; near: iam, ebs, bucket`},
		{"shared name", "concepts:\n\n  - {id: bucket, aliases: [Amazon EBS]}", `mine.yaml:3: bucket and ebs share the name "Amazon EBS"; make it ambiguous with a rule, or drop one`},
		{"circle", "concepts:\n  - {id: s3, parents: [bucket]}", `mine.yaml:2: parents go in a circle: bucket → s3 → bucket`},
		{"new without kind", "concepts:\n  - {id: new, name: New}", `mine.yaml:2: new: unknown kind ""; one of ` + strings.Join(Kinds, ", ")},
		{"status of a known concept", "concepts:\n  - {id: iam, status: gone}", `mine.yaml:2: iam: status "gone": "gone" is not renamed, closed or retired` + statusForm},
		{"off twice", "off: [ebs, ebs]", `mine.yaml:0: off: there is no concept "ebs"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(base, fstest.MapFS{"mine.yaml": {Data: []byte(test.text + "\n")}})
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestLoadFiles(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.yaml"), filepath.Join(dir, "bad.yaml")
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(good, "concepts:\n  - {id: my-tool, name: My Tool of Tests, kind: framework}\n")
	write(bad, "concepts:\n  - {id: s3, parents: [no-such-thing]}\n")
	tax, err := LoadFiles([]string{good})
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := tax.Find("my tool of tests"); !ok || c.ID != "my-tool" {
		t.Errorf("found %v", c)
	}
	_, err = LoadFiles([]string{good, bad})
	if err == nil || !strings.HasPrefix(err.Error(), filepath.ToSlash(bad)+":2: s3: parents names") {
		t.Errorf("got %v", err)
	}
	if _, err := LoadFiles([]string{filepath.Join(dir, "none.yaml")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
