package main

import (
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
)

// table is a list of rows. In a terminal it is aligned under a header and fits the width, its widest cells cut; in a pipe
// it is separated by tabs, uncut and without a header, so that cut and awk can read it.
type table struct {
	header []string
	rows   [][]string
	below  []string     // in a terminal, a sentence under each row; nil for none
	styles []string     // a style for each column, "" for none
	right  map[int]bool // columns that hold numbers
	whole  map[int]bool // columns that are never cut: IDs to be copied
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
	for i, row := range t.rows {
		t.line(s, row, widths, "")
		if i < len(t.below) && t.below[i] != "" {
			fmt.Fprintln(s.out, s.style(dim, wrap(t.below[i], min(s.width, readable), strings.Repeat(" ", widths[0]+columnGap))))
		}
	}
}

const (
	columnGap = 2
	leastCell = 8 // columns that a cell keeps however narrow the terminal
)

// widths gives each column what its longest cell needs. While they are wider together than the terminal, the widest of
// those that may be cut gives up a column, the last of equals first.
func (t *table) widths(total int) []int {
	widths := make([]int, len(t.header))
	for _, row := range append([][]string{t.header}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	used := columnGap * (len(widths) - 1)
	for _, w := range widths {
		used += w
	}
	for ; used > total; used-- {
		widest := -1
		for i, w := range widths {
			if w > leastCell && !t.right[i] && !t.whole[i] && (widest < 0 || w >= widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
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
			b.WriteString(strings.Repeat(" ", columnGap))
		}
	}
	fmt.Fprintln(s.out, strings.TrimRight(b.String(), " "))
}
