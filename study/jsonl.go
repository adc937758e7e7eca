package study

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mlatlas/bank"
)

// Each line is an object. What was chosen may be a text or a list of texts.

func (f *fields) readJSONL(text []byte, yield func(Record, error) bool) {
	line := 0
	for part := range bytes.Lines(text) {
		line++
		if part = bytes.TrimSpace(part); len(part) == 0 {
			continue
		}
		if !yield(f.object(part, line), nil) {
			return
		}
	}
}

func (f *fields) object(text []byte, line int) Record {
	r := Record{Line: line}
	values := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err := d.Decode(&values)
	if err == nil && d.More() {
		err = fmt.Errorf("there is text behind the object")
	}
	if err != nil {
		r.problem(bank.Error, "bad-json", "the line is no JSON object (%v); write one object a line", err)
		return r
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	have := map[string]bool{}
	for _, name := range names {
		field := fieldNamed(name)
		switch {
		case field == "":
			f.tellUnknown(&r, name)
		case have[field]:
			r.problem(bank.Error, "twice", "two fields are %s; leave one out", field)
		default:
			f.setValue(&r, field, values[name])
		}
		have[field] = true
	}
	f.complete(&r)
	return r
}

func (f *fields) setValue(r *Record, field string, value any) {
	switch v := value.(type) {
	case nil:
	case string:
		f.set(r, field, v)
	case json.Number, bool:
		f.set(r, field, fmt.Sprint(v))
	case []any:
		if field != "chosen" {
			r.problem(bank.Error, "bad-json", "%s: a list is no value for it; write a single one", field)
			return
		}
		r.Attempt.Chosen = []string{}
		for _, item := range v {
			switch item.(type) {
			case string, json.Number, bool:
				r.Attempt.Chosen = append(r.Attempt.Chosen, plainText(fmt.Sprint(item)))
			default:
				r.problem(bank.Error, "bad-json", `chosen: write a list of labels: ["A","C"]`)
				return
			}
		}
	default:
		r.problem(bank.Error, "bad-json", "%s: an object is no value for it; write a single one", field)
	}
}

// WriteJSONL writes attempts, one object a line, and returns how many there were.
func WriteJSONL(w io.Writer, attempts iter.Seq2[Attempt, error]) (n int, err error) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for a, err := range attempts {
		if err != nil {
			return n, err
		}
		a.ID = "" // it is made from the rest
		if a.Chosen == nil {
			a.Chosen = []string{}
		}
		if err := e.Encode(a); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Formats are the ways to write attempts.
var Formats = []string{"csv", "jsonl"}

// Write writes attempts in a format of Formats.
func Write(w io.Writer, format string, attempts iter.Seq2[Attempt, error]) (n int, err error) {
	switch format {
	case "csv":
		return WriteCSV(w, attempts)
	case "jsonl":
		return WriteJSONL(w, attempts)
	}
	return 0, fmt.Errorf("answers cannot be written as %q; the formats are %s", format, strings.Join(Formats, ", "))
}
