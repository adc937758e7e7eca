package format

import (
	"math"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// acceptedTexts takes the keys of a question without options as they are. Options, where it has any, are accepted texts
// with feedback or credit of their own.
func (v *verdict) acceptedTexts(q *bank.Question) {
	for _, k := range v.keys {
		q.Answer = append(q.Answer, k.text)
	}
	for _, o := range v.options {
		if o.Correct {
			q.Answer = append(q.Answer, o.Text)
		}
	}
	q.Answer = unique(q.Answer)
	if len(q.Answer) == 0 {
		v.fail(0, "no-key", "no accepted answer: give at least one")
	}
}

// acceptedNumbers brings the keys into the form of bank.Numeric.
func (v *verdict) acceptedNumbers(q *bank.Question) {
	v.acceptedTexts(q)
	for i, text := range q.Answer {
		form, ok := numericAnswer(text)
		if !ok {
			v.fail(0, "bad-number", "%q is no number: write 5, 3.14:0.01 (with a tolerance) or 1..5 (a range)", clip(text))
			return
		}
		q.Answer[i] = form
	}
	for i := range q.Options {
		if form, ok := numericAnswer(q.Options[i].Text); ok {
			q.Options[i].Text = form
		}
	}
}

// numericAnswer reads "5", "3.14:0.01", "1..5" and the ways in which other formats say the same: "1.41 +- 0.01", "1.41 ±
// 0.01", "[1, 5]". A number keeps its digits as written.
func numericAnswer(text string) (form string, ok bool) {
	text = strings.TrimSpace(strings.NewReplacer("−", "-", "–", "-").Replace(text))
	for _, sign := range []string{"..", "…"} {
		if low, high, found := strings.Cut(text, sign); found {
			return joinNumbers(low, "..", high)
		}
	}
	if inside, found := strings.CutPrefix(text, "["); found {
		low, high, comma := strings.Cut(strings.TrimSuffix(inside, "]"), ",")
		if !comma {
			return "", false
		}
		return joinNumbers(low, "..", high)
	}
	for _, sign := range []string{"+-", "+/-", "±", ":"} {
		if value, tolerance, found := strings.Cut(text, sign); found {
			form, ok = joinNumbers(value, ":", strings.TrimSpace(tolerance))
			return strings.TrimSuffix(form, ":0"), ok
		}
	}
	return text, isFinite(text)
}

func joinNumbers(a, sign, b string) (string, bool) {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a + sign + b, isFinite(a) && isFinite(b)
}

func isFinite(text string) bool {
	n, err := strconv.ParseFloat(text, 64)
	return err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
}

// matching finds the option of each prompt: Answer holds their labels in the order of the prompts. The key is a line for
// each prompt, or one line for all: labels ("B, A, C", "1-B, 2-A, 3-C") or texts with commas between them.
func (v *verdict) matching(q *bank.Question) {
	q.Prompts = v.prompts
	switch {
	case len(v.prompts) == 0:
		v.fail(0, "no-prompts", "a matching question needs prompts: what is to be paired with the options")
	case len(v.options) < 2:
		v.fail(0, "no-options", "a matching question needs at least two options to pair with its prompts")
	case len(v.keys) == 0:
		v.fail(0, "no-key", "no answer key: name the option of each prompt in their order, such as \"Answer: B, A\"")
	}
	if v.failed != nil {
		return
	}
	labels := v.pairs()
	if v.failed != nil {
		return
	}
	q.Answer = labels
	for i := range q.Options {
		for _, label := range labels {
			q.Options[i].Correct = q.Options[i].Correct || q.Options[i].Label == label
		}
	}
}

func (v *verdict) pairs() []string {
	keys := v.keys
	if len(keys) == 1 && len(v.prompts) > 1 {
		keys = nil
		for _, text := range splitPairs(v.keys[0].text, v.options, len(v.prompts)) {
			keys = append(keys, keyLine{v.keys[0].line, text})
		}
	}
	if len(keys) != len(v.prompts) {
		v.fail(v.keys[0].line, "incomplete-pairs", "the key pairs %d of %d prompts: name one option for each, in their order", len(keys), len(v.prompts))
		return nil
	}
	var labels []string
	for _, k := range keys {
		label, ok := labelOf(strings.TrimSpace(k.text), v.options)
		if at := optionsWithText(k.text, v.options); !ok && len(at) > 0 {
			label, ok = v.options[at[0]].Label, true
		}
		if !ok {
			v.fail(k.line, "key-outside-options", "the key %q names no option: the options are %s", clip(k.text), labelRange(v.options))
			return nil
		}
		labels = append(labels, label)
	}
	return labels
}

// splitPairs splits one key line into n keys: at the labels, or at the texts of options, which may hold commas.
func splitPairs(text string, options []bank.Option, n int) []string {
	if parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }); len(parts) == n {
		for i, p := range parts {
			p = strings.TrimSpace(p)
			if number, label, ok := strings.Cut(p, "-"); ok && isNumber(strings.TrimSpace(number)) {
				p = strings.TrimSpace(label)
			}
			parts[i] = p
		}
		return parts
	}
	var found []string
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimLeft(rest, " ,;") {
		best := ""
		for _, o := range options {
			if len(o.Text) > len(best) && len(o.Text) <= len(rest) && strings.EqualFold(rest[:len(o.Text)], o.Text) {
				best = rest[:len(o.Text)]
			}
		}
		if best == "" {
			return nil
		}
		found, rest = append(found, best), rest[len(best):]
	}
	return found
}

// compareSecond looks at the key of a less trusted source, such as the votes on a discussion site. It decides where the
// first key names no option; where both are keys and differ, the first one stays, with a warning.
func (v *verdict) compareSecond(q *bank.Question, right []string) []string {
	if len(v.second) == 0 {
		return right
	}
	junk := v.failed != nil && v.failed.Code == "key-outside-options"
	if v.failed != nil && !junk && v.failed.Code != "no-key" {
		return right
	}
	k := v.second[0]
	reading := readKey(k.text, q.Options)
	switch {
	case reading.err != nil || len(reading.labels) == 0:
		if v.failed == nil {
			v.warn(k.line, "junk-key", "the second key %q names no option, and %s was taken", clip(k.text), strings.Join(right, ", "))
		}
		return right
	case v.failed != nil:
		v.warn(v.failed.Line, "junk-key", "%s; %s was taken, the second key", v.failed.Message, strings.Join(reading.labels, ", "))
		v.failed = nil
		return reading.labels
	case !sameLabels(reading.labels, right):
		v.warn(k.line, "contradictory-key", "one key says %s and another %s: the first was taken; look which is right", strings.Join(right, ", "), strings.Join(reading.labels, ", "))
	}
	return right
}
