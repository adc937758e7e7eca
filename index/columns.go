package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	engine "github.com/blevesearch/bleve_index_api"
)

// What a search needs of every hit is read from columns instead of the engine's values by document, which cost about 0.5 µs a
// hit and field. The file "columns" of a generation holds, for N questions in the order of the engine's numbers:
//
//	N       4 bytes, little endian like the ranks
//	ranks   N times 4 bytes: the place of the question among all by ID, from 0
//	ranks   N times 4 bytes: its place by bank and number, then by ID
//	facets  one section for each of facets, in their order
//
// A section is its length in bytes, the number of its values, the values, each with its length before it, in order, and
// for each question how many of the values it has and their places among them. All of these are unsigned varints. A
// question takes about 25 bytes. A section is unpacked when its facet is first asked for.
const columnsName = "columns"

// columns are the columns of an open generation.
type columns struct {
	byID, byNumber []uint32
	facets         []func() *facetColumn // like facets
}

// facetColumn is one facet: the values of question n are those at places[starts[n]:starts[n+1]].
type facetColumn struct {
	values []string
	starts []uint32
	places []uint32
}

var errColumns = errors.New(columnsName + " does not hold what it should")

// readColumns reads the columns of a generation of count questions.
func readColumns(dir string, count int) (*columns, error) {
	data, err := os.ReadFile(filepath.Join(dir, columnsName))
	if err != nil {
		return nil, err
	}
	if len(data) < 4+8*count || binary.LittleEndian.Uint32(data) != uint32(count) {
		return nil, errColumns
	}
	c := &columns{}
	c.byID, data = readRanks(data[4:], count)
	c.byNumber, data = readRanks(data, count)
	for range facets {
		length, used := binary.Uvarint(data)
		if used <= 0 || length > uint64(len(data)-used) {
			return nil, errColumns
		}
		section := varints(data[used:][:length])
		c.facets = append(c.facets, sync.OnceValue(func() *facetColumn { return readFacetColumn(section, count) }))
		data = data[used:][length:]
	}
	return c, nil
}

func readRanks(data []byte, count int) ([]uint32, []byte) {
	ranks := make([]uint32, count)
	for i := range ranks {
		ranks[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	return ranks, data[4*count:]
}

// varints is what is left of a section. It panics at a section that lies about its lengths: searches are guarded.
type varints []byte

func (v *varints) next() uint32 {
	n, used := binary.Uvarint(*v)
	if used <= 0 || n > 1<<31 {
		panic(errColumns)
	}
	*v = (*v)[used:]
	return uint32(n)
}

func (v *varints) text() string {
	n := v.next()
	text := string((*v)[:n])
	*v = (*v)[n:]
	return text
}

func readFacetColumn(section varints, count int) *facetColumn {
	f := &facetColumn{starts: make([]uint32, 1, count+1)}
	for range section.next() {
		f.values = append(f.values, section.text())
	}
	for range count {
		for range section.next() {
			f.places = append(f.places, section.next())
		}
		f.starts = append(f.starts, uint32(len(f.places)))
	}
	return f
}

// columnRow is what the columns hold of one question.
type columnRow struct {
	id, order string
	values    []uint32 // of each facet in order of being added: its place in facets, how many values, their numbers
}

// columnWriter gathers rows while questions are added.
type columnWriter struct {
	rows    map[string]*columnRow // by ID
	numbers []map[string]uint32   // by facet: value to number
}

func newColumnWriter() *columnWriter {
	w := &columnWriter{rows: map[string]*columnRow{}}
	for range facets {
		w.numbers = append(w.numbers, map[string]uint32{})
	}
	return w
}

// begin makes the row of a question.
func (w *columnWriter) begin(id, order string) *columnRow {
	row := &columnRow{id: id, order: order}
	w.rows[id] = row
	return row
}

// add puts values, once each, into the row, if the field is that of a facet.
func (w *columnWriter) add(row *columnRow, field string, values []string) {
	for i, f := range facets {
		if f.field != field || len(values) == 0 {
			continue
		}
		row.values = append(row.values, uint32(i), uint32(len(values)))
		for _, v := range values {
			number, ok := w.numbers[i][v]
			if !ok {
				number = uint32(len(w.numbers[i]))
				w.numbers[i][strings.Clone(v)] = number
			}
			row.values = append(row.values, number)
		}
	}
}

// of returns the numbers of the values of a facet.
func (r *columnRow) of(facet int) []uint32 {
	for rest := r.values; len(rest) > 0; {
		values := rest[2:][:rest[1]]
		if rest[0] == uint32(facet) {
			return values
		}
		rest = rest[2+len(values):]
	}
	return nil
}

// write writes the rows in the order of the engine's numbers.
func (w *columnWriter) write(dir string, r engine.IndexReader) error {
	rows := make([]*columnRow, len(w.rows))
	for n := range rows {
		id, err := r.ExternalID(engine.NewIndexInternalID(nil, uint64(n)))
		if err != nil {
			return err
		}
		if rows[n] = w.rows[id]; rows[n] == nil {
			return fmt.Errorf("the engine has a question %q that nobody added", id)
		}
	}
	data := binary.LittleEndian.AppendUint32(nil, uint32(len(rows)))
	data = appendRanks(data, rows, func(a, b *columnRow) int { return strings.Compare(a.id, b.id) })
	data = appendRanks(data, rows, func(a, b *columnRow) int {
		if c := strings.Compare(a.order, b.order); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	for i := range facets {
		section := w.section(rows, i)
		data = append(binary.AppendUvarint(data, uint64(len(section))), section...)
	}
	return os.WriteFile(filepath.Join(dir, columnsName), data, 0o644)
}

func appendRanks(data []byte, rows []*columnRow, compare func(a, b *columnRow) int) []byte {
	numbers := make([]int, len(rows))
	for i := range numbers {
		numbers[i] = i
	}
	slices.SortFunc(numbers, func(a, b int) int { return compare(rows[a], rows[b]) })
	ranks := make([]byte, 4*len(rows))
	for rank, number := range numbers {
		binary.LittleEndian.PutUint32(ranks[4*number:], uint32(rank))
	}
	return append(data, ranks...)
}

// section packs one facet, with the values in order whatever the order of the questions.
func (w *columnWriter) section(rows []*columnRow, facet int) []byte {
	values := make([]string, 0, len(w.numbers[facet]))
	for v := range w.numbers[facet] {
		values = append(values, v)
	}
	slices.Sort(values)
	data := binary.AppendUvarint(nil, uint64(len(values)))
	places := make([]uint64, len(values))
	for place, v := range values {
		data = append(binary.AppendUvarint(data, uint64(len(v))), v...)
		places[w.numbers[facet][v]] = uint64(place)
	}
	for _, row := range rows {
		values := row.of(facet)
		data = binary.AppendUvarint(data, uint64(len(values)))
		for _, number := range values {
			data = binary.AppendUvarint(data, places[number])
		}
	}
	return data
}
