package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/mattn/go-runewidth"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts of testdata/script against the whole program. Beside the usual commands they know:
//
//	exit CODE ARG...      runs mlatlas, which must end with the code
//	contract NAME [FILE]  the JSON of the last stdout, or of a file, has the shape of testdata/contract/NAME.json
//	json PATH VALUE       the value at a path of it: hits.0.id sample/9; len is a length: hits.len 3
//	svg FILE              the file is well-formed XML with the root svg
//	png FILE              the file is a whole PNG
//	columns N             no line of the last stdout is wider
//	tabs N                every line of the last stdout has so many tabs, and there is a line
//	noescapes             neither stdout nor stderr holds a control character
//	damage HOW FILE...    truncate, garble or empty files; a folder stands for every file in it
//	lock DIR / unlock     hold the write lock of an atlas, as an import does
//	samequestions A B     two exports hold the same questions, but for where they came from
func TestScripts(t *testing.T) {
	skipShort(t)
	contracts, err := filepath.Abs("testdata/contract")
	if err != nil {
		t.Fatal(err)
	}
	banks, err := filepath.Abs("testdata/banks")
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir() // for compiled drawing code: shared, or every map would compile it
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		ContinueOnError:     true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("MLATLAS_DIR", filepath.Join(e.WorkDir, "atlas"))
			e.Setenv("XDG_CACHE_HOME", cache)
			e.Setenv("CONTRACTS", contracts)
			e.Setenv("BANKS", banks)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": cmdExit, "contract": cmdContract, "json": cmdJSON, "svg": cmdSVG, "png": cmdPNG, "columns": cmdColumns, "tabs": cmdTabs,
			"noescapes": cmdNoEscapes, "damage": cmdDamage, "lock": cmdLock, "unlock": cmdUnlock, "samequestions": cmdSameQuestions,
		},
	})
}

func cmdExit(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec("mlatlas", args[1:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("mlatlas did not run: %v", err)
	}
	if neg || got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	for _, stream := range []string{"stdout", "stderr"} {
		if strings.Contains(ts.ReadFile(stream), "goroutine ") {
			ts.Fatalf("a stack trace on %s", stream)
		}
	}
}

func cmdContract(ts *testscript.TestScript, neg bool, args []string) {
	var shape any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(filepath.Join(ts.Getenv("CONTRACTS"), args[0]+".json"))), &shape))
	source := "stdout"
	if len(args) > 1 {
		source = args[1]
	}
	value := oneValue(ts, source)
	if faults := checkShape("", shape, value); len(faults) > 0 != neg {
		ts.Fatalf("%s: %s", args[0], strings.Join(faults, "\n"))
	}
}

// oneValue reads the one JSON value that there must be.
func oneValue(ts *testscript.TestScript, source string) any {
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(source)))
	d.UseNumber()
	var value, more any
	ts.Check(d.Decode(&value))
	if err := d.Decode(&more); err != io.EOF {
		ts.Fatalf("%s holds more than one JSON value", source)
	}
	return value
}

// checkShape compares a value with a shape. An object of the shape lists the keys that must be there; "+key" may be there
// besides; "*" stands for any key. An array's first element is the shape of each. A string, number or boolean stands for
// its type; null for null or any value; a string "a|b" for one of these words.
func checkShape(path string, shape, value any) (faults []string) {
	fault := func(format string, args ...any) []string { return []string{path + ": " + fmt.Sprintf(format, args...)} }
	switch shape := shape.(type) {
	case map[string]any:
		object, ok := value.(map[string]any)
		if !ok {
			return fault("%v is no object", value)
		}
		return checkKeys(path, shape, object)
	case []any:
		list, ok := value.([]any)
		if !ok {
			return fault("%v is no array", value)
		}
		for i, v := range list {
			faults = append(faults, checkShape(fmt.Sprintf("%s[%d]", path, i), shape[0], v)...)
		}
		return faults
	case string:
		text, ok := value.(string)
		if !ok || strings.Contains(shape, "|") && !slices.Contains(strings.Split(shape, "|"), text) {
			return fault("%v is not of %q", value, shape)
		}
	case bool:
		if _, ok := value.(bool); !ok {
			return fault("%v is no boolean", value)
		}
	case float64:
		if _, ok := value.(json.Number); !ok {
			return fault("%v is no number", value)
		}
	}
	return nil
}

func checkKeys(path string, shape, object map[string]any) (faults []string) {
	for key, s := range shape {
		name := strings.TrimPrefix(key, "+")
		if _, ok := object[name]; !ok && name == key && key != "*" {
			faults = append(faults, path+"."+key+": missing")
		} else if v, ok := object[name]; ok {
			faults = append(faults, checkShape(path+"."+name, s, v)...)
		}
	}
	for key, v := range object {
		_, required := shape[key]
		_, optional := shape["+"+key]
		if every, ok := shape["*"]; ok {
			faults = append(faults, checkShape(path+"."+key, every, v)...)
		} else if !required && !optional {
			faults = append(faults, path+"."+key+": not in the contract")
		}
	}
	slices.Sort(faults)
	return faults
}

func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json PATH VALUE")
	}
	value := oneValue(ts, "stdout")
	for _, step := range strings.Split(args[0], ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			if step == "len" {
				value = len(v)
				continue
			}
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(v) {
				ts.Fatalf("%s: there are only %d", args[0], len(v))
			}
			value = v[i]
		default:
			ts.Fatalf("%s: nothing below %v", args[0], value)
		}
	}
	if got := fmt.Sprint(value); (got == args[1]) == neg {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}

func cmdSVG(ts *testscript.TestScript, _ bool, args []string) {
	d := xml.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	root := ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		ts.Check(err)
		if start, ok := token.(xml.StartElement); ok && root == "" {
			root = start.Name.Local
		}
	}
	if root != "svg" {
		ts.Fatalf("the root is %q", root)
	}
}

func cmdPNG(ts *testscript.TestScript, _ bool, args []string) {
	_, err := png.Decode(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
}

func cmdColumns(ts *testscript.TestScript, _ bool, args []string) {
	most, err := strconv.Atoi(args[0])
	ts.Check(err)
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if w := runewidth.StringWidth(strings.TrimRight(line, "\n")); w > most {
			ts.Fatalf("%d columns: %s", w, line)
		}
	}
}

func cmdTabs(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	out := ts.ReadFile("stdout")
	if out == "" {
		ts.Fatalf("no line")
	}
	for line := range strings.Lines(out) {
		if n := strings.Count(line, "\t"); n != want {
			ts.Fatalf("%d tabs: %s", n, line)
		}
	}
}

func cmdNoEscapes(ts *testscript.TestScript, _ bool, _ []string) {
	for _, stream := range []string{"stdout", "stderr"} {
		for i, r := range ts.ReadFile(stream) {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e {
				ts.Fatalf("%s holds %U at byte %d", stream, r, i)
			}
		}
	}
}

func cmdDamage(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args[1:] {
		ts.Check(filepath.WalkDir(ts.MkAbs(name), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			return damage(args[0], path)
		}))
	}
}

func damage(how, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	switch how {
	case "empty":
		content = nil
	case "truncate":
		content = content[:len(content)/2]
	case "garble":
		for i := range content {
			content[i] ^= byte(i*7 + 13)
		}
	default:
		return fmt.Errorf("no such damage: %s", how)
	}
	return os.WriteFile(path, content, 0o644)
}

func cmdLock(ts *testscript.TestScript, _ bool, args []string) {
	l := flock.New(ts.MkAbs(filepath.Join(args[0], "write.lock")))
	ok, err := l.TryLock()
	ts.Check(err)
	if !ok {
		ts.Fatalf("the lock is held already")
	}
	ts.Defer(func() { l.Unlock() })
	held = l
}

var held *flock.Flock // by the one script that uses it

func cmdUnlock(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(held.Unlock()) }

// cmdSameQuestions compares two exports in JSON lines, but for the field source.
func cmdSameQuestions(ts *testscript.TestScript, neg bool, args []string) {
	a, b := withoutSource(ts, args[0]), withoutSource(ts, args[1])
	if slices.Equal(a, b) == neg {
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				ts.Fatalf("question %d differs:\n%s\n%s", i+1, a[i], b[i])
			}
		}
		ts.Fatalf("%d and %d questions", len(a), len(b))
	}
	if len(a) == 0 {
		ts.Fatalf("no questions to compare")
	}
}

func withoutSource(ts *testscript.TestScript, name string) (lines []string) {
	for line := range strings.Lines(ts.ReadFile(name)) {
		var q map[string]any
		ts.Check(json.Unmarshal([]byte(line), &q))
		delete(q, "source")
		text, err := json.Marshal(q) // sorts the keys
		ts.Check(err)
		lines = append(lines, string(text))
	}
	slices.Sort(lines)
	return lines
}

// TestShape keeps the checker of the contract honest.
func TestShape(t *testing.T) {
	shape := `{"id":"","kind":"a|b","n":0,"list":[{"x":true}],"any":null,"+more":0}`
	for value, want := range map[string]string{
		`{"id":"q","kind":"a","n":1,"list":[{"x":false}],"any":3}`:          "",
		`{"id":"q","kind":"b","n":1.5,"list":[],"any":null,"more":2}`:       "",
		`{"kind":"a","n":1,"list":[],"any":1}`:                              ".id: missing",
		`{"id":1,"kind":"a","n":1,"list":[],"any":1}`:                       `.id: 1 is not of ""`,
		`{"id":"q","kind":"c","n":1,"list":[],"any":1}`:                     `.kind: c is not of "a|b"`,
		`{"id":"q","kind":"a","n":"1","list":[],"any":1}`:                   ".n: 1 is no number",
		`{"id":"q","kind":"a","n":1,"list":null,"any":1}`:                   ".list: <nil> is no array",
		`{"id":"q","kind":"a","n":1,"list":[{"x":true},{"x":1}],"any":1}`:   ".list[1].x: 1 is no boolean",
		`{"id":"q","kind":"a","n":1,"list":[{"x":true}],"any":1,"other":1}`: ".other: not in the contract",
		`{"id":"q","kind":"a","n":1,"list":[{"x":true}],"any":1,"more":""}`: ".more:  is no number",
		`[]`: ": [] is no object",
	} {
		var s, v any
		if err := json.Unmarshal([]byte(shape), &s); err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(strings.NewReader(value))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(checkShape("", s, v), "; "); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

// TestInterrupted sends the signal that ctrl-C is to a program that waits for another's import.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	l := flock.New(filepath.Join(dir, "write.lock"))
	if ok, err := l.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer l.Unlock()
	code, _, stderr := interrupted(t, 200*time.Millisecond, "--atlas", dir, "import", "testdata/banks/small.md")
	if code != exitInterrupted || !strings.Contains(stderr, "interrupted") {
		t.Errorf("exit code %d, stderr:\n%s", code, stderr)
	}
}
