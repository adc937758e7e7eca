package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// A shapeError says which field of a question has a shape that no question has.
type shapeError struct {
	number  string
	line    int
	message string
}

func (e *shapeError) Error() string { return e.message }

// draftOf reads a question out of an object.
func draftOf(v value) (draft, *shapeError) {
	d := draft{line: v.line, number: scalar(part(v, "number")), bank: scalar(part(v, "bank")), title: scalar(part(v, "title")),
		kind: bank.Kind(scalar(part(v, "kind"))), stem: scalar(part(v, "stem")), prompts: texts(part(v, "prompts")),
		explanation: strings.TrimSpace(scalar(part(v, "explanation"))), tags: texts(part(v, "tags")), references: texts(part(v, "references"))}
	fail := func(line int, format string, args ...any) (draft, *shapeError) {
		return draft{}, &shapeError{d.number, line, fmt.Sprintf(format, args...)}
	}
	if passage := strings.TrimSpace(scalar(part(v, "passage"))); passage != "" {
		d.stem = passage + "\n\n" + d.stem
	}
	d.stem = strings.TrimSpace(d.stem)
	if d.number == "" {
		d.number = numberOfID(scalar(part(v, "id")), d.bank)
	}
	if why := unknownKind(d.kind); why != "" {
		return fail(v.line, "%s", why)
	}
	options, err := optionsOf(part(v, "options"))
	if err != nil {
		return fail(v.line, "%s", err)
	}
	d.options = options
	d.keys = keyLines(part(v, "answer"), d)
	if d.explanation == "" {
		other := v.get("other")
		d.explanation = strings.TrimSpace(scalar(other.get("solution")))
	}
	if d.kind == "" && len(d.options) == 0 && len(d.keys) > 0 {
		d.kind = bank.Short
	}
	return d, nil
}

// scalar returns a text, number or truth value as text, and "" for others.
func scalar(v value) string {
	if v.kind == list || v.kind == object {
		return ""
	}
	return v.text
}

// texts returns the texts of a list, or the one text.
func texts(v value) []string {
	if v.kind == null {
		return nil
	}
	if v.kind != list {
		return []string{scalar(v)}
	}
	var all []string
	for _, item := range v.items {
		all = append(all, scalar(item))
	}
	return all
}

// optionsOf takes a list of objects or texts, or an object of texts by label. A label inside of a text is taken off it
// if all texts have theirs.
func optionsOf(v value) ([]bank.Option, error) {
	var options []bank.Option
	switch v.kind {
	case null:
	case list:
		for _, item := range v.items {
			options = append(options, optionOf(item))
		}
	case object:
		for _, f := range v.fields {
			options = append(options, bank.Option{Label: strings.TrimSpace(f.name), Text: strings.TrimSpace(scalar(f.value))})
		}
	default:
		return nil, fmt.Errorf("options are %s: write a list", v)
	}
	labelOptions(options)
	return options, nil
}

func optionOf(v value) bank.Option {
	if v.kind != object {
		return bank.Option{Text: strings.TrimSpace(scalar(v))}
	}
	o := bank.Option{Label: strings.TrimSpace(scalar(v.get("label"))), Text: strings.TrimSpace(scalar(v.get("text"))),
		Feedback: strings.TrimSpace(scalar(v.get("feedback"))), Correct: scalar(v.get("correct")) == "true"}
	fmt.Sscan(scalar(v.get("credit")), &o.Credit)
	return o
}

// keyLines returns the key: for questions with options as one line of labels, for others each accepted text.
func keyLines(v value, d draft) []keyLine {
	answers := texts(v)
	var keys []keyLine
	if d.kind == bank.Short || d.kind == bank.Numeric || d.kind == bank.Matching || len(d.options) == 0 || len(answers) == 1 {
		for _, a := range answers {
			keys = append(keys, keyLine{v.line, a})
		}
		return keys
	}
	if len(answers) > 0 {
		keys = append(keys, keyLine{v.line, strings.Join(answers, ", ")})
	}
	return keys
}

// labelOptions gives labels to options that have none: their own letters where each begins with the one that is due,
// "(A) text", or their positions.
func labelOptions(options []bank.Option) {
	own := true
	for i, o := range options {
		if o.Label != "" {
			return
		}
		label, _, _, ok := optionLabel(o.Text)
		own = own && ok && upper(label) == letter(i)
	}
	for i := range options {
		if own {
			_, _, options[i].Text, _ = optionLabel(options[i].Text)
		}
		options[i].Label = letter(i)
	}
}

// numberOfID returns the number in an ID of the form <bank>/<number>.
func numberOfID(id, from string) string {
	if from != "" && strings.HasPrefix(id, from+"/") {
		return id[len(from)+1:]
	}
	return ""
}

var kinds = []bank.Kind{bank.Single, bank.Multiple, bank.TrueFalse, bank.Ordering, bank.Matching, bank.Short, bank.Numeric, bank.Essay}

func unknownKind(kind bank.Kind) string {
	if kind == "" {
		return ""
	}
	var names []string
	for _, k := range kinds {
		if k == kind {
			return ""
		}
		names = append(names, string(k))
	}
	return fmt.Sprintf("the kind %q is unknown: write one of %s", clip(string(kind)), strings.Join(names, ", "))
}
