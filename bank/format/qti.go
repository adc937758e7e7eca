package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// QTI is the exchange format of the learning platforms, in XML. Two grammars go by the name:
//
//	1.2    <questestinterop> <assessment> <section> <item> <presentation>  response_lid, response_str ...
//	       Canvas, Blackboard, Brightspace, Respondus, Common Cartridge
//	2, 3   <assessmentItem> <itemBody>  choiceInteraction, textEntryInteraction ...
//	       TAO, ONYX, Inspera; version 3 writes the same names as qti-assessment-item, qti-choice-interaction
//
// In both the key is no property of an option. It stands in rules that score the response of a candidate (1.2:
// resprocessing; 2: responseProcessing), or, in 2 and 3, in the declaration of the response. qti_item1.go reads items of
// 1.2, qti_item2.go those of 2 and 3.
//
// The items are cut out of the file one by one (qti_scan.go) and made a tree each (qti_tree.go), so that memory is
// bounded by an item, and a broken one does not take others with it. What stands around them matters little: passages of
// a section, and the name of a question bank.
//
// An item with several interactions comes as several questions, 5.1 and 5.2 of the fifth item, that share its text. The
// gap that a question asks for is written as a line, the other gaps by their numbers: "(1) comes before _____".
const qti = "qti"

// qtiRoots are the elements with which a QTI file begins.
var qtiRoots = map[string]bool{"questestinterop": true, "assessmentitem": true, "assessmenttest": true, "assessmentsection": true}

// qtiPieces are elements with which a part of a QTI 1.2 file begins, if it is marked as XML.
var qtiPieces = map[string]bool{"objectbank": true, "assessment": true, "section": true, "item": true}

// beginsQTI recognises the root element, behind the XML declaration, comments and white space. An extension proves
// nothing: half of all formats are .xml.
func beginsQTI(in *input, expected bool) bool {
	if !strings.HasPrefix(in.first(), "<") {
		return false
	}
	name := plainName(xmlRoot(in))
	return qtiRoots[name] || qtiPieces[name] && (expected || strings.HasPrefix(in.first(), "<?xml"))
}

func readQTI(r *Reader, in *input) { newQTIReader(r, in).read() }

// qtiReader reads one file.
type qtiReader struct {
	*Reader
	pieces  pieces
	pending *piece            // was taken too far
	pack    *qtiPackage       // the package that holds the file, or nil
	member  string            // its name in the package
	within  []qtiSection      // sections that are open
	tags    []string          // of the bank that is open
	items   int               // that were seen in this region
	shared  map[string]string // text of materials by which items refer to them
}

// qtiSection is what a section says to all of its items.
type qtiSection struct{ passage string }

func newQTIReader(r *Reader, in *input) *qtiReader {
	return &qtiReader{Reader: r, pieces: pieces{in: in}, within: []qtiSection{{}}, shared: map[string]string{}}
}

func (q *qtiReader) next() (piece, bool) {
	if q.pending != nil {
		p := *q.pending
		q.pending = nil
		return p, true
	}
	return q.pieces.next()
}

// read reads the region up to the end of its root element.
func (q *qtiReader) read() {
	root := ""
	line := 0
	for !q.stopped {
		p, ok := q.next()
		if !ok {
			break
		}
		if root == "" && (p.kind == pieceOpen || p.kind == pieceEmpty) {
			root, line = p.name, p.line
		}
		q.piece(p)
		if p.name == root && p.name != "" && (p.kind != pieceOpen || isQTIItem(p.name)) {
			q.pieces.rest()
			break
		}
	}
	if q.items == 0 && !q.stopped && q.part == "" {
		q.saw(qti)
		q.emitProblem(bank.Problem{Line: max(line, 1), Severity: bank.Note, Code: "no-items",
			Message: "the file holds no QTI item: read the package with its item files, or the files themselves"})
	}
}

func isQTIItem(name string) bool { return name == "item" || name == "assessmentitem" }

// piece follows what stands around the items.
func (q *qtiReader) piece(p piece) {
	switch {
	case p.kind == pieceEmpty && isQTIItem(p.name):
		q.item(p.raw, p, true)
	case p.kind == pieceClose && (p.name == "section" || p.name == "objectbank"):
		q.within = q.within[:max(1, len(q.within)-1)]
	case p.kind == pieceOpen:
		q.opened(p)
	}
}

func (q *qtiReader) opened(p piece) {
	switch p.name {
	case "item", "assessmentitem":
		raw, whole := q.capture(p)
		q.item(raw, p, whole)
	case "section", "objectbank":
		if len(q.within) < maxQTIDepth {
			q.within = append(q.within, qtiSection{})
		}
	case "presentation_material", "reference":
		raw, _ := q.capture(p)
		if e, err := parseElement(raw, p.line); err == nil {
			q.passage(e)
		}
	case "qtimetadata":
		raw, _ := q.capture(p)
		if e, err := parseElement(raw, p.line); err == nil {
			q.bankTags(e)
		}
	}
}

// capture takes an element whole. It is cut off where another item begins, or the section ends, before its end tag.
func (q *qtiReader) capture(open piece) (raw string, whole bool) {
	var b strings.Builder
	b.WriteString(open.raw)
	for {
		p, ok := q.next()
		if !ok {
			return b.String(), false
		}
		if q.cuts(open, p) {
			q.pending = &p
			return b.String(), false
		}
		switch {
		case b.Len() > maxQTIItem:
		case p.kind == pieceText && strings.HasPrefix(p.raw, "<"):
			b.WriteString("&lt;" + p.raw[1:])
		default:
			b.WriteString(p.raw)
		}
		if p.kind == pieceClose && p.name == open.name {
			return b.String(), true
		}
	}
}

func (q *qtiReader) cuts(open, p piece) bool {
	if p.kind == pieceOpen && isQTIItem(p.name) {
		return true
	}
	return open.name != "assessmentitem" && p.kind == pieceClose && (p.name == "section" || p.name == "assessment" || p.name == "questestinterop")
}

// passage keeps the text that all items of the section share.
func (q *qtiReader) passage(e *element) {
	text := materialText(e, q.shared)
	section := &q.within[len(q.within)-1]
	section.passage = joinTexts(section.passage, text)
}

// bankTags takes the name of a question bank.
func (q *qtiReader) bankTags(e *element) {
	q.tags = nil
	if title := metaFields(e)["bank_title"]; title != "" && !strings.EqualFold(title, "Unfiled Questions") {
		q.tags = []string{title}
	}
}

// item reads an item that was cut out.
func (q *qtiReader) item(raw string, at piece, whole bool) {
	q.items++
	q.qtiItems++
	q.saw(qti)
	fail := func(code, message string) {
		q.emitProblem(bank.Problem{Line: at.line, Severity: bank.Error, Code: code, Message: message})
	}
	if len(raw) > maxQTIItem {
		fail("item-too-large", fmt.Sprintf("the item is larger than %d MiB and was left out: keep its pictures in files of their own", maxQTIItem>>20))
		return
	}
	if !whole && !bodyIsWhole(raw) {
		fail("unclosed-item", "the item is cut off: it ends before its text does; export it again")
		return
	}
	e, err := parseElement(raw, at.line)
	if err != nil {
		fail("bad-xml", fmt.Sprintf("the item is no XML (%v): correct it, or export it again", err))
		return
	}
	var drafts []draft
	if e.name == "item" {
		drafts = q.item1(e)
	} else {
		drafts = q.item2(e)
	}
	for _, d := range drafts {
		if !whole {
			d.problems = append(d.problems, bank.Problem{Severity: bank.Warning, Code: "unclosed-item",
				Message: "the item has no end tag: compare it with its source, something may be lost"})
		}
		q.emit(q.check(d))
	}
}

// bodyIsWhole reports whether at least the text of an item and its options end before the item is cut off.
func bodyIsWhole(raw string) bool {
	lower := strings.ToLower(raw)
	return strings.Contains(lower, "</presentation") || strings.Contains(lower, "itembody>") && strings.Count(lower, "itembody") > 1 ||
		strings.Contains(lower, "</qti-item-body")
}

// begun returns the draft of an item with what all kinds have. The number is that of a title such as "Question 12".
func (q *qtiReader) begun(e *element) draft {
	d := draft{line: e.line, tags: append([]string{}, q.tags...)}
	d.title, d.number = titleAndNumber(e.get("title"))
	return d
}

// stockTitles are what programs write where an author gave no title.
var stockTitles = map[string]bool{"question": true, "item": true, "untitled": true, "untitled question": true, "new question": true,
	"no title": true}

func titleAndNumber(title string) (string, string) {
	title = oneLine(markdownOf(title))
	if stockTitles[strings.ToLower(title)] {
		return "", ""
	}
	if word, rest := leadingWord(title); word == "question" || word == "q" || word == "item" {
		if number, tail := leadingNumber(strings.TrimLeft(rest, " .#")); number != "" && strings.Trim(tail, " .:") == "" {
			return title, number
		}
	}
	return title, ""
}

// joinTexts puts a blank line between texts.
func joinTexts(texts ...string) string {
	var all []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			all = append(all, t)
		}
	}
	return strings.Join(all, "\n\n")
}

// problemOf is a problem of an item, for its draft.
func problemOf(s bank.Severity, line int, code, format string, args ...any) bank.Problem {
	return bank.Problem{Line: line, Severity: s, Code: code, Message: fmt.Sprintf(format, args...)}
}
