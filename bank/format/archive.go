package format

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
)

// Bounds of what is unpacked. A package of ten thousand items with their pictures keeps well within them; an archive that
// was made to fill memory does not.
const (
	maxContainer = 2 << 30   // bytes of an archive or PDF file
	maxMembers   = 50000     // files in an archive
	maxMember    = 256 << 20 // bytes of one file in it, unpacked
	maxUnpacked  = 2 << 30   // bytes of all that is read of it, unpacked
	maxRatio     = 200       // unpacked to packed, for files beyond 1 MiB
)

// ErrBomb means that a file of an archive unpacks to more than the bounds allow.
var ErrBomb = errors.New("unpacks to far more than a question bank holds, and was not read")

// spool copies a stream into a temporary file, since archives are read from their end. The file is gone when it is closed.
func spool(r io.Reader) (*os.File, int64, error) {
	f, err := os.CreateTemp("", "mlatlas-*")
	if err != nil {
		return nil, 0, err
	}
	n, err := io.Copy(f, io.LimitReader(r, maxContainer+1))
	if err == nil && n > maxContainer {
		err = fmt.Errorf("is larger than %d GiB", maxContainer>>30)
	}
	if err != nil {
		unspool(f)
		return nil, 0, err
	}
	return f, n, nil
}

func unspool(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}

// archive is a ZIP file. Its members are read through it, so that the bounds hold for all of them together.
type archive struct {
	files  []*zip.File // in the order of their names
	left   int64       // bytes that may still be unpacked
	source io.ReaderAt // the archive itself, for libraries that read it whole
	size   int64
}

func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // no member is written to the disk
		return nil, fmt.Errorf("is a damaged ZIP archive (%w): fetch or make it again", err)
	}
	if len(z.File) > maxMembers {
		return nil, fmt.Errorf("holds more than %d files, and no question bank does", maxMembers)
	}
	a := &archive{left: maxUnpacked, source: r, size: size}
	for _, f := range z.File {
		if !f.FileInfo().IsDir() {
			a.files = append(a.files, f)
		}
	}
	slices.SortStableFunc(a.files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	return a, nil
}

// names lists the members, sorted. They are names inside of the archive and no paths to be opened.
func (a *archive) names() []string {
	var names []string
	for _, f := range a.files {
		names = append(names, f.Name)
	}
	return names
}

// has reports whether there is a member of this name, at the top or, as some programs pack it, in one folder.
func (a *archive) has(name string) bool { return a.find(name) != nil }

func (a *archive) find(name string) *zip.File {
	var found *zip.File
	for _, f := range a.files {
		if f.Name == name {
			return f
		}
		if dir, base := path.Split(f.Name); base == name && strings.Count(dir, "/") == 1 && found == nil {
			found = f
		}
	}
	return found
}

// open unpacks a member. Reading beyond the bounds is ErrBomb; a name that is not there is os.ErrNotExist.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.find(name)
	if f == nil {
		return nil, fmt.Errorf("%s: %w", name, os.ErrNotExist)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	most := int64(maxMember)
	if packed := int64(f.CompressedSize64); packed < most/maxRatio {
		most = max(1<<20, packed*maxRatio)
	}
	if f.UncompressedSize64 > uint64(most) {
		r.Close()
		return nil, fmt.Errorf("%s %w", name, ErrBomb)
	}
	return &member{Closer: r, in: bufio.NewReader(r), name: name, left: most, archive: a}, nil
}

// member counts what is unpacked.
type member struct {
	io.Closer
	in      io.Reader
	name    string
	left    int64
	archive *archive
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	m.left -= int64(n)
	m.archive.left -= int64(n)
	if m.left < 0 || m.archive.left < 0 {
		return 0, fmt.Errorf("%s %w", m.name, ErrBomb)
	}
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%s: %w", m.name, err)
	}
	return n, err
}
