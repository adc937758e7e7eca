package audit

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Beyond 50,000 questions the pairs to look at come from MinHash (Broder 1997) instead of the inverted index: of 128 random
// orders of all shingles, the share in which two sets have the same first one is their Jaccard similarity. The 128 are cut
// into 32 bands of four; two questions are looked at if they agree in one band, which finds 0.87 of the pairs of
// similarity 0.5, 0.988 of 0.6 and all but one in 5,000 of 0.7, and brings up 0.05 of those of 0.2. What comes up is compared
// exactly, as without MinHash. A question's set holds stem and options together: where both are similar, so is the whole.
//
// One band is worked on at a time, so that no signature is kept: 16 bytes a question.
const (
	minhashBands = 32
	minhashRows  = 4
	// bandReach bounds the work where thousands of questions are made from one template and agree in a band: each is
	// compared with that many behind it.
	bandReach = 100
)

// banded is a question in a band.
type banded struct {
	key uint64
	set int32
}

// eachBandPair calls f with the pairs of sets that agree in a band; some come several times.
func eachBandPair(n int, set func(i int) [2][]uint32, f func(i, j int)) {
	members := make([]banded, 0, n)
	for band := range minhashBands {
		members = members[:0]
		for i := range n {
			if key, ok := bandKey(set(i), band); ok {
				members = append(members, banded{key, int32(i)})
			}
		}
		slices.SortFunc(members, func(a, b banded) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.set, b.set)) })
		for a, m := range members {
			for _, o := range members[a+1 : min(len(members), a+1+bandReach)] {
				if o.key != m.key {
					break
				}
				f(int(m.set), int(o.set))
			}
		}
	}
}

// bandKey joins the four least hashes of a band. An empty set has none.
func bandKey(sets [2][]uint32, band int) (uint64, bool) {
	least := [minhashRows]uint64{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}
	for side, set := range sets {
		for _, s := range set {
			x := uint64(s)<<1 | uint64(side)
			for row := range minhashRows {
				least[row] = min(least[row], scatter(x, uint64(band*minhashRows+row)))
			}
		}
	}
	key := uint64(offset64)
	for _, l := range least {
		key = (key ^ l) * prime64
		key ^= key >> 31
	}
	return key, len(sets[0]) > 0
}

// scatter orders all shingles anew for each row.
func scatter(x, row uint64) uint64 {
	hi, lo := bits.Mul64(x^(row*0xA0761D6478BD642F+0xE7037ED1A0B428DB), 0x9E3779B97F4A7C15^(row<<17|row))
	return hi ^ lo*0xD6E8FEB86659FD93
}
