package audit

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDocument: docs/audit.md has a row for every rule, as the rule itself puts it, and none for others.
func TestDocument(t *testing.T) {
	content, err := os.ReadFile("../../docs/audit.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	known := map[string]bool{}
	for _, r := range Rules() {
		known[r.ID] = true
		row := regexp.MustCompile("(?m)^\\| `" + r.ID + "` \\|.*$").FindString(text)
		if !strings.HasPrefix(row, fmt.Sprintf("| `%s` | %s | %s |", r.ID, r.Severity, r.Says)) || !strings.HasSuffix(row, "| "+r.Source+" |") {
			t.Errorf("docs/audit.md has no row | `%s` | %s | %s | … | %s |", r.ID, r.Severity, r.Says, r.Source)
		}
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]*)`").FindAllStringSubmatch(text, -1) {
		if !known[m[1]] {
			t.Errorf("docs/audit.md describes %s, which is no rule", m[1])
		}
	}
}
