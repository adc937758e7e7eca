package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
)

// A questionTable turns the rows below a header into questions. CSV files, sheets of workbooks, tables in Markdown and
// notes of card boxes are such tables.
//
// Some things only the whole column of keys tells: whether numbers count from 0, from 1, or are the texts of options.
// So up to maxUnsettled questions wait until the table ends, and those behind them go by what these said.
type questionTable struct {
	r       *Reader
	format  string
	header  header
	line    int      // of the header
	tags    []string // of every question
	waiting []rowDraft
	size    int // bytes that wait
	settled bool
	base    keyBase
	blanks  int // rows that are prepared for a question and hold none
	blank   int // the first of them
}

// sheetRow is a row and where it begins.
type sheetRow struct {
	line     int
	cells    []string
	tags     []string // of this row alone
	clean    bool     // the cells are Markdown: no HTML is looked for
	problems []bank.Problem
}

// rowDraft is a question whose key is still as the cells have it.
type rowDraft struct {
	draft
	keys  []string
	exact bool // the texts are as they should be
}

const (
	maxUnsettled     = 20000
	maxUnsettledSize = 16 << 20
)

func newTable(r *Reader, format string, h header, line int) *questionTable {
	t := &questionTable{r: r, format: format, header: h, line: line}
	if unused := h.unused(); len(unused) > 0 {
		r.emitProblem(bank.Problem{Line: line, Severity: bank.Note, Code: "unused-columns",
			Message: fmt.Sprintf("%s nothing that a question has, and %s left out: %s", count(len(unused), "column holds", "columns hold"),
				map[bool]string{true: "was", false: "were"}[len(unused) == 1], strings.Join(unused[:min(len(unused), 12)], ", "))})
	}
	return t
}

// add takes a row. Rows without content, and the header where it is repeated, are none.
func (t *questionTable) add(row sheetRow) {
	switch {
	case isBlankRow(row.cells), t.repeatsHeader(row.cells):
		return
	case !t.hasContent(row.cells):
		if t.blanks == 0 {
			t.blank = row.line
		}
		t.blanks++
		return
	}
	d, ok := t.draft(row)
	if !ok {
		t.r.emitProblem(bank.Problem{Line: row.line, Severity: bank.Note, Code: "no-question", Number: d.number,
			Message: fmt.Sprintf("a %q asks for no right answer, and was left out", clip(t.cellOf(row, kindColumn)))})
		return
	}
	t.r.saw(t.format)
	if t.settled {
		t.emit(&d)
		return
	}
	t.waiting = append(t.waiting, d)
	for _, cell := range row.cells {
		t.size += len(cell)
	}
	if len(t.waiting) >= maxUnsettled || t.size > maxUnsettledSize {
		t.settle()
	}
}

func isBlankRow(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// repeatsHeader recognises the header of a table that was pasted behind another one.
func (t *questionTable) repeatsHeader(cells []string) bool {
	same := 0
	for i, c := range t.header.columns {
		if i >= len(cells) || oneLine(cells[i]) != c.name {
			return false
		}
		if c.name != "" {
			same++
		}
	}
	return same > 1
}

// contents are the roles without which a row is only prepared for a question.
var contents = []columnRole{stemColumn, optionColumn, wrongColumn, optionsColumn, keyColumn, explanationColumn, passageColumn}

func (t *questionTable) hasContent(cells []string) bool {
	for i, cell := range cells {
		if i < len(t.header.columns) && slices.Contains(contents, t.header.columns[i].role) && strings.TrimSpace(cell) != "" {
			return true
		}
	}
	return false
}

// settle decides how the keys are counted, and lets the questions go.
func (t *questionTable) settle() {
	if t.settled {
		return
	}
	t.settled = true
	t.base = baseOf(t.waiting, t.header.zero)
	for i := range t.waiting {
		t.emit(&t.waiting[i])
	}
	t.waiting = nil
}

func (t *questionTable) emit(d *rowDraft) {
	if t.r.stopped {
		return
	}
	t.giveKeys(d)
	t.r.emit(t.r.check(d.draft))
}

func (t *questionTable) close() {
	t.settle()
	if t.blanks > 0 {
		t.r.emitProblem(bank.Problem{Line: t.blank, Severity: bank.Note, Code: "empty-rows",
			Message: fmt.Sprintf("%s prepared for a question and %s empty, from this one on", count(t.blanks, "row is", "rows are"),
				map[bool]string{true: "is", false: "are"}[t.blanks == 1])})
	}
}

// cellOf returns the first cell of a role that is not blank.
func (t *questionTable) cellOf(row sheetRow, role columnRole) string {
	for i, c := range t.header.columns {
		if c.role == role && i < len(row.cells) {
			if cell := strings.TrimSpace(row.cells[i]); cell != "" {
				return cell
			}
		}
	}
	return ""
}

// cellsOf returns the cells of a role that are not blank.
func (t *questionTable) cellsOf(row sheetRow, role columnRole) []string {
	var cells []string
	for i, c := range t.header.columns {
		if c.role == role && i < len(row.cells) {
			if cell := strings.TrimSpace(row.cells[i]); cell != "" {
				cells = append(cells, cell)
			}
		}
	}
	return cells
}

// draft reads a row. It is false for what has no right answer, such as a poll.
func (t *questionTable) draft(row sheetRow) (d rowDraft, ok bool) {
	d.line, d.problems = row.line, row.problems
	d.exact = strings.EqualFold(t.cellOf(row, markupColumn), "markdown")
	text := cellText
	if d.exact || row.clean {
		text = func(s string) string { return s }
	}
	d.bank, d.title = t.cellOf(row, bankColumn), text(t.cellOf(row, titleColumn))
	if d.number = t.cellOf(row, numberColumn); !d.exact {
		d.number = numberOfCell(d.number)
		if t.header.columns[0].name == "" && !isNumber(d.number) {
			d.number = ""
		}
		if d.number == "" {
			d.number = numberInTitle(d.title)
		}
	}
	word := t.cellOf(row, kindColumn)
	kind, known := kindOfName(word)
	if known && kind == pollKind {
		return d, false
	}
	d.kind = kind
	if word != "" && !known {
		d.problems = append(d.problems, bank.Problem{Severity: bank.Note, Code: "unknown-kind",
			Message: fmt.Sprintf("the kind %q is not known, and was taken from the options and the key", clip(word))})
	}
	d.stem = text(t.cellOf(row, stemColumn))
	for _, cell := range t.cellsOf(row, keyColumn) {
		d.keys = append(d.keys, undoubted(cell, text, d.exact))
	}
	t.giveOptions(&d, row, text)
	t.giveTexts(&d, row, text)
	t.settleKind(&d)
	return d, true
}

// undoubted is the text of a key. Lists keep their marks.
func undoubted(cell string, text func(string) string, exact bool) string {
	if exact || strings.HasPrefix(cell, "[") {
		return cell
	}
	return text(cell)
}

// giveTexts adds what stands around the stem and the key.
func (t *questionTable) giveTexts(d *rowDraft, row sheetRow, text func(string) string) {
	for _, cell := range slices.Backward(t.cellsOf(row, passageColumn)) {
		switch passage := text(cell); {
		case passage == d.stem:
		case d.number == "" && numberOfCell(passage) != "" && len(passage) < 20:
			d.number = numberOfCell(passage)
		case d.stem == "":
			d.stem = passage
		default:
			d.stem = passage + "\n\n" + d.stem
		}
	}
	for _, cell := range t.cellsOf(row, imageColumn) {
		d.stem = strings.TrimSpace(d.stem + "\n\n" + imageOf(cell))
	}
	var explanations []string
	for _, cell := range t.cellsOf(row, explanationColumn) {
		explanations = append(explanations, text(cell))
	}
	d.explanation = strings.Join(unique(append(explanations, d.explanation)), "\n\n")
	d.explanation = strings.TrimSpace(d.explanation)
	for _, cell := range t.cellsOf(row, referenceColumn) {
		d.references = append(d.references, referencesOf(cell)...)
	}
	d.references = unique(d.references)
	d.tags = t.tagsOf(row)
	if !d.exact && d.number == "" {
		d.number, d.stem = numberedStem(d.stem)
	}
}

// tagsOf gathers tags and topics. A number alone says nothing, so it takes the name of its column along: "Level 3".
func (t *questionTable) tagsOf(row sheetRow) []string {
	tags := slices.Concat(t.tags, row.tags)
	for i, c := range t.header.columns {
		if i >= len(row.cells) || c.role != tagColumn && c.role != tagsColumn {
			continue
		}
		cell := strings.TrimSpace(row.cells[i])
		switch list, isList := listOf(cell); {
		case cell == "":
		case isList:
			tags = append(tags, list...)
		case c.role == tagsColumn:
			for tag := range strings.FieldsFuncSeq(cellText(cell), func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' }) {
				tags = append(tags, oneLine(tag))
			}
		case isNumber(cell):
			tags = append(tags, c.name+" "+cell)
		default:
			tags = append(tags, oneLine(cellText(cell)))
		}
	}
	return slices.DeleteFunc(unique(tags), func(tag string) bool { return tag == "" })
}

// settleKind decides the kind of rows without options.
func (t *questionTable) settleKind(d *rowDraft) {
	if len(d.options) == 0 && len(d.prompts) == 0 && !d.exact {
		t.readCard(d)
	}
	if len(d.options) > 0 || d.kind != "" || d.exact {
		return
	}
	hasOptions := t.header.has(optionColumn)+t.header.has(optionsColumn)+t.header.has(wrongColumn) > 0
	switch {
	case len(d.keys) == 1 && isTruth(d.keys[0]):
	case hasOptions && (len(d.keys) == 0 || pureKey(d.keys[0])):
	case len(d.keys) > 0:
		flashcard(d)
	case !hasOptions && t.header.has(keyColumn) == 0 && d.explanation != "":
		d.kind = bank.Essay
	}
}

func isTruth(text string) bool {
	_, ok := truths[fold(text)]
	return ok
}

// longestAnswer is the length in letters beyond which the back of a card is no answer that could be typed.
const longestAnswer = 60

// flashcard makes a question of a front and a back: a short answer, or an essay whose model answer is the explanation.
func flashcard(d *rowDraft) {
	long := slices.ContainsFunc(d.keys, func(key string) bool {
		return len([]rune(key)) > longestAnswer || strings.Contains(key, "\n") || strings.Contains(key, "![")
	})
	if !long {
		d.kind = bank.Short
		return
	}
	d.kind = bank.Essay
	d.explanation = strings.TrimSpace(strings.Join(append(d.keys, d.explanation), "\n\n"))
	d.keys = nil
}
