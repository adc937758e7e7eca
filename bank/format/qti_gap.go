package format

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// gapMark stands for the n-th response in a text until the whole text is known.
func gapMark(n int) string { return string(gapOpen) + strconv.Itoa(n) + string(gapClose) }

var gapMarks = regexp.MustCompile(`\x{E010}(\d+)\x{E011}`)

// gapNumber returns the response for which a text stands that is nothing else.
func gapNumber(text string) (int, bool) {
	m := gapMarks.FindStringSubmatch(text)
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
		_, isGap := gapNumber(block)
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
	at := gapMarks.FindStringIndex(text)
	if at == nil {
		return text
	}
	if strings.TrimSpace(text[at[1]:]) == "" {
		return strings.TrimSpace(text[:at[0]])
	}
	return strings.TrimSpace(text[:at[0]] + "____" + text[at[1]:])
}

// gapName is how a text shows the n-th of its gaps.
func gapName(n int) string { return fmt.Sprintf("[%d]", n) }

// numberedGaps writes the gaps of a text as [1], [2].
func numberedGaps(text string) string {
	return strings.TrimSpace(gapMarks.ReplaceAllString(text, "[$1]"))
}

// withoutGaps drops the marks.
func withoutGaps(text string) string {
	return strings.TrimSpace(gapMarks.ReplaceAllString(text, ""))
}
