package draw

import (
	"fmt"
	"math"
	"strings"

	"mlatlas/graph"
)

// CoverageOptions say what stands around a coverage picture.
type CoverageOptions struct {
	Title  string // "" is "Coverage of" and the exam
	Source string // line at the bottom: banks, date of the last import
}

// Measures of the coverage picture, in points: three columns, then rows.
const (
	coverWidth  = 940.0
	coverName   = 330.0 // column of names
	coverBars   = 330.0 // column of bars
	coverWords  = coverWidth - 2*margin - coverName - coverBars - 2*coverGap
	coverGap    = 18.0
	domainRow   = 40.0
	taskRow     = 30.0
	domainBar   = 18.0
	taskBar     = 8.0
	fontDomain  = 13.0
	fontTask    = 11.0
	taskIndent  = 14.0
	whiskerWing = 4.0
)

// verdictHue gives a verdict its hue; the word stands beside the bar as well.
var verdictHue = map[string]int{"under": 4, "ok": 2, "over": 5, "unknown": 7}

// CoverageSVG draws a bank against an exam blueprint: a bar for the share of questions of each domain and, below it, of
// each task. The outline on a domain's bar is the weight that the blueprint gives it, the whisker the 95 % interval of the
// share. Words beside the bars say the same. It needs no worker and no time to speak of; the bytes are the same for the
// same coverage.
func CoverageSVG(c graph.Coverage, o CoverageOptions) []byte {
	w := &svgWriter{}
	title := clean(o.Title)
	if title == "" {
		title = strings.TrimSpace("Coverage of " + strings.ToUpper(clean(c.Exam)))
	}
	summary := fmt.Sprintf("%s, %d of them linked to a task", questions(c.Questions), c.Linked)
	if n := len(c.Unused); n > 0 {
		summary += fmt.Sprintf(" · %d concepts of the blueprint without a question", n)
	}
	top := margin + fontTitle + 40
	height := top + coverHeight(c) + 66
	w.open("mlatlas coverage", title, summary, coverWidth, height, coverageStyle())
	w.text("title", "start", point{margin, margin + fontTitle*0.8}, fontTitle, 0, cut(title, (coverWidth-2*margin)/fontTitle/boldFactor/otherFonts))
	w.text("faint", "start", point{margin, margin + fontTitle + 18}, fontLegend, 0, cut(summary, (coverWidth-2*margin)/fontLegend/otherFonts))
	a := axisOf(c)
	bottom := top + coverHeight(c)
	w.axis(a, top, bottom)
	y := top
	for _, d := range c.Domains {
		w.domain(a, d, y)
		y += domainRow
		for _, t := range d.Tasks {
			w.task(a, t, y)
			y += taskRow
		}
		y += coverGap / 2
	}
	w.coverageLegend(bottom + 34)
	w.text("faint", "start", point{margin, height - 12}, fontSource, 0, cut(clean(o.Source), (coverWidth-2*margin)/fontSource/otherFonts))
	w.line(`</svg>`)
	return []byte(w.String())
}

func coverHeight(c graph.Coverage) float64 {
	h := 0.0
	for _, d := range c.Domains {
		h += domainRow + taskRow*float64(len(d.Tasks)) + coverGap/2
	}
	return h
}

// axis maps shares to the column of bars.
type axis struct{ most, step float64 }

// axisOf ends the axis at the next tenth beyond the largest number that is drawn.
func axisOf(c graph.Coverage) axis {
	most := 0.1
	for _, d := range c.Domains {
		most = max(most, unit(d.High), unit(d.Share), unit(d.Weight/100))
		for _, t := range d.Tasks {
			most = max(most, unit(t.High), unit(t.Share))
		}
	}
	most = math.Ceil(most*10-1e-9) / 10
	if most > 0.5 {
		return axis{most, 0.2}
	}
	return axis{most, 0.1}
}

func (a axis) at(share float64) float64 {
	return margin + coverName + coverGap + coverBars*min(unit(share)/a.most, 1)
}

func (w *svgWriter) axis(a axis, top, bottom float64) {
	for i := 0; float64(i)*a.step <= a.most+1e-9; i++ {
		x := number(a.at(float64(i) * a.step))
		w.line(`<path class="grid" d="M%s %sV%s"/>`, x, number(top-6), number(bottom))
		w.text("faint", "middle", point{a.at(float64(i) * a.step), bottom + 13}, fontSource, 0, fmt.Sprintf("%.0f %%", float64(i)*a.step*100))
	}
}

// domain writes the row of a domain.
func (w *svgWriter) domain(a axis, d graph.DomainCoverage, y float64) {
	verdict := clean(d.Verdict)
	hue, ok := verdictHue[verdict]
	if !ok {
		hue = verdictHue["unknown"]
	}
	name := strings.TrimSpace(clean(d.ID) + " " + clean(d.Name))
	weight := unit(d.Weight / 100)
	told := fmt.Sprintf("%s: %s questions, %s of the linked ones (95 %% interval %s to %s); the blueprint asks for %s, that is %s questions; %s",
		name, count(d.Questions), percent(d.Share), percent(d.Low), percent(d.High), percent(weight), count(d.Expected), verdict)
	mid := y + domainRow/2
	w.line(`<g class="row domain g%d" data-id="%s" data-verdict="%s"><title>%s</title>`, hue, escape(clean(d.ID)), escape(verdict), escape(told))
	w.rowName("strong", name, margin, mid, fontDomain)
	w.bar(a, mid, domainBar, d.Share)
	w.line(`<path class="weight" d="%s"/>`, barPath(a, mid, domainBar+8, weight))
	w.whisker(a, mid, d.Low, d.High)
	words := fmt.Sprintf("%s questions, %s expected", count(d.Questions), count(d.Expected))
	x := margin + coverName + coverBars + 2*coverGap
	w.text("verdict", "start", point{x, mid - 3}, fontDomain, 0, cut(verdict, coverWords/fontDomain/boldFactor))
	w.text("faint", "start", point{x, mid + 11}, fontTask, 0, cut(words, coverWords/fontTask))
	w.line(`</g>`)
}

// task writes the row of a task.
func (w *svgWriter) task(a axis, t graph.TaskCoverage, y float64) {
	name := strings.TrimSpace(clean(t.ID) + " " + clean(t.Name))
	told := fmt.Sprintf("%s: %s questions, %s of the linked ones (95 %% interval %s to %s); %d of %d concepts have a question",
		name, count(t.Questions), percent(t.Share), percent(t.Low), percent(t.High), t.Covered, t.Concepts)
	mid := y + taskRow/2
	w.line(`<g class="row task" data-id="%s"><title>%s</title>`, escape(clean(t.ID)), escape(told))
	w.rowName("name", name, margin+taskIndent, mid, fontTask)
	w.bar(a, mid, taskBar, t.Share)
	w.whisker(a, mid, t.Low, t.High)
	words := fmt.Sprintf("%s questions · %d of %d concepts", count(t.Questions), t.Covered, t.Concepts)
	w.text("faint", "start", point{margin + coverName + coverBars + 2*coverGap, mid + fontTask*baseline}, fontTask, 0, cut(words, coverWords/fontTask))
	w.line(`</g>`)
}

// rowName writes a name in one or two lines in the column of names.
func (w *svgWriter) rowName(class, name string, x, mid, font float64) {
	room := (margin + coverName - x) / font / otherFonts
	if class == "strong" {
		room /= boldFactor
	}
	lines := fill(name, room)
	y := mid + font*baseline - font*1.15*float64(len(lines)-1)/2
	for i, line := range lines {
		w.text(class, "start", point{x, y + font*1.15*float64(i)}, font, 0, line)
	}
}

// fill breaks a text into at most two lines of a width in font sizes; the second is cut.
func fill(text string, width float64) []string {
	if textWidth(text, 1) <= width {
		return []string{text}
	}
	at := -1
	for i := 1; i < len(text); i++ {
		if end := breakBefore(text, i); end > 0 && textWidth(text[:end], 1) <= width {
			at = i
		}
	}
	if at < 0 {
		return []string{cut(text, width)}
	}
	return []string{text[:breakBefore(text, at)], cut(text[at:], width)}
}

func (w *svgWriter) bar(a axis, mid, height, share float64) {
	w.line(`<path class="bar" d="%s"/>`, barPath(a, mid, height, share))
}

func barPath(a axis, mid, height, share float64) string {
	x0, x1 := a.at(0), a.at(share)
	return polygon(x0, mid-height/2, x1, mid-height/2, x1, mid+height/2, x0, mid+height/2)
}

// whisker writes an interval as a line with wings; none where nothing is known.
func (w *svgWriter) whisker(a axis, mid, low, high float64) {
	low, high = unit(low), unit(high)
	if high <= low {
		return
	}
	x0, x1 := number(a.at(low)), number(a.at(high))
	path := fmt.Sprintf("M%s %sH%sM%[1]s %[4]sv%[5]sM%[3]s %[4]sv%[5]s", x0, number(mid), x1, number(mid-whiskerWing), number(2*whiskerWing))
	w.line(`<path class="halo" d="%s"/><path class="whisker" d="%[1]s"/>`, path)
}

// coverageLegend explains the marks.
func (w *svgWriter) coverageLegend(y float64) {
	mid := y
	x := margin
	item := func(draw func(x float64), words string) {
		draw(x)
		w.text("item", "start", point{x + sampleWidth, mid + fontLegend*baseline}, fontLegend, 0, words)
		x += sampleWidth + textWidth(words, fontLegend)*otherFonts + itemGap
	}
	item(func(x float64) {
		w.line(`<g class="task"><path class="bar" d="%s"/></g>`, polygon(x, mid-5, x+26, mid-5, x+26, mid+5, x, mid+5))
	}, "share of the linked questions")
	item(func(x float64) {
		w.line(`<path class="weight" d="%s"/>`, polygon(x, mid-7, x+26, mid-7, x+26, mid+7, x, mid+7))
	}, "weight in the blueprint")
	item(func(x float64) {
		w.line(`<path class="whisker" d="M%s %sH%sm0 -4v8M%[1]s %[4]sv8"/>`, number(x), number(mid), number(x+26), number(mid-4))
	}, "95 % interval of the share")
}

// percent writes a share.
func percent(share float64) string { return fmt.Sprintf("%.0f %%", unit(share)*100) }

// count writes a sum of weights: whole where it is whole.
func count(n float64) string {
	if !(n > 0) {
		return "0"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", min(n, 1e12)), ".0")
}

// coverageStyle returns the style sheet of a coverage picture.
func coverageStyle() string {
	const root = "svg.mlatlas.coverage"
	scheme := func(tone func(hue) tones, n neutral) string {
		var w svgWriter
		rule := func(selector, format string, args ...any) {
			w.line("%s %s{%s}", root, selector, fmt.Sprintf(format, args...))
		}
		rule(".paper", "fill:%s", n.paper)
		rule("text", "fill:%s", n.ink)
		rule(".faint", "fill:%s", n.faint)
		rule(".halo", "stroke:%s", n.paper)
		rule(".grid", "stroke:%s", n.wire)
		rule(".weight,"+root+" .whisker", "stroke:%s", n.ink)
		rule(".task .bar", "fill:%s", n.wire)
		for i, h := range palette {
			rule(fmt.Sprintf(".domain.g%d .bar", i), "fill:%s", tone(h).line)
			rule(fmt.Sprintf(".domain.g%d .verdict", i), "fill:%s", tone(h).strong)
		}
		return w.String()
	}
	return fmt.Sprintf(`%[1]s text{font-family:%[2]s}
%[1]s .title,%[1]s .strong,%[1]s .verdict{font-weight:bold}
%[1]s .grid{fill:none;stroke-width:.6;stroke-opacity:.45}
%[1]s .weight{fill:none;stroke-width:1.2;stroke-dasharray:3 2}
%[1]s .halo{fill:none;stroke-width:4.5;stroke-opacity:.7}
%[1]s .task .halo{display:none}
%[1]s .whisker{fill:none;stroke-width:1.4}
%[1]s .domain .bar{fill-opacity:.8}
%[3]s@media (prefers-color-scheme:dark){
%[4]s}
`, root, fontFamily,
		scheme(func(h hue) tones { return h.light }, neutral{paper, ink, faint, wire}),
		scheme(func(h hue) tones { return h.dark }, neutral{paperDark, inkDark, faintDark, wireDark}))
}
