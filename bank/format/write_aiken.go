package format

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// encodeAiken writes an item as Moodle reads it: every text on one line, one letter as key. Kinds without options are left
// out.
func encodeAiken(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	var losses []Loss
	lose := func(field, message string) {
		losses = append(losses, Loss{QuestionID: q.ID, Field: field, Message: message})
	}
	if !slices.Contains(choices, q.Kind) {
		return []Loss{{QuestionID: q.ID, Field: "kind", LeftOut: true,
			Message: fmt.Sprintf("Aiken holds no question of the kind %s: it was left out", q.Kind)}}, nil
	}
	if len(q.Options) > 26 {
		return []Loss{{QuestionID: q.ID, Field: "options", LeftOut: true, Message: "Aiken holds 26 options: the question was left out"}}, nil
	}
	line := func(field, text string) string {
		if one := oneLine(text); one != text {
			lose(field, "Aiken holds one line: the lines of the text were joined")
			return one
		}
		return text
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", line("stem", q.Stem))
	var key []string
	for i, o := range q.Options {
		fmt.Fprintf(&b, "%s) %s\n", letter(i), line("options.text", o.Text))
		if o.Correct {
			key = append(key, letter(i))
		}
		if o.Label != letter(i) {
			lose("options.label", "option "+o.Label+" has the letter "+letter(i)+" in Aiken")
			lose("answer", "the key names the letters of Aiken")
		}
		if o.Feedback != "" || o.Credit != 0 {
			lose("options.feedback", "Aiken has no place for the feedback or credit of option "+o.Label)
		}
	}
	fmt.Fprintf(&b, "ANSWER: %s\n\n", strings.Join(key, ", "))
	if len(key) > 1 {
		lose("answer.several", "Moodle takes the first letter of an Aiken key only")
	}
	for _, f := range []struct {
		name string
		has  bool
	}{{"title", q.Title != ""}, {"number", q.Number != ""}, {"explanation", q.Explanation != ""}, {"tags", len(q.Tags) > 0}, {"references", len(q.References) > 0}} {
		if f.has {
			lose(f.name, "Aiken has no place for it")
		}
	}
	_, err := io.WriteString(w, b.String())
	return losses, err
}
