package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// A bank of n questions for an exam has n times its weight of a task. Guides weigh domains only; below one, each
// bullet is taken to be asked for equally often. A question with several tasks counts by its weights. Where
// fewer than half of the questions have a task of the exam, nothing is said, and of tasks nothing where a domain is all but
// missing (freshness.go): the bank is for something else.
//
// A task is thin where its share of the questions is below two thirds of its weight and, by Wilson's interval at 99.5 %, that
// is no accident (twelve tasks are looked at).
const (
	balanceLinked = 0.5 // share of questions with a task from which on the exam is the bank's
	balanceThin   = 2.0 / 3
	balanceZ      = 2.807 // normal quantile of 99.5 %, two-sided
	balanceFewest = 20    // questions from which on a bank may miss a kind
	nextQuestions = 10
	nextConcepts  = 3
)

var balanceRules = []Rule{thinTask, missingKind}

var (
	thinTask    = Rule{"thin-task", bank.Warning, "Every task of the exam has about the share of questions that it weighs.", "the exam guides"}
	missingKind = Rule{"missing-kind", bank.Note, "The bank has every kind of question that the exam has.", "the exam guides"}
)

// examKind is a kind of question that exam guides name.
type examKind struct {
	item string // in the blueprint
	kind bank.Kind
	name string
}

// examKinds are all but case studies: those are questions of other kinds that share a scenario.
var examKinds = []examKind{
	{"multiple-choice", bank.Single, "questions with one right option"},
	{"multiple-response", bank.Multiple, "questions with several right options"},
	{"ordering", bank.Ordering, "ordering questions"},
	{"matching", bank.Matching, "matching questions"},
}

// Next is a question that the bank needs most.
type Next struct {
	Task     string    `json:"task"`
	Concepts []string  `json:"concepts"` // that no question is about, up to three from one line of the guide
	Kind     bank.Kind `json:"kind"`
	Why      string    `json:"why"`
}

// balance is the part that holds the bank against the exam.
type balance struct {
	terms     *taxonomy.Taxonomy
	exam      *taxonomy.Exam
	questions int
	linked    int
	tasks     map[string]float64
	kinds     map[bank.Kind]int
	about     map[string]int // concept: questions that it is primary in
	next      []Next
}

func newBalance(o Options) *balance {
	return &balance{terms: o.Taxonomy, exam: o.Exam, tasks: map[string]float64{}, kinds: map[bank.Kind]int{}, about: map[string]int{}, next: []Next{}}
}

func (b *balance) add(q *bank.Question) {
	b.questions++
	if b.exam == nil {
		return
	}
	linked := false
	for _, t := range q.Tasks {
		if t.Exam == b.exam.ID {
			b.tasks[t.Task] += t.Weight
			linked = true
		}
	}
	if !linked {
		return
	}
	b.linked++
	b.kinds[q.Kind]++
	for _, l := range q.Links {
		if l.Primary {
			b.about[l.Concept]++
		}
	}
}

func (b *balance) find() []Finding {
	if b.exam == nil || b.linked == 0 || float64(b.linked) < balanceLinked*float64(b.questions) {
		return nil
	}
	shares := taskShares(b.exam)
	b.next = b.plan(shares)
	if !b.share().isFor(b.exam) { // it is for another exam, and no worse for that
		return nil
	}
	var found []Finding
	for _, t := range b.exam.Tasks {
		if f, ok := b.thin(t, shares[t.ID]); ok {
			found = append(found, f)
		}
	}
	if b.linked < balanceFewest {
		return found
	}
	for _, k := range b.missingKinds() {
		found = append(found, missingKind.finding(b.exam.ID+" "+string(k.kind), "", fmt.Sprintf("%s has %s, and none of %d questions is one: write some", b.exam.ID, k.name, b.linked)))
	}
	return found
}

// share says how the questions spread over the domains of the exam.
func (b *balance) share() *share {
	s := &share{of: b.linked, all: b.questions, domains: map[string]float64{}}
	for _, t := range b.exam.Tasks {
		s.domains[t.Domain] += b.tasks[t.ID]
	}
	return s
}

// taskShares shares the weights of the domains out over their tasks, by the number of bullets where there are any.
func taskShares(e *taxonomy.Exam) map[string]float64 {
	tasks, bullets := map[string]int{}, map[string]int{}
	for _, t := range e.Tasks {
		tasks[t.Domain]++
		bullets[t.Domain] += len(t.Bullets)
	}
	shares := map[string]float64{}
	for _, t := range e.Tasks {
		d, ok := e.Domain(t.Domain)
		switch {
		case !ok:
		case bullets[t.Domain] > 0:
			shares[t.ID] = d.Weight / 100 * float64(len(t.Bullets)) / float64(bullets[t.Domain])
		default:
			shares[t.ID] = d.Weight / 100 / float64(tasks[t.Domain])
		}
	}
	return shares
}

func (b *balance) thin(t taxonomy.Task, share float64) (Finding, bool) {
	n := float64(b.linked)
	_, high := wilson(min(b.tasks[t.ID], n), n, balanceZ)
	if high >= share || b.tasks[t.ID] >= balanceThin*share*n {
		return Finding{}, false
	}
	return thinTask.finding(b.exam.ID+" "+t.ID, "", fmt.Sprintf("task %s (%s) has %s of %d questions, and its weight asks for %.0f: write more",
		t.ID, t.Name, amount(b.tasks[t.ID]), b.linked, share*n)), true
}

// amount writes a sum of weights.
func amount(x float64) string {
	if x > 0 && x < 0.95 {
		return "less than 1"
	}
	return fmt.Sprintf("%.0f", x)
}

func (b *balance) missingKinds() []examKind {
	var missing []examKind
	for _, k := range examKinds {
		if slices.Contains(b.exam.ItemTypes, k.item) && b.kinds[k.kind] == 0 {
			missing = append(missing, k)
		}
	}
	return missing
}

// plan writes the next questions in thought, one after the other: each for the task that then lacks most, about
// concepts of one of its bullets that nothing asks for yet, and of a kind that is missing while there is one.
func (b *balance) plan(shares map[string]float64) []Next {
	present := map[string]float64{}
	for id, n := range b.tasks {
		present[id] = n
	}
	missing := b.missingKinds()
	planned := map[string]int{}
	next := []Next{}
	for i := range nextQuestions {
		t, lack := b.thinnest(shares, present, float64(b.linked+nextQuestions))
		if t == nil {
			break
		}
		n := Next{Task: t.ID, Concepts: b.uncovered(t, planned), Kind: bank.Single}
		kindWhy := ""
		if i < len(missing) {
			n.Kind, kindWhy = missing[i].kind, "; there are no "+missing[i].name+" yet"
		}
		n.Why = fmt.Sprintf("task %s has %s of the %.0f questions that its weight asks for", t.ID, amount(present[t.ID]), present[t.ID]+lack) + b.conceptsWhy(n.Concepts, planned) + kindWhy
		present[t.ID]++
		next = append(next, n)
	}
	return next
}

// thinnest returns the task that lacks most of a bank of n questions.
func (b *balance) thinnest(shares, present map[string]float64, n float64) (*taxonomy.Task, float64) {
	var best *taxonomy.Task
	most := 0.0
	for i := range b.exam.Tasks {
		t := &b.exam.Tasks[i]
		if lack := shares[t.ID]*n - present[t.ID]; best == nil || lack > most {
			best, most = t, lack
		}
	}
	return best, most
}

// uncovered returns the concepts of the bullet of a task that has most of them without a question, and counts them as
// planned. Where all have one it is the concept with the fewest.
func (b *balance) uncovered(t *taxonomy.Task, planned map[string]int) []string {
	best := []string{}
	for _, bullet := range t.Bullets {
		open := slices.DeleteFunc(slices.Clone(bullet.Concepts), func(id string) bool { return b.about[id] > 0 || planned[id] > 0 || !b.asked(id) })
		if len(open) > len(best) {
			best = open
		}
	}
	if len(best) == 0 {
		best = b.rarest(t, planned)
	}
	best = best[:min(len(best), nextConcepts)]
	for _, id := range best {
		planned[id]++
	}
	return best
}

func (b *balance) rarest(t *taxonomy.Task, planned map[string]int) []string {
	var ids []string
	for _, bullet := range t.Bullets {
		for _, id := range bullet.Concepts {
			if b.asked(id) {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return []string{}
	}
	return []string{slices.MinFunc(ids, func(x, y string) int {
		return cmp.Or(cmp.Compare(b.about[x]+planned[x], b.about[y]+planned[y]), cmp.Compare(planned[x], planned[y]), cmp.Compare(x, y))
	})}
}

// asked reports whether text can name a concept and the exam still asks for it.
func (b *balance) asked(id string) bool {
	if b.terms == nil {
		return true
	}
	c, ok := b.terms.Concept(id)
	return ok && c.Linkable() && !slices.Contains(c.RemovedIn, b.exam.ID)
}

func (b *balance) conceptsWhy(ids []string, planned map[string]int) string {
	var names []string
	for _, id := range ids {
		name := id
		if b.terms != nil {
			if c, ok := b.terms.Concept(id); ok {
				name = c.Name
			}
		}
		if b.about[id] == 0 && planned[id] == 1 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "; no question is about " + strings.Join(names, ", ")
}
