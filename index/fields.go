package index

import (
	"cmp"
	"slices"
	"strings"
)

// fieldType says what the value of a field is.
type fieldType int

const (
	textField    fieldType = iota // words of one part of the question
	exactField                    // a whole value, without regard to case
	topicField                    // a name that the taxonomy resolves
	learnerField                  // what a learner has to do with the question
	laterField                    // part of the query language that this index does not hold
)

// optionField stands for right and wrong options alike, in queries and snippets: a snippet does not give the key away.
const optionField = "option"

// queryFields are the names that may stand before a colon.
var queryFields = []struct {
	name string
	kind fieldType
}{
	{"stem", textField}, {optionField, textField}, {"answer", textField}, {"explanation", textField},
	{"tag", exactField}, {"bank", exactField}, {"number", exactField}, {"kind", exactField}, {"source", exactField},
	{"service", topicField}, {"feature", topicField}, {"concept", topicField},
	{"task", topicField}, {"domain", topicField}, {"exam", topicField},
	{"is", learnerField}, {"last", learnerField}, {"flaw", laterField}, {"dup", laterField},
}

// otherNames are what people call a field elsewhere.
var otherNames = map[string]string{
	"question": "stem", "text": "stem", "title": "stem", "options": "option", "choice": "option", "choices": "option",
	"key": "answer", "correct": "answer", "answers": "answer", "rationale": "explanation", "feedback": "explanation",
	"tags": "tag", "label": "tag", "banks": "bank", "id": "number", "num": "number", "type": "kind", "file": "source",
	"path": "source", "services": "service", "features": "feature", "concepts": "concept", "topic": "concept",
	"topics": "concept", "tasks": "task", "domains": "domain", "exams": "exam", "certification": "exam",
}

// Fields returns the names that may stand before a colon in a query, in the order of the manual.
func Fields() []string {
	var names []string
	for _, f := range queryFields {
		if f.kind != laterField {
			names = append(names, f.name)
		}
	}
	return names
}

func fieldNamed(name string) (fieldType, bool) {
	for _, f := range queryFields {
		if f.name == name {
			return f.kind, true
		}
	}
	return 0, false
}

// nearField returns the field that somebody who wrote name meant, or "". One slip in three or four letters, two in a
// longer name: "tasc" is task, but "kms" is not is.
func nearField(name string) string {
	if meant := otherNames[name]; meant != "" {
		return meant
	}
	best, least := "", len(name)/4+len(name)/6+1
	if len(name) < 3 {
		return ""
	}
	for _, f := range queryFields {
		if d := editDistance(name, f.name); d < least {
			best, least = f.name, d
		}
	}
	return best
}

// nearest returns the n candidates that come closest to a misspelt value, nearest first.
func nearest(wanted string, candidates []string, n int) []string {
	type near struct {
		value    string
		distance int
	}
	all := make([]near, 0, len(candidates))
	for _, c := range candidates {
		d := 2 * editDistance(fold(wanted), fold(c))
		if strings.Contains(fold(c), fold(wanted)) {
			d = min(d, 3)
		}
		all = append(all, near{c, d})
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.value, b.value))
	})
	values := make([]string, 0, n)
	for _, c := range all[:min(n, len(all))] {
		values = append(values, c.value)
	}
	return values
}

// editDistance is the Levenshtein distance in runes.
func editDistance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			substitute := diagonal
			if x != y {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, substitute)
		}
	}
	return row[len(rb)]
}

// fold is the form under which two spellings of a keyword are the same.
func fold(value string) string { return normalise(strings.Join(strings.Fields(value), " ")) }
