package study

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// Mock is the state of a mock exam as it is kept while it runs: which questions, and the answers so far. A mock that was
// killed is continued from it. The clock of the exam stands still meanwhile.
type Mock struct {
	ID        int64
	Learner   string
	Exam      string
	Seed      uint64
	Began     time.Time
	Limit     time.Duration
	Used      time.Duration
	At        int
	Questions []string // IDs
	Turns     []MockTurn
}

// MockTurn is what was done with one question of a mock. What was chosen stands in the author's labels.
type MockTurn struct {
	Chosen  []string  `json:"chosen,omitempty"`
	Sure    int       `json:"sure,omitempty"`
	Skipped bool      `json:"skipped,omitempty"`
	Seconds float64   `json:"seconds,omitempty"`
	Time    time.Time `json:"time,omitzero"`
}

// Answered counts the answers so far.
func (m *Mock) Answered() int {
	n := 0
	for _, t := range m.Turns {
		if len(t.Chosen) > 0 {
			n++
		}
	}
	return n
}

const mockSchema = `CREATE TABLE IF NOT EXISTS mocks (
	id INTEGER PRIMARY KEY,
	learner TEXT NOT NULL,
	open INTEGER NOT NULL,
	state TEXT NOT NULL) -- JSON of Mock`

// SaveMock keeps the state of a mock, and gives a new one its ID. open is false once it was handed in.
func (s *Store) SaveMock(ctx context.Context, m *Mock, open bool) error {
	state, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if m.ID != 0 {
		if _, err := s.db.ExecContext(ctx, `UPDATE mocks SET open = ?, state = ? WHERE id = ?`, open, state, m.ID); err != nil {
			return s.explain(err)
		}
		return nil
	}
	if _, err := s.db.ExecContext(ctx, mockSchema); err != nil {
		return s.explain(err)
	}
	result, err := s.db.ExecContext(ctx, `INSERT INTO mocks (learner, open, state) VALUES (?, ?, ?)`, LearnerName(m.Learner), open, state)
	if err != nil {
		return s.explain(err)
	}
	m.ID, err = result.LastInsertId()
	return err
}

// OpenMock returns the last mock of a learner that was not handed in; nil if there is none.
func (s *Store) OpenMock(ctx context.Context, learner string) (*Mock, error) {
	var tables int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'mocks'`).Scan(&tables); err != nil {
		return nil, s.explain(err)
	}
	if tables == 0 {
		return nil, nil
	}
	var id int64
	var state []byte
	err := s.db.QueryRowContext(ctx, `SELECT id, state FROM mocks WHERE learner = ? AND open = 1 ORDER BY id DESC LIMIT 1`, LearnerName(learner)).Scan(&id, &state)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.explain(err)
	}
	m := &Mock{}
	if err := json.Unmarshal(state, m); err != nil {
		return nil, s.explain(err)
	}
	m.ID = id
	return m, nil
}

// Record brings a sitting into the state that is kept.
func (m *Mock) Record(s *Sitting) {
	m.Used, m.At, m.Turns = s.Elapsed(), s.At, nil
	for _, t := range s.Turns {
		m.Turns = append(m.Turns, MockTurn{Chosen: t.Labels(t.Chosen), Sure: t.Sure, Skipped: t.Skipped, Seconds: t.Seconds, Time: t.Time})
	}
}

// Restore gives the turns of a sitting their answers back.
func (m *Mock) Restore(s *Sitting) {
	s.Used, s.At = m.Used, min(m.At, len(s.Turns))
	for i, t := range s.Turns {
		if i >= len(m.Turns) {
			break
		}
		kept := m.Turns[i]
		t.Chosen, t.Sure, t.Skipped, t.Seconds, t.Time = t.Letters(kept.Chosen), kept.Sure, kept.Skipped, kept.Seconds, kept.Time
	}
}
