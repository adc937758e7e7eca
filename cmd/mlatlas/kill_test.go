package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is this test binary under the name that makes it mlatlas (see TestMain).
func program(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Args = append([]string{"mlatlas", "--atlas", dir}, args...)
	return c
}

// start runs the program and gives its exit code and output.
func start(t *testing.T, dir string, args ...string) result {
	t.Helper()
	c := program(t, dir, args...)
	var out, errOut bytes.Buffer
	c.Stdout, c.Stderr = &out, &errOut
	var exit *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{c.ProcessState.ExitCode(), out.String(), errOut.String()}
}

// banks writes files of questions into a folder.
func banks(t *testing.T, files, questions int) string {
	t.Helper()
	dir := t.TempDir()
	for f := range files {
		var b strings.Builder
		for q := range questions {
			fmt.Fprintf(&b, "%d. Which service crawls the files of team %d-%d for Amazon Athena?\n    - A. AWS Glue\n    - B. Amazon SQS\n\n    Correct answer: A\n\n", q+1, f, q)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("exam-%d.md", f)), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// skipShort leaves out a test that starts the program many times: under the race detector each start compiles for
// seconds, and the same code runs in this process in the other tests.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts many processes")
	}
}

// TestKilled kills an import at several moments. The next search works on whole files, and importing again completes.
func TestKilled(t *testing.T) {
	skipShort(t)
	const files, questions = 8, 40
	folder := banks(t, files, questions)
	for _, after := range []time.Duration{5, 40, 80, 120, 180, 260} {
		dir := filepath.Join(t.TempDir(), "atlas")
		c := program(t, dir, "import", folder)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		c.Process.Kill() // has ended already, on a fast machine
		c.Wait()
		r := start(t, dir, "export")
		n := strings.Count(r.out, "\n")
		if r.code != exitDone && !strings.Contains(r.errOut, "holds no questions yet") || n%questions != 0 {
			t.Errorf("killed after %d ms: exit %d, %d questions\n%s", after, r.code, n, r.errOut)
		}
		if n > 0 {
			if r := start(t, dir, "search", "--ids", "--limit", "1000", "athena"); r.code != exitDone || strings.Count(r.out, "\n") != n {
				t.Errorf("killed after %d ms: search found %d of %d, exit %d\n%s", after, strings.Count(r.out, "\n"), n, r.code, r.errOut)
			}
		}
		if r := start(t, dir, "import", folder); r.code != exitDone {
			t.Errorf("killed after %d ms: import again: %+v", after, r)
		}
		if r := start(t, dir, "search", "--ids", "--limit", "1000", "athena"); strings.Count(r.out, "\n") != files*questions {
			t.Errorf("killed after %d ms: found %d after the second import", after, strings.Count(r.out, "\n"))
		}
	}
}

// awaitFile waits until a file is there. Under the race detector a start alone takes seconds.
func awaitFile(t *testing.T, name string) {
	t.Helper()
	for range 12000 {
		if _, err := os.Stat(name); err == nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s did not appear in a minute", name)
}

// TestInterruptSignal: ctrl-C ends an import with 130 and keeps the finished files.
func TestInterruptSignal(t *testing.T) {
	folder := banks(t, 60, 40)
	dir := filepath.Join(t.TempDir(), "atlas")
	c := program(t, dir, "import", folder)
	var errOut bytes.Buffer
	c.Stderr = &errOut
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	awaitFile(t, filepath.Join(dir, "write.lock")) // once it holds the lock, the signal is caught
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Skipf("the import ended before the signal: %v", err)
	}
	c.Wait()
	if code := c.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(errOut.String(), "interrupted") {
		t.Errorf("exit %d\n%s", code, errOut.String())
	}
	if r := start(t, dir, "import", folder); r.code != exitDone || !strings.Contains(r.errOut, "2,400 questions imported") {
		t.Errorf("import again: %d\n%s", r.code, r.errOut)
	}
}

// TestKilledAttempts kills an import of answers at several moments. What is there are whole batches, and importing again
// completes it and counts nothing twice.
func TestKilledAttempts(t *testing.T) {
	skipShort(t)
	const answers, atOnce = 20_000, 1000
	file := filepath.Join(t.TempDir(), "answers.csv")
	text := strings.Builder{}
	text.WriteString("question,chosen,correct,at\n")
	for i := range answers {
		fmt.Fprintf(&text, "b/%d,A,true,%s\n", i%500, today().Add(-time.Duration(i)*time.Minute).Format(time.RFC3339))
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{20, 60, 110, 160, 250, 400, 700} {
		dir := filepath.Join(t.TempDir(), "atlas")
		c := program(t, dir, "attempts", "import", file)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		c.Process.Kill() // has ended already, on a fast machine
		c.Wait()
		r := start(t, dir, "attempts", "export", "--format", "jsonl")
		n := strings.Count(r.out, "\n")
		if r.code != exitDone && !strings.Contains(r.errOut, "there are no answers yet") || n%atOnce != 0 {
			t.Errorf("killed after %d ms: exit %d, %d answers\n%s", after, r.code, n, r.errOut)
		}
		if r := start(t, dir, "doctor"); r.code != exitDone {
			t.Errorf("killed after %d ms: doctor: %+v", after, r)
		}
		r = start(t, dir, "attempts", "import", file)
		if want := fmt.Sprintf("\t%d\t%d\t%d\t0\t%d\n", answers, answers-n, n, answers); r.code != exitDone || !strings.HasSuffix(r.out, want) {
			t.Errorf("killed after %d ms: import again: exit %d, %q, want %q\n%s", after, r.code, r.out, want, r.errOut)
		}
	}
}
