package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// rowSplitter cuts delimited text into rows and cells. Cells with quotes may hold delimiters, line ends, and quotes that
// are doubled, as RFC 4180 says, or stand behind a backslash. A row is read in this order:
//
//  1. without quotes, at its delimiters;
//  2. by RFC 4180, if that gives as many cells as the header has;
//  3. with backslashes, if that does;
//  4. otherwise a quote that is not closed within its line is an ordinary character, if that does;
//  5. otherwise by RFC 4180 with as many cells as there are, unless the row would swallow others: then its quote was never
//     closed, which is an error, and the next row is the next line that has enough cells.
//
// A row ends at most maxAhead lines below its first one, so that one quote cannot take the rest of the file.
type rowSplitter struct {
	in    *input
	delim byte
	width int  // cells of the header; 0 before it is known
	least int  // cells that a row needs at least
	ahead int  // lines that were looked at and not taken
	dry   bool // look only
	// hopeless is by dialect the line up to which a quote that is open at a line's start was seen not to be closed.
	hopeless [2]int
}

// maxStrays is how many quotes inside of a quoted cell may be neither doubled nor escaped. More mean that the cell is none.
const maxStrays = 8

// cut is one reading of a row.
type cut struct {
	cells  []string
	spaced int // cells without quotes that begin with a space: text behind an unquoted comma
	lines  int
	closed bool
	strays int // quotes that are neither doubled, escaped nor at the end of a cell
}

func (s *rowSplitter) peek(i int) (line, bool) { return s.in.peek(s.ahead + i) }

func (s *rowSplitter) take(n int) {
	if s.dry {
		s.ahead += n
		return
	}
	for range n {
		s.in.next()
	}
}

// next returns the next row; false at the end, or where dry reading has looked far enough. A row that cannot be read has
// no cells and one error.
func (s *rowSplitter) next() (sheetRow, bool) {
	first, ok := s.peek(0)
	if !ok {
		return sheetRow{}, false
	}
	row := sheetRow{line: first.no}
	if strings.IndexByte(first.text, '"') < 0 {
		row.cells = strings.Split(first.text, string(s.delim))
		s.take(1)
		return s.fit(row, 0), true
	}
	plain := s.cut(0)
	if plain.fits(s.width) && !s.swallows(&plain) {
		s.take(plain.lines)
		row.cells = plain.cells
		return row, true
	}
	if escaped := s.cut(1); strings.Contains(first.text, `\"`) && escaped.fits(s.width) {
		s.take(escaped.lines)
		row.cells = escaped.cells
		return row, true
	}
	literal, odd := s.literal(first.text)
	switch {
	case s.width > 0 && (len(literal) == s.width || !odd && len(literal) < s.width && len(literal) >= s.least) && !(plain.closed && plain.lines == 1):
		row.cells = literal
		if odd {
			row.problems = append(row.problems, bank.Problem{Line: first.no, Severity: bank.Warning, Code: "unclosed-quote",
				Message: "a quote in this row is not closed, and was read as a character: write \"\" for a quote inside of a quoted cell"})
		}
		s.take(1)
		return row, true
	case plain.closed && (plain.lines == 1 || !s.holdsRow(&plain)):
		s.take(plain.lines)
		row.cells = plain.cells
		return s.fit(row, plain.spaced), true
	}
	return s.skip(row), true
}

// skip leaves out a row whose quote is not closed, and the lines behind it up to the next one that can be a row.
func (s *rowSplitter) skip(row sheetRow) sheetRow {
	s.take(1)
	last := row.line
	for {
		l, ok := s.peek(0)
		if !ok {
			break
		}
		if cells, _ := s.literal(l.text); len(cells) >= s.least {
			break
		}
		last = l.no
		s.take(1)
	}
	message := "a quote in this row is not closed: close it, and write \"\" for a quote inside of a quoted cell"
	if last > row.line {
		message += fmt.Sprintf("; the row was left out up to line %d", last)
	}
	row.problems = []bank.Problem{{Line: row.line, Severity: bank.Error, Code: "unclosed-quote", Message: message}}
	return row
}

func (c *cut) fits(width int) bool {
	return c.closed && c.strays == 0 && (width == 0 || len(c.cells) == width || len(c.cells) < width && c.lines == 1)
}

// swallows says that a row over several lines is none, since its first two lines are rows themselves.
func (s *rowSplitter) swallows(c *cut) bool {
	if c.lines < 2 || s.width < 3 {
		return false
	}
	return s.isRow(0) && s.isRow(1)
}

func (s *rowSplitter) isRow(i int) bool {
	l, ok := s.peek(i)
	if !ok {
		return false
	}
	cells, _ := s.literal(l.text)
	return len(cells) == s.width
}

// holdsRow says that one of the further lines of a reading is a row itself.
func (s *rowSplitter) holdsRow(c *cut) bool {
	for i := 1; i < c.lines && s.width > 2; i++ {
		if l, _ := s.peek(i); s.isRow(i) && !strings.Contains(l.text, string(s.delim)+" ") {
			return true
		}
	}
	return false
}

// cut reads a row by RFC 4180 (dialect 0), or with backslashes before quotes (1).
func (s *rowSplitter) cut(dialect int) cut {
	c := cut{}
	var cell []byte
	quoted := false
	for n := 0; ; n++ {
		l, ok := s.peek(n)
		if !ok {
			s.hopeless[dialect] = max(s.hopeless[dialect], s.lineAt(n-1))
			return c
		}
		text := l.text
		if n > 0 {
			if l.no <= s.hopeless[dialect] || isStartOfCell(text, s.delim) || c.strays > maxStrays {
				return c
			}
			cell = append(cell, '\n')
		}
		c.lines = n + 1
		cell, quoted = s.cutLine(&c, text, cell, quoted, dialect)
		if !quoted {
			c.closed = true
			return c
		}
	}
}

func (s *rowSplitter) lineAt(i int) int {
	l, _ := s.peek(i)
	return l.no
}

// isStartOfCell says that a line that begins inside of a quoted cell begins with the quote of another cell.
func isStartOfCell(text string, delim byte) bool {
	return len(text) > 1 && text[0] == '"' && text[1] != '"' && text[1] != delim && text[1] != ' '
}

// cutLine reads one line of a row. It returns the cell that is not finished, if the line ends inside of quotes.
func (s *rowSplitter) cutLine(c *cut, text string, cell []byte, quoted bool, dialect int) ([]byte, bool) {
	i := 0
	if !quoted {
		i, quoted = s.openCell(c, text, 0)
	}
	for {
		switch {
		case i >= len(text):
			if !quoted {
				c.cells = append(c.cells, string(cell))
			}
			return cell, quoted
		case !quoted && text[i] == s.delim:
			c.cells = append(c.cells, string(cell))
			cell = cell[:0]
			i, quoted = s.openCell(c, text, i+1)
		case quoted && dialect == 1 && text[i] == '\\' && i+1 < len(text) && text[i+1] == '"':
			cell = append(cell, '"')
			i += 2
		case quoted && text[i] == '"' && i+1 < len(text) && text[i+1] == '"':
			cell = append(cell, '"')
			i += 2
		case quoted && text[i] == '"' && s.endsCell(text[i+1:]):
			quoted = false
			i += 1 + spaces(text[i+1:], s.delim)
		default:
			if quoted && text[i] == '"' {
				c.strays++
			}
			cell = append(cell, text[i])
			i++
		}
	}
}

// openCell looks at the start of a cell: behind spaces a quote opens it.
func (s *rowSplitter) openCell(c *cut, text string, i int) (at int, quoted bool) {
	n := spaces(text[i:], s.delim)
	if i+n < len(text) && text[i+n] == '"' {
		return i + n + 1, true
	}
	if n > 0 && i > 0 {
		c.spaced++
	}
	return i, false
}

// endsCell says that what follows a quote is the end of its cell.
func (s *rowSplitter) endsCell(rest string) bool {
	n := spaces(rest, s.delim)
	return n == len(rest) || rest[n] == s.delim
}

func spaces(text string, delim byte) int {
	n := 0
	for n < len(text) && (text[n] == ' ' || text[n] == '\t') && text[n] != delim {
		n++
	}
	return n
}

// literal splits one line. A quote that no other one closes at the end of a cell is an ordinary character; odd says that
// a cell has an odd number of them.
func (s *rowSplitter) literal(text string) (cells []string, odd bool) {
	for {
		n := spaces(text, s.delim)
		if n < len(text) && text[n] == '"' {
			if end := s.closing(text, n+1); end >= 0 {
				cells = append(cells, strings.ReplaceAll(text[n+1:end], `""`, `"`))
				rest := text[end+1:]
				if rest = rest[spaces(rest, s.delim):]; rest == "" {
					return cells, odd
				}
				text = rest[1:]
				continue
			}
		}
		cell, rest, more := strings.Cut(text, string(s.delim))
		if strings.Count(cell, `"`)%2 == 1 {
			odd, cell = true, strings.TrimPrefix(cell, `"`)
		}
		cells = append(cells, cell)
		if !more {
			return cells, odd
		}
		text = rest
	}
}

// closing finds the quote that ends a cell; -1 if the line has none.
func (s *rowSplitter) closing(text string, from int) int {
	for i := from; i < len(text); i++ {
		switch {
		case text[i] != '"':
		case i+1 < len(text) && text[i+1] == '"':
			i++
		case s.endsCell(text[i+1:]):
			return i
		}
	}
	return -1
}

// fit brings a row with more cells than the header to its width where it is plain what happened: cells that begin with a
// space were cut off by an unquoted comma.
func (s *rowSplitter) fit(row sheetRow, spaced int) sheetRow {
	for len(row.cells) > s.width && s.width > 0 && strings.TrimSpace(row.cells[len(row.cells)-1]) == "" {
		row.cells = row.cells[:len(row.cells)-1]
	}
	extra := len(row.cells) - s.width
	if s.width == 0 || extra <= 0 {
		return row
	}
	if joined := joinSpaced(row.cells, s.delim); len(joined) == s.width {
		row.cells = joined
		row.problems = append(row.problems, bank.Problem{Line: row.line, Severity: bank.Warning, Code: "unquoted-delimiter",
			Message: fmt.Sprintf("the row has %s more than the header, and those that begin with a space were joined to the one before: put quotes around cells that hold %q",
				count(extra, "cell", "cells"), s.delim)})
		return row
	}
	row.problems = append(row.problems, bank.Problem{Line: row.line, Severity: bank.Warning, Code: "extra-cells",
		Message: fmt.Sprintf("the row has %s more than the header, and its cells may be shifted: put quotes around cells that hold %q", count(extra, "cell", "cells"), s.delim)})
	return row
}

// joinSpaced joins cells that begin with a space to the one before.
func joinSpaced(cells []string, delim byte) []string {
	var joined []string
	for i, cell := range cells {
		if i > 0 && len(cell) > 1 && cell[0] == ' ' && cell[1] != ' ' {
			joined[len(joined)-1] += string(delim) + cell
			continue
		}
		joined = append(joined, cell)
	}
	return joined
}
