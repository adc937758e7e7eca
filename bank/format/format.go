package format

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Format is one way to write questions in a file.
type Format struct {
	Name       string   // as on the command line: "markdown"
	Title      string   // for people
	Extensions []string // with the dot, lower case; the first is the usual one
	Read       bool     // whether a Reader knows it
	Write      bool     // whether Write knows it

	// claims says that a line which stands outside of any question of this format begins one. Formats without it share
	// the marked grammar, which takes every line that nobody claims.
	claims func(text string) bool
	// parser reads a region of this format.
	parser func(r *Reader) parser
	// readBack has Write read what it wrote: text of a question may look like marks of the format.
	readBack bool
	// encode writes one question and says what it cannot hold.
	encode encoder
}

// Formats are the known formats. A new one is a file and a line here.
var Formats = []Format{
	{Name: "exam-text", Title: "Exam text", Extensions: []string{".txt", ".text"}, Read: true, parser: newMarkedParser},
	{Name: "markdown", Title: "Markdown", Extensions: []string{".md", ".markdown"}, Read: true, Write: true,
		parser: newMarkedParser, readBack: true, encode: encodeMarkdown},
	{Name: "jsonl", Title: "JSON Lines", Extensions: []string{".jsonl", ".ndjson"}, Read: true, Write: true,
		claims: claimsJSON, parser: newJSONParser, encode: encodeJSON},
}

const (
	examText = "exam-text"
	markdown = "markdown"
	jsonLine = "jsonl"
)

// UnknownFormatError says that no format has the name.
type UnknownFormatError struct {
	Name    string
	Nearest []string // at most three, nearest first
}

func (e *UnknownFormatError) Error() string {
	return fmt.Sprintf("unknown format %q: the nearest are %s", e.Name, strings.Join(e.Nearest, ", "))
}

func find(name string) (Format, error) {
	wanted := strings.ToLower(strings.TrimSpace(name))
	for _, f := range Formats {
		if f.Name == wanted {
			return f, nil
		}
	}
	return Format{}, &UnknownFormatError{Name: name, Nearest: nearest(wanted, 3)}
}

// byExtension returns the name of the format that usually has the file's extension, or "".
func byExtension(file string) string {
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(file, `\`, "/")))
	for _, f := range Formats {
		if slices.Contains(f.Extensions, ext) {
			return f.Name
		}
	}
	return ""
}

// nearest returns the n names of formats with the smallest edit distance to the wanted one. An extension counts as a
// name of its format, so that "md" finds markdown.
func nearest(wanted string, n int) []string {
	type near struct {
		name     string
		distance int
	}
	var all []near
	for _, f := range Formats {
		best := editDistance(wanted, f.Name)
		for _, ext := range f.Extensions {
			best = min(best, editDistance(wanted, ext[1:]))
		}
		all = append(all, near{f.Name, best})
	}
	slices.SortStableFunc(all, func(a, b near) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.name, b.name)
	})
	var names []string
	for _, a := range all[:min(n, len(all))] {
		names = append(names, a.name)
	}
	return names
}

// editDistance is the Levenshtein distance in runes: the least number of insertions, deletions and replacements.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
