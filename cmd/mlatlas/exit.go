package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/bank/format"
	"mlatlas/graph"
	"mlatlas/index"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitPartial     = 3
	exitInterrupted = 130
)

// hinted is an error with a line that says what to do about it, and the exit code that it asks for.
type hinted struct {
	error
	hint string
	code int
}

func (h hinted) Unwrap() error { return h.error }

// hint adds to an error what to do about it.
func hint(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, args...), exitFailed}
}

// usagef is for a command line that is wrong.
func usagef(err error, format string, args ...any) error {
	return hinted{err, fmt.Sprintf(format, args...), exitUsage}
}

// errPartial says that the command did its work but part of the input was refused and has been listed.
var errPartial = errors.New("part of the input was refused")

// errSilent asks for exit code 1 where everything has been said.
var errSilent = errors.New("")

// exit prints an error in the one way there is, and gives the exit code.
func (a *app) exit(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(a.err, "mlatlas: interrupted; what was finished is kept")
		return exitInterrupted
	case errors.Is(err, errPartial):
		return exitPartial
	case err == errSilent:
		return exitFailed
	}
	err = a.advise(err)
	fmt.Fprintf(a.err, "%s %s\n", a.styleErr(red, "mlatlas:"), clean(err.Error()))
	var h hinted
	if errors.As(err, &h) {
		if h.hint != "" {
			fmt.Fprintln(a.err, "  "+clean(h.hint))
		}
		return h.code
	}
	return exitFailed
}

func (a *app) styleErr(code, text string) string {
	if !a.errTerminal {
		return text
	}
	return a.style(code, text)
}

// advise gives the errors of the packages below the hint that a person at the command line needs.
func (a *app) advise(err error) error {
	var h hinted
	var syntax *index.SyntaxError
	var concept *atlas.UnknownConceptError
	var several *bank.AmbiguousError
	var unknownFormat *format.UnknownFormatError
	var path *fs.PathError
	switch {
	case errors.As(err, &h):
		return err
	case errors.Is(err, atlas.ErrEmpty):
		return hint(err, "try the built-in questions: mlatlas demo    or read your own: mlatlas import FILE")
	case errors.As(err, &syntax):
		return hinted{fmt.Errorf("query, column %d: %s", syntax.Column, syntax.Message), syntax.Hint, exitUsage}
	case errors.As(err, &concept):
		return hinted{err, "near: " + strings.Join(concept.Nearest, ", ") + "; all: mlatlas concepts", exitUsage}
	case errors.As(err, &several):
		return hinted{err, "give the whole ID", exitUsage}
	case errors.As(err, &unknownFormat):
		return hinted{err, "", exitUsage}
	case errors.Is(err, graph.ErrNoPath):
		return hint(err, "each has its own map: mlatlas map CONCEPT -o map.svg")
	case errors.Is(err, atlas.ErrNoHits):
		return hint(err, "see what it finds: mlatlas search QUERY --explain")
	case errors.As(err, &path):
		return hint(fmt.Errorf("%s: %w", path.Path, path.Err), "%s", pathHint(path))
	case strings.HasPrefix(err.Error(), "unknown command"):
		return unknownCommand(a, err)
	case strings.Contains(err.Error(), "arg(s)"):
		return usagef(err, "see --help of the command")
	}
	return err
}

func pathHint(err *fs.PathError) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "check the name"
	case errors.Is(err, fs.ErrPermission):
		return "you may not read or write there; name another place"
	}
	return ""
}

// unknownCommand names the nearest commands.
func unknownCommand(a *app, err error) error {
	text, _, _ := strings.Cut(err.Error(), " for ")
	text, _, _ = strings.Cut(text, "\n")
	wanted := strings.Trim(strings.TrimPrefix(text, "unknown command "), `"`)
	var names []string
	for _, c := range newRoot(a).Commands() {
		names = append(names, c.Name())
	}
	return usagef(errors.New(text), "near: %s; all: mlatlas --help", strings.Join(taxonomy.NearestWords(wanted, names, 3), ", "))
}

// flagHint names the flags nearest to an unknown one.
func flagHint(cmd *cobra.Command, err error) string {
	_, name, ok := strings.Cut(err.Error(), "unknown flag: --")
	if !ok {
		return "see mlatlas " + cmd.Name() + " --help"
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	cmd.InheritedFlags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	near := taxonomy.NearestWords(name, names, 3)
	return "near: --" + strings.Join(near, ", --") + "; all: " + cmd.CommandPath() + " --help"
}

// printJSON writes one value.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
