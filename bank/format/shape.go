package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A shapeError says which field of a question has a shape that no question has.
type shapeError struct {
	number  string
	line    int
	code    string // "" for bad-json
	message string
}

func (e *shapeError) Error() string { return e.message }

// shape reads one question out of an object. The steps build on each other: the options say what a key may name, the key
// says which options are right.
type shape struct {
	draft
	value
	family  *family
	choices []choice
	labels  bool   // the options have labels of their own
	listed  string // name of the field that the options were taken from
	mixed   bool   // the options were put together of right and wrong ones
	keyed   string // name of the field that the key was taken from
}

// draftOf reads a question out of an object.
func (f *family) draftOf(v value) (draft, *shapeError) {
	if isRecord(&v) {
		return recordDraft(v)
	}
	v = pulledUp(decodedTrivia(v))
	s := shape{value: v, family: f, draft: draft{line: v.line}}
	s.repeatedFields()
	s.head()
	if why := unknownKind(s.draft.kind); why != "" {
		return draft{}, &shapeError{number: s.number, line: v.line, message: why}
	}
	if err := s.body(); err != nil {
		return draft{}, err
	}
	s.key()
	s.explain()
	s.settle()
	for _, c := range s.choices {
		s.draft.options = append(s.draft.options, c.Option)
	}
	return s.draft, nil
}

// repeatedFields keeps the last of two fields of one name, as programs do, and says so.
func (s *shape) repeatedFields() {
	if len(s.fields) > 64 {
		return
	}
	for i := len(s.fields) - 1; i > 0; i-- {
		name := s.fields[i].name
		before := slices.IndexFunc(s.fields[:i], func(f field) bool { return f.name == name })
		if before < 0 {
			continue
		}
		if !sameValue(&s.fields[before].value, &s.fields[i].value) {
			s.problems = append(s.problems, bank.Problem{Line: s.fields[i].value.line, Severity: bank.Warning, Code: "repeated-field",
				Message: fmt.Sprintf("the field %q is there twice, and the last one was taken: leave one", clip(name))})
		}
		fields := slices.Clone(s.fields)
		fields[before] = fields[i]
		s.fields = slices.Delete(fields, i, i+1)
	}
}

func sameValue(a, b *value) bool {
	return a.kind == b.kind && a.text == b.text && len(a.items) == len(b.items) && len(a.fields) == len(b.fields)
}

// head reads what a question says about itself.
func (s *shape) head() {
	s.bank = scalar(part(s.value, "bank"))
	s.number = numberOf(scalar(part(s.value, "number")))
	if s.number == "" {
		id, name := partOf(s.value, fieldNames["id"])
		if s.number = numberOfID(scalar(id), s.bank); s.number == "" && name != "questionid" {
			s.number = numberInText(scalar(id))
		}
	}
	s.draft.kind = s.kindOf()
	s.tags = tagsOf(s.value)
	if topic, _ := partOf(s.value, []string{"topicnumber"}); topic.kind != null {
		s.tags = append(s.tags, "Topic "+scalar(topic))
	}
	for _, ref := range texts(part(s.value, "references")) {
		if ref = strings.TrimSpace(ref); ref != "" && !isNumber(ref) {
			s.references = append(s.references, ref)
		}
	}
	s.references = unique(s.references)
}

// kindOf finds the word for the kind. "kind" is the name that mlatlas itself writes, so an unknown word there is a mistake;
// "type" may be the type of anything.
func (s *shape) kindOf() bank.Kind {
	for _, f := range fieldsOf(&s.value, fieldNames["kind"]) {
		word := scalar(*f.value)
		if f.value.kind != text || word == "" {
			continue
		}
		if kind, known := kindOfWord(word); known {
			return bank.Kind(kind)
		}
		if f.name == "kind" {
			return bank.Kind(word)
		}
	}
	return ""
}

func tagsOf(v value) []string {
	var tags []string
	for i := range v.fields {
		f := &v.fields[i]
		if !hasName(f.name, "tags") {
			continue
		}
		for _, tag := range texts(f.value) {
			if tag = tidy(tag); tag != "" && len(tag) < 200 && f.value.kind != truth && (f.value.kind != number || sameName(f.name, "domain")) {
				if isNumber(tag) {
					tag = strings.ToUpper(f.name[:1]) + f.name[1:] + " " + tag
				}
				tags = append(tags, tag)
			}
		}
	}
	return unique(tags)
}

// body reads the stem and what can be chosen.
func (s *shape) body() *shapeError {
	stem, name := partOf(s.value, fieldNames["stem"])
	s.stem = tidy(textOf(stem))
	title := tidy(textOf(part(s.value, "title")))
	if name != "title" && title != s.stem {
		s.title = title
	}
	if s.number == "" {
		s.number = numberInText(title)
	}
	if s.readPairs() {
		s.addContext()
		return nil
	}
	if err := s.readOptions(); err != nil {
		return &shapeError{number: s.number, line: s.value.line, message: err.Error()}
	}
	if len(s.choices) == 0 {
		s.stem, s.choices = optionsInStem(s.stem)
	}
	if len(s.choices) > maxChoices {
		return &shapeError{s.number, s.value.line, "too-many-options", fmt.Sprintf("the question has %d options: a question has at most %d", len(s.choices), maxChoices)}
	}
	s.labels = labelChoices(s.choices)
	if len(s.choices) == 1 && pictureOnly(s.choices[0].Text) {
		return &shapeError{s.number, s.value.line, "picture-options", "the options are a picture (HOTSPOT, or drag and drop): write them as texts"}
	}
	s.addContext()
	if name == "" && s.stem == "" {
		return &shapeError{s.number, s.value.line, "no-stem", "the question has no text: write it as \"question\", beside its options and answer"}
	}
	return nil
}

// pictureMark is what a page that was turned into JSON has in the place of a picture.
const pictureMark = "//IMG//"

func pictureOnly(s string) bool {
	s = strings.TrimSpace(s)
	return s == pictureMark || s != "" && strings.TrimSpace(imageMark.ReplaceAllString(s, "")) == ""
}

// addContext puts the pictures into the stem and the passage in front of it.
func (s *shape) addContext() {
	for _, src := range pictures(part(s.value, "images")) {
		mark := "![](" + src + ")"
		switch {
		case strings.Contains(s.stem, src):
		case strings.Contains(s.stem, pictureMark):
			s.stem = strings.Replace(s.stem, pictureMark, mark, 1)
		default:
			s.stem += "\n\n" + mark
		}
	}
	var passages []string
	for i := range s.fields {
		f := &s.fields[i]
		if !hasName(f.name, "passage") {
			continue
		}
		if passage := tidy(textOf(f.value)); passage != "" && passage != s.stem {
			passages = append(passages, passage)
		}
	}
	s.stem = strings.TrimSpace(strings.Join(append(unique(passages), s.stem), "\n\n"))
}

// pictures lists the addresses of pictures.
func pictures(v value) []string {
	switch v.kind {
	case text:
		if v.text != "" && !strings.ContainsAny(v.text, " \n<>()") && len(v.text) < 2048 && !strings.HasPrefix(v.text, "data:") {
			return []string{v.text}
		}
	case list:
		var all []string
		for _, item := range v.items {
			all = append(all, pictures(item)...)
		}
		return all
	case object:
		src, _ := partOf(v, []string{"url", "src", "href", "path", "file", "filename", "link"})
		if src.kind == text {
			return pictures(src)
		}
	}
	return nil
}

// settle decides what only the whole question can tell.
func (s *shape) settle() {
	n := len(s.choices)
	if s.draft.kind == bank.Multiple && s.mixed && s.rights() == 1 { // "multiple" is short for multiple choice there
		s.draft.kind = ""
	}
	switch {
	case s.draft.kind == bank.TrueFalse && n > 2:
		s.draft.kind = ""
	case s.draft.kind == bank.Short && n > 1 && !s.anyAccepted(), s.draft.kind == bank.Essay && n > 1 && len(s.keys) > 0:
		s.draft.kind = ""
	case s.draft.kind == bank.Essay: // what an answer should hold
		for _, k := range s.keys {
			s.explanation = strings.TrimSpace(s.explanation + "\n\n" + k.text)
		}
		s.keys = nil
	case s.draft.kind == bank.TrueFalse && n == 0 && len(s.keys) == 1:
		s.keys[0].text = truthWord(s.keys[0].text)
	}
	if s.draft.kind != "" || n > 0 || len(s.keys) == 0 || s.optionsAreEmpty() {
		return
	}
	if worked, result, ok := strings.Cut(s.keys[0].text, "\n#### "); ok && len(s.keys) == 1 { // the working stands before the result
		s.keys[0].text, s.explanation = strings.TrimSpace(result), strings.TrimSpace(worked+"\n\n"+s.explanation)
	}
	answer := s.keys[0].text
	switch _, isTruth := truths[fold(answer)]; {
	case len(s.keys) == 1 && isTruth:
		s.draft.kind = bank.TrueFalse
	case len(s.keys) == 1 && (len(answer) > shortLength(s.keyed) || strings.Contains(answer, "\n")):
		s.draft.kind, s.keys = bank.Essay, nil
		s.explanation = strings.TrimSpace(answer + "\n\n" + s.explanation)
	default:
		s.draft.kind = bank.Short
	}
}

func (s *shape) rights() int {
	n := 0
	for _, c := range s.choices {
		if c.Correct {
			n++
		}
	}
	return n
}

// anyAccepted says that the options are the accepted texts of a short answer.
func (s *shape) anyAccepted() bool {
	for _, c := range s.choices {
		if !c.Correct && c.Credit == 0 && c.Feedback == "" {
			return false
		}
	}
	return true
}

// optionsAreEmpty says that there is a field for options and nothing in it: the options were lost.
func (s *shape) optionsAreEmpty() bool {
	v := part(s.value, "options")
	return v.container() && len(s.choices) == 0 && s.draft.kind == ""
}

// shortLength is how long a short answer may be. The back of a card is either a word to know or a text to read.
func shortLength(name string) int {
	if name == "back" {
		return 60
	}
	return 300
}

func truthWord(s string) string {
	switch fold(s) {
	case "1", "yes", "y", "t", "correct", "right":
		return "True"
	case "0", "no", "n", "f", "incorrect", "wrong":
		return "False"
	}
	return s
}

// titleNumber is a name that is a number: "Q12", "Question 12", "question_12", "12".
var titleNumber = pattern.New(`(?i)^(?:q|ques|question|questão|questao|pregunta|frage|item|problem|no|nr)?[ _.#:-]{0,3}([0-9]{1,5})\.?$`)

func numberInText(s string) string {
	if found := titleNumber.FindStringSubmatch(strings.TrimSpace(s)); found != nil {
		return found[1]
	}
	return ""
}

// numberOf takes a number as written, without a word such as "Question" before it.
func numberOf(s string) string {
	s = strings.TrimSpace(s)
	if n := numberInText(s); n != "" {
		return n
	}
	if len(s) > 20 {
		return ""
	}
	return s
}

// scalar returns a text, number or truth value as text, and "" for others.
func scalar(v value) string {
	if v.kind == list || v.kind == object || v.kind == broken {
		return ""
	}
	return v.text
}

// texts returns the texts of a list, or the one text.
func texts(v value) []string {
	switch v.kind {
	case null, object, broken:
		return nil
	case list:
		var all []string
		for _, item := range v.items {
			all = append(all, scalar(item))
		}
		return all
	}
	return []string{scalar(v)}
}

// numberOfID returns the number in an ID of the form <bank>/<number>.
func numberOfID(id, from string) string {
	if from != "" && strings.HasPrefix(id, from+"/") {
		return id[len(from)+1:]
	}
	return ""
}

var kinds = []bank.Kind{bank.Single, bank.Multiple, bank.TrueFalse, bank.Ordering, bank.Matching, bank.Short, bank.Numeric, bank.Essay}

func unknownKind(kind bank.Kind) string {
	if kind == "" {
		return ""
	}
	var names []string
	for _, k := range kinds {
		if k == kind {
			return ""
		}
		names = append(names, string(k))
	}
	return fmt.Sprintf("the kind %q is unknown: write one of %s", clip(string(kind)), strings.Join(names, ", "))
}
