package atlas

import "io"

// reading tells how much of all files has been read, in bytes.
type reading struct {
	tell        func(stage string, done, total int)
	done, total int64
	told        int64
}

// tellEvery is how many bytes are read between two tellings.
const tellEvery = 64 << 10

// newReading sums up the files. If the size of one is not known, the whole is not.
func newReading(tell func(stage string, done, total int), files []file) *reading {
	r := &reading{tell: tell}
	for _, f := range files {
		if f.size < 0 {
			return &reading{tell: tell}
		}
		r.total += f.size
	}
	return r
}

// of returns a reader that counts what is read through it.
func (r *reading) of(in io.Reader) io.Reader { return &countedReader{in, r} }

// now tells where the reading is.
func (r *reading) now() {
	r.told = r.done
	r.tell("reading", int(r.done), int(r.total))
}

// end takes the telling back.
func (r *reading) end() { r.tell("reading", 1, 1) }

type countedReader struct {
	io.Reader
	all *reading
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.all.done += int64(n)
	if c.all.done-c.all.told >= tellEvery && c.all.done < c.all.total || c.all.total == 0 {
		c.all.now()
	}
	return n, err
}
