package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// A family is what the questions of a file have in common. A key that is a number may count the options from 0, as
// programs do, or from 1, as people do. A 0 anywhere in the file says the former; the number of the options, without a 0,
// the latter. Where neither is seen, a number counts from 0, since JSON is written by programs, and a number in quotes from
// 1; such a key comes with a warning.
type family struct {
	numbers, quoted tally
}

// tally is what was seen of the keys that are numbers.
type tally struct {
	zero, last bool
}

func (t tally) known() bool { return t.zero || t.last }

// base is the number of the first option.
func (t tally) base() int {
	if t.last && !t.zero {
		return 1
	}
	return 0
}

func (t *tally) see(n, options int) {
	t.zero = t.zero || n == 0
	t.last = t.last || n == options
}

// learn looks at the key of a question.
func (f *family) learn(v value) {
	if isRecord(&v) {
		return
	}
	v = pulledUp(v)
	s := shape{value: v, family: f}
	key, _ := s.keyField()
	if !numeral(key) && (key.kind != list || len(key.items) == 0 || !numeral(key.items[0])) {
		return
	}
	if s.readOptions() != nil || len(s.choices) < 2 {
		return
	}
	labelChoices(s.choices)
	if key, _ = s.keyField(); len(flagged(key, s.choices)) > 0 {
		return
	}
	for _, item := range itemsOf(key) {
		n, err := strconv.Atoi(strings.TrimSpace(item.text))
		if err != nil || !numeral(item) || s.namedBy(item.text) >= 0 || s.withText(item.text) >= 0 {
			continue
		}
		if item.kind == number {
			f.numbers.see(n, len(s.choices))
		} else {
			f.quoted.see(n, len(s.choices))
		}
	}
}

func numeral(v value) bool {
	if v.kind != number && v.kind != text || v.text == "" || len(v.text) > 4 {
		return false
	}
	return strings.Trim(strings.TrimSuffix(strings.TrimSpace(v.text), ".0"), "0123456789") == ""
}

// keyField returns the field that holds the key, and its name. An empty one counts only if there is no other, and a truth
// value, which may say that the reader of a quiz was right, only if no other field is named as a key.
func (s *shape) keyField() (value, string) {
	var empty, judged value
	var emptyName, judgedName string
	names := fieldNames["answer"]
	best := len(names)
	var found value
	for i := range s.fields {
		f := &s.fields[i]
		at := strength(f.name, names[:best])
		if at < 0 || names[at] == s.listed {
			continue
		}
		switch v := f.value; {
		case v.kind == null:
		case v.kind == text && strings.TrimSpace(v.text) == "", v.kind == list && len(v.items) == 0:
			empty, emptyName = v, names[at]
		case v.kind == truth:
			judged, judgedName = v, names[at]
		default:
			found, best = v, at
		}
	}
	switch {
	case best < strongUpTo["answer"], best < len(names) && judgedName == "":
		return found, names[best]
	case judgedName != "":
		return judged, judgedName
	}
	return empty, emptyName
}

// key reads which options are right.
func (s *shape) key() {
	if s.draft.kind == bank.Matching && len(s.prompts) > 0 {
		if len(s.keys) == 0 {
			s.matchingKey()
		}
		return
	}
	v, name := s.keyField()
	if s.keyed != "" && len(s.choices) > 0 { // the options were made of it
		return
	}
	s.keyed = name
	if v.kind == null {
		s.keyInSolution()
		return
	}
	s.keys = s.keysOf(v)
	switch name {
	case "answeret", "suggestedanswer", "officialanswer", "correctindex", "answerindex", "answeridx", "correctidx":
		other, _ := partOf(s.value, []string{"answer", "ans", "communityanswer"})
		if s.listed != "answer" && other.kind != null && scalar(other) != "" {
			s.second = s.keysOf(other)
		}
	}
}

// keyInSolution takes "solution" as the key where it is one.
func (s *shape) keyInSolution() {
	v, name := partOf(s.value, []string{"solution", "solutions"})
	keys := s.keysOf(v)
	if len(keys) != 1 || len(s.choices) == 0 || !s.isLabel(keys[0].text) {
		return
	}
	s.keys, s.keyed = keys, name
}

func (s *shape) isLabel(key string) bool {
	return slices.ContainsFunc(s.choices, func(c choice) bool { return strings.EqualFold(c.Label, key) })
}

// keysOf returns the key: of questions with options one line of labels, of others a line for each accepted text.
func (s *shape) keysOf(v value) []keyLine {
	if len(s.choices) == 0 || s.draft.kind == bank.Short || s.draft.kind == bank.Numeric {
		return s.acceptedOf(v)
	}
	if flags := flagged(v, s.choices); len(flags) > 0 {
		return []keyLine{{v.line, strings.Join(flags, ", ")}}
	}
	if inner, _ := partOf(v, []string{"answers", "values", "ids", "indices", "indexes", "options", "choices"}); inner.kind == list {
		v = inner
	}
	if v.kind == list && len(v.items) == 1 {
		v = v.items[0]
	}
	if v.kind != list {
		key := s.resolve(v)
		if key == "" {
			return nil
		}
		return []keyLine{{v.line, key}}
	}
	var labels []string
	for _, item := range v.items {
		key := s.resolve(item)
		if key != "" && !s.isLabel(key) && s.withText(key) < 0 && !pureKey(key) {
			return []keyLine{{item.line, key}}
		}
		if key != "" {
			labels = append(labels, key)
		}
	}
	if len(labels) == 0 {
		return nil
	}
	return []keyLine{{v.line, strings.Join(labels, ", ")}}
}

// acceptedOf lists the texts that are accepted where there are no options.
func (s *shape) acceptedOf(v value) []keyLine {
	var keys []keyLine
	for _, item := range itemsOf(v) {
		answer := s.numericForm(item)
		if answer == "" {
			answer = wholeBold(tidy(textOf(item)))
		}
		if answer != "" {
			keys = append(keys, keyLine{item.line, answer})
		}
	}
	return keys
}

// numericForm reads {"value": 5, "tolerance": 0.1}, {"min": 1, "max": 5}, and a number beside a field for the tolerance.
func (s *shape) numericForm(v value) string {
	low, _ := partOf(v, []string{"min", "minimum", "low", "lower", "from", "start"})
	high, _ := partOf(v, []string{"max", "maximum", "high", "upper", "to", "end"})
	if low.kind == number && high.kind == number {
		return low.text + ".." + high.text
	}
	slack, _ := partOf(s.value, []string{"tolerance", "margin", "error", "precision"})
	if v.kind == object {
		slack, _ = partOf(v, []string{"tolerance", "margin", "error", "precision"})
		v, _ = partOf(v, []string{"value", "answer", "number", "exact", "text"})
	}
	if v.kind == null || s.draft.kind != bank.Numeric || slack.text == "" || slack.text == "0" || !isFinite(scalar(v)) {
		return ""
	}
	return scalar(v) + ":" + slack.text
}

// flagged reads keys that say of every option whether it is right: [true, false], [1, 0, 0, 1] and {"A": true, "B": false}.
func flagged(v value, choices []choice) []string {
	var labels []string
	switch {
	case v.kind == list && len(v.items) == len(choices) && len(choices) > 1:
		ones, zeros := 0, 0
		for i, item := range v.items {
			if item.kind != truth && (item.kind != number || item.text != "0" && item.text != "1") {
				return nil
			}
			if means(item) {
				ones++
				labels = append(labels, choices[i].Label)
			} else {
				zeros++
			}
		}
		if v.items[0].kind == number && (ones == 0 || ones+zeros < 3) { // a list of positions
			return nil
		}
	case v.kind == object:
		for _, f := range v.fields {
			if f.value.kind != truth && !strings.EqualFold(f.value.text, "true") && !strings.EqualFold(f.value.text, "false") {
				return nil
			}
			name := foldName(f.name)
			at := slices.IndexFunc(choices, func(c choice) bool {
				return sameName(f.name, foldName(c.Label)) || labelOfName(strings.TrimSuffix(name, "correct")) == c.Label || c.Text == f.name
			})
			if at >= 0 && means(f.value) {
				labels = append(labels, choices[at].Label)
			}
		}
	}
	return labels
}

// resolve returns the label of the option that a key names, or the key as it is written: check says what is wrong with it.
func (s *shape) resolve(v value) string {
	if v.kind == object {
		for _, name := range []string{"id", "label", "letter", "key", "index", "value", "text", "answer", "option"} {
			if inner, _ := partOf(v, []string{name}); inner.kind == text || inner.kind == number {
				return s.resolve(inner)
			}
		}
		return ""
	}
	key := strings.TrimSpace(scalar(v))
	if key == "" {
		return ""
	}
	ownFirst := s.labels && (len(key) == 1 || v.kind == number) && s.isLabel(key)
	if ownFirst {
		return key
	}
	if at := s.withText(key); at >= 0 && !(v.kind == number && s.family.numbers.known() && s.inRange(key)) {
		return s.choices[at].Label
	}
	if at := s.namedBy(key); at >= 0 {
		return s.choices[at].Label
	}
	if numeral(v) {
		return s.counted(v, key)
	}
	if labels := s.split(key); labels != nil {
		return strings.Join(labels, ", ")
	}
	if at := s.withText(tidy(key)); at >= 0 {
		return s.choices[at].Label
	}
	if label := labelOfName(key); label != "" && len(key) > 2 && s.isLabel(label) {
		return label
	}
	return key
}

// withText finds the only option of a text; -1 if none or several have it.
func (s *shape) withText(key string) int {
	found := -1
	for i, c := range s.choices {
		if c.Text != key {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	if found >= 0 || len(key) < 2 {
		return found
	}
	folded := fold(key)
	for i, c := range s.choices {
		if len(c.Text) <= len(key)+8 && fold(c.Text) == folded {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// namedBy finds the option that has a name; -1 if there is none.
func (s *shape) namedBy(key string) int {
	return slices.IndexFunc(s.choices, func(c choice) bool {
		return slices.ContainsFunc(c.names, func(n string) bool { return n == key || strings.EqualFold(n, key) })
	})
}

// inRange reports whether a number can be the position of an option.
func (s *shape) inRange(key string) bool {
	n, err := strconv.Atoi(key)
	at := n - s.family.numbers.base()
	return err == nil && at >= 0 && at < len(s.choices)
}

// counted reads a key that is a position.
func (s *shape) counted(v value, key string) string {
	n, err := strconv.Atoi(strings.TrimSuffix(key, ".0"))
	if err != nil {
		return key
	}
	t, base := s.family.numbers, s.family.numbers.base()
	programs := strings.Contains(s.keyed, "ind") || strings.Contains(s.keyed, "idx") || s.listed == "endings"
	if v.kind == text && !programs {
		t, base = s.family.quoted, 1
		if t.zero {
			base = 0
		}
	}
	if !t.known() && n == len(s.choices) {
		base = 1
	}
	at := n - base
	if at < 0 || at >= len(s.choices) {
		return key
	}
	if !t.known() && !programs && !s.hasProblem("key-by-position") {
		s.problems = append(s.problems, bank.Problem{Line: v.line, Severity: bank.Warning, Code: "key-by-position", Message: fmt.Sprintf(
			"the key %s is a number, and nothing says whether it counts from 0 or from 1: it was read as option %s; write its letter", key, s.choices[at].Label)})
	}
	return s.choices[at].Label
}

func (s *shape) hasProblem(code string) bool {
	return slices.ContainsFunc(s.problems, func(p bank.Problem) bool { return p.Code == code })
}

// split reads several keys in one text, where each of them is the text or the name of an option.
func (s *shape) split(key string) []string {
	for _, sign := range []string{"|", ";", "\n", ",", "、"} {
		parts := strings.Split(key, sign)
		if len(parts) < 2 {
			continue
		}
		var labels []string
		for _, p := range parts {
			p = strings.TrimSpace(p)
			at := s.withText(p)
			if at < 0 {
				at = s.namedBy(p)
			}
			switch {
			case at >= 0:
				labels = append(labels, s.choices[at].Label)
			case s.isLabel(p):
				labels = append(labels, p)
			}
		}
		if len(labels) == len(parts) {
			return labels
		}
	}
	return nil
}
