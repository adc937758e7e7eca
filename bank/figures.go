package bank

import (
	"math/rand/v2"
	"slices"
)

// Figures are the shares, from 0 to 1, that sum a measurement up.
type Figures struct {
	Precision float64 `json:"precision"` // of the links, those that are labelled
	Recall    float64 `json:"recall"`    // of the labels, those that are linked
	F1        float64 `json:"f1"`
	Hit1      float64 `json:"primary_hit_at_1"` // questions whose heaviest concept is a labelled primary one
	Hit3      float64 `json:"primary_hit_at_3"` // with a labelled primary concept among the three heaviest
	Task      float64 `json:"task_accuracy"`    // heaviest task is the labelled task
	TaskAny   float64 `json:"task_or_alternative"`
	Domain    float64 `json:"domain_accuracy"`
	DomainAny float64 `json:"domain_or_alternative"`
}

// Named returns the figures with the names that they have in JSON, in their order.
func (f *Figures) Named() []NamedFigure {
	return []NamedFigure{
		{"precision", f.Precision}, {"recall", f.Recall}, {"f1", f.F1}, {"primary_hit_at_1", f.Hit1}, {"primary_hit_at_3", f.Hit3},
		{"task_accuracy", f.Task}, {"task_or_alternative", f.TaskAny}, {"domain_accuracy", f.Domain},
		{"domain_or_alternative", f.DomainAny},
	}
}

// NamedFigure is one of the Figures.
type NamedFigure struct {
	Name  string
	Value float64
}

// Interval holds a figure with 95 % of the resampled sets of questions.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// tally is what one question adds to a Score.
type tally struct {
	right, wrong, missed  int
	promoted, distractors int
	hit1, hit3            bool
	task, taskAny         bool
	domain, domainAny     bool
}

func figures(tallies []tally) Figures {
	var f Figures
	right, wrong, missed := 0, 0, 0
	count := func(share *float64, hit bool) {
		if hit {
			*share += 1 / float64(len(tallies))
		}
	}
	for i := range tallies {
		t := &tallies[i]
		right, wrong, missed = right+t.right, wrong+t.wrong, missed+t.missed
		count(&f.Hit1, t.hit1)
		count(&f.Hit3, t.hit3)
		count(&f.Task, t.task)
		count(&f.TaskAny, t.taskAny)
		count(&f.Domain, t.domain)
		count(&f.DomainAny, t.domainAny)
	}
	f.Precision, f.Recall, f.F1 = rates(right, wrong, missed)
	return f
}

// rates returns precision, recall and F1, their harmonic mean.
func rates(right, wrong, missed int) (precision, recall, f1 float64) {
	precision, recall = ratio(right, right+wrong), ratio(right, right+missed)
	return precision, recall, ratio(2*right, 2*right+wrong+missed)
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// The bootstrap (Efron 1979): as many questions are drawn, with repetition, as there are; the figures of many such draws
// spread as those of other sets of questions of the kind would. Questions are drawn, not links, since the links of one
// question fail together. The seed is fixed, so that the same links give the same interval.
const (
	resamples     = 2000
	bootstrapSeed = 1979
)

// intervals returns the 2.5th and 97.5th percentile of each figure over the resamples.
func intervals(tallies []tally) map[string]Interval {
	if len(tallies) == 0 {
		return nil
	}
	random := rand.New(rand.NewPCG(bootstrapSeed, 0))
	values := map[string][]float64{}
	drawn := make([]tally, len(tallies))
	for range resamples {
		for i := range drawn {
			drawn[i] = tallies[random.IntN(len(tallies))]
		}
		f := figures(drawn)
		for _, named := range f.Named() {
			values[named.Name] = append(values[named.Name], named.Value)
		}
	}
	list := map[string]Interval{}
	for name, v := range values {
		slices.Sort(v)
		list[name] = Interval{v[resamples/40], v[resamples-1-resamples/40]}
	}
	return list
}
