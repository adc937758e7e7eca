package bank

import (
	"iter"
	"slices"
	"strings"

	"mlatlas/taxonomy"
)

// Score says how the links of questions compare with gold labels.
type Score struct {
	Questions   int      `json:"questions"` // labelled and found in the bank
	Missing     []string `json:"missing"`   // numbers that are labelled but not in the bank
	True        int      `json:"true_positives"`
	Wrong       int      `json:"false_positives"`
	Missed      int      `json:"false_negatives"`
	Unheard     int      `json:"false_negatives_not_in_taxonomy"` // of the missed: concepts that no linker of this taxonomy could find
	Promoted    int      `json:"promoted_distractors"`            // distractors that were linked as topics
	Distractors int      `json:"distractors"`
	Figures
	Intervals map[string]Interval `json:"intervals"` // 95 % of each of the figures, by its name

	ByKind []KindRow `json:"by_kind"`
	ByZone []ZoneRow `json:"by_zone"`
	ByName []NameRow `json:"by_ambiguous_name"`

	Details []ScoreDetail `json:"details"`
}

// ScoreDetail is the comparison for one question.
type ScoreDetail struct {
	Number string   `json:"number"`
	Wrong  []string `json:"false_positives"`
	Missed []string `json:"false_negatives"`
	Top    []string `json:"top"` // the three heaviest concepts
	Hit    bool     `json:"hit_at_3"`
	Tasks  []string `json:"tasks"`
	Wanted []string `json:"wanted_tasks"`
	Names  []string `json:"wrong_names"` // ambiguous names that were taken for something else, as `snippet: concept`
}

// Scorer compares links with labels, file after file.
type Scorer struct {
	taxonomy *taxonomy.Taxonomy
	score    Score
	tallies  []tally
	tables   breakdown
}

// NewScorer begins to measure.
func NewScorer(t *taxonomy.Taxonomy) *Scorer { return &Scorer{taxonomy: t, tables: newBreakdown(t)} }

// Add compares the links of questions with the labels. A question counts when its number is labelled; the caller gives
// only the questions of the bank that the gold is for.
func (s *Scorer) Add(g *Gold, questions iter.Seq2[*Question, error]) error {
	byNumber := map[string]*GoldQuestion{}
	for i, q := range g.Questions {
		byNumber[q.Number] = &g.Questions[i]
	}
	seen := map[string]bool{}
	for q, err := range questions {
		if err != nil {
			return err
		}
		if gold, ok := byNumber[q.Number]; ok && !seen[q.Number] {
			seen[q.Number] = true
			s.compare(strings.ToLower(g.Exam), gold, q)
		}
	}
	for _, q := range g.Questions {
		if !seen[q.Number] {
			s.score.Missing = append(s.score.Missing, q.Number)
		}
	}
	return nil
}

// Questions returns how many questions were compared so far.
func (s *Scorer) Questions() int { return len(s.tallies) }

// Score sums up what was compared so far.
func (s *Scorer) Score() Score {
	score := s.score
	score.Questions = len(s.tallies)
	for _, t := range s.tallies {
		score.True, score.Wrong, score.Missed = score.True+t.right, score.Wrong+t.wrong, score.Missed+t.missed
		score.Promoted, score.Distractors = score.Promoted+t.promoted, score.Distractors+t.distractors
	}
	score.Figures = figures(s.tallies)
	score.Intervals = intervals(s.tallies)
	score.ByKind, score.ByZone, score.ByName = s.tables.rows()
	return score
}

// compare takes one question to account.
func (s *Scorer) compare(exam string, gold *GoldQuestion, q *Question) {
	d := ScoreDetail{Number: q.Number, Wanted: gold.tasks()}
	t := s.compareLinks(gold, q, &d)
	if len(d.Top) > 0 {
		t.hit1 = slices.Contains(gold.Primary, d.Top[0])
	}
	t.hit3 = slices.ContainsFunc(d.Top, func(id string) bool { return slices.Contains(gold.Primary, id) })
	d.Hit = t.hit3
	compareTasks(exam, gold, q, &t, &d)
	d.Names = s.tables.addNames(gold, q)
	s.tallies = append(s.tallies, t)
	s.score.Details = append(s.score.Details, d)
}

func (s *Scorer) compareLinks(gold *GoldQuestion, q *Question, d *ScoreDetail) tally {
	var t tally
	wanted, allowed := gold.wanted(), gold.allowed()
	linked := map[string]bool{}
	for _, l := range q.Links {
		right := wanted[l.Concept]
		if l.Role == RoleDistractor {
			s.tables.addZone(l, !right)
			continue
		}
		linked[l.Concept] = true
		if len(d.Top) < 3 {
			d.Top = append(d.Top, l.Concept)
		}
		switch {
		case right:
			t.right++
		case allowed[l.Concept]:
			continue
		default:
			d.Wrong = append(d.Wrong, l.Concept)
		}
		s.tables.addZone(l, right)
		s.tables.addKind(l.Concept, right, !right)
	}
	for id := range wanted {
		if !linked[id] {
			d.Missed = append(d.Missed, id)
			s.tables.addKind(id, false, false)
			if _, ok := s.taxonomy.Concept(id); !ok {
				s.score.Unheard++
			}
		}
	}
	for _, id := range gold.Distractor {
		t.distractors++
		if linked[id] {
			t.promoted++
		}
	}
	slices.Sort(d.Missed)
	slices.Sort(d.Wrong)
	t.wrong, t.missed = len(d.Wrong), len(d.Missed)
	return t
}

// compareTasks holds the heaviest task against the label. No task at all is the answer "unknown".
func compareTasks(exam string, gold *GoldQuestion, q *Question, t *tally, d *ScoreDetail) {
	for _, l := range q.Tasks {
		if l.Exam == exam {
			d.Tasks = append(d.Tasks, l.Task)
		}
	}
	top := UnknownTask
	if len(d.Tasks) > 0 {
		top = d.Tasks[0]
	}
	t.task = top == gold.Task
	t.taskAny = slices.Contains(d.Wanted, top)
	domain := domainOf(top)
	t.domain = domain == domainOf(gold.Task)
	t.domainAny = slices.ContainsFunc(d.Wanted, func(task string) bool { return domainOf(task) == domain })
}

func domainOf(task string) string {
	domain, _, _ := strings.Cut(task, ".")
	return domain
}
