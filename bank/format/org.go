package format

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mlatlas/bank"
)

// Org mode is an outline: a line of stars and a space is a heading, and what follows belongs to it until the next one. A
// question is a heading with what stands below it:
//
//	** TODO [#A] Question 3: Which service streams records?   :kinesis:
//	   :PROPERTIES:
//	   :ANSWER: Amazon Kinesis          label or text of the option; repeated by the check boxes, or the only key
//	   :EXPLANATION: It keeps their order.
//	   :END:
//	   - [ ] Amazon S3
//	   - [X] Amazon Kinesis
//
// The key and the explanation also come as headings below ("*** Answer"), as blocks (#+BEGIN_ANSWER), as drawers
// (:SOLUTION: to :END:) and as lines ("Answer: B"). The outline says where a question begins and ends. The lines in it,
// turned into Markdown, are sorted by the grammar of marks, and so is all text that is below no question's heading.
// Headings above a question are its tags, unless they are called "Questions" or the like; the text below a heading that is
// called a passage or scenario stands before the stems of the questions below it. A card of org-drill asks for the words in
// its brackets, one question for each.
const orgMode = "org"

// orgKeywords are the keywords that begin an Org file and nothing else.
var orgKeywords = []string{"title", "author", "date", "options", "startup", "filetags", "language", "description", "email",
	"property", "todo", "seq_todo", "setupfile", "keywords", "subtitle", "category", "exclude_tags", "export_file_name"}

func beginsOrg(in *input, expected bool) bool {
	if expected {
		return true
	}
	l, _ := in.peek(0)
	if strings.HasPrefix(l.text, "#+") {
		name, _, ok := strings.Cut(l.text[2:], ":")
		return ok && slices.Contains(orgKeywords, strings.ToLower(name))
	}
	if stars(l.text) == 0 {
		return false
	}
	next, _ := in.peek(1)
	return strings.EqualFold(strings.TrimSpace(next.text), ":PROPERTIES:")
}

// stars returns the level of a heading, 0 for other lines.
func stars(text string) int {
	n := 0
	for n < len(text) && text[n] == '*' {
		n++
	}
	if n == 0 || n == len(text) || text[n] != ' ' {
		return 0
	}
	return n
}

// orgReader follows the outline.
type orgReader struct {
	r        *Reader
	marked   *markedParser // takes the text that is below no question, and holds questions that wait for a list of keys
	todo     []string      // words that say how far a task is
	fileTags []string
	parents  []orgParent
	open     *orgNode // the heading whose lines are being read
	asked    bool     // a question or a problem came of the region
}

// orgParent is a heading above questions.
type orgParent struct {
	level   int
	text    string
	tags    []string
	passage string
}

// orgNode is a heading with its lines, and the headings below it that are parts of its question.
type orgNode struct {
	line
	level int
	title string // without keywords, priority, cookies and tags
	tags  []string
	body  []line
	size  int
	parts []*orgNode
}

func readOrg(r *Reader, in *input) {
	outer := r.surface
	r.surface = orgMode
	o := orgReader{r: r, marked: newMarkedParser(r), todo: []string{"TODO", "DONE", "NEXT", "WAITING", "WAIT", "HOLD", "STARTED", "CANCELLED", "CANCELED", "COMMENT"}}
	first, _ := in.peek(0)
	o.open = &orgNode{line: line{no: first.no}}
	expected := r.usual == orgMode || r.forced == orgMode
	for begun := false; !r.stopped && !in.done(); begun = true {
		if begun && o.ends(in, expected) {
			break
		}
		l, _ := in.next()
		o.take(l)
	}
	o.close()
	o.marked.close(in.done())
	r.surface = outer
	if !o.asked && len(r.found) == 0 {
		r.emitProblem(bank.Problem{Line: first.no, Severity: bank.Note, Code: "stub",
			Message: "there are titles and no question: a question is a heading with options and a key below it"})
	}
}

// ends reports whether the next line belongs to another format: at a heading of Markdown, or where that format says so.
func (o *orgReader) ends(in *input, expected bool) bool {
	if o.r.forced != "" {
		return false
	}
	l, _ := in.peek(0)
	if !expected && strings.HasPrefix(l.text, "##") {
		return true
	}
	if stars(l.text) > 0 || strings.HasPrefix(l.text, " ") || o.open != nil && len(o.open.body) > 0 && o.open.body[len(o.open.body)-1].text != "" {
		return false
	}
	for _, f := range o.r.formats {
		if f.Name != orgMode && f.begins != nil && f.begins(in, false) {
			return true
		}
	}
	return false
}

func (o *orgReader) take(l line) {
	level := stars(l.text)
	switch {
	case level > 0:
		o.heading(l, level)
	case o.fileKeyword(l.text):
	case o.open.size > maxBlock:
		o.close()
		o.open = &orgNode{line: line{no: l.no}, level: 99}
		o.open.add(l)
	default:
		o.open.add(l)
	}
}

func (n *orgNode) add(l line) {
	to := n
	if len(n.parts) > 0 {
		to = n.parts[len(n.parts)-1]
	}
	to.body = append(to.body, l)
	n.size += len(l.text) + 1
}

// fileKeyword takes the lines that say something about the whole file.
func (o *orgReader) fileKeyword(text string) bool {
	if !strings.HasPrefix(text, "#+") {
		return false
	}
	name, value, _ := strings.Cut(text[2:], ":")
	switch name = strings.ToLower(name); name {
	case "filetags":
		o.fileTags = orgTags(value)
	case "todo", "seq_todo", "typ_todo":
		for word := range strings.FieldsSeq(value) {
			word, _, _ = strings.Cut(word, "(")
			o.todo = append(o.todo, word)
		}
	}
	return slices.Contains(orgKeywords, name)
}

func (o *orgReader) heading(l line, level int) {
	n := &orgNode{line: l, level: level}
	n.title, n.tags = o.headingText(l.text[level:])
	if o.open.no > 0 && o.open.level > 0 && level > o.open.level && n.partOf() != noPart {
		o.open.parts = append(o.open.parts, n)
		return
	}
	o.close()
	for len(o.parents) > 0 && o.parents[len(o.parents)-1].level >= level {
		o.parents = o.parents[:len(o.parents)-1]
	}
	o.open = n
}

// headingText takes the keyword, the priority, the cookies and the tags off a heading.
func (o *orgReader) headingText(text string) (title string, tags []string) {
	text = strings.TrimSpace(text)
	if at := strings.LastIndexAny(text, " \t"); strings.HasSuffix(text, ":") && len(text)-at > 3 && text[at+1] == ':' {
		tags, text = orgTags(text[at+1:]), strings.TrimSpace(text[:max(at, 0)])
	}
	for {
		word, rest, _ := strings.Cut(text, " ")
		cookie := len(word) > 2 && word[0] == '[' && strings.HasSuffix(word, "]") && (word[1] == '#' && len(word) <= 5 || isCookie(word))
		if !cookie && !slices.Contains(o.todo, word) {
			break
		}
		text = strings.TrimSpace(rest)
	}
	if at := strings.LastIndexByte(text, ' '); at > 0 && isCookie(text[at+1:]) {
		text = strings.TrimSpace(text[:at])
	}
	return text, tags
}

// isCookie recognises how much of a list is done: [1/4], [50%].
func isCookie(word string) bool {
	return len(word) > 2 && word[0] == '[' && strings.HasSuffix(word, "]") && strings.ContainsAny(word, "/%") && strings.Trim(word, "[]0123456789/%") == ""
}

// orgTags reads ":aws:storage:". Tags that only tell programs what to do are left out.
func orgTags(text string) []string {
	var tags []string
	for tag := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ':' || r == ' ' }) {
		if !slices.Contains([]string{"noexport", "export", "attach", "ignore", "leech"}, strings.ToLower(tag)) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// orgPart is what a heading or block below a question's heading holds.
type orgPart uint8

const (
	noPart orgPart = iota
	bodyPart
	optionPart
	answerPart
	explainPart
	referPart
)

// orgParts are the names of the parts.
var orgParts = map[string]orgPart{"question": bodyPart, "stem": bodyPart, "prompt": bodyPart, "options": bodyPart, "choices": bodyPart,
	"answers": bodyPart, "answer options": bodyPart, "answer choices": bodyPart, "scenario": bodyPart,
	"answer": answerPart, "the answer": answerPart, "correct answer": answerPart, "correct answers": answerPart, "key": answerPart,
	"answer key": answerPart, "correct": answerPart, "correct option": answerPart, "back": answerPart, "solution": answerPart,
	"explanation": explainPart, "rationale": explainPart, "why": explainPart, "reasoning": explainPart, "discussion": explainPart,
	"feedback": explainPart, "notes": explainPart, "note": explainPart, "hint": explainPart, "hints": explainPart, "details": explainPart,
	"reference": referPart, "references": referPart, "source": referPart, "sources": referPart, "links": referPart, "further reading": referPart}

func partNamed(name string) orgPart {
	return orgParts[strings.ToLower(strings.Trim(name, " :*/=~_"))]
}

// partOf says which part of the question above a heading is. "Answer: B" has the key in itself.
func (n *orgNode) partOf() orgPart {
	if n.title == "" {
		return noPart
	}
	if part := partNamed(n.title); part != noPart {
		return part
	}
	name, value, ok := strings.Cut(n.title, ":")
	if part := partNamed(name); ok && part > optionPart && strings.TrimSpace(value) != "" {
		return part
	}
	m := classify(mark{line: n.line}, n.title)
	if m.kind == markOption || m.kind == markKey && m.rest != "" {
		return optionPart
	}
	return noPart
}

// close decides what the open heading is: a question, or text and a parent of questions.
func (o *orgReader) close() {
	n := o.open
	o.open = &orgNode{line: line{no: n.no}}
	if n.level == 0 && len(n.body) == 0 {
		return
	}
	content := contentOf(n)
	if n.level > 0 && n.level < 99 && o.question(n, content) {
		o.asked = true
		return
	}
	o.text(n, content)
}

// text gives the lines of a heading that is no question to the grammar of marks, and remembers what it says about the
// questions below it.
func (o *orgReader) text(n *orgNode, content *orgContent) {
	parent := orgParent{level: n.level, text: n.title, tags: n.tags}
	name, _ := leadingWord(n.title)
	if slices.Contains([]string{"passage", "scenario", "case", "context", "exhibit"}, name) && content.prose() {
		parent.passage = strings.TrimSpace(joinLines(content.lines))
		content.lines = nil
	}
	if n.level > 0 {
		o.parents = append(o.parents, parent)
	}
	if n.title != "" && !content.blank() {
		o.marked.add(line{n.no, "## " + n.title})
	}
	for _, l := range content.lines {
		if content.tasks && !isWordedHead(strings.TrimSpace(l.text)) {
			o.marked.split.add(mark{line: l, kind: markText, rest: l.text})
			continue
		}
		content.tasks = false
		o.marked.add(l)
	}
	for _, p := range content.props {
		if part := propertyParts[p.name]; part == answerPart {
			o.marked.add(line{p.no, "Answer: " + p.text})
		}
	}
	for _, l := range slices.Concat(content.answer, content.explain) {
		o.marked.add(l)
	}
}

// genericTitles name no subject.
var genericTitles = []string{"questions", "question", "quiz", "exam", "practice exam", "practice questions", "practice test",
	"test", "multiple choice", "multiple choice questions", "mcq", "mcqs", "cards", "flashcards", "drill", "exercises"}

// inherited returns the tags and the passage that the headings above give to a question.
func (o *orgReader) inherited() (tags []string, passage string) {
	tags = slices.Clone(o.fileTags)
	for _, p := range o.parents {
		if title := orgInline(p.text); title != "" && utf8.RuneCountInString(title) <= 120 && !slices.Contains(genericTitles, strings.ToLower(title)) {
			tags = append(tags, title)
		}
		tags = append(tags, p.tags...)
		if p.passage != "" {
			passage = p.passage
		}
	}
	return tags, passage
}

func joinLines(all []line) string {
	var texts []string
	for _, l := range all {
		texts = append(texts, l.text)
	}
	return strings.Join(texts, "\n")
}
