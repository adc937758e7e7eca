package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// items makes the questions of an exercise: one, or of a cloze one for each part.
func (e *rExercise) items(r *Reader, number string, at int) []bank.Item {
	d := draft{line: e.line, number: number, title: e.meta["exname"].text, stem: rText(&e.question), explanation: rText(&e.solution)}
	if expression.MatchString(d.title) {
		d.title = ""
	}
	if title := e.meta["extitle"].text; title != "" {
		d.title = title
	}
	for _, name := range []string{"exsection", "exkeywords", "extags"} {
		if text := e.meta[name].text; text != "" {
			d.tags = append(d.tags, strings.Split(text, "|")...)
		}
	}
	solution, kind := e.meta["exsolution"], strings.ToLower(e.meta["extype"].text)
	if solution.text == "" {
		solution = e.spokenSolution()
	}
	if kind == "" {
		kind = rKind(solution.text, len(e.options) > 0 || len(e.meta) == 0)
	}
	if kind == "cloze" {
		return e.cloze(r, d, solution, at)
	}
	d.problems = e.choices(&d, kind, solution, e.options, e.feedback)
	return []bank.Item{e.settled(r, d, kind, solution, e.meta["extol"].text)}
}

// blankMath is what people write where a list needs a text and there is none.
var blankMath = pattern.New(`^(\$?\\[;,! ]\$?|\$\$|~|\\strut)$`)

func rText(s *section) string {
	text := s.plainText()
	if blankMath.MatchString(text) {
		return ""
	}
	return text
}

// rKind guesses the type from the form of the key.
func rKind(solution string, options bool) string {
	switch {
	case strings.Contains(solution, "|"):
		return "cloze"
	case options && isBits(solution) && strings.Count(solution, "1") == 1:
		return "schoice"
	case options && (isBits(solution) || solution == ""):
		return "mchoice"
	case isFinite(solution):
		return "num"
	}
	return "string"
}

func isBits(s string) bool { return len(s) > 1 && strings.Trim(s, "01") == "" }

// spokenSolution reads the key off the list of the solution, where each point begins with True or False.
func (e *rExercise) spokenSolution() keyLine {
	if len(e.feedback) != len(e.options) || len(e.options) < 2 {
		return keyLine{}
	}
	bits := ""
	for i := range e.feedback {
		value, _, ok := leadingTruth(rText(&e.feedback[i]))
		if !ok {
			return keyLine{}
		}
		bits += bit(value)
	}
	return keyLine{e.feedback[0].lines[0].no, bits}
}

func bit(value bool) string {
	if value {
		return "1"
	}
	return "0"
}

// leadingTruth takes "True." or "False:" off the start of a text.
func leadingTruth(text string) (value bool, rest string, ok bool) {
	word, after := leadingWord(strings.TrimLeft(text, "*_"))
	value, ok = truths[word]
	after = strings.TrimLeft(after, "*_")
	if !ok || len(word) < 4 || after != "" && strings.IndexByte(".:,;!-", after[0]) < 0 {
		return false, text, false
	}
	return value, strings.TrimLeft(after, ".:,;!-*_ "), true
}

// choices makes the options of a list, and compares what the list of the solution says of each with the key.
func (e *rExercise) choices(d *draft, kind string, solution keyLine, options, feedback []section) (problems []bank.Problem) {
	if kind != "schoice" && kind != "mchoice" {
		return nil
	}
	for i := range options {
		o := bank.Option{Label: letter(i), Text: rText(&options[i]), Correct: i < len(solution.text) && solution.text[i] == '1'}
		if i < len(feedback) {
			value, rest, ok := leadingTruth(rText(&feedback[i]))
			o.Feedback = rest
			if ok && isBits(solution.text) && i < len(solution.text) && value != o.Correct {
				problems = append(problems, bank.Problem{Line: feedback[i].lines[0].no, Severity: bank.Warning, Code: "contradictory-key",
					Message: fmt.Sprintf("the solution says %t of option %s, and exsolution says %t: exsolution was taken; look which is right", value, o.Label, o.Correct)})
			}
		}
		d.options = append(d.options, o)
	}
	return problems
}

// settled checks one question.
func (e *rExercise) settled(r *Reader, d draft, kind string, solution keyLine, tolerance string) bank.Item {
	switch kind {
	case "schoice", "mchoice":
		return e.settledChoice(r, d, kind, solution)
	case "num":
		d.kind = bank.Numeric
		if tolerance != "" && tolerance != "0" && solution.text != "" {
			solution.text += ":" + tolerance
		}
	case "essay", "file":
		d.kind = bank.Essay
	default:
		d.kind = bank.Short
		if e.isEssay() || solution.text == "" || solution.text == "nil" || solution.text == "NA" {
			d.kind = bank.Essay
		}
	}
	if d.kind != bank.Essay && solution.text != "" {
		d.keys = []keyLine{solution}
	}
	return r.check(d)
}

// isEssay reports whether the exercise asks for a text that a person reads.
func (e *rExercise) isEssay() bool {
	for name, m := range e.meta {
		value := strings.ToLower(m.text)
		if strings.Contains(name, "essay") && (value == "true" || value == "1") || name == "exstringtype" && (strings.HasPrefix(value, "essay") || strings.HasPrefix(value, "file")) {
			return true
		}
	}
	return false
}

func (e *rExercise) settledChoice(r *Reader, d draft, kind string, solution keyLine) bank.Item {
	fail := func(code, message string, args ...any) bank.Item {
		r.numbered(&d)
		return bank.Item{Problems: []bank.Problem{{Line: max(solution.line, d.line), Severity: bank.Error, Code: code, Number: d.number, Message: fmt.Sprintf(message, args...)}}}
	}
	right := strings.Count(solution.text, "1")
	switch {
	case len(d.options) < 2 || solution.text == "":
	case !isBits(solution.text):
		return fail("key-outside-options", "exsolution is %q: write one digit for each option, 1 for right and 0 for wrong", clip(solution.text))
	case len(solution.text) != len(d.options):
		return fail("key-outside-options", "exsolution has %d digits, and there are %d options: write one digit for each", len(solution.text), len(d.options))
	case right == 0:
		return fail("no-key", "exsolution says that no option is right: a question needs one that is")
	}
	switch {
	case kind == "mchoice":
		d.kind = bank.Multiple
	case right > 1:
		d.kind = bank.Single
	}
	return r.check(d)
}

// numbered notes the number of a question that is refused before check sees it.
func (r *Reader) numbered(d *draft) {
	if d.number != "" {
		if _, ok := r.seen[placeOfNumber(d.bank, d.number)]; !ok {
			r.seen[placeOfNumber(d.bank, d.number)] = int32(d.line)
		}
	}
}

// answerMark is the place of a part in the text of a cloze.
var answerMark = pattern.New(`##ANSWER(\d+)##`)

// cloze makes a question of each part. The points of the list belong to the parts in order: as many as the key has digits
// for a choice, one that asks for a number or a text.
func (e *rExercise) cloze(r *Reader, shared draft, solution keyLine, at int) []bank.Item {
	keys := strings.Split(solution.text, "|")
	var kinds, tolerances []string
	if text := e.meta["exclozetype"].text; text != "" {
		kinds = strings.Split(text, "|")
	}
	if text := e.meta["extol"].text; text != "" {
		tolerances = strings.Split(text, "|")
	}
	points := clozePoints(keys, kinds, len(e.options))
	if solution.text == "" || points == nil || len(kinds) > 0 && len(kinds) != len(keys) {
		return []bank.Item{{Problems: []bank.Problem{{Line: e.line, Severity: bank.Error, Code: "bad-cloze", Number: shared.number,
			Message: fmt.Sprintf("the cloze has %d keys in exsolution, %d types in exclozetype and %d points in its list, which do not fit: give each part its key and type, and a choice one point for each digit",
				len(keys), len(kinds), len(e.options))}}}}
	}
	var items []bank.Item
	from := 0
	for i, key := range keys {
		d := shared
		d.tags = slices.Clone(shared.tags)
		kind, part := clozeKind(key, kinds, i), keyLine{solution.line, strings.TrimSpace(key)}
		if d.number = fmt.Sprintf("%d.%d", at, i+1); shared.number != "" {
			d.number = fmt.Sprintf("%s.%d", shared.number, i+1)
		}
		options := e.options[from : from+points[i]]
		var feedback []section
		if len(e.feedback) == len(e.options) {
			feedback = e.feedback[from : from+points[i]]
		}
		from += points[i]
		d.stem = partStem(shared.stem, i+1)
		d.problems = e.choices(&d, kind, part, options, feedback)
		if len(d.options) == 0 && len(options) == 1 {
			e.ownText(&d, options[0], feedback)
		}
		tolerance := ""
		if len(tolerances) == 1 {
			tolerance = tolerances[0]
		} else if i < len(tolerances) {
			tolerance = tolerances[i]
		}
		items = append(items, e.settled(r, d, kind, part, strings.TrimSpace(tolerance)))
	}
	return items
}

// ownText puts the point that asks for a number or text behind the shared text.
func (e *rExercise) ownText(d *draft, point section, feedback []section) {
	if text := rText(&point); text != "" {
		d.stem = strings.TrimSpace(d.stem + "\n\n" + answerMark.ReplaceAllString(text, "____"))
	}
	if len(feedback) == 1 {
		d.explanation = strings.TrimSpace(rText(&feedback[0]) + "\n\n" + d.explanation)
	}
}

func clozeKind(key string, kinds []string, i int) string {
	if i < len(kinds) {
		return strings.ToLower(strings.TrimSpace(kinds[i]))
	}
	return rKind(strings.TrimSpace(key), isBits(strings.TrimSpace(key)))
}

// clozePoints says how many points of the list belong to each part; nil if they do not fit. Parts without options may have
// a point each, or none of them.
func clozePoints(keys, kinds []string, points int) []int {
	var all []int
	choices, others := 0, 0
	for i, key := range keys {
		n := 1
		if kind := clozeKind(key, kinds, i); kind == "schoice" || kind == "mchoice" {
			n = len(strings.TrimSpace(key))
			choices += n
		} else {
			others++
		}
		all = append(all, n)
	}
	switch points {
	case choices + others:
		return all
	case choices:
		for i, key := range keys {
			if kind := clozeKind(key, kinds, i); kind != "schoice" && kind != "mchoice" {
				all[i] = 0
			}
		}
		return all
	}
	return nil
}

// partStem shows which of the gaps in the shared text is asked for.
func partStem(text string, part int) string {
	return answerMark.ReplaceAllStringFunc(text, func(m string) string {
		number := answerMark.FindStringSubmatch(m)[1]
		if number == fmt.Sprint(part) {
			return "____"
		}
		return "(" + number + ")"
	})
}
