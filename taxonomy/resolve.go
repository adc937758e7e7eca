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
	number   int32      // of the concept, -1 for none
	evidence []evidence // the strongest kind first, in the order of the file
	related  []relative
}

// relative is a concept that is one step away in the taxonomy.
type relative struct {
	number int32
	said   string
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

func (l *Linker) compile(t *Taxonomy, a *Ambiguous, numbers map[string]int32) *rule {
	r := &rule{name: a.Name, form: a.Form}
	if a.Form == "exact" {
		for _, tok := range tokenize(a.Name) {
			r.written = append(r.written, tok.word(a.Name))
		}
	}
	for _, s := range a.Senses {
		ready := sense{concept: s.Concept, number: -1}
		if number, ok := numbers[s.Concept]; ok {
			ready.number = number
		}
		for _, id := range t.related(s.Concept) {
			if number, ok := numbers[id]; ok {
				ready.related = append(ready.related, relative{number, "beside " + id})
			}
		}
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
		l.cues.add(cue, id)
	}
	return id
}

// fits reports whether an ambiguous name is written as its rule demands.
func (r *rule) fits(text string, tokens []token) bool {
	if r.form == "capital" {
		return isUpper(tokens[0].word(text))
	}
	for i, word := range r.written {
		if tokens[i].word(text) != word {
			return false
		}
	}
	return true
}

// findCues notes every place where a cue of any rule stands.
func (d *document) findCues() {
	cues := d.linker.cues
	for text := range d.texts {
		tokens := d.tokens[text]
		for i := range tokens {
			at := cues.start(tokens[i].id)
			for last := i + 1; at != 0; last++ {
				if ids := cues.nodes[at].values; len(ids) > 0 {
					d.note(ids[0], place{text, i, last})
				}
				if last == len(tokens) {
					break
				}
				at = cues.step(at, tokens[last].id, tokens[last].gap)
			}
		}
	}
}

func (d *document) note(id cueID, p place) {
	if len(d.cues[id]) == 0 {
		d.stand = append(d.stand, id)
	}
	d.cues[id] = append(d.cues[id], p)
}

// resolve chooses the sense of an ambiguous name with the most evidence. A tie, too little evidence, or NoLink as the
// winner give no mention.
func (d *document) resolve(o openName) (found, bool) {
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
		return found{}, false
	}
	return d.mention(o.text, o.first, o.last, winner, rule), true
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
	for _, r := range s.related {
		if d.plain[r.number] {
			sums[question] += weightQuestion
			if heaviest == 0 {
				heaviest, why = weightQuestion, r.said
			}
		}
	}
	return sums[before] + sums[after] + sums[elsewhere] + min(sums[near], maxNear) + min(sums[question], maxQuestion), why
}

// holds reports whether a piece of evidence is there.
func (d *document) holds(o openName, s *sense, e *evidence) bool {
	if e.where == elsewhere {
		return s.number >= 0 && d.plain[s.number]
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
	return left.text == right.text && left.last == right.first && d.tokens[right.text][right.first].gap == joined
}

func (d *document) sameSentence(o openName, p place) bool {
	tokens := d.tokens[o.text]
	return p.text == o.text && !overlaps(o, p) && tokens[p.first].sentence == tokens[o.first].sentence
}

func overlaps(o openName, p place) bool {
	return p.text == o.text && p.first < o.last && o.first < p.last
}

func (d *document) startsSentence(o openName) bool {
	tokens := d.tokens[o.text]
	return o.first == 0 || tokens[o.first-1].sentence != tokens[o.first].sentence
}
