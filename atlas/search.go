package atlas

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"mlatlas/bank"
	"mlatlas/index"
)

// SearchRequest asks for one page of hits.
type SearchRequest struct {
	Query  string
	Exam   string
	Limit  int
	Offset int
	Sort   string   // one of index.Sorts
	Facets []string // of index.FacetNames

	Explain bool // say of each hit why it ranks there
}

// SearchResult is a page of hits.
type SearchResult struct {
	Query      string             `json:"query"`
	Understood string             `json:"understood"`
	Total      int                `json:"total"`
	Whole      int                `json:"whole"` // of these, those that hold all of the query; the others hold most of it
	TookMS     int64              `json:"took_ms"`
	Hits       []SearchHit        `json:"hits"`
	Facets     map[string][]Facet `json:"facets"`
	DidYouMean string             `json:"did_you_mean"`
}

// SearchHit is one question that was found, with where it matched and what it is about.
type SearchHit struct {
	ID       string        `json:"id"`
	Bank     string        `json:"bank"`
	Number   string        `json:"number"`
	Kind     bank.Kind     `json:"kind"`
	Score    float64       `json:"score"`
	Stem     string        `json:"stem"`
	Snippets []Snippet     `json:"snippets"`
	Concepts []ConceptName `json:"concepts"` // primary ones first
	Task     string        `json:"task"`     // of the exam, "" if unknown
	Domain   string        `json:"domain"`
	Why      []string      `json:"why,omitempty"` // with Explain: what made it rank there, the weightiest first
}

// Snippet is a piece of text around a match. HTML is escaped, with <mark> around what matched.
type Snippet struct {
	Field string       `json:"field"`
	HTML  string       `json:"html"`
	Parts []index.Part `json:"-"`
}

// ConceptName is a concept as it is shown in a list.
type ConceptName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Facet is one value of a facet with its count.
type Facet struct {
	Value string `json:"value"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

const (
	facetSize   = 12
	hitConcepts = 5
)

// Search finds questions. A mistake in the query is an *index.SyntaxError; ErrEmpty says that there is nothing to search.
func (a *Atlas) Search(ctx context.Context, r SearchRequest) (*SearchResult, error) {
	start := time.Now()
	query, err := index.Parse(r.Query)
	if err != nil {
		return nil, err
	}
	x, err := a.searchable(ctx)
	if err != nil {
		return nil, err
	}
	found, err := x.Search(ctx, index.Request{Query: query, Limit: r.Limit, Offset: r.Offset, Sort: r.Sort,
		Facets: r.Facets, FacetSize: facetSize, Exam: r.Exam, Study: a.studied(ctx, r.Exam)})
	if errors.Is(err, index.ErrDamaged) {
		found, err = a.searchRebuilt(ctx, query, r, err)
	}
	if err != nil {
		return nil, err
	}
	result := &SearchResult{Query: r.Query, Understood: found.Understood, Total: found.Total, Whole: found.Whole, DidYouMean: found.DidYouMean,
		Hits: []SearchHit{}, Facets: map[string][]Facet{}}
	for _, hit := range found.Hits {
		q, err := a.store.Get(ctx, hit.ID)
		if errors.Is(err, bank.ErrNotFound) { // it went while the older index was in use
			continue
		}
		if err != nil {
			return nil, err
		}
		h := a.hit(hit, q, r.Exam)
		if r.Explain {
			h.Why = hit.Why(q, a.taxonomy)
		}
		result.Hits = append(result.Hits, h)
	}
	for name, counts := range found.Facets {
		result.Facets[name] = a.facet(name, r.Exam, counts)
	}
	result.TookMS = time.Since(start).Milliseconds()
	return result, nil
}

// searchRebuilt searches once more after the index turned out to be damaged inside.
func (a *Atlas) searchRebuilt(ctx context.Context, query index.Node, r SearchRequest, why error) (index.Result, error) {
	a.options.Note("%v; building it anew, no question is lost", why)
	if err := a.Rebuild(ctx); err != nil {
		return index.Result{}, err
	}
	x, err := a.searchable(ctx)
	if err != nil {
		return index.Result{}, err
	}
	return x.Search(ctx, index.Request{Query: query, Limit: r.Limit, Offset: r.Offset, Sort: r.Sort,
		Facets: r.Facets, FacetSize: facetSize, Exam: r.Exam, Study: a.studied(ctx, r.Exam)})
}

func (a *Atlas) hit(hit index.Hit, q *bank.Question, exam string) SearchHit {
	h := SearchHit{ID: q.ID, Bank: q.Bank, Number: q.Number, Kind: q.Kind, Score: hit.Score, Stem: q.Stem,
		Snippets: []Snippet{}, Concepts: a.conceptNames(q, hitConcepts)}
	matched := false
	for _, s := range hit.Snippets(q) {
		if s.Field == "explanation" && matched { // it gives the answer away, and is not needed to see why the question was found
			continue
		}
		matched = matched || slices.ContainsFunc(s.Parts, func(p index.Part) bool { return p.Match })
		h.Snippets = append(h.Snippets, Snippet{s.Field, s.HTML(), s.Parts})
	}
	h.Task, h.Domain = mainTask(q, exam)
	return h
}

// conceptNames returns the heaviest concepts of a question, distractors left out.
func (a *Atlas) conceptNames(q *bank.Question, n int) []ConceptName {
	names := []ConceptName{}
	for _, l := range q.Links {
		if l.Role != bank.RoleDistractor && len(names) < n {
			names = append(names, a.named(l.Concept))
		}
	}
	return names
}

func (a *Atlas) named(id string) ConceptName {
	if c, ok := a.taxonomy.Concept(id); ok {
		return ConceptName{id, c.Name}
	}
	return ConceptName{id, id}
}

func mainTask(q *bank.Question, exam string) (task, domain string) {
	for _, t := range q.Tasks {
		if t.Exam == exam {
			return t.Task, t.Domain
		}
	}
	return "", ""
}

// facet adds the names that people know to the values that the index counts.
func (a *Atlas) facet(field, exam string, counts []index.FacetCount) []Facet {
	list := []Facet{}
	for _, c := range counts {
		list = append(list, Facet{c.Value, a.facetName(field, exam, c.Value), c.Count})
	}
	return list
}

func (a *Atlas) facetName(field, exam, value string) string {
	switch field {
	case "service", "concept", "feature":
		return a.named(value).Name
	case "task", "domain":
		if before, local, ok := strings.Cut(value, "/"); ok {
			exam, value = before, local
		}
		e, ok := a.taxonomy.Exam(exam)
		if !ok {
			return value
		}
		if task, ok := e.Task(value); ok && field == "task" {
			return task.Name
		}
		if domain, ok := e.Domain(value); ok && field == "domain" {
			return domain.Name
		}
	}
	return value
}

// Question returns one question by its ID, a number in it or a unique beginning. The errors are ErrEmpty,
// bank.ErrNotFound and *bank.AmbiguousError.
func (a *Atlas) Question(ctx context.Context, wanted string) (*bank.Question, error) {
	s, err := a.fresh(ctx)
	if err != nil {
		return nil, err
	}
	id, err := s.Resolve(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, id)
}

// Copies returns the other questions that say the same as q, by ID.
func (a *Atlas) Copies(ctx context.Context, q *bank.Question) ([]bank.Copy, error) {
	s, err := a.fresh(ctx)
	if err != nil {
		return nil, err
	}
	return s.Copies(ctx, q)
}

// NearestQuestions returns IDs that begin like the wanted one, for a hint.
func (a *Atlas) NearestQuestions(ctx context.Context, wanted string) []string {
	if a.store == nil {
		return nil
	}
	ids, _ := a.store.Nearest(ctx, wanted, 3)
	return ids
}

// Matching streams the questions that a query finds, or all of them for an empty one, in the order of the store.
func (a *Atlas) Matching(ctx context.Context, query, exam string) (iter.Seq2[*bank.Question, error], error) {
	s, err := a.fresh(ctx)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(query) == "" {
		return s.All(ctx), nil
	}
	node, err := index.Parse(query)
	if err != nil {
		return nil, err
	}
	x, err := a.searchable(ctx)
	if err != nil {
		return nil, err
	}
	// A first page finds the mistakes that only the index sees, before anything is written.
	request := index.Request{Query: node, Limit: -1, Exam: exam, Study: a.studied(ctx, exam)}
	if _, err := x.Search(ctx, request); err != nil {
		return nil, err
	}
	return func(yield func(*bank.Question, error) bool) {
		for hit, err := range x.All(ctx, request) {
			if err != nil {
				yield(nil, err)
				return
			}
			q, err := s.Get(ctx, hit.ID)
			if errors.Is(err, bank.ErrNotFound) {
				continue
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}, nil
}

// Banks lists the banks, by name; none for an empty atlas.
func (a *Atlas) Banks(ctx context.Context) ([]bank.BankInfo, error) {
	s, err := a.questions(ctx)
	if errors.Is(err, ErrEmpty) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.Banks(ctx)
}

// FindConcept returns the concept of an ID, name or alias. The error names the nearest ones.
func (a *Atlas) FindConcept(wanted string) (string, error) {
	if c, ok := a.taxonomy.Find(wanted); ok {
		return c.ID, nil
	}
	return "", &UnknownConceptError{wanted, a.taxonomy.Nearest(wanted, 3)}
}

// FindConcepts is FindConcept for several, without repeats.
func (a *Atlas) FindConcepts(wanted []string) ([]string, error) {
	var ids []string
	for _, w := range wanted {
		id, err := a.FindConcept(w)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// UnknownConceptError says that nothing in the taxonomy has the name.
type UnknownConceptError struct {
	Wanted  string
	Nearest []string // IDs
}

// Error says what is unknown.
func (e *UnknownConceptError) Error() string { return fmt.Sprintf("there is no concept %q", e.Wanted) }
