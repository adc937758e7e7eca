package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"mlatlas/taxonomy"
)

// Completion is one way to go on with a query.
type Completion struct {
	Text string `json:"text"` // the whole query
	Kind string `json:"kind"` // field, word, task, domain, exam, kind, bank, tag or the kind of a concept
	Name string `json:"name"` // what the added part is called
}

// KindField is the kind of a completion that ends behind a colon.
const KindField = "field"

// Completer completes the last word of a query. What is nil it does without.
type Completer struct {
	Taxonomy  *taxonomy.Taxonomy
	Exam      string                                 // to which task: and domain: belong
	Values    func(field string) []string            // of bank: and tag:
	Questions func(concept string) int               // of a concept
	Words     func(beginning string, n int) []string // of the questions, most frequent first
}

// typing is a query with its last word apart.
type typing struct {
	before string // up to the word, or to the value of the field
	field  string
	word   string
	quoted bool
}

// readTyping finds the last word. A word begins behind a space or a parenthesis that no quotes hold.
func readTyping(text string) typing {
	start, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"' && (i == 0 || text[i-1] != '\\'):
			quoted = !quoted
		case !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '('):
			start = i + 1
		}
	}
	if strings.HasPrefix(text[start:], "-") {
		start++
	}
	t := typing{before: text[:start], word: text[start:]}
	if name, value, ok := strings.Cut(t.word, ":"); ok {
		if _, known := fieldNamed(strings.ToLower(name)); known {
			t.before, t.field, t.word = text[:len(text)-len(value)], strings.ToLower(name), value
		}
	}
	t.word, t.quoted = strings.CutPrefix(t.word, `"`)
	return t
}

// Complete returns up to limit ways to go on: fields, then concepts, then words.
func (c Completer) Complete(text string, limit int) []Completion {
	t := readTyping(text)
	var list []Completion
	switch {
	case t.field != "":
		list = c.values(t, limit)
	case !t.quoted:
		list = append(fieldCompletions(t), c.names(text, t)...)
		list = append(list, c.words(t, limit)...)
	}
	seen := map[string]bool{}
	list = slices.DeleteFunc(list, func(c Completion) bool {
		again := seen[strings.ToLower(c.Text)]
		seen[strings.ToLower(c.Text)] = true
		return again
	})
	return list[:min(limit, len(list))]
}

func fieldCompletions(t typing) []Completion {
	var list []Completion
	for _, name := range Fields() {
		if beginsWith(name, t.word) {
			list = append(list, Completion{t.before + name + ":", KindField, name + ":"})
		}
	}
	return list
}

// values completes what stands behind a colon.
func (c Completer) values(t typing, limit int) []Completion {
	kind, _ := fieldNamed(t.field)
	if kind == textField && !t.quoted {
		return c.words(t, limit)
	}
	if t.field == "service" || t.field == "feature" || t.field == "concept" {
		return c.topics(t)
	}
	var list []Completion
	for _, p := range c.fixedValues(t.field) {
		if beginsWith(p.id, t.word) || beginsWith(p.name, t.word) {
			list = append(list, Completion{t.before + quotedValue(p.id, t.quoted), t.field, p.name})
		}
	}
	return list
}

// fixedValues are the values of a field that has few.
func (c Completer) fixedValues(field string) []blueprintPart {
	var parts []blueprintPart
	switch e, _ := c.Taxonomy.Exam(c.Exam); {
	case (field == "task" || field == "domain") && e != nil:
		return blueprintParts(e, field)
	case field == "exam":
		for _, e := range c.Taxonomy.Exams() {
			parts = append(parts, blueprintPart{e.ID, e.Name})
		}
	case field == "is":
		for _, state := range States {
			parts = append(parts, blueprintPart{state, stateWords[state]})
		}
	case field == "last":
		for _, span := range []string{"1d", "7d", "14d", "30d"} {
			_, said := readSpan(span)
			parts = append(parts, blueprintPart{span, said})
		}
	case field == "kind":
		for _, kind := range questionKinds {
			parts = append(parts, blueprintPart{kind, kind})
		}
	case (field == "bank" || field == "tag") && c.Values != nil:
		for _, value := range c.Values(field) {
			parts = append(parts, blueprintPart{value, value})
		}
	}
	return parts
}

func quotedValue(value string, quoted bool) string {
	if quoted || strings.ContainsAny(value, " ()\"") {
		return `"` + strings.ReplaceAll(value, `"`, `\"`) + `"`
	}
	return value
}

// suggestion is a concept with the text that completes it.
type suggestion struct {
	Completion
	concept *taxonomy.Concept
	words   int // typed, that are part of its name
}

// topics completes the value of service:, feature: and concept: by ID or, where that does not fit, by name.
func (c Completer) topics(t typing) []Completion {
	var list []suggestion
	for _, concept := range c.Taxonomy.Concepts() {
		if !slices.Contains(topicKinds[t.field], concept.Kind) {
			continue
		}
		for _, value := range append([]string{concept.ID}, c.namesOf(concept)...) {
			if beginsWith(value, t.word) && !strings.Contains(value, `"`) {
				text := t.before + quotedValue(value, t.quoted)
				list = append(list, suggestion{Completion{text, concept.Kind, concept.Name}, concept, 1})
				break
			}
		}
	}
	return c.sorted(list)
}

// mostNameWords is how many words back the beginning of a name is looked for.
const mostNameWords = 4

// names completes names of concepts, which may have begun some words earlier: "kinesis data fi".
func (c Completer) names(text string, t typing) []Completion {
	if t.word == "" {
		return nil
	}
	starts := nameStarts(text, t)
	var list []suggestion
	for _, concept := range c.Taxonomy.Concepts() {
		if !concept.Linkable() {
			continue
		}
		if f, ok := c.completeName(concept, text, starts); ok {
			list = append(list, f)
		}
	}
	return c.sorted(list)
}

// completeName takes the most of the typed words, and of the names that begin so the shortest.
func (c Completer) completeName(concept *taxonomy.Concept, text string, starts []int) (suggestion, bool) {
	for i := len(starts) - 1; i >= 0; i-- {
		typed, best := text[starts[i]:], ""
		for _, name := range c.namesOf(concept) {
			if beginsWith(name, typed) && !strings.ContainsAny(name, `":()*~`) && (best == "" || len(name) < len(best)) {
				best = name
			}
		}
		if best != "" {
			return suggestion{Completion{text + inCaseOf(typed, best[len(typed):]), concept.Kind, concept.Name}, concept, i + 1}, true
		}
	}
	return suggestion{}, false
}

// namesOf are the names by which a search finds a concept, the ambiguous ones that mean it first among them.
func (c Completer) namesOf(concept *taxonomy.Concept) []string {
	names := concept.Names()
	for _, name := range concept.Ambiguous {
		if meant, ok := c.Taxonomy.Find(name); ok && meant == concept {
			names = append(names, name)
		}
	}
	return names
}

// inCaseOf writes the rest of a name small for who types small letters.
func inCaseOf(typed, rest string) string {
	if typed == strings.ToLower(typed) {
		return strings.ToLower(rest)
	}
	return rest
}

// nameStarts returns where a name that is being typed may begin: at the last word, or at plain words before it.
func nameStarts(text string, t typing) []int {
	starts := []int{len(t.before)}
	for len(starts) < mostNameWords {
		before := text[:starts[len(starts)-1]]
		word := strings.TrimSuffix(before, " ")
		at := strings.LastIndexByte(word, ' ') + 1
		word = word[at:]
		if word == "" || !strings.HasSuffix(before, " ") || strings.ContainsAny(word, `":()*~`) || word[0] == '-' ||
			word == "OR" || word == "AND" || word == "NOT" {
			break
		}
		starts = append(starts, at)
	}
	return starts
}

// sorted puts first what more of the typed words name, then what more questions are about, then short names.
func (c Completer) sorted(list []suggestion) []Completion {
	questions := map[*taxonomy.Concept]int{}
	for _, f := range list {
		if c.Questions != nil {
			questions[f.concept] = c.Questions(f.concept.ID)
		}
	}
	slices.SortFunc(list, func(a, b suggestion) int {
		return cmp.Or(cmp.Compare(b.words, a.words), cmp.Compare(questions[b.concept], questions[a.concept]),
			cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text))
	})
	completions := make([]Completion, len(list))
	for i, f := range list {
		completions[i] = f.Completion
	}
	return completions
}

func (c Completer) words(t typing, limit int) []Completion {
	if c.Words == nil {
		return nil
	}
	var list []Completion
	for _, w := range c.Words(t.word, limit) {
		list = append(list, Completion{t.before + w, "word", w})
	}
	return list
}

// beginsWith disregards case.
func beginsWith(text, beginning string) bool {
	n := len(beginning)
	return len(text) >= n && strings.EqualFold(text[:n], beginning) && (n == len(text) || utf8.RuneStart(text[n]))
}
