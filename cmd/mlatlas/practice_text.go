package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/study"

	"github.com/mattn/go-runewidth"
)

// What a person sees of a sitting is made of lines that both faces print: text that is clean and fits, and a style for
// the whole line.
type styled struct{ text, style string }

const endless = 1 << 20 // columns of a pipe

// proseWidth is the width for text: that of reading in a terminal, without an end in a pipe.
func (o *practiceOptions) proseWidth(terminal bool) int {
	if !terminal {
		return endless
	}
	return o.readingWidth()
}

// prose wraps text behind a head; the lines below the first are indented by as much as the head is wide. A word that is
// wider than a line is broken.
func prose(head, text string, width int, style string) []styled {
	indent := strings.Repeat(" ", runewidth.StringWidth(head))
	wrapped := wrap(text, width, indent)
	var lines []styled
	for i, line := range strings.Split(wrapped, "\n") {
		if i == 0 {
			line = head + strings.TrimPrefix(line, indent)
		}
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " ")
		for runewidth.StringWidth(line) > width {
			part := runewidth.Truncate(line, width, "")
			lines = append(lines, styled{part, style})
			line = indent + line[len(part):]
		}
		lines = append(lines, styled{line, style})
	}
	return lines
}

var blank = styled{}

// task says how a question is to be answered.
func task(t *study.Turn) string {
	switch t.Kind {
	case bank.Single, bank.TrueFalse:
		return "choose one"
	case bank.Multiple:
		return "choose all that are right"
	case bank.Ordering:
		return "put the steps in order"
	case bank.Matching:
		return "give each number a letter"
	case bank.Numeric:
		return "write a number"
	}
	return "write a word or phrase"
}

// stemLines are the question itself, and of pairs what is to be paired. beside is what stands behind each prompt.
func stemLines(t *study.Turn, width int, beside func(prompt int) string) []styled {
	lines := prose("", t.Stem, width, "")
	if len(t.Prompts) > 0 {
		lines = append(lines, blank)
	}
	for i, prompt := range t.Prompts {
		text := prompt
		if beside != nil {
			text += "  " + beside(i)
		}
		lines = append(lines, prose(fmt.Sprintf("  %d. ", i+1), text, width, "")...)
	}
	return lines
}

// optionLines are the options in the shown order. mark gives what stands before each, and its style.
func optionLines(t *study.Turn, width int, mark func(bank.Option) (string, string)) []styled {
	if t.Kind == bank.Short || t.Kind == bank.Numeric {
		return nil
	}
	var lines []styled
	for _, o := range t.Options {
		before, style := mark(o)
		lines = append(lines, prose(before+o.Label+". ", o.Text, width, style)...)
	}
	return lines
}

// verdict says whether an answer was right, and what would have been.
func verdict(t *study.Turn) styled {
	key := strings.Join(t.Key(), ", ")
	if t.Kind == bank.Matching {
		var pairs []string
		for i, label := range t.Key() {
			pairs = append(pairs, fmt.Sprintf("%d-%s", i+1, label))
		}
		key = strings.Join(pairs, ", ")
	}
	if t.Kind == bank.Short || t.Kind == bank.Numeric {
		key = strings.Join(t.Answer, " or ")
	}
	key = oneLine(key)
	switch {
	case t.Correct:
		return styled{"Right: " + key, green}
	case len(t.Chosen) == 0:
		return styled{"Not answered. The answer is " + key, red}
	}
	return styled{fmt.Sprintf("Wrong: you answered %s. The answer is %s", oneLine(strings.Join(t.Chosen, ", ")), key), red}
}

// feedbackLines explain an answered question: the verdict, the explanation with the shown letters, and what each option is
// about.
func (o *practiceOptions) feedbackLines(t *study.Turn, width int) []styled {
	v := verdict(t)
	lines := prose("", v.text, width, v.style)
	if text := strings.TrimSpace(t.Explain()); text != "" {
		lines = append(append(lines, blank), prose("", text, width, "")...)
	}
	if about := o.optionNotes(t, width); len(about) > 0 {
		lines = append(append(lines, blank), about...)
	}
	if tested := o.tested(t); tested != "" {
		lines = append(append(lines, blank), prose("Tests: ", tested, width, dim)...)
	}
	for _, r := range t.References {
		lines = append(lines, prose("See: ", oneLine(r), width, dim)...)
	}
	return lines
}

// optionNotes are the author's word on each option and its concepts.
func (o *practiceOptions) optionNotes(t *study.Turn, width int) []styled {
	var lines []styled
	for _, option := range t.Options {
		var notes []string
		if text := strings.TrimSpace(option.Feedback); text != "" {
			notes = append(notes, text)
		}
		if names := conceptNames(o.at.OptionConcepts(t.Question, t.Labels([]string{option.Label})[0])); names != "" {
			notes = append(notes, "about: "+names)
		}
		if len(notes) > 0 && t.Kind != bank.Short && t.Kind != bank.Numeric {
			lines = append(lines, prose("  "+option.Label+". ", strings.Join(notes, "\n"), width, dim)...)
		}
	}
	return lines
}

func conceptNames(names []atlas.ConceptName) string {
	var list []string
	for _, n := range names {
		list = append(list, n.Name)
	}
	return strings.Join(list, ", ")
}

// tested names the concepts that a question tests.
func (o *practiceOptions) tested(t *study.Turn) string {
	var names []string
	for _, l := range t.Links {
		if c, ok := o.at.Taxonomy().Concept(l.Concept); ok && l.Primary {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, ", ")
}

// summaryLines are what a sitting came to, by domain, with intervals, and what to do next.
func (o *practiceOptions) summaryLines(sum *study.Summary, width int) []styled {
	judged := sum.Right + len(sum.Missed)
	if judged == 0 {
		text := "Nothing was answered."
		if sum.Answered > 0 {
			text = fmt.Sprintf("%d of %d answered; not handed in.", sum.Answered, sum.Questions)
		}
		return append(prose("", text, width, bold), prose("", o.continueHint(sum), width, "")...)
	}
	lines := prose("", fmt.Sprintf("%d of %d right: %s (95 %% interval %s to %s), %s", sum.Right, judged, percent(sum.Share),
		percent(sum.Low), percent(sum.High), spent(sum.Seconds)), width, bold)
	lines = append(lines, blank)
	lines = append(lines, domainLines(sum, width)...)
	if len(sum.Missed) > 0 {
		lines = append(append(lines, blank), prose("Missed: ", strings.Join(sum.Missed, ", "), width, "")...)
	}
	if len(sum.Flagged) > 0 {
		lines = append(lines, prose("Flagged: ", strings.Join(sum.Flagged, ", "), width, "")...)
	}
	lines = append(lines, blank)
	for _, next := range nextSteps(sum) {
		lines = append(lines, prose("Next: ", next, width, "")...)
	}
	return lines
}

func (o *practiceOptions) continueHint(sum *study.Summary) string {
	if sum.Mode == study.ModeMock {
		return "Continue it: mlatlas practice --mode mock" + learnerArgument(sum)
	}
	return "Begin again: mlatlas practice" + learnerArgument(sum)
}

// learnerArgument is what a command needs to be about the same learner.
func learnerArgument(sum *study.Summary) string {
	if sum.Learner == study.Me {
		return ""
	}
	return " --learner '" + strings.ReplaceAll(clean(sum.Learner), "'", "") + "'"
}

func domainLines(sum *study.Summary, width int) []styled {
	names := 0
	for _, d := range sum.Domains {
		names = max(names, runewidth.StringWidth(domainName(d)))
	}
	const figures = 30 // columns of the numbers
	names = min(names, max(width-figures, leastCell))
	lines := []styled{{pad("DOMAIN", names) + "  RIGHT    SHARE  95 % INTERVAL", dim}}
	for _, d := range sum.Domains {
		lines = append(lines, styled{fmt.Sprintf("%s  %3d/%-3d  %5s  %4s to %s", pad(cut(domainName(d), names), names), d.Right, d.Questions,
			percent(d.Share), percent(d.Low), percent(d.High)), ""})
	}
	return lines
}

func domainName(d study.DomainScore) string { return strings.TrimSpace(oneLine(d.ID + " " + d.Name)) }

// nextSteps say what to do after a sitting: first what was missed, then the domain that went worst.
func nextSteps(sum *study.Summary) []string {
	var steps []string
	if len(sum.Missed) > 0 {
		steps = append(steps, "mlatlas practice --mode review"+learnerArgument(sum))
	}
	if d := sum.Weakest(); d != nil {
		steps = append(steps, fmt.Sprintf("mlatlas practice --query 'domain:%s' --exam %s%s", d.ID, sum.Exam, learnerArgument(sum)))
	}
	if len(steps) == 0 {
		steps = append(steps, "mlatlas practice"+learnerArgument(sum))
	}
	return steps
}

// spent is a time as a person says it.
func spent(seconds float64) string {
	d := time.Duration(seconds) * time.Second
	if d < time.Minute {
		return fmt.Sprintf("%d s", int(d.Seconds()))
	}
	return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
}

// clockTime is a time as a clock shows it: 1:59:30, 4:05.
func clockTime(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// modeName is what a sitting is called.
var modeName = map[string]string{study.ModeLearn: "Learn", study.ModeMock: "Mock exam", study.ModeReview: "Review"}

// sureName is what the steps of confidence are called.
var sureName = []string{"", "guess", "so-so", "sure"}

// places are turns as a person counts them, in a row.
func places(list []int) string {
	var text []string
	for _, i := range list {
		text = append(text, fmt.Sprint(i+1))
	}
	return strings.Join(text, ", ")
}

// plainMarks marks options as they are shown before an answer.
func plainMarks(bank.Option) (string, string) { return "  ", "" }

// answeredMarks marks the right options and the wrong ones that were chosen.
func answeredMarks(t *study.Turn) func(bank.Option) (string, string) {
	return func(o bank.Option) (string, string) {
		switch {
		case t.Kind == bank.Ordering || t.Kind == bank.Matching:
			return "  ", ""
		case o.Correct:
			return "✓ ", green
		case slices.Contains(t.Chosen, o.Label):
			return "✗ ", red
		}
		return "  ", ""
	}
}
