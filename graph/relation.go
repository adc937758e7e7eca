package graph

import (
	"fmt"
	"slices"
)

// Parent is the Kind of an edge from a concept to one that it is a kind or a part of.
const Parent = "parent"

// relation is one kind of edge: how it reads along and against its arrow, and how strong it is before any question
// speaks for it.
type relation struct {
	kind    string
	along   string
	against string
	base    float64
}

// relations holds every kind. Where several bind the same two concepts the first in this order speaks for them: what is
// most particular comes first.
var relations = []relation{
	{"alternative-to", "is an alternative to", "is an alternative to", 0.65},
	{"mitigates", "mitigates", "is mitigated by", 0.65},
	{"measures", "measures", "is measured by", 0.65},
	{"triggers", "triggers", "is triggered by", 0.6},
	{"monitors", "monitors", "is monitored by", 0.6},
	{"stores", "stores", "is stored in", 0.55},
	{"secures", "secures", "is secured by", 0.55},
	{"part-of", "is part of", "contains", 0.6},
	{"uses", "uses", "is used by", 0.55},
	{"prerequisite-of", "is to be learned before", "builds on", 0.5},
	{Parent, "belongs to", "includes", 0.6},
	{TestedTogether, "is tested together with", "is tested together with", 0},
}

// A parent's strength fades with the number of its children from the base towards containerBase: "part of SageMaker AI"
// is said of forty concepts and binds no two of them.
const (
	containerBase = 0.3
	closeChildren = 6
	groupBase     = 0.1
)

func parentBase(children int) float64 {
	base := relations[relationRank(Parent)].base
	return containerBase + (base-containerBase)*min(1, closeChildren/float64(max(children, 1)))
}

// relationRank is the place of a kind in relations, which is behind all for an unknown one.
func relationRank(kind string) int {
	i := slices.IndexFunc(relations, func(r relation) bool { return r.kind == kind })
	if i < 0 {
		return len(relations)
	}
	return i
}

// phrase reads a kind as a verb, along or against its arrow.
func phrase(kind string, along bool) string {
	i := relationRank(kind)
	switch {
	case i == len(relations):
		return kind
	case along:
		return relations[i].along
	}
	return relations[i].against
}

// inQuestions is "in 1 question" or "in 14 questions".
func inQuestions(n int) string {
	if n == 1 {
		return "in 1 question"
	}
	return fmt.Sprintf("in %d questions", n)
}
