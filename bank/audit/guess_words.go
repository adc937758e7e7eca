package audit

import (
	"unicode"

	"mlatlas/bank/pattern"
)

// Players compare words as any language has them: lower case, without those that only hold a sentence together, cut to five
// letters. A cut at five is the plainest stemmer and on European languages nearly as good as those made for each
// (McNamee, Nicholas & Mayfield 2009, Addressing morphological variation in alphabetic languages). Writing without spaces is
// cut into pairs of characters.
const stemLetters = 5

// contentWords returns the words of a text that say something.
func contentWords(text string) map[string]bool {
	words := map[string]bool{}
	before := ""
	for _, w := range tokensOf(text) {
		switch {
		case w.unspaced:
			if before != "" {
				words[before+w.text] = true
			}
			before = w.text
			continue
		case !functionWords[w.text] && (len(w.text) > 2 || hasDigit(w.text)) && !w.symbol:
			words[cut(w.text)] = true
		}
		before = ""
	}
	return words
}

// cut shortens a word, but not one with digits: t3.micro is not t3.medium.
func cut(word string) string {
	n := 0
	for i, r := range word {
		if unicode.IsDigit(r) {
			return word
		}
		if n++; n > stemLetters {
			return word[:i]
		}
	}
	return word
}

func hasDigit(s string) bool {
	for _, r := range s {
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// functionWords hold sentences together, in English and in the languages of most other banks.
var functionWords = wordsOf(`a an the and or but if then than that this these those which what who whom whose when where why how is are was were be been being
	am do does did done has have had having will would shall should can could may might must of to in on at by for from with without within into onto over under
	between through during before after above below up down out off about against as it its they them their there he she his her him we us our you your i me my
	not no nor so such only own same too very just also each every any all both few more most other some one two following use used uses using
	el la los las un una unos unas y o de del que en por para con sin es son se lo su sus al como más pero
	le les des du une et ou dans pour par avec sans est sont ce cette ces qui que quel quelle au aux sur
	der die das den dem ein eine einen einem einer und oder ist sind nicht mit von zu auf für im am bei als aus wird werden welche welcher welches
	os as um uma e do da dos das em no na nos nas com sem ao à qual quais são não`)

// absolute finds words that leave no room.
var absolute = pattern.New(`(?i)\b(?:always|never|every|everyone|everything|all|only|none|completely|entirely|absolutely|totally|impossible|guarantees?|guaranteed)\b`)

// allAbove finds options that point to the others, noneAbove those that deny them: neither is an absolute.
var allAbove = pattern.New(`(?i)^\W*(?:(?:all|both)\s+(?:of\s+)?(?:the\s+)?(?:above|options?|answers?|choices|these|them|other\s+options)(?:\s+(?:are\s+)?(?:above|correct|true|right))?|todas? (?:las|as) (?:anteriores|opciones|alternativas|opções).*|toutes les réponses.*|alle (?:genannten|antworten|oben).*|以上(?:都|皆|全).*)\W*$`)

var noneAbove = pattern.New(`(?i)^\W*(?:none|neither)\s+(?:of\s+)?(?:the\s+)?(?:above|options?|answers?|choices|these|them|other)`)

func isAbsolute(option string) bool {
	return absolute.MatchString(option) && !allAbove.MatchString(option) && !noneAbove.MatchString(option)
}
