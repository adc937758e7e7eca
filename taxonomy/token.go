package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text. It holds no pointer, so that a buffer of tokens costs the collector nothing; texts are
// under 4 GB.
type token struct {
	start, end uint32 // bytes of the text
	id         uint32 // of its normal form in the vocabulary of the names, 0 if no name has such a word
	sentence   uint32 // number of the sentence in its text
	gap        gap    // what parts it from the token before
	plural     bool   // an acronym with the s of a plural, which the word is without
	misspelt   bool   // the id is of the word that was meant
}

// gap is what stands between a token and the one before, as far as names can tell: no name goes across a comma, bracket
// or the like unless it has one there itself, and none at all across the end of a sentence.
type gap uint8

const (
	joined gap = iota
	broken
	ended
)

// word is the token as written in its text, without a possessive or the s of a plural acronym: what acronyms are compared
// by.
func (t token) word(text string) string {
	if t.plural {
		return text[t.start : t.end-1]
	}
	return text[t.start:t.end]
}

// norm is what names are compared by: lower case, singular.
func (t token) norm(text string) string { return normalize(t.word(text)) }

// tokenize splits a text into words without numbering them.
func tokenize(text string) []token {
	return (*vocabulary)(nil).tokens(make([]token, 0, len(text)/6+1), text)
}

// tokens appends the words of a text: runs of letters, digits and the characters that belong to names (+, #, _ inside or
// after a word: C++, C#, checkpoint_s3_uri). A point between digits belongs to the word (2.0). Hyphens and slashes
// separate words without breaking a name: "real-time" is two tokens, as is "real time".
func (v *vocabulary) tokens(to []token, text string) []token {
	var sentence uint32
	between := joined
	for i := 0; i < len(text); {
		class := classOf[text[i]]
		if class == blank {
			i++
			continue
		}
		if class != letter {
			r, size := runeAt(text, i)
			if class == mark || !wordStart(r) {
				if g := gapOf(text, i, r, size); g > between {
					between = g
				}
				i += size
				continue
			}
		}
		if between == ended {
			sentence++
		}
		tok, next := v.token(text, i)
		if next < len(text) && text[next] == ':' {
			if end := webAddress(text, i, next); end > 0 {
				i, between = end, max(between, broken)
				continue
			}
		}
		tok.sentence, tok.gap = sentence, between
		to = append(to, tok)
		between = joined
		i = next
	}
	return to
}

// token reads the word at start and returns where to go on. Its hash is taken while it is read. That holds for the plain
// word that nearly each is; those with signs, points, underscores at the end, characters beyond ASCII or the s of a plural
// acronym are looked up once more.
func (v *vocabulary) token(text string, start int) (tok token, next int) {
	hash, i := uint32(hashSeed), start
	for i < len(text) && inWord[text[i]] {
		hash = (hash ^ uint32(lower[text[i]])) * hashPrime
		i++
	}
	end := i
	if i < len(text) && goesOn[text[i]] {
		end = wordEnd(text, i)
	}
	next = skipPossessive(text, end)
	plain := end == i
	for text[end-1] == '_' {
		end, plain = end-1, false
	}
	tok = token{start: uint32(start), end: uint32(end)}
	if acronymPlural(text[start:end]) {
		tok.plural, plain = true, false
	}
	switch {
	case v == nil:
	case plain:
		tok.id = v.lookup(hash, text[start:end])
	default:
		tok.id = v.find(tok.word(text))
	}
	return tok, next
}

// What the bytes of a text can be: nothing (a space, hyphen, slash, quote), a letter or digit of ASCII, a mark that may
// end a sentence or break a name, or a part of a wider character.
const (
	blank = iota
	letter
	mark
	wide
)

var classOf = func() (class [256]uint8) {
	for b := range class {
		switch {
		case b >= utf8.RuneSelf:
			class[b] = wide
		case unicode.IsLetter(rune(b)) || unicode.IsDigit(rune(b)):
			class[b] = letter
		case strings.IndexByte(",.()[]{}<>|=!?;:\n", byte(b)) >= 0:
			class[b] = mark
		}
	}
	return class
}()

// inWord holds the bytes of plain words, goesOn those behind a plain word with which it may go on.
var inWord, goesOn = func() (in, on [256]bool) {
	for b := range in {
		in[b] = classOf[b] == letter || b == '_'
		on[b] = classOf[b] == wide || b == '.' || b == '+' || b == '#'
	}
	return in, on
}()

// webAddress returns where a web address ends whose scheme is text[start:colon], 0 if it is none. What stands in an
// address says where a thing is to be found, not what a text is about.
func webAddress(text string, start, colon int) int {
	scheme := text[start:colon]
	if !strings.HasPrefix(text[colon:], "://") || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return 0
	}
	if end := strings.IndexAny(text[colon:], " \t\r\n\"'<>)]`|"); end > 0 {
		return colon + end
	}
	return len(text)
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
		return classOf[r] == letter
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// wordEnd returns where a word ends that goes on at i.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := runeAt(text, i)
		switch {
		case wordStart(r), r == '_', unicode.IsMark(r):
		case r == '+' || r == '#':
			return i + signs(text[i:])
		case r == '.' && isDigit(text[i-1]) && i+1 < len(text) && isDigit(text[i+1]):
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

// gapOf returns what the mark at i parts.
func gapOf(text string, i int, r rune, size int) gap {
	switch {
	case endsSentence(text, i, r, size):
		return ended
	case breaksName(r):
		return broken
	}
	return joined
}

// endsSentence reports whether the mark at i ends a sentence: . ! ? ; : before a space or the end, or an empty line.
// Quotes, brackets and emphasis may close in between.
func endsSentence(text string, i int, r rune, size int) bool {
	switch r {
	case '.', '!', '?', ';', ':':
		rest := skipClosing(text[i+size:])
		return rest == "" || strings.IndexByte(" \n\r\t", rest[0]) >= 0
	case '\n':
		rest := skipClosing(text[i+size:])
		return strings.HasPrefix(strings.TrimLeft(rest, " \t\r"), "\n")
	case '•', '。':
		return true
	}
	return false
}

// skipClosing passes over what closes a quote, a bracket or an emphasis. Mostly nothing does: a space or letter follows.
func skipClosing(rest string) string {
	if rest == "" || classOf[rest[0]] == letter || rest[0] == ' ' {
		return rest
	}
	return strings.TrimLeft(rest, "\"'”’)*_`")
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
