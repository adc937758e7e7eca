// Program draws a map of two concepts, as the smallest program that can.
package main

import (
	"context"
	"fmt"
	"os"

	"mlatlas/graph"
	"mlatlas/graph/draw"
)

func main() {
	if draw.ServeIfWorker() {
		return
	}
	m := graph.Map{Nodes: []graph.MapNode{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}, Edges: []graph.MapEdge{{From: "a", To: "b", Kind: "uses"}}}
	svg, err := draw.SVG(context.Background(), m, draw.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(svg)
}
