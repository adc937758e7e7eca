package format

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
)

func FuzzGIFT(f *testing.F) {
	fuzzHeads(f, gift, "x.gift", `(?m)^::[a-z]{1,9}:: [a-z]{1,9} \{T\}$`, "")
}
func FuzzAiken(f *testing.F)    { fuzzHeads(f, aiken, "x.aiken", `(?m)^ANSWER: [A-Z]$`, "") }
func FuzzText2QTI(f *testing.F) { fuzzHeads(f, text2qti, "x", `(?m)^[0-9]{1,4}\. [a-z]{1,9}$`, "```") }
func FuzzTrivia(f *testing.F)   { fuzzHeads(f, trivia, "x", `(?m)^#Q [a-z]{1,9}$`, "") }

// fuzzHeads asserts that every line which certainly belongs to an item of its own comes out, as a question or an error.
// Text with a word in it is not counted.
func fuzzHeads(f *testing.F, format, name, head, without string) {
	files, _ := filepath.Glob("testdata/*/*")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".golden.json") {
			f.Add(data)
		}
	}
	heads := regexp.MustCompile(head)
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := readAll(string(data), name, format)
		if err != nil {
			return
		}
		errors := 0
		for _, p := range out.Problems {
			if p.Severity == bank.Error {
				errors++
			}
			if p.Line < 1 || p.Code == "" || p.Message == "" {
				t.Errorf("a problem without a place or a message: %+v", p)
			}
		}
		counted := without == "" || !bytes.Contains(data, []byte(without)) && !bytes.Contains(data, []byte("COMMENT"))
		if n := len(heads.FindAll(data, -1)); counted && len(out.Questions)+errors < n {
			t.Errorf("%d heads, but %d questions and %d errors", n, len(out.Questions), errors)
		}
		for _, q := range out.Questions {
			checkQuestion(t, q)
		}
	})
}

// TestPathologicalMoodle repeats what makes these readers look ahead again and again, detected and named.
func TestPathologicalMoodle(t *testing.T) {
	largeInput(t)
	for name, unit := range map[string]string{
		"open": "{", "open lines": "x {\n", "open paragraphs": "x {\n\n", "open answers": "x {=a\n\n", "close": "}\n", "signs": "=", "tilde lines": "~x\n", "pairs": "=a->b ",
		"hashes": "#", "backslashes": `\`, "escaped lines": "x\\n\n\n", "titles": "::x\n", "titled": "::x::\n", "categories": "$CATEGORY: x\n", "comments": "// [tag:x]\n",
		"tags": "<a =\n", "block": "{=a}\n", "several": "x {=a} ", "stems": "what is x?\n", "stem paragraphs": "what is x?\n\n",
		"aiken": "What?\nA) x\nB) y\nANSWER: A\n\n", "aiken options": "A) x\nfoo\n", "aiken keys": "ANSWER: A\n", "aiken open": "What?\nA) x\nB) y\n\n",
		"trivia heads": "#Q x\n", "trivia blank": "#Q x\n\n\n\n", "trivia keys": "^ x\n", "trivia options": "#Q x\nA y\n", "trivia long": "x\n\n",
		"text2qti": "1.  x?\n=   5\n", "text2qti choices": "*a) x\n", "text2qti feedback": "... x\n", "text2qti titles": "Title: x\n", "text2qti comments": "COMMENT\n",
		"text2qti texts": "Text: x\n1.  y?\n____\n", "text2qti fences": "```\n", "text2qti code": "```{.x .run}\n", "text2qti boxes": "[*] x\n", "text2qti groups": "GROUP\n",
	} {
		for _, format := range []string{"", gift, aiken, trivia, text2qti} {
			for _, before := range []string{"", "x {~a\n", "#Q x\n", "1.  x?\n"} {
				began := time.Now()
				if _, err := readAll(before+strings.Repeat(unit, 1<<15/len(unit)), "x", format); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if took := time.Since(began); took > time.Second {
					t.Errorf("%s behind %q as %q: %v", name, before, format, took)
				}
			}
		}
	}
}
