package format

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mlatlas/bank"
)

// keyJoins are the words between the letters of a key in the languages of the label words.
var keyJoins = map[string]bool{"and": true, "e": true, "y": true, "und": true, "et": true, "or": true, "i": true, "и": true, "và": true}

// truths are the ways to write true and false.
var truths = map[string]bool{"true": true, "false": false, "t": true, "f": false, "verdadeiro": true, "falso": false,
	"verdadero": true, "wahr": true, "richtig": true, "falsch": false, "vrai": true, "faux": false, "vero": true,
	"верно": true, "неверно": false}

// pureKey reports whether a value can be nothing but a key: letters or small numbers with separators, or a truth value.
func pureKey(s string) bool {
	s = plainKey(s)
	if _, ok := truths[strings.ToLower(strings.TrimRight(s, "."))]; ok {
		return true
	}
	letters := 0
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch {
		case len(word) == 1 || len(word) == 2 && isDigit(word[0]) && isDigit(word[1]):
			letters++
		case letters > 0 && keyJoins[strings.ToLower(word)]:
		case letters == 0 && isLetterRun(word):
			letters += len(word)
		default:
			return false
		}
	}
	return letters > 0 && letters <= 12
}

// isLetterRun reports whether a word is a key such as BCD, Ac or bd: letters up to J, none of them twice.
func isLetterRun(word string) bool {
	if len(word) < 2 || len(word) > 6 {
		return false
	}
	for i := range len(word) {
		c := word[i] | 0x20
		if c < 'a' || c > 'j' || strings.IndexByte(strings.ToLower(word[:i]), c) >= 0 {
			return false
		}
	}
	return true
}

// plainKey takes markup, emoji and words such as "Option" off a key.
func plainKey(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "**", ""), "`", "")
	s = strings.TrimLeft(trimPictures(plainLetters(s)), " :=*_")
	s = strings.TrimRightFunc(s, func(r rune) bool { return r == ' ' || r == '*' || r == '_' || r >= 0x2190 && isPicture(r) })
	for _, word := range []string{"options ", "option ", "choices ", "choice ", "letter "} {
		if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
			return strings.TrimSpace(s[len(word):])
		}
	}
	return s
}

// A keyReading is what a key line says about the options.
type keyReading struct {
	labels []string // in the order of the key
	rest   string   // text behind the labels that is not the text of the option: the beginning of an explanation
	warn   *bank.Problem
	err    *bank.Problem
}

func keyProblem(severity bank.Severity, code, format string, args ...any) *bank.Problem {
	return &bank.Problem{Severity: severity, Code: code, Message: fmt.Sprintf(format, args...)}
}

// readKey finds the options that a key names: by label, by position, or by their text.
func readKey(text string, options []bank.Option) keyReading {
	s := plainKey(text)
	if len(s) > 1 {
		if at := optionsWithText(s, options); len(at) > 0 {
			return keyByText(at, options)
		}
	}
	if at := optionOfTruth(s, options); at >= 0 {
		return keyReading{labels: []string{options[at].Label}}
	}
	labels, rest := leadingLabels(s, options)
	if len(labels) > 0 && pureKey(s) && strings.Trim(rest, " .,;)]") != "" && len(optionsWithText(strings.TrimLeft(rest, " .):-"), options)) == 0 {
		return keyReading{err: outsideOptions(s, options)}
	}
	if len(labels) == 0 {
		if at := optionsWithText(s, options); len(at) > 0 { // a single letter or digit
			return keyByText(at, options)
		}
		if pureKey(s) {
			return keyByPosition(s, options)
		}
		return keyReading{err: keyProblem(bank.Error, "key-outside-options",
			"the key %q is the text of no option: write the label of an option (%s)", clip(s), labelRange(options))}
	}
	reading := keyReading{labels: labels}
	reading.rest, reading.err = behindKey(rest, labels, options)
	return reading
}

func outsideOptions(key string, options []bank.Option) *bank.Problem {
	return keyProblem(bank.Error, "key-outside-options", "the key %q names no option: the options are %s", clip(key), labelRange(options))
}

// optionOfTruth finds the option that says true or false as the key does, in whatever word; -1 if there is none.
func optionOfTruth(key string, options []bank.Option) int {
	wanted, ok := truths[fold(key)]
	if !ok {
		return -1
	}
	for i, o := range options {
		if value, ok := truths[fold(o.Text)]; ok && value == wanted {
			return i
		}
	}
	return -1
}

func optionsWithText(text string, options []bank.Option) []int {
	var at []int
	folded := fold(text)
	if folded == "" {
		return nil
	}
	for i, o := range options {
		if fold(o.Text) == folded {
			at = append(at, i)
		}
	}
	return at
}

func keyByText(at []int, options []bank.Option) keyReading {
	reading := keyReading{labels: []string{options[at[0]].Label}}
	if len(at) > 1 {
		reading.warn = keyProblem(bank.Warning, "key-text-twice",
			"the key is the text of %d options, and the first was taken: write the label of the option", len(at))
	}
	return reading
}

// fold makes texts comparable: lower case, single spaces, no markup and no full stop at the end.
func fold(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return foldWide(s)
		case c == '*' || c == '`':
		case c == ' ' || c >= '\t' && c <= '\r':
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		case isUpper(c):
			b = append(b, c|0x20)
		default:
			b = append(b, c)
		}
	}
	return strings.TrimRight(string(b), ".;, ")
}

// foldWide folds a text with characters beyond ASCII.
func foldWide(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '*' || r == '`' {
			return -1
		}
		return r
	}, s)
	return strings.TrimRight(strings.Join(strings.Fields(strings.ToLower(s)), " "), ".;, ")
}

// leadingLabels reads the labels at the start of a key: "B", "B, D", "BD", "B and D", "(b) text". A letter that begins
// a sentence ("A company ...") is no label unless the sentence argues ("A because ...").
func leadingLabels(s string, options []bank.Option) (labels []string, rest string) {
	rest = s
	for {
		word, after := keyWord(rest)
		if word == "" {
			return labels, rest
		}
		if len(labels) > 0 && keyJoins[strings.ToLower(word)] && !isUpper(word[0]) {
			next, tail := keyWord(after)
			label, ok := labelOf(next, options)
			if !ok {
				return labels, rest
			}
			labels, rest = append(labels, label), tail
			continue
		}
		label, ok := labelOf(word, options)
		switch {
		case ok && len(labels) == 0 && word == "A" && goesOn(after) && !strings.Contains(rest[:len(rest)-len(after)], ")"):
			return nil, s
		case ok && (len(labels) == 0 || endsLabel(after)):
			labels, rest = append(labels, label), after
		case len(labels) == 0 && isLetterRun(word) && (strings.ToUpper(word) == word || strings.TrimSpace(after) == ""):
			run, ok := labelRun(word, options)
			if !ok {
				return nil, s
			}
			return run, after
		default:
			return labels, rest
		}
		if strings.HasPrefix(after, ".") || strings.HasPrefix(strings.TrimLeft(after, " "), ":") {
			return labels, after
		}
	}
}

// keyWord returns the next run of letters and digits, over separators and brackets.
func keyWord(s string) (word, after string) {
	s = strings.TrimLeft(s, " ,;/&+([、，；-–—→>")
	end := len(s)
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end = i
			break
		}
	}
	return s[:end], strings.TrimLeft(s[end:], ")]")
}

func labelOf(word string, options []bank.Option) (string, bool) {
	for _, o := range options {
		if strings.EqualFold(o.Label, word) {
			return o.Label, true
		}
	}
	return "", false
}

func labelRun(word string, options []bank.Option) ([]string, bool) {
	var labels []string
	for i := range len(word) {
		label, ok := labelOf(word[i:i+1], options)
		if !ok {
			return nil, false
		}
		labels = append(labels, label)
	}
	return labels, true
}

// endsLabel says that a letter inside a key stands alone: after it comes the end, a separator or a joining word.
func endsLabel(after string) bool {
	trimmed := strings.TrimLeft(after, " ")
	if trimmed == "" || strings.IndexByte(",;/&+.)]:", trimmed[0]) >= 0 {
		return true
	}
	word, _ := keyWord(trimmed)
	if r := leadRune(trimmed); strings.ContainsRune("-–—→>", r) && (len(word) == 1 || isNumber(word)) {
		return true
	}
	return keyJoins[strings.ToLower(word)] || len(word) == 1 && isUpper(word[0])
}

// goesOn says that a letter A is the article of a sentence.
func goesOn(after string) bool {
	if !strings.HasPrefix(after, " ") {
		return false
	}
	switch word, _ := keyWord(after); strings.ToLower(word) {
	case "", "because", "since", "as", "is", "and", "for", "e", "y", "und", "et":
		return false
	default:
		return startsLower(word)
	}
}

// keyByPosition reads a key of numbers where options have letters: "(2)" is B.
func keyByPosition(s string, options []bank.Option) keyReading {
	var labels []string
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		at := -1
		if isDigit(word[0]) {
			at = position(word)
		}
		if at < 0 || at >= len(options) {
			return keyReading{err: outsideOptions(s, options)}
		}
		labels = append(labels, options[at].Label)
	}
	return keyReading{labels: labels, warn: keyProblem(bank.Warning, "key-by-position",
		"the key %q is a number, and the options have letters: it was read as %s", clip(s), strings.Join(labels, ", "))}
}

// behindKey looks at the text behind the labels. The option's own text is only repeated; another option's text
// contradicts the label; anything else is kept.
func behindKey(rest string, labels []string, options []bank.Option) (string, *bank.Problem) {
	rest = strings.TrimLeft(rest, " .):-–—,;*")
	if lower := strings.ToLower(rest); rest == "" || strings.HasPrefix(lower, "community vote") {
		return "", nil
	}
	at := optionsWithText(rest, options)
	if len(at) == 0 {
		return repeated(rest, labels, options), nil
	}
	for _, i := range at {
		if slices.Contains(labels, options[i].Label) {
			return "", nil
		}
	}
	return "", keyProblem(bank.Error, "contradictory-key", "the key says %s, but then gives the text of option %s: correct one of them",
		strings.Join(labels, ", "), options[at[0]].Label)
}

// repeated drops the text of the option from the start of what follows its label.
func repeated(rest string, labels []string, options []bank.Option) string {
	for _, o := range options {
		if slices.Contains(labels, o.Label) && len(o.Text) > 2 && strings.HasPrefix(rest, o.Text) {
			return strings.TrimLeft(rest[len(o.Text):], " .:-–—")
		}
	}
	return rest
}

func labelRange(options []bank.Option) string {
	var labels []string
	for _, o := range options {
		labels = append(labels, o.Label)
	}
	return strings.Join(labels, ", ")
}

// clip shortens a text for a message.
func clip(s string) string {
	const most = 60
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
