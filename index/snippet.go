package index

import (
	"cmp"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mlatlas/bank"
)

const (
	// snippetRunes is about two lines on a terminal.
	snippetRunes = 160
	maxSnippets  = 3
)

// textSpan is a run of bytes of a text that matched.
type textSpan struct{ start, end int }

// marked is a term of a question: which of its zones has it, at which position, counted from 1, and at which bytes.
type marked struct {
	zone, position int
	textSpan
}

// texts are the terms of a question, read again as the builder read them: the index does not hold the bytes.
type texts map[word][]marked

func (t texts) add(zone int, field, text string) {
	position := 0
	for _, c := range analyze(text) {
		whole := textSpan{c.parts[0].start, c.parts[len(c.parts)-1].end}
		for i, p := range c.parts {
			position++
			w := word{field, p.term()}
			t[w] = append(t[w], marked{zone, position, textSpan{p.start, p.end}})
			if c.joined != "" && (i == 0 || i == len(c.parts)-1) {
				w := word{field, c.joined}
				t[w] = append(t[w], marked{zone, position, whole})
			}
		}
	}
}

// Snippet is a piece of a question's text around what matched.
type Snippet struct {
	Field string // stem, option or explanation
	Label string // of the option
	Parts []Part
}

// Part is a run of text that matched or did not.
type Part struct {
	Text  string
	Match bool
}

// HTML returns the text with its markup escaped and what matched in <mark>.
func (s Snippet) HTML() string {
	var b strings.Builder
	for _, p := range s.Parts {
		text := html.EscapeString(p.Text)
		if p.Match {
			text = "<mark>" + text + "</mark>"
		}
		b.WriteString(text)
	}
	return b.String()
}

// Text returns the text alone.
func (s Snippet) Text() string {
	var b strings.Builder
	for _, p := range s.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// zone is one text of a question and the places in it that matched.
type zone struct {
	field, label, text string
	spans              []textSpan
}

// Snippets cuts the text of the question that was found around what matched: words of the query, and mentions of the
// concepts that it names. At most three, the stem first, then the option and the explanation with the most matches; the
// beginning of the stem when nothing in the text matched. A right option is called option like any other, so that a
// snippet does not give the key away; an explanation may. Line breaks and control characters become spaces. Places that
// do not fit the text, because the question has changed since, are left out.
func (h Hit) Snippets(q *bank.Question) []Snippet {
	zones := h.zones(q)
	var snippets []Snippet
	best := map[string]int{} // field: index of its best zone
	for i, z := range zones {
		if len(z.spans) == 0 {
			continue
		}
		if b, ok := best[z.field]; !ok || len(z.spans) > len(zones[b].spans) {
			best[z.field] = i
		}
	}
	for i, z := range zones { // zones come in the order of the fields
		if b, ok := best[z.field]; ok && b == i && len(snippets) < maxSnippets {
			snippets = append(snippets, z.snippet())
		}
	}
	if len(snippets) == 0 && q.Stem != "" {
		snippets = append(snippets, zone{field: fieldStem, text: q.Stem}.snippet())
	}
	return snippets
}

// zones returns the texts of a question with their merged spans: stem, options, explanation.
func (h Hit) zones(q *bank.Question) []zone {
	zones, t := []zone{{field: fieldStem, text: q.Asked()}}, texts{}
	t.add(0, fieldStem, q.Asked())
	for i, o := range q.Options {
		zones = append(zones, zone{field: optionField, label: o.Label, text: o.Text})
		t.add(i+1, fieldOf(o), o.Text)
	}
	t.add(len(zones), fieldExplanation, q.Explanation)
	zones = append(zones, zone{field: fieldExplanation, text: q.Explanation})
	if h.query != nil {
		list, _ := h.query.mark(t)
		for _, m := range list {
			zones[m.zone].spans = append(zones[m.zone].spans, m.textSpan)
		}
	}
	h.addMentions(q, zones)
	for i := range zones {
		zones[i].merge()
	}
	return zones
}

// addMentions adds the places where the question names a concept of the query, or what implies it.
func (h Hit) addMentions(q *bank.Question, zones []zone) {
	implying := map[string]bool{}
	for _, l := range q.Links {
		for _, id := range l.ImpliedBy {
			implying[id] = implying[id] || h.topics[l.Concept]
		}
	}
	for _, l := range q.Links {
		if !h.topics[l.Concept] && !implying[l.Concept] {
			continue
		}
		for _, m := range l.Mentions {
			s := textSpan{m.Start, m.End}
			for i := range zones {
				if zones[i].holds(m) {
					zones[i].spans = append(zones[i].spans, s)
				}
			}
		}
	}
}

func (z *zone) holds(m bank.Mention) bool {
	switch m.Zone {
	case bank.ZoneStem:
		return z.field == fieldStem
	case bank.ZoneKey, bank.ZoneWrong:
		return z.field == optionField && z.label == m.Option
	}
	return z.field == fieldExplanation
}

// merge sorts the spans, joins those that overlap and drops those that do not fit the text.
func (z *zone) merge() {
	slices.SortFunc(z.spans, func(a, b textSpan) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
	var merged []textSpan
	for _, s := range z.spans {
		if s.start < 0 || s.start >= s.end || s.end > len(z.text) || !boundary(z.text, s.start) || !boundary(z.text, s.end) {
			continue
		}
		if n := len(merged); n > 0 && s.start < merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, s.end)
			continue
		}
		merged = append(merged, s)
	}
	z.spans = merged
}

// boundary reports whether no character reaches across i. A byte that is no UTF-8 is a character of its own.
func boundary(text string, i int) bool {
	for back := 1; back < utf8.UTFMax && back <= i; back++ {
		if utf8.RuneStart(text[i-back]) {
			_, size := utf8.DecodeRuneInString(text[i-back:])
			return size <= back
		}
	}
	return true
}

// snippet cuts the window with the most different matches, whole words, out of the text.
func (z zone) snippet() Snippet {
	start, end := z.window()
	s := Snippet{Field: z.field, Label: z.label}
	if start > 0 {
		s.add("… ", false)
	}
	at := start
	for _, span := range z.spans {
		if span.start < start || span.end > end {
			continue
		}
		s.add(z.text[at:span.start], false)
		s.add(z.text[span.start:span.end], true)
		at = span.end
	}
	s.add(z.text[at:end], false)
	if strings.TrimSpace(z.text[end:]) != "" {
		s.add(" …", false)
	}
	return s
}

// add appends text in one line without control characters and without those that change the direction of writing.
func (s *Snippet) add(text string, match bool) {
	var b strings.Builder
	space := false
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	if b.Len() > 0 {
		s.Parts = append(s.Parts, Part{b.String(), match})
	}
}

// window returns the bytes of the text to show.
func (z zone) window() (start, end int) {
	if utf8.RuneCountInString(z.text) <= snippetRunes {
		return 0, len(z.text)
	}
	if len(z.spans) == 0 {
		return 0, back(z.text, 0, snippetRunes)
	}
	first, last := z.bestSpans()
	from, to := z.spans[first].start, z.spans[last].end
	spare := max(0, snippetRunes-utf8.RuneCountInString(z.text[from:to]))
	start = forward(z.text, from, spare/2)
	end = back(z.text, to, snippetRunes-utf8.RuneCountInString(z.text[start:to]))
	return start, end
}

// bestSpans returns the run of spans within one window that has the most different words, then the most matches, then
// comes first. A window slides over the spans, so that a text of nothing but matches takes no longer than another.
func (z zone) bestSpans() (first, last int) {
	words := map[string]int{} // in the window
	word := func(i int) string { return strings.ToLower(z.text[z.spans[i].start:z.spans[i].end]) }
	ends := z.runesBefore(func(s textSpan) int { return s.end })
	starts := z.runesBefore(func(s textSpan) int { return s.start })
	bestWords, bestCount, from := 0, 0, 0
	for to := range z.spans {
		words[word(to)]++
		for from < to && ends[to]-starts[from] > snippetRunes {
			if w := word(from); words[w] > 1 {
				words[w]--
			} else {
				delete(words, w)
			}
			from++
		}
		if n := to - from + 1; len(words) > bestWords || len(words) == bestWords && n > bestCount {
			bestWords, bestCount = len(words), n
			first, last = from, to
		}
	}
	return first, last
}

// runesBefore returns the number of runes in the text before a place in each span.
func (z zone) runesBefore(place func(textSpan) int) []int {
	counts := make([]int, len(z.spans))
	runes, at := 0, 0
	for i, s := range z.spans {
		runes += utf8.RuneCountInString(z.text[at:place(s)])
		at = place(s)
		counts[i] = runes
	}
	return counts
}

// forward goes up to n runes back from at, then forward again to the beginning of a word.
func forward(text string, at, n int) int {
	start := at
	for ; n > 0 && start > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	if start == 0 {
		return 0
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:start]); unicode.IsSpace(before) {
		return start
	}
	space := strings.IndexFunc(text[start:at], unicode.IsSpace)
	if space < 0 {
		return at
	}
	return at - len(strings.TrimLeftFunc(text[start+space:at], unicode.IsSpace))
}

// back goes up to n runes forward from at, then back again to the end of a word; a word that alone is longer is cut.
func back(text string, at, n int) int {
	end := at
	for ; n > 0 && end < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	if end == len(text) {
		return end
	}
	if next, _ := utf8.DecodeRuneInString(text[end:]); unicode.IsSpace(next) {
		return end
	}
	space := strings.LastIndexFunc(text[at:end], unicode.IsSpace)
	if space < 0 {
		if at == 0 {
			return end
		}
		return at
	}
	return at + space
}
