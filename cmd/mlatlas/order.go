package main

import (
	"context"
	"fmt"
	"strings"

	"mlatlas/atlas"

	"github.com/spf13/cobra"
)

type orderOptions struct {
	*app
	picture
	concept string
}

func newOrder(a *app) *cobra.Command {
	o := &orderOptions{app: a}
	cmd := &cobra.Command{
		Use:   "order CONCEPT",
		Short: "Show what to learn before a concept",
		Long: `Lists everything that is, step by step, a prerequisite of the concept, in the
order to learn it. What stands in one level needs only what stands in the
levels before; those that most questions test come first.`,
		Example: `  mlatlas order graphrag
  mlatlas order "ROC AUC" -o auc.svg
  mlatlas order llm --json`,
		Args:              exactly(1, "a concept"),
		ValidArgsFunction: completeConcepts(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.concept = args[0]
			return runOrder(cmd.Context(), o)
		},
	}
	o.picture.flags(cmd)
	return cmd
}

func runOrder(ctx context.Context, o *orderOptions) error {
	if o.asked() {
		if err := o.settle(o.app); err != nil {
			return err
		}
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Order(ctx, o.concept)
	if err != nil {
		return err
	}
	for _, c := range v.Cut {
		o.note("%s and %s need each other, by a circle in the taxonomy: %s is put first", names(at, []string{c.From}), names(at, []string{c.To}), names(at, []string{c.To}))
	}
	switch {
	case o.asked():
		m, err := at.OrderMap(ctx, v, e.ID)
		if err != nil {
			return err
		}
		return o.drawFlow(ctx, o.app, at, e.ID, m)
	case o.json:
		return o.printJSON(v)
	}
	o.print(v)
	return nil
}

func (o *orderOptions) print(v *atlas.OrderView) {
	if len(v.Levels) == 0 {
		o.printNear(v)
		return
	}
	t := &table{header: []string{"LEVEL", "CONCEPT", "TESTED", "QUESTIONS", "NAME"},
		right: map[int]bool{0: true, 2: true, 3: true}, styles: []string{"", bold}, whole: map[int]bool{1: true}}
	concepts := 0
	for _, level := range v.Levels {
		for _, c := range level.Concepts {
			concepts++
			row := []string{fmt.Sprint(level.Level), c.ID, fmt.Sprint(c.Primary), fmt.Sprint(c.Questions), c.Name}
			if !o.outTerminal {
				row = append(row, neededFor(c))
			}
			t.add(row...)
			t.below = append(t.below, "for "+neededFor(c))
		}
	}
	t.print(o.streams)
	fmt.Fprintf(o.err, "\n%s in %s before %s%s\n", plural(concepts, "concept"), plural(len(v.Levels), "level"), clean(v.Name), then(v))
}

// neededFor names what a concept comes before, with the reason where there is only one.
func neededFor(c atlas.OrderConcept) string {
	var list []string
	for _, b := range c.Before {
		list = append(list, b.Name)
	}
	text := strings.Join(list, ", ")
	if len(c.Before) == 1 && c.Before[0].Reason != "" {
		text += ": " + c.Before[0].Reason
	}
	return text
}

// then says what comes after the concept.
func then(v *atlas.OrderView) string {
	var list []string
	for _, c := range v.Then {
		list = append(list, c.Name)
	}
	if len(list) == 0 {
		return ""
	}
	return "; then: " + clean(strings.Join(list, ", "))
}

// printNear says that nothing comes first, and names what is close.
func (o *orderOptions) printNear(v *atlas.OrderView) {
	fmt.Fprintf(o.err, "%s needs nothing that the taxonomy knows of%s\n", clean(v.Name), then(v))
	if len(v.Near) == 0 {
		return
	}
	fmt.Fprintln(o.err, "Close to it:")
	widest := 0
	for _, c := range v.Near {
		widest = max(widest, len(c.ID))
	}
	indent := strings.Repeat(" ", widest+2*columnGap)
	for _, c := range v.Near {
		fmt.Fprintln(o.err, "  "+pad(c.ID, widest+columnGap)+strings.TrimLeft(wrap(oneLine(c.Reason), o.readingWidth(), indent), " "))
	}
}
