package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
)

// FacetCount is one value of a facet and the number of hits that have it.
type FacetCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// facets are what hits can be counted by. "service" holds services with everything below them, "concept" the concepts
// that the question itself names; neither holds groups.
var facets = []struct{ name, field string }{
	{"service", fieldService}, {"concept", fieldAbout}, {"domain", fieldDomain}, {"task", fieldTask},
	{"exam", fieldExam}, {"bank", fieldBank}, {"kind", fieldKind}, {"tag", fieldTag},
}

// FacetNames returns the names of the facets.
func FacetNames() []string {
	names := make([]string, len(facets))
	for i, f := range facets {
		names[i] = f.name
	}
	return names
}

func facetField(name string) (string, bool) {
	for _, f := range facets {
		if f.name == name {
			return f.field, true
		}
	}
	return "", false
}

// byExam reports whether the values of a facet begin with an exam.
func byExam(facet string) bool { return facet == "domain" || facet == "task" }

// addFacets asks the engine for all values, since it breaks ties at the end of a shorter list in its own way.
func addFacets(request *bleve.SearchRequest, r Request, exam string) {
	for _, name := range r.Facets {
		field, _ := facetField(name)
		f := bleve.NewFacetRequest(field, math.MaxInt32)
		if byExam(name) && exam != "" {
			f.SetPrefixFilter(exam + "/")
		}
		request.AddFacet(name, f)
	}
}

// readFacets sorts the values by count, then by name, and cuts the list. With an exam, domains and tasks go without it.
func readFacets(into map[string][]FacetCount, found search.FacetResults, r Request, exam string) {
	for name, facet := range found {
		counts := []FacetCount{}
		for _, term := range facet.Terms.Terms() {
			value := term.Term
			if byExam(name) && exam != "" {
				value = strings.TrimPrefix(value, exam+"/")
			}
			counts = append(counts, FacetCount{value, term.Count})
		}
		slices.SortFunc(counts, func(a, b FacetCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		if r.FacetSize > 0 && len(counts) > r.FacetSize {
			counts = counts[:r.FacetSize]
		}
		into[name] = counts
	}
}

// Facets counts the whole index by the facets named, or by all of them. For an exam see Request.
func (x *Index) Facets(ctx context.Context, exam string, names ...string) (map[string][]FacetCount, error) {
	if len(names) == 0 {
		names = FacetNames()
	}
	result, err := x.Search(ctx, Request{Query: All{}, Limit: -1, Facets: names, Exam: exam})
	return result.Facets, err
}
