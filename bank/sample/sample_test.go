package sample

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func bank(t *testing.T) []question {
	t.Helper()
	qs, err := scan(Open())
	if err != nil {
		t.Fatal(err)
	}
	return qs
}

func TestBank(t *testing.T) {
	qs := bank(t)
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range c.find(qs) {
				t.Error(f)
			}
		})
	}
}

// TestChecks breaks the bank in one way at a time and wants the check of that name to notice.
func TestChecks(t *testing.T) {
	broken := []struct {
		check, want string
		damage      func([]question)
	}{
		{"numbers", "8 stands at place 7", func(q []question) { q[6].number = "8" }},
		{"tasks", "domain 4: 48.6 %", func(q []question) {
			for i := range q[:36] {
				q[i].task = "4.1"
			}
		}},
		{"tasks", "task 5.1 is not in the exam", func(q []question) { q[0].task = "5.1" }},
		{"kinds", "0 of kind ordering, want 6", func(q []question) {
			for i := range q {
				q[i].ordering = false
			}
		}},
		{"options", "1: option B stands where A should", func(q []question) { q[0].options[0].label = "B" }},
		{"options", "1: option B stands twice", func(q []question) { q[0].options[1].text = q[0].options[0].text }},
		{"options", "1: 3 options for 1", func(q []question) { q[0].options = q[0].options[:3] }},
		{"key", "1: no key", func(q []question) { q[0].key = nil }},
		{"key", "1: key E names no option", func(q []question) { q[0].key = []string{"E"} }},
		{"key", "4: key [C A] is not in order", func(q []question) { q[3].key = []string{"C", "A"} }},
		{"choose", "4: the stem asks for 2, the key has 1", func(q []question) { q[3].key = []string{"A"} }},
		{"explanation", "1: explanation of 2 words", func(q []question) { q[0].explanation = "Just so." }},
		{"explanation", "1: option A: right false, rejected false", func(q []question) {
			q[0].explanation = strings.Replace(q[0].explanation, "Option A is incorrect", "Option D is incorrect", 1)
		}},
		{"references", `1: reference "" is no title`, func(q []question) { q[0].references = "" }},
		{"difficulty", `12 of difficulty ""`, func(q []question) {
			for i := range q[:12] {
				q[i].difficulty = ""
			}
		}},
	}
	for _, b := range broken {
		t.Run(b.check+"/"+b.want, func(t *testing.T) {
			qs := bank(t)
			b.damage(qs)
			if got := strings.Join(find(t, b.check, qs), "\n"); !strings.Contains(got, b.want) {
				t.Errorf("found %q, want %q", got, b.want)
			}
		})
	}
}

func find(t *testing.T, name string, qs []question) []string {
	t.Helper()
	for _, c := range checks {
		if c.name == name {
			return c.find(qs)
		}
	}
	t.Fatalf("no check is named %q", name)
	return nil
}

func TestScanRefuses(t *testing.T) {
	for _, line := range []string{"loose text", "    - G. seventh", "    Correct answer: b", "### 1.1 deeper"} {
		_, err := scan(strings.NewReader("## 1.1 Ingest\n\n1. Why?\n" + line + "\n"))
		if want := File + ":4: "; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: error %v, want %s...", line, err, want)
		}
	}
}

// TestText keeps the file free of what a Markdown reader could trip over and of spellings that drift.
func TestText(t *testing.T) {
	raw, err := io.ReadAll(Open())
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"\t", "\r", " \n", "\n\n\n", "[“”‘’]", "[[:alnum:]]  [[:alnum:]]", `\bthe the\b|\ba a\b`, "https?://", "(?i)todo"} {
		if at := regexp.MustCompile(form).FindIndex(raw); at != nil {
			t.Errorf("%s: %q at byte %d", File, form, at[0])
		}
	}
}

func TestOpenGivesFreshReaders(t *testing.T) {
	for _, open := range []func() io.Reader{Open, Labels} {
		one, err1 := io.ReadAll(open())
		two, err2 := io.ReadAll(open())
		if err1 != nil || err2 != nil || len(one) == 0 || !slices.Equal(one, two) {
			t.Errorf("%d and %d bytes, errors %v and %v", len(one), len(two), err1, err2)
		}
	}
}
