package format

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// A rule is one condition of the scoring logic with what follows from it. Both grammars of QTI come down to this: "if the
// response is B, and is not A, the score is 100, and the feedback is shown".
type rule struct {
	line     int
	title    string
	atoms    []atom
	any      bool // one of the atoms is enough
	others   bool // also holds where none of the others does
	scores   bool // it says a score
	score    float64
	adds     bool     // to the score, instead of setting it
	feedback []string // identifiers of what is shown
}

// atom is one comparison of a response with a value.
type atom struct {
	response string
	test     test
	value    string
	not      bool
	index    int // of an ordered response, from 1; 0 if it is not said
}

type test uint8

const (
	equals test = iota
	contains
	least     // at least
	most      // at most
	tolerance // of the value that is equal
)

// says returns the values with which the rule compares a response: those it should have, and those it should not have.
func (r *rule) says(response string, tests ...test) (yes, no []string) {
	atoms := slices.Clone(r.atoms)
	slices.SortStableFunc(atoms, func(a, b atom) int { return cmp.Compare(a.index, b.index) })
	for _, a := range atoms {
		switch {
		case a.response != response || !slices.Contains(tests, a.test):
		case a.not:
			no = append(no, a.value)
		default:
			yes = append(yes, a.value)
		}
	}
	return yes, no
}

// about reports whether the rule compares the response.
func (r *rule) about(response string) bool {
	return slices.ContainsFunc(r.atoms, func(a atom) bool { return a.response == response && !a.not })
}

// scoring returns the rules that give points for a response. Where no rule says a score, those are meant that show the
// feedback for a right answer, or the only ones that there are.
func scoring(rules []rule, response string) []rule {
	var scored, right, bare []rule
	said := false
	for _, r := range rules {
		said = said || r.scores && r.score > 0
		if !r.about(response) {
			continue
		}
		switch {
		case r.scores && r.score > 0:
			scored = append(scored, r)
		case r.scores:
		case isRightName(r.title) || slices.ContainsFunc(r.feedback, isRightName):
			right = append(right, r)
		case len(r.feedback) == 0:
			bare = append(bare, r)
		}
	}
	switch {
	case len(scored) > 0:
		return scored
	case len(right) > 0:
		return right
	case said:
		return nil
	}
	return bare
}

func isRightName(name string) bool {
	return strings.HasPrefix(strings.ToLower(name), "correct") || strings.HasPrefix(strings.ToLower(name), "right")
}

func isWrongName(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "incorrect") || strings.Contains(name, "wrong")
}

// weights are points by identifier, in the order in which they were first named.
type weights struct {
	ids    []string
	points map[string]float64
}

func (w *weights) add(id string, points float64, adds bool) {
	if w.points == nil {
		w.points = map[string]float64{}
	}
	old, ok := w.points[id]
	if !ok {
		w.ids = append(w.ids, id)
	}
	if ok && adds {
		points += old
	}
	w.points[id] = max(points, old)
	if points < 0 && !ok {
		w.points[id] = points
	}
}

// most returns the largest points.
func (w *weights) most() float64 {
	most := 0.0
	for _, p := range w.points {
		most = max(most, p)
	}
	return most
}

// choiceKey finds what the rules say of a response that is one or several of identifiers: the right ones in the order of
// the rules, and the points of each where they are given one by one.
func choiceKey(rules []rule, response string, several bool) (key []string, each weights) {
	var whole *rule
	found := scoring(rules, response)
	for i := range found {
		r := &found[i]
		yes, no := r.says(response, equals, contains)
		complete := !r.any && (len(unique(yes)) > 1 && several || len(no) > 0)
		if complete && (whole == nil || r.score > whole.score) {
			whole = r
		}
		if !complete {
			for _, id := range yes {
				each.add(id, r.score, r.adds)
			}
		}
	}
	for _, r := range rules {
		if yes, _ := r.says(response, equals); r.scores && r.score < 0 && len(yes) == 1 && len(r.atoms) == 1 {
			each.add(yes[0], r.score, r.adds)
		}
	}
	if whole != nil {
		key, _ = whole.says(response, equals, contains)
		if key = unique(key); !sameLabels(key, each.gains()) {
			each = weights{}
		}
		return key, each
	}
	for _, id := range each.ids {
		if p := each.points[id]; p > 0 && (several || p == each.most()) || len(found) > 0 && each.most() == 0 && p == 0 {
			key = append(key, id)
		}
	}
	return key, each
}

// gains returns the identifiers that give points.
func (w *weights) gains() (ids []string) {
	for _, id := range w.ids {
		if w.points[id] > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// credit returns the percent of the full points that an option gives, 0 where that is plain: all or nothing of a single
// choice, an equal share of a multiple one.
func (w *weights) credit(id string, correct, several bool) float64 {
	p, full := w.points[id], w.most()
	if full <= 0 || p == 0 {
		return 0
	}
	if !several {
		if correct {
			return 0
		}
		return shareOf(p / full)
	}
	total, even := 0.0, true
	for _, id := range w.ids {
		if q := w.points[id]; q > 0 {
			total += q
			even = even && q == full
		} else if q < 0 {
			even = false
		}
	}
	if even {
		return 0
	}
	return shareOf(p / total)
}

// shareOf rounds to the digits that people write: 33.33333.
func shareOf(share float64) float64 {
	n, _ := strconv.ParseFloat(strconv.FormatFloat(share*100, 'f', 5, 64), 64)
	return n
}

// textKey makes options of the accepted texts of a response, with their credit.
func textKey(rules []rule, response string) (accepted []bank.Option) {
	var each weights
	for _, r := range scoring(rules, response) {
		yes, _ := r.says(response, equals, contains)
		for _, text := range yes {
			if text = strings.TrimSpace(text); text != "" {
				each.add(text, r.score, false)
			}
		}
	}
	for _, text := range each.ids {
		full := each.points[text] == each.most()
		o := bank.Option{Text: text, Correct: full}
		if !full {
			o.Credit = shareOf(each.points[text] / each.most())
		}
		accepted = append(accepted, o)
	}
	return accepted
}

// numberKey writes the accepted numbers of a response as bank.Numeric has them.
func numberKey(rules []rule, response string) (accepted []string) {
	for _, r := range scoring(rules, response) {
		values, _ := r.says(response, equals)
		low, _ := r.says(response, least)
		high, _ := r.says(response, most)
		about, _ := r.says(response, tolerance)
		switch {
		case len(values) == 1 && len(about) == 1:
			accepted = append(accepted, trimNumber(values[0])+":"+trimNumber(about[0]))
		case len(low) == 1 && len(high) == 1 && len(values) <= 1:
			accepted = append(accepted, between(values, trimNumber(low[0]), trimNumber(high[0])))
		case len(low) == len(high) && len(low) > 0:
			for i := range low {
				accepted = append(accepted, between(nil, trimNumber(low[i]), trimNumber(high[i])))
			}
		case len(values) == 0 && len(low) == 1 && len(high) == 0:
			accepted = append(accepted, "at least "+low[0])
		case len(values) == 0 && len(high) == 1 && len(low) == 0:
			accepted = append(accepted, "at most "+high[0])
		default:
			for _, v := range values {
				accepted = append(accepted, trimNumber(v))
			}
		}
	}
	return unique(accepted)
}

// between writes an interval: as a tolerance if its middle is given too.
func between(middle []string, low, high string) string {
	if low == high {
		return low
	}
	if len(middle) == 1 {
		m, err1 := strconv.ParseFloat(trimNumber(middle[0]), 64)
		l, err2 := strconv.ParseFloat(low, 64)
		h, err3 := strconv.ParseFloat(high, 64)
		if err1 == nil && err2 == nil && err3 == nil {
			below, above := roundShare(m-l), roundShare(h-m)
			if below == above {
				return trimNumber(middle[0]) + ":" + below
			}
		}
	}
	return low + ".." + high
}

// roundShare drops what the binary arithmetic of a difference adds: 1.4142-1.4141 is 0.0001.
func roundShare(x float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 9, 64), 64)
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// trimNumber takes a number as platforms write it: with a decimal comma, a plus sign, or spaces.
func trimNumber(text string) string {
	text = strings.TrimPrefix(strings.TrimSpace(text), "+")
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		if comma := strings.Replace(text, ",", ".", 1); isFinite(comma) {
			return comma
		}
	}
	return text
}
