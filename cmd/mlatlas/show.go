package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/bank/format"

	"github.com/spf13/cobra"
)

type showOptions struct {
	*app
	wanted string
	answer bool
	why    bool
}

func newShow(a *app) *cobra.Command {
	o := &showOptions{app: a}
	cmd := &cobra.Command{
		Use:   "show QUESTION",
		Short: "Show one question, with --answer its key and explanation",
		Long: `Shows one question, named by its ID, a number that only one question has, or
the beginning of its ID. The key and the explanation are shown only with
--answer.`,
		Example: "  mlatlas show sample/12\n  mlatlas show 12 --answer\n  mlatlas show sample/12 --why",
		Args:    exactly(1, "the ID of a question"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.wanted = args[0]
			return runShow(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVarP(&o.answer, "answer", "a", false, "show the key and the explanation")
	cmd.Flags().BoolVar(&o.why, "why", false, "show for each concept the words, the zone and the rule that link it; gives the key away")
	return cmd
}

// exactly demands n arguments and says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return counted(func(given int) bool { return given == n }, what)
}

func atLeast(n int, what string) cobra.PositionalArgs {
	return counted(func(given int) bool { return given >= n }, what)
}

func counted(fits func(given int) bool, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if !fits(len(args)) {
			return usagef(fmt.Errorf("%s needs %s", strings.TrimPrefix(cmd.CommandPath(), "mlatlas "), what), "see %s --help", cmd.CommandPath())
		}
		return nil
	}
}

func runShow(ctx context.Context, o *showOptions) error {
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	q, err := findQuestion(ctx, at, o.wanted)
	if err != nil {
		return err
	}
	copies, err := at.Copies(ctx, q)
	if err != nil {
		return err
	}
	if o.json {
		r := format.NewRecord(q, at.Taxonomy())
		r.Copies = copies
		if !o.answer {
			r = r.WithoutAnswer()
		}
		return o.printJSON(r)
	}
	o.printQuestion(at, q, e.ID)
	o.printCopies(copies)
	return nil
}

// findQuestion returns the question that an argument names.
func findQuestion(ctx context.Context, at *atlas.Atlas, wanted string) (*bank.Question, error) {
	q, err := at.Question(ctx, wanted)
	if errors.Is(err, bank.ErrNotFound) {
		near := at.NearestQuestions(ctx, wanted)
		return nil, hint(fmt.Errorf("there is no question %q", wanted), "near: %s; find one: mlatlas search WORDS", strings.Join(near, ", "))
	}
	return q, err
}

func (o *showOptions) printQuestion(at *atlas.Atlas, q *bank.Question, exam string) {
	width := o.readingWidth()
	fmt.Fprintf(o.out, "%s  %s\n\n", o.style(bold, clean(q.ID)), o.style(dim, fmt.Sprintf("%s · %s:%d", q.Kind, clean(q.Source.File), q.Source.Line)))
	fmt.Fprintln(o.out, o.marked(q, q.Stem, width, "", ""))
	o.printPrompts(q, width)
	options := o.shownOptions(q)
	if len(options) > 0 {
		fmt.Fprintln(o.out)
	}
	for _, opt := range options {
		mark, style := " ", ""
		if o.answer && opt.Correct {
			mark, style = "✓", green
		}
		text := o.marked(q, opt.Text, width, "      ", style)
		fmt.Fprintf(o.out, "%s %s  %s\n", o.style(style, mark), o.style(bold, pad(clean(opt.Label)+".", 2)), text)
		if o.answer && opt.Feedback != "" {
			fmt.Fprintln(o.out, "      "+o.marked(q, opt.Feedback, width, "      ", dim))
		}
	}
	if o.answer {
		o.printAnswer(q, width)
	} else {
		fmt.Fprintf(o.out, "\n%s\n", o.style(dim, "--answer shows the key"))
	}
	o.printTopics(at, q, exam)
	if o.why {
		o.printWhy(at, q)
	}
}

// shownOptions are the options in an order that does not give the answer away. Accepted texts are no options to choose from.
func (o *showOptions) shownOptions(q *bank.Question) []bank.Option {
	switch q.Kind {
	case bank.Short, bank.Numeric:
		if !o.answer {
			return nil
		}
	case bank.Ordering:
		if !o.answer {
			return slices.SortedStableFunc(slices.Values(q.Options), func(a, b bank.Option) int { return cmp.Compare(a.Label, b.Label) })
		}
	}
	return q.Options
}

// printPrompts prints what is to be paired with the options, with --answer beside the right one's label.
func (o *showOptions) printPrompts(q *bank.Question, width int) {
	if len(q.Prompts) == 0 {
		return
	}
	fmt.Fprintln(o.out)
	for i, prompt := range q.Prompts {
		text := strings.TrimLeft(wrap(prompt, width, "      "), " ")
		if o.answer && i < len(q.Answer) {
			text += o.style(green, " → "+clean(q.Answer[i]))
		}
		fmt.Fprintf(o.out, "  %s  %s\n", o.style(bold, pad(fmt.Sprintf("%d.", i+1), 2)), text)
	}
}

func (o *showOptions) printAnswer(q *bank.Question, width int) {
	fmt.Fprintf(o.out, "\n%s %s\n", o.style(bold, "Answer:"), o.style(green, clean(strings.Join(q.Answer, ", "))))
	if q.Explanation != "" {
		fmt.Fprintf(o.out, "\n%s\n", o.marked(q, q.Explanation, width, "", ""))
	}
	for _, r := range q.References {
		fmt.Fprintln(o.out, o.style(dim, wrap("see "+oneLine(r), width, "")))
	}
}

// printCopies names the questions that say the same. One with another key is worth a look: one of both is wrong.
func (o *showOptions) printCopies(copies []bank.Copy) {
	for _, kind := range []struct {
		conflict    bool
		label, text string
	}{{false, "Same", ""}, {true, "Copy", " with another key"}} {
		var ids []string
		for _, c := range copies {
			if (c.Kind == bank.CopyConflict) == kind.conflict {
				ids = append(ids, clean(c.ID))
			}
		}
		if len(ids) > 0 {
			text := strings.Join(ids, ", ") + kind.text
			fmt.Fprintf(o.out, "%s %s\n", o.style(bold, pad(kind.label, 6)), strings.TrimLeft(wrap(text, o.readingWidth(), "       "), " "))
		}
	}
}

// printTopics names what the question is about. Concepts that only the explanation names would hint at the key, so they
// need --answer.
func (o *showOptions) printTopics(at *atlas.Atlas, q *bank.Question, exam string) {
	if !o.answer {
		return
	}
	var tested, named []string
	for _, l := range q.Links {
		c, ok := at.Taxonomy().Concept(l.Concept)
		switch {
		case !ok || l.Role == bank.RoleDistractor:
		case l.Primary:
			tested = append(tested, c.Name)
		default:
			named = append(named, c.Name)
		}
	}
	fmt.Fprintln(o.out)
	for _, line := range []struct{ label, text string }{
		{"Tests", strings.Join(tested, ", ")}, {"Names", strings.Join(named, ", ")}, {"Task", taskNames(at, q, exam)},
	} {
		if line.text != "" {
			fmt.Fprintf(o.out, "%s %s\n", o.style(bold, pad(line.label, 6)), strings.TrimLeft(wrap(line.text, o.readingWidth(), "       "), " "))
		}
	}
}

func taskNames(at *atlas.Atlas, q *bank.Question, exam string) string {
	e, ok := at.Taxonomy().Exam(exam)
	if !ok {
		return ""
	}
	var names []string
	for _, l := range q.Tasks {
		if task, ok := e.Task(l.Task); ok && l.Exam == exam {
			names = append(names, fmt.Sprintf("%s %s (%.0f %%)", task.ID, task.Name, 100*l.Weight))
		}
	}
	if len(names) == 0 {
		return "unknown for " + strings.ToUpper(exam)
	}
	return strings.Join(names, "; ")
}

// marked wraps a text of the question in a style; the first line has no indent. With --why the names of concepts in it are
// highlighted.
func (o *showOptions) marked(q *bank.Question, text string, width int, indent, style string) string {
	if !o.why || !o.colored {
		return o.style(style, strings.TrimLeft(wrap(text, width, indent), " "))
	}
	var b strings.Builder
	at := 0
	for _, m := range mentionsIn(q, text) {
		b.WriteString(clean(text[at:m.Start]))
		// Each word by itself, so that no colour runs into the indent of the next line.
		for i, word := range strings.Split(clean(text[m.Start:m.End]), " ") {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString("\x02" + word + "\x03")
		}
		at = m.End
	}
	b.WriteString(clean(text[at:]))
	back := "\x1b[0m"
	if style != "" {
		back += "\x1b[" + style + "m"
	}
	wrapped := strings.TrimLeft(wrapClean(b.String(), width, indent), " ")
	return o.style(style, strings.NewReplacer("\x02", "\x1b[0;"+marked+"m", "\x03", back).Replace(wrapped))
}

// mentionsIn returns the mentions within one text of the question, in its order.
func mentionsIn(q *bank.Question, text string) []bank.Mention {
	var list []bank.Mention
	for _, l := range q.Links {
		for _, m := range l.Mentions {
			if m.Start >= 0 && m.Start < m.End && m.End <= len(text) && strings.HasPrefix(q.ZoneText(m), text) {
				list = append(list, m)
			}
		}
	}
	slices.SortFunc(list, func(a, b bank.Mention) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	at := 0
	return slices.DeleteFunc(list, func(m bank.Mention) bool {
		overlaps := m.Start < at
		at = max(at, m.End)
		return overlaps
	})
}

// printWhy lists the evidence of each link: the words, where they stand, and the linker's rule, or what implies it.
func (o *showOptions) printWhy(at *atlas.Atlas, q *bank.Question) {
	fmt.Fprintln(o.out)
	t := &table{header: []string{"CONCEPT", "ROLE", "WEIGHT", "ZONE", "RULE", "WORDS"}, right: map[int]bool{2: true}, styles: []string{bold}, whole: map[int]bool{0: true}}
	for _, l := range q.Links {
		for i, m := range l.Mentions {
			id, role, weight := l.Concept, string(l.Role), fmt.Sprintf("%.2f", l.Weight)
			if i > 0 && o.outTerminal {
				id, role, weight = "", "", ""
			}
			t.add(id, role, weight, strings.TrimSpace(string(m.Zone)+" "+m.Option), m.Rule, zoneText(q, m))
		}
		if len(l.ImpliedBy) > 0 {
			t.add(l.Concept, string(l.Role), fmt.Sprintf("%.2f", l.Weight), "", "implied by "+strings.Join(l.ImpliedBy, " and "), "")
		}
	}
	t.print(o.streams)
}

// zoneText returns the words of a mention.
func zoneText(q *bank.Question, m bank.Mention) string {
	text := q.ZoneText(m)
	if m.Start < 0 || m.End > len(text) || m.Start > m.End {
		return ""
	}
	return text[m.Start:m.End]
}
