package taxonomy

import (
	"embed"
	"io/fs"
	"sync"
)

//go:embed all:data
var data embed.FS

var embedded = sync.OnceValues(func() (*Taxonomy, error) { return Load(Data()) })

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
