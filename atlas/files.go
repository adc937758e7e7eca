package atlas

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/format"
)

// file is one file to import.
type file struct {
	name    string // as the person named it, with forward slashes
	open    func() (io.ReadCloser, error)
	path    string         // absolute
	size    int64          // bytes, -1 if not known
	named   bool           // by itself, rather than found in a folder
	keys    []*format.Keys // lists of keys for its questions, from other files
	top     string         // absolute folder that was named, or the one of a named file; "" for none
	guessed bool           // found in a folder without an extension: it may be anything, and is not reported if it holds no question
}

// files lists what the paths name. A path that cannot be read is a failed report; no file at all is an error.
func (a *Atlas) files(o ImportOptions) (files []file, failed []FileReport, err error) {
	failed = []FileReport{}
	for _, p := range o.Paths {
		if p == "-" {
			name := o.Bank
			if name == "" {
				name = "stdin"
			}
			files = append(files, file{name: name, path: "-" + name, size: -1, named: true, open: func() (io.ReadCloser, error) { return io.NopCloser(o.Stdin), nil }})
			continue
		}
		found, passed, err := listFiles(p)
		if err != nil {
			r := FileReport{File: filepath.ToSlash(p), Problems: []bank.Problem{}}
			r.fail("unreadable", err)
			failed = append(failed, r)
			continue
		}
		if len(passed) > 0 {
			a.options.Note("%s: passed over %s", filepath.ToSlash(p), passed)
		}
		files = append(files, found...)
	}
	return files, failed, nil
}

// passedOver counts the files of a folder that no format has the extension of.
type passedOver map[string]int

// String says "3 files that are no question files by their names (.png 2, .go 1)".
func (p passedOver) String() string {
	total := 0
	var kinds []string
	for ext, n := range p {
		total += n
		kinds = append(kinds, fmt.Sprintf("%s %d", ext, n))
	}
	slices.Sort(kinds)
	if len(kinds) > 8 {
		kinds = append(kinds[:8], "...")
	}
	files := "files that are no question files by their names"
	if total == 1 {
		files = "file that is no question file by its name"
	}
	return fmt.Sprintf("%d %s (%s)", total, files, strings.Join(kinds, ", "))
}

// listFiles returns the file at p or, for a folder, the files below it that have the extension of a known format or none,
// in the order of their names. Hidden ones are passed over.
func listFiles(p string) ([]file, passedOver, error) {
	info, err := os.Stat(p)
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		f, err := onDisk(p, info)
		f.named, f.top = true, filepath.Dir(f.path)
		return []file{f}, nil, err
	}
	top, err := filepath.Abs(p)
	if err != nil {
		return nil, nil, err
	}
	var files []file
	passed := passedOver{}
	err = filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".") && name != p:
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		case filepath.Ext(name) != "" && !readable(name):
			passed[strings.ToLower(filepath.Ext(name))]++
			return nil
		}
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		f, err := onDisk(name, info)
		f.top, f.guessed = top, filepath.Ext(name) == ""
		files = append(files, f)
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("the folder holds no question file (looked for %s)", strings.Join(Extensions(), " "))
	}
	slices.SortFunc(files, func(a, b file) int { return naturalCompare(a.name, b.name) })
	return files, passed, err
}

func onDisk(name string, info fs.FileInfo) (file, error) {
	abs, err := filepath.Abs(name)
	return file{name: filepath.ToSlash(name), path: abs, size: info.Size(), open: func() (io.ReadCloser, error) { return os.Open(name) }}, err
}

func readable(name string) bool {
	return slices.Contains(Extensions(), strings.ToLower(filepath.Ext(name)))
}

// Extensions lists the file name extensions of the formats that can be read, sorted.
func Extensions() []string {
	var list []string
	for _, f := range format.Formats {
		if f.Read {
			list = append(list, f.Extensions...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// naturalCompare orders names with their numbers as numbers: exam-2 before exam-10.
func naturalCompare(a, b string) int {
	for a != "" && b != "" {
		da, db := leadingDigits(a), leadingDigits(b)
		if da > 0 && db > 0 {
			na, nb := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
			if len(na) != len(nb) {
				return len(na) - len(nb)
			}
			if c := strings.Compare(na, nb); c != 0 {
				return c
			}
			a, b = a[da:], b[db:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
