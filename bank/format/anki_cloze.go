package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A cloze is a text with gaps: "{{c1::Amazon S3::store}} keeps {{c2::objects}}". All gaps with the same number are asked
// together; a gap may stand in another one.

// clozeStart opens a gap.
var clozeStart = pattern.New(`\{\{c([0-9]{1,3})::`)

const (
	maxGapDepth = 8
	maxGaps     = 100 // numbers in one note
	gapMark     = "_____"
)

// gap is a piece of a cloze: a text, or a gap with pieces of its own.
type gap struct {
	number int // 0 for a text
	text   string
	hint   string
	inside []gap
}

// clozeOf takes a text apart. Gaps that are not closed are text.
func clozeOf(text string) []gap {
	stack := []gap{{}}
	top := func() *gap { return &stack[len(stack)-1] }
	say := func(s string) {
		if s != "" {
			top().inside = append(top().inside, gap{text: s})
		}
	}
	starts := clozeStart.FindAllStringSubmatchIndex(text, -1)
	for text, at := text, 0; ; {
		start, end := len(text), strings.Index(text[at:], "}}")
		if len(starts) > 0 {
			start = starts[0][0]
		}
		if end >= 0 {
			end += at
		}
		switch {
		case end < 0:
			say(text[at:])
			return unwind(stack)
		case start < end && len(stack) <= maxGapDepth:
			say(text[at:start])
			number, _ := strconv.Atoi(text[starts[0][2]:starts[0][3]])
			stack = append(stack, gap{number: number, text: text[start:starts[0][1]]})
			at, starts = starts[0][1], starts[1:]
			continue
		case len(stack) == 1:
			say(text[at : end+2])
		default:
			say(text[at:end])
			closed := *top()
			stack = stack[:len(stack)-1]
			closed.takeHint()
			top().inside = append(top().inside, closed)
		}
		at = end + 2
		for len(starts) > 0 && starts[0][0] < at {
			starts = starts[1:]
		}
	}
}

// takeHint cuts the hint off the last piece of a gap.
func (g *gap) takeHint() {
	g.text = ""
	if len(g.inside) == 0 {
		return
	}
	last := &g.inside[len(g.inside)-1]
	if text, hint, ok := strings.Cut(last.text, "::"); ok && last.number == 0 {
		last.text, g.hint = text, hint
	}
}

// unwind gives the gaps that were not closed back to the text.
func unwind(stack []gap) []gap {
	for len(stack) > 1 {
		open := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		to := &stack[len(stack)-1]
		to.inside = append(append(to.inside, gap{text: open.text}), open.inside...)
	}
	return stack[0].inside
}

// numbersOf lists the numbers of the gaps, in order.
func numbersOf(pieces []gap, found []int) []int {
	for _, p := range pieces {
		if p.number > 0 && !slices.Contains(found, p.number) && len(found) < maxGaps {
			found = append(found, p.number)
		}
		found = numbersOf(p.inside, found)
	}
	slices.Sort(found)
	return found
}

// render writes the pieces with the gaps of one number left out, and collects what stood in them.
func render(b *strings.Builder, pieces []gap, hide int, hidden *[]string) {
	for _, p := range pieces {
		switch {
		case p.number == 0:
			b.WriteString(p.text)
		case p.number == hide:
			var inside strings.Builder
			render(&inside, p.inside, -1, hidden)
			*hidden = append(*hidden, strings.TrimSpace(strings.Trim(strings.TrimSpace(inside.String()), "*`")))
			b.WriteString(gapMark)
			if hint := strings.TrimSpace(p.hint); hint != "" {
				b.WriteString(" (" + hint + ")")
			}
		default:
			render(b, p.inside, hide, hidden)
		}
	}
}

// clozes makes a question of each number.
func (b *cardBox) clozes(n *ankiNote) {
	at := slices.IndexFunc(n.fields, clozeStart.MatchString)
	var rest []string
	for i, f := range n.fields {
		if i != at && strings.TrimSpace(f) != "" {
			rest = append(rest, f)
		}
	}
	pieces := clozeOf(n.fields[at])
	b.r.saw(ankiFormat)
	for _, number := range numbersOf(pieces, nil) {
		var stem strings.Builder
		var hidden []string
		render(&stem, pieces, number, &hidden)
		if len(hidden) > 0 && strings.HasPrefix(hidden[0], "image-occlusion:") {
			b.r.emitProblem(bank.Problem{Line: n.line, Severity: bank.Note, Code: "no-question",
				Message: fmt.Sprintf("gap %d hides a part of a picture, and was left out", number)})
			continue
		}
		d := draft{line: n.line, kind: bank.Short, stem: strings.TrimSpace(stem.String()), explanation: strings.Join(rest, "\n\n"), tags: n.tags, problems: n.problems}
		if answer := strings.Join(hidden, "; "); answer != "" {
			d.keys = []keyLine{{n.line, answer}}
		}
		b.r.emit(b.r.check(d))
	}
}
