package taxonomy

import "fmt"

// What the pieces of evidence for a sense weigh. An adjacent word nearly always decides ("VPC endpoint"); a word of the
// same sentence is worth two of the rest of the question. A concept that is named in full elsewhere in the question is
// most often meant by the short name too (one sense per discourse).
const (
	weightAdjacent  = 4
	weightNear      = 2
	weightQuestion  = 1
	weightElsewhere = 3

	maxNear     = 6 // no pile of loose cues outweighs two adjacent words
	maxQuestion = 3

	enough        = 2 // the least evidence for a link
	enoughInitial = 3 // where a capital only means that a sentence begins
)

// findCues notes every place where a cue of any rule stands.
func (d *document) findCues() {
	d.cues = map[string][]place{}
	for text, tokens := range d.texts {
		for i := range tokens {
			d.linker.cues.walk(tokens[i:], func(length int, keys []string) {
				p := place{text, i, i + length}
				if at := d.cues[keys[0]]; len(at) == 0 || at[len(at)-1] != p {
					d.cues[keys[0]] = append(at, p)
				}
			})
		}
	}
}

// resolve chooses the sense of an ambiguous name with the most evidence. A tie, too little evidence, or NoLink as the
// winner give no mention.
func (d *document) resolve(o openName) (Mention, bool) {
	best, rule, tie := 0, "", false
	var winner Sense
	for _, s := range o.rule.Senses {
		score, why := d.evidence(o, s)
		switch {
		case score > best:
			best, rule, winner, tie = score, why, s, false
		case score == best && s.Concept != winner.Concept:
			tie = true
		}
	}
	least := enough
	if o.rule.Form == "capital" && !d.anyCase && d.startsSentence(o) {
		least = enoughInitial
	}
	if best < least || tie || winner.Concept == NoLink {
		return Mention{}, false
	}
	tokens := d.texts[o.text]
	return Mention{tokens[o.first].start, tokens[o.last-1].end, winner.Concept, rule}, true
}

// evidence sums what speaks for a sense and names the weightiest piece.
func (d *document) evidence(o openName, s Sense) (score int, why string) {
	heaviest := 0
	note := func(weight int, format string, args ...any) {
		if weight > heaviest {
			heaviest, why = weight, fmt.Sprintf(format, args...)
		}
	}
	for _, cue := range s.Before {
		if d.stands(cue, func(p place) bool { return d.adjacent(p, place{o.text, o.first, o.last}) }) {
			score += weightAdjacent
			note(weightAdjacent, "after %q", cue)
		}
	}
	for _, cue := range s.After {
		if d.stands(cue, func(p place) bool { return d.adjacent(place{o.text, o.first, o.last}, p) }) {
			score += weightAdjacent
			note(weightAdjacent, "before %q", cue)
		}
	}
	if d.plain[s.Concept] {
		score += weightElsewhere
		note(weightElsewhere, "named elsewhere")
	}
	near := 0
	for _, cue := range s.Near {
		if d.stands(cue, func(p place) bool { return d.sameSentence(o, p) }) {
			near += weightNear
			note(weightNear, "near %q", cue)
		}
	}
	question := 0
	for _, cue := range s.Question {
		if d.stands(cue, func(p place) bool { return !overlaps(o, p) }) {
			question += weightQuestion
			note(weightQuestion, "question %q", cue)
		}
	}
	return score + min(near, maxNear) + min(question, maxQuestion), why
}

func (d *document) stands(cue string, where func(place) bool) bool {
	for _, p := range d.cues[d.linker.keys[cue]] {
		if where(p) {
			return true
		}
	}
	return false
}

// adjacent reports whether right follows left with no full stop, comma or bracket between.
func (d *document) adjacent(left, right place) bool {
	return left.text == right.text && left.last == right.first && !d.texts[right.text][right.first].broken
}

func (d *document) sameSentence(o openName, p place) bool {
	tokens := d.texts[o.text]
	return p.text == o.text && !overlaps(o, p) && tokens[p.first].sentence == tokens[o.first].sentence
}

func overlaps(o openName, p place) bool {
	return p.text == o.text && p.first < o.last && o.first < p.last
}

func (d *document) startsSentence(o openName) bool {
	tokens := d.texts[o.text]
	return o.first == 0 || tokens[o.first-1].sentence != tokens[o.first].sentence
}
