package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

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
	a.tell("mlatlas: "+err.Error(), "")
	var h hinted
	if errors.As(err, &h) {
		if h.hint != "" {
			a.tell(h.hint, "  ")
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
	var others *atlas.NoAnswersError
	switch {
	case errors.As(err, &h):
		return err
	case errors.Is(err, atlas.ErrFirstImport):
		return hint(err, "try again when it is done")
	case errors.Is(err, atlas.ErrEmpty):
		return hint(err, "try the built-in questions: mlatlas demo\nor read your own: mlatlas import FILE")
	case errors.As(err, &others):
		return hint(err, "with answers: %s; name one with --learner", strings.Join(others.Others, ", "))
	case errors.Is(err, atlas.ErrNoAnswers):
		return hint(err, "answer some: mlatlas practice\nor read answers given elsewhere: mlatlas attempts import FILE")
	case errors.Is(err, atlas.ErrNoEstimate):
		return hint(err, "what was answered wrong the last time: is:missed")
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
		return usagef(err, "see the command's --help")
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
	text, path, _ := strings.Cut(err.Error(), " for ")
	path, _, _ = strings.Cut(path, "\n")
	path = strings.Trim(path, `"`)
	wanted := strings.Trim(strings.TrimPrefix(text, "unknown command "), `"`)
	parent, _, found := newRoot(a).Find(strings.Fields(path)[1:])
	if found != nil || !parent.HasSubCommands() {
		return usagef(fmt.Errorf("%s takes no argument %q", path, wanted), "see %s --help", path)
	}
	var names []string
	for _, c := range parent.Commands() {
		names = append(names, c.Name())
	}
	return usagef(errors.New(text), "near: %s; all: %s --help", strings.Join(taxonomy.NearestWords(wanted, names, 3), ", "), path)
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

// printJSON writes one value. Control characters and marks of direction that JSON would leave as they are become escapes:
// the same value, safe in a terminal.
func (a *app) printJSON(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	var safe strings.Builder
	for _, r := range b.String() {
		if r != '\n' && (unicode.IsControl(r) || isDirection(r)) {
			fmt.Fprintf(&safe, `\u%04x`, r)
		} else {
			safe.WriteRune(r)
		}
	}
	_, err := io.WriteString(a.out, safe.String())
	return err
}
