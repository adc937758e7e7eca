package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// streams are where a command reads and writes, and what it may do there.
type streams struct {
	in          io.Reader
	out         io.Writer
	err         io.Writer
	outTerminal bool
	errTerminal bool
	inTerminal  bool
	colored     bool
	width       int // columns of the terminal
}

const defaultWidth = 80

func osStreams() *streams {
	s := &streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, width: defaultWidth}
	s.outTerminal = term.IsTerminal(int(os.Stdout.Fd()))
	s.errTerminal = term.IsTerminal(int(os.Stderr.Fd()))
	s.inTerminal = term.IsTerminal(int(os.Stdin.Fd()))
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 20 {
		s.width = w
	}
	return s
}

// note tells a person something beside the results, on stderr.
func (s *streams) note(format string, args ...any) {
	s.tell("mlatlas: "+fmt.Sprintf(format, args...), "")
}

// tell writes text on stderr, in a terminal wrapped at words.
func (s *streams) tell(text, indent string) {
	if s.errTerminal {
		fmt.Fprintln(s.err, wrap(text, s.readingWidth(), indent))
		return
	}
	fmt.Fprintln(s.err, indent+strings.ReplaceAll(clean(text), "\n", "\n"+indent))
}

func (s *streams) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }

// place is a file's name for a person: with ~ for the home folder.
func (a *app) place(name string) string {
	home := a.env("HOME")
	if rest, ok := strings.CutPrefix(name, home+string(os.PathSeparator)); ok && home != "" && a.outTerminal {
		return "~" + string(os.PathSeparator) + rest
	}
	return name
}

// The styles of text in a terminal.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
	marked = "1;33"
)

// style wraps text in a terminal style where colours are on.
func (s *streams) style(code, text string) string {
	if !s.colored || text == "" || code == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
