package format

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank/pattern"
)

// readRules reads response processing that is written out. A template needs none: it says that the declared answer is
// right, or that the declared mapping gives the points.
func (it *item2) readRules(e *element) {
	for _, c := range e.all("responsecondition") {
		for _, branch := range c.parts() {
			if branch.is("responseif", "responseelseif", "responseelse") {
				it.rules = append(it.rules, it.branch(branch))
			}
		}
	}
}

// branch reads the condition of a branch, its first part, and what the others assign.
func (it *item2) branch(e *element) rule {
	r := rule{line: e.line, others: e.name == "responseelse"}
	parts := e.parts()
	if !r.others && len(parts) > 0 {
		r.any = parts[0].is("or", "anyn")
		it.condition(parts[0], false, &r)
		parts = parts[1:]
	}
	for _, p := range parts {
		if p.name != "setoutcomevalue" {
			continue
		}
		name := p.get("identifier")
		switch value := p.first("basevalue"); {
		case strings.Contains(strings.ToUpper(name), "SCORE"):
			it.score(p, &r)
		case value != nil:
			r.feedback = append(r.feedback, value.inner())
		}
	}
	return r
}

// score reads what a branch gives: a number, the maximum, or points added to the score.
func (it *item2) score(e *element, r *rule) {
	points := 1.0
	if value := e.first("basevalue"); value != nil {
		n, err := strconv.ParseFloat(value.inner(), 64)
		if err != nil {
			return
		}
		points = n
	}
	if e.first("mapresponse", "mapresponsepoint") != nil {
		return
	}
	if e.first("subtract") != nil {
		points = -points
	}
	if !r.scores || points > r.score {
		r.score = points
	}
	r.scores, r.adds = true, e.first("sum") != nil
}

// condition collects the comparisons of an expression.
func (it *item2) condition(e *element, not bool, r *rule) {
	switch e.name {
	case "not":
		not = !not
	case "match", "equal", "equalrounded", "member", "contains", "stringmatch", "substring", "lt", "lte", "gt", "gte":
		it.compare(e, not, r)
		return
	case "isnull":
		return
	}
	for _, c := range e.parts() {
		it.condition(c, not, r)
	}
}

func (it *item2) compare(e *element, not bool, r *rule) {
	parts := e.parts()
	if len(parts) < 2 {
		return
	}
	at := slices.IndexFunc(parts[:2], func(p *element) bool { return variableOf(p) != "" && it.declared[variableOf(p)] != nil })
	if at < 0 {
		return
	}
	response := variableOf(parts[at])
	add := func(t test, value string) {
		r.atoms = append(r.atoms, atom{response: response, test: t, value: value, not: not})
	}
	for _, value := range it.valuesOf(parts[1-at]) {
		switch e.name {
		case "lt", "lte", "gt", "gte":
			add(map[bool]test{true: most, false: least}[strings.HasPrefix(e.name, "l") == (at == 0)], value)
			continue
		case "substring":
			add(contains, value)
		default:
			add(equals, value)
		}
		if t := toleranceOf(e, value); t != "" {
			add(tolerance, t)
		}
	}
}

// variableOf returns the response that an expression reads, itself or rounded or the like.
func variableOf(e *element) string {
	if e.name == "variable" {
		return e.get("identifier")
	}
	if e.is("basevalue", "correct", "multiple", "ordered") {
		return ""
	}
	if v := e.first("variable"); v != nil {
		return v.get("identifier")
	}
	return ""
}

// valuesOf returns the values of a constant expression.
func (it *item2) valuesOf(e *element) []string {
	if e.name == "correct" {
		if r := it.declared[e.get("identifier")]; r != nil {
			return r.correct
		}
		return nil
	}
	if e.name == "basevalue" {
		return []string{e.inner()}
	}
	var all []string
	for _, v := range e.all("basevalue") {
		all = append(all, v.inner())
	}
	return all
}

// toleranceOf returns how far a response may be from the value: the same on both sides, or the larger one.
func toleranceOf(e *element, value string) string {
	n, err := strconv.ParseFloat(trimNumber(value), 64)
	if err != nil {
		return ""
	}
	wide := 0.0
	for _, t := range strings.Fields(e.get("tolerance")) {
		w, _ := strconv.ParseFloat(t, 64)
		wide = max(wide, w)
	}
	figures, _ := strconv.Atoi(e.get("figures"))
	switch {
	case e.name == "equalrounded" && strings.EqualFold(e.get("roundingmode"), "decimalPlaces"):
		wide = 0.5 * math.Pow10(-min(figures, 12))
	case e.name == "equalrounded" && n != 0:
		wide = 0.5 * math.Pow10(int(math.Floor(math.Log10(math.Abs(n))))+1-max(figures, 1))
	case strings.EqualFold(e.get("tolerancemode"), "relative"):
		wide = math.Abs(n) * wide / 100
	}
	if wide <= 0 || math.IsInf(wide, 0) || math.IsNaN(wide) {
		return ""
	}
	return roundShare(wide)
}

// readFeedback sorts the feedback. That of one option is shown where the outcome has the option's identifier, or stands in
// the option; other feedback, and the rubrics for scorers, are the explanation.
func (it *item2) readFeedback() {
	var all, right, wrong []string
	for _, f := range append(it.notes, it.modal()...) {
		text := markdownOf(f.html())
		if text == "" {
			continue
		}
		id := f.get("identifier")
		switch role, option := it.roleOf(f, id); {
		case f.name == "rubricblock":
			all = append(all, text)
		case role == forOption:
			it.byOption[option] = joinTexts(it.byOption[option], text)
		case role == forRight:
			right = append(right, text)
		case role == forWrong:
			wrong = append(wrong, text)
		default:
			all = append(all, text)
		}
	}
	it.draft.explanation = explained(joinTexts(all...), joinTexts(right...), joinTexts(wrong...))
}

// modal returns the feedback that stands beside the body, and rubrics there.
func (it *item2) modal() []*element {
	var all []*element
	for _, c := range it.root.parts() {
		if c.name == "modalfeedback" || c.name == "rubricblock" {
			all = append(all, c)
		}
	}
	return all
}

var (
	rightID = pattern.New(`(?i)(^|[^a-z])(correct|right|true|solved)`)
	wrongID = pattern.New(`(?i)(incorrect|wrong|false|not[-_ ]?correct)`)
)

func (it *item2) roleOf(f *element, id string) (feedbackRole, string) {
	if in := f.get("owner"); in != "" && (f.name == "feedbackinline" || f.name == "feedbackblock") {
		return forOption, in
	}
	if it.isOption(id) {
		return forOption, id
	}
	right, wrong := false, false
	for _, r := range it.rules {
		if !slices.Contains(r.feedback, id) {
			continue
		}
		if o := r.oneOption(); o != "" && !r.scores && it.isOption(o) {
			return forOption, o
		}
		right = right || r.scores && r.score > 0
		wrong = wrong || r.others || r.scores && r.score <= 0
	}
	switch {
	case right != wrong:
		return map[bool]feedbackRole{true: forRight, false: forWrong}[right], ""
	case wrongID.MatchString(id):
		return forWrong, ""
	case rightID.MatchString(id):
		return forRight, ""
	}
	return forAll, ""
}

// isOption reports whether an option of a choice has the identifier.
func (it *item2) isOption(id string) bool {
	for _, e := range it.interactions {
		if hasIdent(e.all("simplechoice", "inlinechoice", "hottext"), id) {
			return true
		}
	}
	return slices.ContainsFunc(it.order, func(r string) bool {
		return it.declared[r].base == "string" && (slices.Contains(it.declared[r].correct, id) || it.declared[r].mapped.points[id] != 0)
	})
}
