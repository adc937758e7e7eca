package audit

import (
	"fmt"
	"regexp"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/format"
	"mlatlas/bank/pattern"
)

// longestKey: a key that is more than a quarter longer than the second longest option (the threshold of SAQUET), and by a
// good bit, so that it strikes the eye. Where all options are names, their length is not the writer's.
func longestKey(i *reading) []fault {
	if i.Kind != bank.Single || !i.contested() || len(i.key) != 1 {
		return nil
	}
	key, second := length(i.key[0].Text), 0
	for _, o := range i.wrong {
		second = max(second, length(o.Text))
	}
	if float64(key) <= longerBy*float64(second) || key-second < longerLeast || len(words(i.key[0].Text)) < longName || titled.MatchString(i.key[0].Text) {
		return nil
	}
	return one("the key %s has %d characters, the next longest option %d: shorten the key, or say as much in the others", i.key[0].Label, key, second)
}

const (
	longerBy    = 1.25
	longerLeast = 10 // characters
	longName    = 5  // words; fewer may be a name
)

func one(format string, args ...any) []fault { return []fault{{"", fmt.Sprintf(format, args...)}} }

// The options that stand for others, in the languages whose banks are read.
var (
	allOfAbove = pattern.New(`(?i)^\W*(?:all|any|both|each|everything)\s+(?:of\s+)?(?:the\s+|these\s+)?(?:above|these|preceding|foregoing|listed)(?:\s+(?:options|answers|choices|statements|are\s+(?:correct|true)|above))*\W*$` +
		`|^\W*(?:all|every)\s+(?:of\s+)?(?:the\s+)?(?:options|answers|choices)(?:\s+(?:above|are\s+(?:correct|true)))?\W*$` +
		`|^\W*(?:tod[oa]s\s+(?:as|os|las|los)\s+(?:(?:alternativas|op(?:ções|ciones)|respostas|respuestas)\s+)?(?:anteriores|acima|mencionad[oa]s)|alle\s+(?:der\s+)?(?:oben\s+)?genannten|alle\s+antworten\s+sind\s+richtig|toutes\s+(?:les\s+)?(?:réponses\s+)?(?:ci-dessus|précédentes)|以上(?:都是|皆是|全部)|以上所有)\W*$`)
	noneOfAbove = pattern.New(`(?i)^\W*(?:none|neither)\s+(?:of\s+)?(?:the\s+|these\s+)?(?:above|these|preceding|foregoing|listed|options|answers|choices)(?:\s+(?:options|answers|choices|is\s+(?:correct|true)|are\s+(?:correct|true)|above))*\W*$` +
		`|^\W*(?:nenhuma?\s+das\s+(?:anteriores|alternativas|opções|respostas)(?:\s+\pL+)?|ninguna\s+de\s+las\s+anteriores|keine\s+(?:der\s+)?(?:oben\s+)?(?:genannten|antworten)(?:\s+\pL+)?|aucune\s+(?:des\s+)?(?:réponses\s+)?(?:ci-dessus|précédentes)|以上(?:都不是|皆非))\W*$`)
	lettersOf = pattern.New(`^\W*(?:(?i:both|only|options?|answers?|choices?)\s+)*[(\["']?(?:[A-H]|I{1,3}|IV|VI{0,3})[)\]"']?(?:\s*(?:,|&|\+|\b(?i:and|or|y|e|und|et)\b)\s*)+[(\["']?(?:[A-H]|I{1,3}|IV|VI{0,3})[)\]"']?(?:\s*(?:,|&|\b(?i:and|or)\b)\s*[(\["']?(?:[A-H]|I{1,3}|IV|VI{0,3})[)\]"']?)*(?:\s+(?i:only|above|are\s+correct))*\W*$`)
)

// allOfTheAbove: who knows that two of the options are right has the key, and who knows that one is wrong can rule it out.
func allOfTheAbove(i *reading) []fault {
	return standsFor(i, allOfAbove, "option %s is %s: who knows two right options has the key; ask for several options instead")
}

func noneOfTheAbove(i *reading) []fault {
	return standsFor(i, noneOfAbove, "option %s is %s: who takes it shows what is wrong, not what is right; a fourth option that is plausible tells more")
}

func standsFor(i *reading, form *pattern.Pattern, say string) (list []fault) {
	if !i.chosen() || len(i.Options) < 3 {
		return nil
	}
	for _, o := range i.Options {
		if form.MatchString(o.Text) {
			list = append(list, fault{o.Label, fmt.Sprintf(say, o.Label, quote(o.Text))})
		}
	}
	return list
}

// complexOption: "A and C", "I and II only". One finding a question. A puzzle about people called F and G is none: two options
// at least must be something else, or the stem lists statements by Roman numbers.
func complexOption(i *reading) []fault {
	if !i.chosen() {
		return nil
	}
	var made, other []bank.Option
	for _, o := range i.Options {
		if lettersOf.MatchString(o.Text) {
			made = append(made, o)
		} else if letters(o.Text) > 2 && !pairOf.MatchString(o.Text) {
			other = append(other, o)
		}
	}
	if len(made) == 0 || len(other) < 2 && !(romanOf.MatchString(made[0].Text) && romanStatements.MatchString(i.Stem)) {
		return nil
	}
	return one("option %s is made of others (%s): who judges one of them rules out several; ask for several options instead", made[0].Label, quote(made[0].Text))
}

var (
	pairOf          = pattern.New(`^\W*[A-Z](?:\s*(?:,|&|and|or)+\s*[A-Z])+\W*$`)
	romanOf         = pattern.New(`^[IVandor, &only]+\.?$`)
	romanStatements = pattern.New(`(?:^|\W)I[).:]\s?[\s\S]*\WII[).:]`)
)

// chooseCount: the stem says how many to choose, and the key has another number. "Select all that apply" says none.
func chooseCount(i *reading) []fault {
	asked, instructed := format.ChooseCount(i.Stem)
	if !i.chosen() || len(i.key) == 0 || !instructed || asked < 1 || asked == len(i.key) {
		return nil
	}
	return one("the stem asks for %s, and the key has %d (%s): correct one of them", plural(asked, "option"), len(i.key), labels(i.key))
}

// noDistractor: a choice without a choice.
func noDistractor(i *reading) []fault {
	switch {
	case !i.chosen() || len(i.wrong) > 0 || len(i.key) == 0 || partly(i):
		return nil
	case len(i.Options) == 1:
		return one("there is only one option: write others that are wrong")
	}
	return one("all %s are right, and who takes everything has them: write one that is wrong", plural(len(i.Options), "option"))
}

// partly reports whether the author gives options credit in shares: then right and wrong are no yes or no.
func partly(i *reading) bool {
	for _, o := range i.Options {
		if o.Credit != 0 && o.Credit != 100 {
			return true
		}
	}
	return false
}

// A stem is negative where the question itself is: "Which of the following is NOT", "All of these EXCEPT". A "not" within
// what is asked for is none: "Which service keeps data that is not accessed", nor is one in the scenario: "those who do not
// reply". So the word that asks begins its sentence, unless "of the following" stands behind it, and at most a few words
// stand between it and the verb, none of them the beginning of a clause.
const (
	asks    = `(?:which|what)`
	ofThese = `(?:\s+\pL+){0,2}\s+(?:of\s+)?(?:the\s+following|these|those|the\s+options|below)(?:\s+(?:[\pL\pN()&/-]+|\([^)]*\))){0,3}`
	verb    = `(?:is|are|was|were|do|does|did|would|will|should|can|could|has|have|may|might|must)`
	mark    = `[*_"“‘<>bu]*`
	notSo   = `\s+(?:` + verb + `\s+` + mark + `(not)` + mark + `\b|(?:is|are|was|were|do|does|did|would|should|could|has|have|ca|wo)(n['’]?t)\b|` + mark + `(cannot)\b)`
)

var (
	notOfThese = pattern.New(`(?i)\b` + asks + ofThese + notSo)
	notWhich   = pattern.New(`(?i)(?:^|[.?!:\n]\s*)` + asks + `(?:\s+\pL+){0,2}` + notSo)
	exceptAsk  = pattern.New(`(?i)\b(?:all|each|any|following|these|those|true|correct|valid)\b[^.?!]{0,80}[\s*_,]` + mark + `(except)\b` + mark + `(?:\s+(?:for|one|which|that|the\s+following|which\s+one))?\s*(?:[?:.]|_|$)`)
	leastAsk   = pattern.New(`(?i)\b` + asks + ofThese + `\s+(?:is|are|was|were|would\s+be|has|have)\s+(?:the\s+)?` + mark + `(least)` + mark + `\s+(?:likely|useful|important|appropriate|suitable|suited|relevant|accurate|true|effective|desirable|related|consistent)`)
	clauseWord = pattern.New(`(?i)\s(?:that|who|whose|if|because|while|so|to|and|but|by|with|when|where|ensures?|provides?|allows?|helps?|means?|makes?|gives?|(?:is|are|was|were|do|does|did|would|will|should|can|could)\s.*\s(?:is|are|was|were|do|does|did|would|will|should|can|could))\s`)
)

// negation finds the word by which a stem is negative, "" if it is not.
func negation(stem string) string {
	for _, form := range []*pattern.Pattern{notOfThese, notWhich, exceptAsk, leastAsk} {
		for _, m := range form.FindAllStringSubmatch(stem, -1) {
			if (form == notOfThese || form == notWhich) && clauseWord.MatchString(m[0]) {
				continue
			}
			return strings.Join(m[1:], "") // one of the groups has matched
		}
	}
	return ""
}

// negativeStem: a negation that is easily overlooked.
func negativeStem(i *reading) []fault {
	word := negation(i.Stem)
	if !i.chosen() || word == "" || emphasised(i.Stem, word) {
		return nil
	}
	return one("the stem asks what is not so, and the word %q is easily overlooked: ask what is so, or write it as %s", word, strings.ToUpper(word))
}

func emphasisedNegative(i *reading) []fault {
	word := negation(i.Stem)
	if !i.chosen() || word == "" || !emphasised(i.Stem, word) {
		return nil
	}
	return one("the stem asks what is not so (%s): ask what is so, if the matter allows it", word)
}

// emphasised reports whether a word of a stem is in capitals or in bold or italic type. A stem all in capitals has none.
func emphasised(stem, word string) bool {
	if upper := strings.ToUpper(word); word == upper && stem != strings.ToUpper(stem) {
		return true
	}
	return regexp.MustCompile(`(?:\*+|_+|<(?:b|u|em|strong)>)[^*_<]{0,20}\b` + regexp.QuoteMeta(word) + `\b`).MatchString(stem)
}

// grammarClue: a stem that ends in "a" or "an" before the options, of which only some begin as it asks for. Sounds that
// letters do not tell ("an hour", "a unit", acronyms) are left alone.
func grammarClue(i *reading) []fault {
	m := endsInArticle.FindStringSubmatch(i.Stem)
	if m == nil || !i.contested() || len(i.key) != 1 {
		return nil
	}
	vowel := strings.EqualFold(m[1], "an")
	fits := func(o bank.Option) (fit, sure bool) {
		b := begins.FindStringSubmatch(o.Text)
		if b == nil || soundsOtherwise.MatchString(b[1]) {
			return false, false
		}
		return strings.ContainsRune("aeiouAEIOU", rune(b[1][0])) == vowel, true
	}
	if fit, sure := fits(i.key[0]); !fit || !sure {
		return nil
	}
	var out []bank.Option
	for _, o := range i.wrong {
		if fit, sure := fits(o); !fit && sure {
			out = append(out, o)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return one("the stem ends in %q, which does not go with %s: end it in “a(n)”, or put the article into the options", m[1], named(out))
}

var (
	endsInArticle   = pattern.New(`\s(an?)\s*(?:_{2,}|\.{3}|…|[:-])?\s*[.?]?\s*$`)
	begins          = pattern.New(`^\W*([a-zA-Z][a-z]+)`)
	soundsOtherwise = pattern.New(`(?i)^(?:h(?:our|onest|onou?r|eir)|un[i]|us[aeiu]|eu|one|once|ew|an?$|the$|x)`)
)
