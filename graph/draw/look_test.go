package draw

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"mlatlas/graph"
)

// rgb reads "#rrggbb" as linear light between 0 and 1.
func rgb(t *testing.T, s string) [3]float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != 7 {
		t.Fatalf("%q is no colour", s)
	}
	var c [3]float64
	for i := range c {
		v := float64(n>>(16-8*i)&255) / 255
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

// contrast is the contrast ratio of WCAG 2.
func contrast(t *testing.T, a, b string) float64 {
	luminance := func(s string) float64 {
		c := rgb(t, s)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

func TestContrast(t *testing.T) {
	least := func(what, a, b string, want float64) {
		t.Helper()
		if got := contrast(t, a, b); got < want {
			t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", what, a, b, got, want)
		}
	}
	if got := contrast(t, "#000000", "#ffffff"); math.Abs(got-21) > 0.01 {
		t.Fatalf("black on white: %.2f, want 21", got)
	}
	for i, h := range palette {
		for _, s := range []struct {
			tones
			paper, ink string
		}{{h.light, paper, ink}, {h.dark, paperDark, inkDark}} {
			least(fmt.Sprintf("hue %d, label", i), s.ink, s.fill, 4.5)
			least(fmt.Sprintf("hue %d, label in focus", i), s.paper, s.strong, 4.5)
			least(fmt.Sprintf("hue %d, name of a group", i), s.strong, s.paper, 4.5)
			least(fmt.Sprintf("hue %d, outline", i), s.line, s.paper, 3)
		}
	}
	for i, s := range scale {
		least(fmt.Sprintf("step %d", i), s.light.text, s.light.fill, 4.5)
		least(fmt.Sprintf("step %d, dark", i), s.dark.text, s.dark.fill, 4.5)
	}
	least("legend", faint, paper, 4.5)
	least("legend, dark", faintDark, paperDark, 4.5)
	least("edge", wire, paper, 3)
	least("edge, dark", wireDark, paperDark, 3)
}

// The matrices of Machado, Oliveira and Fernandes (2009) for the full deficiencies, on linear light.
var sight = map[string][9]float64{
	"normal":       {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

// oklab turns linear light into Ottosson's Oklab, in which distance is difference to the eye.
func oklab(c [3]float64) [3]float64 {
	l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
	m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
	s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
	return [3]float64{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

// TestColourBlind: the outlines of two groups differ for every kind of sight. The least distance, 0.03, is about three times
// what can just be told apart side by side; shape and place tell the rest.
func TestColourBlind(t *testing.T) {
	for name, m := range sight {
		see := func(s string) [3]float64 {
			c := rgb(t, s)
			var d [3]float64
			for i := range d {
				d[i] = max(m[3*i]*c[0]+m[3*i+1]*c[1]+m[3*i+2]*c[2], 0)
			}
			return oklab(d)
		}
		for i := range palette {
			for j := range palette[:i] {
				for scheme, pair := range map[string][2]string{
					"light": {palette[i].light.line, palette[j].light.line}, "dark": {palette[i].dark.line, palette[j].dark.line},
				} {
					a, b := see(pair[0]), see(pair[1])
					if d := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]); d < 0.03 {
						t.Errorf("%s, %s: hues %d and %d are only %.3f apart", name, scheme, j, i, d)
					}
				}
			}
		}
	}
}

// TestLooksDiffer: no two relations share line and heads, and every kind has a look.
func TestLooksDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, r := range relations {
		key := fmt.Sprint(r.dash, "|", r.head, "|", r.tail)
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s look the same", r.kind, other)
		}
		seen[key] = r.kind
		if r.learned && r.head+r.tail != noHead {
			t.Errorf("%s is learned and has a head", r.kind)
		}
	}
	if relationOf(graph.TestedTogether).kind != graph.TestedTogether || relationOf("nosuch").words != "nosuch" {
		t.Error("relationOf does not know its table")
	}
	outlines := map[string]string{}
	for _, look := range kindLooks {
		d := outline(look.shape, box{point{0, 0}, 60, 20})
		if other, ok := outlines[d]; ok && other != look.shape.name {
			t.Errorf("shapes %s and %s have one outline", other, look.shape.name)
		}
		outlines[d] = look.shape.name
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Amazon S3", "Amazon S3"},
		{"", "?"},
		{"SageMaker real-time inference", "SageMaker|real-time inference"},
		{"LoRA / parameter-efficient fine-tuning", "LoRA / parameter-|efficient fine-tuning"},
		{"SageMaker Feature Store", "SageMaker|Feature Store"},
		{"Difference in Proportions of Labels (DPL)", "Difference in Proportions|of Labels (DPL)"},
		{"Amazon Managed Streaming for Apache Kafka (MSK)", "Amazon Managed Streaming|for Apache Kafka (MSK)"},
		{"Training-data privacy leakage / memorization", "Training-data privacy|leakage / memorization"},
		{"SageMakerVariantInvocationsPerInstance metric", "SageMakerVariantInvocation…|metric"},
		{"機械学習モデルの監視とデータドリフト", "機械学習モデルの監視とデー…"},
		{"A somewhat long name which will not fit into two lines however it may be broken at all", "A somewhat long name whic…|two lines however it may be…"},
	} {
		got := strings.Join(wrap(clean(c.name), lineMost), "|")
		if got != c.want {
			t.Errorf("wrap(%q)\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain", "plain"},
		{"  a \t\n b\u00a0c ", "a b c"},
		{"a\x00b\x1b[0m\u0085", "ab[0m"},
		{"\u202eabc\u2066\u200f", "abc"},
		{"\xffx", "\ufffdx"},
		{"\ufffe\U0001ffff", ""},
		{"<b>", "<b>"},
	} {
		if got := clean(c.text); got != c.want {
			t.Errorf("clean(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestStepOf(t *testing.T) {
	for _, c := range []struct {
		value float64
		want  int
	}{{math.NaN(), 0}, {-1, 0}, {0, 0}, {0.001, 1}, {0.33, 1}, {0.34, 2}, {0.66, 2}, {0.67, 3}, {0.999, 3}, {1, 4}, {7, 4}, {math.Inf(1), 4}} {
		if got := stepOf(c.value); got != c.want {
			t.Errorf("stepOf(%g) = %d, want %d", c.value, got, c.want)
		}
	}
}

// TestSpread: whatever the places, labels end apart.
func TestSpread(t *testing.T) {
	for _, n := range []int{1, 2, 3, 30, 90} {
		for name, place := range map[string]func(i int) point{
			"all in one point": func(int) point { return point{5, 5} },
			"in a line":        func(i int) point { return point{float64(i), 0} },
			"in a column":      func(i int) point { return point{0, float64(i) * 3} },
			"on a circle":      func(i int) point { s, c := math.Sincos(float64(i)); return point{50 * c, 40 * s} },
		} {
			p := plan(sampleMap(n, 9), Options{})
			for i, b := range p.movable() {
				b.point = place(i)
			}
			p.spread()
			boxes := p.movable()
			for i, a := range boxes {
				for _, b := range boxes[:i] {
					if near(*a, *b, 15) {
						t.Fatalf("%d %s: %v and %v are too near", n, name, *a, *b)
					}
				}
			}
		}
	}
}
