package format

import (
	"encoding/xml"
	"slices"
	"strings"

	"mlatlas/bank"
)

func attr(name, value string) xml.Attr { return xml.Attr{Name: xml.Name{Local: name}, Value: value} }

// interact makes the question of an interaction. It reports false where the interaction is no question, or one that
// cannot be kept; then a problem says so.
func (it *item2) interact(e *element, d *draft) bool {
	r := it.responseOf(e)
	switch e.name {
	case "choiceinteraction":
		it.choice(e, d, r, e.all("simplechoice"))
	case "inlinechoiceinteraction":
		it.choice(e, d, r, e.all("inlinechoice"))
	case "hottextinteraction":
		d.stem = joinTexts(d.stem, markdownOf(withoutChild(e, "prompt").html()))
		it.choice(e, d, r, e.all("hottext"))
	case "orderinteraction":
		it.orderSteps(e, d, r)
	case "matchinteraction":
		it.matchSets(e, d, r)
	case "associateinteraction":
		it.associate(e, d, r)
	case "gapmatchinteraction":
		it.gapMatch(e, d, r)
	case "textentryinteraction":
		it.entry(d, r)
	case "sliderinteraction":
		r.base = "float"
		it.entry(d, r)
	case "extendedtextinteraction":
		it.extended(d, r)
	case "uploadinteraction":
		d.kind = bank.Essay
		d.problems = append(d.problems, problemOf(bank.Warning, d.line, "upload", "the question asks for a file: it was read as an essay"))
	default:
		p := problemOf(bank.Error, d.line, "kind-not-read", "the question is a %s, which has no text form: ask for its answer in words, with options",
			strings.TrimSuffix(e.name, "interaction")+" interaction")
		p.Number = d.number
		it.emitProblem(p)
		return false
	}
	return true
}

// responseOf finds the declaration of an interaction's response: by its name, or the only one.
func (it *item2) responseOf(e *element) *response2 {
	if r := it.declared[e.get("responseidentifier")]; r != nil {
		return r
	}
	if len(it.order) == 1 && len(it.interactions) == 1 {
		return it.declared[it.order[0]]
	}
	return &response2{ident: e.get("responseidentifier")}
}

func withoutChild(e *element, name string) *element {
	c := *e
	c.children = slices.DeleteFunc(slices.Clone(e.children), func(c *element) bool { return c.name == name })
	return &c
}

// key returns the identifiers of the right options: the declared ones, those that a mapping gives points, or those of
// the rules.
func (it *item2) key(r *response2, several bool) (key []string, each weights) {
	switch {
	case len(r.correct) > 0:
		return r.correct, r.mapped
	case len(r.mapped.ids) > 0:
		for _, id := range r.mapped.ids {
			if p := r.mapped.points[id]; p > 0 && (several || p == r.mapped.most()) {
				key = append(key, id)
			}
		}
		return key, r.mapped
	}
	return choiceKey(it.rules, r.ident, several)
}

func (it *item2) choice(e *element, d *draft, r *response2, choices []*element) {
	several := r.several || e.get("maxchoices") != "" && e.get("maxchoices") != "1" && r.ident == ""
	key, each := it.key(r, several)
	var strange []string
	for i, c := range choices {
		id := c.get("identifier")
		text := markdownOf(c.html())
		o := bank.Option{Label: letter(i), Text: text, Correct: slices.Contains(key, id), Feedback: it.byOption[id]}
		o.Credit = each.credit(id, o.Correct, several)
		d.options = append(d.options, o)
	}
	for _, id := range key {
		if !slices.ContainsFunc(choices, func(c *element) bool { return c.get("identifier") == id }) {
			strange = append(strange, id)
		}
	}
	if len(strange) > 0 {
		d.keys = []keyLine{{d.line, strings.Join(strange, ", ")}}
	}
	d.kind = choiceKind(d.options, several)
	if d.kind == bank.TrueFalse {
		trueFirst(d.options)
	}
}

func (it *item2) orderSteps(e *element, d *draft, r *response2) {
	d.kind = bank.Ordering
	key, _ := it.key(r, true)
	var labels []string
	choices := e.all("simplechoice")
	for i, c := range choices {
		d.options = append(d.options, bank.Option{Label: letter(i), Text: markdownOf(c.html()), Feedback: it.byOption[c.get("identifier")]})
	}
	for _, id := range key {
		label := id
		for i, c := range choices {
			if c.get("identifier") == id {
				label = letter(i)
			}
		}
		labels = append(labels, label)
	}
	if len(labels) > 0 {
		d.keys = []keyLine{{d.line, strings.Join(labels, ", ")}}
	}
}

// pairs returns the pairs of a response, in the order in which they are written.
func (it *item2) pairs(r *response2) (pairs [][2]string) {
	key, _ := it.key(r, true)
	for _, k := range key {
		if f := strings.Fields(k); len(f) == 2 {
			pairs = append(pairs, [2]string{f[0], f[1]})
		}
	}
	return pairs
}

// matchSets pairs the choices of the first set with those of the second. Where choices of the first have several
// partners, but none of the second has, the second one holds the prompts: things to be put into classes.
func (it *item2) matchSets(e *element, d *draft, r *response2) {
	d.kind = bank.Matching
	sets := e.all("simplematchset")
	if len(sets) < 2 {
		return
	}
	left, right, pairs := sets[0].all("simpleassociablechoice"), sets[1].all("simpleassociablechoice"), it.pairs(r)
	for i, p := range pairs {
		if !hasIdent(left, p[0]) && hasIdent(left, p[1]) {
			pairs[i] = [2]string{p[1], p[0]}
		}
	}
	if repeats(pairs, 0) && !repeats(pairs, 1) {
		left, right = right, left
		for i, p := range pairs {
			pairs[i] = [2]string{p[1], p[0]}
		}
	}
	for _, c := range right {
		d.offer(markdownOf(c.html()))
	}
	for _, c := range left {
		it.pair(d, markdownOf(c.html()), c.get("identifier"), right, pairs)
	}
}

// pair adds a prompt for each of its partners. A prompt that has none is left out with a warning, where others have one.
func (it *item2) pair(d *draft, prompt, id string, options []*element, pairs [][2]string) {
	found := false
	for _, p := range pairs {
		if p[0] != id {
			continue
		}
		found = true
		d.prompts = append(d.prompts, prompt)
		label := p[1]
		for _, o := range options {
			if o.get("identifier") == p[1] {
				label = d.offer(markdownOf(o.html()))
			}
		}
		d.keys = append(d.keys, keyLine{d.line, label})
	}
	switch {
	case found:
	case len(pairs) == 0:
		d.prompts = append(d.prompts, prompt)
	default:
		d.problems = append(d.problems, problemOf(bank.Warning, d.line, "unpaired", "%q is paired with nothing, and was left out: give it a partner, or make it an option", clip(prompt)))
	}
}

func hasIdent(all []*element, id string) bool {
	return slices.ContainsFunc(all, func(e *element) bool { return e.get("identifier") == id })
}

// repeats reports whether two pairs have the same first (0) or second (1) part.
func repeats(pairs [][2]string, side int) bool {
	seen := map[string]bool{}
	for _, p := range pairs {
		if seen[p[side]] {
			return true
		}
		seen[p[side]] = true
	}
	return false
}

// associate pairs the choices of one set with each other: the first of each pair is the prompt.
func (it *item2) associate(e *element, d *draft, r *response2) {
	d.kind = bank.Matching
	choices, pairs := e.all("simpleassociablechoice"), it.pairs(r)
	for _, c := range choices {
		if id := c.get("identifier"); !slices.ContainsFunc(pairs, func(p [2]string) bool { return p[0] == id }) {
			d.offer(markdownOf(c.html()))
		}
	}
	for _, c := range choices {
		if id := c.get("identifier"); slices.ContainsFunc(pairs, func(p [2]string) bool { return p[0] == id }) {
			it.pair(d, markdownOf(c.html()), id, choices, pairs)
		}
	}
}

// gapMatch fills the gaps of a text with given words: the gaps are the prompts.
func (it *item2) gapMatch(e *element, d *draft, r *response2) {
	words := e.all("gaptext", "gapimg")
	text := withoutChild(withoutChild(withoutChild(e, "prompt"), "gaptext"), "gapimg")
	gaps := text.all("gap")
	for i, g := range gaps {
		g.name, g.children = "span", []*element{{text: blankMark(i + 1)}}
	}
	d.stem = joinTexts(d.stem, askGap(markdownOf(text.html()), 0))
	d.kind = bank.Matching
	pairs := it.pairs(r)
	for i, p := range pairs {
		if hasIdent(gaps, p[1]) {
			pairs[i] = [2]string{p[1], p[0]}
		}
	}
	for _, w := range words {
		d.offer(markdownOf(w.html()))
	}
	for i, g := range gaps {
		it.pair(d, blankName(i+1), g.get("identifier"), words, pairs)
	}
	if len(gaps) == 1 && len(d.keys) == 1 {
		it.oneGap(d)
	}
}

// oneGap is no pairing, but a choice.
func (it *item2) oneGap(d *draft) {
	d.kind, d.prompts = bank.Single, nil
}

// entry is a gap for a word or a number.
func (it *item2) entry(d *draft, r *response2) {
	if r.base == "integer" || r.base == "float" {
		d.kind = bank.Numeric
		for _, n := range it.numbers(r) {
			d.keys = append(d.keys, keyLine{d.line, n})
		}
		return
	}
	d.kind = bank.Short
	most := r.mapped.most()
	for _, text := range unique(append(slices.Clone(r.correct), r.mapped.ids...)) {
		p, mapped := r.mapped.points[text]
		o := bank.Option{Text: text, Correct: slices.Contains(r.correct, text) || p == most && p > 0, Feedback: it.byOption[text]}
		if mapped && p <= 0 && !o.Correct && o.Feedback == "" {
			continue
		}
		if !o.Correct && most > 0 {
			o.Credit = shareOf(p / most)
		}
		d.options = append(d.options, o)
	}
	if len(d.options) == 0 {
		d.options = textKey(it.rules, r.ident)
	}
	d.acceptPlain()
}

// numbers returns the accepted numbers. The rules decide where they give a tolerance or an interval.
func (it *item2) numbers(r *response2) []string {
	ruled := numberKey(it.rules, r.ident)
	if slices.ContainsFunc(ruled, func(n string) bool { return !isFinite(n) }) || len(r.correct) == 0 && len(r.mapped.ids) == 0 {
		return ruled
	}
	var all []string
	for _, n := range r.correct {
		all = append(all, trimNumber(n))
	}
	for _, n := range r.mapped.ids {
		if r.mapped.points[n] > 0 {
			all = append(all, trimNumber(n))
		}
	}
	return unique(all)
}

// extended is a box for text: an essay. A model answer goes to the explanation.
func (it *item2) extended(d *draft, r *response2) {
	d.kind = bank.Essay
	d.explanation = joinTexts(d.explanation, strings.Join(r.correct, "\n\n"))
}
