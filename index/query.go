package index

import (
	"slices"
	"strconv"
	"strings"
)

// Node is a part of a query: All, Term, And, Or or Not. Its String is the query in its normal form, which parses back
// to the same tree.
type Node interface {
	String() string
	// binding says how tightly the node's own operator binds: a node is put in parentheses under one that binds as
	// tightly or tighter.
	binding() int
}

// All matches every question.
type All struct{}

// Term is a leaf: a word or a phrase of the text, or a value of a field.
type Term struct {
	Field  string // a name of Fields, or "" for all text
	Text   string
	Quoted bool // a phrase, or a value that was quoted
	Prefix bool // word*: words that begin with Text
	Slips  int  // word~N: words within N edits of Text, 0 to 2
	Column int  // where it stands in the query, in runes from 1; 0 for a term that nobody typed
}

// And matches what all of its nodes match.
type And struct{ Nodes []Node }

// Or matches what any of its nodes matches.
type Or struct{ Nodes []Node }

// Not matches what its node does not.
type Not struct{ Node Node }

const (
	bindsOr = iota + 1
	bindsAnd
	bindsNot
	bindsLeaf
)

func (All) binding() int  { return bindsLeaf }
func (Term) binding() int { return bindsLeaf }
func (And) binding() int  { return bindsAnd }
func (Or) binding() int   { return bindsOr }
func (Not) binding() int  { return bindsNot }

// String returns "*".
func (All) String() string { return "*" }

// String returns the term as it is typed.
func (t Term) String() string {
	var b strings.Builder
	if t.Field != "" {
		b.WriteString(t.Field + ":")
	}
	if t.Quoted {
		b.WriteString(quote(t.Text))
	} else {
		b.WriteString(t.Text)
	}
	if t.Prefix {
		b.WriteByte('*')
	}
	if t.Slips > 0 {
		b.WriteString("~" + strconv.Itoa(t.Slips))
	}
	return b.String()
}

// String returns the nodes with spaces between them.
func (n And) String() string { return joinNodes(n.Nodes, " ", bindsAnd) }

// String returns the nodes with OR between them.
func (n Or) String() string { return joinNodes(n.Nodes, " OR ", bindsOr) }

// String returns the node behind a minus.
func (n Not) String() string { return "-" + inside(n.Node, bindsAnd) }

func joinNodes(nodes []Node, between string, binding int) string {
	printed := make([]string, len(nodes))
	for i, n := range nodes {
		printed[i] = inside(n, binding)
	}
	return strings.Join(printed, between)
}

// inside prints a node under an operator.
func inside(n Node, operator int) string {
	if n.binding() <= operator {
		return "(" + n.String() + ")"
	}
	return n.String()
}

var quoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func quote(text string) string { return `"` + quoter.Replace(text) + `"` }

// Map rewrites a tree from the leaves up: f is given every node, its children already rewritten, and returns what
// stands in its place. The tree itself is not changed.
func Map(n Node, f func(Node) Node) Node {
	switch m := n.(type) {
	case And:
		return f(And{mapAll(m.Nodes, f)})
	case Or:
		return f(Or{mapAll(m.Nodes, f)})
	case Not:
		return f(Not{Map(m.Node, f)})
	}
	return f(n)
}

func mapAll(nodes []Node, f func(Node) Node) []Node {
	mapped := make([]Node, len(nodes))
	for i, n := range nodes {
		mapped[i] = Map(n, f)
	}
	return mapped
}

// Simplify returns a tree that matches the same questions: nested Ands and Ors are flattened, repeated nodes and double
// negations removed, and an operator with one node becomes that node. An And of nothing is All.
func Simplify(n Node) Node { return Map(n, simplify) }

func simplify(n Node) Node {
	switch m := n.(type) {
	case And:
		return simplifyAnd(m)
	case Or:
		return simplifyOr(m)
	case Not:
		if inner, ok := m.Node.(Not); ok {
			return inner.Node
		}
	}
	return n
}

func simplifyAnd(n And) Node {
	var flat []Node
	for _, child := range n.Nodes {
		switch c := child.(type) {
		case All:
		case And:
			flat = append(flat, c.Nodes...)
		default:
			flat = append(flat, c)
		}
	}
	flat = distinct(flat)
	switch len(flat) {
	case 0:
		return All{}
	case 1:
		return flat[0]
	}
	return And{flat}
}

func simplifyOr(n Or) Node {
	var flat []Node
	for _, child := range n.Nodes {
		switch c := child.(type) {
		case All:
			return All{}
		case Or:
			flat = append(flat, c.Nodes...)
		default:
			flat = append(flat, c)
		}
	}
	if flat = distinct(flat); len(flat) == 1 {
		return flat[0]
	}
	return Or{flat}
}

// distinct keeps the first of the nodes that print alike.
func distinct(nodes []Node) []Node {
	seen := map[string]bool{}
	return slices.DeleteFunc(nodes, func(n Node) bool {
		s := n.String()
		again := seen[s]
		seen[s] = true
		return again
	})
}
