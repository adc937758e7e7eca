package graph

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The file of counts is one line of header and one JSON value. The header is the word below, which changes when the
// shape of Counts does, and the SHA-256 of everything after it in hexadecimal. A file that does not match its own sum
// was cut or altered.
const countsHeader = "mlatlas-counts/1"

// ErrDamaged is the error of a file of counts that can't be what WriteCounts wrote. The cure is to count again.
var ErrDamaged = errors.New("the file of concept counts is damaged; it can be rebuilt from the bank")

// WriteCounts writes the counts to a file. It writes beside it, flushes, and renames, so that the file always holds one
// whole state.
func WriteCounts(file string, c *Counts) error {
	data, err := encodeCounts(c)
	if err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	if err := replaceFile(file, data); err != nil {
		return fmt.Errorf("writing concept counts: %w", err)
	}
	return nil
}

// ReadCounts reads what WriteCounts wrote. The error wraps fs.ErrNotExist where there is no file, and ErrDamaged where
// its content is not whole or contradicts itself.
func ReadCounts(file string) (*Counts, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading concept counts: %w", err)
	}
	c, err := decodeCounts(data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return c, nil
}

func encodeCounts(c *Counts) ([]byte, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return append([]byte(countsHeader+" "+hex.EncodeToString(sum[:])+"\n"), body...), nil
}

func decodeCounts(data []byte) (*Counts, error) {
	header, body, found := bytes.Cut(data, []byte("\n"))
	version, want, _ := strings.Cut(string(header), " ")
	if !found || version != countsHeader {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrDamaged, countsHeader)
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != want {
		return nil, fmt.Errorf("%w: its checksum does not match", ErrDamaged)
	}
	var c Counts
	if err := json.Unmarshal(body, &c); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return &c, nil
}

// check reports counts that Count can't have made. What it lets through can be searched and indexed without fear.
func (c *Counts) check() error {
	if !strictlySorted(c.Concepts, func(n ConceptCount) string { return n.ID }) {
		return errors.New("its concepts are not in order")
	}
	for _, n := range c.Concepts {
		if n.Paired < 0 || n.Paired > n.About || n.About > c.Linked || n.Primary > n.About || n.Mass < 0 {
			return fmt.Errorf("the counts of %s contradict each other", n.ID)
		}
	}
	for i, p := range c.Pairs {
		if p[0] < 0 || p[0] >= p[1] || p[1] >= len(c.Concepts) || i > 0 && comparePairs(c.Pairs[i-1], p) >= 0 {
			return fmt.Errorf("pair %d is out of order", i)
		}
		if p[2] < 1 || p[2] > min(c.Concepts[p[0]].Paired, c.Concepts[p[1]].Paired) {
			return fmt.Errorf("pair %d has more questions than its concepts", i)
		}
	}
	if c.Linked > c.Questions {
		return errors.New("more questions are linked than there are")
	}
	if !strictlySorted(c.Exams, func(e ExamCount) string { return e.Exam }) {
		return errors.New("its exams are not in order")
	}
	for _, e := range c.Exams {
		if !strictlySorted(e.Tasks, func(t TaskCount) string { return t.Task }) || e.Linked < 0 || e.Linked > c.Questions {
			return fmt.Errorf("the counts of the exam %s contradict each other", e.Exam)
		}
	}
	return nil
}

func strictlySorted[T any](list []T, id func(T) string) bool {
	for i := 1; i < len(list); i++ {
		if id(list[i-1]) >= id(list[i]) {
			return false
		}
	}
	return true
}

// replaceFile gives file the content data, whole or not at all.
func replaceFile(file string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err = f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
