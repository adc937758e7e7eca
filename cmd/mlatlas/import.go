package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/bank/format"

	"github.com/spf13/cobra"
)

type importOptions struct {
	*app
	atlas.ImportOptions
	all     bool
	licence string
	source  string
	private bool
}

func newImport(a *app) *cobra.Command {
	o := &importOptions{app: a}
	cmd := &cobra.Command{
		Use:   "import PATH...",
		Short: "Read question files into the atlas",
		Long: `Reads files, and folders with all question files in them. - reads standard
input.

` + formatList(func(f format.Format) bool { return f.Read }) + `

A folder is read with all files of these formats in it. A list of keys may be
named with the file of its questions.

Importing a file again changes only what has changed in it. Every block that
looks like a question is imported, or listed with its line and the reason.
Exit code 3 means that part of the input was refused.

The licence and source of the questions are found in the text before the first
one ("license: MIT"), or in a LICENSE file beside the file or above it, in the
folder that is named. --license, --source and --private say it instead, also of
a file that was imported before; "" takes back what was said. What is private is
left out by export.`,
		Example: `  mlatlas import questions.md
  mlatlas import exams/ --bank practice
  mlatlas import draft.txt --dry-run
  mlatlas import quiz.txt quiz_key.txt
  mlatlas import quiz.txt --license "CC BY 4.0" --source https://example.org/
  mlatlas import ours.md --private
  mlatlas import - --bank notes < notes.md`,
		Args: needsArgs("a file or folder to read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Paths, o.Stdin = args, a.in
			o.said(cmd)
			return runImport(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Bank, "bank", "", "`name` of the bank (default: the name of each file)")
	cmd.Flags().StringVar(&o.Format, "format", "", "read as this `format` (default: found out)")
	cmd.Flags().BoolVarP(&o.DryRun, "dry-run", "n", false, "show what would happen and keep nothing")
	cmd.Flags().BoolVar(&o.all, "all", false, "list every note, too")
	cmd.Flags().StringVar(&o.licence, "license", "", "`name` of the licence of the questions (default: found out)")
	cmd.Flags().StringVar(&o.source, "source", "", "where the questions are from: an `address` or words")
	cmd.Flags().BoolVar(&o.private, "private", false, "not to be passed on: export leaves them out")
	_ = cmd.RegisterFlagCompletionFunc("format", completeFormats(func(f format.Format) bool { return f.Read }))
	return cmd
}

// said takes what the flags say of the questions, and only that.
func (o *importOptions) said(cmd *cobra.Command) {
	flags := cmd.Flags()
	if flags.Changed("license") {
		o.Said.Licence = &o.licence
	}
	if flags.Changed("source") {
		o.Said.Source = &o.source
	}
	if flags.Changed("private") {
		o.Said.Private = &o.private
	}
}

// helpWidth is the width of the help in characters, which fits a terminal of 80.
const helpWidth = 78

func formatList(use func(format.Format) bool) string {
	var names []string
	for _, f := range format.Formats {
		if use(f) {
			names = append(names, f.Name)
		}
	}
	return wrap("Formats: "+strings.Join(names, ", "), helpWidth, "")
}

// needsArgs demands at least one argument and says what for.
func needsArgs(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef(fmt.Errorf("%s needs %s", strings.TrimPrefix(cmd.CommandPath(), "mlatlas "), what), "see %s --help", cmd.CommandPath())
		}
		return nil
	}
}

func runImport(ctx context.Context, o *importOptions) error {
	debug.SetGCPercent(steady)
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
	count := map[bank.Severity]int{}
	hidden, copies := 0, 0
	for _, f := range r.Files {
		for _, p := range f.Problems {
			count[p.Severity]++
			if strings.HasPrefix(p.Code, "duplicate-") && p.Code != "duplicate-number" {
				copies++
			}
			if p.Severity == bank.Note && !o.all && (len(r.Files) > 1 || count[bank.Note] > shownNotes) {
				hidden++
				continue
			}
			o.problem(f, p)
		}
	}
	o.printFiles(r)
	did := "imported"
	if r.DryRun {
		did = "understood (dry run, nothing kept)"
	}
	fmt.Fprintf(o.err, "%s %s", plural(r.Questions, "question"), did)
	if n := len(r.Files); n > 1 {
		fmt.Fprintf(o.err, " from %d files", n)
	}
	fmt.Fprintf(o.err, " in %.1f s", float64(r.TookMS)/1000)
	for _, severity := range []bank.Severity{bank.Error, bank.Warning, bank.Note} {
		if n := count[severity]; n > 0 {
			fmt.Fprintf(o.err, ", %s", plural(n, string(severity)))
		}
	}
	fmt.Fprintln(o.err)
	if copies > 0 {
		fmt.Fprintf(o.err, "  %s as another one: all are kept, and show names them\n", saysTheSame(copies))
	}
	if hidden > 0 {
		fmt.Fprintf(o.err, "  --all lists %s\n", plural(hidden, "note"))
	}
}

func saysTheSame(n int) string {
	if n == 1 {
		return "1 question says the same"
	}
	return thousands(n) + " questions say the same"
}

const shownNotes = 5 // of a single file

// printFiles prints a row for each file. A terminal is spared what is the same for all: the folder, which stands above
// the table, and columns of zeros; and the files that could not be read, which have their own line on stderr.
func (o *importOptions) printFiles(r *atlas.ImportReport) {
	header := []string{"FILE", "BANK", "FORMAT", "QUESTIONS", "ADDED", "CHANGED", "SAME", "REMOVED"}
	var rows [][]string
	for _, f := range r.Files {
		if f.Failed && o.outTerminal {
			continue
		}
		row := []string{f.File, f.Bank, f.Format}
		for _, n := range []int{f.Questions, f.Added, f.Changed, f.Unchanged, f.Removed} {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, row)
	}
	if o.outTerminal {
		if dir := commonFolder(rows); dir != "" {
			fmt.Fprintln(o.out, o.style(dim, o.place(clean(dir))))
			for _, row := range rows {
				row[0] = strings.TrimPrefix(row[0], dir)
			}
		}
		for i := len(header) - 1; i > 3; i-- {
			if !slices.ContainsFunc(rows, func(row []string) bool { return row[i] != "0" }) {
				header = slices.Delete(header, i, i+1)
				for j := range rows {
					rows[j] = slices.Delete(rows[j], i, i+1)
				}
			}
		}
	}
	t := &table{header: header, right: map[int]bool{3: true, 4: true, 5: true, 6: true, 7: true}}
	for _, row := range rows {
		t.add(row...)
	}
	t.print(o.streams)
}

// commonFolder is the folder that holds the files of all rows, with its last slash; "" for a single file.
func commonFolder(rows [][]string) string {
	if len(rows) < 2 {
		return ""
	}
	dir := rows[0][0][:strings.LastIndex(rows[0][0], "/")+1]
	for _, row := range rows {
		for dir != "" && !strings.HasPrefix(row[0], dir) {
			dir = dir[:strings.LastIndex(strings.TrimSuffix(dir, "/"), "/")+1]
		}
	}
	return dir
}

func (o *importOptions) problem(f atlas.FileReport, p bank.Problem) {
	color := map[bank.Severity]string{bank.Error: red, bank.Warning: yellow, bank.Note: dim}[p.Severity]
	place, number := fmt.Sprintf("%s:%d", clean(f.File), p.Line), ""
	if f.Failed && p.Severity == bank.Error && p.Line <= 1 { // the whole file
		place = clean(f.File)
	}
	if p.Number != "" {
		number = "question " + p.Number + ": "
	}
	line := fmt.Sprintf("%s: %s: %s%s [%s]", place, p.Severity, clean(number), oneLine(p.Message), p.Code)
	if o.errTerminal {
		line = wrap(line, o.readingWidth(), "")
	}
	fmt.Fprintln(o.err, strings.Replace(line, string(p.Severity)+":", o.styleErr(color, string(p.Severity))+":", 1))
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
