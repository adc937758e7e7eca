package draw

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mlatlas/graph"
)

// pictures are SVGs that together hold everything that this package writes.
func pictures(t *testing.T) map[string][]byte {
	t.Helper()
	list := map[string][]byte{"coverage": CoverageSVG(sampleCoverage, CoverageOptions{Source: "sample bank"})}
	for name, c := range map[string]struct {
		m graph.Map
		o Options
	}{
		"network":  {sampleMap(25, 2), Options{Link: Anchor}},
		"print":    {sampleMap(25, 2), Options{Layout: "dot"}},
		"kind":     {sampleMap(45, 3), Options{Color: "kind"}},
		"values":   {sampleMap(45, 3), Options{Color: "coverage"}},
		"nasty":    {nastyMap(), Options{}},
		"empty":    {graph.Map{Title: "Nothing"}, Options{}},
		"untitled": {graph.Map{Nodes: []graph.MapNode{{ID: "a", Name: "Alone", Kind: "metric"}}}, Options{}},
	} {
		svg, err := SVG(t.Context(), c.m, c.o)
		if err != nil {
			t.Fatal(name, err)
		}
		list[name] = svg
	}
	return list
}

// TestPaintKnowsAll: the painter knows every element, attribute, selector and property of the SVGs, so that the two formats
// can't come apart unseen.
func TestPaintKnowsAll(t *testing.T) {
	for name, svg := range pictures(t) {
		p, err := paint(svg)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, what := range p.unknown {
			t.Errorf("%s: the PNG does not know %s", name, what)
		}
	}
}

func TestPaintSaysWhatItDoesNotKnow(t *testing.T) {
	const page = `<svg width="10" height="10" viewBox="0 0 10 10">%s</svg>`
	for _, c := range []struct{ inside, want string }{
		{`<circle r="3"/>`, `element <circle>`},
		{`<path d="M1 1Q2 2 3 3"/>`, `unknown command 'Q'`},
		{`<path d="M1 1" stroke="red"/>`, `stroke="red" of <path>`},
		{`<path d="M1 1" clip-path="url(#a)"/>`, `clip-path="url(#a)" of <path>`},
		{`<g transform="rotate(3)"/>`, `transform "rotate(3)"`},
		{`<style>g > path{fill:none}</style>`, `selector g > path`},
		{`<style>path{filter:none}</style>`, `declaration filter:none`},
		{`<style>path{fill:rgb(0,0,0)}</style>`, `declaration fill:rgb(0,0,0)`},
		{`<g>words</g>`, `text in <g>`},
		{`<text x="one">a</text>`, `x="one" of <text>`},
		{`<svg width="1" height="1" viewBox="0 0 1 1"/>`, `<svg> in <svg>`},
	} {
		p, err := paint(fmt.Appendf(nil, page, c.inside))
		if err != nil {
			t.Errorf("%s: %v", c.inside, err)
		} else if len(p.unknown) != 1 || !strings.Contains(p.unknown[0], c.want) {
			t.Errorf("%s: %q, want %q", c.inside, p.unknown, c.want)
		}
	}
	for _, bad := range []string{"", "words", "<html/>", `<svg width="0" height="9"/>`, `<svg width="NaN" height="9"/>`, `<svg width="9" height="9"><g>`} {
		if _, err := PNG([]byte(bad)); err == nil {
			t.Errorf("%q is drawn", bad)
		}
	}
}

// openPNG decodes a PNG and returns its image and its chunks by name.
func openPNG(t *testing.T, file []byte) (image.Image, map[string][]byte) {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	chunks := map[string][]byte{}
	for rest := file[8:]; len(rest) > 0; {
		n := int(binary.BigEndian.Uint32(rest))
		name, data := string(rest[4:8]), rest[8:8+n]
		if binary.BigEndian.Uint32(rest[8+n:]) != crc32.ChecksumIEEE(rest[4:8+n]) {
			t.Errorf("the checksum of %s is wrong", name)
		}
		chunks[name], rest = data, rest[12+n:]
	}
	return img, chunks
}

func draws(t *testing.T, svg []byte) Bitmap {
	t.Helper()
	b, err := PNG(svg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPNGFile(t *testing.T) {
	m := sampleMap(12, 1)
	m.Title = `Größe <b>"π"</b>`
	svg, err := SVG(t.Context(), m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := draws(t, svg)
	img, chunks := openPNG(t, b.PNG)
	root := parse(t, svg)
	w, h := int(math.Round(2*float(t, root, "width"))), int(math.Round(2*float(t, root, "height")))
	if img.Bounds() != image.Rect(0, 0, w, h) || b.Width != w || b.Height != h || b.Scale != PNGScale {
		t.Errorf("%v, told as %d by %d at %g, want %d by %d", img.Bounds(), b.Width, b.Height, b.Scale, w, h)
	}
	if got := chunks["pHYs"]; !bytes.Equal(got, []byte{0, 0, 0x1d, 0x87, 0, 0, 0x1d, 0x87, 1}) { // 7559 pixels a metre are 192 an inch
		t.Errorf("pHYs %x", got)
	}
	if got, want := string(chunks["iTXt"]), "Title\x00\x00\x00\x00\x00"+clean(m.Title); got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if !bytes.Equal(b.PNG, draws(t, svg).PNG) {
		t.Error("the same SVG gives other bytes")
	}
}

// TestPNGColours looks at places whose colour is known from the SVG alone.
func TestPNGColours(t *testing.T) {
	svg := `<svg class="m" width="100" height="60" viewBox="0 0 100 60"><style>
.paper{fill:#fefefe} .a .b{fill:#102030} .b{fill:#ff0000;stroke:none} .half{fill:#000000;fill-opacity:.5} .gone{display:none}
.line{fill:none;stroke:#00ff00;stroke-width:4} .round{stroke-linecap:round} .joined{stroke-linejoin:round}
a:hover .b{fill:#ffffff} @media (prefers-color-scheme:dark){ .paper{fill:#000000} .b{fill:#000000} }
</style><rect class="paper" width="100" height="60"/>
<g class="a" transform="translate(10 10)"><path class="b" d="M0 0h10v10h-10z"/><path class="half" d="M20 0h10v10h-10z"/></g>
<path class="b" d="M50 10h10v10h-10z"/><path class="b gone" d="M70 10h10v10h-10z"/>
<path class="line" d="M10 40h30" stroke-dasharray="10 10"/><path class="line round" d="M50 40h10"/><path class="line" d="M70 50v-10h10"/><path class="line joined" d="M85 50v-10h10"/>
</svg>`
	img, _ := openPNG(t, draws(t, []byte(svg)).PNG)
	for _, c := range []struct {
		x, y float64
		want string
		what string
	}{
		{5, 5, "fefefe", "paper"}, {99.4, 59.4, "fefefe", "the last pixel"},
		{15, 15, "102030", "two classes weigh more than one"}, {10.2, 10.2, "102030", "first corner"}, {19.7, 19.7, "102030", "last corner"},
		{20.2, 15, "fefefe", "beside it"}, {35, 15, "7f7f7f", "half seen"}, {55, 15, "ff0000", "one class"}, {75, 15, "fefefe", "not displayed"},
		{15, 40, "00ff00", "first dash"}, {25, 40, "fefefe", "gap"}, {35, 40, "00ff00", "second dash"},
		{15, 38.2, "00ff00", "edge of the line"}, {15, 37.7, "fefefe", "above the line"},
		{48.6, 40, "00ff00", "round end"}, {48.2, 38.2, "fefefe", "beside the round end"},
		{68.2, 38.2, "00ff00", "pointed corner"}, {83.2, 38.2, "fefefe", "rounded corner"}, {85, 38.4, "00ff00", "the same, above"},
	} {
		p := color.NRGBAModel.Convert(img.At(int(c.x*2), int(c.y*2))).(color.NRGBA)
		got := fmt.Sprintf("%02x%02x%02x", p.R, p.G, p.B)
		if far(got, c.want) > 1 {
			t.Errorf("%s at %g %g is %s, want %s", c.what, c.x, c.y, got, c.want)
		}
	}
}

// far is the largest difference of two colours in one of their parts.
func far(a, b string) int {
	most := 0
	for i := 0; i < 6; i += 2 {
		var x, y int
		fmt.Sscanf(a[i:i+2], "%02x", &x)
		fmt.Sscanf(b[i:i+2], "%02x", &y)
		most = max(most, x-y, y-x)
	}
	return most
}

// TestPNGLabels: with nothing but its texts, a picture has ink in the box of each line and none outside.
func TestPNGLabels(t *testing.T) {
	for name, svg := range pictures(t) {
		if name == "coverage" {
			continue
		}
		only := bytes.ReplaceAll(svg, []byte(`<path `), []byte(`<path display="none" `))
		only = bytes.ReplaceAll(only, []byte(`.name{fill:#ffffff}`), []byte(`.name{fill:#000000}`)) // white stands on what is gone
		p, err := paint(only)
		if err != nil {
			t.Fatal(err)
		}
		img := p.canvas.img
		boxes := textBoxes(t, svg)
		covered := image.NewAlpha(img.Bounds())
		for text, b := range boxes {
			r := image.Rect(int(2*(b.x-b.w/2)), int(2*(b.y-b.h/2)), int(2*(b.x+b.w/2))+1, int(2*(b.y+b.h/2))+1)
			if strings.Trim(text, " 0123456789") != "" && !hasInk(img, r, nil) {
				t.Errorf("%s: nothing is seen of %q", name, text)
			}
			for y := r.Min.Y - 5; y < r.Max.Y+5; y++ { // halos reach out 4 pixels
				for x := r.Min.X - 5; x < r.Max.X+5; x++ {
					covered.SetAlpha(x, y, color.Alpha{255})
				}
			}
		}
		if hasInk(img, img.Bounds(), covered) {
			t.Errorf("%s: ink outside all labels", name)
		}
	}
}

// hasInk reports whether a part of an image, less what is covered, is not white.
func hasInk(img *image.RGBA, r image.Rectangle, covered *image.Alpha) bool {
	r = r.Intersect(img.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if covered != nil && covered.AlphaAt(x, y).A > 0 {
				continue
			}
			if p := img.RGBAAt(x, y); p != (color.RGBA{255, 255, 255, 255}) {
				return true
			}
		}
	}
	return false
}

// textBoxes returns the box of each line of text as the SVG gives it, with a generous width where that is not fixed.
func textBoxes(t *testing.T, svg []byte) map[string]box {
	t.Helper()
	boxes := map[string]box{}
	var visit func(e element, at point)
	visit = func(e element, at point) {
		if move := e.attr("transform"); move != "" {
			var by point
			if _, err := fmt.Sscanf(move, "translate(%g %g)", &by.x, &by.y); err != nil {
				t.Fatal(err)
			}
			at = point{at.x + by.x, at.y + by.y}
		}
		if e.XMLName.Local == "text" {
			size := float(t, e, "font-size")
			w := textWidth(e.Text, size) * 1.15
			if e.attr("textLength") != "" {
				w = float(t, e, "textLength")
			}
			x, y := at.x+float(t, e, "x"), at.y+float(t, e, "y")
			if e.attr("text-anchor") == "start" {
				x += w / 2
			}
			key := e.Text
			for boxes[key].w > 0 {
				key += " "
			}
			boxes[key] = box{point{x, y - size*0.35}, w, size * 1.3}
		}
		for _, c := range e.Children {
			visit(c, at)
		}
	}
	visit(parse(t, svg), point{})
	return boxes
}

// TestPNGIsBounded: what would be too large is drawn smaller.
func TestPNGIsBounded(t *testing.T) {
	for _, c := range []struct{ w, h, scale float64 }{
		{660, 400, 2}, {5000, 3000, 2}, {10000, 6000, 1}, {40000, 3000, math.Sqrt(0.5)}, {1e6, 60, 1},
	} {
		w, h, scale := imageSize(c.w, c.h)
		if math.Abs(scale-c.scale) > 1e-9 || math.Abs(float64(w)-c.w*scale) > 0.5 || math.Abs(float64(h)-c.h*scale) > 0.5 || float64(w*h) > pngPixels*1.001 {
			t.Errorf("%g by %g points: %d by %d pixels at %g, want a scale of %g", c.w, c.h, w, h, scale, c.scale)
		}
	}
	if _, err := PNG([]byte(`<svg width="1" height="1e9" viewBox="0 0 1 1e9"/>`)); err == nil {
		t.Error("a picture of 1 by 240 million pixels is drawn")
	}
}

// TestBorders: however a shape lies to the image, what is seen of it is right.
func TestBorders(t *testing.T) {
	for _, c := range []struct {
		name string
		path string
		want int // pixels
	}{
		{"inside", "M10 10h20v20h-20z", 400},
		{"over the left side", "M-10 10h20v20h-20z", 200},
		{"over the right side", "M90 10h20v20h-20z", 200},
		{"over the top", "M10 -10h20v20h-20z", 200},
		{"over the bottom", "M10 90h20v20h-20z", 200},
		{"over all", "M-500 -500h2000v2000h-2000z", 100 * 100},
		{"left of it", "M-50 10h20v20h-20z", 0},
		{"below it", "M50 1000h20v20h-20z", 0},
		{"above it", "M50 -1000h20v20h-20z", 0},
		{"with a hole", "M10 10h40v40h-40zM20 20v20h20v-20z", 1600 - 400},
		{"twice the same", "M10 10h20v20h-20zM10 10h20v20h-20z", 400},
		{"level", "M10 10h50", 0},
	} {
		path, err := readPath(c.path, transform{scale: 1})
		if err != nil {
			t.Fatal(err)
		}
		canvas := newCanvas(100, 100)
		canvas.fill(path, color.NRGBA{A: 255})
		got := 0
		for _, v := range canvas.img.Pix {
			got += int(v)
		}
		if got != c.want*255 {
			t.Errorf("%s: %.1f pixels are black, want %d", c.name, float64(got)/255, c.want)
		}
	}
}

// TestPNGLook writes the PNG beside each SVG of the folder -look.
func TestPNGLook(t *testing.T) {
	if *look == "" {
		t.Skip("no -look folder")
	}
	files, err := filepath.Glob(filepath.Join(*look, "*.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		svg, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(strings.TrimSuffix(name, ".svg")+".png", draws(t, svg).PNG, 0o644); err != nil {
			t.Error(err)
		}
	}
}
