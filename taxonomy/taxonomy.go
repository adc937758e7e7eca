package taxonomy

import (
	"cmp"
	"slices"
	"sync"
)

// Taxonomy is one loaded state of the subject. It is read-only after Load and safe for concurrent use.
type Taxonomy struct {
	concepts    []*Concept // by ID
	byID        map[string]*Concept
	byName      map[string]*Concept // key(name): names, aliases, former names, and the first sense of ambiguous names
	ambiguous   []*Ambiguous
	exams       []*Exam // by ID
	outOfScope  []string
	ancestors   map[string][]string
	children    map[string][]string
	pointedFrom map[string][]string            // the concepts with a relation to one
	examTasks   map[string]map[string][]string // exam, concept: task IDs
	implied     []Implication
	hash        string

	linker      func() *Linker
	specificity func() map[string]float64
}

// Concept returns the concept of an ID.
func (t *Taxonomy) Concept(id string) (*Concept, bool) {
	c, ok := t.byID[id]
	return c, ok
}

// Concepts returns all concepts, groups included, sorted by ID.
func (t *Taxonomy) Concepts() []*Concept { return t.concepts }

// Ambiguous returns the rules for ambiguous names, sorted by name.
func (t *Taxonomy) Ambiguous() []*Ambiguous { return t.ambiguous }

// OutOfScope returns the names of the services that the MLA-C01 guide excludes.
func (t *Taxonomy) OutOfScope() []string { return t.outOfScope }

// Hash identifies the content: two taxonomies with the same hash link alike.
func (t *Taxonomy) Hash() string { return t.hash }

// Linker returns the linker over all names. It is built at the first call.
func (t *Taxonomy) Linker() *Linker { return t.linker() }

// Ancestors returns the IDs of everything above a concept, groups included, without itself, sorted.
func (t *Taxonomy) Ancestors(id string) []string { return t.ancestors[id] }

// Children returns the IDs of the concepts that name id as a parent, sorted.
func (t *Taxonomy) Children(id string) []string { return t.children[id] }

// Below reports whether id is under ancestor, or is it.
func (t *Taxonomy) Below(id, ancestor string) bool {
	if id == ancestor {
		return true
	}
	_, found := slices.BinarySearch(t.ancestors[id], ancestor)
	return found
}

// index fills the lookups that follow from concepts, ambiguous and exams.
func (t *Taxonomy) index() {
	byID := func(a, b *Concept) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortStableFunc(t.concepts, byID)
	slices.SortStableFunc(t.ambiguous, func(a, b *Ambiguous) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(t.exams, func(a, b *Exam) int { return cmp.Compare(a.ID, b.ID) })
	t.byID = make(map[string]*Concept, len(t.concepts))
	t.children, t.pointedFrom = map[string][]string{}, map[string][]string{}
	for _, c := range t.concepts {
		t.byID[c.ID] = c
		for _, p := range c.Parents {
			t.children[p] = append(t.children[p], c.ID)
		}
		for _, r := range c.Relations {
			t.pointedFrom[r.To] = append(t.pointedFrom[r.To], c.ID)
		}
	}
	t.ancestors = make(map[string][]string, len(t.concepts))
	for _, c := range t.concepts {
		t.ancestors[c.ID] = t.collectAncestors(c.ID)
	}
	t.indexNames()
	t.indexImplied()
	t.indexExamTasks()
	t.linker = sync.OnceValue(func() *Linker { return newLinker(t) })
	t.specificity = sync.OnceValue(t.measureSpecificity)
}

// collectAncestors walks up from id; a cycle, which check reports, only ends the walk.
func (t *Taxonomy) collectAncestors(id string) []string {
	seen := map[string]bool{id: true}
	queue := []string{id}
	var above []string
	for len(queue) > 0 {
		c := t.byID[queue[0]]
		queue = queue[1:]
		if c == nil {
			continue
		}
		for _, p := range c.Parents {
			if !seen[p] {
				seen[p] = true
				above = append(above, p)
				queue = append(queue, p)
			}
		}
	}
	slices.Sort(above)
	return above
}
