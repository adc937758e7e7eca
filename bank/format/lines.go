package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"mlatlas/bank"
)

// The file as a whole could not be read as text.
var (
	// ErrEmpty means that there is nothing but white space.
	ErrEmpty = errors.New("is empty: a question file holds at least one question")
	// ErrBinary means that the bytes are no text in UTF-8, UTF-16 with a byte order mark or Windows-1252.
	ErrBinary = errors.New("is not text")
)

// maxLine is the length in bytes beyond which a line is refused. The longest question seen in a public bank has 40 KB, but
// some programs write a whole bank, or a picture, on one line.
const maxLine = 32 << 20

// A line is one line of a file without its end, in UTF-8, with plain spaces and without zero-width marks.
type line struct {
	no   int // from 1
	text string
}

// lines splits a stream into lines. LF, CR LF and a bare CR end a line, also in the same file.
type lines struct {
	in       *bufio.Reader
	no       int
	afterCR  bool // the last line ended in CR: a LF that follows belongs to it
	buffer   []byte
	problems []bank.Problem // found since they were last taken
	legacy   int            // lines that were read as Windows-1252
	firstOf  int            // the first of them
	refused  bool           // a line was left out
}

func newLines(r io.Reader) (*lines, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	text, err := decoded(in)
	if err != nil {
		return nil, err
	}
	return &lines{in: text}, nil
}

// next returns the next line, or io.EOF. A line that is too long is left out and leaves a problem.
func (s *lines) next() (line, error) {
	for {
		raw, long, err := s.raw()
		if err != nil {
			return line{}, err
		}
		s.no++
		if long {
			s.refused = true
			s.report(bank.Error, "line-too-long", fmt.Sprintf("a line of more than %d MiB was left out: break it, or check that this is a question file", maxLine>>20))
			continue
		}
		if bytes.IndexByte(raw, 0) >= 0 {
			return line{}, fmt.Errorf("line %d holds a zero byte, so the file %w", s.no, ErrBinary)
		}
		return line{s.no, s.clean(raw)}, nil
	}
}

// raw reads up to the next line end. The bytes are valid until the next call.
func (s *lines) raw() (raw []byte, long bool, err error) {
	s.buffer = s.buffer[:0]
	for {
		if _, err := s.in.Peek(1); err != nil {
			if err == io.EOF && (len(s.buffer) > 0 || long) {
				return s.buffer, long, nil
			}
			return nil, false, err
		}
		chunk, _ := s.in.Peek(s.in.Buffered())
		if s.afterCR {
			s.afterCR = false
			if chunk[0] == '\n' {
				s.in.Discard(1)
				continue
			}
		}
		end := lineEnd(chunk)
		taken := chunk[:end]
		if long = long || len(s.buffer)+len(taken) > maxLine; !long {
			s.buffer = append(s.buffer, taken...)
		}
		if end == len(chunk) {
			s.in.Discard(end)
			continue
		}
		s.afterCR = chunk[end] == '\r'
		s.in.Discard(end + 1)
		return s.buffer, long, nil
	}
}

func lineEnd(chunk []byte) int {
	end := bytes.IndexByte(chunk, '\n')
	if end < 0 {
		end = len(chunk)
	}
	if cr := bytes.IndexByte(chunk[:end], '\r'); cr >= 0 {
		return cr
	}
	return end
}

func (s *lines) report(severity bank.Severity, code, message string) {
	s.problems = append(s.problems, bank.Problem{Line: s.no, Severity: severity, Code: code, Message: message})
}

// take returns the problems that were found since it was last called.
func (s *lines) take() []bank.Problem {
	found := s.problems
	s.problems = nil
	return found
}

func (s *lines) clean(raw []byte) string {
	if isASCII(raw) {
		return strings.TrimRight(string(raw), " \t\f\v")
	}
	text := string(raw)
	if !utf8.Valid(raw) {
		text = s.repair(raw)
	}
	return strings.TrimRight(plainSpaces(text), " \t\f\v")
}

// repair decodes a line that is not UTF-8. What is UTF-8 in it stays, so that one stray byte does not spoil the rest;
// other bytes are Windows-1252, but the remains of a sequence that was cut off are U+FFFD.
func (s *lines) repair(raw []byte) string {
	var b strings.Builder
	cut := false
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r != utf8.RuneError || size > 1:
			b.WriteRune(r)
		case remains(raw) > 1:
			size, cut = remains(raw), true
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(fromWindows1252(raw[0]))
		}
		raw = raw[size:]
	}
	if s.legacy++; s.firstOf == 0 {
		s.firstOf = s.no
	}
	if cut {
		s.report(bank.Warning, "broken-character", "a UTF-8 character is cut off and was read as U+FFFD: write the character that belongs there")
	}
	return b.String()
}

// remains returns how many bytes at the start are the beginning of a UTF-8 sequence that does not go on: a lead byte
// and at least one, but not all, of its continuation bytes. It returns 0 if there is no such beginning.
func remains(raw []byte) int {
	want := 0
	switch c := raw[0]; {
	case c >= 0xE0 && c < 0xF0:
		want = 3
	case c >= 0xF0 && c < 0xF5:
		want = 4
	default:
		return 0
	}
	n := 1
	for n < len(raw) && n < want && raw[n]&0xC0 == 0x80 {
		n++
	}
	if n == 1 || n == want {
		return 0
	}
	return n
}

func isASCII(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plainSpaces turns the many spaces of Unicode into the plain one and drops marks without width. Joiners stay: Hindi,
// Persian and emoji need them.
func plainSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
			return ' '
		case r == 0x200B, r == 0x200E, r == 0x200F, r == 0x2060, r == 0xFEFF:
			return -1
		}
		return r
	}, text)
}

// summary reports the lines that were not UTF-8, once for the file.
func (s *lines) summary() []bank.Problem {
	if s.legacy == 0 {
		return nil
	}
	return []bank.Problem{{Line: s.firstOf, Severity: bank.Note, Code: "not-utf-8",
		Message: fmt.Sprintf("%s not UTF-8 and %s read as Windows-1252, from this one on: save the file as UTF-8",
			count(s.legacy, "line is", "lines are"), map[bool]string{true: "was", false: "were"}[s.legacy == 1])}}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
