package draw

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The parent and its worker speak in frames: four bytes of length (big endian), then that many bytes. A request is two
// frames, the layout engine and the DOT text. An answer is two frames, a head that is answerMagic followed by one of the
// answer kinds, and the body: Graphviz's JSON, or an error in words. The worker greets with an answer of kind ready, so
// that a program that is no worker is recognised before it is asked anything.
const (
	answerMagic = "mlatlas-draw/1 "

	answerReady = "ready"
	answerDone  = "done"
	answerError = "error"
)

// maxFrame bounds what either side believes: a map of 1,500 concepts is 1 MB of DOT and 6 MB of JSON.
const maxFrame = 64 << 20

var errFrame = errors.New("not a frame of a drawing worker")

func writeFrame(w *bufio.Writer, body []byte) error {
	if len(body) > maxFrame {
		return fmt.Errorf("frame of %d bytes: %d are the most", len(body), maxFrame)
	}
	if err := binary.Write(w, binary.BigEndian, uint32(len(body))); err != nil {
		return err
	}
	_, err := w.Write(body)
	return err
}

func readFrame(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxFrame {
		return nil, errFrame
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return body, nil
}

// writePair writes two frames and flushes them.
func writePair(w *bufio.Writer, first, second []byte) error {
	if err := writeFrame(w, first); err != nil {
		return err
	}
	if err := writeFrame(w, second); err != nil {
		return err
	}
	return w.Flush()
}

// readPair reads two frames.
func readPair(r io.Reader) (first, second []byte, err error) {
	if first, err = readFrame(r); err != nil {
		return nil, nil, err
	}
	if second, err = readFrame(r); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, nil, err
	}
	return first, second, nil
}

// readAnswer reads an answer of the worker and returns its kind and body.
func readAnswer(r io.Reader) (kind string, body []byte, err error) {
	head, err := readFrame(r)
	if err != nil {
		return "", nil, err
	}
	if len(head) < len(answerMagic) || string(head[:len(answerMagic)]) != answerMagic {
		return "", nil, errFrame
	}
	body, err = readFrame(r)
	return string(head[len(answerMagic):]), body, err
}
