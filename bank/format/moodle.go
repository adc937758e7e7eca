package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Moodle XML is what Moodle exports its question bank to, and what most programs write for it:
//
//	<quiz>
//	 <question type="category"><category><text>$course$/top/Storage</text></category></question>
//	 <question type="multichoice">
//	  <name><text>Buckets</text></name>
//	  <questiontext format="html"><text><![CDATA[<p>Where do objects live?</p>]]></text></questiontext>
//	  <generalfeedback><text>S3 keeps objects.</text></generalfeedback>
//	  <idnumber>12</idnumber> <single>true</single>
//	  <answer fraction="100"><text>S3</text><feedback><text>Right.</text></feedback></answer>
//	  <answer fraction="0"><text>EBS</text></answer>
//	  <tags><tag><text>storage</text></tag></tags>
//	 </question>
//	</quiz>
//
// A text is a <text> with the format of the element around it. The fraction is the percentText of the points that an answer
// gives: several answers of a question share 100, and wrong ones may have less than nothing. A category holds for all
// questions behind it. This file reads the frame and what all types have in common; moodle_kinds.go the types, and
// moodle_cloze.go the one whose answers stand in the text.
const moodleXML = "moodle-xml"

// beginsMoodle recognises the root with a question in it, or a question alone.
func beginsMoodle(in *input, expected bool) bool {
	if !strings.HasPrefix(in.first(), "<") {
		return false
	}
	switch root := xmlRoot(in); {
	case strings.EqualFold(root, "question"):
		return moodleQuestion(in)
	case strings.EqualFold(root, "quiz"):
		return expected || moodleQuestion(in)
	}
	return false
}

// moodleQuestion looks for a question with a type in the lines to come.
func moodleQuestion(in *input) bool {
	for i := range 100 {
		l, ok := in.peek(i)
		if !ok {
			return false
		}
		if at := tagIndex(l.text, "question"); at >= 0 && strings.Contains(l.text[at:], "type") {
			return true
		}
	}
	return false
}

// moodleReader reads one <quiz>, or one question without it.
type moodleReader struct {
	*Reader
	*xmlInput
	category string
	unused   int // line of the category, while no question came
	quiz     bool
	found    bool
}

func readMoodle(r *Reader, in *input) {
	m := &moodleReader{Reader: r, xmlInput: newXMLInput(in, "question")}
	for !r.stopped && m.step() {
	}
	m.endCategory()
	m.finish()
	if !m.found && !r.stopped {
		m.refuse(m.xmlInput.no, "", "bad-xml", "no <question> of Moodle stands in the XML: export the question bank as Moodle XML")
	}
}

// step reads an element of the frame, and reports whether there is more.
func (m *moodleReader) step() bool {
	t, err := m.next()
	if err != nil {
		return m.frameError(err)
	}
	switch t := t.(type) {
	case xml.StartElement:
		switch {
		case strings.EqualFold(t.Name.Local, "quiz"):
			m.quiz = true
		case strings.EqualFold(t.Name.Local, "question"):
			return m.question(t) && m.quiz
		}
	case xml.EndElement:
		return !strings.EqualFold(t.Name.Local, "quiz")
	case xml.Directive:
		if strings.Contains(string(t), "<!ENTITY") {
			m.emitProblem(bank.Problem{Line: m.line, Severity: bank.Warning, Code: "xml-entity",
				Message: "entities that the file declares itself are not expanded, and stay in the texts as they are: write out what they stand for"})
		}
	}
	return true
}

func (m *moodleReader) frameError(err error) bool {
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF:
		return false
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		if m.found {
			m.emitProblem(bank.Problem{Line: m.xmlInput.no, Severity: bank.Warning, Code: "unclosed-xml", Message: "the end of <quiz> is missing: perhaps the file was cut off"})
		}
		return false
	}
	m.found = true
	m.refuse(m.line, "", "bad-xml", xmlProblem(err))
	return m.skipTo("quiz")
}

// question reads a question element, and reports whether there is more to read.
func (m *moodleReader) question(start xml.StartElement) bool {
	m.found = true
	line := m.line
	m.mark()
	n, err := m.node(start, "file")
	n.line = line
	if err == nil {
		m.unmark()
		m.item(n, nil)
		return true
	}
	broken := m.line
	m.rewind()
	if errors.Is(err, errNested) {
		m.item(n, []bank.Problem{{Line: line, Severity: bank.Warning, Code: "unclosed-xml", Message: "the end of the question is missing: close it with </question>"}})
	} else {
		m.saw(moodleXML)
		m.refuse(line, m.draft(n).number, "bad-xml", fmt.Sprintf("in line %d %s", broken, xmlProblem(err)))
	}
	return m.skipTo("quiz")
}

func (m *moodleReader) refuse(line int, number, code, message string) {
	m.emitProblem(bank.Problem{Line: max(line, 1), Severity: bank.Error, Code: code, Message: message, Number: number})
}

// item reads a question by its type.
func (m *moodleReader) item(n *xmlNode, problems []bank.Problem) {
	kind := strings.ToLower(strings.TrimSpace(n.attr("type")))
	switch kind {
	case "category":
		m.endCategory()
		m.category, m.unused = moodleCategory(n), n.line
		return
	case "description":
		m.emitProblem(bank.Problem{Line: n.line, Severity: bank.Note, Code: "description",
			Message: "a description and no question, since it has no answers: " + clip(oneLine(m.draft(n).title+" "+richText(n.get("questiontext"))))})
		return
	}
	m.unused = 0
	m.saw(moodleXML)
	d := m.draft(n)
	d.problems = append(problems, d.problems...)
	// The suffix is of a plugin that adds formulas to the types.
	read := moodleTypes[strings.TrimSuffix(kind, "wiris")]
	if read == nil {
		m.refuse(d.line, d.number, "kind-not-read", fmt.Sprintf("questions of the type %q are not read: make it multichoice, truefalse, shortanswer, numerical, matching or essay", clip(kind)))
		return
	}
	drafts, problem := read(n, d)
	if problem != nil {
		m.refuse(d.line, d.number, problem.Code, problem.Message)
		return
	}
	for _, d := range drafts {
		m.emit(m.check(d))
	}
}

// endCategory notes a category without questions.
func (m *moodleReader) endCategory() {
	if m.unused > 0 && m.category != "" {
		m.emitProblem(bank.Problem{Line: m.unused, Severity: bank.Note, Code: "empty-category", Message: "the category " + clip(m.category) + " holds no question of its own"})
	}
}

var categoryRoot = pattern.New(`^\$[a-zA-Z0-9]+\$/?`)

// moodleCategory returns the path of a category without the words that every path has. Some programs write it as a name.
func moodleCategory(n *xmlNode) string {
	path := plainField(n.get("category"))
	if path == "" {
		path = plainField(n.get("name"))
	}
	path = categoryRoot.ReplaceAllString(path, "")
	if path == "top" {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(path, "top/"), "//", "/"))
}

// draft reads what all types have.
func (m *moodleReader) draft(n *xmlNode) draft {
	d := draft{line: n.line, number: oneLine(plainField(n.get("idnumber"))), title: oneLine(plainField(n.get("name"))),
		stem: richText(n.get("questiontext"))}
	if d.number == "" {
		d.number = numberOfItem(d.title)
	}
	if d.title == d.number || d.title == d.stem {
		d.title = ""
	}
	if m.category != "" {
		d.tags = append(d.tags, m.category)
	}
	for _, tags := range n.all("tags") {
		for _, tag := range tags.all("tag") {
			if text := plainField(tag); text != "" {
				d.tags = append(d.tags, text)
			}
		}
	}
	d.tags = unique(d.tags)
	d.explanation, d.references = moodleExplanation(n)
	d.problems = moodleFiles(n)
	d.stem = strings.TrimSpace(d.stem + oldPicture(n))
	return d
}

var questionName = pattern.New(`(?i)^(?:(?:q|question|item|nr|no|frage|pregunta|quest[aã]o|domanda|вопрос)[ .:#_-]*)?0*([0-9]{1,6}(?:\.[0-9]{1,4})*)[.:)]?$`)

// numberOfItem returns the number in a name that is only one, "Q12" or "Question 12".
func numberOfItem(name string) string {
	if found := questionName.FindStringSubmatch(name); found != nil {
		return found[1]
	}
	return ""
}

// A feedbackPart is an element whose text explains, and the words before it.
var feedbackParts = []struct{ element, words string }{
	{"generalfeedback", ""}, {"graderinfo", ""}, {"correctfeedback", ""}, {"partiallycorrectfeedback", "If partly right: "},
	{"incorrectfeedback", "If wrong: "}, {"responsetemplate", "Template: "}, {"hint", "Hint: "},
}

// stockFeedback are the sentences that Moodle writes where the author wrote none.
var stockFeedback = []string{
	"your answer is correct", "your answer is partially correct", "your answer is incorrect", "correct", "incorrect", "partially correct", "right", "wrong",
	"die antwort ist richtig", "die antwort ist teilweise richtig", "die antwort ist falsch", "respuesta correcta", "respuesta parcialmente correcta", "respuesta incorrecta",
	"votre réponse est correcte", "votre réponse est partiellement correcte", "votre réponse est incorrecte", "sua resposta está correta", "sua resposta está parcialmente correta",
	"sua resposta está incorreta", "risposta corretta", "risposta parzialmente corretta", "risposta errata", "ваш ответ верный", "ваш ответ частично правильный", "ваш ответ неправильный",
}

// moodleExplanation joins what explains the answer.
func moodleExplanation(n *xmlNode) (explanation string, references []string) {
	var parts []string
	for _, part := range feedbackParts {
		for _, element := range n.all(part.element) {
			text := richText(element)
			var refs []string
			if part.words == "" {
				text, refs = cutReferences(text)
				references = append(references, refs...)
			}
			stock := part.words != "" || part.element == "correctfeedback"
			if text == "" || stock && slices.Contains(stockFeedback, strings.ToLower(strings.Trim(text, " .!*"))) {
				continue
			}
			parts = append(parts, part.words+text)
		}
	}
	return strings.Join(parts, "\n\n"), references
}

// cutReferences takes lines "Reference: ..." off the end of a text.
func cutReferences(text string) (rest string, references []string) {
	for {
		at := strings.LastIndexByte(text, '\n')
		ref, ok := strings.CutPrefix(text[at+1:], "Reference: ")
		if !ok {
			slices.Reverse(references)
			return text, references
		}
		references = append(references, strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(ref), "<"), ">"))
		text = strings.TrimRight(text[:max(at, 0)], "\n")
	}
}

// oldPicture returns the picture of a question as Moodle kept it until 1.9, behind a blank line.
func oldPicture(n *xmlNode) string {
	if picture := plainField(n.get("image")); picture != "" {
		return "\n\n![](" + address(picture) + ")"
	}
	return ""
}

// moodleFiles notes the files of a question to which no text refers.
func moodleFiles(n *xmlNode) []bank.Problem {
	var names []string
	var walk func(n *xmlNode)
	walk = func(n *xmlNode) {
		files := n.all("file")
		if len(files) > 0 && !strings.Contains(n.content(), "@@PLUGINFILE@@/") {
			for _, f := range files {
				names = append(names, f.attr("name"))
			}
		}
		for _, c := range n.inner {
			walk(c)
		}
	}
	walk(n)
	if len(names) == 0 {
		return nil
	}
	return []bank.Problem{{Severity: bank.Note, Code: "file", Message: fmt.Sprintf("%s not kept, such as %s: only the references to them are", count(len(names), "attached file is", "attached files are"), clip(names[0]))}}
}

// plainField returns the text of an element that is no rich text.
func plainField(n *xmlNode) string {
	if t := n.get("text"); t != nil {
		n = t
	}
	return strings.TrimSpace(n.content())
}

var packedPicture = pattern.New(`\]\(data:[^)]*\)`)

// richText returns the text of an element as Markdown, by its format. Moodle's own format is HTML in which line ends
// count, and markdownOf keeps them where no element says where lines end.
func richText(n *xmlNode) string {
	text := plainField(n)
	switch n.attr("format") {
	case "plain_text", "plain", "2":
	case "markdown", "4":
		text = packedPicture.ReplaceAllString(text, "](embedded-image)")
	default:
		text = markdownOf(text)
	}
	return text
}

// fraction reads the percentText of an answer. Some write it with a comma.
func fraction(n *xmlNode) float64 {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.ReplaceAll(strings.TrimSpace(n.attr("fraction")), ",", "."), "%"), 64)
	if err != nil || f != f || f > 1e6 || f < -1e6 {
		return 0
	}
	return f
}
