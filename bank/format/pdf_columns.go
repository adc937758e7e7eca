package format

import (
	"math"
	"slices"
)

// minColumnRows is how many rows a page needs to show alone that it has two columns.
const minColumnRows = 8

// usualGap returns a gap between columns if more than half of the pages that are filled have one, otherwise 0.
func usualGap(rows [][][]pdfRun, gaps []float64) (usual float64) {
	filled, found := 0, 0
	for i, gap := range gaps {
		if len(rows[i]) >= minColumnRows {
			filled++
		}
		if gap != 0 {
			found++
			usual = gap
		}
	}
	if found*2 <= filled {
		return 0
	}
	return usual
}

// fewCross says whether a page, such as a short last one, keeps the gap of the others but for its header and footer.
func fewCross(rows [][]pdfRun, at float64) bool {
	n := 0
	for _, row := range rows {
		if crosses(row, at) {
			n++
		}
	}
	return n <= max(3, len(rows)/6)
}

func crosses(row []pdfRun, at float64) bool {
	return slices.ContainsFunc(row, func(r pdfRun) bool { return r.x < at && r.end > at })
}

// columnBins are the strips in which the gap between two columns is looked for.
const columnBins = 200

// columnStrip finds a strip near the middle of a page that next to no row crosses, 0 if there is none, and the borders of
// the text. It is the gap between columns if there is text on both sides in many rows that fills most of its column: a list
// of short options in two columns, or a table, has such a strip too.
func columnStrip(rows [][]pdfRun) (at, left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for _, row := range rows {
		for _, r := range row {
			left, right = min(left, r.x), max(right, r.end)
		}
	}
	width := right - left
	if len(rows) < 2 || width <= 0 || math.IsInf(width, 0) {
		return 0, left, right
	}
	var crossed [columnBins]int
	for _, row := range rows {
		var seen [columnBins]bool
		for _, r := range row {
			from, to := int((r.x-left)/width*columnBins), int((r.end-left)/width*columnBins)
			for i := max(from, 0); i <= min(to, columnBins-1); i++ {
				seen[i] = true
			}
		}
		for i, s := range seen {
			if s {
				crossed[i]++
			}
		}
	}
	best, run := 0, 0
	for i := columnBins * 3 / 10; i < columnBins*7/10; i++ {
		if crossed[i]*12 > len(rows) {
			run = 0
			continue
		}
		if run++; run > best {
			best, at = run, left+width*(float64(i)-float64(run)/2+0.5)/columnBins
		}
	}
	if best < 2 {
		at = 0
	}
	return at, left, right
}

func bothFilled(rows [][]pdfRun, at, left, right float64) bool {
	for _, side := range [][2]float64{{left, at}, {at, right}} {
		var widths []float64
		for _, row := range rows {
			from, to := math.Inf(1), math.Inf(-1)
			for _, r := range row {
				if r.x >= side[0]-1 && r.end <= side[1]+1 {
					from, to = min(from, r.x), max(to, r.end)
				}
			}
			if to > from {
				widths = append(widths, to-from)
			}
		}
		slices.Sort(widths)
		if len(widths)*3 < len(rows) || widths[len(widths)/2] < 0.45*(side[1]-side[0]) {
			return false
		}
	}
	return true
}

// twoColumns reads the left column before the right one, between the rows that cross the gap.
func twoColumns(rows [][]pdfRun, at float64, page int) []printedLine {
	var out []printedLine
	var left, right [][]pdfRun
	flush := func() {
		out = append(out, finishColumn(rowsToLines(left, page, 1))...)
		out = append(out, finishColumn(rowsToLines(right, page, 2))...)
		left, right = nil, nil
	}
	for _, row := range rows {
		if crosses(row, at) {
			flush()
			out = append(out, finishColumn(rowsToLines([][]pdfRun{row}, page, 0))...)
			continue
		}
		split := slices.IndexFunc(row, func(r pdfRun) bool { return r.x >= at })
		if split < 0 {
			split = len(row)
		}
		if split > 0 {
			left = append(left, row[:split])
		}
		if split < len(row) {
			right = append(right, row[split:])
		}
	}
	flush()
	return out
}
