package study

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"mlatlas/bank"
)

// The first line names the columns. The separator is the comma, semicolon or tab by which most names are found; a line
// "sep=;" before it, which some spreadsheets want, decides. Several choices in a cell have ; between them; where that does
// not do, since a choice holds one, the cell is a JSON list.

// mostRestarts bounds how often reading begins again behind a quotation mark that is not closed.
const mostRestarts = 20

func (f *fields) readCSV(text []byte, yield func(Record, error) bool) {
	columns, comma, line, rest, err := readHeader(text)
	if err != nil {
		yield(Record{}, err)
		return
	}
	f.tellColumns(columns, line, yield)
	for i, name := range columns {
		columns[i] = fieldNamed(uncell(name))
	}
	for range mostRestarts {
		torn, goOn := f.rows(rest, columns, comma, line, yield)
		if torn == 0 || !goOn {
			return
		}
		rest, line = behindLine(rest, torn), line+torn
	}
	yield(Record{}, fmt.Errorf("line %d: too many quotation marks are not closed; the rest is not read", line))
}

// rows reads rows of columns, by their fields; the first stands behind a line, up to the end or to a row that is torn over several lines: its
// number is returned, and reading may go on behind its first line.
func (f *fields) rows(text []byte, columns []string, comma rune, line int, yield func(Record, error) bool) (torn int, goOn bool) {
	c := csv.NewReader(bytes.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = comma, -1, true
	for {
		cells, err := c.Read()
		var parse *csv.ParseError
		var r Record
		switch {
		case err == io.EOF:
			return 0, true
		case errors.As(err, &parse):
			r.Line = line + parse.StartLine
			r.problem(bank.Error, "bad-csv", "%v; put quotation marks around the whole cell and write those in it twice", parse.Err)
		case err != nil:
			return 0, yield(Record{}, err)
		case blank(cells):
			continue
		default:
			at, _ := c.FieldPos(0)
			r = f.row(columns, cells, line+at)
		}
		if goOn = yield(r, nil); !goOn {
			return 0, false
		}
		if parse != nil && parse.Line > parse.StartLine {
			return parse.StartLine, true
		}
	}
}

// tellColumns notes the columns that are passed over.
func (f *fields) tellColumns(columns []string, line int, yield func(Record, error) bool) {
	r := Record{Line: line}
	for _, name := range columns {
		if fieldNamed(uncell(name)) == "" {
			f.tellUnknown(&r, name)
		}
	}
	if len(r.Problems) > 0 {
		yield(r, nil)
	}
}

// behindLine returns the text behind its first n lines.
func behindLine(text []byte, n int) []byte {
	for range n {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return text
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// readHeader finds the columns. line is the number of the last line that was read.
func readHeader(text []byte) (columns []string, comma rune, line int, rest []byte, err error) {
	rest = text
	var forced rune
	for {
		var head []byte
		head, rest, _ = bytes.Cut(rest, []byte("\n"))
		line++
		head = bytes.TrimSpace(head)
		if sep, ok := strings.CutPrefix(strings.ToLower(string(head)), "sep="); ok && len([]rune(sep)) == 1 {
			forced = []rune(sep)[0]
			continue
		}
		if len(head) > 0 || len(rest) == 0 {
			columns, comma = headings(string(head), forced)
			return columns, comma, line, rest, checkHeader(columns, line)
		}
	}
}

// headings splits the first line at the separator by which most fields are known.
func headings(line string, forced rune) (best []string, comma rune) {
	known := -1
	for _, try := range []rune{',', ';', '\t'} {
		if forced != 0 && try != forced {
			continue
		}
		c := csv.NewReader(strings.NewReader(line))
		c.Comma, c.LazyQuotes = try, true
		names, err := c.Read()
		if err != nil {
			continue
		}
		n := 0
		for _, name := range names {
			if fieldNamed(uncell(name)) != "" {
				n++
			}
		}
		if n > known {
			best, comma, known = names, try, n
		}
	}
	return best, comma
}

func checkHeader(columns []string, line int) error {
	have := map[string]bool{}
	for _, name := range columns {
		field := fieldNamed(uncell(name))
		if field != "" && have[field] {
			return fmt.Errorf("line %d: two columns are %s; rename or remove one", line, field)
		}
		have[field] = true
	}
	const right = "the first line names the columns: question,chosen,correct,at,seconds,learner"
	switch {
	case !have["question"]:
		return fmt.Errorf("line %d: there is no column question; %s", line, right)
	case !have["chosen"] && !have["correct"]:
		return fmt.Errorf("line %d: there is neither a column chosen nor a column correct; %s", line, right)
	case !have["at"]:
		return fmt.Errorf("line %d: there is no column at, and answers without a time cannot be told apart; %s", line, right)
	}
	return nil
}

func (f *fields) row(columns, cells []string, line int) Record {
	r := Record{Line: line}
	if extra := len(cells) - len(columns); extra > 0 && !blank(cells[len(columns):]) {
		r.problem(bank.Error, "bad-csv", "there are %d cells under %d columns; put quotation marks around a cell that holds the separator", len(cells), len(columns))
		return r
	}
	for i, cell := range cells[:min(len(cells), len(columns))] {
		if columns[i] != "" {
			f.set(&r, columns[i], uncell(cell))
		}
	}
	if list, ok := listCell(r.Choice); ok {
		r.Choice, r.Attempt.Chosen = "", list
	}
	f.complete(&r)
	return r
}

// listCell reads a cell that is a JSON list of texts.
func listCell(cell string) ([]string, bool) {
	var list []string
	if !strings.HasPrefix(cell, "[") || json.Unmarshal([]byte(cell), &list) != nil {
		return nil, false
	}
	return list, true
}

// formulaStarts are the characters with which spreadsheets take a cell for a formula.
const formulaStarts = "=+-@\t\r＝＋－＠"

// isFormula reports whether a cell would be taken for a formula, or for one behind apostrophes.
func isFormula(cell string) bool {
	start := strings.TrimLeft(cell, " '")
	return start != "" && strings.ContainsRune(formulaStarts, []rune(start)[0])
}

// cell is text that no spreadsheet runs: an apostrophe stands before what could be a formula. uncell takes it away.
func cell(text string) string {
	if isFormula(text) {
		return "'" + text
	}
	return text
}

func uncell(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && isFormula(rest) {
		return rest
	}
	return text
}

// WriteCSV writes attempts with a header and returns how many there were.
func WriteCSV(w io.Writer, attempts iter.Seq2[Attempt, error]) (n int, err error) {
	c := csv.NewWriter(w)
	if err := c.Write(Header); err != nil {
		return 0, err
	}
	for a, err := range attempts {
		if err != nil {
			return n, err
		}
		row := []string{a.Question, choiceCell(a.Chosen), strconv.FormatBool(a.Correct), a.At.UTC().Format(time.RFC3339Nano), "", a.Learner, a.Mode, ""}
		if a.Seconds > 0 {
			row[4] = strconv.FormatFloat(a.Seconds, 'f', -1, 64)
		}
		if a.Sure > 0 {
			row[7] = strconv.Itoa(a.Sure)
		}
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := c.Write(row); err != nil {
			return n, err
		}
		n++
	}
	c.Flush()
	return n, c.Error()
}

// choiceCell joins choices so that they come back as they are, whatever question they are for.
func choiceCell(chosen []string) string {
	joined := strings.Join(chosen, ";")
	if !strings.HasPrefix(joined, "[") && slices.Equal(splitChoice(joined, nil), chosen) {
		return joined
	}
	list, err := json.Marshal(chosen)
	if err != nil { // texts always have a JSON form
		return joined
	}
	return string(list)
}
