package draw

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"

	"github.com/goccy/go-graphviz"

	"mlatlas/graph/draw/internal/wasmcache"
)

// compiled is how this process came by the compiled Graphviz. Being a package variable it is set right after go-graphviz
// is initialised, and puts the temporary folder back before main.
var compiled = wasmcache.Settle()

// mayStart is set once main has asked ServeIfWorker: until then a process started from this executable would not be a
// worker but a second run of the program.
var mayStart atomic.Bool

// CacheStatus starts a worker and says how it came by the compiled Graphviz: mode is "warm", "cold" or "no cache", folder
// the private folder that holds it ("" if there is none), why the reason of the last two. An error means that this program
// cannot draw. For the doctor command.
func CacheStatus(ctx context.Context) (mode, folder, why string, err error) {
	w, err := startWorker(ctx)
	if err != nil {
		return "", "", "", err
	}
	defer w.end()
	return w.status.Mode, w.status.Folder, w.status.Why, nil
}

// ServeIfWorker turns this process into a drawing worker if it was started as one: it then serves on standard input and
// output until they close, and returns true; the caller returns from main. Otherwise it returns false at once. Every
// main and TestMain of a program that draws calls it first; without that SVG and Layout refuse to start a worker.
func ServeIfWorker() bool {
	mayStart.Store(true)
	if !wasmcache.IsWorker() {
		return false
	}
	os.Unsetenv(wasmcache.WorkerVariable)
	// A broken pipe means that the parent has gone; there is nobody left to tell.
	_ = serve(os.Stdin, os.Stdout, func() { os.Exit(0) })
	return true
}

// request is what a worker is asked for: a layout of a DOT text by an engine.
type request struct{ engine, dot []byte }

// serve answers requests until in ends. Requests are read while a layout runs, because a layout cannot be interrupted:
// when in ends, or holds no request, gone is called at once.
func serve(in io.Reader, out io.Writer, gone func()) error {
	w := bufio.NewWriter(out)
	status, err := json.Marshal(compiled)
	if err != nil {
		return err
	}
	if err := writePair(w, []byte(answerMagic+answerReady), status); err != nil {
		return err
	}
	requests := make(chan request)
	go func() {
		defer close(requests)
		r := bufio.NewReader(in)
		for {
			engine, dot, err := readPair(r)
			if err != nil {
				gone()
				return
			}
			requests <- request{engine, dot}
		}
	}()
	// Compiled code cannot be preempted: a collection that begins during a layout would stop every goroutine, the reader
	// too, until the layout ends. So memory is collected between the layouts.
	debug.SetGCPercent(-1)
	graphviz.SetFileSystem(embed.FS{}) // without this an image attribute could name any file
	for req := range requests {
		kind, body := answerDone, []byte(nil)
		json, err := layOut(string(req.engine), req.dot)
		if body = json; err != nil {
			kind, body = answerError, []byte(err.Error())
		}
		if err := writePair(w, []byte(answerMagic+kind), body); err != nil {
			return err
		}
		runtime.GC()
	}
	return nil
}

// layOut runs Graphviz and returns its answer in the format json0: all attributes, no drawing operations.
func layOut(engine string, dot []byte) (json []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("graphviz: %v", p)
		}
	}()
	ctx := context.Background()
	g, err := graphviz.New(ctx)
	if err != nil {
		return nil, err
	}
	defer g.Close()
	parsed, err := graphviz.ParseBytes(dot)
	if err != nil && !isWarning(err) {
		return nil, err
	}
	if parsed == nil {
		return nil, errors.New("no graph in the DOT text")
	}
	defer parsed.Close()
	var out bytes.Buffer
	err = g.SetLayout(graphviz.Layout(engine)).Render(ctx, parsed, "json0", &out)
	if err != nil && !(isWarning(err) && out.Len() > 0) {
		return nil, err
	}
	if out.Len() == 0 {
		return nil, errors.New("graphviz drew nothing")
	}
	return out.Bytes(), nil
}

// isWarning reports whether Graphviz only warned: the library returns its warnings as errors.
func isWarning(err error) bool { return strings.HasPrefix(err.Error(), "Warning") }
