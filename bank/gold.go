package bank

import (
	"errors"
	"fmt"
	"io"

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
	Number     string     `yaml:"question"`
	Primary    []string   `yaml:"primary"`  // one to three concepts that it tests
	Services   []string   `yaml:"services"` // with Concepts: what stem, key and the case for the key name
	Concepts   []string   `yaml:"concepts"`
	Passing    []string   `yaml:"passing"`         // named in an aside: neither wanted nor wrong
	Contrast   []string   `yaml:"contrast"`        // named only to be argued against: likewise
	Distractor []string   `yaml:"distractor_only"` // in wrong options and their rebuttal only: a link to it is wrong
	Task       string     `yaml:"task"`            // or UnknownTask
	TaskAlt    []string   `yaml:"task_alt"`        // tasks that a reader could defend as well
	Ambiguous  []GoldName `yaml:"ambiguous"`
}

// GoldName says what an ambiguous name means at one place.
type GoldName struct {
	Snippet  string `yaml:"snippet"`  // words of the question that hold the name
	Surface  string `yaml:"surface"`  // the name as it stands there
	Intended string `yaml:"intended"` // a concept, or GoldNoLink
}

const (
	// UnknownTask is the task of a question that belongs to none of the exam.
	UnknownTask = "unknown"
	// GoldNoLink is what a GoldName intends that names no concept there.
	GoldNoLink = "NIL"
)

// ReadGold reads a gold file. Keys that are not labels (notes, flags) are passed over.
func ReadGold(r io.Reader) (*Gold, error) {
	var g Gold
	if err := yaml.NewDecoder(r).Decode(&g); err != nil && !errors.Is(err, io.EOF) { // an empty file has no questions either
		return nil, fmt.Errorf("reading gold labels: %w", err)
	}
	if len(g.Questions) == 0 {
		return nil, fmt.Errorf("the file has no labelled questions; wanted is a list under `questions:`")
	}
	return &g, nil
}

func (q *GoldQuestion) wanted() map[string]bool  { return union(q.Primary, q.Services, q.Concepts) }
func (q *GoldQuestion) allowed() map[string]bool { return union(q.Passing, q.Contrast) }

// tasks returns the labelled task and those that one could defend as well.
func (q *GoldQuestion) tasks() []string { return append([]string{q.Task}, q.TaskAlt...) }

func union(lists ...[]string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for _, id := range list {
			set[id] = true
		}
	}
	return set
}
