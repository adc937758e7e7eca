package atlas

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
)

// PathView is how two concepts hang together.
type PathView struct {
	From  string     `json:"from"`
	To    string     `json:"to"`
	Steps []PathStep `json:"steps"`

	walk []graph.Step
}

// PathStep is one hop with a sentence that reads in the order of the walk and questions about both ends.
type PathStep struct {
	From      string   `json:"from"`
	To        string   `json:"to"`
	Relation  string   `json:"relation"`
	Reason    string   `json:"reason"`
	Questions []string `json:"questions"`
}

const stepQuestions = 3

// Path returns the shortest way between two concepts. graph.ErrNoPath says that there is none.
func (a *Atlas) Path(ctx context.Context, from, to string) (*PathView, error) {
	ids, err := a.findBoth(from, to)
	if err != nil {
		return nil, err
	}
	g, err := a.network(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := g.Path(ids[0], ids[1])
	if err != nil {
		return nil, err
	}
	v := &PathView{From: ids[0], To: ids[1], Steps: []PathStep{}, walk: steps}
	for _, s := range steps {
		questions, err := a.aboutBoth(ctx, s.From, s.To)
		if err != nil {
			return nil, err
		}
		v.Steps = append(v.Steps, PathStep{s.From, s.To, s.Relation, s.Reason, questions})
	}
	return v, nil
}

// PathMap is a path as a map, grouped by the domains of an exam.
func (a *Atlas) PathMap(ctx context.Context, v *PathView, exam string) (graph.Map, error) {
	g, err := a.network(ctx)
	if err != nil {
		return graph.Map{}, err
	}
	m, err := g.PathMap(v.From, v.walk, exam)
	if err == nil {
		err = a.date(ctx, &m)
	}
	return m, err
}

func (a *Atlas) findBoth(from, to string) ([2]string, error) {
	f, err := a.FindConcept(from)
	if err != nil {
		return [2]string{}, err
	}
	t, err := a.FindConcept(to)
	return [2]string{f, t}, err
}

func (a *Atlas) aboutBoth(ctx context.Context, one, other string) ([]string, error) {
	ids := []string{}
	x, err := a.searchable(ctx)
	if errors.Is(err, ErrEmpty) {
		return ids, nil
	}
	if err != nil {
		return nil, err
	}
	both := index.And{Nodes: []index.Node{
		index.Term{Field: "concept", Text: one, Quoted: true}, index.Term{Field: "concept", Text: other, Quoted: true}}}
	found, err := x.Search(ctx, index.Request{Query: both, Limit: stepQuestions})
	if err != nil {
		return nil, err
	}
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	return ids, nil
}

// MapRequest says what a map shows.
type MapRequest struct {
	Concepts []string // names or IDs around which it is drawn; none for the whole
	Query    string   // only what the questions of a query are about
	Exam     string
	Depth    int
	MaxNodes int
	Kinds    []string
	GroupBy  string // of graph.Groupings
	Color    string
	Since    string // a date, to show what has changed since; "" for the state of today alone
}

// Map chooses the part of the concept graph to be drawn.
func (a *Atlas) Map(ctx context.Context, r MapRequest) (graph.Map, error) {
	focus, err := a.FindConcepts(r.Concepts)
	if err != nil {
		return graph.Map{}, err
	}
	g, err := a.network(ctx)
	if err != nil {
		return graph.Map{}, err
	}
	o := graph.MapOptions{Focus: focus, Depth: r.Depth, MaxNodes: r.MaxNodes, Kinds: r.Kinds, Exam: r.Exam, GroupBy: r.GroupBy, Color: r.Color}
	if r.Query != "" {
		if g, o.Only, err = a.queryGraph(ctx, r.Query, r.Exam); err != nil {
			return graph.Map{}, err
		}
		if len(o.Only) == 0 {
			return graph.Map{}, ErrNoHits
		}
	}
	since, err := a.compare(&o, r)
	if err != nil {
		return graph.Map{}, err
	}
	m, err := g.Map(o)
	if err == nil && r.Color == ColorMastery {
		err = a.paintMastery(ctx, &m, r.Exam)
	}
	if err == nil {
		err = a.date(ctx, &m)
	}
	if since != "" {
		m.Subtitle += "; since " + since + ": " + g.Changes(o.Before)
	}
	if err == nil && r.Query != "" && len(focus) == 0 {
		m.Title = "Questions for: " + r.Query
	}
	return m, err
}

// compare has a map show what has changed, and returns the day of the state that it is compared with.
func (a *Atlas) compare(o *graph.MapOptions, r MapRequest) (day string, err error) {
	if r.Since == "" {
		return "", nil
	}
	if r.Query != "" {
		return "", errors.New("what a query found before is not on record: a map of a query cannot be compared")
	}
	o.Color = graph.ColorChange
	o.Before, day, err = a.countsOf(r.Since)
	return day, err
}

// date adds the day of the last import to the source line of a map.
func (a *Atlas) date(ctx context.Context, m *graph.Map) error {
	banks, err := a.Banks(ctx)
	if errors.Is(err, ErrEmpty) {
		return nil
	}
	last := ""
	for _, b := range banks {
		last = max(last, b.Imported)
	}
	if day, _, ok := strings.Cut(last, "T"); ok {
		m.Subtitle += ", imported " + day
	}
	return err
}

// ErrNoHits says that a query finds nothing that could be drawn.
var ErrNoHits = errors.New("no question matches the query")

// queryGraph counts the questions of a query alone, so that the sizes on the map are theirs.
func (a *Atlas) queryGraph(ctx context.Context, query, exam string) (*graph.Graph, map[string]bool, error) {
	questions, err := a.Matching(ctx, query, exam)
	if err != nil {
		return nil, nil, err
	}
	only := map[string]bool{}
	counts, err := graph.Count(func(yield func(*bank.Question, error) bool) {
		for q, err := range questions {
			if err == nil {
				for _, l := range q.Links {
					if l.Role != bank.RoleDistractor {
						only[l.Concept] = true
					}
				}
			}
			if !yield(q, err) {
				return
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	return graph.New(a.taxonomy, counts), only, nil
}

// Coverage compares the questions with an exam blueprint. ErrEmpty says that there are none.
func (a *Atlas) Coverage(ctx context.Context, exam string) (graph.Coverage, error) {
	if _, err := a.questions(ctx); err != nil {
		return graph.Coverage{}, err
	}
	g, err := a.network(ctx)
	if err != nil {
		return graph.Coverage{}, err
	}
	return g.Coverage(exam)
}

// WeakView lists the weak areas of a bank and its learner.
type WeakView struct {
	Exam      string     `json:"exam"`
	Learner   string     `json:"learner"` // "" where that learner has no answers
	Attempts  int        `json:"attempts"`
	Areas     []WeakArea `json:"areas"`
	Readiness *Readiness `json:"readiness"` // nil until there are enough answers
	MixedUp   []MixedUp  `json:"mixed_up"`
}

// Readiness is the chance of passing, as a range.
type Readiness struct {
	PassProbability float64 `json:"pass_probability"`
	Low             float64 `json:"low"`
	High            float64 `json:"high"`
	BiggestLever    string  `json:"biggest_lever"` // "domain 4" or "task 2.3", "" where all reach the target
	LeverGain       float64 `json:"lever_gain"`    // of the chance, if it were raised to the target
}

// WeakArea is one weak area with its evidence. Mastery, Low, High and AnswersToDecide are nil for areas that are weak in
// the bank, which says nothing of the learner.
type WeakArea struct {
	Kind            string   `json:"kind"` // domain, task or concept
	ID              string   `json:"id"`
	Name            string   `json:"name"`
	Why             string   `json:"why"`   // bank or learner
	State           string   `json:"state"` // weak, unknown, ok, strong
	Questions       float64  `json:"questions"`
	Attempts        int      `json:"attempts"`
	Mastery         *float64 `json:"mastery"`
	Low             *float64 `json:"low"`
	High            *float64 `json:"high"`
	AnswersToDecide *int     `json:"answers_to_decide"`
	Impact          float64  `json:"impact"` // questions of the exam that it stands for
	Next            []string `json:"next"`   // questions to ask, by ID

	Expected  float64  `json:"expected"` // questions that the blueprint asks for in a bank of this size
	Share     float64  `json:"share"`    // of the bank's questions, with its interval
	ShareLow  float64  `json:"share_low"`
	ShareHigh float64  `json:"share_high"`
	Uncovered []string `json:"uncovered"` // concepts of the blueprint that no question is about
}

const weakNext = 3

// Weak lists the areas that the bank hardly covers and those that the learner has not mastered in one list, those that
// stand for most of the exam first. n limits the list; 0 gives all.
func (a *Atlas) Weak(ctx context.Context, exam string, n int) (*WeakView, error) {
	if _, err := a.questions(ctx); err != nil {
		return nil, err
	}
	v := &WeakView{Exam: exam, Areas: []WeakArea{}, MixedUp: []MixedUp{}}
	thin, err := a.thinAreas(ctx, exam)
	if err != nil {
		return nil, err
	}
	if v.Learner, v.Attempts, err = a.answered(ctx); err != nil {
		return nil, err
	}
	l, err := a.learned(ctx, exam)
	if err != nil {
		return nil, err
	}
	v.Areas = append(v.Areas, thin...)
	if l != nil {
		v.Areas = append(v.Areas, a.learnerAreas(l)...)
		v.Readiness, v.MixedUp = a.readiness(l), a.mixedUp(l)
		slices.SortStableFunc(v.Areas, func(x, y WeakArea) int { return cmp.Compare(y.Impact, x.Impact) })
	}
	if n > 0 && len(v.Areas) > n {
		v.Areas = v.Areas[:n]
	}
	for i := range v.Areas {
		if err := a.fillArea(ctx, exam, l, &v.Areas[i]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (a *Atlas) thinAreas(ctx context.Context, exam string) ([]WeakArea, error) {
	g, err := a.network(ctx)
	if err != nil {
		return nil, err
	}
	thin, err := g.ThinAreas(exam)
	if err != nil {
		return nil, err
	}
	var areas []WeakArea
	for _, t := range thin {
		areas = append(areas, WeakArea{Kind: t.Kind, ID: t.ID, Name: t.Name, Why: "bank", State: t.State, Questions: t.Questions, Impact: t.Impact,
			Expected: t.Expected, Share: t.Share, ShareLow: t.Low, ShareHigh: t.High, Uncovered: nonNil(t.Uncovered)})
	}
	return areas, nil
}

// fillArea finds the questions to ask about an area: first those that the learner has not seen.
func (a *Atlas) fillArea(ctx context.Context, exam string, l *learned, area *WeakArea) error {
	x, err := a.searchable(ctx)
	if err != nil {
		return err
	}
	const among = 50
	found, err := x.Search(ctx, index.Request{Query: index.Term{Field: area.Kind, Text: area.ID, Quoted: true}, Limit: among, Exam: exam})
	if err != nil {
		return err
	}
	area.Next = []string{}
	for _, h := range found.Hits {
		area.Next = append(area.Next, h.ID)
	}
	if l != nil {
		slices.SortStableFunc(area.Next, func(x, y string) int { return cmp.Compare(seen(l, x), seen(l, y)) })
	}
	area.Next = slices.Clip(area.Next[:min(weakNext, len(area.Next))])
	if area.Why == "learner" {
		area.Questions = float64(found.Total)
	}
	return nil
}
