package format

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mlatlas/bank"
)

func TestReadKeys(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1. B\n2. C\n", "1=B 2=C"},
		{"Chemistry key\n\n1. B\n2. C - because\n   it is so\n3) a, d\n", "1=B 2=C. because\nit is so 3=a, d"},
		{"question,answer\n1,B\n2,\"C\"\n", `1=B 2="C"`},
		{"Q1: B\nQ2: C\n", "1=B 2=C"}, {"1 B\n2 C\n", "1=B 2=C"}, {"1-A 2-C 3-B\n", "1=A 2=C 3=B"}, {"1-5 BADCE\n6~7: A B\n", "1=B 2=A 3=D 4=C 5=E 6=A 7=B"},
		{"| # | Answer | Why |\n|---|---|---|\n| 1 | B | so |\n| 2 | A, C | |\n", "1=B. so 2=A, C"},
		{"| 1 | 2 | 3 |\n|---|---|---|\n| B | C | A |\n", "1=B 2=C 3=A"}, {"| 1 | B | 3 | A |\n| 2 | C | | |\n", "1=B 3=A 2=C"},
		{"# Answers\n## Part A\n1. B\n## Part B\n1. C\n", "1=B 1=C"}, {"1. True\n2. False\n", "1=True 2=False"}, {"１．Ｂ\n", "1=B"},
		{"", "error"}, {"1. What is it?\nA) x\nB) y\nAnswer: A\n", "error"}, {"Notes on answers.\nNothing here.\n", "error"}, {"1. Buy milk\n2. Call home\n", "error"},
	} {
		keys, err := ReadKeys(strings.NewReader(c.text), "keys.txt")
		got := ""
		if err != nil {
			got = "error"
		} else {
			for _, row := range keys.rows {
				got += fmt.Sprintf(" %s=%s", row.number, row.text())
			}
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%q: got %q (%v), wanted %q", c.text, got, err, c.want)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "keys.txt") || err != nil && c.text != "" && !errors.Is(err, ErrNoKeys) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

const keyless = "1. One?\nA) x\nB) y\n02. Two?\nA) x\nB) y\nAnswer: A\n3. Three?\nA) x\nB) y\nAnswer: E\n4. Four?\nA) x\nB) y\n"

func TestUseKeys(t *testing.T) {
	keys, err := ReadKeys(strings.NewReader("1. B - it is so\n2. B\n3. A\n8. C\n9. D\n"), "keys.txt")
	if err != nil || keys.Len() != 5 {
		t.Fatal(err, keys)
	}
	r, _ := NewReader(strings.NewReader(keyless), "x.txt", "")
	r.UseKeys(keys)
	var answers, problems []string
	for item, err := range r.Items() {
		if err != nil {
			t.Fatal(err)
		}
		if q := item.Question; q != nil {
			answers = append(answers, q.Number+"="+strings.Join(q.Answer, ","))
		}
		for _, p := range item.Problems {
			problems = append(problems, fmt.Sprintf("%s %s %s", p.Severity, p.Code, p.Number))
		}
	}
	if got := strings.Join(answers, " "); got != "1=B 02=A 3=A" {
		t.Errorf("answers %s", got)
	}
	if got := strings.Join(problems, "; "); got != "warning contradictory-key 02; warning junk-key 3; error no-key 4; warning key-without-question " {
		t.Errorf("problems %s", got)
	}
}

// TestKeysAnyFormat asserts that keys of another file work for formats other than text.
func TestKeysAnyFormat(t *testing.T) {
	keys, _ := ReadKeys(strings.NewReader("7. B\n"), "keys.txt")
	r, _ := NewReader(strings.NewReader(`{"number":"7","stem":"Why?","options":["x","y"]}`), "x.jsonl", "")
	r.UseKeys(keys)
	var got *bank.Question
	for item := range r.Items() {
		got = item.Question
	}
	if got == nil || strings.Join(got.Answer, "") != "B" {
		t.Errorf("%+v", got)
	}
}

func FuzzKeys(f *testing.F) {
	f.Add("1. B\n2. C - because\n| 3 | D |\n1-5 BADCE\n", keyless)
	f.Add("Answers\n\n# Part B\n1: True", "Question 1\nWhy?\nA) x\nB) y\n")
	f.Fuzz(func(t *testing.T, list, text string) {
		keys, err := ReadKeys(strings.NewReader(list), "k")
		if err != nil {
			return
		}
		r, _ := NewReader(strings.NewReader(text), "x.txt", "")
		r.UseKeys(keys)
		for item := range r.Items() {
			for _, p := range item.Problems {
				if p.Line < 1 || p.Code == "" {
					t.Errorf("%+v", p)
				}
			}
		}
	})
}
