package graph

import (
	"cmp"
	"maps"
	"slices"

	"mlatlas/taxonomy"
)

// blueprint is what an exam asks for, broken down. The guides weigh domains only. Below them every bullet of a domain is
// taken to be asked for equally often, and every concept of a bullet; a domain without bullets is spread over its tasks.
type blueprint struct {
	exam     *taxonomy.Exam
	tasks    map[string]float64  // share of the exam, 0 to 1
	concepts map[string]float64  // likewise
	bullets  map[string]int      // concept: bullets that name it
	named    map[string][]string // task: concepts that its bullets name, sorted
	bare     map[string]float64  // task: share of the exam in bullets that name no concept
}

func (g *Graph) blueprint(e *taxonomy.Exam) *blueprint {
	b := &blueprint{
		exam: e, tasks: map[string]float64{}, concepts: map[string]float64{}, bullets: map[string]int{},
		named: map[string][]string{}, bare: map[string]float64{},
	}
	for _, d := range e.Domains {
		var tasks []taxonomy.Task
		bullets := 0
		for _, t := range e.Tasks {
			if t.Domain == d.ID {
				tasks = append(tasks, t)
				bullets += len(t.Bullets)
			}
		}
		for _, t := range tasks {
			share := d.Weight / 100 / float64(len(tasks))
			if bullets > 0 {
				share = d.Weight / 100 * float64(len(t.Bullets)) / float64(bullets)
			}
			b.addTask(t, share, g.linkable)
		}
	}
	return b
}

func (b *blueprint) addTask(t taxonomy.Task, share float64, linkable func(string) bool) {
	b.tasks[t.ID] = share
	if len(t.Bullets) == 0 {
		b.bare[t.ID] = share
	}
	named := map[string]bool{}
	for _, bullet := range t.Bullets {
		each := share / float64(len(t.Bullets))
		var ids []string
		for _, id := range bullet.Concepts {
			if linkable(id) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) == 0 {
			b.bare[t.ID] += each
		}
		for _, id := range ids {
			named[id] = true
			b.bullets[id]++
			b.concepts[id] += each / float64(len(ids))
		}
	}
	b.named[t.ID] = slices.Sorted(maps.Keys(named))
}

// linkable reports whether a question can be about the concept: a bullet may name a group, which none can be about.
func (g *Graph) linkable(id string) bool {
	c, ok := g.t.Concept(id)
	return ok && c.Linkable()
}

// domains returns the domains of an exam by concept. A concept belongs to the domain with most bullets and own tasks
// that ask for it, of equals to that of the task it lists first, else to the earlier one. A concept that no task asks
// for takes the domain of the nearest concept above it, or else the one that most concepts of its taxonomy group
// belong to; otherwise it has none.
func (g *Graph) domains(e *taxonomy.Exam) map[string]string {
	domains := map[string]string{}
	for _, c := range g.t.Concepts() {
		if d := g.askedDomain(e, c); d != "" {
			domains[c.ID] = d
		}
	}
	majority := g.groupDomains(e, domains)
	rest := map[string]string{}
	for _, c := range g.t.Concepts() {
		if _, ok := domains[c.ID]; ok || !c.Linkable() {
			continue
		}
		if d, ok := g.inherited(c.ID, domains); ok {
			rest[c.ID] = d
		} else if d, ok := majority[g.group(c.ID)]; ok {
			rest[c.ID] = d
		}
	}
	maps.Copy(domains, rest)
	return domains
}

func (g *Graph) askedDomain(e *taxonomy.Exam, c *taxonomy.Concept) string {
	votes := map[string]float64{}
	for _, id := range g.t.ExamTasks(e.ID, c.ID) {
		t, ok := e.Task(id)
		if !ok {
			continue
		}
		votes[t.Domain]++
		for _, bullet := range t.Bullets {
			if slices.Contains(bullet.Concepts, c.ID) {
				votes[t.Domain]++
			}
		}
	}
	if len(c.Tasks) > 0 {
		if first, ok := e.Task(c.Tasks[0]); ok && votes[first.Domain] > 0 {
			votes[first.Domain] += 0.5
		}
	}
	return mostVotes(e, votes)
}

// mostVotes returns the domain with most votes, of equals the earlier one of the exam, "" without any.
func mostVotes(e *taxonomy.Exam, votes map[string]float64) string {
	best := ""
	for _, d := range e.Domains {
		if votes[d.ID] > votes[best] {
			best = d.ID
		}
	}
	return best
}

// groupDomains returns the domain that at least half of the concepts with a domain in each taxonomy group have.
func (g *Graph) groupDomains(e *taxonomy.Exam, domains map[string]string) map[string]string {
	votes := map[string]map[string]float64{}
	total := map[string]float64{}
	for id, d := range domains {
		group := g.group(id)
		if votes[group] == nil {
			votes[group] = map[string]float64{}
		}
		votes[group][d]++
		total[group]++
	}
	majority := map[string]string{}
	for group, v := range votes {
		if best := mostVotes(e, v); v[best] >= total[group]/2 {
			majority[group] = best
		}
	}
	return majority
}

// inherited walks up from a concept, level by level, to the nearest one that has a domain.
func (g *Graph) inherited(id string, domains map[string]string) (string, bool) {
	for _, above := range g.upward(id) {
		if d, ok := domains[above]; ok {
			return d, true
		}
	}
	return "", false
}

// group returns the nearest group above a concept, itself if it is one, "" if there is none.
func (g *Graph) group(id string) string {
	for _, above := range append([]string{id}, g.upward(id)...) {
		if c, ok := g.t.Concept(above); ok && !c.Linkable() {
			return above
		}
	}
	return ""
}

// upward returns everything above a concept, nearest first, of equally near the first parent's first.
func (g *Graph) upward(id string) []string {
	seen := map[string]bool{id: true}
	level := []string{id}
	var out []string
	for len(level) > 0 {
		var next []string
		for _, at := range level {
			c, ok := g.t.Concept(at)
			if !ok {
				continue
			}
			for _, p := range c.Parents {
				if !seen[p] {
					seen[p] = true
					next = append(next, p)
				}
			}
		}
		out = append(out, next...)
		level = next
	}
	return out
}

// domainTasks returns the tasks of a domain, by ID.
func (b *blueprint) domainTasks(domain string) []taxonomy.Task {
	var tasks []taxonomy.Task
	for _, t := range b.exam.Tasks {
		if t.Domain == domain {
			tasks = append(tasks, t)
		}
	}
	slices.SortStableFunc(tasks, func(x, y taxonomy.Task) int { return cmp.Compare(x.ID, y.ID) })
	return tasks
}
