package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// orgLine turns a line of text, a list or a table into Markdown.
func orgLine(text string) string {
	trimmed := strings.TrimLeft(text, " \t")
	indent := text[:len(text)-len(trimmed)]
	if strings.HasPrefix(trimmed, "|") {
		if strings.HasPrefix(trimmed, "|-") && strings.Trim(trimmed, "|-+") == "" {
			return indent + strings.ReplaceAll(trimmed, "+", "|")
		}
		return indent + orgInline(trimmed)
	}
	bullet, rest := orgBullet(trimmed)
	if bullet == "" {
		return indent + orgInline(strings.TrimSuffix(trimmed, `\\`))
	}
	if box, behind, ok := orgBox(rest); ok {
		return indent + "- " + box + " " + orgInline(behind)
	}
	if term, description, ok := strings.Cut(rest, " :: "); ok && bullet == "- " {
		term, description = strings.TrimSpace(term), strings.TrimSpace(description)
		switch {
		case len(term) == 1 && isLetter(term[0]):
			return indent + "- " + term + ") " + orgInline(description)
		case labelWords[strings.ToLower(term)].kind != markText:
			return indent + term + ": " + orgInline(description)
		}
		return indent + "- **" + orgInline(term) + "**: " + orgInline(description)
	}
	return indent + bullet + orgInline(rest)
}

// orgBullet splits a point of a list. Org has the bullets -, +, an indented * and numbers.
func orgBullet(text string) (bullet, rest string) {
	if len(text) > 1 && strings.IndexByte("-+*", text[0]) >= 0 && text[1] == ' ' {
		return "- ", strings.TrimLeft(text[2:], " ")
	}
	if number, tail := leadingNumber(text); number != "" && len(tail) > 1 && (tail[0] == '.' || tail[0] == ')') && tail[1] == ' ' {
		rest = strings.TrimLeft(tail[2:], " ")
		if strings.HasPrefix(rest, "[@") { // sets the counter of the list
			if end := strings.IndexByte(rest, ']'); end > 0 {
				rest = strings.TrimSpace(rest[end+1:])
			}
		}
		return number + tail[:2], rest
	}
	return "", text
}

func orgBox(text string) (box, rest string, ok bool) {
	for _, b := range []struct{ org, markdown string }{{"[ ]", "[ ]"}, {"[X]", "[x]"}, {"[x]", "[x]"}, {"[-]", "[ ]"}} {
		if rest, ok := strings.CutPrefix(text, b.org); ok && (rest == "" || rest[0] == ' ') {
			return b.markdown, strings.TrimSpace(rest), true
		}
	}
	return "", text, false
}

// orgMarks are the marks of emphasis and what Markdown has for them. Text between the first two is taken as it is.
var orgMarks = map[byte]string{'=': "`", '~': "`", '*': "**", '/': "*", '+': "~~"}

// orgInline turns links and emphasis into Markdown.
func orgInline(text string) string {
	if !strings.ContainsAny(text, "=~*/+[") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		if strings.HasPrefix(text[i:], "[[") {
			if link, n := orgLink(text[i:]); n > 0 {
				b.WriteString(link)
				i += n
				continue
			}
		}
		if end := emphasisEnd(text, i); end > 0 {
			mark, inside := orgMarks[text[i]], text[i+1:end]
			if mark != "`" {
				inside = orgInline(inside)
			}
			b.WriteString(mark + inside + mark)
			i = end + 1
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

// orgLink turns [[address][text]] into a link and the address of a picture into a picture.
func orgLink(text string) (link string, length int) {
	end := strings.Index(text, "]]")
	if end < 0 {
		return "", 0
	}
	address, shown, _ := strings.Cut(text[2:end], "][")
	address = strings.TrimPrefix(address, "file:")
	lower := strings.ToLower(address)
	for _, ext := range []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"} {
		if strings.HasSuffix(lower, ext) && !strings.ContainsAny(address, " ()") {
			return "![" + shown + "](" + address + ")", end + 2
		}
	}
	switch {
	case shown == "" && strings.Contains(address, "://"):
		return "<" + address + ">", end + 2
	case shown == "":
		return address, end + 2
	case !strings.Contains(address, ":") && !strings.Contains(address, "/"): // a heading of the same file
		return shown, end + 2
	}
	return "[" + shown + "](" + address + ")", end + 2
}

// emphasisEnd returns where the emphasis that begins at i ends, or 0 if none begins there. A mark opens behind white space
// or an opening sign and before text; it closes behind text and before white space or punctuation.
func emphasisEnd(text string, i int) int {
	mark := text[i]
	if orgMarks[mark] == "" || i+2 >= len(text) || text[i+1] == ' ' || text[i+1] == mark {
		return 0
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:i]); i > 0 && !unicode.IsSpace(before) && !strings.ContainsRune(`-('"{[“‘|`, before) {
		return 0
	}
	for j := i + 2; j < len(text); j++ {
		if text[j] != mark || text[j-1] == ' ' {
			continue
		}
		after, _ := utf8.DecodeRuneInString(text[j+1:])
		if j+1 == len(text) || unicode.IsSpace(after) || strings.ContainsRune(`-.,:;!?'")}[]”’|`, after) {
			return j
		}
	}
	return 0
}
