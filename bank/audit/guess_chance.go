package audit

import (
	"math"
)

// p returns the probability of at least the game's points, were every option equally likely to be the key.
func (g *game) p() float64 {
	if g.n <= guessExact {
		return g.exactP()
	}
	variance := 0.0
	step := 1.0 // the least that a point is divided by
	for pick, n := range g.picks {
		variance += float64(n) * pick.variance()
		step = min(step, 1/float64(pick.among))
	}
	if variance == 0 {
		return 1
	}
	z := (g.points - g.chance - step/2) / math.Sqrt(variance)
	return math.Erfc(z/math.Sqrt2) / 2
}

// variance of the points of one question: 1/t with probability t/k.
func (p picked) variance() float64 {
	t, k := float64(p.among), float64(p.options)
	return 1/(k*t) - 1/(k*k)
}

// exactP adds up the distribution question by question. A pick among all options has 1/k for sure and is left out.
func (g *game) exactP() float64 {
	chances, sure := []float64{1}, 0.0 // by units of points
	for _, pick := range g.sorted() {
		if pick.among == pick.options {
			sure += float64(g.picks[pick]) / float64(pick.among)
			continue
		}
		for range g.picks[pick] {
			chances = pick.after(chances)
		}
	}
	least := int(math.Round((g.points - sure) * guessUnits))
	p := 0.0
	for units := len(chances) - 1; units >= max(0, least-g.slack()); units-- {
		p += chances[units]
	}
	return min(p, 1)
}

// slack is what rounding to units may have moved: none while no more than six options are equally good.
func (g *game) slack() int {
	slack := 0
	for pick, n := range g.picks {
		if guessUnits%pick.among != 0 && pick.among != pick.options {
			slack += n
		}
	}
	return slack
}

// after returns the distribution of points with one question more.
func (p picked) after(chances []float64) []float64 {
	units := int(math.Round(guessUnits / float64(p.among)))
	hit := float64(p.among) / float64(p.options)
	next := make([]float64, len(chances)+units)
	for i, c := range chances {
		next[i] += c * (1 - hit)
		next[i+units] += c * hit
	}
	return next
}
