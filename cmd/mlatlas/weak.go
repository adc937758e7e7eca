package main

import (
	"context"
	"fmt"
	"strings"

	"mlatlas/atlas"

	"github.com/spf13/cobra"
)

type weakOptions struct {
	*app
	limit  int
	output string
}

func newWeak(a *app) *cobra.Command {
	o := &weakOptions{app: a}
	cmd := &cobra.Command{
		Use:   "weak",
		Short: "Show the weak topic areas",
		Long: `Lists the areas that the questions hardly cover and those that the learner has
not mastered, those first that stand for most questions of the real exam, each
with its evidence and the questions to ask next. An area with too little
evidence is unknown rather than weak. With enough answers it says how likely
you would pass, and what would help most; how that is reckoned is told in
docs/mastery.md.`,
		Example: "  mlatlas weak\n  mlatlas weak --exam mla-c02 --limit 20\n  mlatlas weak -o weak.html\n  mlatlas weak --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runWeak(cmd.Context(), o) },
	}
	a.learnerFlag(cmd.Flags())
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "write a report to this `file`: .html, or a picture of what is mastered: .svg, .png")
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 10, "at most so many `areas`; 0 for all")
	return cmd
}

func runWeak(ctx context.Context, o *weakOptions) error {
	if err := o.checkOutput(); err != nil {
		return err
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Weak(ctx, e.ID, o.limit)
	if err != nil {
		return err
	}
	switch {
	case o.output != "":
		return o.writeReport(ctx, at, v)
	case o.json:
		return o.printJSON(v)
	}
	o.print(v)
	return nil
}

func (o *weakOptions) print(v *atlas.WeakView) {
	if !o.outTerminal {
		o.printRows(v)
		return
	}
	if len(v.Areas) == 0 {
		fmt.Fprintln(o.out, "no thin area: every domain, task and concept of the blueprint has its questions")
		return
	}
	t := &table{header: []string{"AREA", "NAME", "WHY", "STATE", "HAVE", "WANT", "IMPACT"},
		right: map[int]bool{4: true, 5: true, 6: true}, styles: []string{bold}, whole: map[int]bool{0: true}}
	for _, area := range v.Areas {
		id, reason := area.Kind+" "+area.ID, weakReason(area)
		if area.Kind == "concept" { // its ID can be long
			id, reason = area.Kind, reason+" · "+area.ID
		}
		want := number(area.Expected)
		if area.Why == "learner" {
			want = ""
		}
		t.add(id, area.Name, area.Why, area.State, number(area.Questions), want, fmt.Sprintf("%.1f", area.Impact))
		t.below = append(t.below, reason)
	}
	t.print(o.streams)
	fmt.Fprintf(o.out, "\n%s\n", o.style(dim, wrap("HAVE and WANT are questions: those of the bank, and what the blueprint asks for in a bank of this size. "+
		"IMPACT is how many questions of the real exam stand on what is missing.", o.readingWidth(), "")))
	o.printLearner(v)
	first := v.Areas[0]
	if len(first.Next) > 0 {
		fmt.Fprintf(o.out, "\nbegin with %s %s: mlatlas show %s\n", first.Kind, first.ID, clean(first.Next[0]))
	}
}

// printLearner says what the answers of the learner say beyond the areas.
func (o *weakOptions) printLearner(v *atlas.WeakView) {
	if v.Attempts == 0 {
		return
	}
	tell := func(format string, args ...any) {
		fmt.Fprintf(o.out, "\n%s\n", wrap(fmt.Sprintf(format, args...), o.readingWidth(), ""))
	}
	if r := v.Readiness; r != nil {
		lever := ""
		if r.BiggestLever != "" {
			lever = fmt.Sprintf(" What would help most is %s: raised to the target it would bring %.0f points more.", r.BiggestLever, 100*r.LeverGain)
		}
		tell("Chance of passing now: %.0f %%, anywhere from %.0f to %.0f %% by what %s leave open.%s It takes the exam's questions to be like those of the bank.",
			100*r.PassProbability, 100*r.Low, 100*r.High, plural(v.Attempts, "answer"), lever)
	} else {
		tell("Whether you would pass cannot be said from %s: it takes 20 first answers, in at least half of the domains.", plural(v.Attempts, "answer"))
	}
	for _, m := range v.MixedUp {
		perhaps := "perhaps mixed up"
		if m.Sure {
			perhaps = "mixed up"
		}
		tell("%s: %s and %s, %d of %d times (%s)", perhaps, clean(m.Names[0]), clean(m.Names[1]), m.Taken, m.Could, clean(strings.Join(m.Questions, ", ")))
	}
}

// printRows writes a row of fields an area for other programs.
func (o *weakOptions) printRows(v *atlas.WeakView) {
	t := &table{}
	for _, area := range v.Areas {
		t.add(area.Kind, area.ID, area.State, fmt.Sprintf("%.2f", area.Questions), fmt.Sprintf("%.2f", area.Expected), fmt.Sprintf("%.2f", area.Impact),
			weakReason(area), area.Name, area.Why)
	}
	t.print(o.streams)
}

// weakReason says in a few words what the numbers say: what is missing first.
func weakReason(area atlas.WeakArea) string {
	const named = 2
	if area.Why == "learner" {
		return fmt.Sprintf("mastered %.0f %% (%.0f to %.0f %%) by %s; %s", 100**area.Mastery, 100**area.Low, 100**area.High,
			plural(area.Attempts, "answer"), nextQuestions(area))
	}
	switch n := len(area.Uncovered); {
	case area.Questions == 0:
		return "no question"
	case area.Kind == "concept":
		return "few questions"
	case n == 0:
		return percent(area.Share) + " of the bank"
	case n <= named:
		return fmt.Sprintf("nothing on %s; %s of the bank", strings.Join(area.Uncovered, ", "), percent(area.Share))
	default:
		return fmt.Sprintf("nothing on %d concepts: %s, …; %s of the bank", n, strings.Join(area.Uncovered[:named], ", "), percent(area.Share))
	}
}

// nextQuestions names what to ask about an area.
func nextQuestions(area atlas.WeakArea) string {
	if len(area.Next) == 0 {
		return "no question is left"
	}
	return "next: " + strings.Join(area.Next, ", ")
}
