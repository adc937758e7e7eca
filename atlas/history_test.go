package atlas

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mlatlas/graph/draw"
)

const thirdQuestion = `3. Which service keeps objects of any size?
    - A. Amazon S3
    - B. Amazon EBS

    Correct answer: A
`

// grown is an atlas of two questions in October and three in November.
func grown(t *testing.T) *Atlas {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "banks", "b.md")
	importedOn(t, dir, file, "2026-10-05", twoQuestions).Close()
	return importedOn(t, dir, file, "2026-11-23", twoQuestions+"\n"+thirdQuestion)
}

func importedOn(t *testing.T, dir, file, day, text string) *Atlas {
	t.Helper()
	now, err := time.Parse(dayLayout, day)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(Options{Dir: filepath.Join(dir, "atlas"), Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if _, err := a.Import(context.Background(), ImportOptions{Paths: []string{write(t, file, text)}}); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestMapShowsWhatHasChangedSince(t *testing.T) {
	a := grown(t)
	m, err := a.Map(context.Background(), MapRequest{Exam: "mla-c01", Since: "2026-10-31"})
	if err != nil {
		t.Fatal(err)
	}
	changes := map[string][2]int{}
	values := map[string]float64{}
	for _, n := range m.Nodes {
		if n.Before == nil {
			t.Fatalf("%s has no earlier count", n.ID)
		}
		changes[n.ID], values[n.ID] = [2]int{*n.Before, n.Questions}, n.Value
	}
	if changes["s3"] != [2]int{1, 2} || changes["athena"] != [2]int{1, 1} {
		t.Errorf("changes are %v", changes)
	}
	if values["s3"] <= values["athena"] {
		t.Errorf("what has more questions is no darker: %v", values)
	}
	if !strings.Contains(m.Subtitle, "imported 2026-11-23; since 2026-10-05: ") || !strings.Contains(m.Subtitle, "with more questions") {
		t.Errorf("the source line is %q", m.Subtitle)
	}
}

func TestMapComparesWithTheLastImportBeforeADay(t *testing.T) {
	a := grown(t)
	for _, c := range []struct{ since, day, problem string }{
		{"2026-10-05", "2026-10-05", ""},
		{"2026-11-22", "2026-10-05", ""},
		{"2026-11-23", "2026-11-23", ""},
		{"2027-01-01", "2026-11-23", ""},
		{"2026-10-04", "", "the first is of 2026-10-05"},
		{"last month", "", "is no date"},
	} {
		_, day, err := a.countsOf(c.since)
		if day != c.day && err == nil || (err == nil) != (c.problem == "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s gives %s, %v", c.since, day, err)
		}
	}
	write(t, a.path("history", "2026-10-05.json"), "junk")
	if _, _, err := a.countsOf("2026-10-05"); err == nil || !strings.Contains(err.Error(), "cannot be counted again") {
		t.Errorf("a damaged day gives %v", err)
	}
	if _, err := a.Map(context.Background(), MapRequest{Query: "s3", Since: "2026-11-01"}); err == nil {
		t.Error("a map of a query is compared")
	}
}

// An import that changes nothing leaves the history as it was.
func TestHistoryHasDaysOfChange(t *testing.T) {
	a := grown(t)
	a.options.Now = func() time.Time { return time.Date(2026, 12, 24, 0, 0, 0, 0, time.UTC) }
	if _, err := a.Import(context.Background(), ImportOptions{Paths: []string{filepath.Join(filepath.Dir(a.options.Dir), "banks", "b.md")}}); err != nil {
		t.Fatal(err)
	}
	if days := a.historyDays(); strings.Join(days, " ") != "2026-10-05 2026-11-23" {
		t.Errorf("days are %v", days)
	}
}

func TestDrawnAsKeepsPlacesByMap(t *testing.T) {
	a := grown(t)
	keep := func(r MapRequest, layout string, x float64) (before draw.Places) {
		err := a.DrawnAs(r, layout, func(p draw.Places) error {
			before = draw.Places{}
			for id, at := range p {
				before[id] = at
			}
			p["s3"] = draw.Place{X: x}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return before
	}
	whole, around := MapRequest{Exam: "mla-c01"}, MapRequest{Concepts: []string{"s3"}}
	if before := keep(whole, "", 1); len(before) != 0 {
		t.Errorf("the first drawing has places: %v", before)
	}
	keep(around, "", 2)
	keep(whole, "sfdp", 3)
	for _, c := range []struct {
		r      MapRequest
		layout string
		want   float64
	}{{whole, "", 1}, {MapRequest{Exam: "mla-c01", Color: "coverage"}, "", 1}, {around, "", 2}, {whole, "sfdp", 3}} {
		if got := keep(c.r, c.layout, c.want)["s3"].X; got != c.want {
			t.Errorf("%+v %s: x is %g, want %g", c.r, c.layout, got, c.want)
		}
	}
	failed := errors.New("no")
	if err := a.DrawnAs(whole, "", func(p draw.Places) error { p["s3"] = draw.Place{X: 9}; return failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	if got := keep(whole, "", 1)["s3"].X; got != 1 {
		t.Errorf("a drawing that failed is kept: %g", got)
	}
	write(t, a.path("history", "places.json"), "{broken")
	if before := keep(whole, "", 1); len(before) != 0 {
		t.Errorf("places of a damaged file: %v", before)
	}
}
