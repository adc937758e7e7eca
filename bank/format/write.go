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
}

// An encoder writes one question, the n-th from 1, and says what it left out.
type encoder func(w io.Writer, t *taxonomy.Taxonomy, q *bank.Question, n int) ([]Loss, error)

// choices are the kinds that are answered by labels.
var choices = []bank.Kind{bank.Single, bank.Multiple, bank.TrueFalse}

// Write writes questions in a format and returns what the format could not hold, in the order of the questions. An
// unknown format is an *UnknownFormatError. It stops at the first error of the questions or of w.
func Write(w io.Writer, formatName string, t *taxonomy.Taxonomy, questions iter.Seq2[*bank.Question, error]) ([]Loss, error) {
	f, err := find(formatName)
	if err != nil {
		return nil, err
	}
	if !f.Write {
		return nil, fmt.Errorf("format %s can be read only: name one of %s", f.Name, strings.Join(writable(), ", "))
	}
	out := bufio.NewWriter(w)
	var losses []Loss
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
		if f.readBack && slices.Contains(choices, q.Kind) {
			if field := misread(text.Bytes(), f.Name, q); field != "" {
				losses = append(losses, Loss{q.ID, field, "it looks like the marks of a question in " + f.Title + ", and a reader will take it for them"})
			}
		}
		if _, err := out.Write(text.Bytes()); err != nil {
			return losses, fmt.Errorf("writing %s: %w", q.ID, err)
		}
	}
	return losses, out.Flush()
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

// misread reads back what was written of a question and names the first field that is not the same, or "". Text of a
// question may look like the marks of the format.
func misread(text []byte, formatName string, q *bank.Question) string {
	r, err := NewReader(bytes.NewReader(text), "", formatName)
	if err != nil {
		return "stem"
	}
	var back []*bank.Question
	for item, err := range r.Items() {
		if err == nil && item.Question != nil {
			back = append(back, item.Question)
		}
	}
	switch {
	case len(back) != 1 || back[0].Stem != q.Stem:
		return "stem"
	case !slices.Equal(back[0].Answer, q.Answer) || !slices.EqualFunc(back[0].Options, q.Options, sameOption):
		return "options"
	case back[0].Explanation != q.Explanation:
		return "explanation"
	}
	return ""
}

func sameOption(a, b bank.Option) bool { return a.Label == b.Label && a.Text == b.Text }

// encodeJSON writes a Record on one line. Nothing is lost: mentions are derived.
func encodeJSON(w io.Writer, t *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return nil, encoder.Encode(NewRecord(q, t))
}
