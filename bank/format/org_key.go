package format

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"mlatlas/bank"
)

// settleKeys says what kind of question it is where there are no options, and finds several options that a key names by
// their texts.
func (q *orgQuestion) settleKeys(d *draft) {
	if len(d.options) > 0 {
		for i := range d.keys {
			d.keys[i].text = q.namedOptions(d.keys[i], d.options)
		}
		return
	}
	if len(q.answers) == 0 {
		return
	}
	text := q.answers[0].text
	_, isTruth := truths[fold(text)]
	_, isNumber := numericAnswer(text)
	switch {
	case isTruth || !isNumber && pureKey(text) && utf8.RuneCountInString(text) < 3 && !q.drill:
		return // a letter without options is an error that check reports
	case isNumber:
		d.kind = bank.Numeric
	case utf8.RuneCountInString(text) <= 100 && len(strings.Fields(text)) <= 12:
		d.kind = bank.Short
	default:
		d.kind = bank.Essay
		apart := "\n\n"
		if q.joined {
			apart = "\n"
		}
		d.explanation = strings.TrimSpace(text + apart + d.explanation)
		d.keys = nil
	}
}

// namedOptions turns a key that gives the texts of several options into their labels.
func (q *orgQuestion) namedOptions(k keyLine, options []bank.Option) string {
	if readKey(k.text, options).err == nil {
		return k.text
	}
	if bullet, rest := orgBullet(k.text); bullet != "" {
		if labels := labelsOfTexts([]string{rest}, options); labels != "" {
			return labels
		}
	}
	var texts []string
	for _, p := range q.content.props {
		if p.no == k.line && len(p.more) > 0 {
			texts = append([]string{p.text}, p.more...)
		}
	}
	for _, split := range [][]string{texts, strings.Split(k.text, ";"), strings.Split(k.text, " | "), strings.Split(k.text, " and "), strings.Split(k.text, ",")} {
		if labels := labelsOfTexts(split, options); labels != "" {
			return labels
		}
	}
	return k.text
}

func labelsOfTexts(texts []string, options []bank.Option) string {
	var labels []string
	for _, text := range texts {
		at := optionsWithText(text, options)
		if len(at) == 0 {
			return ""
		}
		labels = append(labels, options[at[0]].Label)
	}
	return strings.Join(labels, ", ")
}

// orgKinds are the words of the property :TYPE: beyond those of kindWords.
var orgKinds = map[string]bank.Kind{"short": bank.Short, "short answer": bank.Short, "text": bank.Short, "fill": bank.Short,
	"numeric": bank.Numeric, "numerical": bank.Numeric, "number": bank.Numeric, "essay": bank.Essay, "open": bank.Essay,
	"truefalse": bank.TrueFalse, "true false": bank.TrueFalse, "boolean": bank.TrueFalse, "multiple answer": bank.Multiple}

// properties takes what the drawer says besides the key.
func (q *orgQuestion) properties(d *draft) {
	for _, p := range q.content.props {
		text := p.all()
		switch p.name {
		case "difficulty", "level", "topic", "topics", "domain", "category", "subject", "tag", "tags", "keywords":
			for tag := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' || p.name == "tags" && r == ':' }) {
				d.tags = append(d.tags, strings.TrimSpace(tag))
			}
		case "type", "kind":
			d.kind = q.kindOf(text, *d)
		case "title":
			d.title = text
		case "number":
			if d.number == "" {
				d.number = text
			}
		default:
			q.textProperty(p, text, d)
		}
	}
	for _, l := range q.content.refer {
		s := section{lines: []textLine{{no: l.no, text: l.text}}}
		d.references = append(d.references, s.references()...)
	}
	d.tags, d.references = unique(d.tags), unique(d.references)
}

func (q *orgQuestion) textProperty(p orgProperty, text string, d *draft) {
	switch propertyParts[p.name] {
	case explainPart:
		d.explanation = strings.TrimSpace(text + "\n\n" + d.explanation)
	case referPart:
		s := section{lines: []textLine{{no: p.no, text: text}}}
		d.references = append(d.references, s.references()...)
	}
}

// kindOf reads the property :TYPE:. A choice stays open, since the key says more.
func (q *orgQuestion) kindOf(text string, d draft) bank.Kind {
	word := strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(text))
	kind := kindWords[word]
	if kind == "" {
		kind = orgKinds[word]
	}
	switch {
	case kind == "" || len(d.options) > 0 && (kind == bank.Short || kind == bank.Numeric || kind == bank.Essay):
		return d.kind
	case kind == bank.Multiple && word != "multiple response" && word != "multi select" && word != "multiple answer":
		return d.kind // "multiple" mostly stands for multiple choice
	}
	return kind
}

// maxDrillGaps is how many gaps a card may have: one with more is no card.
const maxDrillGaps = 50

// gaps makes a question for each word in brackets of a card that has no other key: "[Paris||city] is the capital".
func (q *orgQuestion) gaps(d draft) []draft {
	if !q.drill || len(d.keys) > 0 || len(d.options) > 0 {
		return nil
	}
	var cards []draft
	for from := 0; ; {
		start, end := nextGap(d.stem, from)
		if start < 0 {
			break
		}
		if len(cards) == maxDrillGaps {
			return nil
		}
		word, hint, _ := strings.Cut(d.stem[start+1:end], "||")
		card := d
		card.stem = withoutBrackets(d.stem[:start]) + "____" + withoutBrackets(d.stem[end+1:])
		if hint != "" {
			card.stem += " (" + hint + ")"
		}
		card.kind, card.keys = bank.Short, []keyLine{{d.line, strings.TrimSpace(word)}}
		cards = append(cards, card)
		from = end + 1
	}
	for i := range cards {
		if d.number != "" && len(cards) > 1 {
			cards[i].number = fmt.Sprintf("%s.%d", d.number, i+1)
		}
	}
	return cards
}

// nextGap finds "[text]" that is no link and no check box.
func nextGap(s string, from int) (start, end int) {
	for from < len(s) {
		start = strings.IndexByte(s[from:], '[')
		if start < 0 {
			return -1, -1
		}
		start += from
		end = strings.IndexByte(s[start:], ']')
		if end < 0 {
			return -1, -1
		}
		end += start
		if strings.TrimSpace(s[start+1:end]) != "" && (end+1 >= len(s) || s[end+1] != '(') && (start == 0 || s[start-1] != '!') {
			return start, end
		}
		from = end + 1
	}
	return -1, -1
}

// withoutBrackets shows the words of the other gaps.
func withoutBrackets(s string) string {
	var b strings.Builder
	from := 0
	for {
		start, end := nextGap(s, from)
		if start < 0 {
			return b.String() + s[from:]
		}
		word, _, _ := strings.Cut(s[start+1:end], "||")
		b.WriteString(s[from:start] + word)
		from = end + 1
	}
}
