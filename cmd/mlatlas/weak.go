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
	limit int
}

func newWeak(a *app) *cobra.Command {
	o := &weakOptions{app: a}
	cmd := &cobra.Command{
		Use:   "weak",
		Short: "Show the weak topic areas",
		Long: `Lists the areas that the questions hardly cover, those first that stand for
most questions of the real exam, each with its evidence and the questions that
there are. An area with too few questions to judge is unknown rather than weak.`,
		Example: "  mlatlas weak\n  mlatlas weak --exam mla-c02 --limit 20\n  mlatlas weak --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runWeak(cmd.Context(), o) },
	}
	a.learnerFlag(cmd.Flags())
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 10, "at most so many `areas`; 0 for all")
	return cmd
}

func runWeak(ctx context.Context, o *weakOptions) error {
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Weak(ctx, e.ID, o.limit)
	if err != nil {
		return err
	}
	if o.json {
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
	t := &table{header: []string{"AREA", "NAME", "STATE", "HAVE", "WANT", "IMPACT"},
		right: map[int]bool{3: true, 4: true, 5: true}, styles: []string{bold}, whole: map[int]bool{0: true}}
	for _, area := range v.Areas {
		id, reason := area.Kind+" "+area.ID, weakReason(area)
		if area.Kind == "concept" { // its ID can be long
			id, reason = area.Kind, reason+" · "+area.ID
		}
		t.add(id, area.Name, area.State, number(area.Questions), number(area.Expected), fmt.Sprintf("%.1f", area.Impact))
		t.below = append(t.below, reason)
	}
	t.print(o.streams)
	fmt.Fprintf(o.out, "\n%s\n", o.style(dim, wrap("HAVE and WANT are questions: those of the bank, and what the blueprint asks for in a bank of this size. "+
		"IMPACT is how many questions of the real exam stand on what is missing.", o.readingWidth(), "")))
	first := v.Areas[0]
	if len(first.Next) > 0 {
		fmt.Fprintf(o.out, "\nbegin with %s %s: mlatlas show %s\n", first.Kind, first.ID, clean(first.Next[0]))
	}
}

// printRows writes a row of fields an area for other programs.
func (o *weakOptions) printRows(v *atlas.WeakView) {
	t := &table{}
	for _, area := range v.Areas {
		t.add(area.Kind, area.ID, area.State, fmt.Sprintf("%.2f", area.Questions), fmt.Sprintf("%.2f", area.Expected), fmt.Sprintf("%.2f", area.Impact),
			weakReason(area), area.Name)
	}
	t.print(o.streams)
}

// weakReason says in a few words what the numbers say: what is missing first.
func weakReason(area atlas.WeakArea) string {
	const named = 2
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
