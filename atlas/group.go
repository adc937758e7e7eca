package atlas

import (
	"context"
	"slices"
	"strings"

	"mlatlas/study"
)

// GroupView is how the questions worked in the group of all learners. It names none of them.
type GroupView struct {
	Learners  int         `json:"learners"`
	Attempts  int         `json:"attempts"`
	Questions []GroupItem `json:"questions"` // those with something to look at first, then the hardest
}

// GroupItem is one question. Figures of few answers lie near those of the whole bank: see study.ItemStat.
type GroupItem struct {
	ID             string        `json:"id"`
	Stem           string        `json:"stem"` // its first line
	Learners       int           `json:"learners"`
	Facility       float64       `json:"facility"`
	Discrimination float64       `json:"discrimination"`
	Options        []GroupOption `json:"options"`
	Flags          []string      `json:"flags"`
}

// GroupOption is how often an option was chosen.
type GroupOption struct {
	Label  string  `json:"label"`
	Key    bool    `json:"key"`
	Chosen int     `json:"chosen"`
	Share  float64 `json:"share"`
	Better float64 `json:"better"` // correlation with the share right elsewhere: who chooses it does better if above 0
}

// Group says how the questions worked in the answers of all learners. ErrNoAnswers says that there are none.
func (a *Atlas) Group(ctx context.Context) (*GroupView, error) {
	s, err := a.answers()
	if err != nil {
		return nil, err
	}
	own, others, err := a.attempts(ctx, s)
	if err != nil {
		return nil, err
	}
	all := append(own, others...)
	if len(all) == 0 {
		return nil, ErrNoAnswers
	}
	questions, err := a.questionsOf(ctx, all)
	if err != nil {
		return nil, err
	}
	learners := map[string]bool{}
	for _, at := range all {
		learners[at.Learner] = true
	}
	v := &GroupView{Learners: len(learners), Attempts: len(all), Questions: []GroupItem{}}
	for _, st := range itemsOf(all, questions).Stats() {
		q := questions[st.Question]
		item := GroupItem{ID: st.Question, Stem: firstLine(q.Stem), Learners: st.Learners, Facility: st.Facility,
			Discrimination: st.Discrimination, Flags: nonNil(st.Flags), Options: []GroupOption{}}
		for i, o := range st.Options {
			item.Options = append(item.Options, GroupOption{o.Label, q.Options[i].Correct, o.Chosen, o.Share, o.Better})
		}
		v.Questions = append(v.Questions, item)
	}
	slices.SortStableFunc(v.Questions, compareItems)
	return v, nil
}

// compareItems puts first what has more flags, then what is harder.
func compareItems(a, b GroupItem) int {
	if d := len(b.Flags) - len(a.Flags); d != 0 {
		return d
	}
	switch {
	case a.Facility < b.Facility:
		return -1
	case a.Facility > b.Facility:
		return 1
	}
	return 0
}

// ItemFlagLearners is the number of learners from which on a question is judged.
const ItemFlagLearners = study.FlagLearners

// firstLine is the first line of a stem.
func firstLine(stem string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(stem), "\n")
	return line
}
