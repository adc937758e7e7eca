package draw

import (
	"math"
	"testing"
)

func TestVisual(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"Amazon S3", "Amazon S3"},
		{"Größe", "Größe"},
		{"cafe\u0301 é", "café é"},
		{"אבג", "גבא"},
		{"abc אבג דה def", "abc הד גבא def"},
		{"אבג 12.5 def", "12.5 גבא def"},
		{"אבג 12 דה", "הד 12 גבא"},
		{"(אבג)", "(גבא)"},
		{"אב (גד) הו", "וה (דג) בא"},
		{"אבג, abc, דה.", "גבא, abc, הד."},
		{"12 אבג", "12 גבא"},
	} {
		if got := visual(c.line); got != c.want {
			t.Errorf("visual(%q) = %q, want %q", c.line, got, c.want)
		}
	}
}

// TestWidths: the font has the widths that all text was measured with, or boxes and labels would part.
func TestWidths(t *testing.T) {
	faces, err := newFaces()
	if err != nil {
		t.Fatal(err)
	}
	for r := ' '; r <= '~'; r++ {
		if got, want := faces[0].glyph(r).advance, float64(runeWidth(r))/1000; math.Abs(got-want) > 0.001 {
			t.Errorf("%q is %.3f wide, and measured as %.3f", r, got, want)
		}
	}
	for _, r := range "中🙂ع�" {
		g := faces[1].glyph(r)
		if g.index != 0 || len(g.outline) != 8 || g.advance != float64(runeWidth(r))/1000 {
			t.Errorf("%q gets %d lines, %.3f wide, want a frame", r, len(g.outline), g.advance)
		}
	}
	for _, r := range "éßЖΩ€…·–→א" {
		if g := faces[0].glyph(r); g.index == 0 || len(g.outline) == 0 {
			t.Errorf("%q is missing in the font", r)
		}
	}
	if g := faces[0].glyph('\u200d'); len(g.outline) > 0 || g.advance != 0 {
		t.Error("a joiner is drawn")
	}
}
