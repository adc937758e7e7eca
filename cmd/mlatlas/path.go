package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newPath(a *app) *cobra.Command {
	return &cobra.Command{
		Use:               "path FROM TO",
		Short:             "Show how two concepts hang together",
		Long:              "Shows the shortest way from one concept to another, each step with its reason\nand questions about both.",
		Example:           "  mlatlas path s3 sagemaker-clarify\n  mlatlas path \"data drift\" lambda",
		Args:              exactly(2, "two concepts"),
		ValidArgsFunction: completeConcepts(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runPath(cmd.Context(), a, args[0], args[1])
		},
	}
}

func runPath(ctx context.Context, a *app, from, to string) error {
	at, err := a.open()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Path(ctx, from, to)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(v)
	}
	if len(v.Steps) == 0 {
		fmt.Fprintln(a.err, "both are the same concept: "+v.From)
		return nil
	}
	if !a.outTerminal {
		for _, s := range v.Steps {
			a.printf("%s\t%s\t%s\t%s\t%s\n", s.From, s.Relation, s.To, oneLine(s.Reason), strings.Join(s.Questions, ","))
		}
		return nil
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
	return nil
}
