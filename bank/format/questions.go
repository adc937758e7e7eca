package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
)

// asker finds the questions in a document: a list of them, one alone, or objects that wrap them, with titles and passages
// that hold for all that is inside. The questions of a batch are gathered first, since the keys of all of them say how a
// file counts (see family).
type asker struct {
	r       *Reader
	format  string
	family  family
	waiting []found
	seen    int // questions and problems
}

// found is a question, or a problem in its place.
type found struct {
	value   value
	setting setting
	problem *bank.Problem
}

// setting is what the objects around a question say about it.
type setting struct {
	name    string // of the field that holds it
	tags    []string
	passage string
	h5p     string // the type of content, such as H5P.SingleChoiceSet
	list    bool   // it stands in a list of questions
}

// bounds of one question.
const (
	maxChoices = 500
	maxTags    = 12
)

// flush emits what was gathered.
func (a *asker) flush() {
	waiting := a.waiting
	a.waiting = nil
	a.seen += len(waiting)
	for i := range waiting {
		if waiting[i].problem == nil {
			a.family.learn(waiting[i].value)
		}
	}
	for i := range waiting {
		if a.r.stopped {
			return
		}
		f := &waiting[i]
		a.r.saw(a.format)
		if f.problem != nil {
			a.r.emitProblem(*f.problem)
			continue
		}
		a.emit(f.value, f.setting)
	}
}

func (a *asker) emit(v value, ctx setting) {
	d, err := a.family.draftOf(v)
	if err != nil {
		a.r.emitProblem(badShape(err))
		return
	}
	if d.number == "" {
		d.number = numberInText(ctx.name)
	}
	if !isRecord(&v) {
		d.tags = unique(append(slices.Clone(ctx.tags), d.tags...))
	}
	if ctx.passage != "" && !strings.HasPrefix(d.stem, ctx.passage) && d.stem != "" {
		d.stem = ctx.passage + "\n\n" + d.stem
	}
	a.r.emit(a.r.check(d))
}

func (a *asker) add(v value, ctx setting) {
	a.waiting = append(a.waiting, found{value: v, setting: ctx})
}

func (a *asker) fail(line int, number, code, format string, args ...any) {
	a.waiting = append(a.waiting, found{problem: &bank.Problem{Line: line, Severity: bank.Error, Code: code, Number: number, Message: fmt.Sprintf(format, args...)}})
}

// walk gathers the questions of a value.
func (a *asker) walk(v *value, ctx setting) {
	switch v.kind {
	case broken:
		a.broken(v)
	case list:
		a.walkList(v, ctx)
	case object:
		a.walkObject(v, ctx)
	}
}

func (a *asker) broken(v *value) {
	a.fail(v.line, numberOf(scalar(part(*v, "number"))), "bad-json", "not JSON: %s; the questions around it were read", v.text)
}

func (a *asker) walkList(v *value, ctx setting) {
	ctx.list = isQuestionList(&field{ctx.name, *v})
	for i := range v.items {
		item := &v.items[i]
		switch {
		case ctx.list && item.kind == object && isEmpty(item):
			a.emptyTemplate(item.line)
		case !ctx.list || item.kind != object || isQuestion(item) || holdsQuestions(item, 0):
			a.walk(item, ctx)
		case part(*item, "stem").kind != null:
			a.add(*item, ctx)
		default:
			a.fail(item.line, numberOf(scalar(part(*item, "number"))), "no-stem",
				"an object in the list of questions has no text that asks: write it as \"question\", beside its options and answer")
		}
	}
}

func (a *asker) emptyTemplate(line int) {
	a.waiting = append(a.waiting, found{problem: &bank.Problem{Line: line, Severity: bank.Note, Code: "empty-template",
		Message: "the object has no values: a template was left out"}})
}

// isEmpty says that an object is a template: nothing in it has a value.
func isEmpty(v *value) bool {
	return !slices.ContainsFunc(v.fields, func(f field) bool {
		return f.value.container() && (len(f.value.items) > 0 || len(f.value.fields) > 0) || !f.value.container() && f.value.text != ""
	})
}

func (a *asker) walkObject(v *value, ctx setting) {
	if a.special(v, ctx) {
		return
	}
	if bare := a.bareH5P(v, ctx); bare.h5p != "" && a.h5pSet(v, bare) {
		return
	}
	if isQuestion(v) {
		a.add(*v, ctx)
		return
	}
	inner := a.inside(v, ctx)
	for i := range v.fields {
		f := &v.fields[i]
		if !f.value.container() && f.value.kind != broken || isOptionList(f.name) {
			continue
		}
		next := inner
		next.name = f.name
		if tag := topicName(f); tag != "" {
			next.tags = addTag(next.tags, tag)
		}
		a.walk(&f.value, next)
	}
}

// wrapperTitles are the names of the fields that say what the questions inside are about.
var wrapperTitles = []string{"title", "name", "topic", "topicname", "section", "sectiontitle", "category", "subject", "domain", "domainname", "chapter", "exam", "examname", "unit", "module", "skill", "difficulty", "quiztitle", "testname"}

// inside returns what holds for all that stands in an object which is no question.
func (a *asker) inside(v *value, ctx setting) setting {
	ctx.tags = slices.Clone(ctx.tags)
	for i := range v.fields {
		f := &v.fields[i]
		folded := ""
		if f.value.kind == text {
			folded = foldName(f.name)
		}
		if folded != "" && slices.Contains(wrapperTitles, folded) {
			if tag := strings.TrimSpace(tidy(f.value.text)); tag != "" && len(tag) < 200 && numberInText(tag) == "" {
				ctx.tags = addTag(ctx.tags, tag)
			}
		}
		if hasName(f.name, "passage") || (folded == "text" || folded == "content" || folded == "body") && len(f.value.text) > 40 {
			if passage := tidy(textOf(f.value)); passage != "" && folded != "introduction" {
				ctx.passage = strings.TrimSpace(ctx.passage + "\n\n" + passage)
			}
		}
	}
	return ctx
}

func addTag(tags []string, tag string) []string {
	if slices.Contains(tags, tag) || len(tags) >= maxTags {
		return tags
	}
	return append(slices.Clone(tags), tag)
}

// containerWords are the names of fields that hold questions and say nothing about them.
var containerWords = []string{"questions", "question", "items", "quiz", "quizzes", "data", "results", "result", "list", "props", "pageprops", "exam", "exams", "test", "tests", "bank", "questionbank", "pool", "mcqs", "mcq",
	"sections", "section", "topics", "topic", "categories", "category", "chapters", "chapter", "units", "modules", "parts", "part", "children", "content", "contents", "entries", "records", "rows", "docs", "documents", "pages", "elements",
	"assessment", "assessments", "info", "params", "response", "payload", "body", "items", "preguntas", "questoes", "perguntas", "fragen", "domande", "set", "sets", "group", "groups", "problems", "flashcards", "cards", "notes", "train", "validation", "test", "dev"}

// topicName returns the name of a field whose value is a list or map of questions, where the name is that of a topic.
func topicName(f *field) string {
	folded := foldName(f.name)
	if folded == "" || slices.Contains(containerWords, folded) || numberInText(f.name) != "" || len(f.name) > 80 || isQuestion(&f.value) {
		return ""
	}
	switch {
	case f.value.kind == list && isQuestionList(f):
	case f.value.kind == object && slices.ContainsFunc(f.value.fields, func(f field) bool { return isQuestion(&f.value) }):
	default:
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(f.name, "_", " "))
}

// isQuestion reports whether an object has the parts of a question. Where the name of a part is one that other things have
// too, such as "text" or "label", the options must look like options.
func isQuestion(v *value) bool {
	if v.kind != object {
		return false
	}
	flat := pulledUp(*v)
	v = &flat
	stem, _ := partOf(*v, fieldNames["stem"])
	if stem.kind == null || stem.kind == list || stem.kind == broken {
		return false
	}
	if strong(v, "stem") {
		kind, _ := partOf(*v, fieldNames["kind"])
		_, known := kindOfWord(scalar(kind))
		if hasOptions(v) || strong(v, "answer") || known && kind.kind == text || weakKey(v) || flatOrWrong(v) {
			return true
		}
		return v.get("choices").kind == list || v.get("options").kind == list
	}
	return (hasOptions(v) && (strong(v, "options") || v.get("answers").kind == list) || flatOrWrong(v)) && (part(*v, "answer").kind != null || anyMarked(v)) ||
		stem.text != "" && (matchesPairs(v) || saysTruth(v))
}

func weakKey(v *value) bool {
	key := part(*v, "answer")
	return key.kind == text || key.kind == number || key.kind == truth || key.kind == list
}

func matchesPairs(v *value) bool { return len(pairsIn(part(*v, "pairs"))) > 1 }

// saysTruth says that a statement is followed by a truth value as its key.
func saysTruth(v *value) bool {
	if statement := v.get("statement"); statement.kind != text {
		return false
	}
	key, _ := partOf(*v, []string{"answer", "correct", "correctanswer", "istrue"})
	return key.kind == truth || key.kind == text && len(key.text) < 6
}

// hasOptions reports whether there is a field of options that looks like one: a list, or texts by label.
func hasOptions(v *value) bool {
	options, _ := partOf(*v, append(slices.Clone(fieldNames["options"]), "answers"))
	switch options.kind {
	case list:
		return len(options.items) > 1 && options.items[0].kind != list
	case object:
		good := 0
		for _, f := range options.fields {
			if labelOfName(f.name) != "" || f.value.kind == list || f.value.kind == truth {
				good++
			}
		}
		return good > 1
	case text:
		return len(choicesInText(options)) > 1
	}
	return false
}

func flatOrWrong(v *value) bool {
	if wrong := part(*v, "wrong"); wrong.kind == list || wrong.kind == text {
		return true
	}
	return len(flatChoices(*v)) > 1
}

// anyMarked says that the options themselves say which of them are right.
func anyMarked(v *value) bool {
	options, _ := partOf(*v, append(slices.Clone(fieldNames["options"]), "answers"))
	for i := range options.items {
		if right, _ := partOf(options.items[i], append(slices.Clone(choiceRight), choiceScore...)); right.kind != null {
			return true
		}
	}
	return false
}

// isQuestionList reports whether a list or object holds questions: some of its elements are, or its name says so.
func isQuestionList(f *field) bool {
	v := &f.value
	switch {
	case v.asked:
		return true
	case isOptionList(f.name):
		return false
	case v.kind == object:
		return slices.ContainsFunc(v.fields, func(f field) bool { return f.value.kind == broken || isQuestion(&f.value) })
	}
	for i := range v.items {
		if v.items[i].kind == broken || isQuestion(&v.items[i]) {
			return true
		}
	}
	return false
}

// holdsQuestions reports whether there is a question, or a list of them, somewhere inside of an object.
func holdsQuestions(v *value, depth int) bool {
	if isQuestion(v) || v.kind == broken {
		return depth > 0
	}
	if depth > 6 {
		return false
	}
	for i := range v.items {
		if holdsQuestions(&v.items[i], depth+1) {
			return true
		}
	}
	for i := range v.fields {
		if f := &v.fields[i]; !isOptionList(f.name) && holdsQuestions(&f.value, depth+1) {
			return true
		}
	}
	return h5pType(v) != ""
}
