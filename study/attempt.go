package study

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Attempt is one answer that a learner gave to a question. It is never changed after it was given.
type Attempt struct {
	ID       string    `json:"id,omitempty"` // hash of learner, question, time and choice: the same answer in two files counts once
	Learner  string    `json:"learner"`      // "" is "me"
	Question string    `json:"question"`     // ID
	Chosen   []string  `json:"chosen"`       // labels, in the order given for ordering questions; empty: skipped
	Correct  bool      `json:"correct"`
	At       time.Time `json:"at"`      // UTC
	Seconds  float64   `json:"seconds"` // 0: not known
	Mode     string    `json:"mode"`    // learn, mock, review, import
	Sure     int       `json:"sure"`    // 0 not said, 1 guess, 2 so-so, 3 sure
}

// Me is the learner who is meant where nobody is named.
const Me = "me"

// The modes in which a question can be answered.
const (
	ModeLearn  = "learn"
	ModeMock   = "mock"
	ModeReview = "review"
	ModeImport = "import" // given elsewhere
)

// Modes are the modes in the order in which they are told.
var Modes = []string{ModeLearn, ModeMock, ModeReview, ModeImport}

// LearnerName is the name under which the answers of a learner are kept: without space around it, and Me for nobody.
func LearnerName(name string) string {
	if name = plainText(name); name == "" {
		return Me
	}
	return name
}

// settled is the attempt in the form in which it is kept, with its ID: whole milliseconds in UTC, text without space
// around it, and the learner named.
func (a Attempt) settled() Attempt {
	a.Learner = LearnerName(a.Learner)
	a.Question = plainText(a.Question)
	chosen := make([]string, len(a.Chosen))
	for i, c := range a.Chosen {
		chosen[i] = plainText(c)
	}
	if !slices.ContainsFunc(chosen, func(c string) bool { return c != "" }) {
		chosen = []string{}
	}
	a.Chosen = chosen
	a.At = a.At.UTC().Truncate(time.Millisecond)
	a.ID = a.identity()
	return a
}

// AttemptID is the identity of an answer.
func AttemptID(a Attempt) string { return a.settled().ID }

// identity is the first 80 bits of SHA-256 over learner, question, second and choice: among ten million answers the chance
// that any two collide is below 1 in 10^10. It takes whole seconds, since many programs write no finer time; nobody
// answers one question twice in a second.
func (a Attempt) identity() string {
	h := sha256.New()
	for _, part := range append([]string{a.Learner, a.Question, a.At.Format(time.RFC3339)}, a.Chosen...) {
		h.Write([]byte(part))
		h.Write([]byte(unitSeparator))
	}
	return hex.EncodeToString(h.Sum(nil)[:10])
}

// unitSeparator stands between the choices of one answer, and in no text.
const unitSeparator = "\x1f"

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "", unitSeparator, "")

// plainText is text as it comes back from any file: valid UTF-8, line ends as line feeds, no space around it.
func plainText(text string) string {
	return strings.TrimSpace(lineEnds.Replace(strings.ToValidUTF8(text, "\uFFFD")))
}
