package format

import "strings"

// detailsTags are the HTML elements that fold a part of a page away. In question files the answer is in them.
var detailsTags = []struct {
	prefix string
	kind   markKind
}{
	{"<details", markDetails},
	{"</details", markDetailsEnd},
	{"<summary", markSummary},
	{"</summary", markText},
}

func hasDetails(text string) bool {
	_, start, _ := nextDetails(text)
	return start >= 0
}

// nextDetails finds the first of the tags in the text, and where it starts and ends. The start is -1 if there is none.
func nextDetails(text string) (kind markKind, start, end int) {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '<')
		if open < 0 {
			return 0, -1, 0
		}
		open += from
		for _, tag := range detailsTags {
			if len(text)-open < len(tag.prefix) || !strings.EqualFold(text[open:open+len(tag.prefix)], tag.prefix) {
				continue
			}
			end := strings.IndexByte(text[open:], '>')
			if end < 0 {
				return tag.kind, open, len(text)
			}
			return tag.kind, open, open + end + 1
		}
		from = open + 1
	}
}

// detailsMarks splits a line at the tags: every tag is a mark, and so is every text between them.
func detailsMarks(to []mark, m mark) []mark {
	text := m.text
	inSummary := false
	for text != "" {
		kind, start, end := nextDetails(text)
		between := text
		if start >= 0 {
			between = text[:start]
		}
		if between = strings.TrimSpace(between); between != "" {
			part := m
			part.text = between
			part = classify(part, between)
			part.dress.html = true
			if inSummary && part.kind != markKey {
				part.kind, part.rest = markSummary, between
			}
			to = append(to, part)
		}
		if start < 0 {
			return to
		}
		inSummary = kind == markSummary
		if kind == markDetails || kind == markDetailsEnd {
			to = append(to, mark{line: line{m.no, text[start:end]}, kind: kind, indent: m.indent, dress: dress{html: true}})
		}
		text = text[end:]
	}
	return to
}

// gluedOption finds a first option that lost its line break: "... in the cloud?   - A. Managing hardware".
func gluedOption(text string) (stem, option string, ok bool) {
	for _, glue := range []string{"  - A. ", "  - A) ", "  * A. ", "  * A) ", "\t- A. ", "  - (A) "} {
		if at := strings.Index(text, glue); at > 0 {
			return strings.TrimRight(text[:at], " \t"), strings.TrimLeft(text[at:], " \t"), true
		}
	}
	return "", "", false
}
