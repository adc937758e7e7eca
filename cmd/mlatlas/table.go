package main

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// table is a list of rows. In a terminal it is aligned under a header and its last column is cut to the width; in a pipe
// it is separated by tabs, uncut and without a header, so that cut and awk can read it.
type table struct {
	header []string
	rows   [][]string
	styles []string     // a style for each column, "" for none
	right  map[int]bool // columns that hold numbers
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = oneLine(cells[i])
	}
	t.rows = append(t.rows, cells)
}

func (t *table) print(s *streams) {
	if !s.outTerminal {
		for _, row := range t.rows {
			fmt.Fprintln(s.out, strings.Join(row, "\t"))
		}
		return
	}
	widths := t.widths(s.width)
	if len(t.rows) > 0 {
		t.line(s, t.header, widths, dim)
	}
	for _, row := range t.rows {
		t.line(s, row, widths, "")
	}
}

// widths gives each column what its longest cell needs, and the last one what is left.
func (t *table) widths(total int) []int {
	widths := make([]int, len(t.header))
	for _, row := range append([][]string{t.header}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	used := 0
	for i := range widths[:len(widths)-1] {
		widths[i] = min(widths[i], max(total/2, 12))
		used += widths[i] + 2
	}
	last := len(widths) - 1
	widths[last] = max(min(widths[last], total-used), 10)
	return widths
}

func (t *table) line(s *streams, row []string, widths []int, style string) {
	var b strings.Builder
	for i, cell := range row {
		cell = cut(cell, widths[i])
		code := style
		if code == "" && i < len(t.styles) {
			code = t.styles[i]
		}
		gap := strings.Repeat(" ", widths[i]-runewidth.StringWidth(cell))
		switch {
		case t.right[i]:
			b.WriteString(gap + s.style(code, cell))
		case i == len(row)-1:
			b.WriteString(s.style(code, cell))
		default:
			b.WriteString(s.style(code, cell) + gap)
		}
		if i < len(row)-1 {
			b.WriteString("  ")
		}
	}
	fmt.Fprintln(s.out, b.String())
}
