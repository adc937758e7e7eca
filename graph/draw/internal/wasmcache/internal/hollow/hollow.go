// Package hollow makes a WebAssembly module of which nothing is left but what it exports.
//
// A module is a list of sections: the types of its functions, what it imports, the type of each function, memory, exports,
// code. Of Graphviz, 4 MB and some thousand functions, the hollow module keeps the types and the exported names. It has one
// function for each type, which returns a constant, and every name leads to the one of its type: 60 KB, because compiling
// a function costs more than exporting it.
package hollow

import "errors"

// Numbers of the sections of a WebAssembly module, and the kinds of what it exports
// (https://webassembly.github.io/spec/core/binary/modules.html).
const (
	sectionType     = 1
	sectionImport   = 2
	sectionFunction = 3
	sectionMemory   = 5
	sectionExport   = 7
	sectionCode     = 10

	kindFunction = 0
	kindMemory   = 2
)

const wasmHeader = "\x00asm\x01\x00\x00\x00"

// answer is what every hollow function returns: not 0, because go-graphviz takes that for no object.
const answer = 8

// errModule is what Module returns.
var errModule = errors.New("not the WebAssembly module that was expected")

// Module returns a module with the exported functions of module, by the same names and of the same types, that do nothing
// and return 8, or 0 where that is a fraction. Functions that run by themselves at the start are left out. It fails on what is no
// module, and on one that imports anything but functions.
func Module(module []byte) (shell []byte, err error) {
	defer func() {
		if recover() != nil { // cut off in the middle of a section
			shell, err = nil, errModule
		}
	}()
	if len(module) < len(wasmHeader) || string(module[:len(wasmHeader)]) != wasmHeader {
		return nil, errModule
	}
	parts := sections(module[len(wasmHeader):])
	types, results := functionTypes(parts[sectionType])
	of := append(importedTypes(parts[sectionImport]), vector(parts[sectionFunction])...)

	var functions, code []byte
	for i, list := range results {
		functions = appendNumber(functions, i)
		body := []byte{0} // no local variables
		for _, result := range list {
			body = appendConstant(body, result)
		}
		code = appendSized(code, append(body, 0x0b))
	}
	exports, n := []byte("\x06memory\x02\x00"), 1
	for _, e := range exportsOf(parts[sectionExport]) {
		if e.kind == kindFunction && e.name != "_start" && e.name != "_initialize" {
			exports = append(appendSized(exports, []byte(e.name)), kindFunction)
			exports = appendNumber(exports, of[e.index])
			n++
		}
	}
	shell = append(shell, wasmHeader...)
	shell = appendSection(shell, sectionType, len(types), concat(types))
	shell = appendSection(shell, sectionFunction, len(results), functions)
	shell = appendSection(shell, sectionMemory, 1, []byte{0, 1}) // no upper limit, one page
	shell = appendSection(shell, sectionExport, n, exports)
	return appendSection(shell, sectionCode, len(results), code), nil
}

// reader takes a binary module apart. It panics at the end of its bytes.
type reader []byte

func (r *reader) byte() byte {
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

func (r *reader) bytes(n int) []byte {
	b := (*r)[:n]
	*r = (*r)[n:]
	return b
}

// number reads an unsigned LEB128 number.
func (r *reader) number() int {
	n := 0
	for shift := 0; ; shift += 7 {
		b := r.byte()
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

// count reads the length of a list, of which each entry takes a byte at least. A section that is missing holds none.
func (r *reader) count() int {
	if len(*r) == 0 {
		return 0
	}
	n := r.number()
	if n > len(*r) {
		panic(errModule)
	}
	return n
}

func sections(module reader) map[int]reader {
	parts := map[int]reader{}
	for len(module) > 0 {
		id := int(module.byte())
		parts[id] = module.bytes(module.number())
	}
	return parts
}

// vector reads a list of numbers.
func vector(r reader) []int {
	list := make([]int, r.count())
	for i := range list {
		list[i] = r.number()
	}
	return list
}

// functionTypes returns the types as they are written, and the result types of each.
func functionTypes(r reader) (types, results [][]byte) {
	for range r.count() {
		from := r
		if r.byte() != 0x60 {
			panic(errModule)
		}
		r.bytes(r.number()) // the parameters
		results = append(results, r.bytes(r.number()))
		types = append(types, from[:len(from)-len(r)])
	}
	return types, results
}

// importedTypes returns the type numbers of the imported functions. What else may be imported does not occur.
func importedTypes(r reader) []int {
	var list []int
	for range r.count() {
		r.bytes(r.number()) // module
		r.bytes(r.number()) // name
		if r.byte() != kindFunction {
			panic(errModule)
		}
		list = append(list, r.number())
	}
	return list
}

// export is one name that a module exports.
type export struct {
	name  string
	kind  byte
	index int
}

func exportsOf(r reader) []export {
	list := make([]export, r.count())
	for i := range list {
		list[i] = export{string(r.bytes(r.number())), r.byte(), r.number()}
	}
	return list
}

func appendNumber(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

func appendSized(b, content []byte) []byte {
	return append(appendNumber(b, len(content)), content...)
}

func appendSection(b []byte, id byte, entries int, content []byte) []byte {
	return appendSized(append(b, id), append(appendNumber(nil, entries), content...))
}

// appendConstant writes the instruction that leaves the answer, of a number type, on the stack.
func appendConstant(b []byte, kind byte) []byte {
	switch kind {
	case 0x7f: // i32
		return append(b, 0x41, answer)
	case 0x7e: // i64
		return append(b, 0x42, answer)
	case 0x7d: // f32
		return append(b, 0x43, 0, 0, 0, 0)
	case 0x7c: // f64
		return append(b, 0x44, 0, 0, 0, 0, 0, 0, 0, 0)
	}
	panic(errModule)
}

func concat(parts [][]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
