package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"mlatlas/bank"
)

const zipSignature = "PK\x03\x04"

// containerOf finds the format of a file that is no text by its first bytes. A ZIP archive may be one of several formats:
// its Format is empty.
func (r *Reader) containerOf(head []byte) (Format, bool) {
	for _, f := range r.formats {
		if f.signature != "" && bytes.HasPrefix(head, []byte(f.signature)) {
			return f, true
		}
	}
	return Format{}, bytes.HasPrefix(head, []byte(zipSignature))
}

func (r *Reader) readContainer(in io.Reader, f Format) error {
	file, size, err := spool(in)
	if err != nil {
		return err
	}
	defer unspool(file)
	if f.open != nil {
		return f.open(r, file, size)
	}
	a, err := openArchive(file, size)
	if err != nil {
		return err
	}
	for _, f := range r.formats {
		if f.unpack != nil && a.has(f.member) {
			return f.unpack(r, a)
		}
	}
	return r.readMembers(a)
}

// ErrNoMember means that nothing in an archive can be read.
var ErrNoMember = errors.New("is a ZIP archive that holds no question file")

// readMembers reads the question files of an archive that is of no format itself.
func (r *Reader) readMembers(a *archive) error {
	read := 0
	for _, name := range a.names() {
		if !r.isTextFile(name) || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		err := r.readMember(a, name)
		if errors.Is(err, ErrBinary) {
			r.emitProblem(bank.Problem{Line: 1, Severity: bank.Warning, Code: "binary-member",
				Message: fmt.Sprintf("%s is not text, and was left out: unpack it, and read it for itself", name)})
			continue
		}
		if err != nil { // the other members are read all the same
			r.emitProblem(bank.Problem{Line: 1, Severity: bank.Error, Code: "unreadable-member", Message: strings.TrimPrefix(err.Error(), name+": ")})
		}
		read++
	}
	if read == 0 && a.has("mimetype") && a.has("content.xml") {
		return errors.New("is an OpenDocument file: save it as .xlsx, .csv or text")
	}
	if read == 0 {
		return fmt.Errorf("%w: unpack it, and look for %s", ErrNoMember, strings.Join(readable(r.formats), ", "))
	}
	return nil
}

// readMember reads a text of an archive like a file of its own.
func (r *Reader) readMember(a *archive, name string) error {
	src, err := a.open(name)
	if err != nil {
		return err
	}
	defer src.Close()
	outer, usual := r.part, r.usual
	r.part, r.usual = name, byExtension(r.formats, name)
	defer func() { r.part, r.usual = outer, usual }()
	err = r.readText(src)
	if errors.Is(err, ErrEmpty) {
		return nil
	}
	return err
}

// isTextFile reports whether the name is that of a text format's file.
func (r *Reader) isTextFile(name string) bool {
	usual := byExtension(r.formats, name)
	return slices.ContainsFunc(r.formats, func(f Format) bool { return f.Name == usual && f.read != nil })
}
