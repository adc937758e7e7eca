package study

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Shown is a question in the order in which a learner sees its options. The places keep the author's letters, A first;
// only which option stands at a place changes, so that the letters of a question with the options A, B and D stay these.
type Shown struct {
	*bank.Question
	Options []bank.Option // as shown: label, text and feedback with the shown letters
	Mixed   bool          // the order is not the author's

	letter map[string]string // author's label to shown letter
	label  map[string]string // and back
	places map[int]int       // author's place, from 1, to the shown one
}

// Show lays the options of a question out by a seed: the same question and seed give the same order. Options stay where
// they are if one of them names others by letter, if the explanation names options in a way that cannot be followed, and
// for true or false. An option such as "All of the above" keeps its place, and no option crosses it. Steps to be put in
// order are never shown in the right one.
func Show(q *bank.Question, seed uint64) *Shown {
	options := slices.Clone(q.Options)
	if q.Kind == bank.Ordering { // the author's order may be the key
		slices.SortStableFunc(options, func(a, b bank.Option) int { return cmp.Compare(a.Label, b.Label) })
	}
	s := &Shown{Question: q, letter: map[string]string{}, label: map[string]string{}, places: map[int]int{}}
	random := rand.New(rand.NewPCG(seed, hash(q.ID)))
	mixed := slices.Clone(options)
	if movable(q) {
		shuffle(q, mixed, random)
	}
	author := authorPlaces(q)
	for i, o := range mixed {
		to := options[i].Label
		s.letter[o.Label], s.label[to] = to, o.Label
		s.places[author[o.Label]] = i + 1
		s.Mixed = s.Mixed || to != o.Label
	}
	for i, o := range mixed {
		o.Label = options[i].Label
		o.Feedback = s.Follow(o.Feedback)
		s.Options = append(s.Options, o)
	}
	return s
}

func authorPlaces(q *bank.Question) map[string]int {
	places := map[string]int{}
	for i, o := range q.Options {
		places[o.Label] = i + 1
	}
	return places
}

// hash is FNV-1a, 64 bits.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

// shuffle mixes the options between those that keep their place.
func shuffle(q *bank.Question, options []bank.Option, random *rand.Rand) {
	start := 0
	for i := 0; i <= len(options); i++ {
		if i < len(options) && !aboveOthers.MatchString(strings.TrimSpace(options[i].Text)) {
			continue
		}
		part := options[start:i]
		random.Shuffle(len(part), func(a, b int) { part[a], part[b] = part[b], part[a] })
		start = i + 1
	}
	if q.Kind == bank.Ordering && len(options) > 1 && slices.EqualFunc(options, q.Answer, func(o bank.Option, label string) bool { return o.Label == label }) {
		options[0], options[1] = options[1], options[0]
	}
}

var (
	// aboveOthers finds an option that speaks of all others, or of those before it.
	aboveOthers = pattern.New(`(?i)\b(?:all|none|any|both|some|two|neither|either|each)\s+(?:of\s+)?(?:the\s+|these\s*|those\s*)*(?:above|other\s+options|options|answers|choices|previous|listed|following|preceding|alternatives)\b` +
		`|^(?:all|none|both|neither)\s+of\s+(?:these|them|those)\b|\b(?:above|other)\s+(?:options?|answers?|choices?)\b|\b(?:mentioned|listed|given|stated)\s+above\b|^(?:all|none|both)(?:\s+are\s+(?:correct|true|right|wrong|false))?\W*$`)
	// lettersOnly finds an option that is made of the letters of others: "Both A and B", "A, C", "(B) only".
	lettersOnly = pattern.New(`^(?i:(?:both|neither|either|all\s+of|only|none\s+of|not)\s+)?(?i:options?\s+|answers?\s+)?[(\[]?[A-Z][)\]]?(?:\s*(?:,|/|&|\+|(?i:and|or|nor))+\s*[(\[]?[A-Z][)\]]?)*(?i:\s+(?:only|above|are\s+\w+|is\s+\w+))?[^\pL\pN]*$`)
	// placedOutOfReach finds words for options by their place that cannot be put into letters.
	placedOutOfReach = pattern.New(`(?i)\b(?:last|previous|former|latter|next|top|bottom|above|below|preceding|following)\s+(?:two\s+|three\s+|\d\s+)?(?:options?|answers?|choices?)\b|\b(?:options?|answers?|choices?)\s+(?:above|below)\b|\bfirst\s+(?:two|three)\b|\blast\s+(?:two|three)\b`)
)

// movable reports whether options may be shown in another order and all that names them can follow.
func movable(q *bank.Question) bool {
	if q.Kind == bank.TrueFalse || len(q.Options) < 2 || isPair(q.Options) {
		return false
	}
	labels := map[string]bool{}
	for _, o := range q.Options {
		labels[o.Label] = true
	}
	for _, o := range q.Options {
		if isLetters(o.Text, labels) || namesOption(o.Text, labels) || !followable(o.Feedback, labels) {
			return false
		}
	}
	return q.Kind == bank.Ordering || q.Kind == bank.Matching || !namesOption(q.Stem, labels) && followable(q.Explanation, labels)
}

// isLetters reports whether an option is made of labels, and so speaks of other options.
func isLetters(text string, labels map[string]bool) bool {
	text = strings.TrimSpace(text)
	if len(text) < 2 || !lettersOnly.MatchString(text) {
		return false
	}
	found := letters(text, labels)
	return len(found) > 0
}

// isPair reports whether two options are Yes and No or True and False, which have an order of their own.
func isPair(options []bank.Option) bool {
	if len(options) != 2 {
		return false
	}
	first := strings.ToLower(strings.Trim(options[0].Text, " ."))
	return first == "yes" || first == "true"
}

// namesOption reports whether a text of the question itself names an option by letter or number.
func namesOption(text string, labels map[string]bool) bool {
	if placed.MatchString(text) {
		return true
	}
	for _, l := range letters(text, labels) {
		if l.what == names && optionWords[strings.ToLower(wordBefore(text[:l.start]))] {
			return true
		}
	}
	return false
}

func followable(text string, labels map[string]bool) bool {
	if placedOutOfReach.MatchString(text) {
		return false
	}
	for _, l := range letters(text, labels) {
		if l.what == doubtful {
			return false
		}
	}
	return true
}

// placed finds "Option 2", "choices 1 and 3" and "the first option".
var placed = pattern.New(`(?i)\b(?:options?|choices?|answers?)\s+#?[1-9]\b(?:\s*(?:,|and|or|&)\s*[1-9]\b)*|\b(?:first|second|third|fourth|fifth|sixth)\s+(?:option|answer|choice)\b`)

var (
	placeDigit   = pattern.New(`[1-9]`)
	placeOrdinal = pattern.New(`(?i)^(?:first|second|third|fourth|fifth|sixth)`)
	ordinals     = []string{"first", "second", "third", "fourth", "fifth", "sixth"}
)

// Follow rewrites a text so that the letters and places in it name the options as shown.
func (s *Shown) Follow(text string) string {
	if !s.Mixed || text == "" {
		return text
	}
	labels := map[string]bool{}
	for label := range s.letter {
		labels[label] = true
	}
	var b strings.Builder
	at := 0
	for _, l := range letters(text, labels) {
		if l.what != names {
			continue
		}
		shown := s.letter[strings.ToUpper(text[l.start:l.end])]
		if isSmall(text, l) {
			shown = strings.ToLower(shown)
		}
		b.WriteString(text[at:l.start] + shown)
		at = l.end
	}
	b.WriteString(text[at:])
	return placed.ReplaceAllStringFunc(b.String(), s.followPlace)
}

func (s *Shown) followPlace(text string) string {
	if word := placeOrdinal.FindString(text); word != "" {
		to := s.places[slices.Index(ordinals, strings.ToLower(word))+1]
		if to == 0 || to > len(ordinals) {
			return text
		}
		name := ordinals[to-1]
		if word[0] < 'a' {
			name = strings.ToUpper(name[:1]) + name[1:]
		}
		return name + text[len(word):]
	}
	return placeDigit.ReplaceAllStringFunc(text, func(digit string) string {
		if to := s.places[int(digit[0]-'0')]; to > 0 {
			return strconv.Itoa(to)
		}
		return digit
	})
}

// Explain returns the explanation with the shown letters.
func (s *Shown) Explain() string { return s.Follow(s.Explanation) }

// Key returns the right answer with the shown letters: sorted, but where the order is the answer. Of words and numbers it
// is what is accepted.
func (s *Shown) Key() []string { return s.Letters(s.Answer) }

// Letters returns the shown letters of the author's labels.
func (s *Shown) Letters(chosen []string) []string {
	return s.turned(chosen, s.letter)
}

// Labels returns the author's labels of shown letters.
func (s *Shown) Labels(shown []string) []string {
	return s.turned(shown, s.label)
}

func (s *Shown) turned(list []string, to map[string]string) []string {
	turned := make([]string, len(list))
	for i, c := range list {
		turned[i] = c
		if t, ok := to[c]; ok && hasLabels(s.Question) {
			turned[i] = t
		}
	}
	if s.Kind != bank.Ordering && s.Kind != bank.Matching && hasLabels(s.Question) {
		slices.Sort(turned)
	}
	return turned
}

// Wants is how many letters an answer has; 0 for words and numbers.
func (s *Shown) Wants() int {
	switch s.Kind {
	case bank.Single, bank.TrueFalse:
		return 1
	case bank.Multiple, bank.Ordering, bank.Matching:
		return len(s.Answer)
	}
	return 0
}
