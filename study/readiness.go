package study

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Readiness is the chance of passing the exam if it were taken now.
type Readiness struct {
	Chance float64
	// Low and High hold what the answers leave open: were the learner's true mastery known, the chance would lie between them
	// 8 times in 10.
	Low, High float64
	Lever     Lever   // the biggest
	Levers    []Lever // domains and tasks that lie below the target, biggest first
}

// Lever is an area whose rise to the target would raise the chance of passing.
type Lever struct {
	Kind string // domain or task
	ID   string
	Gain float64 // of the chance of passing
}

// Evidence that a readiness needs: 20 first answers in all, and 5 in each of half of the domains.
const (
	readyAnswers = 20
	readyDomain  = 5
)

// The exam is not known: where the cut lies (an Angoff panel sets it, and forms are equated; 720 of 1000 points have stood
// for about 68 to 76 % right), and how much harder or easier its questions are than those of the bank.
const (
	readyDraws = 2000
	cutLow     = 0.68
	cutHigh    = 0.76
	cutSteps   = 5
	formScale  = 0.25
)

// Readiness draws 2,000 learners who are as the answers leave this one open, lets each sit an exam made by the blueprint, and
// counts who passes. Within a draw the number right is taken as normal with the mean and variance of the questions' own
// chances, and the cut is averaged over its range, which takes most of the noise out of the count. nil: there is too little
// evidence, or no blueprint.
func (m *Model) Readiness(seed uint64) *Readiness { return m.readiness(seed, readyDraws) }

func (m *Model) readiness(seed uint64, draws int) *Readiness {
	if !m.ready() {
		return nil
	}
	s := newSitting(m, rand.New(rand.NewPCG(seed, 0x6d6c61746c6173)))
	chances := make([]float64, draws)
	for i := range chances {
		chances[i] = s.sit()
	}
	slices.Sort(chances)
	r := &Readiness{Low: chances[draws/10], High: chances[draws*9/10]}
	for _, c := range chances {
		r.Chance += c / float64(draws)
	}
	r.Levers = s.levers()
	if len(r.Levers) > 0 {
		r.Lever = r.Levers[0]
	}
	return r
}

func (m *Model) ready() bool {
	enough := 0
	for _, d := range m.exam.Domains {
		if m.seen.shared[m.shared["d"+d.ID]] >= readyDomain {
			enough++
		}
	}
	return m.exam.Scored > 0 && m.seen.all >= readyAnswers && 2*enough >= len(m.exam.Domains)
}

// sitting draws learners and lets them sit exams.
type sitting struct {
	m       *Model
	r       *rand.Rand
	root    *mat.TriDense // of the covariance of the shared effects
	domains []examDomain
	n       int // questions of the exam
	offsets []float64
	drawn   []int // in which draw each offset was drawn
	draw    int
	shared  []float64
	areas   []area
}

// area is a domain or task, and what raising it would do: to the score of one draw, and to the chance in all of them.
type area struct {
	Lever
	better score
	gain   float64
}

// examDomain is what an exam takes from a domain.
type examDomain struct {
	questions int
	area      int
	tasks     []examTask
	levels    []float64 // of the learner that was drawn, by task
}

type examTask struct {
	area   int // -1: none
	shared []load
	pool   []member
	sums   []float64 // of the weights of the pool, up to each
}

func newSitting(m *Model, r *rand.Rand) *sitting {
	var factor mat.Cholesky
	factor.Factorize(m.state.cov)
	s := &sitting{m: m, r: r, root: mat.NewTriDense(len(m.state.mean), mat.Lower, nil), n: m.exam.Scored,
		offsets: make([]float64, len(m.concepts)), drawn: make([]int, len(m.concepts)), shared: make([]float64, len(m.state.mean))}
	factor.LTo(s.root)
	questions := m.split()
	for i, d := range m.exam.Domains {
		e := examDomain{questions: questions[i], area: s.area("domain", d.ID)}
		for _, t := range m.tasksOf(d.ID) {
			task := m.examTask(t.ID)
			task.area = s.area("task", t.ID)
			e.tasks = append(e.tasks, task)
		}
		if len(e.tasks) == 0 {
			e.tasks = []examTask{{area: -1, shared: []load{{0, 1}, {m.shared["d"+d.ID], 1}}}}
		}
		e.levels = make([]float64, len(e.tasks))
		s.domains = append(s.domains, e)
	}
	return s
}

func (s *sitting) area(kind, id string) int {
	s.areas = append(s.areas, area{Lever: Lever{Kind: kind, ID: id}})
	return len(s.areas) - 1
}

func (m *Model) examTask(id string) examTask {
	t := examTask{shared: m.within([]load{{0, 1}}, id, 1), pool: m.pools[id]}
	sum := 0.0
	for _, p := range t.pool {
		sum += p.weight
		t.sums = append(t.sums, sum)
	}
	return t
}

// split gives the scored questions to the domains by weight; what rounding leaves goes to the largest remainders.
func (m *Model) split() []int {
	questions := make([]int, len(m.exam.Domains))
	rests := make([]int, 0, len(questions))
	left := m.exam.Scored
	rest := func(i int) float64 {
		exact := m.exam.Domains[i].Weight / 100 * float64(m.exam.Scored)
		return exact - math.Floor(exact)
	}
	for i, d := range m.exam.Domains {
		questions[i] = int(d.Weight / 100 * float64(m.exam.Scored))
		left -= questions[i]
		rests = append(rests, i)
	}
	slices.SortStableFunc(rests, func(a, b int) int { return cmp.Compare(rest(b), rest(a)) })
	for k := range min(max(left, 0), len(rests)) {
		questions[rests[k]]++
	}
	return questions
}

// score is the number right of one exam: mean and variance.
type score struct{ mean, variance float64 }

func (s *score) add(p, times float64) {
	s.mean += times * p
	s.variance += times * p * (1 - p)
}

// sit draws a learner and an exam, and returns the chance of passing it. On the way it notes what raising each area would do.
func (s *sitting) sit() float64 {
	s.meet()
	form := formScale * s.r.NormFloat64()
	var whole score
	for i := range s.domains {
		s.sitDomain(&s.domains[i], form, &whole)
	}
	chance := s.passes(whole)
	for i := range s.areas {
		a := &s.areas[i]
		if a.better.mean > 0 {
			a.gain += s.passes(score{whole.mean + a.better.mean, whole.variance + a.better.variance}) - chance
			a.better = score{}
		}
	}
	return chance
}

// meet draws a learner's shared effects; the offsets of concepts follow when they are asked for.
func (s *sitting) meet() {
	s.draw++
	copy(s.shared, s.m.state.mean)
	for j := range s.shared {
		noise := s.r.NormFloat64()
		for i := j; i < len(s.shared); i++ {
			s.shared[i] += s.root.At(i, j) * noise
		}
	}
}

func (s *sitting) offset(concept int) float64 {
	if s.drawn[concept] != s.draw {
		o := s.m.state.offset(concept)
		s.drawn[concept] = s.draw
		s.offsets[concept] = o.a + math.Sqrt(o.v)*s.r.NormFloat64()
		if o.b != nil {
			s.offsets[concept] += dot(o.b, s.shared)
		}
	}
	return s.offsets[concept]
}

// sitDomain asks the questions of a domain: a task each, and in it a concept as often as the blueprint names it.
func (s *sitting) sitDomain(d *examDomain, form float64, whole *score) {
	for i, t := range d.tasks {
		d.levels[i] = priorMean
		for _, x := range t.shared {
			d.levels[i] += x.factor * s.shared[x.at]
		}
	}
	goal := s.goal()
	lift := max(0, goal-average(d.levels))
	for q := range d.questions {
		i := (q + s.draw) % len(d.tasks)
		t := &d.tasks[i]
		able := d.levels[i] - unknownScale*s.r.NormFloat64() - form
		if len(t.pool) > 0 {
			able += s.offset(t.pick(s.r))
		}
		p := sitChance(able)
		whole.add(p, 1)
		s.raise(d.area, p, able, lift)
		s.raise(t.area, p, able, max(0, goal-d.levels[i]))
	}
}

// goal is the ability at which a task is mastered as far as the target wants.
func (s *sitting) goal() float64 {
	return logit(s.m.Target) / flattened(unknownScale*unknownScale+taskNoise)
}

// raise notes what a question would bring if its area were lifted.
func (s *sitting) raise(area int, p, able, lift float64) {
	if area >= 0 && lift > 0 {
		better := &s.areas[area].better
		better.add(sitChance(able+lift), 1)
		better.add(p, -1)
	}
}

func sitChance(able float64) float64 { return usualGuess + (1-usualGuess)*logistic(able) }

func (t *examTask) pick(r *rand.Rand) int {
	x := r.Float64() * t.sums[len(t.sums)-1]
	i, _ := slices.BinarySearch(t.sums, x)
	return t.pool[min(i, len(t.pool)-1)].concept
}

// passes is the chance that a score reaches the cut.
func (s *sitting) passes(sc score) float64 {
	sum := 0.0
	for k := range cutSteps {
		cut := cutLow + (cutHigh-cutLow)*(float64(k)+0.5)/cutSteps
		need := math.Ceil(cut*float64(s.n)) - 0.5
		sum += 0.5 * math.Erfc((need-sc.mean)/math.Sqrt(2*max(sc.variance, 1e-9)))
	}
	return sum / cutSteps
}

// levers drops areas that would hardly move anything, since drawing itself moves the chance by as much.
func (s *sitting) levers() []Lever {
	var levers []Lever
	for _, a := range s.areas {
		if a.Gain = a.gain / float64(s.draw); a.Gain >= 0.0005 {
			levers = append(levers, a.Lever)
		}
	}
	slices.SortFunc(levers, func(a, b Lever) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return levers
}

func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v / float64(len(x))
	}
	return sum
}
