package format

import (
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"unicode/utf8"

	"mlatlas/bank/pattern"
)

// innerNames are the fields that hold the text of something that is more than its text.
var innerNames = []string{"text", "html", "markdown", "content", "value", "plain", "rendered", "stem", "raw", "body", "en", "default", "contexts"}

// textOf returns the text of a text, a list of paragraphs, or an object such as {"format": "html", "text": "..."}.
func textOf(v value) string {
	switch v.kind {
	case list:
		var all []string
		for _, item := range v.items {
			if s := textOf(item); s != "" {
				all = append(all, s)
			}
		}
		return strings.Join(all, "\n")
	case object:
		if inner, _ := partOf(v, innerNames); inner.kind != null {
			return textOf(inner)
		}
		for _, src := range pictures(v) {
			return "![](" + src + ")"
		}
		return ""
	}
	return scalar(v)
}

var (
	// htmlPair is an element with its end, or a picture. A question about HTML names tags, and seldom closes them.
	htmlPair = pattern.New(`(?is)<(p|b|i|u|em|strong|code|pre|div|span|ul|ol|li|table|tr|td|h[1-6]|a|sup|sub|font|blockquote|tt|center)(\s[^<>]*)?>.*</(p|b|i|u|em|strong|code|pre|div|span|ul|ol|li|table|tr|td|h[1-6]|a|sup|sub|font|blockquote|tt|center)>|<img\s[^<>]*src`)
	// lineBreak is a break that stands in a text, not the name of the element.
	lineBreak = pattern.New(`(?i)\S<br\s*/?>|[.?!:;,)]\s*<br|<br\s*/?>(\S|\s*\n|\s*<br|$)`)
	entity    = pattern.New(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});`)
)

// tidy cleans a text: HTML becomes Markdown where it really is HTML, entities are resolved, and the space around is gone.
func tidy(s string) string {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.ContainsAny(s, "<&") && !strings.Contains(s, "```") {
		s = fromHTML(s)
	}
	return strings.TrimSpace(s)
}

func fromHTML(s string) string {
	switch {
	case strings.Contains(s, "<") && htmlPair.MatchString(s):
		if md := markdownOf(s); strings.Trim(md, "*`~_ \n") != "" {
			return md
		}
		return s
	case strings.Contains(s, "<") && lineBreak.MatchString(s):
		s = breaks.Replace(s)
	}
	if entity.MatchString(s) {
		return plainSpaces(html.UnescapeString(s))
	}
	return s
}

var breaks = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "<BR>", "\n", "<BR/>", "\n", "<BR />", "\n")

// decodedTrivia undoes the encodings in which Open Trivia DB hands out its questions: base64, known by the encoded word for
// the type, and that of addresses, known by spaces that are all encoded.
func decodedTrivia(v value) value {
	kind, question := v.get("type"), v.get("question")
	switch {
	case kind.text == "bXVsdGlwbGU=" || kind.text == "Ym9vbGVhbg==":
		return mapTexts(v, func(s string) string {
			if plain, err := base64.StdEncoding.DecodeString(s); err == nil && utf8.Valid(plain) {
				return string(plain)
			}
			return s
		})
	case !strings.Contains(question.text, " ") && strings.Contains(question.text, "%") && percentCode.MatchString(question.text):
		plus := strings.Contains(question.text, "+")
		return mapTexts(v, func(s string) string {
			decode := url.PathUnescape
			if plus {
				decode = url.QueryUnescape
			}
			if plain, err := decode(s); err == nil && utf8.ValidString(plain) {
				return plain
			}
			return s
		})
	}
	return v
}

var percentCode = pattern.New(`^[!-~]*%[0-9A-F]{2}[!-~]*$`)

// mapTexts applies a function to every text of a value.
func mapTexts(v value, f func(string) string) value {
	switch v.kind {
	case text:
		v.text = f(v.text)
	case list:
		items := make([]value, len(v.items))
		for i := range v.items {
			items[i] = mapTexts(v.items[i], f)
		}
		v.items = items
	case object:
		fields := make([]field, len(v.fields))
		for i := range v.fields {
			fields[i] = field{v.fields[i].name, mapTexts(v.fields[i].value, f)}
		}
		v.fields = fields
	}
	return v
}

// nests are the fields that some programs put the parts of a question into.
var nests = []string{"question", "prompt", "structure", "attributes", "data", "params", "content", "fields", "body", "item", "questionitem",
	"choicequestion", "grading", "questiondata", "payload", "node", "definition", "interactiondata"}

// pulledUp returns an object whose nested parts are its own fields, behind those that it has.
func pulledUp(v value) value {
	for range 4 {
		at := -1
		for i := range v.fields {
			f := &v.fields[i]
			if f.value.kind == object && nestsIn(f.name) && holdsParts(&f.value) {
				at = i
				break
			}
		}
		if at < 0 {
			return v
		}
		inner := v.fields[at].value.fields
		fields := make([]field, 0, len(v.fields)+len(inner))
		fields = append(append(fields, v.fields[:at]...), v.fields[at+1:]...)
		v.fields = append(fields, inner...)
	}
	return v
}

func nestsIn(name string) bool {
	for _, n := range nests {
		if sameName(name, n) {
			return true
		}
	}
	return false
}

func holdsParts(v *value) bool {
	if strong(v, "options") || strong(v, "answer") {
		return true
	}
	for i := range v.fields {
		if f := &v.fields[i]; f.value.kind == object && nestsIn(f.name) && holdsParts(&f.value) {
			return true
		}
	}
	return strong(v, "stem") && v.get("text").kind == null
}
