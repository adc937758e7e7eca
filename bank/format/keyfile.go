package format

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"mlatlas/bank"
)

// Keys are the answers to the questions of another file, by number: a text that holds nothing but rows such as "1. B",
// "Q2: a, c - because", "3,B", "| 4 | D |", "1-5 BADCE", with titles between them.
type Keys struct {
	name string
	rows []keyRow
	left map[string][]int // rows that no question has taken, by number without leading zeros
}

// ErrNoKeys means that a text is no list of keys.
var ErrNoKeys = errors.New("is no list of keys: write a number and a key on each line, such as \"1. B\"")

// ReadKeys reads a list of keys. The name is shown in messages. The error is ErrNoKeys for a text that holds something
// else, or that of the input.
func ReadKeys(r io.Reader, name string) (*Keys, error) {
	in, err := newInput(r, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rows, only := keysOf(in, maxHeld)
	switch {
	case in.err != nil:
		return nil, fmt.Errorf("%s: %w", name, in.err)
	case !only:
		return nil, fmt.Errorf("%s %w", name, ErrNoKeys)
	}
	k := &Keys{name: name, rows: rows, left: map[string][]int{}}
	for i, row := range rows {
		number := plainNumber(row.number)
		k.left[number] = append(k.left[number], i)
	}
	return k, nil
}

// Len returns how many keys there are.
func (k *Keys) Len() int { return len(k.rows) }

// UseKeys has Items give each question without a key the one of its number in k; leading zeros do not count. Where a
// question has another key, its own one stays, with a warning; where its own names no option, that of k counts. Numbers
// that occur more than once, as those of several parts, are used in the order of the list. Keys that no question has
// taken at the end are one warning, at line 1. Call it before Items, and once for each list.
func (r *Reader) UseKeys(k *Keys) { r.given = append(r.given, k) }

// take returns the next row of a number that was not taken yet.
func (k *Keys) take(number string) (keyRow, bool) {
	number = plainNumber(number)
	left := k.left[number]
	if len(left) == 0 {
		return keyRow{}, false
	}
	k.left[number] = left[1:]
	return k.rows[left[0]], true
}

// useKeys adds to a draft what the lists say.
func (c *checker) useKeys(d *draft) {
	for _, k := range c.given {
		row, ok := k.take(d.number)
		if !ok || d.number == "" {
			continue
		}
		line := keyLine{d.line, row.text()}
		if len(d.keys) == 0 && !anyRight(*d) {
			d.keys = append(d.keys, line)
			continue
		}
		d.second = append([]keyLine{line}, d.second...)
	}
}

// awaitsKey says whether a list has a key for the number.
func (c *checker) awaitsKey(number string) bool {
	for _, k := range c.given {
		if len(k.left[plainNumber(number)]) > 0 {
			return true
		}
	}
	return false
}

// leftKeys warns of keys that no question has taken, once for each list.
func (r *Reader) leftKeys() {
	for _, k := range r.given {
		var numbers []string
		for i, row := range k.rows {
			if slices.Contains(k.left[plainNumber(row.number)], i) {
				numbers = append(numbers, row.number)
			}
		}
		if len(numbers) == 0 {
			continue
		}
		const most = 20
		list := strings.Join(numbers[:min(most, len(numbers))], ", ")
		if len(numbers) > most {
			list += fmt.Sprintf(" and %d more", len(numbers)-most)
		}
		r.emitProblem(bank.Problem{Line: 1, Severity: bank.Warning, Code: "key-without-question",
			Message: fmt.Sprintf("%s has keys for the numbers %s, and no question here has them: check that it belongs to this file", k.name, list)})
	}
}

// keysOf takes lines as the rows of a list of keys. only is false where a line is something else; the lines are taken
// up to it.
func keysOf(in *input, most int) (rows []keyRow, only bool) {
	var reader rowReader
	var classes classifier
	others := 0
	var buffer []mark
	for {
		l, ok := in.next()
		if !ok {
			return rows, len(rows) > 0 && others <= 2*len(rows)
		}
		if len(l.text) > 2000 || len(rows) > most {
			in.unread(l)
			return rows, false
		}
		buffer = classes.marks(buffer[:0], l)
		for i := range buffer {
			m := &buffer[i]
			if betweenRows(m) || reader.frame(m.text) {
				continue
			}
			if found := reader.rows(m.text, m.no); len(found) > 0 {
				rows = append(rows, found...)
				continue
			}
			if !reader.besides(m, rows, &others) {
				in.unread(l)
				return rows, false
			}
		}
	}
}

// besides takes a line that is no row: a title, the header of columns, or the reason of the row above.
func (r *rowReader) besides(m *mark, rows []keyRow, others *int) bool {
	text := strings.TrimSpace(m.text)
	switch {
	case isListLabel(m), isPartTitle(m):
		r.begin(titleOf(m))
	case len(rows) == 0 && m.kind == markText && len(strings.Fields(text)) <= 8 && !strings.ContainsAny(text, "?"):
		*others++
	case len(rows) > 0 && (m.kind == markText || m.kind == markExplain || m.kind == markRefer) && !strings.ContainsAny(text, "?"):
		last := &rows[len(rows)-1]
		last.reason = strings.TrimSpace(last.reason + "\n" + text)
		*others++
	default:
		return false
	}
	return true
}

// onlyKeys reads a file that begins with nothing but a list of keys as far as can be looked ahead, and says so. It takes
// nothing if the file begins with something else.
func (r *Reader) onlyKeys(in *input) {
	if in.taken > 0 || len(r.found) > 0 {
		return
	}
	var ahead []line
	for i := 0; ; i++ {
		l, ok := in.peek(i)
		if !ok {
			break
		}
		ahead = append(ahead, l)
		if i == 20 { // most files show soon that they are no list
			if _, only := keysOf(inputOf(slices.Clone(ahead)), maxHeld); !only {
				return
			}
		}
	}
	if rows, only := keysOf(inputOf(ahead), maxHeld); !only || len(rows) < 2 {
		return
	}
	rows, _ := keysOf(in, maxHeld)
	r.emitProblem(bank.Problem{Line: rows[0].line, Severity: bank.Error, Code: "keys-only",
		Message: "this is a list of keys without questions: import it together with the file of its questions"})
}
