package format

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A moodleType makes the drafts of a question of one type, or a problem that says why there are none.
type moodleType func(n *xmlNode, d draft) ([]draft, *bank.Problem)

var moodleTypes = map[string]moodleType{
	"multichoice": moodleChoice, "multichoiceset": moodleAllOrNothing, "oumultiresponse": moodleAllOrNothing,
	"truefalse": moodleTrueFalse, "shortanswer": moodleShort, "numerical": moodleNumber,
	"match": moodleMatching, "matching": moodleMatching, "ddmatch": moodleMatching,
	"essay": moodleEssay, "essayautograde": moodleEssay, "ordering": moodleOrdering,
	"cloze": moodleCloze, "multianswer": moodleCloze, "gapselect": moodleGaps, "ddwtos": moodleGaps,
	"calculated": moodleCalculated, "calculatedsimple": moodleCalculated, "calculatedmulti": moodleCalculated,
	"ddmarker": moodlePicture, "ddimageortext": moodlePicture, "randomsamatch": moodleRandom, "random": moodleRandom,
}

func one(d draft) ([]draft, *bank.Problem) { return []draft{d}, nil }

func refused(code, message string) ([]draft, *bank.Problem) {
	return nil, &bank.Problem{Code: code, Message: message}
}

func moodleEssay(_ *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.Essay
	return one(d)
}

func moodlePicture(n *xmlNode, _ draft) ([]draft, *bank.Problem) {
	return refused("kind-not-read", fmt.Sprintf("questions of the type %q need a picture to drop things on: write it as matching, with the places in words", n.attr("type")))
}

func moodleRandom(n *xmlNode, _ draft) ([]draft, *bank.Problem) {
	return refused("kind-not-read", fmt.Sprintf("questions of the type %q are drawn from others by chance and hold none themselves: export those", n.attr("type")))
}

// moodleAnswer is an <answer> of a choice.
type moodleAnswer struct {
	bank.Option
	fraction float64
}

func moodleAnswers(n *xmlNode) []moodleAnswer {
	var answers []moodleAnswer
	most := 0.0
	for _, a := range n.all("answer") {
		answer := moodleAnswer{bank.Option{Text: richText(a), Feedback: richText(a.get("feedback"))}, fraction(a)}
		if answer.Text == "" && answer.Feedback == "" && answer.fraction == 0 {
			continue // left empty in the form
		}
		most = max(most, answer.fraction)
		answers = append(answers, answer)
	}
	if most > 0 && most <= 1 { // shares instead of percentText
		for i := range answers {
			answers[i].fraction *= 100
		}
	}
	return answers
}

func moodleChoice(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	answers := moodleAnswers(n)
	single := strings.ToLower(plainField(n.get("single")))
	several := single == "false" || single == "0" || single == "no"
	full, some := 0, 0
	for _, a := range answers {
		if a.fraction > 99.9 {
			full++
		}
		if a.fraction > 0 {
			some++
		}
	}
	switch {
	case several:
		d.kind = bank.Multiple
	case single == "" && full == 0 && some > 1:
		d.kind, several = bank.Multiple, true // the parts of a whole, and nothing says that one is to be chosen
	case full == 0 && some > 1 && sharesWhole(answers):
		d.kind, several = bank.Single, true // check reports the contradiction
	case single != "":
		d.kind = bank.Single
	}
	d.options = optionsOfAnswers(answers, several)
	d.kind = unlessTruth(d.kind, d.options)
	return one(d)
}

// unlessTruth leaves the kind of a choice between true and false open.
func unlessTruth(kind bank.Kind, options []bank.Option) bank.Kind {
	if kind == bank.Single && len(options) == 2 && isTruthPair(options) {
		return ""
	}
	return kind
}

// optionsOfAnswers decides which answers are right. Where several are, each gives a part of the points; where one is, it
// gives all, or the most if none does. Equal parts, and nothing for the others, need no credit.
func optionsOfAnswers(answers []moodleAnswer, several bool) []bank.Option {
	most := 0.0
	for _, a := range answers {
		most = max(most, a.fraction)
	}
	var options []bank.Option
	for _, a := range answers {
		a.Correct = a.fraction > 0 && (several || a.fraction == most)
		options = append(options, a.Option)
	}
	equal := sharesWhole(answers) || !slices.ContainsFunc(answers, func(a moodleAnswer) bool { return a.fraction > 0 && a.fraction < 99.9 })
	for i, a := range answers {
		whole := options[i].Correct && (several && equal || !several && a.fraction > 99.9)
		if a.fraction != 0 && !whole {
			options[i].Credit = a.fraction
		}
	}
	labelOptions(options)
	return options
}

// sharesWhole reports whether the right answers have equal parts that are the whole together. People round a third to 33,
// and give one of them 34.
func sharesWhole(answers []moodleAnswer) bool {
	n, first, sum := 0, 0.0, 0.0
	for _, a := range answers {
		if a.fraction <= 0 {
			continue
		}
		if n++; n == 1 {
			first = a.fraction
		}
		sum += a.fraction
		if math.Abs(a.fraction-first) > 1.001 {
			return false
		}
	}
	return n > 0 && math.Abs(sum-100) < 1.001
}

// moodleAllOrNothing reads the types where each right answer has 100 percentText, and all are needed.
func moodleAllOrNothing(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.Multiple
	for _, a := range moodleAnswers(n) {
		correct := plainField(n.get("correctanswer"))
		a.Correct = a.fraction > 0 || correct != "" && correct == a.Text
		d.options = append(d.options, a.Option)
	}
	labelOptions(d.options)
	return one(d)
}

func moodleTrueFalse(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.TrueFalse
	d.options = []bank.Option{{Label: "A", Text: "True"}, {Label: "B", Text: "False"}}
	for i, a := range moodleAnswers(n) {
		truth, known := truths[fold(a.Text)]
		if !known {
			truth = i == 0
		}
		o := &d.options[1]
		if truth {
			o = &d.options[0]
		}
		o.Correct = a.fraction > 0
		o.Feedback = a.Feedback
	}
	return one(d)
}

func moodleShort(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.Short
	if plainField(n.get("usecase")) == "1" {
		d.problems = append(d.problems, bank.Problem{Severity: bank.Note, Code: "case-matters", Message: "capital letters matter in the answer: say so in the stem, since mlatlas does not hold it"})
	}
	acceptAnswers(&d, typedAnswers(n, func(text string, _ *xmlNode) string { return text }))
	return one(d)
}

func moodleNumber(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.Numeric
	acceptAnswers(&d, typedAnswers(n, numberWithin))
	if units := unitsOf(n); units != "" {
		d.explanation = strings.TrimSpace(d.explanation + "\n\nUnits: " + units)
	}
	return one(d)
}

// typedAnswers reads answers that are typed in, whose text is plain.
func typedAnswers(n *xmlNode, form func(text string, answer *xmlNode) string) []moodleAnswer {
	var answers []moodleAnswer
	for _, a := range n.all("answer") {
		if text := plainField(a); text != "" {
			answers = append(answers, moodleAnswer{bank.Option{Text: form(text, a), Feedback: richText(a.get("feedback"))}, fraction(a)})
		}
	}
	return answers
}

// acceptAnswers sorts typed answers: those with all points are keys. Where an answer has feedback, or a part of the
// points, all of its question are options too.
func acceptAnswers(d *draft, answers []moodleAnswer) {
	most := 0.0
	for _, a := range answers {
		most = max(most, a.fraction)
	}
	for _, a := range answers {
		right := a.fraction > 0 && a.fraction == most
		if right {
			d.keys = append(d.keys, keyLine{d.line, a.Text})
		}
		partly := a.fraction != 0 && a.fraction < 99.9 && most > 1
		if a.Feedback == "" && !partly {
			continue
		}
		a.Correct = right
		if partly {
			a.Credit = a.fraction
		}
		d.options = append(d.options, a.Option)
	}
	for i := range d.options {
		d.options[i].Label = letter(i)
	}
}

// numberWithin writes a number with its tolerance.
func numberWithin(text string, answer *xmlNode) string {
	number := decimalPoint(text)
	tolerance := decimalPoint(plainField(answer.get("tolerance")))
	if t, err := strconv.ParseFloat(tolerance, 64); err != nil || t == 0 {
		return number
	}
	return number + ":" + tolerance
}

// decimalPoint writes a number with a point where it has one comma.
func decimalPoint(text string) string {
	if swapped := strings.Replace(text, ",", ".", 1); isFinite(swapped) && !strings.Contains(swapped, ",") {
		return swapped
	}
	return text
}

func unitsOf(n *xmlNode) string {
	var units []string
	for _, u := range n.get("units").all("unit") {
		name, factor := plainField(u.get("unit_name")), plainField(u.get("multiplier"))
		if f, err := strconv.ParseFloat(factor, 64); err == nil && f != 1 {
			name += " (× " + factor + ")"
		}
		units = append(units, name)
	}
	return strings.Join(units, ", ")
}

// moodleMatching reads pairs. A pair without a question is a distractor.
func moodleMatching(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.Matching
	for _, pair := range n.all("subquestion") {
		prompt, text := richText(pair), plainField(pair.get("answer"))
		if pair.get("answer").attr("format") == "html" || strings.Contains(text, "</") {
			text = markdownOf(text)
		}
		if prompt == "" && text == "" {
			continue
		}
		label := ""
		if text != "" {
			at := slices.IndexFunc(d.options, func(o bank.Option) bool { return o.Text == text })
			if at < 0 {
				at = len(d.options)
				d.options = append(d.options, bank.Option{Label: letter(at), Text: text})
			}
			label = d.options[at].Label
		}
		if prompt != "" {
			d.prompts = append(d.prompts, prompt)
			d.keys = append(d.keys, keyLine{pair.line, label})
		}
	}
	return one(d)
}

// moodleOrdering reads steps in their right order. Some programs write the place of a step as its fraction.
func moodleOrdering(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	d.kind = bank.Ordering
	answers := n.all("answer")
	places := map[float64]bool{}
	for _, a := range answers {
		if f := fraction(a); f > 0 && f == math.Trunc(f) {
			places[f] = true
		}
	}
	if len(places) == len(answers) {
		slices.SortStableFunc(answers, func(a, b *xmlNode) int { return int(fraction(a) - fraction(b)) })
	}
	var labels []string
	for i, a := range answers {
		d.options = append(d.options, bank.Option{Label: letter(i), Text: richText(a), Feedback: richText(a.get("feedback"))})
		labels = append(labels, letter(i))
	}
	if len(labels) > 0 {
		d.keys = []keyLine{{d.line, strings.Join(labels, ", ")}}
	}
	return one(d)
}

var (
	wildcard = pattern.New(`\{[A-Za-z_][^{}\s]*\}`)
	formula  = pattern.New(`\{[=A-Za-z_]`)
)

// moodleCalculated reads a formula that holds no wildcards; others make a new question each time.
func moodleCalculated(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	generated := wildcard.MatchString(d.stem) || len(n.get("dataset_definitions").all("dataset_definition")) > 0
	for _, a := range n.all("answer") {
		generated = generated || formula.MatchString(plainField(a))
	}
	if generated {
		return refused("generated", "the numbers of the question are drawn by Moodle each time, and its answer is a formula: write a numerical question with one set of numbers")
	}
	if strings.EqualFold(n.attr("type"), "calculatedmulti") {
		return moodleChoice(n, d)
	}
	return moodleNumber(n, d)
}

var gapPattern = pattern.New(`\[\[([0-9]{1,3})\]\]`)

// moodleGaps reads a text with gaps [[1]] and the words for them: [[1]] is right for the first word. One gap is a choice
// among the words of its group; several are a matching question, where each gap is a prompt.
func moodleGaps(n *xmlNode, d draft) ([]draft, *bank.Problem) {
	words := append(n.all("dragbox"), n.all("selectoption")...)
	var gaps []int
	for _, found := range gapPattern.FindAllStringSubmatch(d.stem, -1) {
		at, _ := strconv.Atoi(found[1])
		if at < 1 || at > len(words) {
			return refused("key-outside-options", fmt.Sprintf("the gap %s stands for a word that is not there: the question has %d", found[0], len(words)))
		}
		gaps = append(gaps, at-1)
	}
	if len(gaps) == 0 {
		return refused("no-gaps", "there is no gap such as [[1]] in the text: write where the words belong")
	}
	group := plainField(words[gaps[0]].get("group"))
	d.options = nil
	place := map[string]string{} // label of a text
	for _, w := range words {
		text := richText(w)
		if text == "" || len(gaps) == 1 && plainField(w.get("group")) != group || place[text] != "" {
			continue
		}
		place[text] = letter(len(d.options))
		d.options = append(d.options, bank.Option{Label: place[text], Text: text})
	}
	if len(gaps) == 1 {
		d.kind, d.stem = bank.Single, gapPattern.ReplaceAllString(d.stem, "_____")
		d.keys = []keyLine{{d.line, place[richText(words[gaps[0]])]}}
		return one(d)
	}
	d.kind = bank.Matching
	i := 0
	d.stem = gapPattern.ReplaceAllStringFunc(d.stem, func(string) string {
		prompt := fmt.Sprintf("(%d)", i+1)
		d.prompts = append(d.prompts, prompt)
		d.keys = append(d.keys, keyLine{d.line, place[richText(words[gaps[i]])]})
		i++
		return "_____ " + prompt
	})
	return one(d)
}
