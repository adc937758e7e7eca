package format

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	nethtml "golang.org/x/net/html"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Questions are written as notes of Anki's type Basic, so that a box takes them as they are: the question and its options
// are on the front, the key and what explains it on the back. The texts are Markdown in <div> elements, whose classes and
// attributes say what they are; this is how a question comes back whole:
//
//	<div class="mlatlas" data-kind="single" data-number="12"></div><div class="mlatlas-stem">…</div>
//	<div class="mlatlas-option" data-label="A">A) …</div>
//
//	<div class="mlatlas-answer">A</div><div class="mlatlas-explanation">…</div>
//
// A note is one line: line ends are <br>. Anki ends a tag at a space, so tags with spaces also stand in an attribute.

// ankiHeadLines tell Anki how to read the notes.
const ankiHeadLines = "#separator:tab\n#html:true\n#notetype:Basic\n#columns:Front\tBack\tTags\n#tags column:3\n"

const cardStyle = ` style="white-space:pre-wrap;text-align:left"`

// cardHTML writes text as it is into HTML on one line.
var cardHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\n", "<br>", "\t", "&#9;", "\r", "&#13;")

// attributeHTML does the same for the value of an attribute.
func attributeHTML(s string) string {
	return strings.NewReplacer("\n", "&#10;", "\t", "&#9;", "\r", "&#13;").Replace(html.EscapeString(s))
}

func encodeAnki(w io.Writer, _ *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	var front, back cardSide
	front.div("mlatlas", "", cardData{"kind", string(q.Kind)}, cardData{"number", q.Number}, cardData{"title", q.Title}, cardData{"tags", spacedTags(q.Tags)})
	front.div("mlatlas-stem", q.Stem)
	for _, p := range q.Prompts {
		front.div("mlatlas-prompt", p)
	}
	options := &front
	if q.Kind == bank.Short || q.Kind == bank.Numeric {
		options = &back
	}
	for _, o := range q.Options {
		options.div("mlatlas-option", o.Label+") "+o.Text, cardData{"label", o.Label})
	}
	answers := q.Answer
	if len(q.Options) > 0 && options == &front && q.Kind != bank.Matching {
		answers = []string{strings.Join(q.Answer, ", ")}
	}
	for _, a := range answers {
		back.div("mlatlas-answer", a)
	}
	for _, o := range q.Options {
		back.judge(o, options == &back)
	}
	back.div("mlatlas-explanation", q.Explanation)
	for _, ref := range q.References {
		back.div("mlatlas-reference", ref)
	}
	var tags []string
	for _, t := range q.Tags {
		tags = append(tags, strings.Join(strings.Fields(t), "_"))
	}
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\n", front.String(), back.String(), strings.Join(tags, " "))
	return nil, err
}

type cardData struct{ name, value string }

// spacedTags are the tags as JSON if one of them has a space.
func spacedTags(tags []string) string {
	if !slices.ContainsFunc(tags, func(t string) bool { return strings.ContainsAny(t, " \t\n\"'") }) {
		return ""
	}
	list, _ := json.Marshal(tags)
	return string(list)
}

// cardSide is one side of a card.
type cardSide struct{ strings.Builder }

// div writes a part of a question, unless it is empty.
func (s *cardSide) div(class, text string, attributes ...cardData) {
	if text == "" && class != "mlatlas" && class != "mlatlas-option" && class != "mlatlas-judge" {
		return
	}
	s.WriteString(`<div class="` + class + `"`)
	for _, a := range attributes {
		if a.value != "" {
			s.WriteString(" data-" + a.name + `="` + attributeHTML(a.value) + `"`)
		}
	}
	if text != "" {
		s.WriteString(cardStyle)
	}
	s.WriteString(">" + cardHTML.Replace(text) + "</div>")
}

// judge writes what is said about one option.
func (s *cardSide) judge(o bank.Option, accepted bool) {
	credit := ""
	if o.Credit != 0 {
		credit = strconv.FormatFloat(o.Credit, 'g', -1, 64)
	}
	right := ""
	if accepted && o.Correct {
		right = "true"
	}
	if credit != "" || right != "" || o.Feedback != "" {
		s.div("mlatlas-judge", o.Feedback, cardData{"label", o.Label}, cardData{"credit", credit}, cardData{"right", right})
	}
}

// exactCard reads a note that encodeAnki wrote.
func exactCard(n *ankiNote) (d draft, ok bool) {
	if len(n.fields) == 0 || !strings.HasPrefix(n.fields[0], `<div class="mlatlas"`) {
		return d, false
	}
	d = draft{line: n.line, tags: n.tags, problems: n.problems}
	tokens := nethtml.NewTokenizer(strings.NewReader(strings.Join(n.fields, "")))
	var open nethtml.Token
	var text strings.Builder
	for tokens.Next() != nethtml.ErrorToken {
		switch t := tokens.Token(); t.Type {
		case nethtml.TextToken:
			text.WriteString(t.Data)
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			if t.Data == "br" {
				text.WriteByte('\n')
			} else if t.Data == "div" {
				open = t
				text.Reset()
			}
		case nethtml.EndTagToken:
			if t.Data == "div" {
				d.takeCard(open, text.String())
				open = nethtml.Token{}
				text.Reset()
			}
		}
	}
	return d, true
}

// takeCard takes one part of a note.
func (d *draft) takeCard(t nethtml.Token, text string) {
	data := func(name string) string { return attribute(t, "data-"+name) }
	switch attribute(t, "class") {
	case "mlatlas":
		d.number, d.title = data("number"), data("title")
		if kind := bank.Kind(data("kind")); unknownKind(kind) == "" {
			d.kind = kind
		}
		if tags, ok := listOf(data("tags")); ok {
			d.tags = tags
		}
	case "mlatlas-stem":
		d.stem = strings.TrimSpace(text)
	case "mlatlas-prompt":
		d.prompts = append(d.prompts, text)
	case "mlatlas-option":
		label := data("label")
		d.options = append(d.options, bank.Option{Label: label, Text: strings.TrimPrefix(text, label+") ")})
	case "mlatlas-answer":
		d.keys = append(d.keys, keyLine{d.line, text})
	case "mlatlas-explanation":
		d.explanation = strings.TrimSpace(text)
	case "mlatlas-reference":
		d.references = append(d.references, text)
	case "mlatlas-judge":
		at := slices.IndexFunc(d.options, func(o bank.Option) bool { return o.Label == data("label") })
		if at < 0 {
			return
		}
		d.options[at].Feedback = text
		d.options[at].Correct = data("right") == "true"
		d.options[at].Credit, _ = strconv.ParseFloat(data("credit"), 64)
	}
}

func attribute(t nethtml.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
