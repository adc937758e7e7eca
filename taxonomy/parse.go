package taxonomy

import (
	"errors"
	"fmt"
	"path"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"
)

// source is one file of a layer: its text and, after parse, what it holds or what is wrong with it.
type source struct {
	name  string
	text  []byte
	layer int

	exam    *Exam // of a file in the folder exams
	scope   outOfScope
	entries layer
	faults  Faults

	fields map[reflect.Type]map[string]reflect.StructField // of yamlFields, which are asked for at every entry
}

// parse reads the text into the shape that the file's name asks for.
func (s *source) parse() {
	switch {
	case path.Base(path.Dir(s.name)) == "exams":
		s.exam = &Exam{}
		s.decode(s.exam)
	case path.Base(s.name) == "out_of_scope.yaml":
		s.decode(&s.scope)
	default:
		s.decode(&s.entries)
	}
}

// decode reads one document into v, which points to a struct, and notes unknown keys and the lines of entries.
func (s *source) decode(v any) {
	var doc yaml.Node
	if err := yaml.Unmarshal(s.text, &doc); err != nil {
		s.fault(yamlLine(err), "not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	if len(doc.Content) == 0 {
		return
	}
	s.strict(doc.Content[0], reflect.TypeOf(v).Elem())
	if err := doc.Content[0].Decode(v); err != nil {
		var typeErr *yaml.TypeError
		if errors.As(err, &typeErr) {
			for _, e := range typeErr.Errors {
				s.fault(yamlLine(errors.New(e)), "%s", e)
			}
		} else {
			s.fault(yamlLine(err), "%v", err)
		}
	}
	s.placeAll(position{file: s.name, layer: s.layer}, doc.Content[0], reflect.ValueOf(v).Elem())
}

// yamlLine finds the number in "line 12: ...".
func yamlLine(err error) int {
	line := 0
	if i := strings.Index(err.Error(), "line "); i >= 0 {
		fmt.Sscanf(err.Error()[i:], "line %d", &line)
	}
	return line
}

func (s *source) fault(line int, format string, args ...any) {
	s.faults = append(s.faults, Fault{s.name, line, fmt.Sprintf(format, args...)})
}

// strict reports every key of a mapping that the struct type does not have, with the known ones.
func (s *source) strict(n *yaml.Node, typ reflect.Type) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode && typ.Kind() == reflect.Slice:
		for _, item := range n.Content {
			s.strict(item, typ.Elem())
		}
	case n.Kind == yaml.MappingNode && typ.Kind() == reflect.Struct:
		fields := s.yamlFields(typ)
		for i := 0; i+1 < len(n.Content); i += 2 {
			field, ok := fields[n.Content[i].Value]
			if !ok {
				s.fault(n.Content[i].Line, "unknown key %q", n.Content[i].Value)
				continue
			}
			s.strict(n.Content[i+1], field.Type)
		}
	}
}

// yamlFields maps the YAML keys of a struct to its fields.
func (s *source) yamlFields(typ reflect.Type) map[string]reflect.StructField {
	if fields, ok := s.fields[typ]; ok {
		return fields
	}
	fields := map[string]reflect.StructField{}
	for i := range typ.NumField() {
		if tag, _, _ := strings.Cut(typ.Field(i).Tag.Get("yaml"), ","); tag != "" {
			fields[tag] = typ.Field(i)
		}
	}
	if s.fields == nil {
		s.fields = map[reflect.Type]map[string]reflect.StructField{}
	}
	s.fields[typ] = fields
	return fields
}

// placer is an entry that remembers where it stands.
type placer interface{ place(position) }

func (c *Concept) place(p position)   { c.at = p }
func (a *Ambiguous) place(p position) { a.at = p }
func (e *Exam) place(p position)      { e.at = p }
func (t *Task) place(p position)      { t.at = p }
func (b *Bullet) place(p position)    { b.at = p }

// placeAll gives every entry below v the line of its node, in the file and layer of at.
func (s *source) placeAll(at position, n *yaml.Node, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if v.CanAddr() {
		if p, ok := v.Addr().Interface().(placer); ok {
			at.line = n.Line
			p.place(at)
		}
	}
	switch {
	case n.Kind == yaml.SequenceNode && v.Kind() == reflect.Slice:
		for i := range min(len(n.Content), v.Len()) {
			s.placeAll(at, n.Content[i], v.Index(i))
		}
	case n.Kind == yaml.MappingNode && v.Kind() == reflect.Struct:
		fields := s.yamlFields(v.Type())
		for i := 0; i+1 < len(n.Content); i += 2 {
			if f, ok := fields[n.Content[i].Value]; ok && f.Type.Kind() == reflect.Slice {
				s.placeAll(at, n.Content[i+1], v.FieldByIndex(f.Index))
			}
		}
	}
}
