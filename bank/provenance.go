package bank

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// Provenance says where questions are from and what may be done with them.
type Provenance struct {
	Licence string `json:"licence,omitzero"` // SPDX identifier where it is known, else in words; "" if nobody says
	Source  string `json:"source,omitzero"`  // an address, or in words
	Private bool   `json:"private,omitzero"` // not to be passed on
}

// Found is what a file and its folder say of the questions in it.
type Found struct {
	Provenance
	Signs []Sign
}

// Sign is a mark that files of a certain kind bear, seen in a file at its import.
type Sign struct {
	Name  string `json:"name"`  // of the rule that knows it
	Quote string `json:"quote"` // the first, as it stands there
	Line  int    `json:"line"`  // of the first, from 1
	Count int    `json:"count"`
}

// Said is what a person says of a file at its import, and holds against what the file says, later too; nil says nothing.
// An empty text takes back what was said before.
type Said struct {
	Licence, Source *string
	Private         *bool
}

func (s Said) nothing() bool { return s.Licence == nil && s.Source == nil && s.Private == nil }

// privateTags mark a question that is not to be passed on.
var privateTags = []string{"private", "do-not-share", "audit:private"}

// NotShared reports whether the question itself is marked as not to be passed on.
func (q *Question) NotShared() bool {
	return slices.ContainsFunc(q.Tags, func(tag string) bool {
		tag = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), ": ", ":")
		return slices.Contains(privateTags, strings.ReplaceAll(strings.ReplaceAll(tag, " ", "-"), "_", "-"))
	})
}

// banksSchema makes the table of what is known of banks. A bank may come from several files, and a file may hold several
// banks. The table is newer than the first stores: a writer adds it, and a reader takes its absence for an empty one.
const banksSchema = `
CREATE TABLE IF NOT EXISTS banks (
	name TEXT NOT NULL,
	file INTEGER NOT NULL REFERENCES sources(id),
	licence TEXT NOT NULL,      -- what the file says, read anew at each import
	source TEXT NOT NULL,
	private INTEGER NOT NULL,
	signs TEXT NOT NULL,        -- JSON
	said_licence TEXT,          -- what a person said; NULL: nothing
	said_source TEXT,
	said_private INTEGER,
	PRIMARY KEY (name, file)) WITHOUT ROWID;
`

// of notes that the file has a question of a bank, and what the question brings along about it.
func (a *adding) of(q *Question) {
	if a.banks == nil {
		a.banks = map[string]Provenance{}
	}
	p, brought := a.banks[q.Bank], q.Source.Provenance
	if p.Licence == "" {
		p.Licence = brought.Licence
	}
	if p.Source == "" {
		p.Source = brought.Source
	}
	p.Private = p.Private || brought.Private
	a.banks[q.Bank] = p
}

// keepProvenance writes what is known of the banks of the file. What a question says of its bank comes before what the
// file says.
func (a *adding) keepProvenance() error {
	var found Found
	if a.Found != nil {
		found = a.Found()
	}
	signs, err := json.Marshal(found.Signs)
	if err != nil {
		return err
	}
	for name, own := range a.banks {
		p := found.Provenance
		if own.Licence != "" {
			p.Licence = own.Licence
		}
		if own.Source != "" {
			p.Source = own.Source
		}
		if _, err := a.tx.Exec(`INSERT INTO banks (name, file, licence, source, private, signs) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (name, file) DO UPDATE SET licence = excluded.licence, source = excluded.source, private = excluded.private, signs = excluded.signs`,
			name, a.source, p.Licence, p.Source, p.Private || own.Private, string(signs)); err != nil {
			return err
		}
		if err := a.keepSaid(name); err != nil {
			return err
		}
	}
	return nil
}

func (a *adding) keepSaid(name string) error {
	set := func(column string, value any) error {
		_, err := a.tx.Exec(`UPDATE banks SET `+column+` = ? WHERE name = ? AND file = ?`, value, name, a.source)
		return err
	}
	if said := a.Said.Licence; said != nil {
		if err := set("said_licence", orNull(LicenceNamed(*said))); err != nil {
			return err
		}
	}
	if said := a.Said.Source; said != nil {
		if err := set("said_source", orNull(clipWords(strings.TrimSpace(*said), longestSource))); err != nil {
			return err
		}
	}
	if said := a.Said.Private; said != nil {
		return set("said_private", *said)
	}
	return nil
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// provenances returns what is known of each bank. Of several files each different licence and source is named, and one
// that is private makes the bank so: better too little is passed on.
func (s *Store) provenances(ctx context.Context) (map[string]Found, error) {
	known := map[string]Found{}
	err := s.eachFound(ctx, ``, func(name string, f Found) { known[name] = known[name].with(f) })
	return known, err
}

// Provenance returns what is known of the questions of one file.
func (s *Store) Provenance(ctx context.Context, path string) (Provenance, error) {
	var known Found
	err := s.eachFound(ctx, `WHERE file IN (SELECT id FROM sources WHERE path = ?)`, func(_ string, f Found) { known = known.with(f) }, path)
	return known.Provenance, err
}

// eachFound calls f with what is known of each bank from each file.
func (s *Store) eachFound(ctx context.Context, where string, f func(name string, found Found), args ...any) error {
	rows, err := s.db.QueryContext(ctx, `SELECT name, coalesce(said_licence, licence), coalesce(said_source, source), coalesce(said_private, private), signs
		FROM banks `+where+` ORDER BY name, file`, args...)
	if err != nil {
		if strings.Contains(err.Error(), "no such table: banks") { // written before there was one
			return nil
		}
		return s.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, signs string
		var found Found
		if err := rows.Scan(&name, &found.Licence, &found.Source, &found.Private, &signs); err != nil {
			return s.explain(err)
		}
		if json.Unmarshal([]byte(signs), &found.Signs) != nil { // they are evidence for a warning, no more
			found.Signs = nil
		}
		f(name, found)
	}
	return rows.Err()
}

// with adds what another file says of the same bank.
func (f Found) with(other Found) Found {
	f.Licence, f.Source = joinNew(f.Licence, other.Licence), joinNew(f.Source, other.Source)
	f.Private = f.Private || other.Private
	for _, s := range other.Signs {
		if i := slices.IndexFunc(f.Signs, func(t Sign) bool { return t.Name == s.Name }); i >= 0 {
			f.Signs[i].Count += s.Count
		} else {
			f.Signs = append(f.Signs, s)
		}
	}
	return f
}

func joinNew(known, more string) string {
	switch {
	case more == "" || slices.Contains(strings.Split(known, ", "), more):
		return known
	case known == "":
		return more
	}
	return known + ", " + more
}
