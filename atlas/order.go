package atlas

import (
	"context"

	"mlatlas/graph"
)

// OrderView is what to learn before a concept.
type OrderView struct {
	Concept string        `json:"concept"`
	Name    string        `json:"name"`
	Levels  []OrderLevel  `json:"levels"` // first things first, without the concept itself
	Then    []ConceptName `json:"then"`   // what to learn after it
	Cut     []OrderCut    `json:"cut"`    // relations left out because they close a circle
	Near    []NearConcept `json:"near"`   // without prerequisites: the concepts that are close

	order graph.Order
}

// OrderLevel holds concepts that need only what stands in the levels before.
type OrderLevel struct {
	Level    int            `json:"level"` // from 1
	Concepts []OrderConcept `json:"concepts"`
}

// OrderConcept is one thing to learn, with what it is needed for.
type OrderConcept struct {
	ConceptRow
	Before []OrderReason `json:"before"`
}

// OrderReason is one concept that comes after another, and why where the taxonomy says it.
type OrderReason struct {
	ConceptName
	Reason string `json:"reason"`
}

// OrderCut is a relation, "learn From before To", that the order does not follow.
type OrderCut struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// NearConcept is a concept with the sentence that joins it.
type NearConcept struct {
	ConceptName
	Reason string `json:"reason"`
}

const nearConcepts = 5

// Order returns what to learn before a concept. It needs no questions.
func (a *Atlas) Order(ctx context.Context, wanted string) (*OrderView, error) {
	id, err := a.FindConcept(wanted)
	if err != nil {
		return nil, err
	}
	g, err := a.network(ctx)
	if err != nil {
		return nil, err
	}
	o, err := g.Order(id)
	if err != nil {
		return nil, err
	}
	v := &OrderView{Concept: id, Name: a.named(id).Name, Levels: a.orderLevels(g, o), Then: []ConceptName{}, Cut: []OrderCut{},
		Near: []NearConcept{}, order: o}
	for _, next := range g.Then(id) {
		v.Then = append(v.Then, a.named(next))
	}
	for _, e := range o.Cut {
		v.Cut = append(v.Cut, OrderCut{e.From, e.To})
	}
	if len(v.Levels) == 0 {
		v.Near = a.closest(g, id)
	}
	return v, nil
}

func (a *Atlas) orderLevels(g *graph.Graph, o graph.Order) []OrderLevel {
	before := map[string][]OrderReason{}
	for _, e := range g.Before(o) {
		before[e.From] = append(before[e.From], OrderReason{a.named(e.To), e.Reason})
	}
	levels := []OrderLevel{}
	for i, ids := range o.Levels {
		level := OrderLevel{Level: i + 1}
		for _, id := range ids {
			level.Concepts = append(level.Concepts, OrderConcept{a.conceptRow(g, id), before[id]})
		}
		levels = append(levels, level)
	}
	return levels
}

// closest returns the concepts that are bound most strongly to one, each with its strongest edge.
func (a *Atlas) closest(g *graph.Graph, id string) []NearConcept {
	near := []NearConcept{}
	seen := map[string]bool{}
	for _, e := range g.Neighbours(id) {
		if other := e.Other(id); !seen[other] && len(near) < nearConcepts {
			seen[other] = true
			near = append(near, NearConcept{a.named(other), g.Sentence(e, id)})
		}
	}
	return near
}

// OrderMap is an order as a map, grouped by the domains of an exam.
func (a *Atlas) OrderMap(ctx context.Context, v *OrderView, exam string) (graph.Map, error) {
	g, err := a.network(ctx)
	if err != nil {
		return graph.Map{}, err
	}
	m, err := g.OrderMap(v.order, exam)
	if err == nil {
		err = a.date(ctx, &m)
	}
	return m, err
}
