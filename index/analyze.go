package index

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/unicodenorm"
)

const (
	// maxTermRunes cuts runs of letters that are no words, such as encoded pictures. A query is cut alike, so that
	// even those are found.
	maxTermRunes = 64
	// maxJoinedParts and maxJoinedBytes keep paths and host names from being joined into terms that nobody types.
	maxJoinedParts = 4
	maxJoinedBytes = 32
	// maxAcronym is the longest run of capitals that is taken for an acronym. "AWS" has no stem; "TRAINING" has.
	maxAcronym = 5
)

// stopWords stand in nearly every question, or in how people ask for one, and are not searched. "No" and "not" are
// missing on purpose: "Which is NOT ..." is a different question. A stop word inside a name (A/B) and in capitals (IT, US)
// is a word like any other.
var stopWords = wordSet("a about an and any are as at be been but by can could did do does for from had has have he her " +
	"his how i if in into is it its may me might must my of on or our shall she should so such than that the their them " +
	"then there these they this those to us was we were what when where which while who whom whose why will with would " +
	"you your")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// connectors are the marks that hold the parts of a name together when a letter or digit stands on both sides. Parts
// are joined across those that map to true; "s3getobject" and "3to5" are not what anybody means.
var connectors = map[rune]bool{
	'-': true, '‐': true, '‑': true, '_': true, '/': true, '.': true, '&': true, '@': true, '^': true, '+': true,
	':': false, '→': false,
}

// part is one word of a chunk.
type part struct {
	start, end int    // bytes of the text
	lower      string // normalised and in lower case
	stem       string // its English stem, "" if it is no English word or its own stem
	capitals   bool   // two letters or more, none of them small
}

// term is what the index holds of the part: its stem if it has one.
func (p part) term() string { return cmp.Or(p.stem, p.lower) }

// forms are the terms under which the part is looked up. Texts write "AWS" and "aws", of which the second has a stem, so
// that each is looked for as the other as well.
func (p part) forms() []string {
	stem := p.stem
	if stem == "" && p.capitals {
		p.capitals = false
		chunks := []chunk{{parts: []part{p}}}
		stemParts(chunks)
		stem = chunks[0].parts[0].stem
	}
	if stem == "" {
		return []string{p.lower}
	}
	return []string{p.lower, stem}
}

// formsOf are the terms under which a word is looked up that stands in no text.
func formsOf(word string) []string {
	chunks := []chunk{{parts: []part{{lower: word}}}}
	stemParts(chunks)
	return chunks[0].parts[0].forms()
}

func (p part) stop() bool { return stopWords[p.lower] && !p.capitals }

// chunk is one word, or one name of several parts with nothing but connectors between them.
type chunk struct {
	parts  []part
	joined string // the parts without the connectors, "" where that is no term
}

// stop reports whether the chunk is a single word that is not searched.
func (c chunk) stop() bool { return len(c.parts) == 1 && c.parts[0].stop() }

// analyze cuts a text into chunks. Entities (&nbsp;) are passed over. Invalid UTF-8 separates words.
func analyze(text string) []chunk {
	chunks := cut(text)
	stemParts(chunks)
	return chunks
}

// cut is analyze without the stems.
func cut(text string) []chunk {
	var chunks []chunk
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case wordRune(r):
			c, end := readChunk(text, i)
			chunks = append(chunks, c)
			i = end
		case r == '&':
			i += entityLength(text[i:])
		default:
			i += size
		}
	}
	return chunks
}

// entityLength is the length of the HTML entity that a text begins with, or 1 for a plain &.
func entityLength(text string) int {
	for i := 1; i < len(text) && i < 10; i++ {
		b := text[i]
		switch {
		case b == ';' && i > 2:
			return i + 1
		case b == '#' && i == 1, b >= '0' && b <= '9', b|0x20 >= 'a' && b|0x20 <= 'z':
		default:
			return 1
		}
	}
	return 1
}

// wordRune reports whether r belongs to a word. U+FFFD stands for bytes that are no UTF-8.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.No, r)
}

// ideograph reports whether r is of a script that writes no spaces: each such rune is a part of its own, and a word of
// a query finds them in a row.
func ideograph(r rune) bool {
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func readChunk(text string, i int) (chunk, int) {
	var c chunk
	joinable := true
	for {
		p := readPart(text, i)
		c.parts = append(c.parts, p)
		i = p.end
		if next, _ := utf8.DecodeRuneInString(text[i:]); i < len(text) && wordRune(next) {
			joinable = false // ideographs in a row
			continue
		}
		step, join := connector(text, i)
		if step == 0 {
			break
		}
		joinable = joinable && join
		i += step
	}
	if joinable {
		c.joined = join(c.parts)
	}
	return c, i + possessiveLength(text[i:])
}

// possessiveLength is the length of 's at the beginning of a text, 0 if there is none.
func possessiveLength(rest string) int {
	r, size := utf8.DecodeRuneInString(rest)
	if (r == '\'' || r == '’') && possessive(rest[size:]) {
		return size + 1
	}
	return 0
}

// connector returns the length of the connector at i, 0 if the chunk ends there, and whether one joins across it.
func connector(text string, i int) (int, bool) {
	r, size := utf8.DecodeRuneInString(text[i:])
	joins, ok := connectors[r]
	if !ok {
		return 0, false
	}
	if r == '&' && entityLength(text[i:]) > 1 {
		return 0, false
	}
	for r == ':' && i+size < len(text) && text[i+size] == ':' { // AWS::S3::Bucket
		size++
	}
	next, _ := utf8.DecodeRuneInString(text[i+size:])
	if !wordRune(next) {
		return 0, false
	}
	return size, joins
}

func join(parts []part) string {
	if len(parts) < 2 || len(parts) > maxJoinedParts {
		return ""
	}
	var b strings.Builder
	letters := false
	for _, p := range parts {
		b.WriteString(p.lower)
		letters = letters || strings.ContainsFunc(p.lower, unicode.IsLetter)
	}
	if !letters || b.Len() > maxJoinedBytes {
		return ""
	}
	return b.String()
}

// readPart reads the word that begins at i: letters, digits and marks; an apostrophe between letters (don't, but not a
// possessive 's); a point or a comma between digits (0.5, 10.0.0.0, 1,000); and ++ or, after a single letter, # at its
// end (C++, C#).
func readPart(text string, i int) part {
	start := i
	var b strings.Builder
	var last rune
	count := 0
scan:
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case ideograph(r):
			if i == start {
				b.WriteRune(r)
				i += size
			}
			break scan
		case wordRune(r):
			if count++; count <= maxTermRunes {
				b.WriteRune(r)
			}
		case r == '\'' || r == '’':
			if possessive(text[i+size:]) || !nextIs(text, i+size, unicode.IsLetter) {
				break scan
			}
		case (r == '.' || r == ',') && unicode.IsDigit(last) && inNumber(text, i, r):
			if r == '.' {
				b.WriteRune(r)
			}
		default:
			break scan
		}
		last = r
		i += size
	}
	mark := suffix(text[i:], count)
	b.WriteString(mark)
	p := part{start: start, end: i + len(mark), lower: normalise(b.String())}
	p.capitals = capitals(text[start:i])
	return p
}

func nextIs(text string, i int, is func(rune) bool) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return i < len(text) && is(r)
}

// possessive reports whether what follows an apostrophe is a lone s.
func possessive(rest string) bool {
	return rest != "" && rest[0]|0x20 == 's' && !nextIs(rest, 1, wordRune)
}

// inNumber reports whether the mark at i, after a digit, belongs to a number: a point before a digit, a comma before
// exactly three.
func inNumber(text string, i int, mark rune) bool {
	digits := 0
	for _, r := range text[i+1:] {
		if r < '0' || r > '9' {
			break
		}
		digits++
	}
	return digits > 0 && (mark == '.' || digits == 3)
}

// suffix returns the ++ or # that ends the name of a programming language.
func suffix(rest string, runes int) string {
	for _, mark := range []string{"++", "#"} {
		if strings.HasPrefix(rest, mark) && !nextIs(rest, len(mark), wordRune) && (mark == "++" || runes == 1) {
			return mark
		}
	}
	return ""
}

func capitals(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}

// normalise folds compatibility forms and case: "ﬁt" is "fit", "Ｓ３" is "s3", "R²" is "r2".
func normalise(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	filter, err := unicodenorm.NewUnicodeNormalizeFilter(unicodenorm.NFKC)
	if err != nil { // only for a form that does not exist
		return strings.ToLower(word)
	}
	stream := filter.Filter(analysis.TokenStream{{Term: []byte(word)}})
	return strings.ToLower(string(stream[0].Term))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// stemParts fills the stems. The stemmer works on streams, so all words of a text go through it at once.
func stemParts(chunks []chunk) {
	var stream analysis.TokenStream
	var targets []*part
	for i := range chunks {
		for j := range chunks[i].parts {
			if p := &chunks[i].parts[j]; stemmable(*p) {
				stream = append(stream, &analysis.Token{Term: []byte(p.lower)})
				targets = append(targets, p)
			}
		}
	}
	stream = en.NewEnglishStemmerFilter().Filter(stream)
	for i, p := range targets {
		if stem := string(stream[i].Term); stem != p.lower {
			p.stem = stem
		} else if acronymPlural(p.lower) {
			p.stem = p.lower[:len(p.lower)-1]
		}
	}
}

// acronymPlural reports whether a word that the stemmer left alone ends in s and could not be said before it: "gpus",
// "vpcs".
func acronymPlural(word string) bool {
	return len(word) > 3 && word[len(word)-1] == 's' && word[len(word)-2] != 's' &&
		!strings.ContainsAny(word[:len(word)-2], "aeiouy")
}

// stemmable reports whether the part may be an English word: ASCII letters, three at least, no acronym, no stop word.
func stemmable(p part) bool {
	if len(p.lower) < 3 || p.stop() || p.capitals && len(p.lower) <= maxAcronym {
		return false
	}
	for i := range len(p.lower) {
		if p.lower[i] < 'a' || p.lower[i] > 'z' {
			return false
		}
	}
	return true
}

// terms returns the terms of a text in order of position, and tells the lexicon its words. A stop word takes a position
// and gives no term, so that phrases keep their distances. A joined form stands at the first and at the last position of
// its chunk, so that a phrase with it matches on either side. Where a term stands in bytes is not kept: it can be read
// from the text of a hit again.
func terms(l *lexiconWriter, field string, question uint32, text string) analysis.TokenStream {
	stream := make(analysis.TokenStream, 0, len(text)/8)
	position := 0
	for _, c := range cut(text) {
		if c.stop() {
			position++
			continue
		}
		first := position + 1
		for _, p := range c.parts {
			position++
			stream = append(stream, token(l.addPart(p, question), position))
		}
		if c.joined != "" {
			stream = append(stream, token(c.joined, first), token(c.joined, position))
			l.add(c.joined, question)
		}
	}
	l.lengths[field] += uint64(len(stream))
	return stream
}

func token(term string, position int) *analysis.Token {
	return &analysis.Token{Term: []byte(term), Position: position, Type: analysis.AlphaNumeric}
}

// analyzed hands the engine the terms of a text that was analysed before.
type analyzed analysis.TokenStream

// Analyze returns the terms.
func (a analyzed) Analyze([]byte) analysis.TokenStream { return analysis.TokenStream(a) }
