package taxonomy

import (
	"bytes"
	"embed"
	"encoding/gob"
	"fmt"
	"io/fs"
	"sync"
)

//go:embed all:data
var data embed.FS

// compiledData is the content of data as Load reads it, since reading a thousand YAML entries is more than half of what
// a search costs. TestCompiled says when it is out of date, and writes it with -update.
//
//go:embed compiled.gob
var compiledData []byte

// compiled is the shape of compiledData. Positions are not kept: they are for faults, and it has none.
type compiled struct {
	Concepts   []*Concept
	Ambiguous  []*Ambiguous
	Exams      []*Exam
	OutOfScope []string
	Hash       string
}

var embedded = sync.OnceValues(func() (*Taxonomy, error) { return readCompiled(compiledData) })

// Nearly every command needs the taxonomy, and most its linker. Both are made beside the start of the other packages, one
// of which compiles a drawing engine for some forty milliseconds.
func init() {
	go func() {
		if t, err := embedded(); err == nil {
			t.Linker()
		}
	}()
}

// Embedded returns the built-in taxonomy. It is read once a process.
func Embedded() (*Taxonomy, error) { return embedded() }

// Data is the built-in layer as files, to be given to Load below a user's own.
func Data() fs.FS {
	sub, err := fs.Sub(data, "data")
	if err != nil { // fs.Sub fails only for a malformed path
		return data
	}
	return sub
}

func readCompiled(text []byte) (*Taxonomy, error) {
	var c compiled
	if err := gob.NewDecoder(bytes.NewReader(text)).Decode(&c); err != nil {
		return nil, fmt.Errorf("reading the compiled taxonomy: %w", err)
	}
	t := &Taxonomy{concepts: c.Concepts, ambiguous: c.Ambiguous, exams: c.Exams, outOfScope: c.OutOfScope, hash: c.Hash}
	t.index()
	return t, nil
}

func (t *Taxonomy) compile() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(compiled{t.concepts, t.ambiguous, t.exams, t.outOfScope, t.hash})
	return b.Bytes(), err
}
