package index

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// How many words of one part of a question, and how many concepts, a reason names.
const (
	whyWords    = 5
	whyConcepts = 3
)

// Why says in words what made the question of a hit rank where it does, the weightiest first: the concepts of the query
// that it tests, is about or only names besides, then the words that it has, part by part. A right option is
// called option like any other.
func (h Hit) Why(q *bank.Question, t *taxonomy.Taxonomy) []string {
	reasons := h.whyConcepts(q, t)
	words := map[string][]string{} // by part of the question
	var parts []string
	for _, z := range h.zones(q) {
		for _, s := range z.spans {
			if s.start < 0 || s.end > len(z.text) || s.start >= s.end {
				continue
			}
			word := strings.Join(strings.Fields(z.text[s.start:s.end]), " ")
			if words[z.field] == nil {
				parts = append(parts, z.field)
			}
			same := func(other string) bool { return strings.EqualFold(other, word) }
			if !slices.ContainsFunc(words[z.field], same) && len(words[z.field]) < whyWords {
				words[z.field] = append(words[z.field], word)
			}
		}
	}
	for _, part := range parts {
		reasons = append(reasons, fmt.Sprintf("%s: %s", part, strings.Join(words[part], ", ")))
	}
	return reasons
}

// whyConcepts names the concepts that the query is about, by what they are to the question.
func (h Hit) whyConcepts(q *bank.Question, t *taxonomy.Taxonomy) []string {
	var tests, about, wrong []string
	for _, l := range q.Links {
		c, ok := t.Concept(l.Concept)
		switch {
		case !ok || !h.topics[l.Concept]:
		case l.Primary:
			tests = append(tests, c.Name)
		case l.Role == bank.RoleDistractor:
			wrong = append(wrong, c.Name)
		default:
			about = append(about, c.Name)
		}
	}
	var reasons []string
	for _, r := range []struct {
		says  string
		names []string
	}{{"tests ", tests}, {"is about ", about}, {"names too ", wrong}} {
		if len(r.names) > 0 {
			reasons = append(reasons, r.says+strings.Join(r.names[:min(whyConcepts, len(r.names))], ", "))
		}
	}
	return reasons
}
