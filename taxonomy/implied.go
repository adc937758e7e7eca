package taxonomy

import (
	"slices"
	"strings"
)

// A question may be about a concept that it does not name: one on SHAP values is one on feature attribution, one that
// scales an endpoint's instances is one on the auto scaling of endpoints. implied.yaml says which concepts imply which
// others, each by itself or two or three together:
//
//	implied:
//	  feature-attribution: [shap, local-explanation]
//	  endpoint-autoscaling: [invocations-per-instance, autoscaling + sagemaker-endpoint]
//
// It holds what experts list nearly always when they list the first, never what stands above it, what it uses, or what is
// often seen with it. Implications are not chained.

// Implication is a concept that others imply, and those by which it is implied here.
type Implication struct {
	Concept string
	By      []string
}

// Implied returns what a set of concepts implies and does not hold, sorted by concept; of several ways the first that is given.
func (t *Taxonomy) Implied(holds func(id string) bool) []Implication {
	var list []Implication
	for _, rule := range t.implied {
		last := len(list) - 1
		if last >= 0 && list[last].Concept == rule.Concept || holds(rule.Concept) {
			continue
		}
		if !slices.ContainsFunc(rule.By, func(id string) bool { return !holds(id) }) {
			list = append(list, rule)
		}
	}
	return list
}

// indexImplied reads the conditions of all concepts.
func (t *Taxonomy) indexImplied() {
	for _, c := range t.concepts {
		for _, condition := range c.ImpliedBy {
			t.implied = append(t.implied, Implication{c.ID, conjunction(condition)})
		}
	}
}

// conjunction splits "autoscaling + sagemaker-endpoint".
func conjunction(condition string) []string {
	ids := strings.Split(condition, "+")
	for i := range ids {
		ids[i] = strings.TrimSpace(ids[i])
	}
	return ids
}

// implied reports conditions that name nothing, or what they imply.
func (c *checker) implied() {
	for _, x := range c.t.concepts {
		for _, condition := range x.ImpliedBy {
			for _, id := range conjunction(condition) {
				c.known(x.at, id, x.ID+": implied by")
				if id == x.ID {
					c.fault(x.at, "%s is said to imply itself", x.ID)
				}
			}
		}
	}
}
