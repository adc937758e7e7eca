package format

import (
	"slices"
	"strings"

	"mlatlas/bank"
)

// ask makes the question of one response.
func (it *item1) ask(r *response1, d draft) draft {
	switch {
	case it.isGrouped(r):
		return it.grouped(r, d)
	case r.form == "response_lid" || len(r.labels) > 1 && r.labels[0].text != "":
		if it.kind == "fill in multiple blanks question" {
			return it.blank(r, d)
		}
		return it.choice(r, d)
	case r.number || strings.Contains(it.kind, "numeric"):
		return it.number(r, d)
	}
	return it.written(r, d)
}

func (it *item1) choice(r *response1, d draft) draft {
	several := r.several || r.ordered || strings.Contains(it.kind, "multiple answer") || strings.Contains(it.kind, "multiple response")
	key, each := choiceKey(it.rules, r.ident, several)
	if r.ordered || it.kind == "ordering" {
		d.kind = bank.Ordering
		key = it.order(r, key)
	}
	var strange []string
	labels := map[string]string{}
	for i, l := range r.labels {
		o := bank.Option{Label: letter(i), Text: l.text, Feedback: it.feedback[l.ident]}
		labels[l.ident] = o.Label
		if d.kind != bank.Ordering {
			o.Correct = slices.Contains(key, l.ident)
			o.Credit = each.credit(l.ident, o.Correct, several)
		}
		d.options = append(d.options, o)
	}
	for i, id := range key {
		if labels[id] == "" {
			strange = append(strange, id)
			continue
		}
		key[i] = labels[id]
	}
	if len(strange) > 0 || d.kind == bank.Ordering && len(key) > 0 {
		d.keys = []keyLine{{d.line, strings.Join(firstList(strange, key), ", ")}}
	}
	if d.kind == "" {
		d.kind = choiceKind(d.options, several)
	}
	if d.kind == bank.TrueFalse {
		trueFirst(d.options)
	}
	return d
}

func firstList(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// order returns the right order of steps. Where each rule names one step and its place, choiceKey has them in the order
// of the rules.
func (it *item1) order(r *response1, key []string) []string {
	var merged rule
	placed := false
	for _, found := range scoring(it.rules, r.ident) {
		merged.atoms = append(merged.atoms, found.atoms...)
		placed = placed || slices.ContainsFunc(found.atoms, func(a atom) bool { return a.index > 0 })
	}
	yes, _ := merged.says(r.ident, equals)
	if yes = unique(yes); placed || len(yes) > len(key) {
		return yes
	}
	return key
}

// choiceKind is what the file says of a choice. A pair such as True and False makes it a statement to judge.
func choiceKind(options []bank.Option, several bool) bank.Kind {
	switch {
	case several:
		return bank.Multiple
	case len(options) == 2 && isTruthPair(options):
		return bank.TrueFalse
	}
	return bank.Single
}

// trueFirst writes a statement's options as all formats have them: A True, B False.
func trueFirst(options []bank.Option) {
	if !truths[fold(options[0].Text)] {
		options[0], options[1] = options[1], options[0]
		options[0].Label, options[1].Label = options[1].Label, options[0].Label
	}
	for i := range options {
		switch strings.ToLower(options[i].Text) {
		case "true":
			options[i].Text = "True"
		case "false":
			options[i].Text = "False"
		}
	}
}

// blank is a gap of Canvas: its options are the accepted texts, and a rule names only one of them.
func (it *item1) blank(r *response1, d draft) draft {
	d.kind = bank.Short
	for _, l := range r.labels {
		d.options = append(d.options, bank.Option{Text: l.text, Correct: true, Feedback: it.feedback[l.ident]})
	}
	d.acceptPlain()
	return d
}

// written is a text of some words, or of many: an essay.
func (it *item1) written(r *response1, d draft) draft {
	d.options = textKey(it.rules, r.ident)
	for i := range d.options {
		d.options[i].Feedback = it.feedback[d.options[i].Text]
	}
	long := r.rows > 1
	short := strings.Contains(it.kind, "short answer") || strings.Contains(it.kind, "fib") || strings.Contains(it.kind, "fill")
	switch {
	case it.isEssay(), len(d.options) == 0 && (long || !short):
		for _, o := range d.options {
			d.explanation = joinTexts(d.explanation, o.Text)
		}
		d.kind, d.options = bank.Essay, nil
		it.restOfFeedback(&d)
		return d
	}
	d.kind = bank.Short
	d.acceptPlain()
	return d
}

// acceptPlain turns options without credit and feedback of their own into plain accepted texts.
func (d *draft) acceptPlain() {
	if slices.ContainsFunc(d.options, func(o bank.Option) bool { return o.Credit != 0 || o.Feedback != "" }) {
		for i := range d.options {
			d.options[i].Label = letter(i)
		}
		return
	}
	for _, o := range d.options {
		d.keys = append(d.keys, keyLine{d.line, o.Text})
	}
	d.options = nil
}

func (it *item1) number(r *response1, d draft) draft {
	it.restOfFeedback(&d)
	d.kind = bank.Numeric
	for _, n := range numberKey(it.rules, r.ident) {
		d.keys = append(d.keys, keyLine{d.line, n})
	}
	return d
}

// isMatching reports whether the responses are prompts that are paired with the same options.
func (it *item1) isMatching() bool {
	if strings.Contains(it.kind, "dropdown") || strings.Contains(it.kind, "blank") || len(it.responses) < 2 {
		return false
	}
	first := it.responses[0]
	for _, r := range it.responses {
		if r.form != "response_lid" && r.form != "response_grp" || r.several || len(r.labels) != len(first.labels) || r.text == "" {
			return false
		}
		for i := range r.labels {
			if r.labels[i].text != first.labels[i].text {
				return strings.Contains(it.kind, "matching")
			}
		}
	}
	return strings.Contains(it.kind, "matching") || !it.textNamesGaps() && len(first.labels) > 1
}

// textNamesGaps reports whether the text names the responses in brackets.
func (it *item1) textNamesGaps() bool {
	return slices.ContainsFunc(it.responses, func(r *response1) bool { return strings.Contains(it.text, "["+r.text+"]") })
}

func (it *item1) matching() draft {
	d := it.part(0, withoutBlanks(it.text))
	d.kind = bank.Matching
	it.restOfFeedback(&d)
	for _, r := range it.responses {
		d.prompts = append(d.prompts, r.text)
		key, _ := choiceKey(it.rules, r.ident, false)
		right := ""
		for i, l := range r.labels {
			text := l.text
			if text == "" && i < len(it.choices) {
				text = it.choices[i]
			}
			label := d.offer(text)
			if slices.Contains(key, l.ident) && right == "" {
				right = label
			}
		}
		if right != "" {
			d.keys = append(d.keys, keyLine{r.line, right})
		}
	}
	return d
}

// offer adds an option of a matching question, unless it is there, and returns its label.
func (d *draft) offer(text string) string {
	for _, o := range d.options {
		if o.Text == text {
			return o.Label
		}
	}
	label := letter(len(d.options))
	d.options = append(d.options, bank.Option{Label: label, Text: text})
	return label
}

// isGrouped reports whether the values of a response are pairs of its labels.
func (it *item1) isGrouped(r *response1) bool {
	for _, found := range scoring(it.rules, r.ident) {
		yes, _ := found.says(r.ident, equals)
		for _, pair := range yes {
			if a, b, ok := cutPair(pair); ok && r.label(pair) == nil && r.label(a) != nil && r.label(b) != nil {
				return true
			}
		}
	}
	return false
}

// isEssay reports whether the metadata say that a person judges the answer.
func (it *item1) isEssay() bool {
	return strings.Contains(it.kind, "essay") || it.kind == "short response" || it.kind == "long answer"
}

// grouped is a response whose values are pairs of its own labels, "A,D".
func (it *item1) grouped(r *response1, d draft) draft {
	d.kind = bank.Matching
	partner := map[string]string{}
	for _, found := range scoring(it.rules, r.ident) {
		yes, _ := found.says(r.ident, equals)
		for _, pair := range yes {
			if a, b, ok := cutPair(pair); ok {
				partner[a] = b
			}
		}
	}
	for _, l := range r.labels {
		if partner[l.ident] == "" {
			d.offer(l.text)
		}
	}
	for _, l := range r.labels {
		if to := r.label(partner[l.ident]); to != nil {
			d.prompts = append(d.prompts, l.text)
			d.keys = append(d.keys, keyLine{d.line, d.offer(to.text)})
		}
	}
	return d
}

// cutPair splits "A,D", "A.D" and "A D".
func cutPair(pair string) (a, b string, ok bool) {
	for _, sign := range []string{",", ".", " "} {
		if a, b, ok = strings.Cut(strings.TrimSpace(pair), sign); ok {
			return strings.TrimSpace(a), strings.TrimSpace(b), true
		}
	}
	return "", "", false
}
