package study

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// fullState is the slow twin: one normal distribution of all effects with its whole covariance.
type fullState struct {
	shared int
	mean   []float64
	cov    *mat.SymDense
	prior  []float64
}

func newFull(prior []float64, concepts int, scale float64) *fullState {
	f := &fullState{shared: len(prior), prior: append([]float64{}, prior...)}
	for range concepts {
		f.prior = append(f.prior, scale)
	}
	f.mean = make([]float64, len(f.prior))
	f.cov = mat.NewSymDense(len(f.prior), nil)
	for i, v := range f.prior {
		f.cov.SetSym(i, i, v)
	}
	return f
}

func (f *fullState) row(l loading) *mat.VecDense {
	h := mat.NewVecDense(len(f.mean), nil)
	for _, x := range l.shared {
		h.SetVec(x.at, h.AtVec(x.at)+x.factor)
	}
	for _, x := range l.concepts {
		h.SetVec(f.shared+x.at, h.AtVec(f.shared+x.at)+x.factor)
	}
	return h
}

func (f *fullState) view(l loading) gauss {
	h := f.row(l)
	return gauss{mat.Dot(h, mat.NewVecDense(len(f.mean), f.mean)), mat.Inner(h, f.cov, h)}
}

func (f *fullState) move(l loading, before, after gauss) {
	var ph mat.VecDense
	ph.MulVec(f.cov, f.row(l))
	for i := range f.mean {
		f.mean[i] += ph.AtVec(i) * (after.mean - before.mean) / before.variance
	}
	f.cov.SymRankOne(f.cov, (after.variance-before.variance)/(before.variance*before.variance), &ph)
}

func (f *fullState) fade(keep float64) {
	f.cov.ScaleSym(keep*keep, f.cov)
	for i, v := range f.prior {
		f.mean[i] *= keep
		f.cov.SetSym(i, i, f.cov.At(i, i)+(1-keep*keep)*v)
	}
}

func abilityOf(concept int) loading {
	return loading{[]load{{0, 1}, {1 + concept%3, 1}}, []load{{concept, 1}}}
}

// Where each question is about one concept, the star is exact.
func TestStarIsExactForSingleConcepts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	prior := []float64{1, 0.2, 0.2, 0.2}
	star, full := newState(prior, 12, 0.5), newFull(prior, 12, 0.5)
	it := item{0.25, Difficulty{0.3, 0.8}}
	for range 300 {
		l := abilityOf(r.IntN(12))
		w, b := star.view(l), full.view(l)
		correct := r.Float64() < 0.6
		star.move(l, w, it.after(w.gauss, correct))
		full.move(l, b, it.after(b, correct))
	}
	near(t, star, full, 1e-9)
	star.fade(0.9)
	full.fade(0.9)
	near(t, star, full, 1e-9) // one fading keeps every pair of an effect and a concept
}

// Questions about several concepts tie these together, which the star forgets: means stay within 0.1 logits.
func TestStarIsCloseForSeveralConcepts(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	prior := []float64{1, 0.2, 0.2, 0.2}
	star, full := newState(prior, 12, 0.5), newFull(prior, 12, 0.5)
	it := item{0.25, Difficulty{0, 0.8}}
	for i := range 300 {
		l := abilityOf(r.IntN(12))
		l.concepts[0].factor = 0.6
		l.concepts = append(l.concepts, load{(l.concepts[0].at + 3) % 12, 0.4})
		w, b := star.view(l), full.view(l)
		correct := r.Float64() < 0.6
		star.move(l, w, it.after(w.gauss, correct))
		full.move(l, b, it.after(b, correct))
		if i%50 == 49 {
			star.fade(0.98)
			full.fade(0.98)
		}
	}
	near(t, star, full, 0.1)
}

func near(t *testing.T, star *state, full *fullState, most float64) {
	t.Helper()
	for c := range 12 {
		got, want := star.view(abilityOf(c)).gauss, full.view(abilityOf(c))
		if math.Abs(got.mean-want.mean) > most || math.Abs(math.Sqrt(got.variance)-math.Sqrt(want.variance)) > most {
			t.Errorf("concept %d: mean %.4f, sd %.4f; with the whole covariance %.4f, %.4f",
				c, got.mean, math.Sqrt(got.variance), want.mean, math.Sqrt(want.variance))
		}
	}
}

// What is not touched for long is as uncertain as a stranger, and never more.
func TestFadingEndsAtThePrior(t *testing.T) {
	s := newState([]float64{1, 0.2, 0.2, 0.2}, 12, 0.5)
	l := abilityOf(1)
	before := s.view(l).gauss
	for range 20 {
		w := s.view(l)
		s.move(l, w, item{0.25, Difficulty{0, 0.8}}.after(w.gauss, true))
	}
	last := s.view(l).variance
	for range 30 {
		s.fade(0.8)
		now := s.view(l).variance
		if now < last-1e-9 || now > before.variance+1e-9 {
			t.Fatalf("variance %.4f after %.4f; a stranger's is %.4f", now, last, before.variance)
		}
		last = now
	}
	if got := s.view(l).gauss; math.Abs(got.mean) > 0.01 || math.Abs(got.variance-before.variance) > 0.01 {
		t.Errorf("after long: %+v, want about %+v", got, before)
	}
}

// The grid agrees with a fine sum.
func TestAnswerAgainstFineSum(t *testing.T) {
	for _, c := range []struct {
		ability gauss
		it      item
	}{
		{gauss{0.4, 1.9}, item{0.25, Difficulty{0, 0.8}}},
		{gauss{-2, 0.3}, item{0.5, Difficulty{1.5, 0.4}}},
		{gauss{3, 2.5}, item{0, Difficulty{-1, 0.1}}},
	} {
		for _, correct := range []bool{true, false} {
			got := c.it.after(c.ability, correct)
			var total, first, second float64
			sd := math.Sqrt(c.ability.variance)
			for z := -9.0; z <= 9; z += 0.001 {
				x := c.ability.mean + sd*z
				p := c.it.guess + (1-c.it.guess)*c.it.known(x)
				if !correct {
					p = 1 - p
				}
				w := p * math.Exp(-z*z/2)
				total, first, second = total+w, first+w*x, second+w*x*x
			}
			mean := first / total
			if variance := second/total - mean*mean; math.Abs(got.mean-mean) > 2e-3 || math.Abs(got.variance-variance) > 3e-3 {
				t.Errorf("%+v %v: %+v, want %.5f, %.5f", c, correct, got, mean, variance)
			}
		}
	}
}

func TestLuckyGuessesTellLess(t *testing.T) {
	ability := gauss{0, 1}
	last := math.Inf(1)
	for _, guess := range []float64{0, 0.1, 0.25, 0.5} {
		up := item{guess, Difficulty{0, 0.8}}.after(ability, true).mean
		if up >= last {
			t.Errorf("guess %.2f raises by %.3f, one less likely by %.3f", guess, up, last)
		}
		last = up
		if down := (item{guess, Difficulty{0, 0.8}}).after(ability, false).mean; math.Abs(down-(item{0, Difficulty{0, 0.8}}).after(ability, false).mean) > 1e-12 {
			t.Errorf("a wrong answer is never luck, yet guess %.2f gives %.3f", guess, down)
		}
	}
}
