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
	from        bank.Provenance
}

// keyLine is the text of a key and where it stands.
type keyLine struct {
	line int
	text string
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
	model    bool // the explanation is a model answer
	verbatim bool // each key line is one accepted text
	certain  bool // a label that only options have says why one is right
	ofPart   bool // the kind is that of the part of the file
	residue  int  // marks of chat programs that were taken out
}

// option is an option whose lines are still apart.
type option struct {
	mark mark
	section
}

// assemble sorts the lines of a block by their roles. The dress of its marks says whether it is Markdown; the text of
// an explanation does not, since exam text quotes lists too. The kind is what the title of the part says.
func assemble(block []mark, kind bank.Kind, plain, dressed bool) (d draft, outside []mark, isMarkdown bool) {
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
	if a.kind == "" && len(a.options) == 0 {
		a.kind, a.ofPart = kind, true
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
		a.verbatim = a.verbatim || m.word == "accepted answer"
		if m.order {
			a.kind = bank.Ordering
		}
		text, votes := keyAndVotes(m.rest)
		a.vote(m.no, votes)
		if plainKey(text) != "" {
			a.keys = append(a.keys, keyLine{m.no, text})
		}
	case roleVote:
		a.vote(m.no, topVote(m.text))
	case roleExplain:
		a.model = a.model || m.model
		a.text.addText(m.no, m.rest, m.indent)
	case roleText:
		a.text.add(m)
	case roleRefer:
		a.refers.addText(m.no, m.rest, m.indent)
	case roleReferText:
		a.refers.add(m)
	case roleTag:
		a.takeTag(m)
	}
}

func (a *assembler) takeHead(m *mark) {
	a.number = m.number
	rest := m.rest
	switch {
	case m.kind == markHead || m.kind == markNumber && m.dress.heading > 0:
		a.tags, a.kind, rest = headHints(rest)
	case m.kind == markNumber:
		a.tags, rest = namedTags(rest)
		rest, a.kind = cutKind(rest)
	}
	if rest != "" {
		a.stem.addText(m.no, rest, m.indent)
	}
}

// takeTag reads a line that says something about the question: its title, its kind, or a tag.
func (a *assembler) takeTag(m *mark) {
	text := strings.TrimSpace(m.rest)
	switch m.word {
	case "title":
		a.title = text
		return
	case "type", "question type", "kind", "format":
		if kind := kindOf(text); kind != "" {
			a.kind = kind
			return
		}
	case "tags":
		for tag := range strings.SplitSeq(text, ",") {
			a.tags = append(a.tags, strings.TrimSpace(tag))
		}
		return
	}
	a.tags = append(a.tags, text)
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
	a.keyInStem()
	a.flashcard()
	a.shapeMatching()
	if a.ofPart && a.kind == bank.Matching && len(a.prompts) == 0 { // a question of another kind among them
		a.kind = ""
	}
	a.findOptions()
	a.draft.stem = a.clean(&a.stem)
	for i := range a.options {
		a.draft.options = append(a.draft.options, a.bankOption(i))
	}
	bracketFeedback(a.draft.options)
	a.mostVotedOptions()
	a.dressedKey()
	a.references = append(a.references, a.refers.references()...)
	explanation := a.clean(&a.text)
	urls, only := urlsOf(explanation)
	a.references = unique(append(a.references, urls...))
	if !only {
		a.explanation = explanation
	}
	a.settleFeedback()
	a.settleOpen()
	a.noteResidue()
	return a.draft
}

// longestShort is how many words the answer of a card may have to be a short answer.
const longestShort = 12

// flashcard reads a card: "Q: What is it?" and one "A: …" below. A long answer is that of an essay.
func (a *assembler) flashcard() {
	if len(a.options) != 1 || len(a.keys) > 0 || a.head.kind != markHead || a.options[0].mark.label != "A" || a.options[0].mark.delim != ':' || a.options[0].mark.box != noBox {
		return
	}
	answer := a.options[0].section
	a.options = nil
	if text := a.clean(&answer); len(strings.Fields(text)) <= longestShort && text != "" {
		a.kind, a.verbatim = bank.Short, true
		a.keys = append(a.keys, keyLine{answer.lines[0].no, text})
		return
	}
	a.kind = bank.Essay
	a.text.lines = append(answer.lines, a.text.lines...)
}

// findOptions looks for options that do not begin a line of their own.
func (a *assembler) findOptions() {
	if a.kind == bank.Matching || a.kind == bank.Short || a.kind == bank.Numeric || a.kind == bank.Essay {
		return
	}
	if len(a.options) == 0 {
		a.inlineOptions()
	} else {
		a.firstFromStem()
		a.splitOptions()
	}
	if len(a.options) == 0 {
		a.tableOptions()
	}
	if len(a.options) == 0 {
		a.numberedOptions()
	}
	if len(a.options) == 0 {
		a.bulletOptions()
	}
}

// settleOpen decides what only the whole block tells of the kind of a question without options.
func (a *assembler) settleOpen() {
	if len(a.draft.options) > 0 {
		if a.kind == bank.Short || a.kind == bank.Numeric || a.kind == bank.Essay {
			a.kind = ""
		}
		return
	}
	switch {
	case a.kind == "" && a.model && len(a.keys) == 0:
		a.kind = bank.Essay
	case a.kind == "" && len(a.keys) > 0 && hasGap(a.draft.stem):
		if _, truth := truths[fold(plainKey(a.keys[0].text))]; !truth {
			a.kind = bank.Short
		}
	case (a.kind == bank.Short || a.kind == bank.Numeric) && len(a.keys) == 0 && a.explanation != "" && a.model:
		a.keys, a.explanation = []keyLine{{a.line, a.explanation}}, ""
	case a.kind == bank.Essay:
		for _, k := range a.keys {
			a.explanation = strings.TrimSpace(k.text + "\n\n" + a.explanation)
		}
		a.keys = nil
	}
	if a.kind == bank.Short || a.kind == bank.Numeric {
		a.splitAccepted()
	}
}

// splitAccepted parts the accepted texts of one key line at semicolons, bars and slashes with spaces around them.
func (a *assembler) splitAccepted() {
	var keys []keyLine
	for _, k := range a.keys {
		text := markupEdges(k.text)
		if a.verbatim {
			keys = append(keys, keyLine{k.line, text})
			continue
		}
		for _, sign := range []string{" | ", " / ", " ; ", "; "} {
			text = strings.ReplaceAll(text, sign, "\n")
		}
		for one := range strings.SplitSeq(text, "\n") {
			if one = strings.Trim(one, " `"); one != "" {
				keys = append(keys, keyLine{k.line, one})
			}
		}
	}
	a.keys = keys
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
	feedback := a.cutFeedback(o)
	text := a.clean(&o.section)
	text, ticked := trimTick(text)
	return bank.Option{Label: label, Text: text, Feedback: a.clean(&feedback), Correct: ticked || o.mark.star || o.mark.box == tickedBox}
}

// dressedKey takes the options that stand out from the others, in bold or in a quote, as the right ones where nothing else
// says which are.
func (a *assembler) dressedKey() {
	if len(a.keys) > 0 || anyRight(a.draft) {
		return
	}
	for _, d := range []struct {
		code, what string
		stands     func(m *mark) bool
	}{
		{"key-by-bold", "bold", func(m *mark) bool { return m.bold }},
		{"key-by-quote", "a quote", func(m *mark) bool { return m.dress.quote }},
	} {
		n := 0
		for i := range a.options {
			if d.stands(&a.options[i].mark) {
				n++
			}
		}
		if n == 0 || n == len(a.options) {
			continue
		}
		for i := range a.options {
			a.draft.options[i].Correct = d.stands(&a.options[i].mark)
		}
		a.problems = append(a.problems, bank.Problem{Line: a.line, Severity: bank.Warning, Code: d.code,
			Message: "there is no key, and the option in " + d.what + " was taken as the right one: write a line such as \"Answer: B\""})
		return
	}
}

func (a *assembler) clean(s *section) string {
	text := ""
	if a.markdown {
		text = s.markdownText()
	} else {
		text = s.plainText()
	}
	text, n := withoutResidue(text)
	a.residue += n
	return strings.TrimSpace(text)
}

// noteResidue says that marks of chat programs were taken out.
func (a *assembler) noteResidue() {
	if a.residue > 0 {
		a.problems = append(a.problems, bank.Problem{Line: a.line, Severity: bank.Note, Code: "tool-residue",
			Message: count(a.residue, "mark that a chat program left was", "marks that a chat program left were") + " taken out, such as [cite:1]"})
	}
}
