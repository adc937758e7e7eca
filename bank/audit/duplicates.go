package audit

import (
	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Stem and options of two questions are compared apart (see duplicates_text.go for what is compared, duplicates_alike.go for
// how), which tells five kinds:
//
//   - conflict: stem and options are the same and the key is not, so one of the keys is wrong; likewise where the options
//     differ but each question's key is a wrong option of the other;
//   - copy: stem, options, their order and the key are the same;
//   - reordered: the same, with the options in another order;
//   - reworded: a similar stem, similar options, the same key in other words;
//   - same-stem: the stem is the same and asks for the same key among other options, or is long enough to be no phrase that
//     any question may begin with, such as "Which of the following is true?".
//
// Questions that say the same are put together first, by prints of their stem and options: a question that was pasted a
// hundred times is one finding. Between what is left, pairs are sought by an inverted index of rare shingles
// (shingles.go), beyond 50,000 by MinHash (minhash.go); all that comes up is compared exactly.

const exactUpTo = 50_000 // questions that differ

// DuplicateKind says how alike questions are.
type DuplicateKind string

// The kinds of duplicate, the most useful to know first.
const (
	Conflict  DuplicateKind = "conflict"
	Copied    DuplicateKind = "copy"
	Reordered DuplicateKind = "reordered"
	Reworded  DuplicateKind = "reworded"
	SameStem  DuplicateKind = "same-stem"
)

// Duplicate is a group of questions that say the same.
type Duplicate struct {
	Questions  []string      `json:"questions"` // IDs in the order of the store
	Kind       DuplicateKind `json:"kind"`
	Similarity float64       `json:"similarity"` // of the stems that differ most among those compared, 0 to 1
}

var duplicateRules = []Rule{conflictRule, copyRule, reorderedRule, rewordedRule, sameStemRule}

const duplicatesSource = "Broder 1997; Bayardo et al. 2007"

var (
	conflictRule  = Rule{"conflict", bank.Error, "The same question has the same key wherever it stands.", duplicatesSource}
	copyRule      = Rule{"copy", bank.Warning, "A bank asks a question once.", duplicatesSource}
	reorderedRule = Rule{"reordered", bank.Warning, "A bank does not ask a question again with its options in another order.", duplicatesSource}
	rewordedRule  = Rule{"reworded", bank.Warning, "A bank does not ask a question again in slightly other words.", duplicatesSource}
	sameStemRule  = Rule{"same-stem", bank.Note, "Questions with the same stem are told apart by more than their options.", duplicatesSource}
)

var duplicateSays = map[DuplicateKind]struct {
	rule Rule
	fix  string
}{
	Conflict:  {conflictRule, "the keys contradict each other: find out which is right"},
	Copied:    {copyRule, "they say the same: keep one"},
	Reordered: {reorderedRule, "they differ in the order of the options alone: keep one"},
	Reworded:  {rewordedRule, "they ask the same in nearly the same words: keep one, or ask for something else"},
	SameStem:  {sameStemRule, "they have the same stem and other options: say in the stem what each asks for, or keep one"},
}

// duplicates is the part that looks for them.
type duplicates struct {
	entries []entry
	groups  []Duplicate
	terms   *taxonomy.Taxonomy
	exact   int // exactUpTo, less in tests
}

func newDuplicates(o Options) *duplicates {
	return &duplicates{terms: o.Taxonomy, exact: exactUpTo, groups: []Duplicate{}}
}

func (d *duplicates) add(q *bank.Question) { d.entries = append(d.entries, newEntry(q, d.terms)) }

func (d *duplicates) find() []Finding {
	found := []Finding{}
	for _, g := range d.group() {
		f := g.kind.finding(d.entries, g)
		found = append(found, f)
		d.groups = append(d.groups, Duplicate{f.Questions, g.kind, round3(g.similarity)})
	}
	return found
}
