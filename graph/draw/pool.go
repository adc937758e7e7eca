package draw

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"mlatlas/graph/draw/internal/wasmcache"
)

// Limits of the workers.
const (
	poolSize    = 2                // layouts at a time; a layout takes one core
	renewAfter  = 200              // layouts of one worker; each leaks some 0.3 MB
	timeLimit   = 20 * time.Second // of one layout, where the context sets no deadline
	startLimit  = 15 * time.Second // until a worker greets; without a cache it compiles for 1 to 2 s
	keptMessage = 4 << 10          // bytes of a worker's standard error that are kept for the error
)

// ErrNoWorker is returned where main does not call ServeIfWorker, so that no worker can be started.
var ErrNoWorker = errors.New("draw: this program cannot draw: its main function has to call draw.ServeIfWorker first")

// workers holds the workers of this process: a process has one set of children, as it has one standard output.
var workers = newPool(poolSize)

// pool lends at most size workers; an empty place (nil) is a worker not yet started.
type pool struct {
	places chan *worker
	renew  int // layouts after which a worker is replaced
	start  func(context.Context) (*worker, error)
}

func newPool(size int) *pool {
	p := &pool{places: make(chan *worker, size), renew: renewAfter, start: startWorker}
	for range size {
		p.places <- nil
	}
	return p
}

// layout has a worker lay out a DOT text. A worker that dies is replaced and asked once more; one that is too slow is
// killed. A fresh worker is one that has drawn nothing yet: sfdp gives the same answer only the first time.
func (p *pool) layout(ctx context.Context, engine, dot string, fresh bool) ([]byte, error) {
	if _, set := ctx.Deadline(); !set {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeLimit)
		defer cancel()
	}
	var w *worker
	select {
	case w = <-p.places:
	case <-ctx.Done():
		return nil, tooSlow(ctx)
	}
	defer func() { p.places <- w }()
	for attempt := 0; ; attempt++ {
		if w != nil && fresh && w.layouts > 0 {
			w = w.end()
		}
		if w == nil {
			var err error
			if w, err = p.start(ctx); err != nil {
				return nil, err
			}
		}
		json, err := w.ask(ctx, engine, dot)
		var refused refusal
		switch {
		case err == nil || errors.As(err, &refused):
			if fresh || err != nil || w.layouts >= p.renew { // Graphviz repeats its last error at the next empty text
				w = w.end()
			}
			return json, err
		case ctx.Err() != nil:
			w = w.end()
			return nil, tooSlow(ctx)
		}
		message := w.lastWords(err)
		w = w.end()
		if attempt == 1 {
			return nil, message
		}
	}
}

// tooSlow says in words why a context ended.
func tooSlow(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("drawing took too long and was stopped; ask for fewer concepts: %w", ctx.Err())
	}
	return fmt.Errorf("drawing was stopped: %w", ctx.Err())
}

// refusal is an answer of a healthy worker that could not lay out what it got.
type refusal string

func (r refusal) Error() string { return "graphviz: " + string(r) }

// worker is the parent's side of one worker process.
type worker struct {
	process *exec.Cmd
	in      io.WriteCloser
	w       *bufio.Writer
	r       *bufio.Reader
	stderr  *firstWords
	status  wasmcache.Status // how it came by Graphviz
	layouts int
}

// startWorker starts this executable again as a worker.
func startWorker(ctx context.Context) (*worker, error) {
	if !mayStart.Load() {
		return nil, ErrNoWorker
	}
	path, err := executable()
	if err != nil {
		return nil, fmt.Errorf("finding the program to draw with: %w", err)
	}
	cmd := exec.Command(path)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), wasmcache.WorkerVariable+"="+strconv.Itoa(os.Getpid()))
	return launch(ctx, cmd)
}

// launch starts a command and waits until it greets as a worker does.
func launch(ctx context.Context, cmd *exec.Cmd) (*worker, error) {
	var err error
	w := &worker{process: cmd, stderr: &firstWords{}}
	cmd.Stderr = w.stderr
	if w.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.w, w.r = bufio.NewWriter(w.in), bufio.NewReader(out)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the drawing worker: %w", err)
	}
	if err := w.greeted(ctx); err != nil {
		w.end()
		return nil, err
	}
	return w, nil
}

// executable returns the path of the running program. On Linux the link of the kernel is used, which leads to it even
// after the file was replaced by an upgrade.
func executable() (string, error) {
	const link = "/proc/self/exe"
	if _, err := os.Stat(link); err == nil {
		return link, nil
	}
	return os.Executable()
}

// greeted waits for the worker's first answer.
func (w *worker) greeted(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	kind, status, err := w.within(ctx, func() (string, []byte, error) { return readAnswer(w.r) })
	switch {
	case ctx.Err() != nil:
		return tooSlow(ctx)
	case err != nil:
		return w.lastWords(err)
	case kind != answerReady:
		return fmt.Errorf("the drawing worker greeted with %q, not with %q", kind, answerReady)
	}
	return json.Unmarshal(status, &w.status)
}

// ask has the worker lay out one DOT text.
func (w *worker) ask(ctx context.Context, engine, dot string) ([]byte, error) {
	w.layouts++
	kind, body, err := w.within(ctx, func() (string, []byte, error) {
		if err := writePair(w.w, []byte(engine), []byte(dot)); err != nil {
			return "", nil, err
		}
		return readAnswer(w.r)
	})
	switch {
	case err != nil:
		return nil, err
	case kind == answerError:
		return nil, refusal(body)
	case kind != answerDone:
		return nil, errFrame
	}
	return body, nil
}

// within runs a conversation with the worker and kills the worker when ctx ends first, which ends the conversation.
func (w *worker) within(ctx context.Context, talk func() (string, []byte, error)) (string, []byte, error) {
	stop := context.AfterFunc(ctx, func() { _ = w.process.Process.Kill() })
	kind, body, err := talk()
	if !stop() && err == nil {
		err = ctx.Err() // the answer came in time, but the worker is being killed
	}
	return kind, body, err
}

// end kills the worker and waits until it is gone. It returns nil, the empty place in the pool.
func (w *worker) end() *worker {
	_ = w.process.Process.Kill() // it may be gone already
	w.in.Close()
	_ = w.process.Wait() // how a killed process ended says nothing
	return nil
}

// lastWords describes the end of a worker that broke off, by how it ended and the first line of what it wrote.
func (w *worker) lastWords(err error) error {
	w.in.Close()
	late := time.AfterFunc(time.Second, func() { _ = w.process.Process.Kill() }) // it may be a program that is no worker
	state := w.process.Wait()
	late.Stop()
	if state == nil {
		state = err
	}
	if line, _, _ := strings.Cut(strings.TrimSpace(w.stderr.String()), "\n"); line != "" {
		return fmt.Errorf("the drawing worker broke off (%v): %s", state, clean(line))
	}
	return fmt.Errorf("the drawing worker broke off (%v): %w", state, err)
}

// firstWords keeps the first bytes that a worker writes to its standard error.
type firstWords struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (f *firstWords) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.buf.Write(p[:min(len(p), keptMessage-f.buf.Len())])
	return len(p), nil
}

func (f *firstWords) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.buf.String()
}
