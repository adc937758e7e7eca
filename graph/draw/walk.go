package draw

import (
	"cmp"
	"slices"
)

// walk returns the nodes in the order in which the Tab key and a screen reader go through them: group by group as in the
// legend, nodes without one last, and in each from top to bottom.
func (p *picture) walk() []int {
	order := make([]int, len(p.nodes))
	for i := range order {
		order[i] = i
	}
	rank := func(n node) int {
		if n.group < 0 {
			return len(p.groups)
		}
		return n.group
	}
	slices.SortStableFunc(order, func(a, b int) int {
		m, n := p.nodes[a], p.nodes[b]
		return cmp.Or(rank(m)-rank(n), cmp.Compare(m.y, n.y), cmp.Compare(m.x, n.x))
	})
	return order
}
