package graph

import (
	"cmp"
	"slices"
)

// choose returns the vertices to draw and those that would belong as well, in order.
func (m *mapper) choose() (nodes, hidden []int) {
	var chosen []bool
	if len(m.focus) > 0 {
		chosen, hidden = m.chooseAround()
	} else {
		chosen, hidden = m.chooseOverall()
	}
	for v, in := range chosen {
		if in {
			nodes = append(nodes, v)
		}
	}
	return nodes, hidden
}

// around is what a focus sees: how many hops away each vertex is, -1 beyond the depth, and from which vertex of the hop
// before its strongest bond comes.
type around struct {
	hops []int
	via  []int
}

func (m *mapper) lookAround() around {
	a := around{make([]int, len(m.n.ids)), make([]int, len(m.n.ids))}
	for v := range a.hops {
		a.hops[v], a.via[v] = -1, -1
	}
	level := m.focus
	for _, v := range level {
		a.hops[v] = 0
	}
	for depth := 1; depth <= m.o.Depth && len(level) > 0; depth++ {
		level = a.spread(m.n, level, depth)
	}
	return a
}

// spread goes one hop on from a level and returns the next, in order. It does not go on from a mere container: what is
// part of SageMaker AI as well has little to do with the focus.
func (a around) spread(n *network, level []int, depth int) []int {
	strongest := map[int]float64{}
	var next []int
	for _, v := range level {
		if depth > 1 && n.container[v] {
			continue
		}
		for _, arc := range n.arcs[v] {
			if !n.linkable[arc.to] || a.hops[arc.to] >= 0 && a.hops[arc.to] < depth {
				continue
			}
			if a.hops[arc.to] < 0 {
				a.hops[arc.to] = depth
				next = append(next, arc.to)
			}
			if arc.bond.strength > strongest[arc.to] {
				strongest[arc.to] = arc.bond.strength
				a.via[arc.to] = v
			}
		}
	}
	slices.Sort(next)
	return next
}

// chooseAround takes the focus, what joins its parts, and then the most relevant concepts within the depth, each with
// what joins it to the focus. A concept without a question comes in only one hop from the focus, or as a joint.
func (m *mapper) chooseAround() (chosen []bool, hidden []int) {
	seen := m.lookAround()
	relevance := m.relevance()
	chosen = make([]bool, len(m.n.ids))
	free := m.o.MaxNodes
	take := func(vertices []int) {
		vertices = slices.DeleteFunc(slices.Clone(vertices), func(v int) bool { return chosen[v] })
		if len(vertices) > free {
			return
		}
		for _, v := range vertices {
			chosen[v] = true
		}
		free -= len(vertices)
	}
	for _, v := range m.focus {
		chosen[v] = true
	}
	free = max(0, free-len(m.focus))
	for i := 1; i < len(m.focus); i++ {
		take(m.joint(m.focus[i-1], m.focus[i]))
	}
	candidates := m.candidates(seen, relevance)
	for _, v := range candidates {
		take(m.backbone(v, seen))
	}
	for _, v := range candidates {
		if !chosen[v] {
			hidden = append(hidden, v)
		}
	}
	slices.Sort(hidden)
	return chosen, hidden
}

// joint returns the vertices between two parts of the focus, where all may be drawn.
func (m *mapper) joint(a, b int) []int {
	walk, ok := m.n.walk(a, b)
	if !ok || len(walk) > 2*m.o.Depth+1 {
		return nil
	}
	between := walk[1 : len(walk)-1]
	if slices.ContainsFunc(between, func(v int) bool { return !m.allowed[v] }) {
		return nil
	}
	return between
}

// candidates returns the vertices that belong on the map, most relevant first.
func (m *mapper) candidates(seen around, relevance []float64) []int {
	var out []int
	for v, hops := range seen.hops {
		if m.allowed[v] && (hops == 1 || hops > 1 && m.about[v] > 0) {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(relevance[b], relevance[a]) })
	return out
}

// backbone returns a vertex and those between it and the focus that may be drawn.
func (m *mapper) backbone(v int, seen around) []int {
	out := []int{v}
	for at := seen.via[v]; at >= 0 && seen.hops[at] > 0; at = seen.via[at] {
		if m.allowed[at] {
			out = append(out, at)
		}
	}
	return out
}

// A walker starts at the focus, goes along bonds with chances in proportion to their strength, and at each step returns
// to the focus with the chance goHome. After walkSteps rounds the chances no longer change at the sixth digit
// (0.7^40 < 10^-6).
const (
	goHome    = 0.3
	walkSteps = 40
)

// relevance rates every vertex: how often the walker is there (random walk with restart, Tong, Faloutsos and Pan 2006),
// times one half for a concept that no question is about up to one and a half for one of many. The walk fades with each
// hop and divides itself where a concept has many bonds, so the fortieth child of a container gets little.
func (m *mapper) relevance() []float64 {
	at := make([]float64, len(m.n.ids))
	for _, v := range m.focus {
		at[v] = 1 / float64(len(m.focus))
	}
	home := slices.Clone(at)
	out := m.outgoing()
	for range walkSteps {
		next := make([]float64, len(at))
		for v, chance := range at {
			if chance == 0 || out[v] == 0 {
				continue
			}
			for _, arc := range m.n.arcs[v] {
				if m.n.linkable[arc.to] {
					next[arc.to] += (1 - goHome) * chance * arc.bond.strength / out[v]
				}
			}
		}
		for v := range next {
			next[v] += goHome * home[v]
		}
		at = next
	}
	for v := range at {
		at[v] *= 0.5 + float64(m.about[v])/float64(m.about[v]+2)
	}
	return at
}

// outgoing returns the sum of the strengths of each vertex's bonds to concepts.
func (m *mapper) outgoing() []float64 {
	sums := make([]float64, len(m.n.ids))
	for v, arcs := range m.n.arcs {
		for _, arc := range arcs {
			if m.n.linkable[arc.to] {
				sums[v] += arc.bond.strength
			}
		}
	}
	return sums
}

// jointShare is the part of a whole map that is kept for concepts which join others.
const jointShare = 0.15

// lonely is what the evidence of a concept counts that has no bond to any concept chosen before.
const lonely = 0.2

// chooseOverall takes the concepts with most evidence from each group in turn, and then joints.
func (m *mapper) chooseOverall() (chosen []bool, hidden []int) {
	a := m.apportion()
	limit := min(m.o.MaxNodes, a.left)
	first := limit
	if a.left > limit {
		first -= int(jointShare * float64(limit))
	}
	for range first {
		a.take()
	}
	free := m.addJoints(a.chosen, m.o.MaxNodes-first)
	for ; free > 0 && a.take(); free-- {
	}
	for v := range a.chosen {
		if m.allowed[v] && m.about[v] > 0 && !a.chosen[v] {
			hidden = append(hidden, v)
		}
	}
	return a.chosen, hidden
}

// apportionment hands out places on a map to groups. They take turns by Sainte-Laguë's divisors 1, 3, 5, ... over the
// evidence that each holds: a group of half the evidence gets half the places, and a small one its first place early.
// Within a group the concept with more evidence comes first, where a concept that would stand alone on the map counts
// less.
type apportionment struct {
	m        *mapper
	groups   []string         // by ID
	members  map[string][]int // with questions, in order
	evidence map[string]float64
	taken    map[string]int
	chosen   []bool
	left     int
}

func (m *mapper) apportion() *apportionment {
	a := &apportionment{
		m: m, members: map[string][]int{}, evidence: map[string]float64{}, taken: map[string]int{}, chosen: make([]bool, len(m.n.ids)),
	}
	for v, group := range m.groups {
		if m.allowed[v] && m.about[v] > 0 {
			a.members[group] = append(a.members[group], v)
			a.evidence[group] += m.mass[v]
			a.left++
		}
	}
	for group := range a.members {
		a.groups = append(a.groups, group)
	}
	slices.Sort(a.groups)
	return a
}

// take gives one place away and reports whether there was anyone to take it.
func (a *apportionment) take() bool {
	turn, quotient := "", -1.0
	for _, group := range a.groups {
		if q := a.evidence[group] / float64(2*a.taken[group]+1); q > quotient && a.next(group) >= 0 {
			turn, quotient = group, q
		}
	}
	v := -1
	if quotient >= 0 {
		v = a.next(turn)
	}
	if v < 0 {
		return false
	}
	a.chosen[v] = true
	a.taken[turn]++
	a.left--
	return true
}

// next returns the member of a group whose turn it is, -1 if all have their place.
func (a *apportionment) next(group string) int {
	best, most := -1, -1.0
	for _, v := range a.members[group] {
		if a.chosen[v] {
			continue
		}
		worth := a.m.mass[v]
		if !slices.ContainsFunc(a.m.n.arcs[v], func(x arc) bool { return a.chosen[x.to] }) {
			worth *= lonely
		}
		if worth > most {
			best, most = v, worth
		}
	}
	return best
}

// addJoints adds up to free concepts, each time the one that joins most parts of what is chosen and yet apart, of equals
// the one with more evidence. It returns how many places are left.
func (m *mapper) addJoints(chosen []bool, free int) int {
	for ; free > 0; free-- {
		parts := m.parts(chosen)
		best, joins := -1, 1
		for v := range m.n.ids {
			if chosen[v] || !m.allowed[v] {
				continue
			}
			n := m.joins(v, chosen, parts)
			if n > joins || n == joins && best >= 0 && m.mass[v] > m.mass[best] {
				best, joins = v, n
			}
		}
		if best < 0 {
			break
		}
		chosen[best] = true
	}
	return free
}

// joins counts the parts that a vertex has a bond to.
func (m *mapper) joins(v int, chosen []bool, parts *parts) int {
	roots := map[int]bool{}
	for _, arc := range m.n.arcs[v] {
		if chosen[arc.to] {
			roots[parts.root(arc.to)] = true
		}
	}
	return len(roots)
}

// parts returns the connected parts of the chosen vertices.
func (m *mapper) parts(chosen []bool) *parts {
	p := newParts(len(chosen))
	for v, arcs := range m.n.arcs {
		for _, arc := range arcs {
			if chosen[v] && chosen[arc.to] {
				p.join(v, arc.to)
			}
		}
	}
	return p
}

// parts is a disjoint-set forest.
type parts struct{ up []int }

func newParts(n int) *parts {
	p := &parts{make([]int, n)}
	for v := range p.up {
		p.up[v] = v
	}
	return p
}

func (p *parts) root(v int) int {
	for p.up[v] != v {
		p.up[v] = p.up[p.up[v]]
		v = p.up[v]
	}
	return v
}

// join joins the parts of two vertices and reports whether they were apart.
func (p *parts) join(v, w int) bool {
	v, w = p.root(v), p.root(w)
	p.up[max(v, w)] = min(v, w)
	return v != w
}
