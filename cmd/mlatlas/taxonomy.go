package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mlatlas/atlas"
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
