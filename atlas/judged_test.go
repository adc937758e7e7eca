package atlas

import (
	"cmp"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mlatlas/bank"

	"github.com/blevesearch/bleve/v2"
	"gopkg.in/yaml.v3"
	_ "modernc.org/sqlite" // the baseline FTS5
)

var update = flag.Bool("update", false, "write the figures that were measured as the wanted ones")

// judgedQuery is a query with the grades that a reader gave to questions: 3 exactly this, 2 about it, 1 touches it.
type judgedQuery struct {
	ID     string         `yaml:"id"`
	Type   string         `yaml:"type"`
	Query  string         `yaml:"query"`
	Grades map[string]int `yaml:"grades"`
}

// searcher returns the IDs of the best ten.
type searcher func(query string) ([]string, error)

// TestJudgedQueries measures what a search is worth on queries whose answers were graded by reading (see
// testdata/judged/README.md), beside two plain ones over the same text: a Bleve match query, and SQLite FTS5 with the
// Porter stemmer.
func TestJudgedQueries(t *testing.T) {
	if testing.Short() {
		t.Skip("measures ranking over whole banks; runs without -short")
	}
	banks := filepath.Join("..", "..", "shared", "banks")
	if _, err := os.Stat(banks); err != nil {
		t.Skip("the banks that were judged are not here:", err)
	}
	text, err := os.ReadFile("testdata/judged/queries.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var queries []judgedQuery
	if err := yaml.Unmarshal(text, &queries); err != nil {
		t.Fatal(err)
	}
	a := judgedAtlas(t, banks)
	ours := func(query string) ([]string, error) {
		r, err := a.Search(context.Background(), SearchRequest{Query: query, Exam: "mla-c01", Limit: judgedDepth})
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, h := range r.Hits {
			ids = append(ids, h.ID)
		}
		return ids, nil
	}
	var b strings.Builder
	var worst []judged
	for _, s := range []struct {
		name   string
		search searcher
	}{{"mlatlas", ours}, {"bleve match", bleveMatch(t, a)}, {"fts5 porter", fts5(t, a)}} {
		list := judgeAll(t, queries, s.search)
		printJudged(&b, s.name, list)
		if s.name == "mlatlas" {
			worst = list
		}
	}
	slices.SortStableFunc(worst, func(a, b judged) int { return cmp.Compare(a.ndcg, b.ndcg) })
	fmt.Fprintln(&b, "\nthe ten worst of mlatlas")
	for _, j := range worst[:10] {
		fmt.Fprintf(&b, "%.3f  %-14s %s\n", j.ndcg, j.query.ID, j.query.Query)
	}
	holdsGolden(t, "testdata/judged/figures.golden", b.String())
	if os.Getenv("JUDGED_VERBOSE") != "" {
		for _, j := range worst[:30] {
			t.Logf("%s %q %.3f found %v wanted %v", j.query.ID, j.query.Query, j.ndcg, graded(j), wantedIDs(j.query))
		}
	}
}

func holdsGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the figures have changed (%v): look whether for the better, then run with -update\n%s", err, got)
	}
}

const judgedDepth = 10

// judged is how one query went.
type judged struct {
	query              judgedQuery
	found              []string
	ndcg, recall, rank float64 // rank: 1 / place of the first hit of grade 2 or 3
	zero               bool
}

func judgeAll(t *testing.T, queries []judgedQuery, search searcher) []judged {
	t.Helper()
	var list []judged
	for _, q := range queries {
		ids, err := search(q.Query)
		if err != nil {
			t.Fatalf("%s %q: %v", q.ID, q.Query, err)
		}
		list = append(list, judge(q, ids[:min(judgedDepth, len(ids))]))
	}
	return list
}

// judge scores a list of hits: nDCG@10 with gains 2^grade - 1 (Järvelin and Kekäläinen 2002, Burges 2005), recall of grades
// 2 and 3 within ten, and the reciprocal rank of the first such hit.
func judge(q judgedQuery, found []string) judged {
	j := judged{query: q, found: found, zero: len(found) == 0}
	var ideal []int
	relevant := 0
	for _, grade := range q.Grades {
		ideal = append(ideal, grade)
		if grade >= 2 {
			relevant++
		}
	}
	slices.SortFunc(ideal, func(a, b int) int { return b - a })
	gain := func(grade, place int) float64 {
		return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(place+2))
	}
	best := 0.0
	for i, grade := range ideal[:min(judgedDepth, len(ideal))] {
		best += gain(grade, i)
	}
	hits := 0.0
	for i, id := range found {
		grade := q.Grades[id]
		j.ndcg += gain(grade, i) / best
		if grade >= 2 {
			hits++
			if j.rank == 0 {
				j.rank = 1 / float64(i+1)
			}
		}
	}
	j.recall = hits / float64(min(relevant, judgedDepth))
	return j
}

func printJudged(b *strings.Builder, name string, list []judged) {
	fmt.Fprintf(b, "\n%s\n%-12s %4s %8s %10s %6s %6s\n", name, "type", "n", "nDCG@10", "recall@10", "MRR", "zero")
	byType := map[string][]judged{}
	var types []string
	for _, j := range list {
		if byType[j.query.Type] == nil {
			types = append(types, j.query.Type)
		}
		byType[j.query.Type] = append(byType[j.query.Type], j)
	}
	byType["all"] = list
	for _, kind := range append(types, "all") {
		n := float64(len(byType[kind]))
		var ndcg, recall, rank, zero float64
		for _, j := range byType[kind] {
			ndcg, recall, rank = ndcg+j.ndcg, recall+j.recall, rank+j.rank
			if j.zero {
				zero++
			}
		}
		fmt.Fprintf(b, "%-12s %4.0f %8.3f %10.3f %6.3f %6.3f\n", kind, n, ndcg/n, recall/n, rank/n, zero/n)
	}
}

func graded(j judged) (list []string) {
	for _, id := range j.found {
		list = append(list, fmt.Sprintf("%s:%d", id, j.query.Grades[id]))
	}
	return list
}

func wantedIDs(q judgedQuery) (list []string) {
	for id, grade := range q.Grades {
		if grade >= 2 {
			list = append(list, fmt.Sprintf("%s:%d", id, grade))
		}
	}
	slices.Sort(list)
	return list
}

// judgedAtlas holds the three banks whose questions were judged.
func judgedAtlas(t *testing.T, banks string) *Atlas {
	t.Helper()
	a, _ := open(t, t.TempDir())
	aif, _ := filepath.Glob(filepath.Join(banks, "aif-org", "aif-*.org"))
	clf, _ := filepath.Glob(filepath.Join(banks, "clf-markdown", "*.md"))
	for _, r := range []ImportOptions{
		{Paths: []string{filepath.Join("..", "bank", "sample", "mla-sample.md")}, Bank: "sample"},
		{Paths: clf}, {Paths: aif},
	} {
		if _, err := a.Import(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// plainText is the text of a question as the baselines see it.
func plainText(q *bank.Question) string {
	parts := []string{q.Asked()}
	for _, o := range q.Options {
		parts = append(parts, o.Text)
	}
	return strings.Join(append(parts, q.Explanation), "\n")
}

func eachQuestion(t *testing.T, a *Atlas, f func(*bank.Question) error) {
	t.Helper()
	all, err := a.Matching(context.Background(), "", "mla-c01")
	if err != nil {
		t.Fatal(err)
	}
	for q, err := range all {
		if err == nil {
			err = f(q)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func bleveMatch(t *testing.T, a *Atlas) searcher {
	t.Helper()
	x, err := bleve.NewMemOnly(bleve.NewIndexMapping())
	if err != nil {
		t.Fatal(err)
	}
	batch := x.NewBatch()
	eachQuestion(t, a, func(q *bank.Question) error { return batch.Index(q.ID, map[string]string{"text": plainText(q)}) })
	if err := x.Batch(batch); err != nil {
		t.Fatal(err)
	}
	return func(query string) ([]string, error) {
		found, err := x.Search(bleve.NewSearchRequestOptions(bleve.NewMatchQuery(query), judgedDepth, 0, false))
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, h := range found.Hits {
			ids = append(ids, h.ID)
		}
		return ids, nil
	}
}

func fts5(t *testing.T, a *Atlas) searcher {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "fts.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(`CREATE VIRTUAL TABLE f USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61')`); err != nil {
		t.Fatal(err)
	}
	eachQuestion(t, a, func(q *bank.Question) error {
		_, err := db.Exec(`INSERT INTO f VALUES (?, ?)`, q.ID, plainText(q))
		return err
	})
	words := regexp.MustCompile(`[\pL\pN]+`)
	return func(query string) ([]string, error) {
		quoted := `"` + strings.Join(words.FindAllString(query, -1), `" OR "`) + `"`
		rows, err := db.Query(`SELECT id FROM f WHERE f MATCH ? ORDER BY bm25(f), id LIMIT ?`, quoted, judgedDepth)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var ids []string
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		return ids, rows.Err()
	}
}
