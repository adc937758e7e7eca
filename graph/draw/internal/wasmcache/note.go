package wasmcache

import (
	"errors"
	"hash/crc32"
	"io"
	"os"
)

// The names of the note, by what it vouches for.
const (
	noteFresh  = "fresh"
	noteTrial  = "trial"
	noteProven = "proven"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// verify returns nil if the named note exists and the folder holds exactly the file that it describes.
func verify(folder, name string) error {
	text, err := os.ReadFile(folder + sep + name)
	if err != nil {
		return err
	}
	path, err := onlyFile(folder)
	if err != nil {
		return err
	}
	want, err := note(folder, path)
	if err != nil {
		return err
	}
	if string(text) != want {
		return errors.New(folder + sep + path + " is not as it was written")
	}
	return nil
}

// note describes the file at path below folder.
func note(folder, path string) (string, error) {
	size, sum, err := checksum(folder + sep + path)
	if err != nil {
		return "", err
	}
	if size == 0 {
		return "", errors.New(folder + sep + path + " is empty")
	}
	return decimal(size) + " " + hex(sum) + " " + path + "\n", nil
}

// onlyFile returns the path below folder of the one compiled file. The library picks its file by a key of its own, so
// that a second file might be the one that it reads.
func onlyFile(folder string) (string, error) {
	path := "go-graphviz"
	for range 2 {
		entries, err := os.ReadDir(folder + sep + path)
		if err != nil {
			return "", err
		}
		if len(entries) != 1 {
			return "", errors.New(folder + sep + path + " holds " + decimal(len(entries)) + " entries, not one")
		}
		path += sep + entries[0].Name()
	}
	info, err := os.Lstat(folder + sep + path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New(folder + sep + path + " is no file")
	}
	return path, nil
}

// publish moves the file that a cold start has compiled from its own folder into the common one and notes it. Another
// start may have been faster; then its file stays.
func publish(folder, fresh string) error {
	defer os.RemoveAll(fresh)
	path, err := onlyFile(fresh)
	if err != nil {
		return err
	}
	if verify(folder, noteProven) == nil {
		return nil
	}
	text, err := note(fresh, path)
	if err != nil {
		return err
	}
	for _, name := range []string{noteProven, noteFresh, noteTrial} {
		if err := os.Remove(folder + sep + name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := place(folder, fresh, path); err != nil {
		return err
	}
	if err := os.WriteFile(fresh+sep+noteFresh, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(fresh+sep+noteFresh, folder+sep+noteFresh)
}

// place moves the file and removes all others of the common folder.
func place(folder, fresh, path string) error {
	dir := path[:lastSep(path)]
	if err := os.MkdirAll(folder+sep+dir, 0o700); err != nil {
		os.RemoveAll(folder + sep + "go-graphviz") // something that is no folder stood in its place
		if err := os.MkdirAll(folder+sep+dir, 0o700); err != nil {
			return err
		}
	}
	for _, level := range []string{"go-graphviz", dir} {
		if err := removeBut(folder+sep+level, folder+sep+dir); err != nil {
			return err
		}
	}
	return os.Rename(fresh+sep+path, folder+sep+path)
}

// removeBut removes everything in dir but keep.
func removeBut(dir, keep string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := dir + sep + e.Name()
		if path == keep {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

// checksum reads a file and returns its size and CRC-32C.
func checksum(path string) (size int, sum uint32, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	block := make([]byte, 256<<10)
	for {
		n, err := file.Read(block)
		sum = crc32.Update(sum, castagnoli, block[:n])
		size += n
		if err == io.EOF {
			return size, sum, nil
		}
		if err != nil {
			return 0, 0, err
		}
	}
}

func lastSep(path string) int {
	for i := len(path) - 1; i >= 0; i-- {
		if os.IsPathSeparator(path[i]) {
			return i
		}
	}
	return 0
}

// decimal and hex stand in for strconv, whose import would come too late.
func decimal(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return decimal(n/10) + string(rune('0'+n%10))
}

func hex(n uint32) string {
	const digits = "0123456789abcdef"
	text := make([]byte, 8)
	for i := range text {
		text[i] = digits[n>>(28-4*i)&15]
	}
	return string(text)
}
