package format

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A value is a piece of a document that names its parts: JSON, YAML, a row of a table with a header, a note of a card
// box. Those formats differ in how they are written; what a question looks like in them is one family of shapes, which
// shape.go knows.
type value struct {
	kind   valueKind
	asked  bool    // of a list: questions were taken out of it already
	line   int     // where it begins
	text   string  // of a text, number or truth: as written; of a broken one: why
	items  []value // of a list
	fields []field // of an object, in the order in which they are written
}

type field struct {
	name  string
	value value
}

type valueKind uint8

const (
	null valueKind = iota
	text
	number
	truth // true or false
	list
	object
	broken // it could not be read to its end; fields holds what came before
)

func (k valueKind) String() string {
	return [...]string{"null", "text", "number", "true or false", "list", "object", "broken"}[k]
}

// get returns the field of a name, in any case; null if there is none.
func (v *value) get(name string) value {
	for _, f := range v.fields {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return value{line: v.line}
}

// container says that a value holds others.
func (v *value) container() bool { return v.kind == list || v.kind == object }

// String writes a value for a message.
func (v value) String() string {
	switch v.kind {
	case list:
		return fmt.Sprintf("a list of %d", len(v.items))
	case object:
		return fmt.Sprintf("an object of %d fields", len(v.fields))
	case null:
		return "null"
	}
	return clip(v.text)
}

// textValue is a text that stands in a line.
func textValue(s string, line int) value { return value{kind: text, text: s, line: line} }

// objectValue is an object of fields that begins in a line.
func objectValue(line int, fields ...field) value {
	return value{kind: object, line: line, fields: fields}
}

// foldName brings the name of a field into the form of fieldNames: letters and digits alone, in lower case.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// sameName reports whether foldName(written) is the folded name.
func sameName(written, folded string) bool {
	if written == folded {
		return true
	}
	for i := 0; i < len(written); {
		c := written[i]
		if c >= utf8.RuneSelf {
			return foldName(written[i:]) == folded
		}
		i++
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if !isLetter(c) && !isDigit(c) {
			continue
		}
		if folded == "" || folded[0] != c {
			return false
		}
		folded = folded[1:]
	}
	return folded == ""
}
