package format

import (
	"strings"
	"testing"
	"time"
)

func FuzzGIFT(f *testing.F)     { fuzzFormat(f, "gift", "x.gift") }
func FuzzAiken(f *testing.F)    { fuzzFormat(f, "aiken", "x.aiken") }
func FuzzText2QTI(f *testing.F) { fuzzFormat(f, "text2qti", "x.txt") }
func FuzzTrivia(f *testing.F)   { fuzzFormat(f, "trivia", "x") }

// TestPathologicalMoodle repeats what makes these readers look ahead again and again, detected and named.
func TestPathologicalMoodle(t *testing.T) {
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
			for _, before := range []string{"", "x {~a\n", "#Q x\n", "What?\nA) x\nB) y\n", "1.  x?\n"} {
				began := time.Now()
				if _, err := readAll(before+strings.Repeat(unit, 1<<17/len(unit)), "x", format); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if took := time.Since(began); took > 2*time.Second {
					t.Errorf("%s behind %q as %q: %v", name, before, format, took)
				}
			}
		}
	}
}
