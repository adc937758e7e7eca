package format

import (
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Notes of Anki come as text or as a package (anki_package.go). A text begins with lines that say how to read it, each of
// which may be absent, and has one note in each row:
//
//	#separator:tab
//	#html:true
//	#deck:MLA-C01::Domain 1
//	#columns:Front	Back	Tags
//	#tags column:3
//
// What a note says depends on the names of its fields, which are those of a question table where they can be. Otherwise,
// and for basic cards, the first field is asked and the second one answers: with options on the front it is a choice, with
// a line on the back a short answer, with more an essay. Each number of a cloze, "{{c1::text::hint}}", is a question.
// Decks and tags become tags.

// ankiFormat is the format of card boxes.
const ankiFormat = "anki"

// ankiHeads begin the lines of a text that say how to read it.
var ankiHeads = []string{"separator", "html", "columns", "deck", "notetype", "tags column", "notetype column", "deck column", "guid column", "if matches", "tags"}

// ankiHead reads such a line.
func ankiHead(text string) (name, value string, ok bool) {
	if !strings.HasPrefix(text, "#") {
		return "", "", false
	}
	name, value, ok = strings.Cut(text[1:], ":")
	name = strings.ToLower(strings.TrimSpace(name))
	return name, value, ok && slices.Contains(ankiHeads, name)
}

// beginsAnki recognises the first of those lines. "#tags: x" may be a heading of a careless author.
func beginsAnki(in *input, _ bool) bool {
	l, _ := in.peek(0)
	name, _, ok := ankiHead(l.text)
	if !ok || name != "tags" && name != "deck" && name != "notetype" {
		return ok
	}
	below, _ := in.peek(1)
	_, _, ok = ankiHead(below.text)
	return ok || strings.Contains(below.text, "\t")
}

// ankiText is a text of notes.
type ankiText struct {
	box                        cardBox
	rows                       rowSplitter
	html, plain                bool // the fields are HTML; they are not
	deck, noteType             string
	tags                       []string
	names                      []string // of the columns
	deckAt, typeAt, tagsAt, id int      // columns, from 1
}

func readAnki(r *Reader, in *input) {
	t := ankiText{box: cardBox{r: r}, rows: rowSplitter{in: in}}
	for {
		l, ok := in.peek(0)
		name, value, head := ankiHead(l.text)
		if !ok || !head {
			break
		}
		in.next()
		t.setting(name, value)
	}
	t.findDelimiter(in)
	for !r.stopped && !in.done() {
		if in.first() == "" {
			in.next()
			if next := in.first(); next != "" && r.forced == "" && strings.IndexByte(next, t.rows.delim) < 0 {
				break
			}
			continue
		}
		if l, _ := in.peek(0); strings.HasPrefix(l.text, "#") { // a comment
			in.next()
			continue
		}
		row, _ := t.rows.next()
		t.note(row)
	}
	t.box.close()
}

func (t *ankiText) setting(name, value string) {
	value = strings.TrimSpace(value)
	column, _ := strconv.Atoi(value)
	switch name {
	case "separator":
		t.rows.delim = delimiterOf(value)
	case "html":
		t.html, t.plain = value == "true", value == "false"
	case "deck":
		t.deck = value
	case "notetype":
		t.noteType = value
	case "tags":
		t.tags = strings.Fields(value)
	case "columns":
		t.names = strings.Split(value, string(t.delimiterIn(value)))
	case "deck column":
		t.deckAt = column
	case "notetype column":
		t.typeAt = column
	case "tags column":
		t.tagsAt = column
	case "guid column":
		t.id = column
	}
}

func delimiterOf(value string) byte {
	named := map[string]byte{"tab": '\t', `\t`: '\t', "comma": ',', "semicolon": ';', "pipe": '|', "colon": ':', "space": ' ', "": '\t'}
	if d, ok := named[strings.ToLower(value)]; ok {
		return d
	}
	return value[0]
}

func (t *ankiText) delimiterIn(text string) byte {
	if t.rows.delim != 0 {
		return t.rows.delim
	}
	for _, d := range []byte{'\t', ';', ','} {
		if strings.IndexByte(text, d) >= 0 {
			return d
		}
	}
	return '\t'
}

func (t *ankiText) findDelimiter(in *input) {
	l, _ := in.peek(0)
	t.rows.delim = t.delimiterIn(l.text)
	t.rows.least = 1
	if t.rows.width = len(t.names); t.rows.width == 0 {
		dry := rowSplitter{in: in, delim: t.rows.delim, dry: true}
		row, _ := dry.next()
		t.rows.width = len(row.cells)
	}
	t.rows.width = max(t.rows.width, t.tagsAt)
}

// note sorts the columns of a row.
func (t *ankiText) note(row sheetRow) {
	if len(row.cells) == 0 {
		t.box.r.saw(ankiFormat)
		t.box.r.emitProblems(row.problems)
		return
	}
	n := ankiNote{line: row.line, noteType: t.noteType, html: t.html, plain: t.plain, problems: row.problems}
	deck, tags := t.deck, slices.Clone(t.tags)
	for i, cell := range row.cells {
		cell = strings.TrimSpace(cell)
		switch i + 1 {
		case t.deckAt:
			deck = cell
		case t.typeAt:
			n.noteType = cell
		case t.tagsAt:
			tags = append(tags, strings.Fields(cell)...)
		case t.id:
		default:
			name := ""
			if i < len(t.names) {
				name = strings.TrimSpace(t.names[i])
			}
			if t.tagsAt == 0 && strings.EqualFold(name, "tags") {
				tags = append(tags, strings.Fields(cell)...)
				continue
			}
			n.fields, n.names = append(n.fields, cell), append(n.names, name)
		}
	}
	n.tags = cardTags(deck, tags)
	t.box.add(n)
}

// cardTags are the deck, unless it is the one that every box has, and the tags.
func cardTags(deck string, tags []string) []string {
	if deck == "" || strings.EqualFold(deck, "default") {
		return unique(tags)
	}
	return unique(append([]string{deck}, tags...))
}

// ankiNote is a note with the names of its fields; a name may be "".
type ankiNote struct {
	line          int
	noteType      string
	names, fields []string
	tags          []string
	html, plain   bool // the fields are HTML; they are not
	problems      []bank.Problem
}

// cardBox turns notes into questions. Notes of one type are a table.
type cardBox struct {
	r      *Reader
	tables map[string]*questionTable
	order  []string
}

func (b *cardBox) close() {
	for _, name := range b.order {
		b.tables[name].close()
	}
}

func (b *cardBox) add(n ankiNote) {
	if isBlankRow(n.fields) {
		return
	}
	if d, ok := exactCard(&n); ok {
		b.r.saw(ankiFormat)
		b.r.emit(b.r.check(d))
		return
	}
	for i, f := range n.fields {
		if i < len(n.names) && allInOneKinds[f] != "" && strings.HasPrefix(nameKey(n.names[i]), "qtype") {
			n.fields[i] = allInOneKinds[f]
		} else if n.html {
			n.fields[i] = markdownOf(f)
		} else if !n.plain {
			n.fields[i] = cellText(f)
		}
	}
	if slices.ContainsFunc(n.fields, func(f string) bool { return clozeStart.MatchString(f) }) {
		b.clozes(&n)
		return
	}
	b.table(&n).add(sheetRow{line: n.line, cells: n.fields, tags: n.tags, clean: true, problems: n.problems})
}

// table finds or makes the table of a note type.
func (b *cardBox) table(n *ankiNote) *questionTable {
	key := n.noteType + "\x1f" + strings.Join(n.names, "\x1f")
	if len(n.names) == 0 || strings.Join(n.names, "") == "" {
		key += strconv.Itoa(len(n.fields))
	}
	if t := b.tables[key]; t != nil {
		return t
	}
	if b.tables == nil {
		b.tables = map[string]*questionTable{}
	}
	t := newTable(b.r, ankiFormat, cardHeader(n), n.line)
	t.settled, t.base = t.header.has(optionColumn)+t.header.has(optionsColumn) == 0, fromOne
	b.tables[key] = t
	b.order = append(b.order, key)
	return t
}

// allInOne are the fields of a note type for choices that many share: "Q_1" is an option, "Answers" is "1 0 0 1".
var allInOne = pattern.New(`(?i)^Q_?([0-9]{1,2})$`)

// allInOneKinds are the kinds of that note type: kprim, mc and sc.
var allInOneKinds = map[string]string{"0": string(bank.Multiple), "1": string(bank.Multiple), "2": string(bank.Single)}

// cardHeader gives the fields of a note their roles.
func cardHeader(n *ankiNote) header {
	names := slices.Clone(n.names)
	if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(nameKey(name), "qtype") }) {
		for i, name := range names {
			if names[i] = allInOne.ReplaceAllString(name, "Option $1"); strings.HasPrefix(nameKey(name), "qtype") {
				names[i] = "Type"
			}
		}
	}
	if h := readHeader(names); h.says() && h.answers() {
		return h
	}
	h := header{}
	for i, name := range names {
		c := column{name: name, key: nameKey(name), at: -1, role: explanationColumn}
		switch {
		case i == 0:
			c.role = stemColumn
		case i == 1:
			c.role = keyColumn
		}
		h.columns = append(h.columns, c)
	}
	return h
}
