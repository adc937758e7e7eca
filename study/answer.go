package study

import "math"

// gauss is a normal distribution of a logit.
type gauss struct{ mean, variance float64 }

// gridStep and gridEnd lay 21 points from -5 to 5 standard deviations. For the normal density times anything as smooth as a
// logistic curve the trapezoid rule on them is off by less than 0.001 logits.
const (
	gridStep = 0.5
	gridEnd  = 5.0
)

var gridWeights = func() (w []float64) {
	for x := -gridEnd; x <= gridEnd; x += gridStep {
		w = append(w, gridStep*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi))
	}
	return w
}()

// each calls f with points of the distribution and their weights.
func (n gauss) each(f func(x, weight float64)) {
	sd := math.Sqrt(n.variance)
	for i, w := range gridWeights {
		f(n.mean+sd*(float64(i)*gridStep-gridEnd), w)
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// flattened is the factor by which a logit shrinks when a normal uncertainty is averaged out of a logistic curve
// (MacKay 1992): E logistic(x + e) is about logistic(x / sqrt(1 + pi/8 var e)).
func flattened(variance float64) float64 { return 1 / math.Sqrt(1+math.Pi/8*variance) }

// item is what an answer depends on besides the learner.
type item struct {
	guess float64
	Difficulty
}

// curve is the chance that somebody of an ability knows the answer; the item's own uncertainty is averaged out.
func (i item) curve() func(ability float64) float64 {
	flat := flattened(i.Spread * i.Spread)
	return func(ability float64) float64 { return logistic(flat * (ability - i.Logit)) }
}

func (i item) known(ability float64) float64 { return i.curve()(ability) }

// chance is the chance of a right answer of a learner whose ability is only known as a distribution.
func (i item) chance(ability gauss) float64 {
	sum, known := 0.0, i.curve()
	ability.each(func(x, w float64) { sum += w * known(x) })
	return i.guess + (1-i.guess)*sum
}

// after is the distribution of the ability after an answer: the normal one with the mean and the variance of the exact
// posterior (assumed-density filtering; Opper 1998, Minka 2001), which needs no linearisation and so stands the guess
// floor, where the extended Kalman filter takes too large steps.
func (i item) after(ability gauss, correct bool) gauss {
	var total, first, second float64
	known := i.curve()
	ability.each(func(x, w float64) {
		likelihood := 1 - known(x) // the factor 1-guess is the same everywhere: a wrong answer was no lucky one
		if correct {
			likelihood = i.guess + (1-i.guess)*(1-likelihood)
		}
		d := x - ability.mean
		total += w * likelihood
		first += w * likelihood * d
		second += w * likelihood * d * d
	})
	shift := first / total
	return gauss{ability.mean + shift, second/total - shift*shift}
}

// expectedVariance is the variance that is left on average after an answer that is not known yet.
func (i item) expectedVariance(ability gauss) float64 {
	p := i.chance(ability)
	return p*i.after(ability, true).variance + (1-p)*i.after(ability, false).variance
}
