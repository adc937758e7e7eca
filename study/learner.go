package study

import (
	"context"
	"time"
)

// Learners lists who has answered or flagged anything, by name.
func (s *Store) Learners(ctx context.Context) ([]string, error) {
	return s.texts(ctx, `SELECT learner FROM attempts UNION SELECT learner FROM flags ORDER BY 1`)
}

// Count returns how many attempts a learner has.
func (s *Store) Count(ctx context.Context, learner string) (int, error) {
	var n int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM attempts WHERE learner = ?`, LearnerName(learner)).Scan(&n); err != nil {
		return 0, s.explain(err)
	}
	return n, nil
}

// Flag marks a question for a learner, or takes the mark away.
func (s *Store) Flag(ctx context.Context, learner, question string, on bool) error {
	change := `DELETE FROM flags WHERE learner = ? AND question = ?`
	if on {
		change = `INSERT INTO flags VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	if _, err := s.db.ExecContext(ctx, change, LearnerName(learner), plainText(question)); err != nil {
		return s.explain(err)
	}
	return nil
}

// Flagged returns the questions that a learner has marked.
func (s *Store) Flagged(ctx context.Context, learner string) (map[string]bool, error) {
	ids, err := s.texts(ctx, `SELECT question FROM flags WHERE learner = ?`, LearnerName(learner))
	marked := make(map[string]bool, len(ids))
	for _, id := range ids {
		marked[id] = true
	}
	return marked, err
}

func (s *Store) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, s.explain(err)
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

// Last is what became of a question the last time that a learner was asked it.
type Last struct {
	At      time.Time
	Correct bool // a skipped question was not
}

// Answered returns the last attempt of a learner at each question that the learner was asked.
func (s *Store) Answered(ctx context.Context, learner string) (map[string]Last, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT question, at, correct FROM attempts WHERE learner = ? ORDER BY question, at, id`, LearnerName(learner))
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	last := map[string]Last{}
	for rows.Next() {
		var question string
		var at int64
		var correct bool
		if err := rows.Scan(&question, &at, &correct); err != nil {
			return nil, s.explain(err)
		}
		last[question] = Last{time.UnixMilli(at).UTC(), correct}
	}
	if err := rows.Err(); err != nil {
		return nil, s.explain(err)
	}
	return last, nil
}
