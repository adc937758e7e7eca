package index

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
)

// The fields is: and last: are about a learner, of whom the index knows nothing: who searches is asked for the questions,
// by ID, and the index finds their numbers. So answers change nothing in the index, and are found at once.

// State is what a learner has to do with questions: a value of is:, or answered within a time.
type State struct {
	Is     string        // one of States, or ""
	Within time.Duration // of last:, or 0
}

// States are the values of is:.
var States = []string{"missed", "unseen", "flagged", "weak"}

// stateWords are the states in words.
var stateWords = map[string]string{"missed": "answered wrong the last time", "unseen": "never answered", "flagged": "flagged", "weak": "in a weak area"}

// Members are the questions of a state: those of the IDs, or all others. IDs that no question has do no harm.
type Members struct {
	IDs    []string
	Others bool
}

// ofLearner stands for the questions of a state.
type ofLearner struct {
	Term
	said    string
	members Members
}

// learner resolves is: and last:.
func (r *resolver) learner(t Term) (Node, error) {
	state, said, err := readState(t)
	if err != nil {
		return nil, err
	}
	if r.study == nil {
		return nil, t.mistake(t.Field+": is about a learner, and there is none here", "leave it out")
	}
	members, err := r.study(state)
	if err != nil {
		return nil, err
	}
	return ofLearner{t, said, members}, nil
}

func readState(t Term) (s State, said string, err error) {
	value := fold(t.Text)
	if t.Field == "last" {
		if s.Within, said = readSpan(value); said == "" {
			return s, "", t.mistake(fmt.Sprintf("%q is no length of time", t.Text), "write a number and h, d, w or m: last:14d")
		}
		return s, "answered in the last " + said, nil
	}
	if stateWords[value] == "" {
		return s, "", t.mistake(fmt.Sprintf("there is no state %q", t.Text), didYouMean(t.Field, nearest(value, States, len(States))))
	}
	return State{Is: value}, stateWords[value], nil
}

// spans are the units of last:. A month is 30 days.
var spans = []struct {
	letter, name string
	length       time.Duration
}{{"h", "hour", time.Hour}, {"d", "day", 24 * time.Hour}, {"w", "week", 7 * 24 * time.Hour}, {"m", "month", 30 * 24 * time.Hour}}

// ReadSpan reads a length of time as it stands behind last:.
func ReadSpan(text string) (length time.Duration, ok bool) {
	length, said := readSpan(fold(text))
	return length, said != ""
}

const mostSpans = 1000 // of any unit

func readSpan(value string) (length time.Duration, said string) {
	for _, s := range spans {
		number, ok := strings.CutSuffix(value, s.letter)
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 1 || n > mostSpans {
			continue
		}
		if n == 1 {
			return s.length, s.name
		}
		return time.Duration(n) * s.length, fmt.Sprintf("%d %ss", n, s.name)
	}
	return 0, ""
}

// members matches the questions of some IDs, or all others.
type members struct{ Members }

func (m *members) find(r *reader) (*roaring.Bitmap, error) {
	if found := r.found[m]; found != nil {
		return found, nil
	}
	found, err := r.segment.DocNumbers(m.IDs)
	if err != nil {
		return nil, err
	}
	if m.Others {
		all, err := every{}.find(r)
		if err != nil {
			return nil, err
		}
		all.AndNot(found)
		found = all
	}
	r.found[m] = found
	return found, nil
}

func (m *members) score(r *reader, in *roaring.Bitmap, weight float64, scores []float64) error {
	found, err := m.find(r)
	if err == nil {
		addTo(scores, roaring.And(found, in), weight)
	}
	return err
}

func (m *members) mark(texts) ([]marked, bool) { return nil, true }
