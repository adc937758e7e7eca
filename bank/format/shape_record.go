package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// isRecord recognises a question that mlatlas itself wrote: a Record. Its texts are Markdown and are taken to the letter.
func isRecord(v *value) bool {
	if len(v.fields) < 8 || v.fields[0].name != "id" || v.fields[1].name != "bank" {
		return false
	}
	source, concepts, tasks := v.get("source"), v.get("concepts"), v.get("tasks")
	return source.kind == object && concepts.kind == list && tasks.kind == list
}

// recordDraft reads a Record.
func recordDraft(v value) (draft, *shapeError) {
	d := draft{line: v.line, bank: scalar(v.get("bank")), number: scalar(v.get("number")), kind: bank.Kind(scalar(v.get("kind"))),
		title: scalar(v.get("title")), stem: scalar(v.get("stem")), prompts: texts(v.get("prompts")),
		explanation: scalar(v.get("explanation")), tags: texts(v.get("tags")), references: texts(v.get("references"))}
	if why := unknownKind(d.kind); why != "" {
		return draft{}, &shapeError{number: d.number, line: v.line, message: why}
	}
	if d.number == "" {
		d.number = numberOfID(scalar(v.get("id")), d.bank)
	}
	source := v.get("source")
	d.from = bank.Provenance{Licence: scalar(source.get("licence")), Source: scalar(source.get("from")), Private: scalar(source.get("private")) == "true"}
	options := v.get("options")
	for _, item := range options.items {
		o := bank.Option{Label: scalar(item.get("label")), Text: scalar(item.get("text")), Correct: scalar(item.get("correct")) == "true",
			Feedback: scalar(item.get("feedback"))}
		fmt.Sscan(scalar(item.get("credit")), &o.Credit)
		d.options = append(d.options, o)
	}
	d.keys = recordKeys(v.get("answer"), d.kind)
	return d, nil
}

// recordKeys returns one line of labels, or each accepted text.
func recordKeys(v value, kind bank.Kind) []keyLine {
	answers := texts(v)
	if len(answers) == 0 {
		return nil
	}
	if kind != bank.Short && kind != bank.Numeric && kind != bank.Matching {
		return []keyLine{{v.line, strings.Join(answers, ", ")}}
	}
	var keys []keyLine
	for _, a := range answers {
		keys = append(keys, keyLine{v.line, a})
	}
	return keys
}
