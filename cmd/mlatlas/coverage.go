package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/graph"
	"mlatlas/graph/draw"

	"github.com/spf13/cobra"
)

type coverageOptions struct {
	*app
	by        string
	output    string
	failUnder float64
}

var coverageBy = []string{"domain", "task", "concept", "service"}

// coverageFormats are the formats of a coverage file.
var coverageFormats = []string{"svg", "png", "csv", "json"}

func newCoverage(a *app) *cobra.Command {
	o := &coverageOptions{app: a}
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Compare the questions with an exam blueprint",
		Long: `Shows how the questions spread over the domains and tasks of the exam, beside
the weight that the blueprint gives each, with the 95 % interval of each share.
A verdict is given only where there are enough questions for one.`,
		Example: "  mlatlas coverage\n  mlatlas coverage --by task --exam aif-c01\n  mlatlas coverage -o coverage.svg\n  mlatlas coverage --fail-under 0.8",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runCoverage(cmd.Context(), o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.by, "by", "domain", "list by: "+strings.Join(coverageBy, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write a picture or table to this `file`: .svg, .png, .csv or .json")
	f.Float64Var(&o.failUnder, "fail-under", 0, "exit with 1 if less than this `share` (0 to 1) of the blueprint's concepts has a question")
	_ = cmd.RegisterFlagCompletionFunc("by", completeWords(coverageBy))
	return cmd
}

func runCoverage(ctx context.Context, o *coverageOptions) error {
	format := formatOf(o.output)
	if !slices.Contains(coverageBy, o.by) {
		return usagef(fmt.Errorf("cannot list by %q", o.by), "one of: %s", strings.Join(coverageBy, ", "))
	}
	if o.output != "" && !slices.Contains(coverageFormats, format) {
		return usagef(fmt.Errorf("cannot write coverage as %q", o.output), "name a file that ends in .svg, .png, .csv or .json")
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	c, err := at.Coverage(ctx, e.ID)
	if err != nil {
		return err
	}
	switch {
	case o.output != "":
		err = o.write(c, format)
	case o.json:
		err = o.printJSON(c)
	case o.by == "service":
		err = o.printServices(ctx, at)
	default:
		o.print(c)
	}
	if err != nil {
		return err
	}
	if covered := coveredShare(c); covered < o.failUnder {
		return hint(fmt.Errorf("%.0f %% of the blueprint's concepts have a question, less than the %.0f %% asked for", 100*covered, 100*o.failUnder), "what is missing: mlatlas coverage --by concept")
	}
	return nil
}

// coveredShare is the share of the concepts of all tasks that some question is about.
func coveredShare(c graph.Coverage) float64 {
	all, covered := 0, 0
	for _, d := range c.Domains {
		for _, t := range d.Tasks {
			all += t.Concepts
			covered += t.Covered
		}
	}
	if all == 0 {
		return 0
	}
	return float64(covered) / float64(all)
}

func (o *coverageOptions) print(c graph.Coverage) {
	switch o.by {
	case "domain":
		o.printDomains(c)
	case "task":
		o.printTasks(c)
	case "concept":
		t := &table{header: []string{"TASK", "CONCEPT WITHOUT A QUESTION"}, styles: []string{bold}}
		for _, d := range c.Domains {
			for _, task := range d.Tasks {
				for _, id := range task.Uncovered {
					t.add(task.ID, id)
				}
			}
		}
		t.print(o.streams)
	}
	fmt.Fprintf(o.err, "\n%s, %s of them with a task of %s\n%.0f %% of the concepts that it asks for have a question\n",
		plural(c.Questions, "question"), thousands(c.Linked), strings.ToUpper(c.Exam), 100*coveredShare(c))
}

func (o *coverageOptions) printDomains(c graph.Coverage) {
	t := &table{header: []string{"DOMAIN", "WEIGHT", "SHARE", "95 %", "HAVE", "WANT", "VERDICT", "NAME"},
		right: map[int]bool{1: true, 2: true, 4: true, 5: true}, styles: []string{bold}}
	for _, d := range c.Domains {
		t.add(d.ID, percent(d.Weight/100), percent(d.Share), interval(d.Low, d.High), number(d.Questions), number(d.Expected), d.Verdict, d.Name)
	}
	t.print(o.streams)
}

// printServices lists the services that the exam asks for, those without a question last.
func (o *coverageOptions) printServices(ctx context.Context, at *atlas.Atlas) error {
	services, err := at.Concepts(ctx, atlas.ConceptFilter{Kinds: []string{"service"}, Exam: o.exam})
	if err != nil {
		return err
	}
	t := &table{header: []string{"SERVICE", "QUESTIONS", "TESTED", "NAME"}, right: map[int]bool{1: true, 2: true}, styles: []string{bold}}
	without := 0
	for _, s := range services {
		t.add(s.ID, fmt.Sprint(s.Questions), fmt.Sprint(s.Primary), s.Name)
		if s.Questions == 0 {
			without++
		}
	}
	t.print(o.streams)
	fmt.Fprintf(o.err, "\n%s of %s, %d of them without a question\n", plural(len(services), "service"), strings.ToUpper(o.exam), without)
	return nil
}

func (o *coverageOptions) printTasks(c graph.Coverage) {
	t := &table{header: []string{"TASK", "HAVE", "SHARE", "95 %", "CONCEPTS", "NAME"}, right: map[int]bool{1: true, 2: true, 4: true}, styles: []string{bold}}
	for _, d := range c.Domains {
		for _, task := range d.Tasks {
			t.add(task.ID, number(task.Questions), percent(task.Share), interval(task.Low, task.High), fmt.Sprintf("%d of %d", task.Covered, task.Concepts), task.Name)
		}
	}
	t.print(o.streams)
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

// interval writes a range of shares: 21–26 %.
func interval(low, high float64) string { return fmt.Sprintf("%.0f–%s", 100*low, percent(high)) }

// number writes a sum of weights: 3, 3.5.
func number(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") }

func (o *coverageOptions) write(c graph.Coverage, format string) error {
	switch format {
	case "svg":
		return o.writePicture(o.output, draw.CoverageSVG(c, draw.CoverageOptions{}))
	case "png":
		content, err := o.drawPNG(draw.CoverageSVG(c, draw.CoverageOptions{}))
		if err != nil {
			return err
		}
		return o.writePicture(o.output, content)
	case "json":
		content, err := marshalIndent(c)
		if err != nil {
			return err
		}
		return o.writePicture(o.output, content)
	case "csv":
		content, err := coverageCSV(c)
		if err != nil {
			return err
		}
		return o.writePicture(o.output, content)
	}
	return errors.New("unknown format")
}

// coverageCSV has a row for each task. All of its text is the taxonomy's.
func coverageCSV(c graph.Coverage) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"exam", "domain", "domain_weight", "task", "name", "questions", "share", "low", "high", "concepts", "covered", "uncovered"}}
	for _, d := range c.Domains {
		for _, t := range d.Tasks {
			rows = append(rows, []string{c.Exam, d.ID, fmt.Sprint(d.Weight), t.ID, t.Name, fmt.Sprintf("%.3f", t.Questions), fmt.Sprintf("%.4f", t.Share),
				fmt.Sprintf("%.4f", t.Low), fmt.Sprintf("%.4f", t.High), fmt.Sprint(t.Concepts), fmt.Sprint(t.Covered), strings.Join(t.Uncovered, " ")})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func marshalIndent(v any) ([]byte, error) {
	content, err := json.MarshalIndent(v, "", "  ")
	return append(content, '\n'), err
}
