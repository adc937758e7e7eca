package study

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"mlatlas/bank/pattern"
)

// Times are RFC 3339 (2026-11-23T12:00:00Z) or what spreadsheets make of one. A time without a zone is UTC: so one that a
// spreadsheet took the Z from is still the same moment. Days and months with strokes between them are ambiguous: the file
// decides for one order where some date in it has a number over 12; otherwise such a date is refused.

// order says what the first number of 03/04/2026 is.
type order int

const (
	unknownOrder order = iota
	dayFirst
	monthFirst
)

var strokes = pattern.New(`\b([0-9]{1,2})/([0-9]{1,2})/(?:[0-9]{4}|[0-9]{2})\b`)

// dayOrder finds out the order of a file. One that holds both orders has none.
func dayOrder(text []byte) order {
	var day, month bool
	for _, m := range strokes.FindAllSubmatch(text, -1) {
		first, _ := strconv.Atoi(string(m[1])) // digits by the pattern
		second, _ := strconv.Atoi(string(m[2]))
		day = day || first > 12 && second <= 12
		month = month || second > 12 && first <= 12
	}
	switch {
	case day && !month:
		return dayFirst
	case month && !day:
		return monthFirst
	}
	return unknownOrder
}

// dateForms are days without doubt, in the notation of package time.
var dateForms = []string{"2006-1-2", "2006/1/2", "20060102", "2.1.2006", "2.1.06", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "2-Jan-2006", "2-Jan-06"}

// clockForms are times of day.
var clockForms = []string{"15:04:05.999999999", "15:04", "3:04:05PM", "3:04PM", "3PM"}

// readTime reads a time, or says why it is none. days tells the order of the file, and is asked only where that matters.
func readTime(text string, days func() order) (at time.Time, why string) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at.UTC(), ""
	}
	if at, ok := serial(text); ok {
		return at, ""
	}
	day, clock, zone := splitTime(text)
	at, why = readDay(day, text, days)
	if why != "" {
		return time.Time{}, why
	}
	for _, form := range append(clockForms, "") {
		if t, err := time.Parse(form, clock); err == nil {
			at = at.Add(t.Sub(t.Truncate(24 * time.Hour)))
			return at.Add(-zone), ""
		}
	}
	return time.Time{}, notTime(text)
}

func notTime(text string) string {
	return fmt.Sprintf("%q is no time; write it like 2026-11-23T12:00:00Z or 2026-11-23 12:00", text)
}

var (
	zoneEnd  = pattern.New(`(?i)\s*(?:UTC|GMT|Z)?([+-])([0-9]{2}):?([0-9]{2})$|\s*(?:UTC|GMT|Z)$`)
	clockEnd = pattern.New(`(?i)(?:^|[\sT,]+)([0-9]{1,2}(?::[0-9]{2}){1,2}(?:[.,][0-9]+)?)\s*([ap]\.?m\.?)?$|[\s,]+([0-9]{1,2})\s*([ap]\.?m\.?)$`)
)

// splitTime takes the zone and the time of day off the end of a text.
func splitTime(text string) (day, clock string, zone time.Duration) {
	day = text
	bare := zoneEnd.ReplaceAllString(text, "")
	if found := clockEnd.FindStringSubmatch(bare); found != nil {
		day, zone = strings.TrimSuffix(bare, found[0]), zoneOf(text)
		clock = found[1] + found[3] + strings.ToUpper(strings.ReplaceAll(found[2]+found[4], ".", ""))
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(day, ",", " ")), " "), strings.Replace(clock, ",", ".", 1), zone
}

func zoneOf(text string) time.Duration {
	m := zoneEnd.FindStringSubmatch(text)
	if m == nil || m[1] == "" {
		return 0
	}
	hours, _ := strconv.Atoi(m[2]) // digits by the pattern
	minutes, _ := strconv.Atoi(m[3])
	zone := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if m[1] == "-" {
		return -zone
	}
	return zone
}

// readDay reads the day; whole is the text that is quoted in the reason.
func readDay(text, whole string, days func() order) (time.Time, string) {
	for _, form := range dateForms {
		if at, err := time.Parse(form, text); err == nil {
			return at, ""
		}
	}
	m := strokes.FindStringSubmatch(text)
	if m == nil || m[0] != text {
		return time.Time{}, notTime(whole)
	}
	first, _ := strconv.Atoi(m[1]) // digits by the pattern
	second, _ := strconv.Atoi(m[2])
	switch {
	case first > 12:
		return stroked("2/1/", text, whole)
	case second > 12 || first == second:
		return stroked("1/2/", text, whole)
	}
	switch days() {
	case dayFirst:
		return stroked("2/1/", text, whole)
	case monthFirst:
		return stroked("1/2/", text, whole)
	}
	return time.Time{}, fmt.Sprintf("%q may be day or month first; write the year first: 2026-11-23", whole)
}

func stroked(form, text, whole string) (time.Time, string) {
	for _, year := range []string{"2006", "06"} {
		if at, err := time.Parse(form+year, text); err == nil {
			return at, ""
		}
	}
	return time.Time{}, notTime(whole)
}

// serial reads a bare number: days since 30 December 1899, as spreadsheets count them (45000.5), or seconds or
// milliseconds since 1970. The three ranges are years 1995 to 2119, 2001 to 2286 and the same.
func serial(text string) (time.Time, bool) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	switch {
	case err != nil:
		return time.Time{}, false
	case n >= 35000 && n < 80000:
		seconds := math.Round(n * 86400)
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(seconds) * time.Second), true
	case n >= 1e9 && n < 1e10:
		return time.UnixMilli(int64(n * 1000)).UTC(), true
	case n >= 1e12 && n < 1e13:
		return time.UnixMilli(int64(n)).UTC(), true
	}
	return time.Time{}, false
}
