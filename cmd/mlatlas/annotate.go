package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"mlatlas/atlas"

	"github.com/spf13/cobra"
)

func newAnnotate(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "annotate [FILE]",
		Short: "Mark the concepts in any text",
		Long:  "Marks the AWS services and concepts that a text names. Reads standard input\nwithout FILE.",
		Example: `  mlatlas annotate notes.txt
  echo "Glue crawlers fill the Data Catalog" | mlatlas annotate --json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return runAnnotate(a, args) },
	}
}

const maxAnnotated = 16 << 20 // bytes; a text is held in memory

func runAnnotate(a *app, args []string) error {
	text, err := readText(a, args)
	if err != nil {
		return err
	}
	at, err := a.open()
	if err != nil {
		return err
	}
	defer at.Close()
	v := at.Annotate(text)
	if a.json {
		return a.printJSON(v)
	}
	if a.outTerminal {
		printAnnotated(a, text, v)
		return nil
	}
	for _, m := range v.Mentions {
		a.printf("%d\t%d\t%s\t%s\t%s\n", m.Start, m.End, m.Concept, oneLine(m.Text), m.Rule)
	}
	return nil
}

func readText(a *app, args []string) (string, error) {
	r := a.in
	if len(args) == 1 && args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return "", err
		}
		defer f.Close()
		r = f
	} else if a.inTerminal {
		fmt.Fprintln(a.err, "reading the text from the terminal; end it with ctrl-D")
	}
	content, err := io.ReadAll(io.LimitReader(r, maxAnnotated+1))
	switch {
	case err != nil:
		return "", err
	case len(content) > maxAnnotated:
		return "", hint(errors.New("the text is longer than 16 MB"), "split it, or import it as a bank")
	case !utf8.Valid(content):
		return "", hint(errors.New("the text is not UTF-8"), "convert it first: iconv -f latin1 -t utf-8")
	}
	return string(content), nil
}

// printAnnotated shows the text with its mentions in colour and, under it, what they are.
func printAnnotated(a *app, text string, v atlas.Annotation) {
	var b strings.Builder
	at := 0
	for _, m := range v.Mentions {
		b.WriteString(clean(text[at:m.Start]))
		if a.colored {
			b.WriteString(a.style(marked, clean(m.Text)))
		} else {
			b.WriteString("[" + clean(m.Text) + "]")
		}
		at = m.End
	}
	b.WriteString(clean(text[at:]))
	a.printf("%s\n\n", strings.TrimRight(b.String(), "\n"))
	t := &table{header: []string{"CONCEPT", "WORDS", "RULE", "NAME"}, styles: []string{bold}}
	for _, m := range v.Mentions {
		t.add(m.Concept, m.Text, m.Rule, m.Name)
	}
	t.print(a.streams)
}
