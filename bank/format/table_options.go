package format

import (
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// giveOptions reads the options of a row: one in each column, all in one cell, or the key and what is wrong.
func (t *questionTable) giveOptions(d *rowDraft, row sheetRow, text func(string) string) {
	if cell := t.cellOf(row, optionsColumn); cell != "" {
		d.options = optionsOfCell(cell, text)
	} else if t.header.has(wrongColumn) > 0 && t.header.has(optionColumn) < 2 {
		t.rightAndWrong(d, row, text)
	} else {
		for _, i := range t.header.placed(optionColumn) {
			if cell := cellAt(row, i); cell != "" {
				d.options = append(d.options, bank.Option{Label: letter(t.header.columns[i].at), Text: text(cell)})
			}
		}
	}
	if cell := t.cellOf(row, promptsColumn); cell != "" {
		d.prompts, _ = listOf(cell)
	}
	if !d.exact {
		d.trimOptions()
	}
	t.giveEach(d, row, text)
	d.fitKind()
}

func cellAt(row sheetRow, i int) string {
	if i >= len(row.cells) {
		return ""
	}
	return strings.TrimSpace(row.cells[i])
}

// rightAndWrong takes the right answers and the distractors as options, in the order of their columns.
func (t *questionTable) rightAndWrong(d *rowDraft, row sheetRow, text func(string) string) {
	for i, c := range t.header.columns {
		right := c.role == keyColumn || c.role == optionColumn
		cell := cellAt(row, i)
		if cell == "" || !right && c.role != wrongColumn {
			continue
		}
		all, isList := listOf(cell)
		if !isList && c.role == wrongColumn && t.header.has(wrongColumn) == 1 {
			all, isList = splitList(cell), true
		}
		if !isList {
			all = []string{cell}
		}
		for _, one := range all {
			d.options = append(d.options, bank.Option{Label: letter(len(d.options)), Text: text(one), Correct: right})
		}
	}
	if len(d.options) > 1 || len(d.keys) == 0 {
		d.keys = nil
		return
	}
	d.options = nil
}

// trimOptions takes labels, ticks and stars off the options: "A) text", "text (correct)", "*text".
func (d *rowDraft) trimOptions() {
	stars := 0
	for i := range d.options {
		o := &d.options[i]
		text, ticked := trimTick(o.Text)
		for _, b := range boxes {
			if rest, ok := strings.CutPrefix(text, b.text); ok && !b.round && strings.HasPrefix(rest, " ") {
				text, ticked = strings.TrimSpace(rest), ticked || b.state == tickedBox
			}
		}
		o.Text, o.Correct = text, o.Correct || ticked
		if isStarred(text) {
			stars++
		}
	}
	if marked := anyRight(d.draft); stars > 0 && stars < len(d.options) && len(d.keys) == 0 && !marked {
		for i := range d.options {
			if o := &d.options[i]; isStarred(o.Text) {
				o.Text, o.Correct = strings.Trim(o.Text, "* "), true
			}
		}
	}
	trimNumbers(d.options)
	labels := make([]string, len(d.options))
	for i := range d.options {
		labels[i], d.options[i].Label = d.options[i].Label, ""
	}
	labelOptions(d.options)
	for i := range d.options {
		d.options[i].Label = labels[i]
	}
}

// trimNumbers takes the numbers of options off their texts where each has its own: "1. text", "2. text".
func trimNumbers(options []bank.Option) {
	texts := make([]string, len(options))
	for i, o := range options {
		number, tail := leadingNumber(o.Text)
		if position99(number) != i+1 || len(tail) < 3 || tail[0] != '.' && tail[0] != ')' || tail[1] != ' ' {
			return
		}
		texts[i] = strings.TrimSpace(tail[2:])
	}
	for i := range options {
		options[i].Text = texts[i]
	}
}

// isStarred recognises a star at one end of a text that is no emphasis.
func isStarred(text string) bool {
	return strings.Count(text, "*") == 1 && len(text) > 1 && (text[0] == '*' || text[len(text)-1] == '*')
}

// giveEach adds what columns say about single options: feedback, credit, and whether they are right.
func (t *questionTable) giveEach(d *rowDraft, row sheetRow, text func(string) string) {
	for i, c := range t.header.columns {
		cell := cellAt(row, i)
		if cell == "" || c.at < 0 || c.role != feedbackColumn && c.role != truthColumn && c.role != creditColumn {
			continue
		}
		at := slices.IndexFunc(d.options, func(o bank.Option) bool { return o.Label == letter(c.at) })
		switch {
		case at < 0 && c.role == feedbackColumn:
			d.explanation = strings.TrimSpace(d.explanation + "\n\n" + text(cell))
		case at < 0:
		case c.role == feedbackColumn:
			d.options[at].Feedback = strings.TrimSpace(d.options[at].Feedback + "\n\n" + text(cell))
		case c.role == truthColumn:
			d.options[at].Correct = isYes(cell)
		default:
			giveCredit(&d.options[at], cell, len(d.keys) > 0)
		}
	}
}

// yes are the ways to say in a cell that an option is right.
var yes = []string{"1", "x", "y", "yes", "correct", "right", "ok", "✓", "✔", "✅", "☑", "ja", "si", "sí", "sim", "oui", "+", "c", "100", "100%", "correcto", "correto", "1.0"}

func isYes(cell string) bool {
	cell = fold(cell)
	return truths[cell] || slices.Contains(yes, cell)
}

// giveCredit reads the weight of an option: a percentage, or a part of 1. The full weight is the key where there is no
// other.
func giveCredit(o *bank.Option, cell string, keyed bool) {
	percent := strings.HasSuffix(cell, "%")
	value, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(cell, ",", "."), "%")), 64)
	if err != nil || value != value || value > 100 || value < -100 {
		return
	}
	if !percent && value >= -1 && value <= 1 {
		value *= 100
	}
	switch {
	case value == 100:
		o.Correct = o.Correct || !keyed
	case value != 0:
		o.Credit = value
	}
}

// fitKind gives the options to the parts that the kind wants: of short answers they are the accepted texts, of matching
// pairs of a prompt and its match, of ordering the steps in their right order where no key says another.
func (d *rowDraft) fitKind() {
	if d.exact {
		return
	}
	switch d.kind {
	case bank.Short, bank.Numeric:
		d.acceptOptions()
	case bank.Matching:
		if len(d.prompts) == 0 {
			d.splitPairs()
		}
	case bank.Ordering:
		if len(d.keys) == 0 && len(d.options) > 1 {
			d.keys = []string{strings.Join(labelsOf(d.options), ", ")}
		}
	case bank.TrueFalse:
		if len(d.options) == 0 && len(d.keys) > 0 && !isTruth(d.keys[0]) {
			d.options = []bank.Option{{Label: "A", Text: "True"}, {Label: "B", Text: "False"}}
		}
	case bank.Essay:
		if len(d.options) == 0 && len(d.keys) > 0 {
			d.explanation = strings.TrimSpace(strings.Join(append(d.keys, d.explanation), "\n\n"))
			d.keys = nil
		}
	}
}

func labelsOf(options []bank.Option) []string {
	var labels []string
	for _, o := range options {
		labels = append(labels, o.Label)
	}
	return labels
}

func (d *rowDraft) acceptOptions() {
	if len(d.options) == 0 {
		return
	}
	plain := !slices.ContainsFunc(d.options, func(o bank.Option) bool { return o.Credit != 0 || o.Feedback != "" })
	switch {
	case len(d.keys) == 0 && plain:
		for _, o := range d.options {
			d.keys = append(d.keys, o.Text)
		}
		d.options = nil
	case len(d.keys) == 0:
		for i := range d.options {
			d.options[i].Correct = d.options[i].Correct || d.options[i].Credit == 0
		}
	case plain:
		reading := readKey(strings.Join(d.keys, ", "), d.options)
		if reading.err == nil && reading.rest == "" && len(reading.labels) > 0 {
			d.keys = nil
			for _, o := range d.options {
				if slices.Contains(reading.labels, o.Label) {
					d.keys = append(d.keys, o.Text)
				}
			}
		}
		d.options = nil
	}
}

// pairSigns stand between a prompt and its match in one cell.
var pairSigns = []string{"->", "=>", "→", "::", "=", " - ", " – ", ":"}

// splitPairs takes options such as "S3 -> objects" apart.
func (d *rowDraft) splitPairs() {
	for _, sign := range pairSigns {
		var prompts, matches []string
		for _, o := range d.options {
			if prompt, match, ok := strings.Cut(o.Text, sign); ok {
				prompts, matches = append(prompts, strings.TrimSpace(prompt)), append(matches, strings.TrimSpace(match))
			}
		}
		if len(prompts) < 2 || len(prompts) != len(d.options) {
			continue
		}
		d.prompts, d.options, d.keys = prompts, nil, nil
		for _, match := range unique(matches) {
			d.options = append(d.options, bank.Option{Label: letter(len(d.options)), Text: match})
		}
		for _, match := range matches {
			at := slices.IndexFunc(d.options, func(o bank.Option) bool { return o.Text == match })
			d.keys = append(d.keys, d.options[at].Label)
		}
		return
	}
}

// optionsOfCell reads the options in one cell: a list of JSON or Python, an object by label, lines, or texts with "|", ";" or
// commas between them.
func optionsOfCell(cell string, text func(string) string) []bank.Option {
	if cell[0] == '{' || cell[0] == '[' {
		if v, err := jsonValue(cell, 0); err == nil {
			if options, err := optionsOf(v); err == nil && len(options) > 0 {
				return options
			}
		}
	}
	all, isList := listOf(cell)
	if !isList {
		all = splitList(text(cell))
	}
	var options []bank.Option
	for _, one := range all {
		options = append(options, bank.Option{Text: text(one)})
	}
	labelOptions(options)
	return options
}

// splitList splits at the strongest separator that a text has: line ends, "|", ";", letters such as "B)", commas.
func splitList(text string) []string {
	for _, sign := range []string{"\n", "|", ";"} {
		var parts []string
		for part := range strings.SplitSeq(text, sign) {
			if part = strings.TrimSpace(part); part != "" {
				parts = append(parts, strings.TrimSpace(strings.TrimPrefix(part, "- ")))
			}
		}
		if len(parts) > 1 {
			return parts
		}
	}
	if starts := inlineLabels(text); len(starts) > 1 && strings.TrimSpace(text[:starts[0]]) == "" {
		var parts []string
		for i, start := range starts {
			end := len(text)
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			parts = append(parts, strings.TrimRight(strings.TrimSpace(text[start:end]), ","))
		}
		return parts
	}
	var parts []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// quoted are the texts in a list of Python or NumPy: ['it\'s', "b" 'c'].
var quoted = pattern.New(`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"`)

// listOf reads a cell that holds a list in brackets, as JSON or Python write it.
func listOf(cell string) ([]string, bool) {
	if len(cell) < 2 || cell[0] != '[' || cell[len(cell)-1] != ']' {
		return nil, false
	}
	if v, err := jsonValue(cell, 0); err == nil && v.kind == list {
		return texts(v), true
	}
	found := quoted.FindAllStringSubmatch(cell, -1)
	if len(found) == 0 {
		return numberList(cell)
	}
	between := quoted.ReplaceAllString(cell[1:len(cell)-1], "")
	if strings.Trim(between, ", \n\t") != "" {
		return nil, false
	}
	var all []string
	for _, m := range found {
		all = append(all, strings.NewReplacer(`\'`, "'", `\"`, `"`, `\\`, `\`, `\n`, "\n").Replace(m[1]+m[2]))
	}
	return all, true
}

// numberList reads "[0 2]" and "[A, C]".
func numberList(cell string) ([]string, bool) {
	words := strings.FieldsFunc(cell[1:len(cell)-1], func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	for _, word := range words {
		if len(word) > 2 || !isNumber(word) && !isLetter(word[0]) {
			return nil, false
		}
	}
	return words, len(words) > 0
}

// labelOptions gives labels to options that have none: their own letters where each begins with the one that is due,
// "(A) text", or their positions.
func labelOptions(options []bank.Option) {
	own := true
	for i, o := range options {
		if o.Label != "" {
			return
		}
		label, _, _, ok := optionLabel(o.Text)
		own = own && ok && upper(label) == letter(i)
	}
	for i := range options {
		if own {
			_, _, options[i].Text, _ = optionLabel(options[i].Text)
		}
		options[i].Label = letter(i)
	}
}
