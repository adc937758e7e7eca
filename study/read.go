package study

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"mlatlas/bank"
)

// Files of answers are CSV or JSON Lines. Both have the same fields under the same names, in any order and case:
//
//	question  ID, number in it, or a beginning of it; needed
//	chosen    what was chosen: labels or texts, several with ; between them; empty: skipped
//	correct   true or false, yes or no, 1 or 0; left out: judged by the question's key
//	at        when; needed, since it tells one answer from the next
//	seconds   how long it took; a number, 1:30 or 0:01:30
//	learner   who; left out: who imports it
//	mode      learn, mock, review or import
//	sure      1 guess, 2 so-so, 3 sure
//
// Fields of other names are passed over with a note.

// Record is what a reader found in one line: an attempt, problems, or both.
type Record struct {
	Line     int
	Attempt  Attempt // the question as it is named in the file; what was chosen only where the file has a list
	Choice   string  // what was chosen, where the file has one text
	Judged   bool    // the file says whether it was right
	Problems []bank.Problem
}

// Refused reports whether the line holds no attempt that could be kept.
func (r Record) Refused() bool {
	for _, p := range r.Problems {
		if p.Severity == bank.Error {
			return true
		}
	}
	return false
}

// Empty reports whether the record only tells of the file: its columns.
func (r Record) Empty() bool { return r.Attempt.Question == "" }

func (r *Record) problem(severity bank.Severity, code, format string, args ...any) {
	r.Problems = append(r.Problems, bank.Problem{Line: r.Line, Severity: severity, Code: code, Message: fmt.Sprintf(format, args...), Number: r.Attempt.Question})
}

// mostBytes bounds a file: 100,000 answers are 10 MB.
const mostBytes = 256 << 20

// Read reads a file of answers, CSV or JSON Lines by its first character. now is the clock: what lies behind it is refused.
// An error ends the reading; what is wrong with a single line is a problem of its record.
func Read(r io.Reader, now time.Time) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		text, err := readText(r)
		if err != nil {
			yield(Record{}, err)
			return
		}
		f := &fields{now: now, days: sync.OnceValue(func() order { return dayOrder(text) }), told: map[string]bool{}}
		switch start := bytes.TrimLeft(text, " \t\r\n"); {
		case len(start) == 0:
			yield(Record{}, errors.New("the file is empty"))
		case start[0] == '[':
			yield(Record{}, errors.New(`it is one JSON list; write an object a line instead: jq -c '.[]'`))
		case start[0] == '{':
			f.readJSONL(text, yield)
		default:
			f.readCSV(text, yield)
		}
	}
}

// readText reads a whole file as UTF-8. Spreadsheets also write UTF-16.
func readText(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > mostBytes:
		return nil, fmt.Errorf("it is larger than %d MB; split it", mostBytes>>20)
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		text = fromUTF16(text[2:], binary.LittleEndian)
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		text = fromUTF16(text[2:], binary.BigEndian)
	}
	text = bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF"))
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, errors.New("it is no text; export the answers as CSV or JSON Lines")
	}
	return bytes.ToValidUTF8(text, []byte("\uFFFD")), nil
}

func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// fieldNames are the names of the fields and what other programs call them, without marks and in small letters.
var fieldNames = map[string]string{
	"question": "question", "questionid": "question", "qid": "question", "item": "question", "itemid": "question", "q": "question",
	"chosen": "chosen", "answer": "chosen", "answers": "chosen", "choice": "chosen", "response": "chosen", "selected": "chosen", "given": "chosen",
	"correct": "correct", "right": "correct", "iscorrect": "correct", "result": "correct",
	"at": "at", "time": "at", "date": "at", "datetime": "at", "timestamp": "at", "when": "at", "answeredat": "at", "answered": "at",
	"seconds": "seconds", "secs": "seconds", "duration": "seconds", "timetaken": "seconds", "elapsed": "seconds",
	"learner": "learner", "user": "learner", "student": "learner", "name": "learner", "who": "learner",
	"mode": "mode", "sure": "sure", "confidence": "sure",
}

// Header names the fields in the order in which they are written.
var Header = []string{"question", "chosen", "correct", "at", "seconds", "learner", "mode", "sure"}

var withoutMarks = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "")

// fieldNamed returns the field that a heading means, or "".
func fieldNamed(heading string) string {
	if field, ok := fieldNames[heading]; ok {
		return field
	}
	return fieldNames[withoutMarks.Replace(strings.ToLower(heading))]
}

// ownNames are keys that other programs may add and that say nothing here.
var ownNames = map[string]bool{"id": true}

// tellUnknown notes once a file that a field is passed over.
func (f *fields) tellUnknown(r *Record, heading string) {
	if f.told[heading] || ownNames[strings.ToLower(heading)] || strings.TrimSpace(heading) == "" {
		return
	}
	f.told[heading] = true
	r.problem(bank.Note, "unknown-field", "%q is passed over; the fields are %s", heading, strings.Join(Header, ", "))
}
