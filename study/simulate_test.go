package study

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing/fstest"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// The simulated exam: 4 domains weighted as those of MLA-C01, 3 tasks each, 40 concepts, chains of prerequisites.
const simConcepts = 40

var simWeights = []float64{28, 26, 22, 24}

func simTask(concept int) (domain, task int) { return concept / 10, concept % 10 * 3 / 10 }

// simTaxonomy is the subject: concept 10d+i belongs to domain d. Every other concept is a prerequisite of the one after it.
func simTaxonomy() (*taxonomy.Taxonomy, *taxonomy.Exam, error) {
	concepts := "concepts:\n"
	bullets := map[string]string{}
	for c := range simConcepts {
		concepts += fmt.Sprintf("  - {id: c%d, name: Concept %d zq%d, kind: concept, tasks: []", c, c, c)
		if c%2 == 0 {
			concepts += fmt.Sprintf(", relations: [{type: prerequisite-of, to: c%d, reason: first}]", c+1)
		}
		concepts += "}\n"
		d, t := simTask(c)
		key := fmt.Sprintf("%d.%d", d+1, t+1)
		bullets[key] += fmt.Sprintf("    - {id: %s.K%d, keywords: k, concepts: [c%d]}\n", key, c, c)
	}
	exam := "id: sim-01\nname: Simulated\nstatus: in use\nscored: 50\nunscored: 15\nminutes: 130\npassing: 720\nitem_types: [multiple-choice]\ndomains:\n"
	tasks := "tasks:\n"
	for d, w := range simWeights {
		exam += fmt.Sprintf("- {id: \"%d\", name: Domain %d, weight: %v}\n", d+1, d+1, w)
		for t := range 3 {
			key := fmt.Sprintf("%d.%d", d+1, t+1)
			tasks += fmt.Sprintf("- id: \"%s\"\n  domain: \"%d\"\n  name: Task %s\n  bullets:\n%s", key, d+1, key, bullets[key])
		}
	}
	tax, err := taxonomy.Load(fstest.MapFS{"concepts/c.yaml": {Data: []byte(concepts)}, "exams/e.yaml": {Data: []byte(exam + tasks)}})
	if err != nil {
		return nil, nil, err
	}
	e, _ := tax.Exam("sim-01")
	return tax, e, nil
}

// world says how simulated people and questions are made. None is the model: its learners spread by other amounts, blind
// guesses are not all of guessing, labels are noisy, and people forget and learn while they answer.
type world struct {
	name string
	// abilities draws the logits of the concepts of one learner.
	abilities func(r *rand.Rand) []float64
	guess     func(r *rand.Rand) float64 // of a question with four options
	slope     func(r *rand.Rand) float64 // how well a question tells learners apart
	hardness  float64                    // spread of difficulties
	label     float64                    // noise of the author's label, in logits
	all       bool                       // all concepts of a question are needed, instead of their weighted mean
	forgets   float64                    // logits that a concept loses in a month
	learns    float64                    // logits that a concept gains by an answer that is explained
}

func hierarchy(mean, learner, domain, concept, prerequisite float64) func(r *rand.Rand) []float64 {
	return func(r *rand.Rand) []float64 {
		able := mean + learner*r.NormFloat64()
		var domains [4]float64
		for d := range domains {
			domains[d] = domain * r.NormFloat64()
		}
		out := make([]float64, simConcepts)
		own := 0.0
		for c := range out {
			d, _ := simTask(c)
			fresh := r.NormFloat64()
			if c%2 == 1 {
				fresh = prerequisite*own + math.Sqrt(1-prerequisite*prerequisite)*fresh
			}
			own = fresh
			out[c] = able + domains[d] + concept*own
		}
		return out
	}
}

// patchwork has no hierarchy: every concept is known well or badly by itself.
func patchwork(r *rand.Rand) []float64 {
	out := make([]float64, simConcepts)
	for c := range out {
		out[c] = logit(min(max(0.08+0.9*math.Sqrt(r.Float64()), 0.02), 0.98))
	}
	return out
}

func constant(x float64) func(*rand.Rand) float64 { return func(*rand.Rand) float64 { return x } }

func between(low, high float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return low + (high-low)*r.Float64() }
}

var worlds = []world{
	{name: "hierarchy", abilities: hierarchy(0.6, 0.8, 0.5, 0.8, 0), guess: constant(0.25), slope: constant(1), hardness: 1, label: 0.6},
	{name: "prerequisites", abilities: hierarchy(0.6, 0.8, 0.5, 0.8, 0.6), guess: constant(0.25), slope: constant(1), hardness: 1, label: 0.6},
	{name: "forgetting", abilities: hierarchy(0.6, 0.8, 0.5, 0.8, 0), guess: constant(0.25), slope: constant(1), hardness: 1, label: 0.6,
		forgets: 0.12, learns: 0.1},
	{name: "shrewd", abilities: hierarchy(0.3, 1.2, 0.3, 0.6, 0.3), guess: between(0.15, 0.45), slope: between(0.6, 1.5), hardness: 1, label: 1},
	{name: "patchwork", abilities: patchwork, guess: between(0.15, 0.4), slope: constant(1), hardness: 0.8, label: 0.8},
	{name: "all needed", abilities: hierarchy(1.2, 0.9, 0.4, 0.8, 0.3), guess: between(0.2, 0.33), slope: constant(1), hardness: 0.9, label: 0.8, all: true},
}

// simItem is a question with what its author does not know.
type simItem struct {
	q                  *bank.Question
	guess, slope, hard float64
	concepts           []int
	weights            []float64
}

func (w world) item(r *rand.Rand, id string, concept int) simItem {
	it := simItem{guess: w.guess(r), slope: w.slope(r), hard: w.hardness * r.NormFloat64(), concepts: []int{concept}, weights: []float64{1}}
	if r.Float64() < 0.5 { // half of the questions are about two concepts of a domain
		other := concept/10*10 + r.IntN(10)
		if other != concept {
			it.concepts, it.weights = append(it.concepts, other), []float64{0.65, 0.35}
		}
	}
	d, t := simTask(concept)
	q := &bank.Question{ID: id, Kind: bank.Single, Tags: []string{w.judged(it.hard + w.label*r.NormFloat64())}, Answer: []string{"A"},
		Options: []bank.Option{{Label: "A", Correct: true}, {Label: "B"}, {Label: "C"}, {Label: "D"}},
		Tasks:   []bank.TaskLink{{Exam: "sim-01", Domain: fmt.Sprint(d + 1), Task: fmt.Sprintf("%d.%d", d+1, t+1), Weight: 1}}}
	for i, c := range it.concepts {
		q.Links = append(q.Links, bank.Link{Concept: fmt.Sprint("c", c), Role: bank.RoleKey, Weight: it.weights[i], Primary: i == 0})
	}
	it.q = q
	return it
}

func (w world) judged(hard float64) string {
	switch {
	case hard < -0.5:
		return "easy"
	case hard > 0.5:
		return "hard"
	}
	return "medium"
}

// knows is the true chance that somebody knows the answer.
func (w world) knows(it simItem, abilities []float64) float64 {
	if w.all {
		p := 1.0
		for _, c := range it.concepts {
			p *= logistic(it.slope * (abilities[c] - it.hard))
		}
		return p
	}
	able := 0.0
	for i, c := range it.concepts {
		able += it.weights[i] * abilities[c]
	}
	return logistic(it.slope * (able - it.hard))
}

func (w world) right(it simItem, abilities []float64) float64 {
	return it.guess + (1-it.guess)*w.knows(it, abilities)
}

// mastery is the true chance of knowing a question about one concept, over all difficulties.
func (w world) mastery(ability float64) float64 {
	sum := 0.0
	slopes := rand.New(rand.NewPCG(5, 5))
	for range 9 {
		s := w.slope(slopes)
		gauss{0, w.hardness * w.hardness}.each(func(b, weight float64) { sum += weight * logistic(s*(ability-b)) })
	}
	return sum / 9
}

// life lets a learner answer n questions, some concepts much more often than others, and calls see with each.
func (w world) life(r *rand.Rand, n int, abilities []float64, see func(it simItem, a Attempt)) {
	popular := r.Perm(simConcepts)
	at := time.Date(2026, 1, 5, 18, 0, 0, 0, time.UTC)
	for i := range n {
		c := popular[int(float64(simConcepts)*math.Pow(r.Float64(), 1.5))]
		it := w.item(r, fmt.Sprint("q", i), c)
		a := Attempt{Question: it.q.ID, At: at, Mode: "learn", Chosen: []string{"B"}}
		if r.Float64() < w.right(it, abilities) {
			a.Correct, a.Chosen = true, []string{"A"}
		}
		see(it, a)
		for _, c := range it.concepts {
			abilities[c] += w.learns
		}
		if i%20 == 19 { // an evening
			at = at.Add(72 * time.Hour)
			for c := range abilities {
				abilities[c] -= w.forgets / 10
			}
		}
		at = at.Add(time.Minute)
	}
}

// exam says whether a learner passes a form of the exam: its questions by the blueprint, its difficulty and cut its own.
func (w world) exam(r *rand.Rand, abilities []float64) float64 {
	form := 0.2 * r.NormFloat64()
	right := 0
	for d, n := range []int{14, 13, 11, 12} {
		for range n {
			it := w.item(r, "x", d*10+r.IntN(10))
			it.hard += form
			if r.Float64() < w.right(it, abilities) {
				right++
			}
		}
	}
	if float64(right) >= 50*(0.68+0.08*r.Float64()) {
		return 1
	}
	return 0
}

// weakest returns the k concepts with the lowest values, the first of equal ones.
func weakest(values []float64, k int) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return 0
	})
	return order[:k]
}
