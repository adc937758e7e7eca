package bank

import (
	"regexp"
	"slices"
	"strings"
)

// An explanation argues for the key and against the other options, often in one paragraph. Which concepts stand where
// decides what the question is about, so the text is cut into sentences and each is given to one side:
//
//   - a sentence that names a wrong option by its letter and nothing right ("Option A is incorrect because", "A)",
//     "- C: Firehose ingests streams", "❌ B") starts the case against that option;
//   - a heading such as "Why the others are wrong" starts the case against them all;
//   - a sentence that names a right option's letter, or says what "is correct", goes back to the case for the key;
//   - any other sentence stays on the side of the one before. An explanation begins on the side of the key.

// stretch is a part of an explanation on one side of the argument: text[start:end].
type stretch struct {
	start, end int
	against    bool
}

var (
	// optionNamed finds "Option A", "Options A and C", "answer (B)", "choice C" and their plurals.
	optionNamed = regexp.MustCompile(`(?i)\b(?:options?|answers?|choices?|distractors?)\s+\(?([A-Ha-h])\)?((?:\s*(?:,|and|or|&|/)\s*(?:option\s+)?\(?[A-Ha-h]\)?)*)(?:[^\pL\pN]|$)`)
	// labelLeads finds a letter that leads a line or sentence: "A.", "B)", "- C:", "**D** -", "❌ A", "(E) is".
	labelLeads = regexp.MustCompile(`^[\s>*_•\-–—❌✗✘✅✔☑\x{FE0F}]*\(?([A-H])(?:\)|\.|:|\*\*|\s+(?:is|are|was|would)\b|\s*[-–—])`)
	// labelsLead finds several at the head with what is said of them: "A, C and D are", "Both A and C need", "Neither A nor D
	// works". Without the verb it would take "A/B testing" and "A and B" for options.
	labelsLead = regexp.MustCompile(`^[\s>*_•\-–—❌✗✘✅✔☑\x{FE0F}]*(?i:both\s+|neither\s+|all\s+of\s+)?\(?([A-H])\)?((?:\s*(?:,|/|&|and|or|nor)\s*\(?[A-H]\b\)?)+)(?:\s*[:–—]|\s+(?:-|(?:are|is|was|were|do|does|can|cannot|would|need|require|fail|works?)\b))`)
	listLetter = regexp.MustCompile(`[A-Ha-h]\b`)

	othersWrong = regexp.MustCompile(`(?i)\b(?:why\s+(?:the\s+)?(?:other|remaining|others|incorrect|wrong)|(?:other|remaining|all other)\s+(?:options|answers|choices)\b|incorrect\s+(?:options|answers|choices)|wrong\s+(?:options|answers|choices)|the\s+others?\s+(?:are|is)\b)|^\W*(?:incorrect|wrong)\s*:\W*$`)
	saysWrong   = regexp.MustCompile(`(?i)\b(?:incorrect|wrong|not\s+(?:correct|right|suitable|appropriate|the\s+best|ideal)|inappropriate|unsuitable)\b|❌|✗|✘`)
	saysRight   = regexp.MustCompile(`(?i)\b(?:is|are)\s+(?:the\s+)?(?:correct|right|best)\b|\b(?:correct|right)\s+(?:answer|option|choice)s?\b|\bwhy\s+(?:it|this)\s+is\s+correct\b|✅|✔|^\W*(?:correct|right)\s*:\W*$`)
)

// argue cuts an explanation into stretches for and against, given the labels of the right and of the wrong options.
func argue(text string, right, wrong []string) []stretch {
	var parts []stretch
	against := false
	for _, s := range sentences(text) {
		against = side(text[s[0]:s[1]], right, wrong, against)
		if n := len(parts); n > 0 && parts[n-1].against == against {
			parts[n-1].end = s[1]
			continue
		}
		parts = append(parts, stretch{s[0], s[1], against})
	}
	return parts
}

// side decides for one sentence; before is the side of the sentence ahead of it.
func side(sentence string, right, wrong []string, before bool) bool {
	namesRight, namesWrong := false, false
	for _, label := range labelsNamed(sentence) {
		namesRight = namesRight || slices.Contains(right, label)
		namesWrong = namesWrong || slices.Contains(wrong, label)
	}
	switch {
	case namesRight && !namesWrong:
		return saysWrong.MatchString(sentence) && !saysRight.MatchString(sentence) && before
	case namesWrong && !namesRight:
		return true
	case othersWrong.MatchString(sentence):
		return true
	case saysRight.MatchString(sentence) && !saysWrong.MatchString(sentence):
		return false
	}
	return before
}

// labelsNamed returns the option letters that a sentence names, upper case.
func labelsNamed(sentence string) []string {
	var labels []string
	if m := labelLeads.FindStringSubmatch(sentence); m != nil {
		labels = append(labels, m[1])
	}
	several := append(labelsLead.FindAllStringSubmatch(sentence, 1), optionNamed.FindAllStringSubmatch(sentence, -1)...)
	for _, m := range several {
		labels = append(labels, strings.ToUpper(m[1]))
		for _, more := range listLetter.FindAllString(stripWords(m[2]), -1) {
			labels = append(labels, strings.ToUpper(more))
		}
	}
	return labels
}

var connective = regexp.MustCompile(`(?i)\b(?:and|or|option)\b`)

func stripWords(list string) string { return connective.ReplaceAllString(list, " ") }

// sentenceEnd finds the end of a sentence or line. A point after a lone capital ("A.") ends nothing: it is a label.
var sentenceEnd = regexp.MustCompile(`[.!?]["'”’)*_]*\s+|\n+`)

// sentences returns the byte ranges of the sentences of a text; together they cover it.
func sentences(text string) [][2]int {
	var list [][2]int
	start := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		if text[m[0]] != '\n' && loneCapital(text[start:m[0]]) {
			continue
		}
		list = append(list, [2]int{start, m[1]})
		start = m[1]
	}
	if start < len(text) {
		list = append(list, [2]int{start, len(text)})
	}
	return list
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
