package format

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// signatures are the first bytes of files that people try to import although they are no text.
var signatures = []struct{ prefix, what string }{
	{"\x89PNG", "an image"},
	{"\xFF\xD8\xFF", "an image"},
	{"GIF8", "an image"},
	{"\x1F\x8B", "a gzip archive"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"\xD0\xCF\x11\xE0", "an old or encrypted Microsoft Office file"},
	{"{\\rtf", "a rich text file"},
}

// decoded looks at the first bytes and returns a stream of UTF-8, or an error for what is no text.
func decoded(in *bufio.Reader) (*bufio.Reader, error) {
	start, err := in.Peek(4096)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return nil, err
	}
	for _, s := range signatures {
		if bytes.HasPrefix(start, []byte(s.prefix)) {
			return nil, fmt.Errorf("it %w but %s: export it as text first", ErrBinary, s.what)
		}
	}
	switch {
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}):
		return bufio.NewReader(&utf16Reader{in: in, order: binary.LittleEndian}), nil
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return bufio.NewReader(&utf16Reader{in: in, order: binary.BigEndian}), nil
	case bytes.IndexByte(start, 0) >= 0:
		return nil, fmt.Errorf("it %w: there are zero bytes in it; if it is UTF-16, save it as UTF-8", ErrBinary)
	}
	return in, nil
}

// utf16Reader turns UTF-16 into UTF-8. Half a surrogate pair becomes U+FFFD.
type utf16Reader struct {
	in      io.Reader
	order   binary.ByteOrder
	pending []byte // UTF-8 that was not asked for yet
	high    rune   // first half of a pair
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.pending) == 0 {
		unit := make([]byte, 2)
		n, err := io.ReadFull(u.in, unit)
		if err == io.ErrUnexpectedEOF && n == 1 {
			return 0, fmt.Errorf("it %w: UTF-16 with half a character at its end", ErrBinary)
		}
		if err != nil {
			return 0, err
		}
		u.take(rune(u.order.Uint16(unit)))
	}
	n := copy(p, u.pending)
	u.pending = u.pending[n:]
	return n, nil
}

func (u *utf16Reader) take(unit rune) {
	u.pending = u.pending[:0]
	if u.high != 0 {
		pair := utf16.DecodeRune(u.high, unit)
		u.high = 0
		u.pending = utf8.AppendRune(u.pending, pair)
		if pair != utf8.RuneError {
			return
		}
	}
	if unit >= 0xD800 && unit < 0xDC00 {
		u.high = unit
		return
	}
	u.pending = utf8.AppendRune(u.pending, unit)
}

// windows1252 holds the 32 characters from 0x80 on in which Windows-1252 differs from Latin-1.
var windows1252 = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

func fromWindows1252(c byte) rune {
	if c >= 0x80 && c < 0xA0 {
		return windows1252[c-0x80]
	}
	return rune(c)
}
