package atlas

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mlatlas/graph"
	"mlatlas/graph/draw"
)

// What cannot be made anew from the questions of today stands in the folder "history": for each day of an import the counts
// of its last one, in history/2026-11-24.json, for maps that show what has changed since; and where concepts stood on
// maps, in history/places.json, so that they stay there.

// ErrNoHistory says that nothing is known of the state to compare with.
var ErrNoHistory = errors.New("no import of that time is on record")

const dayLayout = "2006-01-02"

// remember keeps the counts of an import. That they cannot be kept is no error.
func (a *Atlas) remember(c *graph.Counts) {
	days := a.historyDays()
	if n := len(days); n > 0 {
		if last, err := graph.ReadCounts(a.path("history", days[n-1]+".json")); err == nil && last.Stamp == c.Stamp {
			return
		}
	}
	if err := os.MkdirAll(a.path("history"), 0o755); err == nil {
		_ = graph.WriteCounts(a.path("history", a.options.Now().UTC().Format(dayLayout)+".json"), c)
	}
}

// historyDays lists the days of which counts are kept, in order.
func (a *Atlas) historyDays() []string {
	var days []string
	files, _ := filepath.Glob(a.path("history", "*.json"))
	for _, f := range files {
		day := strings.TrimSuffix(filepath.Base(f), ".json")
		if _, err := time.Parse(dayLayout, day); err == nil {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

// countsOf returns the counts of the last import on a day or before it, and their day.
func (a *Atlas) countsOf(day string) (*graph.Counts, string, error) {
	if _, err := time.Parse(dayLayout, day); err != nil {
		return nil, "", fmt.Errorf("%q is no date; a date is written like %s", day, a.options.Now().UTC().Format(dayLayout))
	}
	days := a.historyDays()
	at, found := slices.BinarySearch(days, day)
	if !found {
		at--
	}
	if at < 0 {
		known := "none is yet"
		if len(days) > 0 {
			known = "the first is of " + days[0]
		}
		return nil, "", fmt.Errorf("%s: %w; %s", day, ErrNoHistory, known)
	}
	c, err := graph.ReadCounts(a.path("history", days[at]+".json"))
	if errors.Is(err, graph.ErrDamaged) { // whose own words promise that counts can be made anew
		err = fmt.Errorf("history/%s.json is damaged, and what the bank held then cannot be counted again; remove it, and the day before it serves", days[at])
	}
	return c, days[at], err
}

// keptMaps is how many maps places.json keeps, the latest.
const keptMaps = 64

// keptMap is where concepts stood on one map.
type keptMap struct {
	Map    string      `json:"map"` // the request
	Places draw.Places `json:"places"`
}

// DrawnAs gives f the places of the last drawing of the same map, and keeps those that it leaves. That they cannot be kept
// is no error.
func (a *Atlas) DrawnAs(r MapRequest, layout string, f func(draw.Places) error) error {
	r.Color, r.Since = "", "" // it is the same map in other colours
	request, err := json.Marshal(struct {
		MapRequest
		Layout string
	}{r, layout})
	if err != nil {
		return err
	}
	file := a.path("history", "places.json")
	kept := readPlaces(file)
	at := slices.IndexFunc(kept, func(k keptMap) bool { return k.Map == string(request) })
	this := keptMap{string(request), draw.Places{}}
	if at >= 0 {
		this = kept[at]
		kept = slices.Delete(kept, at, at+1)
	}
	if err := f(this.Places); err != nil {
		return err
	}
	if _, err := a.questions(context.Background()); err == nil && len(this.Places) > 0 {
		kept = append(kept, this)
		a.writePlaces(file, kept[max(0, len(kept)-keptMaps):])
	}
	return nil
}

func readPlaces(file string) []keptMap {
	var kept []keptMap
	if data, err := os.ReadFile(file); err == nil {
		_ = json.Unmarshal(data, &kept) // places that cannot be read are found again
	}
	return slices.DeleteFunc(kept, func(k keptMap) bool { return k.Places == nil })
}

func (a *Atlas) writePlaces(file string, kept []keptMap) {
	data, err := json.Marshal(kept)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if old, missing := os.ReadFile(file); err != nil || missing == nil && string(old) == string(data) {
		return
	}
	draft := file + ".new"
	if err := os.WriteFile(draft, data, 0o644); err == nil {
		_ = os.Rename(draft, file)
	}
}
