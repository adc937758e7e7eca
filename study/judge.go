package study

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// For makes the attempt of a record at a question: its ID, the labels of what was chosen, in their order where that
// matters, and whether it was right, by the key where the file does not say. A nil question is one that is not known: the
// record is kept as it stands.
func (r Record) For(q *bank.Question) (Attempt, []bank.Problem) {
	a := r.Attempt
	if q != nil {
		a.Question = q.ID
	}
	a.Chosen = r.choices(q)
	right, known := false, len(a.Chosen) == 0
	if q != nil && len(a.Chosen) > 0 {
		right, known = Judge(q, a.Chosen)
	}
	r.Problems = nil
	switch {
	case !r.Judged && !known && q == nil:
		r.problem(bank.Error, "not-judged", "the line does not say whether it was right, and there is no question %q in the atlas to judge by; import the question first, or add the field correct", a.Question)
	case !r.Judged && !known:
		r.problem(bank.Error, "not-judged", "the line does not say whether it was right, and there is no key to judge by; add the field correct")
	case !r.Judged:
		a.Correct = right
	case known && len(a.Chosen) > 0 && right != a.Correct:
		r.problem(bank.Warning, "other-key", "correct: %t is kept, but by the key of %s it is %t; look at the question", a.Correct, a.Question, right)
	}
	return a, r.Problems
}

// choices are the labels of what was chosen: each once and sorted, but where the order is the answer. What is no label and
// no text of an option stays as it is.
func (r Record) choices(q *bank.Question) []string {
	chosen := r.Attempt.Chosen
	if chosen == nil {
		chosen = splitChoice(r.Choice, q)
	}
	if q != nil && !hasLabels(q) && len(chosen) > 1 {
		return []string{strings.Join(chosen, "; ")}
	}
	if q == nil || len(q.Options) == 0 || !hasLabels(q) {
		return chosen
	}
	labels := make([]string, len(chosen))
	for i, c := range chosen {
		labels[i] = labelOf(q, c)
	}
	if q.Kind != bank.Ordering && q.Kind != bank.Matching {
		slices.Sort(labels)
		labels = slices.Compact(labels)
	}
	return labels
}

// hasLabels reports whether a question is answered with labels rather than text.
func hasLabels(q *bank.Question) bool {
	return q.Kind != bank.Short && q.Kind != bank.Numeric && q.Kind != bank.Essay
}

// labelOf finds the option that is meant by its label or text.
func labelOf(q *bank.Question, text string) string {
	bare := strings.Trim(text, "().: ")
	for _, o := range q.Options {
		if strings.EqualFold(o.Label, bare) {
			return o.Label
		}
	}
	for _, o := range q.Options {
		if bank.Fold(o.Text) == bank.Fold(text) {
			return o.Label
		}
	}
	return text
}

var (
	shortLabels = pattern.New(`^[\pL\pN]{1,2}(?:\s*[;,/+& ]\s*[\pL\pN]{1,2})+$`)
	runOfLabels = pattern.New(`^[A-Z]{2,8}$`)
	betweenThem = pattern.New(`[;,/+& ]+`)
)

// splitChoice takes apart what one text holds: labels with anything between them ("A, C"), in one word ("AC") where all
// are labels of the question, and otherwise what stands between semicolons.
func splitChoice(text string, q *bank.Question) []string {
	text = plainText(text)
	switch {
	case text == "":
		return []string{}
	case q != nil && !hasLabels(q):
		return []string{text}
	case q != nil && isOption(q, text):
		return []string{text}
	case shortLabels.MatchString(text):
		return betweenThem.Split(text, -1)
	case q != nil && runOfLabels.MatchString(strings.ToUpper(text)) && allOptions(q, strings.Split(text, "")):
		return strings.Split(text, "")
	}
	parts := []string{}
	for part := range strings.SplitSeq(text, ";") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func isOption(q *bank.Question, text string) bool {
	label := labelOf(q, text)
	return slices.ContainsFunc(q.Options, func(o bank.Option) bool { return o.Label == label })
}

func allOptions(q *bank.Question, texts []string) bool {
	return !slices.ContainsFunc(texts, func(t string) bool { return !isOption(q, t) })
}

// Judge compares what was chosen with the key of a question. It is not known to be right or wrong where a person has to
// judge, or where there is no key.
func Judge(q *bank.Question, chosen []string) (right, known bool) {
	key := q.Answer
	if len(key) == 0 || q.Kind == bank.Essay {
		return false, false
	}
	switch q.Kind {
	case bank.Short:
		text := bank.Fold(strings.Join(chosen, "; "))
		return slices.ContainsFunc(key, func(k string) bool { return bank.Fold(k) == text }), true
	case bank.Numeric:
		text := strings.Join(chosen, "")
		return slices.ContainsFunc(key, func(k string) bool { return holds(k, text) }), true
	case bank.Ordering, bank.Matching:
		return slices.Equal(chosen, key), true
	}
	given, wanted := slices.Sorted(slices.Values(chosen)), slices.Sorted(slices.Values(key))
	return slices.Equal(slices.Compact(given), slices.Compact(wanted)), true
}

// holds reports whether a number is what a key of a numeric question asks for: "5", "3.14:0.01" or "1..5".
func holds(key, text string) bool {
	n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(text), ",", ".", 1), 64)
	if err != nil {
		return false
	}
	if low, high, ok := strings.Cut(key, ".."); ok {
		return n >= number(low) && n <= number(high)
	}
	value, tolerance, _ := strings.Cut(key, ":")
	if tolerance == "" {
		tolerance = "0"
	}
	const rounding = 1e-9 // of decimals in binary
	return math.Abs(n-number(value)) <= number(tolerance)+rounding*math.Abs(n)
}

// number is NaN, which no comparison holds for, where the text is none.
func number(text string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return math.NaN()
	}
	return n
}
