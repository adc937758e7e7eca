package study

import (
	"bytes"
	"strings"
	"testing"
)

// checkRead reads any text: no panic, every record has a line of the text, and what was accepted comes back from an
// export as it is.
func checkRead(t *testing.T, text string) {
	lines := strings.Count(text, "\n") + 1
	var kept []Attempt
	for r, err := range Read(strings.NewReader(text), noon) {
		if err != nil {
			continue
		}
		if r.Line < 1 || r.Line > lines {
			t.Fatalf("line %d of %d", r.Line, lines)
		}
		a, problems := r.For(nil)
		r.Problems = append(r.Problems, problems...)
		if r.Refused() || r.Empty() {
			continue
		}
		kept = append(kept, a.settled())
	}
	for _, format := range Formats {
		var b bytes.Buffer
		if _, err := Write(&b, format, each(kept)); err != nil {
			t.Fatal(err)
		}
		i := 0
		for r, err := range Read(&b, noon) {
			if err != nil && len(kept) == 0 {
				return
			}
			if err != nil || r.Refused() {
				t.Fatalf("%s: %v, %v", format, err, r.Problems)
			}
			if a, _ := r.For(nil); AttemptID(a) != kept[i].ID {
				t.Fatalf("%s:\n got %+v\nwant %+v", format, a.settled(), kept[i])
			}
			i++
		}
		if i != len(kept) {
			t.Fatalf("%s: %d of %d came back", format, i, len(kept))
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("seed/61,B,true,2026-11-01T10:00:00Z,41,ana\n")
	f.Add("'=1,\"[\"\"a;b\"\"]\",no,1.11.2026 10:00,1:30,\n\"x\ny\",A;C,1,46327.5,,@b\n")
	f.Add("1,\"A,true,2026-11-01\n2,a\"b,yes,03/04/2026 1 PM\n")
	f.Fuzz(func(t *testing.T, rows string) { checkRead(t, "question,chosen,correct,at,seconds,learner\n"+rows) })
}

func FuzzJSONL(f *testing.F) {
	f.Add(`"question":"seed/61","chosen":["C","A"],"correct":true,"at":"2026-11-01T10:00:00Z","seconds":41.5}`)
	f.Add("\"q\":61,\"answer\":\"A, C\",\"when\":1793527200,\"right\":0}\n{\"question\":\"x\"")
	f.Fuzz(func(t *testing.T, text string) { checkRead(t, "{"+text) })
}

func FuzzRead(f *testing.F) {
	f.Add("sep=;\nquestion;at;chosen\n1;2026-11-01;A\n")
	f.Add("\xFF\xFEq\x00")
	f.Add("[1]")
	f.Fuzz(func(t *testing.T, text string) {
		for r, err := range Read(strings.NewReader(text), noon) {
			_, _ = r.For(nil)
			_ = err
		}
	})
}
