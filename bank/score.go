package bank

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mlatlas/taxonomy"

	"gopkg.in/yaml.v3"
)

// Gold is a set of questions that a person has labelled by reading, to measure the linking against.
type Gold struct {
	Bank      string         `yaml:"bank"` // file name of the bank
	Exam      string         `yaml:"exam"`
	Questions []GoldQuestion `yaml:"questions"`
}

// GoldQuestion holds the labels of one question.
type GoldQuestion struct {
	Number     string   `yaml:"question"`
	Primary    []string `yaml:"primary"`  // one to three concepts that it tests
	Services   []string `yaml:"services"` // with Concepts: what stem, key and the case for the key name
	Concepts   []string `yaml:"concepts"`
	Passing    []string `yaml:"passing"`         // named in an aside: neither wanted nor wrong
	Contrast   []string `yaml:"contrast"`        // named only to be argued against: likewise
	Distractor []string `yaml:"distractor_only"` // in wrong options and their rebuttal only: a link to it is wrong
	Task       string   `yaml:"task"`
	TaskAlt    []string `yaml:"task_alt"` // tasks that a reader could defend as well
}

// ReadGold reads a gold file. Keys that are not labels (notes, flags) are passed over.
func ReadGold(r io.Reader) (*Gold, error) {
	var g Gold
	if err := yaml.NewDecoder(r).Decode(&g); err != nil {
		return nil, fmt.Errorf("reading gold labels: %w", err)
	}
	if len(g.Questions) == 0 {
		return nil, fmt.Errorf("the file has no labelled questions; wanted is a list under `questions:`")
	}
	return &g, nil
}

// Score says how the links of a bank compare with gold labels.
type Score struct {
	Questions   int      `json:"questions"` // labelled and found in the bank
	Missing     []string `json:"missing"`   // numbers that are labelled but not in the bank
	True        int      `json:"true_positives"`
	Wrong       int      `json:"false_positives"`
	Missed      int      `json:"false_negatives"`
	Precision   float64  `json:"precision"`
	Recall      float64  `json:"recall"`
	F1          float64  `json:"f1"`
	Promoted    int      `json:"promoted_distractors"` // distractors that were linked as topics
	Distractors int      `json:"distractors"`
	Hit1        float64  `json:"primary_hit_at_1"` // questions whose heaviest concept is a gold primary one
	Hit3        float64  `json:"primary_hit_at_3"` // with a gold primary concept among the three heaviest
	Task        float64  `json:"task_accuracy"`    // heaviest task is the gold task
	TaskAny     float64  `json:"task_or_alternative"`
	Domain      float64  `json:"domain_accuracy"`

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
}

// Measure compares the links of questions with the labels. A question counts when its number is labelled; the caller
// gives only the questions of the bank that the gold is for.
func (g *Gold) Measure(t *taxonomy.Taxonomy, questions iter.Seq2[*Question, error]) (Score, error) {
	byNumber := map[string]GoldQuestion{}
	for _, q := range g.Questions {
		byNumber[q.Number] = q
	}
	var s Score
	seen := map[string]bool{}
	for q, err := range questions {
		if err != nil {
			return Score{}, err
		}
		if gold, ok := byNumber[q.Number]; ok && !seen[q.Number] {
			seen[q.Number] = true
			s.add(g, gold, q)
		}
	}
	for _, q := range g.Questions {
		if !seen[q.Number] {
			s.Missing = append(s.Missing, q.Number)
		}
	}
	s.finish()
	return s, nil
}

func (s *Score) add(g *Gold, gold GoldQuestion, q *Question) {
	wanted := union(gold.Primary, gold.Services, gold.Concepts)
	allowed := union(gold.Passing, gold.Contrast)
	d := ScoreDetail{Number: q.Number, Wanted: append([]string{gold.Task}, gold.TaskAlt...)}
	linked := map[string]bool{}
	for _, l := range q.Links {
		if l.Role == RoleDistractor {
			continue
		}
		linked[l.Concept] = true
		if len(d.Top) < 3 {
			d.Top = append(d.Top, l.Concept)
		}
		if !wanted[l.Concept] && !allowed[l.Concept] {
			d.Wrong = append(d.Wrong, l.Concept)
		}
	}
	for id := range wanted {
		if !linked[id] {
			d.Missed = append(d.Missed, id)
		}
	}
	for _, id := range gold.Distractor {
		s.Distractors++
		if linked[id] {
			s.Promoted++
		}
	}
	slices.Sort(d.Missed)
	slices.Sort(d.Wrong)
	s.Questions++
	s.True += len(wanted) - len(d.Missed)
	s.Missed += len(d.Missed)
	s.Wrong += len(d.Wrong)
	if len(d.Top) > 0 && slices.Contains(gold.Primary, d.Top[0]) {
		s.Hit1++
	}
	d.Hit = slices.ContainsFunc(d.Top, func(id string) bool { return slices.Contains(gold.Primary, id) })
	if d.Hit {
		s.Hit3++
	}
	s.addTasks(strings.ToLower(g.Exam), gold, q, &d)
	s.Details = append(s.Details, d)
}

func (s *Score) addTasks(exam string, gold GoldQuestion, q *Question, d *ScoreDetail) {
	for _, l := range q.Tasks {
		if l.Exam == exam {
			d.Tasks = append(d.Tasks, l.Task)
		}
	}
	if len(d.Tasks) == 0 {
		return
	}
	top := d.Tasks[0]
	if top == gold.Task {
		s.Task++
	}
	if slices.Contains(d.Wanted, top) {
		s.TaskAny++
	}
	if domain, _, _ := strings.Cut(top, "."); strings.HasPrefix(gold.Task, domain+".") {
		s.Domain++
	}
}

func (s *Score) finish() {
	n := float64(max(s.Questions, 1))
	for _, share := range []*float64{&s.Hit1, &s.Hit3, &s.Task, &s.TaskAny, &s.Domain} {
		*share /= n
	}
	s.Precision = ratio(s.True, s.True+s.Wrong)
	s.Recall = ratio(s.True, s.True+s.Missed)
	if s.Precision+s.Recall > 0 {
		s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	}
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func union(lists ...[]string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for _, id := range list {
			set[id] = true
		}
	}
	return set
}
