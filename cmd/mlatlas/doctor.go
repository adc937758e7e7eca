package main

import (
	"context"
	"fmt"
	"strings"

	"mlatlas/graph/draw"

	"github.com/spf13/cobra"
)

func newDoctor(a *app) *cobra.Command {
	var repair bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check that the atlas is sound",
		Long: `Checks every file of the atlas. --repair builds anew what is derived from the questions;
the questions themselves are never touched.`,
		Example: "  mlatlas doctor\n  mlatlas doctor --repair",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runDoctor(cmd.Context(), a, repair) },
	}
	cmd.Flags().BoolVar(&repair, "repair", false, "build anew what is stale, missing or damaged")
	return cmd
}

func runDoctor(ctx context.Context, a *app, repair bool) error {
	at, err := a.open()
	if err != nil {
		return err
	}
	defer at.Close()
	h, err := at.Doctor(ctx, repair)
	if err != nil {
		return err
	}
	if a.json {
		if err := a.printJSON(h); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "atlas\t%s\n", h.Dir)
		for _, b := range h.Banks {
			fmt.Fprintf(a.out, "bank\t%s\t%s\t%s\n", clean(b.Name), plural(b.Questions, "question"), clean(strings.Join(b.Files, ", ")))
		}
		mode, folder, why := draw.CacheStatus()
		fmt.Fprintf(a.out, "drawing\t%s\t%s\t%s\n", mode, folder, why)
		t := &table{header: []string{"CHECK", "STATE", "FOUND"}, styles: []string{bold}}
		for _, c := range h.Checks {
			t.add(c.Name, c.State, c.Say)
		}
		t.print(a.streams)
	}
	if !h.Sound {
		for _, c := range h.Checks {
			if c.State == "damaged" {
				return errSilent
			}
		}
	}
	return nil
}
