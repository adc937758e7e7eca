package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mlatlas/atlas"
	"mlatlas/study"

	tea "charm.land/bubbletea/v2"
	"github.com/mattn/go-runewidth"
)

// kinds is an atlas of a question of every kind.
func kinds(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "atlas")
	if r := at(t, 0, dir, "import", "testdata/banks/kinds.jsonl"); r.code != exitDone {
		t.Fatalf("import: %+v", r)
	}
	at(t, 0, dir, "weak") // tells that the exam has ended
	return dir
}

// desk is a screen with its clock, as a test drives it.
type desk struct {
	*screen
	now   time.Time
	ended bool
}

func openScreen(t *testing.T, dir string, width, height int, r atlas.PracticeRequest) *desk {
	t.Helper()
	d := &desk{now: today()}
	a := &app{streams: &streams{out: io.Discard, err: io.Discard, width: width, outTerminal: true}, env: func(string) string { return "" },
		now: func() time.Time { return d.now }, dir: dir}
	o := &practiceOptions{app: a, PracticeRequest: r}
	o.Exam = "mla-c01"
	var err error
	if o.at, err = o.open(); err != nil {
		t.Fatal(err)
	}
	p, err := o.begin(context.Background(), practiceFace{choose: func(*study.Mock) (bool, error) { return true, nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close(); o.at.Close() })
	d.screen = newScreen(o, p)
	d.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return d
}

// keyCodes are the keys that have names.
var keyCodes = map[string]tea.KeyPressMsg{"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"backspace": {Code: tea.KeyBackspace}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}}

// enter types keys with spaces between them, a second each.
func (d *desk) enter(keys string) *desk {
	for _, key := range strings.Fields(keys) {
		msg, named := keyCodes[key]
		if !named {
			r := []rune(key)[0]
			msg = tea.KeyPressMsg{Code: r, Text: key}
		}
		d.now = d.now.Add(time.Second)
		if _, cmd := d.Update(msg); cmd != nil {
			_, quit := cmd().(tea.QuitMsg)
			d.ended = d.ended || quit
		}
	}
	return d
}

// TestScreen drives the screen by keys and compares frames with the files of testdata/practice. A file's first lines are
// the size, the mode, the query, and the keys; the frame follows.
func TestScreen(t *testing.T) {
	files, err := filepath.Glob("testdata/practice/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			head, want, _ := strings.Cut(string(content), "\n---\n")
			var width, height int
			var r atlas.PracticeRequest
			lines := strings.Split(head, "\n")
			if _, err := fmt.Sscanf(lines[0], "%dx%d %s", &width, &height, &r.Mode); err != nil || len(lines) < 3 {
				t.Fatalf("%s: the head is: 80x24 mode, a query, keys: %v", file, err)
			}
			r.Query, r.Seed = lines[1], 5
			d := openScreen(t, kinds(t), width, height, r).enter(strings.Join(lines[2:], " "))
			got := d.frame()
			checkFrame(t, got, width, height)
			got = trimmed(got)
			if *update {
				if err := os.WriteFile(file, []byte(head+"\n---\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func trimmed(frame string) string {
	var b strings.Builder
	for _, line := range strings.Split(frame, "\n") {
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// checkFrame: a frame fills the terminal and no more.
func checkFrame(t *testing.T, frame string, width, height int) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != height {
		t.Errorf("%d lines in a terminal of %d:\n%s", len(lines), height, frame)
	}
	for _, line := range lines {
		if w := runewidth.StringWidth(escapes.ReplaceAllString(line, "")); w > width {
			t.Errorf("%d columns in a terminal of %d: %q", w, width, line)
		}
	}
}

// TestScreenSizes walks through a sitting in terminals of all sizes: nothing is wider or higher than they are, and every
// line of a long text can be reached.
func TestScreenSizes(t *testing.T) {
	for _, size := range [][2]int{{20, 6}, {40, 10}, {80, 24}, {132, 43}, {300, 80}} {
		d := openScreen(t, kinds(t), size[0], size[1], atlas.PracticeRequest{Mode: study.ModeMock, Seed: 1})
		for _, keys := range []string{"?", "x", "a", "enter", "F", "C", "right", "right", "end", "home", "down", "q", "n", "right", "right", "right", "right", "right",
			"right", "enter", "y", "enter", "end", "enter", "esc", "down"} {
			d.enter(keys)
			checkFrame(t, d.frame(), size[0], size[1])
			for _, l := range d.body() {
				if w := runewidth.StringWidth(l.text); w > max(size[0], 20) {
					t.Errorf("%dx%d: a line of %d columns is cut: %s", size[0], size[1], w, l.text)
				}
			}
		}
		if !d.p.Over {
			t.Errorf("%dx%d: the mock is not handed in", size[0], size[1])
		}
		d.Update(tea.WindowSizeMsg{Width: 60, Height: 15})
		checkFrame(t, d.frame(), 60, 15)
	}
}

// TestScreenLearns: what the keys do arrives in the store of answers, in the author's letters.
func TestScreenLearns(t *testing.T) {
	dir := kinds(t)
	d := openScreen(t, dir, 80, 24, atlas.PracticeRequest{Mode: study.ModeLearn, Query: "number:1", Seed: 5})
	key := strings.ToLower(d.p.Turn().Key()[0])
	d.enter("f c C C " + key)
	if d.p.Turn().Final || !d.p.Turn().Flagged || d.p.Turn().Sure != 2 {
		t.Errorf("f flags, C says how sure, c is an option: %+v", d.p.Turn())
	}
	d.enter("enter")
	if !d.p.Turn().Final || !d.p.Turn().Correct || !strings.Contains(d.frame(), "Right: "+strings.ToUpper(key)) {
		t.Errorf("the right answer:\n%s", d.frame())
	}
	d.enter("enter")
	if !d.p.Over || !strings.Contains(d.frame(), "1 of 1 right") {
		t.Errorf("the end:\n%s", d.frame())
	}
	if d.enter("q"); !d.ended {
		t.Error("q does not leave")
	}
	r := at(t, 0, dir, "attempts", "export", "--format", "csv")
	if !strings.Contains(r.out, "kinds/1,A,true,") || !strings.Contains(r.out, ",learn,2") {
		t.Errorf("kept: %+v", r)
	}
	if r := at(t, 0, dir, "search", "is:flagged", "--ids"); r.out != "kinds/1\n" {
		t.Errorf("flagged: %+v", r)
	}
}

// TestScreenLeaves: q asks, and anything but y goes on; ctrl-C leaves at once.
func TestScreenLeaves(t *testing.T) {
	d := openScreen(t, kinds(t), 80, 24, atlas.PracticeRequest{Mode: study.ModeLearn, Query: "number:1", Seed: 5})
	if d.enter("q n"); d.ended || !strings.Contains(d.frame(), "pick") {
		t.Error("q n leaves")
	}
	if d.enter("q y"); !d.ended {
		t.Error("q y does not leave")
	}
	d = openScreen(t, kinds(t), 80, 24, atlas.PracticeRequest{Mode: study.ModeLearn, Query: "kind:short", Seed: 5})
	if d.enter("q ctrl+c"); !d.ended || d.text != "q" {
		t.Errorf("in a written answer q is a letter: %q", d.text)
	}
}

// TestScreenTime: when the time of a mock is up it is handed in, whatever is on the screen.
func TestScreenTime(t *testing.T) {
	d := openScreen(t, kinds(t), 80, 24, atlas.PracticeRequest{Mode: study.ModeMock, N: 2, Seed: 1})
	d.enter("a enter ?")
	d.now = d.now.Add(time.Hour)
	d.Update(tick(d.now))
	if !d.p.Over || !strings.Contains(d.frame(), "The time is up") || d.wait() != nil {
		t.Errorf("an hour later:\n%s", d.frame())
	}
}

// TestMockHidesKeys: before a mock is handed in no frame tells what is right.
func TestMockHidesKeys(t *testing.T) {
	d := openScreen(t, kinds(t), 80, 24, atlas.PracticeRequest{Mode: study.ModeMock, Seed: 1})
	for !d.p.Over && d.p.Turn() != nil {
		for _, keys := range []string{"a", "b", "c", "1", "enter", "right"} {
			d.enter(keys)
			if f := d.frame(); regexp.MustCompile(`Right|Wrong|✓|✗|about:`).MatchString(f) {
				t.Fatalf("a mock gives a hint:\n%s", f)
			}
		}
	}
}

// TestColorlessScreen: without colour a frame has no escape sequences, and with it the same text.
func TestColorlessScreen(t *testing.T) {
	frame := func(colored bool) string {
		d := openScreen(t, kinds(t), 80, 24, atlas.PracticeRequest{Mode: study.ModeLearn, Query: "number:1", Seed: 5})
		d.colored = colored
		return d.enter("a enter home").frame()
	}
	plain, colored := frame(false), frame(true)
	if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b") || escapes.ReplaceAllString(colored, "") != plain {
		t.Errorf("plain:\n%q\ncoloured:\n%q", plain, colored)
	}
}

// TestPracticeHostile: the control characters of a bank arrive neither in lines nor on the screen.
func TestPracticeHostile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "atlas")
	at(t, 0, dir, "import", "testdata/banks/hostile.jsonl")
	r := at(t, 80, dir, "practice", "--plain", "--seed", "1", "--color", "never")
	if !strings.Contains(r.out, "Question 1") {
		t.Fatalf("nothing was asked: %+v", r)
	}
	for _, c := range r.out + r.errOut {
		if c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || isDirection(c) {
			t.Fatalf("%U in %q", c, r.out)
		}
	}
	d := openScreen(t, dir, 80, 24, atlas.PracticeRequest{Mode: study.ModeLearn, Seed: 1})
	for range 3 {
		for _, c := range d.enter("a enter enter").frame() {
			if c < ' ' && c != '\n' || c >= 0x7f && c < 0xa0 || isDirection(c) {
				t.Fatalf("%U in %q", c, d.frame())
			}
		}
	}
}

// TestPracticeKilled kills the program after each answer: all answers that it has taken are kept, and a mock goes on behind
// them.
func TestPracticeKilled(t *testing.T) {
	skipShort(t)
	dir := kinds(t)
	for n := range 3 {
		c := program(t, dir, "practice", "--mode", "mock", "--seed", "3", "--query", "kind:single OR kind:multiple OR kind:truefalse")
		in, err := c.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		awaitText(t, out, fmt.Sprintf("Question %d of 4", n+1))
		io.WriteString(in, "A\n")
		awaitText(t, out, fmt.Sprintf("Question %d of 4", n+2))
		c.Process.Kill()
		c.Wait()
		if r := start(t, dir, "attempts", "export", "--format", "csv"); strings.Count(r.out, "\n") != n+2 {
			t.Errorf("killed after %d answers, the store has\n%s%s", n+1, r.out, r.errOut)
		}
	}
	c := program(t, dir, "practice", "--mode", "mock", "--json")
	c.Stdin = strings.NewReader("A\n")
	var out, errOut bytes.Buffer
	c.Stdout, c.Stderr = &out, &errOut
	if err := c.Run(); err != nil {
		t.Fatal(err, errOut.String())
	}
	var sum study.Summary
	if err := json.Unmarshal(out.Bytes(), &sum); err != nil || !sum.Finished || sum.Answered != 4 || !strings.Contains(errOut.String(), "3 of 4 answered") {
		t.Errorf("continued: %v\n%s\n%s", err, out.String(), errOut.String())
	}
}

// awaitText reads until a text has come.
func awaitText(t *testing.T, r io.Reader, text string) {
	t.Helper()
	var got strings.Builder
	buffer := make([]byte, 4096)
	for !strings.Contains(got.String(), text) {
		n, err := r.Read(buffer)
		got.Write(buffer[:n])
		if err != nil {
			t.Fatalf("%v before %q came:\n%s", err, text, got.String())
		}
	}
}

// TestPracticeInterrupted: ctrl-C ends the wait for a line at once, with the code for it.
func TestPracticeInterrupted(t *testing.T) {
	dir := kinds(t)
	ctx, cancel := context.WithCancel(context.Background())
	in, feed := io.Pipe()
	defer feed.Close()
	var out, errOut bytes.Buffer
	s := &streams{in: in, out: &out, err: &errOut, width: 80}
	time.AfterFunc(300*time.Millisecond, cancel)
	code := run(ctx, s, []string{"--atlas", dir, "practice", "--seed", "1"}, func(string) string { return "" }, today)
	if code != exitInterrupted || !strings.Contains(out.String(), "Question 1") {
		t.Errorf("exit %d\n%s%s", code, out.String(), errOut.String())
	}
}
