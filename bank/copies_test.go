package bank

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
)

// TestCopies imports questions of several files, a text each, and looks which others say the same as the first one's.
func TestCopies(t *testing.T) {
	const oven = "Which one heats?\n*A. Oven\nB. Knife\nC. Whisk"
	for _, c := range []struct{ other, want string }{
		{oven, "copy"},
		{"which ONE  heats?\n*A. oven\nB. Knife\nC. whisk\n! Because.", "copy"},
		{"Which one *“heats”*?\n*A. Oven\nB. Knife\nC. Whisk", ""},
		{"Which one heats?\n*A. **Oven.**\nB. Knife;\nC. `Whisk`", "copy"},
		{"Which one heats?\nA. Knife\n*B. Oven\nC. Whisk", "reordered"},
		{"Which one heats?\nA. Oven\n*B. Knife\nC. Whisk", "conflict"},
		{"Which one heats?\n*A. Whisk\nB. Oven\nC. Knife", "conflict"},
		{"Which one heats?\n*A. Oven\nB. Knife", ""},
		{"Which one cools?\n*A. Oven\nB. Knife\nC. Whisk", ""},
		{"Which one heats?\n= Oven", ""},
	} {
		d := newDesk(t)
		first, second := ask(t, oven), ask(t, c.other)
		d.add("one.md", first)
		report := d.add("two.md", second)
		copies, err := d.store.Copies(context.Background(), first)
		got := ""
		for _, other := range copies {
			got += string(other.Kind)
			if other.ID != second.ID {
				t.Errorf("%q: the copy is %s, not %s", c.other, other.ID, second.ID)
			}
		}
		if err != nil || got != c.want {
			t.Errorf("%q: got %q (%v), wanted %q", c.other, got, err, c.want)
		}
		code := map[string]string{"copy": "duplicate-elsewhere", "reordered": "duplicate-elsewhere", "conflict": "conflicting-copy"}[c.want]
		if told := fmt.Sprint(report.Problems); code != "" != (len(report.Problems) == 1) || !strings.Contains(told, code) {
			t.Errorf("%q: reported %s, wanted %q", c.other, told, code)
		}
	}
}

// add imports one question as a file of its own, into a bank of the file's name.
func (d *desk) add(name string, q *Question) Report {
	d.t.Helper()
	in := Import{Path: "/" + name, Name: name, Bank: BankName(name), Now: d.day, Taxonomy: d.taxonomy, LinkStamp: "stamp"}
	r, err := d.store.Add(context.Background(), in, iter.Seq2[Item, error](func(yield func(Item, error) bool) {
		yield(Item{Question: q}, nil)
	}))
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}
