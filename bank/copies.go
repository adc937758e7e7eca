package bank

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
)

// CopyKind says how alike two questions with the same stem and the same options are.
type CopyKind string

// The kinds of copy.
const (
	CopySame      CopyKind = "copy"      // options in the same order, the same key
	CopyReordered CopyKind = "reordered" // the same key, options in another order
	CopyConflict  CopyKind = "conflict"  // another key: one of the two is wrong
)

// Copy is another question that says the same.
type Copy struct {
	ID   string   `json:"id"`
	Kind CopyKind `json:"kind"`
}

// copiesQuery finds what has the same stem as a question, in all sources but one. It asks for the sources before and behind
// that one, so that an index leads past the thousands of questions of a file that have one stem. No more than a hundred
// are looked at.
const copiesQuery = `SELECT id, body FROM (
	SELECT id, body FROM (SELECT id, body FROM questions WHERE stem_print = ?1 AND source < ?2 AND removed = 0 LIMIT 100)
	UNION ALL
	SELECT id, body FROM (SELECT id, body FROM questions WHERE stem_print = ?1 AND source > ?2 AND removed = 0 LIMIT 100))
	WHERE id <> ?3 ORDER BY id LIMIT 100`

// Copies returns the other questions with the same stem and options, by ID. Space, case and the order of the options do
// not matter; the key does, and is told apart.
func (s *Store) Copies(ctx context.Context, q *Question) ([]Copy, error) {
	copies, err := copiesIn(q)(s.db.QueryContext(ctx, copiesQuery, stemPrint(q.Stem), -1, q.ID))
	if err != nil {
		return nil, s.explain(err)
	}
	return copies, nil
}

// reportCopies tells of the questions of other files that say the same. Those of the same file its reader tells.
func (a *adding) reportCopies(ctx context.Context, q *Question, c content) error {
	if a.alone {
		return nil
	}
	copies, err := copiesIn(q)(a.do.copies.QueryContext(ctx, c.stem, a.source, q.ID))
	for _, c := range copies {
		p := Problem{Line: q.Source.Line, Severity: Note, Code: "duplicate-elsewhere", Number: q.Number,
			Message: "the question " + c.ID + " is the same: both are kept"}
		if c.Kind == CopyConflict {
			p.Severity, p.Code = Warning, "conflicting-copy"
			p.Message = "the question " + c.ID + " has the same stem and options and another key: one of them is wrong"
		}
		a.report.Problems = append(a.report.Problems, p)
	}
	return err
}

// copiesIn picks the copies of a question out of the rows of copiesQuery.
func copiesIn(q *Question) func(*sql.Rows, error) ([]Copy, error) {
	return func(rows *sql.Rows, err error) ([]Copy, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var copies []Copy
		for rows.Next() {
			var id, content string
			if err := rows.Scan(&id, &content); err != nil {
				return nil, err
			}
			var b body
			if json.Unmarshal([]byte(content), &b) != nil { // a damaged row is no copy; reading it itself is an error
				continue
			}
			if kind, ok := compare(q.body(), b); ok {
				copies = append(copies, Copy{id, kind})
			}
		}
		return copies, rows.Err()
	}
}

// compare says whether two questions with the same stem have the same prompts and options, and how alike they are.
func compare(a, b body) (CopyKind, bool) {
	x, y := optionTexts(a), optionTexts(b)
	inOrder := slices.Equal(x, y)
	slices.Sort(x)
	slices.Sort(y)
	if !slices.Equal(x, y) || !slices.Equal(a.Prompts, b.Prompts) {
		return "", false
	}
	switch {
	case !slices.Equal(keyTexts(a), keyTexts(b)):
		return CopyConflict, true
	case !inOrder:
		return CopyReordered, true
	}
	return CopySame, true
}

func optionTexts(b body) []string {
	var texts []string
	for _, o := range b.Options {
		texts = append(texts, Fold(o.Text))
	}
	return texts
}

// keyTexts returns what the key says, in words rather than labels. Where order is part of the key it is kept.
func keyTexts(b body) []string {
	var texts []string
	for _, answer := range b.Answer {
		text := answer
		for _, o := range b.Options {
			if o.Label == answer {
				text = o.Text
			}
		}
		texts = append(texts, Fold(text))
	}
	if b.Kind != Ordering && b.Kind != Matching {
		slices.Sort(texts)
	}
	return texts
}

// Fold brings texts that say the same into one form: lower case, single spaces, plain quotes and dashes, no emphasis marks
// and no full stop at the end. Punctuation inside stays: in code it is all that differs.
func Fold(s string) string {
	s = plainMarks.Replace(strings.ToLower(strings.Join(strings.Fields(s), " ")))
	return strings.TrimRight(s, ".;,: ")
}

var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "…", "...", "**", "", "`", "")
