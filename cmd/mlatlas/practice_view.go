package main

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/study"

	tea "charm.land/bubbletea/v2"
	"github.com/mattn/go-runewidth"
)

// The screen has a head of two lines, the body, and a foot of two: what was told and the keys. All lines together are as
// many as the terminal has.
const frameLines = 4

// View draws the screen.
func (s *screen) View() tea.View {
	v := tea.NewView(s.frame())
	v.AltScreen = true
	v.WindowTitle = "mlatlas practice"
	return v
}

func (s *screen) room() int { return max(s.height-frameLines, 1) }

func (s *screen) frame() string {
	body := s.body()
	top := min(max(s.top, 0), max(len(body)-s.room(), 0))
	shown := body[top:min(top+s.room(), len(body))]
	lines := append(s.head(), shown...)
	for range s.room() - len(shown) {
		lines = append(lines, blank)
	}
	lines = append(lines, s.foot(top, len(body))...)
	var b strings.Builder
	for i, l := range lines[:min(len(lines), max(s.height, frameLines+1))] {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s.style(l.style, cut(l.text, s.width)))
	}
	return b.String()
}

func (s *screen) textWidth() int { return max(min(s.width, readable), 20) }

// head says where in the sitting this is, over a line of progress.
func (s *screen) head() []styled {
	left := modeName[s.p.Mode]
	right := ""
	done := s.p.At
	switch t := s.p.Turn(); {
	case s.p.Over:
		left += " · the end"
		done = s.p.N
		if s.look >= 0 {
			left = fmt.Sprintf("%s · looking back at %d of %d · %s", modeName[s.p.Mode], s.look+1, len(s.p.Turns), clean(s.p.Turns[s.look].ID))
		}
	case t == nil:
		left += " · all questions"
	default:
		left += fmt.Sprintf(" · %d of %d · %s", s.p.At+1, s.p.N, clean(t.ID))
		if t.Flagged {
			left += " · flagged"
		}
		if t.Sure > 0 {
			left += " · " + sureName[t.Sure]
		}
	}
	if s.p.Limit > 0 && !s.p.Over {
		right = clockTime(s.p.Left()) + " left"
	}
	gap := s.width - runewidth.StringWidth(left) - runewidth.StringWidth(right)
	if gap < 1 {
		left, gap = cut(left, max(s.width-runewidth.StringWidth(right)-1, 1)), 1
	}
	full := 0
	if s.p.N > 0 {
		full = min(s.width*done/s.p.N, s.width)
	}
	return []styled{{left + strings.Repeat(" ", gap) + right, bold}, {strings.Repeat("━", full) + strings.Repeat("─", max(s.width-full, 0)), dim}}
}

// body is what is shown between head and foot, however long.
func (s *screen) body() []styled {
	width := s.textWidth()
	switch t := s.p.Turn(); {
	case s.help:
		return helpLines(width)
	case s.p.Over && s.look >= 0:
		return s.answeredBody(s.p.Turns[s.look])
	case s.p.Over:
		return s.summaryLines(s.p.Summary(s.blueprint(s.p)), width)
	case t == nil:
		return s.placeLines(width)
	case t.Final:
		return s.answeredBody(t)
	default:
		return s.questionBody(t)
	}
}

func (s *screen) questionBody(t *study.Turn) []styled {
	width := s.textWidth()
	lines := stemLines(t, width, s.beside(t))
	if t.Kind == bank.Short || t.Kind == bank.Numeric {
		cursor := "_"
		if s.keys {
			cursor = ""
		}
		return append(append(lines, blank), prose("> ", s.text+cursor, width, bold)...)
	}
	lines = append(lines, blank)
	return append(lines, optionLines(t, width, s.choiceMark(t))...)
}

// beside shows the letters that prompts have so far; the one that gets the next is marked.
func (s *screen) beside(t *study.Turn) func(int) string {
	if t.Kind != bank.Matching {
		return nil
	}
	return func(prompt int) string {
		mark := "[" + strings.TrimSpace(s.chosen[prompt]+" ") + "]"
		if s.chosen[prompt] == "" {
			mark = "[ ]"
		}
		if prompt == s.prompt {
			mark += " <"
		}
		return mark
	}
}

// choiceMark shows without colour what is chosen: (•) one, [x] several, [2] the place in an order.
func (s *screen) choiceMark(t *study.Turn) func(bank.Option) (string, string) {
	return func(o bank.Option) (string, string) {
		at := slices.Index(s.chosen, o.Label)
		style := ""
		if at >= 0 {
			style = bold
		}
		switch t.Kind {
		case bank.Matching:
			return "  ", ""
		case bank.Ordering:
			if at >= 0 {
				return fmt.Sprintf("[%d] ", at+1), style
			}
			return "[ ] ", ""
		case bank.Multiple:
			return map[bool]string{true: "[x] ", false: "[ ] "}[at >= 0], style
		}
		return map[bool]string{true: "(•) ", false: "( ) "}[at >= 0], style
	}
}

// answeredBody is the question with its marks, and below it the verdict and the explanation.
func (s *screen) answeredBody(t *study.Turn) []styled {
	width := s.textWidth()
	lines := stemLines(t, width, nil)
	if options := optionLines(t, width, answeredMarks(t)); len(options) > 0 {
		lines = append(append(lines, blank), options...)
	}
	return append(append(lines, blank), s.feedbackLines(t, width)...)
}

// verdictAt is the line of the verdict in the body of an answered question.
func (s *screen) verdictAt() int {
	t := s.p.Turn()
	return len(s.answeredBody(t)) - len(s.feedbackLines(t, s.textWidth()))
}

// placeLines list the questions of a mock before it is handed in.
func (s *screen) placeLines(width int) []styled {
	var flagged []int
	for i, t := range s.p.Turns {
		if t.Flagged {
			flagged = append(flagged, i)
		}
	}
	open := s.p.Open()
	lines := []styled{{fmt.Sprintf("%d of %d questions are answered.", len(s.p.Turns)-len(open), len(s.p.Turns)), bold}, blank}
	if len(open) > 0 {
		lines = append(lines, prose("Without an answer: ", places(open), width, "")...)
	}
	if len(flagged) > 0 {
		lines = append(lines, prose("Flagged: ", places(flagged), width, "")...)
	}
	return append(lines, blank, styled{"Enter hands the exam in. After that no answer can be changed.", ""})
}

// foot tells what the last key came to, and which keys there are.
func (s *screen) foot(top, lines int) []styled {
	told := s.told
	if told == "" && s.asked == "" {
		if t := s.p.Turn(); t != nil && !t.Final && !s.help {
			told = task(t)
			if t.Reason != "" {
				told += " · why this one: " + t.Reason
			}
		}
	}
	switch s.asked {
	case "leave":
		told = "Leave? What you have answered is kept. y or n"
	case "hand in":
		told = "Hand the exam in? y or n"
	}
	more := ""
	if lines > s.room() {
		more = fmt.Sprintf("lines %d-%d of %d  ", top+1, min(top+s.room(), lines), lines)
	}
	style := ""
	if s.asked != "" || s.told != "" {
		style = bold
	}
	gap := s.width - runewidth.StringWidth(more)
	return []styled{{pad(cut(oneLine(told), max(gap-1, 1)), max(gap, 0)) + strings.TrimRight(more, " "), style}, {s.keyLine(), dim}}
}

// keyLine names the keys of what is on the screen.
func (s *screen) keyLine() string {
	t := s.p.Turn()
	switch {
	case s.help:
		return "any key goes back"
	case s.p.Over && s.look < 0 && len(s.missed()) > 0:
		return "Enter what was missed · ↑↓ scroll · q leave"
	case s.p.Over && s.look < 0:
		return "↑↓ scroll · q leave"
	case s.p.Over:
		return "Enter next · ← back · Esc summary · ↑↓ scroll · q leave"
	case t == nil:
		return "Enter hand in · u first without answer · f first flagged · b back · q leave"
	case t.Final:
		return "Enter next · b back · f flag · ↑↓ scroll · ? help · q leave"
	case isWritten(t) && !s.keys:
		return "write · Enter confirm · Esc other keys"
	case isWritten(t):
		return "Enter write again · s skip · b back · f flag · c how sure · ? help · q leave"
	}
	first, last := t.Options[0].Label, t.Options[len(t.Options)-1].Label
	return fmt.Sprintf("%s-%s choose · Enter confirm · %s skip · %s back · %s flag · %s how sure · ? help · %s leave", strings.ToLower(first), strings.ToLower(last),
		s.keyName(t, "s"), s.keyName(t, "b"), s.keyName(t, "f"), s.keyName(t, "c"), s.keyName(t, "q"))
}

// keyName is the key of a command: the capital where the small letter is an option.
func (s *screen) keyName(t *study.Turn, key string) string {
	if slices.ContainsFunc(t.Options, func(o bank.Option) bool { return strings.EqualFold(o.Label, key) }) {
		return strings.ToUpper(key)
	}
	return key
}

func helpLines(width int) []styled {
	var lines []styled
	for _, h := range [][2]string{
		{"a b c, 1 2 3", "choose an option; again to take it back; in an order one after the other"},
		{"Enter", "confirm the answer; behind an explanation the next question"},
		{"Tab", "of pairs: the next number; Backspace takes a letter back"},
		{"f", "flag the question, or take the flag away"},
		{"s", "skip it for now"},
		{"b or ←", "back to the question before"},
		{"→", "forward without an answer"},
		{"c", "how sure you are: guess, so-so, sure"},
		{"↑ ↓ Space", "scroll; PgUp, PgDn, Home and End too"},
		{"q", "leave; what you have answered is kept, and a mock exam can be continued"},
	} {
		lines = append(lines, prose(pad("  "+h[0], 16), h[1], width, "")...)
	}
	lines = append(lines, blank)
	return append(lines, prose("", "Where a small letter is an option, as b and c mostly are, the capital is the command: B is back. In an answer that is written, Esc makes letters commands.", width, "")...)
}
