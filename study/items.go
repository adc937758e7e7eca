package study

import (
	"cmp"
	"math"
	"slices"

	"mlatlas/bank"
)

// Items gathers what a group's answers say of questions. Only the first answer of each learner to a question counts. What
// comes out names no learner.
type Items struct {
	questions map[string]*record
	learners  map[string]int // number of a learner
	right     []int          // first answers of each learner that were right
	all       []int
}

// record is what is known of one question.
type record struct {
	q        *bank.Question
	answers  []first
	answered map[int]bool // by number of the learner
}

type first struct {
	learner int
	correct bool
	chosen  []string
}

// ItemStat is how a question worked in a group. Figures of few answers lie near those of the whole bank, since they are
// shrunk: a facility by 8 answers of the bank's mean, a discrimination by 20, the share of an option by 8 spread evenly, its
// correlation by 20 answers without any.
type ItemStat struct {
	Question       string
	Learners       int     // who answered it
	Facility       float64 // share of right answers
	Discrimination float64 // correlation of the answer with the share right on all other questions (corrected point-biserial)
	Options        []OptionStat
	Flags          []string // too-hard, too-easy, low-discrimination, unused-distractor, check-key; none under FlagLearners
}

// OptionStat is how often an option was chosen.
type OptionStat struct {
	Label  string
	Chosen int
	Share  float64 // shrunk
	Better float64 // correlation of choosing it with the share right on all other questions: above 0 in the key, below elsewhere
}

// FlagLearners is the number of learners from which on a question is judged.
const FlagLearners = 30

const (
	facilityWeight       = 8.0
	discriminationWeight = 20.0
	optionWeight         = 8.0

	textbookDiscrimination = 0.25
	fewOthers              = 5 // other answers that a learner needs to count in a correlation
)

// NewItems returns a group without answers.
func NewItems() *Items {
	return &Items{questions: map[string]*record{}, learners: map[string]int{}}
}

// Observe takes in an answer of any learner.
func (s *Items) Observe(q *bank.Question, a Attempt) {
	learner := s.number(a.Learner)
	r := s.questions[q.ID]
	if r == nil {
		r = &record{q: q, answered: map[int]bool{}}
		s.questions[q.ID] = r
	}
	if r.answered[learner] {
		return
	}
	r.answered[learner] = true
	r.answers = append(r.answers, first{learner, a.Correct, a.Chosen})
	s.all[learner]++
	if a.Correct {
		s.right[learner]++
	}
}

func (s *Items) number(learner string) int {
	n, ok := s.learners[cmp.Or(learner, Me)]
	if !ok {
		n = len(s.all)
		s.learners[cmp.Or(learner, Me)] = n
		s.right, s.all = append(s.right, 0), append(s.all, 0)
	}
	return n
}

// Stats returns the questions by ID.
func (s *Items) Stats() []ItemStat {
	mean := s.meanFacility()
	stats := make([]ItemStat, 0, len(s.questions))
	for _, r := range s.questions {
		stats = append(stats, s.stat(r, mean))
	}
	slices.SortFunc(stats, func(a, b ItemStat) int { return cmp.Compare(a.Question, b.Question) })
	usual := s.usualDiscrimination(stats)
	for i := range stats {
		st := &stats[i]
		n := float64(st.Learners)
		st.Discrimination = (n*st.Discrimination + discriminationWeight*usual) / (n + discriminationWeight)
		st.flag(s.questions[st.Question].q)
	}
	return stats
}

func (s *Items) meanFacility() float64 {
	right, all := 0, 0
	for i := range s.all {
		right, all = right+s.right[i], all+s.all[i]
	}
	return float64(right) / math.Max(float64(all), 1)
}

// usualDiscrimination is the mean over the questions, each by its answers. In a class of few learners it is as uncertain as
// that of one question, so it is shrunk by the same weight towards a usual figure.
func (s *Items) usualDiscrimination(stats []ItemStat) float64 {
	var sum, n float64
	for _, st := range stats {
		sum += float64(st.Learners) * st.Discrimination
		n += float64(st.Learners)
	}
	learners := float64(len(s.all))
	return (learners*sum/math.Max(n, 1) + discriminationWeight*textbookDiscrimination) / (learners + discriminationWeight)
}

func (s *Items) stat(r *record, mean float64) ItemStat {
	st := ItemStat{Question: r.q.ID, Learners: len(r.answers)}
	var scores, rests []float64
	right := 0.0
	for _, f := range r.answers {
		score := 0.0
		if f.correct {
			score = 1
		}
		right += score
		if rest, ok := s.rest(f); ok {
			scores, rests = append(scores, score), append(rests, rest)
		}
	}
	st.Facility = (right + facilityWeight*mean) / (float64(len(r.answers)) + facilityWeight)
	st.Discrimination = correlation(scores, rests)
	for _, o := range r.q.Options {
		st.Options = append(st.Options, s.option(r, o.Label))
	}
	return st
}

// rest is a learner's share right on all other questions.
func (s *Items) rest(f first) (float64, bool) {
	others, right := s.all[f.learner]-1, s.right[f.learner]
	if f.correct {
		right--
	}
	return float64(right) / math.Max(float64(others), 1), others >= fewOthers
}

func (s *Items) option(r *record, label string) OptionStat {
	o := OptionStat{Label: label}
	var chose, rests []float64
	for _, f := range r.answers {
		took := 0.0
		if slices.Contains(f.chosen, label) {
			took = 1
			o.Chosen++
		}
		if rest, ok := s.rest(f); ok {
			chose, rests = append(chose, took), append(rests, rest)
		}
	}
	n := float64(len(chose))
	o.Better = correlation(chose, rests) * n / (n + discriminationWeight)
	picks := 1.0
	if r.q.Kind == bank.Multiple {
		picks = float64(len(r.q.Answer))
	}
	even := picks / float64(len(r.q.Options))
	o.Share = (float64(o.Chosen) + optionWeight*even) / (float64(len(r.answers)) + optionWeight)
	return o
}

// flag marks what an author should look at: hardly more right answers than by chance, hardly any wrong ones, an answer
// that has little to do with the rest, a wrong option that nobody takes, one that draws the better learners.
func (st *ItemStat) flag(q *bank.Question) {
	if st.Learners < FlagLearners {
		return
	}
	when := func(flag string, on bool) {
		if on && !slices.Contains(st.Flags, flag) {
			st.Flags = append(st.Flags, flag)
		}
	}
	when("too-hard", st.Facility < Guess(q)+0.05)
	when("too-easy", st.Facility > 0.95)
	when("low-discrimination", st.Discrimination < 0.1)
	if q.Kind != bank.Single && q.Kind != bank.Multiple {
		return
	}
	for i, o := range st.Options {
		wrong := !q.Options[i].Correct
		when("unused-distractor", wrong && float64(o.Chosen) < 0.05*float64(st.Learners))
		when("check-key", wrong && o.Better > 2/math.Sqrt(float64(st.Learners))) // two standard errors
	}
}

// correlation is Pearson's, 0 where one side does not vary.
func correlation(x, y []float64) float64 {
	n := float64(len(x))
	if n < 3 {
		return 0
	}
	var mx, my, xx, yy, xy float64
	for i := range x {
		mx += x[i] / n
		my += y[i] / n
	}
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
		xy += (x[i] - mx) * (y[i] - my)
	}
	if xx == 0 || yy == 0 {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}
