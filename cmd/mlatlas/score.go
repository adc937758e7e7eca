package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"mlatlas/bank"

	"github.com/spf13/cobra"
)

func newTaxonomyScore(a *app) *cobra.Command {
	var questions string
	var verbose bool
	cmd := &cobra.Command{
		Use:   "score GOLD...",
		Short: "Measure the linking against labelled questions",
		Long: `Compares the links with labels that a person gave by reading, of all files
together. The labelled questions are taken from the atlas, from --questions, or
from the file that the labels name, if it lies beside them. Each figure stands
with the interval that holds 95 % of 2,000 resampled sets of the questions.`,
		Example: "  mlatlas taxonomy score gold.yaml\n  mlatlas taxonomy score gold.yaml --questions bank.md --verbose\n" +
			"  mlatlas taxonomy score labels/*.yaml --questions banks/",
		Args: atLeast(1, "a file of labels"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTaxonomyScore(cmd.Context(), a, args, questions, verbose)
		},
	}
	cmd.Flags().StringVar(&questions, "questions", "", "`file` that holds the labelled questions, or the folder of the files that the labels name")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list what is wrong and missing for each question")
	return cmd
}

func runTaxonomyScore(ctx context.Context, a *app, gold []string, questions string, verbose bool) error {
	for _, name := range gold {
		if _, err := os.Stat(name); err != nil {
			return err
		}
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
	printScore(a, s)
	if verbose {
		printScoreDetails(a, s)
	}
	return nil
}

func printScore(a *app, s bank.Score) {
	notes := map[string]string{
		"precision":        fmt.Sprintf("%d right, %d wrong", s.True, s.Wrong),
		"recall":           fmt.Sprintf("%d missed, %d of them not in the taxonomy", s.Missed, s.Unheard),
		"primary_hit_at_1": "the heaviest concept is a labelled primary one",
		"primary_hit_at_3": "one of the three heaviest is",
	}
	t := table{header: []string{"figure", "value", "95 %", ""}, right: map[int]bool{1: true}}
	for _, f := range s.Named() {
		i := s.Intervals[f.Name]
		t.add(strings.ReplaceAll(f.Name, "_", " "), fmt.Sprintf("%.3f", f.Value), fmt.Sprintf("%.3f–%.3f", i.Low, i.High), notes[f.Name])
	}
	t.add("promoted distractors", fmt.Sprint(s.Promoted), "", fmt.Sprintf("of %d were linked as topics", s.Distractors))
	t.add("questions", fmt.Sprint(s.Questions), "", missingNote(s))
	t.print(a.streams)

	a.printf("\n")
	kinds := table{header: []string{"kind of concept", "right", "wrong", "missed", "precision", "recall", "f1"}, right: numbers(1, 6)}
	for _, r := range s.ByKind {
		kinds.add(r.Kind, fmt.Sprint(r.True), fmt.Sprint(r.Wrong), fmt.Sprint(r.Missed),
			fmt.Sprintf("%.3f", r.Precision), fmt.Sprintf("%.3f", r.Recall), fmt.Sprintf("%.3f", r.F1))
	}
	kinds.print(a.streams)

	a.printf("\n")
	zones := table{header: []string{"strongest zone", "right", "wrong"}, right: numbers(1, 2)}
	for _, r := range s.ByZone {
		zones.add(string(r.Zone), fmt.Sprint(r.Right), fmt.Sprint(r.Wrong))
	}
	zones.print(a.streams)
	printScoreNames(a, s)
}

func printScoreNames(a *app, s bank.Score) {
	if len(s.ByName) == 0 {
		return
	}
	a.printf("\n")
	names := table{header: []string{"ambiguous name", "places", "right", "linked where it means nothing", "not linked"}, right: numbers(1, 4)}
	places, right := 0, 0
	for _, r := range s.ByName {
		names.add(r.Name, fmt.Sprint(r.Places), fmt.Sprint(r.Right), fmt.Sprint(r.Linked), fmt.Sprint(r.Unlinked))
		places, right = places+r.Places, right+r.Right
	}
	names.print(a.streams)
	a.printf("\n%d of %d places of ambiguous names are right\n", right, places)
}

// numbers marks the columns first to last as numbers.
func numbers(first, last int) map[int]bool {
	columns := map[int]bool{}
	for i := first; i <= last; i++ {
		columns[i] = true
	}
	return columns
}

func printScoreDetails(a *app, s bank.Score) {
	for _, d := range s.Details {
		a.printf("\nquestion %s\theaviest: %s\n", d.Number, strings.Join(d.Top, ", "))
		a.printf("\twrong: %s\n\tmissed: %s\n\ttasks: %s, labelled: %s\n", strings.Join(d.Wrong, ", "), strings.Join(d.Missed, ", "),
			strings.Join(d.Tasks, ", "), strings.Join(d.Wanted, ", "))
		for _, name := range d.Names {
			a.printf("\tname: %s\n", name)
		}
	}
}

func missingNote(s bank.Score) string {
	if len(s.Missing) == 0 {
		return "every labelled question was found"
	}
	return "not found: " + strings.Join(s.Missing, ", ")
}
