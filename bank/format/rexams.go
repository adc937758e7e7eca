package format

import (
	"fmt"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// R/exams is the package of R by which universities write exercises. One exercise has a question, a solution and what is
// to be known about it, in R Markdown or in LaTeX:
//
//	Question                                  \begin{question}
//	========                                  Which service ...?
//	Which service transforms data?            \begin{answerlist}
//	                                            \item AWS Glue
//	Answerlist                                  \item Amazon MQ
//	----------                                \end{answerlist}
//	* AWS Glue                                \end{question}
//	* Amazon MQ
//	                                          \begin{solution}
//	Solution                                  ...
//	========                                  \end{solution}
//	...
//	Meta-information                          %% \extype{schoice}
//	================                          %% \exsolution{10}
//	extype: schoice                           %% \exname{glue}
//	exsolution: 10
//
// The key is a string of digits, one for each point of the list; of a cloze the keys of its parts stand between bars, and
// each part is a question of its own. A list in the solution says of each option why. Exercises may be programs: chunks of R
// (```{r} or <<>>=) and expressions (`r x` or \Sexpr{x}) whose results are known only when R has run. Those are errors
// that say so; a chunk that shows nothing, before or in an exercise without expressions, leaves it as it is written.
const rExams = "r-exams"

func beginsRExams(in *input, expected bool) bool {
	l, _ := in.peek(0)
	if !expected && !strings.HasPrefix(l.text, "Question") && !strings.HasPrefix(l.text, `\begin{question`) {
		return false
	}
	headed := false
	for i := range maxAhead {
		name, _ := rSection(in, i)
		if i == 0 && name != rQuestion && !expected {
			return false
		}
		headed = headed || name == rQuestion
		l, more := in.peek(i)
		if !more {
			return headed && expected
		}
		if text := strings.TrimLeft(l.text, "% \t"); headed && (expected || strings.HasPrefix(text, `\extype{`) || strings.HasPrefix(text, `\exsolution{`) || name == rMeta ||
			strings.HasPrefix(text, "extype:") || strings.HasPrefix(text, "exsolution:")) {
			return true
		}
	}
	return false
}

// rPart is a part of an exercise.
type rPart uint8

const (
	rNone rPart = iota
	rQuestion
	rQuestionList
	rSolution
	rSolutionList
	rMeta
	rList // of the part that is open
	rListEnd
	rEnd
)

var rNames = map[string]rPart{"question": rQuestion, "solution": rSolution, "meta-information": rMeta, "metainformation": rMeta, "meta information": rMeta,
	"answerlist": rList, "questionlist": rQuestionList, "solutionlist": rSolutionList}

var rEnvironments = map[string]rPart{`\begin{question}`: rQuestion, `\end{question}`: rEnd, `\begin{solution}`: rSolution, `\end{solution}`: rEnd,
	`\begin{answerlist}`: rList, `\end{answerlist}`: rListEnd}

// rSection reads the line that begins a part, and tells how many lines that takes: a title is underlined.
func rSection(in *input, at int) (part rPart, lines int) {
	l, _ := in.peek(at)
	text := strings.TrimSpace(l.text)
	if text == "" || len(text) > longestLabel {
		return rNone, 0
	}
	if text[0] == '\\' {
		return rEnvironments[text], 1
	}
	if title, ok := strings.CutPrefix(text, "#"); ok {
		if part := rNames[strings.ToLower(strings.Trim(title, "# "))]; part != rNone {
			return part, 1
		}
	}
	part = rNames[strings.ToLower(text)]
	if part == rNone {
		return rNone, 0
	}
	below, _ := in.peek(at + 1)
	if under := strings.TrimSpace(below.text); len(under) < 3 || strings.Trim(under, "=") != "" && strings.Trim(under, "-") != "" {
		return rNone, 0
	}
	return part, 2
}

// rExercise is an exercise that is being read.
type rExercise struct {
	line      int
	question  section
	options   []section
	solution  section
	feedback  []section
	meta      map[string]keyLine
	generated int // line of the first R code that makes text of it, or 0
	latex     bool
	size      int
}

type rReader struct {
	r    *Reader
	at   rPart
	done int // exercises that were emitted
	rExercise
	fence   string        // what ends the code that is open
	chunk   []line        // of R code
	outside *markedParser // takes what is outside of exercises
}

// readRExams reads exercises up to what can be none of them.
func readRExams(r *Reader, in *input) {
	x := rReader{r: r, outside: newMarkedParser(r)}
	expected := r.usual == rExams || r.forced == rExams
	for !r.stopped && !in.done() {
		part, taken := rSection(in, 0)
		if x.fence != "" || part == rNone {
			if !expected && x.line > 0 && x.ends(in) {
				break
			}
			l, _ := in.next()
			x.take(l)
			continue
		}
		l, _ := in.peek(0)
		x.begin(part, l.no, taken == 1 && strings.HasPrefix(strings.TrimSpace(l.text), `\`))
		for range taken {
			in.next()
		}
	}
	x.finish()
	x.outside.close(in.done())
}

// ends reports whether the next line stands behind the exercises of a file that holds more than them.
func (x *rReader) ends(in *input) bool {
	l, _ := in.peek(0)
	text := strings.TrimSpace(l.text)
	return x.at == rMeta && x.fence == "" && text != "" && !strings.HasPrefix(text, "%") && !isMeta(text) && !strings.HasPrefix(text, "```{r") && !strings.HasPrefix(text, "<<") ||
		x.at == rNone && x.line > 0 && len(x.meta) > 0 && text != "" && !isMeta(text) && text[0] != '%' && text[0] != '<'
}

// begin opens a part. A question behind the question of an exercise begins the next one.
func (x *rReader) begin(part rPart, no int, latex bool) {
	if part == rQuestion {
		x.finish()
		x.outside.close(false)
		x.line, x.latex, x.meta = no, latex, map[string]keyLine{}
	}
	switch {
	case x.line == 0:
	case part == rList && (x.at == rSolution || x.at == rSolutionList):
		x.at = rSolutionList
	case part == rList:
		x.at = rQuestionList
	case part == rListEnd && x.at == rSolutionList:
		x.at = rSolution
	case part == rListEnd:
		x.at = rQuestion
	case part == rEnd:
		x.at = rNone
	default:
		x.at = part
	}
}

func (x *rReader) take(l line) {
	text := strings.TrimSpace(l.text)
	if x.size += len(l.text) + 1; x.size > maxBlock || x.line > 0 && isWordedHead(text) {
		x.finish()
	}
	switch {
	case x.fence != "":
		x.inCode(l, text)
	case strings.HasPrefix(text, "```{"), strings.HasPrefix(text, "<<") && strings.HasSuffix(text, ">>="):
		x.fence, x.chunk = map[bool]string{true: "```", false: "@"}[text[0] == '`'], []line{l}
	case strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~~"):
		x.fence = text[:3]
		x.add(l, true)
	case text == `\begin{verbatim}`, text == `\begin{Verbatim}`, text == `\begin{lstlisting}`:
		x.fence = `\end` + text[len(`\begin`):]
		x.add(line{l.no, "```"}, true)
	default:
		x.plain(l, text)
	}
}

// inCode reads a line of a fence or chunk.
func (x *rReader) inCode(l line, text string) {
	switch {
	case len(x.chunk) > 0 && text == x.fence:
		x.endChunk()
	case len(x.chunk) > 0:
		x.chunk = append(x.chunk, l)
	case text == x.fence && x.fence[0] == '\\':
		x.add(line{l.no, "```"}, true)
		x.fence = ""
	default:
		x.add(l, true)
		if text == x.fence {
			x.fence = ""
		}
	}
}

// chunkOption is an option of a chunk that is off.
var chunkOption = pattern.New(`\b(include|results|eval|echo)\s*=\s*["']?(?:FALSE|F|false|hide)\b`)

// rOff returns the options of a chunk that are off.
func rOff(options string) map[string]bool {
	off := map[string]bool{}
	for _, m := range chunkOption.FindAllStringSubmatch(options, -1) {
		off[m[1]] = true
	}
	return off
}

// endChunk decides what a chunk of R code is to the exercise: nothing if it shows nothing, code if it only shows itself.
func (x *rReader) endChunk() {
	chunk := x.chunk
	x.chunk, x.fence = nil, ""
	if x.line == 0 || x.at == rMeta || x.at == rNone {
		return
	}
	off := rOff(chunk[0].text)
	silent := off["include"] || off["results"] || off["eval"] || off["echo"] && printsNothing(chunk[1:])
	if !silent {
		x.generatedAt(chunk[0].no)
		return
	}
	if off["include"] || off["echo"] {
		return
	}
	x.add(line{chunk[0].no, "```r"}, true)
	for _, l := range chunk[1:] {
		x.add(l, true)
	}
	x.add(line{chunk[len(chunk)-1].no, "```"}, true)
}

// quietCode begins the statements of R that print nothing.
var quietCode = pattern.New(`^(#|set\.seed\(|library\(|require\(|options\(|include_supplement\(|knitr::|suppress|[A-Za-z_.][\w.$\[\]"]*\s*(<-|<<-|=)[^=]|[})\]])`)

// printsNothing reports whether a chunk only prepares data: every statement is an assignment or a call without output.
func printsNothing(code []line) bool {
	depth := 0
	for _, l := range code {
		text := strings.TrimSpace(l.text)
		if depth == 0 && text != "" && !quietCode.MatchString(text) {
			return false
		}
		depth += strings.Count(text, "(") + strings.Count(text, "{") - strings.Count(text, ")") - strings.Count(text, "}")
		depth = max(depth, 0)
	}
	return true
}

func (x *rReader) generatedAt(no int) {
	if x.generated == 0 {
		x.generated = no
	}
}

// expression is R code in a text.
var expression = pattern.New("`r [^`]+`|\\\\Sexpr\\{")

func (x *rReader) plain(l line, text string) {
	if name, value, ok := metaLine(text); ok && (x.at == rMeta || x.at == rNone) && x.line > 0 {
		x.meta[name] = keyLine{l.no, value}
		if name != "exname" && expression.MatchString(value) {
			x.generatedAt(l.no)
		}
		return
	}
	switch {
	case x.line == 0 || x.at == rNone || x.at == rMeta:
		if !strings.HasPrefix(text, "%") && !isFrame(text) {
			x.outside.add(l)
		}
	case x.latex && strings.HasPrefix(text, "%"):
	default:
		if expression.MatchString(text) {
			x.generatedAt(l.no)
		}
		x.add(l, false)
	}
}

// isFrame recognises the commands around exercises in a LaTeX document.
func isFrame(text string) bool {
	return strings.HasPrefix(text, `\documentclass`) || strings.HasPrefix(text, `\begin{document}`) || strings.HasPrefix(text, `\end{document}`) ||
		strings.HasPrefix(text, `\usepackage`) || strings.HasPrefix(text, `\newenvironment`) || strings.HasPrefix(text, `\setkeys`)
}

// metaLine reads "extype: schoice" and "%% \extype{schoice}".
func metaLine(text string) (name, value string, ok bool) {
	text = strings.TrimLeft(text, "% \t")
	if rest, latex := strings.CutPrefix(text, `\ex`); latex {
		name, value, ok = strings.Cut(rest, "{")
		if at := strings.LastIndexByte(value, '}'); ok && at >= 0 {
			value = value[:at]
		}
		name = "ex" + name
	} else {
		name, value, ok = strings.Cut(text, ":")
	}
	name = strings.ToLower(strings.TrimSpace(name))
	return name, strings.TrimSpace(value), ok && strings.HasPrefix(name, "ex") && !strings.ContainsAny(name, " \t") && len(name) < longestLabel
}

func isMeta(text string) bool {
	name, _, ok := metaLine(text)
	return ok && (strings.HasPrefix(name, "extype") || strings.HasPrefix(name, "exsol") || strings.HasPrefix(name, "exname") || strings.HasPrefix(name, "extol") ||
		strings.HasPrefix(name, "exs") || strings.HasPrefix(name, "exextra") || strings.HasPrefix(name, "exclozetype") || strings.HasPrefix(name, "expoints") ||
		strings.HasPrefix(name, "extitle") || strings.HasPrefix(name, "exauthor") || strings.HasPrefix(name, "exversion") || strings.HasPrefix(name, "exdate") || strings.HasPrefix(name, "exmaxchars"))
}

// graphics is a picture in LaTeX.
var graphics = pattern.New(`\\includegraphics(?:\[[^\]]*\])?\{([^}\s()]+)\}`)

// add gives a line to the part that is open. In a list a point begins an item.
func (x *rReader) add(l line, code bool) {
	if x.latex && !code {
		l.text = graphics.ReplaceAllString(l.text, "![]($1)")
	}
	trimmed := strings.TrimLeft(l.text, " \t")
	t := textLine{no: l.no, indent: columns(l.text[:len(l.text)-len(trimmed)]), text: l.text, code: code}
	switch x.at {
	case rQuestion:
		x.question.lines = append(x.question.lines, t)
	case rSolution:
		x.solution.lines = append(x.solution.lines, t)
	case rQuestionList:
		addPoint(&x.options, t, trimmed)
	case rSolutionList:
		addPoint(&x.feedback, t, trimmed)
	}
}

func addPoint(points *[]section, t textLine, trimmed string) {
	if !t.code && t.indent < 4 {
		rest, ok := strings.CutPrefix(trimmed, `\item`)
		for _, bullet := range []string{"* ", "- ", "+ "} {
			if !ok && t.indent < 2 {
				rest, ok = strings.CutPrefix(trimmed+" ", bullet)
			}
		}
		if ok {
			rest = strings.TrimSpace(rest)
			*points = append(*points, section{lines: []textLine{{no: t.no, indent: -1, text: rest}}})
			return
		}
	}
	if n := len(*points); n > 0 {
		(*points)[n-1].lines = append((*points)[n-1].lines, t)
	}
}

// finish emits the exercise.
func (x *rReader) finish() {
	e := x.rExercise
	if len(x.chunk) > 0 && e.line > 0 && x.at != rMeta {
		x.endChunk()
		e = x.rExercise
	}
	x.rExercise, x.at, x.fence, x.chunk = rExercise{}, rNone, "", nil
	if e.line == 0 {
		return
	}
	x.done++
	x.r.saw(rExams)
	number := numberOfName(e.meta["exname"].text)
	if e.generated > 0 {
		x.r.emitProblem(bank.Problem{Line: e.line, Severity: bank.Error, Code: "generated", Number: number,
			Message: fmt.Sprintf("the text is made by R code (line %d): knit it first, for instance with exams2moodle, and import what comes out", e.generated)})
		return
	}
	for _, item := range e.items(x.r, number, x.done) {
		x.r.emit(item)
	}
}

// numberOfName returns the number in a title such as "Q12" or "Question 12".
func numberOfName(title string) string {
	if title == "" {
		return ""
	}
	if m := classify(mark{}, title); m.kind == markHead && m.rest == "" {
		return m.number
	}
	return ""
}
