package format

import (
	"fmt"
	"io"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// encodeMarkdown writes a question in the form that the Markdown reader takes back whole:
//
//	### Question 12
//
//	Stem, in as many paragraphs as it has.
//
//	- A. first option
//	- B. second option
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
func encodeMarkdown(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, n int) ([]Loss, error) {
	var b strings.Builder
	number := q.Number
	var losses []Loss
	lose := func(field, message string) { losses = append(losses, Loss{q.ID, field, message}) }
	if number == "" || !isNumber(number) {
		if number != "" {
			lose("number", fmt.Sprintf("%q is no number: %d stands for it", number, n))
		}
		number = fmt.Sprint(n)
	}
	fmt.Fprintf(&b, "### Question %s\n\n", number)
	for _, tag := range q.Tags {
		fmt.Fprintf(&b, "Category: %s\n", oneLine(tag))
	}
	if len(q.Tags) > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s\n\n", q.Stem)
	for _, o := range q.Options {
		fmt.Fprintf(&b, "- %s. %s\n", o.Label, optionText(o.Text))
		if o.Feedback != "" {
			lose("options.feedback", "Markdown has no place for the feedback of option "+o.Label)
		}
	}
	writeAnswer(&b, q)
	if q.Kind == bank.Matching || q.Kind == bank.Essay || q.Kind == bank.Short || q.Kind == bank.Numeric {
		lose("kind", fmt.Sprintf("the kind %s does not show in Markdown", q.Kind))
	}
	_, err := io.WriteString(w, b.String())
	return losses, err
}

func writeAnswer(b *strings.Builder, q *bank.Question) {
	b.WriteString("\n<details><summary>Answer</summary>\n")
	if len(q.Answer) > 0 {
		fmt.Fprintf(b, "\nCorrect answer: %s\n", strings.Join(q.Answer, ", "))
	}
	if q.Explanation != "" {
		fmt.Fprintf(b, "\nExplanation: %s\n", q.Explanation)
	}
	for _, ref := range q.References {
		if strings.HasPrefix(ref, "http") {
			ref = "<" + ref + ">"
		}
		fmt.Fprintf(b, "\nReference: %s\n", oneLine(ref))
	}
	b.WriteString("\n</details>\n\n")
}

// optionText indents the lines of an option below its label. Code begins on a line of its own.
func optionText(text string) string {
	if strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~") {
		text = "\n" + text
	}
	return strings.ReplaceAll(text, "\n", "\n    ")
}

func isNumber(s string) bool {
	number, tail := leadingNumber(s)
	return number != "" && tail == ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
