package bank

import (
	"context"
	"database/sql"
	"errors"
	"hash/fnv"
	"io"
	"iter"
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
	DryRun bool         // do everything but keep it
	Found  func() Found // what the file and its folder say of the questions, once it is read; nil if not known
	Said   Said         // what the person says of them

	Taxonomy  *taxonomy.Taxonomy // to link with
	LinkStamp string             // identifies the taxonomy and the linking
	Stored    func(*Question)    // is told of each question that is written, before the file is committed; nil for nobody
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
	do         statements
	source     int64
	known      bool // the store has this file already
	moved      bool // under another path, where it is no more
	alone      bool // the store has no other file
	sequence   int64
	position   int
	occurrence map[uint64]int32 // how often an ID came in the file, by its hash
	waiting    []waiting        // without number and not found: perhaps edited
	failed     bool             // the file had an error, so what is missing may only be unreadable
	report     Report
	banks      map[string]Provenance // that the file has questions of, with what these bring along
}

// waiting is a question that is stored after all others of its file.
type waiting struct {
	question *Question
	content  content
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
	a := &adding{Import: in, tx: tx, occurrence: map[uint64]int32{}}
	err = a.do.prepare(ctx, tx)
	if err == nil {
		err = a.run(ctx, items)
	}
	if err != nil {
		if ctx.Err() != nil { // the statements say only that they are closed
			return Report{}, ctx.Err()
		}
		if errors.Is(err, ErrVanished) {
			return a.report, err
		}
		if fromStore := (*sqlite.Error)(nil); errors.As(err, &fromStore) {
			err = s.explain(err)
		}
		return Report{}, err
	}
	if in.DryRun || !a.known && a.report.Questions == 0 { // a file without questions leaves no trace
		return a.report, nil
	}
	if err := tx.Commit(); err != nil {
		return Report{}, s.explain(err)
	}
	return a.report, nil
}

// statements are those that run for every question.
type statements struct {
	lookup, touch, put, copies *sql.Stmt
}

func (s *statements) prepare(ctx context.Context, tx *sql.Tx) error {
	for _, st := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&s.lookup, `SELECT source, fingerprint, seen, removed FROM questions WHERE id = ?`},
		{&s.touch, `UPDATE questions SET line = ?, position = ?, seen = ? WHERE id = ?`},
		{&s.put, `INSERT INTO questions (id, bank, number, source, position, line, fingerprint, stem_print, body, links, tasks, seen)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET bank = excluded.bank, number = excluded.number, source = excluded.source, position = excluded.position,
			line = excluded.line, fingerprint = excluded.fingerprint, stem_print = excluded.stem_print, body = excluded.body,
			links = excluded.links, tasks = excluded.tasks, seen = excluded.seen, removed = 0`},
		{&s.copies, copiesQuery},
	} {
		var err error
		if *st.to, err = tx.PrepareContext(ctx, st.text); err != nil { // closed with the transaction
			return err
		}
	}
	return nil
}

func (a *adding) run(ctx context.Context, items iter.Seq2[Item, error]) error {
	if err := a.begin(); err != nil {
		return err
	}
	for item, err := range ahead(items, a.prepare) {
		if err != nil {
			return err
		}
		a.report.Problems = append(a.report.Problems, item.Problems...)
		for _, p := range item.Problems {
			a.failed = a.failed || p.Severity == Error
		}
		if item.Question != nil {
			if err := a.add(item.Question, item.by); err != nil {
				return err
			}
			if err := a.reportCopies(ctx, item.Question, item.by); err != nil {
				return err
			}
		}
	}
	for _, w := range a.waiting {
		if err := a.addWaiting(w.question, w.content, w.position); err != nil {
			return err
		}
	}
	return a.finish()
}

// content is what is stored of a question wherever it stands: its body as JSON with the fingerprint, the fingerprint of its
// stem, and what it is about, once it is linked.
type content struct {
	print, body, stem, links, tasks string
	err                             error // of writing the links
}

// prepare makes the content of a question. Of a known file most questions have not changed and keep their links.
func (a *adding) prepare(q *Question) content {
	print, body := fingerprint(q.body())
	c := content{print: print, body: string(body), stem: stemPrint(q.Stem)}
	if !a.known {
		c.link(q, a.Taxonomy)
	}
	return c
}

func (c *content) link(q *Question, t *taxonomy.Taxonomy) {
	q.LinkTo(t)
	c.links, c.tasks, c.err = linksJSON(q)
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
	err := a.do.lookup.QueryRow(id).Scan(&r.source, &r.print, &r.seen, &r.removed)
	if errors.Is(err, sql.ErrNoRows) {
		return row{}, false, nil
	}
	return r, err == nil, err
}

// add stores a question under the ID that its bank and number give.
func (a *adding) add(q *Question, c content) error {
	a.position++
	explicit := q.Bank != ""
	if !explicit || CleanName(q.Bank) == "" {
		q.Bank = a.Bank
	}
	q.Bank = CleanName(q.Bank)
	q.Source.File = a.Name
	same := q.Bank + "/" + localID(q, c.print, 1)
	a.occurrence[hash(same)]++
	id, old, ok, err := a.identify(q, c.print, localID(q, c.print, int(a.occurrence[hash(same)])), explicit)
	if err != nil {
		return err
	}
	q.ID = id
	if !ok && q.Number == "" && a.known {
		a.waiting = append(a.waiting, waiting{q, c, a.position})
		return nil
	}
	return a.put(q, c, old, ok, a.position)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, s)
	return h.Sum64()
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
func (a *adding) addWaiting(q *Question, c content, position int) error {
	var id string
	err := a.tx.QueryRow(`SELECT id FROM questions WHERE source = ? AND seen <> ? AND number = '' AND stem_print = ? ORDER BY position LIMIT 1`,
		a.source, a.sequence, c.stem).Scan(&id)
	if err == nil {
		q.ID = id
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	old, ok, err := a.lookup(q.ID)
	if err != nil {
		return err
	}
	return a.put(q, c, old, ok, position)
}

// put writes the question over the old row, if there is one.
func (a *adding) put(q *Question, c content, old row, known bool, position int) error {
	a.report.Questions++
	same := known && old.print == c.print
	elsewhere := same && !old.removed && old.source != a.source
	if !elsewhere || !a.Said.nothing() {
		a.of(q)
	}
	switch {
	case same && !old.removed:
		a.report.Unchanged++
		if elsewhere { // the same question in a second file, an export for one, stays with the first
			return nil
		}
		_, err := a.do.touch.Exec(q.Source.Line, position, a.sequence, q.ID)
		return err
	case known && !old.removed:
		a.report.Changed++
	default:
		a.report.Added++
	}
	if a.known {
		c.link(q, a.Taxonomy)
	}
	if c.err != nil {
		return c.err
	}
	_, err := a.do.put.Exec(q.ID, q.Bank, q.Number, a.source, position, q.Source.Line, c.print, c.stem, c.body, c.links, c.tasks, a.sequence)
	if err == nil && a.Stored != nil {
		a.Stored(q)
	}
	return err
}
