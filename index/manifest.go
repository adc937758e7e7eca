package index

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	// schema is the version of our part of the format: fields, analyser, manifest. It changes whenever a question
	// would be indexed differently.
	schema = 3
	// engineVersion is what wrote the files. An engine does not read what a newer one wrote.
	engineVersion = "bleve v2.6.1"

	currentName  = "current"
	lockName     = "build.lock"
	manifestName = "manifest.json"
	engineName   = "bleve"
	generation   = "gen-"
)

// The states of an index folder that is not good. The cure for each is to build.
var (
	ErrNone     = errors.New("there is no search index yet")
	ErrDamaged  = errors.New("the search index is damaged")
	ErrOutdated = errors.New("the search index was built by another version")
	ErrBusy     = errors.New("the search index is being built by another process")
)

// ErrClosed is the error of a search after Close.
var ErrClosed = errors.New("the search index is closed")

// Meta says what an index was built from.
type Meta struct {
	Stamp     string    `json:"stamp"`     // the caller's hash of everything that the index depends on
	Questions int       `json:"questions"` // filled in by Build
	Built     time.Time `json:"built"`
}

// manifest is the file manifest.json of a generation.
type manifest struct {
	Schema int    `json:"schema"`
	Engine string `json:"engine"`
	Meta   Meta   `json:"meta"`
	// Lengths is how many terms all questions have together in each text field, for the
	// average length that BM25 needs.
	Lengths map[string]uint64 `json:"lengths"`
	Files   []manifestFile    `json:"files"` // by name
}

// manifestFile is one file of a generation. SHA256 is over all of it. Sample is over what can be read at every start:
// all of a file of up to 4 MiB; of a larger one the first and last 64 KiB and 64 blocks of 4 KiB at equal distances,
// 384 KiB together, which shows a file that was truncated, overwritten or never written out.
type manifestFile struct {
	Name   string `json:"name"` // relative to the generation, with forward slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Sample string `json:"sample"`
}

const (
	wholeSample  = 4 << 20
	edgeSample   = 64 << 10
	blockSample  = 4 << 10
	blockSamples = 64
)

// newManifest hashes the files of a generation.
func newManifest(dir string, m Meta) (*manifest, error) {
	made := &manifest{Schema: schema, Engine: engineVersion, Meta: m, Files: []manifestFile{}}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == manifestName {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		f, err := describe(path)
		f.Name = filepath.ToSlash(name)
		made.Files = append(made.Files, f)
		return err
	})
	slices.SortFunc(made.Files, func(a, b manifestFile) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return made, err
}

func describe(path string) (manifestFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return manifestFile{}, err
	}
	defer file.Close()
	whole := sha256.New()
	size, err := io.Copy(whole, file)
	if err != nil {
		return manifestFile{}, err
	}
	sample, err := sampleHash(file, size)
	return manifestFile{Size: size, SHA256: hex.EncodeToString(whole.Sum(nil)), Sample: sample}, err
}

// sampleHash returns the Sample of a file of a given size.
func sampleHash(file io.ReaderAt, size int64) (string, error) {
	hash := sha256.New()
	for _, part := range sampleParts(size) {
		if _, err := io.Copy(hash, io.NewSectionReader(file, part.at, part.length)); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

type filePart struct{ at, length int64 }

func sampleParts(size int64) []filePart {
	if size <= wholeSample {
		return []filePart{{0, size}}
	}
	parts := []filePart{{0, edgeSample}}
	between := (size - 2*edgeSample - blockSample) / blockSamples
	for i := range int64(blockSamples) {
		parts = append(parts, filePart{edgeSample + i*between, blockSample})
	}
	return append(parts, filePart{size - edgeSample, edgeSample})
}

// readManifest reads the manifest of a generation.
func readManifest(dir string) (*manifest, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, damaged(err)
	}
	m := &manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, damaged(fmt.Errorf("%s: %w", manifestName, err))
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return nil, damaged(fmt.Errorf("%s names %q outside the folder", manifestName, f.Name))
		}
	}
	if m.Schema != schema || m.Engine != engineVersion {
		return nil, fmt.Errorf("%w: it has schema %d of %q, this is schema %d of %q", ErrOutdated, m.Schema, m.Engine,
			schema, engineVersion)
	}
	return m, nil
}

func writeManifest(dir string, m *manifest) error {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestName), append(data, '\n'), 0o644)
}

// check compares the files of a generation with its manifest: sizes and samples, or all bytes if whole.
func (m *manifest) check(dir string, whole bool) error {
	for _, want := range m.Files {
		if err := want.check(filepath.Join(dir, filepath.FromSlash(want.Name)), whole); err != nil {
			return damaged(fmt.Errorf("%s: %w", want.Name, err))
		}
	}
	return nil
}

func (f manifestFile) check(path string, whole bool) error {
	if whole {
		got, err := describe(path)
		if err == nil && (got.Size != f.Size || got.SHA256 != f.SHA256) {
			err = errors.New("its content has changed")
		}
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() != f.Size {
		return fmt.Errorf("it has %d bytes, not %d", info.Size(), f.Size)
	}
	sample, err := sampleHash(file, f.Size)
	if err == nil && sample != f.Sample {
		err = errors.New("its content has changed")
	}
	return err
}

// damaged wraps what is wrong as ErrDamaged.
func damaged(what error) error { return fmt.Errorf("%w: %w", ErrDamaged, what) }
