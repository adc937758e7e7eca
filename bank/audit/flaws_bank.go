package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Flaws of a question that show only beside the others of its bank.

var (
	clueWord = Rule{"clue-word", bank.Note, "No rare word of the stem stands in the key alone.", haladyna + " (28b); " + moore}
	unsaid   = Rule{"missing-explanation", bank.Note, "Every question has an explanation.", butler}
)

var bankFlawRules = []Rule{clueWord, unsaid}

// clues looks for words by which the key can be found with eyes alone: the word stands in the stem and in the key and in no
// other option ("clang association"). Only a word that is rare in the bank strikes the eye: in a bank on machine learning,
// "training" stands everywhere and tells nothing. How rare a word is shows at the end, so the candidates wait.
type clues struct {
	banks map[string]*vocabulary
}

// vocabulary counts in how many questions of a bank each word stands.
type vocabulary struct {
	questions int
	in        map[string]int
	found     []clue
}

// clue is a question with the words that may give its key away.
type clue struct {
	question, label string
	words           map[string]string // by stem, as the question has them
}

func newClues(Options) *clues { return &clues{banks: map[string]*vocabulary{}} }

const (
	clueLetters = 6   // that a word has at least
	clueOften   = 2   // questions in which a rare word may stand
	clueShare   = 200 // or one in so many
	clueKey     = 12  // words of the longest key in which a word strikes the eye
	clueStem    = 45  // words of a stem that is a question; of a longer one only the last sentence asks
)

func (c *clues) add(q *bank.Question) {
	v := c.banks[q.Bank]
	if v == nil {
		v = &vocabulary{in: map[string]int{}}
		c.banks[q.Bank] = v
	}
	v.questions++
	seen := stemmedWords(q.Stem)
	for _, o := range q.Options {
		maps.Copy(seen, stemmedWords(o.Text))
	}
	for s := range seen {
		v.in[s]++
	}
	if f, ok := clueOf(newReading(q)); ok {
		v.found = append(v.found, f)
	}
}

// clueOf finds the words of the stem that stand in the key alone.
func clueOf(i *reading) (c clue, ok bool) {
	if i.Kind != bank.Single || !i.english || len(i.key) != 1 || len(i.wrong) < 2 || len(words(i.key[0].Text)) > clueKey ||
		collective.MatchString(i.key[0].Text) || i.asksForWrong() || aboutText.MatchString(i.Stem) {
		return clue{}, false
	}
	text := i.Stem
	if len(words(text)) > clueStem {
		text = asked(text)
	}
	shared, key := stemmedWords(text), stemmedWords(i.key[0].Text)
	maps.DeleteFunc(shared, func(s, w string) bool { return key[s] == "" || !lowerIn(text, w) })
	for _, o := range i.wrong {
		for s := range stemmedWords(o.Text) {
			delete(shared, s)
		}
	}
	return clue{i.ID, i.key[0].Label, shared}, len(shared) > 0
}

// collective finds options that speak of all others and take their words from the stem.
var collective = pattern.New(`(?i)^\W*(?:all|none|both|neither|every|any|no|these|it\s+(?:has|is|was|does|can|cannot|could))\b`)

// lowerIn reports whether a word stands in small letters in a text: a name of somebody or something is no clue but the
// matter itself.
func lowerIn(text, word string) bool {
	at := strings.Index(text, word)
	return at >= 0 && (at == 0 || !inWord(text[at-1]))
}

func inWord(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

func (c *clues) find() (list []Finding) {
	for _, v := range c.banks {
		for _, f := range v.found {
			var rare []string
			for _, s := range slices.Sorted(maps.Keys(f.words)) {
				if v.in[s] <= max(clueOften, v.questions/clueShare) {
					rare = append(rare, quote(f.words[s]))
				}
			}
			if len(rare) > 0 {
				list = append(list, clueWord.finding("", "", fmt.Sprintf("of the options, only the key (%s) repeats %s from the stem: who compares words finds it; say it otherwise",
					f.label, enumerated(rare)), f.question))
			}
		}
	}
	return list
}

// stemmedWords returns the long words of a text by their stems.
func stemmedWords(text string) map[string]string {
	found := map[string]string{}
	for w := range eachWord(text) {
		if letters(w) >= clueLetters && !strings.ContainsFunc(w, unicode.IsDigit) && !plainWords[w] {
			found[stemOf(w)] = w
		}
	}
	return found
}

var plainWords = wordSet("following company companies organization organisation service services solution solutions customer customers option options answer question should between without through during before because however requirement requirements amazon application applications")

var endings = []string{"izations", "isations", "ization", "isation", "ations", "ation", "ingly", "ments", "ment", "ings", "ing", "ions", "ion", "ors", "ers", "ies", "ied", "or", "er", "ed", "es", "ly", "al", "s", "e", "y"}

// stemOf cuts one ending off a word, so that "encrypting" and "encryption" are the same.
func stemOf(w string) string {
	for _, e := range endings {
		if head, ok := strings.CutSuffix(w, e); ok && len(head) >= 4 {
			return head
		}
	}
	return w
}

// unexplained counts what has no explanation. A bank without any gets one finding rather than one a question.
type unexplained struct {
	banks map[string]*explained
}

type explained struct {
	without []string
	with    int
}

func newUnexplained(Options) *unexplained { return &unexplained{map[string]*explained{}} }

func (u *unexplained) add(q *bank.Question) {
	e := u.banks[q.Bank]
	if e == nil {
		e = &explained{}
		u.banks[q.Bank] = e
	}
	if strings.TrimSpace(q.Explanation) != "" || slices.ContainsFunc(q.Options, func(o bank.Option) bool { return o.Feedback != "" }) {
		e.with++
		return
	}
	if q.Kind != bank.Essay {
		e.without = append(e.without, q.ID)
	}
}

const wholeBank = 5 // questions from which on a bank without any explanation is one finding

func (u *unexplained) find() (list []Finding) {
	for name, e := range u.banks {
		if e.with == 0 && len(e.without) >= wholeBank {
			list = append(list, unsaid.finding("", name, fmt.Sprintf("no question of the bank %s has an explanation: who gets one wrong learns nothing from it", quote(name))))
			continue
		}
		for _, id := range e.without {
			list = append(list, unsaid.finding("", "", "there is no explanation: say why the key is right, and why the others are not", id))
		}
	}
	return list
}
