package bank

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"mlatlas/taxonomy"
)

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

func linksJSON(q *Question) (links, tasks string, err error) {
	l, err := json.Marshal(q.Links)
	if err != nil {
		return "", "", err
	}
	t, err := json.Marshal(q.Tasks)
	return string(l), string(t), err
}
