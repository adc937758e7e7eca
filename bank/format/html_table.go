package format

import (
	"strconv"
	"strings"
)

// A table becomes rows of cells between bars, the first of them the head. A table inside of a cell, or around a single
// one, is layout: its cells come one after the other.

// Cells that span more columns or rows than this are cut to it.
const maxSpan = 16

// gridder places the cells of a table in columns.
type gridder struct {
	rows  [][]string
	below [maxSpan]int // rows down to which a cell of an earlier row reaches, by column
	width int
	w     *htmlWriter
}

func (w *htmlWriter) table(n *htmlNode) {
	var rows, others []*htmlNode
	collectRows(n, &rows, &others)
	w.lines(2)
	for _, c := range others {
		w.lines(2)
		w.node(c)
		w.lines(2)
	}
	if w.cell || isLayout(rows) {
		for _, row := range rows {
			for _, cell := range row.inner {
				w.lines(1)
				w.inner(cell)
				w.lines(1)
			}
		}
		return
	}
	g := gridder{w: w}
	for _, row := range rows {
		g.row(row)
	}
	w.block(g.String(), 2)
}

// collectRows finds the rows, and what stands between them, such as a caption.
func collectRows(n *htmlNode, rows, others *[]*htmlNode) {
	for _, c := range n.inner {
		switch {
		case c.named("thead", "tbody", "tfoot"):
			collectRows(c, rows, others)
		case c.named("tr"):
			*rows = append(*rows, c)
		case c.named("td", "th"): // the row is missing
			if len(*rows) == 0 {
				*rows = append(*rows, &htmlNode{htmlTag: &htmlTag{name: "tr"}})
			}
			last := (*rows)[len(*rows)-1]
			last.inner = append(last.inner, c)
		case c.named("colgroup", "col"):
		default:
			*others = append(*others, c)
		}
	}
}

func isLayout(rows []*htmlNode) bool {
	cells := 0
	for _, row := range rows {
		for _, c := range row.inner {
			if !c.named("td", "th") {
				continue
			}
			if cells++; holdsTable(c) {
				return true
			}
		}
	}
	return cells < 2
}

func holdsTable(n *htmlNode) bool {
	for _, c := range n.inner {
		if c.htmlTag != nil && (c.name == "table" || holdsTable(c)) {
			return true
		}
	}
	return false
}

func (g *gridder) row(n *htmlNode) {
	var cells []string
	skip := func() {
		for len(cells) < maxSpan && g.below[len(cells)] > 0 {
			g.below[len(cells)]--
			cells = append(cells, "")
		}
	}
	filled := false
	for _, c := range n.inner {
		if c.htmlTag == nil {
			continue
		}
		skip()
		text := g.cell(c)
		filled = filled || text != ""
		for i := range span(c, "colspan") {
			if at := len(cells); at < maxSpan {
				g.below[at] = span(c, "rowspan") - 1
			}
			if i > 0 {
				text = ""
			}
			cells = append(cells, text)
		}
	}
	skip()
	if filled {
		g.rows = append(g.rows, cells)
		g.width = max(g.width, len(cells))
	}
}

func span(n *htmlNode, name string) int {
	v, err := strconv.Atoi(strings.TrimSpace(n.get(name)))
	if err != nil {
		return 1
	}
	return min(max(v, 1), maxSpan)
}

// cell writes a cell on one line.
func (g *gridder) cell(n *htmlNode) string {
	in := g.w.within()
	in.cell, in.keepLines = true, false
	in.inner(n)
	var parts []string
	for l := range strings.SplitSeq(in.finish(), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			parts = append(parts, strings.ReplaceAll(l, "|", `\|`))
		}
	}
	return strings.Join(parts, "<br>")
}

// String writes the rows. Only the head is filled up to the width: rows may be shorter.
func (g *gridder) String() string {
	if len(g.rows) == 0 {
		return ""
	}
	var b strings.Builder
	for len(g.rows[0]) < g.width {
		g.rows[0] = append(g.rows[0], "")
	}
	for i, row := range g.rows {
		for _, c := range row {
			b.WriteString("| ")
			if c != "" {
				b.WriteString(c + " ")
			}
		}
		b.WriteString("|\n")
		if i == 0 {
			b.WriteString(strings.Repeat("| --- ", g.width) + "|\n")
		}
	}
	return strings.TrimRight(b.String(), "\n")
}
