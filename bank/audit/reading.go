package audit

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mlatlas/bank"
)

// reading is a question with what several rules want to know of it.
type reading struct {
	*bank.Question
	key, wrong []bank.Option
	english    bool
	judged     []bank.Judgement
}

func newReading(q *bank.Question) *reading {
	i := &reading{Question: q}
	for _, o := range q.Options {
		if o.Correct {
			i.key = append(i.key, o)
		} else {
			i.wrong = append(i.wrong, o)
		}
	}
	i.english, i.judged = english(q), q.Judged()
	return i
}

// chosen reports whether the learner chooses among options.
func (i *reading) chosen() bool {
	return (i.Kind == bank.Single || i.Kind == bank.Multiple) && len(i.Options) > 0
}

// contested reports whether there is something to tell apart: a key and two or more wrong options.
func (i *reading) contested() bool { return i.chosen() && len(i.key) > 0 && len(i.wrong) >= 2 }

// The words by which a text is known to be English or not: each stands in nearly every paragraph of its language. Those that
// two languages share ("in", "a", "no") tell nothing.
var (
	englishWords = wordSet("the of to and is are which what for with that this you from should by how when it an be must at on does")
	otherWords   = wordSet("de la el que los las una para con por uma um não do da os é der die das und ist für mit welche ein eine le les des une est dans pour qui il di che per è nel van het een och att som är на что для из как это")
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// english reports whether a question is written in English: more of its words are English ones than of another language,
// and there is one at all. Rules on English words ask it.
func english(q *bank.Question) bool {
	yes, no := 0, 0
	count := func(text string) {
		for w := range eachWord(text) {
			if englishWords[w] {
				yes++
			} else if otherWords[w] {
				no++
			}
		}
	}
	count(q.Stem)
	for _, o := range q.Options {
		count(o.Text)
	}
	return yes > no
}

// eachWord yields the words of a text in lower case: letters, digits and what joins them ("multi-az", "can't").
func eachWord(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, w := range strings.FieldsFunc(text, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '\'' && r != '’'
		}) {
			if w = strings.Trim(w, "-'’"); w != "" && !yield(strings.ToLower(w)) {
				return
			}
		}
	}
}

// words returns the words of a text in lower case.
func words(text string) []string { return slices.Collect(eachWord(text)) }

// length is what a reader sees of a text: its characters, space and marks of emphasis left out at the ends.
func length(text string) int { return utf8.RuneCountInString(strings.Trim(text, " \t\n*_`.")) }

// normalised is a text as two options are compared: white space is one space, and emphasis, a last full stop and the case of
// the first letter of a sentence say nothing. Case says something elsewhere: "a" and "A" are two options of a question about
// bases, "Public void" and "public void" of one about a language.
func normalised(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, mark := range []string{"**", "__", "`"} {
		if inner, ok := strings.CutPrefix(text, mark); ok && strings.HasSuffix(inner, mark) && strings.Count(inner, mark) == 1 {
			text = strings.TrimSuffix(inner, mark)
		}
	}
	text = strings.TrimSpace(strings.TrimSuffix(text, "."))
	if first, size := utf8.DecodeRuneInString(text); len(words(text)) >= sentenceWords {
		text = string(unicode.ToLower(first)) + text[size:]
	}
	return text
}

const sentenceWords = 3 // from which on a text is a sentence

func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

const quoted = 60 // characters of a bank that a message quotes

// quote gives a text of the bank for a message.
func quote(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > quoted {
		text = string([]rune(text)[:quoted-1]) + "…"
	}
	return "“" + text + "”"
}

// labels joins the labels of options: "A", "A and C", "A, B and C".
func labels(options []bank.Option) string {
	names := make([]string, len(options))
	for i, o := range options {
		names[i] = o.Label
	}
	return enumerated(names)
}

// named is "option A" or "options A and C".
func named(options []bank.Option) string {
	if len(options) == 1 {
		return "option " + options[0].Label
	}
	return "options " + labels(options)
}

func enumerated(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// plural writes "1 option" and "3 options".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
