package graph

// Map is a part of the concept graph that is small enough to be drawn and read.
type Map struct {
	Title  string    `json:"title"`
	Nodes  []MapNode `json:"nodes"`  // by ID; of a path or an order as they are read
	Edges  []MapEdge `json:"edges"`  // by From, To, Kind; of a path as they are read
	Hidden int       `json:"hidden"` // concepts that were left out to keep it readable

	Groups   []Group `json:"groups"`             // of the nodes, in the order of the legend
	Subtitle string  `json:"subtitle,omitempty"` // source line: banks, questions, date of the last import
}

// MapNode is one concept on a map.
type MapNode struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Kind      string  `json:"kind"`
	Group     string  `json:"group"`     // ID of a Group
	Questions int     `json:"questions"` // that are about it
	Value     float64 `json:"value"`     // what the colour scale shows, 0 to 1, when the map is coloured by a value
	Focus     bool    `json:"focus,omitempty"`
	Before    *int    `json:"before,omitempty"` // questions at the time that the map is compared with
	X         float64 `json:"x"`                // points, filled by the drawing; 0 before
	Y         float64 `json:"y"`
}

// NodeDetails are what a reader of a map may ask of a concept beyond what is drawn.
type NodeDetails struct {
	Definition string
	Names      []string       // other names, former ones included
	Questions  []NodeQuestion // the first ones about it; MapNode.Questions says how many there are
}

// NodeQuestion is what a map tells of a question. Neither key nor explanation has a place here: maps are handed round,
// and spoil no answer.
type NodeQuestion struct {
	ID   string
	Stem string // its first line
}

// MapEdge is a curated relation (Kind is its type, or "parent") or a learned one (Kind "tested-together").
type MapEdge struct {
	From      string  `json:"from"`
	To        string  `json:"to"`
	Kind      string  `json:"kind"`
	Weight    float64 `json:"weight"` // 0 to 1
	Questions int     `json:"questions"`
	Reason    string  `json:"reason,omitempty"` // of a path: the sentence that its step reads
}

// Group is a cluster of a map: a blueprint domain, a group of the taxonomy or a community.
type Group struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Hidden int    `json:"hidden,omitempty"` // concepts of the group that were left out
}

// TestedTogether is the Kind of a learned edge: two concepts that the same questions are about.
const TestedTogether = "tested-together"

// Coverage compares the questions of a bank with an exam blueprint.
type Coverage struct {
	Exam      string           `json:"exam"`
	Questions int              `json:"questions"` // in the bank
	Linked    int              `json:"linked"`    // of them, with a task of this exam
	Domains   []DomainCoverage `json:"domains"`
	Unused    []string         `json:"unused_concepts"` // concepts of the blueprint that no question is about
}

// DomainCoverage is one domain of a Coverage. Questions counts by weight: a question of two tasks counts half in each.
type DomainCoverage struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Weight    float64        `json:"weight"` // percent in the blueprint
	Questions float64        `json:"questions"`
	Share     float64        `json:"share"`    // of the linked questions, 0 to 1
	Expected  float64        `json:"expected"` // questions that the weight asks for
	Low       float64        `json:"low"`      // 95 % interval of Share
	High      float64        `json:"high"`
	Verdict   string         `json:"verdict"` // under, ok, over or unknown
	Tasks     []TaskCoverage `json:"tasks"`
}

// TaskCoverage is one task of a DomainCoverage.
type TaskCoverage struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Questions float64  `json:"questions"`
	Share     float64  `json:"share"`
	Low       float64  `json:"low"`
	High      float64  `json:"high"`
	Concepts  int      `json:"concepts"` // that the blueprint's bullets name
	Covered   int      `json:"covered"`  // of them, that a question is about
	Uncovered []string `json:"uncovered"`
}
