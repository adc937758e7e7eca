package format

import (
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// GIFT is the text format of Moodle. Items stand apart by blank lines:
//
//	// question: 44  name: S3              a comment; [id:12] and [tag:storage] in it belong to the item that follows
//	$CATEGORY: $course$/top/Storage        counts for all items that follow, until the next one
//
//	::Title::[html]Stem {
//	    =right#feedback
//	    ~%50%half right
//	    ~wrong
//	    ####feedback for the whole question
//	}
//
// The answers are the block in braces: choices with = and ~ (right by weights alone: several are needed), only = (short
// answers), = a -> b (matching; a pair without the left side is a distractor), # and numbers (5, 5:0.1, 1..5), T or F,
// nothing (an essay). Text behind the block makes it a gap, _____. No block at all makes a description, which is no
// question. Escapes are told in gift_text.go.
//
// Moodle ends an item at a blank line, takes the first brace that opens and the first that closes. This reader takes
// more: a blank line inside of braces; items without one between them; braces in code or LaTeX that nobody escaped, where
// another block holds answers. A comment "// [kind:ordering]" or "[kind:multiple]" is what the writer adds for
// what GIFT has no sign for: the pairs are steps and their places; equal shares only say that all are needed.
const gift = "gift"

// beginsGIFT looks for a mark that nothing else has, or for a paragraph that ends in a block of answers.
func beginsGIFT(in *input, expected bool) bool {
	text := in.first()
	switch {
	case expected:
		return !wearsExamMarks(in)
	case text == "":
		return false
	case strings.HasPrefix(text, "$CATEGORY:"), strings.HasPrefix(text, "// question:"):
		return true
	case strings.HasPrefix(text, "//"):
		return giftCommentField.MatchString(text)
	case !in.startsParagraph():
		return false
	case strings.HasPrefix(text, "::"):
		return beginsTitled(in)
	}
	return giftAhead(in, false)
}

// beginsTitled tells "::Title::stem" from "::std::move" of a program.
func beginsTitled(in *input) bool {
	x := giftExtent(in)
	title, _ := giftTitle(x.text)
	_, found := x.answers()
	return title != "" && (found || x.open || strings.Contains(title, " "))
}

// stemLines is how many lines a stem may have before its answers where nothing else says that it is GIFT.
const stemLines = 12

// giftAhead reports whether a paragraph has one block of answers and nothing of exam text before it. Inside of a region
// less is asked.
func giftAhead(in *input, inside bool) bool {
	if !braceAhead(in) {
		return false
	}
	x := giftExtent(in)
	block, found := x.answers()
	if !found {
		return inside && (x.open || len(x.blocks) > 0 && !strings.HasPrefix(x.text, "{"))
	}
	stem := strings.TrimSpace(x.text[:block.from])
	for l := range strings.SplitSeq(stem, "\n") {
		if m := markOf(l); m.kind == markOption || m.kind == markKey || m.kind == markHead || m.kind == markHeading {
			return false
		}
	}
	return inside || certainAnswers(stem, block.content(x.text), strings.TrimSpace(x.text[block.to:]))
}

// braceAhead looks for an open brace in the paragraph, near enough to its start.
func braceAhead(in *input) bool {
	for i := range stemLines {
		l, ok := in.peek(i)
		if !ok || l.text == "" {
			return false
		}
		if strings.IndexByte(l.text, '{') >= 0 {
			return true
		}
	}
	return false
}

// certainAnswers reports whether a block can hardly be code, a formula or a template.
func certainAnswers(stem, content, tail string) bool {
	asks := stem != "" && tail == "" && strings.IndexByte("?.!:", stem[len(stem)-1]) >= 0
	if plain, _ := cutFeedback(content); truthOf(plain) != "" {
		return asks
	}
	if at := strings.LastIndex(content, "####"); at >= 0 {
		content = strings.TrimSpace(content[:at])
	}
	if strings.HasPrefix(content, "#") {
		return stem != "" && allNumbers(splitAnswers(content[1:]))
	}
	answers := splitAnswers(content)
	for _, a := range answers {
		if a.sign == 0 || a.text == "" && !a.weighted {
			return false
		}
	}
	return len(answers) > 1 && stem+tail != "" || len(answers) == 1 && asks
}

// markOf classifies one line as exam text.
func markOf(text string) mark {
	var c classifier
	return c.marks(nil, line{text: text})[0]
}

// wearsExamMarks reports whether what follows is exam text: options and a key, and no brace before them.
func wearsExamMarks(in *input) bool {
	options := 0
	for i := range 40 {
		l, ok := in.peek(i)
		if !ok || strings.ContainsAny(l.text, "{}") || strings.HasPrefix(l.text, "::") {
			return false
		}
		switch m := markOf(l.text); {
		case m.kind == markOption:
			options++
		case m.kind == markKey:
			return options > 1
		}
	}
	return false
}

// giftParser reads a region of GIFT.
type giftParser struct {
	r        *Reader
	in       *input
	expected bool // all of the file is GIFT
	category string
	unused   line // the last category, while no item came
	id       string
	kind     bank.Kind
	tags     []string
	moodle   bool // Moodle has exported the next item
}

func readGIFT(r *Reader, in *input) {
	p := giftParser{r: r, in: in, expected: r.usual == gift || r.forced == gift}
	for !r.stopped && p.next() {
	}
	if p.unused.no > 0 {
		r.emitProblem(bank.Problem{Line: p.unused.no, Severity: bank.Note, Code: "empty-category", Message: "the category " + clip(p.category) + " holds no question"})
	}
}

// next reads a blank line, a comment, a category or an item; false where the region ends.
func (p *giftParser) next() bool {
	text := p.in.first()
	switch {
	case p.in.done():
		return false
	case text == "":
		p.in.next()
	case strings.HasPrefix(text, "//"):
		p.in.next()
		p.comment(text)
	case strings.HasPrefix(text, "$CATEGORY:"):
		p.unused, _ = p.in.next()
		p.category = giftCategory(text)
	case p.ends():
		return false
	default:
		p.item()
	}
	return true
}

// ends reports whether what follows is no GIFT.
func (p *giftParser) ends() bool {
	if p.r.forced == gift {
		return false
	}
	if p.expected {
		return wearsExamMarks(p.in) || p.r.othersThan(gift, p.in)
	}
	return !strings.HasPrefix(p.in.first(), "::") && !giftAhead(p.in, true)
}

var giftCommentField = pattern.New(`\[(id|tag|kind):((?:\\\]|[^\]])+)\]`)

// comment takes what a comment says of the item that follows. Moodle puts "// question: 43  name: ..." before each item that
// it exports, and the writer a kind: feedback on True and False then stands as Moodle has it, wrong answer first.
func (p *giftParser) comment(text string) {
	p.moodle = p.moodle || strings.HasPrefix(strings.TrimLeft(text, "/ \t"), "question: ")
	for _, m := range giftCommentField.FindAllStringSubmatch(text, -1) {
		switch value := strings.TrimSpace(strings.ReplaceAll(m[2], `\]`, "]")); m[1] {
		case "id":
			p.id = value
		case "tag":
			p.tags = append(p.tags, value)
		case "kind":
			switch kind := bank.Kind(value); kind {
			case bank.Single, bank.Multiple, bank.TrueFalse, bank.Short, bank.Ordering, letteredOrdering:
				p.kind = kind
			}
		}
	}
}

// giftCategory returns the path of a category without the words that every path has.
func giftCategory(text string) string {
	path := strings.TrimSpace(strings.TrimPrefix(text, "$CATEGORY:"))
	if strings.HasPrefix(path, "$") {
		if i := strings.Index(path[1:], "$"); i >= 0 {
			path = strings.TrimPrefix(path[i+2:], "/")
		}
	}
	if rest := strings.TrimPrefix(path, "top/"); rest != "" {
		path = rest
	}
	return showEscapes(hideEscapes(path))
}

// item reads one item and forgets what the comments said of it.
func (p *giftParser) item() {
	x := giftExtent(p.in)
	for range x.lines {
		p.in.next()
	}
	d := draft{line: x.first, number: p.id, kind: p.kind}
	x.wrongFirst = p.moodle || p.kind == bank.TrueFalse
	if p.category != "" {
		d.tags = append(d.tags, p.category)
	}
	d.tags = unique(append(d.tags, p.tags...))
	p.id, p.kind, p.tags, p.unused, p.moodle = "", "", nil, line{}, false
	d.atEnd = p.in.done()
	p.emit(x, d)
}

func (p *giftParser) emit(x extent, d draft) {
	title, rest := giftTitle(x.text)
	if d.title = title; d.number == "" {
		d.number = numberOfTitle(title)
	}
	fail := func(code, message string) {
		p.r.saw(gift)
		p.r.emitProblem(bank.Problem{Line: d.line, Number: d.number, Severity: bank.Error, Code: code, Message: message})
	}
	block, found := x.answers()
	switch {
	case x.several():
		fail("several-answer-blocks", "the item has several blocks of answers in braces: write a question for each, with a blank line between")
	case found:
	case x.open:
		fail("missing-brace", "the answers begin with { and have no end: write } behind the last one")
	case x.stray:
		fail("missing-brace", "there is a } and no { before it: write { before the first answer, or \\} for the character itself")
	case answersWithoutBraces(x.text):
		fail("missing-brace", "the answers stand in no braces: write { before the first and } behind the last one")
	case len(x.blocks) > 0:
		block, found = x.blocks[len(x.blocks)-1], true
	default:
		p.r.emitProblem(bank.Problem{Line: d.line, Number: d.number, Severity: bank.Note, Code: "description",
			Message: "a description and no question, since it has no answers in braces: " + clip(showEscapes(title+" "+rest))})
		return
	}
	if !found || x.several() {
		return
	}
	p.r.saw(gift)
	cut := len(x.text) - len(rest)
	if block.from < cut {
		fail("missing-brace", "the title holds the answers: write :: behind the title, before the stem")
		return
	}
	stem, tail := x.text[cut:block.from], x.text[block.to:]
	if strings.TrimSpace(tail) != "" {
		stem += "_____" + tail
	}
	switch content := block.content(x.text); {
	case embeddedAnswer.MatchString(content):
		fail("embedded-answers", "the answers stand in the text as in Moodle's Cloze, which GIFT has not: write one question for each gap")
	case strings.Count(content, "=")+strings.Count(content, "~") > maxAnswers:
		fail("too-many-answers", "the item has more than 1000 answers: write a question for each group that belongs together")
	default:
		d.giftAnswers(stem, content, x.wrongFirst)
		p.r.emit(p.r.check(d))
	}
}

// maxAnswers is how many answers a question may have: none that was seen has a hundred.
const maxAnswers = 1000

// embeddedAnswer is a gap of Moodle's Cloze.
var embeddedAnswer = pattern.New(`^\d*:[A-Z_]{2,}:`)

// numberOfTitle returns the number in a title such as "Q12", "Question 12" or "12".
func numberOfTitle(title string) string {
	if isNumber(title) {
		return title
	}
	if m, ok := headMark(mark{}, title); ok {
		return m.number
	}
	return ""
}

// giftTitle takes the title between double colons off a text with hidden escapes.
func giftTitle(text string) (title, rest string) {
	after, found := strings.CutPrefix(strings.TrimLeft(text, " \t"), "::")
	if !found {
		return "", text
	}
	title, rest, found = strings.Cut(after, "::")
	if !found {
		return "", after
	}
	return oneLine(showEscapes(title)), rest
}

// unsignedAnswer is a line that begins like an answer.
var unsignedAnswer = pattern.New(`(?m)(?:^|\s)([~=])[^\s=~]`)

func answersWithoutBraces(text string) bool {
	wrong, right := 0, 0
	for _, m := range unsignedAnswer.FindAllStringSubmatch(text, -1) {
		if m[1] == "~" {
			wrong++
		} else {
			right++
		}
	}
	return wrong > 0 && wrong+right > 1
}
