package bank

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mlatlas/taxonomy"
)

// desk is a store with a folder of files around it, for scenarios written as lines.
type desk struct {
	t        *testing.T
	store    *Store
	dir      string
	taxonomy *taxonomy.Taxonomy
	day      time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "atlas", "bank.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &desk{t, s, t.TempDir(), loadKitchen(t, ""), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// do runs one line: "rm a.md" deletes a file, "a.md: ITEMS" writes and imports one, "dry a.md: ITEMS" only tries. It
// returns what the import reported, as "+added ~changed =unchanged -removed", then the codes of problems.
func (d *desk) do(line string) string {
	d.t.Helper()
	if name, ok := strings.CutPrefix(line, "rm "); ok {
		if err := os.Remove(filepath.Join(d.dir, name)); err != nil {
			d.t.Fatal(err)
		}
		return ""
	}
	name, items, _ := strings.Cut(line, ":")
	name, dry := strings.CutPrefix(name, "dry ")
	path := filepath.Join(d.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(items), 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.day = d.day.Add(24 * time.Hour)
	in := Import{Path: path, Name: name, Bank: "b", Now: d.day, DryRun: dry, Taxonomy: d.taxonomy, LinkStamp: "stamp"}
	r, err := d.store.Add(context.Background(), in, parseItems(items))
	if err != nil {
		return "error: " + strings.ReplaceAll(err.Error(), d.dir, "")
	}
	text := fmt.Sprintf("+%d ~%d =%d -%d", r.Added, r.Changed, r.Unchanged, r.Removed)
	if r.Added+r.Changed+r.Unchanged != r.Questions {
		text += fmt.Sprintf(" of %d", r.Questions)
	}
	for _, p := range r.Problems {
		text += " " + p.Code
	}
	return text
}

// parseItems reads items behind semicolons: "1 stem/option" is question 1, "- stem/option" one without a number,
// "@other 1 stem/option" one that names its bank, "!error" and "!warning" problems, "!!" a failing reader.
func parseItems(text string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for i, part := range strings.Split(text, ";") {
			part = strings.TrimSpace(part)
			if part == "" {
				continue
			}
			item, err := parseItem(part, i+1)
			if !yield(item, err) || err != nil {
				return
			}
		}
	}
}

func parseItem(part string, line int) (Item, error) {
	if part == "!!" {
		return Item{}, errors.New("the disk is gone")
	}
	if severity, ok := strings.CutPrefix(part, "!"); ok {
		return Item{Problems: []Problem{{Line: line, Severity: Severity(severity), Code: "some-" + severity}}}, nil
	}
	q := &Question{Kind: Single, Source: Source{Line: line}}
	if named, ok := strings.CutPrefix(part, "@"); ok {
		q.Bank, part, _ = strings.Cut(named, " ")
	}
	q.Number, part, _ = strings.Cut(part, " ")
	if q.Number == "-" {
		q.Number = ""
	}
	stem, option, _ := strings.Cut(part, "/")
	q.Stem, q.Answer = stem, []string{"A"}
	q.Options = []Option{{Label: "A", Text: "right " + option, Correct: true}, {Label: "B", Text: "wrong"}}
	return Item{Question: q}, nil
}

// listed names what is in the store, in its order, as "ID stem/option"; content hashes are shown as "#".
func (d *desk) listed() string {
	d.t.Helper()
	var parts []string
	for q, err := range d.store.All(context.Background()) {
		if err != nil {
			d.t.Fatal(err)
		}
		id := q.ID
		if q.Number == "" {
			id = d.short(id)
		}
		parts = append(parts, id+" "+q.Stem+strings.TrimSuffix("/"+strings.TrimPrefix(q.Options[0].Text, "right "), "/"))
	}
	return strings.Join(parts, "; ")
}

// short puts # for the content hash of an ID, and fails where there is none.
func (d *desk) short(id string) string {
	cut := strings.LastIndex(id, "/") + 1
	hash, again, repeated := strings.Cut(id[cut:], "~")
	if len(hash) != 10 || strings.Trim(hash, "0123456789abcdef") != "" {
		d.t.Errorf("%s is no ID of a question without number", id)
	}
	if repeated {
		again = "~" + again
	}
	return id[:cut] + "#" + again
}

func (d *desk) revision() string {
	d.t.Helper()
	r, err := d.store.Revision()
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// TestAdd plays imports one after the other. A step is a line for desk.do, what it reports, and what the store holds
// then, where that has changed; the revision
// must have grown exactly if there is news.
func TestAdd(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps []string // three to a step: what is done, what is reported, what is there ("" for the same as before)
	}{
		{"first, again, edited, grown", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"a.md: 1 one; 2 two", "+0 ~0 =2 -0", "",
			"a.md: 1 one; 2 two!", "+0 ~1 =1 -0", "b/1 one; b/2 two!",
			"a.md: 1 one; 3 three; 2 two!", "+1 ~0 =2 -0", "b/1 one; b/3 three; b/2 two!",
		}},
		{"removed and back", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"a.md: 1 one", "+0 ~0 =1 -1", "b/1 one",
			"a.md: 1 one", "+0 ~0 =1 -0", "",
			"a.md: 1 one; 2 two", "+1 ~0 =1 -0", "b/1 one; b/2 two",
			"a.md: 1 one", "+0 ~0 =1 -1", "b/1 one",
			"a.md: 1 one; 2 another", "+1 ~0 =1 -0", "b/1 one; b/2 another",
		}},
		{"without numbers", []string{
			"a.md: - one/x; - two/x", "+2 ~0 =0 -0", "b/# one/x; b/# two/x",
			"a.md: - two/x; - one/x", "+0 ~0 =2 -0", "b/# two/x; b/# one/x",
			"a.md: - two/x; -  ONE/y", "+0 ~1 =1 -0", "b/# two/x; b/#  ONE/y",
			"a.md: - two/x; -  ONE/y", "+0 ~0 =2 -0", "",
			"a.md: - three/y; - two/x", "+1 ~0 =1 -1", "b/# three/y; b/# two/x",
		}},
		{"the same twice without numbers", []string{
			"a.md: - one/x; - one/x; - one/x", "+3 ~0 =0 -0", "b/# one/x; b/#~2 one/x; b/#~3 one/x",
			"a.md: - one/x; - one/x; - one/x", "+0 ~0 =3 -0", "",
			"a.md: - one/x; - one/x", "+0 ~0 =2 -1", "b/# one/x; b/#~2 one/x",
		}},
		{"one number twice", []string{
			"a.md: 1 one; 1 other; 2 two; 1 third", "+4 ~0 =0 -0", "b/1 one; b/1~2 other; b/2 two; b/1~3 third",
			"a.md: 1 one; 1 other; 2 two; 1 third", "+0 ~0 =4 -0", "",
			"a.md: 1 one; 1 edited; 2 two; 1 third", "+0 ~1 =3 -0", "b/1 one; b/1~2 edited; b/2 two; b/1~3 third",
		}},
		{"numbers that are awkward in IDs", []string{
			"a.md: 2.4 one; 1/3 two; Q#7 three; ../x four; 桶 five; ~ six", "+6 ~0 =0 -0",
			"b/2.4 one; b/1-3 two; b/Q-7 three; b/x four; b/桶 five; b/" + sixID + " six",
		}},
		{"vanished", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"a.md: ", "error: the file held questions before and holds none now", "",
			"a.md: !error", "error: the file held questions before and holds none now", "",
			"a.md: 1 one; 2 two", "+0 ~0 =2 -0", "",
		}},
		{"empty from the start", []string{"a.md: !warning", "+0 ~0 =0 -0 some-warning", ""}},
		{"errors keep what is missing", []string{
			"a.md: 1 one; 2 two; 3 three", "+3 ~0 =0 -0", "b/1 one; b/2 two; b/3 three",
			"a.md: 1 one; !error; 3 edited", "+0 ~1 =1 -0 some-error missing-kept", "b/1 one; b/2 two; b/3 edited",
			"a.md: 1 one; !warning; 3 edited", "+0 ~0 =2 -1 some-warning", "b/1 one; b/3 edited",
		}},
		{"a reader that fails keeps nothing", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"a.md: 1 edited; 3 three; !!", "error: the disk is gone", "",
		}},
		{"a second file of the bank", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"c.md: 1 one; 2 other; 3 three", "+2 ~0 =1 -0", "b/1 one; b/2 two; b/c/2 other; b/3 three",
			"c.md: 1 one; 2 other!; 3 three", "+0 ~1 =2 -0", "b/1 one; b/2 two; b/c/2 other!; b/3 three",
			"a.md: 1 one; 2 two", "+0 ~0 =2 -0", "",
			"x/c.md: 2 yet another", "+1 ~0 =0 -0", "b/1 one; b/2 two; b/c/2 other!; b/3 three; b/c-2/2 yet another",
			"x/c.md: 2 yet another", "+0 ~0 =1 -0", "",
		}},
		{"what a question says of its bank counts", []string{
			"a.md: 1 one; @Other_Bank 1 two; @!? 2 three", "+3 ~0 =0 -0", "b/1 one; Other_Bank/1 two; b/2 three",
			"e.jsonl: @b 1 edited", "+0 ~1 =0 -0", "Other_Bank/1 two; b/2 three; b/1 edited",
		}},
		{"moved", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"rm a.md", "", "",
			"sub/a.md: 1 one; 2 edited", "+0 ~1 =1 -0", "b/1 one; b/2 edited",
			"sub/a.md: 1 one", "+0 ~0 =1 -1", "b/1 one",
		}},
		{"moved unchanged, then a new file in the old place", []string{
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"rm a.md", "", "",
			movedUnchanged, "+0 ~0 =2 -0", "",
			"a.md: 1 new", "+1 ~0 =0 -0", "b/1 one; b/2 two; b/a/1 new",
			"sub/a.md: 1 one; 2 two", "+0 ~0 =2 -0", "",
		}},
		{"copied, not moved", []string{
			"a.md: 1 one", "+1 ~0 =0 -0", "b/1 one",
			"sub/a.md: 1 two", "+1 ~0 =0 -0", "b/1 one; b/a/1 two",
		}},
		{"dry runs keep nothing", []string{
			"dry a.md: 1 one; 2 two", "+2 ~0 =0 -0", "",
			"a.md: 1 one; 2 two", "+2 ~0 =0 -0", "b/1 one; b/2 two",
			"dry a.md: 1 edited; 3 three", "+1 ~1 =0 -1", "",
			"a.md: 1 one; 2 two", "+0 ~0 =2 -0", "",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.play(test.steps)
		})
	}
}

// sixID is the ID that the content of the question gives it: its number has no character that an ID may have.
const sixID = "54acb2ba2d"

func (d *desk) play(steps []string) {
	d.t.Helper()
	wanted := ""
	for i := 0; i+2 < len(steps); i += 3 {
		before := d.revision()
		if got := d.do(steps[i]); got != steps[i+1] {
			d.t.Errorf("%s\nreports %s\n   want %s", steps[i], got, steps[i+1])
		}
		if steps[i+2] != "" {
			wanted = steps[i+2]
		}
		if got := d.listed(); got != wanted {
			d.t.Errorf("%s\nleaves %s\n  want %s", steps[i], got, wanted)
		}
		if grown := d.revision() != before; grown != news(steps[i:i+2]) {
			d.t.Errorf("%s\nthe revision was %s and is %s", steps[i], before, d.revision())
		}
	}
}

var nothingNew = regexp.MustCompile(`^\+0 ~0 =\d+ -0`)

// news says whether a step must count the revision up: something was added, changed or removed, or the file has moved.
func news(step []string) bool {
	line, report := step[0], step[1]
	kept := report != "" && !strings.HasPrefix(report, "error") && !strings.HasPrefix(line, "dry ")
	return kept && (!nothingNew.MatchString(report) || line == movedUnchanged)
}

// movedUnchanged is the first import of a file whose old path is gone.
const movedUnchanged = "sub/a.md: 1 one; 2 two "

// TestRevisionStays says that an import that changes nothing leaves derived data fresh.
func TestRevisionStays(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one; 2 two")
	d.do("c.md: 3 three")
	before := d.revision()
	for _, line := range []string{"a.md: 1 one; 2 two", "c.md: 3 three", "dry a.md: 1 edited", "a.md: ", "a.md: 1 edited; !!"} {
		d.do(line)
		if got := d.revision(); got != before {
			t.Errorf("%s: revision %s became %s", line, before, got)
		}
	}
}

// TestEditedKeepsID follows one question without number by its ID.
func TestEditedKeepsID(t *testing.T) {
	d := newDesk(t)
	idOf := func(stem string) string {
		for q, err := range d.store.All(context.Background()) {
			if err == nil && q.Stem == stem {
				return q.ID
			}
		}
		t.Fatalf("no question %q", stem)
		return ""
	}
	d.do("a.md: - same/x; - same/y; - else/z")
	before := d.listed()
	id := idOf("else")
	d.do("a.md: - same/x2; - same/y; - else/z2")
	if idOf("else") != id {
		t.Errorf("%s became %s when an option was edited", id, idOf("else"))
	}
	d.do("a.md: - same/x; - same/y; - else/z")
	if idOf("else") != id || d.listed() != before {
		t.Errorf("edited back, the store holds %s", d.listed())
	}
	d.do("a.md: - same/x; - same/y")
	d.do("a.md: - same/x; - same/y; - else/z3")
	if idOf("else") != id {
		t.Errorf("%s came back as %s", id, idOf("else"))
	}
}

// TestPrefix says that numbers of the files of one bank are kept apart by a prefix, and stay so when they are edited.
func TestPrefix(t *testing.T) {
	d := newDesk(t)
	add := func(name, items string) Report {
		t.Helper()
		in := Import{Path: filepath.Join(d.dir, name), Name: name, Bank: "b", Prefix: BankName(name) + "/", Taxonomy: d.taxonomy, LinkStamp: "stamp"}
		r, err := d.store.Add(context.Background(), in, parseItems(items))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	add("p1.md", "1 one; - two")
	add("p2.md", "1 three")
	if r := add("p1.md", "1 edited; - two"); r.Changed != 1 || r.Unchanged != 1 {
		t.Errorf("%+v", r)
	}
	if got, want := d.listed(), "b/p1/1 edited; b/p1/# two; b/p2/1 three"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSources(t *testing.T) {
	d := newDesk(t)
	ctx := context.Background()
	d.do("a.md: 1 one; 2 two")
	d.do("c.md: 3 three; @z 1 zed")
	banks, err := d.store.Banks(ctx)
	if got, want := fmt.Sprint(banks), "[{b 3 [a.md c.md] 2026-01-03T00:00:00Z {  false} []} {z 1 [c.md] 2026-01-03T00:00:00Z {  false} []}]"; err != nil || got != want {
		t.Errorf("banks: %s, %v; want %s", got, err, want)
	}
	check := func(file, bank string, elsewhere bool) {
		t.Helper()
		path := filepath.Join(d.dir, file)
		if got, err := d.store.SourceBank(ctx, path); got != bank || err != nil {
			t.Errorf("%s: bank %q, %v; want %q", file, got, err, bank)
		}
		if got, err := d.store.BankElsewhere(ctx, "b", path); got != elsewhere || err != nil {
			t.Errorf("%s: bank elsewhere is %v, %v", file, got, err)
		}
	}
	check("a.md", "b", true)
	check("new.md", "", true)
	d.do("rm c.md")
	check("a.md", "b", false)
	d.do("rm a.md")
	d.do("sub/a.md: 1 one; 2 two")
	check("sub/a.md", "b", false)
	check("a.md", "", true)
	if q, err := d.store.Get(ctx, "b/1"); err != nil || q.Source.File != "sub/a.md" {
		t.Errorf("b/1 comes from %+v, %v", q, err)
	}
}

// TestLinksAreStored says that links and tasks come back as they went in, and that Relink renews those of removed
// questions too, so that they are right when they come back.
func TestLinksAreStored(t *testing.T) {
	d := newDesk(t)
	ctx := context.Background()
	d.do("a.md: 1 The oven?/bread; 2 Bread?/cake; 3 Ladle/x")
	d.do("a.md: 1 The oven?/bread; 3 Ladle/x")
	show := func(id string) string {
		q, err := d.store.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return showLinks(q) + " | " + showTasks(q)
	}
	want := "!bread key 0.88, oven stem 0.12 | mla-c01 2/2.1 1.00"
	if got := show("b/1"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if stamp, err := d.store.LinkStamp(); stamp != "stamp" || err != nil {
		t.Errorf("stamp %q, %v", stamp, err)
	}
	d.taxonomy = loadKitchen(t, "concepts:\n  - {id: scoop, name: Scoop, kind: service, aliases: [right cake, ladle x]}\noff: [ladle]\n")
	done := 0
	if err := d.store.Relink(ctx, d.taxonomy, "newer", func(n int) { done = n }); err != nil || done != 3 {
		t.Fatalf("%d relinked: %v", done, err)
	}
	if stamp, _ := d.store.LinkStamp(); stamp != "newer" {
		t.Errorf("stamp %q", stamp)
	}
	if got := show("b/1"); got != want {
		t.Errorf("after Relink %s, want %s", got, want)
	}
	if got := show("b/3"); got != " | " {
		t.Errorf("after Relink %s, want nothing", got)
	}
	var links string
	if err := d.store.db.QueryRow(`SELECT links FROM questions WHERE id = 'b/2' AND removed = 1`).Scan(&links); err != nil || !strings.Contains(links, "scoop") {
		t.Errorf("the removed question has the links %s, %v", links, err)
	}
}

// TestFullDisk gives the file no page to grow: nothing of the import is kept, and the message says why.
func TestFullDisk(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one")
	d.store.db.SetMaxOpenConns(1)
	if _, err := d.store.db.Exec(`PRAGMA max_page_count = 1`); err != nil { // no less than it has
		t.Fatal(err)
	}
	got := d.do("c.md: 2 " + strings.Repeat("two ", 100_000))
	if want := "the disk is full; nothing of this file was imported"; !strings.Contains(got, want) {
		t.Errorf("got %.200s, want %s", got, want)
	}
	if got := d.listed(); got != "b/1 one" {
		t.Errorf("the store holds %s", got)
	}
}

func TestCancelledImport(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one")
	ctx, cancel := context.WithCancel(context.Background())
	items := func(yield func(Item, error) bool) {
		for item := range parseItems("2 two; 3 three") {
			cancel()
			if !yield(item, nil) {
				return
			}
		}
	}
	in := Import{Path: filepath.Join(d.dir, "c.md"), Name: "c.md", Bank: "b", Taxonomy: d.taxonomy}
	if _, err := d.store.Add(ctx, in, items); !errors.Is(err, context.Canceled) && !errors.Is(err, sql.ErrTxDone) {
		t.Errorf("got %v", err)
	}
	if got := d.listed(); got != "b/1 one" {
		t.Errorf("the store holds %s", got)
	}
	if got := d.do("c.md: 2 two"); got != "+1 ~0 =0 -0" {
		t.Errorf("the next import reports %s", got)
	}
}
