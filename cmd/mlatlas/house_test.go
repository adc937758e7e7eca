package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// steps are the stairs of the house: imports only go down. A package may also import the one that its folder lies in.
var steps = map[string]int{
	"taxonomy": 1, "bank/pattern": 1,
	"bank": 2, "bank/format": 2, "bank/sample": 2,
	"index": 3, "graph": 3, "graph/draw": 3, "study": 3, "bank/audit": 3,
	"atlas": 4,
	"web":   5, "web/mcp": 5, "docs/gallery": 5,
	"cmd/mlatlas": 6,
}

// rooms are the only packages that may import a library, since each hides what the library does to the rest.
var rooms = map[string]string{
	"github.com/blevesearch/":            "index",
	"github.com/RoaringBitmap/":          "index",
	"github.com/dominikbraun/graph":      "graph",
	"gonum.org/":                         "graph study bank/audit",
	"github.com/goccy/go-graphviz":       "graph/draw",
	"github.com/go-fonts/":               "graph/draw",
	"github.com/srwiley/rasterx":         "graph/draw",
	"golang.org/x/image/":                "graph/draw",
	"modernc.org/sqlite":                 "bank bank/format study",
	"github.com/xuri/excelize":           "bank/format",
	"github.com/ledongthuc/pdf":          "bank/format",
	"github.com/klauspost/compress":      "bank/format",
	"github.com/spf13/cobra":             "cmd/mlatlas",
	"github.com/modelcontextprotocol/":   "web/mcp",
	"charm.land/bubbletea":               "cmd/mlatlas",
	"github.com/open-spaced-repetition/": "study",
	"github.com/santhosh-tekuri/":        "bank/audit", // its tests alone
}

func TestImportsGoDownTheStairs(t *testing.T) {
	seen := map[string]bool{}
	eachImport(t, func(file, from, to string) {
		seen[from] = true
		if local, ok := strings.CutPrefix(to, "mlatlas/"); ok {
			if why := upward(from, local); why != "" {
				t.Errorf("%s: %s", file, why)
			}
			return
		}
		for library, room := range rooms {
			if strings.HasPrefix(to, library) && !strings.Contains(" "+room+" ", " "+from+" ") {
				t.Errorf("%s: %s is imported in %s, and belongs in %s alone", file, to, from, room)
			}
		}
	})
	for _, room := range []string{"taxonomy", "bank", "bank/format", "index", "graph", "graph/draw", "study", "atlas", "cmd/mlatlas"} {
		if !seen[room] {
			t.Errorf("no imports were found in %s: is the test looking at the right folder?", room)
		}
	}
}

// upward says what is wrong with an import, or "".
func upward(from, to string) string {
	stepFrom, ok := step(from)
	if !ok {
		return from + " has no step: give it one in steps, and in CONTRIBUTING.md"
	}
	stepTo, ok := step(to)
	if !ok {
		return to + " has no step: give it one in steps, and in CONTRIBUTING.md"
	}
	within := strings.HasPrefix(from, to+"/") || strings.HasPrefix(to, from+"/internal/")
	if stepTo < stepFrom || within {
		return ""
	}
	return from + " (step " + strconv.Itoa(stepFrom) + ") imports " + to + " (step " + strconv.Itoa(stepTo) + "): imports only go down"
}

// step returns the step of a package; an internal one stands on that of the package it serves.
func step(pkg string) (int, bool) {
	if before, _, ok := strings.Cut(pkg, "/internal/"); ok {
		pkg = before
	}
	n, ok := steps[pkg]
	return n, ok
}

func TestUpward(t *testing.T) {
	for _, c := range []struct {
		from, to string
		allowed  bool
	}{
		{"bank", "taxonomy", true},
		{"taxonomy", "bank", false},
		{"index", "graph", false},
		{"graph/draw", "graph", true},
		{"graph", "graph/draw", false},
		{"graph/draw", "graph/draw/internal/cache", true},
		{"index", "graph/draw/internal/cache", false},
		{"cmd/mlatlas", "atlas", true},
		{"atlas", "cmd/mlatlas", false},
		{"helpers", "taxonomy", false},
	} {
		if got := upward(c.from, c.to) == ""; got != c.allowed {
			t.Errorf("%s imports %s: allowed = %v, want %v", c.from, c.to, got, c.allowed)
		}
	}
}

// eachImport calls f with every import of the program's own files, tests left out.
func eachImport(t *testing.T, f func(file, from, to string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && name != root && d.Name() != ".."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imported := range parsed.Imports {
			to, err := strconv.Unquote(imported.Path.Value)
			if err != nil {
				return err
			}
			f(filepath.ToSlash(rel), path.Dir(filepath.ToSlash(rel)), to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
