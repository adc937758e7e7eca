package study

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mlatlas/bank/pattern"
)

// Explanations name options by their letters: "Option A is incorrect", "(D)", "A and C fail". Where the options are shown
// in another order, these letters must follow, and a letter that names something else must stay: the article in "A crawler
// reads", "A/B testing", "account A". Every capital that stands alone and is a label of the question is one of three:
//
//   - it names an option: its neighbours are those of a name in a sentence (tables below), it stands in parentheses, or it
//     leads a line ("B. Glue is ...");
//   - it is innocent: an article, a part of a term, the name of a thing such as an account;
//   - it is doubtful: anything else. A question with a doubtful letter is shown in its author's order, since a wrong letter
//     in an explanation does more harm than a learned place.
//
// Letters that are linked ("Options A, C and D") are judged as one: the word before the first and the word behind the last
// decide. Small letters name options only behind a word for options.

// naming is what a letter is to the options.
type naming int

const (
	innocent naming = iota
	doubtful
	names
)

// letter is a place in a text where a label stands alone: text[start:end].
type letter struct {
	start, end int
	what       naming
}

// words makes a set of the words of a text.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

var (
	// optionWords are what an option is called.
	optionWords = words(`option options answer answers choice choices distractor distractors response responses alternative alternatives
		letter letters opção opções opción opciones resposta respostas respuesta respuestas alternativa alternativas réponse réponses antwort antworten`)
	// leading are the words before a letter that names an option.
	leading = words(`and or but because while whereas since so that than only both neither nor not then thus hence therefore although though
		unlike like if with from to of by for as rather why is are was were also even instead
		choose pick select eliminate eliminates excludes exclude rules reject rejects makes leaves leaving eliminating excluding choosing out
		correct incorrect wrong right`)
	// following are the words behind a letter that names an option.
	following = words(`is are was were isn't aren't do does don't doesn't did can cannot can't could would wouldn't will won't should may might must has have had
		needs need requires require fails fail works work uses use adds add lacks lack ignores ignore costs cost
		only alone because and or nor but instead also both fits fit solves solve misses miss gives give describes describe refers refer
		leaves leave keeps keep makes make introduces introduce increases increase reduces reduce confuses violates provides provide helps help
		incorrect correct wrong right`)
	// pairing are words before two letters, whatever is said of them.
	pairing = words(`both neither either`)
	// things have letters of their own for names.
	things = words(`account accounts vpc vpcs model models variant variants version region regions subnet subnets bucket buckets team teams company
		class classes type types plan group groups dataset datasets user users instance instances vitamin hepatitis appendix figure table step stage
		node nodes point item items feature features column columns matrix set event product products customer customers department layer grade
		category experiment arm algorithm service task process job application app site office zone level phase part section parameter constant`)
	// conjunctions link letters to a list.
	conjunction = pattern.New(`^(?i:[\s)\]"'*_]*(?:,|/|&|\band\b|\bor\b|\bnor\b|\by\b|\be\b|\bund\b|\bet\b)[\s(\["'*_]*)+(?:(?i:option|options|answer|choice)\s+[(\["'*_]*)?$`)
	// judges is a sentence about options, in which "is B." names one.
	judges = pattern.New(`(?i)\b(?:option|answer|choice|correct|right|best|key)\b`)
)

// letters finds the letters in a text that may name options, in order. labels are those of the question.
func letters(text string, labels map[string]bool) []letter {
	var list []letter
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r >= utf8.RuneSelf || !labels[string(unicode.ToUpper(r))] || !alone(text, i, i+size) {
			continue
		}
		list = append(list, letter{start: i, end: i + size})
	}
	for i := 0; i < len(list); {
		n := i + 1
		for n < len(list) && linked(text, list[n-1], list[n]) {
			n++
		}
		what := judge(text, list[i:n])
		for ; i < n; i++ {
			list[i].what = what
		}
	}
	return list
}

// alone reports whether a letter is no part of a word, a number or a term such as C++, C# and x-B.
func alone(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	behind, _ := utf8.DecodeRuneInString(text[end:])
	if start > 0 && (inWord(before) || before == '.' && start > 1 && inWord(rune(text[start-2])) || strings.ContainsRune("-'’+#@\\$", before) && !startsLine(text[:start])) {
		return false
	}
	return end >= len(text) || !inWord(behind) && !strings.ContainsRune("+#@\\", behind) && !abbreviated.MatchString(text[end:])
}

// abbreviated finds what stands behind a letter of "A.I." and "a.m."
var abbreviated = pattern.New(`^\.\pL\.`)

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// marks are what may stand between the start of a line and its first word.
const marks = " \t>*_#•-–—([\"'“‘`❌✗✘✖🚫✅✔☑\uFE0F"

// startsLine reports whether only marks stand before the end of a text in its last line.
func startsLine(text string) bool {
	line := text[strings.LastIndexByte(text, '\n')+1:]
	return strings.Trim(line, marks) == ""
}

// linked reports whether two letters stand in one list of the same case. "B and A crawler" is no list.
func linked(text string, a, b letter) bool {
	if !conjunction.MatchString(text[a.end:b.start]) || isSmall(text, a) != isSmall(text, b) {
		return false
	}
	return !isArticle(text, b)
}

func isSmall(text string, l letter) bool { return text[l.start] >= 'a' }

// isArticle reports whether an A is followed by a word that makes it one.
func isArticle(text string, l letter) bool {
	if text[l.start] != 'A' && text[l.start] != 'a' {
		return false
	}
	rest := text[l.end:]
	if !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "\n") {
		return false
	}
	word := wordBehind(rest)
	return word != "" && !following[strings.ToLower(word)]
}

// judge decides what the letters of one list are.
func judge(text string, run []letter) naming {
	first, last := run[0], run[len(run)-1]
	left, before := text[:first.start], wordBefore(text[:first.start])
	called := optionWords[strings.ToLower(before)]
	switch {
	case called && (len(run) > 1 || !isArticle(text, first) || !isSmall(text, first) && strings.HasSuffix(left, " ")):
		return names
	case isSmall(text, first), isTerm(text, run), len(run) == 1 && isArticle(text, first):
		return innocent
	case inBrackets(text, last), opens(left) && labelEnds(text[last.end:]):
		return names
	case things[strings.ToLower(before)]:
		return innocent
	case len(run) > 1 && pairing[strings.ToLower(before)]:
		return names
	case !opens(left) && !leading[strings.ToLower(before)]:
		return doubtful
	case following[strings.ToLower(wordBehind(text[last.end:]))]:
		return names
	case closes(text[last.end:]) && (len(run) > 1 || before != "" || judges.MatchString(sentenceOf(text, first.start))):
		return names
	}
	return doubtful
}

// isTerm knows terms that are made of letters: A/B testing, and the possessive of a thing's name.
func isTerm(text string, run []letter) bool {
	rest := strings.ToLower(strings.TrimLeft(text[run[len(run)-1].end:], " -"))
	joined := len(run) > 1 && text[run[0].end] == '/'
	return joined && (strings.HasPrefix(rest, "test") || strings.HasPrefix(rest, "split") || strings.HasPrefix(rest, "experiment") || strings.HasPrefix(rest, "variant") || strings.HasPrefix(rest, "comparison"))
}

// inBrackets reports whether a list of letters stands in brackets of its own, or before a closing one as in "A) Glue".
func inBrackets(text string, last letter) bool {
	return strings.HasPrefix(text[last.end:], ")") || strings.HasPrefix(text[last.end:], "]")
}

// opens reports whether a text ends where a sentence or a part of it may begin.
func opens(text string) bool {
	if startsLine(text) {
		return true
	}
	text = strings.TrimRight(text, " \t([\"'“‘*_`")
	end, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?:;,–—-❌✗✘✖🚫✅✔☑\uFE0F→=", end)
}

// labelEnds reports whether what stands behind a letter makes it the label of a line: "A.", "B:", "**C**", "D - ".
func labelEnds(rest string) bool {
	rest = strings.TrimLeft(rest, " *_)]\"'”’`")
	return rest == "" || strings.ContainsRune(".:–—-=", []rune(rest)[0])
}

// closes reports whether a text begins with what ends a sentence or a part of it.
func closes(rest string) bool {
	rest = strings.TrimLeft(rest, "*_\"'”’` )]")
	return rest == "" || strings.ContainsRune(".!?:;,–—-\n", []rune(rest)[0])
}

func wordBefore(text string) string {
	text = strings.TrimRight(text, " \t\n([\"'“‘*_`")
	start := strings.LastIndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	if start < 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[start:])
	return text[start+size:]
}

func wordBehind(text string) string {
	text = strings.TrimLeft(text, " \t\n)]\"'”’*_`")
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	if end < 0 {
		return text
	}
	return strings.ReplaceAll(text[:end], "’", "'")
}

// sentenceOf returns the line or sentence around a place, as far as points tell.
func sentenceOf(text string, at int) string {
	start := strings.LastIndexAny(text[:at], "\n.!?") + 1
	end := strings.IndexAny(text[at:], "\n.!?")
	if end < 0 {
		return text[start:]
	}
	return text[start : at+end]
}
