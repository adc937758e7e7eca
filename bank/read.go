package bank

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

const columns = `q.id, q.bank, q.number, q.line, q.body, q.links, q.tasks, s.name`
const joined = ` FROM questions q JOIN sources s ON s.id = q.source WHERE q.removed = 0`

// ErrNotFound says that no question has the wanted ID or number.
var ErrNotFound = errors.New("no such question")

// AmbiguousError says that several questions could be meant.
type AmbiguousError struct {
	Wanted string
	IDs    []string // the first few, sorted
	More   int      // how many others
}

// Error lists the candidates.
func (e *AmbiguousError) Error() string {
	more := ""
	if e.More > 0 {
		more = fmt.Sprintf(" and %d more", e.More)
	}
	return fmt.Sprintf("%q could be %s%s", e.Wanted, strings.Join(e.IDs, ", "), more)
}

func scan(row interface{ Scan(...any) error }) (*Question, error) {
	var q Question
	var content, links, tasks string
	if err := row.Scan(&q.ID, &q.Bank, &q.Number, &q.Source.Line, &content, &links, &tasks, &q.Source.File); err != nil {
		return nil, err
	}
	var b body
	if err := json.Unmarshal([]byte(content), &b); err != nil {
		return nil, fmt.Errorf("question %s is damaged: %w", q.ID, err)
	}
	q.setBody(b)
	if err := json.Unmarshal([]byte(links), &q.Links); err != nil {
		return nil, fmt.Errorf("the links of %s are damaged: %w", q.ID, err)
	}
	if err := json.Unmarshal([]byte(tasks), &q.Tasks); err != nil {
		return nil, fmt.Errorf("the tasks of %s are damaged: %w", q.ID, err)
	}
	return &q, nil
}

// Get returns the question of an ID, or ErrNotFound.
func (s *Store) Get(ctx context.Context, id string) (*Question, error) {
	q, err := scan(s.db.QueryRowContext(ctx, `SELECT `+columns+joined+` AND q.id = ?`, id))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("%s: %w", id, ErrNotFound)
	case err != nil:
		return nil, s.explain(err)
	}
	return q, nil
}

// All streams every question in the order of bank, file and position.
func (s *Store) All(ctx context.Context) iter.Seq2[*Question, error] {
	return func(yield func(*Question, error) bool) {
		rows, err := s.db.QueryContext(ctx, `SELECT `+columns+joined+` ORDER BY q.source, q.position, q.id`)
		if err != nil {
			yield(nil, s.explain(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			q, err := scan(rows)
			if !yield(q, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, s.explain(err))
		}
	}
}

// Resolve returns the ID that a person means by wanted: an ID, a number that only one question has, or the beginning of
// only one ID. The errors are ErrNotFound and *AmbiguousError.
func (s *Store) Resolve(ctx context.Context, wanted string) (string, error) {
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(wanted)
	return s.resolve(ctx, wanted, naming{`id LIKE ? ESCAPE '\'`, []any{escaped + "%"}})
}

// Find is Resolve for files of many names: it minds the case of a beginning, which the order of the IDs finds at once, and
// takes no beginning that ends within a number, since "seed/6" of a file is not seed/61.
func (s *Store) Find(ctx context.Context, wanted string) (string, error) {
	id, err := s.resolve(ctx, wanted, naming{`id >= ? AND id < ?`, []any{wanted, wanted + "\U0010FFFF"}})
	rest, within := strings.CutPrefix(id, wanted)
	if err == nil && within && beginsWithDigit(rest) && endsWithDigit(wanted) {
		if q, err := s.Get(ctx, id); err != nil || q.Number != "" {
			return "", fmt.Errorf("%s: %w", wanted, cmp.Or(err, ErrNotFound))
		}
	}
	return id, err
}

func beginsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
func endsWithDigit(s string) bool   { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// naming is a way in which a text may name a question, as a condition.
type naming struct {
	where string
	args  []any
}

func (s *Store) resolve(ctx context.Context, wanted string, beginning naming) (string, error) {
	if wanted == "" {
		return "", fmt.Errorf("an empty ID: %w", ErrNotFound)
	}
	for _, try := range []naming{{`id = ?`, []any{wanted}}, {`number = ?`, []any{wanted}}, beginning} {
		ids, err := s.ids(ctx, `SELECT id FROM questions WHERE removed = 0 AND `+try.where+` ORDER BY id`, try.args...)
		if err != nil {
			return "", err
		}
		if len(ids) == 1 {
			return ids[0], nil
		}
		if len(ids) > 1 {
			shown := min(len(ids), 5)
			return "", &AmbiguousError{wanted, ids[:shown], len(ids) - shown}
		}
	}
	return "", fmt.Errorf("%s: %w", wanted, ErrNotFound)
}

// Nearest returns up to n IDs that share the longest beginning with wanted, for a hint.
func (s *Store) Nearest(ctx context.Context, wanted string, n int) ([]string, error) {
	for cut := len(wanted); cut >= 0; cut-- {
		escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(wanted[:cut])
		ids, err := s.ids(ctx, `SELECT id FROM questions WHERE removed = 0 AND id LIKE ? ESCAPE '\' ORDER BY position, id LIMIT 3`, escaped+"%")
		if err != nil || len(ids) > 0 {
			return ids[:min(n, len(ids))], err
		}
	}
	return nil, nil
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, s.explain(err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// BankInfo is what a store knows of one bank.
type BankInfo struct {
	Name      string   `json:"name"`
	Questions int      `json:"questions"`
	Files     []string `json:"files"`
	Imported  string   `json:"imported"` // the last import, UTC, RFC 3339
	Provenance
	Signs []Sign `json:"signs,omitzero"` // that were seen in its files
}

// Banks lists the banks that hold questions, by name.
func (s *Store) Banks(ctx context.Context) ([]BankInfo, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT q.bank, s.name, s.imported, count(*)`+joined+` GROUP BY q.bank, s.id ORDER BY q.bank, s.name`)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var banks []BankInfo
	for rows.Next() {
		var name, file, imported string
		var n int
		if err := rows.Scan(&name, &file, &imported, &n); err != nil {
			return nil, s.explain(err)
		}
		i := slices.IndexFunc(banks, func(b BankInfo) bool { return b.Name == name })
		if i < 0 {
			banks = append(banks, BankInfo{Name: name})
			i = len(banks) - 1
		}
		b := &banks[i]
		b.Questions += n
		b.Files = append(b.Files, file)
		b.Imported = max(b.Imported, imported)
	}
	if err := rows.Err(); err != nil {
		return nil, s.explain(err)
	}
	known, err := s.provenances(ctx)
	for i := range banks {
		banks[i].Provenance, banks[i].Signs = known[banks[i].Name].Provenance, known[banks[i].Name].Signs
	}
	slices.SortFunc(banks, func(a, b BankInfo) int { return cmp.Compare(a.Name, b.Name) })
	return banks, err
}

// Count returns the number of questions.
func (s *Store) Count(ctx context.Context) (int, error) {
	var n int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM questions WHERE removed = 0`).Scan(&n); err != nil {
		return 0, s.explain(err)
	}
	return n, nil
}
