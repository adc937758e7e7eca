package graph

import "math"

// z95 is the two-sided 95 % point of the normal distribution.
const z95 = 1.959964

// Wilson returns the 95 % score interval of a share, where x of n questions fall. Wilson 1927; Brown, Cai and DasGupta
// 2001 recommend it for few questions, where the textbook interval is far too narrow.
//
//	centre = (p + z²/2n) / (1 + z²/n)    half = z/(1 + z²/n) · √(p(1-p)/n + z²/4n²)    p = x/n
//
// x may be a sum of weights: a question that belongs half to a domain adds a half. The weights of one question lie
// between 0 and 1, and such a variable varies less than a yes or no with the same mean (its variance is at most p(1-p)),
// so the interval is, if anything, too wide. Without questions it is 0 to 1.
func Wilson(x float64, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	size := float64(n)
	p := min(max(x/size, 0), 1)
	scale := 1 + z95*z95/size
	centre := (p + z95*z95/(2*size)) / scale
	half := z95 / scale * math.Sqrt(p*(1-p)/size+z95*z95/(4*size*size))
	return max(0, centre-half), min(1, centre+half)
}

// What a share says against the weight that it should have.
const (
	Under   = "under"
	OK      = "ok"
	Over    = "over"
	Unknown = "unknown"
)

// Below leastLinked questions nothing is said. From there on a share is under or over its weight when the weight lies
// outside its interval; when it lies inside, the two agree only if the interval is at most widestInterval wide (±15
// points), which takes some 35 questions.
const (
	leastLinked    = 12
	widestInterval = 0.30
)

// verdict judges a share with the interval low to high, found in n questions, against its weight.
func verdict(low, high, weight float64, n int) string {
	switch {
	case n < leastLinked:
		return Unknown
	case high < weight:
		return Under
	case low > weight:
		return Over
	case high-low > widestInterval:
		return Unknown
	}
	return OK
}
