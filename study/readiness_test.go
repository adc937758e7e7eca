package study

import (
	"reflect"
	"testing"
	"time"
)

func TestReadinessNeedsEvidence(t *testing.T) {
	m := simModel(t)
	answer(m, 0, 30, true)
	if m.Readiness(1) != nil {
		t.Error("30 answers in one domain of four say nothing of the exam")
	}
	answer(m, 10, 5, true)
	if m.Readiness(1) == nil {
		t.Error("35 answers in two domains of four are evidence")
	}
	if m := simModel(t); m.Readiness(1) != nil {
		t.Error("nobody is ready without answers")
	}
}

// prepared is a learner who has answered four questions about each concept, some domains well and some badly.
func prepared(t *testing.T, good func(concept int) bool) *Model {
	m := simModel(t)
	for c := range simConcepts {
		answer(m, c, 4, good(c))
	}
	return m
}

func TestReadiness(t *testing.T) {
	all := prepared(t, func(int) bool { return true }).Readiness(1)
	none := prepared(t, func(int) bool { return false }).Readiness(1)
	mixed := prepared(t, func(c int) bool { return c < 30 }).Readiness(1) // all but domain 4
	if all.Chance < 0.97 || none.Chance > 0.02 || mixed.Chance <= none.Chance || mixed.Chance >= all.Chance {
		t.Errorf("chances: all %.3f, mixed %.3f, none %.3f", all.Chance, mixed.Chance, none.Chance)
	}
	if mixed.Low > mixed.Chance || mixed.Chance > mixed.High {
		t.Errorf("%+v", mixed)
	}
	if mixed.Lever.Kind != "domain" || mixed.Lever.ID != "4" || mixed.Lever.Gain < 0.05 {
		t.Errorf("the lever of a learner who knows all but domain 4 is %+v", mixed.Lever)
	}
	for _, l := range mixed.Levers {
		if l.Kind == "task" && l.ID[0] != '4' && l.Gain > mixed.Lever.Gain/4 {
			t.Errorf("%+v moves much", l)
		}
	}
}

func TestReadinessIsRepeatable(t *testing.T) {
	m := prepared(t, func(c int) bool { return c%3 > 0 })
	one, again, other := m.Readiness(7), m.Readiness(7), m.Readiness(8)
	if !reflect.DeepEqual(one, again) {
		t.Errorf("the same seed gives %+v and %+v", one, again)
	}
	if d := one.Chance - other.Chance; d == 0 || d > 0.03 || d < -0.03 {
		t.Errorf("another seed: %.4f, %.4f", one.Chance, other.Chance)
	}
}

func TestSplit(t *testing.T) {
	m := simModel(t)
	sum := 0
	for _, n := range m.split() {
		sum += n
	}
	if got := m.split(); sum != 50 || !reflect.DeepEqual(got, []int{14, 13, 11, 12}) {
		t.Errorf("%v", got)
	}
}

// Long pauses make the range wider.
func TestReadinessAfterPause(t *testing.T) {
	m := prepared(t, func(c int) bool { return c%4 > 0 })
	before := m.Readiness(1)
	m.Advance(monday.Add(2 * 365 * 24 * time.Hour))
	if after := m.Readiness(1); after.High-after.Low <= before.High-before.Low {
		t.Errorf("%.2f to %.2f, two years later %.2f to %.2f", before.Low, before.High, after.Low, after.High)
	}
}
