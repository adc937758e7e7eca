package taxonomy

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Change is one thing that happened, or is announced, to a service or feature.
type Change struct {
	What string // Renamed, Closed or Retired
	Date string // 2026-07-30, or 2026-07 where the day is not known; empty where no date is
}

// What can happen to a service. Closed is milder than retired: who used it before goes on as usual.
const (
	Renamed = "renamed" // its former names are in FormerNames
	Closed  = "closed"  // to new customers
	Retired = "retired" // the end of support
)

// Lifecycle returns what the status of a concept says, in its order. Dates compare as strings, and one that is still to
// come is announced.
func (c *Concept) Lifecycle() []Change {
	changes, _ := parseStatus(c.Status) // the check of a taxonomy lets nothing else pass
	return changes
}

// parseStatus reads "closed 2025-10-07, retired 2026-10-07": changes joined by a comma and a space, none of them twice.
func parseStatus(status string) ([]Change, error) {
	if status == "" {
		return nil, nil
	}
	var changes []Change
	for part := range strings.SplitSeq(status, ", ") {
		what, date, dated := strings.Cut(part, " ")
		if !slices.Contains([]string{Renamed, Closed, Retired}, what) {
			return nil, fmt.Errorf("%q is not %s, %s or %s", what, Renamed, Closed, Retired)
		}
		if dated && !isDate(date) {
			return nil, fmt.Errorf("%q is no date", date)
		}
		if slices.ContainsFunc(changes, func(c Change) bool { return c.What == what }) {
			return nil, fmt.Errorf("%s stands twice", what)
		}
		changes = append(changes, Change{what, date})
	}
	return changes, nil
}

// isDate reports whether s is a day or a month of the calendar.
func isDate(s string) bool {
	_, day := time.Parse(time.DateOnly, s)
	_, month := time.Parse("2006-01", s)
	return day == nil || month == nil
}
