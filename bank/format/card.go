package format

import (
	"slices"
	"strings"
)

// readCard looks for options in the text of a question, as flashcards and tables with few columns have them:
//
//	Which store is fastest?
//	A) Amazon S3
//	B) Amazon EBS
//
// The first line of the key names the option, and what follows explains it. The text is read by the grammar of exam text
// and Markdown.
func (t *questionTable) readCard(d *rowDraft) {
	if !strings.Contains(d.stem, "\n") && len(inlineLabels(d.stem)) < 2 {
		return
	}
	key, rest := "", ""
	if len(d.keys) == 1 {
		key, rest = cardKey(d.keys[0])
	}
	card, ok := cardOf(d.stem, key, d.line)
	if !ok {
		return
	}
	d.stem, d.options = card.stem, card.options
	if len(d.keys) == 1 {
		d.keys = []string{key}
	} else if len(d.keys) == 0 {
		for _, k := range card.keys {
			d.keys = append(d.keys, k.text)
		}
	}
	d.explanation = joinParagraphs(card.explanation, rest, d.explanation)
	d.references = unique(append(d.references, card.references...))
}

func joinParagraphs(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" }), "\n\n")
}

// cardKey splits the back of a card: its first line is the key, "B" or "Answer: B", and the rest the explanation.
func cardKey(back string) (key, rest string) {
	key, rest, _ = strings.Cut(strings.TrimSpace(back), "\n")
	if m := classify(mark{}, nonEmpty(key)); m.kind == markKey {
		key = m.rest
	}
	if first, _, _ := strings.Cut(strings.TrimSpace(rest), "\n"); first != "" {
		if m := classify(mark{}, nonEmpty(first)); m.kind == markExplain {
			rest = strings.TrimSpace(m.rest + "\n" + strings.TrimPrefix(strings.TrimSpace(rest), first))
		}
	}
	return strings.TrimSpace(key), strings.TrimSpace(rest)
}

// cardOf reads a text and a key as one question of the marked grammar. It is false where that has no options. Points and
// numbers of a list are options only where the key names one of them.
func cardOf(text, key string, no int) (draft, bool) {
	var classes classifier
	var blocks [][]mark
	var split splitter
	split.emit = func(block []mark, headed bool) { blocks = append(blocks, slices.Clone(block)) }
	split.words = map[string]bool{}
	split.reset(nil, false)
	lines := append([]string{"Question 1"}, strings.Split(text, "\n")...)
	if key != "" {
		lines = append(lines, "", "Answer: "+key)
	}
	for _, l := range lines {
		for _, m := range classes.marks(nil, line{no, l}) {
			split.add(m)
		}
	}
	split.flush()
	if len(blocks) != 1 {
		return draft{}, false
	}
	d, outside, _ := assemble(blocks[0], "", false, true)
	if len(outside) > 0 || len(d.options) < 2 || strings.TrimSpace(d.stem) == "" {
		return draft{}, false
	}
	return d, true
}
