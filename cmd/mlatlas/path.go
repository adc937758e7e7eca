package main

import (
	"context"
	"fmt"
	"strings"

	"mlatlas/atlas"

	"github.com/spf13/cobra"
)

type pathOptions struct {
	*app
	picture
}

func newPath(a *app) *cobra.Command {
	o := &pathOptions{app: a}
	cmd := &cobra.Command{
		Use:               "path FROM TO",
		Short:             "Show how two concepts hang together",
		Long:              "Shows the shortest way from one concept to another, each step with its reason\nand questions about both. With -o or --format it is drawn, from left to right.",
		Example:           "  mlatlas path s3 sagemaker-clarify\n  mlatlas path \"data drift\" lambda -o drift.svg",
		Args:              exactly(2, "two concepts"),
		ValidArgsFunction: completeConcepts(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runPath(cmd.Context(), o, args[0], args[1])
		},
	}
	o.picture.flags(cmd)
	return cmd
}

func runPath(ctx context.Context, o *pathOptions, from, to string) error {
	if o.asked() {
		if err := o.settle(o.app); err != nil {
			return err
		}
	}
	at, err := o.open()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Path(ctx, from, to)
	switch {
	case err != nil:
		return err
	case o.asked():
		return o.draw(ctx, at, v)
	case o.json:
		return o.printJSON(v)
	}
	o.printPath(at, v)
	return nil
}

func (o *pathOptions) draw(ctx context.Context, at *atlas.Atlas, v *atlas.PathView) error {
	e, ok := at.Taxonomy().Exam(o.exam)
	if !ok {
		return unknownExam(at, o.exam)
	}
	m, err := at.PathMap(ctx, v, e.ID)
	if err != nil {
		return err
	}
	return o.drawFlow(ctx, o.app, at, e.ID, m)
}

func (a *app) printPath(at *atlas.Atlas, v *atlas.PathView) {
	if len(v.Steps) == 0 {
		fmt.Fprintln(a.err, "both are the same concept: "+v.From)
		return
	}
	if !a.outTerminal {
		for _, s := range v.Steps {
			a.printf("%s\t%s\t%s\t%s\t%s\n", s.From, s.Relation, s.To, oneLine(s.Reason), strings.Join(s.Questions, ","))
		}
		return
	}
	a.printf("%s\n", a.style(bold, names(at, []string{v.From})))
	for _, s := range v.Steps {
		a.printf("  %s %s\n", a.style(dim, "↓"), strings.TrimLeft(wrap(oneLine(s.Reason), a.readingWidth(), "    "), " "))
		a.printf("%s", a.style(bold, names(at, []string{s.To})))
		if len(s.Questions) > 0 {
			a.printf("  %s", a.style(dim, "both in "+clean(strings.Join(s.Questions, ", "))))
		}
		a.printf("\n")
	}
}
