package index

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	engine "github.com/blevesearch/bleve_index_api"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// The fields of a document. Text fields hold terms with positions. The values of those keyword fields that
// hits are counted by go into the columns as well.
const (
	fieldStem        = "stem"
	fieldAnswer      = "answer" // the right options, one value each, under their place among all
	fieldWrong       = "wrong"  // the wrong ones likewise
	fieldExplanation = "explanation"

	fieldConcept = "concept" // every concept outside wrong options, and everything above it
	fieldPrimary = "primary" // the concepts that the question tests
	fieldMention = "mention" // concepts in wrong options only
	fieldAbout   = "about"   // every concept outside wrong options, without what is above
	fieldService = "service" // the services among fieldConcept
	fieldTask    = "task"    // mla-c01/2.3
	fieldDomain  = "domain"  // mla-c01/2
	fieldExam    = "exam"    // of fieldTask
	fieldBank    = "bank"    // as written, like the next two
	fieldKind    = "kind"
	fieldTag     = "tag"
)

// keywordFields are the fields that hold whole values.
var keywordFields = []string{fieldConcept, fieldPrimary, fieldMention, fieldAbout, fieldService, fieldTask, fieldDomain,
	fieldExam, fieldBank, fieldKind, fieldTag, keyField("bank"), keyField("kind"), keyField("tag"), keyField("number"),
	keyField("source")}

// keyField is the field that holds the folded values of an exact field of a query.
func keyField(name string) string { return name + ".key" }

const (
	textOptions    = engine.IndexField | engine.IncludeTermVectors
	keywordOptions = engine.IndexField | engine.SkipFreqNorm
)

// entry is a question on its way into the index.
type entry struct {
	*bank.Question
	texts []entryText
}

// entryText is one text of a question with its terms. Its place, for options, is kept with every position.
type entryText struct {
	field string
	place []uint64
	text  string
	terms analyzed
}

// newEntry analyses the texts of a question, the number-th from 1.
func newEntry(q *bank.Question, l *lexiconWriter, number uint32) *entry {
	e := &entry{Question: q}
	add := func(field string, place []uint64, text string) {
		if text != "" {
			e.texts = append(e.texts, entryText{field, place, text, analyzed(terms(l, field, number, text))})
		}
	}
	add(fieldStem, nil, q.Asked())
	add(fieldExplanation, nil, q.Explanation)
	for i, o := range q.Options {
		add(fieldOf(o), []uint64{uint64(i)}, o.Text)
	}
	if len(q.Options) == 0 { // the accepted texts are its right options
		for i, a := range q.Answer {
			add(fieldAnswer, []uint64{uint64(i)}, a)
		}
	}
	return e
}

// fieldOf is the field of an option.
func fieldOf(o bank.Option) string {
	if o.Correct {
		return fieldAnswer
	}
	return fieldWrong
}

// questionMapping turns an *entry into a document. It is used for building only: queries are made of terms, so that a
// reader needs no analyser.
type questionMapping struct {
	*mapping.IndexMappingImpl
	taxonomy *taxonomy.Taxonomy
	columns  *columnWriter
}

func newMapping(t *taxonomy.Taxonomy, columns *columnWriter) questionMapping {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentStaticMapping()
	m.ScoringModel = engine.BM25Scoring
	return questionMapping{m, t, columns}
}

// MapDocument adds the fields of a question to a document.
func (m questionMapping) MapDocument(doc *document.Document, data any) error {
	e, ok := data.(*entry)
	if !ok {
		return fmt.Errorf("index: a %T is no question", data)
	}
	q := e.Question
	f := fields{doc, m.columns, m.columns.begin(q.ID, naturalOrder(q.Bank)+"\x00"+naturalOrder(q.Number))}
	for _, t := range e.texts {
		doc.AddField(document.NewTextFieldCustom(t.field, t.place, []byte(t.text), textOptions, t.terms))
	}
	f.links(q, m.taxonomy)
	f.tasks(q)
	f.keys(q)
	return nil
}

type fields struct {
	doc     *document.Document
	columns *columnWriter
	row     *columnRow
}

// keyword adds values once each, in order. The engine sets values apart by a byte that no valid UTF-8 has.
func (f fields) keyword(name string, values ...string) {
	for i, v := range values {
		values[i] = strings.ToValidUTF8(v, "�")
	}
	slices.Sort(values)
	values = slices.DeleteFunc(slices.Compact(values), func(v string) bool { return v == "" })
	for _, v := range values {
		f.doc.AddField(document.NewTextFieldCustom(name, nil, []byte(v), keywordOptions, nil))
	}
	f.columns.add(f.row, name, values)
}

func (f fields) links(q *bank.Question, t *taxonomy.Taxonomy) {
	var all, about, primary, mention, service []string
	for _, l := range q.Links {
		if l.Role == bank.RoleDistractor {
			mention = append(mention, l.Concept)
			continue
		}
		about = append(about, l.Concept)
		all = append(append(all, l.Concept), t.Ancestors(l.Concept)...)
		if l.Primary {
			primary = append(primary, l.Concept)
		}
	}
	for _, id := range all {
		if c, ok := t.Concept(id); ok && c.Kind == "service" {
			service = append(service, id)
		}
	}
	mention = slices.DeleteFunc(mention, func(id string) bool { return slices.Contains(about, id) })
	f.keyword(fieldConcept, all...)
	f.keyword(fieldPrimary, primary...)
	f.keyword(fieldMention, mention...)
	f.keyword(fieldAbout, about...)
	f.keyword(fieldService, service...)
}

func (f fields) tasks(q *bank.Question) {
	var tasks, domains, exams []string
	for _, l := range q.Tasks {
		tasks = append(tasks, l.Exam+"/"+l.Task)
		domains = append(domains, l.Exam+"/"+l.Domain)
		exams = append(exams, l.Exam)
	}
	f.keyword(fieldTask, tasks...)
	f.keyword(fieldDomain, domains...)
	f.keyword(fieldExam, exams...)
}

func (f fields) keys(q *bank.Question) {
	f.keyword(fieldBank, q.Bank)
	f.keyword(fieldKind, string(q.Kind))
	f.keyword(fieldTag, slices.Clone(q.Tags)...)
	f.keyword(keyField("bank"), fold(q.Bank))
	f.keyword(keyField("kind"), fold(string(q.Kind)))
	f.keyword(keyField("number"), fold(q.Number), strings.TrimLeft(fold(q.Number), "0"))
	tags := make([]string, len(q.Tags))
	for i, tag := range q.Tags {
		tags[i] = fold(tag)
	}
	f.keyword(keyField("tag"), tags...)
	if q.Source.File != "" {
		name := fold(path.Base(q.Source.File))
		f.keyword(keyField("source"), fold(q.Source.File), name, strings.TrimSuffix(name, path.Ext(name)))
	}
}

// naturalOrder writes every number in a text with ten digits, so that the order of bytes is the order of numbers.
func naturalOrder(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		j := i
		for j < len(text) && text[j] >= '0' && text[j] <= '9' {
			j++
		}
		if j == i {
			b.WriteByte(text[i])
			i++
			continue
		}
		digits := strings.TrimLeft(text[i:j], "0")
		b.WriteString(strings.Repeat("0", max(0, 10-len(digits))) + digits)
		i = j
	}
	return b.String()
}
