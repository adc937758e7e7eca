package format

import (
	"bufio"
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
	name     string
	part     string   // of a container: the member that is being read, for messages
	surface  string   // the format that is shown for exam text and Markdown out of another one, such as HTML
	formats  []Format // all of them
	forced   string   // the format that the caller named, or ""
	usual    string   // the format of the file's extension, or ""
	in       io.Reader
	used     bool
	found    []string // formats of the regions, in order of appearance
	qtiItems int      // QTI items that were seen, of all files of a package
	checker
	yield   func(bank.Item, error) bool
	stopped bool
}

// ErrRead means that Items was called twice.
var ErrRead = errors.New("the reader was read already: make a new one")

// NewReader prepares to read one file. The name is shown in messages, and its extension helps where the content fits
// several formats. With an empty formatName the format is detected region by region; an unknown one is an
// *UnknownFormatError.
func NewReader(r io.Reader, name, formatName string) (*Reader, error) {
	reader := &Reader{name: name, in: r, formats: Formats, usual: byExtension(Formats, name), checker: newChecker()}
	if formatName != "" {
		f, err := find(formatName)
		if err != nil {
			return nil, err
		}
		if !f.Read {
			return nil, fmt.Errorf("format %s can be written only: name one of %s", f.Name, strings.Join(readable(Formats), ", "))
		}
		reader.forced = f.Name
	}
	return reader, nil
}

func readable(formats []Format) []string {
	var names []string
	for _, f := range formats {
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
			return
		}
		r.leftKeys()
	}
}

func (r *Reader) read() error {
	in := bufio.NewReaderSize(r.in, 64<<10)
	head, err := in.Peek(512)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return err
	}
	if container, ok := r.containerOf(head); ok {
		return r.readContainer(in, container)
	}
	for _, f := range r.formats {
		if f.Name == r.forced && f.read == nil {
			return fmt.Errorf("is no file of the format %s: leave --format out, and the format is found", f.Name)
		}
	}
	return r.readText(in)
}

// readText reads regions until the text ends.
func (r *Reader) readText(src io.Reader) error {
	in, err := newInput(src, r.emitProblems)
	if err != nil {
		return err
	}
	r.readRegions(in)
	switch {
	case in.err != nil:
		return in.err
	case !in.text && !r.stopped:
		return ErrEmpty
	}
	return nil
}

// readLines reads the text of another format, such as the rows of a web page, whose lines keep their numbers. What is
// exam text or Markdown in it goes by the name of that format.
func (r *Reader) readLines(all []line, surface string) {
	outer := r.surface
	r.surface = surface
	r.readRegions(inputOf(all))
	r.surface = outer
}

func (r *Reader) readRegions(in *input) {
	for !r.stopped && !in.done() {
		before := in.taken
		r.formatAt(in).read(r, in)
		if in.taken == before { // a region takes at least a line
			in.next()
		}
	}
}

// formatAt returns the format of the region that begins with the next line.
func (r *Reader) formatAt(in *input) Format {
	for _, f := range r.formats {
		switch {
		case r.forced != "":
			if f.Name == r.forced && f.read != nil {
				return f
			}
		case f.begins != nil && f.begins(in, f.Name == r.usual):
			return f
		}
	}
	return r.formats[0]
}

// othersBegin reports whether the next line begins a region of a format with marks of its own, for readers that take all
// other lines.
func (r *Reader) othersBegin(in *input) bool { return r.othersThan("", in) }

// othersThan is othersBegin for the reader of such a format itself.
func (r *Reader) othersThan(own string, in *input) bool {
	if r.forced != "" {
		return false
	}
	for _, f := range r.formats {
		if f.begins != nil && f.Name != own && f.begins(in, false) {
			return true
		}
	}
	return false
}

func (r *Reader) emit(item bank.Item) {
	if r.stopped || item.Question == nil && len(item.Problems) == 0 {
		return
	}
	if item.Question != nil {
		item.Question.Source.File = r.name
	}
	if r.part != "" {
		for i := range item.Problems {
			item.Problems[i].Message = r.part + ": " + item.Problems[i].Message
		}
	}
	r.stopped = !r.yield(item, nil)
}

func (r *Reader) emitProblem(p bank.Problem) { r.emitProblems([]bank.Problem{p}) }

func (r *Reader) emitProblems(problems []bank.Problem) {
	if len(problems) > 0 {
		r.emit(bank.Item{Problems: problems})
	}
}

// saw notes the format of a region.
func (r *Reader) saw(format string) {
	if r.surface != "" && (format == examText || format == markdown) {
		format = r.surface
	}
	if !slices.Contains(r.found, format) {
		r.found = append(r.found, format)
	}
}
