package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/study"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newAttempts(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "attempts",
		Short: "Take answers in and out",
		Long: `Answers to questions are kept in study.db in the atlas folder. No import of
questions touches them, and none is ever changed.

  question,chosen,correct,at,seconds,learner[,mode,sure]

are the columns of a CSV file, or the keys of JSON Lines, in any order. A
question is its ID, a number in it or the beginning of an ID; several choices
have ; between them; without correct the key of the question decides; a time
without a zone is UTC.`,
		Example: `  mlatlas attempts import answers.csv
  mlatlas attempts list
  mlatlas attempts export answers.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newAttemptsImport(a), newAttemptsExport(a), newAttemptsList(a), newAttemptsReport(a))
	return cmd
}

// learnerFlag adds the flag that says whose answers are meant.
func (a *app) learnerFlag(f *pflag.FlagSet) {
	f.StringVar(&a.learner, "learner", "", "whose answers: a `name` (env MLATLAS_LEARNER; default "+study.Me+")")
}

type attemptsImportOptions struct {
	*app
	atlas.AttemptImport
}

func newAttemptsImport(a *app) *cobra.Command {
	o := &attemptsImportOptions{app: a}
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Read answers that were given elsewhere",
		Long: `Reads answers from CSV or JSON Lines; - is standard input. The same answer in two
files, or in one that is read twice, counts once. Answers to questions that the
atlas does not have are kept, and reported. A line that cannot be kept is listed
with the reason, and exit code 3 says that there was one.

--learner says whose answers they are where the file names nobody, or "me".`,
		Example: `  mlatlas attempts import answers.csv
  mlatlas attempts import ana.csv --learner ana --dry-run
  mlatlas attempts import - < answers.jsonl`,
		Args: needsArgs("a file of answers"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Paths, o.Stdin, o.Learner = args, a.in, a.learner
			return runAttemptsImport(cmd.Context(), o)
		},
	}
	a.learnerFlag(cmd.Flags())
	cmd.Flags().BoolVarP(&o.DryRun, "dry-run", "n", false, "show what would happen and keep nothing")
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	return cmd
}

func runAttemptsImport(ctx context.Context, o *attemptsImportOptions) error {
	at, err := o.open()
	if err != nil {
		return err
	}
	defer at.Close()
	r, err := at.ImportAttempts(ctx, o.AttemptImport)
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
	case r.Attempts == 0 && r.Refused():
		return errSilent
	case r.Refused():
		return errPartial
	}
	return nil
}

// shownWarnings are the warnings of one kind that are printed of a file; --json has all.
const shownWarnings = 5

// report prints problems on stderr, then what became of each file.
func (o *attemptsImportOptions) report(r *atlas.AttemptReport) {
	t := &table{header: []string{"FILE", "ANSWERS", "ADDED", "KNOWN", "REFUSED", "UNKNOWN"}, right: map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true}}
	for _, f := range r.Files {
		hidden, shown := 0, map[string]int{}
		for _, p := range f.Problems {
			shown[p.Code]++
			if p.Severity != bank.Error && shown[p.Code] > shownWarnings {
				hidden++
				continue
			}
			o.problem(f, p)
		}
		if hidden > 0 {
			fmt.Fprintf(o.err, "%s: %s more; --json lists all\n", clean(f.File), plural(hidden, "warning"))
		}
		t.add(f.File, fmt.Sprint(f.Attempts), fmt.Sprint(f.Added), fmt.Sprint(f.Known), fmt.Sprint(f.Refused), fmt.Sprint(f.Unknown))
	}
	t.print(o.streams)
	did := "added"
	if r.DryRun {
		did = "would be added (dry run, nothing kept)"
	}
	fmt.Fprintf(o.err, "%s %s", plural(r.Added, "answer"), did)
	if known := r.Attempts - r.Added; known > 0 {
		fmt.Fprintf(o.err, ", %s known already", thousands(known))
	}
	fmt.Fprintln(o.err)
}

func (o *attemptsImportOptions) problem(f atlas.AttemptFile, p bank.Problem) {
	place := fmt.Sprintf("%s:%d", clean(f.File), p.Line)
	if p.Code == "unreadable" { // the whole file
		place = clean(f.File)
	}
	color := map[bank.Severity]string{bank.Error: red, bank.Warning: yellow, bank.Note: dim}[p.Severity]
	line := fmt.Sprintf("%s: %s: %s [%s]", place, p.Severity, oneLine(p.Message), p.Code)
	if o.errTerminal {
		line = wrap(line, o.readingWidth(), "")
	}
	fmt.Fprintln(o.err, strings.Replace(line, string(p.Severity)+":", o.styleErr(color, string(p.Severity))+":", 1))
}

type attemptsExportOptions struct {
	*app
	atlas.AttemptExport
	output string
	since  string
	force  bool
}

func newAttemptsExport(a *app) *cobra.Command {
	o := &attemptsExportOptions{app: a}
	cmd := &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write answers as CSV or JSON Lines",
		Long: `Writes all answers, or those of one learner, to standard output or a file, in the
form that attempts import reads. In CSV an apostrophe stands before what a
spreadsheet would run as a formula; the import takes it away.`,
		Example: `  mlatlas attempts export > answers.csv
  mlatlas attempts export answers.jsonl --learner ana
  mlatlas attempts export --since 2026-11-01`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.output, o.Learner = strings.Join(args, ""), a.learner
			return runAttemptsExport(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&a.learner, "learner", "", "only the answers of a `name` (env MLATLAS_LEARNER; default everybody)")
	f.StringVar(&o.Format, "format", "", "the `format`: "+strings.Join(study.Formats, ", ")+" (default: by the extension of FILE, else csv)")
	f.StringVar(&o.since, "since", "", "only what was answered since a `day`: 2026-11-01, or the last 14d, 2w, 3m")
	f.BoolVar(&o.force, "force", false, "overwrite the file if it exists")
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	_ = cmd.RegisterFlagCompletionFunc("format", completeWords(study.Formats))
	return cmd
}

func runAttemptsExport(ctx context.Context, o *attemptsExportOptions) error {
	if err := o.settle(); err != nil {
		return err
	}
	at, err := o.open()
	if err != nil {
		return err
	}
	defer at.Close()
	n := 0
	write := func(w io.Writer) (err error) {
		n, err = at.ExportAttempts(ctx, w, o.AttemptExport)
		return err
	}
	if o.output == "" || o.output == "-" {
		return write(o.safeOut())
	}
	if err := writeFile(o.output, o.force, write); err != nil {
		return err
	}
	if o.json {
		return o.printJSON(attemptsExported{o.output, o.Format, n})
	}
	fmt.Fprintf(o.err, "%s written to %s\n", plural(n, "answer"), o.output)
	return nil
}

// attemptsExported is what `attempts export --json FILE` prints.
type attemptsExported struct {
	File     string `json:"file"`
	Format   string `json:"format"`
	Attempts int    `json:"attempts"`
}

// settle reads the flags.
func (o *attemptsExportOptions) settle() error {
	extension := formatOf(o.output)
	if !slices.Contains(study.Formats, extension) {
		extension = ""
	}
	o.Format = cmp.Or(o.Format, extension, study.Formats[0])
	if !slices.Contains(study.Formats, o.Format) {
		return usagef(fmt.Errorf("answers cannot be written as %q", o.Format), "one of: %s", strings.Join(study.Formats, ", "))
	}
	if o.json && (o.output == "" || o.output == "-") {
		return usagef(errors.New("--json reports on an export into a file"), "name a file; or write JSON Lines: --format jsonl")
	}
	if o.since == "" {
		return nil
	}
	day, err := time.Parse(time.DateOnly, o.since)
	if err == nil {
		o.Since = day
		return nil
	}
	span, ok := atlas.ReadSpan(o.since)
	if !ok {
		return usagef(fmt.Errorf("--since %q is no day", o.since), "write one like 2026-11-01, or how long ago: 14d, 2w, 3m")
	}
	o.Since = o.now().Add(-span)
	return nil
}

type attemptsListOptions struct {
	*app
	limit int
}

func newAttemptsList(a *app) *cobra.Command {
	o := &attemptsListOptions{app: a}
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "Show the last answers",
		Example: "  mlatlas attempts list\n  mlatlas attempts list --limit 50 --learner ana",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runAttemptsList(cmd.Context(), o) },
	}
	a.learnerFlag(cmd.Flags())
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 20, "at most so many `answers`; 0 for all")
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	return cmd
}

func runAttemptsList(ctx context.Context, o *attemptsListOptions) error {
	if o.limit < 0 {
		return usagef(errors.New("--limit must not be negative"), "0 lists all")
	}
	at, err := o.open()
	if err != nil {
		return err
	}
	defer at.Close()
	list, err := at.Attempts(ctx, o.limit)
	if err != nil {
		return err
	}
	if o.json {
		return o.printJSON(list)
	}
	t := &table{header: []string{"WHEN", "QUESTION", "CHOSEN", "", "SECONDS", "MODE", "ASKED"}, whole: map[int]bool{0: true, 1: true}, right: map[int]bool{4: true}}
	for _, v := range list {
		t.add(o.when(v.At), v.Question, cmp.Or(strings.Join(v.Chosen, ";"), "-"), rightOrWrong(v), seconds(v.Seconds), v.Mode, v.Stem)
	}
	t.print(o.streams)
	return nil
}

// when is a time for a person in a terminal, and RFC 3339 in a pipe.
func (o *attemptsListOptions) when(at time.Time) string {
	if o.outTerminal {
		return at.Local().Format("2006-01-02 15:04")
	}
	return at.Format(time.RFC3339)
}

func rightOrWrong(v atlas.AttemptView) string {
	switch {
	case v.Correct:
		return "right"
	case len(v.Chosen) == 0:
		return "skipped"
	}
	return "wrong"
}

// seconds is empty where nobody measured.
func seconds(n float64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f", n)
}
