package format

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A workbook is read sheet by sheet: each is a question table, with a header in one of its first 15 rows. Cells come as the
// program shows them: 2.6, 50%, TRUE, and of a formula the value that it had when the file was saved. The line of a
// question is its row. Hidden sheets, and sheets that are no question table, leave a note.
//
// A cell over several rows counts for each of them where it is a passage, a topic or a kind.

// xlsxFormat is the format of workbooks.
const xlsxFormat = "xlsx"

// Bounds of a workbook. One with 5,000 questions and pictures has a few megabytes.
const (
	maxWorkbook = 256 << 20 // bytes of the file, which is in memory
	maxSheets   = 512 << 20 // bytes of all its parts
	maxSheetXML = 16 << 20  // bytes of a part beyond which it is unpacked into a temporary file
	maxCells    = 20 << 20  // cells of a sheet, empty ones counted
)

// errDamagedBook stands for what the library does with a file that is none.
var errDamagedBook = errors.New("is a damaged workbook: open it in a spreadsheet program and save it again")

func unpackXLSX(r *Reader, a *archive) error {
	if a.size > maxWorkbook {
		return fmt.Errorf("is a workbook of more than %d MiB: save the questions alone", maxWorkbook>>20)
	}
	for _, f := range a.files {
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return fmt.Errorf("%s %w", f.Name, ErrBomb)
		}
	}
	book, err := openBook(a)
	if err != nil {
		return err
	}
	defer book.Close()
	b := workbook{r: r, book: book, archive: a}
	return b.read()
}

// guard turns a panic of the library into an error: its parsers trust what they read.
func guard(err *error) {
	if recover() != nil {
		*err = errDamagedBook
	}
}

func openBook(a *archive) (book *excelize.File, err error) {
	defer guard(&err)
	book, err = excelize.OpenReader(io.NewSectionReader(a.source, 0, a.size), excelize.Options{UnzipSizeLimit: maxSheets, UnzipXMLSizeLimit: maxSheetXML})
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", errDamagedBook, err)
	}
	return book, nil
}

// workbook reads the sheets of a file.
type workbook struct {
	r       *Reader
	book    *excelize.File
	archive *archive
}

func (b *workbook) read() error {
	sheets, visible, err := b.sheets()
	if err != nil {
		return err
	}
	outer := b.r.part
	defer func() { b.r.part = outer }()
	filled := false
	for _, s := range sheets {
		b.r.part = strings.TrimPrefix(outer+", "+s.name, ", ")
		if s.hidden {
			b.note(1, "hidden-sheet", "the sheet is hidden, and was not read: show it if it holds questions")
			filled = true
			continue
		}
		some, err := b.sheet(s.name, visible > 1)
		if err != nil {
			b.r.emitProblem(bank.Problem{Line: 1, Severity: bank.Error, Code: "bad-sheet", Message: "the sheet " + err.Error()})
		}
		filled = filled || some || err != nil
	}
	if !filled && !b.r.stopped {
		return ErrEmpty
	}
	return nil
}

type sheetName struct {
	name   string
	hidden bool
}

func (b *workbook) sheets() (all []sheetName, visible int, err error) {
	defer guard(&err)
	for _, name := range b.book.GetSheetList() {
		shown, err := b.book.GetSheetVisible(name)
		if shown = shown || err != nil; shown {
			visible++
		}
		all = append(all, sheetName{name, !shown})
	}
	return all, visible, nil
}

func (b *workbook) note(line int, code, message string) {
	b.r.emitProblem(bank.Problem{Line: line, Severity: bank.Note, Code: code, Message: message})
}

// plainSheets are the names that say nothing about the questions of a sheet.
var plainSheets = pattern.New(`(?i)^(?:sheet|tabelle|blatt|hoja|feuil|feuille|planilha|folha|foglio|лист|工作表|シート|questions?|quiz|template|items?|bank|fragen|preguntas|perguntas)[ _]?[0-9]*$`)

// sheet reads one sheet. It is false for one without cells.
func (b *workbook) sheet(name string, several bool) (filled bool, err error) {
	s, err := b.open(name)
	if err != nil {
		b.note(1, "no-table", "the sheet holds no cells, and was not read")
		return false, nil
	}
	defer s.rows.Close()
	var first []sheetRow
	for full := 0; full < 2*maxTitles; {
		row, ok := s.next()
		if !ok {
			break
		}
		if !isBlankRow(row.cells) {
			full++
			first = append(first, row)
		}
	}
	if len(first) == 0 {
		return false, s.err
	}
	find := findIn(padded(first))
	if find.found != namedTable && find.found != headless {
		b.refuse(find, first[0].line)
		return true, s.err
	}
	var tags []string
	if several && !plainSheets.MatchString(name) {
		tags = []string{name}
	}
	if find.header.repeats() {
		s.merged = mergedIn(b.archive, name)
	}
	return true, b.table(s, find, first, tags)
}

// padded gives all rows the width of the widest one: a sheet leaves out the empty cells at the end of its rows.
func padded(rows []sheetRow) []sheetRow {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.cells))
	}
	for i := range rows {
		for len(rows[i].cells) < width {
			rows[i].cells = append(rows[i].cells, "")
		}
	}
	return rows
}

func (b *workbook) refuse(find tableFind, line int) {
	if find.found == keyTable {
		refuseTable(b.r, find, line)
		return
	}
	message := "the sheet is no table of questions: no row names columns such as Question, options and Answer"
	if find.header.known > 1 {
		message += "; found were " + find.header.names()
	}
	b.note(line, "no-table", message)
}

// table reads the rows below a header.
func (b *workbook) table(s *sheet, find tableFind, first []sheetRow, tags []string) error {
	from, line := find.at+1, first[find.at].line
	var above titles
	if find.found == headless {
		from, line = 0, first[0].line
	}
	for _, row := range first[:max(from-1, 0)] {
		above.add(row)
	}
	above.flush(b.r)
	t := newTable(b.r, xlsxFormat, find.header, line)
	t.tags = tags
	s.header = &t.header
	take := func(row sheetRow) {
		s.fillMerged(&row)
		for i := range row.cells {
			row.cells[i] = unguarded(row.cells[i])
		}
		t.add(row)
	}
	for _, row := range first[from:] {
		take(row)
	}
	for !b.r.stopped {
		row, ok := s.next()
		if !ok {
			break
		}
		take(row)
	}
	t.close()
	return s.err
}

// sheet yields the rows of a sheet.
type sheet struct {
	rows   *excelize.Rows
	row    int
	cells  int // so far
	header *header
	merged map[cellPlace]int // the last row of a cell over several rows, by its first
	spans  map[int]cellSpan  // by column: the last one that began
	err    error
}

type cellSpan struct {
	bottom int
	value  string
}

func (b *workbook) open(name string) (s *sheet, err error) {
	defer guard(&err)
	s = &sheet{spans: map[int]cellSpan{}}
	s.rows, err = b.book.Rows(name)
	return s, err
}

// repeatable are the roles of columns whose cells count for all the rows over which they go.
var repeatable = []columnRole{passageColumn, tagColumn, tagsColumn, kindColumn, bankColumn, imageColumn, referenceColumn}

func (h *header) repeats() bool {
	return slices.ContainsFunc(h.columns, func(c column) bool { return slices.Contains(repeatable, c.role) })
}

// fillMerged repeats what a cell over several rows says about the questions in them.
func (s *sheet) fillMerged(row *sheetRow) {
	if len(s.merged) == 0 || isBlankRow(row.cells) {
		return
	}
	for i, c := range s.header.columns {
		if !slices.Contains(repeatable, c.role) {
			continue
		}
		if bottom, begins := s.merged[cellPlace{row.line, i + 1}]; begins {
			s.spans[i] = cellSpan{bottom, cellAt(*row, i)}
		} else if over := s.spans[i]; over.bottom >= row.line {
			for len(row.cells) <= i {
				row.cells = append(row.cells, "")
			}
			row.cells[i] = over.value
		}
	}
}

func (s *sheet) next() (row sheetRow, ok bool) {
	if s.err != nil {
		return row, false
	}
	defer guard(&s.err)
	if !s.rows.Next() {
		return row, false
	}
	s.row++
	cells, err := s.rows.Columns()
	s.cells += len(cells)
	switch {
	case err != nil:
		s.err = fmt.Errorf("is damaged in row %d (%v): save it again", s.row, err)
		return row, false
	case s.cells > maxCells:
		s.err = fmt.Errorf("has more than %d cells up to row %d, and the rest was not read", maxCells, s.row)
		return row, false
	}
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(plainSpaces(strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\r", "\n")))
	}
	return sheetRow{line: s.row, cells: cells}, true
}
