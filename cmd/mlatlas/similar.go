package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mlatlas/atlas"

	"github.com/spf13/cobra"
)

type similarOptions struct {
	*app
	wanted string
	limit  int
}

func newSimilar(a *app) *cobra.Command {
	o := &similarOptions{app: a}
	cmd := &cobra.Command{
		Use:   "similar QUESTION",
		Short: "Find the questions most like one, with why",
		Long: `Finds the questions nearest to one: copies first, then those that test the same
or use the same rare words. Says of each what both have. The question is named
as in show.`,
		Example: "  mlatlas similar sample/12\n  mlatlas similar 12 -n 3\n  mlatlas similar sample/12 --json",
		Args:    exactly(1, "the ID of a question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.wanted = args[0]
			return runSimilar(cmd.Context(), o)
		},
	}
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 10, "at most so many `questions`, 100 at most")
	return cmd
}

func runSimilar(ctx context.Context, o *similarOptions) error {
	if o.limit < 1 || o.limit > 100 {
		return usagef(errors.New("--limit must be between 1 and 100"), "for example: --limit 20")
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	q, err := findQuestion(ctx, at, o.wanted)
	if err != nil {
		return err
	}
	r, err := at.Similar(ctx, q, e.ID, o.limit)
	if err != nil {
		return err
	}
	switch {
	case o.json:
		return o.printJSON(r)
	case o.outTerminal:
		o.printSimilar(r)
	default:
		for _, h := range r.Hits {
			fmt.Fprintf(o.out, "%s\t%.3f\t%s\t%s\t%s\n", h.ID, h.Score, h.Task, oneLine(strings.Join(h.Why, "; ")), oneLine(h.Stem))
		}
	}
	if len(r.Hits) == 0 {
		fmt.Fprintln(o.err, "no question is like "+clean(q.ID))
	}
	return nil
}

// printSimilar shows each question as a line of facts, the beginning of its stem and the reason.
func (o *similarOptions) printSimilar(r *atlas.SimilarResult) {
	for i, h := range r.Hits {
		if i > 0 {
			fmt.Fprintln(o.out)
		}
		facts := []string{fmt.Sprintf("%.0f %% alike", 100*h.Score), string(h.Kind)}
		if h.Task != "" {
			facts = append(facts, "task "+h.Task)
		}
		head := clean(h.ID) + "  "
		fmt.Fprintln(o.out, o.style(bold, head)+o.style(dim, cut(strings.Join(facts, " · "), o.width-len(head))))
		fmt.Fprintln(o.out, "  "+cut(oneLine(h.Stem), o.readingWidth()-2))
		for _, why := range h.Why {
			fmt.Fprintln(o.out, o.style(dim, wrap(oneLine(why), o.readingWidth(), "  ")))
		}
	}
}
