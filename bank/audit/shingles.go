package audit

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Shingles are what two stems are compared by: the words and the pairs of neighbouring words, as a set. Question stems are
// short: with one word of twenty changed 0.86 of these agree, of triples 0.71; with three changed 0.63 and 0.38. Of
// scripts without spaces it is the pairs of neighbouring characters alone. Each
// shingle is 32 bits of a hash that begins with a guard, the print of the numbers and negations of the stem. So questions
// that differ in a number or a "not" have nothing in common, and are never even looked at together.
//
// To find all pairs of sets with a Jaccard similarity of at least t, sort each set by how rare its shingles are. Two
// such sets must share one of the |x| - ceil(t |x|) + 1 rarest of x and of y each (Bayardo, Ma & Srikant 2007, Scaling Up All
// Pairs Similarity Search). Only these are in the inverted index, and of them only those that at least two sets have.

// shingles returns the set, sorted.
func shingles(tokens []token, guard uint64) []uint32 {
	set := make([]uint32, 0, 2*len(tokens))
	for i, t := range tokens {
		if !t.unspaced {
			set = append(set, fold32(mix(offset64^guard, t.text)))
		}
		if i > 0 {
			set = append(set, fold32(mix(mix(prime64^guard, tokens[i-1].text), t.text)))
		}
	}
	return sortedSet(set)
}

// wordPrints returns the set of words, sorted. Where a script puts no space between them, it is of pairs of characters.
func wordPrints(tokens []token) []uint32 {
	set := make([]uint32, 0, len(tokens))
	for i, t := range tokens {
		switch {
		case !t.unspaced:
			set = append(set, fold32(mix(offset64, t.text)))
		case i > 0:
			set = append(set, fold32(mix(mix(offset64, tokens[i-1].text), t.text)))
		}
	}
	return sortedSet(set)
}

func sortedSet(set []uint32) []uint32 {
	slices.Sort(set)
	return slices.Clip(slices.Compact(set))
}

func fold32(h uint64) uint32 {
	h ^= h >> 32
	h *= 0x9E3779B97F4A7C15
	return uint32(h >> 32)
}

// rarity counts in how many sets a shingle is, roughly: shingles that fall into one of 2^20 counters share it. Any order
// that is the same for all sets finds all pairs; a good one finds them fast.
type rarity []uint32

const rarityBits = 20

func countRarity(sets [][]uint32) rarity {
	counts := make(rarity, 1<<rarityBits)
	for _, set := range sets {
		for _, s := range set {
			counts[s>>(32-rarityBits)]++
		}
	}
	return counts
}

func (r rarity) of(s uint32) uint32 { return r[s>>(32-rarityBits)] }

// setIndex finds the sets that may be as similar as least to one.
type setIndex struct {
	sets     [][]uint32
	sketches []sketch
	least    float64
	rare     rarity
	posts    []post // by shingle and set
}

// post says that a set has a shingle among its rarest.
type post struct {
	shingle uint32
	set     int32
}

func newSetIndex(sets [][]uint32, least float64) *setIndex {
	x := &setIndex{sets: sets, least: least, rare: countRarity(sets)}
	var buffer []uint32
	for i, set := range sets {
		x.sketches = append(x.sketches, sketchOf(set))
		buffer = x.rarest(buffer, i)
		for _, s := range buffer {
			if x.rare.of(s) > 1 {
				x.posts = append(x.posts, post{s, int32(i)})
			}
		}
	}
	slices.SortFunc(x.posts, func(a, b post) int { return cmp.Or(cmp.Compare(a.shingle, b.shingle), cmp.Compare(a.set, b.set)) })
	return x
}

// rarest returns the shingles of a set of which a similar one must have at least one among its own.
func (x *setIndex) rarest(buffer []uint32, i int) []uint32 {
	set := x.sets[i]
	buffer = append(buffer[:0], set...)
	slices.SortFunc(buffer, func(a, b uint32) int { return cmp.Or(cmp.Compare(x.rare.of(a), x.rare.of(b)), cmp.Compare(a, b)) })
	if len(set) == 0 {
		return buffer
	}
	return buffer[:len(set)-int(math.Ceil(x.least*float64(len(set))-1e-9))+1]
}

// lists returns the postings of each of a set's rarest shingles, up to the set itself, and how long they are together.
func (x *setIndex) lists(buffer []uint32, i int) (lists [][]post, total int) {
	for _, s := range x.rarest(buffer, i) {
		if x.rare.of(s) < 2 {
			continue
		}
		start, _ := slices.BinarySearchFunc(x.posts, post{s, 0}, comparePosts)
		end, _ := slices.BinarySearchFunc(x.posts, post{s, int32(i)}, comparePosts)
		if end > start {
			lists = append(lists, x.posts[start:end])
			total += end - start
		}
	}
	return lists, total
}

func comparePosts(a, b post) int {
	return cmp.Or(cmp.Compare(a.shingle, b.shingle), cmp.Compare(a.set, b.set))
}

// sketch has a bit for each shingle of a set, several shingles to a bit. A bit in one of two sketches alone stands for at
// least one shingle in one set alone, which bounds what they can have in common (Sandes, Teodoro & Melo 2020, Bitmap Filter:
// Speeding up Exact Set Similarity Joins). Most of what the index brings up is turned down by it.
type sketch [4]uint64

func sketchOf(set []uint32) sketch {
	var s sketch
	for _, x := range set {
		s[x>>30] |= 1 << (x >> 24 & 63)
	}
	return s
}

// mayReach reports whether the sizes and sketches of two sets allow the similarity.
func (x *setIndex) mayReach(a, b int) bool {
	alone := 0
	for i, bits64 := range x.sketches[a] {
		alone += bits.OnesCount64(bits64 ^ x.sketches[b][i])
	}
	size, other := len(x.sets[a]), len(x.sets[b])
	alone = max(alone, size-other, other-size)
	common := float64(size+other-alone) / 2
	return common >= x.least*(float64(size+other)-common)-1e-9
}
