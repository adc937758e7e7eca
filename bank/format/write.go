package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Loss is something about a question that a written format cannot hold.
type Loss struct {
	QuestionID string `json:"question"`
	Field      string `json:"field"`
	Message    string `json:"message"`
	LeftOut    bool   `json:"left_out,omitzero"` // nothing of the question was written
}

// An encoder writes one question, the n-th from 1, and says what it left out.
type encoder func(w io.Writer, t *taxonomy.Taxonomy, q *bank.Question, n int) ([]Loss, error)

// choices are the kinds that are answered by labels.
var choices = []bank.Kind{bank.Single, bank.Multiple, bank.TrueFalse}

// Write writes questions in a format and returns what the format could not hold, in the order of the questions. An
// unknown format is an *UnknownFormatError. It stops at the first error of the questions or of w.
func Write(w io.Writer, formatName string, t *taxonomy.Taxonomy, questions iter.Seq2[*bank.Question, error]) ([]Loss, error) {
	return WriteFrom(w, formatName, t, nil, questions)
}

// WriteFrom is Write with a note of where the questions are from at the head, in a format that has a place for it.
func WriteFrom(w io.Writer, formatName string, t *taxonomy.Taxonomy, banks []bank.BankInfo, questions iter.Seq2[*bank.Question, error]) ([]Loss, error) {
	f, err := find(formatName)
	if err != nil {
		return nil, err
	}
	if !f.Write {
		return nil, fmt.Errorf("format %s can be read only: name one of %s", f.Name, strings.Join(writable(), ", "))
	}
	out := bufio.NewWriter(w)
	note := f.noteOf(banks)
	if f.wrap == nil {
		losses, err := f.write(out, note, t, questions)
		if err != nil {
			return losses, err
		}
		return losses, out.Flush()
	}
	inside, err := f.wrap(out)
	if err != nil {
		return nil, err
	}
	losses, err := f.write(inside, note, t, questions)
	if err != nil {
		return losses, err
	}
	if err := inside.Close(); err != nil {
		return losses, err
	}
	return losses, out.Flush()
}

// write writes the head, the note, the questions and the tail.
func (f Format) write(out io.Writer, note string, t *taxonomy.Taxonomy, questions iter.Seq2[*bank.Question, error]) ([]Loss, error) {
	var losses []Loss
	if _, err := io.WriteString(out, f.head+note); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	n := 0
	for q, err := range questions {
		if err != nil {
			return losses, err
		}
		n++
		text.Reset()
		lost, err := f.encode(&text, t, q, n)
		if err != nil {
			return losses, fmt.Errorf("writing %s: %w", q.ID, err)
		}
		losses = append(losses, lost...)
		if f.readBack && text.Len() > 0 {
			losses = append(losses, f.misread(text.String(), q, lost)...)
		}
		if _, err := out.Write(text.Bytes()); err != nil {
			return losses, fmt.Errorf("writing %s: %w", q.ID, err)
		}
	}
	_, err := io.WriteString(out, f.tail)
	return losses, err
}

// WrittenAs returns the format in which a file of this name is written by its extension, "" if it says none.
func WrittenAs(file string) string {
	var can []Format
	for _, f := range Formats {
		if f.Write {
			can = append(can, f)
		}
	}
	return byExtension(can, file)
}

// IsArchive reports whether a format is written as an archive rather than as text.
func IsArchive(formatName string) bool {
	f, err := find(formatName)
	return err == nil && f.wrap != nil
}

func writable() []string {
	var names []string
	for _, f := range Formats {
		if f.Write {
			names = append(names, f.Name)
		}
	}
	return names
}

// misread reads back what was written of a question, and reports the fields that are not the same and whose loss was not
// told already. Text of a question may look like the marks of the format.
func (f Format) misread(text string, q *bank.Question, told []Loss) []Loss {
	back := f.readOne(f.head + text + f.tail)
	var losses []Loss
	for _, field := range differences(q, back) {
		if !slices.ContainsFunc(told, func(l Loss) bool { return l.Field == field || strings.HasPrefix(l.Field, field+".") }) {
			losses = append(losses, Loss{QuestionID: q.ID, Field: field, Message: "some of its text has a meaning of its own in " + f.Title + ", and does not come back the same when it is read"})
		}
	}
	return losses
}

// readOne reads a text that holds one question; nil if another number of questions comes of it.
func (f Format) readOne(text string) *bank.Question {
	r, err := NewReader(strings.NewReader(text), "", f.Name)
	if err != nil {
		return nil
	}
	var back *bank.Question
	for item, err := range r.Items() {
		switch {
		case err != nil, item.Question != nil && back != nil:
			return nil
		case item.Question != nil:
			back = item.Question
		}
	}
	return back
}

// differences names the fields in which a question that was read back differs; "question" alone if there is none.
func differences(q, back *bank.Question) []string {
	if back == nil {
		return []string{"question"}
	}
	var fields []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"number", q.Number == "" || q.Number == back.Number}, {"kind", q.Kind == back.Kind}, {"title", q.Title == back.Title}, {"stem", q.Stem == back.Stem},
		{"prompts", slices.Equal(q.Prompts, back.Prompts)}, {"options", slices.EqualFunc(q.Options, back.Options, sameOption)},
		{"answer", slices.Equal(q.Answer, back.Answer)}, {"explanation", q.Explanation == back.Explanation},
		{"tags", slices.Equal(q.Tags, back.Tags)}, {"references", slices.Equal(q.References, back.References)},
	} {
		if !f.same {
			fields = append(fields, f.name)
		}
	}
	return fields
}

func sameOption(a, b bank.Option) bool {
	return a.Label == b.Label && a.Text == b.Text && a.Correct == b.Correct && a.Feedback == b.Feedback && a.Credit == b.Credit
}

// encodeJSON writes a Record on one line. Nothing is lost: mentions are derived.
func encodeJSON(w io.Writer, t *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return nil, encoder.Encode(NewRecord(q, t))
}
