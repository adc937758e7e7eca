package audit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mlatlas/bank/pattern"
)

// Two texts are compared as sequences of tokens: words of letters and digits in lower case after Unicode's compatibility
// form (NFKC: full-width letters, ligatures), signs of mathematics, and single characters of scripts that put no
// space between words. Punctuation, emphasis and the words that only hold a sentence together (functionWords say more than
// these: "not", "before" and "without" must stay) say nothing. Numbers are kept as they are, whether in digits or
// words: "1,000" is 1000, "two" is 2.

// token is one of them.
type token struct {
	text     string
	symbol   bool // a sign
	unspaced bool // a character of a script without spaces
	name     bool // written with a capital where no sentence begins
}

// tokensOf cuts a text.
func tokensOf(text string) []token {
	text = norm.NFKC.String(text)
	tokens := make([]token, 0, len(text)/5)
	fresh := true // at the beginning of a sentence
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unspaced(r):
			tokens = append(tokens, token{text: string(r), unspaced: true})
			fresh = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			size = wordLength(text[i:])
			tokens = append(tokens, wordToken(text[i:i+size], fresh))
			fresh = false
		case operatorLength(text, i) > 0:
			size = operatorLength(text, i)
			tokens = append(tokens, token{text: text[i : i+size], symbol: true})
		case isSign(text, i, r):
			tokens = append(tokens, token{text: string(r), symbol: true})
		case strings.ContainsRune(".!?:\n", r):
			fresh = true
		}
		i += size
	}
	return tokens
}

// unspaced reports whether a character belongs to a script that is written without spaces.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// wordLength is the length of the word at the start of a text: letters, digits and marks, with an apostrophe, a point or
// a comma inside ("don't", 3.14, "1,000").
func wordLength(text string) int {
	before := rune(0)
	for i, r := range text {
		switch {
		case unspaced(r):
			return i
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		case strings.ContainsRune("'’", r) && unicode.IsLetter(before) && unicode.IsLetter(runeAfter(text, i, r)):
		case (r == '.' || r == ',') && unicode.IsDigit(before) && unicode.IsDigit(runeAfter(text, i, r)):
		default:
			return i
		}
		before = r
	}
	return len(text)
}

func runeAfter(text string, i int, r rune) rune {
	next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
	return next
}

// wordToken brings a word into the form that is compared.
func wordToken(word string, fresh bool) token {
	t := token{name: unicode.IsUpper(firstRune(word)) && (!fresh || strings.ContainsFunc(word[1:], unicode.IsUpper))}
	w := strings.ToLower(word)
	if i := strings.IndexAny(w, "'’"); i > 0 {
		w = strings.NewReplacer("'s", "", "’s", "", "'", "", "’", "").Replace(w)
	}
	if unicode.IsDigit(firstRune(w)) {
		w = strings.ReplaceAll(w, ",", "")
	}
	if digits, ok := numberWords[w]; ok {
		w, t.name = digits, false
	}
	t.text = singular(w)
	return t
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// singular takes the s of a plural away.
func singular(w string) string {
	if n := len(w); n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i' && !unicode.IsDigit(rune(w[n-2])) {
		return w[:n-1]
	}
	return w
}

var numberWords = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
	"eleven": "11", "twelve": "12", "twenty": "20", "fifty": "50", "hundred": "100", "thousand": "1000",
}

// isSign reports whether the character at i counts: a sign of mathematics or money, and those that are signs before a digit
// only, such as a minus.
func isSign(text string, i int, r rune) bool {
	switch {
	case unicode.Is(unicode.Sm, r):
		return r != '|' && r != '~' && r != '>' || r == '>' && i > 0 && text[i-1] != '\n'
	case r == '%' || r == '^' || unicode.Is(unicode.Sc, r):
		return true
	case r == '-' || r == '–' || r == '−' || r == '/' || r == '*':
		return besideDigit(text, i, r)
	}
	return false
}

// besideDigit reports whether a digit follows, perhaps after a space.
func besideDigit(text string, i int, r rune) bool {
	after := strings.TrimLeft(text[i+utf8.RuneLen(r):], " ")
	return unicode.IsDigit(firstRune(after))
}

// What an operator may consist of, and what makes one of a run that stands between spaces.
const (
	operatorSigns  = "&|!@#$\\{}[]()?:;,.<>*/^~+=-%"
	operatorsAlone = "&|\\@{}[]"
	quoteSigns     = "`\"'“”‘’"
)

// operatorLength is the length of an operator at i, 0 if there is none: punctuation alone between quotes, as in "What does
// `?` do", or such as && between spaces. It is all in which the questions about two operators differ.
func operatorLength(text string, i int) int {
	length := 0
	for i+length < len(text) && strings.IndexByte(operatorSigns, text[i+length]) >= 0 {
		length++
	}
	if length == 0 {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after := firstRune(text[i+length:])
	quoted := i > 0 && strings.ContainsRune(quoteSigns, before) && strings.ContainsRune(quoteSigns, after)
	alone := (i == 0 || unicode.IsSpace(before)) && (i+length == len(text) || unicode.IsSpace(after)) && strings.ContainsAny(text[i:i+length], operatorsAlone)
	if quoted || alone {
		return length
	}
	return 0
}

// choose finds the instruction how many options to take, which one copy of a question may have and the other lack.
var choose = pattern.New(`(?i)[(\[]?\b(?:choose|select|pick)\s+(?:the\s+|any\s+|only\s+)?(?:best\s+|correct\s+)?(?:one|two|three|four|five|[1-5]|all\s+that\s+apply)\b(?:\s+(?:correct\s+|best\s+)?(?:answers?|options?|responses?|choices?))?\s*\.?[)\]]?`)

// glue are words that may stand or be missing without another meaning. None of them has an opposite among the rest that
// would be lost with it: "to" may go, since "from" stays.
var glue = wordsOf(`a an the is are was were be been being am do does did has have had having will would shall of to which what that this these those it its
	you your we our they their there following please correct answer aws amazon`)

// negations turn a question round. Two questions that do not both have one are not the same.
var negations = wordsOf(`not no never except without false incorrect wrong invalid untrue least cannot cant isnt arent doesnt dont wont unlike neither nor none
	nicht kein keine keinen keiner falsch nie außer pas aucun jamais sauf faux fausse incorrecte incorrecta incorrecto falso falsa excepto nunca ninguno ninguna
	não nenhum nenhuma exceto incorreta incorreto не нет кроме неверно 不 没 沒 无 無 非 错 錯 误 誤 未 否`)
