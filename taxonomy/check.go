package taxonomy

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// checker gathers the faults of a taxonomy that was read.
type checker struct {
	t      *Taxonomy
	faults Faults
}

// check reports everything that the data must not be: shared names, dangling references, cycles, rules without senses.
func check(t *Taxonomy) Faults {
	c := &checker{t: t}
	c.concepts()
	c.names()
	c.cycles("parents", func(x *Concept) []string { return x.Parents })
	c.cycles("prerequisite-of", prerequisites)
	c.rules()
	c.implied()
	for _, e := range t.exams {
		c.exam(e)
	}
	return c.faults
}

func (c *checker) fault(at position, format string, args ...any) {
	c.faults = append(c.faults, Fault{at.file, at.line, fmt.Sprintf(format, args...)})
}

// known reports a reference to a concept that does not exist.
func (c *checker) known(at position, id, where string) {
	if _, ok := c.t.byID[id]; !ok {
		c.fault(at, "%s names %q, which does not exist; near: %s", where, id, strings.Join(c.t.Nearest(id, 3), ", "))
	}
}

func (c *checker) concepts() {
	for _, x := range c.t.concepts {
		if x.ID == "" || key(x.ID) == "" || x.ID != strings.ToLower(x.ID) || strings.ContainsAny(x.ID, " \t/") {
			c.fault(x.at, "the ID %q must be lower-case words joined by hyphens", x.ID)
		}
		if key(x.Name) == "" {
			c.fault(x.at, "%s has no name", x.ID)
		}
		if !slices.Contains(Kinds, x.Kind) {
			c.fault(x.at, "%s: unknown kind %q; one of %s", x.ID, x.Kind, strings.Join(Kinds, ", "))
		}
		if _, err := parseStatus(x.Status); err != nil {
			c.fault(x.at, "%s: status %q: %v; write it as \"renamed 2024-02\" or \"closed 2025-10-07, retired 2026-10-07\", or without a date", x.ID, x.Status, err)
		}
		for _, p := range x.Parents {
			c.known(x.at, p, x.ID+": parents")
		}
		for _, r := range x.Relations {
			if _, ok := RelationTypes[r.Type]; !ok {
				c.fault(x.at, "%s: unknown relation %q; one of %s", x.ID, r.Type, strings.Join(slices.Sorted(maps.Keys(RelationTypes)), ", "))
			}
			c.known(x.at, r.To, x.ID+": "+r.Type)
		}
		for _, name := range x.CaseSensitive {
			if !slices.Contains(x.Names(), name) {
				c.fault(x.at, "%s: %q is case-sensitive but not one of its names", x.ID, name)
			}
		}
	}
}

// names reports a name that two concepts share, or that is ambiguous as well. Case-sensitive names may differ by case
// alone.
func (c *checker) names() {
	owner := map[string]*Concept{}
	for _, x := range c.t.concepts {
		if !x.Linkable() {
			continue
		}
		for _, name := range x.Names() {
			k := key(name)
			if slices.Contains(x.CaseSensitive, name) {
				k = "=" + strings.TrimSpace(name)
			}
			if other, ok := owner[k]; ok && other != x {
				c.fault(latest(x.at, other.at), "%s and %s share the name %q; make it ambiguous with a rule, or drop one", other.ID, x.ID, name)
			}
			owner[k] = x
		}
	}
	for _, a := range c.t.ambiguous {
		if x, ok := owner[key(a.Name)]; ok {
			c.fault(latest(a.at, x.at), "%q has a rule but is also a plain name of %s", a.Name, x.ID)
		}
	}
}

func prerequisites(x *Concept) []string {
	var ids []string
	for _, r := range x.Relations {
		if r.Type == "prerequisite-of" {
			ids = append(ids, r.To)
		}
	}
	return ids
}

// cycles reports each cycle of the arrows that next gives, once, at the concept where the walk closed it or
// at the one that a later layer added or changed.
func (c *checker) cycles(what string, next func(*Concept) []string) {
	const visiting, done = 1, 2
	state := map[string]int{}
	var walk func(id string, path []string)
	walk = func(id string, path []string) {
		x, ok := c.t.byID[id]
		if !ok || state[id] == done {
			return
		}
		if state[id] == visiting {
			circle := path[slices.Index(path, id):]
			at := x.at
			for _, member := range circle {
				at = latest(at, c.t.byID[member].at)
			}
			c.fault(at, "%s go in a circle: %s", what, strings.Join(append(circle, id), " → "))
			return
		}
		state[id] = visiting
		for _, n := range next(x) {
			walk(n, append(path[:len(path):len(path)], id))
		}
		state[id] = done
	}
	for _, x := range c.t.concepts {
		walk(x.ID, nil)
	}
}

// rules checks that ambiguous names and concepts agree: each rule has senses with cues, and one for every concept that
// lists its name.
func (c *checker) rules() {
	rules := map[string]*Ambiguous{}
	for _, a := range c.t.ambiguous {
		k := key(a.Name)
		if other, ok := rules[k]; ok {
			c.fault(a.at, "a second rule for %q; the first stands at %s:%d", a.Name, other.at.file, other.at.line)
		}
		rules[k] = a
		if !slices.Contains([]string{"any", "capital", "exact"}, a.Form) {
			c.fault(a.at, "%q: form must be any, capital or exact, not %q", a.Name, a.Form)
		}
		if key(a.Name) == "" || len(a.Senses) == 0 {
			c.fault(a.at, "the rule for %q needs a name and at least one sense", a.Name)
		}
		for _, s := range a.Senses {
			if s.Concept != NoLink {
				c.known(a.at, s.Concept, fmt.Sprintf("the rule for %q", a.Name))
			}
			if len(s.Before)+len(s.After)+len(s.Near)+len(s.Question) == 0 {
				c.fault(a.at, "%q: the sense %s has no cue, so it could never be chosen", a.Name, s.Concept)
			}
		}
	}
	for _, x := range c.t.concepts {
		for _, name := range x.Ambiguous {
			a, ok := rules[key(name)]
			if !ok {
				c.fault(x.at, "%s: the ambiguous name %q has no rule", x.ID, name)
			} else if !slices.ContainsFunc(a.Senses, func(s Sense) bool { return s.Concept == x.ID }) {
				c.fault(x.at, "%s: the rule for %q has no such sense", x.ID, name)
			}
		}
	}
}

func (c *checker) exam(e *Exam) {
	if e.ID == "" || e.ID != strings.ToLower(e.ID) {
		c.fault(e.at, "the exam ID %q must be lower case", e.ID)
	}
	for _, other := range []string{e.Predecessor, e.Successor} {
		if _, ok := c.t.Exam(other); other != "" && !ok {
			c.fault(e.at, "%s names the exam %q, which does not exist", e.ID, other)
		}
	}
	var sum float64
	for _, d := range e.Domains {
		sum += d.Weight
	}
	if math.Abs(sum-100) > 0.01 {
		c.fault(e.at, "the weights of the domains of %s sum to %g, not 100", e.ID, sum)
	}
	seen := map[string]bool{}
	for _, task := range e.Tasks {
		if seen[task.ID] {
			c.fault(task.at, "%s: a second task %s", e.ID, task.ID)
		}
		seen[task.ID] = true
		c.task(e, task)
	}
	for _, id := range e.InScope {
		c.known(e.at, id, e.ID+": in_scope_services")
	}
}

func (c *checker) task(e *Exam, task Task) {
	if _, ok := e.Domain(task.Domain); !ok {
		c.fault(task.at, "%s: task %s is in domain %q, which does not exist", e.ID, task.ID, task.Domain)
	}
	if before, ok := c.t.Exam(e.Predecessor); ok && task.From != "" {
		if _, ok := before.Task(task.From); !ok {
			c.fault(task.at, "%s: task %s continues %s %s, which does not exist", e.ID, task.ID, before.ID, task.From)
		}
	}
	seen := map[string]bool{}
	for _, b := range task.Bullets {
		if seen[b.ID] {
			c.fault(b.at, "%s: a second bullet %s", e.ID, b.ID)
		}
		seen[b.ID] = true
		for _, id := range b.Concepts {
			c.known(b.at, id, e.ID+" "+b.ID)
		}
	}
}
