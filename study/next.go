package study

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Choice is what a next question is chosen from.
type Choice struct {
	Candidates []*bank.Question
	Recent     []*bank.Question    // the last that were asked, newest first; two are enough
	Copies     map[string][]string // near-duplicates of a candidate, by ID; nil where none are known
	Now        time.Time
	Seed       uint64
}

// Next is a question to ask, with the reason in words.
type Next struct {
	Question *bank.Question
	Reason   string
	Utility  float64
}

// What speaks for a question, in units of the most that an answer could tell: a question of average weight about which
// nothing is known has 1.
const (
	dueBonus      = 0.8 // times how much was forgotten, 1 - recall
	neededBonus   = 0.3 // it is about what must be learned before something that is weak
	repeatMalus   = 0.7 // one of the last two was about the same: interleaved practice is remembered better (d = 0.4 to 0.8)
	copyMalus     = 1.0 // a near-duplicate was seen: it would test the memory for that one
	freshMalus    = 1.0 // it was seen and is still remembered
	bestQuestions = 10  // among which one is drawn: always taking the best asks the same few questions of everybody
)

// candidate is a question with what speaks for it.
type candidate struct {
	q                  *bank.Question
	weight, drop       float64 // of its domains over the average one, and expected drop of the variance
	due, again, copied float64 // how much was forgotten; 1: still remembered; 1: a near-duplicate was seen
	needed             string  // the weak concept that it is needed for
	utility            float64
}

// Next chooses a question: by the weight of its domain in the exam times the drop of uncertainty that its answer is expected to
// bring, or by its date where it was seen; more if something weak builds on it; less if the last two questions were about
// the same or a near-duplicate was seen. One of the ten best is drawn, by utility. nil: there is no candidate.
func (m *Model) Next(c Choice) *Next {
	recent := primaries(c.Recent[:min(len(c.Recent), 2)])
	weak, most := m.weakConcepts(), m.mostDrop()
	all := make([]candidate, 0, len(c.Candidates))
	for _, q := range c.Candidates {
		all = append(all, m.weigh(q, c, most, recent, weak))
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.utility, a.utility), cmp.Compare(a.q.ID, b.q.ID))
	})
	if len(all) == 0 {
		return nil
	}
	best := draw(all[:min(bestQuestions, len(all))], rand.New(rand.NewPCG(c.Seed, uint64(m.seen.all))))
	return &Next{best.q, m.reason(best), best.utility}
}

func (m *Model) weigh(q *bank.Question, c Choice, most float64, recent map[string]bool, weak map[string]string) candidate {
	k := candidate{q: q}
	if m.Seen(q.ID) {
		if k.due = 1 - m.Recall(q.ID, c.Now); c.Now.Before(m.Due(q.ID)) {
			k.due, k.again = 0, 1
		}
	} else {
		k.weight, k.drop = m.examWeight(q), m.expectedDrop(q)
	}
	for id := range primaries([]*bank.Question{q}) {
		if later, ok := weak[id]; ok && (k.needed == "" || later < k.needed) {
			k.needed = later
		}
		if recent[id] {
			k.utility = -repeatMalus
		}
	}
	if slices.ContainsFunc(c.Copies[q.ID], m.Seen) {
		k.copied = 1
	}
	k.utility += k.weight*k.drop/most + dueBonus*k.due - copyMalus*k.copied - freshMalus*k.again
	if k.needed != "" {
		k.utility += neededBonus
	}
	return k
}

// expectedDrop is how much an answer is expected to take from the variance of the ability that the question asks for.
func (m *Model) expectedDrop(q *bank.Question) float64 {
	ability := m.ability(m.question(q))
	return ability.variance - m.item(q).expectedVariance(ability)
}

// mostDrop is the drop that a question brings about a learner of whom nothing is known.
func (m *Model) mostDrop() float64 {
	stranger := gauss{priorMean, learnerScale*learnerScale + examNoise}
	return stranger.variance - item{usualGuess, Difficulty{0, unknownScale}}.expectedVariance(stranger)
}

// examWeight is the weight of a question's domains over that of an average one; 1 without a blueprint, and a quarter for a
// question outside it.
func (m *Model) examWeight(q *bank.Question) float64 {
	if len(m.exam.Domains) == 0 {
		return 1
	}
	sum, found := 0.0, false
	for _, x := range m.question(q).shared {
		for _, d := range m.exam.Domains {
			if m.shared["d"+d.ID] == x.at {
				sum += x.factor * d.Weight / 100 * float64(len(m.exam.Domains))
				found = true
			}
		}
	}
	if !found {
		return 0.25
	}
	return sum
}

func primaries(questions []*bank.Question) map[string]bool {
	ids := map[string]bool{}
	for _, q := range questions {
		for _, l := range q.Links {
			if l.Primary {
				ids[l.Concept] = true
			}
		}
	}
	return ids
}

// weakConcepts gives, for each concept that is not strong, the weak one that it must be learned before.
func (m *Model) weakConcepts() map[string]string {
	before := map[string]string{}
	for _, c := range m.taxonomy.Concepts() {
		for _, r := range c.Relations {
			if r.Type != "prerequisite-of" || m.Concept(r.To).State != Weak || m.Concept(c.ID).State == Strong {
				continue
			}
			if old, ok := before[c.ID]; !ok || r.To < old {
				before[c.ID] = r.To
			}
		}
	}
	return before
}

// draw takes one of the best, with chances that fall to a half at the last.
func draw(best []candidate, r *rand.Rand) candidate {
	top, low := best[0].utility, best[len(best)-1].utility
	weight := func(c candidate) float64 {
		if top == low {
			return 1
		}
		return 0.5 + 0.5*(c.utility-low)/(top-low)
	}
	sum := 0.0
	for _, c := range best {
		sum += weight(c)
	}
	x := sum * r.Float64()
	for _, c := range best {
		if x -= weight(c); x < 0 {
			return c
		}
	}
	return best[0]
}

// reason says in words what spoke for a question.
func (m *Model) reason(c candidate) string {
	var why []string
	switch {
	case c.due > 0:
		why = append(why, fmt.Sprintf("due: the chance that you remember it has fallen to %.0f %%", 100*(1-c.due)))
	case c.again > 0:
		why = append(why, "seen before; nothing else is left that would tell more")
	default:
		why = append(why, m.unsure(c))
	}
	if c.needed != "" {
		why = append(why, "it comes before "+m.name(c.needed)+", where you are weak")
	}
	return strings.Join(why, "; ")
}

func (m *Model) unsure(c candidate) string {
	heaviest := ""
	for _, l := range c.q.Links {
		if l.Primary && heaviest == "" {
			heaviest = l.Concept
		}
	}
	text := "new to you"
	if heaviest != "" {
		switch e := m.Concept(heaviest); e.Answers {
		case 0:
			text = "nothing is known yet of you and " + m.name(heaviest)
		default:
			text = fmt.Sprintf("%s is open between %.0f and %.0f %%", m.name(heaviest), 100*e.Low, 100*e.High)
		}
	}
	if d, ok := m.domainOf(c.q); ok {
		text += fmt.Sprintf("; its domain is %.0f %% of the exam", d.Weight)
	}
	return text
}

func (m *Model) domainOf(q *bank.Question) (taxonomy.Domain, bool) {
	for _, x := range m.question(q).shared {
		for _, d := range m.exam.Domains {
			if m.shared["d"+d.ID] == x.at {
				return d, true
			}
		}
	}
	return taxonomy.Domain{}, false
}

func (m *Model) name(concept string) string {
	if c, ok := m.taxonomy.Concept(concept); ok {
		return c.Name
	}
	return concept
}
