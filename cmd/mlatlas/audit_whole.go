package main

import (
	"fmt"
	"strconv"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank/audit"
)

// printWhole shows in a terminal what was measured of the questions together: where the keys stand, what players without
// knowledge score, and what a writer should write next.
func (o *auditOptions) printWhole(r *atlas.AuditReport) {
	if !o.outTerminal || len(o.request.Rules) > 0 {
		return
	}
	o.printKeys(r.Keys)
	o.printPlayers(r.Guessability)
	o.printNext(r.Next)
}

// barWidth is what the commonest place of the keys takes, in columns.
const barWidth = 30

func (o *auditOptions) printKeys(k audit.Keys) {
	most, total := 1, 0
	for _, n := range k.Counts {
		most, total = max(most, n), total+n
	}
	if total == 0 {
		return
	}
	verdict := "as shuffled options would give it"
	if k.PValue < 0.001 {
		verdict = "which shuffled options would hardly give"
	}
	says := fmt.Sprintf("Of %s with one right option, %s (p %s).", plural(total, "question"), verdict, pValue(k.PValue))
	fmt.Fprintf(o.out, "%s\n%s\n", o.style(bold, "Where the key stands"), o.style(dim, wrap(says, o.readingWidth(), "")))
	for i, n := range k.Counts {
		bar := strings.Repeat("▇", (n*barWidth+most/2)/most)
		fmt.Fprintf(o.out, "%c  %*d  %s\n", 'A'+i, len(strconv.Itoa(most)), n, bar)
	}
	fmt.Fprintln(o.out)
}

func pValue(p float64) string {
	if p < 0.0001 {
		return "< 0.0001"
	}
	return "= " + strconv.FormatFloat(p, 'g', 2, 64)
}

// printPlayers shows the scores over all banks, or of the one bank.
func (o *auditOptions) printPlayers(players []audit.Guessability) {
	t := &table{header: []string{"PLAYER", "SCORE", "95 % INTERVAL", "CHANCE", ""}, right: map[int]bool{1: true, 2: true, 3: true}}
	for _, p := range players {
		if p.Bank != "" {
			break
		}
		verdict := ""
		if p.Low > p.Chance {
			verdict = "above chance"
		}
		t.add(p.Player, percent(p.Score), percent(p.Low)+" to "+percent(p.High), percent(p.Chance), verdict)
	}
	if len(t.rows) == 0 {
		return
	}
	fmt.Fprintln(o.out, o.style(bold, "What players score who know nothing"))
	t.print(o.streams)
	fmt.Fprintln(o.out)
}

// shownNext is how many questions to write are listed without --all.
const shownNext = 5

func (o *auditOptions) printNext(next []audit.Next) {
	if !o.all {
		next = next[:min(len(next), shownNext)]
	}
	if len(next) == 0 {
		return
	}
	fmt.Fprintln(o.out, o.style(bold, "What to write next"))
	t := &table{header: []string{"TASK", "KIND", "ABOUT"}, whole: map[int]bool{0: true}}
	for _, n := range next {
		t.add(n.Task, string(n.Kind), strings.Join(n.Concepts, ", "))
		t.below = append(t.below, oneLine(n.Why))
	}
	t.print(o.streams)
	fmt.Fprintln(o.out)
}
