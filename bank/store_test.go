package bank

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mlatlas/taxonomy"
)

// filled makes a store with n questions and closes it.
func filled(t *testing.T, n int) string {
	t.Helper()
	d := newDesk(t)
	items := ""
	for i := range n {
		items += fmt.Sprintf("%d stem of %d;", i+1, i+1)
	}
	if got, want := d.do("a.md: "+items), fmt.Sprintf("+%d ~0 =0 -0", n); got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	return d.store.path
}

func countAt(t *testing.T, path string) int {
	t.Helper()
	s, err := OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := s.Count(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOpenReadOfWhatIsNoStore(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 500))
	if err != nil {
		t.Fatal(err)
	}
	flipped := append([]byte(nil), whole...)
	for i := range 100 {
		flipped[i] ^= 0x5a
	}
	for _, test := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"empty", []byte{}, "no question store"},
		{"a note", []byte("this is a text file about questions\n"), "the file is damaged or not a question store"},
		{"noise", flipped, "the file is damaged or not a question store"},
		{"killed before it had a table", sqliteFile(t, `PRAGMA user_version = 1`), "no question store"},
		{"killed before it had a version", sqliteFile(t, `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`), "no question store"},
		{"another database", sqliteFile(t, `CREATE TABLE other (x)`), "the file is not a question store"},
		{"a later schema", sqliteFile(t, `CREATE TABLE meta (key TEXT, value TEXT); INSERT INTO meta VALUES ('schema', '99')`), "another version of mlatlas (schema 99, this one reads 1)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bank.db")
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := OpenRead(path)
			if err == nil {
				s.Close()
				t.Fatal("it opens")
			}
			if !strings.Contains(err.Error(), test.want) || errors.Is(err, ErrNoStore) != (test.want == ErrNoStore.Error()) {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(test.content) {
				t.Error("the file was changed")
			}
			s, err = Open(path) // what is no store yet becomes one, anything else is not written over
			if err == nil {
				s.Close()
			}
			if noStoreYet := test.want == ErrNoStore.Error(); noStoreYet != (err == nil) {
				t.Errorf("opened for writing: %v", err)
			}
		})
	}
	if _, err := OpenRead(filepath.Join(t.TempDir(), "none", "bank.db")); !errors.Is(err, ErrNoStore) {
		t.Errorf("missing: %v", err)
	}
	if s, err := OpenRead(t.TempDir()); err == nil {
		s.Close()
		t.Error("a folder opens")
	}
}

// sqliteFile is a database that is none of ours.
func sqliteFile(t *testing.T, statements string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := open(path, "mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(statements); err != nil {
		t.Fatal(err)
	}
	s.Close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestTruncated cuts a store at many places: opening, reading or Check must say so; none may answer with fewer questions
// as if they were all.
func TestTruncated(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 500))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []int{1, 2, 10, 50, 90, 99} {
		path := filepath.Join(t.TempDir(), "bank.db")
		if err := os.WriteFile(path, whole[:len(whole)*part/100], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := readWhole(path); err == nil {
			t.Errorf("%d%% of a store reads as a store", part)
		} else if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%d%%: %v", part, err)
		}
	}
}

func readWhole(path string) error {
	s, err := OpenRead(path)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Check(context.Background()); err != nil {
		return err
	}
	for _, err := range s.All(context.Background()) {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestCheckOfASoundStore(t *testing.T) {
	path := filled(t, 500)
	if err := readWhole(path); err != nil {
		t.Error(err)
	}
	if n := countAt(t, path); n != 500 {
		t.Errorf("%d questions", n)
	}
}

func TestReadOnlyStoreRefusesImports(t *testing.T) {
	s, err := OpenRead(filled(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Add(context.Background(), Import{Path: "/x", Name: "x", Bank: "b", Taxonomy: loadKitchen(t, "")}, parseItems("1 one"))
	if err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("got %v", err)
	}
}

// TestReadOnlyFolder reads a store in a folder that cannot be written. The superuser may write everywhere, so the second
// half opens the file in the way that such a folder leads to.
func TestReadOnlyFolder(t *testing.T) {
	path := filled(t, 3)
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	if n := countAt(t, path); n != 3 {
		t.Errorf("%d questions", n)
	}
	s, err := open(path, "mode=ro", "immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.Count(context.Background()); n != 3 || err != nil {
		t.Errorf("%d questions, %v", n, err)
	}
	if _, err := s.db.Exec(`DELETE FROM questions`); err == nil {
		t.Error("an immutable store was changed")
	}
}

// TestReadersDuringAWrite reads while an import is half done: at once, and the state before it.
func TestReadersDuringAWrite(t *testing.T) {
	d := newDesk(t)
	d.do("a.md: 1 one; 2 two")
	path := d.store.path
	halfway, read := make(chan bool), make(chan bool)
	items := func(yield func(Item, error) bool) {
		n := 0
		for item, err := range parseItems("1 edited; 3 three; 4 four") {
			if n++; n == 3 {
				halfway <- true
				<-read
			}
			if !yield(item, err) {
				return
			}
		}
	}
	done := make(chan error)
	go func() {
		in := Import{Path: filepath.Join(d.dir, "a.md"), Name: "a.md", Bank: "b", Taxonomy: d.taxonomy}
		_, err := d.store.Add(context.Background(), in, items)
		done <- err
	}()
	<-halfway
	began := time.Now()
	old, err := OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	reader := &desk{t: t, store: old}
	if got := reader.listed(); got != "b/1 one; b/2 two" {
		t.Errorf("in the midst of the import a reader sees %s", got)
	}
	if took := time.Since(began); took > 5*time.Second { // a writer is waited for twice as long
		t.Errorf("the reader waited %v", took)
	}
	read <- true
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got, want := reader.listed(), "b/1 edited; b/3 three; b/4 four"; got != want {
		t.Errorf("after the import a reader sees %s, want %s", got, want)
	}
}

// TestWritersTakeTurns imports from two stores on one file that neither finds made, at once; the race is short, so it is
// run several times.
func TestWritersTakeTurns(t *testing.T) {
	for range 10 {
		twoWriters(t)
	}
}

func twoWriters(t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bank.db")
	tax := loadKitchen(t, "")
	done := make(chan error)
	for w := range 2 {
		go func() {
			s, err := Open(path)
			if err != nil {
				done <- err
				return
			}
			defer s.Close()
			for i := range 5 {
				name := fmt.Sprintf("w%d-%d.md", w, i)
				in := Import{Path: "/nowhere/" + name, Name: name, Bank: BankName(name), Taxonomy: tax}
				if _, err = s.Add(context.Background(), in, parseItems("1 one; 2 two")); err != nil {
					break
				}
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := countAt(t, path); n != 20 {
		t.Errorf("%d questions, want 20", n)
	}
}

const killedEnv = "MLATLAS_TEST_IMPORT_WITHOUT_END"

// TestMain lets the test binary be the program that TestKilled kills.
func TestMain(m *testing.M) {
	if path := os.Getenv(killedEnv); path != "" {
		importWithoutEnd(path)
	}
	os.Exit(m.Run())
}

// importWithoutEnd imports questions into the store until the process is killed, and says so once it is well under way.
func importWithoutEnd(path string) {
	s, err := Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	items := func(yield func(Item, error) bool) {
		for i := 1; ; i++ {
			if i == 3000 { // 12 MB: more than a writer keeps in memory
				fmt.Println("under way")
			}
			item, _ := parseItem(fmt.Sprintf("%d edited %s", i, strings.Repeat("x", 4000)), i)
			if !yield(item, nil) {
				return
			}
		}
	}
	tax, err := taxonomy.Load(kitchenFiles())
	if err == nil {
		_, err = s.Add(context.Background(), Import{Path: "/nowhere/a.md", Name: "a.md", Bank: "b", Taxonomy: tax}, items)
	}
	fmt.Println("ended", err)
	os.Exit(1)
}

// TestKilled kills a process in the midst of an import that has long spilled to the disk. The state before it is there,
// reading at once and writing after, and the import can be made anew.
func TestKilled(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Skip("the test binary does not know where it is:", err)
	}
	d := newDesk(t)
	d.do("a.md: 1 one; 2 two")
	before := d.revision()
	path := d.store.path
	d.store.Close()
	for range 2 {
		killHalfway(t, program, path)
		old, err := OpenRead(path)
		if err != nil {
			t.Fatal(err)
		}
		reader := &desk{t: t, store: old}
		if got := reader.listed(); got != "b/1 one; b/2 two" || reader.revision() != before {
			t.Errorf("after the kill the store holds %.200s, revision %s", got, reader.revision())
		}
		if err := old.Check(context.Background()); err != nil {
			t.Error(err)
		}
		old.Close()
	}
	if d.store, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer d.store.Close()
	if got := d.do("a.md: 1 one; 2 edited; 3 three"); got != "+1 ~1 =1 -0" {
		t.Errorf("the next import reports %s", got)
	}
	if got, want := d.listed(), "b/1 one; b/2 edited; b/3 three"; got != want {
		t.Errorf("the store holds %s, want %s", got, want)
	}
}

func killHalfway(t *testing.T, program, path string) {
	t.Helper()
	child := exec.Command(program)
	child.Env = append(os.Environ(), killedEnv+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	guard := time.AfterFunc(time.Minute, func() { child.Process.Kill() })
	defer guard.Stop()
	line, _ := bufio.NewReader(out).ReadString('\n')
	child.Process.Kill()
	child.Wait()
	if line != "under way\n" {
		t.Fatalf("the child says %q", line)
	}
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() < 1<<20 {
		t.Errorf("the import was not under way: %v, %v", log, err)
	}
}
