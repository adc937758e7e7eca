package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/ledongthuc/pdf"

	"mlatlas/bank/pattern"
)

// A PDF file names the places of its objects in a table at its end. Files that were cut off, mended by hand or made to
// harm have tables that are wrong, run in circles or claim memory. So the table of the file is not used: its objects are
// found by their own heads ("12 0 obj"), those that are packed into streams are unpacked, and the library is given a file
// with these objects and a new table. It reads through pdfBytes, which ends the reading when more has been read than any
// honest file needs; so no circle in the file goes on.

const (
	maxPDF        = 256 << 20 // bytes of a file
	maxPDFObject  = 4 << 20   // bytes of an object without its stream
	maxPDFNumber  = 2 << 20   // of an object
	maxPDFStream  = 32 << 20  // bytes of a stream, unpacked
	maxPDFStreams = 512 << 20 // bytes of all streams
	maxPDFRead    = 1 << 30   // bytes that the library may read, and 100 times the size of the file
)

var errPDFEffort = errors.New("needs far more reading than its size explains: it is damaged, or made to stop programs; print it to a new PDF")

// pdfBytes is a file in memory.
type pdfBytes struct {
	data []byte
	left int // bytes that may still be read
}

func (b *pdfBytes) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 || at >= int64(len(b.data)) {
		return 0, io.EOF
	}
	n := copy(p, b.data[at:])
	if b.left -= n; b.left < 0 {
		panic(errPDFEffort)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// safely turns a panic of the library, which is its way to report damage, into an error.
func safely(f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			if e, ok := x.(error); ok {
				err = e
				return
			}
			err = fmt.Errorf("%v", x)
		}
	}()
	return f()
}

// pdfObject is where an object stands.
type pdfObject struct {
	number, generation int
	at                 int
	packed             []byte // its text, if it was unpacked from a stream that stands there
}

// pdfHead is the head of an object.
var pdfHead = pattern.New(`(?:^|[\x00\t\n\f\r >])(\d{1,7})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj`)

// pdfDocument is a file whose objects are known.
type pdfDocument struct {
	bytes    *pdfBytes
	data     []byte
	objects  map[int]pdfObject
	unpacked int // bytes of streams that were read
}

func openPDF(file io.ReaderAt, size int64) (*pdfDocument, *pdf.Reader, error) {
	if size > maxPDF {
		return nil, nil, fmt.Errorf("is a PDF of more than %d MiB: split it, or print its pages without their pictures", maxPDF>>20)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(file, 0, size), data); err != nil {
		return nil, nil, err
	}
	d := &pdfDocument{data: data, objects: map[int]pdfObject{}}
	streams := d.scan()
	reader, err := d.reader(streams)
	if err == nil && len(streams) > 0 {
		d.unpack(reader, streams)
		reader, err = d.reader(nil)
	}
	return d, reader, err
}

// scan finds the objects. Of those with the same number the last one counts. It returns the numbers of the objects that
// are streams of other objects.
func (d *pdfDocument) scan() (streams []pdfObject) {
	heads := pdfHead.FindAllSubmatchIndex(d.data, -1)
	for i, h := range heads {
		o := pdfObject{number: pdfInt(d.data[h[2]:h[3]]), generation: pdfInt(d.data[h[4]:h[5]]), at: h[2]}
		end := len(d.data)
		if i+1 < len(heads) {
			end = heads[i+1][2]
		}
		start := d.data[o.at:min(end, o.at+64<<10)]
		at := bytes.Index(start, []byte("stream"))
		if o.number >= maxPDFNumber || o.generation > 65535 || at < 0 && end-o.at > maxPDFObject {
			continue
		}
		d.objects[o.number] = o
		if at >= 0 && bytes.Contains(start[:at], []byte("ObjStm")) {
			streams = append(streams, o)
		}
	}
	return slices.DeleteFunc(streams, func(o pdfObject) bool { return d.objects[o.number].at != o.at })
}

func pdfInt(digits []byte) int {
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0
	}
	return n
}

var (
	pdfRoot    = pattern.New(`/Root[\s\x00]*(\d{1,7})[\s\x00]+(\d{1,5})[\s\x00]+R`)
	pdfEncrypt = pattern.New(`/Encrypt[\s\x00]*(?:(\d{1,7})[\s\x00]+(\d{1,5})[\s\x00]+R|<<)`)
	pdfID      = pattern.New(`(?s)/ID[\s\x00]*\[[\s\x00]*(<[0-9A-Fa-f\s]{0,200}>|\((?:\\.|[^\\()]){0,200}\))`)
	pdfCatalog = pattern.New(`/Type[\s\x00]*/Catalog`)
)

var errPDFLocked = errors.New("is encrypted: open it with its password, and save or print it without one")

// reader makes the library read the objects that are known. The trailer of the new table lists the streams to unpack.
func (d *pdfDocument) reader(streams []pdfObject) (reader *pdf.Reader, err error) {
	root, ok := d.root()
	if !ok {
		return nil, errors.New("is a damaged PDF: no list of its pages is in it; fetch it again, or print it to a new PDF")
	}
	out := append([]byte(nil), d.data...)
	copy(out, "%PDF-1.7\n")
	trailer := bytes.NewBuffer(nil)
	fmt.Fprintf(trailer, "<< /Size %d /Root %d %d R /Streams [", maxPDFNumber, root.number, root.generation)
	for _, s := range streams {
		fmt.Fprintf(trailer, " %d %d R", s.number, s.generation)
	}
	trailer.WriteString(" ]")
	if all := pdfEncrypt.FindAllSubmatch(d.data, -1); len(all) > 0 {
		last := all[len(all)-1]
		if len(last[1]) == 0 {
			return nil, errPDFLocked
		}
		fmt.Fprintf(trailer, " /Encrypt %s %s R", last[1], last[2])
		if id := pdfID.FindAllSubmatch(d.data, -1); len(id) > 0 {
			fmt.Fprintf(trailer, " /ID [%s <00>]", id[len(id)-1][1])
		}
	}
	out = d.table(out)
	start := bytes.LastIndex(out, []byte("\nxref\n")) + 1
	out = append(out, "trailer\n"...)
	out = append(out, trailer.Bytes()...)
	out = fmt.Appendf(out, " >>\nstartxref\n%d\n%%%%EOF\n", start)
	d.bytes = &pdfBytes{data: out, left: maxPDFRead + 100*len(out)}
	err = safely(func() error {
		reader, err = pdf.NewReader(d.bytes, int64(len(out)))
		return err
	})
	if err != nil && bytes.Contains(trailer.Bytes(), []byte("/Encrypt")) {
		return nil, errPDFLocked
	}
	if err != nil {
		return nil, fmt.Errorf("is a damaged PDF (%w): fetch it again, or print it to a new PDF", err)
	}
	return reader, nil
}

// table appends the unpacked objects and the table of all.
func (d *pdfDocument) table(out []byte) []byte {
	var all []pdfObject
	for _, o := range d.objects {
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b pdfObject) int { return a.number - b.number })
	for i := range all {
		if o := &all[i]; o.packed != nil {
			out = append(out, '\n')
			o.at = len(out)
			out = fmt.Appendf(out, "%d %d obj\n%s\nendobj", o.number, o.generation, o.packed)
		}
	}
	out = append(out, "\nxref\n0 1\n0000000000 65535 f \n"...)
	for _, o := range all {
		out = fmt.Appendf(out, "%d 1\n%010d %05d n \n", o.number, o.at, o.generation)
	}
	return out
}

func (d *pdfDocument) root() (pdfObject, bool) {
	all := pdfRoot.FindAllSubmatch(d.data, -1)
	for i := len(all) - 1; i >= 0; i-- {
		number, generation := pdfInt(all[i][1]), pdfInt(all[i][2])
		if _, ok := d.objects[number]; ok || bytes.Contains(d.data, []byte("ObjStm")) {
			return pdfObject{number: number, generation: generation}, true
		}
	}
	if at := pdfCatalog.FindIndex(d.data); at != nil { // the trailer is lost
		var best pdfObject
		for _, o := range d.objects {
			if o.at < at[0] && o.at >= best.at {
				best = o
			}
		}
		return best, best.number > 0
	}
	return pdfObject{}, false
}

// unpack reads the objects that are packed into streams. Those of a later stream replace the earlier ones.
func (d *pdfDocument) unpack(reader *pdf.Reader, streams []pdfObject) {
	list := reader.Trailer().Key("Streams")
	for i, s := range streams {
		var data []byte
		var count, first int
		err := safely(func() error {
			v := list.Index(i)
			count, first = int(v.Key("N").Int64()), int(v.Key("First").Int64())
			data = d.stream(v)
			return nil
		})
		if err != nil || first <= 0 || first > len(data) || count < 0 {
			continue
		}
		d.unpackStream(s, data, first, count)
	}
}

func (d *pdfDocument) unpackStream(s pdfObject, data []byte, first, count int) {
	fields := bytes.Fields(data[:first])
	count = min(count, len(fields)/2)
	for i := range count {
		number, at := pdfInt(fields[2*i]), first+pdfInt(fields[2*i+1])
		end := len(data)
		if i+1 < count {
			end = first + pdfInt(fields[2*i+3])
		}
		if number <= 0 || number >= maxPDFNumber || at < first || at > end || end > len(data) || end-at > maxPDFObject {
			continue
		}
		if o, ok := d.objects[number]; ok && o.at > s.at {
			continue
		}
		d.objects[number] = pdfObject{number: number, at: s.at, packed: withoutStrings(data[at:end])}
	}
}

// withoutStrings leaves strings out of an object: nothing that is needed to find text is one, and in an encrypted file
// those of packed objects are not encrypted, as the library would think.
func withoutStrings(object []byte) []byte {
	l := pdfLexer{data: object}
	var out []byte
	from := 0
	for {
		l.space()
		at := l.at
		t := l.token()
		if t.kind == pdfEnd {
			return append(out, object[from:]...)
		}
		if t.kind == pdfString {
			out = append(append(out, object[from:at]...), " null "...)
			from = l.at
		}
	}
}

// stream reads a stream. Of one that is damaged it returns what comes before the damage.
func (d *pdfDocument) stream(v pdf.Value) []byte {
	if v.Kind() != pdf.Stream || d.unpacked > maxPDFStreams {
		return nil
	}
	for _, p := range []pdf.Value{v.Key("DecodeParms"), v.Key("DecodeParms").Index(0), v.Key("DecodeParms").Index(1)} {
		if columns := p.Key("Columns").Int64(); columns < 0 || columns > 1<<20 {
			return nil
		}
	}
	data, _ := io.ReadAll(io.LimitReader(v.Reader(), maxPDFStream))
	d.unpacked += len(data)
	return data
}
