package taxonomy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// position is where an entry stands, for messages.
type position struct {
	file  string
	line  int
	layer int // 0 is the lowest
}

// latest returns the position in the highest layer, the first of several: the lower layers were sound without it.
func latest(at position, others ...position) position {
	for _, other := range others {
		if other.layer > at.layer {
			at = other
		}
	}
	return at
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
	// Needs are given apart from the concepts, by ID, since they are not names: texts are not linked by them.
	Needs map[string][]string `yaml:"needs"`
	// Implied are given apart as well: they are read and weighed together.
	Implied map[string][]string `yaml:"implied"`
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
	needs    map[string][]given
	implied  map[string][]given
	off      map[string]bool
	layer    int // that is read; an ID given twice is a fault in the lowest, 0, and a change in a later one
}

// Load reads the layers, later ones over earlier ones, each a tree of YAML files: exams/*.yaml hold one Exam each,
// out_of_scope.yaml a list of services, every other file concepts, ambiguous names, and IDs to switch off. A concept of
// a later layer with a known ID changes it: single values replace, lists are added to. The error is Faults when the
// files can be read but something in them is wrong.
func Load(layers ...fs.FS) (*Taxonomy, error) {
	l := newLoader()
	for i, fsys := range layers {
		l.layer = i
		if err := l.readLayer(fsys); err != nil {
			return nil, err
		}
	}
	return l.finish()
}

// LoadFiles reads files from disk as one layer over the embedded taxonomy, to check them. Faults name them as given.
func LoadFiles(names []string) (*Taxonomy, error) {
	l := newLoader()
	if err := l.readLayer(Data()); err != nil {
		return nil, err
	}
	l.layer = 1
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f := &source{name: filepath.ToSlash(name), text: text, layer: l.layer}
		f.parse()
		l.join(f)
	}
	return l.finish()
}

func newLoader() *loader {
	return &loader{taxonomy: &Taxonomy{}, byID: map[string]*Concept{}, needs: map[string][]given{}, implied: map[string][]given{}, off: map[string]bool{}, sum: sha256.New()}
}

// given is what a file says of one concept apart from its entry.
type given struct {
	file string
	list []string
}

// give hands their needs, or what implies them, to the concepts.
func (l *loader) give(what string, lists map[string][]given, field func(*Concept) *[]string) {
	for _, id := range slices.Sorted(maps.Keys(lists)) {
		for _, g := range lists[id] {
			c, ok := l.byID[id]
			switch {
			case ok:
				*field(c) = append(*field(c), g.list...)
			case !l.off[id]:
				l.fault(g.file, 0, "%s: there is no concept %q", what, id)
			}
		}
	}
}

// finish joins and checks what was read.
func (l *loader) finish() (*Taxonomy, error) {
	l.give("needs", l.needs, func(c *Concept) *[]string { return &c.Needs })
	l.give("implied", l.implied, func(c *Concept) *[]string { return &c.ImpliedBy })
	l.dropOff()
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

// readLayer parses the files of a layer side by side, since the embedded ones are half of what a search costs, and joins
// them in the order of their names.
func (l *loader) readLayer(fsys fs.FS) error {
	var files []*source
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
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
		files = append(files, &source{name: name, text: text, layer: l.layer})
		return nil
	})
	if err != nil {
		return err
	}
	var wait sync.WaitGroup
	for _, f := range files {
		wait.Go(f.parse)
	}
	wait.Wait()
	for _, f := range files {
		l.join(f)
	}
	return nil
}

// join adds what a parsed file holds.
func (l *loader) join(f *source) {
	fmt.Fprintf(l.sum, "%s %d\n", f.name, len(f.text))
	l.sum.Write(f.text)
	if l.faults = append(l.faults, f.faults...); len(f.faults) > 0 {
		return
	}
	if e := f.exam; e != nil {
		l.taxonomy.exams = slices.DeleteFunc(l.taxonomy.exams, func(old *Exam) bool { return old.ID == e.ID })
		l.taxonomy.exams = append(l.taxonomy.exams, e)
	}
	l.taxonomy.outOfScope = append(l.taxonomy.outOfScope, f.scope.Services...)
	l.merge(f.name, f.entries)
}

func (l *loader) fault(file string, line int, format string, args ...any) {
	l.faults = append(l.faults, Fault{file, line, fmt.Sprintf(format, args...)})
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
		case l.layer == 0:
			l.fault(file, c.at.line, "the ID %q stands at %s:%d already", c.ID, old.at.file, old.at.line)
		default:
			old.change(c)
		}
	}
	for _, a := range f.Ambiguous {
		if a == nil {
			continue
		}
		if l.layer > 0 {
			l.taxonomy.ambiguous = slices.DeleteFunc(l.taxonomy.ambiguous, func(old *Ambiguous) bool { return key(old.Name) == key(a.Name) })
		}
		l.taxonomy.ambiguous = append(l.taxonomy.ambiguous, a)
	}
	for id, phrases := range f.Needs {
		l.needs[id] = append(l.needs[id], given{file, phrases})
	}
	for id, conditions := range f.Implied {
		l.implied[id] = append(l.implied[id], given{file, conditions})
	}
	for _, id := range f.Off {
		if _, ok := l.byID[id]; !ok {
			l.fault(file, 0, "off: there is no concept %q", id)
		}
		l.switchOff(id)
		l.off[id] = true
	}
}

// change lays a later layer's entry over c: single values replace, lists are added to. What is wrong with c from now on
// is the later layer's doing, so that is where faults point.
func (c *Concept) change(over *Concept) {
	c.at = over.at
	if renamed := over.Name != "" && key(over.Name) != key(c.Name); renamed && !slices.Contains(c.Aliases, c.Name) && !slices.Contains(over.FormerNames, c.Name) {
		c.FormerNames = append(c.FormerNames, c.Name) // questions go on calling it so
	}
	c.General = c.General || over.General
	c.Frame = c.Frame || over.Frame
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
		{&c.AddedFor, &over.AddedFor}, {&c.RemovedIn, &over.RemovedIn},
	} {
		for _, s := range *field.new {
			if !slices.Contains(*field.old, s) {
				*field.old = append(*field.old, s)
			}
		}
	}
	c.Relations = append(c.Relations, over.Relations...)
}

// dropOff removes the conditions that name a concept that was switched off.
func (l *loader) dropOff() {
	for _, c := range l.byID {
		c.ImpliedBy = slices.DeleteFunc(c.ImpliedBy, func(condition string) bool {
			return slices.ContainsFunc(conjunction(condition), func(id string) bool { return l.off[id] })
		})
	}
}

// switchOff removes a concept and every arrow to it.
func (l *loader) switchOff(id string) {
	delete(l.byID, id)
	for _, c := range l.byID {
		c.Parents = slices.DeleteFunc(c.Parents, func(p string) bool { return p == id })
		c.Relations = slices.DeleteFunc(c.Relations, func(r Relation) bool { return r.To == id })
	}
	l.taxonomy.ambiguous = slices.DeleteFunc(l.taxonomy.ambiguous, func(a *Ambiguous) bool {
		before := len(a.Senses)
		a.Senses = slices.DeleteFunc(a.Senses, func(s Sense) bool { return s.Concept == id })
		return before > 0 && len(a.Senses) == 0
	})
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
