package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text.
type token struct {
	start, end int    // bytes of the text
	word       string // as written, without a possessive or the s of a plural acronym: what acronyms are compared by
	id         uint32 // of its normal form in the vocabulary of the names, 0 if no name has such a word
	sentence   int    // number of the sentence in its text
	broken     bool   // a comma, bracket or the like stands between the token and the one before: no name goes across
}

// norm is what names are compared by: lower case, singular.
func (t token) norm() string { return normalize(t.word) }

// tokenize splits a text into words without numbering them.
func tokenize(text string) []token {
	return (*vocabulary)(nil).tokens(make([]token, 0, len(text)/6+1), text)
}

// tokens appends the words of a text: runs of letters, digits and the characters that belong to names (+, #, _ inside or
// after a word: C++, C#, checkpoint_s3_uri). A point between digits belongs to the word (2.0). Hyphens and slashes
// separate words without breaking a name: "real-time" is two tokens, as is "real time".
func (v *vocabulary) tokens(to []token, text string) []token {
	sentence, broken := 0, false
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		r, size := runeAt(text, i)
		if !wordStart(r) {
			if endsSentence(text, i, r, size) {
				sentence++
				broken = true
			} else if breaksName(r) {
				broken = true
			}
			i += size
			continue
		}
		end := wordEnd(text, i)
		word := text[i:end]
		for word[len(word)-1] == '_' {
			word = word[:len(word)-1]
		}
		last := i + len(word)
		if acronymPlural(word) {
			word = word[:len(word)-1]
		}
		to = append(to, token{start: i, end: last, word: word, id: v.find(word), sentence: sentence, broken: broken})
		broken = false
		i = skipPossessive(text, end)
	}
	return to
}

// runeAt is utf8.DecodeRuneInString with a short way for ASCII, which most of a text is.
func runeAt(text string, i int) (r rune, size int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:])
}

func wordStart(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetterOrDigit[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

var isLetterOrDigit = func() (is [utf8.RuneSelf]bool) {
	for r := range is {
		is[r] = unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r))
	}
	return is
}()

func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := runeAt(text, i)
		switch {
		case wordStart(r), r == '_', unicode.IsMark(r):
		case r == '+' || r == '#':
			return i + signs(text[i:])
		case r == '.' && i > 0 && isDigit(text[i-1]) && i+1 < len(text) && isDigit(text[i+1]):
		default:
			return i
		}
		i += size
	}
	return i
}

// signs returns the length of the plus and number signs that end a word, as in C++ and C#. Between two words, as in
// S3+Athena, they belong to neither.
func signs(rest string) int {
	after := strings.TrimLeft(rest, "+#")
	if r, _ := utf8.DecodeRuneInString(after); unicode.IsLetter(r) {
		return 0
	}
	return len(rest) - len(after)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// skipPossessive passes over 's and ’s.
func skipPossessive(text string, i int) int {
	if i == len(text) || text[i] != '\'' && text[i] != "’"[0] {
		return i
	}
	for _, mark := range []string{"'s", "’s"} {
		rest, found := strings.CutPrefix(text[i:], mark)
		if r, _ := utf8.DecodeRuneInString(rest); found && !wordStart(r) {
			return i + len(mark)
		}
	}
	return i
}

// endsSentence reports whether the mark at i ends a sentence: . ! ? before a space or the end, or an empty line.
func endsSentence(text string, i int, r rune, size int) bool {
	switch r {
	case '.', '!', '?', ';', ':', '\n', '•', '。':
	default:
		return false
	}
	rest := strings.TrimLeft(text[i+size:], "\"'”’)*_`")
	switch r {
	case '.', '!', '?', ';', ':':
		return rest == "" || strings.IndexByte(" \n\r\t", rest[0]) >= 0
	case '\n':
		return strings.HasPrefix(strings.TrimLeft(rest, " \t\r"), "\n")
	case '•', '。':
		return true
	}
	return false
}

// breaksName reports whether no name reaches across the mark. Hyphens, slashes, quotes and Markdown emphasis do not
// break a name, since they stand inside many.
func breaksName(r rune) bool {
	switch r {
	case ',', '.', '(', ')', '[', ']', '{', '}', '<', '>', '|', '=', '…', '—':
		return true
	}
	return false
}

// acronymPlural reports whether the word is capitals and digits with a small plural s: VPCs, GPUs.
func acronymPlural(word string) bool {
	if len(word) < 3 || word[len(word)-1] != 's' {
		return false
	}
	for i := range len(word) - 1 {
		if b := word[i]; (b < 'A' || b > 'Z') && !isDigit(b) {
			return false
		}
	}
	return true
}

// normalize is lower case without a plural ending. The rules only have to treat a name and its uses alike, so that
// "kubernete" and "canva" do no harm; words of up to three letters (AWS, SQS, RDS) keep their s.
func normalize(word string) string { return singular(strings.ToLower(word)) }

// singular takes the ending of a plural off a word in lower case.
func singular(w string) string {
	if singular, ok := irregular[w]; ok {
		w = singular
	}
	switch {
	case len(w) < 4 || w[len(w)-1] != 's':
		return w
	case hasAnySuffix(w, "ss", "us", "is"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case hasAnySuffix(w, "sses", "xes", "ches", "shes", "zzes"):
		return w[:len(w)-2]
	}
	return w[:len(w)-1]
}

// irregular holds the plurals of the field whose endings the rules would cut wrongly.
var irregular = map[string]string{
	"analyses": "analysis", "apis": "api", "biases": "bias", "caches": "cache", "cpus": "cpu", "gpus": "gpu",
	"hypotheses": "hypothesis", "indices": "index", "matrices": "matrix",
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}
