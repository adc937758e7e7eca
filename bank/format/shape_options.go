package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// A choice is an option and the names by which a key may refer to it: an ID, a value, the name of its field, its text
// before the label was taken off.
type choice struct {
	bank.Option
	names []string
}

// optionsOf takes a list of objects or texts, or an object of texts by label. A label inside of a text is taken off it
// if all texts have theirs.
func optionsOf(v value) ([]bank.Option, error) {
	choices, err := choicesOf(v)
	if err != nil {
		return nil, err
	}
	labelChoices(choices)
	var options []bank.Option
	for _, c := range choices {
		options = append(options, c.Option)
	}
	return options, nil
}

// readOptions finds what can be chosen: a field of options; answers beside a key; fields such as "A", "option1"; the right
// and the wrong answers apart.
func (s *shape) readOptions() error {
	v, name := partOf(s.value, fieldNames["options"])
	if v.kind == null {
		v, name = s.answersAsOptions()
	}
	choices, err := choicesOf(v)
	if err != nil && isOptionList(name) {
		return err
	}
	if err == nil && len(choices) > 0 {
		s.choices, s.listed = choices, name
		return nil
	}
	if s.choices = flatChoices(s.value); len(s.choices) > 0 {
		return nil
	}
	if s.choices = s.rightAndWrong(); len(s.choices) == 0 && s.draft.kind == bank.Ordering {
		v, s.listed = partOf(s.value, []string{"items", "elements", "sequence", "steps", "correctorder", "correctsequence", "order", "answer", "answers"})
		s.choices, err = choicesOf(v)
		if key, _ := s.keyField(); key.kind == null { // the only list is the right order
			s.listed = ""
		}
		return err
	}
	return nil
}

// answersAsOptions returns the field "answers" or "answer" where it holds options: objects or texts, and another field
// has the key.
func (s *shape) answersAsOptions() (value, string) {
	for _, name := range []string{"answers", "answer", "antworten", "respostas", "respuestas", "reponses"} {
		v, _ := partOf(s.value, []string{name})
		switch {
		case v.kind == list && len(v.items) > 1 && v.items[0].kind == object && s.draft.kind != bank.Matching:
			return v, name
		case (v.kind == list && len(v.items) > 1 || v.kind == object && len(v.fields) > 1) && s.hasOtherKey(name):
			return v, name
		}
	}
	return value{}, ""
}

func (s *shape) hasOtherKey(but string) bool {
	names := slices.DeleteFunc(slices.Clone(fieldNames["answer"]), func(n string) bool { return n == but })
	v, _ := partOf(s.value, names)
	return v.kind != null
}

// choicesOf takes a list or an object of options, or a text that holds all of them.
func choicesOf(v value) ([]choice, error) {
	switch v.kind {
	case null:
		return nil, nil
	case list:
		if len(v.items) == 1 && v.items[0].kind == object { // {"answers": [...]} in a list of one
			if inner, _ := partOf(v.items[0], []string{"answers", "options", "choices"}); inner.kind == list && len(inner.items) > 1 {
				return choicesOf(inner)
			}
		}
		var choices []choice
		for i := range v.items {
			if v.items[i].kind != null {
				choices = append(choices, choiceOf(&v.items[i]))
			}
		}
		return choices, nil
	case object:
		if choices := parallelChoices(v); choices != nil {
			return choices, nil
		}
		return namedChoices(v), nil
	case text:
		if choices := choicesInText(v); len(choices) > 1 {
			return choices, nil
		}
	}
	return nil, fmt.Errorf("options are %s: write a list", v)
}

// parallelChoices takes {"text": [...], "label": [...]}, and the same with 1 for the right ones in the place of labels.
func parallelChoices(v value) []choice {
	all, _ := partOf(v, []string{"text", "texts", "choices", "options", "values", "content"})
	if all.kind != list {
		return nil
	}
	labels, _ := partOf(v, []string{"label", "labels", "letters", "letter", "keys", "key", "id", "ids"})
	choices := []choice{}
	for i := range all.items {
		c := choiceOf(&all.items[i])
		if i < len(labels.items) {
			mark := &labels.items[i]
			if label := strings.TrimSpace(scalar(*mark)); mark.kind == number && all.line > 0 && (label == "0" || label == "1") {
				c.Correct = label == "1"
			} else {
				c.Label = label
			}
		}
		choices = append(choices, c)
	}
	return choices
}

// namedChoices takes {"A": "text"}, {"A": {"text": ...}}, {"text": true} and names such as answer_a. Programs write
// objects in any order: letters are put into theirs.
func namedChoices(v value) []choice {
	var choices []choice
	for i := range v.fields {
		f := &v.fields[i]
		label := labelOfName(f.name)
		var c choice
		switch {
		case f.value.kind == null:
			continue
		case f.value.kind == truth:
			c.Text, c.Correct = tidy(f.name), means(f.value)
		case f.value.kind == object:
			c = choiceOf(&f.value)
			if c.Text == "" {
				c.Text, label = tidy(f.name), ""
			}
			c.Label = label
		default:
			c.Text, c.Label = tidy(textOf(f.value)), label
		}
		c.names = append(c.names, f.name)
		choices = append(choices, c)
	}
	letters := !slices.ContainsFunc(choices, func(c choice) bool { return position(c.Label) < 0 })
	if letters {
		slices.SortStableFunc(choices, func(a, b choice) int { return position(a.Label) - position(b.Label) })
	}
	for i := range choices {
		if !letters {
			choices[i].Label = ""
		}
	}
	return choices
}

// labelOfName returns the label in the name of a field: "A", "a.", "(b)", "2", "answer_c", "option 4"; "" if there is none.
func labelOfName(name string) string {
	if label := labelOfText(name); label != "" {
		return label
	}
	folded := foldName(name)
	for _, prefix := range optionWords {
		if rest, ok := strings.CutPrefix(folded, prefix); ok && prefix != "" {
			return labelOfText(rest)
		}
	}
	return ""
}

// labelOfText returns a text that is a label and nothing else, in upper case.
func labelOfText(s string) string {
	s = strings.Trim(s, " ().:[]")
	if len(s) == 1 && isLetter(s[0]) || s != "" && len(s) < 3 && strings.Trim(s, "0123456789") == "" {
		return upper(s)
	}
	return ""
}

// The fields of an option. A text of one letter is its label where another field has more to say.
var (
	choiceTexts = []string{"text", "optiontext", "answertext", "choicetext", "content", "body", "html", "answerhtml", "statement", "choice", "option", "answer", "description", "value",
		"title", "name", "label", "alternative", "texto", "alternativa", "antwort", "resposta", "respuesta", "内容"}
	choiceNames = []string{"label", "letter", "key", "id", "optionid", "choiceid", "answerid", "identifier", "ident", "value", "code", "uuid", "name", "option", "choice", "index", "position", "letra"}
	choiceRight = []string{"correct", "iscorrect", "isright", "right", "isanswer", "istrue", "iscorrectanswer", "correctanswer", "iskey", "correto", "correta", "correcto", "richtig", "answer", "true"}
	choiceScore = []string{"fraction", "score", "weight", "points", "grade", "mark", "answerweight"}
	choiceNotes = []string{"feedback", "explanation", "rationale", "reason", "chosenfeedback", "comment", "comments", "answercomments", "why", "justification", "explanationtext", "feedbackhtml"}
)

func choiceOf(v *value) choice {
	var c choice
	switch v.kind {
	case list:
		return pairChoice(v)
	case object:
	default:
		c.Text = tidy(scalar(*v))
		return c
	}
	if len(v.fields) == 1 && labelOfText(v.fields[0].name) != "" {
		return choice{Option: bank.Option{Label: labelOfText(v.fields[0].name), Text: tidy(textOf(v.fields[0].value))}}
	}
	var used string
	for _, name := range choiceTexts {
		inner, found := partOf(*v, []string{name})
		s := tidy(textOf(inner))
		if inner.kind == null || inner.kind == truth && name == "answer" || s == "" {
			continue
		}
		if c.Text == "" || labelOfText(c.Text) != "" && labelOfText(s) == "" {
			c.Text, used = s, found
		}
	}
	for _, name := range choiceNames {
		inner, _ := partOf(*v, []string{name})
		s := strings.TrimSpace(scalar(inner))
		if s == "" || name == used {
			continue
		}
		c.names = append(c.names, s)
		if label := labelOfText(s); c.Label == "" && label != "" && (isUpper(s[0]) || name == "label" || name == "letter" || name == "key") {
			c.Label = label
		}
	}
	if src := pictures(part(*v, "images")); len(src) > 0 && !strings.Contains(c.Text, src[0]) {
		c.Text = strings.TrimSpace(c.Text + "\n![](" + src[0] + ")")
	}
	c.judge(v)
	return c
}

// pairChoice takes [label, text] and [text, true].
func pairChoice(v *value) choice {
	var c choice
	if len(v.items) == 2 && v.items[1].kind == truth {
		c.Text, c.Correct = tidy(scalar(v.items[0])), means(v.items[1])
		return c
	}
	if len(v.items) == 2 && labelOfText(scalar(v.items[0])) != "" {
		c.Label, c.Text = labelOfText(scalar(v.items[0])), tidy(textOf(v.items[1]))
		return c
	}
	c.Text = tidy(textOf(*v))
	return c
}

// judge reads whether an option is right, what it is worth, and why.
func (c *choice) judge(v *value) {
	if right, _ := partOf(*v, choiceRight); right.kind == truth || right.kind != null && right.text != c.Text {
		c.Correct = means(right)
	}
	if score, _ := partOf(*v, choiceScore); score.kind == number || score.kind == text {
		c.weigh(strings.TrimSuffix(strings.TrimSpace(score.text), "%"))
	}
	if credit := v.get("credit"); credit.kind == number {
		c.Credit, _ = strconv.ParseFloat(credit.text, 64)
	}
	notes, _ := partOf(*v, choiceNotes)
	if notes.kind == null {
		inner, _ := partOf(*v, []string{"tipsandfeedback"})
		notes, _ = partOf(inner, choiceNotes)
	}
	c.Feedback = tidy(textOf(notes))
}

// means reports whether a value says yes.
func means(v value) bool {
	switch fold(scalar(v)) {
	case "true", "1", "yes", "y", "t", "x", "correct", "right", "sim", "si", "sí", "ja", "oui", "✓", "✔", "✅", "1.0", "100":
		return true
	}
	return false
}

// weigh reads the points of an option: what is more than nothing is right. Shares of them are credit.
func (c *choice) weigh(s string) {
	points, err := strconv.ParseFloat(s, 64)
	if err != nil || points != points {
		return
	}
	c.Correct = c.Correct || points > 0
	if points > 1 && points < 100 || points < 0 && points >= -100 && points != -1 {
		c.Credit = points
	}
}

// optionWords begin the names of fields that hold one option each.
var optionWords = []string{"answeroption", "answerchoice", "option", "choice", "answer", "ending", "alternative", "alternativa", "antwort", "opcao", "opção", "opcion", "opción",
	"resposta", "respuesta", "reponse", "réponse", "opt", "ans", "sol", "op", "hypothesis", "选项", "выбор", "ответ", "вариант", ""}

// flatChoices takes the fields "A" to "J", "option_a", "Option 1", "answer2" and others like them, beside "Answer 2
// correct" and "option_a_feedback".
func flatChoices(v value) []choice {
	found := map[string][]choice{}
	for i := range v.fields {
		f := &v.fields[i]
		if f.value.kind == null || f.value.kind == list {
			continue
		}
		folded := foldName(f.name)
		for _, word := range optionWords {
			rest, ok := strings.CutPrefix(folded, word)
			if !ok {
				continue
			}
			label, tail := flatLabel(rest)
			if label != "" && (word != "" || isUpper(label[0])) {
				found[word] = takeFlat(found[word], label, tail, f)
				break
			}
		}
	}
	for _, word := range optionWords {
		choices := slices.DeleteFunc(found[word], func(c choice) bool { return c.Text == "" })
		slices.SortStableFunc(choices, func(a, b choice) int { return position(a.Label) - position(b.Label) })
		if len(choices) > 1 && position(choices[0].Label) < 1 && position(choices[1].Label) == position(choices[0].Label)+1 {
			return lettered(choices)
		}
	}
	return nil
}

// flatLabel splits "atext" into the label A and what follows, and "12iscorrect" into 12 and what follows.
func flatLabel(s string) (label, tail string) {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch {
	case digits > 0 && digits < 3:
		label, tail = s[:digits], s[digits:]
	case digits == 0 && s != "" && s[0] >= 'a' && s[0] <= 'j':
		label, tail = upper(s[:1]), s[1:]
	}
	switch tail {
	case "", "text", "content", "value", "correct", "iscorrect", "right", "feedback", "explanation", "rationale", "reason":
		return label, tail
	}
	return "", ""
}

func takeFlat(choices []choice, label, tail string, f *field) []choice {
	at := slices.IndexFunc(choices, func(c choice) bool { return c.Label == label })
	if at < 0 {
		at = len(choices)
		choices = append(choices, choice{Option: bank.Option{Label: label}, names: []string{label}})
	}
	c := &choices[at]
	switch tail {
	case "", "text", "content", "value":
		c.Text = tidy(textOf(f.value))
		c.names = append(c.names, f.name)
	case "correct", "iscorrect", "right":
		c.Correct = means(f.value)
	default:
		c.Feedback = tidy(textOf(f.value))
	}
	return choices
}

// lettered gives letters to options that were told apart by numbers.
func lettered(choices []choice) []choice {
	for i := range choices {
		choices[i].Label = letter(i)
	}
	return choices
}

// rightAndWrong puts together the right answers and the wrong ones, in this order. True stands before False.
func (s *shape) rightAndWrong() []choice {
	var wrong []choice
	for i := range s.fields {
		f := &s.fields[i]
		name := strings.TrimRight(foldName(f.name), "0123456789")
		if f.value.kind == object || f.value.kind == null || !slices.Contains(fieldNames["wrong"], name) {
			continue
		}
		for _, item := range itemsOf(f.value) {
			if c := choiceOf(&item); c.Text != "" {
				c.Correct = false
				wrong = append(wrong, c)
			}
		}
	}
	best, name := partOf(s.value, []string{"bestanswer"})
	if best.kind == null {
		best, name = s.keyField()
	}
	if len(wrong) == 0 || best.kind == null || best.kind == object {
		return nil
	}
	var choices []choice
	for _, item := range itemsOf(best) {
		c := choiceOf(&item)
		c.Correct = true
		choices = append(choices, c)
	}
	s.keyed, s.mixed = name, true
	choices = append(choices, wrong...)
	if len(choices) == 2 && fold(choices[1].Text) == "true" {
		choices[0], choices[1] = choices[1], choices[0]
	}
	return choices
}

func itemsOf(v value) []value {
	switch v.kind {
	case null:
		return nil
	case list:
		return v.items
	}
	return []value{v}
}
