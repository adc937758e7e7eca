package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mlatlas/atlas"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

// app is what every command shares: streams, environment and the flags of all.
type app struct {
	*streams
	env func(string) string
	now func() time.Time

	dir     string
	learner string
	exam    string
	json    bool
	color   string
}

const defaultExam = "mla-c01"

// run carries out one command line and returns the exit code.
func run(ctx context.Context, s *streams, args []string, env func(string) string, now func() time.Time) int {
	a := &app{streams: s, env: env, now: now}
	root := newRoot(a)
	root.SetArgs(args)
	return a.exit(ctx, root.ExecuteContext(ctx))
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "mlatlas",
		Short: "A searchable atlas of machine-learning exam questions",
		Long: `mlatlas reads banks of exam questions, links each question to the AWS services
and machine-learning concepts that it tests, and answers three things:

  which questions are about this?       mlatlas search "clarify bias"
  how does this topic hang together?    mlatlas map sagemaker-clarify -o map.svg
  where is the coverage weak?           mlatlas weak

Everything stays on this machine: no account, no network.`,
		Example: `  mlatlas demo                           try it with the built-in questions
  mlatlas import questions.md            read your own
  mlatlas search 'service:glue -athena'  find questions
  mlatlas show 12 --answer               one question with its key`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.prepare(cmd)
		},
	}
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetIn(a.in)
	flags := root.PersistentFlags()
	flags.StringVar(&a.dir, "atlas", "", "the atlas `folder` (env MLATLAS_DIR; default "+displayDir(a.env)+")")
	flags.StringVar(&a.exam, "exam", "", "the exam `blueprint` to use (env MLATLAS_EXAM; default "+defaultExam+")")
	flags.BoolVar(&a.json, "json", false, "print one JSON value")
	flags.StringVar(&a.color, "color", "auto", "`when` to colour the terminal: auto, always, never")
	_ = root.RegisterFlagCompletionFunc("exam", completeExams)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef(err, "%s", flagHint(cmd, err))
	})
	root.AddGroup(&cobra.Group{ID: "start", Title: "To begin:"}, &cobra.Group{ID: "find", Title: "Questions:"},
		&cobra.Group{ID: "topic", Title: "Topics:"}, &cobra.Group{ID: "learn", Title: "Learning:"}, &cobra.Group{ID: "keep", Title: "Upkeep:"})
	root.SetHelpCommandGroupID("keep")
	root.SetCompletionCommandGroupID("keep")
	root.SetUsageTemplate(usageTemplate(root.UsageTemplate(), a.width))
	for _, command := range commands {
		c := command.build(a)
		c.GroupID = command.group
		root.AddCommand(c)
	}
	return root
}

// usageTemplate makes the lists of flags fit the terminal.
func usageTemplate(template string, width int) string {
	wrapped := fmt.Sprintf(".FlagUsagesWrapped %d", max(min(width, 100), 60))
	return strings.ReplaceAll(template, ".FlagUsages", wrapped)
}

// commands lists every command; a new one is one file and one line.
var commands = []struct {
	group string
	build func(*app) *cobra.Command
}{
	{"start", newDemo},
	{"start", newImport},
	{"find", newSearch},
	{"find", newShow},
	{"find", newSimilar},
	{"find", newExport},
	{"topic", newConcepts},
	{"topic", newPath},
	{"topic", newOrder},
	{"topic", newMap},
	{"topic", newCoverage},
	{"topic", newWeak},
	{"topic", newAnnotate},
	{"learn", newPractice},
	{"learn", newAttempts},
	{"keep", newAudit},
	{"keep", newTaxonomy},
	{"keep", newDoctor},
	{"keep", newVersion},
}

// prepare settles the flags that all commands share.
func (a *app) prepare(cmd *cobra.Command) error {
	if a.dir == "" {
		a.dir = a.env("MLATLAS_DIR")
	}
	if dir, err := defaultDir(a.env); a.dir == "" && err == nil { // without a home, only commands that need an atlas fail
		a.dir = dir
	}
	if a.exam == "" {
		a.exam = a.env("MLATLAS_EXAM")
	}
	if a.exam == "" {
		a.exam = defaultExam
	}
	a.exam = strings.ToLower(a.exam)
	if a.learner == "" {
		a.learner = a.env("MLATLAS_LEARNER")
	}
	return a.prepareColor()
}

// terminalColors are the values of --color.
var terminalColors = []string{"auto", "always", "never"}

func (a *app) prepareColor() error {
	switch a.color {
	case "auto":
		a.colored = a.outTerminal && a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
	case "always":
		a.colored = true
	case "never":
		a.colored = false
	default:
		return usagef(errors.New(`--color must be auto, always or never, not "`+a.color+`"`), "for example: --color=never")
	}
	return nil
}

// defaultDir is $XDG_DATA_HOME/mlatlas, or ~/.local/share/mlatlas; on Windows a folder under %LocalAppData%.
func defaultDir(env func(string) string) (string, error) {
	if dir := env("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "mlatlas"), nil
	}
	if dir := env("LOCALAPPDATA"); dir != "" && os.PathSeparator == '\\' {
		return filepath.Join(dir, "mlatlas"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", hint(errors.New("there is no home folder to keep the atlas in"), "name a folder: --atlas DIR, or set MLATLAS_DIR")
	}
	return filepath.Join(home, ".local", "share", "mlatlas"), nil
}

// displayDir is defaultDir as it reads in the help, without the name of the user.
func displayDir(env func(string) string) string {
	if dir := env("XDG_DATA_HOME"); dir != "" {
		return "$XDG_DATA_HOME/mlatlas"
	}
	return "~/.local/share/mlatlas"
}

// open opens the atlas of the flags. The caller closes it.
func (a *app) open() (*atlas.Atlas, error) {
	if a.dir == "" {
		_, err := defaultDir(a.env)
		return nil, err
	}
	p := newProgress(a.streams, a.now)
	return atlas.Open(atlas.Options{Dir: a.dir, Learner: a.learner, Now: a.now, Note: a.note, Progress: p.show})
}

// openExam opens the atlas and the blueprint that --exam names, and says once an atlas when that exam has ended.
func (a *app) openExam() (*atlas.Atlas, *taxonomy.Exam, error) {
	at, err := a.open()
	if err != nil {
		return nil, nil, err
	}
	e, ok := at.Taxonomy().Exam(a.exam)
	if !ok {
		defer at.Close()
		return nil, nil, unknownExam(at, a.exam)
	}
	a.noteEnded(e)
	return at, e, nil
}

func unknownExam(at *atlas.Atlas, wanted string) error {
	near := at.Taxonomy().NearestExams(wanted, 3)
	return usagef(fmt.Errorf("there is no exam %q", wanted), "near: %s; all: mlatlas taxonomy list --exams", strings.Join(near, ", "))
}

// noteEnded tells once an atlas that an exam has ended and what follows it. A folder that is no atlas yet gets no file.
func (a *app) noteEnded(e *taxonomy.Exam) {
	if _, err := os.Stat(filepath.Join(a.dir, "bank.db")); err != nil || !e.Ended(a.now().UTC().Format("2006-01-02")) {
		return
	}
	told := filepath.Join(a.dir, "told-"+e.ID)
	if _, err := os.Stat(told); err == nil {
		return
	}
	next := ""
	if e.Successor != "" {
		next = "; " + strings.ToUpper(e.Successor) + " follows it: --exam " + e.Successor + ", or set MLATLAS_EXAM=" + e.Successor
	}
	a.note("%s ended in English on %s%s", strings.ToUpper(e.ID), e.Until, next)
	_ = os.WriteFile(told, nil, 0o644) // if it cannot be kept, it is told again
}
