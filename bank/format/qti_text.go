package format

import (
	"slices"
	"strings"

	"mlatlas/bank/pattern"
)

// Marks of a gap in a text while it is HTML. No text of a file holds them: withoutControls drops them.
const (
	blankOpen  = '\uE010'
	blankClose = '\uE011'
)

// metaFields returns the label and entry pairs of QTI 1.2 metadata, the labels in lower case.
func metaFields(e *element) map[string]string {
	fields := map[string]string{}
	for _, f := range e.all("qtimetadatafield", "qti_metadatafield") {
		label := strings.ToLower(f.child("fieldlabel").inner())
		if entry := f.child("fieldentry").inner(); entry != "" && fields[label] == "" {
			fields[label] = entry
		}
	}
	return fields
}

// tagFields are the labels of metadata that say what an item is about.
var tagFields = []string{"cc_question_category", "qmd_topic", "topic", "category", "qmd_keywords", "keyword"}

// metaList returns the entries of all fields with one of the labels.
func metaList(e *element, labels ...string) (entries []string) {
	for _, f := range e.all("qtimetadatafield", "qti_metadatafield") {
		if entry := f.child("fieldentry").inner(); entry != "" && slices.Contains(labels, strings.ToLower(f.child("fieldlabel").inner())) {
			entries = append(entries, entry)
		}
	}
	return unique(entries)
}

// materialText returns the text of all materials in an element. Each material is a paragraph.
func materialText(e *element, shared map[string]string) string {
	var all []string
	for _, m := range e.parts() {
		switch m.name {
		case "material":
			all = append(all, material(m, shared))
		case "material_ref", "matref":
			all = append(all, shared[m.get("linkrefid")])
		case "response_label", "response_lid", "response_str", "response_num", "response_xy", "response_grp":
		default:
			all = append(all, materialText(m, shared))
		}
	}
	return joinTexts(all...)
}

// material writes one material: its parts follow each other like words, and only HTML and pictures begin a paragraph.
func material(m *element, shared map[string]string) string {
	var b strings.Builder
	for _, part := range m.parts() {
		text, block := matPart(part, shared)
		if text == "" {
			continue
		}
		if b.Len() > 0 && text != "\n" && !strings.HasSuffix(b.String(), "\n") {
			b.WriteString(map[bool]string{true: "\n\n", false: " "}[block])
		}
		b.WriteString(text)
	}
	text := strings.TrimSpace(b.String())
	if name := m.get("label"); name != "" && text != "" && len(shared) < maxQTIDepth {
		shared[name] = text
	}
	return text
}

// matPart writes a part of a material as Markdown, and says whether it stands alone.
func matPart(e *element, shared map[string]string) (text string, block bool) {
	switch e.name {
	case "mattext", "matemtext":
		text, block = mattext(e)
		if uri := e.get("uri"); uri != "" {
			return "[" + firstOf(text, uri) + "](" + uri + ")", block
		}
		if e.name == "matemtext" && text != "" {
			text = "**" + text + "**"
		}
		return text, block
	case "mat_extension":
		var all []string
		for _, f := range e.parts() {
			all = append(all, formatted(f))
		}
		return joinTexts(all...), true
	case "matimage":
		return "![" + firstOf(e.get("label"), e.get("imagtype")) + "](" + source(e) + ")", true
	case "mataudio", "matvideo", "matapplication", "matapplet":
		return "[" + firstOf(e.get("label"), strings.TrimPrefix(e.name, "mat")) + "](" + source(e) + ")", true
	case "matbreak":
		return "\n", false
	case "matref", "material_ref":
		return shared[e.get("linkrefid")], true
	case "altmaterial":
		return "", false
	}
	return materialText(e, shared), true
}

// source is where a picture or file is. One that stands in the item itself has only its name.
func source(e *element) string {
	if uri := firstOf(e.get("uri"), e.get("entityref")); uri != "" {
		return strings.ReplaceAll(uri, " ", "%20")
	}
	return firstOf(strings.ReplaceAll(e.get("label"), " ", "%20"), "embedded")
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// mattext writes a text of QTI 1.2. HTML stands in it escaped, as CDATA or as elements; where no type is said it is
// recognised by its tags.
func mattext(e *element) (text string, block bool) {
	kind := strings.ToLower(e.get("texttype"))
	if len(e.parts()) > 0 {
		return markdownOf(e.html()), true
	}
	raw := e.inner()
	switch {
	case strings.Contains(kind, "html"), kind == "" && looksLikeHTML(raw):
		return markdownOf(raw), strings.Contains(raw, "<")
	}
	return unindented(raw), false
}

// formatted writes the text that Blackboard keeps: HTML, or its own "smart text", which is HTML or plain.
func formatted(e *element) string {
	raw := e.inner()
	if len(e.parts()) > 0 {
		raw = e.html()
	}
	if kind := strings.ToUpper(e.get("type")); kind == "HTML" || kind != "PLAIN_TEXT" && looksLikeHTML(raw) {
		return markdownOf(raw)
	}
	return unindented(raw)
}

var closedTag = pattern.New(`(?i)</(p|div|span|b|i|u|strong|em|li|ul|ol|pre|code|td|tr|table|sub|sup|font|a|h[1-6])\s*>|<(br|img|p)(\s[^<>]*)?/?>`)

func looksLikeHTML(text string) bool { return closedTag.MatchString(text) }

// unindented drops the indentation that a pretty printer gave to all lines of a text.
func unindented(raw string) string {
	lines := strings.Split(strings.ReplaceAll(raw, "\r", ""), "\n")
	common := -1
	for _, l := range lines[1:] {
		if strings.TrimSpace(l) != "" {
			indent := len(l) - len(strings.TrimLeft(l, " \t"))
			if common < 0 || indent < common {
				common = indent
			}
		}
	}
	for i := range lines {
		if i > 0 && common > 0 {
			lines[i] = lines[i][min(common, len(lines[i])):]
		}
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
