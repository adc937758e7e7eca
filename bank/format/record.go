package format

import (
	"cmp"
	"slices"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Record is the JSON of a question. The pointers are nil, and their keys absent, where the answer is withheld.
type Record struct {
	ID          string         `json:"id"`
	Bank        string         `json:"bank"`
	Number      string         `json:"number"`
	Kind        bank.Kind      `json:"kind"`
	Title       string         `json:"title,omitzero"`
	Stem        string         `json:"stem"`
	Prompts     []string       `json:"prompts,omitzero"` // of matching questions
	Options     []OptionRecord `json:"options"`
	Answer      []string       `json:"answer,omitzero"`
	Explanation *string        `json:"explanation,omitzero"`
	Tags        []string       `json:"tags"`
	References  []string       `json:"references"`
	Source      SourceRecord   `json:"source"`
	Concepts    []ConceptLink  `json:"concepts"`        // heaviest first, ties by ID
	Tasks       []TaskRecord   `json:"tasks"`           // heaviest first, ties by exam and task
	Copies      []bank.Copy    `json:"copies,omitzero"` // other questions that say the same; where it was asked for
}

// OptionRecord is one option of a Record.
type OptionRecord struct {
	Label    string  `json:"label"`
	Text     string  `json:"text"`
	Correct  *bool   `json:"correct,omitzero"`
	Feedback *string `json:"feedback,omitzero"`
	Credit   float64 `json:"credit,omitzero"` // percent
}

// SourceRecord says where a question was read.
type SourceRecord struct {
	File string `json:"file"`
	Line int    `json:"line"`

	Licence string `json:"licence,omitzero"` // of the bank, as far as it is known; in an export
	From    string `json:"from,omitzero"`    // where the bank is from
	Private bool   `json:"private,omitzero"` // not to be passed on
}

// ConceptLink is a concept that a question names or implies.
type ConceptLink struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`
	Role    bank.Role `json:"role"`
	Weight  float64   `json:"weight"`
	Primary bool      `json:"primary"`

	ImpliedBy []string `json:"implied_by,omitzero"` // IDs of the concepts that imply it, where the question does not name it
}

// TaskRecord is a task that a question belongs to.
type TaskRecord struct {
	Exam   string  `json:"exam"`
	Task   string  `json:"task"`
	Domain string  `json:"domain"`
	Weight float64 `json:"weight"`
}

// NewRecord makes the Record of a question, with the answer. Names and kinds of concepts are from t; a concept that t
// does not know, and every one if t is nil, has its ID as its name.
func NewRecord(q *bank.Question, t *taxonomy.Taxonomy) Record {
	explanation := q.Explanation
	r := Record{
		ID: q.ID, Bank: q.Bank, Number: q.Number, Kind: q.Kind, Title: q.Title, Stem: q.Stem, Prompts: q.Prompts, Explanation: &explanation,
		Options: []OptionRecord{}, Answer: listed(q.Answer), Tags: listed(q.Tags), References: listed(q.References),
		Source: sourceRecord(q.Source), Concepts: []ConceptLink{}, Tasks: []TaskRecord{},
	}
	for _, o := range q.Options {
		r.Options = append(r.Options, OptionRecord{Label: o.Label, Text: o.Text, Correct: &o.Correct, Feedback: &o.Feedback, Credit: o.Credit})
	}
	for _, l := range q.Links {
		c := ConceptLink{ID: l.Concept, Name: l.Concept, Role: l.Role, Weight: l.Weight, Primary: l.Primary, ImpliedBy: l.ImpliedBy}
		if t != nil {
			if known, ok := t.Concept(l.Concept); ok {
				c.Name, c.Kind = known.Name, known.Kind
			}
		}
		r.Concepts = append(r.Concepts, c)
	}
	for _, l := range q.Tasks {
		r.Tasks = append(r.Tasks, TaskRecord(l))
	}
	r.sort()
	return r
}

func sourceRecord(s bank.Source) SourceRecord {
	return SourceRecord{s.File, s.Line, s.Provenance.Licence, s.Provenance.Source, s.Provenance.Private}
}

func (r *Record) sort() {
	slices.SortStableFunc(r.Concepts, func(a, b ConceptLink) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.Tasks, func(a, b TaskRecord) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Exam, b.Exam), cmp.Compare(a.Task, b.Task))
	})
}

// listed makes a list that is written as [] when it is empty.
func listed(s []string) []string {
	return append([]string{}, s...)
}

// WithoutAnswer returns a copy without what gives the answer away: which options are right, their feedback, the order of
// steps, the accepted texts, the answer and the explanation.
func (r Record) WithoutAnswer() Record {
	r.Answer, r.Explanation = nil, nil
	if r.Kind == bank.Short || r.Kind == bank.Numeric {
		r.Options = []OptionRecord{}
		return r
	}
	r.Options = slices.Clone(r.Options)
	for i := range r.Options {
		r.Options[i].Correct, r.Options[i].Feedback, r.Options[i].Credit = nil, nil, 0
	}
	if r.Kind == bank.Ordering {
		slices.SortStableFunc(r.Options, func(a, b OptionRecord) int { return cmp.Compare(position(a.Label), position(b.Label)) })
	}
	return r
}
