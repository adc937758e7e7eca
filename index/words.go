package index

import (
	"fmt"
	"strings"
)

// inWords tells how a resolved query was understood.
func inWords(n Node, ignored []Term) string {
	said := say(n, false)
	if len(ignored) > 0 {
		words := make([]string, len(ignored))
		for i, t := range ignored {
			words[i] = fmt.Sprintf("%q", t.Text)
		}
		said += "; left out, since it says nothing: " + strings.Join(words, ", ")
	}
	return said
}

// say puts a node in words; inner is true inside another operator, where lists need brackets.
func say(n Node, inner bool) string {
	switch n := n.(type) {
	case All:
		return "every question"
	case And:
		return sayList(n.Nodes, " and ", inner)
	case Or:
		return sayList(n.Nodes, " or ", inner)
	case Not:
		return "not " + say(n.Node, true)
	case named:
		return fmt.Sprintf("%s by any of its names (or %s)", n.concept.Name, say(n.words, false))
	case most:
		return sayList(n.nodes, " and ", inner)
	case respelt:
		return fmt.Sprintf("%s (for %q, which no question has)", say(n.node, inner), n.typed)
	case topic:
		return sayTopic(n)
	case ofLearner:
		return n.said
	case Term:
		return sayTerm(n)
	}
	return n.String()
}

func sayList(nodes []Node, between string, inner bool) string {
	said := make([]string, len(nodes))
	for i, n := range nodes {
		said[i] = say(n, true)
	}
	list := strings.Join(said, between)
	if inner {
		return "[" + list + "]"
	}
	return list
}

func sayTopic(t topic) string {
	switch {
	case t.concept != "":
		return "about " + t.title + " or anything below it"
	case t.Field == "exam":
		return "of the exam " + t.title
	case t.Field == "task" || t.Field == "domain":
		return fmt.Sprintf("of %s %s (%s)", t.Field, strings.Join(t.values, ", "), t.title)
	case t.Prefix:
		return fmt.Sprintf("%s that begins with %q", t.Field, t.title)
	}
	return fmt.Sprintf("%s %q", t.Field, t.title)
}

// places are the text fields in words.
var places = map[string]string{
	"": "", "stem": " in the stem", "option": " in an option", "answer": " in a right option",
	"explanation": " in the explanation",
}

func sayTerm(t Term) string {
	said := fmt.Sprintf("the word %q", t.Text)
	switch {
	case t.Quoted:
		said = fmt.Sprintf("the phrase %q", t.Text)
	case t.Prefix:
		said = fmt.Sprintf("a word that begins with %q", t.Text)
	case t.Slips == 1:
		said = fmt.Sprintf("a word within one letter of %q", t.Text)
	case t.Slips == 2:
		said = fmt.Sprintf("a word within two letters of %q", t.Text)
	case strings.Contains(t.Text, ":"):
		name, _, _ := strings.Cut(t.Text, ":")
		said = fmt.Sprintf("the text %q (%q is no field)", t.Text, name)
	}
	return said + places[t.Field]
}

// looseWords says that hits follow which hold only most of the query.
func looseWords(strict uint64) string {
	if strict == 0 {
		return "; no question has all of it, so these have most"
	}
	return fmt.Sprintf("; %d with all of it come first, then those with most", strict)
}
