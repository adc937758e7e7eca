package format

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Format is one way to write questions in a file. A text format reads regions of lines; a container is a file that is no
// text, known by its first bytes or, in a ZIP archive, by one of its members.
type Format struct {
	Name       string   // as on the command line: "markdown"
	Title      string   // for people
	Extensions []string // with the dot, lower case; the first is the usual one
	Read       bool     // whether a Reader knows it
	Write      bool     // whether Write knows it

	// begins reports whether the lines ahead begin a region of this format. It is asked outside of the regions of other
	// formats, in the order of Formats; expected says that the file has the format's extension, or that the caller named it.
	// Exam text and Markdown have none: they take every line that nobody claims. It is asked at every line, so it looks at
	// the first bytes before anything else.
	begins func(in *input, expected bool) bool
	// read takes a region's lines: at least one, and none that belong to what follows.
	read func(r *Reader, in *input)

	signature string // first bytes of a container
	open      func(r *Reader, file io.ReaderAt, size int64) error
	member    string // a file by which a ZIP archive is known
	unpack    func(r *Reader, a *archive) error

	// encode writes one question and says what it cannot hold. head and tail stand before the first and behind the last.
	encode     encoder
	head, tail string
	// note writes where the questions are from, behind head; nil where the format has no place for it.
	note func(lines []string) string
	// readBack has Write read each question that it wrote: its text may look like marks of the format.
	readBack bool
	// wrap puts the text of the questions into an archive, which is finished when the writer is closed.
	wrap func(w io.Writer) (io.WriteCloser, error)
}

// Formats are the known formats. A new one is a file and a line here.
var Formats = []Format{
	{Name: examText, Title: "Exam text", Extensions: []string{".txt", ".text"}, Read: true, read: readMarked},
	{Name: markdown, Title: "Markdown", Extensions: []string{".md", ".markdown"}, Read: true, Write: true,
		read: readMarked, readBack: true, encode: encodeMarkdown, note: frontMatterNote},
	{Name: jsonLine, Title: "JSON Lines", Extensions: []string{".jsonl", ".ndjson"}, Read: true, Write: true,
		begins: beginsJSONL, read: readJSONL, encode: encodeJSON},
	{Name: orgMode, Title: "Org mode", Extensions: []string{".org"}, Read: true, begins: beginsOrg, read: readOrg},
	{Name: jsonName, Title: "JSON", Extensions: []string{".json", ".json5", ".jsonc"}, Read: true, begins: beginsJSON, read: readJSON},
	{Name: yamlName, Title: "YAML", Extensions: []string{".yaml", ".yml"}, Read: true, begins: beginsYAML, read: readYAML},
	{Name: htmlPage, Title: "Web page", Extensions: []string{".html", ".htm", ".xhtml"}, Read: true, begins: beginsHTML, read: readHTML},
	{Name: pdfFormat, Title: "PDF", Extensions: []string{".pdf"}, Read: true, signature: "%PDF-", open: openPDFFile},
	{Name: rExams, Title: "R/exams", Extensions: []string{".rmd", ".rnw"}, Read: true, begins: beginsRExams, read: readRExams},
	{Name: gift, Title: "GIFT", Extensions: []string{".gift"}, Read: true, Write: true,
		begins: beginsGIFT, read: readGIFT, readBack: true, encode: encodeGIFT, note: giftNote},
	{Name: aiken, Title: "Aiken", Extensions: []string{".aiken"}, Read: true, Write: true,
		begins: beginsAiken, read: readAiken, readBack: true, encode: encodeAiken},
	{Name: text2qti, Title: "text2qti", Read: true, begins: beginsText2QTI, read: readText2QTI},
	{Name: trivia, Title: "Open Trivia", Read: true, begins: beginsTrivia, read: readTrivia},
	{Name: csvFormat, Title: "CSV", Extensions: []string{".csv", ".tsv", ".tab", ".psv"}, Read: true, Write: true,
		begins: beginsCSV, read: readCSV, head: csvHead, readBack: true, encode: encodeCSV},
	{Name: xlsxFormat, Title: "Excel workbook", Extensions: []string{".xlsx", ".xlsm"}, Read: true,
		member: "xl/workbook.xml", unpack: unpackXLSX},
	{Name: ankiFormat, Title: "Anki", Extensions: []string{".apkg", ".colpkg"}, Read: true, Write: true,
		begins: beginsAnki, read: readAnki, member: "collection.anki2", unpack: unpackAnki, head: ankiHeadLines, readBack: true, encode: encodeAnki},
	{Name: moodleXML, Title: "Moodle XML", Extensions: []string{".xml"}, Read: true, Write: true,
		begins: beginsMoodle, read: readMoodle, encode: encodeMoodle, head: moodleHead, tail: moodleTail, note: xmlNote, readBack: true},
	{Name: qti, Title: "QTI", Extensions: []string{".zip", ".imscc", ".imscp", ".qti", ".dat", ".xml"}, Read: true, Write: true,
		begins: beginsQTI, read: readQTI, member: manifestName, unpack: unpackQTI,
		encode: encodeQTI, readBack: true, head: qtiHead, tail: qtiTail, note: xmlNote, wrap: wrapQTI},
}

// The formats that the readers tell apart themselves.
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
func byExtension(formats []Format, file string) string {
	ext := strings.ToLower(path.Ext(strings.ReplaceAll(file, `\`, "/")))
	for _, f := range formats {
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
