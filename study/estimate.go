package study

import (
	"math"

	"mlatlas/taxonomy"
)

// The states of an estimate.
const (
	Weak    = "weak"    // even the upper end of the interval is below the target
	Unknown = "unknown" // the interval holds the target, or there are fewer than four answers
	Ok      = "ok"      // the interval holds the target, and its lower end is at most 0.10 below: more answers would change little
	Strong  = "strong"  // even the lower end is above the target
)

// Estimate is how well something is mastered: the chance of a right answer, without guessing, to a question about it of
// usual difficulty, with an interval that holds it 95 times in 100.
type Estimate struct {
	Mean, Low, High float64
	State           string // weak, unknown, ok, strong
	Answers         int    // to questions about it, each question once
	ToDecide        int    // about so many more answers would make it weak or strong; 0: it is, MaxToDecide: so many or more
}

// MaxToDecide is the most that Estimate.ToDecide says.
const MaxToDecide = 200

// fewAnswers is the number of answers under which nothing is called weak or strong.
const fewAnswers = 4

const (
	okBelow    = 0.10 // how far the lower end of ok may lie below the target
	normal95   = 1.959964
	usualGuess = 0.25 // of four options
)

// member is a concept that a task asks for.
type member struct {
	concept int
	weight  float64
}

// Concept estimates one concept.
func (m *Model) Concept(id string) Estimate {
	c, ok := m.concepts[id]
	if !ok {
		return Estimate{High: 1, State: Unknown, ToDecide: MaxToDecide}
	}
	l := loading{append([]load{{0, 1}}, m.homes[c]...), []load{{c, 1}}}
	ability := m.ability(l)
	i := item{usualGuess, Difficulty{0, unknownScale}}
	half := normal95 * math.Sqrt(ability.variance)
	e := Estimate{Low: i.known(ability.mean - half), High: i.known(ability.mean + half), Answers: m.seen.concepts[c]}
	e.Mean = item{0, i.Difficulty}.chance(ability)
	return m.judge(e, ability, i)
}

// Task estimates one task of the exam: the mean over the concepts that the blueprint names in it.
func (m *Model) Task(id string) Estimate {
	return m.area(m.taskParts(id, 1, nil), m.seen.shared[m.shared["t"+id]], taskNoise)
}

// Domain estimates one domain of the exam: the mean over its tasks.
func (m *Model) Domain(id string) Estimate {
	return m.area(m.domainParts(id, 1, nil), m.seen.shared[m.shared["d"+id]], domainNoise)
}

// Exam estimates the whole exam: the mean over its domains by the weights of the blueprint.
func (m *Model) Exam() Estimate {
	var parts []share
	for _, d := range m.exam.Domains {
		parts = m.domainParts(d.ID, d.Weight, parts)
	}
	return m.area(parts, m.seen.all, examNoise)
}

// One answer says less of an area than of a concept, since it depends on the concept that it happens to be about.
const (
	taskNoise   = conceptScale * conceptScale
	domainNoise = taskNoise + taskScale*taskScale
	examNoise   = domainNoise + domainScale*domainScale
)

// share is a part of an area: the ability that it takes.
type share struct {
	loading
	weight float64
}

// taskParts adds what a task asks for: each of its concepts, or the task alone where the blueprint names none.
func (m *Model) taskParts(id string, weight float64, parts []share) []share {
	shared := m.within([]load{{0, 1}}, id, 1)
	pool, all := m.pools[id], 0.0
	for _, p := range pool {
		all += p.weight
	}
	for _, p := range pool {
		parts = append(parts, share{loading{shared, []load{{p.concept, 1}}}, weight * p.weight / all})
	}
	if len(pool) == 0 {
		parts = append(parts, share{loading{shared, nil}, weight})
	}
	return parts
}

func (m *Model) domainParts(id string, weight float64, parts []share) []share {
	tasks := m.tasksOf(id)
	for _, t := range tasks {
		parts = m.taskParts(t.ID, weight/float64(len(tasks)), parts)
	}
	if d, ok := m.shared["d"+id]; ok && len(tasks) == 0 {
		parts = append(parts, share{loading{[]load{{0, 1}, {d, 1}}, nil}, weight})
	}
	return parts
}

func (m *Model) tasksOf(domain string) (tasks []taxonomy.Task) {
	for _, t := range m.exam.Tasks {
		if t.Domain == domain {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// area estimates a weighted mean of abilities. Its variance is that of its linearisation (the delta method), whose slopes
// are averaged over the uncertainty; the interval is laid on the logit scale, so that it stays between 0 and 1.
func (m *Model) area(parts []share, answers int, noise float64) Estimate {
	if len(parts) == 0 {
		return Estimate{High: 1, State: Unknown, ToDecide: MaxToDecide}
	}
	i := item{0, Difficulty{0, unknownScale}}
	var mean, weights float64
	slope := sum{make([]float64, len(m.state.mean)), make([]float64, len(m.concepts))}
	for _, p := range parts {
		weights += p.weight
		known, by := i.slope(m.ability(p.loading))
		mean += p.weight * known
		slope.add(p.loading, p.weight*by)
	}
	mean /= weights
	steep := mean * (1 - mean)
	sd := math.Sqrt(m.state.view(slope.loading()).variance) / weights / steep
	e := Estimate{Mean: mean, Answers: answers,
		Low: logistic(logit(mean) - normal95*sd), High: logistic(logit(mean) + normal95*sd)}
	scale := flattened(unknownScale*unknownScale + noise)
	whole := gauss{logit(mean) / scale, sd * sd / (scale * scale)}
	return m.judge(e, whole, item{usualGuess, Difficulty{0, math.Sqrt(unknownScale*unknownScale + noise)}})
}

// slope is the mean chance of knowing and its mean derivative.
func (i item) slope(ability gauss) (known, by float64) {
	flat := flattened(i.Spread * i.Spread)
	curve := i.curve()
	ability.each(func(x, w float64) {
		p := curve(x)
		known += w * p
		by += w * flat * p * (1 - p)
	})
	return known, by
}

// sum is a weighted sum of loadings, effect by effect: a concept of two tasks is one effect.
type sum struct {
	shared, concepts []float64
}

func (s *sum) add(l loading, factor float64) {
	for _, x := range l.shared {
		s.shared[x.at] += factor * x.factor
	}
	for _, x := range l.concepts {
		s.concepts[x.at] += factor * x.factor
	}
}

func (s *sum) loading() loading {
	return loading{loads(s.shared), loads(s.concepts)}
}

func loads(dense []float64) (sparse []load) {
	for at, factor := range dense {
		if factor != 0 {
			sparse = append(sparse, load{at, factor})
		}
	}
	return sparse
}

// judge gives an estimate its state, and says how many more answers would decide. Each answer adds about the Fisher
// information of one at the present mean to the inverse of the variance, so that the number follows without a simulation:
// information wanted over information of one answer.
func (m *Model) judge(e Estimate, ability gauss, next item) Estimate {
	switch {
	case e.Answers < fewAnswers:
		e.State = Unknown
	case e.High < m.Target:
		e.State = Weak
	case e.Low > m.Target:
		e.State = Strong
	case e.Low >= m.Target-okBelow:
		e.State = Ok
	default:
		e.State = Unknown
	}
	if e.State == Weak || e.State == Strong {
		return e
	}
	goal := logit(m.Target) / flattened(next.Spread*next.Spread)
	wanted := math.Pow(normal95/(ability.mean-goal), 2) - 1/ability.variance
	n := math.Ceil(wanted / next.information(ability.mean))
	e.ToDecide = int(min(max(n, 1, float64(fewAnswers-e.Answers)), MaxToDecide))
	return e
}

// information is the Fisher information of an answer about the ability.
func (i item) information(ability float64) float64 {
	k := i.known(ability)
	p := i.guess + (1-i.guess)*k
	by := (1 - i.guess) * flattened(i.Spread*i.Spread) * k * (1 - k)
	return by * by / (p * (1 - p))
}
