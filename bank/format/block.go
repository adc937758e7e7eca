package format

import (
	"strings"
	"unicode/utf8"
)

// role is what a line is in its block.
type role uint8

const (
	roleNone       role = iota // blank lines, tags of <details>, rules and chrome
	roleHead                   // the line of the head; its rest begins the stem
	roleStem                   //
	roleOption                 // begins an option
	roleOptionText             // goes on an option
	roleAfter                  // after a blank line behind an option: the option's if another option follows
	roleKey                    //
	roleExplain                // a label of the explanation
	roleText                   // of the explanation
	roleRefer                  // a label of references
	roleReferText              //
	roleTag                    //
	roleVote                   // the votes of a discussion site on the key
	roleOutside                // behind the question: a title of the next part, front matter
)

// stage is how far a block has got.
type stage uint8

const (
	inStem stage = iota
	inOptions
	afterKey
	inExplanation
)

// phase follows a block line by line and gives every line its role.
type phase struct {
	at       stage
	boxes    bool // the options are check boxes
	weak     bool // by signs that stand before other lines too
	marked   bool // an option is marked as right
	inner    bool // a list of other letters stands in the last option
	early    bool // the key stands above the stem
	delim    byte // of the options
	reopened int  // how often what looked like options turned out to be a list of the stem
	numeric  bool // the options have numbers
	bullets  bool // the options are points of a Markdown list
	lower    bool // the options have small letters
	last     int  // position of the last option's label
	indent   int  // of the first option
	options  int
	maybe    int  // index of a line "- A text" that may be the first option, or -1
	blank    bool // the line before was blank
	apart    bool // there was a blank line since the last option began
	wantKey  bool // the key was announced and did not come yet
	keyed    bool // there is a key line
	refers   bool // in references
	awaits   bool // the references have their title, and none of them came yet
	labelled bool // the explanation has a label, or stands in <details>
	stem     bool // there is text in the stem
	points   int  // points of a list that the stem ends with so far
	open     bool // the kind is known, and no choice: the key may be any text
	gap      bool // the stem has a gap to fill in
	closed   bool // a heading of the same rank as the head has ended the question
	level    int  // of headings that end it
}

func newPhase(head *mark) phase {
	p := phase{maybe: -1, level: 3}
	if head != nil && head.dress.heading > 0 {
		p.level = head.dress.heading
	}
	return p
}

// step gives the mark at index i of the block its role. It may change the role of a line before, where that turns out
// to have been an option or none.
func (p *phase) step(block []mark, i int) {
	m := &block[i]
	m.role = p.roleOf(block, i)
	p.blank = m.kind == markBlank
}

func (p *phase) roleOf(block []mark, i int) role {
	m := &block[i]
	switch {
	case p.closed:
		return roleOutside
	case m.code:
		return p.textRole(m)
	case m.kind == markBlank:
		p.refers = p.refers && p.awaits
		return p.blankRole()
	case m.kind == markDetails:
		p.labelled = p.labelled || p.at >= afterKey
		return roleNone
	case m.kind == markDetailsEnd:
		return roleNone
	case m.kind == markSummary:
		return p.summary(m)
	case m.kind == markOption && p.accepts(block, i):
		return p.option(m)
	case p.wantKey && m.kind != markExplain && m.kind != markRefer && m.kind != markChrome:
		return p.announcedKey(m)
	case m.kind == markKey && p.acceptsKey(m):
		return p.key(m)
	case m.kind == markExplain && p.belowOption(m):
		return p.textRole(m)
	case m.kind == markExplain && (p.at >= inOptions || p.stem && (m.model || p.open && !m.weak)) && (!m.weak || p.at >= afterKey):
		p.at, p.labelled, p.refers, p.wantKey = inExplanation, true, false, false
		return roleExplain
	case m.kind == markRefer && p.at >= inOptions && (!m.weak || p.at >= afterKey):
		p.refers, p.awaits, p.at = true, m.rest == "", max(p.at, afterKey)
		return roleRefer
	case m.kind == markTag && p.acceptsTag(m):
		return roleTag
	case p.at >= inOptions && topVote(m.text) != "":
		p.at = max(p.at, afterKey)
		return roleVote
	case m.kind == markChrome && m.word == quizEnd:
		p.closed = true
		return roleNone
	case m.kind == markChrome && p.at >= inOptions:
		return roleNone
	case (m.kind == markHeading || m.kind == markNumber && m.dress.heading > 0) && p.ends(m):
		p.closed = true
		closeBefore(block, i)
		return roleOutside
	case m.kind == markText && m.label != "" && p.acceptsSpaced(block, i):
		return p.option(m)
	case p.blank && p.at >= inOptions && p.options != 1 && (m.kind == markText || m.kind == markHeading || m.kind == markRefer) && (announces(m) || m.kind == markText && beginsPart(m)):
		p.closed = true
		return roleOutside
	}
	return p.textRole(m)
}

// ends says whether a heading ends the question: one of the rank of its head, behind the key or the options. "Why B is
// right" goes on with the explanation.
func (p *phase) ends(m *mark) bool {
	if m.dress.heading > p.level || p.at < inOptions || p.at == inOptions && p.options < 2 {
		return false
	}
	lower := strings.ToLower(trimPictures(m.rest))
	for _, start := range []string{"why ", "por que ", "por qué ", "warum ", "pourquoi ", "explanation ", "explaining ", "rationale ", "correct ", "incorrect "} {
		if strings.HasPrefix(lower, start) {
			p.at, p.labelled = max(p.at, afterKey), true
			return false
		}
	}
	return true
}

// partWords begin the title of a part where a number or letter follows: "Section B: Networks".
var partWords = map[string]bool{"section": true, "part": true, "chapter": true, "domain": true, "module": true, "unit": true, "test": true,
	"exam": true, "practice": true, "quiz": true, "seção": true, "parte": true, "sección": true, "capítulo": true, "módulo": true, "domínio": true,
	"kapitel": true, "teil": true, "abschnitt": true, "chapitre": true, "partie": true, "раздел": true, "глава": true, "часть": true}

// beginsPart says whether a line is the title of the next part of a file.
func beginsPart(m *mark) bool {
	text, _ := undress(m.text)
	word, rest := leadingWord(text)
	if !partWords[word] || len(text) > 80 || strings.ContainsAny(text, "?.;") {
		return false
	}
	if word == "practice" {
		word, rest = leadingWord(strings.TrimLeft(rest, " "))
		if !partWords[word] {
			return false
		}
	}
	name := strings.FieldsFunc(closeBold(rest), func(r rune) bool { return r == ' ' || r == ':' || r == '-' || r == '#' || r == '–' || r == '—' })
	return len(name) > 0 && (len(name[0]) == 1 || position99(name[0]) >= 0 || isRoman(name[0])) && strings.HasPrefix(rest, " ")
}

func isRoman(s string) bool { return strings.Trim(s, "IVX") == "" }

func (p *phase) blankRole() role {
	switch p.at {
	case inStem:
		return roleStem
	case inOptions:
		p.apart = true
		return roleAfter
	}
	return roleText
}

// textRole is the role of a line that is no mark here.
func (p *phase) textRole(m *mark) role {
	switch {
	case p.at == inStem:
		p.stem = p.stem || m.kind != markRule
		p.gap = p.gap || hasGap(m.rest)
		if p.points++; !m.dress.bullet {
			p.points = 0
		}
		return roleStem
	case p.at == inOptions && !p.apart:
		return roleOptionText
	case p.at == inOptions:
		return roleAfter
	case p.refers:
		p.awaits = false
		return roleReferText
	}
	return roleText
}

// summary reads the fold above an answer. "Answer" announces the key; "Answer: B" is a key mark and does not come here.
func (p *phase) summary(m *mark) role {
	if p.at == inStem && p.options == 0 && !p.stem {
		return roleNone
	}
	lower := strings.ToLower(m.rest)
	for _, word := range answerWords {
		if strings.Contains(lower, word) {
			p.wantKey = !p.keyed
			p.labelled = true
			return roleNone
		}
	}
	return p.textRole(m)
}

// answerWords occur in the summary of a fold that holds the key.
var answerWords = []string{"answer", "solution", "resposta", "respuesta", "réponse", "antwort", "risposta", "ответ", "lösung",
	"gabarito", "correct", "reveal", "show", "đáp án", "答案", "正解", "정답"}

// announcedKey looks at the first line behind "Answer:" or in an answer's fold.
func (p *phase) announcedKey(m *mark) role {
	p.wantKey = false
	if m.kind == markKey && p.acceptsKey(m) {
		return p.key(m)
	}
	if text, _ := undress(m.text); p.options > 0 && (pureKey(closeBold(text)) || startsWithKey(m, text)) {
		m.rest = closeBold(text)
		p.keyed, p.at = true, afterKey
		return roleKey
	}
	p.at = max(p.at, afterKey)
	return p.textRole(m)
}

// startsWithKey accepts "B) text" and "B Community vote ..." as an announced key.
func startsWithKey(m *mark, text string) bool {
	if m.kind == markOption && m.box == noBox && m.label != "" {
		return true
	}
	return len(text) > 2 && isUpper(text[0]) && text[0] <= 'J' && text[1] == ' ' && text[0] != 'A' && text[0] != 'I'
}

// acceptsKey says whether a key mark is the key here. A second one is, if it can be nothing else: then both are compared.
func (p *phase) acceptsKey(m *mark) bool {
	switch {
	case p.at == inStem && !p.stem && !m.weak && pureKey(m.rest):
		p.early = true
		return true
	case p.at == inStem && p.stem && (p.open || p.gap) && (!m.weak || m.order):
		return true
	case p.at == inStem:
		return p.stem && pureKey(m.rest) || !m.weak && (m.rest == "" || p.points > 1)
	case p.at == inOptions || !p.keyed && !p.labelled:
		return true
	case !p.keyed:
		return pureKey(m.rest) || !m.weak
	}
	return !m.weak && (pureKey(m.rest) || p.open && p.at == afterKey && p.options == 0) && !p.refers
}

func (p *phase) key(m *mark) role {
	p.wantKey = plainKey(m.rest) == ""
	p.keyed = p.keyed || !p.wantKey
	p.at = max(p.at, afterKey)
	return roleKey
}

// acceptsTag takes a tag line above the stem or behind the key, if it is short.
func (p *phase) acceptsTag(m *mark) bool {
	return m.rest != "" && utf8.RuneCountInString(m.rest) <= 80 && (p.at == inStem && !p.stem || p.at >= afterKey && !p.refers)
}

// closeBefore puts front matter that stands before a closing heading outside as well: --- lines around "name: value".
func closeBefore(block []mark, heading int) {
	i := heading - 1
	for i > 0 && (block[i].kind == markBlank || block[i].kind == markRule && block[i-1].kind == markBlank) {
		i--
	}
	if block[i].kind != markRule {
		return
	}
	for j := i - 1; j > 0 && strings.Contains(block[j].text, ":"); j-- {
		if begin := &block[j-1]; begin.kind == markRule || strings.HasSuffix(begin.text, "---") {
			if begin.kind == markRule {
				begin.role = roleOutside
			}
			for k := j; k < heading; k++ {
				block[k].role = roleOutside
			}
			return
		}
	}
}
