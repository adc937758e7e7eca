package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
)

// duplicateGroup is a group of entries, by their numbers in order.
type duplicateGroup struct {
	kind       DuplicateKind
	members    []int
	similarity float64
}

// joined is a union-find over numbers; the least of a set stands for it.
type joined []int32

func newJoined(n int) joined {
	j := make(joined, n)
	for i := range j {
		j[i] = int32(i)
	}
	return j
}

func (j joined) root(i int) int {
	for int(j[i]) != i {
		j[i] = j[j[i]]
		i = int(j[i])
	}
	return i
}

func (j joined) join(a, b int) {
	a, b = j.root(a), j.root(b)
	j[max(a, b)] = int32(min(a, b))
}

// sets returns the sets of several numbers among those given, in order.
func (j joined) sets(numbers []int) [][]int {
	members := map[int][]int{}
	var roots []int
	for _, i := range numbers {
		r := j.root(i)
		if members[r] == nil {
			roots = append(roots, r)
		}
		members[r] = append(members[r], i)
	}
	var sets [][]int
	for _, r := range roots {
		if len(members[r]) > 1 {
			sets = append(sets, members[r])
		}
	}
	return sets
}

// grouping puts questions together, level by level: each level joins the sets of the one before.
type grouping struct {
	entries  []entry
	same     joined // what says the same, whatever its key
	reworded joined
	stem     joined
	disputed map[int]bool // entries in a pair whose options differ and whose keys contradict
}

// group returns the groups, the most useful kind first.
func (d *duplicates) group() []duplicateGroup {
	sharePassages(d.entries)
	n := len(d.entries)
	g := &grouping{d.entries, newJoined(n), newJoined(n), newJoined(n), map[int]bool{}}
	firsts := g.joinPrints()
	g.joinPairs(firsts, d.exact)
	g.joinStems(firsts)
	return g.groups()
}

// sharePassages makes the last paragraph all that is compared of stems whose first paragraphs others have too.
func sharePassages(entries []entry) {
	stems := map[uint64]uint64{} // passage: print of the first stem with it
	shared := map[uint64]bool{}
	for _, e := range entries {
		if e.passed == 0 {
			continue
		}
		if first, ok := stems[e.passed]; ok && first != e.print {
			shared[e.passed] = true
		} else {
			stems[e.passed] = e.print
		}
	}
	for i := range entries {
		if e := &entries[i]; shared[e.passed] {
			e.stem = e.asked
		}
		entries[i].asked = nil
	}
}

// joinPrints joins the questions with the same stem and options, and returns the first of each set.
func (g *grouping) joinPrints() (firsts []int) {
	type what struct {
		stem, set uint64
		kind      bank.Kind
		key       uint64 // where there are no options, it is the key that is compared
	}
	seen := map[what]int{}
	for i, e := range g.entries {
		w := what{e.print, e.set, e.kind, 0}
		if e.vague || len(e.options) == 0 {
			w.key = printSet(e.right)
		}
		if first, ok := seen[w]; ok {
			g.same.join(first, i)
			continue
		}
		seen[w] = i
		firsts = append(firsts, i)
	}
	return firsts
}

// Questions made from one template ("A company in X wants to Y its Z") are similar to many others, and ask for something
// else each. One that is similar to more than five is taken for such, and so is what holds together more than ten that differ.
// No question is compared with more than 200 before it: of real questions no more than a few dozen come up.
const (
	mostSimilar  = 5
	mostReworded = 10
	mostCompared = 200
)

// joinPairs joins the similar ones.
func (g *grouping) joinPairs(firsts []int, exact int) {
	list := make([]*entry, len(firsts))
	for i, first := range firsts {
		list[i] = &g.entries[first]
	}
	similar := make([][]int32, len(firsts))
	compared := make([]int, len(firsts))
	eachPair(list, exact, func(a, b int) {
		if len(similar[a]) > mostSimilar || len(similar[b]) > mostSimilar || compared[b] == mostCompared {
			return
		}
		compared[b]++
		switch alike(list[a], list[b]) {
		case samely:
			g.same.join(firsts[a], firsts[b])
		case rewordly:
			if !slices.Contains(similar[b], int32(a)) {
				similar[a], similar[b] = append(similar[a], int32(b)), append(similar[b], int32(a))
			}
		}
	})
	for b, partners := range similar {
		for _, a := range partners {
			if len(partners) <= mostSimilar && len(similar[a]) <= mostSimilar {
				g.reworded.join(firsts[a], firsts[b])
			}
		}
	}
}

// A stem is no mere phrase from this number of words on, unless more questions than that begin with it.
const (
	longAsk   = 8
	mostAsked = 3
)

// joinStems joins the questions that have the same stem, where it is long or the key is the same, and those whose keys
// contradict each other.
func (g *grouping) joinStems(firsts []int) {
	stems := map[uint64][]int{}
	for _, i := range firsts {
		stems[g.entries[i].print] = append(stems[g.entries[i].print], i)
	}
	for _, i := range firsts {
		if e := &g.entries[i]; len(stems[e.print]) > 1 && stems[e.print][0] == i {
			g.joinStem(stems[e.print])
		}
	}
}

func (g *grouping) joinStem(members []int) {
	byKey := map[uint64][]int{}
	for _, i := range members {
		e := &g.entries[i]
		key := printSet(e.right)
		if len(byKey[key]) > 0 && len(e.options) > 0 {
			g.stem.join(byKey[key][0], i)
		}
		byKey[key] = append(byKey[key], i)
		if e.length >= longAsk && len(members) <= mostAsked && e.passed == 0 && e.kind == g.entries[members[0]].kind && len(e.options) > 0 {
			g.stem.join(members[0], i)
		}
	}
	for _, i := range members {
		g.joinContradictions(i, byKey)
	}
}

func (g *grouping) joinContradictions(i int, byKey map[uint64][]int) {
	e := &g.entries[i]
	for _, o := range e.options {
		for _, other := range byKey[printSet([]uint64{o})] {
			if other > i && contradict(e, &g.entries[other]) {
				g.same.join(i, other)
				g.disputed[i], g.disputed[other] = true, true
			}
		}
	}
}

// groups reads the levels: the sets of what says the same, then of their first ones what is reworded, then what has the
// same stem.
func (g *grouping) groups() []duplicateGroup {
	all := make([]int, len(g.entries))
	for i := range all {
		all[i] = i
	}
	var groups []duplicateGroup
	for _, members := range g.same.sets(all) {
		groups = append(groups, g.made(g.kindOf(members), members))
	}
	firsts := raise(g.reworded, g.same, all)
	for _, members := range g.reworded.sets(firsts) {
		if len(members) > mostReworded {
			continue
		}
		groups = append(groups, g.made(Reworded, members))
	}
	for _, members := range g.stem.sets(raise(g.stem, g.reworded, firsts)) {
		groups = append(groups, g.made(SameStem, members))
	}
	slices.SortStableFunc(groups, func(a, b duplicateGroup) int {
		return cmp.Or(cmp.Compare(kindOrder[a.kind], kindOrder[b.kind]), cmp.Compare(a.members[0], b.members[0]))
	})
	return groups
}

// raise lets the sets of a lower level move as one in a higher level, and returns the first of each.
func raise(high, low joined, numbers []int) (firsts []int) {
	for _, i := range numbers {
		r := low.root(i)
		if r == i {
			firsts = append(firsts, i)
		}
		high.join(r, i)
	}
	return firsts
}

var kindOrder = map[DuplicateKind]int{Conflict: 0, Copied: 1, Reordered: 2, Reworded: 3, SameStem: 4}

func (g *grouping) kindOf(members []int) DuplicateKind {
	first := &g.entries[members[0]]
	kind := Copied
	for _, i := range members {
		e := &g.entries[i]
		switch {
		case g.disputed[i] || !slices.Equal(e.right, first.right):
			return Conflict
		case !slices.Equal(e.options, first.options):
			kind = Reordered
		}
	}
	return kind
}

func (g *grouping) made(kind DuplicateKind, members []int) duplicateGroup {
	d := duplicateGroup{kind, members, 1}
	first := &g.entries[members[0]]
	for _, i := range members[1:] {
		if e := &g.entries[i]; e.print != first.print {
			d.similarity = min(d.similarity, jaccard(first.stem, e.stem))
		}
	}
	return d
}

// finding says it of the questions. What stands in several banks is no fault of either, unless the keys conflict.
func (k DuplicateKind) finding(entries []entry, g duplicateGroup) Finding {
	var ids []string
	banks := map[string]int{}
	for _, i := range g.members {
		ids = append(ids, entries[i].id)
		banks[entries[i].bank]++
	}
	says := duplicateSays[k]
	f := says.rule.finding("", "", fmt.Sprintf("%s: %s", someOf(ids), says.fix), ids...)
	if len(banks) == len(ids) && k != Conflict {
		f.Severity = bank.Note
	}
	return f
}

// someOf lists the first few.
func someOf(ids []string) string {
	const most = 4
	if len(ids) <= most {
		return strings.Join(ids[:len(ids)-1], ", ") + " and " + ids[len(ids)-1]
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}
