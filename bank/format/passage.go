package format

import (
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// Between questions stand the titles of parts, and texts that several questions share. A passage is announced in three
// ways: "Questions 4-6 refer to the following passage", which says for whom it is; a title "Passage", "Scenario 2" or
// "Case study: …", after which it is for the questions up to the next title or passage; or such a title with a number, if
// the first question behind it says "refer to scenario 2": then it is for the questions that say so, wherever they
// stand. The passage is put in front of the stem of each of its questions.

// A passage is a text that several questions share.
type passage struct {
	title    string
	name     string // "scenario 2"
	text     string
	from, to int // numbers of its questions, or 0
	left     int // questions that it is still for, or -1
	line     int
	used     bool
	named    bool // for those that name it
}

// passages are those of a file.
type passages struct {
	open *passage   // for the questions that follow
	all  []*passage // that are for certain numbers, or named
}

// maxPassages bounds what is kept of a file that is nothing but passages.
const maxPassages = 200

var passageWords = map[string]bool{"passage": true, "scenario": true, "case study": true, "case": true, "reading passage": true, "vignette": true,
	"cenário": true, "estudo de caso": true, "texto": true, "escenario": true, "caso de estudio": true, "caso práctico": true, "szenario": true, "fallstudie": true,
	"scénario": true, "étude de cas": true, "texte": true, "scenariusz": true, "caso di studio": true, "сценарий": true, "kịch bản": true, "场景": true, "シナリオ": true}

// passageTitle reads the title of a passage. rest is what stands behind the title on its line.
func passageTitle(m *mark) (name, rest string, ok bool) {
	if m.code || m.kind == markOption || m.kind == markKey || len(m.text) > 400 {
		return "", "", false
	}
	bare, d := undress(strings.TrimSpace(m.text))
	word, after := leadingWord(bare)
	for _, two := range []string{"case study", "reading passage", "estudo de caso", "caso de estudio", "caso práctico", "étude de cas", "caso di studio"} {
		if strings.HasPrefix(strings.ToLower(bare), two) {
			word, after = two, bare[len(two):]
		}
	}
	if !passageWords[word] {
		return "", "", false
	}
	number, tail := leadingNumber(strings.TrimLeft(after, " #"))
	if number == "" && len(after) > 1 && after[0] == ' ' && isUpper(after[1]) && (len(after) == 2 || !isLetter(after[2])) {
		number, tail = after[1:2], after[2:]
	}
	tail = strings.TrimLeft(tail, "*_ ")
	switch {
	case tail == "", strings.HasPrefix(tail, ":"), strings.HasPrefix(tail, "："):
	case d.heading > 0, strings.HasPrefix(tail, "- "), strings.HasPrefix(tail, "– "), strings.HasPrefix(tail, "— "), strings.HasPrefix(tail, ". ") && number != "", tail == "-":
	default:
		return "", "", false
	}
	if word == "case" && number == "" {
		return "", "", false
	}
	return strings.TrimSpace(word + " " + number), closeBold(strings.TrimLeft(tail, ":：-–—. ")), true
}

// rangeOf reads the numbers that an announcement names: "Questions 4-6 refer to the following passage", "Use the text below
// for questions 4 to 6", "The next three questions are about …".
func rangeOf(text string) (from, to, next int, ok bool) {
	lower := strings.ToLower(text)
	if len(lower) > 400 || !slices.ContainsFunc(rangeVerbs, func(v string) bool { return strings.Contains(lower, v) }) {
		return 0, 0, 0, false
	}
	for _, word := range []string{"questions ", "questões ", "preguntas ", "fragen ", "domande ", "items ", "вопросы ", "qs. ", "q"} {
		at := strings.Index(lower, word)
		if at < 0 {
			continue
		}
		if prior := strings.Fields(lower[:at]); len(prior) > 1 && (prior[len(prior)-2] == "next" || prior[len(prior)-2] == "following") {
			if n := countWords[prior[len(prior)-1]]; n > 0 {
				return 0, 0, n, true
			}
		}
		low, tail := leadingNumber(strings.TrimLeft(lower[at+len(word):], "# "))
		tail = strings.TrimSpace(tail)
		for _, join := range []string{"-", "–", "—", "to ", "through ", "and ", "& ", "a ", "e ", "y ", "bis ", "à ", "al "} {
			if high, _ := leadingNumber(strings.TrimLeft(strings.TrimPrefix(tail, join), " #q")); strings.HasPrefix(tail, join) && high != "" && low != "" {
				return position99(low), position99(high), 0, true
			}
		}
	}
	return 0, 0, 0, false
}

var rangeVerbs = []string{"refer", "based on", "relate", "following", "use the", "below", "baseiam", "baseie", "seguinte", "siguiente", "baséese", "folgende", "beziehen", "portent", "suivant", "are about", "pertain", "concern", "относятся"}

// announces says whether a line begins a passage.
func announces(m *mark) bool {
	if _, _, ok := passageTitle(m); ok {
		return true
	}
	if m.kind != markText && m.kind != markHeading && m.kind != markRefer {
		return false
	}
	c := leadRune(strings.TrimLeft(m.text, "*_#> ["))
	if !strings.ContainsRune("QqPpFfDdRrUuTtИиВвIiBb", c) {
		return false
	}
	_, _, _, ok := rangeOf(m.text)
	return ok
}

// between takes lines that stand outside of questions.
func (p *markedParser) between(block []mark) {
	for len(block) > 0 {
		at := slices.IndexFunc(block, func(m mark) bool { return announces(&m) })
		if at < 0 {
			at = len(block)
		}
		p.titles(block[:at])
		p.outside.add(block[:at])
		if block = block[at:]; len(block) == 0 {
			return
		}
		end := 1
		for end < len(block) && !announces(&block[end]) && !(end > 1 && block[end].kind == markHeading && beginsPart(&block[end])) {
			end++
		}
		p.announce(block[:end])
		block = block[end:]
	}
}

// titles looks for the title of a part. It ends a passage, and may say the kind of the questions below it.
func (p *markedParser) titles(block []mark) {
	for i := range block {
		m := &block[i]
		if m.kind == markBlank || m.kind == markRule || m.kind == markDetailsEnd {
			continue
		}
		p.passages.open = nil
		if m.kind != markHeading && !beginsPart(m) && !m.dress.bold && kindOfTitle(m.rest) == "" {
			continue
		}
		text := titleOf(m)
		p.split.kind = kindOfTitle(text)
		if p.last > 0 {
			p.group++
			p.last = 0
		}
		p.title = text
	}
}

// announce reads a passage: the line that announces it, and its text.
func (p *markedParser) announce(block []mark) {
	said := &passage{left: -1, line: block[0].no}
	var text section
	name, rest, titled := passageTitle(&block[0])
	if titled {
		said.name, said.title = name, titleOf(&block[0])
		text.addText(block[0].no, rest, 0)
	}
	from, to, next, ranged := rangeOf(block[0].text)
	if ranged {
		said.from, said.to = from, to
		if next > 0 {
			said.left = next
		}
		text.lines = nil
	}
	markdown := false
	for i := 1; i < len(block); i++ {
		m := &block[i]
		markdown = markdown || m.dress.markdown()
		if m.kind != markDetails && m.kind != markDetailsEnd {
			text.add(m)
		}
	}
	if said.text = text.plainText(); markdown || block[0].dress.markdown() {
		said.text = text.markdownText()
	}
	if said.text == "" {
		p.titles(block)
		p.outside.add(block)
		return
	}
	p.passages.add(said)
}

func (s *passages) add(said *passage) {
	s.open = nil
	if said.from == 0 {
		s.open = said
	}
	if len(s.all) < maxPassages {
		s.all = append(s.all, said)
	}
}

// give puts the passages of a question in front of its stem.
func (s *passages) give(d *draft) {
	number := position99(d.number)
	lower := ""
	for _, said := range s.all {
		if said.name != "" && strings.ContainsAny(said.name, "0123456789") {
			if lower == "" {
				lower = strings.ToLower(d.stem)
			}
			if refersTo(lower, said.name) {
				said.named = true
				said.put(d)
				continue
			}
		}
		if said.from > 0 && number >= said.from && number <= said.to {
			said.put(d)
		}
	}
	if open := s.open; open != nil && !open.named && open.left != 0 {
		open.put(d)
		open.left--
	}
}

// refersTo says whether a stem names a passage: "refer to Scenario 2".
func refersTo(stem, name string) bool {
	at := strings.Index(stem, name)
	return at >= 0 && (at+len(name) == len(stem) || !isDigit(stem[at+len(name)]))
}

func (said *passage) put(d *draft) {
	said.used = true
	if d.stem != "" && !strings.Contains(d.stem, said.text) {
		d.stem = said.text + "\n\n" + d.stem
	}
}

// leave notes the passages that no question took.
func (s *passages) leave(r *Reader) {
	for _, said := range s.all {
		if !said.used {
			r.emitProblem(bank.Problem{Line: said.line, Severity: bank.Note, Code: "outside-questions",
				Message: "a text that no question refers to was left out: " + strconv.Quote(clip(said.text))})
		}
	}
}
