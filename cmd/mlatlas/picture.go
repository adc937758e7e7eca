package main

import (
	"fmt"

	"mlatlas/graph/draw"
)

// drawPNG turns a drawing into pixels, and says where it had to be made smaller for that.
func (a *app) drawPNG(svg []byte) ([]byte, error) {
	b, err := draw.PNG(svg)
	if err != nil {
		return nil, err
	}
	if b.Scale < draw.PNGScale {
		fmt.Fprintf(a.err, "drawn with %d × %d pixels, %.0f %% of the usual size, to stay below 60 million; an .svg has no such limit\n", b.Width, b.Height, 100*b.Scale/draw.PNGScale)
	}
	return b.PNG, nil
}
