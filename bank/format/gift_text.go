package format

import (
	"html"
	"strings"

	"mlatlas/bank/pattern"
)

// Escapes in GIFT are a backslash before one of ~ = # { } : \ or the letter n, which is a line break. A backslash before
// anything else stands for itself, since people write LaTeX. While a text is cut up, an escaped character is hidden behind
// a code point that no text holds.
const (
	giftEscaped    = "~=#{}:\\n"
	giftLine       = '\ufdd7' // the line break
	giftHiddenBase = '\ufdd0'
)

var giftShown = strings.NewReplacer("\ufdd0", "~", "\ufdd1", "=", "\ufdd2", "#", "\ufdd3", "{", "\ufdd4", "}", "\ufdd5", ":",
	"\ufdd6", `\`, "\ufdd7", "\n")

// hideEscapes hides the escaped characters of a line.
func hideEscapes(line string) string {
	if strings.IndexByte(line, '\\') < 0 {
		return line
	}
	var b strings.Builder
	math := false
	for i := 0; i < len(line); i++ {
		c := line[i]
		if c == '$' {
			math = !math
		}
		if c != '\\' || i+1 == len(line) {
			b.WriteByte(c)
			continue
		}
		at := strings.IndexByte(giftEscaped, line[i+1])
		if at < 0 || line[i+1] == 'n' && math && isLatexN(line[i+1:]) {
			b.WriteByte(c)
			continue
		}
		b.WriteRune(giftHiddenBase + rune(at))
		i++
	}
	return b.String()
}

// latexN are the commands of LaTeX that an author may have meant by \n in a formula.
var latexN = map[string]bool{"ne": true, "neq": true, "neg": true, "nabla": true, "nu": true, "not": true, "notin": true, "nmid": true,
	"nleq": true, "ngeq": true, "nexists": true, "ni": true, "nsubseteq": true, "nparallel": true, "nolimits": true}

func isLatexN(s string) bool {
	end := 0
	for end < len(s) && isLetter(s[end]) {
		end++
	}
	return latexN[s[:end]]
}

func showEscapes(text string) string { return giftShown.Replace(text) }

// giftFormatMark names the format of a text at its start.
var giftFormatMark = pattern.New(`(?i)^\s*\[(html|markdown|plain|moodle)\]`)

// giftFormat takes the name of the format off a text. A text without one has the format of its question.
func giftFormat(text, usual string) (rest, format string) {
	if m := giftFormatMark.FindStringSubmatch(text); m != nil {
		return text[len(m[0]):], strings.ToLower(m[1])
	}
	return text, usual
}

// giftMarkdown makes Markdown of a text with hidden escapes.
func giftMarkdown(text, usual string) string {
	text, format := giftFormat(text, usual)
	text = strings.TrimSpace(showEscapes(dedentRest(strings.TrimSpace(text))))
	switch format {
	case "html":
		return markdownOf(text)
	case "markdown", "plain":
		return text
	}
	return moodleText(text)
}

// dedentRest takes the white space that all lines but the first have in common off them: it is layout.
func dedentRest(text string) string {
	lines := strings.Split(text, "\n")
	least := -1
	for _, l := range lines[1:] {
		if inner := strings.TrimLeft(l, " \t"); inner != "" && (least < 0 || len(l)-len(inner) < least) {
			least = len(l) - len(inner)
		}
	}
	for i, l := range lines[1:] {
		lines[i+1] = l[min(max(least, 0), len(l)):]
	}
	return strings.Join(lines, "\n")
}

var (
	giftMarkup = pattern.New(`(?i)</?(p|div|br|ul|ol|li|table|tr|td|th|pre|h[1-6]|b|i|u|strong|em|code|span|img|a|sub|sup)(\s[^<>]*)?/?>`)
	htmlBlock  = pattern.New(`(?i)<(p|div|br|ul|ol|table|pre|h[1-6])(\s[^<>]*)?/?>`)
)

// moodleText reads Moodle's own text format: plain text whose lines count, which may hold tags and entities.
func moodleText(text string) string {
	switch {
	case !giftMarkup.MatchString(text):
		return html.UnescapeString(text)
	case !htmlBlock.MatchString(text):
		text = strings.ReplaceAll(text, "\n", "<br>")
	}
	return markdownOf(text)
}
