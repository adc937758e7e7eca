// Command gallery draws the pictures of docs/gallery from the built-in bank, and its README, which shows them:
//
//	go generate ./docs/gallery
//
// The same program and bank give the same bytes, so that a change of the drawing shows in review.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mlatlas/atlas"
	"mlatlas/graph"
	"mlatlas/graph/draw"
)

//go:generate go run .

// picture is one of the gallery: what it shows, and the command that draws it.
type picture struct {
	file    string
	caption string
	command string
	draw    func(context.Context, *atlas.Atlas) ([]byte, error)
}

const exam = "mla-c01"

var pictures = []picture{
	{"whole.svg", "The whole bank, by domains of the exam", "mlatlas map",
		drawMap(atlas.MapRequest{}, draw.Options{})},
	{"communities.svg", "The same by what hangs together in the questions", "mlatlas map --color cluster",
		drawMap(atlas.MapRequest{GroupBy: graph.ByCluster}, draw.Options{})},
	{"coverage.svg", "Where the bank is thin: what is dark is well covered", "mlatlas map --color coverage --max-nodes 50",
		drawMap(atlas.MapRequest{Color: graph.ColorCoverage, MaxNodes: 50}, draw.Options{Color: graph.ColorCoverage})},
	{"clarify.svg", "Two services and what is around them", "mlatlas map sagemaker-clarify sagemaker-model-monitor --depth 1",
		drawMap(atlas.MapRequest{Concepts: []string{"sagemaker-clarify", "sagemaker-model-monitor"}, Depth: 1}, draw.Options{})},
	{"monitoring.svg", "What the questions of a query are about, in boxes for print", "mlatlas map --query domain:4 --max-nodes 24 --layout dot",
		drawMap(atlas.MapRequest{Query: "domain:4", MaxNodes: 24}, draw.Options{Layout: "dot"})},
	{"services.svg", "Services alone, coloured by domain", "mlatlas map --kind service --max-nodes 30",
		drawMap(atlas.MapRequest{Kinds: []string{"service"}, MaxNodes: 30}, draw.Options{})},
	{"order.svg", "What to learn before GraphRAG", "mlatlas order graphrag", drawOrder("graphrag")},
	{"path.svg", "How data drift leads to AWS Lambda", "mlatlas path \"data drift\" lambda", drawPath("data-drift", "lambda")},
	{"domains.svg", "The bank against the exam's blueprint", "mlatlas coverage", drawCoverage},
}

func main() {
	if draw.ServeIfWorker() {
		return
	}
	if err := drawAll(context.Background(), "."); err != nil {
		log.Fatal(err)
	}
}

// drawAll draws every picture into a folder, and a README that shows them.
func drawAll(ctx context.Context, dir string) error {
	work, err := os.MkdirTemp("", "mlatlas-gallery-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) // of the source line
	a, err := atlas.Open(atlas.Options{Dir: work, Now: func() time.Time { return day }})
	if err != nil {
		return err
	}
	defer a.Close()
	if _, err := a.ImportSample(ctx); err != nil {
		return err
	}
	var readme strings.Builder
	readme.WriteString("# Gallery\n\nMaps of the built-in bank. `go generate ./docs/gallery` draws them again.\n")
	for _, p := range pictures {
		svg, err := p.draw(ctx, a)
		if err != nil {
			return fmt.Errorf("%s: %w", p.file, err)
		}
		if err := os.WriteFile(filepath.Join(dir, p.file), svg, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&readme, "\n## %s\n\n`%s -o %s`\n\n![%[1]s](%[3]s)\n", p.caption, p.command, p.file)
	}
	return os.WriteFile(filepath.Join(dir, "README.md"), []byte(readme.String()), 0o644)
}

func drawMap(r atlas.MapRequest, o draw.Options) func(context.Context, *atlas.Atlas) ([]byte, error) {
	r.Exam = exam
	return func(ctx context.Context, a *atlas.Atlas) ([]byte, error) {
		m, err := a.Map(ctx, r)
		if err != nil {
			return nil, err
		}
		return draw.SVG(ctx, m, o)
	}
}

func drawOrder(concept string) func(context.Context, *atlas.Atlas) ([]byte, error) {
	return func(ctx context.Context, a *atlas.Atlas) ([]byte, error) {
		v, err := a.Order(ctx, concept)
		if err != nil {
			return nil, err
		}
		m, err := a.OrderMap(ctx, v, exam)
		if err != nil {
			return nil, err
		}
		return draw.SVG(ctx, m, draw.Options{Layout: draw.Flow})
	}
}

func drawPath(from, to string) func(context.Context, *atlas.Atlas) ([]byte, error) {
	return func(ctx context.Context, a *atlas.Atlas) ([]byte, error) {
		v, err := a.Path(ctx, from, to)
		if err != nil {
			return nil, err
		}
		m, err := a.PathMap(ctx, v, exam)
		if err != nil {
			return nil, err
		}
		return draw.SVG(ctx, m, draw.Options{Layout: draw.Flow})
	}
}

func drawCoverage(ctx context.Context, a *atlas.Atlas) ([]byte, error) {
	c, err := a.Coverage(ctx, exam)
	if err != nil {
		return nil, err
	}
	return draw.CoverageSVG(c, draw.CoverageOptions{}), nil
}
