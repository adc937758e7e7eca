package format

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"mlatlas/bank"
)

// A QTI package is a ZIP archive with a list of its resources, imsmanifest.xml. Common Cartridge, Canvas (.imscc) and
// Blackboard have many kinds of resource beside questions. What a file is, its root element says; the types in the
// manifest differ from program to program. The manifest gives the order, unless a test in the package does.

const manifestName = "imsmanifest.xml"

// maxQTIPart is how many bytes a manifest, a test or a passage may have.
const maxQTIPart = 32 << 20

// qtiPackage is a package that is being read.
type qtiPackage struct {
	*Reader
	archive  *archive
	names    map[string]string // member by its cleaned name in lower case
	roots    map[string]string // root element by member, of those that are QTI
	done     map[string]bool
	passages map[string]string
}

func unpackQTI(r *Reader, a *archive) error {
	p := &qtiPackage{Reader: r, archive: a, names: map[string]string{}, roots: map[string]string{}, done: map[string]bool{}, passages: map[string]string{}}
	for _, name := range a.names() {
		p.names[strings.ToLower(path.Clean(strings.ReplaceAll(name, `\`, "/")))] = name
	}
	listed := p.listed()
	if err := p.sniff(); err != nil {
		return err
	}
	if len(p.roots) == 0 {
		return r.readMembers(a)
	}
	p.skipTwins()
	for _, name := range p.ordered(listed) {
		if err := p.readItems(name); err != nil {
			return err
		}
	}
	p.noteOthers()
	return nil
}

// listed returns the members that the manifest names, in its order.
func (p *qtiPackage) listed() []string {
	manifest := p.archive.find(manifestName)
	if manifest == nil {
		return nil
	}
	root := p.tree(manifest.Name)
	var all []string
	for _, r := range root.all("resource") {
		hrefs := []string{r.get("href"), r.get("file")}
		for _, f := range r.all("file") {
			hrefs = append(hrefs, f.get("href"))
		}
		base := path.Join(root.child("resources").get("base"), r.get("base"))
		for _, href := range hrefs {
			if href == "" {
				continue
			}
			name := p.member(path.Dir(manifest.Name), path.Join(base, href))
			if name == "" { // Blackboard names a base that its files are not in
				name = p.member(path.Dir(manifest.Name), href)
			}
			if name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// member finds the member that a reference means, "" if it is none of the archive: references are escaped or not, begin
// with a slash or not, and differ in case.
func (p *qtiPackage) member(dir, href string) string {
	href, _, _ = strings.Cut(strings.ReplaceAll(href, `\`, "/"), "#")
	if href == "" || href == "." {
		return ""
	}
	candidates := []string{href}
	if plain, err := url.PathUnescape(href); err == nil && plain != href {
		candidates = append(candidates, plain)
	}
	for _, h := range candidates {
		for _, full := range []string{path.Join(dir, h), path.Join(".", h), strings.TrimPrefix(path.Clean(h), "/")} {
			if name := p.names[strings.ToLower(full)]; name != "" {
				return name
			}
		}
	}
	return ""
}

// sniff finds the members that are QTI, by their root elements.
func (p *qtiPackage) sniff() error {
	for _, name := range p.archive.names() {
		switch strings.ToLower(path.Ext(name)) {
		case ".xml", ".qti", ".dat":
		default:
			continue
		}
		if strings.HasPrefix(name, "__MACOSX/") || path.Base(name) == manifestName {
			continue
		}
		root, err := p.rootOf(name)
		if err != nil {
			return err
		}
		if qtiRoots[root] || qtiPieces[root] || root == "assessmentstimulus" {
			p.roots[name] = root
		}
	}
	return nil
}

func (p *qtiPackage) rootOf(name string) (string, error) {
	src, err := p.archive.open(name)
	if err != nil {
		return "", nil // the reader of the member reports it
	}
	defer src.Close()
	in, err := newInput(io.LimitReader(src, 16<<10), nil)
	if err != nil {
		return "", nil
	}
	for strings.TrimSpace(in.first()) == "" {
		if _, ok := in.next(); !ok {
			break
		}
	}
	root := plainName(xmlRoot(in))
	if errors.Is(in.err, ErrBomb) {
		return "", in.err
	}
	return root, nil
}

// skipTwins leaves out the short form that Canvas exports of each quiz for Common Cartridge, where its own form is there.
func (p *qtiPackage) skipTwins() {
	for name := range p.roots {
		dir, base := path.Split(name)
		if base != "assessment_qti.xml" {
			continue
		}
		own := path.Base(dir) + ".xml.qti"
		for other := range p.roots {
			if path.Base(other) == own {
				p.done[name] = true
			}
		}
	}
}

// ordered returns the members that hold items: those of the tests first, then as listed, then the others.
func (p *qtiPackage) ordered(listed []string) []string {
	members := append(listed, p.archive.names()...)
	var all []string
	for _, name := range members {
		if p.roots[name] == "assessmenttest" && !p.done[name] {
			p.done[name] = true
			all = append(all, p.itemsOf(p.tree(name), name, "", 0)...)
		}
	}
	for _, name := range members {
		if root := p.roots[name]; root != "" && root != "assessmenttest" && root != "assessmentsection" && root != "assessmentstimulus" {
			all = append(all, name)
		}
	}
	return all
}

// itemsOf lists the items of a test or a section in their order, and keeps the passages that a section gives them.
func (p *qtiPackage) itemsOf(e *element, from, passage string, depth int) []string {
	if e == nil || depth > 8 {
		return nil
	}
	var all []string
	for _, c := range e.parts() {
		switch c.name {
		case "rubricblock":
			if strings.EqualFold(strings.ReplaceAll(c.get("use"), "-", ""), "sharedstimulus") {
				passage = joinTexts(passage, markdownOf(c.html()))
			}
		case "assessmentitemref":
			if name := p.member(path.Dir(from), c.get("href")); name != "" {
				p.passages[name] = passage
				all = append(all, name)
			}
		case "assessmentsectionref":
			if name := p.member(path.Dir(from), c.get("href")); name != "" && !p.done[name] {
				p.done[name] = true
				all = append(all, p.itemsOf(p.tree(name), name, passage, depth+1)...)
			}
		default:
			all = append(all, p.itemsOf(c, from, passage, depth)...)
		}
	}
	return all
}

// tree reads a member whole; nil if that fails.
func (p *qtiPackage) tree(name string) *element {
	src, err := p.archive.open(name)
	if err != nil {
		return nil
	}
	defer src.Close()
	in, err := newInput(io.LimitReader(src, maxQTIPart), nil)
	if err != nil {
		return nil
	}
	var b strings.Builder
	for {
		l, ok := in.next()
		if !ok {
			break
		}
		b.WriteString(l.text + "\n")
	}
	root, err := parseElement(b.String(), 1)
	if err != nil {
		return nil
	}
	return root
}

// readItems reads a member. One that cannot be read is one problem; only an archive that unpacks to too much ends it all.
func (p *qtiPackage) readItems(name string) error {
	if p.done[name] || p.stopped {
		return nil
	}
	p.done[name] = true
	outer := p.part
	p.part = name
	defer func() { p.part = outer }()
	src, err := p.archive.open(name)
	if err == nil {
		defer src.Close()
		err = p.readFrom(src, name)
	}
	if err == nil || errors.Is(err, ErrBomb) {
		return err
	}
	p.emitProblem(bank.Problem{Line: 1, Severity: bank.Error, Code: "bad-member", Message: fmt.Sprintf("the file cannot be read (%v): make the package again", err)})
	return nil
}

func (p *qtiPackage) readFrom(src io.Reader, name string) error {
	in, err := newInput(src, p.emitProblems)
	if err != nil {
		return err
	}
	for !p.stopped && !in.done() {
		q := newQTIReader(p.Reader, in)
		q.pack, q.member = p, name
		q.within[0].passage = p.passages[name]
		q.read()
	}
	return in.err
}

// noteOthers says once how many members are no questions.
func (p *qtiPackage) noteOthers() {
	others := 0
	for _, name := range p.archive.names() {
		switch ext := strings.ToLower(path.Ext(name)); {
		case p.roots[name] != "", ext == ".xml", ext == ".xsd", ext == ".dtd", strings.HasPrefix(name, "__MACOSX/"), name == ".bb-package-info":
		default:
			others++
		}
	}
	if others > 0 {
		p.emitProblem(bank.Problem{Line: 1, Severity: bank.Note, Code: "other-members",
			Message: fmt.Sprintf("%d files of the package are no questions (pages, pictures and the like) and were not read", others)})
	}
}

// maxFragments is how many files one item may take texts from.
const maxFragments = 20

// fragment reads a text of another file of the package; nil if it is not there.
func (it *item2) fragment(href string) *element {
	if it.pack == nil || href == "" || it.fragments >= maxFragments {
		return nil
	}
	it.fragments++
	name := it.pack.member(path.Dir(it.member), href)
	if name == "" {
		return nil
	}
	return it.pack.tree(name)
}
