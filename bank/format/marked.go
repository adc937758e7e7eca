package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
)

// maxHeld is the number of questions that wait for a key list at the end of their file.
const maxHeld = 20000

// markedParser reads exam text and Markdown.
type markedParser struct {
	r        *Reader
	classes  classifier
	split    splitter
	buffer   []mark
	outside  notes
	keys     keyList
	passages passages
	held     []heldDraft // questions without a key

	count    int               // questions so far
	group    int               // part of the file: one numbers its questions anew, or has a title
	last     int               // number of the question before
	title    string            // of the part
	answered map[string]string // by number, the labels of the questions that have their key
	listed   bool              // the last block belongs to a list whose items are all numbered 1
	at       int               // position of the last question in such a list
	atEnd    bool
}

// heldDraft is a question that waits for its key.
type heldDraft struct {
	draft
	place int // in the file, from 1
	group int
	title string
}

// readMarked reads exam text and Markdown until a region of another format begins.
func readMarked(r *Reader, in *input) {
	if beginsPipeTable(in) {
		readPipeTable(r, in)
		return
	}
	r.onlyKeys(in)
	p := newMarkedParser(r)
	for !r.stopped {
		if p.classes.fence == 0 && (beginsPipeTable(in) || r.othersBegin(in)) {
			break
		}
		if list := exclaimed(in); list != nil {
			for _, l := range list {
				p.add(l)
			}
			continue
		}
		l, ok := in.next()
		if !ok {
			break
		}
		p.add(l)
	}
	p.close(in.done())
}

func newMarkedParser(r *Reader) *markedParser {
	p := &markedParser{r: r, answered: map[string]string{}}
	p.split.emit, p.split.words = p.block, map[string]bool{}
	p.split.reset(nil, false)
	return p
}

func (p *markedParser) add(l line) {
	p.buffer = p.classes.marks(p.buffer[:0], l)
	for _, m := range p.buffer {
		if p.keys.takes(&m, p) {
			continue
		}
		p.split.add(m)
	}
}

func (p *markedParser) close(atEnd bool) {
	p.atEnd = atEnd
	p.split.flush()
	p.keys.end(p)
	p.split.flush()
	for _, h := range p.held {
		p.r.emit(p.r.check(h.draft))
	}
	p.held = nil
	p.outside.flush(p.r)
	p.passages.leave(p.r)
}

// block takes a block from the splitter: a question, or lines before one.
func (p *markedParser) block(block []mark, headed bool) {
	if !headed {
		p.between(block)
		return
	}
	p.outside.flush(p.r)
	d, outside, isMarkdown := assemble(block, p.split.kind, p.r.forced == examText, p.r.forced == markdown || p.r.forced == "" && p.r.usual == markdown)
	if headless := block[0].role == roleStem; headless && len(d.keys) == 0 && !asks(block) && !anyRight(d) {
		p.between(block)
		return
	}
	p.r.saw(map[bool]string{true: markdown, false: examText}[isMarkdown])
	if p.answers(d) {
		p.between(outside)
		return
	}
	p.renumber(&d, &block[0], isMarkdown)
	p.passages.give(&d)
	d.atEnd = p.atEnd
	p.give(d)
	p.between(outside)
}

// answers says whether a block is no question but the answer to one that waits: its number and a key, as in a part "Answers
// and explanations". It gives the key to that question.
func (p *markedParser) answers(d draft) bool {
	if d.number == "" || len(d.keys) == 0 || len(d.options) > 0 || len(p.held) == 0 {
		return false
	}
	at := p.heldAt(d.number)
	if at < 0 || d.stem != "" && fold(d.stem) != fold(p.held[at].stem) {
		return false
	}
	h := p.held[at]
	h.keys, h.references = append(h.keys, d.keys...), append(h.references, d.references...)
	h.explanation = strings.TrimSpace(h.explanation + "\n\n" + d.explanation)
	p.held = append(p.held[:at:at], p.held[at+1:]...)
	p.r.emit(p.r.check(h.draft))
	return true
}

func anyRight(d draft) bool {
	for _, o := range d.options {
		if o.Correct {
			return true
		}
	}
	return false
}

// renumber counts the questions of a Markdown list that numbers all its items 1, as every reader of Markdown shows them.
func (p *markedParser) renumber(d *draft, head *mark, isMarkdown bool) {
	if head.kind != markNumber || d.number != "1" || !isMarkdown {
		p.listed = false
		return
	}
	if !p.listed {
		p.listed, p.at = true, 0
	}
	p.at++
	d.number = fmt.Sprint(p.at)
}

// give checks a draft, or lets it wait for a key list.
func (p *markedParser) give(d draft) {
	p.count++
	if n := position99(d.number); d.number != "" && n >= 0 {
		if n <= p.last && p.last > 0 {
			p.group++
		}
		p.last = n
	}
	if len(d.keys) == 0 && len(d.second) == 0 && len(d.options) > 1 && !anyRight(d) && d.stem != "" && !isStub(d) && !p.r.awaitsKey(d.number) {
		p.held = append(p.held, heldDraft{d, p.count, p.group, p.title})
		if len(p.held) > maxHeld {
			p.r.emit(p.r.check(p.held[0].draft))
			p.held = p.held[1:]
		}
		return
	}
	item := p.r.check(d)
	if q := item.Question; q != nil && q.Number != "" && len(p.answered) < maxHeld {
		p.answered[plainNumber(q.Number)] = strings.Join(q.Answer, ", ")
	}
	p.r.emit(item)
}

// notes gathers lines outside of questions, and reports each run of them once.
type notes struct {
	first, last int
	lines       int
	sample      string
}

func (n *notes) add(block []mark) {
	for i := range block {
		m := &block[i]
		if m.kind == markBlank || m.kind == markRule || m.kind == markDetails || m.kind == markDetailsEnd {
			continue
		}
		if n.lines == 0 {
			n.first, n.sample = m.no, strings.TrimSpace(m.text)
		}
		if m.no != n.last {
			n.lines++
		}
		n.last = m.no
	}
}

func (n *notes) flush(r *Reader) {
	if n.lines == 0 {
		return
	}
	message := fmt.Sprintf("no part of a question: %q", clip(n.sample))
	if n.lines > 1 {
		message = fmt.Sprintf("%d lines up to line %d are no part of a question: %q", n.lines, n.last, clip(n.sample))
	}
	r.emit(bank.Item{Problems: []bank.Problem{{Line: n.first, Severity: bank.Note, Code: "outside-questions", Message: message}}})
	*n = notes{}
}
