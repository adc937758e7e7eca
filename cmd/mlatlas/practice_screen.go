package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/study"

	tea "charm.land/bubbletea/v2"
)

// screen is the full-screen face of a sitting. It shows one of: a question, its explanation, the places of a mock before it
// is handed in, the summary, or an explanation that is looked at again after the summary. Keys are read here, lines are
// made in practice_view.go; the sitting decides what is right.
type screen struct {
	*practiceOptions
	p             *atlas.Practice
	width, height int

	chosen []string // letters of the answer in the making, in the order in which they were chosen; of pairs one a prompt, "" for none
	text   string   // the answer in the making where it is written
	keys   bool     // in a written answer: letters are commands
	prompt int      // of pairs: which one gets the next letter
	top    int      // first line that is shown of what is longer than the screen
	look   int      // after the end: the place that is looked at again; -1: the summary
	help   bool
	asked  string // a question that needs y or n: "leave", "hand in"
	told   string // a line about the last key
	err    error
}

func newScreen(o *practiceOptions, p *atlas.Practice) *screen {
	s := &screen{practiceOptions: o, p: p, width: defaultWidth, height: defaultHeight, look: -1}
	s.recall()
	return s
}

const defaultHeight = 24

// runScreen fills the terminal until the learner leaves.
func (o *practiceOptions) runScreen(ctx context.Context, p *atlas.Practice) error {
	s := newScreen(o, p)
	_, err := tea.NewProgram(s, tea.WithContext(ctx), tea.WithInput(o.in), tea.WithOutput(o.out), tea.WithoutSignalHandler()).Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if s.err != nil {
		return s.err
	}
	return err
}

// tick comes each second while the clock of a mock runs.
type tick time.Time

func (s *screen) wait() tea.Cmd {
	if s.p.Limit == 0 || s.p.Over {
		return nil
	}
	return tea.Tick(time.Second, func(now time.Time) tea.Msg { return tick(now) })
}

// Init starts the clock.
func (s *screen) Init() tea.Cmd { return s.wait() }

// Update carries out what has happened.
func (s *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = msg.Width, msg.Height
	case tick:
		s.checkTime()
		return s, s.wait()
	case tea.PasteMsg:
		s.write(msg.Content)
	case tea.KeyPressMsg:
		if s.press(msg) || s.err != nil {
			return s, tea.Quit
		}
	}
	return s, nil
}

// checkTime hands a mock in when its time is up.
func (s *screen) checkTime() {
	if s.p.Late() && !s.p.Over {
		s.do(s.p.HandIn())
		s.asked, s.help, s.told = "", false, "The time is up: the exam is handed in."
	}
}

// do keeps the error of a step, and makes the screen ready for what is on now.
func (s *screen) do(err error) {
	if err != nil {
		s.err = err
	}
	s.top = 0
	s.recall()
}

// recall begins with the answer that a question has already.
func (s *screen) recall() {
	s.chosen, s.text, s.keys, s.prompt = nil, "", false, 0
	t := s.p.Turn()
	switch {
	case t == nil:
	case t.Kind == bank.Matching:
		s.chosen = make([]string, len(t.Prompts))
		copy(s.chosen, t.Chosen)
	case isWritten(t):
		s.text = strings.Join(t.Chosen, " ")
	default:
		s.chosen = slices.Clone(t.Chosen)
	}
}

// press carries out a key, and reports whether the program ends.
func (s *screen) press(msg tea.KeyPressMsg) (quit bool) {
	key := msg.String()
	s.told = ""
	s.checkTime()
	switch {
	case key == "ctrl+c":
		return true
	case s.asked != "":
		return s.confirm(key)
	case s.help:
		s.help = false
		return false
	case s.scroll(key):
		return false
	case s.p.Over:
		return s.pressAfter(key)
	case s.p.Turn() == nil:
		return s.pressPlaces(key)
	case s.p.Turn().Final:
		return s.command(strings.ToLower(key))
	}
	return s.pressQuestion(msg)
}

// scroll moves what is longer than the screen. What was moved too far is put right when it is shown.
func (s *screen) scroll(key string) bool {
	page := max(s.height-frameLines-1, 1)
	switch key {
	case "up":
		s.top--
	case "down":
		s.top++
	case "pgup":
		s.top -= page
	case "pgdown", "space":
		if key == "space" && s.typing() {
			return false
		}
		s.top += page
	case "home":
		s.top = 0
	case "end":
		s.top = len(s.body())
	default:
		return false
	}
	s.top = min(max(s.top, 0), s.lastTop())
	return true
}

func (s *screen) lastTop() int { return max(len(s.body())-s.room(), 0) }

// typing reports whether letters are written rather than chosen.
func (s *screen) typing() bool {
	t := s.p.Turn()
	return t != nil && !t.Final && isWritten(t) && !s.keys && !s.p.Over
}

func (s *screen) pressQuestion(msg tea.KeyPressMsg) (quit bool) {
	t, key := s.p.Turn(), msg.String()
	switch {
	case key == "enter":
		s.answer(t)
		return false
	case s.typing():
		s.pressWriting(msg)
		return false
	case key == "backspace":
		s.unchoose(t)
		return false
	case key == "tab" || key == "shift+tab":
		s.movePrompt(t, key)
		return false
	case s.choose(t, msg.Key().Text):
		return false
	}
	return s.command(strings.ToLower(key))
}

// pressWriting is for answers that are written: Esc makes letters commands.
func (s *screen) pressWriting(msg tea.KeyPressMsg) {
	switch msg.String() {
	case "esc":
		s.keys = true
	case "left", "right":
		s.command(msg.String())
	case "backspace":
		if r := []rune(s.text); len(r) > 0 {
			s.text = string(r[:len(r)-1])
		}
	default:
		s.write(msg.Key().Text)
	}
}

const longestText = 200 // characters of a written answer

func (s *screen) write(text string) {
	if s.typing() {
		s.text = strings.ReplaceAll(clean(s.text+text), "\n", " ")
		if r := []rune(s.text); len(r) > longestText {
			s.text = string(r[:longestText])
		}
	}
}

// choose takes a letter or a digit for an option. A capital that is a command stays one: B is back, b is an option.
func (s *screen) choose(t *study.Turn, text string) bool {
	if text == "" || isWritten(t) || strings.Contains(commandLetters, text) {
		return false
	}
	label := strings.ToUpper(text)
	if place, err := strconv.Atoi(text); err == nil && place >= 1 && place <= len(t.Options) {
		label = t.Options[place-1].Label
	}
	if !slices.ContainsFunc(t.Options, func(o bank.Option) bool { return o.Label == label }) {
		return false
	}
	switch at := slices.Index(s.chosen, label); {
	case t.Kind == bank.Matching:
		s.chosen[s.prompt] = label
		s.prompt = min(s.prompt+1, len(s.chosen)-1)
	case t.Kind == bank.Single || t.Kind == bank.TrueFalse:
		s.chosen = []string{label}
	case at >= 0:
		s.chosen = slices.Delete(s.chosen, at, at+1)
	default:
		s.chosen = append(s.chosen, label)
	}
	return true
}

func (s *screen) unchoose(t *study.Turn) {
	switch {
	case t.Kind == bank.Matching:
		if s.chosen[s.prompt] == "" && s.prompt > 0 {
			s.prompt--
		}
		s.chosen[s.prompt] = ""
	case len(s.chosen) > 0:
		s.chosen = s.chosen[:len(s.chosen)-1]
	}
}

func (s *screen) movePrompt(t *study.Turn, key string) {
	if n := len(t.Prompts); t.Kind == bank.Matching && n > 0 {
		step := map[string]int{"tab": 1, "shift+tab": n - 1}[key]
		s.prompt = (s.prompt + step) % n
	}
}

// answer gives the answer on the screen. In a mock the next question follows.
func (s *screen) answer(t *study.Turn) {
	if s.keys {
		s.keys = false
		return
	}
	chosen := slices.Clone(s.chosen)
	if isWritten(t) {
		chosen = t.Given(s.text)
	}
	if i := slices.Index(chosen, ""); i >= 0 {
		s.prompt, s.told = i, fmt.Sprintf("%d has no letter yet", i+1)
		return
	}
	err := s.p.Answer(chosen)
	if choice, ok := err.(*study.ChoiceError); ok {
		s.told = choice.Message
		return
	}
	if s.do(err); err != nil {
		return
	}
	if s.p.Mode == study.ModeMock {
		s.do(s.p.Forward())
		return
	}
	s.top = min(s.verdictAt(), s.lastTop())
}

const commandLetters = "FSBCQ?"

// command carries out a key that stands for something to do.
func (s *screen) command(key string) (quit bool) {
	t := s.p.Turn()
	switch key {
	case "enter", "right", "n":
		if t != nil && t.Final || key == "right" {
			s.do(s.p.Forward())
		}
	case "f", "shift+f":
		if err := s.p.Flag(); err != nil {
			s.err = err
		}
	case "s", "shift+s":
		s.do(s.p.Skip())
	case "b", "shift+b", "left":
		s.do(s.p.Back())
	case "c", "shift+c":
		if t != nil && !t.Final {
			s.p.SetSure((t.Sure + 1) % len(sureName))
		}
	case "?":
		s.help = true
	case "q", "shift+q":
		s.asked = "leave"
	}
	return false
}

// confirm answers what was asked. Anything but y takes it back.
func (s *screen) confirm(key string) (quit bool) {
	asked := s.asked
	s.asked = ""
	if strings.ToLower(key) != "y" {
		return false
	}
	if asked == "leave" {
		return true
	}
	s.do(s.p.HandIn())
	return false
}

// pressPlaces is for the list of a mock's questions before it is handed in.
func (s *screen) pressPlaces(key string) (quit bool) {
	switch strings.ToLower(key) {
	case "enter":
		s.asked = "hand in"
	case "u":
		if open := s.p.Open(); len(open) > 0 {
			s.do(s.p.Go(open[0]))
		}
	case "f", "shift+f":
		if i := slices.IndexFunc(s.p.Turns, func(t *study.Turn) bool { return t.Flagged }); i >= 0 {
			s.do(s.p.Go(i))
		}
	default:
		return s.command(strings.ToLower(key))
	}
	return false
}

// pressAfter is for the summary, and for looking through the explanations behind it.
func (s *screen) pressAfter(key string) (quit bool) {
	missed := s.missed()
	at := slices.Index(missed, s.look)
	switch strings.ToLower(key) {
	case "enter", "right", "m", "n":
		if at+1 < len(missed) {
			s.look = missed[at+1]
		} else {
			s.look = -1
		}
	case "b", "left":
		if s.look = -1; at > 0 {
			s.look = missed[at-1]
		}
	case "?":
		s.help = true
		return false
	case "q", "esc":
		if s.look < 0 || strings.ToLower(key) == "q" {
			return true
		}
		s.look = -1
	default:
		return false
	}
	s.top = 0
	return false
}

// missed lists the places of what was not right.
func (s *screen) missed() []int {
	var list []int
	for i, t := range s.p.Turns {
		if t.Final && !t.Correct {
			list = append(list, i)
		}
	}
	return list
}
