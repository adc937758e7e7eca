package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/graph"
	"mlatlas/graph/draw"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

type mapOptions struct {
	*app
	atlas.MapRequest
	picture
	layout string
}

// mapFormats are the formats of a map; the first is the default.
var mapFormats = []string{"svg", "png", "html", "dot", "json", "graphml", "mermaid"}

// mapColors are the colourings that have data to show.
var mapColors = []string{"domain", "cluster", "kind", "coverage", atlas.ColorMastery}

func newMap(a *app) *cobra.Command {
	o := &mapOptions{app: a}
	cmd := &cobra.Command{
		Use:   "map [CONCEPT...]",
		Short: "Draw a concept map",
		Long: `Draws how concepts hang together: what surrounds the named ones, what the
questions of a query are about, or the whole. A concept's size is the number of
questions about it. Arrows are relations from the taxonomy; dotted lines join
concepts that are tested together.

A file named .html is a page for the browser that needs no network: move and
zoom, find a concept by any of its names, filter, and read of each what it is
and which questions ask about it. It holds no keys and no explanations.

Concepts keep their places from one drawing to the next; --compare shows what
has changed since a day.`,
		Example: `  mlatlas map -o atlas.svg
  mlatlas map sagemaker-clarify -o clarify.svg
  mlatlas map --max-nodes 60 -o atlas.html
  mlatlas map sagemaker-clarify -o clarify.png
  mlatlas map --query 'domain:4' --layout dot -o monitoring.svg
  mlatlas map glue kinesis --depth 1 --format json
  mlatlas map -o atlas.graphml`,
		ValidArgsFunction: completeConcepts(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Concepts = args
			return runMap(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.picture.flags(cmd)
	f.IntVar(&o.Depth, "depth", 0, "steps from the named concepts (default 2)")
	f.IntVar(&o.MaxNodes, "max-nodes", 0, "at most so many concepts (default 40)")
	f.StringSliceVar(&o.Kinds, "kind", nil, "only these `kinds` of concept")
	f.StringVar(&o.Query, "query", "", "only what the questions of this `query` are about")
	f.StringVar(&o.GroupBy, "group", "", "cluster `by`: domain, group (of the taxonomy), cluster (found in the questions)")
	f.StringVar(&o.Color, "color", "domain", "what colour `shows`: "+strings.Join(mapColors, ", "))
	f.StringVar(&o.Since, "compare", "", "show what has changed since this `date`, such as 2026-10-01")
	f.StringVar(&o.layout, "layout", "", "`layout`: "+strings.Join(draw.Layouts, ", ")+" (default neato; dot for print)")
	for flag, words := range map[string][]string{"kind": linkableKinds(), "color": mapColors, "layout": draw.Layouts, "group": graph.Groupings} {
		_ = cmd.RegisterFlagCompletionFunc(flag, completeWords(words))
	}
	return cmd
}

// checkColor lets auto, always and never mean the terminal's colours, as they do for every other command: here --color
// chooses what the colours of the map show.
func (o *mapOptions) checkColor() error {
	if !slices.Contains(terminalColors, o.Color) {
		return nil
	}
	o.color, o.Color = o.Color, mapColors[0]
	return o.prepareColor()
}

func (o *mapOptions) check() error {
	if err := o.checkColor(); err != nil {
		return err
	}
	if err := o.settle(o.app); err != nil {
		return err
	}
	for _, c := range []struct {
		what, value string
		known       []string
	}{
		{"colouring", o.Color, mapColors},
		{"layout", o.layout, append([]string{""}, draw.Layouts...)}, {"grouping", o.GroupBy, append([]string{""}, graph.Groupings...)},
	} {
		if !slices.Contains(c.known, c.value) {
			known := slices.DeleteFunc(slices.Clone(c.known), func(s string) bool { return s == "" })
			return usagef(fmt.Errorf("unknown %s %q", c.what, c.value), "near: %s", strings.Join(taxonomy.NearestWords(c.value, known, 3), ", "))
		}
	}
	if o.MaxNodes < 0 || o.MaxNodes > draw.MaxNodes {
		return usagef(fmt.Errorf("--max-nodes must be between 1 and %d", draw.MaxNodes), "above 60 a map is hard to read")
	}
	if o.Depth < 0 {
		return usagef(errors.New("--depth must not be negative"), "")
	}
	if o.Since != "" {
		o.Color = graph.ColorChange
	}
	if o.Color == graph.ByCluster && o.GroupBy == "" {
		o.GroupBy = graph.ByCluster
	}
	return checkKinds(o.Kinds)
}

func runMap(ctx context.Context, o *mapOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	o.Exam = e.ID
	m, err := at.Map(ctx, o.MapRequest)
	if err != nil {
		return err
	}
	var content []byte
	err = at.DrawnAs(o.MapRequest, o.layout, func(places draw.Places) (err error) {
		d := draw.Options{Layout: o.layout, Color: o.Color, Link: draw.Anchor, Places: places}
		content, err = o.content(ctx, o.app, at, o.MapRequest, m, d)
		return err
	})
	if err != nil {
		return err
	}
	if err := o.writePicture(o.output, content); err != nil {
		return err
	}
	if m.Hidden > 0 && o.output != "" {
		fmt.Fprintf(o.err, "%s drawn, %d more left out to keep it readable; --max-nodes draws more\n", plural(len(m.Nodes), "concept"), m.Hidden)
	}
	return nil
}

// drawMap writes a map in one of the formats that need no more than the map.
func (a *app) drawMap(ctx context.Context, m graph.Map, format string, d draw.Options) ([]byte, error) {
	switch format {
	case "dot":
		return []byte(draw.DOT(m, d)), nil
	case "graphml":
		return draw.GraphML(ctx, m, d)
	case "mermaid":
		return draw.Mermaid(m, d)
	case "json":
		placed, err := draw.Layout(ctx, m, d)
		if err != nil {
			return nil, err
		}
		return marshalIndent(placed)
	}
	svg, err := draw.SVG(ctx, m, d)
	if err != nil || format == "svg" {
		return svg, err
	}
	return a.drawPNG(svg)
}
