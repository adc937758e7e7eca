package atlas

import (
	"context"
	"errors"
	"iter"
	"strings"

	"mlatlas/bank"
	"mlatlas/graph"
)

// mapQuestions are the questions that a map tells of each of its concepts.
const mapQuestions = 10

// MapDetails tells of each concept on a map what it is, how else it is called, and the first questions about it, those that
// test it before the others. r is the request of the map: with a query, only its questions count. One pass over the
// questions keeps ten for each concept.
func (a *Atlas) MapDetails(ctx context.Context, r MapRequest, m graph.Map) (map[string]graph.NodeDetails, error) {
	first, err := a.firstQuestions(ctx, r, m)
	if err != nil {
		return nil, err
	}
	details := make(map[string]graph.NodeDetails, len(m.Nodes))
	for _, n := range m.Nodes {
		d := graph.NodeDetails{}
		if c, ok := a.taxonomy.Concept(n.ID); ok {
			d.Definition, d.Names = c.Definition, otherNames(c)
		}
		if f := first[n.ID]; f != nil {
			d.Questions = append(f.testing, f.others...)[:min(mapQuestions, len(f.testing)+len(f.others))]
		}
		details[n.ID] = d
	}
	return details, nil
}

// firstOnes are the first questions of one concept.
type firstOnes struct{ testing, others []graph.NodeQuestion }

func (a *Atlas) firstQuestions(ctx context.Context, r MapRequest, m graph.Map) (map[string]*firstOnes, error) {
	first := make(map[string]*firstOnes, len(m.Nodes))
	for _, n := range m.Nodes {
		first[n.ID] = &firstOnes{}
	}
	questions, err := a.Matching(ctx, r.Query, r.Exam)
	if errors.Is(err, ErrEmpty) {
		return first, nil
	}
	if err != nil {
		return nil, err
	}
	return first, collect(first, questions)
}

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
		line, _, _ := strings.Cut(strings.TrimSpace(q.Stem), "\n")
		*list = append(*list, graph.NodeQuestion{ID: q.ID, Stem: line})
	}
}
