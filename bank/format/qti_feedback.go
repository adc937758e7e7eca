package format

import (
	"maps"
	"slices"
	"strings"
)

// readFeedback reads the texts that an item shows after the answer, by their identifiers.
func (it *item1) readFeedback() {
	for _, f := range it.root.all("itemfeedback") {
		if text := materialText(f, it.shared); text != "" {
			it.feedback[f.get("ident")] = joinTexts(it.feedback[f.get("ident")], text)
		}
	}
}

// feedbackRole says what a feedback is about.
type feedbackRole uint8

const (
	forAll feedbackRole = iota
	forRight
	forWrong
	forOption
)

// takeFeedback sorts the feedback: what is shown for one option stays with that option (feedback then holds it by the
// identifier of the option, or the accepted text), all other becomes the explanation.
func (it *item1) takeFeedback() {
	byOption := map[string]string{}
	var all, right, wrong []string
	for _, f := range it.root.all("itemfeedback") {
		id := f.get("ident")
		text := it.feedback[id]
		if text == "" {
			continue
		}
		delete(it.feedback, id)
		switch role, options := it.roleOf(id); role {
		case forOption:
			for _, o := range options {
				byOption[o] = joinTexts(byOption[o], text)
			}
		case forRight:
			right = append(right, text)
		case forWrong:
			wrong = append(wrong, text)
		default:
			all = append(all, text)
		}
	}
	it.feedback = byOption
	if hint := materialText(it.root.child("hint"), it.shared); hint != "" {
		all = append(all, "Hint: "+hint)
	}
	it.draft.explanation = explained(joinTexts(it.draft.explanation, joinTexts(all...)), joinTexts(right...), joinTexts(wrong...))
}

// explained puts the general feedback before that for right and for wrong answers. One that is the same for both is
// general.
func explained(all, right, wrong string) string {
	if right == wrong {
		return joinTexts(all, right)
	}
	if right != "" {
		right = "Correct: " + right
	}
	if wrong != "" {
		wrong = "Incorrect: " + wrong
	}
	return joinTexts(all, right, wrong)
}

// roleOf finds out what a feedback is about: from its name, and from the rules that show it.
func (it *item1) roleOf(id string) (feedbackRole, []string) {
	if id == "general_fb" {
		return forAll, nil
	}
	var options []string
	right, wrong, shown := false, false, false
	for _, r := range it.rules {
		if !slices.Contains(r.feedback, id) {
			continue
		}
		shown = true
		right = right || r.scores && r.score > 0
		wrong = wrong || r.others || r.scores && r.score <= 0
		if o := r.oneOption(); o != "" {
			options = append(options, o)
		}
	}
	switch {
	case isRightName(id):
		return forRight, nil
	case isWrongName(id):
		return forWrong, nil
	case len(options) > 0 && len(options) < it.options():
		return forOption, options
	case !shown && it.ownOption(id) != "":
		return forOption, []string{it.ownOption(id)}
	case right && !wrong:
		return forRight, nil
	case wrong && !right && it.anyScore():
		return forWrong, nil
	}
	return forAll, nil
}

// oneOption returns the value that a rule is about, "" if it is about none or several.
func (r *rule) oneOption() string {
	if len(r.atoms) != 1 || r.atoms[0].test != equals || r.atoms[0].not {
		return ""
	}
	return r.atoms[0].value
}

// ownOption finds the option by the name of its feedback: Canvas calls that of option 77 "77_fb".
func (it *item1) ownOption(id string) string {
	for _, r := range it.responses {
		if r.label(id) != nil {
			return id
		}
		if own := strings.TrimSuffix(id, "_fb"); r.label(own) != nil {
			return own
		}
	}
	return ""
}

// restOfFeedback gives a question whose options have no place for it the feedback on single answers as explanation.
func (it *item1) restOfFeedback(d *draft) {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(it.feedback)) {
		all = append(all, it.feedback[id])
	}
	d.explanation = joinTexts(d.explanation, joinTexts(unique(all)...))
}

// options counts the options of the item; a feedback that all of them show is about none.
func (it *item1) options() int {
	n := 0
	for _, r := range it.responses {
		n += len(r.labels)
	}
	return max(n, 2)
}

// anyScore reports whether a rule that shows no general text gives points: only then is "other" a wrong answer.
func (it *item1) anyScore() bool {
	return slices.ContainsFunc(it.rules, func(r rule) bool { return r.scores && r.score > 0 && len(r.atoms) > 0 })
}
