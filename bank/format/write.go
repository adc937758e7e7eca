package format

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
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
	n := 0
	for q, err := range questions {
		if err != nil {
			return losses, err
		}
		n++
		lost, err := f.encode(out, t, q, n)
		if err != nil {
			return losses, fmt.Errorf("writing %s: %w", q.ID, err)
		}
		losses = append(losses, lost...)
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

// encodeJSON writes a Record on one line. Nothing is lost: mentions are derived.
func encodeJSON(w io.Writer, t *taxonomy.Taxonomy, q *bank.Question, _ int) ([]Loss, error) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return nil, encoder.Encode(NewRecord(q, t))
}
