package draw

import (
	"fmt"
	"strings"
)

// MasteryRow is one area of a mastery picture: a domain, or a task below its domain.
type MasteryRow struct {
	Kind, ID, Name  string // Kind is domain or task
	Mean, Low, High float64
	State           string // weak, unknown, ok, strong
	Answers         int
	ToDecide        int // about so many more answers would make it weak or strong, 0 where it is
}

// MasteryOptions say what stands around a mastery picture.
type MasteryOptions struct {
	Title   string
	Summary string  // line below the title
	Target  float64 // what counts as enough, 0 to 1
	Source  string  // line at the bottom
}

// stateHue gives a state its hue; the word stands beside the interval as well.
var stateHue = map[string]int{"weak": 4, "unknown": 7, "ok": 2, "strong": 0}

// MasterySVG draws how well a learner masters each area: a mark at the estimate and a whisker over its 95 % interval, on a
// scale from 0 to 100 %, with the target as a dashed line. No bar begins at 0, since an estimate is no amount. The bytes
// are the same for the same rows.
func MasterySVG(rows []MasteryRow, o MasteryOptions) []byte {
	w := &svgWriter{}
	title, summary := clean(o.Title), clean(o.Summary)
	top := margin + fontTitle + 40
	bottom := top
	for _, r := range rows {
		bottom += r.height()
	}
	height := bottom + 66
	w.open("mlatlas coverage", title, summary, coverWidth, height, coverageStyle())
	w.text("title", "start", point{margin, margin + fontTitle*0.8}, fontTitle, 0, cut(title, (coverWidth-2*margin)/fontTitle/boldFactor/otherFonts))
	w.text("faint", "start", point{margin, margin + fontTitle + 18}, fontLegend, 0, cut(summary, (coverWidth-2*margin)/fontLegend/otherFonts))
	a := axis{1, 0.2}
	w.axis(a, top, bottom)
	w.line(`<path class="weight" d="M%s %sV%s"/>`, number(a.at(o.Target)), number(top-6), number(bottom))
	y := top
	for _, r := range rows {
		w.mastery(a, r, y+r.height()/2)
		y += r.height()
	}
	w.masteryLegend(bottom+34, o.Target)
	w.text("faint", "start", point{margin, height - 12}, fontSource, 0, cut(clean(o.Source), (coverWidth-2*margin)/fontSource/otherFonts))
	w.line(`</svg>`)
	return []byte(w.String())
}

func (r MasteryRow) height() float64 {
	if r.Kind == "domain" {
		return domainRow
	}
	return taskRow
}

// mastery writes one row around its middle.
func (w *svgWriter) mastery(a axis, r MasteryRow, mid float64) {
	state := clean(r.State)
	hue, ok := stateHue[state]
	if !ok {
		hue = stateHue["unknown"]
	}
	name := strings.TrimSpace(clean(r.ID) + " " + clean(r.Name))
	words := answers(r.Answers)
	if r.ToDecide > 0 {
		words += fmt.Sprintf(" · some %d more to decide", r.ToDecide)
	}
	told := fmt.Sprintf("%s: %s, estimate %s (95 %% interval %s to %s), %s", name, state, percent(r.Mean), percent(r.Low), percent(r.High), words)
	w.line(`<g class="row domain g%d" data-id="%s" data-state="%s"><title>%s</title>`, hue, escape(clean(r.ID)), escape(state), escape(told))
	class, x, font := "strong", margin, fontDomain
	if r.Kind != "domain" {
		class, x, font = "name", margin+taskIndent, fontTask
	}
	w.rowName(class, name, x, mid, font)
	w.whisker(a, mid, r.Low, r.High)
	if r.Answers > 0 {
		w.line(`<path class="bar" d="%s"/>`, rounded(box{point{a.at(r.Mean), mid}, 7, font + 1}, 3))
	}
	x = margin + coverName + coverBars + 2*coverGap
	w.text("verdict", "start", point{x, mid - 2}, font, 0, cut(state, coverWords/font/boldFactor))
	w.text("faint", "start", point{x, mid + 11}, fontSource, 0, cut(words, coverWords/fontSource))
	w.line(`</g>`)
}

func answers(n int) string {
	if n == 1 {
		return "1 answer"
	}
	return fmt.Sprintf("%d answers", n)
}

func (w *svgWriter) masteryLegend(mid, target float64) {
	x := margin
	item := func(words string) {
		w.text("item", "start", point{x + sampleWidth, mid + fontLegend*baseline}, fontLegend, 0, words)
		x += sampleWidth + textWidth(words, fontLegend)*otherFonts + itemGap
	}
	w.line(`<g class="domain g0"><path class="bar" d="%s"/></g>`, rounded(box{point{x + 13, mid}, 7, fontTask + 1}, 3))
	item("estimate")
	w.line(`<path class="whisker" d="M%s %sH%sm0 -4v8M%[1]s %[4]sv8"/>`, number(x), number(mid), number(x+26), number(mid-4))
	item("95 % interval")
	w.line(`<path class="weight" d="M%s %sv16"/>`, number(x+13), number(mid-8))
	item("target, " + percent(target))
}
