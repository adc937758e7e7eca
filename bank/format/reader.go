package format

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mlatlas/bank"
)

// Reader reads the questions of one file.
type Reader struct {
	name   string
	forced string // the format that the caller named, or ""
	usual  string // the format of the file's extension, or ""
	in     io.Reader
	used   bool
	found  []string // formats of the regions, in order of appearance
	checker
	yield   func(bank.Item, error) bool
	stopped bool
}

// A parser reads the lines of a region. It gives items to its Reader as soon as they are complete.
type parser interface {
	// add takes the next line.
	add(l line)
	// open says whether the parser is in the middle of something that the next line may belong to, so that no other
	// format may claim it.
	open() bool
	// close ends the region; atEnd says that the file ends too.
	close(atEnd bool)
}

// ErrRead means that Items was called twice.
var ErrRead = errors.New("the reader was read already: make a new one")

// NewReader prepares to read one file. The name is shown in messages, and its extension helps where the content fits
// several formats. With an empty formatName the format is detected region by region; an unknown one is an
// *UnknownFormatError.
func NewReader(r io.Reader, name, formatName string) (*Reader, error) {
	reader := &Reader{name: name, in: r, usual: byExtension(name), checker: checker{seen: map[string]int{}}}
	if formatName != "" {
		f, err := find(formatName)
		if err != nil {
			return nil, err
		}
		if !f.Read {
			return nil, fmt.Errorf("format %s can be written only: name one of %s", f.Name, strings.Join(readable(), ", "))
		}
		reader.forced = f.Name
	}
	return reader, nil
}

func readable() []string {
	var names []string
	for _, f := range Formats {
		if f.Read {
			names = append(names, f.Name)
		}
	}
	return names
}

// Format returns the format that was found, after Items: "markdown", or "exam-text+markdown" if regions differ, in the
// order of their appearance. It is empty if there was no question.
func (r *Reader) Format() string { return strings.Join(r.found, "+") }

// Items reads the file once and yields its questions and problems as they come. A question that has a number, options
// and no key waits for a list of keys behind it, and comes with that list, or as an error at the end of the file.
//
// An error is yielded only for a file that cannot be read as text: input errors, ErrEmpty, ErrBinary. It names the file
// and is the last thing yielded. A second call yields ErrRead.
func (r *Reader) Items() iter.Seq2[bank.Item, error] {
	return func(yield func(bank.Item, error) bool) {
		if r.used {
			yield(bank.Item{}, ErrRead)
			return
		}
		r.used, r.yield = true, yield
		if err := r.read(); err != nil && !r.stopped {
			yield(bank.Item{}, fmt.Errorf("%s: %w", r.name, err))
		}
	}
}

func (r *Reader) read() error {
	in, err := newLines(r.in)
	if err != nil {
		return err
	}
	var current parser
	var format string
	text := false
	for !r.stopped {
		l, err := in.next()
		r.emitProblems(in.take())
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		text = text || l.text != ""
		if next := r.claimant(l.text, format, current); next.Name != format {
			if current != nil {
				current.close(false)
			}
			format, current = next.Name, next.parser(r)
		}
		current.add(l)
	}
	if current != nil {
		current.close(true)
	}
	r.emitProblems(in.summary())
	if !text && !r.stopped && !in.refused {
		return ErrEmpty
	}
	return nil
}

// claimant returns the format that reads a line.
func (r *Reader) claimant(text, format string, current parser) Format {
	marked := Formats[0]
	for _, f := range Formats {
		switch {
		case r.forced != "":
			if f.Name == r.forced {
				return f
			}
		case f.claims == nil:
		case f.Name == r.usual || f.Name == format && text == "":
			return f
		case current != nil && f.Name != format && current.open():
		case f.claims(text) || f.Name == format && strings.HasPrefix(text, "{"):
			return f
		}
	}
	return marked
}

func (r *Reader) emit(item bank.Item) {
	if r.stopped || item.Question == nil && len(item.Problems) == 0 {
		return
	}
	if item.Question != nil {
		item.Question.Source.File = r.name
	}
	r.stopped = !r.yield(item, nil)
}

func (r *Reader) emitProblems(problems []bank.Problem) {
	if len(problems) > 0 {
		r.emit(bank.Item{Problems: problems})
	}
}

// saw notes the format of a region.
func (r *Reader) saw(format string) {
	if !slices.Contains(r.found, format) {
		r.found = append(r.found, format)
	}
}
