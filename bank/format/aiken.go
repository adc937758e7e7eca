package format

import (
	"strings"

	"mlatlas/bank"
)

// Aiken is the smallest format of Moodle, for choices with one key:
//
//	Stem on one line, or on a few
//	A) first option
//	B. second option
//	ANSWER: B
//
// Options have capital letters from A on, and a full stop or bracket. Nothing else belongs to an item, so it shows itself
// only by what is missing: a file is taken for Aiken if its first item is complete, nothing but white space stands before
// it, and the file ends behind it or another complete item follows. In the middle of a file two complete items are
// asked for. Exam text has heads, numbers or explanations, and stays exam text.
//
// Inside of a region, and in files called .aiken, more is read: lower case, numbers before stems, texts over several
// lines, several letters in a key, explanations behind it.
const aiken = "aiken"

func beginsAiken(in *input, expected bool) bool {
	if expected {
		return true
	}
	if !in.startsParagraph() {
		return false
	}
	n, ok := strictAiken(in, 0)
	if !ok {
		return false
	}
	for l, more := in.peek(n); more && l.text == ""; l, more = in.peek(n) {
		n++
	}
	if _, more := in.peek(n); !more {
		return !in.text
	}
	_, ok = strictAiken(in, n)
	return ok
}

// strictAiken reports whether the lines from one on are a complete item, and how many lines to come it ends behind.
func strictAiken(in *input, from int) (end int, ok bool) {
	options, blank := 0, true
	for i := from; i < from+60; i++ {
		l, more := in.peek(i)
		if !more || l.text == "" {
			return 0, false
		}
		label, _, option := aikenOption(l.text)
		key, answers := strings.CutPrefix(l.text, "ANSWER:")
		switch {
		case answers:
			key = strings.TrimSpace(key)
			return i + 1, options > 1 && len(key) == 1 && position(key) >= 0 && position(key) < options
		case option && label == letter(options):
			if blank {
				return 0, false
			}
			options++
		case options > 0 || i-from >= stemLines || markOf(l.text).kind != markText:
			return 0, false
		default:
			blank = false
		}
	}
	return 0, false
}

// aikenOption reads "A) text" and "A. text". The space may be missing behind a bracket.
func aikenOption(text string) (label, rest string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) < 2 || !isLetter(text[0]) || text[1] != ')' && text[1] != '.' {
		return "", "", false
	}
	rest = strings.TrimSpace(text[2:])
	if text[1] == '.' && len(text) > 2 && text[2] != ' ' && text[2] != '\t' {
		return "", "", false
	}
	return text[:1], rest, true
}

// aikenKey reads "ANSWER: B", in any case and with any space.
func aikenKey(text string) (key string, ok bool) {
	word, key, found := strings.Cut(strings.TrimSpace(text), ":")
	word = strings.TrimSpace(word)
	return strings.TrimSpace(key), found && (strings.EqualFold(word, "answer") || strings.EqualFold(word, "answers"))
}

// readAiken reads items until something comes that is none.
func readAiken(r *Reader, in *input) {
	expected := r.usual == aiken || r.forced == aiken
	for !r.stopped && !in.done() {
		switch {
		case in.first() == "":
			in.next()
		case !expected && !aikenAhead(in), expected && r.othersThan(aiken, in):
			return
		default:
			r.aikenItem(in)
		}
	}
}

// aikenAhead reports whether an item goes on or begins, complete or not: an option or key comes before anything that only
// exam text has.
func aikenAhead(in *input) bool {
	for i := range stemLines {
		l, ok := in.peek(i)
		if !ok {
			return false
		}
		_, _, option := aikenOption(l.text)
		if _, key := aikenKey(l.text); option || key {
			return true
		}
		if kind := markOf(l.text).kind; kind != markText && kind != markBlank {
			return false
		}
	}
	return false
}

// aikenItem reads one item, complete or not.
func (r *Reader) aikenItem(in *input) {
	r.saw(aiken)
	l, _ := in.peek(0)
	d := draft{line: l.no}
	var stem []string
	size := 0
	for !r.stopped && !in.done() && !d.aikenEnds(in, stem) {
		l, _ := in.next()
		if size += len(l.text); size > maxAheadBytes {
			break
		}
		label, rest, option := aikenOption(l.text)
		switch key, answers := aikenKey(l.text); {
		case answers:
			d.keys = append(d.keys, keyLine{l.no, key})
			d.aikenExplanation(in)
			d.finishAiken(r, in, stem)
			return
		case option && (len(d.options) > 0 || position(upper(label)) == 0):
			d.options = append(d.options, bank.Option{Label: upper(label), Text: rest})
		case len(d.options) > 0:
			o := &d.options[len(d.options)-1]
			o.Text = strings.TrimSpace(o.Text + "\n" + l.text)
		default:
			stem = append(stem, l.text)
		}
	}
	d.finishAiken(r, in, stem)
}

// aikenEnds reports whether another item begins with the next line, so that this one has no key.
func (d *draft) aikenEnds(in *input, stem []string) bool {
	text := in.first()
	if text == "" {
		return false
	}
	label, _, option := aikenOption(text)
	_, key := aikenKey(text)
	switch {
	case key:
		return false
	case option:
		return len(d.options) > 0 && upper(label) == "A"
	case len(d.options) > 0:
		return strings.TrimSpace(in.last) == "" || !d.optionGoesOn(in)
	}
	return len(stem) > 1 && strings.TrimSpace(in.last) == "" && asksAlready(stem) && asksAhead(in)
}

// optionGoesOn reports whether a line that is no option belongs to the option before it: the next option or the key
// comes behind.
func (d *draft) optionGoesOn(in *input) bool {
	for i := 1; ; i++ {
		l, ok := in.peek(i)
		if !ok || l.text == "" {
			return false
		}
		if _, key := aikenKey(l.text); key {
			return true
		}
		if label, _, option := aikenOption(l.text); option {
			return upper(label) != "A"
		}
	}
}

func asksAlready(stem []string) bool {
	for i := len(stem) - 1; i >= 0; i-- {
		if text := strings.TrimSpace(stem[i]); text != "" {
			return strings.HasSuffix(text, "?")
		}
	}
	return false
}

// asksAhead reports whether the next paragraph asks, too.
func asksAhead(in *input) bool {
	last := ""
	for i := 0; ; i++ {
		l, ok := in.peek(i)
		_, _, option := aikenOption(l.text)
		if !ok || l.text == "" || option {
			return strings.HasSuffix(strings.TrimSpace(last), "?")
		}
		last = l.text
	}
}

// aikenExplanation takes reasons and sources that stand behind the key.
func (d *draft) aikenExplanation(in *input) {
	for {
		skipped := 0
		next, _ := in.peek(0)
		for skipped < 3 && next.text == "" {
			skipped++
			next, _ = in.peek(skipped)
		}
		m := markOf(next.text)
		if m.kind == markExplain || m.kind == markRefer {
			for range skipped {
				in.next()
			}
		} else {
			m = markOf(in.first())
		}
		switch m.kind {
		case markExplain:
			in.next()
			d.explanation = strings.TrimSpace(d.explanation + "\n" + m.rest)
		case markRefer:
			in.next()
			d.references = append(d.references, m.rest)
		default:
			if d.explanation == "" || m.kind != markText || !in.explanationGoesOn() {
				return
			}
			in.next()
			d.explanation += "\n" + m.text
		}
	}
}

// explanationGoesOn reports whether the next line is no stem: no option comes before a blank line.
func (in *input) explanationGoesOn() bool {
	for i := 0; ; i++ {
		l, ok := in.peek(i)
		if !ok || l.text == "" {
			return true
		}
		if _, _, option := aikenOption(l.text); option {
			return false
		}
	}
}

func (d *draft) finishAiken(r *Reader, in *input, stem []string) {
	d.stem = strings.TrimSpace(strings.Join(stem, "\n"))
	first, rest, _ := strings.Cut(d.stem, "\n")
	m := markOf(first)
	if (m.kind == markHead || m.kind == markNumber) && m.dress == (dress{}) && (m.rest != "" || rest != "") {
		d.number, d.stem = m.number, strings.TrimSpace(m.rest+"\n"+rest)
	}
	d.atEnd = in.done()
	r.emit(r.check(*d))
}
