package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/study"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

type practiceOptions struct {
	*app
	atlas.PracticeRequest
	answers string
	plain   bool
	at      *atlas.Atlas
}

// practiceModes are the values of --mode.
var practiceModes = []string{study.ModeLearn + "\tanswer, then the explanation", study.ModeMock + "\ta timed exam drawn by the blueprint",
	study.ModeReview + "\twhat was answered wrong the last time"}

func newPractice(a *app) *cobra.Command {
	o := &practiceOptions{app: a}
	cmd := &cobra.Command{
		Use:   "practice",
		Short: "Answer questions",
		Long: `Asks questions and keeps every answer at once.

  learn   one question after the other, each explained when it is answered
  mock    an exam: as many questions and minutes as the real one, drawn by the
          weights of its domains; no hints; explained when it is handed in.
          It can be left, or be cut off, and continued
  review  what was answered wrong the last time, the latest first

In a terminal it fills the screen, and ? shows the keys. With --plain, or when
input or output is no terminal, it asks in lines and reads each answer as a
line: letters as shown, or skip, back, flag, sure 1 to 3, end, quit.`,
		Example: `  mlatlas practice
  mlatlas practice --mode mock --exam mla-c02
  mlatlas practice --mode mock --n 20 --query 'domain:2'
  mlatlas practice --mode review
  mlatlas practice --query 'service:glue is:missed'
  mlatlas practice --n 5 --seed 1 --answers answers.txt --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("seed") {
				o.Seed = uint64(a.now().UnixNano()) % newSeeds
			}
			return runPractice(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVarP(&o.N, "n", "n", 0, "at most so many `questions` (default 10; for mock as many as the exam has)")
	f.StringVar(&o.Mode, "mode", study.ModeLearn, "learn, mock or review")
	f.StringVar(&o.Query, "query", "", "ask only what a `query` finds")
	f.StringVar(&o.answers, "answers", "", "read the answers from a `file`, a line each; - is standard input")
	f.Uint64Var(&o.Seed, "seed", 0, "the `number` that decides what is drawn and how options are mixed (default: a new one)")
	f.BoolVar(&o.plain, "plain", false, "ask in lines, without a full screen")
	a.learnerFlag(f)
	_ = cmd.RegisterFlagCompletionFunc("mode", completeWords(practiceModes))
	_ = cmd.RegisterFlagCompletionFunc("query", completeQuery(a))
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	return cmd
}

func runPractice(ctx context.Context, o *practiceOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	o.at, o.Exam = at, e.ID
	lines, err := o.openAnswers()
	if err != nil {
		return err
	}
	defer lines.Close()
	face := o.face(ctx, lines)
	p, err := o.begin(ctx, face)
	if err != nil || p == nil {
		return advisePractice(err)
	}
	defer p.Close()
	if err := face.run(p); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return o.finish(p)
}

func (o *practiceOptions) check() error {
	modes := []string{study.ModeLearn, study.ModeMock, study.ModeReview}
	switch {
	case !slices.Contains(modes, o.Mode):
		near := taxonomy.NearestWords(o.Mode, modes, 1)
		return usagef(fmt.Errorf("--mode must be learn, mock or review, not %q", o.Mode), "near: %s", strings.Join(near, ""))
	case o.N < 0 || o.N > mostQuestions:
		return usagef(fmt.Errorf("--n must be between 1 and %d", mostQuestions), "for example: --n 20")
	}
	return nil
}

const (
	mostQuestions = 1000
	newSeeds      = 1_000_000_000 // as many as every program that reads JSON can hold and a person can type
)

// openAnswers opens what the answers are read from.
func (o *practiceOptions) openAnswers() (io.ReadCloser, error) {
	if o.answers == "" || o.answers == "-" {
		return io.NopCloser(o.in), nil
	}
	return os.Open(o.answers)
}

// practiceFace asks a person: on a full screen or in lines.
type practiceFace struct {
	choose func(m *study.Mock) (resume bool, err error) // whether a mock that was left is taken up again
	run    func(p *atlas.Practice) error
}

func (o *practiceOptions) face(ctx context.Context, lines io.Reader) practiceFace {
	if o.plain || o.json || o.answers != "" || !o.inTerminal || !o.outTerminal || o.env("TERM") == "dumb" {
		t := newPlainPractice(ctx, o, lines)
		return practiceFace{t.resume, t.run}
	}
	return practiceFace{newPlainPractice(ctx, o, lines).resume, func(p *atlas.Practice) error { return o.runScreen(ctx, p) }}
}

// begin makes the sitting ready. A mock that was left is continued, or else handed in as it is: no answer gets lost.
func (o *practiceOptions) begin(ctx context.Context, face practiceFace) (*atlas.Practice, error) {
	if o.Mode == study.ModeMock {
		m, err := o.at.UnfinishedMock(ctx)
		if err != nil {
			return nil, err
		}
		if m != nil {
			resume, err := face.choose(m)
			if err != nil {
				return nil, err
			}
			p, err := o.at.ContinueMock(ctx, m)
			if err != nil || resume {
				o.noteGone(p)
				return p, err
			}
			err = p.HandIn()
			p.Close()
			if err != nil {
				return nil, err
			}
		}
	}
	p, err := o.at.Practice(ctx, o.PracticeRequest)
	if err == nil && o.N > len(p.Turns) && o.Mode == study.ModeMock {
		o.note("only %d questions can be asked, not %d", len(p.Turns), o.N)
	}
	return p, err
}

func (o *practiceOptions) noteGone(p *atlas.Practice) {
	if p != nil && len(p.Gone) > 0 {
		o.note("%d questions of the mock are no longer in the atlas and are left out: %s", len(p.Gone), strings.Join(p.Gone, ", "))
	}
}

// advisePractice says what to do where there is nothing to ask.
func advisePractice(err error) error {
	switch {
	case errors.Is(err, atlas.ErrNothingMissed):
		return hint(err, "learn something new: mlatlas practice")
	case errors.Is(err, atlas.ErrNothingToAsk):
		return hint(err, "see what there is: mlatlas search QUERY; a key can be imported beside the questions")
	}
	return err
}

// finish prints what the sitting came to.
func (o *practiceOptions) finish(p *atlas.Practice) error {
	sum := p.Summary(o.blueprint(p))
	if o.json {
		return o.printJSON(sum)
	}
	for _, l := range o.summaryLines(sum, o.proseWidth(o.outTerminal)) {
		fmt.Fprintln(o.out, o.style(l.style, l.text))
	}
	return nil
}

// blueprint is that of the sitting: a mock that is continued may be of another exam.
func (o *practiceOptions) blueprint(p *atlas.Practice) *taxonomy.Exam {
	e, ok := o.at.Taxonomy().Exam(p.Exam)
	if !ok { // of a mock whose blueprint has gone
		return &taxonomy.Exam{ID: p.Exam}
	}
	return e
}
