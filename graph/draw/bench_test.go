package draw

import (
	"fmt"
	"testing"
)

// BenchmarkSVG draws with a warm worker; BenchmarkSVGCold with the start of one, as a command line does.
func BenchmarkSVG(b *testing.B) {
	for _, n := range []int{12, 25, 60} {
		m := sampleMap(n, 4)
		for _, layout := range Layouts[:2] {
			b.Run(fmt.Sprintf("%s/%d", layout, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := SVG(b.Context(), m, Options{Layout: layout}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkSVGCold(b *testing.B) {
	m := sampleMap(60, 4)
	for b.Loop() {
		b.StopTimer()
		for range poolSize {
			if w := <-workers.places; w != nil {
				w.end()
			}
		}
		for range poolSize {
			workers.places <- nil
		}
		b.StartTimer()
		if _, err := SVG(b.Context(), m, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCoverageSVG(b *testing.B) {
	for b.Loop() {
		CoverageSVG(sampleCoverage, CoverageOptions{})
	}
}

func BenchmarkPNG(b *testing.B) {
	for _, n := range []int{12, 40, 200} {
		svg, err := SVG(b.Context(), sampleMap(n, 4), Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := PNG(svg); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
