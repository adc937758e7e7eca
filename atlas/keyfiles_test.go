package atlas

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestKeyFiles: a list of keys is given to the file whose questions it is for, whatever the order in which they are named.
func TestKeyFiles(t *testing.T) {
	const questions = "1. One?\na) x\nb) y\n\n2. Two?\na) x\nb) y\n"
	for _, c := range []struct {
		name  string
		files [][2]string
		want  string // of each file: format, questions, errors
	}{
		{"by name", [][2]string{{"chem.txt", questions}, {"chem_key.txt", "1. B\n2. A\n"}, {"bio.txt", questions}, {"bio-answers.txt", "1-A 2-B\n"}},
			"chem_key keys 0 0, bio-answers keys 0 0, chem exam-text 2 0, bio exam-text 2 0"},
		{"the only other file", [][2]string{{"solutions.md", "| # | Answer |\n|---|---|\n| 1 | B |\n| 2 | A |\n"}, {"quiz.txt", questions}},
			"solutions keys 0 0, quiz exam-text 2 0"},
		{"whose is not certain", [][2]string{{"list.txt", "1. B\n2. A\n"}, {"a.txt", questions}, {"b.txt", questions}},
			"list  0 1, a exam-text 0 2, b exam-text 0 2"},
		{"alone", [][2]string{{"list.txt", "1. B\n2. A\n"}}, "list  0 1"},
	} {
		dir := t.TempDir()
		var paths []string
		for _, f := range c.files {
			paths = append(paths, write(t, filepath.Join(dir, f[0]), f[1]))
		}
		a, _ := open(t, filepath.Join(dir, "atlas"))
		r, err := a.Import(context.Background(), ImportOptions{Paths: paths})
		if err != nil {
			t.Fatal(c.name, err)
		}
		var got []string
		for _, f := range r.Files {
			errors := 0
			for _, p := range f.Problems {
				if p.Severity == "error" {
					errors++
				}
			}
			name := strings.TrimSuffix(filepath.Base(f.File), filepath.Ext(f.File))
			got = append(got, strings.Join([]string{name, f.Format, strconv.Itoa(f.Questions), strconv.Itoa(errors)}, " "))
		}
		if all := strings.Join(got, ", "); all != c.want {
			t.Errorf("%s: got %q, wanted %q", c.name, all, c.want)
		}
	}
}
