package format

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// csvColumns are the columns that are written. Choices with up to six options have these in columns of their own. What
// needs more (more options, other labels, credit, accepted texts with feedback) has a list of JSON objects in the column
// Options. Tags, references and accepted answers that hold separators are JSON lists. The last column says that the texts
// are Markdown, so that they are taken as they are.
var csvColumns = []string{"Number", "Kind", "Title", "Question", "A", "B", "C", "D", "E", "F", "Answer", "Explanation",
	"Feedback A", "Feedback B", "Feedback C", "Feedback D", "Feedback E", "Feedback F", "Tags", "References", "Prompts", "Options", "Text format"}

// Places of the columns.
const (
	firstOption   = 4
	firstFeedback = 12
	optionColumns = 6
)

var csvHead = strings.Join(csvColumns, ",") + "\n"

// encodeCSV writes a question as one row.
func encodeCSV(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	row := make([]string, len(csvColumns))
	row[0], row[1], row[2], row[3] = q.Number, string(q.Kind), q.Title, q.Stem
	if inColumns(q) {
		for _, o := range q.Options {
			at := position(o.Label)
			row[firstOption+at], row[firstFeedback+at] = o.Text, o.Feedback
		}
	} else {
		row[21] = optionList(q)
	}
	row[10], row[11] = answerCell(q), q.Explanation
	row[18], row[19] = cellList(q.Tags, "; ", ",;|\n["), cellList(q.References, "\n", "|\n[<&")
	if len(q.Prompts) > 0 {
		row[20] = jsonList(q.Prompts)
	}
	row[22] = "markdown"
	for i := range row {
		row[i] = guarded(row[i])
	}
	out := csv.NewWriter(w)
	if err := out.Write(row); err != nil {
		return nil, err
	}
	out.Flush()
	return nil, out.Error()
}

// inColumns says that the options are A, B, C ... in columns of their own, with nothing that these cannot hold.
func inColumns(q *bank.Question) bool {
	if len(q.Options) > optionColumns || q.Kind == bank.Short || q.Kind == bank.Numeric {
		return len(q.Options) == 0
	}
	taken := make([]bool, optionColumns)
	for i, o := range q.Options {
		at := position(o.Label)
		if len(o.Label) != 1 || !isUpper(o.Label[0]) || at >= len(q.Options) || taken[at] || o.Credit != 0 || o.Text == "" || q.Kind != bank.Ordering && at != i {
			return false
		}
		taken[at] = true
	}
	return true
}

// optionList writes options as a JSON list.
func optionList(q *bank.Question) string {
	type option struct {
		Label    string  `json:"label"`
		Text     string  `json:"text"`
		Correct  bool    `json:"correct,omitempty"`
		Feedback string  `json:"feedback,omitempty"`
		Credit   float64 `json:"credit,omitempty"`
	}
	all := []option{}
	accepted := q.Kind == bank.Short || q.Kind == bank.Numeric
	for _, o := range q.Options {
		all = append(all, option{o.Label, o.Text, o.Correct && accepted, o.Feedback, o.Credit})
	}
	return jsonList(all)
}

func jsonList(list any) string {
	var b strings.Builder
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(list); err != nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}

// answerCell writes labels with commas between them, and one accepted text as it is. More, and the labels of a matching
// question, one for each prompt, are a list.
func answerCell(q *bank.Question) string {
	switch {
	case q.Kind == bank.Matching, q.Kind == bank.Short, q.Kind == bank.Numeric:
		return cellList(q.Answer, "", "[")
	default:
		return strings.Join(q.Answer, ", ")
	}
}

// cellList joins texts with a separator, or writes them as a JSON list where one of them holds some of the marks, or
// where there is no separator.
func cellList(all []string, separator, marks string) string {
	if len(all) == 0 {
		return ""
	}
	if len(all) > 1 && separator == "" || slices.ContainsFunc(all, func(s string) bool { return s == "" || strings.ContainsAny(s, marks) }) {
		return jsonList(all)
	}
	return strings.Join(all, separator)
}

// formulaStarts begin a cell that a spreadsheet program would compute. Such a cell is written with a ' before it, and so
// is one that begins with that ' itself.
const formulaStarts = "=+-@\t\r"

func isFormula(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return cell != "" && strings.IndexByte(formulaStarts, cell[0]) >= 0
}

func guarded(cell string) string {
	if isFormula(cell) {
		return "'" + cell
	}
	return cell
}

// unguarded takes the ' off again.
func unguarded(cell string) string {
	if strings.HasPrefix(cell, "'") && isFormula(cell) {
		return cell[1:]
	}
	return cell
}
