package study

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Attempt is one answer of one learner to one question.
type Attempt struct {
	ID       string    // hash of learner, question, time and choice: the same answer in two files counts once
	Learner  string    // "" is "me"
	Question string    // ID
	Chosen   []string  // labels, in the order given for ordering questions; empty: skipped
	Correct  bool      //
	At       time.Time // UTC
	Seconds  float64   // 0: not known
	Mode     string    // learn, mock, review, import
	Sure     int       // 0 not said, 1 guess, 2 so-so, 3 sure
}

// AttemptID is the identity of an answer: 32 hexadecimal digits of the SHA-256 over learner, question, choice and the
// second at which it was given. What a spreadsheet may lose on the way (milliseconds, the time zone) is no part of it.
func AttemptID(a Attempt) string {
	learner := a.Learner
	if learner == "" {
		learner = Me
	}
	text, err := json.Marshal([]any{learner, a.Question, append([]string{}, a.Chosen...), a.At.Unix()})
	if err != nil {
		panic(err) // strings and a number always marshal
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// Me is the learner of an attempt that names none.
const Me = "me"
