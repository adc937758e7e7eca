package bank

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// begin finds or makes the row of the file. A file that was moved is known by its name, its bank and that the old path
// holds nothing any more.
func (a *adding) begin() error {
	if err := a.tx.QueryRow(`UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'import' RETURNING value`).Scan(&a.sequence); err != nil {
		return err
	}
	if err := a.findSource(); err != nil {
		return err
	}
	return a.tx.QueryRow(`SELECT NOT EXISTS (SELECT 1 FROM sources WHERE id <> ?)`, a.source).Scan(&a.alone)
}

func (a *adding) findSource() error {
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
	if err := a.keepProvenance(); err != nil {
		return err
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
