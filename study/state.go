package study

import "gonum.org/v1/gonum/mat"

// state is a joint normal distribution of many effects, in logits around their prior means: a few shared ones (the
// learner, the domains and the tasks of an exam) with a full covariance, and an offset for every concept. Concepts are kept as a
// star: given the shared effects u, offsets are independent of each other,
//
//	offset = a + b·u + noise of variance v.
//
// An answer to a question about several concepts would tie their offsets together; the star keeps every pair (u, offset)
// exactly as the full update has it and drops that tie, which is the nearest star in Kullback-Leibler divergence. An
// answer then costs the square of the shared effects (about 20), however many concepts there are: 1,300 concepts with a
// full covariance would cost a million multiplications.
type state struct {
	mean    []float64     // of the shared effects
	cov     *mat.SymDense //
	prior   []float64     // variances of the shared effects before any answer
	scale   float64       // variance of an offset before any answer
	offsets []*offset     // by number of the concept; nil: nothing known
}

type offset struct {
	a, v float64
	b    []float64
}

// load says that an ability depends on effect number at by a factor.
type load struct {
	at     int
	factor float64
}

// loading is an ability as a sum of effects.
type loading struct{ shared, concepts []load }

func newState(prior []float64, concepts int, scale float64) *state {
	s := &state{mean: make([]float64, len(prior)), cov: mat.NewSymDense(len(prior), nil), prior: prior, scale: scale,
		offsets: make([]*offset, concepts)}
	for i, v := range prior {
		s.cov.SetSym(i, i, v)
	}
	return s
}

func (s *state) offset(concept int) offset {
	if o := s.offsets[concept]; o != nil {
		return *o
	}
	return offset{v: s.scale}
}

func (s *state) touch(concept int) *offset {
	if s.offsets[concept] == nil {
		s.offsets[concept] = &offset{v: s.scale, b: make([]float64, len(s.mean))}
	}
	return s.offsets[concept]
}

// view is the distribution of one ability, with what is needed to move the state by it.
type view struct {
	gauss
	along  []float64 // the ability's dependence on u, through concepts too
	shared []float64 // covariance of u with the ability
	spread float64   // the part of the variance that comes from u
}

func (s *state) view(l loading) view {
	w := view{along: make([]float64, len(s.mean)), shared: make([]float64, len(s.mean))}
	own := s.fold(l, &w)
	for i, row := 0, s.cov.RawSymmetric(); i < len(s.mean); i++ {
		if w.along[i] == 0 {
			continue
		}
		for j := range s.mean { // only the upper triangle is filled
			w.shared[j] += w.along[i] * row.Data[min(i, j)*row.Stride+max(i, j)]
		}
	}
	w.spread = dot(w.along, w.shared)
	w.mean += dot(w.along, s.mean)
	w.variance = w.spread + own
	return w
}

// fold writes the ability as a function of u alone, and returns the variance that the offsets add of their own.
func (s *state) fold(l loading, w *view) (own float64) {
	for _, x := range l.shared {
		w.along[x.at] += x.factor
	}
	for _, x := range l.concepts {
		o := s.offset(x.at)
		w.mean += x.factor * o.a
		own += x.factor * x.factor * o.v
		for i, b := range o.b {
			w.along[i] += x.factor * b
		}
	}
	return own
}

// move takes over what became known of one ability. With g = along, the new covariance is P + r (Pg)(Pg)ᵀ where r is
// the change of the variance over its square; by Sherman and Morrison no matrix needs to be inverted.
func (s *state) move(l loading, w view, after gauss) {
	ratio := (after.variance - w.variance) / (w.variance * w.variance)
	push := (after.mean - w.mean) / w.variance
	for i := range s.mean {
		s.mean[i] += push * w.shared[i]
	}
	s.cov.SymRankOne(s.cov, ratio, mat.NewVecDense(len(w.shared), w.shared))
	left := 1 + ratio*w.spread
	for _, x := range l.concepts {
		o := s.touch(x.at)
		pull := x.factor * o.v
		turn := ratio * pull / left
		for i, g := range w.along {
			o.b[i] += turn * g
		}
		o.a += pull*push - turn*dot(w.along, s.mean)
		o.v += ratio * pull * pull / left
	}
}

// What an answer teaches, on average and as a standard deviation, in logits of a concept that the whole question is about.
// The key and the explanation are read after it. Too much of it would make the model too hopeful, so it is little.
const (
	taught      = 0.03
	taughtScale = 0.1
)

// teach lets an answer change what it is about.
func (s *state) teach(l loading) {
	for _, x := range l.concepts {
		o := s.touch(x.at)
		o.a += taught * x.factor
		o.v += taughtScale * taughtScale * x.factor
	}
}

// fade lets every effect return towards its prior: what was known of it keeps the share keep of its distance to the
// prior mean and of its certainty (an Ornstein-Uhlenbeck process, stationary at the prior, so that uncertainty grows with
// time and never past that of a stranger).
func (s *state) fade(keep float64) {
	n := len(s.mean)
	old := mat.NewSymDense(n, nil)
	old.CopySym(s.cov)
	for i := range n {
		s.mean[i] *= keep
		for j := i; j < n; j++ {
			s.cov.SetSym(i, j, keep*keep*old.At(i, j))
		}
		s.cov.SetSym(i, i, s.cov.At(i, i)+(1-keep*keep)*s.prior[i])
	}
	turn, ok := s.turn(old, keep)
	if !ok {
		return
	}
	for _, o := range s.offsets {
		if o != nil {
			s.fadeOffset(o, old, turn, keep)
		}
	}
}

// turn is keep² P'⁻¹ P: the matrix that turns the old dependence of an offset on u into the new one. It is there as long as
// numbers are finite, since P' has a share of the prior on its diagonal.
func (s *state) turn(old *mat.SymDense, keep float64) (*mat.Dense, bool) {
	var turn mat.Dense
	var factor mat.Cholesky
	if !factor.Factorize(s.cov) || factor.SolveTo(&turn, old) != nil {
		return nil, false
	}
	turn.Scale(keep*keep, &turn)
	return &turn, true
}

// fadeOffset uses that the new covariance with u, P'b', is keep² Pb.
func (s *state) fadeOffset(o *offset, old *mat.SymDense, turn *mat.Dense, keep float64) {
	var with, b mat.VecDense
	before := mat.NewVecDense(len(o.b), o.b)
	with.MulVec(old, before)
	b.MulVec(turn, before)
	mean := keep*o.a + dot(o.b, s.mean) // s.mean has faded already
	o.v = keep*keep*(o.v+mat.Dot(before, &with)-mat.Dot(&b, &with)) + (1-keep*keep)*s.scale
	copy(o.b, b.RawVector().Data)
	o.a = mean - dot(o.b, s.mean)
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
