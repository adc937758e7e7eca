package atlas

import (
	"context"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"mlatlas/bank"
	"mlatlas/bank/sample"
	"mlatlas/index"
)

// fileOf is a file that an import may read.
func fileOf(name string, content io.Reader) file {
	return file{name: name, path: "/nowhere/" + name, size: -1, named: true, open: func() (io.ReadCloser, error) { return io.NopCloser(content), nil }}
}

// stateOf is what searches over an atlas say, and what is counted in it.
func stateOf(t *testing.T, dir string) (hits []string, counts any) {
	t.Helper()
	a, err := Open(Options{Dir: dir, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, query := range []string{"*", "drift", "glue OR emr", "bring my own image"} {
		v, err := a.Search(context.Background(), SearchRequest{Query: query, Limit: 200, Exam: "mla-c01"})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range v.Hits {
			hits = append(hits, query+" "+h.ID)
		}
	}
	s, err := a.questions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.counts(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return hits, *c
}

// importAll imports files into a new atlas and returns its folder, and whether the index was ready at once.
func importAll(t *testing.T, files ...file) (dir string, ready bool) {
	t.Helper()
	dir = t.TempDir()
	a, err := Open(Options{Dir: dir, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.importFiles(context.Background(), ImportOptions{}, files, &ImportReport{}); err != nil {
		t.Fatal(err)
	}
	s, err := bank.OpenRead(a.path("bank.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want, err := a.stamp(s)
	meta, missing := index.ReadMeta(a.path("index"))
	return dir, errors.Join(err, missing) == nil && meta.Stamp == want
}

// TestEarlyIndex compares an index that was built while files were read with one built from the store: also where a file breaks
// off, so that nothing of it is kept, and where two questions have one ID.
func TestEarlyIndex(t *testing.T) {
	bankOf := func() io.Reader { return sample.Open() }
	named := `{"bank":"own","number":"1","stem":"Which tool tunes?","options":["AMT","EBS"],"answer":"A"}` + "\n"
	for name, files := range map[string]func() []file{
		"one file":  func() []file { return []file{fileOf("a.md", bankOf())} },
		"two files": func() []file { return []file{fileOf("a.md", bankOf()), fileOf("own.jsonl", strings.NewReader(named))} },
		"one breaks off": func() []file {
			return []file{fileOf("a.md", io.MultiReader(bankOf(), iotest.ErrReader(errors.New("the cable is out")))), fileOf("b.md", bankOf())}
		},
		"one ID twice": func() []file {
			return []file{fileOf("own.jsonl", strings.NewReader(named)), fileOf("more.jsonl", strings.NewReader(strings.Replace(named, "tunes", "searches", 1))), fileOf("a.md", bankOf())}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, ready := importAll(t, files()...)
			if !ready {
				t.Error("there is no index after the import")
			}
			hits, counts := stateOf(t, dir)
			for _, derived := range []string{"/index", "/graph"} {
				if err := os.RemoveAll(dir + derived); err != nil {
					t.Fatal(err)
				}
			}
			if again, counted := stateOf(t, dir); len(hits) < 100 || !reflect.DeepEqual(hits, again) || !reflect.DeepEqual(counts, counted) {
				t.Errorf("the index built from the store finds\n%v\nthe early one found\n%v", again, hits)
			}
		})
	}
}
