package format

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// encodeMarkdown writes a question in the form that the Markdown reader takes back whole:
//
//	### Question 12
//
//	Title: a name
//	Category: a tag
//
//	Stem, in as many paragraphs as it has.
//
//	- A. first option
//	- B. second option
//	    - Feedback: why it is wrong
//
//	<details><summary>Answer</summary>
//
//	Correct answer: B
//
//	Explanation: as written
//
//	Reference: <https://example.org/>
//
//	</details>
//
// A kind that the options and the key do not show stands behind the number, "### Question 12 — Ordering". The prompts of
// a matching question are a numbered list above a line "Choices:", and its key names an option for each. Each text that
// is accepted as an answer has a line "Accepted answer: …" of its own.
func encodeMarkdown(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, n int) ([]Loss, error) {
	m := markdownWriter{q: q}
	m.head(n)
	m.line("%s\n", q.Stem)
	m.prompts()
	m.options()
	m.answer()
	_, err := io.WriteString(w, m.b.String())
	return m.losses, err
}

type markdownWriter struct {
	q      *bank.Question
	b      strings.Builder
	losses []Loss
}

func (m *markdownWriter) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

func (m *markdownWriter) lose(field, message string) {
	m.losses = append(m.losses, Loss{QuestionID: m.q.ID, Field: field, Message: message})
}

func (m *markdownWriter) head(n int) {
	number := m.q.Number
	if !isNumber(number) {
		if number != "" {
			m.lose("number", fmt.Sprintf("%q is no number: %d stands for it", number, n))
		}
		number = fmt.Sprint(n)
	}
	if kind := kindTitles[m.q.Kind]; impliedKind(m.q) != m.q.Kind {
		number += " — " + kind
	}
	m.line("### Question %s\n", number)
	if m.q.Title != "" {
		m.line("Title: %s", oneLine(m.q.Title))
	}
	for _, tag := range m.q.Tags {
		m.line("Category: %s", oneLine(tag))
	}
	if len(m.q.Tags) > 0 || m.q.Title != "" {
		m.line("")
	}
}

// kindTitles are the words of kindWords that are written.
var kindTitles = map[bank.Kind]string{bank.Single: "Single choice", bank.Multiple: "Multiple response", bank.TrueFalse: "True/false",
	bank.Ordering: "Ordering", bank.Matching: "Matching", bank.Short: "Short answer", bank.Numeric: "Numeric", bank.Essay: "Essay"}

// impliedKind is the kind that the reader takes a question for that does not say its kind; "" if it must say it.
func impliedKind(q *bank.Question) bank.Kind {
	if !slices.Contains(choices, q.Kind) {
		return ""
	}
	asked, instructed := ChooseCount(q.Stem)
	switch {
	case len(q.Answer) > 1 || instructed && asked != 0 && asked != 1:
		return bank.Multiple
	case len(q.Options) == 2 && isTruthPair(q.Options):
		return bank.TrueFalse
	}
	return bank.Single
}

func (m *markdownWriter) prompts() {
	for i, p := range m.q.Prompts {
		m.line("%d. %s", i+1, indentLines(p, "   "))
	}
	if len(m.q.Prompts) > 0 {
		m.line("\nChoices:\n")
	}
}

// options writes the options by their labels: those of an ordering question stand in the right order.
func (m *markdownWriter) options() {
	if m.q.Kind == bank.Short || m.q.Kind == bank.Numeric || m.q.Kind == bank.Essay {
		if len(m.q.Options) > 0 {
			m.lose("options", "Markdown has no place for credit and feedback of accepted answers")
		}
		return
	}
	options := slices.Clone(m.q.Options)
	if m.q.Kind == bank.Ordering {
		slices.SortStableFunc(options, func(a, b bank.Option) int { return position(a.Label) - position(b.Label) })
	}
	for _, o := range options {
		delim := "."
		if isNumber(o.Label) {
			delim = ")"
		}
		m.line("- %s%s %s", o.Label, delim, optionText(o.Text))
		if o.Feedback != "" {
			m.line("    - Feedback: %s", indentLines(o.Feedback, "      "))
		}
		if o.Credit != 0 {
			m.lose("options.credit", fmt.Sprintf("Markdown has no place for the credit of option %s", o.Label))
		}
	}
}

func (m *markdownWriter) answer() {
	m.line("\n<details><summary>Answer</summary>")
	switch q := m.q; q.Kind {
	case bank.Short, bank.Numeric:
		m.line("")
		for _, a := range q.Answer {
			m.line("Accepted answer: %s", oneLine(a))
		}
	default:
		if len(q.Answer) > 0 {
			m.line("\nCorrect answer: %s", strings.Join(q.Answer, ", "))
		}
	}
	if m.q.Explanation != "" {
		m.line("\nExplanation: %s", m.q.Explanation)
	}
	for _, ref := range m.q.References {
		if strings.HasPrefix(ref, "http") {
			ref = "<" + ref + ">"
		}
		m.line("\nReference: %s", oneLine(ref))
	}
	m.line("\n</details>\n")
}

// optionText indents the lines of an option below its label. Code begins on a line of its own.
func optionText(text string) string {
	if strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~") {
		text = "\n" + text
	}
	return indentLines(text, "    ")
}

func indentLines(text, by string) string { return strings.ReplaceAll(text, "\n", "\n"+by) }

func isNumber(s string) bool {
	number, tail := leadingNumber(s)
	return number != "" && tail == ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
