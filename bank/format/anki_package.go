package format

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A package of Anki, .apkg or .colpkg, is a ZIP archive with an SQLite database, of which there may be three: the newest is
// packed with zstd, and an old one beside it then holds a single note that asks to update. The newest is read. Its schema
// keeps note types and decks in tables, the older one in JSON. The fields of a note are joined by U+001F. The line of a
// question is the number of its note.

const maxNotes = 1 << 20

// collections are the databases of a package, the newest first.
var collections = []struct {
	name   string
	packed bool
}{{"collection.anki21b", true}, {"collection.anki21", false}, {"collection.anki2", false}}

func unpackAnki(r *Reader, a *archive) error {
	for _, c := range collections {
		if a.has(c.name) {
			return readCollection(r, a, c.name, c.packed)
		}
	}
	return ErrNoMember
}

// readCollection unpacks a database into a temporary file and reads it. Nothing is written to it.
func readCollection(r *Reader, a *archive, name string, packed bool) error {
	file, err := unpackDatabase(a, name, packed)
	if err != nil {
		return err
	}
	defer os.Remove(file)
	at := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: "mode=ro&immutable=1&_pragma=trusted_schema(0)"}
	db, err := sql.Open("sqlite", at.String())
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer db.Close()
	c := collection{r: r, db: db, types: map[int64]*noteType{}, decks: map[int64]string{}, deckOf: map[int64]int64{}}
	if err := c.read(); err != nil {
		return fmt.Errorf("%s: is no collection of notes that can be read (%w): export the deck again", name, err)
	}
	return nil
}

func unpackDatabase(a *archive, name string, packed bool) (file string, err error) {
	src, err := a.open(name)
	if err != nil {
		return "", err
	}
	defer src.Close()
	var from io.Reader = src
	if packed {
		unpacked, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxMember), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		defer unpacked.Close()
		from = unpacked
	}
	f, err := os.CreateTemp("", "mlatlas-*.sqlite")
	if err != nil {
		return "", err
	}
	n, err := io.Copy(f, io.LimitReader(from, maxMember+1))
	if closed := f.Close(); err == nil {
		err = closed
	}
	switch {
	case err == nil && n > maxMember:
		err = ErrBomb
	case err == nil:
		return f.Name(), nil
	}
	os.Remove(f.Name())
	return "", fmt.Errorf("%s: %w", name, err)
}

// collection is an open database.
type collection struct {
	r      *Reader
	db     *sql.DB
	types  map[int64]*noteType
	decks  map[int64]string
	deckOf map[int64]int64 // of a note: the deck of its first card
}

type noteType struct {
	name   string
	fields []string
}

func (c *collection) read() error {
	tables, err := c.tables()
	if err != nil {
		return err
	}
	if !tables["notes"] {
		return fmt.Errorf("there is no table of notes")
	}
	if err := c.readTypes(tables); err != nil {
		return err
	}
	if tables["cards"] {
		if err := c.each("SELECT nid, did FROM cards NOT INDEXED ORDER BY ord DESC", func(scan func(...any) error) error {
			var note, deck int64
			err := scan(&note, &deck)
			c.deckOf[note] = deck
			return err
		}); err != nil {
			return err
		}
	}
	return c.readNotes()
}

// computed recognises columns that are computed when they are read, at whatever cost.
var computed = pattern.New(`(?i)\bgenerated\b|\bas\s*\(|create\s+virtual`)

// tables lists the tables that hold plain data: a view or a computed column may run for ever.
func (c *collection) tables() (map[string]bool, error) {
	tables := map[string]bool{}
	err := c.each("SELECT name, sql FROM sqlite_master WHERE type = 'table'", func(scan func(...any) error) error {
		var name string
		var made sql.NullString
		err := scan(&name, &made)
		tables[strings.ToLower(name)] = !computed.MatchString(made.String)
		return err
	})
	return tables, err
}

// each runs a query and hands on its rows.
func (c *collection) each(query string, row func(scan func(...any) error) error) error {
	rows, err := c.db.QueryContext(context.Background(), query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next() && n < 4*maxNotes && !c.r.stopped; n++ {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (c *collection) readTypes(tables map[string]bool) error {
	if tables["notetypes"] && tables["fields"] {
		return c.newTypes(tables["decks"])
	}
	if !tables["col"] {
		return nil
	}
	return c.each("SELECT models, decks FROM col LIMIT 1", func(scan func(...any) error) error {
		var models, decks []byte
		if err := scan(&models, &decks); err != nil {
			return err
		}
		return c.oldTypes(models, decks)
	})
}

// newTypes reads the tables of schema 15 and later. Their indexes sort by a collation that only Anki has.
func (c *collection) newTypes(decks bool) error {
	err := c.each("SELECT id, name FROM notetypes NOT INDEXED", func(scan func(...any) error) error {
		var id int64
		t := &noteType{}
		err := scan(&id, &t.name)
		c.types[id] = t
		return err
	})
	if err != nil {
		return err
	}
	err = c.each("SELECT ntid, ord, name FROM fields NOT INDEXED", func(scan func(...any) error) error {
		var id, ord int64
		var name string
		if err := scan(&id, &ord, &name); err != nil {
			return err
		}
		c.types[id].setField(int(ord), name)
		return nil
	})
	if err != nil || !decks {
		return err
	}
	return c.each("SELECT id, name FROM decks NOT INDEXED", func(scan func(...any) error) error {
		var id int64
		var name string
		err := scan(&id, &name)
		c.decks[id] = strings.ReplaceAll(name, "\x1f", "::")
		return err
	})
}

// oldTypes reads the JSON of schema 11.
func (c *collection) oldTypes(models, decks []byte) error {
	var byID map[int64]struct {
		Name   string `json:"name"`
		Fields []struct {
			Name string `json:"name"`
			Ord  int    `json:"ord"`
		} `json:"flds"`
	}
	if err := json.Unmarshal(models, &byID); err != nil {
		return fmt.Errorf("note types: %w", err)
	}
	for id, m := range byID {
		t := &noteType{name: m.Name}
		for _, f := range m.Fields {
			t.setField(f.Ord, f.Name)
		}
		c.types[id] = t
	}
	var named map[int64]struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(decks, &named); err != nil {
		return fmt.Errorf("decks: %w", err)
	}
	for id, d := range named {
		c.decks[id] = d.Name
	}
	return nil
}

// maxFields is how many fields a note type may have.
const maxFields = 500

func (t *noteType) setField(ord int, name string) {
	if t == nil || ord < 0 || ord >= maxFields {
		return
	}
	for len(t.fields) <= ord {
		t.fields = append(t.fields, "")
	}
	t.fields[ord] = name
}

// readNotes hands the notes to the card box, in the order in which they were made.
func (c *collection) readNotes() error {
	box := cardBox{r: c.r}
	line := 0
	err := c.each("SELECT id, mid, tags, flds FROM notes ORDER BY id", func(scan func(...any) error) error {
		line++
		var id, mid int64
		var tags, fields string
		if err := scan(&id, &mid, &tags, &fields); err != nil {
			return err
		}
		n := ankiNote{line: line, html: true, fields: strings.Split(fields, "\x1f")}
		if isUpdateNotice(fields) {
			c.r.emitProblem(bank.Problem{Line: line, Severity: bank.Error, Code: "newer-package",
				Message: "the package holds its notes in a form that this reader does not know, and this note only says so: export it with support for older versions"})
			return nil
		}
		if t := c.types[mid]; t != nil {
			n.noteType, n.names = t.name, t.fields
		}
		n.names = append(n.names[:len(n.names):len(n.names)], make([]string, max(0, len(n.fields)-len(n.names)))...)
		n.tags = cardTags(c.decks[c.deckOf[id]], strings.Fields(tags))
		box.add(n)
		return nil
	})
	box.close()
	return err
}

// isUpdateNotice recognises the note that stands in a database for programs that are too old for the package.
func isUpdateNotice(fields string) bool {
	return len(fields) < 400 && strings.Contains(fields, "Please update to the latest Anki version")
}
