package format

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printedLine is a line of a page.
type printedLine struct {
	page      int
	x, y, end float64
	size      float64
	text      string
	mono      bool
	left      float64 // of its column
	right     float64
	column    int
}

// pagesToLines makes the lines of a document.
func pagesToLines(pages [][]pdfRun) []printedLine {
	rows := make([][][]pdfRun, len(pages))
	gaps := make([]float64, len(pages))
	for i, runs := range pages {
		rows[i] = pageRows(runs)
		if strip, left, right := columnStrip(rows[i]); strip != 0 && len(rows[i]) >= minColumnRows && bothFilled(rows[i], strip, left, right) {
			gaps[i] = strip
		}
	}
	usual := usualGap(rows, gaps)
	all := make([][]printedLine, len(pages))
	for i := range pages {
		if gaps[i] == 0 && usual != 0 && fewCross(rows[i], usual) {
			gaps[i] = usual
		}
		if gaps[i] != 0 {
			all[i] = twoColumns(rows[i], gaps[i], i+1)
		} else {
			all[i] = finishColumn(rowsToLines(rows[i], i+1, 0))
		}
	}
	dropRepeated(all)
	vocabulary := wordsOf(all)
	var out []printedLine
	for _, lines := range all {
		for i := range lines {
			out = appendLine(out, lines[i], vocabulary)
		}
	}
	return out
}

// pageRows puts the runs of a page into rows, from the top, each from the left.
func pageRows(runs []pdfRun) (rows [][]pdfRun) {
	runs = slices.DeleteFunc(slices.Clone(runs), func(r pdfRun) bool { return strings.TrimSpace(r.text) == "" && r.text != " " })
	slices.SortStableFunc(runs, func(a, b pdfRun) int { return cmp.Compare(b.y, a.y) })
	for _, r := range runs {
		if n := len(rows); n > 0 && sameRow(rows[n-1], r) {
			rows[n-1] = append(rows[n-1], r)
			continue
		}
		rows = append(rows, []pdfRun{r})
	}
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b pdfRun) int { return cmp.Compare(a.x, b.x) })
	}
	return rows
}

// sameRow says whether a run stands on the line of others: on the base of the largest of them, or, if it is smaller or
// larger, as far above or below as exponents and indices do.
func sameRow(row []pdfRun, r pdfRun) bool {
	base := largest(row)
	small, large := min(base.size, r.size), max(base.size, r.size)
	if small > 0.85*large {
		large = 0.6 * small
	}
	return math.Abs(base.y-r.y) < 0.48*large
}

func largest(row []pdfRun) pdfRun {
	return slices.MaxFunc(row[max(0, len(row)-50):], func(a, b pdfRun) int { return cmp.Compare(a.size, b.size) })
}

// rowsToLines joins the runs of each row.
func rowsToLines(rows [][]pdfRun, page, column int) []printedLine {
	var lines []printedLine
	for _, row := range rows {
		l := printedLine{page: page, column: column, x: math.Inf(1), mono: true}
		var b strings.Builder
		for i, r := range row {
			if strings.TrimSpace(r.text) != "" {
				l.x, l.end = min(l.x, r.x), max(l.end, r.end)
				if r.size > l.size {
					l.size, l.y = r.size, r.y
				}
				l.mono = l.mono && r.mono
			}
			if i > 0 && drawnAgain(row[i-1], r) { // bold letters are sometimes drawn twice
				continue
			}
			if i > 0 && r.x-row[i-1].end > 0.2*r.size && !strings.HasSuffix(b.String(), " ") && !strings.HasPrefix(r.text, " ") {
				b.WriteString(gapSpaces(r.x-row[i-1].end, r))
			}
			b.WriteString(r.text)
		}
		text := strings.TrimRight(plainSpaces(b.String()), " ")
		if l.text = strings.TrimLeft(text, " "); l.text == "" {
			continue
		}
		if l.mono {
			l.text = text
		}
		lines = append(lines, l)
	}
	return lines
}

// gapSpaces returns what stands in a gap: in code as many gapSpaces as fit.
func gapSpaces(gap float64, r pdfRun) string {
	if r.mono {
		return strings.Repeat(" ", min(max(1, int(math.Round(gap/(0.6*r.size)))), 80))
	}
	return " "
}

func drawnAgain(a, b pdfRun) bool {
	return a.text == b.text && math.Abs(a.x-b.x) < 0.1*a.size && math.Abs(a.y-b.y) < 0.1*a.size && strings.TrimSpace(a.text) != ""
}

// finishColumn sets the borders of a column in its lines, and the indentation of code.
func finishColumn(lines []printedLine) []printedLine {
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.x), max(right, l.end)
	}
	for i := range lines {
		l := &lines[i]
		l.left, l.right = left, right
		if l.mono {
			l.text = strings.Repeat(" ", min(int(math.Round(max(0, l.x-left)/(0.6*l.size))), 80)) + l.text
		}
	}
	return lines
}

// edgeLines are how many lines at the top and bottom of a page may be its header and footer.
const edgeLines = 3

// dropRepeated takes headers, footers and page numbers off the pages: lines at the edge that stand on more than half of the
// pages, apart from digits. What could be a part of a question stays: a page for each question begins with its head.
func dropRepeated(pages [][]printedLine) {
	counts := map[string]int{}
	filled := 0
	for _, lines := range pages {
		if len(lines) > 0 {
			filled++
		}
		seen := map[string]bool{}
		for _, i := range edges(lines) {
			if key := repeatedKey(lines[i]); key != "" && !seen[key] {
				seen[key] = true
				counts[key]++
			}
		}
	}
	if filled < 2 {
		return
	}
	for n, lines := range pages {
		order := byHeight(lines)
		drop := map[int]bool{}
		for _, from := range [][]int{order, reversed(order)} { // from the edge on, up to the first line that stays
			for _, i := range from[:min(len(from), edgeLines)] {
				if key := repeatedKey(lines[i]); key == "" || counts[key]*2 <= filled {
					break
				}
				drop[i] = true
			}
		}
		kept := lines[:0]
		for i, l := range lines {
			if !drop[i] {
				kept = append(kept, l)
			}
		}
		pages[n] = kept
	}
}

// byHeight orders lines from the top of the page.
func byHeight(lines []printedLine) []int {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[b].y, lines[a].y) })
	return order
}

func reversed(order []int) []int {
	order = slices.Clone(order)
	slices.Reverse(order)
	return order
}

func edges(lines []printedLine) []int {
	order := byHeight(lines)
	if len(order) <= 2*edgeLines {
		return order
	}
	return append(order[:edgeLines:edgeLines], order[len(order)-edgeLines:]...)
}

// repeatedKey is the text of a line without its digits, with its height on the page; "" for what may belong to a question.
func repeatedKey(l printedLine) string {
	m := classify(mark{}, nonEmpty(l.text))
	switch m.kind {
	case markHead, markNumber, markOption, markKey, markExplain:
		return ""
	}
	key := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return r
	}, l.text)
	for strings.Contains(key, "##") {
		key = strings.ReplaceAll(key, "##", "#")
	}
	return key
}

// wordsOf collects the words of the document, without the parts of those that are broken at the end of a line.
func wordsOf(pages [][]printedLine) map[string]bool {
	words := map[string]bool{}
	broken := false
	for _, lines := range pages {
		for _, l := range lines {
			all := strings.FieldsFunc(l.text, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
			if broken && len(all) > 0 {
				all = all[1:]
			}
			if broken = strings.TrimRight(l.text, hyphens) != l.text; broken && len(all) > 0 {
				all = all[:len(all)-1]
			}
			for _, word := range all {
				words[strings.ToLower(strings.Trim(word, "-"))] = true
			}
		}
	}
	return words
}

// hyphens are the signs at the end of a line that break a word.
const hyphens = "-\u00ad\u2010"

// appendLine adds a line: to the end of the one before where a paragraph goes on, behind a blank line where a gap is.
func appendLine(out []printedLine, l printedLine, words map[string]bool) []printedLine {
	if len(out) == 0 {
		return append(out, l)
	}
	last := &out[len(out)-1]
	samePlace := last.page == l.page && last.column == l.column
	if samePlace && last.y-l.y > 1.75*max(last.size, l.size) {
		return append(out, printedLine{page: last.page, text: ""}, l)
	}
	if last.text == "" || l.mono || last.mono || isMarked(l.text) || math.Abs(last.size-l.size) > 0.15*max(last.size, l.size) {
		return append(out, l)
	}
	if joined, ok := hyphenated(last.text, l.text, words); ok {
		last.text, last.end, last.right, last.y, last.page, last.column = joined, l.end, l.right, l.y, l.page, l.column
		return out
	}
	full := last.right-last.end < 0.12*(last.right-last.left)+wordWidth(l) && last.right-last.left > 20*last.size
	if full && !endsParagraph(last.text) && (samePlace || startsLower(l.text)) {
		last.text, last.end, last.right, last.y, last.page, last.column = last.text+" "+l.text, l.end, l.right, l.y, l.page, l.column
		return out
	}
	return append(out, l)
}

// wordWidth is about the width of the first word: a line was broken since that did not fit.
func wordWidth(l printedLine) float64 {
	word, _, _ := strings.Cut(l.text, " ")
	if n := utf8.RuneCountInString(l.text); n > 0 {
		return (l.end - l.x) * float64(utf8.RuneCountInString(word)) / float64(n)
	}
	return 0
}

// endsParagraph says that a line that ends so far right may still be the last one of its paragraph.
func endsParagraph(text string) bool {
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, ")") && instructs(text)
}

// isMarked says whether a line begins something of its own.
func isMarked(text string) bool {
	m := classify(mark{}, nonEmpty(text))
	switch m.kind {
	case markText, markChrome:
		return m.dress.bullet || strings.HasPrefix(text, "•") || strings.HasPrefix(text, "–") || strings.HasPrefix(text, "▪") || strings.HasPrefix(text, "◦")
	case markTag, markRefer:
		return !m.weak
	}
	return true
}

// hyphenated joins a word that was broken at the end of a line. A hyphen stays where the document writes the word with it,
// or both parts alone and never the whole.
func hyphenated(before, after string, words map[string]bool) (string, bool) {
	soft := strings.HasSuffix(before, "\u00ad")
	stem := strings.TrimRight(before, hyphens)
	if stem == before || !startsLower(after) {
		return "", false
	}
	if r, _ := utf8.DecodeLastRuneInString(stem); !unicode.IsLetter(r) {
		return "", false
	}
	first := strings.ToLower(stem[strings.LastIndexFunc(stem, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })+1:])
	end := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(after)
	}
	second := strings.ToLower(after[:end])
	switch {
	case soft, words[first+second]:
	case words[first+"-"+second], words[first] && words[second]:
		return stem + "-" + after, true
	}
	return stem + after, true
}
