package sample

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checks are what a sound bank keeps to. Each returns a line for every fault that it finds.
var checks = []struct {
	name string
	find func([]question) []string
}{
	{"numbers", numberFaults},
	{"tasks", taskFaults},
	{"options", each(optionFaults)},
	{"key", each(keyFaults)},
	{"choose", each(chooseFaults)},
	{"explanation", each(explanationFaults)},
	{"references", each(referenceFaults)},
	{"giveaway", each(giveawayFaults)},
	{"balance", balanceFaults},
	{"length", lengthFaults},
	{"twins", twinFaults},
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
	if len(qs) != 48 {
		faults = append(faults, fmt.Sprintf("%d questions, want 48", len(qs)))
	}
	for i, q := range qs {
		if q.number != strconv.Itoa(i+1) {
			faults = append(faults, fmt.Sprintf("%s stands at place %d", q.number, i+1))
		}
	}
	return faults
}

var tasks = []string{"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3"}

func taskFaults(qs []question) []string {
	all, multiple := map[string]int{}, map[string]int{}
	for _, q := range qs {
		all[q.task]++
		if len(q.key) > 1 {
			multiple[q.task]++
		}
	}
	var faults []string
	for _, t := range tasks {
		if all[t] != 4 || multiple[t] != 1 {
			faults = append(faults, fmt.Sprintf("task %s: %d questions, %d of them multiple response, want 4 and 1", t, all[t], multiple[t]))
		}
		delete(all, t)
	}
	for t := range all {
		faults = append(faults, "task "+t+" is not in the exam")
	}
	sort.Strings(faults)
	return faults
}

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
	n := len(q.options)
	if single := len(q.key) == 1; single && n != 4 || !single && n != 5 && n != 6 {
		faults = append(faults, fmt.Sprintf("%d options for %d right ones", n, len(q.key)))
	}
	return faults
}

func keyFaults(q question) []string {
	if len(q.key) == 0 {
		return []string{"no key"}
	}
	var faults []string
	if !slices.IsSorted(q.key) || len(slices.Compact(slices.Clone(q.key))) != len(q.key) {
		faults = append(faults, fmt.Sprintf("key %v is not in order", q.key))
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
	if n := len(strings.Fields(q.explanation)); n < 60 || n > 140 {
		faults = append(faults, fmt.Sprintf("explanation of %d words, want 60 to 140", n))
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

var (
	absolute = regexp.MustCompile(`(?i)\b(always|never|only|none|all of|any of|completely|guarantees?)\b`)
	word     = regexp.MustCompile(`[\p{L}\p{N}]{4,}`)
	// common are words of four letters and more that carry no meaning of their own.
	common = wordsOf("with that which from into this than when each have its their after before between them they")
)

// giveawayFaults finds what lets a reader choose without knowledge: an absolute word in an option, and in questions
// with one right option a word that the stem shares with the key alone.
func giveawayFaults(q question) []string {
	var faults []string
	for _, o := range q.options {
		if w := absolute.FindString(o.text); w != "" {
			faults = append(faults, fmt.Sprintf("option %s has the word %q", o.label, w))
		}
	}
	if len(q.key) != 1 {
		return faults
	}
	stem, wrong := wordsOf(q.stem), wordsOf(strings.Join(q.wrong(), " "))
	for _, w := range word.FindAllString(strings.ToLower(q.right()), -1) {
		if stem[w] && !wrong[w] && !common[w] {
			faults = append(faults, fmt.Sprintf("the stem shares %q with the key alone", w))
		}
	}
	return faults
}

func wordsOf(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range word.FindAllString(strings.ToLower(s), -1) {
		set[w] = true
	}
	return set
}

func balanceFaults(qs []question) []string {
	single, multiple := map[string]int{}, map[string]int{}
	for _, q := range qs {
		for _, k := range q.key {
			if len(q.key) == 1 {
				single[k]++
			} else {
				multiple[k]++
			}
		}
	}
	var faults []string
	for _, l := range strings.Split("ABCDEF", "") {
		if l <= "D" && single[l] != 9 {
			faults = append(faults, fmt.Sprintf("%s is the key of %d questions, want 9", l, single[l]))
		}
		if multiple[l] < 3 || multiple[l] > 6 {
			faults = append(faults, fmt.Sprintf("%s is in %d keys of multiple response, want 3 to 6", l, multiple[l]))
		}
	}
	return faults
}

// lengthFaults holds that length gives no key away: of the questions with one right option it is the longest, and the
// shortest, in at most a quarter, and on average it is no more than 15 % longer or shorter than the wrong ones.
func lengthFaults(qs []question) []string {
	var longest, shortest, singles, rightSum, wrongSum, wrongs int
	for _, q := range qs {
		if len(q.key) != 1 || len(q.options) < 2 {
			continue
		}
		singles++
		right := utf8.RuneCountInString(q.right())
		rightSum += right
		longer, shorter := 0, 0
		for _, w := range q.wrong() {
			n := utf8.RuneCountInString(w)
			wrongSum, wrongs = wrongSum+n, wrongs+1
			if n >= right {
				longer++
			}
			if n <= right {
				shorter++
			}
		}
		if longer == 0 {
			longest++
		}
		if shorter == 0 {
			shortest++
		}
	}
	var faults []string
	if 4*longest > singles || 4*shortest > singles {
		faults = append(faults, fmt.Sprintf("the key is the longest option %d times and the shortest %d times of %d", longest, shortest, singles))
	}
	if ratio := float64(rightSum*wrongs) / float64(max(1, wrongSum*singles)); ratio < 0.85 || ratio > 1.15 {
		faults = append(faults, fmt.Sprintf("keys are %.2f times as long as wrong options", ratio))
	}
	return faults
}

// twinFaults finds stems that share more than half of their words (Jaccard): 0.5 is far above the 0.2 that two scenarios
// on one service reach.
func twinFaults(qs []question) []string {
	var faults []string
	for i, q := range qs {
		a := wordsOf(q.stem)
		for _, p := range qs[:i] {
			if j := jaccard(a, wordsOf(p.stem)); j > 0.5 {
				faults = append(faults, fmt.Sprintf("%s and %s are alike: %.2f", p.number, q.number, j))
			}
		}
	}
	return faults
}

func jaccard(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / float64(max(1, len(a)+len(b)-both))
}
