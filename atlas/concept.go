package atlas

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
	"mlatlas/taxonomy"
)

// ConceptView is what is known of one concept.
type ConceptView struct {
	ID         string           `json:"id"`
	Name       string           `json:"name"`
	Kind       string           `json:"kind"`
	Definition string           `json:"definition"`
	Status     string           `json:"status,omitempty"`
	Aliases    []string         `json:"aliases"` // former names included
	Parents    []string         `json:"parents"`
	Children   []string         `json:"children"`
	Relations  []RelationView   `json:"relations"`
	Tasks      []string         `json:"tasks"` // of the exam
	Questions  ConceptQuestions `json:"questions"`
	Related    []graph.Related  `json:"related"`
}

// RelationView is one curated relation as seen from a concept: Direction "out" reads "this Type To", "in" reads "To Type
// this".
type RelationView struct {
	Type      string `json:"type"`
	To        string `json:"to"`
	Direction string `json:"direction"`
	Reason    string `json:"reason,omitempty"`
}

// ConceptQuestions counts the questions of a concept and everything below it.
type ConceptQuestions struct {
	Primary   int      `json:"primary"`   // that test it
	Mentioned int      `json:"mentioned"` // that are about it at all
	IDs       []string `json:"ids"`       // the first ones, those that test it first
}

const (
	conceptIDs     = 20
	conceptRelated = 10
)

// Concept returns the card of a concept. In an empty atlas it has no questions.
func (a *Atlas) Concept(ctx context.Context, wanted, exam string) (*ConceptView, error) {
	id, err := a.FindConcept(wanted)
	if err != nil {
		return nil, err
	}
	c, _ := a.taxonomy.Concept(id)
	g, err := a.network(ctx)
	if err != nil {
		return nil, err
	}
	v := &ConceptView{ID: id, Name: c.Name, Kind: c.Kind, Definition: c.Definition, Status: c.Status,
		Aliases: otherNames(c), Parents: nonNil(c.Parents), Children: nonNil(a.taxonomy.Children(id)),
		Relations: a.relations(id), Tasks: nonNil(a.taxonomy.ExamTasks(exam, id)), Related: g.Related(id, conceptRelated)}
	if v.Related == nil {
		v.Related = []graph.Related{}
	}
	v.Questions, err = a.conceptQuestions(ctx, id)
	return v, err
}

// otherNames are the names of a concept besides the current one.
func otherNames(c *taxonomy.Concept) []string {
	names := append(nonNil(c.Aliases), c.FormerNames...)
	return slices.DeleteFunc(names, func(name string) bool { return name == c.Name })
}

func nonNil(list []string) []string { return append([]string{}, list...) }

func (a *Atlas) relations(id string) []RelationView {
	list := []RelationView{}
	for _, c := range a.taxonomy.Concepts() {
		for _, r := range c.Relations {
			if c.ID == id {
				list = append(list, RelationView{r.Type, r.To, "out", r.Reason})
			} else if r.To == id {
				list = append(list, RelationView{r.Type, c.ID, "in", r.Reason})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y RelationView) int {
		return cmp.Or(cmp.Compare(x.Type, y.Type), cmp.Compare(x.Direction, y.Direction), cmp.Compare(x.To, y.To))
	})
	return list
}

// conceptQuestions asks the index, which knows what stands below the concept.
func (a *Atlas) conceptQuestions(ctx context.Context, id string) (ConceptQuestions, error) {
	q := ConceptQuestions{IDs: []string{}}
	x, err := a.searchable(ctx)
	if errors.Is(err, ErrEmpty) {
		return q, nil
	}
	if err != nil {
		return q, err
	}
	found, err := x.Search(ctx, index.Request{Query: index.Term{Field: "concept", Text: id, Quoted: true}, Limit: conceptIDs})
	if err != nil {
		return q, err
	}
	q.Mentioned = found.Total
	for _, h := range found.Hits {
		q.IDs = append(q.IDs, h.ID)
	}
	counts := a.graph.Counts()
	q.Primary = counts.Concept(id).Primary
	return q, nil
}

// ConceptRow is one line of the list of concepts.
type ConceptRow struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Questions int    `json:"questions"` // about it
	Primary   int    `json:"primary"`   // that test it
}

// ConceptFilter chooses concepts for a list.
type ConceptFilter struct {
	Kinds  []string
	Exam   string // only concepts that the exam asks for; "" for all
	Unused bool   // only those that no question is about
	Used   bool   // only those that some question is about
}

// Concepts lists the linkable concepts, those with the most questions first.
func (a *Atlas) Concepts(ctx context.Context, f ConceptFilter) ([]ConceptRow, error) {
	g, err := a.network(ctx)
	if err != nil {
		return nil, err
	}
	rows := []ConceptRow{}
	for _, c := range a.taxonomy.Concepts() {
		n := g.Counts().Concept(c.ID)
		switch {
		case !c.Linkable(),
			len(f.Kinds) > 0 && !slices.Contains(f.Kinds, c.Kind),
			f.Exam != "" && len(a.taxonomy.ExamTasks(f.Exam, c.ID)) == 0,
			f.Unused && n.About > 0,
			f.Used && n.About == 0:
			continue
		}
		rows = append(rows, a.conceptRow(g, c.ID))
	}
	slices.SortStableFunc(rows, func(x, y ConceptRow) int {
		return cmp.Or(cmp.Compare(y.Questions, x.Questions), cmp.Compare(x.ID, y.ID))
	})
	return rows, nil
}

func (a *Atlas) conceptRow(g *graph.Graph, id string) ConceptRow {
	c, ok := a.taxonomy.Concept(id)
	if !ok {
		return ConceptRow{ID: id, Name: id}
	}
	n := g.Counts().Concept(id)
	return ConceptRow{id, c.Name, c.Kind, n.About, n.Primary}
}

// Annotation is a text with the concepts that it names.
type Annotation struct {
	Mentions []MentionView  `json:"mentions"`
	Concepts []WeightedName `json:"concepts"` // heaviest first
}

// MentionView is one named concept; Start and End are bytes of the text.
type MentionView struct {
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Text    string  `json:"text"`
	Concept string  `json:"concept"`
	Name    string  `json:"name"`
	Score   float64 `json:"score"` // how much the concept says about the text, 0 to 1
	Rule    string  `json:"rule"`
}

// WeightedName is a concept and its share of a text.
type WeightedName struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
}

// Annotate finds the concepts of any text. It needs no questions.
func (a *Atlas) Annotate(text string) Annotation {
	q := bank.Question{Stem: text}
	q.LinkTo(a.taxonomy)
	v := Annotation{[]MentionView{}, []WeightedName{}}
	for _, l := range q.Links {
		v.Concepts = append(v.Concepts, WeightedName{l.Concept, a.named(l.Concept).Name, l.Weight})
	}
	for _, m := range a.taxonomy.Linker().Link(text)[0] {
		v.Mentions = append(v.Mentions, MentionView{m.Start, m.End, text[m.Start:m.End], m.Concept, a.named(m.Concept).Name,
			a.taxonomy.Specificity(m.Concept), m.Rule})
	}
	return v
}
