package format

import (
	"slices"
	"strings"

	"mlatlas/bank/pattern"
)

// special gathers the questions of documents whose shape is their own, and reports whether it was one.
func (a *asker) special(v *value, ctx setting) bool {
	if kind := h5pType(v); kind != "" {
		return a.h5p(v, kind, ctx)
	}
	if kind := v.get("__type__"); kind.text == "Deck" {
		a.deck(v, ctx)
		return true
	}
	return a.parallel(v, ctx) || ctx.h5p != "" && a.h5pSet(v, ctx)
}

// h5pType returns the type of the content of an object of H5P: {"library": "H5P.MultiChoice 1.16", "params": {...}}.
func h5pType(v *value) string {
	library := v.get("library")
	name, _, _ := strings.Cut(library.text, " ")
	if params := v.get("params"); params.kind == object && strings.HasPrefix(name, "H5P.") {
		return name
	}
	return ""
}

func (a *asker) h5p(v *value, kind string, ctx setting) bool {
	params := v.get("params")
	metadata := v.get("metadata")
	ctx.h5p = kind
	title := metadata.get("title")
	if title.kind == text && isQuestion(&params) {
		params.fields = append(params.fields, field{"title", title})
	}
	if !a.h5pSet(&params, ctx) {
		a.walk(&params, ctx)
	}
	return true
}

// h5pSet gathers contents of H5P that hold several questions without marking them as such: sets of single choices, whose
// first answer is right, and sentences with *gaps*.
func (a *asker) h5pSet(v *value, ctx setting) bool {
	choices, questions := v.get("choices"), v.get("questions")
	switch {
	case ctx.h5p == "H5P.SingleChoiceSet" && choices.kind == list:
		for _, item := range choices.items {
			a.firstRight(item, ctx)
		}
		return len(choices.items) > 0
	case ctx.h5p == "H5P.Blanks" && questions.kind == list:
		task := tidy(scalar(v.get("text")))
		for _, item := range questions.items {
			a.gaps(item, task, ctx)
		}
		return len(questions.items) > 0
	}
	return false
}

// bareH5P recognises the parameters of a content that stand alone, as in content.json.
func (a *asker) bareH5P(v *value, ctx setting) setting {
	choices := v.get("choices")
	if len(choices.items) > 0 && part(choices.items[0], "stem").kind == text && len(choices.items[0].fields) <= 3 {
		answers := choices.items[0].get("answers")
		if answers.kind == list && len(answers.items) > 1 && answers.items[0].kind == text {
			ctx.h5p = "H5P.SingleChoiceSet"
		}
	}
	questions := v.get("questions")
	if len(questions.items) > 0 && questions.items[0].kind == text && h5pGap.MatchString(questions.items[0].text) {
		ctx.h5p = "H5P.Blanks"
	}
	return ctx
}

func (a *asker) firstRight(item value, ctx setting) {
	answers := item.get("answers")
	options := value{kind: list, line: answers.line}
	for i, answer := range answers.items {
		right := value{kind: truth, text: "false", line: answer.line}
		if i == 0 {
			right.text = "true"
		}
		options.items = append(options.items, objectValue(answer.line, field{"text", answer}, field{"correct", right}))
	}
	a.add(objectValue(item.line, field{"question", item.get("question")}, field{"options", options}), ctx)
}

// h5pGap is a gap: *answer*, *one/other*, *answer:tip*.
var h5pGap = pattern.New(`\*([^*\n]+)\*`)

// gaps makes a question of each text with gaps. Each gap is a question of its own, since each has its own answer.
func (a *asker) gaps(item value, task string, ctx setting) {
	text := scalar(item)
	at := h5pGap.FindAllStringSubmatchIndex(text, -1)
	if len(at) == 0 {
		a.fail(item.line, "", "no-key", "a text with gaps has none: write *answer* where the gap is")
	}
	for i := range at {
		var stem strings.Builder
		last := 0
		for j, m := range at {
			stem.WriteString(text[last:m[0]])
			if j == i {
				stem.WriteString("_____")
			} else {
				stem.WriteString(strings.Split(strings.Split(text[m[2]:m[3]], ":")[0], "/")[0])
			}
			last = m[1]
		}
		stem.WriteString(text[last:])
		answer, _, _ := strings.Cut(text[at[i][2]:at[i][3]], ":")
		accepted := value{kind: list, line: item.line}
		for s := range strings.SplitSeq(answer, "/") {
			accepted.items = append(accepted.items, textValue(s, item.line))
		}
		asked := strings.TrimSpace(task + "\n\n" + tidy(stem.String()))
		a.add(objectValue(item.line, field{"kind", textValue("short", item.line)}, field{"question", textValue(asked, item.line)}, field{"answer", accepted}), ctx)
	}
}

// parallel gathers the questions of {"article": ..., "questions": [..], "options": [[..]], "answers": [..]}.
func (a *asker) parallel(v *value, ctx setting) bool {
	questions, _ := partOf(*v, []string{"questions", "question"})
	options, _ := partOf(*v, []string{"options", "choices"})
	answers, _ := partOf(*v, []string{"answers", "answer", "labels", "correctanswers"})
	n := len(questions.items)
	if n == 0 || len(options.items) != n || questions.items[0].kind != text || options.items[0].kind != list {
		return false
	}
	ctx = a.inside(v, ctx)
	for i := range n {
		item := objectValue(questions.items[i].line, field{"question", questions.items[i]}, field{"options", options.items[i]})
		if i < len(answers.items) {
			item.fields = append(item.fields, field{"answer", answers.items[i]})
		}
		a.add(item, ctx)
	}
	return true
}

// deck gathers the notes of a deck of Anki as CrowdAnki writes it: the fields of a note have their names in its model.
func (a *asker) deck(v *value, ctx setting) {
	a.deckWith(v, ctx, map[string]value{})
}

func (a *asker) deckWith(v *value, ctx setting, models map[string]value) {
	all := v.get("note_models")
	for _, m := range all.items {
		models[scalar(m.get("crowdanki_uuid"))] = m
	}
	if name := scalar(v.get("name")); name != "" && name != "Default" {
		ctx.tags = addTag(ctx.tags, name)
	}
	notes := v.get("notes")
	for i := range notes.items {
		a.note(&notes.items[i], models, ctx)
	}
	children := v.get("children")
	for i := range children.items {
		a.deckWith(&children.items[i], ctx, models)
	}
}

func (a *asker) note(note *value, models map[string]value, ctx setting) {
	if note.kind == broken {
		a.broken(note)
		return
	}
	model, known := models[scalar(note.get("note_model_uuid"))]
	names := model.get("flds")
	card := value{kind: object, line: note.line}
	fields := note.get("fields")
	for i, f := range fields.items {
		name := []string{"Front", "Back"}[min(i, 1)]
		if i < len(names.items) {
			name = scalar(names.items[i].get("name"))
		} else if known || i > 1 {
			continue
		}
		card.fields = append(card.fields, field{name, textValue(scalar(f), f.line)})
	}
	card.fields = append(card.fields, field{"tags", note.get("tags")})
	if cloze := clozeField(&card); cloze >= 0 {
		a.cloze(&card, cloze, ctx)
		return
	}
	a.add(card, ctx)
}

// clozeDeletion is a gap of a card: {{c1::answer::hint}}.
var clozeDeletion = pattern.New(`(?s)\{\{c([0-9]+)::(.*?)(?:::(.*?))?\}\}`)

func clozeField(card *value) int {
	return slices.IndexFunc(card.fields, func(f field) bool { return f.value.kind == text && clozeDeletion.MatchString(f.value.text) })
}

// cloze makes a question of each number of gaps, as Anki makes a card of it.
func (a *asker) cloze(card *value, at int, ctx setting) {
	text := card.fields[at].value.text
	var numbers []string
	for _, m := range clozeDeletion.FindAllStringSubmatch(text, -1) {
		numbers = append(numbers, m[1])
	}
	for _, n := range unique(numbers) {
		var answers []string
		stem := clozeDeletion.ReplaceAllStringFunc(text, func(gap string) string {
			m := clozeDeletion.FindStringSubmatch(gap)
			if m[1] != n {
				return m[2]
			}
			answers = append(answers, tidy(m[2]))
			if m[3] != "" {
				return "_____ (" + m[3] + ")"
			}
			return "_____"
		})
		line := card.line
		v := objectValue(line, field{"kind", textValue("short", line)}, field{"question", textValue(stem, line)},
			field{"answer", textValue(strings.Join(answers, "; "), line)}, field{"tags", card.get("tags")})
		for i, f := range card.fields {
			if i != at && f.name != "tags" && tidy(f.value.text) != "" {
				v.fields = append(v.fields, field{"explanation", f.value})
				break
			}
		}
		a.add(v, ctx)
	}
}
