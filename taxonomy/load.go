package taxonomy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// position is where an entry stands, for messages.
type position struct {
	file string
	line int
}

// Fault is one thing that is wrong in a taxonomy file.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // from 1; 0 where the whole file is meant
	Message string `json:"message"`
}

// String is file:line: message.
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults is the error of a load or check that found something wrong, in the order of files and lines.
type Faults []Fault

// Error lists every fault, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// layer is the shape of a file of concepts or rules. Off switches concepts of a lower layer off.
type layer struct {
	Concepts  []*Concept   `yaml:"concepts"`
	Ambiguous []*Ambiguous `yaml:"ambiguous"`
	Off       []string     `yaml:"off"`
}

// outOfScope is the shape of out_of_scope.yaml.
type outOfScope struct {
	Services []string `yaml:"services"`
}

// loader gathers what the layers hold.
type loader struct {
	taxonomy *Taxonomy
	byID     map[string]*Concept
	faults   Faults
	sum      hash.Hash // of everything that was read
	own      bool      // reading the first layer: an ID given twice is a fault there, and a change in a later one
}

// Load reads the layers, later ones over earlier ones, each a tree of YAML files: exams/*.yaml hold one Exam each,
// out_of_scope.yaml a list of services, every other file concepts, ambiguous names, and IDs to switch off. A concept of
// a later layer with a known ID changes it: single values replace, lists are added to. The error is Faults when the
// files can be read but something in them is wrong.
func Load(layers ...fs.FS) (*Taxonomy, error) {
	l := newLoader()
	for i, fsys := range layers {
		l.own = i == 0
		if err := l.readLayer(fsys); err != nil {
			return nil, err
		}
	}
	return l.finish()
}

// LoadFiles reads files from disk as one layer over the embedded taxonomy, to check them. Faults name them as given.
func LoadFiles(names []string) (*Taxonomy, error) {
	l := newLoader()
	l.own = true
	if err := l.readLayer(Data()); err != nil {
		return nil, err
	}
	l.own = false
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		l.readFile(filepath.ToSlash(name), text)
	}
	return l.finish()
}

func newLoader() *loader {
	return &loader{taxonomy: &Taxonomy{}, byID: map[string]*Concept{}, sum: sha256.New()}
}

// finish joins and checks what was read.
func (l *loader) finish() (*Taxonomy, error) {
	for _, c := range l.byID {
		l.taxonomy.concepts = append(l.taxonomy.concepts, c)
	}
	l.taxonomy.hash = hex.EncodeToString(l.sum.Sum(nil))[:16]
	l.taxonomy.index()
	l.faults = append(l.faults, check(l.taxonomy)...)
	if len(l.faults) > 0 {
		slices.SortStableFunc(l.faults, func(a, b Fault) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
		return nil, l.faults
	}
	return l.taxonomy, nil
}

func (l *loader) readLayer(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ext := path.Ext(name); d.IsDir() || ext != ".yaml" && ext != ".yml" {
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		l.readFile(name, text)
		return nil
	})
}

func (l *loader) readFile(name string, text []byte) {
	fmt.Fprintf(l.sum, "%s %d\n", name, len(text))
	l.sum.Write(text)
	switch {
	case path.Base(path.Dir(name)) == "exams":
		var e Exam
		if l.decode(name, text, &e) {
			l.taxonomy.exams = slices.DeleteFunc(l.taxonomy.exams, func(old *Exam) bool { return old.ID == e.ID })
			l.taxonomy.exams = append(l.taxonomy.exams, &e)
		}
	case path.Base(name) == "out_of_scope.yaml":
		var o outOfScope
		if l.decode(name, text, &o) {
			l.taxonomy.outOfScope = append(l.taxonomy.outOfScope, o.Services...)
		}
	default:
		var f layer
		if l.decode(name, text, &f) {
			l.merge(name, f)
		}
	}
}

// decode reads one document into v, which points to a struct, and notes unknown keys and the lines of entries.
func (l *loader) decode(name string, text []byte, v any) bool {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		l.fault(name, yamlLine(err), "not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		return false
	}
	if len(doc.Content) == 0 {
		return true
	}
	before := len(l.faults)
	l.strict(name, doc.Content[0], reflect.TypeOf(v).Elem())
	if err := doc.Content[0].Decode(v); err != nil {
		var typeErr *yaml.TypeError
		if errors.As(err, &typeErr) {
			for _, e := range typeErr.Errors {
				l.fault(name, yamlLine(errors.New(e)), "%s", e)
			}
		} else {
			l.fault(name, yamlLine(err), "%v", err)
		}
	}
	placeAll(name, doc.Content[0], reflect.ValueOf(v).Elem())
	return len(l.faults) == before
}

// yamlLine finds the number in "line 12: ...".
func yamlLine(err error) int {
	line := 0
	if i := strings.Index(err.Error(), "line "); i >= 0 {
		fmt.Sscanf(err.Error()[i:], "line %d", &line)
	}
	return line
}

func (l *loader) fault(file string, line int, format string, args ...any) {
	l.faults = append(l.faults, Fault{file, line, fmt.Sprintf(format, args...)})
}

// strict reports every key of a mapping that the struct type does not have, with the known ones.
func (l *loader) strict(file string, n *yaml.Node, typ reflect.Type) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode && typ.Kind() == reflect.Slice:
		for _, item := range n.Content {
			l.strict(file, item, typ.Elem())
		}
	case n.Kind == yaml.MappingNode && typ.Kind() == reflect.Struct:
		fields := yamlFields(typ)
		for i := 0; i+1 < len(n.Content); i += 2 {
			field, ok := fields[n.Content[i].Value]
			if !ok {
				l.fault(file, n.Content[i].Line, "unknown key %q", n.Content[i].Value)
				continue
			}
			l.strict(file, n.Content[i+1], field.Type)
		}
	}
}

// yamlFields maps the YAML keys of a struct to its fields.
func yamlFields(typ reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for i := range typ.NumField() {
		if tag, _, _ := strings.Cut(typ.Field(i).Tag.Get("yaml"), ","); tag != "" {
			fields[tag] = typ.Field(i)
		}
	}
	return fields
}

// placer is an entry that remembers where it stands.
type placer interface{ place(position) }

func (c *Concept) place(p position)   { c.at = p }
func (a *Ambiguous) place(p position) { a.at = p }
func (e *Exam) place(p position)      { e.at = p }
func (t *Task) place(p position)      { t.at = p }
func (b *Bullet) place(p position)    { b.at = p }

// placeAll gives every entry below v the line of its node.
func placeAll(file string, n *yaml.Node, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if v.CanAddr() {
		if p, ok := v.Addr().Interface().(placer); ok {
			p.place(position{file, n.Line})
		}
	}
	switch {
	case n.Kind == yaml.SequenceNode && v.Kind() == reflect.Slice:
		for i := range min(len(n.Content), v.Len()) {
			placeAll(file, n.Content[i], v.Index(i))
		}
	case n.Kind == yaml.MappingNode && v.Kind() == reflect.Struct:
		fields := yamlFields(v.Type())
		for i := 0; i+1 < len(n.Content); i += 2 {
			if f, ok := fields[n.Content[i].Value]; ok && f.Type.Kind() == reflect.Slice {
				placeAll(file, n.Content[i+1], v.FieldByIndex(f.Index))
			}
		}
	}
}

func (l *loader) merge(file string, f layer) {
	for _, c := range f.Concepts {
		if c == nil {
			continue
		}
		old, known := l.byID[c.ID]
		switch {
		case !known:
			l.byID[c.ID] = c
		case l.own:
			l.fault(file, c.at.line, "the ID %q stands at %s:%d already", c.ID, old.at.file, old.at.line)
		default:
			old.change(c)
		}
	}
	for _, a := range f.Ambiguous {
		if a == nil {
			continue
		}
		if !l.own {
			l.taxonomy.ambiguous = slices.DeleteFunc(l.taxonomy.ambiguous, func(old *Ambiguous) bool { return key(old.Name) == key(a.Name) })
		}
		l.taxonomy.ambiguous = append(l.taxonomy.ambiguous, a)
	}
	for _, id := range f.Off {
		if _, ok := l.byID[id]; !ok {
			l.fault(file, 0, "off: there is no concept %q", id)
		}
		l.switchOff(id)
	}
}

// change lays a later layer's entry over c: single values replace, lists are added to.
func (c *Concept) change(over *Concept) {
	for _, field := range []struct{ old, new *string }{
		{&c.Name, &over.Name}, {&c.Kind, &over.Kind}, {&c.Definition, &over.Definition},
		{&c.Scope, &over.Scope}, {&c.Status, &over.Status},
	} {
		if *field.new != "" {
			*field.old = *field.new
		}
	}
	for _, field := range []struct{ old, new *[]string }{
		{&c.Parents, &over.Parents}, {&c.Aliases, &over.Aliases}, {&c.FormerNames, &over.FormerNames},
		{&c.CaseSensitive, &over.CaseSensitive}, {&c.Ambiguous, &over.Ambiguous}, {&c.Tasks, &over.Tasks},
	} {
		for _, s := range *field.new {
			if !slices.Contains(*field.old, s) {
				*field.old = append(*field.old, s)
			}
		}
	}
	c.Relations = append(c.Relations, over.Relations...)
}

// switchOff removes a concept and every arrow to it.
func (l *loader) switchOff(id string) {
	delete(l.byID, id)
	for _, c := range l.byID {
		c.Parents = slices.DeleteFunc(c.Parents, func(p string) bool { return p == id })
		c.Relations = slices.DeleteFunc(c.Relations, func(r Relation) bool { return r.To == id })
	}
	for _, a := range l.taxonomy.ambiguous {
		a.Senses = slices.DeleteFunc(a.Senses, func(s Sense) bool { return s.Concept == id })
	}
	for _, e := range l.taxonomy.exams {
		e.InScope = slices.DeleteFunc(e.InScope, func(s string) bool { return s == id })
		for i := range e.Tasks {
			for j := range e.Tasks[i].Bullets {
				b := &e.Tasks[i].Bullets[j]
				b.Concepts = slices.DeleteFunc(b.Concepts, func(s string) bool { return s == id })
			}
		}
	}
}
