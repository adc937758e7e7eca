package atlas

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

const (
	mitFile = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy\nof it.\nThe above copyright notice and this permission notice shall be included.\n"
	ccFile  = "Attribution-ShareAlike 4.0 International\n\nCreative Commons Attribution-ShareAlike 4.0 International Public License\n"
)

// TestLicenceIsFound imports folders of files and says which licence and source was found for each bank.
func TestLicenceIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		files [][2]string
		named string // what is imported
		want  string
	}{
		"nothing":             {[][2]string{{"a.md", twoQuestions}}, "", "a"},
		"beside":              {[][2]string{{"a.md", twoQuestions}, {"LICENSE", mitFile}}, "", "a MIT"},
		"beside a file":       {[][2]string{{"a.md", twoQuestions}, {"license.txt", mitFile}}, "a.md", "a MIT"},
		"above":               {[][2]string{{"deep/er/a.md", twoQuestions}, {"COPYING", mitFile}}, "", "a MIT"},
		"above what is named": {[][2]string{{"deep/a.md", twoQuestions}, {"LICENSE", mitFile}}, "deep", "a"},
		"the nearest":         {[][2]string{{"deep/a.md", twoQuestions}, {"LICENSE", mitFile}, {"deep/LICENCE.md", ccFile}}, "", "a CC-BY-SA-4.0"},
		"two":                 {[][2]string{{"a.md", twoQuestions}, {"LICENSE-CODE", mitFile}, {"LICENSE-CONTENT", ccFile}}, "", "a MIT, CC-BY-SA-4.0"},
		"not recognised":      {[][2]string{{"x/a.md", twoQuestions}, {"x/LICENSE", "Read it, and no more."}}, "", "a see x/LICENSE"},
		"in the README":       {[][2]string{{"x/a.md", twoQuestions}, {"README.md", "# Bank\n\n## License\n\nThis bank is under the MIT License.\n"}}, "", "a MIT"},
		"the file before":     {[][2]string{{"a.md", "---\nlicense: CC BY 4.0\nsource: my notes\n---\n\n" + twoQuestions}, {"LICENSE", mitFile}}, "", "a CC-BY-4.0 my notes"},
		"private":             {[][2]string{{"a.md", "---\nprivate: true\n---\n\n" + twoQuestions}}, "", "a private"},
		"behind a question":   {[][2]string{{"a.md", twoQuestions + "\nLicense: MIT\n"}}, "", "a"},
	} {
		dir := t.TempDir()
		for _, f := range c.files {
			write(t, filepath.Join(dir, "in", filepath.FromSlash(f[0])), f[1])
		}
		a, _ := open(t, filepath.Join(dir, "atlas"))
		r, err := a.Import(context.Background(), ImportOptions{Paths: []string{filepath.Join(dir, "in", c.named)}})
		if err != nil {
			t.Fatal(name, err)
		}
		banks, err := a.Banks(context.Background())
		if err != nil {
			t.Fatal(name, err)
		}
		var got []string
		for _, b := range banks {
			words := []string{b.Name, b.Licence, b.Source, map[bool]string{true: "private"}[b.Private]}
			got = append(got, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
		}
		if all := strings.Join(got, "; "); all != c.want {
			t.Errorf("%s: got %q, want %q", name, all, c.want)
		}
		for _, f := range r.Files {
			if f.Questions > 0 && f.Provenance != banks[0].Provenance {
				t.Errorf("%s: the report says %v", name, f.Provenance)
			}
		}
	}
}

// TestExportWithholds exports an atlas with a private bank and a private question.
func TestExportWithholds(t *testing.T) {
	dir := t.TempDir()
	open1 := write(t, filepath.Join(dir, "open.md"), "License: MIT\n\n"+twoQuestions+"\n3. Which is a third?\n    - A. one\n    - B. two\n\n    Correct answer: A\n\n    Tags: private\n")
	closed := write(t, filepath.Join(dir, "closed.md"), "---\nprivate: yes\nlicense: CC BY 4.0\n---\n\n1. Which is closed?\n    - A. this\n    - B. that\n\n    Correct answer: A\n")
	a, _ := open(t, filepath.Join(dir, "atlas"))
	ctx := context.Background()
	if r, err := a.Import(ctx, ImportOptions{Paths: []string{open1, closed}}); err != nil || r.Questions != 4 {
		t.Fatal(r, err)
	}
	for _, c := range []struct {
		o    ExportOptions
		want string
		head string
	}{
		{ExportOptions{Format: "markdown"}, "2 [{closed 1 the bank is private} {open 1 marked as private}]", "---\nlicense: MIT\n---\n"},
		{ExportOptions{Format: "markdown", Private: true}, "4 []", "---\nlicense: CC-BY-4.0 (bank closed), MIT (bank open)\nprivate: true\n---\n"},
		{ExportOptions{Format: "gift", Query: "bank:open"}, "2 [{open 1 marked as private}]", "// license: MIT\n\n"},
		{ExportOptions{Format: "aiken", Query: "bank:closed"}, "0 [{closed 1 the bank is private}]", ""},
		{ExportOptions{Format: "jsonl", Query: "bank:closed", Private: true}, "1 []", `{"id":"closed/1"`},
	} {
		var out bytes.Buffer
		c.o.Exam = "mla-c01"
		r, err := a.Export(ctx, &out, c.o)
		if err != nil {
			t.Fatal(c.o, err)
		}
		if got := fmt.Sprint(r.Questions, " ", r.Withheld); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.o, got, c.want)
		}
		if !strings.HasPrefix(out.String(), c.head) {
			t.Errorf("%+v: begins with %.120q", c.o, out.String())
		}
		if !c.o.Private && strings.Contains(out.String(), "third") || !c.o.Private && strings.Contains(out.String(), "closed") {
			t.Errorf("%+v: private text in %s", c.o, out.String())
		}
	}
}
