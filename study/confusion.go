package study

import (
	"cmp"
	"math"
	"slices"

	"mlatlas/bank"
)

// Confusion is a pair of concepts that a learner takes for each other.
type Confusion struct {
	Concepts  [2]string // sorted
	Taken     int       // wrong answers that chose an option of the one where the key was the other
	Could     int       // wrong answers that could have
	Expected  float64   // how many of them would have if wrong options were chosen blindly
	P         float64   // chance of so many or more under blind choice
	Adjusted  float64   // the same, corrected for the number of pairs that could have been found (Holm)
	Sure      bool      // Adjusted is below 0.05
	Questions []string  // where it was taken, by ID
}

// sureBelow is the corrected chance below which a confusion is said without a "perhaps".
const sureBelow = 0.05

// Confusions gathers the wrong answers of one learner. Each question counts once, by its first wrong answer: the same
// mistake in the same question again is no new evidence. Of an answer only the options count that name a concept which
// the key does not name.
type Confusions struct {
	seen  map[string]bool
	pairs map[[2]string]*mixture
}

// mixture is what is known of a pair: the chance of each wrong answer that could have taken it, and what was taken.
type mixture struct {
	chances   []float64
	taken     int
	questions []string
}

// NewConfusions returns a gathering without answers.
func NewConfusions() *Confusions {
	return &Confusions{seen: map[string]bool{}, pairs: map[[2]string]*mixture{}}
}

// Observe takes in an answer.
func (c *Confusions) Observe(q *bank.Question, a Attempt) {
	if a.Correct || len(a.Chosen) == 0 || c.seen[q.ID] || (q.Kind != bank.Single && q.Kind != bank.Multiple) {
		return
	}
	c.seen[q.ID] = true
	key, wrong := optionConcepts(q)
	picked := slices.DeleteFunc(slices.Clone(a.Chosen), func(label string) bool { return key.labels[label] })
	if len(picked) == 0 || len(picked) > wrong.count {
		return
	}
	for concept, labels := range wrong.concepts {
		if key.concepts[concept] != nil {
			continue
		}
		chance := hitChance(wrong.count, len(labels), len(picked))
		hit := slices.ContainsFunc(picked, func(label string) bool { return labels[label] })
		for right := range key.concepts {
			c.note(right, concept, chance, hit, q.ID)
		}
	}
}

func (c *Confusions) note(right, wrong string, chance float64, hit bool, question string) {
	pair := [2]string{min(right, wrong), max(right, wrong)}
	m := c.pairs[pair]
	if m == nil {
		m = &mixture{}
		c.pairs[pair] = m
	}
	m.chances = append(m.chances, chance)
	if hit {
		m.taken++
		m.questions = append(m.questions, question)
	}
}

// options are the right or the wrong options of a question, with the concepts that they name.
type options struct {
	count    int
	labels   map[string]bool
	concepts map[string]map[string]bool // concept: labels
}

func optionConcepts(q *bank.Question) (key, wrong options) {
	key = options{labels: map[string]bool{}, concepts: map[string]map[string]bool{}}
	wrong = options{labels: map[string]bool{}, concepts: map[string]map[string]bool{}}
	side := func(right bool) *options {
		if right {
			return &key
		}
		return &wrong
	}
	for _, o := range q.Options {
		s := side(o.Correct)
		s.count++
		s.labels[o.Label] = true
	}
	for _, l := range q.Links {
		for _, mention := range l.Mentions {
			if mention.Zone != bank.ZoneKey && mention.Zone != bank.ZoneWrong {
				continue
			}
			s := side(mention.Zone == bank.ZoneKey)
			if s.concepts[l.Concept] == nil {
				s.concepts[l.Concept] = map[string]bool{}
			}
			s.concepts[l.Concept][mention.Option] = true
		}
	}
	return key, wrong
}

// hitChance is the chance that blindly picking some of the wrong options hits one of those that name a concept.
func hitChance(wrong, naming, picks int) float64 {
	miss := 1.0
	for i := range picks {
		miss *= float64(max(wrong-naming-i, 0)) / float64(max(wrong-i, 1))
	}
	return 1 - miss
}

// Pairs returns the pairs that were taken twice or more, the surest first. Under blind choice the number taken follows a
// Poisson binomial distribution, which is computed exactly: two wrong answers with three wrong options each give 1/9, three
// 1/27, so that no pair is sure before about four, and with the correction for many pairs five or six.
func (c *Confusions) Pairs() []Confusion {
	var all []Confusion
	for pair, m := range c.pairs {
		f := Confusion{Concepts: pair, Taken: m.taken, Could: len(m.chances), P: atLeast(m.chances, m.taken)}
		for _, p := range m.chances {
			f.Expected += p
		}
		slices.Sort(m.questions)
		f.Questions = slices.Clone(m.questions)
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(a.P, b.P), cmp.Compare(b.Taken, a.Taken),
			cmp.Compare(a.Concepts[0], b.Concepts[0]), cmp.Compare(a.Concepts[1], b.Concepts[1]))
	})
	all = holm(all)
	return slices.DeleteFunc(all, func(f Confusion) bool { return f.Taken < 2 })
}

// holm corrects for the number of pairs that could show anything: those with a chance below the threshold if every wrong
// answer had taken them (Tarone 1990). The others cannot be false alarms.
func holm(all []Confusion) []Confusion {
	able := 0
	for _, f := range all {
		if f.Could > 0 && f.smallest() < sureBelow {
			able++
		}
	}
	last := 0.0
	for i := range all {
		f := &all[i]
		f.Adjusted = min(max(f.P*float64(max(able-i, 1)), last), 1)
		f.Sure = f.Adjusted < sureBelow && f.Taken >= 2
		last = f.Adjusted
	}
	return all
}

// smallest is about the least chance that the pair could reach: all taken.
func (f Confusion) smallest() float64 { return math.Pow(f.Expected/float64(f.Could), float64(f.Could)) }

// atLeast is the chance of k or more successes among independent trials with their own chances.
func atLeast(chances []float64, k int) float64 {
	exactly := make([]float64, len(chances)+1)
	exactly[0] = 1
	for n, p := range chances {
		for i := n + 1; i >= 0; i-- {
			exactly[i] *= 1 - p
			if i > 0 {
				exactly[i] += exactly[i-1] * p
			}
		}
	}
	tail := 0.0
	for _, p := range exactly[k:] {
		tail += p
	}
	return min(tail, 1)
}
