package draw

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is measured with the advance widths of Helvetica, to which Arial and Liberation Sans are metrically equal and
// which Graphviz uses as well; the SVG asks for these fonts by name. Widths are in thousandths of the font size, for the
// characters from space (32) to tilde (126).
var helvetica = [95]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
}

const (
	widthOther = 650  // other letters: Greek, Cyrillic, Arabic, accented Latin
	widthWide  = 1000 // ideographs, kana, hangul, emoji
	boldFactor = 1.08 // Helvetica Bold over Helvetica, on running text
)

// textWidth returns the width of s in points at a font size.
func textWidth(s string, size float64) float64 {
	var sum int
	for _, r := range s {
		sum += runeWidth(r)
	}
	return float64(sum) * size / 1000
}

func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(helvetica[r-' '])
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F000):
		return widthWide
	}
	return widthOther
}

// clean makes untrusted text fit for one line of a picture: valid UTF-8, without control characters, without the
// invisible characters that reorder text beyond their own word, and with runs of space folded to one blank.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == 0xA0:
			return ' '
		case unicode.IsControl(r), isDirection(r), r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
			return -1 // noncharacters are not allowed in XML either
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isDirection reports whether r is a bidirectional control: an embedding, override, isolate or mark.
func isDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C || r == 0xFEFF
}

// Lines of labels, in font sizes.
const (
	wrapAt    = 9.2  // up to here a name stays on one line: about 17 letters
	lineMost  = 13.5 // a line of a node's label is cut beyond this: about 26 letters
	groupMost = 19.0 // the same of a group's name

	hyphenCost = 1.3 // a break behind a hyphen or slash counts as this much wider than one at a blank
)

// wrap breaks a name into one or two lines that are as equal as its words allow, and cuts what is longer than most.
func wrap(name string, most float64) []string {
	whole := textWidth(name, 1)
	switch {
	case name == "":
		return []string{"?"}
	case whole <= wrapAt:
		return []string{name}
	}
	at, best := -1, 0.0
	for i := 1; i < len(name)-1; i++ {
		end := breakBefore(name, i)
		if end < 0 {
			continue
		}
		wider := max(textWidth(name[:end], 1), textWidth(name[i:], 1))
		if end == i {
			wider *= hyphenCost
		}
		if at < 0 || wider < best {
			at, best = i, wider
		}
	}
	if at < 0 || best > whole*0.85 && whole <= most {
		return []string{cut(name, most)}
	}
	return []string{cut(name[:breakBefore(name, at)], most), cut(name[at:], most)}
}

// paragraph breaks a text into lines of a width in font sizes; a word that is longer is cut.
func paragraph(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if longer := line + " " + word; line != "" && textWidth(longer, 1) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = cut(word, width)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// breakBefore returns where the line before i ends if a line may begin at i, and -1 otherwise. Lines break at blanks and
// behind hyphens and slashes.
func breakBefore(name string, i int) int {
	if !utf8.RuneStart(name[i]) || name[i] == ' ' {
		return -1
	}
	switch name[i-1] {
	case ' ':
		return i - 1
	case '-', '/':
		return i
	}
	return -1
}

// cut shortens a line to at most width font sizes, with an ellipsis.
func cut(line string, width float64) string {
	if textWidth(line, 1) <= width {
		return line
	}
	width -= textWidth("…", 1)
	var sum float64
	for i, r := range line {
		sum += float64(runeWidth(r)) / 1000
		if sum > width {
			return strings.TrimRight(line[:i], " -/(,") + "…"
		}
	}
	return line
}

// escape makes cleaned text safe as XML text and in a quoted XML attribute.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace
