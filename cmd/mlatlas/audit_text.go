package main

import (
	"fmt"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/bank/audit"

	"github.com/mattn/go-runewidth"
)

// shownFindings is how many findings of a rule are listed without --all.
const shownFindings = 5

var severityColor = map[bank.Severity]string{bank.Error: red, bank.Warning: yellow, bank.Note: cyan}

// print shows the findings by rule, the severest first; in a pipe, a line of fields each.
func (o *auditOptions) print(r *atlas.AuditReport, known int) {
	if !o.outTerminal {
		t := &table{}
		for _, f := range r.Findings {
			t.add(string(f.Severity), f.Rule, f.ID, strings.Join(f.Questions, ","), f.Bank, f.Message)
		}
		t.print(o.streams)
	} else {
		for _, group := range byRule(r.Findings) {
			o.printGroup(group)
		}
		o.printWhole(r)
	}
	o.summary(r, known)
}

// byRule groups findings, which are in the order of severity and rule.
func byRule(findings []audit.Finding) (groups [][]audit.Finding) {
	for i, f := range findings {
		if i == 0 || findings[i-1].Rule != f.Rule {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], f)
	}
	return groups
}

// printGroup prints what one rule has found: a headline, what the rule says, and the findings.
func (o *auditOptions) printGroup(group []audit.Finding) {
	first := group[0]
	fmt.Fprintf(o.out, "%s %s  %s\n", o.style(severityColor[first.Severity], string(first.Severity)), o.style(bold, first.Rule), plural(len(group), "finding"))
	fmt.Fprintln(o.out, o.style(dim, wrap(ruleOf(first.Rule).Says, o.readingWidth(), "  ")))
	shown := group
	if !o.all {
		shown = group[:min(len(group), shownFindings)]
	}
	room := 0
	for _, f := range shown {
		room = max(room, runewidth.StringWidth(place(f)))
	}
	for _, f := range shown {
		o.printFinding(f, room)
	}
	if more := len(group) - len(shown); more > 0 {
		fmt.Fprintln(o.out, o.style(dim, fmt.Sprintf("  and %s more: --rule %s --all", thousands(more), first.Rule)))
	}
	fmt.Fprintln(o.out)
}

func ruleOf(id string) audit.Rule {
	for _, r := range audit.Rules() {
		if r.ID == id {
			return r
		}
	}
	return audit.Rule{ID: id}
}

const (
	findingIDs  = 3  // questions of a finding that are named
	findingRoom = 24 // columns of the questions, beyond which the messages stand below them
)

// place names the questions of a finding, or the bank.
func place(f audit.Finding) string {
	switch {
	case len(f.Questions) == 0 && f.Bank == "":
		return "all banks"
	case len(f.Questions) == 0:
		return oneLine(f.Bank)
	}
	where := oneLine(strings.Join(f.Questions[:min(len(f.Questions), findingIDs)], ", "))
	if more := len(f.Questions) - findingIDs; more > 0 {
		where += fmt.Sprintf(" and %s more", thousands(more))
	}
	return where
}

// printFinding prints where something is wrong and, beside it or below, what. room is what the widest place of the group
// takes.
func (o *auditOptions) printFinding(f audit.Finding, room int) {
	where := place(f)
	if room > findingRoom {
		fmt.Fprintf(o.out, "  %s\n%s\n", o.style(bold, cut(where, o.width-2)), wrap(oneLine(f.Message), o.readingWidth(), "    "))
		return
	}
	indent := strings.Repeat(" ", 2+room+columnGap)
	message := strings.TrimPrefix(wrap(oneLine(f.Message), min(o.width, readable+len(indent)), indent), indent)
	fmt.Fprintf(o.out, "  %s%s%s\n", o.style(bold, where), strings.Repeat(" ", room-runewidth.StringWidth(where)+columnGap), message)
}

// summary says on stderr how much was found.
func (o *auditOptions) summary(r *atlas.AuditReport, known int) {
	count := map[bank.Severity]int{}
	for _, f := range r.Findings {
		count[f.Severity]++
	}
	var parts []string
	for _, s := range []bank.Severity{bank.Error, bank.Warning, bank.Note} {
		if n := count[s]; n > 0 {
			parts = append(parts, plural(n, string(s)))
		}
	}
	found := strings.Join(parts, ", ")
	if r.Questions == 0 && len(r.Files) > 0 { // why stands in what is said of the files
		return
	}
	if found == "" {
		found = "nothing to say"
	}
	if known > 0 {
		found += fmt.Sprintf("; %s in the baseline", thousands(known))
	}
	if r.Suppressed > 0 {
		found += fmt.Sprintf("; %s switched off", thousands(r.Suppressed))
	}
	o.tell(fmt.Sprintf("%s: %s", plural(r.Questions, "question"), found), "")
}
