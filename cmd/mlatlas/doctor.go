package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/graph/draw"

	"github.com/spf13/cobra"
)

func newDoctor(a *app) *cobra.Command {
	var repair bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check that the atlas is sound",
		Long: `Checks every file of the atlas. --repair builds anew what is derived from the
questions; the questions themselves are never touched.`,
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
		printHealth(ctx, a, h)
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

// printHealth shows a table of checks and one of banks; in a pipe each row says first what it is about.
func printHealth(ctx context.Context, a *app, h *atlas.Health) {
	mode, folder, why, err := draw.CacheStatus(ctx)
	if err != nil {
		mode, why = "broken", err.Error()
	}
	if !a.outTerminal {
		a.printf("atlas\t%s\n", oneLine(h.Dir))
		for _, c := range h.Checks {
			a.printf("check\t%s\t%s\t%s\n", c.Name, c.State, oneLine(c.Say))
		}
		a.printf("drawing\t%s\t%s\t%s\n", mode, oneLine(folder), oneLine(why))
		for _, b := range h.Banks {
			a.printf("bank\t%s\t%d\t%s\t%s\t%s\n", oneLine(b.Name), b.Questions, oneLine(strings.Join(b.Files, ", ")), oneLine(licenceCell(b)), oneLine(b.Source))
		}
		return
	}
	a.printf("%s %s\n", a.style(bold, "atlas  "), clean(a.place(h.Dir)))
	a.printf("%s %s\n\n", a.style(bold, "drawing"), strings.TrimSpace(mode+" "+clean(cmp.Or(why, a.place(folder)))))
	for _, c := range h.Checks {
		style := map[string]string{"ok": green, "damaged": red}[c.State]
		if style == "" {
			style = yellow
		}
		say := strings.TrimLeft(wrap(c.Say, a.readingWidth(), strings.Repeat(" ", 20)), " ")
		a.printf("%s %s %s\n", a.style(bold, pad(c.Name, 10)), a.style(style, pad(c.State, 8)), say)
	}
	if len(h.Banks) > 0 {
		a.printf("\n")
	}
	t := &table{header: []string{"BANK", "QUESTIONS", "LICENCE", "FILES"}, right: map[int]bool{1: true}, styles: []string{bold}}
	for _, b := range h.Banks {
		files := make([]string, len(b.Files))
		for i, f := range b.Files {
			files[i] = a.place(f)
		}
		t.add(b.Name, fmt.Sprint(b.Questions), licenceCell(b), strings.Join(files, ", "))
	}
	t.print(a.streams)
}

// licenceCell says under which licence a bank is, and whether it may be passed on.
func licenceCell(b bank.BankInfo) string {
	licence := cmp.Or(b.Licence, "not known")
	if b.Private {
		licence += ", private"
	}
	return licence
}
