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
	output string
	format string
	layout string
}

// mapFormats are the formats of a map; the first is the default.
var mapFormats = []string{"svg", "png", "dot", "json"}

// mapColors are the colourings that have data to show.
var mapColors = []string{"domain", "cluster", "kind", "coverage"}

func newMap(a *app) *cobra.Command {
	o := &mapOptions{app: a}
	cmd := &cobra.Command{
		Use:   "map [CONCEPT...]",
		Short: "Draw a concept map",
		Long: `Draws how concepts hang together: what surrounds the named ones, what the
questions of a query are about, or the whole. A concept's size is the number of
questions about it. Arrows are relations from the taxonomy; dotted lines join
concepts that are tested together.`,
		Example: `  mlatlas map -o atlas.svg
  mlatlas map sagemaker-clarify -o clarify.svg
  mlatlas map sagemaker-clarify -o clarify.png
  mlatlas map --query 'domain:4' --layout dot -o monitoring.svg
  mlatlas map glue kinesis --depth 1 --format json`,
		ValidArgsFunction: completeConcepts(0),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Concepts = args
			return runMap(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "", "write to this `file`: .svg, .png, .dot or .json; - is standard output")
	f.StringVar(&o.format, "format", "", "`format`: "+strings.Join(mapFormats, ", ")+" (default: by the file's name)")
	f.IntVar(&o.Depth, "depth", 0, "steps from the named concepts (default 2)")
	f.IntVar(&o.MaxNodes, "max-nodes", 0, "at most so many concepts (default 40)")
	f.StringSliceVar(&o.Kinds, "kind", nil, "only these `kinds` of concept")
	f.StringVar(&o.Query, "query", "", "only what the questions of this `query` are about")
	f.StringVar(&o.GroupBy, "group", "", "cluster by: domain, group (default domain)")
	f.StringVar(&o.Color, "color", "domain", "what colour `shows`: "+strings.Join(mapColors, ", "))
	f.StringVar(&o.layout, "layout", "", "`layout`: "+strings.Join(draw.Layouts, ", ")+" (default neato; dot for print)")
	for flag, words := range map[string][]string{"format": mapFormats, "kind": linkableKinds(), "color": mapColors, "layout": draw.Layouts, "group": {"domain", "group"}} {
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
	if o.format == "" {
		o.format = mapFormats[0]
		if ext := formatOf(o.output); ext != "" {
			o.format = ext
		}
		if o.json {
			o.format = "json"
		}
	}
	for _, c := range []struct {
		what, value string
		known       []string
	}{
		{"map format", o.format, mapFormats}, {"colouring", o.Color, mapColors},
		{"layout", o.layout, append([]string{""}, draw.Layouts...)}, {"grouping", o.GroupBy, []string{"", "domain", "group"}},
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
	if o.output == "" && o.outTerminal && (o.format == "svg" || o.format == "png") {
		return usagef(errors.New("a picture does not go to a terminal"), "name a file: -o map.%s", o.format)
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
	content, err := o.drawMap(ctx, m, draw.Options{Layout: o.layout, Color: o.Color, Link: draw.Anchor})
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

func (o *mapOptions) drawMap(ctx context.Context, m graph.Map, d draw.Options) ([]byte, error) {
	switch o.format {
	case "dot":
		return []byte(draw.DOT(m, d)), nil
	case "json":
		placed, err := draw.Layout(ctx, m, d)
		if err != nil {
			return nil, err
		}
		return marshalIndent(placed)
	}
	svg, err := draw.SVG(ctx, m, d)
	if err != nil || o.format == "svg" {
		return svg, err
	}
	return o.drawPNG(svg)
}
