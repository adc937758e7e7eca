package format

import (
	"strings"

	"mlatlas/bank"
)

// A draft is what a reader of any format knows about one question before anything is decided about it. check makes an
// item of it.
type draft struct {
	line        int
	bank        string // as the file says, or ""
	number      string
	kind        bank.Kind // as the file says, or ""
	title       string
	stem        string
	prompts     []string      // of matching questions
	options     []bank.Option // Correct where the option itself is marked as right
	keys        []keyLine     // as written: of choices and steps the labels, of matching the label or text for each prompt
	second      []keyLine     // keys of a less trusted source, such as the votes of a discussion; they decide where keys is junk
	explanation string
	references  []string
	tags        []string
	problems    []bank.Problem // found while it was read
	atEnd       bool           // the file ends with it
}

// keyLine is the text of a key and where it stands.
type keyLine struct {
	line int
	text string
}

// kindWords are the words by which the head of a question says its kind.
var kindWords = map[string]bank.Kind{
	"single": bank.Single, "single choice": bank.Single, "multi": bank.Multiple, "multiple": bank.Multiple,
	"multiple response": bank.Multiple, "multi select": bank.Multiple, "ordering": bank.Ordering, "order": bank.Ordering,
	"matching": bank.Matching, "true/false": bank.TrueFalse,
}

// headHints takes tags in brackets and a kind off what follows the number of a head: "[D1] — Multi". What is left is the
// beginning of the stem.
func headHints(rest string) (tags []string, kind bank.Kind, stem string) {
	stem = rest
	for strings.HasPrefix(stem, "[") {
		end := strings.IndexByte(stem, ']')
		if end < 2 || strings.HasPrefix(stem[end+1:], "(") {
			break
		}
		tags = append(tags, strings.TrimSpace(stem[1:end]))
		stem = strings.TrimLeft(stem[end+1:], " -–—:.")
	}
	if kind = kindWords[strings.ToLower(strings.Trim(stem, "()*_ "))]; kind != "" {
		return tags, kind, ""
	}
	if word, tail := leadingWord(stem); word == "topic" {
		if number, behind := leadingNumber(strings.TrimLeft(tail, " ")); number != "" && strings.Trim(behind, " *") == "" {
			return append(tags, "Topic "+number), kind, ""
		}
	}
	return tags, kind, stem
}

func wordedStem(rest string) string {
	_, _, stem := headHints(rest)
	return stem
}

// assembler makes drafts of the blocks of the marked grammar.
type assembler struct {
	draft
	head     mark
	markdown bool // the block wears Markdown
	stem     section
	options  []option
	after    section // behind the options, not yet known to be an option's
	text     section // the explanation
	refers   section
}

// option is an option whose lines are still apart.
type option struct {
	mark mark
	section
}

// assemble sorts the lines of a block by their roles. The dress of its marks says whether it is Markdown; the text of
// an explanation does not, since exam text quotes lists too.
func assemble(block []mark, plain, dressed bool) (d draft, outside []mark, isMarkdown bool) {
	a := assembler{markdown: dressed, head: block[0]}
	for i := range block {
		m := &block[i]
		structural := m.role == roleHead || m.role == roleOption || m.role == roleKey || m.role == roleExplain || m.kind == markDetails
		if structural && m.dress.markdown() {
			a.markdown = true
		}
	}
	a.markdown = a.markdown && !plain
	a.line = block[0].no
	for i := range block {
		if block[i].role == roleOutside {
			outside = append(outside, block[i])
			continue
		}
		a.take(&block[i])
	}
	return a.finish(), outside, a.markdown
}

func (a *assembler) take(m *mark) {
	switch m.role {
	case roleHead:
		a.takeHead(m)
	case roleStem:
		a.stem.add(m)
	case roleOption:
		a.giveAfterTo(a.lastOption())
		a.options = append(a.options, option{mark: *m})
		a.lastOption().addText(m.no, m.rest, m.indent)
	case roleOptionText:
		a.lastOption().add(m)
	case roleAfter:
		a.after.add(m)
	case roleKey:
		text, votes := keyAndVotes(m.rest)
		a.vote(m.no, votes)
		if plainKey(text) != "" {
			a.keys = append(a.keys, keyLine{m.no, text})
		}
	case roleVote:
		a.vote(m.no, topVote(m.text))
	case roleExplain:
		a.text.addText(m.no, m.rest, m.indent)
	case roleText:
		a.text.add(m)
	case roleRefer:
		a.refers.addText(m.no, m.rest, m.indent)
	case roleReferText:
		a.refers.add(m)
	case roleTag:
		a.tags = append(a.tags, strings.TrimSpace(m.rest))
	}
}

func (a *assembler) takeHead(m *mark) {
	a.number = m.number
	rest := m.rest
	if m.kind == markHead {
		a.tags, a.kind, rest = headHints(rest)
	}
	if rest != "" {
		a.stem.addText(m.no, rest, m.indent)
	}
}

func (a *assembler) lastOption() *section {
	if len(a.options) == 0 {
		return &a.stem
	}
	return &a.options[len(a.options)-1].section
}

// giveAfterTo settles the lines behind a blank line: another option has come, so they belong to the option before it.
func (a *assembler) giveAfterTo(s *section) {
	s.lines = append(s.lines, a.after.lines...)
	a.after = section{}
}

// finish settles what only the whole block can tell.
func (a *assembler) finish() draft {
	a.settleAfter()
	if len(a.options) == 0 {
		a.inlineOptions()
	} else {
		a.firstFromStem()
		a.splitOptions()
	}
	if len(a.options) == 0 {
		a.numberedOptions()
	}
	if len(a.options) == 0 {
		a.bulletOptions()
	}
	a.draft.stem = a.clean(&a.stem)
	for i := range a.options {
		a.draft.options = append(a.draft.options, a.bankOption(i))
	}
	a.mostVotedOptions()
	a.boldKey()
	a.references = append(a.references, a.refers.references()...)
	explanation := a.clean(&a.text)
	urls, only := urlsOf(explanation)
	a.references = unique(append(a.references, urls...))
	if !only {
		a.explanation = explanation
	}
	return a.draft
}

// settleAfter gives what stands between the options and the key to the last option if it is code or indented like the
// option's text, otherwise to the explanation.
func (a *assembler) settleAfter() {
	if len(a.options) == 0 || a.after.empty() {
		return
	}
	last := &a.options[len(a.options)-1]
	first := a.after.firstLine()
	if first.code || first.indent > last.mark.indent+1 {
		a.giveAfterTo(&last.section)
		return
	}
	a.text.lines = append(a.after.lines, a.text.lines...)
	a.after = section{}
}

func (a *assembler) bankOption(i int) bank.Option {
	o := &a.options[i]
	label := o.mark.label
	if label == "" {
		label = letter(i)
	}
	text := a.clean(&o.section)
	text, ticked := trimTick(text)
	return bank.Option{Label: label, Text: text, Correct: ticked || o.mark.star || o.mark.box == tickedBox}
}

// boldKey takes bold options as the right ones where nothing else says which are.
func (a *assembler) boldKey() {
	bold := 0
	for i := range a.options {
		if a.draft.options[i].Correct {
			return
		}
		if a.options[i].mark.bold {
			bold++
		}
	}
	if bold == 0 || bold == len(a.options) || len(a.keys) > 0 {
		return
	}
	for i := range a.options {
		a.draft.options[i].Correct = a.options[i].mark.bold
	}
	a.problems = append(a.problems, bank.Problem{Line: a.line, Severity: bank.Warning, Code: "key-by-bold",
		Message: "there is no key, and the option in bold was taken as the right one: write a line such as \"Answer: B\""})
}

func (a *assembler) clean(s *section) string {
	if a.markdown {
		return s.markdownText()
	}
	return s.plainText()
}
