package format

import (
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// pdfRun is a piece of text on a page, in points from the left and upwards.
type pdfRun struct {
	x, y, end float64 // end is where it ends on its line
	size      float64
	text      string
	mono      bool
}

// Bounds of what is drawn on one page.
const (
	maxPDFRuns  = 200000
	maxPDFText  = 4 << 20 // bytes of text
	maxPDFForms = 8       // forms in each other
	maxPDFDrawn = 2000    // forms
	maxPDFState = 1000    // saved states
	maxPDFArgs  = 20000   // operands
)

// matrix maps points: x' = a*x + c*y + e, y' = b*x + d*y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var unit = matrix{a: 1, d: 1}

func (m matrix) times(n matrix) matrix {
	return matrix{m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d, m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d, m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f}
}

// pdfState is what the operators set and q and Q save.
type pdfState struct {
	page                                             matrix
	font                                             *pdfFont
	size, spacing, wordSpacing, scale, leading, rise float64
}

// pdfPainter follows the operators of a page that show text.
type pdfPainter struct {
	d          *pdfDocument
	fonts      map[string]*pdfFont // by their dictionaries
	runs       []pdfRun
	bytes      int
	shown      int // bytes of strings, whether or not their text is known
	resources  pdf.Value
	text, line matrix
	pdfState
	saved []pdfState
	forms int                 // in which this one stands
	drawn int                 // forms so far
	named map[string]*pdfFont // of the resources
}

// paint reads the text of a page. rotate is how far its reader turns it, clockwise.
func (p *pdfPainter) paint(page, resources pdf.Value, rotate int64) {
	p.pdfState = pdfState{page: unit, scale: 1}
	switch rotate = (rotate%360 + 360) % 360; rotate {
	case 90:
		p.page = matrix{b: -1, c: 1}
	case 180:
		p.page = matrix{a: -1, d: -1}
	case 270:
		p.page = matrix{b: 1, c: -1}
	}
	p.resources, p.named = resources, map[string]*pdfFont{}
	contents := page.Key("Contents")
	var data []byte
	if contents.Kind() == pdf.Array {
		for i := range min(contents.Len(), 10000) {
			data = append(append(data, p.d.stream(contents.Index(i))...), '\n')
			if len(data) > maxPDFStream {
				break
			}
		}
	} else {
		data = p.d.stream(contents)
	}
	p.run(data)
}

// pdfOperand is what stands before an operator.
type pdfOperand struct {
	pdfToken
	list []pdfToken
}

func (p *pdfPainter) run(data []byte) {
	l := pdfLexer{data: data}
	var args []pdfOperand
	depth := 0 // of lists and dictionaries; only the outermost list is kept
	for len(p.runs) < maxPDFRuns && p.bytes < maxPDFText {
		t := l.token()
		switch t.kind {
		case pdfEnd:
			return
		case pdfOpen:
			if depth++; depth == 1 {
				args = append(args, pdfOperand{pdfToken: t})
			}
		case pdfClose:
			depth = max(0, depth-1)
		case pdfWord:
			if t.text == "ID" {
				l.skipImage()
			}
			depth = 0
			p.operator(t.text, args)
			args = args[:0]
		default:
			switch {
			case len(args) > maxPDFArgs:
			case depth == 1 && len(args) > 0:
				if last := &args[len(args)-1]; len(last.list) < maxPDFArgs {
					last.list = append(last.list, t)
				}
			case depth == 0:
				args = append(args, pdfOperand{pdfToken: t})
			}
		}
	}
}

// skipImage passes over the data of a picture inside of the stream.
func (l *pdfLexer) skipImage() {
	for l.at < len(l.data) {
		at := strings.Index(string(l.data[l.at:min(len(l.data), l.at+1<<16)]), "EI")
		if at < 0 {
			l.at = min(len(l.data), l.at+1<<16-1)
			if l.at >= len(l.data)-1 {
				l.at = len(l.data)
			}
			continue
		}
		l.at += at + 2
		if before := l.data[l.at-3]; isPDFSpace(before) && (l.at == len(l.data) || isPDFSpace(l.data[l.at])) {
			return
		}
	}
}

func numbers(args []pdfOperand) (n [6]float64) {
	for i := range min(len(args), 6) {
		n[i] = args[i].number
	}
	return n
}

func (p *pdfPainter) operator(name string, args []pdfOperand) {
	n := numbers(args)
	switch name {
	case "q":
		if len(p.saved) < maxPDFState {
			p.saved = append(p.saved, p.pdfState)
		}
	case "Q":
		if last := len(p.saved) - 1; last >= 0 {
			p.pdfState, p.saved = p.saved[last], p.saved[:last]
		}
	case "cm":
		p.page = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}.times(p.page)
	case "Do":
		if len(args) > 0 {
			p.form(args[0].text)
		}
	case "BT":
		p.text, p.line = unit, unit
	case "Tf":
		if len(args) > 1 {
			p.font, p.size = p.fontNamed(args[0].text), n[1]
		}
	case "Tc":
		p.spacing = n[0]
	case "Tw":
		p.wordSpacing = n[0]
	case "Tz":
		p.scale = n[0] / 100
	case "TL":
		p.leading = n[0]
	case "Ts":
		p.rise = n[0]
	case "Tm":
		p.text = matrix{n[0], n[1], n[2], n[3], n[4], n[5]}
		p.line = p.text
	default:
		p.shows(name, args, n)
	}
}

func (p *pdfPainter) shows(name string, args []pdfOperand, n [6]float64) {
	switch name {
	case "Td":
		p.move(n[0], n[1])
	case "TD":
		p.leading = -n[1]
		p.move(n[0], n[1])
	case "T*":
		p.move(0, -p.leading)
	case "Tj", "'", "\"":
		if name == "\"" && len(args) > 2 {
			p.wordSpacing, p.spacing = n[0], n[1]
		}
		if name != "Tj" {
			p.move(0, -p.leading)
		}
		if len(args) > 0 {
			p.show(args[len(args)-1].text)
		}
	case "TJ":
		for _, arg := range args {
			for _, t := range arg.list {
				if t.kind == pdfString {
					p.show(t.text)
				} else {
					p.text = matrix{a: 1, d: 1, e: -t.number / 1000 * p.size * p.scale}.times(p.text)
				}
			}
		}
	}
}

func (p *pdfPainter) move(x, y float64) {
	p.line = matrix{a: 1, d: 1, e: x, f: y}.times(p.line)
	p.text = p.line
}

// show notes the text where it stands. Text that does not run from left to right is left out: it is a watermark, or a note
// at the margin.
func (p *pdfPainter) show(raw string) {
	p.shown += len(raw)
	if p.font == nil || p.shown > maxPDFText*4 || p.font == plainFont && strings.ContainsFunc(raw, func(r rune) bool { return r < ' ' || r > '~' }) {
		return
	}
	start := matrix{a: p.size * p.scale, d: p.size, f: p.rise}.times(p.text).times(p.page)
	var b strings.Builder
	width := 0.0
	for _, g := range p.font.glyphs(raw) {
		b.WriteString(g.text)
		advance := g.width*p.size + p.spacing
		if g.space {
			advance += p.wordSpacing
		}
		width += advance * p.scale
	}
	p.text = matrix{a: 1, d: 1, e: width}.times(p.text)
	end := matrix{a: p.size * p.scale, d: p.size, f: p.rise}.times(p.text).times(p.page)
	run := pdfRun{x: start.e, y: start.f, end: end.e, size: math.Hypot(start.c, start.d), text: ligatures.Replace(b.String()), mono: p.font.mono}
	finite := !math.IsNaN(run.x+run.y+run.end+run.size) && math.Abs(run.x)+math.Abs(run.y)+math.Abs(run.end)+run.size < 1e7
	if run.text == "" || !finite || run.size < 0.5 || start.a <= 0 || math.Abs(start.b) > start.a/2 {
		return
	}
	p.bytes += len(run.text)
	p.runs = append(p.runs, run)
}

var ligatures = strings.NewReplacer("\uFB00", "ff", "\uFB01", "fi", "\uFB02", "fl", "\uFB03", "ffi", "\uFB04", "ffl", "\uFB05", "st", "\uFB06", "st", "\u00A0", " ", "\x00", "", "\n", " ", "\r", " ", "\t", " ")

func (p *pdfPainter) fontNamed(name string) *pdfFont {
	f, ok := p.named[name]
	if ok {
		return f
	}
	v := p.resources.Key("Font").Key(name)
	if v.IsNull() {
		p.named[name] = plainFont
		return plainFont
	}
	key := v.String()
	f, ok = p.fonts[key]
	if !ok {
		if safely(func() error { f = p.d.fontOf(v); return nil }) != nil {
			f = plainFont
		}
		p.fonts[key] = f
	}
	p.named[name] = f
	return f
}

// form shows what a form holds, which is drawn like a page.
func (p *pdfPainter) form(name string) {
	if p.drawn++; p.drawn > maxPDFDrawn {
		return
	}
	v := p.resources.Key("XObject").Key(name)
	if v.Kind() != pdf.Stream || v.Key("Subtype").Name() != "Form" || p.forms >= maxPDFForms {
		return
	}
	outer, named, state, saved := p.resources, p.named, p.pdfState, p.saved
	if own := v.Key("Resources"); own.Kind() == pdf.Dict {
		p.resources, p.named = own, map[string]*pdfFont{}
	}
	if m := v.Key("Matrix"); m.Len() == 6 {
		p.page = matrix{m.Index(0).Float64(), m.Index(1).Float64(), m.Index(2).Float64(), m.Index(3).Float64(), m.Index(4).Float64(), m.Index(5).Float64()}.times(p.page)
	}
	p.forms++
	p.saved = nil
	p.run(p.d.stream(v))
	p.forms--
	p.resources, p.named, p.pdfState, p.saved = outer, named, state, saved
}
