package main

import (
	"context"
	"fmt"
	"strings"

	"mlatlas/atlas"

	"github.com/spf13/cobra"
)

type attemptsReportOptions struct {
	*app
	limit int
}

func newAttemptsReport(a *app) *cobra.Command {
	o := &attemptsReportOptions{app: a}
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Show how the questions work in a group",
		Long: `Shows for each question how the answers of all learners went, and names no
learner. FACILITY is the share of right answers. DISCRIMINATION says whether who
answers it right does well elsewhere: near 0 or below 0 it does not tell who
knows. Both are drawn towards the usual figures where few have answered. A star
marks the key. From ` + fmt.Sprint(atlas.ItemFlagLearners) + ` learners on a question is judged.`,
		Example: "  mlatlas attempts report\n  mlatlas attempts report --limit 0 --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runAttemptsReport(cmd.Context(), o) },
	}
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 20, "at most so many `questions`; 0 for all")
	return cmd
}

func runAttemptsReport(ctx context.Context, o *attemptsReportOptions) error {
	at, err := o.open()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Group(ctx)
	if err != nil {
		return err
	}
	all := len(v.Questions)
	if o.limit > 0 && all > o.limit {
		v.Questions = v.Questions[:o.limit]
	}
	if o.json {
		return o.printJSON(v)
	}
	t := &table{header: []string{"QUESTION", "LEARNERS", "FACILITY", "DISCRIMINATION", "OPTIONS", "LOOK AT"},
		right: map[int]bool{1: true, 2: true, 3: true}, whole: map[int]bool{0: true}, styles: []string{bold}}
	for _, q := range v.Questions {
		t.add(q.ID, fmt.Sprint(q.Learners), fmt.Sprintf("%.2f", q.Facility), fmt.Sprintf("%.2f", q.Discrimination), chosenOptions(q.Options),
			strings.Join(q.Flags, ", "))
	}
	t.print(o.streams)
	fmt.Fprintf(o.err, "%s of %s to %s", plural(v.Attempts, "answer"), plural(v.Learners, "learner"), plural(all, "question"))
	if shown := len(v.Questions); shown < all {
		fmt.Fprintf(o.err, "; %d shown, those to look at and the hardest first; --limit 0 shows all", shown)
	}
	fmt.Fprintln(o.err)
	return nil
}

// chosenOptions says how often each option was chosen: "A 3, B* 12".
func chosenOptions(options []atlas.GroupOption) string {
	said := make([]string, len(options))
	for i, o := range options {
		key := ""
		if o.Key {
			key = "*"
		}
		said[i] = fmt.Sprintf("%s%s %d", clean(o.Label), key, o.Chosen)
	}
	return strings.Join(said, ", ")
}
