package format

import (
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// keyBase says how a column of keys counts the options.
type keyBase int

const (
	fromOne  keyBase = 1
	fromZero keyBase = 0
	byText   keyBase = -1 // numbers are the texts of options
)

// baseOf decides over the keys of all rows. Numbers that are the text of an option in each row are texts. Otherwise a 0
// means that positions count from 0, unless more keys then lie outside of their options than without.
func baseOf(rows []rowDraft, zero bool) keyBase {
	numbers, asText, zeros, beyond := 0, 0, 0, 0
	for i := range rows {
		d := &rows[i]
		if d.exact || len(d.options) < 2 || len(d.keys) == 0 {
			continue
		}
		parts := keyParts(strings.Join(d.keys, ","))
		if !slices.ContainsFunc(parts, isNumber) || isTruthRow(d) {
			continue
		}
		numbers++
		texts := 0
		for _, p := range parts {
			if len(optionsWithText(p, d.options)) > 0 {
				texts++
			}
			if p == "0" {
				zeros++
			}
			if position99(p) == lastPlace(d.options)+1 {
				beyond++
			}
		}
		if texts == len(parts) {
			asText++
		}
	}
	switch {
	case numbers > 0 && asText == numbers:
		return byText
	case zero || zeros > 0 && beyond <= zeros:
		return fromZero
	}
	return fromOne
}

// lastPlace is the place of the last option.
func lastPlace(options []bank.Option) int { return position(options[len(options)-1].Label) }

// keyParts splits a key at its separators and at the words between its letters.
func keyParts(key string) []string {
	if list, ok := listOf(key); ok {
		return list
	}
	var parts []string
	for part := range strings.FieldsFuncSeq(key, func(r rune) bool { return strings.ContainsRune(",;|/&+\n", r) }) {
		for _, word := range strings.Fields(part) {
			if !keyJoins[strings.ToLower(word)] || len(word) == 1 && isUpper(word[0]) {
				continue
			}
			part = strings.ReplaceAll(part, " "+word+" ", "\n")
		}
		for p := range strings.SplitSeq(part, "\n") {
			if p = strings.TrimSpace(p); p != "" {
				parts = append(parts, strings.TrimSuffix(p, ".0"))
			}
		}
	}
	return parts
}

var bits = pattern.New(`^[01](?:[ ,;|]?[01])+$`)

// isTruthRow recognises a key that says of each option whether it is right: "1 0 0 1", "0110".
func isTruthRow(d *rowDraft) bool {
	if len(d.keys) != 1 || !bits.MatchString(d.keys[0]) {
		return false
	}
	digits := digitsOf(d.keys[0])
	return len(digits) == len(d.options) && (len(digits) > 2 || strings.Contains(d.keys[0], " ")) && strings.Contains(digits, "1")
}

// giveKeys turns the cells of the key into key lines that name options by their labels. What cannot be settled here is left
// as it is: the check says what is wrong with it.
func (t *questionTable) giveKeys(d *rowDraft) {
	give := func(key string) { d.draft.keys = append(d.draft.keys, keyLine{d.line, key}) }
	switch {
	case d.exact:
		t.exactKeys(d, give)
	case d.kind == bank.Short || d.kind == bank.Numeric || len(d.options) == 0 && d.kind != bank.Ordering:
		for _, key := range d.keys {
			for _, one := range acceptedOf(key) {
				give(one)
			}
		}
	case d.kind == bank.Matching:
		for _, key := range d.keys {
			give(key)
		}
	case isTruthRow(d):
		var labels []string
		for i, bit := range digitsOf(d.keys[0]) {
			if bit == '1' {
				labels = append(labels, d.options[i].Label)
			}
		}
		give(strings.Join(labels, ", "))
	default:
		t.labelKeys(d, give)
	}
}

// exactKeys takes keys as the writer of this package writes them: texts in a list, or labels.
func (t *questionTable) exactKeys(d *rowDraft, give func(string)) {
	for _, key := range d.keys {
		list, isList := listOf(key)
		if !isList {
			list = []string{key}
		}
		for _, one := range list {
			give(one)
		}
	}
}

// acceptedOf splits the accepted texts of a short answer.
func acceptedOf(key string) []string {
	if list, ok := listOf(key); ok {
		return list
	}
	var all []string
	for one := range strings.FieldsFuncSeq(key, func(r rune) bool { return r == '|' || r == ';' || r == '\n' }) {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// labelKeys names the options of each key. Several columns that each name one option are one key.
func (t *questionTable) labelKeys(d *rowDraft, give func(string)) {
	var all []string
	for _, key := range d.keys {
		labels := t.labels(key, d.options)
		if labels == nil {
			give(key)
			continue
		}
		if t.oneKeyEach() {
			all = append(all, labels...)
			continue
		}
		give(strings.Join(labels, ", "))
	}
	if len(all) > 0 {
		give(strings.Join(all, ", "))
	}
}

// oneKeyEach says that the columns of keys are counted: "Correct answer 1", "Correct answer 2".
func (t *questionTable) oneKeyEach() bool {
	counted := 0
	for _, c := range t.header.columns {
		if c.role == keyColumn && digitsOf(c.key) != "" {
			counted++
		}
	}
	return counted > 1
}

// labels finds the options that a key names; nil where one of its parts names none.
func (t *questionTable) labels(key string, options []bank.Option) []string {
	if at := optionsWithText(key, options); len(at) == 1 && (t.base == byText || !isNumber(key)) && len(key) > 1 || len(at) == 1 && t.base == byText {
		return []string{options[at[0]].Label}
	}
	var labels []string
	for _, part := range keyParts(key) {
		label, ok := t.label(part, options)
		if !ok {
			labels = nil
			break
		}
		labels = append(labels, label)
	}
	if labels != nil {
		return labels
	}
	for _, text := range splitPairs(strings.ReplaceAll(key, "|", ";"), options, -1) {
		at := optionsWithText(text, options)
		if len(at) == 0 {
			return nil
		}
		labels = append(labels, options[at[0]].Label)
	}
	return labels
}

func (t *questionTable) label(part string, options []bank.Option) (string, bool) {
	if n := position99(part); isNumber(part) && n >= 0 {
		if t.base == byText {
			n = -1
			if at := optionsWithText(part, options); len(at) == 1 {
				return options[at[0]].Label, true
			}
			return "", false
		}
		return labelOf(letter(max(n-int(t.base), 0)), within(options, n-int(t.base)))
	}
	if at := optionsWithText(part, options); len(at) == 1 && len(part) > 1 {
		return options[at[0]].Label, true
	}
	if label, ok := labelOf(strings.Trim(part, "().[] "), options); ok {
		return label, true
	}
	if role, at, ok := roleOf(nameKey(part)); ok && role == optionColumn && at >= 0 && len(part) > 1 { // "Option B", "answer_2"
		if t.header.zero && digitsOf(part) != "" {
			at = position99(digitsOf(part))
		}
		return labelOf(letter(at), options)
	}
	return "", false
}

// within leaves no options for a place that is none.
func within(options []bank.Option, place int) []bank.Option {
	if place < 0 {
		return nil
	}
	return options
}
