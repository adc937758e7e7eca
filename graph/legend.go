package graph

import (
	"cmp"
	"slices"
)

// otherGroup holds the nodes of no group of the legend.
const otherGroup = "other"

// legendGroups is how many groups of the taxonomy or communities a map tells apart: more colours than that look alike.
const legendGroups = 7

// groupOf returns the group of every vertex.
func (m *mapper) groupOf() []string {
	groups := make([]string, len(m.n.ids))
	of := func(id string) string { return "" } // communities are found once the concepts are chosen
	switch m.o.GroupBy {
	case ByDomain:
		domains := m.g.domains(m.exam)
		of = func(id string) string { return domains[id] }
	case ByGroup:
		of = m.g.group
	}
	for v, id := range m.n.ids {
		groups[v] = of(id)
		if groups[v] == "" {
			groups[v] = otherGroup
		}
	}
	return groups
}

// legend returns the groups of the nodes: domains in the order of the exam; of the taxonomy's groups and of communities those
// with most nodes, by ID. The nodes of the rest go to the last one, "Other".
func (m *mapper) legend(nodes []MapNode) []Group {
	size := map[string]int{}
	for _, n := range nodes {
		size[n.Group]++
	}
	var known []Group
	if m.o.GroupBy == ByDomain {
		for _, d := range m.exam.Domains {
			known = append(known, Group{ID: d.ID, Name: d.Name})
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
		known = append(known, Group{ID: otherGroup, Name: "Other"})
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
			known = append(known, Group{ID: id, Name: m.groupName(id)})
		}
	}
	slices.SortFunc(known, func(a, b Group) int { return cmp.Or(cmp.Compare(size[b.ID], size[a.ID]), cmp.Compare(a.ID, b.ID)) })
	known = known[:min(len(known), legendGroups)]
	slices.SortFunc(known, func(a, b Group) int { return cmp.Compare(a.ID, b.ID) })
	return known
}

// groupName is that of a taxonomy group; a community is called after its concept with most evidence.
func (m *mapper) groupName(id string) string {
	if m.o.GroupBy == ByCluster {
		return "Around " + m.g.name(id)
	}
	return m.g.name(id)
}

// fold counts what was left out in its group. What belongs to a group of which nothing is drawn is counted in "Other", where
// there is one.
func (m *mapper) fold(groups []Group, hidden []int) {
	for _, v := range hidden {
		at := slices.IndexFunc(groups, func(g Group) bool { return g.ID == m.groups[v] })
		if at < 0 {
			at = slices.IndexFunc(groups, func(g Group) bool { return g.ID == otherGroup })
		}
		if at >= 0 && m.o.GroupBy != ByCluster { // what is not drawn is in no community
			groups[at].Hidden++
		}
	}
}
