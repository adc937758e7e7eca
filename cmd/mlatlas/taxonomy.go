package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"
)

func newTaxonomy(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "taxonomy",
		Short: "The concepts and blueprints as data",
		Long: `The concepts, names, relations and exam blueprints that mlatlas knows. Your own
YAML files in the folder taxonomy/ of the atlas are laid over them: see
docs/taxonomy.md.`,
		Example: "  mlatlas taxonomy list --exams\n  mlatlas taxonomy show glue\n  mlatlas taxonomy check own.yaml",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTaxonomyList(a), newTaxonomyShow(a), newTaxonomyCheck(a), newTaxonomyScore(a))
	return cmd
}

func newTaxonomyList(a *app) *cobra.Command {
	var exams bool
	var kinds []string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List all concepts, or the exams",
		Example: "  mlatlas taxonomy list --kind metric\n  mlatlas taxonomy list --exams",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkKinds(kinds); err != nil {
				return err
			}
			return runTaxonomyList(a, exams, kinds)
		},
	}
	cmd.Flags().BoolVar(&exams, "exams", false, "list the exam blueprints")
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, "only these `kinds`")
	return cmd
}

func runTaxonomyList(a *app, exams bool, kinds []string) error {
	at, err := a.open()
	if err != nil {
		return err
	}
	defer at.Close()
	t := at.Taxonomy()
	if exams {
		return listExams(a, t.Exams())
	}
	concepts := []*taxonomy.Concept{}
	for _, c := range t.Concepts() {
		if c.Linkable() && (len(kinds) == 0 || slices.Contains(kinds, c.Kind)) {
			concepts = append(concepts, c)
		}
	}
	if a.json {
		return a.printJSON(concepts)
	}
	rows := &table{header: []string{"CONCEPT", "KIND", "NAME", "ALSO"}, styles: []string{bold}}
	for _, c := range concepts {
		rows.add(c.ID, c.Kind, c.Name, strings.Join(append(c.Aliases[:len(c.Aliases):len(c.Aliases)], c.FormerNames...), ", "))
	}
	rows.print(a.streams)
	return nil
}

func listExams(a *app, exams []*taxonomy.Exam) error {
	if a.json {
		return a.printJSON(exams)
	}
	rows := &table{header: []string{"EXAM", "FROM", "UNTIL", "TASKS", "NAME"}, right: map[int]bool{3: true}, styles: []string{bold}}
	for _, e := range exams {
		rows.add(e.ID, e.From, e.Until, fmt.Sprint(len(e.Tasks)), e.Name)
	}
	rows.print(a.streams)
	return nil
}

func newTaxonomyShow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:               "show CONCEPT",
		Short:             "Print one concept as YAML, to be copied and changed",
		Example:           "  mlatlas taxonomy show sagemaker-clarify",
		Args:              exactly(1, "a concept"),
		ValidArgsFunction: completeConcepts(1),
		RunE: func(_ *cobra.Command, args []string) error {
			at, err := a.open()
			if err != nil {
				return err
			}
			defer at.Close()
			id, err := at.FindConcept(args[0])
			if err != nil {
				return err
			}
			c, _ := at.Taxonomy().Concept(id)
			if a.json {
				return a.printJSON(c)
			}
			e := yaml.NewEncoder(a.out)
			e.SetIndent(2)
			return e.Encode(map[string][]*taxonomy.Concept{"concepts": {c}})
		},
	}
}

func newTaxonomyCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Check taxonomy files laid over the built-in ones",
		Long: `Checks that the files fit over the built-in taxonomy: known keys, unique names,
no reference to what does not exist, no circle. Lists every fault with its
line. Without FILE it checks the atlas's own.`,
		Example: "  mlatlas taxonomy check\n  mlatlas taxonomy check own.yaml",
		RunE:    func(_ *cobra.Command, args []string) error { return runTaxonomyCheck(a, args) },
	}
}

// checkReport is what `taxonomy check --json` prints.
type checkReport struct {
	Files    []string         `json:"files"`
	Concepts int              `json:"concepts"`
	Faults   []taxonomy.Fault `json:"faults"`
}

func runTaxonomyCheck(a *app, args []string) error {
	if len(args) == 0 {
		args = atlas.OwnTaxonomy(a.dir)
	}
	t, err := taxonomy.LoadFiles(args)
	var faults taxonomy.Faults
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	r := checkReport{Files: append([]string{}, args...), Faults: append([]taxonomy.Fault{}, faults...)}
	if t != nil {
		r.Concepts = len(t.Concepts())
	}
	if a.json {
		err = a.printJSON(r)
	} else {
		for _, f := range faults {
			a.printf("%s\n", clean(f.String()))
		}
	}
	if err == nil || errors.As(err, &faults) {
		if len(faults) > 0 {
			fmt.Fprintln(a.err, plural(len(faults), "fault"))
			return errSilent
		}
		if !a.json {
			fmt.Fprintf(a.err, "sound: %s\n", plural(r.Concepts, "concept"))
		}
		return nil
	}
	return err
}

func newTaxonomyScore(a *app) *cobra.Command {
	var questions string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "score GOLD",
		Short: "Measure the linking against labelled questions",
		Long: `Compares the links with labels that a person gave by reading. The labelled
questions are taken from the atlas, from --questions, or from the file that the
labels name, if it lies beside them.`,
		Example: "  mlatlas taxonomy score gold.yaml\n  mlatlas taxonomy score gold.yaml --questions bank.md --verbose",
		Args:    exactly(1, "a file of labels"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTaxonomyScore(cmd.Context(), a, args[0], questions, verbose)
		},
	}
	cmd.Flags().StringVar(&questions, "questions", "", "`file` that holds the labelled questions")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list what is wrong and missing for each question")
	return cmd
}

func runTaxonomyScore(ctx context.Context, a *app, gold, questions string, verbose bool) error {
	if _, err := os.Stat(gold); err != nil {
		return err
	}
	at, err := a.open()
	if err != nil {
		return err
	}
	defer at.Close()
	s, err := at.Score(ctx, gold, questions)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(s)
	}
	printScore(a, s, verbose)
	return nil
}

func printScore(a *app, s bank.Score, verbose bool) {
	for _, row := range []struct {
		name  string
		value float64
		note  string
	}{
		{"precision", s.Precision, fmt.Sprintf("%d right, %d wrong", s.True, s.Wrong)},
		{"recall", s.Recall, fmt.Sprintf("%d missed", s.Missed)},
		{"f1", s.F1, ""},
		{"primary hit@1", s.Hit1, "the heaviest concept is a labelled primary one"},
		{"primary hit@3", s.Hit3, "one of the three heaviest is"},
		{"task", s.Task, ""},
		{"task or alternative", s.TaskAny, ""},
		{"domain", s.Domain, ""},
	} {
		a.printf("%-20s\t%.3f\t%s\n", row.name, row.value, row.note)
	}
	a.printf("%-20s\t%d\tof %d were linked as topics\n", "distractors", s.Promoted, s.Distractors)
	a.printf("%-20s\t%d\t%s\n", "questions", s.Questions, missingNote(s))
	if !verbose {
		return
	}
	for _, d := range s.Details {
		a.printf("\nquestion %s\theaviest: %s\n", d.Number, strings.Join(d.Top, ", "))
		a.printf("\twrong: %s\n\tmissed: %s\n\ttasks: %s, labelled: %s\n", strings.Join(d.Wrong, ", "), strings.Join(d.Missed, ", "),
			strings.Join(d.Tasks, ", "), strings.Join(d.Wanted, ", "))
	}
}

func missingNote(s bank.Score) string {
	if len(s.Missing) == 0 {
		return "every labelled question was found"
	}
	return "not found: " + strings.Join(s.Missing, ", ")
}
