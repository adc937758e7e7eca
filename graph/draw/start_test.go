package draw

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"mlatlas/graph/draw/internal/wasmcache"

	"github.com/goccy/go-graphviz/cgraph"
)

// probeVariable makes the test binary say how the start of its worker went, and end.
const probeVariable = "MLATLAS_DRAW_TEST_PROBE"

func probe() {
	mode, folder, why, err := CacheStatus(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("mode=%s\nfolder=%s\nwhy=%s\ntmp=%s\nset=%v\n", mode, folder, why, os.TempDir(), os.Getenv("TMPDIR") != "")
}

// machine is a home and a temporary folder for starts of this binary.
type machine struct {
	home, tmp string
	env       []string
	prefix    []string // a command that starts the program
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the folders of this system are not set by HOME and TMPDIR alone")
	}
	m := &machine{home: filepath.Join(t.TempDir(), "home"), tmp: filepath.Join(t.TempDir(), "tmp")}
	for _, dir := range []string{m.home, m.tmp} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	m.env = []string{"HOME=" + m.home, "TMPDIR=" + m.tmp, probeVariable + "=1"}
	return m
}

// start starts the program and returns the mode of its worker's start. A panic while it initialises fails the test.
func (m *machine) start(t *testing.T) string {
	t.Helper()
	args := append(append([]string{}, m.prefix...), os.Args[0])
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = m.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("the program did not start: %v\n%.600s", err, out)
	}
	said := map[string]string{}
	for _, line := range strings.Split(string(out), "\n") {
		name, value, _ := strings.Cut(line, "=")
		said[name] = value
	}
	for _, v := range m.env {
		if tmp, ok := strings.CutPrefix(v, "TMPDIR="); ok && said["tmp"] != tmp {
			t.Errorf("the temporary folder is %q in main, %q outside", said["tmp"], tmp)
		}
	}
	if said["mode"] == "" {
		t.Fatalf("the probe said nothing: %.300s", out)
	}
	return said["mode"]
}

// modes starts the program several times.
func (m *machine) modes(t *testing.T, n int) string {
	t.Helper()
	var list []string
	for range n {
		list = append(list, m.start(t))
	}
	return strings.Join(list, ", ")
}

// one returns the only path that fits a pattern below the home.
func (m *machine) one(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(m.home, ".cache/mlatlas/draw/*", pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %q, %v", pattern, found, err)
	}
	return found[0]
}

const compiledFile = "go-graphviz/wazero-*/*"

// TestStart damages what a start relies on. No start may panic, and all but the hopeless get warm again.
func TestStart(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles Graphviz many times")
	}
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	drop := func(m *machine, name string) {
		for i, v := range m.env {
			if strings.HasPrefix(v, name+"=") {
				m.env = append(m.env[:i:i], m.env[i+1:]...)
			}
		}
	}
	proven := newMachine(t)
	if got := proven.modes(t, 3); got != "cold, warm, warm" {
		t.Fatalf("on a new machine: %s", got)
	}
	for _, c := range []struct {
		name string
		warm bool // break a cache that was proven
		ruin func(*testing.T, *machine)
		want string // modes of three starts
	}{
		{"nothing broken", false, func(t *testing.T, m *machine) {}, "cold, warm, warm"},
		{"no home: the temporary folder serves", false, func(t *testing.T, m *machine) { drop(m, "HOME") }, "cold, warm, warm"},
		{"home cannot be written: the temporary folder serves", false, func(t *testing.T, m *machine) {
			must(t, os.WriteFile(filepath.Join(m.home, ".cache"), nil, 0o600))
		}, "cold, warm, warm"},
		{"neither home nor temporary folder", false, func(t *testing.T, m *machine) {
			m.env = []string{"HOME=/dev/null/home", "TMPDIR=/dev/null/tmp", probeVariable + "=1"}
		}, "no cache, no cache, no cache"},
		{"relative cache folder, no temporary folder", false, func(t *testing.T, m *machine) {
			m.env = []string{"HOME=" + m.home, "XDG_CACHE_HOME=some/where", "TMPDIR=" + m.tmp + "/gone", probeVariable + "=1"}
		}, "no cache, no cache, no cache"},
		{"temporary folder missing", false, func(t *testing.T, m *machine) { must(t, os.Remove(m.tmp)) }, "cold, warm, warm"},
		{"the library's common folder is a file", false, func(t *testing.T, m *machine) {
			must(t, os.WriteFile(filepath.Join(m.tmp, "go-graphviz"), []byte("x"), 0o600))
		}, "cold, warm, warm"},
		{"others may write the folder", true, func(t *testing.T, m *machine) {
			must(t, os.Chmod(m.one(t, ""), 0o777))
		}, "cold, warm, warm"},
		{"no room for the file", false, func(t *testing.T, m *machine) {
			m.prefix = []string{"sh", "-c", `ulimit -f 4000; exec "$0"`}
		}, "no cache, no cache, no cache"},
		{"file truncated", true, func(t *testing.T, m *machine) {
			must(t, os.Truncate(m.one(t, compiledFile), 100_000))
		}, "cold, warm, warm"},
		{"file empty", true, func(t *testing.T, m *machine) { must(t, os.Truncate(m.one(t, compiledFile), 0)) }, "cold, warm, warm"},
		{"file missing", true, func(t *testing.T, m *machine) { must(t, os.Remove(m.one(t, compiledFile))) }, "cold, warm, warm"},
		{"one byte changed", true, func(t *testing.T, m *machine) {
			path := m.one(t, compiledFile)
			text, err := os.ReadFile(path)
			must(t, err)
			text[len(text)/2] ^= 1
			must(t, os.WriteFile(path, text, 0o600))
		}, "cold, warm, warm"},
		{"a foreign file in its place, and a note that fits it not", true, func(t *testing.T, m *machine) {
			must(t, os.WriteFile(m.one(t, compiledFile), []byte("WAZEVO somebody else's"), 0o600))
		}, "cold, warm, warm"},
		{"a folder in its place", true, func(t *testing.T, m *machine) {
			path := m.one(t, compiledFile)
			must(t, os.Remove(path))
			must(t, os.MkdirAll(filepath.Join(path, "inner"), 0o700))
		}, "cold, warm, warm"},
		{"a file in place of the library's folder", true, func(t *testing.T, m *machine) {
			path := m.one(t, "go-graphviz")
			must(t, os.RemoveAll(path))
			must(t, os.WriteFile(path, []byte("x"), 0o600))
		}, "cold, warm, warm"},
		{"a second file beside it", true, func(t *testing.T, m *machine) {
			must(t, os.WriteFile(m.one(t, compiledFile)+"0", []byte("x"), 0o600))
		}, "cold, warm, warm"},
		{"note empty", true, func(t *testing.T, m *machine) { must(t, os.Truncate(m.one(t, "proven"), 0)) }, "cold, warm, warm"},
		{"note gone", true, func(t *testing.T, m *machine) { must(t, os.Remove(m.one(t, "proven"))) }, "cold, warm, warm"},
		{"a start died while it loaded the file for the first time", true, func(t *testing.T, m *machine) {
			note := m.one(t, "proven")
			must(t, os.Rename(note, filepath.Join(filepath.Dir(note), "trial")))
		}, "cold, warm, warm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			if c.warm {
				must(t, os.CopyFS(m.home, os.DirFS(proven.home)))
				must(t, os.Chmod(m.one(t, ""), 0o700)) // CopyFS makes folders 0777
				must(t, os.Chmod(filepath.Dir(m.one(t, "")), 0o700))
				if got := m.modes(t, 1); got != "warm" {
					t.Fatalf("before: %s", got)
				}
			}
			c.ruin(t, m)
			if got := m.modes(t, 3); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestStartOfAnotherUser needs to be root, to give a file away.
func TestStartOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 || testing.Short() {
		t.Skip("only root can give files to another user")
	}
	m := newMachine(t)
	m.modes(t, 2)
	for _, path := range []string{m.one(t, compiledFile), m.one(t, ""), filepath.Dir(m.one(t, ""))} {
		if err := os.Chown(path, 12345, 12345); err != nil {
			t.Skip(err)
		}
	}
	if got := m.modes(t, 3); got != "cold, warm, warm" {
		t.Errorf("%s: want another folder to serve", got)
	}
}

// TestStartRace starts many programs at once on a machine without a cache.
func TestStartRace(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles Graphviz many times")
	}
	m := newMachine(t)
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = m.env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%.400s", err, out)
			}
		})
	}
	wait.Wait()
	if got := m.modes(t, 2); got != "warm, warm" {
		t.Errorf("after the race: %s", got)
	}
	rest, err := filepath.Glob(filepath.Join(m.home, ".cache/mlatlas/draw/*/new-*"))
	if err != nil || len(rest) > 0 {
		t.Errorf("left behind: %q, %v", rest, err)
	}
}

// TestInitOrder builds a program that draws and watches the order in which its packages are initialised.
func TestInitOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	program := filepath.Join(t.TempDir(), "program")
	if out, err := exec.Command("go", "build", "-o", program, "./testdata/program").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, path := range []string{program, os.Args[0]} {
		m := newMachine(t)
		cmd := exec.Command(path)
		cmd.Env = append(m.env, "GODEBUG=inittrace=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		ours := strings.Index(string(out), "init mlatlas/graph/draw/internal/wasmcache @")
		theirs := strings.Index(string(out), "init github.com/goccy/go-graphviz/internal/wasm @")
		files := strings.Index(string(out), "init path/filepath @")
		if ours < 0 || theirs < 0 || ours > theirs || files >= 0 && files < ours {
			t.Errorf("%s: wasmcache at %d, path/filepath at %d, go-graphviz at %d of\n%s", filepath.Base(path), ours, files, theirs, out)
		}
	}
}

// TestLibraryVersion: the folder is named for the versions of the library and of the compiler that made what it holds.
func TestLibraryVersion(t *testing.T) {
	_, folder, _, err := CacheStatus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]string{}
	for line := range strings.Lines(string(mod)) {
		if fields := strings.Fields(line); len(fields) > 1 {
			versions[fields[0]] = fields[1]
		}
	}
	want := "go-graphviz-" + versions["github.com/goccy/go-graphviz"] + "-wazero-" + versions["github.com/tetratelabs/wazero"] + "-"
	if folder != "" && !strings.HasPrefix(filepath.Base(folder), want) {
		t.Errorf("the folder is %s, go.mod says %s: change wasmcache", folder, want)
	}
}

// TestOnlyWorkersHaveGraphviz: this process draws nothing itself; the library read its constants from a hollow module.
func TestOnlyWorkersHaveGraphviz(t *testing.T) {
	const hollow = 8
	if compiled.Mode != wasmcache.Idle || cgraph.GRAPH != hollow || cgraph.EDGE != hollow {
		t.Errorf("mode %q, constants %d and %d: the start loads Graphviz", compiled.Mode, cgraph.GRAPH, cgraph.EDGE)
	}
}
