package format

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
)

// A CSV file is a question table in delimited text. The delimiter is the one of comma, tab, semicolon and "|" with which
// one of the first rows names the most columns; what stands above that row is a title. A file without a header is read where
// its rows fit: a question, its options, and a key that names one of them.
//
// In other text, such as a note with a table pasted into it, a header begins a region that goes on as long as there are
// rows.

// csvFormat is the format of delimited tables.
const csvFormat = "csv"

const (
	maxTitles = 15 // rows above a header
	delims    = ",\t;|"
)

// beginsCSV recognises the header of a question table. In a file with the extension of the format, weaker signs will do.
func beginsCSV(in *input, expected bool) bool {
	if expected {
		return findTable(in).found != noTable
	}
	text := in.first()
	if len(text) < 8 || len(text) > 2000 || strings.HasPrefix(text, "|") {
		return false
	}
	end := strings.IndexAny(text, delims)
	if end < 0 || end > 40 || strings.Count(text, text[end:end+1]) < 2 {
		return false
	}
	if _, known := columnOf(strings.Trim(text[:end], `" `)); !known {
		return false
	}
	s := rowSplitter{in: in, delim: text[end], dry: true}
	row, _ := s.next()
	h := readHeader(row.cells)
	if !h.says() || !h.answers() || h.known < 3 || h.known*2 <= len(row.cells) {
		return false
	}
	s.width = len(row.cells)
	below, ok := s.next()
	return ok && len(below.cells) >= h.least()
}

// tableFind is what the first rows of a file are.
type tableFind struct {
	found  tableKind
	delim  byte
	header header
	at     int // of the header in the rows
}

type tableKind uint8

const (
	noTable    tableKind = iota
	otherTable           // delimited, but no questions
	keyTable             // numbers and answers
	headless             // questions without a header
	namedTable           // a header with its questions
)

// findTable looks at the first rows with each delimiter.
func findTable(in *input) tableFind {
	best := tableFind{delim: ','}
	for i := range len(delims) {
		found := findWith(in, delims[i])
		if found.found > best.found || found.found == best.found && found.header.known > best.header.known {
			best = found
		}
	}
	return best
}

func findWith(in *input, delim byte) tableFind {
	s := rowSplitter{in: in, delim: delim, dry: true}
	var rows []sheetRow
	for filled := 0; filled < 2*maxTitles; {
		row, ok := s.next()
		if !ok {
			break
		}
		if rows = append(rows, row); !isBlankRow(row.cells) {
			filled++
		}
	}
	find := findIn(rows)
	find.delim = delim
	return find
}

// findIn looks for a header in the first rows: of those that are one, the one that says the most.
func findIn(rows []sheetRow) tableFind {
	best := tableFind{}
	var filled [][]string
	for i, row := range rows {
		if isBlankRow(row.cells) {
			continue
		}
		filled = append(filled, row.cells)
		if h := readHeader(row.cells); len(row.cells) > 1 && len(filled) <= maxTitles {
			switch {
			case h.says() && h.known > best.header.known:
				best.found, best.header, best.at = namedTable, h, i
			case best.found < keyTable && h.isKeyList():
				best.found, best.header = keyTable, h
			}
		}
	}
	if best.found >= keyTable || len(filled) == 0 {
		return best
	}
	if h, ok := impliedHeader(filled); ok {
		best.found, best.header = headless, h
	} else if len(filled[0]) > 2 && sameWidth(filled) {
		best.found, best.header = otherTable, readHeader(filled[0])
	}
	return best
}

// sameWidth says that most rows have as many cells as the first.
func sameWidth(rows [][]string) bool {
	same := 0
	for _, cells := range rows {
		if len(cells) == len(rows[0]) {
			same++
		}
	}
	return same*10 >= len(rows)*8
}

// impliedHeader gives a header to rows without one: "question,option,option,...,key", or "question,answer" where the
// questions ask.
func impliedHeader(rows [][]string) (header, bool) {
	if len(rows) == 0 || len(rows[0]) < 2 || !sameWidth(rows) {
		return header{}, false
	}
	width, fit := len(rows[0]), 0
	for _, cells := range rows {
		if len(cells) == width && (width > 3 && endsWithKey(cells) || width == 2 && strings.HasSuffix(strings.TrimSpace(cells[0]), "?")) {
			fit++
		}
	}
	if fit*10 < len(rows)*9 {
		return header{}, false
	}
	h := header{columns: []column{{role: stemColumn, at: -1}}, known: 1}
	for i := range width - 2 {
		h.columns = append(h.columns, column{role: optionColumn, at: i})
	}
	h.columns = append(h.columns, column{role: keyColumn, at: -1})
	return h, true
}

func endsWithKey(cells []string) bool {
	key := strings.TrimSpace(cells[len(cells)-1])
	options := cells[1 : len(cells)-1]
	if slices.ContainsFunc(options, func(o string) bool { return key != "" && strings.TrimSpace(o) == key }) {
		return true
	}
	at := position(upper(key))
	return at >= 0 && at < len(options) && len(strings.TrimSpace(cells[0])) > 3
}

// tableReader reads a file or region of delimited text.
type tableReader struct {
	r     *Reader
	rows  rowSplitter
	table *questionTable
	whole bool // nothing but this table is in the file
	titles
}

// readCSV reads a table.
func readCSV(r *Reader, in *input) {
	t := tableReader{r: r, rows: rowSplitter{in: in}, whole: r.usual == csvFormat || r.forced == csvFormat}
	t.separator()
	find := findTable(in)
	t.rows.delim = find.delim
	switch find.found {
	case namedTable:
		t.begin(find)
	case headless:
		t.setHeader(find.header, t.rows.lineAt(0))
	default:
		refuseTable(r, find, t.rows.lineAt(0))
		for !in.done() {
			in.next()
		}
		return
	}
	t.readRows()
	t.titles.flush(r)
	t.table.close()
}

// separator takes the line "sep=;" that Excel writes and reads.
func (t *tableReader) separator() {
	if text := strings.ToLower(strings.Trim(t.rows.in.first(), `"`)); strings.HasPrefix(text, "sep=") && len(text) <= 5 {
		t.rows.in.next()
	}
}

// begin takes the rows up to the header, and the header.
func (t *tableReader) begin(find tableFind) {
	for {
		row, ok := t.rows.next()
		if !ok {
			return
		}
		if h := readHeader(row.cells); h.says() && h.known == find.header.known {
			t.setHeader(h, row.line)
			return
		}
		t.titles.add(row)
	}
}

func (t *tableReader) setHeader(h header, line int) {
	t.titles.flush(t.r)
	if t.table != nil {
		t.table.close()
	}
	t.table = newTable(t.r, csvFormat, h, line)
	t.rows.width, t.rows.least = len(h.columns), h.least()
}

func refuseTable(r *Reader, find tableFind, line int) {
	p := bank.Problem{Line: max(line, 1), Severity: bank.Error, Code: "no-question-column",
		Message: "this is no table of questions: write a header that names a column Question, and columns for the options and the answer"}
	switch {
	case find.found == keyTable:
		p.Code = "only-keys"
		p.Message = fmt.Sprintf("this is a list of keys (%s) and holds no questions: put it at the end of the file with the questions, below a line \"Answer Key\"", find.header.names())
	case find.header.names() != "":
		p.Message = fmt.Sprintf("no column holds the questions: the columns are %s, and needed are Question, options such as A, B, C, D, and Answer", find.header.names())
	}
	r.emitProblem(p)
}

// readRows reads up to the end of the file, or of the region.
func (t *tableReader) readRows() {
	for !t.r.stopped && t.table != nil {
		if !t.whole && t.ends() {
			return
		}
		row, ok := t.rows.next()
		if !ok {
			return
		}
		t.take(row)
	}
}

func (t *tableReader) take(row sheetRow) {
	if len(row.cells) == 0 && len(row.problems) > 0 {
		t.titles.flush(t.r)
		t.r.saw(csvFormat)
		t.table.settle()
		t.r.emitProblems(row.problems)
		return
	}
	for i := range row.cells {
		row.cells[i] = unguarded(row.cells[i])
	}
	if h, ok := anotherHeader(row.cells); ok && !t.table.repeatsHeader(row.cells) {
		t.setHeader(h, row.line)
		return
	}
	if t.isAside(row.cells) {
		t.titles.add(row)
		return
	}
	t.titles.flush(t.r)
	t.table.add(row)
}

// ends says that the region is over: the next line that is not blank is no row.
func (t *tableReader) ends() bool {
	n := 0
	for {
		l, ok := t.rows.peek(n)
		if !ok {
			return n > 0 || t.rows.in.done()
		}
		if strings.TrimSpace(l.text) != "" {
			break
		}
		n++
	}
	if t.r.othersBegin(t.rows.in) && !beginsCSV(t.rows.in, false) {
		return true
	}
	look := rowSplitter{in: t.rows.in, delim: t.rows.delim, width: t.rows.width, least: t.rows.least, ahead: n, dry: true}
	row, _ := look.next()
	return len(row.problems) == 0 && len(row.cells) < min(t.rows.least, max(2, t.rows.width-1)) || n > 0 && len(row.cells) < t.rows.least
}

// anotherHeader recognises the header of a second table in the file.
func anotherHeader(cells []string) (header, bool) {
	if _, known := columnOf(strings.TrimSpace(cells[0])); !known {
		return header{}, false
	}
	h := readHeader(cells)
	return h, h.says() && h.answers() && h.known > 2 && h.known*2 > len(cells)
}

// isAside recognises rows that are comments or titles: one cell only, which is no question.
func (t *tableReader) isAside(cells []string) bool {
	filled, only := 0, ""
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			filled, only = filled+1, cell
		}
	}
	if filled != 1 || len(t.table.header.columns) < 2 {
		return false
	}
	return strings.HasPrefix(only, "#") || strings.HasPrefix(only, "//") || len(cells) == 1 && !strings.HasSuffix(only, "?")
}

// titles gathers rows outside of questions, and reports each run of them once.
type titles struct {
	first, rows int
	sample      string
}

func (n *titles) add(row sheetRow) {
	text := oneLine(strings.Join(row.cells, " "))
	if text == "" {
		return
	}
	if n.rows == 0 {
		n.first, n.sample = row.line, text
	}
	n.rows++
}

func (n *titles) flush(r *Reader) {
	if n.rows > 0 {
		r.emitProblem(bank.Problem{Line: n.first, Severity: bank.Note, Code: "outside-questions",
			Message: fmt.Sprintf("%s no part of a question: %q", count(n.rows, "row is", "rows are"), clip(n.sample))})
	}
	*n = titles{}
}
