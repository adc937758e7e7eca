package sample

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// checks are what a sound bank keeps to. Each returns a line for every fault that it finds.
var checks = []struct {
	name string
	find func([]question) []string
}{
	{"numbers", numberFaults},
	{"tasks", taskFaults},
	{"kinds", kindFaults},
	{"options", each(optionFaults)},
	{"key", each(keyFaults)},
	{"choose", each(chooseFaults)},
	{"explanation", each(explanationFaults)},
	{"references", each(referenceFaults)},
	{"difficulty", difficultyFaults},
}

// each applies a check of one question to a bank.
func each(find func(question) []string) func([]question) []string {
	return func(qs []question) []string {
		var faults []string
		for _, q := range qs {
			for _, f := range find(q) {
				faults = append(faults, q.number+": "+f)
			}
		}
		return faults
	}
}

func numberFaults(qs []question) []string {
	var faults []string
	if len(qs) < 130 {
		faults = append(faults, fmt.Sprintf("%d questions, want 130 and more: two exams' worth", len(qs)))
	}
	for i, q := range qs {
		if q.number != strconv.Itoa(i+1) {
			faults = append(faults, fmt.Sprintf("%s stands at place %d", q.number, i+1))
		}
	}
	return faults
}

var tasks = []string{"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3"}

// weights are the shares of the domains in the exam, in percent.
var weights = map[string]float64{"1": 28, "2": 26, "3": 22, "4": 24}

// taskFaults holds that each domain has its share of the questions, within two percent of all, and each task of it about
// as many as the others.
func taskFaults(qs []question) []string {
	all, domains := map[string]int{}, map[string]int{}
	for _, q := range qs {
		if q.task != "" {
			all[q.task]++
			domains[q.task[:1]]++
		}
	}
	var faults []string
	total := domains["1"] + domains["2"] + domains["3"] + domains["4"]
	for d, weight := range weights {
		if share := 100 * float64(domains[d]) / float64(max(1, total)); math.Abs(share-weight) > 2 {
			faults = append(faults, fmt.Sprintf("domain %s: %.1f %% of the questions, its weight is %.0f %%", d, share, weight))
		}
	}
	for _, t := range tasks {
		if fair := float64(domains[t[:1]]) / 3; math.Abs(float64(all[t])-fair) > 2 {
			faults = append(faults, fmt.Sprintf("task %s: %d questions, want %.0f", t, all[t], fair))
		}
		delete(all, t)
	}
	for t := range all {
		faults = append(faults, "task "+t+" is not in the exam")
	}
	sort.Strings(faults)
	return faults
}

// kindFaults holds that every kind of the exam is there, and that two case studies have three questions each.
func kindFaults(qs []question) []string {
	count := map[string]int{}
	for _, q := range qs {
		count[q.kind()]++
		if q.task == "" {
			count["case study"]++
		}
	}
	var faults []string
	for kind, least := range map[string]int{"single": 80, "multiple": 24, "ordering": 6, "matching": 6, "case study": 6} {
		if count[kind] < least {
			faults = append(faults, fmt.Sprintf("%d of kind %s, want %d and more", count[kind], kind, least))
		}
	}
	sort.Strings(faults)
	return faults
}

// difficultyFaults holds that about half of the questions are of medium difficulty, and easy and hard ones share the rest.
func difficultyFaults(qs []question) []string {
	count := map[string]int{}
	for _, q := range qs {
		count[q.difficulty]++
	}
	var faults []string
	for difficulty, want := range map[string]float64{"easy": 0.25, "medium": 0.5, "hard": 0.25, "": 0} {
		if share := float64(count[difficulty]) / float64(len(qs)); math.Abs(share-want) > 0.05*4*want*(1-want) {
			faults = append(faults, fmt.Sprintf("%d of difficulty %q, a share of %.2f, want about %.2f", count[difficulty], difficulty, share, want))
		}
	}
	sort.Strings(faults)
	return faults
}

// optionCounts are the fewest and most options by kind.
var optionCounts = map[string][2]int{"single": {4, 5}, "multiple": {5, 6}, "ordering": {4, 6}, "matching": {4, 6}}

func optionFaults(q question) []string {
	var faults []string
	seen := map[string]bool{}
	for i, o := range q.options {
		if want := string(rune('A' + i)); o.label != want {
			faults = append(faults, "option "+o.label+" stands where "+want+" should")
		}
		if seen[o.text] {
			faults = append(faults, "option "+o.label+" stands twice")
		}
		seen[o.text] = true
	}
	if n, bounds := len(q.options), optionCounts[q.kind()]; n < bounds[0] || n > bounds[1] {
		faults = append(faults, fmt.Sprintf("%d options for %d right ones", n, len(q.key)))
	}
	return faults
}

func keyFaults(q question) []string {
	if len(q.key) == 0 {
		return []string{"no key"}
	}
	var faults []string
	if q.kind() == "multiple" && !slices.IsSorted(q.key) {
		faults = append(faults, fmt.Sprintf("key %v is not in order", q.key))
	}
	if len(slices.Compact(slices.Sorted(slices.Values(q.key)))) != len(q.key) {
		faults = append(faults, fmt.Sprintf("key %v names an option twice", q.key))
	}
	if q.kind() == "ordering" && (len(q.key) != len(q.options) || slices.IsSorted(q.key)) {
		faults = append(faults, fmt.Sprintf("order %v is that of the options, or leaves one out", q.key))
	}
	if q.kind() == "matching" && (len(q.key) != len(q.prompts) || len(q.options) <= len(q.prompts)) {
		faults = append(faults, fmt.Sprintf("%d pairs of %d prompts and %d options", len(q.key), len(q.prompts), len(q.options)))
	}
	for _, k := range q.key {
		if !slices.ContainsFunc(q.options, func(o option) bool { return o.label == k }) {
			faults = append(faults, "key "+k+" names no option")
		}
	}
	return faults
}

var choose = regexp.MustCompile(` \(Choose (TWO|THREE)\.\)$`)

func chooseFaults(q question) []string {
	if q.kind() == "ordering" || q.kind() == "matching" {
		return nil
	}
	asked := 1
	if m := choose.FindStringSubmatch(q.stem); m != nil {
		asked = map[string]int{"TWO": 2, "THREE": 3}[m[1]]
	}
	if asked != len(q.key) {
		return []string{fmt.Sprintf("the stem asks for %d, the key has %d", asked, len(q.key))}
	}
	return nil
}

func explanationFaults(q question) []string {
	var faults []string
	if n := len(strings.Fields(q.explanation)); n < 55 || n > 150 {
		faults = append(faults, fmt.Sprintf("explanation of %d words, want 55 to 150", n))
	}
	if q.kind() == "ordering" || q.kind() == "matching" {
		return faults
	}
	for _, o := range q.options {
		rejected := strings.Contains(q.explanation, "Option "+o.label+" is incorrect because ")
		if rejected == q.isKey(o.label) {
			faults = append(faults, fmt.Sprintf("option %s: right %t, rejected %t", o.label, q.isKey(o.label), rejected))
		}
	}
	return faults
}

func referenceFaults(q question) []string {
	var faults []string
	for _, r := range strings.Split(q.references, ";") {
		if len(strings.Fields(r)) < 3 || strings.Contains(r, "://") {
			faults = append(faults, fmt.Sprintf("reference %q is no title", r))
		}
	}
	return faults
}
