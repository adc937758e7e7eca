package format

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// keyRow is one row of a list of keys.
type keyRow struct {
	line   int
	number string
	key    string
	reason string
	group  int    // which part of the list: parts have a title, or number their rows from 1 again
	title  string // of the part, or ""
}

// text is the row as a key line says it.
func (r keyRow) text() string {
	if r.reason == "" {
		return r.key
	}
	return strings.TrimRight(r.key, ". ") + ". " + r.reason
}

// rowReader reads the lines of a list of keys. The rows stand one on a line, with a reason perhaps, "2) a, c - because";
// several on a line, "1. A  2. B" and "1-A, 2-B"; as a range, "1-5 BADCE"; in a table with a row for each question,
// "| Q3 | B | because |", with pairs of columns, or with a row of numbers above a row of keys; or with commas, "1,B".
type rowReader struct {
	numbers []string // of a table: the row of numbers above the keys
	columns []string // of a table: its header
	group   int
	last    int    // number of the row before
	title   string // of the group
}

// rows returns the rows of a line, none if it is no row of a list.
func (r *rowReader) rows(text string, no int) []keyRow {
	text = strings.TrimSpace(text)
	var rows []keyRow
	if strings.HasPrefix(text, "|") {
		rows = r.tableRows(text)
	} else if rows = rowsOnLine(text); rows == nil {
		rows = singleRow(text)
	}
	for i := range rows {
		rows[i].line = no
		r.place(&rows[i])
	}
	return rows
}

// place gives a row its part of the list.
func (r *rowReader) place(row *keyRow) {
	if n := position99(row.number); n >= 0 {
		if n <= r.last && n == 1 {
			r.begin("")
		}
		r.last = n
	}
	row.group, row.title = r.group, r.title
}

// begin begins a part of the list.
func (r *rowReader) begin(title string) {
	if r.last > 0 {
		r.group++
	}
	r.title, r.last = title, 0
}

// frame says whether a line only frames a table: a ruler, or a header.
func (r *rowReader) frame(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "|") {
		return false
	}
	if strings.Trim(text, "|-: ") == "" {
		return true
	}
	cells := cellsOf(text)
	if numbers := numberCells(cells); len(numbers) > 2 || len(numbers) == 2 && len(cells) == 3 {
		r.numbers = numbers
		return true
	}
	trial := *r
	if len(trial.tableRows(text)) > 0 {
		return false
	}
	r.columns = cells
	return true
}

func cellsOf(text string) []string {
	cells := strings.Split(strings.Trim(text, "| "), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(closeBold(strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(cells[i]), "*"))))
	}
	return cells
}

// numberCells returns the numbers of a row that holds nothing else but a name in its first cell.
func numberCells(cells []string) []string {
	var numbers []string
	for i, cell := range cells {
		number, tail := rowNumber(cell)
		switch {
		case number != "" && strings.Trim(tail, ".) ") == "":
			numbers = append(numbers, number)
		case i > 0:
			return nil
		}
	}
	return numbers
}

func (r *rowReader) tableRows(text string) []keyRow {
	cells := cellsOf(text)
	if len(r.numbers) > 0 {
		if rows := underNumbers(r.numbers, cells); rows != nil {
			r.numbers = nil
			return rows
		}
	}
	if rows := pairCells(cells); len(rows) > 1 || len(cells) == 2 {
		return rows
	}
	number, tail := rowNumber(cells[0])
	at := r.keyColumn()
	if number == "" || strings.Trim(tail, " .)*") != "" || at >= len(cells) || !pureKey(cells[at]) {
		return nil
	}
	reason := ""
	if at+1 < len(cells) && at == 1 {
		reason = cells[len(cells)-1]
	}
	return []keyRow{{number: number, key: cells[at], reason: reason}}
}

// keyColumn is the column whose header names the key, or the second one.
func (r *rowReader) keyColumn() int {
	for i, name := range r.columns {
		if found := labelWords[strings.ToLower(name)]; i > 0 && (found.kind == markKey || listLabels[strings.ToLower(name)]) {
			return i
		}
	}
	return 1
}

func underNumbers(numbers, cells []string) []keyRow {
	if len(cells) == len(numbers)+1 {
		cells = cells[1:]
	}
	if len(cells) != len(numbers) {
		return nil
	}
	var rows []keyRow
	for i, number := range numbers {
		if !pureKey(cells[i]) || isDigit(cells[i][0]) {
			return nil
		}
		rows = append(rows, keyRow{number: number, key: cells[i]})
	}
	return rows
}

// pairCells reads cells that are a number and a key in turn.
func pairCells(cells []string) []keyRow {
	var rows []keyRow
	for i := 0; i+1 < len(cells); i += 2 {
		if i > 0 && cells[i] == "" && cells[i+1] == "" {
			continue
		}
		number, tail := rowNumber(cells[i])
		if number == "" || strings.Trim(tail, " .)*") != "" || !pureKey(cells[i+1]) {
			return nil
		}
		rows = append(rows, keyRow{number: number, key: cells[i+1]})
	}
	if len(cells)%2 == 1 && cells[len(cells)-1] != "" {
		return nil
	}
	return rows
}

// rowNumber reads "3", "Q3", "#3" or "Question 3".
func rowNumber(s string) (number, tail string) {
	if word, rest := leadingWord(s); word != "" {
		if _, ok := headWords[word]; !ok {
			return "", s
		}
		return headNumber(rest)
	}
	return leadingNumber(strings.TrimLeft(s, "#("))
}

// rowsOnLine reads "1. A  2. B  3. C", "1-A, 2-B" and "1-5 BADCE 6-10 CDABA".
func rowsOnLine(text string) []keyRow {
	var rows []keyRow
	ranges := false
	rest, _ := undress(text)
	for rest = strings.TrimLeft(rest, " ,;|\t"); rest != ""; rest = strings.TrimLeft(rest, " ,;|\t") {
		if found, tail := rangeRows(rest); found != nil {
			rows, rest, ranges = append(rows, found...), tail, true
			continue
		}
		number, tail := rowNumber(rest)
		if number == "" {
			return nil
		}
		key := strings.TrimLeft(tail, " .:-–—)=*\t→>")
		word, after := keyWord(key)
		if len(word) == 0 || len(word) > 1 && !isLetterRun(word) || !isLetter(word[0]) && !(key[0] == '(' && len(word) == 1) {
			return nil
		}
		rows = append(rows, keyRow{number: number, key: word})
		rest = strings.TrimLeft(after, "*.")
		if rest != "" && strings.IndexByte(" ,;|\t", rest[0]) < 0 {
			return nil
		}
	}
	if len(rows) < 2 && !ranges {
		return nil
	}
	return rows
}

// rangeRows reads "1-5 BADCE", and "1~5: B A D C E".
func rangeRows(s string) (rows []keyRow, rest string) {
	low, tail := leadingNumber(s)
	dash, size := utf8.DecodeRuneInString(tail)
	if low == "" || !strings.ContainsRune("-–—~～", dash) {
		return nil, s
	}
	high, tail := leadingNumber(tail[size:])
	from, to := position99(low), position99(high)
	if high == "" || to <= from || to-from > 99 {
		return nil, s
	}
	tail = strings.TrimLeft(tail, " .:：)\t")
	for n := from; n <= to; n++ {
		if tail == "" || !isLetter(tail[0]) {
			return nil, s
		}
		rows = append(rows, keyRow{number: strconv.Itoa(n), key: tail[:1]})
		tail = tail[1:]
		if n < to {
			tail = strings.TrimLeft(tail, " ,\t")
		}
	}
	if tail != "" && isLetter(tail[0]) {
		return nil, s
	}
	return rows, tail
}

// singleRow reads one row: a number, a key, and perhaps a reason behind a dash or the text of the option.
func singleRow(text string) []keyRow {
	bare, _ := undress(text)
	bare = narrow(bare)
	number, tail := rowNumber(bare)
	if number == "" || len(number) > 4 {
		return nil
	}
	key := strings.Trim(strings.TrimLeft(tail, " .:)-–—=*,;\t→>：、．"), " *")
	labelled := false
	if word, rest, _ := labelWord(key); labelWords[word].kind == markKey && rest != "" {
		key, labelled = strings.Trim(rest, " *"), true
	}
	reason := ""
	for _, dash := range []string{" - ", " – ", " — ", ": ", "; "} {
		if at := strings.Index(key, dash); at > 0 && pureKey(key[:at]) {
			key, reason = key[:at], key[at+len(dash):]
			break
		}
	}
	if !pureKey(key) && !strings.HasPrefix(strings.ToLower(key), "option ") {
		label, delim, rest, ok := optionLabel(strings.TrimLeft(key, "*"))
		if !ok || rest == "" || delim == ':' && !labelled || !isUpper(label[0]) && delim != ')' && delim != '(' {
			return nil
		}
		key, reason = label, rest
	}
	if digits := plainKey(key); !labelled && digits != "" && isDigit(digits[0]) && len(tail) > 0 && tail[0] == ' ' {
		return nil // "12 34" is no row
	}
	return []keyRow{{number: number, key: strings.TrimSpace(key), reason: strings.TrimSpace(reason)}}
}

// isPartTitle says whether a line may be the title of a part of a list: short, and no sentence.
func isPartTitle(m *mark) bool {
	text, _ := undress(strings.TrimSpace(m.text))
	text = closeBold(text)
	words := len(strings.Fields(text))
	if words == 0 || words > 8 || len(text) > 80 || strings.ContainsAny(text, "?|") {
		return false
	}
	word, _ := leadingWord(text)
	return m.kind == markHeading || m.dress.bold && m.kind == markText || sectionWords[word] || strings.HasSuffix(text, ":")
}

// sameTitle compares the titles of two parts: one may say more than the other.
func sameTitle(a, b string) bool {
	a, b = fold(strings.Trim(a, "#: ")), fold(strings.Trim(b, "#: "))
	return a != "" && b != "" && (strings.Contains(" "+a+" ", " "+b+" ") || strings.Contains(" "+b+" ", " "+a+" ") || partName(a) != "" && partName(a) == partName(b))
}

// partName is the part of a title that tells it from its neighbours: "section a" of "Section A: Networks".
func partName(title string) string {
	words := strings.FieldsFunc(title, func(r rune) bool { return r == ' ' || r == ':' || r == '-' || r == '–' || r == '.' || r == ',' })
	at := slices.IndexFunc(words, func(w string) bool { return sectionWords[w] })
	if at < 0 || at+1 >= len(words) {
		return ""
	}
	return words[at] + " " + words[at+1]
}
