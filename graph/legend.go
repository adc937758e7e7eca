package graph

import (
	"cmp"
	"slices"
)

// otherGroup holds the nodes of no group of the legend.
const otherGroup = "other"

// legendGroups is how many taxonomy groups a map tells apart: more colours than that look alike.
const legendGroups = 7

// groupOf returns the group of every vertex.
func (m *mapper) groupOf() []string {
	groups := make([]string, len(m.n.ids))
	var domains map[string]string
	if m.o.GroupBy == ByDomain {
		domains = m.g.domains(m.exam)
	}
	for v, id := range m.n.ids {
		groups[v] = domains[id]
		if m.o.GroupBy == ByGroup {
			groups[v] = m.g.group(id)
		}
		if groups[v] == "" {
			groups[v] = otherGroup
		}
	}
	return groups
}

// legend returns the groups of the nodes: domains in the order of the exam; of the taxonomy's groups those with most
// nodes, by ID. The nodes of the rest go to the last one, "Other".
func (m *mapper) legend(nodes []MapNode) []Group {
	size := map[string]int{}
	for _, n := range nodes {
		size[n.Group]++
	}
	var known []Group
	if m.o.GroupBy == ByDomain {
		for _, d := range m.exam.Domains {
			known = append(known, Group{d.ID, d.Name})
		}
	} else {
		known = m.largestGroups(size)
	}
	known = slices.DeleteFunc(known, func(g Group) bool { return size[g.ID] == 0 })
	rest := false
	for i := range nodes {
		if !slices.ContainsFunc(known, func(g Group) bool { return g.ID == nodes[i].Group }) {
			nodes[i].Group = otherGroup
			rest = true
		}
	}
	if rest {
		known = append(known, Group{otherGroup, "Other"})
	}
	if known == nil {
		known = []Group{}
	}
	return known
}

func (m *mapper) largestGroups(size map[string]int) []Group {
	var known []Group
	for id := range size {
		if id != otherGroup {
			known = append(known, Group{id, m.g.name(id)})
		}
	}
	slices.SortFunc(known, func(a, b Group) int { return cmp.Or(cmp.Compare(size[b.ID], size[a.ID]), cmp.Compare(a.ID, b.ID)) })
	known = known[:min(len(known), legendGroups)]
	slices.SortFunc(known, func(a, b Group) int { return cmp.Compare(a.ID, b.ID) })
	return known
}
