package format

import (
	"strings"
	"testing"
	"time"
)

// TestPathological reads 256 KiB of what makes a reader look back again and again. Each takes a fraction of a second;
// a quadratic one takes minutes.
func TestPathological(t *testing.T) {
	largeInput(t)
	start := "Question 1\nWhy?\nA) x\nB) y\nAnswer: A\n"
	for name, unit := range map[string]string{
		"options": "A) x\n", "boxes": "- [ ] x\n", "blank options": "\nA) x\n\n", "numbers": "1. x\n", "sequence": "2. x\nA) y?\n",
		"headings": "## x\n", "fences": "```\n", "details": "<details>", "summaries": "<summary>x</summary>\n", "rules": "---\n",
		"keys": "Answer: A\n", "questions": "What?\n\n", "brackets": "<", "br": "<br>", "labels": "A) B) C) ", "quotes": "> ", "urls": "http://a ",
		"lists": "Answer Key\n1. A\n", "returns": "\r", "stars": "*", "colons": "a: ", "json": `{"stem":"x","options":[],`, "heads": "Q1\n",
		"two lists": "A) x\nB) y\n\n", "key rows": "1. A\nx\n", "ranges": "1-99 A", "passages": "Passage 1\nx\n", "parts": "\nSection A\n", "pairs": "Answer: 1-A, 2-B\n",
		"spaced": "A x\nB y\n", "circles": "① x ② y\n", "glued": "x A) y\nB) z\n", "tables": "| A | x |\n", "votes": "A (9%) ", "exclaimed": "* x\n    - !y\n",
		"references": "Reference:\n\n", "words": "#### S1. x\n", "signs": "✅ x\n", "titles": "Answers\n", "gaps": "___\n", "residue": "[cite:1] ",
	} {
		for _, before := range []string{"", start} {
			began := time.Now()
			if _, err := readAll(before+strings.Repeat(unit, 1<<18/len(unit)), "x", ""); err != nil && name != "returns" {
				t.Errorf("%s: %v", name, err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s: %v", name, took)
			} else if testing.Verbose() {
				t.Log(name, took)
			}
		}
	}
}
