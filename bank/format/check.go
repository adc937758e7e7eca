package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
)

// checker turns drafts into items. It is the only place that decides kinds, keys and problems, so that every format is
// judged alike. It remembers the numbers that were seen in the file.
type checker struct {
	seen   map[uint64]int32 // by bank and number, the line of the first question
	copies map[uint64]first // by what the question says
	given  []*Keys          // lists of keys from other files
}

func newChecker() checker { return checker{seen: map[uint64]int32{}, copies: map[uint64]first{}} }

// check makes the item of a draft: a question, perhaps with warnings, or one error.
func (c *checker) check(d draft) bank.Item {
	c.useKeys(&d)
	if isStub(d) {
		return bank.Item{Problems: []bank.Problem{{Line: d.line, Number: d.number, Severity: bank.Note, Code: "stub",
			Message: "this is the template of a question, not filled in: write it, or remove it"}}}
	}
	v := verdict{draft: d, problems: slices.Clone(d.problems)}
	q := v.question()
	c.duplicate(&v)
	if v.failed == nil {
		c.copied(&v, q)
		v.images(q)
	}
	for i := range v.problems {
		p := &v.problems[i]
		p.Number = d.number
		if p.Line == 0 {
			p.Line = d.line
		}
	}
	if v.failed != nil {
		v.failed.Number = d.number
		if d.atEnd && (v.failed.Code == "no-key" || v.failed.Code == "no-options" || v.failed.Code == "one-option" || v.failed.Code == "empty-stem") {
			v.failed.Message += " (it is the last question of the file: perhaps the file was cut off)"
		}
		return bank.Item{Problems: []bank.Problem{*v.failed}}
	}
	return bank.Item{Question: q, Problems: v.problems}
}

// duplicate warns of a number that an earlier question has.
func (c *checker) duplicate(v *verdict) {
	if v.number == "" {
		return
	}
	key := placeOfNumber(v.bank, v.number)
	if first, ok := c.seen[key]; ok {
		v.warn(0, "duplicate-number", "the question in line %d has the number %s too: give each question its own", first, v.number)
		return
	}
	c.seen[key] = int32(v.line)
}

// placeOfNumber identifies a number of a bank. Hashes keep a file of a million questions small.
func placeOfNumber(bank, number string) uint64 { return printOf([]string{bank, number}) }

// verdict gathers what is found about one draft.
type verdict struct {
	draft
	failed   *bank.Problem // the first error
	problems []bank.Problem
}

func (v *verdict) fail(line int, code, format string, args ...any) {
	if v.failed != nil {
		return
	}
	if line == 0 {
		line = v.line
	}
	v.failed = &bank.Problem{Line: line, Severity: bank.Error, Code: code, Message: fmt.Sprintf(format, args...)}
}

func (v *verdict) warn(line int, code, format string, args ...any) {
	v.problems = append(v.problems, bank.Problem{Line: line, Severity: bank.Warning, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (v *verdict) note(code, format string, args ...any) {
	v.problems = append(v.problems, bank.Problem{Severity: bank.Note, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (v *verdict) question() *bank.Question {
	q := &bank.Question{Bank: v.bank, Number: v.number, Kind: v.kind, Title: v.title, Stem: v.stem, Options: v.options,
		Explanation: v.explanation, Tags: v.tags, References: v.references, Source: bank.Source{Line: v.line, Provenance: v.from}}
	if v.stem == "" {
		v.fail(0, "empty-stem", "the question has no text: write the stem before its options")
	}
	if len(v.prompts) > 0 && q.Kind == "" {
		q.Kind = bank.Matching
	}
	switch q.Kind {
	case bank.Short:
		v.acceptedTexts(q)
	case bank.Numeric:
		v.acceptedNumbers(q)
	case bank.Essay:
	case bank.Matching:
		v.matching(q)
	default:
		v.choice(q)
	}
	return q
}

func (v *verdict) choice(q *bank.Question) {
	v.impliedOptions(q)
	v.checkOptions(q)
	if v.failed != nil {
		return
	}
	right := v.key(q)
	right = v.compareSecond(q, right)
	if v.failed != nil {
		return
	}
	v.settle(q, right)
}

// impliedOptions gives a statement with the key True or False its two options.
func (v *verdict) impliedOptions(q *bank.Question) {
	if len(q.Options) > 0 || len(v.keys) == 0 {
		return
	}
	if _, ok := truths[fold(plainKey(v.keys[0].text))]; ok {
		q.Options = []bank.Option{{Label: "A", Text: "True"}, {Label: "B", Text: "False"}}
		q.Stem = withoutTruths(q.Stem)
	}
}

// withoutTruths takes lines that only say True or False off the end of a stem: they are its options.
func withoutTruths(stem string) string {
	lines := strings.Split(stem, "\n")
	end := len(lines)
	for end > 1 {
		line := fold(strings.Trim(lines[end-1], "-•*○ "))
		if _, truth := truths[line]; !truth && line != "" || len(line) == 1 {
			break
		}
		end--
	}
	return strings.Join(lines[:end], "\n")
}

func (v *verdict) checkOptions(q *bank.Question) {
	switch len(q.Options) {
	case 0:
		if what := interaction(v.stem); what != "" {
			v.fail(0, "no-options", "this is a %s question: its options and its key are in a picture; write them as text, as an ordering or matching question", what)
		}
		v.fail(0, "no-options", "the question has no options: write them on lines of their own, such as \"A) text\"")
	case 1:
		v.fail(0, "one-option", "the question has one option only: a choice needs at least two")
	}
	seen := map[string]bool{}
	last := -1
	for _, o := range q.Options {
		if seen[o.Label] {
			v.fail(0, "duplicate-label", "two options have the label %s: give each option its own letter", o.Label)
		}
		seen[o.Label] = true
		if strings.TrimSpace(o.Text) == "" {
			v.warn(0, "empty-option", "option %s has no text: write it, or remove the option", o.Label)
		}
		at := position(o.Label)
		if at > last+1 && last >= 0 && !hasLabel(q.Options, letter(last+1)) {
			v.warn(0, "missing-label", "option %s follows option %s: an option between them may be lost", o.Label, letter(last))
		}
		last = max(at, last)
	}
}

func hasLabel(options []bank.Option, label string) bool {
	return slices.ContainsFunc(options, func(o bank.Option) bool { return o.Label == label })
}

// interaction names what a stem asks to be done on a screen: such questions have no options in text.
func interaction(stem string) string {
	upper := strings.ToUpper(strings.TrimLeft(clip(stem), "*_ "))
	for _, name := range []string{"HOTSPOT", "HOT SPOT", "DRAG DROP", "DRAG AND DROP", "DRAG-AND-DROP", "DRAGDROP", "SIMULATION", "LABELING", "SORTING"} {
		if strings.HasPrefix(upper, name) {
			return strings.ToLower(name)
		}
	}
	if strings.Contains(stem, "//IMG//") {
		return "picture"
	}
	return ""
}

// key finds the labels of the right options, from the marks on the options and from every key line. They must agree.
func (v *verdict) key(q *bank.Question) []string {
	var marked, written []string
	for _, o := range q.Options {
		if o.Correct {
			marked = append(marked, o.Label)
		}
	}
	source := 0
	for _, k := range v.keys {
		labels := v.readKeyLine(k, q)
		switch {
		case v.failed != nil:
			return nil
		case written == nil:
			written, source = labels, k.line
		case !sameLabels(written, labels):
			v.fail(k.line, "contradictory-key", "this key says %s, and the one in line %d says %s: leave one of them",
				strings.Join(labels, ", "), source, strings.Join(written, ", "))
			return nil
		}
	}
	switch {
	case written == nil && marked == nil:
		v.noKey(q)
	case written != nil && marked != nil && !sameLabels(written, marked):
		v.fail(source, "contradictory-key", "this key says %s, but the options marked as right are %s: correct one of them",
			strings.Join(written, ", "), strings.Join(marked, ", "))
	case written == nil:
		return marked
	}
	return written
}

func (v *verdict) noKey(q *bank.Question) {
	if slices.ContainsFunc(q.Options, func(o bank.Option) bool { return strings.TrimSpace(o.Text) != "" }) {
		v.fail(0, "no-key", "no answer key: write a line such as \"Answer: %s\" below the options", q.Options[0].Label)
		return
	}
	v.fail(0, "empty-option", "no option has a text: write what can be chosen")
}

func (v *verdict) readKeyLine(k keyLine, q *bank.Question) []string {
	reading := readKey(k.text, q.Options)
	if reading.err != nil {
		v.fail(k.line, reading.err.Code, "%s", reading.err.Message)
		return nil
	}
	if reading.warn != nil {
		v.warn(k.line, reading.warn.Code, "%s", reading.warn.Message)
	}
	if reading.rest != "" {
		rest := reading.rest
		if word, text, delimited := labelWord(rest); delimited && labelWords[word].kind == markExplain {
			rest = strings.TrimSpace(text)
		}
		q.Explanation = strings.TrimSpace(rest + "\n\n" + q.Explanation)
	}
	var distinct []string
	for _, label := range reading.labels {
		if slices.Contains(distinct, label) {
			v.warn(k.line, "repeated-key", "the key names option %s twice: leave one", label)
			continue
		}
		distinct = append(distinct, label)
	}
	return distinct
}

func sameLabels(a, b []string) bool {
	x, y := slices.Clone(a), slices.Clone(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// settle marks the right options, and decides the kind.
func (v *verdict) settle(q *bank.Question, right []string) {
	if q.Kind == bank.Ordering || q.Kind == "" && (isOrder(q.Options, right) || asksOrder(q, right)) {
		q.Kind = bank.Ordering
		v.settleOrder(q, right)
		return
	}
	named := make(map[string]bool, len(right))
	for _, label := range right {
		named[label] = true
	}
	for i := range q.Options {
		o := &q.Options[i]
		o.Correct = named[o.Label]
		if o.Correct {
			q.Answer = append(q.Answer, o.Label)
			if strings.TrimSpace(o.Text) == "" {
				v.fail(0, "empty-option", "the right option %s has no text: write it", o.Label)
			}
		}
	}
	v.settleKind(q)
}

// isOrder recognises steps to be put in order: options with numbers, and a key that names all of them, not in order.
func isOrder(options []bank.Option, right []string) bool {
	return len(options) > 2 && len(right) == len(options) && isDigit(options[0].Label[0]) && !slices.IsSorted(right)
}

// orderPhrases are how stems ask for an order.
var orderPhrases = []string{"in order", "in sequence", "in the order", "right order", "correct order", "proper order", "correct sequence", "right sequence", "proper sequence",
	"ordem correta", "sequência correta", "orden correcto", "secuencia correcta", "richtige reihenfolge", "richtigen reihenfolge", "bon ordre", "ordre correct",
	"arrange the", "order the", "sort the", "правильном порядке", "ordine corretto"}

// asksOrder recognises an ordering question by its stem where the key names all options, whatever their labels.
func asksOrder(q *bank.Question, right []string) bool {
	if len(right) < 3 || len(right) != len(q.Options) {
		return false
	}
	stem := strings.ToLower(q.Stem)
	return slices.ContainsFunc(orderPhrases, func(phrase string) bool { return strings.Contains(stem, phrase) })
}

func (v *verdict) settleOrder(q *bank.Question, right []string) {
	if len(right) != len(q.Options) {
		v.fail(0, "incomplete-order", "the order names %d of %d steps: name each of them once", len(right), len(q.Options))
		return
	}
	ordered := make([]bank.Option, 0, len(right))
	for _, label := range right {
		for _, o := range q.Options {
			if o.Label == label {
				o.Correct = true
				ordered = append(ordered, o)
			}
		}
	}
	q.Options, q.Answer = ordered, slices.Clone(right)
}

// settleKind compares the number of keys with what the file and the stem say.
func (v *verdict) settleKind(q *bank.Question) {
	asked, instructed := ChooseCount(q.Stem)
	keys := len(q.Answer)
	switch {
	case asked > 1 && keys != asked:
		v.warn(0, "choose-count", "the stem asks for %d options, and the key has %d: correct one of them", asked, keys)
	case asked == 1 && keys > 1:
		v.warn(0, "choose-count", "the stem asks for one option, and the key has %d: correct one of them", keys)
	}
	if keys > 1 && (q.Kind == bank.Single || q.Kind == bank.TrueFalse) {
		v.warn(0, "kind-mismatch", "the question says that it is of the kind %s, and the key has %d options: it was read as multiple", q.Kind, keys)
		q.Kind = bank.Multiple
	}
	if q.Kind != "" {
		return
	}
	switch {
	case keys > 1 || instructed && asked != 0 && asked != 1:
		q.Kind = bank.Multiple
	case len(q.Options) == 2 && isTruthPair(q.Options):
		q.Kind = bank.TrueFalse
	default:
		q.Kind = bank.Single
	}
}

func isTruthPair(options []bank.Option) bool {
	first, ok1 := truths[fold(options[0].Text)]
	second, ok2 := truths[fold(options[1].Text)]
	return ok1 && ok2 && first != second
}
