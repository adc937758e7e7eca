package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

type conceptsOptions struct {
	*app
	atlas.ConceptFilter
	concept string
	inExam  bool
	limit   int
}

func newConcepts(a *app) *cobra.Command {
	o := &conceptsOptions{app: a}
	cmd := &cobra.Command{
		Use:   "concepts [CONCEPT]",
		Short: "List concepts with their questions, or show one",
		Long: `Without an argument, lists the concepts with the number of questions about
them. With one, shows what it is: its definition, names, relations, neighbours
and questions.`,
		Example: `  mlatlas concepts
  mlatlas concepts --kind service --unused
  mlatlas concepts clarify
  mlatlas concepts "Kinesis Data Analytics"`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeConcepts(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.concept = args[0]
				return runConcept(cmd.Context(), o)
			}
			return runConcepts(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.Kinds, "kind", nil, "only these `kinds`: "+strings.Join(linkableKinds(), ", "))
	f.BoolVar(&o.Unused, "unused", false, "only concepts that no question is about")
	f.BoolVar(&o.Used, "used", false, "only concepts that some question is about")
	f.BoolVar(&o.inExam, "in-exam", false, "only concepts that the exam asks for")
	f.IntVarP(&o.limit, "limit", "n", 0, "at most so many `rows` (0: all; in a terminal 40)")
	_ = cmd.RegisterFlagCompletionFunc("kind", completeWords(linkableKinds()))
	return cmd
}

// verb is a verb in the number of its subject.
func verb(n int, word string) string {
	if n == 1 {
		return word + "s"
	}
	return word
}

func linkableKinds() []string {
	return slices.DeleteFunc(slices.Clone(taxonomy.Kinds), func(k string) bool { return k == taxonomy.KindGroup })
}

const terminalRows = 40

func checkKinds(kinds []string) error {
	for _, k := range kinds {
		if !slices.Contains(linkableKinds(), k) {
			return usagef(fmt.Errorf("unknown kind %q", k), "near: %s", strings.Join(taxonomy.NearestWords(k, linkableKinds(), 3), ", "))
		}
	}
	return nil
}

func runConcepts(ctx context.Context, o *conceptsOptions) error {
	if err := checkKinds(o.Kinds); err != nil {
		return err
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	if o.inExam {
		o.Exam = e.ID
	}
	rows, err := at.Concepts(ctx, o.ConceptFilter)
	if err != nil {
		return err
	}
	limit := o.limit
	if limit == 0 && o.outTerminal && !o.json {
		limit = terminalRows
	}
	shown := rows
	if limit > 0 && len(rows) > limit {
		shown = rows[:limit]
	}
	if o.json {
		return o.printJSON(shown)
	}
	t := &table{header: []string{"CONCEPT", "QUESTIONS", "TESTED", "KIND", "NAME"}, right: map[int]bool{1: true, 2: true}, styles: []string{bold}, whole: map[int]bool{0: true}}
	for _, r := range shown {
		t.add(r.ID, fmt.Sprint(r.Questions), fmt.Sprint(r.Primary), r.Kind, r.Name)
	}
	t.print(o.streams)
	if len(shown) < len(rows) {
		fmt.Fprintf(o.err, "\n%d of %s; more: --limit %d\n", len(shown), plural(len(rows), "concept"), len(rows))
	}
	return nil
}

func runConcept(ctx context.Context, o *conceptsOptions) error {
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	v, err := at.Concept(ctx, o.concept, e.ID)
	if err != nil {
		return err
	}
	if o.json {
		return o.printJSON(v)
	}
	o.printCard(at, e, v)
	return nil
}

func (o *conceptsOptions) printCard(at *atlas.Atlas, e *taxonomy.Exam, v *atlas.ConceptView) {
	facts := v.Kind
	if v.Status != "" {
		facts += " · " + v.Status
	}
	fmt.Fprintf(o.out, "%s  %s\n", o.style(bold, v.Name), o.style(dim, v.ID+" · "+facts))
	if v.Definition != "" {
		fmt.Fprintln(o.out, wrap(v.Definition, o.readingWidth(), ""))
	}
	fmt.Fprintln(o.out)
	o.field("Also", strings.Join(v.Aliases, ", "))
	o.field("Under", names(at, v.Parents))
	o.field("Holds", names(at, v.Children))
	for _, r := range relationLines(at, v) {
		o.field(r[0], r[1])
	}
	var tasks []string
	for _, id := range v.Tasks {
		if task, ok := e.Task(id); ok {
			tasks = append(tasks, id+" "+task.Name)
		}
	}
	o.field("Tasks", strings.Join(tasks, "; "))
	var related []string
	for _, r := range v.Related {
		related = append(related, fmt.Sprintf("%s (%d)", r.Name, r.Questions))
	}
	o.field("Tested with", strings.Join(related, ", "))
	text := "none yet"
	if n := v.Questions.Mentioned; n > 0 {
		text = fmt.Sprintf("%d, of which %d %s it: %s", n, v.Questions.Primary, verb(v.Questions.Primary, "test"), strings.Join(v.Questions.IDs[:min(6, len(v.Questions.IDs))], ", "))
		if n > 6 {
			text += ", …   mlatlas search concept:" + v.ID
		}
	}
	o.field("Questions", text)
}

const fieldWidth = 16

func (o *conceptsOptions) field(label, text string) {
	if text == "" {
		return
	}
	indent := strings.Repeat(" ", fieldWidth)
	body := strings.TrimLeft(wrap(text, o.readingWidth(), indent), " ")
	fmt.Fprintln(o.out, o.style(cyan, pad(label, fieldWidth))+body)
}

func names(at *atlas.Atlas, ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = id
		if c, ok := at.Taxonomy().Concept(id); ok {
			list[i] = c.Name
		}
	}
	return strings.Join(list, ", ")
}

// inverse says how a relation reads from its other end.
var inverse = map[string]string{
	"part-of": "has part", "uses": "used by", "monitors": "monitored by", "triggers": "triggered by", "stores": "stored by",
	"alternative-to": "alternative to", "prerequisite-of": "learn first", "mitigates": "mitigated by", "measures": "measured by",
	"secures": "secured by",
}

// outward says how a relation reads from the concept that holds it.
var outward = map[string]string{"prerequisite-of": "then learn"}

// relationLines groups the relations of a card by how they read.
func relationLines(at *atlas.Atlas, v *atlas.ConceptView) [][2]string {
	var labels []string
	ids := map[string][]string{}
	for _, r := range v.Relations {
		label := strings.ReplaceAll(r.Type, "-", " ")
		if r.Direction == "in" {
			label = inverse[r.Type]
		} else if o, ok := outward[r.Type]; ok {
			label = o
		}
		label = strings.ToUpper(label[:1]) + label[1:]
		if !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
		ids[label] = append(ids[label], r.To)
	}
	var lines [][2]string
	for _, label := range labels {
		lines = append(lines, [2]string{label, names(at, ids[label])})
	}
	return lines
}
