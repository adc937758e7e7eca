package bank

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one; 12 two; 13 three; 100% four; a_b five; 7 gone")
	d.do("a.md: 1 one; 12 two; 13 three; 100% four; a_b five")
	d.do(`c.md: @z 1 zed; @z 5 five; @z axb six; @z 77 seven; @zz Q\x eight; @桶 9 nine`)
	d.do("e.md: @many 1 a; @many 21 b; @many 22 c; @many 23 d; @many 24 e; @many 25 f; @many 26 g")
	for _, test := range []struct{ wanted, want string }{
		{"b/1", "b/1"}, // an ID is itself, though others begin with it
		{"z/1", "z/1"},
		{"12", "b/12"}, // a number of one question
		{"5", "z/5"},
		{"1", `"1" could be b/1, many/1, z/1`},
		{"b/12", "b/12"},
		{"b/a", "b/a_b"}, // the beginning of one ID
		{"B/A", "b/a_b"}, // in any case
		{"zz", "zz/Q-x"},
		{"桶", "桶/9"},
		{"b/1", "b/1"},
		{"many/2", `"many/2" could be many/21, many/22, many/23, many/24, many/25 and 1 more`},
		{"100%", "b/100"}, // the number as written
		{"b/7", "b/7: no such question"},
		{"7", "7: no such question"}, // nor is it the beginning of z/77
		{"", "an empty ID: no such question"},
		{"x", "x: no such question"},
		// What means something to LIKE is only itself.
		{"%", "%: no such question"},
		{"_", "_: no such question"},
		{"b/a_", "b/a_b"},
		{"z/a_b", "z/a_b: no such question"},
		{"b/1%", "b/1%: no such question"},
		{`\`, `\: no such question`},
		{`Q\x`, "zz/Q-x"},
		{"' OR 1=1 --", "' OR 1=1 --: no such question"},
	} {
		got, err := d.store.Resolve(context.Background(), test.wanted)
		var several *AmbiguousError
		if err != nil {
			got = err.Error()
			if errors.Is(err, ErrNotFound) == errors.As(err, &several) {
				t.Errorf("%q: %T is neither kind of error, or both", test.wanted, err)
			}
		}
		if got != test.want {
			t.Errorf("%q: got %s, want %s", test.wanted, got, test.want)
		}
	}
}

func TestNearestIDs(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one; 12 two; 13 three; 桶1 four")
	for _, test := range []struct {
		wanted string
		n      int
		want   string
	}{
		{"b/129", 1, "b/12"},
		{"b/1x", 3, "b/1 b/12 b/13"},
		{"b/桶2", 3, "b/桶1"},
		{"nothing", 2, "b/1 b/12"},
		{"b/1", 0, ""},
		{"%_", 1, "b/1"},
	} {
		ids, err := d.store.Nearest(context.Background(), test.wanted, test.n)
		if got := strings.Join(ids, " "); err != nil || got != test.want {
			t.Errorf("%q: got %s, %v; want %s", test.wanted, got, err, test.want)
		}
	}
	empty := newDesk(t)
	if ids, err := empty.store.Nearest(context.Background(), "x", 3); len(ids) > 0 || err != nil {
		t.Errorf("an empty store has %v, %v", ids, err)
	}
}

func TestGet(t *testing.T) {
	d := newDesk(t)
	ctx := context.Background()
	d.do("a.md: 1 The oven?/a grill; 2 two")
	q, err := d.store.Get(ctx, "b/1")
	if err != nil {
		t.Fatal(err)
	}
	want := "b/1 b 1 single The oven? [{A right a grill true  0} {B wrong false  0}] [A] a.md:1"
	if got := fmt.Sprint(q.ID, " ", q.Bank, " ", q.Number, " ", q.Kind, " ", q.Stem, " ", q.Options, " ", q.Answer, " ", q.Source.File, ":", q.Source.Line); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	d.do("a.md: 1 The oven?/a grill")
	for _, id := range []string{"b/2", "b/3", "", "B/1"} {
		if _, err := d.store.Get(ctx, id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if n, err := d.store.Count(ctx); n != 1 || err != nil {
		t.Errorf("%d questions, %v", n, err)
	}
}

// TestAllStops says that a reader may stop early, and then use the store.
func TestAllStops(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one; 2 two; 3 three")
	d.store.db.SetMaxOpenConns(1) // a cursor that stays open would block the next line
	for range 3 {
		for q, err := range d.store.All(context.Background()) {
			if err != nil || q.Number != "1" {
				t.Errorf("%v, %v", q, err)
			}
			break
		}
	}
	if n, err := d.store.Count(context.Background()); n != 3 || err != nil {
		t.Errorf("%d questions, %v", n, err)
	}
}

// TestDamagedRow says that a question that cannot be read is named.
func TestDamagedRow(t *testing.T) {
	for _, column := range []string{"body", "links", "tasks"} {
		d := newDesk(t)
		d.do("a.md: 1 one; 2 two")
		if _, err := d.store.db.Exec(`UPDATE questions SET ` + column + ` = '{' WHERE id = 'b/2'`); err != nil {
			t.Fatal(err)
		}
		var last error
		n := 0
		for _, err := range d.store.All(context.Background()) {
			n, last = n+1, err
		}
		if n != 2 || last == nil || !strings.Contains(last.Error(), "b/2") || !strings.Contains(last.Error(), "damaged") {
			t.Errorf("%s: %d items, then %v", column, n, last)
		}
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct{ file, want string }{
		{"a.md", "a"}, {"dir/My Bank (v2).txt", "My-Bank-v2"}, {`C:\banks\x.y.csv`, "x.y"}, {".hidden", "bank"}, {"", "bank"},
		{"-", "bank"}, {"題庫.md", "題庫"}, {"a/../..", "bank"}, {"%_'\".md", "_"},
	} {
		if got := BankName(test.file); got != test.want {
			t.Errorf("%q: got %q, want %q", test.file, got, test.want)
		}
	}
}

// TestFind names questions as files do: a beginning minds case, and ends within no number.
func TestFind(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one; 2 two; 61 sixty-one; 4x four")
	s := d.store
	for wanted, want := range map[string]string{"b/1": "b/1", "61": "b/61", "b/61": "b/61", "b/4": "b/4x", "b/6": "", "B/1": "", "a/1": "", "": "", "b/99": ""} {
		got, err := s.Find(context.Background(), wanted)
		if got != want || (err != nil) != (want == "") || err != nil && !errors.Is(err, ErrNotFound) {
			t.Errorf("%q is %q, %v; want %q", wanted, got, err, want)
		}
	}
	var several *AmbiguousError
	if _, err := s.Find(context.Background(), "b/"); !errors.As(err, &several) || len(several.IDs) != 4 {
		t.Errorf("got %v", err)
	}
}
