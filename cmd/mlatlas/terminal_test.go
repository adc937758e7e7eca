package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"
)

var update = flag.Bool("update", false, "write the golden files")

// result is what a command line did.
type result struct {
	code        int
	out, errOut string
}

// at runs a command line in this process, on a terminal of so many columns; 0 is a pipe.
func at(t *testing.T, columns int, dir string, args ...string) result {
	t.Helper()
	return runIn(context.Background(), columns, dir, nil, args...)
}

func runIn(ctx context.Context, columns int, dir string, env map[string]string, args ...string) result {
	var out, errOut bytes.Buffer
	terminal := columns > 0
	s := &streams{in: strings.NewReader(""), out: &out, err: &errOut, outTerminal: terminal, errTerminal: terminal, width: max(columns, 20)}
	code := run(ctx, s, append([]string{"--atlas", dir}, args...), func(name string) string { return env[name] }, today)
	return result{code, out.String(), errOut.String()}
}

// interrupted runs a command line that is cancelled after a while.
func interrupted(t *testing.T, after time.Duration, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), after)
	defer cancel()
	r := runIn(ctx, 0, args[1], nil, args[2:]...)
	return r.code, r.out, r.errOut
}

// small is an atlas of the small bank, already told that the exam has ended.
func small(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "atlas")
	if r := at(t, 0, dir, "import", "testdata/banks/small.md"); r.code != exitDone {
		t.Fatalf("import: %+v", r)
	}
	at(t, 0, dir, "weak")
	return dir
}

// TestTerminal compares what a person sees at 80 and 200 columns with the files of testdata/terminal. A file's first line
// is the command line, its second the columns.
func TestTerminal(t *testing.T) {
	dir := small(t)
	took := regexp.MustCompile(`in \d+\.\d s`)
	drawing := regexp.MustCompile(`(?m)^drawing .*\n`) // differs between machines
	files, err := filepath.Glob("testdata/terminal/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			line, want, _ := strings.Cut(string(content), "\n")
			var columns int
			var command string
			if _, err := fmt.Sscanf(line, "%d", &columns); err != nil {
				t.Fatalf("%s: the first line is columns and a command: %v", file, err)
			}
			_, command, _ = strings.Cut(line, " ")
			r := at(t, columns, dir, append(fields(command), "--color", "never")...)
			got := fmt.Sprintf("%s--- stderr\n%s--- exit %d\n", r.out, r.errOut, r.code)
			got = took.ReplaceAllString(strings.ReplaceAll(got, dir, "ATLAS"), "in 0.0 s")
			got = drawing.ReplaceAllString(got, "")
			fits(t, drawing.ReplaceAllString(r.out+r.errOut, ""), columns)
			if *update {
				if err := os.WriteFile(file, []byte(line+"\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", line, got, want)
			}
		})
	}
}

// fields splits a command line at spaces outside of single quotes.
func fields(line string) (args []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			args = append(args, part)
		} else {
			args = append(args, strings.Fields(part)...)
		}
	}
	return args
}

func fits(t *testing.T, text string, columns int) {
	t.Helper()
	for line := range strings.Lines(escapes.ReplaceAllString(text, "")) {
		if w := runewidth.StringWidth(strings.TrimRight(line, "\n")); w > columns {
			t.Errorf("%d columns in a terminal of %d: %s", w, columns, line)
		}
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestColor: colours come with --color=always, go with never, NO_COLOR and a dumb terminal, and change nothing else.
func TestColor(t *testing.T) {
	dir := small(t)
	plain := at(t, 80, dir, "search", "glue", "--color", "never").out
	for _, c := range []struct {
		env     map[string]string
		args    string
		columns int
		colored bool
	}{
		{nil, "search glue", 80, true},
		{nil, "search glue --color always", 80, true},
		{map[string]string{"NO_COLOR": "1"}, "search glue", 80, false},
		{map[string]string{"NO_COLOR": "1"}, "search glue --color always", 80, true},
		{map[string]string{"TERM": "dumb"}, "search glue", 80, false},
		{nil, "search glue", 0, false},
	} {
		r := runIn(context.Background(), c.columns, dir, c.env, fields(c.args)...)
		if escapes.MatchString(r.out) != c.colored {
			t.Errorf("%v %s: coloured %v", c.env, c.args, !c.colored)
		}
		if got := escapes.ReplaceAllString(r.out, ""); c.columns > 0 && got != plain {
			t.Errorf("%v %s: colours change the text:\n%s\nwithout:\n%s", c.env, c.args, got, plain)
		}
	}
}

// TestHelpFits walks every command: its help fits 80 columns, says what the command does and shows an example.
func TestHelpFits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	for _, command := range []string{"", "demo", "import", "search", "show", "export", "practice", "concepts", "path", "map", "coverage", "weak",
		"annotate", "taxonomy", "taxonomy list", "taxonomy show", "taxonomy check", "taxonomy score", "doctor", "version"} {
		r := at(t, 80, dir, append(fields(command), "--help")...)
		if r.code != exitDone || !strings.Contains(r.out, "Usage:") || !strings.Contains(r.out, "Examples:\n  ") {
			t.Errorf("%s --help: exit %d\n%s", command, r.code, r.out)
		}
		fits(t, r.out, 80)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("--help made the atlas folder")
	}
}

// TestNarrow: a terminal that is too narrow for a table breaks nothing.
func TestNarrow(t *testing.T) {
	dir := small(t)
	for _, command := range []string{"weak", "coverage", "concepts", "search glue", "show small/1 --answer", "doctor", "path s3 glue"} {
		if r := at(t, 40, dir, fields(command)...); r.code != exitDone || r.out == "" {
			t.Errorf("%s at 40 columns: %+v", command, r)
		}
	}
}

// TestHostileTerminal imports questions full of escape sequences and looks at every command that could show them.
func TestHostileTerminal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "atlas")
	seen := 0
	for _, command := range []string{"import testdata/banks/hostile.jsonl --all", "search hides", "search hides --json", "search hides --explain --facet service",
		"show hostile/1", "show hostile/1 --answer --why", "show hostile/1 --json --answer", "export", "export --format markdown", "export --query hides",
		"concepts glue", "path glue s3", "weak", "doctor", "map --query hides --format dot", "map --query hides --json",
		"show 'hostile/\x1b[31m'", "search '\x1b[31mnothing'", "concepts '\x1b[31m'", "weak --exam '\x1b[31m'", "search 'bank:\x1b[31m'"} {
		args := fields(strings.ReplaceAll(command, `\x1b`, "\x1b"))
		r := runIn(context.Background(), 80, dir, map[string]string{"NO_COLOR": "1"}, args...)
		text := r.out + r.errOut
		if !strings.Contains(command, "--json") {
			seen += strings.Count(text, "hides")
		}
		for i, c := range text {
			if c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || isDirection(c) {
				t.Errorf("%q: %U in: %q", command, c, text[max(i-20, 0):min(i+20, len(text))])
				break
			}
		}
	}
	if seen < 5 {
		t.Errorf("the question was shown %d times only", seen)
	}
}

// TestCleanWriter splits text at every byte: the pieces come out as the whole does.
func TestCleanWriter(t *testing.T) {
	text := "caf\u00e9 \u2192 \U0001f600 \x1b[31m\u009b \u202e ok\n"
	want := clean(text)
	for i := range len(text) + 1 {
		var b bytes.Buffer
		w := &cleanWriter{w: &b}
		for _, part := range []string{text[:i], text[i:]} {
			if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
				t.Fatal(n, err)
			}
		}
		if b.String() != want {
			t.Errorf("split at %d: %q, want %q", i, b.String(), want)
		}
	}
}

// TestWhyHighlights: with --why the names of concepts stand out in the text, each word by itself, and nothing else changes.
func TestWhyHighlights(t *testing.T) {
	dir := small(t)
	plain := at(t, 80, dir, "show", "small/1", "--why", "--color", "never")
	colored := at(t, 80, dir, "show", "small/1", "--why", "--color", "always")
	text, _, _ := strings.Cut(colored.out, "CONCEPT")
	if n := strings.Count(text, "\x1b[0;"+marked+"m"); n < 2 {
		t.Errorf("%d words are highlighted in\n%q", n, text)
	}
	if got := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(colored.out, ""); got != plain.out {
		t.Errorf("colour changes the text: got\n%s\nwant\n%s", got, plain.out)
	}
	for _, line := range strings.Split(colored.out, "\n") {
		if strings.Count(line, "\x1b[0m") == 0 && strings.Contains(line, "\x1b[0;") {
			t.Errorf("a colour runs over the end of %q", line)
		}
	}
}
