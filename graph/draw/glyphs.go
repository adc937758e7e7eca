package draw

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// Text is drawn in Liberation Sans, which has the widths of Helvetica, by which all text was measured. It knows Latin, Greek,
// Cyrillic and Hebrew, some 2,600 characters; others get an empty box as wide as they were measured. The two files, 0.8 MB,
// are part of the program. They stand under the SIL Open Font License 1.1: see OFL.txt.
var fonts = sync.OnceValues(func() ([2]*sfnt.Font, error) {
	regular, err := sfnt.Parse(liberationsansregular.TTF)
	if err != nil {
		return [2]*sfnt.Font{}, err
	}
	bold, err := sfnt.Parse(liberationsansbold.TTF)
	return [2]*sfnt.Font{regular, bold}, err
})

// fontUnits is the size in pixels at which outlines are asked for: that of the font's own grid, so that nothing is rounded.
const fontUnits = 2048

// face draws one of the fonts. It is not safe for concurrent use.
type face struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	known  map[rune]glyph
}

// glyph is the outline of a character. Measures are in font sizes.
type glyph struct {
	index   sfnt.GlyphIndex
	outline sfnt.Segments
	advance float64
}

// placed is a glyph at its distance from the beginning of the line.
type placed struct {
	glyph
	x float64
}

// newFaces returns the faces for plain and bold text.
func newFaces() ([2]*face, error) {
	both, err := fonts()
	if err != nil {
		return [2]*face{}, err
	}
	return [2]*face{{font: both[0], known: map[rune]glyph{}}, {font: both[1], known: map[rune]glyph{}}}, nil
}

// set places the characters of a line one behind the other, with kerning, and returns how wide they are, in font sizes.
func (f *face) set(line string) ([]placed, float64) {
	var list []placed
	width := 0.0
	for _, r := range visual(line) {
		g := f.glyph(r)
		if n := len(list); n > 0 && g.index != 0 && list[n-1].index != 0 {
			if kern, err := f.font.Kern(&f.buffer, list[n-1].index, g.index, fixed.I(fontUnits), font.HintingNone); err == nil {
				width += float64(kern) / 64 / fontUnits
			}
		}
		list = append(list, placed{g, width})
		width += g.advance
	}
	return list, width
}

// visual returns a line in the order in which it is seen, with accents joined to their letters. The line runs from left to
// right; in it, from the first letter of a script that runs from right to left to the last or a number behind it, all is
// turned round. That is the Unicode algorithm for text without embeddings, and clean leaves none.
func visual(line string) string {
	if isASCII(line) {
		return line
	}
	line = norm.NFC.String(line) // the font has é, and no place for an accent on its e
	var s strings.Builder
	done, from, to := 0, -1, 0
	turn := func() {
		if from >= 0 {
			s.WriteString(line[done:from] + turned(line[from:to]))
			done, from = to, -1
		}
	}
	for i, r := range line {
		class, size := bidi.LookupRune(r)
		switch class.Class() {
		case bidi.R, bidi.AL:
			if from < 0 {
				from = i
			}
			to = i + size
		case bidi.EN, bidi.AN:
			to = i + size
		case bidi.L:
			turn()
		}
	}
	turn()
	return s.String() + line[done:]
}

// digits are numbers, which run from left to right in every script.
var digits = regexp.MustCompile(`\p{Nd}+([.,:/-]\p{Nd}+)*`)

func turned(s string) string {
	return digits.ReplaceAllStringFunc(bidi.ReverseString(s), bidi.ReverseString)
}

func (f *face) glyph(r rune) glyph {
	g, ok := f.known[r]
	if !ok {
		g = f.load(r)
		f.known[r] = g
	}
	return g
}

func (f *face) load(r rune) glyph {
	if unicode.Is(unicode.Cf, r) { // joiners, soft hyphens
		return glyph{}
	}
	index, err := f.font.GlyphIndex(&f.buffer, r)
	if err != nil || index == 0 {
		return missing(r)
	}
	advance, err := f.font.GlyphAdvance(&f.buffer, index, fixed.I(fontUnits), font.HintingNone)
	if err != nil {
		return missing(r)
	}
	outline, err := f.font.LoadGlyph(&f.buffer, index, fixed.I(fontUnits), nil)
	if err != nil {
		return missing(r)
	}
	return glyph{index, append(sfnt.Segments(nil), outline...), float64(advance) / 64 / fontUnits}
}

// missing returns what stands for a character that the font lacks: a frame, or nothing for a mark on another character.
func missing(r rune) glyph {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return glyph{}
	}
	wide := float64(runeWidth(r)) / 1000
	const side, foot, top, line = 0.07, 0.0, 0.7, 0.05
	g := glyph{advance: wide}
	g.rectangle(side, foot, wide-side, top)
	g.rectangle(wide-side-line, foot+line, side+line, top-line) // from right to left: the other way round, so a hole
	return g
}

func (g *glyph) rectangle(x0, y0, x1, y1 float64) {
	corner := func(op sfnt.SegmentOp, x, y float64) {
		at := fixed.Point26_6{X: fixed.Int26_6(x * fontUnits * 64), Y: -fixed.Int26_6(y * fontUnits * 64)}
		g.outline = append(g.outline, sfnt.Segment{Op: op, Args: [3]fixed.Point26_6{at}})
	}
	corner(sfnt.SegmentOpMoveTo, x0, y0)
	corner(sfnt.SegmentOpLineTo, x1, y0)
	corner(sfnt.SegmentOpLineTo, x1, y1)
	corner(sfnt.SegmentOpLineTo, x0, y1)
}

// textPath returns the outlines of a line of glyphs that begins at a point, at a font size, and stretched sideways.
func textPath(line []placed, at point, size, stretch float64, to transform) rasterx.Path {
	var path rasterx.Path
	for _, g := range line {
		onPage := func(p fixed.Point26_6) fixed.Point26_6 {
			x, y := float64(p.X)/64/fontUnits, float64(p.Y)/64/fontUnits
			return to.at(point{at.x + (g.x+x)*size*stretch, at.y + y*size})
		}
		for i, s := range g.outline {
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				if i > 0 {
					path.Stop(true)
				}
				path.Start(onPage(s.Args[0]))
			case sfnt.SegmentOpLineTo:
				path.Line(onPage(s.Args[0]))
			case sfnt.SegmentOpQuadTo:
				path.QuadBezier(onPage(s.Args[0]), onPage(s.Args[1]))
			case sfnt.SegmentOpCubeTo:
				path.CubeBezier(onPage(s.Args[0]), onPage(s.Args[1]), onPage(s.Args[2]))
			}
		}
		if len(g.outline) > 0 {
			path.Stop(true)
		}
	}
	return path
}
