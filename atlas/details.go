package atlas

import (
	"context"
	"errors"
	"iter"
	"strings"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
)

// mapQuestions are the questions that a map tells of each of its concepts.
const mapQuestions = 10

// MapDetails tells of each concept on a map what it is, how else it is called, and the first questions about it, those that
// test it before the others. r is the request of the map: with a query, only its questions count.
func (a *Atlas) MapDetails(ctx context.Context, r MapRequest, m graph.Map) (map[string]graph.NodeDetails, error) {
	first, err := a.firstQuestions(ctx, r, m)
	if err != nil {
		return nil, err
	}
	details := make(map[string]graph.NodeDetails, len(m.Nodes))
	for _, n := range m.Nodes {
		d := graph.NodeDetails{Questions: first[n.ID]}
		if c, ok := a.taxonomy.Concept(n.ID); ok {
			d.Definition, d.Names = c.Definition, otherNames(c)
		}
		details[n.ID] = d
	}
	return details, nil
}

// firstQuestions asks the index for the questions of each concept. Those of a query are read, as the map of a query has read
// them, and so are all of them where the index is damaged.
func (a *Atlas) firstQuestions(ctx context.Context, r MapRequest, m graph.Map) (map[string][]graph.NodeQuestion, error) {
	if r.Query != "" {
		return a.readQuestions(ctx, r, m)
	}
	first, err := a.indexedQuestions(ctx, m)
	switch {
	case errors.Is(err, ErrEmpty):
		return nil, nil
	case errors.Is(err, index.ErrDamaged):
		return a.readQuestions(ctx, r, m)
	}
	return first, err
}

func (a *Atlas) indexedQuestions(ctx context.Context, m graph.Map) (map[string][]graph.NodeQuestion, error) {
	x, err := a.searchable(ctx)
	if err != nil {
		return nil, err
	}
	first := make(map[string][]graph.NodeQuestion, len(m.Nodes))
	for _, n := range m.Nodes {
		ids, err := x.About(ctx, n.ID, mapQuestions)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			q, err := a.store.Get(ctx, id)
			if errors.Is(err, bank.ErrNotFound) { // it went while the older index was in use
				continue
			}
			if err != nil {
				return nil, err
			}
			first[n.ID] = append(first[n.ID], nodeQuestion(q))
		}
	}
	return first, nil
}

// readQuestions finds the questions of each concept in one pass over those of the map.
func (a *Atlas) readQuestions(ctx context.Context, r MapRequest, m graph.Map) (map[string][]graph.NodeQuestion, error) {
	questions, err := a.Matching(ctx, r.Query, r.Exam)
	if err != nil {
		return nil, err
	}
	found := make(map[string]*firstOnes, len(m.Nodes))
	for _, n := range m.Nodes {
		found[n.ID] = &firstOnes{}
	}
	if err := collect(found, questions); err != nil {
		return nil, err
	}
	first := make(map[string][]graph.NodeQuestion, len(m.Nodes))
	for id, f := range found {
		all := append(f.testing, f.others...)
		first[id] = all[:min(mapQuestions, len(all))]
	}
	return first, nil
}

// firstOnes are the first questions of one concept.
type firstOnes struct{ testing, others []graph.NodeQuestion }

func collect(first map[string]*firstOnes, questions iter.Seq2[*bank.Question, error]) error {
	for q, err := range questions {
		if err != nil {
			return err
		}
		for _, l := range q.Links {
			if f := first[l.Concept]; f != nil && l.Role != bank.RoleDistractor {
				f.add(q, l.Primary)
			}
		}
	}
	return nil
}

func (f *firstOnes) add(q *bank.Question, tested bool) {
	list := &f.others
	if tested {
		list = &f.testing
	}
	if len(*list) < mapQuestions {
		*list = append(*list, nodeQuestion(q))
	}
}

// nodeQuestion is a question as a map tells it: its ID and the first line of its stem.
func nodeQuestion(q *bank.Question) graph.NodeQuestion {
	line, _, _ := strings.Cut(strings.TrimSpace(q.Stem), "\n")
	return graph.NodeQuestion{ID: q.ID, Stem: line}
}
