package bank

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite" // also the driver "sqlite"
)

// Store keeps the questions of an atlas in one SQLite file. It is the only truth about them: the index and the graph are
// built from it. Writers take turns; readers never wait for a writer (write-ahead log). A process that is killed at any
// moment leaves the last finished file's import.
//
// A question that vanishes from its file is marked as removed rather than deleted: its ID is not given to another one,
// and it comes back with its history when the file holds it again.
type Store struct {
	db       *sql.DB
	path     string
	readOnly bool
}

// ErrNoStore says that there is no store at the path yet.
var ErrNoStore = errors.New("no question store")

const schemaVersion = "1"

const schema = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
	id INTEGER PRIMARY KEY,
	path TEXT NOT NULL UNIQUE,  -- absolute: which file it is
	name TEXT NOT NULL,         -- as it was named at the import
	bank TEXT NOT NULL,
	format TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	imported TEXT NOT NULL);    -- UTC, RFC 3339
CREATE TABLE IF NOT EXISTS questions (
	id TEXT PRIMARY KEY,
	bank TEXT NOT NULL,
	number TEXT NOT NULL,
	source INTEGER NOT NULL REFERENCES sources(id),
	position INTEGER NOT NULL,  -- in its file, from 1
	line INTEGER NOT NULL,
	fingerprint TEXT NOT NULL,  -- of the content
	stem_print TEXT NOT NULL,   -- of the stem alone
	body TEXT NOT NULL,         -- the content as JSON
	links TEXT NOT NULL,
	tasks TEXT NOT NULL,
	seen INTEGER NOT NULL,      -- the import that saw it last
	removed INTEGER NOT NULL DEFAULT 0); -- with row numbers: keys beside texts of some KB make every look-up read texts
CREATE INDEX IF NOT EXISTS questions_source ON questions(source, position);
CREATE INDEX IF NOT EXISTS questions_number ON questions(number);
CREATE INDEX IF NOT EXISTS questions_stem ON questions(stem_print, source);
`

// Open opens the store at path for reading and writing, and makes it if there is none.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("making the atlas folder: %w", err)
	}
	for end := time.Now().Add(busyTimeout); ; time.Sleep(10 * time.Millisecond) {
		s, err := openWrite(path)
		if err == nil || !isBusy(err) || time.Now().After(end) {
			return s, err
		}
	}
}

// busyTimeout is how long a writer waits for another. SQLite itself does not wait where two make one file at once.
const busyTimeout = 10 * time.Second

// writerCache gives a writer 8 MB for pages: IDs made of content fall anywhere in their index.
const writerCache = "_pragma=cache_size(-8192)"

func isBusy(err error) bool {
	var fromStore *sqlite.Error
	const codeBusy = 5
	return errors.As(err, &fromStore) && fromStore.Code()&0xff == codeBusy
}

func openWrite(path string) (*Store, error) {
	s, err := open(path, "mode=rwc", "_pragma=journal_mode(WAL)", "_pragma=synchronous(NORMAL)", writerCache)
	if err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// OpenTemporary makes a store that lives until it is closed: in memory while it is small, in a file without a name beyond
// that.
func OpenTemporary() (*Store, error) {
	db, err := sql.Open("sqlite", "file:?"+writerCache)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection would have a file of its own
	s := &Store{db: db, path: "temporary store"}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// prepare makes the tables if they are missing. It adds nothing to a database that is not ours or of another version.
func (s *Store) prepare() error {
	if err := s.checkSchema(); err != nil && !errors.Is(err, ErrNoStore) {
		return err
	}
	if _, err := s.db.Exec(schema + banksSchema); err != nil {
		return s.explain(err)
	}
	if _, err := s.db.Exec(`INSERT OR IGNORE INTO meta VALUES ('schema', ?), ('revision', '0'), ('links', ''), ('import', '0')`, schemaVersion); err != nil {
		return s.explain(err)
	}
	return s.checkSchema()
}

// OpenRead opens the store for reading only. ErrNoStore says that there is none. A store in a folder that cannot be
// written is read as it stands.
func OpenRead(path string) (*Store, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, ErrNoStore
	}
	if err != nil {
		return nil, err
	}
	s, err := open(path, "mode=ro")
	if err == nil {
		if err = s.checkSchema(); err == nil {
			s.readOnly = true
			return s, nil
		}
		s.Close()
	}
	// The log's side files cannot be made in a folder that cannot be written; without a log the file is whole.
	if _, walErr := os.Stat(path + "-wal"); errors.Is(walErr, os.ErrNotExist) {
		if s, again := open(path, "mode=ro", "immutable=1"); again == nil {
			if again = s.checkSchema(); again == nil {
				s.readOnly = true
				return s, nil
			}
			s.Close()
		}
	}
	return nil, err
}

func open(path string, options ...string) (*Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") { // C:/...
		abs = "/" + abs
	}
	options = append(options, fmt.Sprintf("_pragma=busy_timeout(%d)", busyTimeout.Milliseconds()), "_txlock=immediate")
	dsn := url.URL{Scheme: "file", Path: abs, RawQuery: strings.Join(options, "&")}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	s := &Store{db: db, path: path}
	if err := db.Ping(); err != nil {
		db.Close()
		return nil, s.explain(err)
	}
	return s, nil
}

// checkSchema says whether the file is a store that this version reads. One that was killed while it was made, with no
// tables yet or no version noted, is none yet.
func (s *Store) checkSchema() error {
	var tables int
	if err := s.db.QueryRow(`SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return s.explain(err)
	}
	if tables == 0 {
		return ErrNoStore
	}
	version, err := s.meta("schema")
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoStore
	}
	if err != nil {
		return s.explain(err)
	}
	if version != schemaVersion {
		return fmt.Errorf("%s was written by another version of mlatlas (schema %s, this one reads %s)", s.path, version, schemaVersion)
	}
	return nil
}

// explain puts the file's name and, for the usual causes, a cure before an error of the database.
func (s *Store) explain(err error) error {
	text := err.Error()
	for _, known := range []struct{ sign, say string }{
		{"not a database", "the file is damaged or not a question store; restore it from a copy, or move it away and import again"},
		{"malformed", "the file is damaged; restore it from a copy, or move it away and import again"},
		{"no such table", "the file is not a question store, or an empty one; move it away and import again"},
		{"database is locked", "another mlatlas is writing to it; try again when it is done"},
		{"readonly", "the file or its folder cannot be written"},
		{"unable to open", "the file or its folder cannot be opened"},
		{"disk is full", "the disk is full; nothing of this file was imported"},
	} {
		if strings.Contains(text, known.sign) {
			return fmt.Errorf("%s: %s (%w)", s.path, known.say, err)
		}
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// Close releases the file.
func (s *Store) Close() error { return s.db.Close() }

func (s *Store) meta(key string) (string, error) {
	var value string
	err := s.db.QueryRow(`SELECT value FROM meta WHERE key = ?`, key).Scan(&value)
	return value, err
}

// Revision counts the imports that changed a question. Derived data that is stamped with it is fresh.
func (s *Store) Revision() (string, error) { return s.meta("revision") }

// LinkStamp identifies the taxonomy and the linking that the stored links were made with, or "" before any.
func (s *Store) LinkStamp() (string, error) { return s.meta("links") }

// Check asks SQLite to verify the file.
func (s *Store) Check(ctx context.Context) error {
	var verdict string
	if err := s.db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return s.explain(err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%s is damaged: %s", s.path, verdict)
	}
	return nil
}
