package study

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"mlatlas/bank"
)

// fields reads the values of the fields of one file.
type fields struct {
	now  time.Time
	days func() order // of days and months in dates with strokes
	told map[string]bool
}

// set reads one value into a record.
func (f *fields) set(r *Record, field, text string) {
	text = plainText(text)
	switch {
	case field == "question":
		r.Attempt.Question = text
	case field == "chosen":
		r.Choice = text
	case field == "learner":
		r.Attempt.Learner = text
	case text == "":
	case field == "correct":
		f.setCorrect(r, text)
	case field == "at":
		f.setAt(r, text)
	case field == "seconds":
		f.setSeconds(r, text)
	case field == "mode":
		f.setMode(r, text)
	case field == "sure":
		f.setSure(r, text)
	}
}

// verdicts are words for right and wrong, also as spreadsheets write them in other languages.
var verdicts = map[string]bool{
	"true": true, "t": true, "1": true, "1.0": true, "yes": true, "y": true, "right": true, "correct": true, "100%": true,
	"wahr": true, "vrai": true, "verdadero": true, "verdadeiro": true, "✓": true,
	"false": false, "f": false, "0": false, "0.0": false, "no": false, "n": false, "wrong": false, "incorrect": false, "0%": false,
	"falsch": false, "faux": false, "falso": false, "✗": false,
}

func (f *fields) setCorrect(r *Record, text string) {
	right, ok := verdicts[strings.ToLower(text)]
	if !ok {
		r.problem(bank.Error, "bad-correct", "correct: %q is neither right nor wrong; write true or false", text)
		return
	}
	r.Attempt.Correct, r.Judged = right, true
}

// ahead is how far a time may lie behind the clock: a file may hold times of another zone.
const ahead = 24 * time.Hour

func (f *fields) setAt(r *Record, text string) {
	at, why := readTime(text, f.days)
	switch {
	case why != "":
		r.problem(bank.Error, "bad-time", "at: %s", why)
	case at.Year() < 1990:
		r.problem(bank.Error, "bad-time", "at: %q is before 1990; write when the question was answered, for example 2026-11-23T12:00:00Z", text)
	case at.After(f.now.Add(ahead)):
		r.problem(bank.Error, "future-time", "at: %q lies in the future; write when the question was answered", text)
	default:
		r.Attempt.At = at
	}
}

// setSeconds reads 12.5, 12,5, 90 s, 1:30 and 0:01:30.
func (f *fields) setSeconds(r *Record, text string) {
	total := 0.0
	number := strings.TrimSpace(strings.TrimRight(strings.ToLower(strings.ReplaceAll(text, ",", ".")), "second"))
	for _, part := range strings.Split(number, ":") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) {
			r.problem(bank.Error, "bad-seconds", "seconds: %q is no length of time; write seconds (90) or minutes and seconds (1:30), or nothing", text)
			return
		}
		total = total*60 + n
	}
	r.Attempt.Seconds = total
}

func (f *fields) setMode(r *Record, text string) {
	mode := strings.ToLower(text)
	if !slices.Contains(Modes, mode) {
		r.problem(bank.Warning, "unknown-mode", "mode: %q is taken as import; the modes are %s", text, strings.Join(Modes, ", "))
		mode = ModeImport
	}
	r.Attempt.Mode = mode
}

// sureWords are the values of sure, and words for them.
var sureWords = map[string]int{"0": 0, "1": 1, "2": 2, "3": 3, "guess": 1, "guessed": 1, "low": 1, "so-so": 2, "medium": 2, "sure": 3, "high": 3}

func (f *fields) setSure(r *Record, text string) {
	sure, ok := sureWords[strings.ToLower(text)]
	if !ok {
		r.problem(bank.Warning, "bad-sure", "sure: %q is left out; write 1 (guess), 2 (so-so) or 3 (sure)", text)
	}
	r.Attempt.Sure = sure
}

// complete says what a record needs and does not have, and gives it the mode of answers from elsewhere. What has no time
// cannot be told from the same answer in another file.
func (f *fields) complete(r *Record) {
	if r.Attempt.Mode == "" {
		r.Attempt.Mode = ModeImport
	}
	if r.Attempt.Question == "" {
		r.problem(bank.Error, "no-question", "no question is named; write its ID, for example sample/24")
	}
	said := slices.ContainsFunc(r.Problems, func(p bank.Problem) bool { return p.Code == "bad-time" || p.Code == "future-time" })
	if r.Attempt.At.IsZero() && !said {
		r.problem(bank.Error, "no-time", "at: the time is missing; write when the question was answered, for example 2026-11-23T12:00:00Z")
	}
}
