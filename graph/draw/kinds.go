package draw

import "mlatlas/graph"

// shape is the outline of a node. Colour is never the only sign: kinds of concept differ by outline, relations by dash and
// arrowhead.
type shape struct {
	name   string  // class in the SVG
	engine string  // the Graphviz shape whose border is nearest
	extra  float64 // width beyond the label's box, in heights: what slanted sides take
	hue    int     // index into palette when colour shows the kind

	yed     yedShape
	mermaid [2]string // what stands before and behind the label
}

// The outlines.
var (
	roundedBox    = &shape{"rounded", "box", 0, 0, yedShape{"roundrectangle", 1}, [2]string{`("`, `")`}}
	plainBox      = &shape{"box", "box", 0, 1, yedShape{"rectangle", 1}, [2]string{`["`, `"]`}}
	cutBox        = &shape{"cut", "box", 0.15, 6, yedShape{"octagon", 1}, [2]string{`[/"`, `"\]`}}
	shield        = &shape{"shield", "box", 0.1, 4, yedShape{"trapezoid2", 1.1}, [2]string{`[["`, `"]]`}}
	folded        = &shape{"folded", "box", 0.2, 7, yedShape{"rectangle3d", 1}, [2]string{`>"`, `"]`}}
	parallelogram = &shape{"slanted", "polygon", 0.45, 5, yedShape{"parallelogram", 1}, [2]string{`[/"`, `"/]`}}
	pill          = &shape{"pill", "box", 0.3, 2, yedShape{"ellipse", 1.15}, [2]string{`(["`, `"])`}}
	hexagon       = &shape{"hexagon", "hexagon", 0.5, 3, yedShape{"hexagon", 1}, [2]string{`{{"`, `"}}`}}
)

// kindLook gives a kind of concept its outline.
type kindLook struct {
	kind  string
	shape *shape
}

// kindLooks lists the kinds in the order of the legend. Kinds that share an outline share a place in it.
var kindLooks = []kindLook{
	{"service", roundedBox},
	{"feature", plainBox},
	{"deployment-option", cutBox},
	{"deployment-strategy", cutBox},
	{"pricing-option", cutBox},
	{"compute-resource", cutBox},
	{"security-control", shield},
	{"compliance", shield},
	{"framework", folded},
	{"data-format", folded},
	{"algorithm", parallelogram},
	{"model-family", parallelogram},
	{"technique", pill},
	{"architecture-pattern", pill},
	{"concept", pill},
	{"metric", hexagon},
	{"group", plainBox},
}

// shapeOf returns the outline of a kind; a kind that is not known is drawn as a concept.
func shapeOf(kind string) *shape {
	for _, l := range kindLooks {
		if l.kind == kind {
			return l.shape
		}
	}
	return pill
}

// head is what stands at an end of an edge.
type head string

// The heads.
const (
	noHead     head = ""
	triangle   head = "triangle"
	hollow     head = "hollow" // triangle, not filled
	chevron    head = "chevron"
	diamond    head = "diamond"
	squareHead head = "square"
	dotHead    head = "dot"
	barHead    head = "bar"
)

// relation is the look of one kind of edge.
type relation struct {
	kind       string
	words      string // between the names of the two concepts
	back       string // the same read from the other end
	dash       string // stroke-dasharray, "" for a solid line
	head, tail head
	learned    bool // counted from questions, not curated
}

// relations lists the kinds of edge in the order of the legend.
var relations = []relation{
	{kind: "parent", words: "is a kind or part of", back: "has as a kind or part", head: hollow},
	{kind: "part-of", words: "is part of", back: "has as a part", head: diamond},
	{kind: "prerequisite-of", words: "is learned before", back: "is learned after", dash: "9 3", head: triangle},
	{kind: "uses", words: "uses", back: "is used by", head: triangle},
	{kind: "triggers", words: "starts", back: "is started by", dash: "6 2 1.5 2", head: chevron},
	{kind: "stores", words: "stores", back: "is stored in", head: squareHead},
	{kind: "monitors", words: "observes", back: "is observed by", dash: "5 3", head: chevron},
	{kind: "measures", words: "measures", back: "is measured by", dash: "5 3", head: dotHead},
	{kind: "mitigates", words: "reduces", back: "is reduced by", head: barHead},
	{kind: "secures", words: "protects", back: "is protected by", dash: "9 3", head: diamond},
	{kind: "alternative-to", words: "is an alternative to", back: "is an alternative to", dash: "2.5 2.5", head: dotHead, tail: dotHead},
	{kind: "mixed-up-with", words: "is mixed up with", back: "is mixed up with", dash: "1.5 2", head: chevron, tail: chevron},
	{kind: graph.TestedTogether, words: "is tested together with", back: "is tested together with", dash: "0.1 4", learned: true},
}

// relationOf returns the look of a kind of edge; one that is not known is a plain arrow under its own name.
func relationOf(kind string) relation {
	for _, r := range relations {
		if r.kind == kind {
			return r
		}
	}
	words := clean(kind)
	if words == "" {
		words = "is related to"
	}
	return relation{kind: kind, words: words, back: "is named from the other end: " + words, head: triangle}
}
