package index

import (
	"context"
	"database/sql"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/mapping"

	_ "modernc.org/sqlite"
)

// peer is an index that can be built and asked beside ours.
type peer struct {
	name  string
	build func(b *testing.B, dir string, questions *maker, n int)
	open  func(b *testing.B, dir string) (search func(words []string) error)
}

var peers = []peer{
	{"mlatlas", buildOurs, openOurs},
	{"bleve", buildBare, openBare},
	{"fts5", buildFTS5, openFTS5},
}

// BenchmarkPeers builds an index of the same questions, of 3 KB each, with ours, with bare Bleve of the same fields
// and with SQLite FTS5, and then asks each for the ten best of three words, ours and SQLite with how many hits each service,
// concept and domain has. MLATLAS_BENCH is the number of questions, 2,000 without it.
//
//	questions/s, x_text, peak-MB: of the build; the size of the files by that of the texts; the most memory in use
//	p50-ms, p99-ms: of a search
func BenchmarkPeers(b *testing.B) {
	n, tax := benchSize(b), embedded(b)
	for _, p := range peers {
		b.Run(p.name, func(b *testing.B) {
			var dir string
			peak, elapsed := 0.0, time.Duration(0)
			for b.Loop() {
				dir = b.TempDir()
				start := time.Now()
				peak = max(peak, peakDuring(func() { p.build(b, dir, newMaker(b, tax, 42), n) }))
				elapsed += time.Since(start)
			}
			b.ReportMetric(float64(n*b.N)/elapsed.Seconds(), "questions/s")
			b.ReportMetric(float64(folderSize(b, dir))/float64(n*madeBytes), "x_text")
			b.ReportMetric(peak, "peak-MB")
			times := searchTimes(b, p.open(b, dir))
			b.ReportMetric(times[len(times)/2].Seconds()*1000, "p50-ms")
			b.ReportMetric(times[len(times)*99/100].Seconds()*1000, "p99-ms")
		})
	}
}

// peakDuring returns the most memory in MB that Go had in use while f ran.
func peakDuring(f func()) float64 {
	runtime.GC()
	done, ended := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				ended <- most
				return
			case <-tick.C:
			}
		}
	}()
	f()
	close(done)
	return float64(<-ended) / (1 << 20)
}

func folderSize(b *testing.B, dir string) (size int64) {
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			info, _ := d.Info()
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// searchTimes asks for three words at a time, some of the built-in bank and some made up, and returns the times in order.
func searchTimes(b *testing.B, search func(words []string) error) []time.Duration {
	random := rand.New(rand.NewPCG(7, 7))
	var times []time.Duration
	for range 400 {
		words := askedWords(random)
		start := time.Now()
		if err := search(words); err != nil {
			b.Fatal(words, err)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	return times
}

// askedWords are three of the words that the questions have often to seldom.
func askedWords(random *rand.Rand) []string {
	said := strings.Fields("training endpoint latency encryption pipeline feature bias drift streaming instance cost model " +
		"bucket monitoring schedule account deployment validation accuracy labels role network batch notebook")
	words := make([]string, 3)
	for i := range words {
		words[i] = said[random.IntN(len(said))]
	}
	if random.IntN(3) == 0 {
		words[2] = madeWord(random.Uint64N(400))
	}
	return words
}

func buildOurs(b *testing.B, dir string, m *maker, n int) {
	if err := Build(context.Background(), dir, &Meta{}, embedded(b), m.all(n), nil); err != nil {
		b.Fatal(err)
	}
}

func openOurs(b *testing.B, dir string) func([]string) error {
	x, err := Open(dir, embedded(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	return func(words []string) error {
		node, err := Parse(strings.Join(words, " "))
		if err == nil {
			_, err = x.Search(context.Background(), Request{Query: node, Facets: []string{"service", "concept", "domain"}})
		}
		return err
	}
}

// bareMapping has the fields of ours and the analyser for English that Bleve comes with.
func bareMapping() mapping.IndexMapping {
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.DocValues, text.IncludeInAll = en.AnalyzerName, false, false, false
	keyword := bleve.NewKeywordFieldMapping()
	keyword.Store, keyword.DocValues, keyword.IncludeInAll, keyword.IncludeTermVectors = false, false, false, false
	question := bleve.NewDocumentStaticMapping()
	for _, f := range textFields {
		question.AddFieldMappingsAt(f.name, text)
	}
	for _, f := range keywordFields {
		question.AddFieldMappingsAt(f, keyword)
	}
	m := bleve.NewIndexMapping()
	m.DefaultMapping = question
	return m
}

// bareDocument is a question as Bleve takes it.
func bareDocument(q *bank.Question, t *taxonomy.Taxonomy) map[string]any {
	doc := map[string]any{fieldStem: q.Stem, fieldExplanation: q.Explanation, fieldBank: q.Bank, fieldKind: string(q.Kind)}
	var right, wrong, about, all, primary, tasks []string
	for _, o := range q.Options {
		if o.Correct {
			right = append(right, o.Text)
		} else {
			wrong = append(wrong, o.Text)
		}
	}
	for _, l := range q.Links {
		about, all = append(about, l.Concept), append(append(all, l.Concept), t.Ancestors(l.Concept)...)
		if l.Primary {
			primary = append(primary, l.Concept)
		}
	}
	for _, l := range q.Tasks {
		tasks = append(tasks, l.Exam+"/"+l.Task)
	}
	slices.Sort(all)
	doc[fieldAnswer], doc[fieldWrong], doc[fieldAbout], doc[fieldConcept] = right, wrong, about, slices.Compact(all)
	doc[fieldPrimary], doc[fieldTask] = primary, tasks
	return doc
}

func buildBare(b *testing.B, dir string, m *maker, n int) {
	builder, err := bleve.NewBuilder(filepath.Join(dir, "bare"), bareMapping(), map[string]any{"batchSize": batchSize})
	if err != nil {
		b.Fatal(err)
	}
	t := embedded(b)
	for q := range m.all(n) {
		if err := builder.Index(q.ID, bareDocument(q, t)); err != nil {
			b.Fatal(err)
		}
	}
	if err := builder.Close(); err != nil {
		b.Fatal(err)
	}
}

func openBare(b *testing.B, dir string) func([]string) error {
	x, err := bleve.Open(filepath.Join(dir, "bare"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	return func(words []string) error {
		all := bleve.NewConjunctionQuery()
		for _, w := range words {
			any := bleve.NewDisjunctionQuery()
			for _, f := range textFields {
				q := bleve.NewMatchQuery(w)
				q.SetField(f.name)
				any.AddQuery(q)
			}
			all.AddQuery(any)
		}
		_, err := x.Search(bleve.NewSearchRequest(all))
		return err
	}
}

func buildFTS5(b *testing.B, dir string, m *maker, n int) {
	db := openSQLite(b, dir)
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	run := func(statement string, values ...any) {
		if _, err := tx.Exec(statement, values...); err != nil {
			b.Fatal(err)
		}
	}
	run(`CREATE VIRTUAL TABLE f USING fts5(stem, options, explanation, content = '', tokenize = 'porter unicode61')`)
	run(`CREATE TABLE topics (question INTEGER, facet INTEGER, value TEXT)`)
	number := 0
	for q := range m.all(n) {
		number++
		run(`INSERT INTO f (rowid, stem, options, explanation) VALUES (?, ?, ?, ?)`, number, q.Stem, allText(q), q.Explanation)
		for _, l := range q.Links {
			run(`INSERT INTO topics VALUES (?, 1, ?)`, number, l.Concept)
		}
		for _, l := range q.Tasks {
			run(`INSERT INTO topics VALUES (?, 2, ?)`, number, l.Exam+"/"+l.Domain)
		}
	}
	run(`CREATE INDEX topic ON topics (question, facet, value)`)
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func openSQLite(b *testing.B, dir string) *sql.DB {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "fts.db"))
	if err != nil {
		b.Fatal(err)
	}
	return db
}

func openFTS5(b *testing.B, dir string) func([]string) error {
	db := openSQLite(b, dir)
	b.Cleanup(func() { db.Close() })
	drain := func(statement string, values ...any) error {
		rows, err := db.Query(statement, values...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	return func(words []string) error {
		match := `"` + strings.Join(words, `" "`) + `"`
		if err := drain(`SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f) LIMIT 10`, match); err != nil {
			return err
		}
		return drain(`SELECT facet, value, count(DISTINCT question) FROM topics
			WHERE question IN (SELECT rowid FROM f WHERE f MATCH ?) GROUP BY facet, value`, match)
	}
}

// BenchmarkThreeWords asks an index of ours for three words with three facets.
func BenchmarkThreeWords(b *testing.B) {
	dir := b.TempDir()
	buildOurs(b, dir, newMaker(b, embedded(b), 42), benchSize(b))
	search := openOurs(b, dir)
	random := rand.New(rand.NewPCG(7, 7))
	for b.Loop() {
		if err := search(askedWords(random)); err != nil {
			b.Fatal(err)
		}
	}
}
