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
		Long: `Lists the areas that the questions hardly cover, those first that stand for most questions
of the real exam, each with its evidence and the questions that there are. An area with too
few questions to judge is unknown rather than weak.`,
		Example: "  mlatlas weak\n  mlatlas weak --exam mla-c02 --limit 20\n  mlatlas weak --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runWeak(cmd.Context(), o) },
	}
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
	t := &table{header: []string{"AREA", "STATE", "QUESTIONS", "IMPACT", "WHY", "NAME"},
		right: map[int]bool{2: true, 3: true}, styles: []string{bold}}
	for _, area := range v.Areas {
		t.add(area.Kind+" "+area.ID, area.State, number(area.Questions)+" of "+number(area.Expected), fmt.Sprintf("%.1f", area.Impact), weakReason(area), area.Name)
	}
	t.print(o.streams)
	if !o.outTerminal {
		return
	}
	if len(v.Areas) == 0 {
		fmt.Fprintln(o.out, "no thin area: every domain, task and concept of the blueprint has its questions")
		return
	}
	fmt.Fprintf(o.out, "\n%s\n", wrap("IMPACT is how many questions of the real exam an area stands for that the bank leaves unprepared. "+
		"QUESTIONS is what there is of what the blueprint asks for in a bank of this size.", o.readingWidth(), ""))
	first := v.Areas[0]
	if len(first.Next) > 0 {
		fmt.Fprintf(o.out, "\nto begin with %s %s: mlatlas show %s\n", first.Kind, first.ID, clean(first.Next[0]))
	}
}

// weakReason says in a few words what the numbers say.
func weakReason(area atlas.WeakArea) string {
	missing := ""
	if n := len(area.Uncovered); n > 0 && area.Kind != "concept" {
		missing = fmt.Sprintf("; nothing on %s", strings.Join(area.Uncovered[:min(2, n)], ", "))
		if n > 2 {
			missing += fmt.Sprintf(" and %d more", n-2)
		}
	}
	switch {
	case area.Questions == 0 && area.Kind == "concept":
		return "no question"
	case area.Questions == 0:
		return "no question" + missing
	case area.Kind == "concept":
		return "few questions"
	}
	return fmt.Sprintf("%s of the bank", percent(area.Share)) + missing
}
