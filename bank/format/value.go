package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A value is a piece of a document that names its parts: JSON, YAML, a row of a table with a header, a note of a card
// box. Those formats differ in how they are written; what a question looks like in them is one family of shapes, which
// shape.go knows.
type value struct {
	kind   valueKind
	line   int     // where it begins
	text   string  // of a text, number or truth: as written
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
)

func (k valueKind) String() string {
	return [...]string{"null", "text", "number", "true or false", "list", "object"}[k]
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

// maxDepth is how deep lists and objects may stand in each other.
const maxDepth = 64

// jsonValue reads one JSON value that begins in a line. What stands behind it is an error.
func jsonValue(data []byte, line int) (value, error) {
	d := jsonReader{Decoder: json.NewDecoder(bytes.NewReader(data)), data: data, line: line}
	d.UseNumber()
	v, err := d.value(0)
	if err != nil {
		return value{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return value{}, fmt.Errorf("there is more behind the JSON value, at byte %d", d.InputOffset())
	}
	return v, nil
}

// jsonReader follows the tokens and the lines in which they stand.
type jsonReader struct {
	*json.Decoder
	data []byte
	at   int // offset up to which lines are counted
	line int
}

func (d *jsonReader) lineHere() int {
	end := int(d.InputOffset())
	d.line += bytes.Count(d.data[d.at:end], []byte{'\n'})
	d.at = end
	return d.line
}

func (d *jsonReader) value(depth int) (value, error) {
	token, err := d.Token()
	if err != nil {
		return value{}, err
	}
	v := value{line: d.lineHere()}
	switch t := token.(type) {
	case string:
		v.kind, v.text = text, t
	case json.Number:
		v.kind, v.text = number, string(t)
	case bool:
		v.kind, v.text = truth, fmt.Sprint(t)
	case json.Delim:
		if depth >= maxDepth {
			return value{}, fmt.Errorf("lists and objects stand more than %d deep in each other", maxDepth)
		}
		return d.inside(v, t, depth+1)
	}
	return v, nil
}

func (d *jsonReader) inside(v value, open json.Delim, depth int) (value, error) {
	v.kind = list
	if open == '{' {
		v.kind = object
	}
	for d.More() {
		var name string
		if v.kind == object {
			token, err := d.Token()
			if err != nil {
				return value{}, err
			}
			name, _ = token.(string)
		}
		inner, err := d.value(depth)
		if err != nil {
			return value{}, err
		}
		if v.kind == object {
			v.fields = append(v.fields, field{name, inner})
		} else {
			v.items = append(v.items, inner)
		}
	}
	_, err := d.Token()
	return v, err
}
