package bank

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"mlatlas/taxonomy"

	"modernc.org/sqlite"
)

// Import says what is added to the store and how.
type Import struct {
	Path   string        // absolute path of the file: what makes it the same file again
	Name   string        // as the person named it
	Bank   string        // for questions that name no bank themselves
	Prefix string        // put before the numbers in IDs, when a bank is made of several files; "" for none
	SHA256 func() string // of the file's bytes, once they are read; nil if not known
	Format func() string // that was found, once the file is read; nil if not known
	Now    time.Time
	DryRun bool // do everything but keep it

	Taxonomy  *taxonomy.Taxonomy // to link with
	LinkStamp string             // identifies the taxonomy and the linking
}

// Report says what an import did. Questions counts those that were understood; each is added, changed or unchanged.
type Report struct {
	Questions, Added, Changed, Unchanged, Removed int
	Problems                                      []Problem
}

// ErrVanished says that a file that held questions holds none now. Nothing was changed.
var ErrVanished = errors.New("the file held questions before and holds none now")

// adding is one import under way.
type adding struct {
	Import
	tx         *sql.Tx
	source     int64
	known      bool // the store has this file already
	moved      bool // under another path, where it is no more
	sequence   int64
	position   int
	occurrence map[string]int
	waiting    []waiting // without number and not found: perhaps edited
	failed     bool      // the file had an error, so what is missing may only be unreadable
	report     Report
}

// waiting is a question that is stored after all others of its file.
type waiting struct {
	question *Question
	position int
}

// Add imports one file in one transaction: on any error nothing of it is kept. An item that comes again unchanged stays
// as it is, an edited one keeps its ID, one that is missing is marked as removed, unless the file had errors: then what
// is missing may only be unreadable, and stays.
func (s *Store) Add(ctx context.Context, in Import, items iter.Seq2[Item, error]) (Report, error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return Report{}, s.explain(err)
	}
	defer tx.Rollback()
	a := &adding{Import: in, tx: tx, occurrence: map[string]int{}}
	if err := a.run(items); err != nil {
		if errors.Is(err, ErrVanished) {
			return a.report, err
		}
		if fromStore := (*sqlite.Error)(nil); errors.As(err, &fromStore) {
			err = s.explain(err)
		}
		return Report{}, err
	}
	if in.DryRun {
		return a.report, nil
	}
	if err := tx.Commit(); err != nil {
		return Report{}, s.explain(err)
	}
	return a.report, nil
}

func (a *adding) run(items iter.Seq2[Item, error]) error {
	if err := a.begin(); err != nil {
		return err
	}
	for item, err := range items {
		if err != nil {
			return err
		}
		a.report.Problems = append(a.report.Problems, item.Problems...)
		for _, p := range item.Problems {
			a.failed = a.failed || p.Severity == Error
		}
		if item.Question != nil {
			if err := a.add(item.Question); err != nil {
				return err
			}
		}
	}
	for _, w := range a.waiting {
		if err := a.addWaiting(w.question, w.position); err != nil {
			return err
		}
	}
	return a.finish()
}

// begin finds or makes the row of the file. A file that was moved is known by its name, its bank and that the old path
// holds nothing any more.
func (a *adding) begin() error {
	if err := a.tx.QueryRow(`UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'import' RETURNING value`).Scan(&a.sequence); err != nil {
		return err
	}
	err := a.tx.QueryRow(`SELECT id FROM sources WHERE path = ?`, a.Path).Scan(&a.source)
	if errors.Is(err, sql.ErrNoRows) {
		err = a.findMoved()
	}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return a.tx.QueryRow(`INSERT INTO sources (path, name, bank, format, sha256, imported) VALUES (?, ?, ?, '', '', '') RETURNING id`,
			a.Path, a.Name, a.Bank).Scan(&a.source)
	case err != nil:
		return err
	}
	a.known = true
	return nil
}

func (a *adding) findMoved() error {
	rows, err := a.tx.Query(`SELECT id, path FROM sources WHERE bank = ? ORDER BY id`, a.Bank)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var path string
		if err := rows.Scan(&id, &path); err != nil {
			return err
		}
		if filepath.Base(path) != filepath.Base(a.Path) {
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			a.source, a.moved = id, true
			return rows.Err()
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return sql.ErrNoRows
}

// row is what the store holds under an ID.
type row struct {
	source  int64
	print   string
	seen    int64
	removed bool
}

func (a *adding) lookup(id string) (row, bool, error) {
	var r row
	err := a.tx.QueryRow(`SELECT source, fingerprint, seen, removed FROM questions WHERE id = ?`, id).Scan(&r.source, &r.print, &r.seen, &r.removed)
	if errors.Is(err, sql.ErrNoRows) {
		return row{}, false, nil
	}
	return r, err == nil, err
}

// add stores a question under the ID that its bank and number give.
func (a *adding) add(q *Question) error {
	a.position++
	explicit := q.Bank != ""
	if !explicit || CleanName(q.Bank) == "" {
		q.Bank = a.Bank
	}
	q.Bank = CleanName(q.Bank)
	q.Source.File = a.Name
	print, _ := fingerprint(q.body())
	same := q.Bank + "/" + localID(q, print, 1)
	a.occurrence[same]++
	id, old, ok, err := a.identify(q, print, localID(q, print, a.occurrence[same]), explicit)
	if err != nil {
		return err
	}
	q.ID = id
	if !ok && q.Number == "" && a.known {
		a.waiting = append(a.waiting, waiting{q, a.position})
		return nil
	}
	return a.put(q, old, ok, a.position)
}

// identify chooses the ID: bank and number. Where another file of the bank has a different question under it, both are
// kept, the later one with the name of its file in between.
func (a *adding) identify(q *Question, print, local string, explicit bool) (string, row, bool, error) {
	prefix := a.Prefix
	for n := 1; ; n++ {
		id := q.Bank + "/" + prefix + local
		old, ok, err := a.lookup(id)
		if err != nil {
			return "", row{}, false, err
		}
		if !ok || old.source == a.source || explicit || old.removed || old.print == print {
			return id, old, ok, nil
		}
		if prefix = BankName(a.Name) + "/"; n > 1 {
			prefix = BankName(a.Name) + "-" + strconv.Itoa(n) + "/"
		}
	}
}

// addWaiting stores a question without a number that the store does not know by its content: it takes over the ID of
// one that is missing from the file now and has the same stem, and is new otherwise.
func (a *adding) addWaiting(q *Question, position int) error {
	var id string
	err := a.tx.QueryRow(`SELECT id FROM questions WHERE source = ? AND seen <> ? AND number = '' AND stem_print = ? ORDER BY position LIMIT 1`,
		a.source, a.sequence, stemPrint(q.Stem)).Scan(&id)
	if err == nil {
		q.ID = id
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	old, ok, err := a.lookup(q.ID)
	if err != nil {
		return err
	}
	return a.put(q, old, ok, position)
}

// put writes the question over the old row, if there is one.
func (a *adding) put(q *Question, old row, known bool, position int) error {
	content := q.body()
	print, text := fingerprint(content)
	a.report.Questions++
	same := known && old.print == print
	switch {
	case same && !old.removed:
		a.report.Unchanged++
		if old.source != a.source { // the same question in a second file, an export for one, stays with the first
			return nil
		}
		_, err := a.tx.Exec(`UPDATE questions SET line = ?, position = ?, seen = ? WHERE id = ?`, q.Source.Line, position, a.sequence, q.ID)
		return err
	case known && !old.removed:
		a.report.Changed++
	default:
		a.report.Added++
	}
	q.LinkTo(a.Taxonomy)
	links, tasks, err := linksJSON(q)
	if err != nil {
		return err
	}
	_, err = a.tx.Exec(`INSERT INTO questions (id, bank, number, source, position, line, fingerprint, stem_print, body, links, tasks, seen)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET bank = excluded.bank, number = excluded.number, source = excluded.source, position = excluded.position,
		line = excluded.line, fingerprint = excluded.fingerprint, stem_print = excluded.stem_print, body = excluded.body,
		links = excluded.links, tasks = excluded.tasks, seen = excluded.seen, removed = 0`,
		q.ID, q.Bank, q.Number, a.source, position, q.Source.Line, print, stemPrint(q.Stem), string(text), links, tasks, a.sequence)
	return err
}

func linksJSON(q *Question) (links, tasks string, err error) {
	l, err := json.Marshal(q.Links)
	if err != nil {
		return "", "", err
	}
	t, err := json.Marshal(q.Tasks)
	return string(l), string(t), err
}

// finish marks what is missing, and counts the revision up if anything changed.
func (a *adding) finish() error {
	var missing int
	if err := a.tx.QueryRow(`SELECT count(*) FROM questions WHERE source = ? AND seen <> ? AND removed = 0`, a.source, a.sequence).Scan(&missing); err != nil {
		return err
	}
	switch {
	case missing > 0 && a.report.Questions == 0:
		return ErrVanished
	case missing > 0 && a.failed:
		a.report.Problems = append(a.report.Problems, Problem{Line: 1, Severity: Warning, Code: "missing-kept",
			Message: strconv.Itoa(missing) + " questions of the last import are not in the file now; since parts of it could not be read, they are kept. Mend the errors and import again"})
	case missing > 0:
		a.report.Removed = missing
		if _, err := a.tx.Exec(`UPDATE questions SET removed = 1 WHERE source = ? AND seen <> ?`, a.source, a.sequence); err != nil {
			return err
		}
	}
	var format, sum string
	if a.Format != nil {
		format = a.Format()
	}
	if a.SHA256 != nil {
		sum = a.SHA256()
	}
	changed := a.report.Added+a.report.Changed+a.report.Removed > 0 || a.moved
	if changed || !a.known {
		if _, err := a.tx.Exec(`UPDATE sources SET path = ?, name = ?, bank = ?, format = ?, sha256 = ?, imported = ? WHERE id = ?`,
			a.Path, a.Name, a.Bank, format, sum, a.Now.UTC().Format(time.RFC3339), a.source); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	_, err := a.tx.Exec(`UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'`)
	if err == nil {
		err = a.stampLinks()
	}
	return err
}

// stampLinks notes what the links were made with, if the store held none before: other questions may still carry the
// links of an older taxonomy, which Relink brings up to date.
func (a *adding) stampLinks() error {
	_, err := a.tx.Exec(`UPDATE meta SET value = ? WHERE key = 'links' AND value = ''`, a.LinkStamp)
	return err
}

// SourceBank returns the bank that a file was imported into before, or "" for a new file.
func (s *Store) SourceBank(ctx context.Context, path string) (string, error) {
	var bank string
	err := s.db.QueryRowContext(ctx, `SELECT bank FROM sources WHERE path = ?`, path).Scan(&bank)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return bank, err
}

// BankElsewhere reports whether a bank of this name came from another file that still exists.
func (s *Store) BankElsewhere(ctx context.Context, bank, path string) (bool, error) {
	paths, err := s.ids(ctx, `SELECT path FROM sources WHERE bank = ? AND path <> ?`, bank, path)
	for _, other := range paths {
		if _, missing := os.Stat(other); missing == nil {
			return true, err
		}
	}
	return false, err
}

// Relink makes the links of every question anew and stamps the store, in one transaction.
func (s *Store) Relink(ctx context.Context, t *taxonomy.Taxonomy, stamp string, progress func(done int)) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	done, after := 0, ""
	for {
		batch, err := readBatch(ctx, tx, after, 500)
		if err != nil {
			return s.explain(err)
		}
		if len(batch) == 0 {
			break
		}
		for _, q := range batch {
			q.LinkTo(t)
			links, tasks, err := linksJSON(q)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE questions SET links = ?, tasks = ? WHERE id = ?`, links, tasks, q.ID); err != nil {
				return s.explain(err)
			}
		}
		after = batch[len(batch)-1].ID
		if done += len(batch); progress != nil {
			progress(done)
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE meta SET value = ? WHERE key = 'links'`, stamp); err != nil {
		return s.explain(err)
	}
	if err := tx.Commit(); err != nil {
		return s.explain(err)
	}
	return nil
}

// readBatch reads the next n questions by ID, removed ones too, so that no cursor is open while they are written.
func readBatch(ctx context.Context, tx *sql.Tx, after string, n int) ([]*Question, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+columns+` FROM questions q JOIN sources s ON s.id = q.source WHERE q.id > ? ORDER BY q.id LIMIT ?`, after, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var batch []*Question
	for rows.Next() {
		q, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("relinking: %w", err)
		}
		batch = append(batch, q)
	}
	return batch, rows.Err()
}
