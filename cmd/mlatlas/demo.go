package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"mlatlas/atlas"
	"mlatlas/graph/draw"

	"github.com/spf13/cobra"
)

func newDemo(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Build an atlas from the built-in questions and look around",
		Long: `Builds an atlas from the built-in question bank in DIR (default: the atlas
folder), then shows a search, draws a concept map and lists the weak areas.`,
		Example: "  mlatlas demo\n  mlatlas demo /tmp/try",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.dir = args[0]
			}
			return runDemo(cmd.Context(), a)
		},
	}
}

// demoReport is what `demo --json` prints.
type demoReport struct {
	Atlas  string              `json:"atlas"`
	Import *atlas.ImportReport `json:"import"`
	Search *atlas.SearchResult `json:"search"`
	Map    string              `json:"map"`
	Weak   *atlas.WeakView     `json:"weak"`
}

const demoQuery = "clarify bias"

func runDemo(ctx context.Context, a *app) error {
	at, err := a.open()
	if err != nil {
		return err
	}
	defer at.Close()
	e, ok := at.Taxonomy().Exam(a.exam)
	if !ok {
		return unknownExam(at, a.exam)
	}
	r := demoReport{Atlas: a.dir}
	if r.Import, err = at.ImportSample(ctx); err != nil {
		return err
	}
	a.noteEnded(e)
	if r.Search, err = at.Search(ctx, atlas.SearchRequest{Query: demoQuery, Exam: e.ID, Limit: 3}); err != nil {
		return err
	}
	if r.Map, err = demoMap(ctx, a, at, e.ID); err != nil {
		return err
	}
	if r.Weak, err = at.Weak(ctx, e.ID, 5); err != nil {
		return err
	}
	if a.json {
		return a.printJSON(r)
	}
	tellDemo(a, r)
	return nil
}

// demoMap draws the whole map into the atlas folder and returns the file's name.
func demoMap(ctx context.Context, a *app, at *atlas.Atlas, exam string) (string, error) {
	m, err := at.Map(ctx, atlas.MapRequest{Exam: exam})
	if err != nil {
		return "", err
	}
	picture, err := draw.SVG(ctx, m, draw.Options{Link: draw.Anchor})
	if err != nil {
		return "", err
	}
	name := filepath.Join(a.dir, "map.svg")
	return name, os.WriteFile(name, picture, 0o644)
}

func tellDemo(a *app, r demoReport) {
	step := func(format string, args ...any) { a.printf("%s\n", a.style(bold, fmt.Sprintf(format, args...))) }
	step("1. An atlas of %s from the built-in bank", plural(r.Import.Questions, "question"))
	a.printf("   in %s\n\n", clean(a.place(r.Atlas)))
	step("2. Which questions are about this?   mlatlas search %s", demoQuery)
	(&searchOptions{app: a}).printHits(r.Search)
	a.printf("\n")
	step("3. How does the topic hang together?   mlatlas map -o map.svg")
	a.printf("   open in a browser: %s\n\n", clean(a.place(r.Map)))
	step("4. Where is the coverage weak?   mlatlas weak")
	(&weakOptions{app: a}).print(r.Weak)
	dir := ""
	if d, err := defaultDir(a.env); err != nil || d != a.dir {
		dir = " --atlas " + clean(r.Atlas)
	}
	a.printf("\n")
	step("Next")
	a.printf("   mlatlas show %s --answer%s\n   mlatlas import YOUR-FILE%s\n   mlatlas --help\n", firstHit(r), dir, dir)
}

func firstHit(r demoReport) string {
	if len(r.Search.Hits) > 0 {
		return clean(r.Search.Hits[0].ID)
	}
	return "sample/1"
}
