package audit

import (
	"runtime"
	"slices"
	"sync"

	"mlatlas/bank"
)

// Item-writing flaws: faults in the wording of a single question by which somebody who does not know the matter finds the key,
// or somebody who knows it misses it. They are found by rules without a model of language: of 19 kinds of flaw in 200
// questions such rules found 91 %, GPT-4 79 % (Moore et al. 2023). Each is a line of the table below. A rule sees one question;
// those that must know the bank are parts of their own.

// The sources of the rules; the numbers behind haladyna are those of its guidelines.
const (
	haladyna = "Haladyna et al. 2002"   // A review of multiple-choice item-writing guidelines for classroom assessment
	moore    = "Moore et al. 2023"      // Assessing the quality of multiple-choice questions using GPT-4 and rule-based methods
	tarrant  = "Tarrant et al. 2006"    // The frequency of item writing flaws in multiple-choice questions used in high stakes nursing assessments
	nbme     = "NBME guide"             // Constructing written test questions for the health sciences
	burton   = "Burton et al. 1991"     // How to prepare better multiple-choice test items
	butler   = "Butler & Roediger 2008" // Feedback enhances the positive effects and reduces the negative effects of multiple-choice testing
	ownRule  = "this project"
)

// flaw is a rule that one question alone keeps or breaks.
type flaw struct {
	Rule
	find func(*reading) []fault
}

// fault is one place where a question breaks a rule.
type fault struct{ key, message string }

var flaws = []flaw{
	{Rule{"repeated-option", bank.Error, "No two options of a question say the same.", haladyna + " (19, 22)"}, repeatedOption},
	{Rule{"choose-count", bank.Error, "The key has as many options as the stem asks for.", haladyna + " (14)"}, chooseCount},

	{Rule{"longest-key", bank.Warning, "The right option is not much longer than every other one.", haladyna + " (24); " + moore}, longestKey},
	{Rule{"absolutes", bank.Warning, "No wrong option gives itself away by an absolute word such as “always” or “never”.", haladyna + " (28a); " + nbme}, absolutes},
	{Rule{"all-of-the-above", bank.Warning, "No option is “all of the above”.", haladyna + " (26); " + tarrant}, allOfTheAbove},
	{Rule{"complex-option", bank.Warning, "No option is made of the letters of others, such as “both A and C”.", haladyna + " (9); " + nbme}, complexOption},
	{Rule{"negative-stem", bank.Warning, "A stem that asks what is not so says NOT or EXCEPT with emphasis.", haladyna + " (17); " + tarrant}, negativeStem},
	{Rule{"grammar-clue", bank.Warning, "Every option goes on from the stem in good grammar.", haladyna + " (28c); " + burton}, grammarClue},
	{Rule{"overlapping-options", bank.Warning, "No option lies within another one.", haladyna + " (22); " + moore}, overlappingOptions},

	{Rule{"no-distractor", bank.Note, "A question to choose from has an option that is wrong.", haladyna + " (19, 29)"}, noDistractor},
	{Rule{"none-of-the-above", bank.Note, "“None of the above” is used with care.", haladyna + " (25); " + tarrant}, noneOfTheAbove},
	{Rule{"emphasised-negative", bank.Note, "A stem asks what is so rather than what is not.", haladyna + " (17); " + tarrant}, emphasisedNegative},
	{Rule{"vague-quantifiers", bank.Note, "No option is true or false by a vague word such as “often” or “usually”.", nbme + "; " + moore}, vagueQuantifiers},
	{Rule{"implausible-option", bank.Note, "Every option is of the kind that the others are of.", haladyna + " (23, 29); " + moore}, implausibleOption},
	{Rule{"unordered-numbers", bank.Note, "Options that are numbers stand in their order.", haladyna + " (21); " + moore}, unorderedNumbers},
}

// flawRules are the rules of the table.
var flawRules = rulesOf(flaws)

func rulesOf(list []flaw) []Rule {
	var rules []Rule
	for _, f := range list {
		rules = append(rules, f.Rule)
	}
	return rules
}

// flawFinder is the part of the audit for flaws of single questions: the larger half of the work, which is done on all
// processors. stop ends it wherever the reading of questions ended.
type flawFinder struct {
	open    chan *bank.Question
	found   [][]Finding // by worker
	running sync.WaitGroup
	stop    func()
}

func newFlaws(Options) *flawFinder {
	f := &flawFinder{open: make(chan *bank.Question, 64), found: make([][]Finding, runtime.GOMAXPROCS(0))}
	f.stop = sync.OnceFunc(func() {
		close(f.open)
		f.running.Wait()
	})
	all := slices.Concat(flaws, explanationFlaws)
	for worker := range f.found {
		f.running.Go(func() {
			for q := range f.open {
				f.found[worker] = append(f.found[worker], flawsOf(q, all)...)
			}
		})
	}
	return f
}

func flawsOf(q *bank.Question, flaws []flaw) (list []Finding) {
	i := newReading(q)
	for _, flaw := range flaws {
		for _, at := range flaw.find(i) {
			list = append(list, flaw.finding(at.key, "", at.message, q.ID))
		}
	}
	return list
}

func (f *flawFinder) add(q *bank.Question) { f.open <- q }

func (f *flawFinder) find() []Finding {
	f.stop()
	return slices.Concat(f.found...)
}
