package atlas

import (
	"bytes"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/audit"
)

// What a bank's licence is, is found at its import without asking. The text of the file before its first question is asked
// first; where it says nothing, a file such as LICENSE in the file's folder, or else what its README says, then the same in
// the folders above it up to the one that was named. The signs of recalled exam content are looked for in the whole file, since its readers leave out the
// advertising and the votes that give it away.

// headSize is how many bytes of a file may stand before its first question.
const headSize = 64 << 10

// largestLicence is the size in bytes beyond which a file is no licence: that of the GPL is 35 KB.
const largestLicence = 256 << 10

// licenceFile is the name of a file with a licence.
var licenceFile = regexp.MustCompile(`(?i)^(?:un)?(?:licen[cs]e|copying)(?:[-_.][\w-]+)?(?:\.(?:md|txt|rst))?$`)

var readmeFile = regexp.MustCompile(`(?i)^readme(?:\.(?:md|txt|rst|org))?$`)

// provenanceOf gathers what one file says of its questions while it is read.
type provenanceOf struct {
	file  file
	head  bytes.Buffer
	first int // line of the first question; 0 before
	signs audit.SignScanner
}

// Write takes the bytes of the file as they are read.
func (p *provenanceOf) Write(b []byte) (int, error) {
	if left := headSize - p.head.Len(); left > 0 {
		p.head.Write(b[:min(left, len(b))])
	}
	return p.signs.Write(b)
}

// see takes an item as it comes.
func (p *provenanceOf) see(item bank.Item) {
	if q := item.Question; q != nil && (p.first == 0 || q.Source.Line < p.first) {
		p.first = q.Source.Line
	}
	for _, problem := range item.Problems {
		if problem.Code == "outside-questions" {
			p.signs.Aside(problem.Line, problem.Message)
		}
	}
}

// found says what was found, once the file is read.
func (p *provenanceOf) found() bank.Found {
	f := bank.Found{Provenance: bank.SaidOf(p.before()), Signs: p.signs.Found()}
	if f.Licence == "" {
		f.Licence = p.file.licenceBeside()
	}
	return f
}

// before is the text before the first question; none for what is no text.
func (p *provenanceOf) before() string {
	head := p.head.String()
	if strings.Contains(head, "\x00") || strings.HasPrefix(head, "PK") || strings.HasPrefix(head, "%PDF") {
		return ""
	}
	lines := strings.SplitAfter(head, "\n")
	return strings.Join(lines[:min(max(p.first-1, 0), len(lines))], "")
}

// licenceBeside reads the licence files in the folder of a file or the nearest one above it that has some.
func (f file) licenceBeside() string {
	if f.top == "" {
		return ""
	}
	for dir := filepath.Dir(f.path); ; dir = filepath.Dir(dir) {
		if licence := licenceIn(dir); licence != "" {
			return licence
		}
		if dir == f.top || dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// licenceIn reads the licence files of a folder, or else its README. A licence that is not recognised is named by its file.
func licenceIn(dir string) string {
	var all []string
	for name, text := range smallFiles(dir, licenceFile) {
		licence := bank.LicenceOf(text)
		if licence == "" {
			licence = "see " + filepath.Base(dir) + "/" + name
		}
		if !slices.Contains(all, licence) {
			all = append(all, licence)
		}
	}
	if len(all) > 0 {
		return strings.Join(all, ", ")
	}
	for _, text := range smallFiles(dir, readmeFile) {
		if licence := bank.SaidOf(text).Licence; licence != "" {
			return licence
		}
	}
	return ""
}

// smallFiles yields the names and texts of the files of a folder whose names match, in their order.
func smallFiles(dir string, names *regexp.Regexp) iter.Seq2[string, string] {
	return func(yield func(name, text string) bool) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || !info.Mode().IsRegular() || info.Size() > largestLicence || !names.MatchString(e.Name()) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err == nil && len(bytes.TrimSpace(text)) > 0 && !yield(e.Name(), string(text)) {
				return
			}
		}
	}
}
