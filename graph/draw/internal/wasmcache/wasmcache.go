// Package wasmcache decides what go-graphviz finds when it is initialised: nothing to speak of in a process that does not
// draw, and the compiled Graphviz in a private folder in one that does, so that no file of anybody else can stop a command.
//
// go-graphviz carries Graphviz as WebAssembly and compiles it while the program initialises: 0.6 to 1.5 seconds without
// a cache, 0.03 with one. Its cache lies in os.TempDir()/go-graphviz, a name that all users of a machine share, and it
// panics when the file there is damaged, truncated, empty or unreadable, and when a new one cannot be written because
// the disk is full. A panic during initialisation ends every command, even one that draws nothing.
//
// Hence only the worker, the process that draws, gets Graphviz. In every other process the library is given a hollow module
// in its place (package hollow), and costs some 5 ms.
//
// This package is initialised earlier than that library. In a worker it moves the temporary folder (TMPDIR; TMP and TEMP on Windows) for the length
// of that initialisation. Settle, called by the package that imports go-graphviz, puts it back. Go initialises, among the
// packages whose imports are all initialised, the first by import path. go-graphviz waits for path/filepath; this package
// waits for nothing that path/filepath does not wait for, but hash/crc32, and both "hash/crc32" and its own path sort before
// "path/filepath". Hence no other import may be added here. A test of graph/draw watches the order.
//
// The private folder is <user cache>/mlatlas/draw/<identity>, or <temp>/mlatlas-<uid>/<identity> where there is no user
// cache; it has to be a real folder of this user that nobody else may write. It holds:
//
//	go-graphviz/wazero-<version>-<arch>-<os>/<key>   the compiled module, one file, some 10 MB
//	fresh | trial | proven                           the note: "<bytes> <crc32c in hex> <path of that file>\n"
//	new-*                                            cold starts under way
//
// Nothing is read that the note does not vouch for:
//
//   - proven, and the file is as noted: use it (warm). Nothing is written.
//   - fresh: the file was written by a complete start but never loaded. The note becomes "trial" for the length of the
//     initialisation and then "proven". A start that dies in between leaves "trial", which vouches for nothing.
//   - anything else: a cold start. It compiles into a new folder of its own, where no other process interferes, after it
//     has made sure that the disk takes the file; then the file is moved into place and noted as fresh.
//   - no folder, or a full disk: the temporary folder is set to a path that cannot exist. go-graphviz then compiles in
//     memory, which is slow and always works.
package wasmcache

import (
	"errors"
	"os"
	"runtime"
	"time"
	_ "unsafe" // for go:linkname

	"mlatlas/graph/draw/internal/wasmcache/internal/hollow"
)

// wasmFile is the module that go-graphviz compiles, runs and asks for its constants while it is initialised: a variable of
// that library, which Go has filled before any package is initialised.
//
//go:linkname wasmFile github.com/goccy/go-graphviz/internal/wasm.wasmFile
var wasmFile []byte

// compiled names what the cached code was made from and by; a test compares it with go.mod. go-graphviz asks for an older
// wazero, whose code calls the runtime's memmove in a way that crashes on some processors: go.mod raises it.
const compiled = "go-graphviz-v0.2.9-wazero-v1.9.0"

// room is what a cold start wants free before it lets the cache be written; the file takes some 10 MB.
const room = 16 << 20

// abandoned is the age at which the folder of a cold start is taken for the rest of a process that died.
const abandoned = 10 * time.Minute

const sep = string(os.PathSeparator)

// Modes of a start.
const (
	Warm    = "warm"     // the cached code was used
	Cold    = "cold"     // the code was compiled, and kept for the next start
	NoCache = "no cache" // the code was compiled, and could not be kept
	Idle    = "idle"     // this process draws nothing, and has no Graphviz
)

// Status says how this start came by the compiled code.
type Status struct {
	Mode   string
	Folder string // the private folder, or ""
	Why    string // of Cold and NoCache, in words
}

// start is what is under way between the initialisation of this package and Settle.
type start struct {
	Status
	saved  []saved
	worker bool
	fresh  string // folder of a cold start
	trial  bool
	done   bool
}

// saved is one variable of the environment as it was.
type saved struct {
	name, value string
	set         bool
}

// tempVariables decide what os.TempDir answers: the first on Unix, the others on Windows.
var tempVariables = []string{"TMPDIR", "TMP", "TEMP"}

// now is set while this package is initialised, which is the whole point of it.
var now = begin()

// Settle ends the detour: it puts the temporary folder back, and keeps what a cold start compiled. It is to be called
// once go-graphviz is initialised, before main; further calls only answer.
func Settle() Status {
	if now.done {
		return now.Status
	}
	now.done = true
	restore(now.saved)
	switch {
	case now.trial:
		if err := os.Rename(now.Folder+sep+noteTrial, now.Folder+sep+noteProven); err != nil {
			now.Why = err.Error()
		}
	case now.Mode == Cold:
		if err := publish(now.Folder, now.fresh); err != nil {
			now.Mode, now.Why = NoCache, err.Error()
		}
	}
	return now.Status
}

func begin() start {
	s := start{saved: save(), worker: startedToDraw()}
	if !s.worker {
		if shell, err := hollow.Module(wasmFile); err == nil {
			wasmFile = shell
			s = s.without(errors.New("this process does not draw"))
			s.Mode = Idle
			return s
		}
	}
	folder, err := privateFolder()
	if err != nil {
		return s.without(err)
	}
	s.Folder = folder
	why := verify(folder, noteProven)
	if why == nil {
		return s.at(folder, Warm)
	}
	if verify(folder, noteFresh) == nil {
		if why = os.Rename(folder+sep+noteFresh, folder+sep+noteTrial); why == nil {
			s.trial = true
			return s.at(folder, Warm)
		}
	}
	s.Why = why.Error()
	if s.fresh, err = roomToCompile(folder); err != nil {
		return s.without(err)
	}
	return s.at(s.fresh, Cold)
}

// at points the temporary folder at dir.
func (s start) at(dir, mode string) start {
	s.Mode = mode
	for _, name := range tempVariables {
		if err := os.Setenv(name, dir); err != nil {
			s.Why = err.Error()
		}
	}
	return s
}

// without points the temporary folder at a path below a file, which no one can create.
func (s start) without(why error) start {
	file, err := os.Executable()
	if err != nil {
		file = os.DevNull
	}
	s = s.at(file+sep+"none", NoCache)
	s.Why = why.Error()
	return s
}

func save() []saved {
	var all []saved
	for _, name := range tempVariables {
		value, set := os.LookupEnv(name)
		all = append(all, saved{name, value, set})
	}
	return all
}

func restore(all []saved) {
	for _, v := range all {
		if v.set {
			os.Setenv(v.name, v.value)
		} else {
			os.Unsetenv(v.name)
		}
	}
}

// WorkerVariable marks a process as one that draws. Its value is the parent's process ID, so that a program which
// inherits it from such a process by accident does not take itself for one.
const WorkerVariable = "MLATLAS_DRAW_WORKER"

// IsWorker reports whether this process was started to draw. The others have no Graphviz.
func IsWorker() bool { return now.worker }

func startedToDraw() bool {
	parent, set := os.LookupEnv(WorkerVariable)
	return set && parent == decimal(os.Getppid())
}

// test keeps the binaries of tests apart: they do not know their wazero's version, which is part of the path that they
// look for, and one sort would remove the file of the other.
func test() string {
	if name := os.Args[0]; len(name) > 5 && name[len(name)-5:] == ".test" {
		return "-test"
	}
	return ""
}

// privateFolder makes or finds the folder for this user, host, library and compiler.
func privateFolder() (string, error) {
	host, err := os.Hostname() // a home may be shared by machines with different processors
	if err != nil {
		host = "host"
	}
	identity := compiled + "-" + runtime.Version() + "-" + runtime.GOOS + "-" + runtime.GOARCH + "-" + plain(host) + test()
	var why error
	for _, base := range bases() {
		dir := base + sep + identity
		err := os.MkdirAll(dir, 0o700)
		if err == nil {
			err = private(base)
		}
		if err == nil {
			err = private(dir)
		}
		if err == nil {
			return dir, nil
		}
		why = errors.Join(why, err)
	}
	return "", why
}

// bases lists the folders to try, best first.
func bases() []string {
	var list []string
	if cache, err := os.UserCacheDir(); err == nil {
		list = append(list, cache+sep+"mlatlas"+sep+"draw")
	}
	if info, err := os.Stat(os.TempDir()); err == nil && info.IsDir() && os.Getuid() >= 0 {
		list = append(list, os.TempDir()+sep+"mlatlas-"+decimal(os.Getuid()))
	}
	if len(list) == 0 {
		list = append(list, os.DevNull+sep+"none")
	}
	return list
}

// private returns an error unless dir is a real folder of this user that no one else may write.
func private(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New(dir + " is no folder")
	case !ownedByUser(info):
		return errors.New(dir + " belongs to another user")
	}
	return nil
}

// roomToCompile makes a folder for a cold start in which the compiled file will surely fit: the library panics when it
// cannot write it.
func roomToCompile(folder string) (string, error) {
	sweep(folder)
	dir, err := os.MkdirTemp(folder, "new-")
	if err != nil {
		return "", err
	}
	if err := fill(dir+sep+"room", room); err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	return dir, nil
}

// fill writes size bytes to a file, and takes them away again.
func fill(path string, size int) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	block := make([]byte, 1<<20)
	for i := range block {
		block[i] = byte(i*7 + i>>8) // not zeros: some file systems keep none
	}
	for n := 0; n < size && err == nil; n += len(block) {
		_, err = file.Write(block)
	}
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	if rerr := os.Remove(path); err == nil {
		err = rerr
	}
	return err
}

// sweep removes what starts that died have left.
func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && len(e.Name()) > 4 && e.Name()[:4] == "new-" && time.Since(info.ModTime()) > abandoned {
			os.RemoveAll(folder + sep + e.Name())
		}
	}
}

// plain replaces everything but letters, digits, dots and dashes.
func plain(s string) string {
	b := []byte(s)
	for i, c := range b {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '-' && c != '.' {
			b[i] = '_'
		}
	}
	return string(b)
}
