package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// A baseline is the list of findings that somebody has accepted for now: a later audit shows only what is new. It is JSON,
// an array of {"rule","id","questions"}, sorted, so that a diff of two shows what has changed. Only the IDs count when it
// is read; rule and questions are for people.

// Baseline holds the IDs of known findings.
type Baseline map[string]bool

// accepted is a line of the file.
type accepted struct {
	Rule      string   `json:"rule"`
	ID        string   `json:"id"`
	Questions []string `json:"questions"`
}

// ReadBaseline reads what WriteBaseline has written.
func ReadBaseline(r io.Reader) (Baseline, error) {
	var list []accepted
	if err := json.NewDecoder(r).Decode(&list); err != nil {
		return nil, fmt.Errorf("this is no baseline: %w", err)
	}
	b := Baseline{}
	for _, a := range list {
		b[a.ID] = true
	}
	return b, nil
}

// WriteBaseline writes findings as a baseline.
func WriteBaseline(w io.Writer, findings []Finding) error {
	list := make([]accepted, 0, len(findings))
	for _, f := range findings {
		list = append(list, accepted{f.Rule, f.ID, f.Questions})
	}
	slices.SortFunc(list, func(a, b accepted) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), slices.Compare(a.Questions, b.Questions), cmp.Compare(a.ID, b.ID))
	})
	if _, err := io.WriteString(w, "[\n"); err != nil {
		return err
	}
	for i, a := range list {
		line, err := json.Marshal(a)
		if err != nil {
			return err
		}
		end := ",\n"
		if i == len(list)-1 {
			end = "\n"
		}
		if _, err := w.Write(append(line, end...)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "]\n")
	return err
}

// New returns the findings that the baseline does not hold.
func (b Baseline) New(findings []Finding) []Finding {
	fresh := []Finding{}
	for _, f := range findings {
		if !b[f.ID] {
			fresh = append(fresh, f)
		}
	}
	return fresh
}
