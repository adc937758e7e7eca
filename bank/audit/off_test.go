package audit

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// longest breaks the rule longest-key and, without an explanation, missing-explanation.
const longest = "What helps? | Store it in S3 | *Store it in S3, partitioned by day and with a lifecycle rule to Glacier | Store it on EBS"

func TestOff(t *testing.T) {
	both := []string{"longest-key", "missing-explanation"}
	for _, c := range []struct {
		name       string
		tags       string
		off        []Off
		want       []string
		suppressed int
	}{
		{"nothing", "", nil, both, 0},
		{"a tag", " # audit-off:longest-key", nil, both[1:], 1},
		{"a tag in capitals", " # Audit-Off:Longest-Key", nil, both[1:], 1},
		{"a tag for all", " # audit-off", nil, nil, 2},
		{"everywhere", "", []Off{{Rule: "longest-key"}}, both[1:], 1},
		{"the bank", "", []Off{{Rule: "longest-key", Bank: "b"}}, both[1:], 1},
		{"another bank", "", []Off{{Rule: "longest-key", Bank: "c"}}, both, 0},
		{"the question", "", []Off{{Rule: "longest-key", Questions: []string{"b/1"}}}, both[1:], 1},
		{"another question", "", []Off{{Rule: "longest-key", Questions: []string{"b/2"}}}, both, 0},
	} {
		r := auditOf(t, "", Options{Off: c.off}, parse(t, "b/1", longest+c.tags))
		if got := found(r); !slices.Equal(got, c.want) || r.Suppressed != c.suppressed {
			t.Errorf("%s: %v and %d switched off, want %v and %d", c.name, got, r.Suppressed, c.want, c.suppressed)
		}
	}
}

// TestOffForSeveral: a finding on several questions goes when it is off for all of them; one on a bank, when it is off for
// the bank.
func TestOffForSeveral(t *testing.T) {
	rule := Rule{ID: "longest-key"}
	s := newSwitches([]Off{{Rule: "longest-key", Questions: []string{"b/1", "b/2"}}, {Rule: "missing-explanation", Bank: "b"}})
	for _, c := range []struct {
		f    Finding
		want bool
	}{
		{rule.finding("", "", "", "b/1", "b/2"), true},
		{rule.finding("", "", "", "b/1", "b/3"), false},
		{rule.finding("", "b", ""), false},
		{unsaid.finding("", "b", ""), true},
		{unsaid.finding("", "c", ""), false},
	} {
		if got := s.isOff(c.f); got != c.want {
			t.Errorf("%+v: off %v", c.f, got)
		}
	}
}

func TestReadOff(t *testing.T) {
	file := filepath.Join(t.TempDir(), OffFile)
	if off, err := ReadOff(file); err != nil || off != nil {
		t.Error("no file:", off, err)
	}
	for _, c := range []struct{ content, want string }{
		{"", ""},
		{"off: []\n", ""},
		{"off:\n- rule: longest-key\n  bank: b\n  reason: names\n", ""},
		{"off:\n- rule: longest-kee\n", "no rule"},
		{"off:\n- rool: longest-key\n", "rool"},
		{"[", "audit.yaml"},
	} {
		if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadOff(file)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.content, err)
		}
	}
	var unknown *UnknownRuleError
	if err := Known("longest-kee"); !errors.As(err, &unknown) || len(unknown.Nearest) != 3 || unknown.Nearest[0] != "longest-key" {
		t.Errorf("%+v", unknown)
	}
}
