package graph

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"

	"mlatlas/bank"
)

// pairedLinks is how many links of one question, heaviest first, make pairs. A question of 30 passing mentions would
// make 435 pairs that say little; its 12 heaviest make 66.
const pairedLinks = 12

// Counts is what the graph knows of the questions. It is bounded by the taxonomy, not by the bank.
type Counts struct {
	Stamp     string         `json:"stamp"`     // of the questions and the taxonomy, set and compared by the caller
	Questions int            `json:"questions"` // all
	Linked    int            `json:"linked"`    // about one concept at least
	Banks     []BankCount    `json:"banks"`     // by name
	Concepts  []ConceptCount `json:"concepts"`  // by ID
	Pairs     [][3]int       `json:"pairs"`     // two indexes of Concepts, the lower first, and the questions about both; sorted
	Exams     []ExamCount    `json:"exams"`     // by ID
}

// BankCount is the size of one bank.
type BankCount struct {
	Bank      string `json:"bank"`
	Questions int    `json:"questions"`
}

// ConceptCount is what the questions say of one concept. A question is about a concept that it links in any other role
// than distractor.
type ConceptCount struct {
	ID         string `json:"id"`
	About      int    `json:"about"`      // questions about it
	Primary    int    `json:"primary"`    // of them, those that test it
	Distractor int    `json:"distractor"` // questions that name it in wrong options only
	Paired     int    `json:"paired"`     // questions about it that made pairs of it
	Mass       Weight `json:"mass"`       // sum of the weights of its links: whole questions' worth
}

// ExamCount is what the questions say of one exam.
type ExamCount struct {
	Exam   string      `json:"exam"`
	Linked int         `json:"linked"` // questions with a task of it
	Tasks  []TaskCount `json:"tasks"`  // by ID
}

// TaskCount is one task of an ExamCount.
type TaskCount struct {
	Task      string `json:"task"`
	Questions int    `json:"questions"` // with any weight in it
	Weight    Weight `json:"weight"`    // sum of their weights
}

// Weight is a sum of weights in billionths. Whole numbers make the sum the same in whatever order questions come.
type Weight int64

const wholeWeight = 1e9

// Float returns the sum as a number of questions.
func (w Weight) Float() float64 { return float64(w) / wholeWeight }

func toWeight(w float64) Weight { return Weight(math.Round(w * wholeWeight)) }

// Count reads the questions once and returns what the graph needs of them, without a stamp. It fails with the first
// error of the sequence, and on a question whose links or tasks have weights outside 0 to 1.
func Count(questions iter.Seq2[*bank.Question, error]) (*Counts, error) {
	c := NewCounter()
	for q, err := range questions {
		if err != nil {
			return nil, fmt.Errorf("counting questions: %w", err)
		}
		if err := c.Add(q); err != nil {
			return nil, err
		}
	}
	return c.Counts(), nil
}

// Counter counts questions that come one by one, for a caller who reads them for something else as well.
type Counter struct{ counter }

// NewCounter begins to count.
func NewCounter() *Counter {
	return &Counter{counter{
		slots: map[string]int{},
		pairs: map[[2]int]int{},
		banks: map[string]int{},
		exams: map[string]*examCounter{},
	}}
}

// Add counts a question. It fails on one whose links or tasks have weights outside 0 to 1.
func (c *Counter) Add(q *bank.Question) error {
	if q == nil {
		return fmt.Errorf("counting questions: question %d is missing", c.questions+1)
	}
	if err := c.add(q); err != nil {
		return fmt.Errorf("counting question %s: %w", q.ID, err)
	}
	return nil
}

// Counts returns what was counted so far, without a stamp.
func (c *Counter) Counts() *Counts { return c.counts() }

// counter gathers counts. Concepts have slots in the order of their first appearance until counts sorts them.
type counter struct {
	questions, linked int

	slots    map[string]int
	concepts []ConceptCount
	pairs    map[[2]int]int
	banks    map[string]int
	exams    map[string]*examCounter

	here []topic // of the question that is being added
}

type examCounter struct {
	linked int
	tasks  map[string]*TaskCount
}

// topic is one concept of one question.
type topic struct {
	slot    int
	about   bool
	primary bool
	weight  float64
}

func (c *counter) add(q *bank.Question) error {
	if err := c.gather(q.Links); err != nil {
		return err
	}
	if err := c.addTasks(q.Tasks); err != nil {
		return err
	}
	c.questions++
	c.banks[q.Bank]++
	about := c.here[:0]
	for _, t := range c.here {
		n := &c.concepts[t.slot]
		if !t.about {
			n.Distractor++
			continue
		}
		n.About++
		n.Mass += toWeight(t.weight)
		if t.primary {
			n.Primary++
		}
		about = append(about, t)
	}
	if len(about) > 0 {
		c.linked++
		c.addPairs(about)
	}
	return nil
}

// gather fills here with the concepts of the links. Two links to one concept are one topic, and being about it wins.
func (c *counter) gather(links []bank.Link) error {
	c.here = c.here[:0]
	for _, l := range links {
		if l.Concept == "" {
			return fmt.Errorf("a link names no concept")
		}
		if !validWeight(l.Weight) {
			return fmt.Errorf("the link to %s has the weight %v; weights lie between 0 and 1", l.Concept, l.Weight)
		}
		t := topic{slot: c.slot(l.Concept), about: l.Role != bank.RoleDistractor, primary: l.Primary, weight: l.Weight}
		i := slices.IndexFunc(c.here, func(other topic) bool { return other.slot == t.slot })
		switch {
		case i < 0:
			c.here = append(c.here, t)
		case t.about && !c.here[i].about:
			c.here[i] = t
		case t.about:
			c.here[i].weight = min(1, c.here[i].weight+t.weight)
			c.here[i].primary = c.here[i].primary || t.primary
		}
	}
	return nil
}

// validWeight allows for the rounding of shares that were divided; NaN fails both comparisons.
func validWeight(w float64) bool { return w >= 0 && w <= 1+1e-9 }

func (c *counter) slot(id string) int {
	slot, ok := c.slots[id]
	if !ok {
		slot = len(c.concepts)
		c.slots[id] = slot
		c.concepts = append(c.concepts, ConceptCount{ID: id})
	}
	return slot
}

func (c *counter) addPairs(about []topic) {
	slices.SortFunc(about, func(a, b topic) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(c.concepts[a.slot].ID, c.concepts[b.slot].ID))
	})
	about = about[:min(len(about), pairedLinks)]
	for i, a := range about {
		c.concepts[a.slot].Paired++
		for _, b := range about[i+1:] {
			c.pairs[[2]int{min(a.slot, b.slot), max(a.slot, b.slot)}]++
		}
	}
}

func (c *counter) addTasks(links []bank.TaskLink) error {
	for _, l := range links {
		if l.Exam == "" || l.Task == "" {
			return fmt.Errorf("a task link names no exam or no task: exam %q, task %q", l.Exam, l.Task)
		}
		if !validWeight(l.Weight) {
			return fmt.Errorf("task %s of %s has the weight %v; weights lie between 0 and 1", l.Task, l.Exam, l.Weight)
		}
	}
	for i, l := range links {
		e := c.exams[l.Exam]
		if e == nil {
			e = &examCounter{tasks: map[string]*TaskCount{}}
			c.exams[l.Exam] = e
		}
		t := e.tasks[l.Task]
		if t == nil {
			t = &TaskCount{Task: l.Task}
			e.tasks[l.Task] = t
		}
		t.Weight += toWeight(l.Weight)
		if !slices.ContainsFunc(links[:i], func(o bank.TaskLink) bool { return o.Exam == l.Exam && o.Task == l.Task }) {
			t.Questions++
		}
		if !slices.ContainsFunc(links[:i], func(o bank.TaskLink) bool { return o.Exam == l.Exam }) {
			e.linked++
		}
	}
	return nil
}

// counts sorts what was gathered, and turns slots into indexes of the sorted concepts.
func (c *counter) counts() *Counts {
	out := &Counts{Questions: c.questions, Linked: c.linked, Concepts: slices.Clone(c.concepts)}
	slices.SortFunc(out.Concepts, func(a, b ConceptCount) int { return cmp.Compare(a.ID, b.ID) })
	index := make([]int, len(c.concepts))
	for i, n := range out.Concepts {
		index[c.slots[n.ID]] = i
	}
	out.Pairs = make([][3]int, 0, len(c.pairs))
	for pair, n := range c.pairs {
		a, b := index[pair[0]], index[pair[1]]
		out.Pairs = append(out.Pairs, [3]int{min(a, b), max(a, b), n})
	}
	slices.SortFunc(out.Pairs, comparePairs)
	for name, n := range c.banks {
		out.Banks = append(out.Banks, BankCount{name, n})
	}
	slices.SortFunc(out.Banks, func(a, b BankCount) int { return cmp.Compare(a.Bank, b.Bank) })
	for id, e := range c.exams {
		exam := ExamCount{Exam: id, Linked: e.linked}
		for _, t := range e.tasks {
			exam.Tasks = append(exam.Tasks, *t)
		}
		slices.SortFunc(exam.Tasks, func(a, b TaskCount) int { return cmp.Compare(a.Task, b.Task) })
		out.Exams = append(out.Exams, exam)
	}
	slices.SortFunc(out.Exams, func(a, b ExamCount) int { return cmp.Compare(a.Exam, b.Exam) })
	return out
}

func comparePairs(a, b [3]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

// Concept returns the counts of a concept; those of one that no question links are zero.
func (c *Counts) Concept(id string) ConceptCount {
	if i, ok := c.index(id); ok {
		return c.Concepts[i]
	}
	return ConceptCount{ID: id}
}

func (c *Counts) index(id string) (int, bool) {
	return sort.Find(len(c.Concepts), func(i int) int { return cmp.Compare(id, c.Concepts[i].ID) })
}

// Common returns how many questions made a pair of two concepts.
func (c *Counts) Common(a, b string) int {
	i, ok := c.index(a)
	j, found := c.index(b)
	if !ok || !found || i == j {
		return 0
	}
	pair := [3]int{min(i, j), max(i, j)}
	at, ok := slices.BinarySearchFunc(c.Pairs, pair, comparePairs)
	if !ok {
		return 0
	}
	return c.Pairs[at][2]
}

// Exam returns the counts of an exam; those of one that no question links are zero.
func (c *Counts) Exam(id string) ExamCount {
	for _, e := range c.Exams {
		if e.Exam == id {
			return e
		}
	}
	return ExamCount{Exam: id}
}
