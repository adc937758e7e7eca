package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"mlatlas/bank"
)

// Finding is one thing that a rule has against questions or a bank.
type Finding struct {
	ID        string        `json:"id"` // the same at every run over the same questions: a baseline holds it
	Rule      string        `json:"rule"`
	Severity  bank.Severity `json:"severity"`
	Message   string        `json:"message"`        // what is wrong here, then what would be right
	Questions []string      `json:"questions"`      // IDs; empty: the whole bank is meant
	Bank      string        `json:"bank,omitempty"` // where the whole bank is meant, its name
}

// finding makes a finding of a rule. key tells apart the findings of one rule on the same questions (an option's label, a
// concept, a kind), and holds nothing that changes with other questions: no counts, no shares.
func (r Rule) finding(key, bankName, message string, questions ...string) Finding {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{r.ID, key, bankName}, questions...), "\x00")))
	if questions == nil {
		questions = []string{}
	}
	return Finding{hex.EncodeToString(sum[:8]), r.ID, r.Severity, message, questions, bankName}
}

// Rule is one thing that is looked for.
type Rule struct {
	ID       string // kebab-case, never changed
	Severity bank.Severity
	Says     string // what a sound bank keeps to, in one sentence
	Source   string // who found out or wrote down that it matters
}
