package index

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	engine "github.com/blevesearch/bleve_index_api"

	"mlatlas/taxonomy"
)

const (
	defaultLimit = 10
	// maxPage is the last hit that a page may reach; All has no end.
	maxPage = 100_000
	// enoughHits is how many hits keep a search from looking for what has only most of the words.
	enoughHits = 10
	// pageSize is how many hits All reads at a time.
	pageSize = 500
)

// Request asks for one page of hits.
type Request struct {
	Query     Node
	Limit     int      // hits on the page; 0 is 10, less than 0 none, for the counts alone
	Offset    int      // hits before the page
	Sort      string   // one of Sorts
	Facets    []string // of FacetNames
	FacetSize int      // values in a facet, 0 for all
	Exam      string   // to which task: and domain: belong, and their facets; "" for all exams

	// Study tells which questions a learner has to do with, for is: and last:; nil: these fields are a mistake. Its errors
	// are returned as they are.
	Study func(State) (Members, error)
}

// Sorts are the orders of hits: best first, or by ID, or by bank and number. Best first is the default, "".
var Sorts = []string{"score", "id", "number"}

// Result is a page of hits.
type Result struct {
	Total      int // hits on all pages
	Whole      int // of these, those that hold all of the query; they come first. The others hold most of it
	Hits       []Hit
	Facets     map[string][]FacetCount
	Understood string // the query in words
	DidYouMean string // where words that no question has were read as others, or nothing was found: the query with those; or ""
}

// Hit is one question that was found.
type Hit struct {
	ID    string
	Score float64

	query  finder
	topics map[string]bool // concepts that the query is about, with everything below them
}

// Search returns a page of the questions that match. A mistake in the query is a *SyntaxError; an index whose files do
// not hold what they should, ErrDamaged.
func (x *Index) Search(ctx context.Context, r Request) (Result, error) {
	var result Result
	err := x.use(func() (err error) {
		result, err = x.search(ctx, r)
		return err
	})
	return result, err
}

func (x *Index) search(ctx context.Context, r Request) (Result, error) {
	if err := r.check(); err != nil {
		return Result{}, err
	}
	p, err := x.prepare(r)
	if err != nil {
		return Result{}, err
	}
	result := Result{Hits: []Hit{}, Understood: p.understood, Facets: map[string][]FacetCount{}}
	for _, name := range r.Facets {
		result.Facets[name] = []FacetCount{}
	}
	if x.engine == nil {
		return result, ctx.Err()
	}
	found, err := x.find(ctx, r, p)
	if err != nil {
		return Result{}, err
	}
	result.Total, result.Whole, result.Understood = found.total, p.whole, p.understood
	if result.Hits, err = x.hits(found.page, p); err != nil {
		return Result{}, err
	}
	x.readFacets(result.Facets, found.counts, r, p.exam)
	if result.Total == 0 || p.respelt {
		result.DidYouMean = x.didYouMean(r.Query)
	}
	return result, nil
}

// find runs a query, and where it finds less than a page, the loose form of it.
func (x *Index) find(ctx context.Context, r Request, p *prepared) (*found, error) {
	strict, err := x.run(ctx, r, p.query)
	if err != nil {
		return nil, err
	}
	p.whole = strict.total
	if strict.total >= enoughHits && !p.meant || p.loose == nil {
		return strict, nil
	}
	p.query = p.loose
	loose, err := x.run(ctx, r, p.query)
	if err == nil && loose.total > strict.total {
		p.understood += looseWords(uint64(strict.total))
	}
	return loose, err
}

// searchError tells an error of the context from one of the files.
func searchError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return damaged(err)
}

func (r Request) check() error {
	if r.Sort != "" && !slices.Contains(Sorts, r.Sort) {
		return fmt.Errorf("hits cannot be sorted by %q; the orders are %s", r.Sort, strings.Join(Sorts, ", "))
	}
	for _, name := range r.Facets {
		if _, ok := facetField(name); !ok {
			return fmt.Errorf("there is no facet %q; the facets are %s", name, strings.Join(FacetNames(), ", "))
		}
	}
	if r.Offset < 0 || r.Offset+max(r.Limit, 0) > maxPage {
		return fmt.Errorf("a page may begin at 0 and reach to hit %d; it is asked from %d for %d", maxPage, r.Offset, r.Limit)
	}
	return nil
}

// prepared is a query that was resolved and compiled.
type prepared struct {
	query      finder
	loose      finder // where most of the words are enough; nil for a query that has none to spare
	understood string
	exam       string
	topics     map[string]bool
	respelt    bool // some word was read as another
	whole      int  // hits that hold all of it
	meant      bool // words that were left out say, with the others, what is meant: "who did what in my account"
}

func (x *Index) prepare(r Request) (*prepared, error) {
	p := &prepared{}
	res := &resolver{taxonomy: x.taxonomy, known: x.known, respell: x.respell, study: r.Study}
	if r.Exam != "" {
		e, ok := x.taxonomy.Exam(r.Exam)
		if !ok {
			return nil, fmt.Errorf("there is no exam %q; the nearest are %s", r.Exam,
				strings.Join(nearest(r.Exam, examNames(x.taxonomy), 3), ", "))
		}
		res.exam, p.exam = e, e.ID
	}
	if x.engine != nil {
		res.values = x.values
	}
	typed := r.Query
	if typed == nil {
		typed = All{}
	}
	n, err := res.resolve(typed)
	if err != nil {
		return nil, err
	}
	c := &compiler{questions: x.manifest.Meta.Questions}
	if x.engine != nil {
		c.words, c.values = x.wordsLike, x.values
	}
	if p.query, err = c.compile(n); err != nil {
		return nil, err
	}
	if loose := x.loosen(n, res.ignored); loose != nil && x.engine != nil {
		if p.loose, err = c.compile(loose); err != nil {
			return nil, err
		}
		p.meant = len(res.ignored) >= smallWords && guessesIn(loose)
	}
	p.understood = inWords(n, res.ignored)
	p.topics = topicsOf(n, x.taxonomy)
	p.respelt = res.respelt
	return p, nil
}

func examNames(t *taxonomy.Taxonomy) []string {
	var ids []string
	for _, e := range t.Exams() {
		ids = append(ids, e.ID)
	}
	return ids
}

// topicsOf returns the concepts of a tree with everything below them; what is negated is no topic.
func topicsOf(n Node, t *taxonomy.Taxonomy) map[string]bool {
	wanted := map[string]bool{}
	var walk func(Node)
	walk = func(n Node) {
		switch n := n.(type) {
		case And:
			for _, child := range n.Nodes {
				walk(child)
			}
		case Or:
			for _, child := range n.Nodes {
				walk(child)
			}
		case respelt:
			walk(n.node)
		case named:
			wanted[n.concept.ID] = true
		case topic:
			if n.concept != "" {
				wanted[n.concept] = true
			}
		}
	}
	walk(n)
	if len(wanted) == 0 {
		return nil
	}
	topics := map[string]bool{}
	for _, c := range t.Concepts() {
		if wanted[c.ID] || slices.ContainsFunc(t.Ancestors(c.ID), func(id string) bool { return wanted[id] }) {
			topics[c.ID] = true
		}
	}
	return topics
}

// All returns every hit of a query in the order of IDs. The hits are found at once and read a page at a time. The
// request's Limit, Offset, Sort and Facets are not used. It ends after an error.
func (x *Index) All(ctx context.Context, r Request) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		p, matches, err := x.all(ctx, r)
		if err != nil {
			yield(Hit{}, err)
			return
		}
		for part := range slices.Chunk(matches, pageSize) {
			page, err := x.page(p, part)
			if err != nil {
				yield(Hit{}, err)
				return
			}
			for _, h := range page {
				if !yield(h, nil) {
					return
				}
			}
		}
	}
}

// all prepares a query and finds all matches, in the order of IDs.
func (x *Index) all(ctx context.Context, r Request) (p *prepared, matches []match, err error) {
	err = x.use(func() (err error) {
		if p, err = x.prepare(r); err != nil || x.engine == nil {
			return err
		}
		return x.eachMatch(ctx, p.query, func(number uint32, score float64) {
			matches = append(matches, match{number, score, x.columns.byID[number]})
		})
	})
	slices.SortFunc(matches, byRank)
	return p, matches, err
}

// page reads the hits of matches.
func (x *Index) page(p *prepared, matches []match) (page []Hit, err error) {
	err = x.use(func() (err error) {
		page, err = x.hits(matches, p)
		return err
	})
	return page, err
}

// values lists the values of a keyword field.
func (x *Index) values(field string) ([]string, error) {
	var values []string
	err := x.eachTerm(field, func(r engine.IndexReader) (engine.FieldDict, error) { return r.FieldDict(field) },
		func(e *engine.DictEntry) bool {
			values = append(values, e.Term)
			return true
		})
	return values, err
}

// known reports whether any text has the word, in any of its forms.
func (x *Index) known(word string) bool {
	return slices.ContainsFunc(formsOf(word), func(form string) bool { return x.frequency(form) > 0 })
}

// frequency is the number of questions that have the term in the text field where most have it.
func (x *Index) frequency(term string) uint64 {
	var most uint64
	for _, f := range textFields {
		// A dictionary that cannot be read shows in the search itself.
		_ = x.eachTerm(f.name, func(r engine.IndexReader) (engine.FieldDict, error) {
			return r.FieldDictRange(f.name, []byte(term), []byte(term))
		}, func(e *engine.DictEntry) bool {
			if e.Term == term {
				most = max(most, e.Count)
			}
			return false
		})
	}
	return most
}
