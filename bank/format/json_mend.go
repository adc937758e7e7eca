package format

import (
	"strconv"
	"strings"
)

// How a list of questions goes on behind an element that is broken.

// mend puts a broken element into a list or object of questions, and goes to the next one: it returns nil. Without such a
// list, or another element, the error stands, and what was read of the element is kept.
func (p *jsonParser) mend(at *field, name string, item value, err *jsonError, place place) *jsonError {
	v := &at.value
	mine := err != errTold && p.asks != nil && item.kind == object && !isOptionList(at.name) && (p.asks(&item) || p.asked(at))
	switch {
	case mine:
		item = value{kind: broken, line: err.line, text: err.what + atByte(err), fields: item.fields}
	case !item.container():
		return err
	}
	if v.kind == list {
		v.items = append(v.items, item)
	} else {
		v.fields = append(v.fields, field{name, item})
	}
	if !mine {
		return err
	}
	place.key = firstName(item)
	if p.resync(place, v.kind == object) {
		return nil
	}
	return errTold
}

func firstName(v value) string {
	if len(v.fields) == 0 {
		return ""
	}
	return v.fields[0].name
}

func atByte(e *jsonError) string { return " (byte " + strconv.Itoa(e.at) + " of the line)" }

// place is where an element begins.
type place struct {
	line   int
	column int    // of the first character on its line that is no space
	first  bool   // nothing but space and brackets stands before it on its line
	key    string // the name of its first field
}

func (p *jsonParser) place() place {
	before := p.text[:p.at]
	indent := len(before) - len(strings.TrimLeft(before, " \t"))
	return place{line: p.no, column: indent, first: strings.Trim(before, " \t[{},") == ""}
}

// resync goes to the next element of a list, or to its end; keyed says that the elements are fields of an object.
func (p *jsonParser) resync(at place, keyed bool) bool {
	if (!at.first || at.line == p.no) && !keyed && p.findKey(at.key) {
		return true
	}
	for i := 0; p.in != nil; {
		l, ok := p.in.peek(i)
		if !ok {
			return false
		}
		if column, ok := at.beginsIn(l.text, keyed); ok {
			for range i + 1 {
				p.more()
			}
			p.at = column
			return true
		}
		if p.expected {
			p.more()
			p.forget()
			continue
		}
		i++
	}
	return false
}

// findKey finds an object in the rest of the line by its first field, behind a comma.
func (p *jsonParser) findKey(key string) bool {
	for from := p.at; key != ""; {
		i := strings.Index(p.text[from:], `"`+key+`"`)
		if i < 0 {
			return false
		}
		before := strings.TrimRight(p.text[:from+i], " ")
		if inside, ok := strings.CutSuffix(before, "{"); ok && strings.HasSuffix(strings.TrimRight(inside, " "), ",") {
			p.at = len(before) - 1
			return true
		}
		from += i + 1
	}
	return false
}

// beginsIn finds where an element, or the end of its list, begins in a line.
func (at place) beginsIn(line string, keyed bool) (column int, ok bool) {
	trimmed := strings.TrimLeft(line, " \t")
	indent := len(line) - len(trimmed)
	switch {
	case trimmed == "":
		return 0, false
	case !at.first:
		column = strings.Index(line, `{"`+at.key+`"`)
		return column, column >= 0 && at.key != ""
	case indent < at.column && (trimmed[0] == ']' || trimmed[0] == '}'):
		return indent, true
	case indent != at.column:
		return 0, false
	case keyed:
		colon := strings.Index(trimmed, ":")
		return indent, colon > 0 && strings.HasPrefix(strings.TrimLeft(trimmed[colon+1:], " "), "{")
	case trimmed[0] == '{':
		return indent, true
	}
	if after, ok := strings.CutPrefix(trimmed, "}"); ok {
		after = strings.TrimLeft(strings.TrimLeft(after, " "), ",")
		if strings.HasPrefix(strings.TrimLeft(after, " "), "{") {
			return indent + strings.IndexByte(trimmed, '{'), true
		}
	}
	return 0, false
}
