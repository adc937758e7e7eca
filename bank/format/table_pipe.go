package format

import (
	"slices"
	"strings"

	"mlatlas/bank/pattern"
)

// Markdown has tables of questions too:
//
//	| # | Question | A | B | Answer |
//	|---|----------|---|---|--------|
//	| 1 | Which?   | x | y | B      |
//
// A table of keys, whose column Question holds numbers, is none.

// pipeFrame is the line below the header of a table.
var pipeFrame = pattern.New(`^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$`)

// maxHeaderLine is the length in bytes beyond which a line is no header.
const maxHeaderLine = 4000

// beginsPipeTable recognises the header of a question table.
func beginsPipeTable(in *input) bool {
	l, _ := in.peek(0)
	if len(l.text) < 9 || len(l.text) > maxHeaderLine || strings.IndexByte(l.text, '|') < 0 {
		return false
	}
	below, _ := in.peek(1)
	if len(below.text) > maxHeaderLine || !strings.Contains(below.text, "|") || !pipeFrame.MatchString(below.text) {
		return false
	}
	h := readHeader(headerCells(l.text))
	if !h.says() || !h.answers() {
		return false
	}
	first, _ := in.peek(2)
	cells := pipeCells(first.text)
	for i, c := range h.columns {
		if c.role == stemColumn { // "Text" beside "Option" names options
			return slices.Contains(columnNames[stemColumn], c.key) && i < len(cells) && !isNumber(numberOfCell(strings.Trim(cells[i], "*")))
		}
	}
	return false
}

// headerCells are the cells of a header without bold marks.
func headerCells(text string) []string {
	cells := pipeCells(text)
	for i := range cells {
		cells[i] = strings.Trim(cells[i], "*_ ")
	}
	return cells
}

// pipeCells splits a row at the pipes that no backslash stands before.
func pipeCells(text string) []string {
	text = strings.TrimPrefix(strings.TrimSpace(text), "|")
	if strings.HasSuffix(text, "|") && !strings.HasSuffix(text, `\|`) {
		text = text[:len(text)-1]
	}
	var cells []string
	from := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && (text[i] != '|' || i > 0 && text[i-1] == '\\') {
			continue
		}
		cell := strings.ReplaceAll(text[from:i], `\|`, "|")
		cells = append(cells, strings.TrimSpace(markdownLine(cell)))
		from = i + 1
	}
	return cells
}

// readPipeTable reads a table up to the first line that is no row of it.
func readPipeTable(r *Reader, in *input) {
	l, _ := in.next()
	in.next()
	t := newTable(r, markdown, readHeader(headerCells(l.text)), l.no)
	for !r.stopped {
		next, ok := in.peek(0)
		if !ok || strings.IndexByte(next.text, '|') < 0 {
			break
		}
		in.next()
		t.add(sheetRow{line: next.no, cells: pipeCells(next.text), clean: true})
	}
	t.close()
}
