package study

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite" // also the driver "sqlite"
)

// Store keeps attempts and flags in one SQLite file. Attempts are only added: the file itself refuses to change or delete
// one. Writers take turns; readers never wait for a writer (write-ahead log). What Add has returned for is on the disk,
// whatever happens to the process or the power after it.
type Store struct {
	db   *sql.DB
	path string
}

// ErrNone says that there is no store at the path yet.
var ErrNone = errors.New("no answers are kept yet")

const schemaVersion = "1"

const schema = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (
	id TEXT NOT NULL UNIQUE,
	learner TEXT NOT NULL,
	question TEXT NOT NULL,
	chosen TEXT NOT NULL,     -- with U+001F between them
	correct INTEGER NOT NULL,
	at INTEGER NOT NULL,      -- milliseconds since 1970, UTC
	seconds REAL NOT NULL,
	mode TEXT NOT NULL,
	sure INTEGER NOT NULL,
	PRIMARY KEY (learner, at, id)) WITHOUT ROWID;  -- in the order in which they are read
CREATE INDEX IF NOT EXISTS attempts_question ON attempts(learner, question, at, id, correct);
CREATE TRIGGER IF NOT EXISTS attempts_stay BEFORE DELETE ON attempts BEGIN SELECT raise(ABORT, 'attempts are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS attempts_last BEFORE UPDATE ON attempts BEGIN SELECT raise(ABORT, 'attempts are never changed'); END;
CREATE TABLE IF NOT EXISTS flags (learner TEXT NOT NULL, question TEXT NOT NULL, PRIMARY KEY (learner, question)) WITHOUT ROWID;
`

// busyTimeout is how long a writer waits for another. SQLite itself does not wait where two make one file at once.
const busyTimeout = 10 * time.Second

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

func isBusy(err error) bool {
	var fromStore *sqlite.Error
	const codeBusy = 5
	return errors.As(err, &fromStore) && fromStore.Code()&0xff == codeBusy
}

// openWrite waits for the disk at each commit, since answers cannot be read again from anywhere.
func openWrite(path string) (*Store, error) {
	s, err := open(path, "mode=rwc", "_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// prepare makes the tables if they are missing. It adds nothing to a database that is not ours or of another version.
func (s *Store) prepare() error {
	err := s.checkSchema()
	if !errors.Is(err, ErrNone) {
		return err
	}
	tx, err := s.db.Begin()
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(schema); err != nil {
		return s.explain(err)
	}
	if _, err := tx.Exec(`INSERT OR IGNORE INTO meta VALUES ('schema', ?)`, schemaVersion); err != nil {
		return s.explain(err)
	}
	if err := tx.Commit(); err != nil {
		return s.explain(err)
	}
	return s.checkSchema()
}

// OpenRead opens the store for reading only. ErrNone says that there is none. A store in a folder that cannot be written
// is read as it stands.
func OpenRead(path string) (*Store, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	s, err := openChecked(path, "mode=ro")
	if err == nil {
		return s, nil
	}
	// The log's side files cannot be made in a folder that cannot be written; without a log the file is whole.
	if _, walErr := os.Stat(path + "-wal"); errors.Is(walErr, os.ErrNotExist) {
		if s, again := openChecked(path, "mode=ro", "immutable=1"); again == nil {
			return s, nil
		}
	}
	return nil, err
}

func openChecked(path string, options ...string) (*Store, error) {
	s, err := open(path, options...)
	if err != nil {
		return nil, err
	}
	if err := s.checkSchema(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
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

// checkSchema says whether the file is a store that this version reads. A database without tables is none yet: what was
// killed while it was made leaves that.
func (s *Store) checkSchema() error {
	var tables int
	if err := s.db.QueryRow(`SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return s.explain(err)
	}
	if tables == 0 {
		return ErrNone
	}
	var version string
	var attempts int
	err := s.db.QueryRow(`SELECT value, (SELECT count(*) FROM sqlite_master WHERE name = 'attempts') FROM meta WHERE key = 'schema'`).Scan(&version, &attempts)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && attempts == 0:
		return fmt.Errorf("%s: the file is no store of answers; move it away", s.path)
	case err != nil:
		return s.explain(err)
	case version != schemaVersion:
		return fmt.Errorf("%s was written by another version of mlatlas (schema %s, this one reads %s)", s.path, version, schemaVersion)
	}
	return nil
}

// explain puts the file's name and, for the usual causes, a cure before an error of the database.
func (s *Store) explain(err error) error {
	text := err.Error()
	for _, known := range []struct{ sign, say string }{
		{"not a database", "the file is damaged or no store of answers; restore it from a copy, or move it away"},
		{"malformed", "the file is damaged; restore it from a copy, or move it away"},
		{"no such table", "the file is no store of answers; move it away"},
		{"database is locked", "another mlatlas is writing to it; try again when it is done"},
		{"readonly", "the file or its folder cannot be written, so no answer can be kept"},
		{"unable to open", "the file or its folder cannot be opened"},
		{"disk is full", "the disk is full; the last answers were not kept"},
	} {
		if strings.Contains(text, known.sign) {
			return fmt.Errorf("%s: %s (%w)", s.path, known.say, err)
		}
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// Close releases the file.
func (s *Store) Close() error { return s.db.Close() }

// Check looks for damage in the file.
func (s *Store) Check(ctx context.Context) error {
	var verdict string
	if err := s.db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return s.explain(err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%s is damaged: %s; restore it from a copy", s.path, verdict)
	}
	return nil
}

// Add keeps attempts, all of them or none, and returns how many were new. An attempt that is kept already, by its ID,
// changes nothing. The IDs are computed, whatever the attempts hold.
func (s *Store) Add(ctx context.Context, attempts ...Attempt) (added int, err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, s.explain(err)
	}
	defer tx.Rollback()
	put, err := tx.PrepareContext(ctx, `INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
	if err != nil {
		return 0, s.explain(err)
	}
	defer put.Close()
	for _, a := range attempts {
		new, err := s.add(ctx, put, a.settled())
		if err != nil {
			return 0, err
		}
		added += new
	}
	if err := tx.Commit(); err != nil {
		return 0, s.explain(err)
	}
	return added, nil
}

func (s *Store) add(ctx context.Context, put *sql.Stmt, a Attempt) (new int, err error) {
	if a.Question == "" || a.At.Year() < 1970 {
		return 0, fmt.Errorf("an attempt needs a question and a time since 1970; this one has %q and %s", a.Question, a.At.Format(time.RFC3339))
	}
	result, err := put.ExecContext(ctx, a.ID, a.Learner, a.Question, strings.Join(a.Chosen, unitSeparator), a.Correct, a.At.UnixMilli(), a.Seconds, a.Mode, a.Sure)
	if err != nil {
		return 0, s.explain(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// Has reports whether an attempt is kept already.
func (s *Store) Has(ctx context.Context, a Attempt) (bool, error) {
	var n int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM attempts WHERE id = ?`, a.settled().ID).Scan(&n); err != nil {
		return false, s.explain(err)
	}
	return n > 0, nil
}

// All streams the attempts of a learner in the order of time.
func (s *Store) All(ctx context.Context, learner string) iter.Seq2[Attempt, error] {
	return s.attempts(ctx, `WHERE learner = ? ORDER BY at, id`, LearnerName(learner))
}

// Latest streams the attempts of a learner, the last ones first.
func (s *Store) Latest(ctx context.Context, learner string) iter.Seq2[Attempt, error] {
	return s.attempts(ctx, `WHERE learner = ? ORDER BY at DESC, id DESC`, LearnerName(learner))
}

func (s *Store) attempts(ctx context.Context, where string, args ...any) iter.Seq2[Attempt, error] {
	return func(yield func(Attempt, error) bool) {
		rows, err := s.db.QueryContext(ctx, `SELECT id, learner, question, chosen, correct, at, seconds, mode, sure FROM attempts `+where, args...)
		if err != nil {
			yield(Attempt{}, s.explain(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			a, err := scan(rows)
			if !yield(a, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Attempt{}, s.explain(err))
		}
	}
}

func scan(rows *sql.Rows) (Attempt, error) {
	var a Attempt
	var chosen string
	var at int64
	if err := rows.Scan(&a.ID, &a.Learner, &a.Question, &chosen, &a.Correct, &at, &a.Seconds, &a.Mode, &a.Sure); err != nil {
		return a, err
	}
	a.At = time.UnixMilli(at).UTC()
	if a.Chosen = []string{}; chosen != "" {
		a.Chosen = strings.Split(chosen, unitSeparator)
	}
	return a, nil
}
