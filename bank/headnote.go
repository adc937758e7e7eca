package bank

import (
	"strings"

	"mlatlas/bank/pattern"
)

// What a file says of itself stands before its first question, in many dresses and as one of these:
//
//   - a name and a value: "license: MIT" in front matter, "License: CC BY 4.0" or "SPDX-License-Identifier: …" in a line or a
//     comment, "license": "MIT" in JSON, <license>MIT</license> in XML, "#+LICENSE: MIT" in Org mode;
//   - a sentence: "These questions are under the Apache License 2.0";
//   - a heading "License" and a line below it that names one;
//   - an address of Creative Commons.
//
// The source is a name and a value too: any words in front matter or in the line below the licence, elsewhere an address
// only, since "Source:" begins the credit of a figure as well. "private: true" and "share: no" say that the questions are not to be passed on.

// marksBefore may stand before a name: marks of comments, lists, quotes, emphasis, keys of JSON and elements of XML.
const marksBefore = `(?im)^[\s>*_#+/%;|"'\-–—<!{]*(?:\w+:)?`

var (
	saysLicence = pattern.New(marksBefore + `(?:licen[cs]e|lizenz|licencia|licença|licenza|licentie)\b["'*_]*\s*[:=>]\s*["'*_]*\s*(\S[^\n<]*)`)
	saysSource  = pattern.New(marksBefore + `(?:source|origin|quelle|fuente|fonte)\b["'*_]*\s*[:=>]\s*["'*_]*\s*(\S[^\n<]*)`)
	saysPrivate = pattern.New(marksBefore + `(?:private["'*_]*\s*[:=>]\s*["']?(?:true|yes)|(?:share|sharing|shareable)["'*_]*\s*[:=>]\s*["']?(?:no|false|private|never))\b`)
	headed      = pattern.New(`(?im)^#+\s*licen[cs](?:e|ing)\s*:?\s*#*\s*\n\s*([^\n]{2,200})`)
	underA      = pattern.New(`(?i)\bunder\s+(?:the\s+(?:terms\s+of\s+the\s+)?|an?\s+)?([^\n]{2,90})`)
	address     = pattern.New(`https?://[^\s<>"')\]]+`)
	frontMatter = pattern.New(`(?s)^\x{FEFF}?\s*---\r?\n(.*?)\n---\s*(?:\n|$)`)
)

// SaidOf reads what a file says of itself in the text before its first question.
func SaidOf(head string) Provenance {
	var p Provenance
	if m := saysLicence.FindStringSubmatch(head); m != nil {
		p.Licence = LicenceNamed(valueOf(m[1]))
	}
	if m := spdx.FindStringSubmatch(head); m != nil {
		p.Licence = m[1]
	}
	if p.Licence == "" {
		p.Licence = licenceInProse(head)
	}
	p.Source = sourceIn(head)
	p.Private = saysPrivate.MatchString(head)
	return p
}

// licenceInProse finds a licence that a sentence names.
func licenceInProse(head string) string {
	if m := headed.FindStringSubmatch(head); m != nil {
		if id := knownLicence(strings.TrimLeft(m[1], "[*_`")); id != "" {
			return id
		}
	}
	for _, m := range underA.FindAllStringSubmatch(head, -1) {
		if id := knownLicence(strings.Trim(m[1], "[*_`")); id != "" {
			return id
		}
	}
	if m := ccAddress.FindStringSubmatch(strings.ToLower(head)); m != nil {
		return ccID(m[1], m[2])
	}
	if strings.Contains(head, "creativecommons.org/publicdomain/zero/1.0") {
		return "CC0-1.0"
	}
	return ""
}

func sourceIn(head string) string {
	if m := frontMatter.FindStringSubmatch(head); m != nil {
		if m = saysSource.FindStringSubmatch(m[1]); m != nil {
			return clipWords(valueOf(m[1]), longestSource)
		}
	}
	if at := saysLicence.FindStringIndex(head); at != nil {
		next, _, _ := strings.Cut(strings.TrimPrefix(head[at[1]:], "\n"), "\n")
		if m := saysSource.FindStringSubmatch(next); m != nil {
			return clipWords(valueOf(m[1]), longestSource)
		}
	}
	if m := saysSource.FindStringSubmatch(head); m != nil {
		return clipWords(address.FindString(m[1]), longestSource)
	}
	return ""
}

const longestSource = 300

// valueOf takes the marks off the end of a value: the rest of a comment, a quote, the comma of JSON.
func valueOf(value string) string {
	value, _, _ = strings.Cut(value, "-->")
	value = strings.TrimSpace(value)
	if quoted, _, ok := strings.Cut(value, `",`); ok {
		value = quoted
	}
	return strings.Trim(value, "\"'*_`,;}] \r\t")
}
