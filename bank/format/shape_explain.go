package format

import (
	"slices"
	"strings"
)

// explain reads why options are right or wrong: for each of them, or for the question.
func (s *shape) explain() {
	for _, f := range fieldsOf(&s.value, fieldNames["feedback"]) {
		if f.value.container() {
			s.optionNotes(*f.value)
		}
	}
	var all []string
	for _, f := range fieldsOf(&s.value, fieldNames["explanation"]) {
		v := *f.value
		if v.kind == object {
			v, _ = partOf(v, []string{"overall", "general", "text", "html", "content", "correct", "explanation", "summary", "solution"})
		} else if v.kind == list && s.isNotes(v) {
			continue
		}
		if f.name != s.keyed {
			all = append(all, tidy(textOf(v)))
		}
	}
	other := s.value.get("other")
	all = append(all, tidy(scalar(other.get("solution"))))
	s.explanation = strings.TrimSpace(strings.Join(slices.DeleteFunc(unique(all), func(s string) bool { return s == "" }), "\n\n") + "\n\n" + s.explanation)
	for _, src := range answerPictures(s.value) {
		s.explanation = strings.TrimSpace(s.explanation + "\n\n![](" + src + ")")
	}
	s.keyInExplanation()
}

// answerPictures are the pictures that show the answer.
func answerPictures(v value) []string {
	found, _ := partOf(v, []string{"answerimages", "answerimage", "explanationimage", "explanationimages"})
	return pictures(found)
}

// isNotes says that a list has a text for each option.
func (s *shape) isNotes(v value) bool { return len(v.items) == len(s.choices) && len(s.choices) > 1 }

// optionNotes gives the options their feedback: by label, by text, or in their order.
func (s *shape) optionNotes(v value) {
	set := func(at int, note value) {
		if c := &s.choices[at]; c.Feedback == "" {
			c.Feedback = tidy(textOf(note))
		}
	}
	if v.kind == list {
		for i := range v.items {
			if s.isNotes(v) {
				set(i, v.items[i])
			}
		}
		return
	}
	for _, f := range v.fields {
		for i, c := range s.choices {
			if strings.EqualFold(c.Label, f.name) || c.Text == f.name || slices.Contains(c.names, f.name) || labelOfName(f.name) == c.Label {
				set(i, f.value)
				break
			}
		}
	}
}

// keyInExplanation finds the key where it stands only in the explanation, as "Correct Answer: B, D".
func (s *shape) keyInExplanation() {
	if len(s.keys) > 0 || len(s.choices) == 0 || s.explanation == "" || s.anyRight() {
		return
	}
	lines := strings.Split(s.explanation, "\n")
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if m := classify(mark{}, strings.TrimSpace(l)); m.kind == markKey && pureKey(m.rest) {
			s.keys = []keyLine{{s.draft.line, m.rest}}
			s.explanation = strings.TrimSpace(strings.Join(slices.Delete(lines, i, i+1), "\n"))
			return
		}
	}
}

func (s *shape) anyRight() bool {
	return s.rights() > 0
}
