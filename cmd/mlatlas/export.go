package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank/format"

	"github.com/spf13/cobra"
)

type exportOptions struct {
	*app
	output string
	force  bool
	atlas.ExportOptions
}

func newExport(a *app) *cobra.Command {
	o := &exportOptions{app: a}
	writes := func(f format.Format) bool { return f.Write }
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write questions in another format",
		Long: `Writes all questions, or those of a query, to standard output or a file. What
the format cannot hold is reported on stderr.

What is not to be passed on is left out, and counted on stderr: banks that were
imported with --private or say so themselves, and questions with the tag
"private" or "do-not-share". Licence and source stand at the head of Markdown,
GIFT, Moodle XML and QTI, and in every line of JSON Lines.

` + formatList(writes),
		Example: "  mlatlas export > all.jsonl\n  mlatlas export --query 'task:2.3' -o evaluation.jsonl\n  mlatlas export -o all.md\n  mlatlas export --format qti -o quiz.zip\n  mlatlas export --include-private -o backup.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Format == "" {
				o.Format = cmp.Or(format.WrittenAs(o.output), "jsonl")
			}
			return runExport(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Format, "format", "", "the `format` (default: by the extension of -o, else jsonl)")
	cmd.Flags().StringVar(&o.Query, "query", "", "only what this `query` finds")
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "write to this `file`")
	cmd.Flags().BoolVar(&o.force, "force", false, "overwrite the file if it exists")
	cmd.Flags().BoolVar(&o.Private, "include-private", false, "also what is not to be passed on")
	_ = cmd.RegisterFlagCompletionFunc("format", completeFormats(writes))
	return cmd
}

// exportReport is what `export --json -o FILE` prints.
type exportReport struct {
	File      string        `json:"file"`
	Format    string        `json:"format"`
	Questions int           `json:"questions"`
	Losses    []format.Loss `json:"losses"`

	Withheld []atlas.Withheld `json:"withheld,omitzero"`
}

func runExport(ctx context.Context, o *exportOptions) error {
	if o.json && o.output == "" {
		return usagef(errors.New("--json reports on an export into a file"), "add -o FILE, or leave --json out: the questions go to standard output")
	}
	if o.output == "" && o.outTerminal && format.IsArchive(o.Format) {
		return usagef(fmt.Errorf("%s is a ZIP archive and no text for a terminal", o.Format), "write it into a file: -o questions.zip")
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	report := exportReport{File: o.output, Format: o.Format, Losses: []format.Loss{}}
	o.Exam = e.ID
	write := func(w io.Writer) error {
		r, err := at.Export(ctx, w, o.ExportOptions)
		if r != nil {
			report.take(r)
		}
		return err
	}
	if o.output == "" || o.output == "-" {
		err = write(o.safeOut())
	} else {
		err = writeFile(o.output, o.force, write)
	}
	if err != nil {
		return err
	}
	o.printLosses(report.Losses)
	o.printWithheld(report.Withheld)
	if o.json {
		return o.printJSON(report)
	}
	if o.output != "" {
		fmt.Fprintf(o.err, "%s written to %s\n", plural(report.Questions, "question"), o.output)
	}
	return nil
}

// take takes over what an export did. A question that a format could not hold at all was not written.
func (e *exportReport) take(r *atlas.ExportReport) {
	e.Questions, e.Losses, e.Withheld = r.Questions, append(e.Losses, r.Losses...), r.Withheld
	for _, l := range r.Losses {
		if l.LeftOut {
			e.Questions--
		}
	}
}

// printWithheld says what was left out since it is not to be passed on.
func (o *exportOptions) printWithheld(all []atlas.Withheld) {
	for _, w := range all {
		fmt.Fprintf(o.err, "left out: %s of %s: %s\n", plural(w.Questions, "question"), clean(w.Bank), w.Why)
	}
	if len(all) > 0 {
		fmt.Fprintln(o.err, "  --include-private writes them too: for yourself, not to be passed on")
	}
}

// printLosses prints a line for each thing that the format cannot hold, with the questions that lose it.
func (o *exportOptions) printLosses(losses []format.Loss) {
	type what struct{ field, message string }
	var order []what
	ids := map[what][]string{}
	for _, l := range losses {
		key := what{l.Field, oneLine(l.Message)}
		if ids[key] == nil {
			order = append(order, key)
		}
		if !slices.Contains(ids[key], l.QuestionID) {
			ids[key] = append(ids[key], l.QuestionID)
		}
	}
	for _, key := range order {
		shown := strings.Join(ids[key][:min(len(ids[key]), shownIDs)], ", ")
		if more := len(ids[key]) - shownIDs; more > 0 {
			shown += fmt.Sprintf(" and %s more", thousands(more))
		}
		line := fmt.Sprintf("lost: %s of %s: %s (%s)", key.field, plural(len(ids[key]), "question"), key.message, clean(shown))
		if o.errTerminal {
			line = wrap(line, o.readingWidth(), "  ")
		}
		fmt.Fprintln(o.err, line)
	}
}

const shownIDs = 3 // of the questions that lose the same

// safeOut is standard output; what goes to a terminal through it is made clean.
func (s *streams) safeOut() io.Writer {
	if s.outTerminal {
		return &cleanWriter{w: s.out}
	}
	return s.out
}

// writeFile writes a file whole or not at all: beside it first, then renamed. Without force a file that is there already
// is kept, and the error says so.
func writeFile(name string, force bool, write func(w io.Writer) error) error {
	if _, err := os.Stat(name); err == nil && !force {
		return usagef(fmt.Errorf("%s exists already", name), "name another file, or overwrite it with --force")
	}
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return hint(fmt.Errorf("%s: there is no folder %s", name, filepath.Dir(name)), "make it first, or name another file")
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return usagef(fmt.Errorf("%s is a folder", name), "name a file in it")
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".mlatlas-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// writePicture writes a drawing to a file, which a new drawing replaces, or to standard output for "-" and "".
func (a *app) writePicture(name string, content []byte) error {
	if name == "" || name == "-" {
		_, err := a.safeOut().Write(content)
		return err
	}
	err := writeFile(name, true, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	if err == nil {
		fmt.Fprintf(a.err, "written to %s\n", name)
	}
	return err
}

// formatOf returns the format that a file's name asks for: the extension without its dot.
func formatOf(name string) string {
	return strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
}
