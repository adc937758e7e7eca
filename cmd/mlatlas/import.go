package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/bank/format"

	"github.com/spf13/cobra"
)

type importOptions struct {
	*app
	atlas.ImportOptions
	all bool
}

func newImport(a *app) *cobra.Command {
	o := &importOptions{app: a}
	cmd := &cobra.Command{
		Use:   "import PATH...",
		Short: "Read question files into the atlas",
		Long: `Reads files, and folders with all question files in them. - reads standard input.

Formats: ` + formatList(func(f format.Format) bool { return f.Read }) + `

Importing a file again changes only what has changed in it. Every block that looks like a
question is imported, or listed with its line and the reason. Exit code 3 means that part
of the input was refused.`,
		Example: `  mlatlas import questions.md
  mlatlas import exams/ --bank practice
  mlatlas import draft.txt --dry-run
  pbpaste | mlatlas import - --bank notes`,
		Args: needsArgs("a file or folder to read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Paths, o.Stdin = args, a.in
			return runImport(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Bank, "bank", "", "`name` of the bank (default: the name of each file)")
	cmd.Flags().StringVar(&o.Format, "format", "", "read as this `format` (default: found out)")
	cmd.Flags().BoolVarP(&o.DryRun, "dry-run", "n", false, "show what would happen and keep nothing")
	cmd.Flags().BoolVar(&o.all, "all", false, "list every note, too")
	_ = cmd.RegisterFlagCompletionFunc("format", completeFormats(func(f format.Format) bool { return f.Read }))
	return cmd
}

func formatList(use func(format.Format) bool) string {
	var names []string
	for _, f := range format.Formats {
		if use(f) {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

// needsArgs demands at least one argument and says what for.
func needsArgs(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef(fmt.Errorf("%s needs %s", cmd.CommandPath(), what), "see %s --help", cmd.CommandPath())
		}
		return nil
	}
}

func runImport(ctx context.Context, o *importOptions) error {
	at, err := o.open()
	if err != nil {
		return err
	}
	defer at.Close()
	r, err := at.Import(ctx, o.ImportOptions)
	if err != nil {
		return err
	}
	if o.json {
		err = o.printJSON(r)
	} else {
		o.report(r)
	}
	switch {
	case err != nil:
		return err
	case r.Questions == 0 && r.Refused():
		return errSilent
	case r.Refused():
		return errPartial
	}
	return nil
}

// report prints problems on stderr, then what became of each file.
func (o *importOptions) report(r *atlas.ImportReport) {
	errs, warnings, notes := 0, 0, 0
	for _, f := range r.Files {
		for _, p := range f.Problems {
			switch p.Severity {
			case bank.Error:
				errs++
			case bank.Warning:
				warnings++
			default:
				notes++
			}
			if p.Severity != bank.Note || o.all || len(r.Files) == 1 && notes <= 5 {
				o.problem(f.File, p)
			}
		}
	}
	t := &table{header: []string{"FILE", "BANK", "FORMAT", "QUESTIONS", "ADDED", "CHANGED", "SAME", "REMOVED"}, right: map[int]bool{3: true, 4: true, 5: true, 6: true, 7: true}}
	for _, f := range r.Files {
		t.add(f.File, f.Bank, f.Format, fmt.Sprint(f.Questions), fmt.Sprint(f.Added), fmt.Sprint(f.Changed), fmt.Sprint(f.Unchanged), fmt.Sprint(f.Removed))
	}
	t.print(o.streams)
	did := "imported"
	if r.DryRun {
		did = "understood (dry run, nothing kept)"
	}
	fmt.Fprintf(o.err, "%s %s", plural(r.Questions, "question"), did)
	if n := len(r.Files); n > 1 {
		fmt.Fprintf(o.err, " from %d files", n)
	}
	fmt.Fprintf(o.err, " in %.1f s: %s, %s, %s\n", float64(r.TookMS)/1000, plural(errs, "error"), plural(warnings, "warning"), plural(notes, "note"))
	if notes > 5 && !o.all {
		fmt.Fprintln(o.err, "  --all lists every note")
	}
}

func (o *importOptions) problem(file string, p bank.Problem) {
	color := map[bank.Severity]string{bank.Error: red, bank.Warning: yellow, bank.Note: dim}[p.Severity]
	number := ""
	if p.Number != "" {
		number = "question " + p.Number + ": "
	}
	fmt.Fprintf(o.err, "%s:%d: %s: %s%s [%s]\n", clean(file), p.Line, o.styleErr(color, string(p.Severity)), clean(number), oneLine(p.Message), p.Code)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%s %ss", thousands(n), what)
}

// thousands writes 1142 as 1,142.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

var errNothing = errors.New("nothing to do")
