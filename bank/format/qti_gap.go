package format

import (
	"fmt"
	"strconv"
	"strings"

	"mlatlas/bank/pattern"
)

// blankMark stands for the n-th response in a text until the whole text is known.
func blankMark(n int) string { return string(blankOpen) + strconv.Itoa(n) + string(blankClose) }

var blankMarks = pattern.New(`\x{E010}(\d+)\x{E011}`)

// blankNumber returns the response for which a text stands that is nothing else.
func blankNumber(text string) (int, bool) {
	m := blankMarks.FindStringSubmatch(text)
	if m == nil || m[0] != text {
		return 0, false
	}
	n, _ := strconv.Atoi(m[1])
	return n, true
}

// joinGaps joins texts as paragraphs, but a gap to the text on both of its sides.
func joinGaps(blocks []string) string {
	var b strings.Builder
	gap := false
	for _, block := range blocks {
		block = strings.TrimSpace(block)
		if block == "" {
			continue
		}
		_, isGap := blankNumber(block)
		switch {
		case b.Len() == 0:
		case isGap || gap:
			b.WriteByte(' ')
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(block)
		gap = isGap
	}
	return b.String()
}

// plainGap writes the only gap of a text as a line, if the text goes on behind it.
func plainGap(text string) string {
	text = strings.TrimSpace(text)
	at := blankMarks.FindStringIndex(text)
	if at != nil && strings.TrimSpace(text[at[1]:]) == "" {
		return strings.TrimSpace(text[:at[0]])
	}
	return askGap(text, 1)
}

// askGap writes the gap that is asked for as a line, and the others by their numbers.
func askGap(text string, asked int) string {
	line := blankMark(asked)
	return strings.TrimSpace(blankMarks.ReplaceAllStringFunc(text, func(mark string) string {
		if mark == line {
			return "_____"
		}
		n, _ := blankNumber(mark)
		return blankName(n)
	}))
}

// blankName is how a text shows the n-th of its gaps.
func blankName(n int) string { return fmt.Sprintf("(%d)", n) }

// withoutBlanks drops the marks.
func withoutBlanks(text string) string {
	return strings.TrimSpace(blankMarks.ReplaceAllString(text, ""))
}
