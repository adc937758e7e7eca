package draw

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/graph"
)

// Options say how a map is drawn. The zero value is the network view, coloured by group, without links.
type Options struct {
	// Layout is "neato" (the network view), "dot" (groups as boxes, left to right, for print), "sfdp" (for hundreds of
	// concepts) or Flow. "" takes neato for up to 80 concepts and sfdp beyond.
	Layout string
	// Color is what a node's colour shows: "domain" or "cluster" (its group; "" is the same), "kind", or a value between 0
	// and 1 on a scale of five steps: "coverage", "mastery", or "change" (gone, fewer questions, as many, more, new).
	Color string
	// Places, if not nil, are where things stood on the last drawing, and after the drawing where they stand now. The
	// layout "dot" does not use them.
	Places Places
	// Link returns the address of a concept's page, relative or http(s), or "" for none. Other schemes are left out.
	Link func(conceptID string) string
}

// Limits of a map. Beyond these no layout is readable and some take minutes.
const (
	MaxNodes = 1500
	MaxEdges = 6000

	networkNodes = 80 // up to here "" means neato
)

// The layouts and colourings, for messages and completion.
var (
	Layouts = []string{"neato", "dot", "sfdp"}
	Colors  = []string{"domain", "cluster", "kind", "coverage", "mastery", "change"}
)

// Flow is the layout of a map in reading order, such as a path: every edge leads from left to right between its ends in the
// order of the map's nodes, whichever way its arrow points, and says its relation where the map has several. Reasons of
// edges are told in the legend. It is not among Layouts, since other maps have no such order.
const Flow = "flow"

func (o Options) flows() bool { return o.Layout == Flow }

// layoutFor returns the Graphviz engine for a map of n concepts.
func (o Options) layoutFor(n int) (string, error) {
	if o.flows() {
		return "dot", nil
	}
	if o.Layout == "" {
		if n <= networkNodes {
			return "neato", nil
		}
		return "sfdp", nil
	}
	if !slices.Contains(Layouts, o.Layout) {
		return "", fmt.Errorf("unknown layout %q: one of %s", o.Layout, strings.Join(Layouts, ", "))
	}
	return o.Layout, nil
}

// byValue reports whether colour shows a value rather than a group or kind.
func (o Options) byValue() bool { return scaleWords[o.Color] != nil }

func (o Options) check() error {
	if o.Color != "" && !slices.Contains(Colors, o.Color) {
		return fmt.Errorf("unknown colouring %q: one of %s", o.Color, strings.Join(Colors, ", "))
	}
	return nil
}

// check returns an error that says what cannot be drawn about a map.
func check(m graph.Map) error {
	switch {
	case len(m.Nodes) > MaxNodes:
		return fmt.Errorf("a map of %d concepts cannot be drawn: %d are the most", len(m.Nodes), MaxNodes)
	case len(m.Edges) > MaxEdges:
		return fmt.Errorf("a map of %d relations cannot be drawn: %d are the most", len(m.Edges), MaxEdges)
	}
	known := make(map[string]bool, len(m.Nodes))
	for _, n := range m.Nodes {
		if known[n.ID] {
			return fmt.Errorf("concept %q stands on the map twice: an ID must be unique", n.ID)
		}
		known[n.ID] = true
	}
	for _, e := range m.Edges {
		for _, end := range []string{e.From, e.To} {
			if !known[end] {
				return fmt.Errorf("relation %q from %q to %q: %q is not on the map", e.Kind, e.From, e.To, end)
			}
		}
	}
	return nil
}
