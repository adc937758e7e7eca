package taxonomy

import "math"

// Specificity says how much a mention of a concept tells about a text, from near 0 to 1. A concept with much below it is
// a container: nearly every question of a machine-learning bank names SageMaker. So is one whose name is part of many
// other names ("inference" in batch inference, inference pipeline, ...). With d concepts below and n names that contain
// its own, specificity is 1 / (1 + 0.5 ln(1 + d + n/2)): 1 for a leaf, 0.63 with two below, 0.29 with a hundred.
func (t *Taxonomy) Specificity(id string) float64 {
	if s, ok := t.specificity()[id]; ok {
		return s
	}
	return 1
}

func (t *Taxonomy) measureSpecificity() map[string]float64 {
	below := map[string]int{}
	for _, c := range t.concepts {
		for _, a := range t.ancestors[c.ID] {
			below[a]++
		}
	}
	within := t.countWithin()
	specificity := make(map[string]float64, len(t.concepts))
	for _, c := range t.concepts {
		general := float64(below[c.ID]) + float64(within[c.ID])/2
		specificity[c.ID] = 1 / (1 + 0.5*math.Log1p(general))
	}
	return specificity
}

// countWithin counts for each concept the others that have one of its names inside a longer one.
func (t *Taxonomy) countWithin() map[string]int {
	names := t.Linker().names
	within := map[string]int{}
	for _, c := range t.concepts {
		inside := map[string]bool{}
		for _, text := range c.Names() {
			tokens := t.Linker().words.tokens(nil, text)
			for i := range tokens {
				names.walk(tokens[i:], func(_ int, found []name) {
					for _, n := range found {
						if n.concept != "" && n.concept != c.ID && !t.Below(c.ID, n.concept) {
							inside[n.concept] = true
						}
					}
				})
			}
		}
		for id := range inside {
			within[id]++
		}
	}
	return within
}
