package format

import (
	"strings"

	"mlatlas/bank/pattern"
)

// A JSON document is an object or list; several may stand behind each other. It may be a piece of a program that gives a
// list of questions a name: "const questions = [ ... ];".

// jsonName is the name of the format.
const jsonName = "json"

// assignment is what stands before a value in a program.
var assignment = pattern.New(`^(?:export\s+default\s*|module\.exports\s*=\s*|return\s+|(?:export\s+)?(?:(?:const|let|var)\s+)?[\pL_$][\pL\pN_.$]{0,60}\s*(?::\s*[^=]{1,80})?=\s*)(?:Object\.freeze\(|JSON\.parse\()?[\[{]`)

// opensAt returns where on a line a JSON value begins; -1 if none does.
func opensAt(text string) int {
	if text == "" {
		return -1
	}
	at := 0
	if text[0] != '[' && text[0] != '{' {
		if !isLetter(text[0]) && text[0] != '_' && text[0] != '$' || !strings.ContainsAny(text, "[{") {
			return -1
		}
		found := assignment.FindStringIndex(text)
		if found == nil {
			return -1
		}
		at = found[1] - 1
	}
	inside := strings.TrimLeft(text[at+1:], " \t")
	switch {
	case inside == "", strings.HasPrefix(inside, "//"), strings.HasPrefix(inside, "/*"):
		return at
	case text[at] == '[':
		if inside[0] == '{' || inside[0] == '[' || inside[0] == ']' {
			return at
		}
	case strings.IndexByte("\"'}", inside[0]) >= 0 || namesField(inside):
		return at
	}
	return -1
}

// namesField reports whether a text begins with the name of a field without quotes.
func namesField(s string) bool {
	name, _, ok := strings.Cut(s, ":")
	return ok && name != "" && len(name) < 40 && strings.Trim(foldName(name), "0123456789") != "" && !strings.ContainsAny(name, " \t(){}[]")
}

// beginsJSON recognises a value that holds questions by reading what can be looked at of it.
func beginsJSON(in *input, expected bool) bool {
	at := opensAt(in.first())
	if at < 0 {
		return expected && isComment(in.first())
	}
	if expected {
		return true
	}
	var ahead []line
	for i := 0; ; i++ {
		l, ok := in.peek(i)
		if !ok {
			break
		}
		ahead = append(ahead, l)
	}
	p := newJSONParser(inputOf(ahead))
	p.start()
	v, _ := p.value("")
	return isQuestion(&v) || holdsQuestions(&v, 0)
}

func isComment(text string) bool {
	return strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/*") || strings.HasPrefix(text, "#")
}

func newJSONParser(in *input) *jsonParser {
	return &jsonParser{in: in, asks: looksAsked, asked: isQuestionList}
}

// start goes to the first value of the next lines.
func (p *jsonParser) start() {
	p.more()
	for isComment(strings.TrimSpace(p.text)) && opensAt(strings.TrimSpace(p.text)) < 0 {
		if _, ok := p.next(); !ok || p.at > 0 {
			break
		}
	}
	rest := strings.TrimLeft(p.text[p.at:], " \t")
	if at := opensAt(rest); at >= 0 {
		p.at = len(p.text) - len(rest) + at
	}
}

// readJSON reads the documents of a region.
func readJSON(r *Reader, in *input) {
	expected := r.usual == jsonName || r.forced == jsonName
	if expected && linesOfObjects(in) {
		readLines(r, in, true)
		return
	}
	a := asker{r: r, format: jsonName}
	first, _ := in.peek(0)
	for !r.stopped && !in.done() {
		text := in.first()
		if text != "" && opensAt(text) < 0 && !(expected && isComment(text)) {
			if r.forced == "" {
				break
			}
			a.skipText(in)
			continue
		}
		if text == "" {
			in.next()
			continue
		}
		a.document(in, expected)
	}
	a.flush()
	if expected && a.seen == 0 && !r.stopped {
		r.emitProblem(noQuestion(first.no, "JSON"))
	}
}

// skipText goes over lines that are no JSON, in a file that is said to be it.
func (a *asker) skipText(in *input) {
	first, _ := in.next()
	a.fail(first.no, "", "bad-json", "%q begins no JSON value: write a list or an object", clip(first.text))
	for !in.done() && opensAt(in.first()) < 0 {
		in.next()
	}
}

// linesOfObjects says that a file holds an object on each line: JSON Lines under another name.
func linesOfObjects(in *input) bool {
	first, _ := in.peek(0)
	second, ok := in.peek(1)
	if !ok || !strings.HasPrefix(strings.TrimSpace(first.text), "{") || !strings.HasPrefix(strings.TrimSpace(second.text), "{") {
		return false
	}
	_, err := jsonValue(first.text, first.no)
	return err == nil
}

// document reads one value and what is behind it on its last line.
func (a *asker) document(in *input, expected bool) {
	p := newJSONParser(in)
	p.expected = expected
	p.hand = func(at *field) { a.takeBatch(p, at) }
	p.start()
	v, err := p.value("")
	switch {
	case err == nil || err == errTold:
		a.walk(&v, setting{})
	case looksAsked(&v):
		a.fail(err.line, numberOf(scalar(part(v, "number"))), "bad-json", "not JSON at byte %d of the line: %s", err.at, err.what)
	default:
		a.walk(&v, setting{})
		a.fail(err.line, "", "bad-json", "not JSON at byte %d of the line: %s; what comes before it was read", err.at, err.what)
	}
	if err != nil {
		if expected {
			for in.err == nil && opensAt(in.first()) < 0 && !in.done() {
				in.next()
			}
		}
		return
	}
	rest := strings.TrimLeft(p.text[min(p.at, len(p.text)):], " \t;),")
	switch {
	case rest == "" || isComment(rest):
	case opensAt(rest) >= 0:
		in.unread(line{p.no, rest})
	default:
		a.fail(p.no, "", "bad-json", "%q stands behind the JSON value: remove it", clip(rest))
	}
}

// takeBatch takes the questions that were read of a list so far, and drops them from it.
func (a *asker) takeBatch(p *jsonParser, at *field) {
	v := &at.value
	if isOptionList(at.name) || len(v.items) == 0 {
		return
	}
	if last := &v.items[len(v.items)-1]; !v.asked && !isQuestion(last) {
		return
	}
	ctx := setting{}
	for _, outer := range p.open[:len(p.open)-1] {
		if outer.value.kind == object {
			ctx = a.inside(&outer.value, ctx)
		}
	}
	ctx.name = at.name
	if tag := topicName(at); tag != "" {
		ctx.tags = addTag(ctx.tags, tag)
	}
	a.walk(v, ctx)
	a.flush()
	v.items, v.asked = nil, true
	p.forget()
}
