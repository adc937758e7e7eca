package index

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// topic is a field term that has become values of a keyword field of the index.
type topic struct {
	Term
	field   string   // a field of document.go
	values  []string // any of them matches; beginnings of values if Prefix
	concept string   // ID, when the topic is a concept
	title   string   // how the topic is called in words
}

// term resolves a leaf that is no plain word. The result is nil when there is nothing in it to search for.
func (r *resolver) term(t Term) (Node, error) {
	kind := textField
	if t.Field != "" {
		kind, _ = fieldNamed(t.Field)
	}
	if kind == textField {
		inexact := t.Prefix || t.Slips > 0 // the* is more than "the"
		if !searchable(t.Text) && (!inexact || len(analyze(t.Text)) == 0) {
			r.ignored = append(r.ignored, t)
			return nil, nil
		}
		return t, nil
	}
	if fold(t.Text) == "" {
		return nil, t.mistake(t.Field+": has no value", fmt.Sprintf("write %s:value", t.Field))
	}
	if kind == exactField {
		return r.exact(t)
	}
	if t.Prefix || t.Slips > 0 {
		return nil, t.mistake(fmt.Sprintf("%s: takes a whole name", t.Field),
			"leave out * and ~; everything below a topic is found anyway")
	}
	if kind == learnerField {
		return r.learner(t)
	}
	switch t.Field {
	case "task", "domain":
		return r.blueprint(t)
	case "exam":
		return r.examTopic(t)
	}
	return r.conceptTopic(t)
}

// mistake is a SyntaxError at the term.
func (t Term) mistake(message, hint string) error {
	return &SyntaxError{Column: max(t.Column, 1), Message: message, Hint: hint}
}

// didYouMean is the hint that names the nearest values.
func didYouMean(field string, values []string) string {
	if len(values) == 0 {
		return "there is none"
	}
	written := make([]string, len(values))
	for i, v := range values {
		written[i] = Term{Field: field, Text: v, Quoted: strings.ContainsAny(v, " ()\"*~")}.String()
	}
	return "the nearest are " + strings.Join(written, ", ")
}

// topicKinds are the kinds of concept that a field takes. A service: is also a part of one, since people call Clarify
// a service; a group stands for all services in it.
var topicKinds = map[string][]string{
	"service": {"service", "feature", taxonomy.KindGroup},
	"feature": {"feature", "service", "deployment-option", "deployment-strategy", "pricing-option", "compute-resource",
		"security-control"},
	"concept": taxonomy.Kinds,
}

func (r *resolver) conceptTopic(t Term) (Node, error) {
	c, ok := r.taxonomy.Find(t.Text)
	if !ok {
		return nil, t.mistake(fmt.Sprintf("there is no %s %q", t.Field, t.Text),
			"the nearest are "+strings.Join(r.nearestTopics(t), ", "))
	}
	if !slices.Contains(topicKinds[t.Field], c.Kind) && slices.Contains(taxonomy.Kinds, c.Kind) {
		return nil, t.mistake(fmt.Sprintf("%s is of kind %s, not a %s", c.Name, c.Kind, t.Field), "write concept:"+c.ID)
	}
	return topic{Term: t, field: fieldConcept, values: []string{c.ID}, concept: c.ID, title: c.Name}, nil
}

// nearestTopics returns the concepts nearest to a topic that nobody knows, each with a field that takes it.
func (r *resolver) nearestTopics(t Term) []string {
	var near []string
	for _, id := range r.taxonomy.Nearest(t.Text, 3) {
		field := "concept"
		if c, ok := r.taxonomy.Concept(id); ok && slices.Contains(topicKinds[t.Field], c.Kind) {
			field = t.Field
		}
		near = append(near, Term{Field: field, Text: id}.String())
	}
	return near
}

func (r *resolver) examTopic(t Term) (Node, error) {
	var names []string
	for _, e := range r.taxonomy.Exams() {
		if fold(t.Text) == fold(e.ID) || fold(t.Text) == fold(e.Name) {
			return topic{Term: t, field: fieldExam, values: []string{e.ID}, title: e.Name}, nil
		}
		names = append(names, e.ID)
	}
	return nil, t.mistake(fmt.Sprintf("there is no exam %q", t.Text), didYouMean("exam", nearest(t.Text, names, 3)))
}

// blueprint resolves a task or a domain by ID (2.3), exam and ID (mla-c01/2.3) or name.
func (r *resolver) blueprint(t Term) (Node, error) {
	exams := r.taxonomy.Exams()
	wanted := fold(t.Text)
	if id, rest, ok := strings.Cut(wanted, "/"); ok {
		if e, found := r.taxonomy.Exam(id); found {
			exams, wanted = []*taxonomy.Exam{e}, rest
		}
	} else if r.exam != nil {
		exams = []*taxonomy.Exam{r.exam}
	}
	resolved := topic{Term: t, field: t.Field} // the fields of the index are named like those of the query
	var ids []string
	for _, e := range exams {
		for _, part := range blueprintParts(e, t.Field) {
			if wanted == fold(part.id) || wanted == fold(part.name) {
				resolved.values = append(resolved.values, e.ID+"/"+part.id)
				resolved.title = part.name
			}
			if !slices.Contains(ids, part.id) {
				ids = append(ids, part.id)
			}
		}
	}
	switch len(resolved.values) {
	case 0:
		return nil, t.mistake(fmt.Sprintf("there is no %s %q in %s", t.Field, t.Text, examIDs(exams)),
			didYouMean(t.Field, nearest(wanted, ids, 3)))
	case 1:
	default: // the titles differ from exam to exam
		resolved.title = "of any exam"
	}
	return resolved, nil
}

type blueprintPart struct{ id, name string }

func blueprintParts(e *taxonomy.Exam, field string) []blueprintPart {
	var parts []blueprintPart
	if field == "domain" {
		for _, d := range e.Domains {
			parts = append(parts, blueprintPart{d.ID, d.Name})
		}
		return parts
	}
	for _, task := range e.Tasks {
		parts = append(parts, blueprintPart{task.ID, task.Name})
	}
	return parts
}

func examIDs(exams []*taxonomy.Exam) string {
	ids := make([]string, len(exams))
	for i, e := range exams {
		ids[i] = e.ID
	}
	return strings.Join(ids, ", ")
}

// questionKinds are the values of kind:.
var questionKinds = []string{
	string(bank.Single), string(bank.Multiple), string(bank.TrueFalse), string(bank.Ordering), string(bank.Matching),
	string(bank.Short), string(bank.Numeric), string(bank.Essay),
}

// exact resolves a value that must be one of those in the index. Any number may be asked for.
func (r *resolver) exact(t Term) (Node, error) {
	value := fold(t.Text)
	if t.Slips > 0 {
		return nil, t.mistake(fmt.Sprintf("%s: takes a whole value or its beginning", t.Field),
			fmt.Sprintf("write %s:%s*", t.Field, t.Text))
	}
	resolved := topic{Term: t, field: keyField(t.Field), values: []string{value}, title: t.Text}
	candidates := questionKinds
	if t.Field != "kind" {
		if t.Field == "number" {
			resolved.values = append(resolved.values, strings.TrimLeft(value, "0"))
			return resolved, nil
		}
		if r.values == nil {
			return resolved, nil
		}
		var err error
		if candidates, err = r.values(resolved.field); err != nil {
			return nil, err
		}
	}
	matches := func(c string) bool { return c == value || t.Prefix && strings.HasPrefix(c, value) }
	if !slices.ContainsFunc(candidates, matches) {
		return nil, t.mistake(fmt.Sprintf("there is no %s %q", t.Field, t.Text),
			didYouMean(t.Field, nearest(value, candidates, 3)))
	}
	return resolved, nil
}
