package graph

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mlatlas/taxonomy"
)

// MapOptions says which part of the graph to draw. The zero value is the whole graph, grouped as the taxonomy groups it.
type MapOptions struct {
	Focus    []string        // IDs that are drawn in any case, and around which the rest is chosen; a group stands for its members
	Depth    int             // hops from the focus; 0 for 2
	MaxNodes int             // 0 for 40
	Kinds    []string        // of taxonomy.Kinds; all if empty. The focus is drawn whatever its kind
	Only     map[string]bool // the concepts that may be drawn beside the focus, such as those of a query's results; nil for all
	Exam     string          // whose domains group the nodes, and whose blueprint Color "coverage" measures
	GroupBy  string          // "domain", "group" (of the taxonomy) or "cluster" (see setCommunities); "" for domain if there is an exam
	Color    string          // "coverage" and "change" fill Value; any other is left to the caller
	Before   *Counts         // of an earlier time, to compare with; nil for none
}

// The limits of a map. People lose their way in dense pictures of more than 50 nodes (Yoghourdjian and others 2020).
const (
	defaultDepth    = 2
	defaultMaxNodes = 40
	largestMap      = 500
	deepest         = 10
)

// The values of GroupBy.
const (
	ByDomain  = "domain"
	ByGroup   = "group"
	ByCluster = "cluster"
)

// Groupings are the values of GroupBy.
var Groupings = []string{ByDomain, ByGroup, ByCluster}

// ColorCoverage is the value of Color for which Map fills Value.
const ColorCoverage = "coverage"

// Map chooses the concepts and edges that are worth drawing. Every map of the same options, taxonomy and counts is the
// same. The error wraps ErrUnknown for an unknown focus or exam, and says which values are right for the other options.
//
// Around a focus the concepts are those within Depth hops that a random walk from the focus meets most often, with more
// weight to those that questions are about. Without one they are those with most evidence, taken in turn from the
// groups in proportion to theirs, and a few that join what else would lie apart. Edges are cut to about 1.6 a node:
// see prune.
func (g *Graph) Map(o MapOptions) (Map, error) {
	m, err := g.mapper(o)
	if err != nil {
		return Map{}, err
	}
	nodes, hidden := m.choose()
	if o.GroupBy == ByCluster {
		m.setCommunities(nodes)
	}
	edges := m.prune(nodes)
	out := Map{Title: m.title(), Subtitle: g.subtitle(), Nodes: []MapNode{}, Edges: edges, Hidden: len(hidden)}
	for _, v := range nodes {
		out.Nodes = append(out.Nodes, m.node(v))
	}
	out.Groups = m.legend(out.Nodes)
	m.fold(out.Groups, hidden)
	return out, nil
}

// mapper draws one map.
type mapper struct {
	g       *Graph
	n       *network
	o       MapOptions
	exam    *taxonomy.Exam // nil without
	focus   []int          // sorted vertices
	within  string         // the group that is drawn, "" for all
	allowed []bool         // vertices that may be drawn
	about   []int          // questions about each vertex
	mass    []float64      // whole questions' worth of each
	groups  []string       // group ID of each vertex, or otherGroup
	value   func(id string) float64
}

func (g *Graph) mapper(o MapOptions) (*mapper, error) {
	m := &mapper{g: g, n: g.network(), o: o}
	for _, step := range []func() error{m.setLimits, m.setExam, m.setKinds, m.setFocus} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("concept map: %w", err)
		}
	}
	m.about, m.mass = make([]int, len(m.n.ids)), make([]float64, len(m.n.ids))
	for v, id := range m.n.ids {
		count := g.c.Concept(id)
		m.about[v], m.mass[v] = count.About, count.Mass.Float()
	}
	m.groups = m.groupOf()
	m.value = func(string) float64 { return 0 }
	switch o.Color {
	case ColorCoverage:
		m.value = g.coverageValue(m.exam)
	case ColorChange:
		m.value = func(id string) float64 { return float64(changeOf(o.Before.Concept(id).About, g.c.Concept(id).About)) }
	}
	return m, nil
}

func (m *mapper) setLimits() error {
	for _, limit := range []struct {
		name           string
		value          *int
		otherwise, max int
	}{
		{"depth", &m.o.Depth, defaultDepth, deepest},
		{"largest number of nodes", &m.o.MaxNodes, defaultMaxNodes, largestMap},
	} {
		if *limit.value < 0 || *limit.value > limit.max {
			return fmt.Errorf("the %s is %d; it lies between 1 and %d", limit.name, *limit.value, limit.max)
		}
		if *limit.value == 0 {
			*limit.value = limit.otherwise
		}
	}
	return nil
}

func (m *mapper) setExam() error {
	if m.o.Exam != "" {
		e, err := m.g.exam(m.o.Exam)
		if err != nil {
			return err
		}
		m.exam = e
	}
	if m.o.GroupBy == "" {
		m.o.GroupBy = ByGroup
		if m.exam != nil {
			m.o.GroupBy = ByDomain
		}
	}
	if !slices.Contains(Groupings, m.o.GroupBy) {
		return fmt.Errorf("can't group by %q; group by %s", m.o.GroupBy, strings.Join(Groupings, ", "))
	}
	if m.exam == nil && m.o.GroupBy == ByDomain {
		return errors.New("grouping by domain needs an exam")
	}
	if m.o.Before == nil && m.o.Color == ColorChange {
		return errors.New("colouring by change needs an earlier state to compare with")
	}
	if m.exam == nil && m.o.Color == ColorCoverage {
		return errors.New("colouring by coverage needs an exam")
	}
	return nil
}

func (m *mapper) setKinds() error {
	for _, k := range m.o.Kinds {
		if !slices.Contains(taxonomy.Kinds, k) || k == taxonomy.KindGroup {
			drawn := slices.DeleteFunc(slices.Clone(taxonomy.Kinds), func(k string) bool { return k == taxonomy.KindGroup })
			return fmt.Errorf("unknown kind %q; one of %s", k, strings.Join(drawn, ", "))
		}
	}
	m.allowed = make([]bool, len(m.n.ids))
	for v, id := range m.n.ids {
		c, _ := m.g.t.Concept(id)
		m.allowed[v] = m.n.linkable[v] &&
			(len(m.o.Kinds) == 0 || slices.Contains(m.o.Kinds, c.Kind)) &&
			(m.o.Only == nil || m.o.Only[id])
	}
	return nil
}

// setFocus finds the focus. A single group is no focus: its members are all that may be drawn.
func (m *mapper) setFocus() error {
	for _, id := range m.o.Focus {
		c, err := m.g.concept(id)
		if err != nil {
			return err
		}
		if c.Linkable() {
			m.focus = append(m.focus, m.n.index[id])
			continue
		}
		if len(m.o.Focus) > 1 {
			return fmt.Errorf("%s is a group of concepts; a map shows one group, or concepts", id)
		}
		m.within = id
		for v, member := range m.n.ids {
			m.allowed[v] = m.allowed[v] && m.g.t.Below(member, id)
		}
	}
	slices.Sort(m.focus)
	m.focus = slices.Compact(m.focus)
	return nil
}

func (m *mapper) node(v int) MapNode {
	id := m.n.ids[v]
	c, _ := m.g.t.Concept(id)
	n := MapNode{
		ID: id, Name: c.Name, Kind: c.Kind, Group: m.groups[v], Questions: m.about[v],
		Value: round(m.value(id)), Focus: slices.Contains(m.focus, v),
	}
	if m.o.Before != nil {
		before := m.o.Before.Concept(id).About
		n.Before = &before
	}
	return n
}

func (m *mapper) title() string {
	var names []string
	for _, id := range m.o.Focus {
		if name := m.g.name(id); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch {
	case m.within != "":
		return names[0]
	case len(names) == 1:
		return names[0] + " and what hangs with it"
	case len(names) == 2:
		return "How " + names[0] + " and " + names[1] + " hang together"
	case len(names) > 3:
		return fmt.Sprintf("%s, %s and %d more, and what hangs with them", names[0], names[1], len(names)-2)
	case len(names) == 3:
		return strings.Join(names[:2], ", ") + " and " + names[2] + ", and what hangs with them"
	case m.o.Only != nil:
		return "What these questions are about"
	}
	return "What the questions are about"
}

// subtitle names the source: "48 questions of demo and seed".
func (g *Graph) subtitle() string {
	const named = 3
	banks := slices.Clone(g.c.Banks)
	slices.SortStableFunc(banks, func(a, b BankCount) int { return cmp.Compare(b.Questions, a.Questions) })
	var names []string
	for _, b := range banks[:min(named, len(banks))] {
		names = append(names, b.Bank)
	}
	if more := len(banks) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%d more banks", more))
	}
	questions := "questions"
	if g.c.Questions == 1 {
		questions = "question"
	}
	s := fmt.Sprintf("%d %s", g.c.Questions, questions)
	if len(names) > 0 {
		s += " of " + join(names)
	}
	return s
}

// join is "a", "a and b", "a, b and c".
func join(names []string) string {
	last := len(names) - 1
	if last <= 0 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// coverageValue returns how well the bank covers a concept, 0 to 1: the part of what the blueprint asks for that the bank
// holds, at most all of it, times n/(n+1) for the n questions about it, because one question is little even where few
// are asked for. What is asked for is the concept's share of the blueprint, what the bank holds its share of all that is
// about concepts of the blueprint. Of a concept outside the blueprint nothing is asked, so n/(n+1) alone counts.
func (g *Graph) coverageValue(e *taxonomy.Exam) func(string) float64 {
	b := g.blueprint(e)
	var total float64
	for _, n := range g.c.Concepts {
		if b.concepts[n.ID] > 0 {
			total += n.Mass.Float()
		}
	}
	return func(id string) float64 {
		count := g.c.Concept(id)
		value := float64(count.About) / float64(count.About+1)
		if asked := b.concepts[id]; asked > 0 && total > 0 {
			value *= min(1, count.Mass.Float()/total/asked)
		}
		return value
	}
}
