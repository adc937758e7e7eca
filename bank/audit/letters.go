package audit

import (
	"fmt"
	"strings"
	"unicode"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Explanations that do not fit their options. A bank whose options were shuffled, or whose key was corrected in one place,
// keeps explanations that say "Option B is correct" where the key is A: nobody who reads that can learn from it. Which
// options an explanation calls right and wrong is read in package bank, as strictly as a person would: only where a letter
// or the words of an option have a verdict beside them.

var explanationFlaws = []flaw{
	{Rule{"explanation-against-key", bank.Error, "The explanation argues for the key and against the other options.", moore + "; " + ownRule}, againstKey},
	{Rule{"unknown-letter", bank.Error, "The letters in an explanation are letters of options.", ownRule}, unknownLetter},
	{Rule{"empty-explanation", bank.Warning, "An explanation says more than which option is right.", butler}, emptyExplanation},
}

// againstKey: the explanation calls a wrong option right, or a right one wrong. A stem that asks what is not so turns true
// and false about, so that there only "the correct answer is B" counts. Feedback of an option counts by its first word.
func againstKey(i *reading) (list []fault) {
	if !i.chosen() || len(i.key) == 0 || i.Kind == bank.TrueFalse {
		return nil
	}
	negative := i.asksForWrong()
	seen := map[string]bool{}
	report := func(label string, right bool) {
		o, ok := optionOf(i.Question, label)
		key := fmt.Sprint(label, right)
		if !ok || o.Correct == right || seen[key] {
			return
		}
		seen[key] = true
		list = append(list, fault{key, contradiction(i, label, right)})
	}
	for _, j := range i.judged {
		if j.Answer || !negative {
			report(j.Label, j.Right)
		}
	}
	for _, o := range i.Options {
		if m := feedbackVerdict.FindStringSubmatch(o.Feedback); m != nil && !negative && o.Credit == 0 {
			report(o.Label, m[1] != "")
		}
	}
	return list
}

func contradiction(i *reading, label string, right bool) string {
	if right {
		return fmt.Sprintf("the explanation calls option %s right, and the key is %s: correct one of the two", label, labels(i.key))
	}
	return fmt.Sprintf("the explanation calls option %s wrong, and it is the key: correct one of the two", label)
}

// asksForWrong reports whether the stem asks for what is false.
func (i *reading) asksForWrong() bool {
	return falseWords.MatchString(asked(i.Stem)) || negation(i.Stem) != ""
}

// falseWords finds stems that ask for what is false; the words of several languages.
var falseWords = pattern.New(`(?i)\b(?:not|except|least|incorrect|false|wrong|untrue|invalid|inaccurate|never|exceto|excepto|incorret\pL+|incorrect\pL+|fals[oa]s?|não|nicht|außer|falsch\pL*|sauf|pas|неверн\pL*)\b|n['’]t\b|cannot|不|错误|除了|无法|没有`)

// asked is the last sentence of a stem, which asks.
func asked(stem string) string {
	stem = strings.TrimRight(stem, " \n\t.?:？：")
	if at := strings.LastIndexAny(stem, ".?!\n。？！"); at >= 0 {
		return stem[at:]
	}
	return stem
}

var feedbackVerdict = pattern.New(`(?i)^\W*(?:(?:that(?:'s|\s+is)|this\s+is|yes,?\s+this\s+is)\s+)?(?:(correct|right)|incorrect|wrong|not\s+correct)(?:\s+answer)?\s*(?:[.!:,]|$|[-–—]\s)`)

func optionOf(q *bank.Question, label string) (bank.Option, bool) {
	for _, o := range q.Options {
		if o.Label == label {
			return o, true
		}
	}
	return bank.Option{}, false
}

// unknownLetter: "Option E" of a question that ends with D. Only where the options have the letters from A on.
func unknownLetter(i *reading) []fault {
	if !i.chosen() || len(i.Options) < 2 || i.Options[0].Label != "A" {
		return nil
	}
	var unknown []string
	for _, label := range i.Lettered(i.judged) {
		if _, ok := optionOf(i.Question, label); !ok {
			unknown = append(unknown, label)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	last := i.Options[len(i.Options)-1].Label
	return []fault{{strings.Join(unknown, ""), fmt.Sprintf("the explanation speaks of option %s, and the options end with %s: it may belong to other options", enumerated(unknown), last)}}
}

// emptyExplanation: fewer than three words, or nothing but the key. An address is a reference.
func emptyExplanation(i *reading) []fault {
	text := strings.TrimSpace(i.Explanation)
	if text == "" || i.hasFeedback() || strings.Contains(text, "://") || strings.Contains(text, "](") {
		return nil
	}
	rest := answerIs.ReplaceAllString(text, "")
	plain := func(s string) string { return strings.Join(words(s), " ") }
	if said := plain(rest); said != "" {
		for _, o := range i.key {
			if said == plain(o.Text) {
				return one("the explanation only repeats the key: say why it is right, and why the others are not")
			}
		}
	}
	if n := wordCount(rest); n < fewWords {
		return one("the explanation says no more than %s: say why the key is right, and why the others are not", quote(text))
	}
	return nil
}

func (i *reading) hasFeedback() bool {
	for _, o := range i.Options {
		if o.Feedback != "" {
			return true
		}
	}
	return false
}

const fewWords = 3

var answerIs = pattern.New(`(?i)^\W*(?:explanation\W+)?(?:the\s+)?(?:(?:correct|right)\s+)?(?:answers?|options?|choices?)(?:\s+(?:is|are))?\W*\b(?:[A-H](?:\s*(?:,|and|&)\s*[A-H])*\b)?(?:\s+(?:is|are)\s+(?:correct|right))?\W*`)

// wordCount counts words; in scripts that write none apart, two characters are about a word.
func wordCount(text string) int {
	n, ideographs := 0, 0
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			ideographs++
		}
	}
	for range eachWord(text) {
		n++
	}
	return n + ideographs/2
}
