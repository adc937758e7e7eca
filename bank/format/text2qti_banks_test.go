package format

import (
	"testing"
)

// TestText2QTIPair: a quiz as text, and the package that another program made of it, are the same questions.
func TestText2QTIPair(t *testing.T) {
	needBanks(t)
	written, _, r := readFile(t, banks+"/text2qti/quiz.txt", "")
	packed, _, p := readFile(t, banks+"/text2qti/quiz.zip", "")
	if len(written) != 7 || len(packed) != 7 || r.Format() != text2qti || p.Format() != qti {
		t.Fatalf("%d questions as %s, %d as %s", len(written), r.Format(), len(packed), p.Format())
	}
	for i, q := range written {
		packed[i].Number = q.Number // the package holds none
		if fields := differences(q, packed[i]); len(fields) > 0 {
			t.Errorf("question %d differs in %v:\n%+v\n%+v", i+1, fields, q, packed[i])
		}
	}
}
