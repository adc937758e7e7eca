package audit

// A key that was shuffled has runs too: of 50 keys over four places the longest run is 3 or 4 long. Whether one is too long
// is told exactly. Let each question's key stand at place i with the share that i has in the bank, so that a skewed key
// alone explains its runs. The chance that no run of L has come up is carried from question to question, apart for each
// place and length of the run that just goes on: n · k · L additions.

// longestRun returns where the longest run of one place begins, and its length.
func longestRun(places []uint8) (start, length int) {
	for i := 0; i < len(places); {
		end := i + 1
		for end < len(places) && places[end] == places[i] {
			end++
		}
		if end-i > length {
			start, length = i, end-i
		}
		i = end
	}
	return start, length
}

// runP returns the probability that n keys at places of these shares have a run of at least length.
func runP(shares []float64, n, length int) float64 {
	if length <= 1 {
		return 1
	}
	going := make([][]float64, len(shares)) // [place][length of its run - 1]
	for i := range going {
		going[i] = make([]float64, length-1)
	}
	none := 1.0 // no run of that length yet
	for range n {
		none = nextKey(going, shares, none)
	}
	return 1 - none
}

// nextKey carries the chances over one question and returns their new sum.
func nextKey(going [][]float64, shares []float64, sum float64) float64 {
	next := 0.0
	for i, runs := range going {
		share, own := shares[i], 0.0
		for _, p := range runs {
			own += p
		}
		for r := len(runs) - 1; r > 0; r-- {
			runs[r] = runs[r-1] * share
			next += runs[r]
		}
		runs[0] = (sum - own) * share
		next += runs[0]
	}
	return next
}

// The cycles that are looked for, and how long a bank must be to show one.
const (
	longestCycle = 10
	fewestRounds = 3
	fewestKeys   = 12
	cycleMatches = 0.9 // of the keys that are those of one cycle before
)

// cycle returns the length of the cycle in which the places go round, or 0. A stretch of one place matches at every
// distance; it is no cycle, so the shortest distance that matches must not be 1.
func cycle(places []uint8) int {
	if len(places) < fewestKeys {
		return 0
	}
	for d := 1; d <= longestCycle && d*fewestRounds <= len(places); d++ {
		same := 0
		for i := d; i < len(places); i++ {
			if places[i] == places[i-d] {
				same++
			}
		}
		if float64(same) < cycleMatches*float64(len(places)-d) {
			continue
		}
		if d == 1 {
			return 0
		}
		return d
	}
	return 0
}
