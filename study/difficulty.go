package study

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// Difficulty is how hard a question is, in logits above one of average difficulty, and how uncertain that is (one
// standard deviation).
type Difficulty struct{ Logit, Spread float64 }

// Labels are coarse, and authors judge difficulty badly: one step of the three is worth 0.7 logits (0.5 becomes 0.33 or
// 0.67), and 0.65 of uncertainty stay. Questions without a label spread by 0.8, a usual figure for certification items.
const (
	labelStep    = 0.7
	labelSpread  = 0.65
	unknownScale = 0.8
)

var levels = map[string]float64{
	"very easy": -1.5, "easy": -1, "beginner": -1, "basic": -1, "foundational": -1, "low": -1, "simple": -1,
	"medium": 0, "intermediate": 0, "moderate": 0, "normal": 0, "average": 0,
	"hard": 1, "difficult": 1, "advanced": 1, "high": 1, "expert": 1.5, "very hard": 1.5,
}

// LabelledDifficulty reads the author's label out of the tags: "hard", "difficulty: easy", "level-4" of 1 to 5.
func LabelledDifficulty(q *bank.Question) Difficulty {
	for _, tag := range q.Tags {
		if steps, ok := labelSteps(tag); ok {
			return Difficulty{steps * labelStep, labelSpread}
		}
	}
	return Difficulty{0, unknownScale}
}

func labelSteps(tag string) (float64, bool) {
	words := strings.FieldsFunc(strings.ToLower(tag), func(r rune) bool { return strings.ContainsRune(" :=-_/", r) })
	named := len(words) > 1 && (words[0] == "difficulty" || words[0] == "level")
	if named {
		words = slices.DeleteFunc(words, func(w string) bool { return w == "difficulty" || w == "level" })
	}
	value := strings.Join(words, " ")
	if steps, ok := levels[value]; ok {
		return steps, true
	}
	if n, err := strconv.Atoi(value); named && err == nil && n >= 1 && n <= 5 {
		return float64(n-3) / 2 * 1.5, true
	}
	return 0, false
}

// Difficulty is how hard a question is, judged by its label and by the answers of all learners but one: the most likely
// difficulty with the label as the prior, and the curvature there as its uncertainty. Those who answered are taken for
// people as good as the group, spread as the model's prior has it.
func (s *Items) Difficulty(q *bank.Question, except string) Difficulty {
	prior := LabelledDifficulty(q)
	right, all := s.others(q.ID, except)
	if all == 0 {
		return prior
	}
	i := item{Guess(q), Difficulty{prior.Logit, groupScale}}
	able, sharp := s.groupAbility(i.guess), 0.0
	for range 12 { // Fisher scoring; it stands still after five or six rounds
		k := i.known(able)
		p := min(max(i.guess+(1-i.guess)*k, 1e-6), 1-1e-6)
		by := -(1 - i.guess) * flattened(groupScale*groupScale) * k * (1 - k)
		sharp = 1/(prior.Spread*prior.Spread) + float64(all)*by*by/(p*(1-p))
		push := by*(float64(right)/p-float64(all-right)/(1-p)) - (i.Logit-prior.Logit)/(prior.Spread*prior.Spread)
		i.Logit += min(max(push/sharp, -1), 1)
	}
	return Difficulty{i.Logit, max(1/math.Sqrt(sharp), 0.1)}
}

// groupScale is the spread of learners around the group's mean on one question.
const groupScale = 1.3

// groupAbility is the ability at which the group's mean share of right answers is expected.
func (s *Items) groupAbility(guess float64) float64 {
	known := (s.meanFacility() - guess) / (1 - guess)
	return logit(min(max(known, 0.02), 0.98)) / flattened(groupScale*groupScale)
}

func (s *Items) others(question, except string) (right, all int) {
	r := s.questions[question]
	if r == nil {
		return 0, 0
	}
	left, known := s.learners[cmp.Or(except, Me)]
	for _, f := range r.answers {
		if known && f.learner == left {
			continue
		}
		all++
		if f.correct {
			right++
		}
	}
	return right, all
}
