package study

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Candidate is a question that could be asked, without its text: of 100,000 questions they take 10 MB.
type Candidate struct {
	ID     string
	Task   string // the heaviest of the exam, or ""
	Domain string
	Print  uint64 // of the stem: questions with the same one are copies
}

// NewCandidate reports false for what cannot be asked: an essay, or a question without a key.
func NewCandidate(q *bank.Question, exam string) (Candidate, bool) {
	c := Candidate{ID: q.ID, Print: hash(bank.Fold(q.Stem))}
	for _, link := range q.Tasks {
		if link.Exam == exam {
			c.Task, c.Domain = link.Task, link.Domain
			break
		}
	}
	askable := len(q.Answer) > 0 && q.Kind != bank.Essay && (!hasLabels(q) || len(q.Options) > 1)
	return c, askable
}

// LeastAnswered orders candidates by how often the learner has answered each, mixed by a seed among equals.
func LeastAnswered(candidates []Candidate, answers map[string]int, seed uint64) []Candidate {
	list := mixed(candidates, seed)
	slices.SortStableFunc(list, func(a, b Candidate) int { return answers[a.ID] - answers[b.ID] })
	return withoutCopies(list)
}

// Missed lists the candidates whose last answer was wrong, the latest first.
func Missed(candidates []Candidate, last map[string]Last) []Candidate {
	list := slices.DeleteFunc(slices.Clone(candidates), func(c Candidate) bool {
		l, seen := last[c.ID]
		return !seen || l.Correct
	})
	slices.SortFunc(list, func(a, b Candidate) int {
		return cmp.Or(last[b.ID].At.Compare(last[a.ID].At), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// mixed shuffles candidates, from the order of their IDs.
func mixed(candidates []Candidate, seed uint64) []Candidate {
	list := slices.SortedFunc(slices.Values(candidates), func(a, b Candidate) int { return cmp.Compare(a.ID, b.ID) })
	random := rand.New(rand.NewPCG(seed, 1))
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// withoutCopies leaves the first of the questions with the same stem.
func withoutCopies(list []Candidate) []Candidate {
	seen := map[uint64]bool{}
	return slices.DeleteFunc(list, func(c Candidate) bool {
		again := seen[c.Print]
		seen[c.Print] = true
		return again
	})
}

// Draw draws the questions of a mock exam. The n places are shared among the domains by their weights, and those of a
// domain evenly among its tasks: whole places first, then one each by the largest remainder, by lot among equals. A task
// with too few questions gives its places to its domain, a domain to all. Among the questions of a task chance decides. The
// result is mixed, as the parts of an exam are.
func Draw(exam *taxonomy.Exam, candidates []Candidate, n int, seed uint64) []Candidate {
	pool := withoutCopies(mixed(candidates, seed))
	var drawn []Candidate
	take := func(most int, fits func(Candidate) bool) (taken int) {
		pool = slices.DeleteFunc(pool, func(c Candidate) bool {
			if taken >= most || !fits(c) {
				return false
			}
			drawn = append(drawn, c)
			taken++
			return true
		})
		return taken
	}
	random := rand.New(rand.NewPCG(seed, 2))
	weights := make([]float64, len(exam.Domains))
	for i, d := range exam.Domains {
		weights[i] = d.Weight
	}
	for i, places := range apportion(weights, n, random) {
		domain := exam.Domains[i].ID
		tasks := tasksOf(exam, domain)
		for j, share := range apportion(slices.Repeat([]float64{1}, len(tasks)), places, random) {
			places -= take(share, func(c Candidate) bool { return c.Task == tasks[j] })
		}
		take(places, func(c Candidate) bool { return c.Domain == domain })
	}
	take(n-len(drawn), func(c Candidate) bool { return c.Domain != "" })
	take(n-len(drawn), func(Candidate) bool { return true })
	return mixed(drawn, seed+1)
}

func tasksOf(exam *taxonomy.Exam, domain string) (ids []string) {
	for _, task := range exam.Tasks {
		if task.Domain == domain {
			ids = append(ids, task.ID)
		}
	}
	return ids
}

// apportion shares n places by weight: whole parts first, then one each by the largest remainder, by lot among equals.
func apportion(weights []float64, n int, random *rand.Rand) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	places, rest, left := make([]int, len(weights)), make([]float64, len(weights)), n
	for i, w := range weights {
		if sum > 0 {
			exact := float64(n) * w / sum
			places[i] = int(exact)
			rest[i] = exact - float64(places[i])
			left -= places[i]
		}
	}
	order := random.Perm(len(weights))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order[:min(max(left, 0), len(order))] {
		places[i]++
	}
	return places
}
