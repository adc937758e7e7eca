package audit

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestBaseline: what was written is known when it is read again, and nothing else is.
func TestBaseline(t *testing.T) {
	r := auditOf(t, "", Options{}, parse(t, "b/1", longest), parse(t, "b/2", longest))
	var file bytes.Buffer
	if err := WriteBaseline(&file, r.Findings); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(file.String(), "\n"); got != len(r.Findings)+2 {
		t.Errorf("%d lines:\n%s", got, file.String())
	}
	known, err := ReadBaseline(&file)
	if err != nil {
		t.Fatal(err)
	}
	if left := known.New(r.Findings); len(left) != 0 {
		t.Errorf("of itself there is left: %+v", left)
	}
	later := auditOf(t, "", Options{}, parse(t, "b/2", longest), parse(t, "b/3", longest))
	for _, f := range known.New(later.Findings) {
		if !slices.Contains(f.Questions, "b/3") {
			t.Errorf("new: %+v", f)
		}
	}
	if left := known.New(later.Findings); len(left) != 3 { // its flaws, and that it is a copy
		t.Errorf("%d are new, want 3", len(left))
	}
	for _, bad := range []string{"", "{}", "[1]", "text"} {
		if _, err := ReadBaseline(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is a baseline", bad)
		}
	}
	var none bytes.Buffer
	if err := WriteBaseline(&none, nil); err != nil || none.String() != "[\n]\n" {
		t.Errorf("%q %v", none.String(), err)
	}
}
