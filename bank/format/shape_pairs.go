package format

import (
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// The fields of a pair to be matched.
var (
	pairLefts  = []string{"left", "prompt", "premise", "term", "question", "subquestion", "key", "source", "item", "a", "from", "stem", "front"}
	pairRights = []string{"right", "answer", "match", "definition", "subanswer", "value", "target", "response", "choice", "b", "to", "back", "text"}
)

// readPairs reads a matching question: pairs, or prompts and choices apart. It reports whether it is one.
func (s *shape) readPairs() bool {
	if kind := s.draft.kind; kind != "" && kind != bank.Matching {
		return false
	}
	pairs, _ := partOf(s.value, fieldNames["pairs"])
	if pairs.kind == null && s.draft.kind == bank.Matching {
		for _, name := range []string{"answer", "answers", "correctanswer", "correctanswers", "correct", "items", "options", "choices"} {
			if pairs, _ = partOf(s.value, []string{name}); len(pairsIn(pairs)) > 1 {
				break
			}
		}
	}
	if found := pairsIn(pairs); len(found) > 1 && !s.hasPrompts() {
		s.takePairs(found)
		return true
	}
	return s.readColumns()
}

func (s *shape) hasPrompts() bool {
	prompts, choices := s.columns()
	return len(itemsOf(prompts)) > 1 && choices.kind != null
}

// columns returns the prompts and what they are paired with.
func (s *shape) columns() (prompts, choices value) {
	from := s.value
	for _, name := range []string{"options", "choices", "answers", "items"} {
		inner, _ := partOf(from, []string{name})
		if left := part(inner, "prompts"); inner.kind == object && left.container() {
			from = inner
			break
		}
	}
	prompts = part(from, "prompts")
	choices = part(from, "rights")
	if choices.kind == null || !choices.container() {
		choices = part(from, "options")
	}
	return prompts, choices
}

// readColumns reads {"prompts": [...], "choices": [...]}.
func (s *shape) readColumns() bool {
	prompts, right := s.columns()
	if !prompts.container() || !right.container() {
		return false
	}
	lefts, err := choicesOf(prompts)
	choices, err2 := choicesOf(right)
	if err != nil || err2 != nil || len(lefts) == 0 || len(choices) == 0 {
		return false
	}
	labelChoices(lefts)
	s.labels = labelChoices(choices)
	s.draft.kind, s.choices = bank.Matching, choices
	for _, l := range lefts {
		s.prompts = append(s.prompts, l.Text)
	}
	s.leftNames(lefts)
	return true
}

// leftNames orders the key that is an object by prompt.
func (s *shape) leftNames(lefts []choice) {
	v, name := s.keyField()
	pairs := pairsIn(v)
	if v.kind != object && len(pairs) == 0 {
		return
	}
	s.keyed = name
	for i, l := range lefts {
		for _, p := range pairs {
			left := p.left
			if left == l.Text || strings.EqualFold(left, l.Label) || slices.Contains(l.names, left) || left == strconv.Itoa(i+1) && !isNamed(pairs, "0") ||
				left == strconv.Itoa(i) && isNamed(pairs, "0") {
				s.keys = append(s.keys, keyLine{p.right.line, s.resolve(p.right)})
				break
			}
		}
	}
}

func isNamed(pairs []pair, left string) bool {
	return slices.ContainsFunc(pairs, func(p pair) bool { return p.left == left })
}

// matchingKey reads the options of the prompts in their order.
func (s *shape) matchingKey() {
	v, name := s.keyField()
	s.keyed = name
	if v.kind != list {
		if v.kind != null {
			s.keys = []keyLine{{v.line, scalar(v)}}
		}
		return
	}
	for _, item := range v.items {
		s.keys = append(s.keys, keyLine{item.line, s.resolve(item)})
	}
}

// A pair is a prompt and what belongs to it.
type pair struct {
	left  string
	right value
}

// pairsIn takes [{"left": ..., "right": ...}], [["a", "b"]] and {"a": "b"}.
func pairsIn(v value) []pair {
	var pairs []pair
	switch v.kind {
	case list:
		for _, item := range v.items {
			left, _ := partOf(item, pairLefts)
			right, _ := partOf(item, pairRights)
			switch {
			case item.kind == list && len(item.items) == 2:
				left, right = item.items[0], item.items[1]
			case item.kind == object && len(item.fields) == 1:
				left, right = textValue(item.fields[0].name, item.line), item.fields[0].value
			case item.kind != object || left.kind == null || right.kind == null:
				return nil
			}
			pairs = append(pairs, pair{tidy(textOf(left)), right})
		}
	case object:
		for _, f := range v.fields {
			if f.value.container() || f.value.kind == truth {
				return nil
			}
			pairs = append(pairs, pair{tidy(f.name), f.value})
		}
	}
	return pairs
}

// takePairs makes prompts and options of pairs. A pair without a prompt is a distractor.
func (s *shape) takePairs(pairs []pair) {
	s.draft.kind = bank.Matching
	var all []string
	for _, p := range pairs {
		right := tidy(textOf(p.right))
		all = append(all, right)
		if p.left == "" {
			continue
		}
		s.prompts = append(s.prompts, p.left)
		s.keys = append(s.keys, keyLine{p.right.line, right})
	}
	extra, _ := partOf(s.value, append([]string{"extrachoices", "extraoptions", "extra"}, fieldNames["wrong"]...))
	for _, item := range itemsOf(extra) {
		all = append(all, tidy(textOf(item)))
	}
	for _, right := range unique(all) {
		if right != "" {
			s.choices = append(s.choices, choice{Option: bank.Option{Text: right}})
		}
	}
	for i := range s.choices {
		s.choices[i].Label = letter(i)
	}
	for i, k := range s.keys {
		if at := s.withText(k.text); at >= 0 {
			s.keys[i].text = s.choices[at].Label
		}
	}
}
