package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
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

// counter counts matches by the values of one facet.
type counter struct {
	column *facetColumn
	counts []int
}

func (c counter) count(number uint64) {
	for _, place := range c.column.places[c.column.starts[number]:c.column.starts[number+1]] {
		c.counts[place]++
	}
}

// counters makes a counter for each of the facets named, whose counts go into a map.
func (x *Index) counters(names []string, into map[string][]int) []counter {
	var list []counter
	for i, f := range facets {
		if slices.Contains(names, f.name) {
			column := x.columns.facets[i]()
			c := counter{column, make([]int, len(column.values))}
			list, into[f.name] = append(list, c), c.counts
		}
	}
	return list
}

// readFacets sorts the values by count, then by name, and cuts the list. With an exam, domains and tasks are those of
// the exam and go without it.
func (x *Index) readFacets(into map[string][]FacetCount, found map[string][]int, r Request, exam string) {
	for i, f := range facets {
		numbers, asked := found[f.name]
		if !asked {
			continue
		}
		prefix := ""
		if byExam(f.name) && exam != "" {
			prefix = exam + "/"
		}
		counts := []FacetCount{}
		for place, n := range numbers {
			if value, ok := strings.CutPrefix(x.columns.facets[i]().values[place], prefix); ok && n > 0 {
				counts = append(counts, FacetCount{value, n})
			}
		}
		slices.SortFunc(counts, func(a, b FacetCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		if r.FacetSize > 0 && len(counts) > r.FacetSize {
			counts = counts[:r.FacetSize]
		}
		into[f.name] = counts
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
