package audit

import (
	"cmp"
	"slices"
)

// Rules returns every rule, the severest first, then by ID.
func Rules() []Rule {
	rules := slices.Concat(
		flawRules,
		rulesOf(explanationFlaws),
		bankFlawRules,
		freshnessRules,
		keyRules,
		guessRules,
		duplicateRules,
		balanceRules,
		provenanceRules,
		offRules,
	)
	slices.SortFunc(rules, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(severityOrder[a.Severity], severityOrder[b.Severity]), cmp.Compare(a.ID, b.ID))
	})
	return rules
}
