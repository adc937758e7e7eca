package taxonomy

import (
	"fmt"
	"slices"
)

// What the pieces of evidence for a sense weigh. An adjacent word nearly always decides ("VPC endpoint"); a word of the
// same sentence is worth two of the rest of the question. A concept that is named in full elsewhere in the question is
// most often meant by the short name too (one sense per discourse). A concept that is named without doubt and stands
// one step away in the taxonomy counts as a word of the question.
const (
	weightAdjacent  = 4
	weightNear      = 2
	weightQuestion  = 1
	weightElsewhere = 3

	maxNear     = 6 // no pile of loose cues outweighs two adjacent words
	maxQuestion = 3 // of cues and related concepts together

	enough        = 2 // the least evidence for a link
	enoughInitial = 3 // where a capital only means that a sentence begins
)

// cueID numbers a cue phrase.
type cueID uint32

// rule is an Ambiguous made ready: its cues are numbers, and what they are called as the deciding rule is written.
type rule struct {
	name    string
	form    string
	written []string // the words as they must be written, for the form "exact"
	senses  []sense
}

type sense struct {
	concept  string
	evidence []evidence // the strongest kind first, in the order of the file
	related  []string   // concepts that are one step away in the taxonomy
}

// evidence is one cue of a sense, and where it must stand.
type evidence struct {
	cue   cueID
	where where
	said  string // the rule that a mention names if this piece weighs most
}

type where uint8

const (
	before where = iota // directly left of the name
	after
	elsewhere // the concept is named in full: no cue
	near
	question
)

var weightOf = [...]int{before: weightAdjacent, after: weightAdjacent, elsewhere: weightElsewhere, near: weightNear, question: weightQuestion}

func (l *Linker) compile(t *Taxonomy, a *Ambiguous) *rule {
	r := &rule{name: a.Name, form: a.Form}
	if a.Form == "exact" {
		for _, tok := range tokenize(a.Name) {
			r.written = append(r.written, tok.word)
		}
	}
	for _, s := range a.Senses {
		ready := sense{concept: s.Concept, related: t.related(s.Concept)}
		add := func(cues []string, at where, format string) {
			for _, cue := range cues {
				ready.evidence = append(ready.evidence, evidence{l.addCue(cue), at, fmt.Sprintf(format, cue)})
			}
		}
		add(s.Before, before, "after %q")
		add(s.After, after, "before %q")
		ready.evidence = append(ready.evidence, evidence{where: elsewhere, said: "named elsewhere"})
		add(s.Near, near, "near %q")
		add(s.Question, question, "question %q")
		r.senses = append(r.senses, ready)
	}
	return r
}

// maxRelatives is how many concepts may stand below one whose name says something about them: that a question names
// SageMaker speaks for none of its features.
const maxRelatives = 12

// related returns the concepts one step from a concept, up, down or along a relation, sorted.
func (t *Taxonomy) related(id string) []string {
	c, ok := t.byID[id]
	if !ok {
		return nil
	}
	list := slices.Clone(t.children[id])
	for _, parent := range c.Parents {
		if len(t.children[parent]) <= maxRelatives {
			list = append(list, parent)
		}
	}
	for _, r := range c.Relations {
		list = append(list, r.To)
	}
	list = append(list, t.pointedFrom[id]...)
	list = slices.DeleteFunc(list, func(other string) bool { return len(t.children[other]) > maxRelatives })
	slices.Sort(list)
	return slices.Compact(list)
}

func (l *Linker) addCue(cue string) cueID {
	k := key(cue)
	id, known := l.ids[k]
	if !known {
		id = cueID(len(l.ids))
		l.ids[k] = id
		l.cues.add(tokenize(cue), id)
	}
	return id
}

// fits reports whether an ambiguous name is written as its rule demands.
func (r *rule) fits(tokens []token) bool {
	if r.form == "capital" {
		return isUpper(tokens[0].word)
	}
	for i, word := range r.written {
		if tokens[i].word != word {
			return false
		}
	}
	return true
}

// findCues notes every place where a cue of any rule stands.
func (d *document) findCues() {
	for text, tokens := range d.texts {
		for i := range tokens {
			if d.linker.cues.start(tokens[i].id) == 0 {
				continue
			}
			d.linker.cues.walk(tokens[i:], func(length int, ids []cueID) {
				id, p := ids[0], place{text, i, i + length}
				at := d.cues[id]
				if len(at) == 0 {
					d.stand = append(d.stand, id)
				}
				if len(at) == 0 || at[len(at)-1] != p {
					d.cues[id] = append(at, p)
				}
			})
		}
	}
}

// resolve chooses the sense of an ambiguous name with the most evidence. A tie, too little evidence, or NoLink as the
// winner give no mention.
func (d *document) resolve(o openName) (Mention, bool) {
	best, rule, tie := 0, "", false
	winner := ""
	for i := range o.rule.senses {
		s := &o.rule.senses[i]
		score, why := d.weigh(o, s)
		switch {
		case score > best:
			best, rule, winner, tie = score, why, s.concept, false
		case score == best && s.concept != winner:
			tie = true
		}
	}
	least := enough
	if o.rule.form == "capital" && !d.anyCase && d.startsSentence(o) {
		least = enoughInitial
	}
	if best < least || tie || winner == NoLink {
		return Mention{}, false
	}
	tokens := d.texts[o.text]
	return Mention{tokens[o.first].start, tokens[o.last-1].end, winner, rule}, true
}

// weigh sums what speaks for a sense and names the weightiest piece.
func (d *document) weigh(o openName, s *sense) (score int, why string) {
	heaviest := 0
	var sums [len(weightOf)]int
	for i := range s.evidence {
		e := &s.evidence[i]
		if !d.holds(o, s, e) {
			continue
		}
		weight := weightOf[e.where]
		sums[e.where] += weight
		if weight > heaviest {
			heaviest, why = weight, e.said
		}
	}
	for _, id := range s.related {
		if d.plain[id] {
			sums[question] += weightQuestion
			if heaviest == 0 {
				heaviest, why = weightQuestion, "beside "+id
			}
		}
	}
	return sums[before] + sums[after] + sums[elsewhere] + min(sums[near], maxNear) + min(sums[question], maxQuestion), why
}

// holds reports whether a piece of evidence is there.
func (d *document) holds(o openName, s *sense, e *evidence) bool {
	if e.where == elsewhere {
		return d.plain[s.concept]
	}
	for _, p := range d.cues[e.cue] {
		stands := false
		switch e.where {
		case before:
			stands = d.adjacent(p, place{o.text, o.first, o.last})
		case after:
			stands = d.adjacent(place{o.text, o.first, o.last}, p)
		case near:
			stands = d.sameSentence(o, p)
		case question:
			stands = !overlaps(o, p)
		}
		if stands {
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
