package audit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// How likely are counts as uneven as these, if each of k places is as likely as the other? G = 2 Σ c ln(c k/n) measures how
// uneven they are. While there are at most 20,000 ways to spread n over k places (n = 47 for four places, 24 for five), the
// probabilities of those with a G as large are summed: the exact multinomial test. Beyond, G divided by Williams'
// 1 + (k+1)/(6n) is a chi-square of k-1 degrees (Sokal & Rohlf, Biometry, 17.2).

const mostWays = 20_000

// uniformP returns the probability of counts that are at least as uneven.
func uniformP(counts []int) float64 {
	n := 0
	for _, c := range counts {
		n += c
	}
	k := len(counts)
	if n == 0 || k < 2 {
		return 1
	}
	if ways(n, k) <= mostWays {
		return exactP(counts, n)
	}
	g := 2 * (unevenness(counts) - float64(n)*math.Log(float64(n)/float64(k)))
	g /= 1 + float64(k+1)/(6*float64(n))
	return distuv.ChiSquared{K: float64(k - 1)}.Survival(g)
}

// ways is the number of ways to spread n over k places, or more than mostWays.
func ways(n, k int) float64 {
	w := 1.0
	for i := 1; i < k && w <= mostWays*1e6; i++ {
		w = w * float64(n+i) / float64(i)
	}
	return w
}

// unevenness is the part of G that differs between counts of the same sum.
func unevenness(counts []int) float64 {
	sum := 0.0
	for _, c := range counts {
		sum += xlogx(c)
	}
	return sum
}

func xlogx(c int) float64 {
	if c == 0 {
		return 0
	}
	return float64(c) * math.Log(float64(c))
}

// exactP walks over all ways to spread n.
func exactP(counts []int, n int) float64 {
	k := len(counts)
	least := unevenness(counts) - 1e-9
	logs, factorials := make([]float64, n+1), make([]float64, n+1)
	for i := range n + 1 {
		logs[i] = xlogx(i)
		factorials[i], _ = math.Lgamma(float64(i) + 1)
	}
	p := 0.0
	var spread func(places, left int, uneven, logP float64)
	spread = func(places, left int, uneven, logP float64) {
		if places == 1 {
			if uneven+logs[left] >= least {
				p += math.Exp(logP - factorials[left])
			}
			return
		}
		for c := range left + 1 {
			spread(places-1, left-c, uneven+logs[c], logP-factorials[c])
		}
	}
	spread(k, n, 0, factorials[n]-float64(n)*math.Log(float64(k)))
	return min(p, 1)
}

// squaresP is the test for counts whose sum of squared deviations over a variance is a chi-square.
func squaresP(counts []int, variance float64) float64 {
	sum := 0.0
	for _, c := range counts {
		sum += float64(c)
	}
	mean, squares := sum/float64(len(counts)), 0.0
	for _, c := range counts {
		squares += (float64(c) - mean) * (float64(c) - mean)
	}
	return distuv.ChiSquared{K: float64(len(counts) - 1)}.Survival(squares / variance)
}

// fisher joins the results of independent tests into one: -2 Σ ln p is a chi-square of two degrees a test.
func fisher(ps []float64) float64 {
	if len(ps) == 0 {
		return 1
	}
	if len(ps) == 1 {
		return ps[0]
	}
	sum := 0.0
	for _, p := range ps {
		sum -= 2 * math.Log(max(p, math.SmallestNonzeroFloat64))
	}
	return distuv.ChiSquared{K: 2 * float64(len(ps))}.Survival(sum)
}
