package audit

import (
	"cmp"
	"strings"
	"unicode"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Absolute words make an option false more often than not, and readers of tests know it. "All", "only" and "every" are left
// out: technical text uses them all the time ("read-only", "all S3 buckets", "every hour").
var absoluteForm = pattern.New(`(?i)\b(?:always|never|(?:avoid|ignor|disabl|eliminat|remov|replac|prevent|abandon|skip)\pL*\s[^.;]*\b(?:completely|entirely)|(?:completely|entirely|absolutely)\s+\pL{4,}|impossible|in\s+all\s+cases|in\s+every\s+case|under\s+(?:all|any|no)\s+circumstances|without\s+exception|at\s+all\s+times|no\s+matter\s+what|100\s?%\s+(?:of\s+the\s+time|accura\pL+|guarantee\pL*))(?:$|[^\pL])`)

// absoluteNames are the uses of these words that are no judgement: "Always On", "never expires", "completely managed", and
// tales of the past: "his name was never told".
var absoluteNames = pattern.New(`(?i)\b(?:was|were|had|has|have|he|she|they)\s+never\b|\balways[\s-](?:on|encrypted|free)\b|\bnever[\s-](?:ending|ends?\b|expir\pL+|had|was|were|been|happened|existed|said|did)\b|\b(?:completely|entirely)\s+(?:managed|new|different|separate|within|from|over|with|on-premises)\b`)

// aboutText finds questions about a text or an argument, whose options take their words from it: there "always" may be the
// very point.
var aboutText = pattern.New(`(?i)\b(?:arguments?|conclusions?|assum\pL+|infer\pL*|reasoning|weaken\pL*|undermine\pL*|rebut\pL*|refut\pL*|passage|paragraph|author|premises?|hypothes[ie]s|the\s+above|statements?\s+(?:above|below)|if\s+true|quotation|quote|title|song|lyrics?|album)\b`)

// absolutes: a wrong option with an absolute word where the key has none.
func absolutes(i *reading) []fault {
	if !i.english || !i.contested() || aboutText.MatchString(i.Stem) || i.asksForWrong() {
		return nil
	}
	for _, o := range i.key {
		if absoluteWord(o.Text) != "" {
			return nil
		}
	}
	var found []bank.Option
	word := ""
	for _, o := range i.wrong {
		if w := absoluteWord(o.Text); w != "" {
			found = append(found, o)
			word = cmp.Or(word, w)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return one("%q gives %s away as wrong: say what is claimed without it", word, named(found))
}

// shortOption is the number of words from which on an option claims something.
const shortOption = 3

// absoluteWord is the first absolute word of an option, "" for none.
func absoluteWord(text string) string {
	if len(words(text)) < shortOption || titled.MatchString(text) || strings.ContainsAny(text, "\"“”") {
		return ""
	}
	found := strings.ToLower(absoluteForm.FindString(absoluteNames.ReplaceAllString(text, " ")))
	found = strings.TrimFunc(found, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, last := range []string{"entirely", "completely"} {
		if strings.HasSuffix(found, last) {
			return last
		}
	}
	return found
}

// titled finds texts whose words all begin with a capital: titles and names.
var titled = pattern.New(`^\W*\p{Lu}[\pL\pN'’-]*(?:\s+\(?(?:\p{Lu}[\pL\pN'’-]*|of|the|a|to|in|for|and|on)\)?)+\W*$`)

// Words of frequency mean anything from a fifth to four fifths to different readers, so that who knows the matter must guess
// what is meant. Before a participle they are terms: "frequently accessed data".
var (
	vague      = pattern.New(`(?i)\b(often|sometimes|usually|rarely|seldom|occasionally|frequently|generally|typically|mostly|normally)\b`)
	vagueTerms = pattern.New(`(?i)\b(?:how|more|less|most|least|too|as|very|so)\s+(?:often|rarely|frequently)\b|\b(?:often|rarely|frequently|generally|usually|typically|normally|mostly|occasionally|sometimes)[\s-]+(?:\pL+(?:ed|ing)\b|asked|read|available|used|run|sent|changing)|\bnormally\s+distributed`)
)

func vagueQuantifiers(i *reading) []fault {
	if !i.english || !i.contested() || aboutText.MatchString(i.Stem) {
		return nil
	}
	var found []bank.Option
	word := ""
	for _, o := range i.Options {
		if m := vague.FindString(vagueTerms.ReplaceAllString(o.Text, " ")); m != "" {
			found = append(found, o)
			word = cmp.Or(word, strings.ToLower(m))
		}
	}
	if len(found) == 0 {
		return nil
	}
	return one("%q in %s means something else to every reader: say how much, or leave it out", word, named(found))
}
