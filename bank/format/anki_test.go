package format

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"modernc.org/sqlite"

	"mlatlas/bank"
)

// unicase is the collation that only Anki has: its databases cannot be made without one.
func init() {
	sqlite.MustRegisterCollationUtf8("unicase", func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
}

const oldSchema = `CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text, sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer);
INSERT INTO col (id, models, decks) VALUES (1, '{"1":{"name":"Basic (and reversed card)","flds":[{"name":"Front","ord":0},{"name":"Back","ord":1}]},
 "2":{"name":"Cloze","type":1,"flds":[{"name":"Text","ord":0},{"name":"Back Extra","ord":1}]},
 "3":{"name":"AllInOne (kprim, mc, sc)","flds":[{"name":"Question","ord":0},{"name":"Title","ord":1},{"name":"QType (0=kprim,1=mc,2=sc)","ord":2},{"name":"Q_1","ord":3},{"name":"Q_2","ord":4},{"name":"Q_3","ord":5},{"name":"Answers","ord":6},{"name":"Sources","ord":7},{"name":"Extra 1","ord":8}]}}',
 '{"1":{"name":"Default"},"5":{"name":"MLA::Storage"}}');`

const newSchema = `CREATE TABLE col (id integer primary key, models text, decks text);
CREATE TABLE notetypes (id integer NOT NULL PRIMARY KEY, name text NOT NULL COLLATE unicase, mtime_secs integer, usn integer, config blob);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE TABLE fields (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase, config blob, PRIMARY KEY (ntid, ord)) without rowid;
CREATE UNIQUE INDEX idx_fields_name_ntid ON fields (name, ntid);
CREATE TABLE decks (id integer PRIMARY KEY NOT NULL, name text NOT NULL COLLATE unicase, mtime_secs integer);
CREATE TABLE notes (id integer primary key, guid text, mid integer, tags text, flds text, sfld integer);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer);
INSERT INTO col (id, models, decks) VALUES (1, '', '');
INSERT INTO notetypes (id, name) VALUES (1, 'Basic (and reversed card)'), (2, 'Cloze'), (3, 'AllInOne (kprim, mc, sc)');
INSERT INTO fields (ntid, ord, name) VALUES (1, 1, 'Back'), (1, 0, 'Front'), (2, 0, 'Text'), (2, 1, 'Back Extra'), (3, 0, 'Question'), (3, 1, 'Title'), (3, 2, 'QType (0=kprim,1=mc,2=sc)'),
 (3, 3, 'Q_1'), (3, 4, 'Q_2'), (3, 5, 'Q_3'), (3, 6, 'Answers'), (3, 7, 'Sources'), (3, 8, 'Extra 1');
INSERT INTO decks (id, name) VALUES (1, 'Default'), (5, 'MLA' || char(31) || 'Storage');`

const sampleNotes = `INSERT INTO notes (id, mid, tags, flds) VALUES
 (10, 1, ' storage hard ', 'Which store is fast?<br>A) S3<br>B) EBS<br>C) EFS' || char(31) || 'B<br>It is near.'),
 (11, 1, '', '<div>What is <b>EC2</b>?</div>' || char(31) || 'a virtual machine&nbsp;'),
 (12, 2, '', '{{c1::S3::store}} keeps {{c2::objects in {{c3::buckets}}}}' || char(31) || 'More'),
 (13, 3, '', 'Which keep blocks?' || char(31) || 'Blocks' || char(31) || '1' || char(31) || 'EBS' || char(31) || 'S3' || char(31) || 'Instance store' || char(31) || '1 0 1' || char(31) || 'https://example.org' || char(31) || 'Because.'),
 (14, 99, '', 'No type?' || char(31) || 'none');
INSERT INTO cards (id, nid, did, ord) VALUES (1, 10, 5, 0), (2, 10, 1, 1), (3, 11, 1, 0), (4, 12, 5, 0), (5, 13, 5, 0), (6, 14, 1, 0);`

const stubNotes = `INSERT INTO notes (id, mid, tags, flds) VALUES (1, 1, '', 'Please update to the latest Anki version, then import the .colpkg/.apkg file again.' || char(31));`

func database(t testing.TB, script string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "c.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func packageOf(t testing.TB, members map[string][]byte) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range members {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(data)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstdOf(data []byte) []byte {
	w, _ := zstd.NewWriter(nil)
	return w.EncodeAll(data, nil)
}

func TestAnkiPackages(t *testing.T) {
	stub := database(t, oldSchema+stubNotes)
	old, modern := database(t, oldSchema+sampleNotes), database(t, newSchema+sampleNotes)
	var first outcome
	for name, members := range map[string]map[string][]byte{
		"old":    {"collection.anki2": old, "media": []byte("{}")},
		"middle": {"collection.anki2": stub, "collection.anki21": old, "media": []byte("{}")},
		"new":    {"collection.anki2": stub, "collection.anki21b": zstdOf(modern), "meta": {8, 3}, "media": zstdOf(nil)},
	} {
		out, err := readAll(packageOf(t, members), "deck.apkg", "")
		if err != nil || out.Format != "anki" || len(out.Questions) != 7 {
			t.Fatalf("%s: %v, %+v", name, err, out)
		}
		if first.Format == "" {
			first = out
		}
		for i, q := range out.Questions {
			if q.Stem != first.Questions[i].Stem || strings.Join(q.Tags, ",") != strings.Join(first.Questions[i].Tags, ",") {
				t.Errorf("%s: %+v, but %+v", name, q, first.Questions[i])
			}
		}
	}
	byStem := map[string]plainRecord{}
	for _, q := range first.Questions {
		byStem[q.Stem] = q
	}
	for stem, want := range map[string]string{
		"Which store is fast?":                   "single 1 B It is near. MLA::Storage,storage,hard",
		"What is **EC2**?":                       "short 2 a virtual machine  ",
		"_____ (store) keeps objects in buckets": "short 3 S3 More MLA::Storage",
		"S3 keeps _____":                         "short 3 objects in buckets More MLA::Storage",
		"S3 keeps objects in _____":              "short 3 buckets More MLA::Storage",
		"Which keep blocks?":                     "multiple 4 A,C Because. MLA::Storage",
		"No type?":                               "short 5 none  ",
	} {
		q := byStem[stem]
		if got := strings.Join([]string{string(q.Kind), string(rune('0' + q.Line)), strings.Join(q.Answer, ","), q.Explanation, strings.Join(q.Tags, ",")}, " "); got != want {
			t.Errorf("%s: %s, wanted %s", stem, got, want)
		}
	}
}

func TestBadPackages(t *testing.T) {
	view := `CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, 1 AS mid, '' AS tags, 'x' AS flds FROM n;`
	for name, data := range map[string][]byte{"view": database(t, view), "no database": []byte("x"), "empty": nil, "cut": database(t, oldSchema+sampleNotes)[:5000]} {
		if _, err := readAll(packageOf(t, map[string][]byte{"collection.anki2": data}), "x.apkg", ""); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := readAll(packageOf(t, map[string][]byte{"collection.anki2": nil, "collection.anki21b": zstdOf(make([]byte, maxMember+2))}), "x.apkg", ""); err == nil {
		t.Error("a bomb was read")
	}
	out, _ := readAll(packageOf(t, map[string][]byte{"collection.anki2": database(t, oldSchema+stubNotes)}), "x.apkg", "")
	if len(out.Problems) != 1 || out.Problems[0].Code != "newer-package" || out.Problems[0].Severity != bank.Error {
		t.Errorf("%+v", out)
	}
}

func TestClozes(t *testing.T) {
	for text, want := range map[string]string{
		"a {{c1::b}} c":                          "a _____ c = b",
		"{{c1::a}} {{c1::b::hint}}":              "_____ _____ (hint) = a; b",
		"{{c2::a}} {{c1::b}}":                    "a _____ = b | _____ b = a",
		"{{c1::a {{c2::b}} c}}":                  "_____ = a b c | a _____ c = b",
		"{{c1::open":                             "",
		"x }} {{c1::a}}":                         "x }} _____ = a",
		"{{c1::`code`}}":                         "_____ = code",
		strings.Repeat("{{c1::", 20) + "x}} end": "",
	} {
		pieces := clozeOf(text)
		var all []string
		for _, n := range numbersOf(pieces, nil) {
			var b strings.Builder
			var hidden []string
			render(&b, pieces, n, &hidden)
			all = append(all, b.String()+" = "+strings.Join(hidden, "; "))
		}
		if got := strings.Join(all, " | "); got != want && want != "" {
			t.Errorf("%q: %q, wanted %q", text, got, want)
		}
	}
}
