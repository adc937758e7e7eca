package study

import (
	"testing"
	"unicode/utf8"

	"mlatlas/bank"
)

// FuzzFollow: whatever an explanation holds, following its letters changes letters alone, and shows what was valid as valid.
func FuzzFollow(f *testing.F) {
	for _, text := range []string{"Option A is incorrect", "A) x (B), C and D", "option 2; the first option", "a.m. A.I. C++ ❌ B", "\xff A \x00 B)", "**A**\n- B: C"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := asked(bank.Single, "A", "w", "x", "y", "z")
		q.Explanation = text
		Show(q, 1)
		got := reversed(q).Follow(text)
		if utf8.ValidString(text) && !utf8.ValidString(got) || !placed.MatchString(text) && len(got) != len(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
