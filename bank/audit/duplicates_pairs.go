package audit

// Pairs are sought among the questions that do not say the same. Each pair of similar ones is similar in its stems and in
// its options, so either index has it; the one that brings up less is asked.

// eachPair calls f with the pairs that may be similar, a before b; some come several times.
func eachPair(entries []*entry, exact int, f func(a, b int)) {
	if len(entries) > exact {
		eachBandPair(len(entries), func(i int) [2][]uint32 { return [2][]uint32{entries[i].stem, entries[i].texts} }, f)
		return
	}
	stems, texts := make([][]uint32, len(entries)), make([][]uint32, len(entries))
	for i, e := range entries {
		stems[i], texts[i] = e.stem, e.texts
	}
	byStem, byText := newSetIndex(stems, similarStem), newSetIndex(texts, similarOptions)
	asked := make([]int32, len(entries)) // 1 + the question that has come up for last
	var buffer []uint32
	for b, e := range entries {
		buffer = append(buffer[:0], e.stem...)
		lists, cost := byStem.lists(buffer, b)
		if other, less := byText.lists(buffer, b); less < cost {
			lists = other
		}
		for _, list := range lists {
			for _, p := range list {
				a := int(p.set)
				if asked[a] != int32(b)+1 && byStem.mayReach(a, b) {
					asked[a] = int32(b) + 1
					f(a, b)
				}
			}
		}
	}
}
