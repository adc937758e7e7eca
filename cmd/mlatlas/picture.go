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

// picture says where a command draws a map to, and as what.
type picture struct {
	output string
	format string
}

func (p *picture) flags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&p.output, "output", "o", "", "draw into this `file`: "+strings.Join(mapEndings(), ", ")+"; - is standard output")
	cmd.Flags().StringVar(&p.format, "format", "", "`format`: "+strings.Join(mapFormats, ", ")+" (default: by the file's name)")
	_ = cmd.RegisterFlagCompletionFunc("format", completeWords(mapFormats))
}

// asked reports whether a command that also prints is to draw.
func (p *picture) asked() bool { return p.output != "" || p.format != "" }

// formatsByEnding are the formats whose files end otherwise than they are called.
var formatsByEnding = map[string]string{"mmd": "mermaid"}

// mapEndings lists the endings of the files that a map can be drawn into.
func mapEndings() []string {
	var endings []string
	for _, f := range mapFormats {
		for ending, format := range formatsByEnding {
			if format == f {
				f = ending
			}
		}
		endings = append(endings, "."+f)
	}
	return endings
}

// settle finds the format: the one that was asked for, that of the file's name, that of --json, or the first there is.
func (p *picture) settle(a *app) error {
	if p.format == "" {
		p.format = mapFormats[0]
		if ext := formatOf(p.output); ext != "" {
			p.format = ext
		}
		if a.json {
			p.format = "json"
		}
	}
	if name, ok := formatsByEnding[p.format]; ok {
		p.format = name
	}
	if !slices.Contains(mapFormats, p.format) {
		return usagef(fmt.Errorf("unknown map format %q", p.format), "near: %s", strings.Join(taxonomy.NearestWords(p.format, mapFormats, 3), ", "))
	}
	if p.output == "" && a.outTerminal && slices.Contains([]string{"svg", "png", "html"}, p.format) {
		return usagef(errors.New("a picture does not go to a terminal"), "name a file: -o map.%s", p.format)
	}
	return nil
}

// content writes a map in the wanted format.
func (p *picture) content(ctx context.Context, a *app, at *atlas.Atlas, r atlas.MapRequest, m graph.Map, d draw.Options) ([]byte, error) {
	if p.format != "html" {
		return a.drawMap(ctx, m, p.format, d)
	}
	details, err := at.MapDetails(ctx, r, m)
	if err != nil {
		return nil, err
	}
	return draw.HTML(ctx, m, d, details)
}

// drawFlow draws a map in reading order.
func (p *picture) drawFlow(ctx context.Context, a *app, at *atlas.Atlas, exam string, m graph.Map) error {
	content, err := p.content(ctx, a, at, atlas.MapRequest{Exam: exam}, m, draw.Options{Layout: draw.Flow, Link: draw.Anchor})
	if err != nil {
		return err
	}
	return a.writePicture(p.output, content)
}

// drawPNG turns a drawing into pixels, and says where it had to be made smaller for that.
func (a *app) drawPNG(svg []byte) ([]byte, error) {
	b, err := draw.PNG(svg)
	if err != nil {
		return nil, err
	}
	if b.Scale < draw.PNGScale {
		fmt.Fprintf(a.err, "drawn with %d × %d pixels, %.0f %% of the usual size, to stay below 60 million; an .svg has no such limit\n", b.Width, b.Height, 100*b.Scale/draw.PNGScale)
	}
	return b.PNG, nil
}
