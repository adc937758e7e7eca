package bank

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mlatlas/bank/pattern"
)

// An explanation argues for the key and against the other options, often in one paragraph. Which concepts stand where
// decides what the question is about, so the text is cut into sentences and each is given to one side:
//
//   - a sentence that names a wrong option and nothing right starts the case against that option. It names one by its
//     letter ("Option A is incorrect because", "A)", "- C: Firehose ingests streams", "❌ B", "Why not A?", "EMR (A) needs a
//     cluster"), by its place ("Option 2", "the first option") or by its words ("The option that says: Use a larger instance is incorrect");
//   - a heading such as "Why the others are wrong", or a sentence that begins with ❌ or "Incorrect:", starts the case
//     against them all; so does "EMR is left over", said of an option that matches nothing;
//   - a sentence that names a right option, says what "is correct" or begins with ✅ goes back to the case for the key;
//   - any other sentence stays on the side of the one before. An explanation begins on the side of the key.

// stretch is a part of an explanation on one side of the argument: text[start:end].
type stretch struct {
	start, end int
	against    bool
}

// The marks that may stand before the first word of a line, as parts of regular expressions.
const (
	lead  = `^[\s>*_#•\-–—❌✗✘✖🚫✅✔☑\x{FE0F}]*`
	cross = `[❌✗✘✖🚫]`
	tick  = `[✅✔☑]`
	// optionWord is what an option is called, in the languages whose banks are read.
	optionWord = `(?:options?|answers?|choices?|distractors?|responses?|alternatives?|op(?:ç(?:ão|ões)|ci[oó]n(?:es)?)|resp(?:ostas?|uestas?)|alternativas?|réponses?|antwort(?:en)?)`
)

var (
	// optionNamed finds "Option A", "Options A and C", "answer (B)", "choice C" and their plurals.
	optionNamed = sought{optionStems, pattern.New(`(?i)\b` + optionWord + `\s+[(\["'*]*([A-Ha-h])[)\]"'*]*((?:\s*(?:,|and|or|nor|&|/|y|e|und|et)\s*(?:option\s+)?[(\[]?[A-Ha-h][)\]]?)*)(?:[^\pL\pN]|$)`)}
	// optionNumbered finds "Option 2" and "choices 1 and 3"; optionPlaced finds "the first option".
	optionNumbered = sought{[]string{"option", "choice"}, pattern.New(`(?i)\b(?:options?|choices?)\s+#?([1-8])((?:\s*(?:,|and|or|&|/)\s*[1-8])*)(?:[^\pL\pN.]|\.\D|\.?$)`)}
	optionPlaced   = sought{[]string{"first", "second", "third", "fourth", "fifth"}, pattern.New(`(?i)\b(first|second|third|fourth|fifth)\s+(?:option|answer|choice)\b`)}
	// labelLeads finds a letter that leads a line or sentence: "A.", "B)", "- C:", "**D** -", "❌ A", "[E]", "(E) is".
	labelLeads = pattern.New(lead + `[(\[]?([A-H])(?:\)|\]|\.|:|\*\*|\s+(?:is|are|was|would)\b|\s*[-–—])`)
	// labelsLead finds several at the head with what is said of them: "A, C and D are", "Both A and C need", "Neither A nor D
	// works". Without the verb it would take "A/B testing" and "A and B" for options.
	labelsLead = pattern.New(lead + `(?i:both\s+|neither\s+|all\s+of\s+)?\(?([A-H])\)?((?:\s*(?:,|/|&|and|or|nor)\s*\(?[A-H]\b\)?)+)(?:\s*[:–—]|\s+(?:-|(?:are|is|was|were|do|does|can|cannot|would|need|require|fail|works?)\b))`)
	// whyLabel finds "Why not A?", "Why (C) is wrong"; judgedLabel a letter of which it is said whether it is right.
	whyLabel    = pattern.New(lead + `(?i:why\s+(?:not\s+)?)[(\[]?([A-H])\b`)
	judgedLabel = sought{[]string{"correct", "wrong", "right", "best"}, pattern.New(`(?:^|[\s(])([A-H])\)?\s+(?i:(?:is|are)\s+(?:not\s+)?(?:the\s+)?(?:in)?(?:correct|wrong|right|best)\b)`)}
	// labelBehind finds the letters behind a name: "Serverless Inference (A) has cold starts", "Glue and EMR (B, C)".
	labelBehind = sought{[]string{"("}, pattern.New(`[\pL\pN"'”’` + "`" + `*]\s*\(([A-H])((?:\s*(?:,|and|or|&|/)\s*[A-H])*)\)`)}
	listLetter  = pattern.New(`[A-Ha-h]\b`)
	listNumber  = pattern.New(`[1-8]`)

	othersWrong = sought{[]string{"other", "remaining", "incorrect", "wrong", "rejected", "rest", "distractor", "why", "left over"}, pattern.New(`(?i)\b(?:why\s+(?:the\s+)?(?:other|remaining|others|incorrect|wrong)|(?:other|remaining|all other)\s+(?:options|answers|choices|alternatives|responses)\b|(?:incorrect|wrong|rejected)\s+(?:options|answers|choices|alternatives|responses)|all\s+the\s+others?\s+(?:are|is)\b)` +
		`|^\W*the\s+(?:others?|rest)\s+(?:of\s+(?:the\s+options|them)\s+)?(?:are|is)\b|^\W*(?:incorrect|wrong|distractors?|why\s+not)\s*[:?]?\W*$|^[^.:;]{2,50}\b(?:is|are)\s+left\s+over\b`)}
	leadsWrong = sought{append([]string{"incorrect", "wrong", "correct"}, crosses...), pattern.New(`^[\s>*_#•\-–—]*(?:` + cross + `|(?i:incorrect|wrong|not\s+correct)\b\W*[:.–—-])`)}
	leadsRight = sought{append([]string{"correct", "right"}, ticks...), pattern.New(`^[\s>*_#•\-–—]*(?:` + tick + `|(?i:correct|right)\b\W*[:.–—-])`)}
	saysWrong  = sought{append([]string{"incorre", "wrong", "not", "inappropriate", "unsuitable", "errad", "falsch"}, crosses...), pattern.New(`(?i)\b(?:incorrect|wrong|not\s+(?:correct|right|suitable|appropriate|the\s+best|ideal)|inappropriate|unsuitable|incorret[oa]s?|incorrect[oa]s?|errad[oa]s?|falsch)\b|` + cross)}
	saysRight  = sought{append([]string{"correct", "right", "best"}, ticks...), pattern.New(`(?i)\b(?:is|are)\s+(?:the\s+)?(?:correct|right|best)\b|\b(?:correct|right)\s+(?:answer|option|choice)s?\b|\bwhy\s+(?:it|this)\s+is\s+correct\b|` + tick + `|^\W*(?:correct|right)\s*:\W*$`)}
)

// optionStems are the beginnings of optionWord, lower case; crosses and ticks the marks of the classes above.
var (
	optionStems = []string{"option", "answer", "choice", "distractor", "response", "alternativ", "opç", "opci", "respost", "respuest", "réponse", "antwort"}
	crosses     = []string{"❌", "✗", "✘", "✖", "🚫"}
	ticks       = []string{"✅", "✔", "☑"}
)

// argue cuts an explanation into stretches for and against the options.
func argue(text string, options []Option) []stretch {
	var parts []stretch
	against := false
	words := optionWords(options)
	for s := range sentences(text) {
		against = side(text[s[0]:s[1]], options, words, against)
		if n := len(parts); n > 0 && parts[n-1].against == against {
			parts[n-1].end = s[1]
			continue
		}
		parts = append(parts, stretch{s[0], s[1], against})
	}
	return parts
}

// side decides for one sentence; before is the side of the sentence ahead of it.
func side(sentence string, options []Option, words []string, before bool) bool {
	namesRight, namesWrong := false, false
	lower := strings.ToLower(sentence)
	labels := append(labelsNamed(sentence, lower), placesNamed(sentence, lower, options)...)
	if len(labels) == 0 {
		labels = quoted(sentence, options, words)
	}
	for _, o := range options {
		if slices.Contains(labels, o.Label) {
			namesRight = namesRight || o.Correct
			namesWrong = namesWrong || !o.Correct
		}
	}
	switch {
	case namesRight && !namesWrong:
		return saysWrong.matches(sentence, lower) && !saysRight.matches(sentence, lower) && before
	case namesWrong && !namesRight:
		return true
	case othersWrong.matches(sentence, lower), leadsWrong.matches(sentence, lower):
		return true
	case leadsRight.matches(sentence, lower), saysRight.matches(sentence, lower) && !saysWrong.matches(sentence, lower):
		return false
	}
	return before
}

// labelsNamed returns the option letters that a sentence names, upper case.
func labelsNamed(sentence, lower string) []string {
	if !mayName(sentence) {
		return nil
	}
	var labels []string
	for _, single := range []*pattern.Pattern{labelLeads, whyLabel} {
		if m := single.FindStringSubmatch(sentence); m != nil {
			labels = append(labels, m[1])
		}
	}
	if m := judgedLabel.findAll(sentence, lower); m != nil {
		labels = append(labels, m[0][1])
	}
	several := append(labelsLead.FindAllStringSubmatch(sentence, 1), optionNamed.findAll(sentence, lower)...)
	several = append(several, labelBehind.findAll(sentence, lower)...)
	for _, m := range several {
		labels = append(labels, strings.ToUpper(m[1]))
		for _, more := range listLetter.FindAllString(stripWords(m[2]), -1) {
			labels = append(labels, strings.ToUpper(more))
		}
	}
	return labels
}

// mayName reports whether a sentence has a letter that stands alone and may name an option: most have none, and need not
// be searched for eight patterns. A capital is one, but for the article in "A crawler reads"; a small letter only beside
// a word for options.
func mayName(sentence string) bool {
	small := false
	for i := range len(sentence) {
		letter := sentence[i] &^ 0x20
		if letter < 'A' || letter > 'H' || inWord(utf8.DecodeLastRuneInString(sentence[:i])) {
			continue
		}
		switch rest := sentence[i+1:]; {
		case inWord(utf8.DecodeRuneInString(rest)):
		case sentence[i] != letter:
			small = true
		case letter != 'A' || strings.ContainsFunc(sentence[:i], unicode.IsLetter) || !article(rest):
			return true
		}
	}
	return small && anyOption.MatchString(sentence)
}

var anyOption = pattern.New(`(?i)\b` + optionWord)

// behindLetter are the words that may stand behind the letter of an option.
var behindLetter = pattern.New(`^(?i: (?:is|are|was|were|do|does|can|cannot|would|need|require|fail|works?|and|or|nor|y|e|und|et)\b)`)

// article reports whether what stands behind an "A" makes it one.
func article(rest string) bool {
	return len(rest) > 1 && rest[0] == ' ' && inWord(utf8.DecodeRuneInString(rest[1:])) && !behindLetter.MatchString(rest)
}

func inWord(r rune, size int) bool { return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}

// placesNamed returns the labels of the options that a sentence names by their place, from 1.
func placesNamed(sentence, lower string, options []Option) []string {
	var labels []string
	at := func(place int) {
		if place >= 1 && place <= len(options) {
			labels = append(labels, options[place-1].Label)
		}
	}
	for _, m := range optionNumbered.findAll(sentence, lower) {
		for _, digit := range listNumber.FindAllString(m[1]+m[2], -1) {
			at(int(digit[0] - '0'))
		}
	}
	for _, m := range optionPlaced.findAll(sentence, lower) {
		at(ordinals[strings.ToLower(m[1])])
	}
	return labels
}

// An option is quoted where its words stand in a sentence: a long one anywhere, a short one ("AWS Glue") only at the head
// and with a mark or judgement behind it ("AWS Glue: ...", "AWS Glue is incorrect"), since the case for the key may name
// it too.
const longOption = 25 // bytes

var (
	optionSays    = pattern.New(`^(?:(?:the )?options? (?:that says?|which says?|of|saying) )`)
	judgedWords   = pattern.New(`^(?:option )?(?:is|are|would be|was) (?:also )?(?:not|in|un|wrong|the wrong|correct|the correct|right)`)
	headEndsWords = pattern.New(`^\s*[*_"'”’)}\]]*\s*(?::|-\s|–|—)`)
)

// optionWords returns the words of each option as quoted compares them.
func optionWords(options []Option) []string {
	words := make([]string, len(options))
	for i, o := range options {
		words[i], _ = plainWords(o.Text)
	}
	return words
}

// quoted returns the label of the option whose words a sentence repeats, the longest of several.
func quoted(sentence string, options []Option, words []string) []string {
	plain, ends := plainWords(sentence)
	head := len(optionSays.FindString(plain))
	best := -1
	for i, w := range words {
		if w == "" || best >= 0 && len(w) <= len(words[best]) {
			continue
		}
		if len(w) >= longOption && strings.Contains(plain, w) || leadsWith(sentence, plain, ends, head, w) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return []string{options[best].Label}
}

// leadsWith reports whether the words stand at the head of a sentence as what is spoken of.
func leadsWith(sentence, plain string, ends []int, head int, words string) bool {
	rest, found := strings.CutPrefix(plain[head:], words)
	if !found || rest != "" && rest[0] != ' ' {
		return false
	}
	return judgedWords.MatchString(strings.TrimSpace(rest)) || headEndsWords.MatchString(sentence[ends[head+len(words)-1]:])
}

// plainWords returns the words of a text in lower case with a space between them, and for each of its bytes where the
// text goes on behind it.
func plainWords(text string) (plain string, ends []int) {
	var b strings.Builder
	gap := false
	for i, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			ends = append(ends, i)
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
		for len(ends) < b.Len() {
			ends = append(ends, i+utf8.RuneLen(r))
		}
	}
	return b.String(), ends
}

var connective = pattern.New(`(?i)\b(?:and|or|option)\b`)

func stripWords(list string) string { return connective.ReplaceAllString(list, " ") }

// sentences returns the byte ranges of the sentences of a text one after the other; together they cover it. A point after a
// lone capital ("A.") ends nothing: it is a label.
func sentences(text string) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		start, from := 0, 0
		for {
			at, end := sentenceEnd(text, from)
			if at < 0 {
				break
			}
			from = end
			if text[at] != '\n' && loneCapital(text[start:at]) {
				continue
			}
			if !yield([2]int{start, end}) {
				return
			}
			start = end
		}
		if start < len(text) {
			yield([2]int{start, len(text)})
		}
	}
}

// sentenceEnd finds the next end of a sentence or line: a mark with what closes quotes and emphasis behind it and then space,
// or line feeds. It returns where it begins and ends, or -1.
func sentenceEnd(text string, from int) (at, end int) {
	for i := from; i < len(text); i++ {
		switch text[i] {
		case '\n':
			return i, i + len(text[i:]) - len(strings.TrimLeft(text[i:], "\n"))
		case '.', '!', '?':
			closed := strings.TrimLeft(text[i+1:], "\"'”’)*_")
			if rest := strings.TrimLeft(closed, "\t\n\f\r "); len(rest) < len(closed) {
				return i, len(text) - len(rest)
			}
		}
	}
	return -1, -1
}

// loneCapital reports whether the text ends in a letter that stands alone, as in "Option A" or "e.g".
func loneCapital(text string) bool {
	n := len(text)
	if n == 0 || !isLetter(text[n-1]) {
		return false
	}
	leads := strings.Trim(text, " \t*_-•>(") == text[n-1:]
	return leads || n >= 2 && text[n-2] == '.'
}

func isLetter(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }
