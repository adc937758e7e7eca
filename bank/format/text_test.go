package format

import (
	"strings"
	"testing"
)

// TestText reads a question whose text is written in every way that occurs, and compares stem, options and key.
func TestText(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"mixed ends":      {"x.txt", "Question 1\r\nWhy?\rA) x\nB) y\r\nAnswer: B", "Why? | A x | B y | B"},
		"Windows-1252":    {"x.txt", "Question 1\nQu\xe9 \x96 \x93si\x94?\nA) caf\xe9\nB) café\nAnswer: A\n", "Qué – “si”? | A café | B café | A"},
		"one line only":   {"x.txt", "Question 1\nÜber – was?\nA) caf\xe9\nB) größer\nAnswer: A\n", "Über – was? | A café | B größer | A"},
		"byte order mark": {"x.txt", "\xef\xbb\xbfQuestion 1\nWhy?\nA) x\nB) y\nAnswer: B\n", "Why? | A x | B y | B"},
		"no-break spaces": {"x.txt", "Question\u00a01\nWhy\u202fnot?\nA)\u00a0x\nB)\u2003y\nAnswer:\u00a0B\n", "Why not? | A x | B y | B"},
		"zero width":      {"x.txt", "\u200bQuestion 1\nW\u200bhy?\n\u200bA) x\nB) y\n\ufeffAnswer: B\n", "Why? | A x | B y | B"},
		"wide letters":    {"x.txt", "Question 1\nWhy?\nＡ．x\n（Ｂ）y\nAnswer：Ｂ\n", "Why? | A x | B y | B"},
		"entities":        {"x.md", "### Question 1\n\nQ&amp;A &lt;b&gt;&nbsp;&#39;x&#39; `&amp;`?\n\n- A. x &gt; y\n- B. y\n\n**Answer: B**\n", "Q&A <b> 'x' `&amp;`? | A x > y | B y | B"},
		"line breaks":     {"x.md", "### Question 1\n\nOne.<br>Two.<BR/>Three?<br />\n\n- A. x<br/>z\n- B. y\n\n**Answer: B**\n", "One.\nTwo.\nThree? | A x\nz | B y | B"},
		"tabs":            {"x.txt", "1.\tWhy?\n\tA.\tx\n\tB.\ty\nAnswer:\tB\n", "Why? | A x | B y | B"},
		"smart quotes":    {"x.txt", "Question 1\n“Why”?\nA) it’s\nB) y\nAnswer: it’s\n", "“Why”? | A it’s | B y | A"},
	} {
		out, err := readAll(c.text, c.file, "")
		if err != nil || len(out.Questions) != 1 {
			t.Errorf("%s: %v %+v", name, err, out)
			continue
		}
		q := out.Questions[0]
		got := q.Stem
		for _, o := range q.Options {
			got += " | " + o.Label + " " + o.Text
		}
		if got += " | " + strings.Join(q.Answer, ","); got != c.want {
			t.Errorf("%s: got %q, wanted %q", name, got, c.want)
		}
	}
}
