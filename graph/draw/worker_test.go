package draw

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"mlatlas/graph/draw/internal/wasmcache"
)

// hard is a graph on which dot takes minutes.
func hard() string {
	var b strings.Builder
	b.WriteString("digraph {")
	for i := range 600 {
		for j := range 8 {
			fmt.Fprintf(&b, "a%d -> a%d;", i, (i*7+j*131+1)%600)
		}
	}
	return b.String() + "}"
}

func TestDeadlineStopsALayout(t *testing.T) {
	p := newPool(1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	begin := time.Now()
	_, err := p.layout(ctx, "dot", hard(), false)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v, want the deadline", err)
	}
	if took := time.Since(begin); took > 4*time.Second {
		t.Errorf("stopped after %v", took)
	}
	if _, err := p.layout(t.Context(), "dot", "digraph { a -> b }", false); err != nil {
		t.Errorf("the layout after it: %v", err)
	}
}

func TestCancelWhileWaiting(t *testing.T) {
	p := newPool(1)
	<-p.places // another caller has the only worker
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.layout(ctx, "dot", "digraph { a }", false); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the deadline", err)
	}
}

func TestDeadWorkerIsReplaced(t *testing.T) {
	p := newPool(1)
	if _, err := p.layout(t.Context(), "dot", "digraph { a }", false); err != nil {
		t.Fatal(err)
	}
	w := <-p.places
	if err := w.process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.places <- w
	if _, err := p.layout(t.Context(), "dot", "digraph { a }", false); err != nil {
		t.Errorf("after the worker died: %v", err)
	}
}

func TestWorkerIsRenewed(t *testing.T) {
	p := newPool(1)
	p.renew = 2
	started := 0
	p.start = func(ctx context.Context) (*worker, error) { started++; return startWorker(ctx) }
	for range 5 {
		if _, err := p.layout(t.Context(), "dot", "digraph { a -> b }", false); err != nil {
			t.Fatal(err)
		}
	}
	if started != 3 {
		t.Errorf("%d workers for 5 layouts, want 3", started)
	}
	for range 2 {
		if _, err := p.layout(t.Context(), "sfdp", "digraph { a -> b }", true); err != nil {
			t.Fatal(err)
		}
	}
	if started != 5 {
		t.Errorf("%d workers after 2 fresh layouts, want 5", started)
	}
}

func TestRefusals(t *testing.T) {
	p := newPool(1)
	for _, c := range []struct{ engine, dot, want string }{
		{"dot", "digraph {", "syntax error"},
		{"dot", "", "no graph"},
		{"dot", "# nothing", "no graph"},
		{"nosuch", "digraph { a }", "nosuch"},
	} {
		_, err := p.layout(t.Context(), c.engine, c.dot, false)
		var refused refusal
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %q: error %v, want a refusal with %q", c.engine, c.dot, err, c.want)
		}
	}
	if _, err := p.layout(t.Context(), "dot", "digraph { a }", false); err != nil {
		t.Errorf("after refusals: %v", err)
	}
}

func TestWarningIsNoError(t *testing.T) {
	p := newPool(1)
	json, err := p.layout(t.Context(), "neato", `digraph { a [fontname="Helvetica,Arial,sans-serif" shape=nosuch label="a"]; a -> b }`, false)
	if err != nil || !bytes.Contains(json, []byte(`"pos"`)) {
		t.Errorf("error %v", err)
	}
}

func TestImagesAreNotRead(t *testing.T) {
	file := t.TempDir() + "/secret.png"
	if err := os.WriteFile(file, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03\xe8\x00\x00\x03\xe8"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPool(1)
	json, err := p.layout(t.Context(), "dot", fmt.Sprintf(`digraph { a [label="" image=%q] }`, file), false)
	if err == nil && bytes.Contains(json, []byte(`"width":"13`)) {
		t.Error("the size of the node shows that the image was read")
	}
}

// TestNoWorker starts programs that are not workers.
func TestNoWorker(t *testing.T) {
	for _, c := range []struct {
		name string
		cmd  *exec.Cmd
	}{
		{"prints and ends", exec.Command(os.Args[0], "-test.run=^$")},
		{"fails", exec.Command(os.Args[0], "-nosuchflag")},
		{"does not exist", exec.Command(os.Args[0] + "-gone")},
	} {
		begin := time.Now()
		w, err := launch(t.Context(), c.cmd)
		if err == nil {
			w.end()
			t.Errorf("%s: no error", c.name)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%s: took %v", c.name, took)
		}
	}
}

func TestMainMustAsk(t *testing.T) {
	mayStart.Store(false)
	defer mayStart.Store(true)
	if _, err := newPool(1).layout(t.Context(), "dot", "digraph { a }", false); !errors.Is(err, ErrNoWorker) {
		t.Errorf("error %v, want ErrNoWorker", err)
	}
}

// TestInheritedVariable: a program that finds the variable of another parent is no worker.
func TestInheritedVariable(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), wasmcache.WorkerVariable+"=1")
	if os.Getpid() == 1 {
		t.Skip("this process is number 1")
	}
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), answerMagic) {
		t.Errorf("%v: %q", err, out)
	}
}

func TestWorkerEndsWithItsParent(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", wasmcache.WorkerVariable, os.Getpid()))
	w, err := launch(t.Context(), cmd)
	if err != nil {
		t.Fatal(err)
	}
	if err := writePair(w.w, []byte("dot"), []byte(hard())); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // it is at work now
	w.in.Close()
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		_ = cmd.Process.Kill()
		t.Error("the worker went on working after its parent had gone")
	}
}

func TestConcurrentCallers(t *testing.T) {
	m := sampleMap(20, 7)
	want, err := SVG(t.Context(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := SVG(t.Context(), m, Options{})
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("error %v, same bytes %v", err, bytes.Equal(got, want))
			}
		})
	}
	wait.Wait()
}

func TestServe(t *testing.T) {
	for _, c := range []struct{ name, in string }{
		{"nothing", ""},
		{"half a head", "\x00\x00"},
		{"half a frame", "\x00\x00\x00\x09dot"},
		{"one frame", "\x00\x00\x00\x03dot"},
		{"a huge frame", "\xff\xff\xff\xffdot"},
	} {
		gone := 0
		var out bytes.Buffer
		if err := serve(strings.NewReader(c.in), &out, func() { gone++ }); err != nil || gone != 1 {
			t.Errorf("%s: error %v, gone %d times", c.name, err, gone)
		}
		if kind, _, err := readAnswer(&out); kind != answerReady || err != nil {
			t.Errorf("%s: greeting %q, %v", c.name, kind, err)
		}
	}
}

func FuzzReadAnswer(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x14mlatlas-draw/1 ready\x00\x00\x00\x00"))
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add([]byte("usage: mlatlas"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4 && data[0] > 0 {
			data[0] = 0 // a frame of 16 MB at most, for the sake of the machine
		}
		r := bytes.NewReader(data)
		kind, body, err := readAnswer(r)
		if err == nil && len(kind)+len(body)+len(answerMagic)+8+r.Len() != len(data) {
			t.Errorf("%d bytes in, %d and %d out", len(data), len(kind), len(body))
		}
		if err != nil && errors.Is(err, io.ErrNoProgress) {
			t.Error(err)
		}
	})
}
