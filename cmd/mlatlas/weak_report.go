package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/graph/draw"
	"mlatlas/taxonomy"
)

// weakFormats are the files that a report can be written to.
var weakFormats = []string{"html", "svg", "png"}

//go:embed weak_report.html
var weakPage string

var weakTemplate = template.Must(template.New("weak").Funcs(template.FuncMap{
	"percent": func(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) },
	"reason":  weakReason,
	"impact":  func(x float64) string { return fmt.Sprintf("%.1f", x) },
}).Parse(weakPage))

func (o *weakOptions) checkOutput() error {
	if format := formatOf(o.output); o.output != "" && !slices.Contains(weakFormats, format) {
		return usagef(fmt.Errorf("a report cannot be written as %q", o.output), "name a file that ends in .html, .svg or .png; near: %s",
			strings.Join(taxonomy.NearestWords(format, weakFormats, 3), ", "))
	}
	return nil
}

// writeReport writes the list as a page, or how well each area is mastered as a picture.
func (o *weakOptions) writeReport(ctx context.Context, at *atlas.Atlas, v *atlas.WeakView) error {
	format := formatOf(o.output)
	m, err := at.Mastery(ctx, v.Exam)
	if err != nil && (format != "html" || !errors.Is(err, atlas.ErrNoAnswers)) {
		return err
	}
	var picture []byte
	if m != nil {
		picture = masteryPicture(m)
	}
	switch format {
	case "png":
		if picture, err = o.drawPNG(picture); err != nil {
			return err
		}
	case "html":
		var page bytes.Buffer
		// The picture is our own SVG, whose texts are escaped.
		if err := weakTemplate.Execute(&page, map[string]any{"View": v, "Picture": template.HTML(picture)}); err != nil {
			return err
		}
		picture = page.Bytes()
	}
	return o.writePicture(o.output, picture)
}

func masteryPicture(m *atlas.MasteryView) []byte {
	rows := make([]draw.MasteryRow, len(m.Areas))
	for i, area := range m.Areas {
		rows[i] = draw.MasteryRow(area)
	}
	summary := fmt.Sprintf("%s of %s", plural(m.Attempts, "answer"), m.Learner)
	if r := m.Readiness; r != nil {
		summary += fmt.Sprintf("; chance of passing now %.0f %% (%.0f to %.0f %%)", 100*r.PassProbability, 100*r.Low, 100*r.High)
	}
	return draw.MasterySVG(rows, draw.MasteryOptions{Title: "Mastery of " + strings.ToUpper(m.Exam), Summary: summary, Target: m.Target,
		Source: "an estimate is the chance of a right answer without guessing"})
}
