package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/study"
)

// plainPractice asks in lines, for pipes and screen readers: no screen is filled, no line is written over.
type plainPractice struct {
	*practiceOptions
	w     io.Writer
	lines *bufio.Reader
	width int
	echo  bool            // lines come from a file or pipe, and are not seen
	ctx   context.Context // of the command: ends the wait for a line
	p     *atlas.Practice
}

func newPlainPractice(ctx context.Context, o *practiceOptions, lines io.Reader) *plainPractice {
	t := &plainPractice{practiceOptions: o, ctx: ctx, w: o.out, lines: bufio.NewReader(lines), width: o.proseWidth(o.outTerminal)}
	if o.json { // stdout belongs to the one value
		t.w, t.width = o.err, o.proseWidth(o.errTerminal)
	}
	t.echo = !o.inTerminal || o.answers != "" && o.answers != "-"
	return t
}

// read reads a line; io.EOF says that there are no more. What the last line lacks of its end does not matter.
func (t *plainPractice) read(prompt string) (string, error) {
	fmt.Fprint(t.w, prompt)
	line, err := t.wait()
	if err != nil && line == "" {
		fmt.Fprintln(t.w)
		return "", err
	}
	line = strings.TrimSpace(strings.TrimPrefix(line, "\uFEFF"))
	if t.echo {
		fmt.Fprintln(t.w, oneLine(line))
	}
	return line, nil
}

// wait waits for a line or for ctrl-C, whichever comes first.
func (t *plainPractice) wait() (line string, err error) {
	come := make(chan struct{})
	var read string
	var readErr error
	go func() {
		read, readErr = t.lines.ReadString('\n')
		close(come)
	}()
	select {
	case <-come:
		return read, readErr
	case <-t.ctx.Done():
		return "", t.ctx.Err()
	}
}

func (t *plainPractice) say(lines ...styled) {
	for _, l := range lines {
		fmt.Fprintln(t.w, l.text)
	}
}

func (t *plainPractice) sayf(format string, args ...any) {
	t.say(prose("", fmt.Sprintf(format, args...), t.width, "")...)
}

// resume asks whether a mock that was left goes on. Where nobody is there to be asked, it does.
func (t *plainPractice) resume(m *study.Mock) (bool, error) {
	t.note("a mock exam of %s is not handed in: %d of %d answered, %s left", m.Began.Format("2 January 15:04 UTC"), m.Answered(), len(m.Questions), clockTime(m.Limit-m.Used))
	if t.echo {
		return true, nil
	}
	line, err := t.read("Continue it? yes, or no to hand it in and begin a new one: ")
	if err != nil {
		return false, err
	}
	return !strings.HasPrefix(strings.ToLower(line), "n"), nil
}

// errQuit ends a sitting where the learner wants it.
var errQuit = errors.New("the learner has left")

// run asks until the sitting is over, the lines end, or the learner leaves.
func (t *plainPractice) run(p *atlas.Practice) error {
	t.p = p
	t.sayf("%s, %s", modeName[p.Mode], t.length())
	for !p.Over {
		err := t.ask()
		switch {
		case errors.Is(err, errQuit), errors.Is(err, io.EOF):
			t.say(blank)
			return nil
		case err != nil:
			return err
		}
	}
	t.reviewMock()
	return nil
}

func (t *plainPractice) length() string {
	if t.p.Limit > 0 {
		return fmt.Sprintf("%d questions, %s", t.p.N, clockTime(t.p.Left()))
	}
	return fmt.Sprintf("at most %d questions; help says what can be written", t.p.N)
}

// ask shows what is on and carries out lines until something else is.
func (t *plainPractice) ask() error {
	turn := t.p.Turn()
	if turn == nil {
		return t.askHandIn()
	}
	t.show(turn)
	for {
		line, err := t.read("Answer: ")
		if err != nil {
			return err
		}
		if t.p.Late() {
			t.sayf("The time is up; this answer does not count.")
			return t.p.HandIn()
		}
		moved, err := t.carryOut(turn, line)
		var choice *study.ChoiceError
		if errors.As(err, &choice) {
			t.sayf("%s", choice.Message)
			continue
		}
		if moved || err != nil {
			return err
		}
	}
}

func (t *plainPractice) show(turn *study.Turn) {
	t.say(blank)
	head := fmt.Sprintf("Question %d of %d, %s, %s", t.p.At+1, t.p.N, clean(turn.ID), task(turn))
	if t.p.Limit > 0 {
		head += ", " + clockTime(t.p.Left()) + " left"
	}
	if turn.Flagged {
		head += ", flagged"
	}
	t.sayf("%s", head)
	t.question(turn)
	if len(turn.Chosen) > 0 && !turn.Final {
		t.sayf("Answered so far: %s", strings.Join(turn.Chosen, ", "))
	}
}

// question says a question with its options. Pairs have the options behind a line of their own.
func (t *plainPractice) question(turn *study.Turn) {
	t.say(stemLines(turn, t.width, nil)...)
	if len(turn.Prompts) > 0 {
		t.sayf("Letters to choose from:")
	}
	t.say(optionLines(turn, t.width, plainMarks)...)
}

const plainHelp = `Write the letters of your answer: B, or A C. For an order write all letters: C A B D. For pairs write a letter for each number, in their order. Words and numbers as they are. Or one of
  skip      leave it for later; an empty line does the same
  back      to the question before
  flag      mark it, or take the mark away
  sure 3    how sure you are: 1 guess, 2 so-so, 3 sure; before the answer
  again     read the question again
  end       hand a mock exam in
  quit      leave; what you have answered is kept
A colon before a word makes it a command where the answer is a word: :skip`

// carryOut carries out one line, and reports whether something else is on now.
func (t *plainPractice) carryOut(turn *study.Turn, line string) (moved bool, err error) {
	command, ok := plainCommand(turn, line)
	if !ok {
		return t.answer(turn, line)
	}
	word, argument, _ := strings.Cut(command, " ")
	switch word {
	case "", "skip":
		return true, t.p.Skip()
	case "back":
		return true, t.p.Back()
	case "again":
		return true, nil
	case "quit", "exit":
		return true, errQuit
	case "end":
		return t.end()
	case "flag":
		err := t.p.Flag()
		t.sayf("%s", map[bool]string{true: "flagged", false: "no longer flagged"}[turn.Flagged])
		return false, err
	case "sure":
		sure, err := strconv.Atoi(strings.TrimSpace(argument))
		if err != nil || sure < 0 || sure > 3 {
			return false, &study.ChoiceError{Message: "write sure 1 (guess), sure 2 (so-so) or sure 3 (sure)"}
		}
		t.p.SetSure(sure)
		return false, nil
	}
	t.say(prose("", plainHelp, t.width, "")...)
	return false, nil
}

var plainCommands = map[string]bool{"": true, "skip": true, "back": true, "again": true, "quit": true, "exit": true, "end": true, "flag": true, "sure": true, "help": true, "?": true}

// plainCommand reads a command. Where the answer is a word, a command has a colon before it.
func plainCommand(turn *study.Turn, line string) (string, bool) {
	command, colon := strings.CutPrefix(line, ":")
	command = strings.ToLower(strings.TrimSpace(command))
	word, _, _ := strings.Cut(command, " ")
	known := plainCommands[word]
	if colon || word == "" || word == "?" {
		return command, known || colon
	}
	return command, known && turn.Kind != bank.Short
}

func (t *plainPractice) answer(turn *study.Turn, line string) (moved bool, err error) {
	if err := t.p.Answer(turn.Given(line)); err != nil {
		if errors.Is(err, study.ErrFinal) {
			return true, t.p.Forward()
		}
		return false, err
	}
	if turn.Final {
		t.say(t.feedbackLines(turn, t.width)...)
	}
	return true, t.p.Forward()
}

func (t *plainPractice) end() (moved bool, err error) {
	if t.p.Mode != study.ModeMock {
		return true, errQuit
	}
	return true, t.p.HandIn()
}

// askHandIn is the end of a mock: it is handed in, or a question is looked at again. Where the lines have ended, it is
// handed in, since all questions were shown.
func (t *plainPractice) askHandIn() error {
	t.say(blank)
	if open := t.p.Open(); len(open) > 0 {
		t.sayf("Without an answer: %s.", places(open))
	}
	line, err := t.read("end hands the exam in; a number leads to that question: ")
	if errors.Is(err, io.EOF) || t.p.Late() {
		return t.p.HandIn()
	}
	if err != nil {
		return err
	}
	switch line = strings.ToLower(strings.TrimPrefix(line, ":")); line {
	case "end":
		return t.p.HandIn()
	case "quit", "exit":
		return errQuit
	case "back":
		return t.p.Back()
	}
	if place, err := strconv.Atoi(line); err == nil {
		return t.p.Go(place - 1)
	}
	return nil
}

// reviewMock explains the questions of a mock that were not right.
func (t *plainPractice) reviewMock() {
	if t.p.Mode == study.ModeMock {
		for i, turn := range t.p.Turns {
			if turn.Correct {
				continue
			}
			t.say(blank)
			t.sayf("Question %d, %s", i+1, clean(turn.ID))
			t.question(turn)
			t.say(t.feedbackLines(turn, t.width)...)
		}
	}
	t.say(blank)
}
