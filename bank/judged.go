package bank

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank/pattern"
)

// What an explanation says outright of the options is read here: "Option B is correct", "A and D are wrong", "The correct
// answer is C", "❌ B)". It is stricter than the reading of the two sides of an argument, which must decide for every sentence:
// only a letter or place with a verdict beside it counts, and an option's whole words at the head of a sentence with a
// verdict behind them ("AWS Glue is incorrect"). A verdict with a condition ("is correct if", "would be right") is none.

// Judgement is one option that an explanation calls right or wrong.
type Judgement struct {
	Label string
	Right bool
	// Answer says that it is called the answer rather than true or false: "The correct answer is B".
	Answer bool
	Start  int // bytes into the explanation: where the sentence stands
	End    int
}

const (
	// letters are one or more letters of options, each perhaps in brackets, quotes, bold type or set in TeX ("$\mathbf{B}$").
	letters  = opens + `([A-H])` + closes + `((?:\s*(?:(?:,|and|or|nor|&|/|y|e|und|et)\s*)+(?:option\s+|choice\s+)?` + opens + `[A-H]\b` + closes + `)*)`
	opens    = `(?:\$(?:\\[a-z]+\{)?|[(\["'*]*)`
	closes   = `(?:\}?\$|[)\]"'*]*)`
	is       = `(?:is|are|was|were|está|estão|é|são|es|son|ist|sind|est|sont)`
	softener = `(?:therefore|thus|hence|also|clearly|indeed|simply|both|all|portanto|também|também|por\s+tanto|daher|also|auch|donc)`
	right    = `(?:correct|right|corret[oa]s?|correct[oa]s?|cert[oa]s?|richtig|korrekt|correctes?|exactes?)`
	wrong    = `(?:incorrect|wrong|incorret[oa]s?|incorrect[oa]s?|errad[oa]s?|falsch|incorrectes?|fausses?)`
	answer   = `(?:answers?|options?|choices?|responses?)`
	// unless are the words behind a verdict that make it one with a condition.
	unless = `(?:\s+(?:if|when|where|only|for|in|to|unless|that|about|under|as\s+long)\b|\s*[,;]?\s*but\b)`
)

// rightStems and wrongStems are the beginnings of the words that right and wrong stand for, in lower case.
var (
	rightStems = []string{"correct", "right", "corret", "cert", "richtig", "korrekt", "exact"}
	wrongStems = []string{"incorre", "wrong", "errad", "falsch", "fauss", "not"}
)

// judgements are the forms of a verdict; each names the options in its first two groups.
var judgements = []struct {
	form          sought
	right, answer bool
}{
	{sought{rightStems, pattern.New(`\b(?i:` + optionWord + `)\s+` + letters + `\s+(?i:` + is + `)\s+(?:(?i:` + softener + `)\s+)?(?:(?i:the|a)\s+)?(?i:` + right + `)\b(?:\s+(?i:` + answer + `))?(.?)`)}, true, false},
	{sought{rightStems, pattern.New(lead + letters + `\s+(?i:` + is + `)\s+(?:(?i:` + softener + `)\s+)?(?:(?i:the)\s+)?(?i:` + right + `)\b(?:\s+(?i:` + answer + `))?(.?)`)}, true, false},
	{sought{wrongStems, pattern.New(`\b(?i:` + optionWord + `)\s+` + letters + `\s+(?i:` + is + `)\s+(?:(?i:` + softener + `)\s+)?(?:(?i:the|an?)\s+)?(?i:` + wrong + `|not\s+(?:the\s+)?` + right + `|not\s+an?\s+` + right + `)\b(?:\s+(?i:` + answer + `))?(.?)`)}, false, false},
	{sought{wrongStems, pattern.New(lead + letters + `\s+(?i:` + is + `)\s+(?:(?i:` + softener + `)\s+)?(?:(?i:the)\s+)?(?i:` + wrong + `|not\s+(?:the\s+)?` + right + `)\b(?:\s+(?i:` + answer + `))?(.?)`)}, false, false},
	{sought{[]string{"answer", "option", "choice", "response"}, pattern.New(`\b(?i:correct|right)\s+(?i:` + answer + `)(?:\s+(?i:is|are)|\s+(?i:here\s+is))?\s*:?\s*(?:(?i:` + optionWord + `)\s+)?` + letters + `(?:[^\pL\pN]|$)(.?)`)}, true, true},
	{sought{[]string{"respost", "respuest", "alternativa", "ção", "ción", "letra", "gabarito"}, pattern.New(`\b(?i:(?:resp(?:osta|uesta)|alternativa|op(?:ção|ción)|letra)\s+(?:correta|correcta|certa)|gabarito)(?:\s+(?i:é|es))?\s*:?\s*(?:(?i:a|la)\s+)?(?:(?i:letra|opción|opção|alternativa)\s+)?` + letters + `(?:[^\pL\pN]|$)(.?)`)}, true, true},
	{sought{[]string{"antwort"}, pattern.New(`\b(?i:richtige|korrekte)\s+(?i:antwort(?:en)?)(?:\s+(?i:ist|sind|lautet))?\s*:?\s*` + letters + `(?:[^\pL\pN]|$)(.?)`)}, true, true},
	{sought{[]string{"réponse"}, pattern.New(`\b(?i:bonne|la)\s+(?i:réponse)(?:\s+(?i:correcte))?\s+(?i:est)\s+(?:(?i:la)\s+)?` + letters + `(?:[^\pL\pN]|$)(.?)`)}, true, true},
	{sought{[]string{"答案"}, pattern.New(`(?:正确答案|答案)(?:是|为|应为|：|:)?\s*` + letters + `(?:[^\pL\pN]|$)(.?)`)}, true, true},
	{sought{[]string{"选"}, pattern.New(`(?:故|因此|所以)(?:应)?选择?\s*` + letters + `(?:[^\pL\pN]|$)(.?)`)}, true, true},
	{sought{ticks, pattern.New(`^[\s>*_#•\-–—]*` + tick + `\x{FE0F}?\s*(?:(?i:` + optionWord + `)\s+)?` + letters + `(?:[).:]|\s*[-–—])(.?)`)}, true, false},
	{sought{crosses, pattern.New(`^[\s>*_#•\-–—]*` + cross + `\x{FE0F}?\s*(?:(?i:` + optionWord + `)\s+)?` + letters + `(?:[).:]|\s*[-–—])(.?)`)}, false, false},
	{sought{rightStems, pattern.New(`^[\s>*_#•\-–—]*(?:(?i:` + optionWord + `)\s+)?` + letters + `(?:[).:]|\s*[-–—])[\s*_:–—-]*(?i:` + right + `)[*_]*(?:[.:!]|\s*[-–—]|\s*$)(.?)`)}, true, false},
	{sought{wrongStems, pattern.New(`^[\s>*_#•\-–—]*(?:(?i:` + optionWord + `)\s+)?` + letters + `(?:[).:]|\s*[-–—])[\s*_:–—-]*(?i:` + wrong + `)[*_]*(?:[.:!]|\s*[-–—]|\s*$)(.?)`)}, false, false},
	{sought{[]string{"why"}, pattern.New(lead + `(?i:why\s+)(?:(?i:` + optionWord + `)\s+)?` + letters + `\s+(?i:is|are)\s+(?i:` + right + `)\b(.?)`)}, true, false},
	{sought{[]string{"why"}, pattern.New(lead + `(?i:why\s+)(?:(?i:` + optionWord + `)\s+)?` + letters + `\s+(?i:is|are)\s+(?i:` + wrong + `)\b(.?)`)}, false, false},
}

var (
	conditional = pattern.New(`^` + unless)
	anyVerdict  = slices.Concat(rightStems, wrongStems, ticks, crosses, []string{"答案", "选"})
	// lettered finds the options that a text names by a word and a capital letter: "Option E", "choices B and F", "(E) is wrong".
	lettered = sought{optionStems, pattern.New(`\b(?i:` + optionWord + `)\s+` + letters + `(?:[^\pL\pN'’&/+-]|$)`)}
	// placed finds "Option 2 is correct": places of options, from 1.
	placed = pattern.New(`(?i)\b(?:option|choice)\s+#?([1-8])\s+is\s+(?:the\s+)?(?:(correct|right)|(incorrect|wrong|not\s+(?:the\s+)?(?:correct|right)))\b(?:\s+` + answer + `)?`)
	// verdictBehind is what may stand behind the words of an option, in lower case and without marks.
	verdictRight = pattern.New(`^(?:is|are) (?:therefore |thus |hence )?(?:the )?(?:correct|right)(?: (?:answer|option|choice)| because| since|$)`)
	verdictWrong = pattern.New(`^(?:is|are) (?:also |therefore |thus |hence )?(?:incorrect|wrong|not (?:the )?correct)(?: (?:answer|option|choice)| because| since| as|$)`)
)

// Judged returns what the explanation says outright of the options, in the order of the text.
func (q *Question) Judged() []Judgement {
	var list []Judgement
	words := optionWords(q.Options)
	for s := range sentences(q.Explanation) {
		sentence := q.Explanation[s[0]:s[1]]
		lower := strings.ToLower(sentence)
		if !slices.ContainsFunc(anyVerdict, func(word string) bool { return strings.Contains(lower, word) }) {
			continue
		}
		for _, j := range append(judgedLetters(sentence, lower), q.judgedOtherwise(sentence, words)...) {
			j.Start, j.End = s[0], s[1]
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b Judgement) int { return cmp.Compare(a.Start, b.Start) })
	return slices.Compact(list)
}

// judgedLetters reads the verdicts of a sentence on letters.
func judgedLetters(sentence, lower string) []Judgement {
	var list []Judgement
	if !loneLetter(sentence) {
		return nil
	}
	for _, f := range judgements {
		if !f.form.mayMatch(lower) {
			continue
		}
		for _, m := range f.form.form.FindAllStringSubmatchIndex(sentence, -1) {
			first, more, behind := sentence[m[2]:m[3]], sentence[m[4]:m[5]], sentence[m[6]:]
			if conditional.MatchString(behind) || first == "A" && more == "" && f.answer && isArticle(sentence[m[3]:]) {
				continue
			}
			for _, label := range append([]string{first}, furtherLetter.FindAllString(more, -1)...) {
				list = append(list, Judgement{Label: label, Right: f.right, Answer: f.answer})
			}
		}
	}
	return list
}

// loneLetter reports whether a capital from A to H stands in a sentence with no Latin letter or digit beside it.
func loneLetter(sentence string) bool {
	beside := func(i int) bool {
		return i >= 0 && i < len(sentence) && (isLetter(sentence[i]) || sentence[i] >= '0' && sentence[i] <= '9')
	}
	for i := range len(sentence) {
		if c := sentence[i]; c >= 'A' && c <= 'H' && !beside(i-1) && !beside(i+1) {
			return true
		}
	}
	return false
}

// isArticle reports whether what stands behind an "A" makes it an article: "The correct answer is A crawler".
func isArticle(rest string) bool {
	return strings.HasPrefix(rest, " ") && article(rest) && !reason.MatchString(rest)
}

var furtherLetter = pattern.New(`\b[A-H]\b`)

// reason are the words behind an "A" that make it a letter rather than an article.
var reason = pattern.New(`^ (?:because|since|as|which)\b`)

// judgedOtherwise reads the verdicts of a sentence on places and on the words of options.
func (q *Question) judgedOtherwise(sentence string, words []string) []Judgement {
	var list []Judgement
	for _, m := range placed.FindAllStringSubmatchIndex(sentence, -1) {
		place, _ := strconv.Atoi(sentence[m[2]:m[3]])
		if place <= len(q.Options) && !conditional.MatchString(sentence[m[1]:]) {
			list = append(list, Judgement{Label: q.Options[place-1].Label, Right: m[4] >= 0})
		}
	}
	plain, _ := plainWords(sentence)
	plain = plain[len(optionSays.FindString(plain)):]
	for i, w := range words {
		rest, found := strings.CutPrefix(plain, w+" ")
		if w == "" || !found || conditional.MatchString(" "+afterVerdict(rest)) {
			continue
		}
		if verdictRight.MatchString(rest) || verdictWrong.MatchString(rest) {
			list = append(list, Judgement{Label: q.Options[i].Label, Right: verdictRight.MatchString(rest)})
		}
	}
	return list
}

// afterVerdict is what stands behind the verdict at the head of a text.
func afterVerdict(text string) string {
	for _, form := range []*pattern.Pattern{verdictRight, verdictWrong} {
		if m := form.FindStringIndex(text); m != nil {
			return strings.TrimSpace(text[m[1]:])
		}
	}
	return ""
}

// Lettered returns the letters by which the explanation names options, upper case, sorted, once each. judged is what Judged
// returned.
func (q *Question) Lettered(judged []Judgement) []string {
	var list []string
	for _, m := range lettered.findAll(q.Explanation, strings.ToLower(q.Explanation)) {
		list = append(list, m[1])
		list = append(list, furtherLetter.FindAllString(m[2], -1)...)
	}
	for _, j := range judged {
		list = append(list, j.Label)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
