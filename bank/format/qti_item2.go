package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// item2 is an item of QTI 2 or 3.
type item2 struct {
	*qtiReader
	root         *element
	declared     map[string]*response2
	order        []string // the identifiers of declared
	rules        []rule
	interactions []*element
	notes        []*element // feedback and rubrics that were cut out of the body
	byOption     map[string]string
	fragments    int // that were read for it
	draft        draft
}

// response2 is the declaration of a response.
type response2 struct {
	ident   string
	several bool
	ordered bool
	base    string // type of its values, in lower case
	correct []string
	mapped  weights
}

// interactionNames are the elements of a body that ask for an answer. Those that stand within a line are true.
var interactionNames = map[string]bool{"choiceinteraction": false, "orderinteraction": false, "matchinteraction": false,
	"associateinteraction": false, "gapmatchinteraction": false, "hottextinteraction": false, "extendedtextinteraction": false,
	"sliderinteraction": false, "uploadinteraction": false, "inlinechoiceinteraction": true, "textentryinteraction": true,
	"hotspotinteraction": false, "selectpointinteraction": false, "graphicorderinteraction": false, "graphicassociateinteraction": false,
	"graphicgapmatchinteraction": false, "positionobjectinteraction": false, "positionobjectstage": false, "drawinginteraction": false,
	"mediainteraction": false, "custominteraction": false, "portablecustominteraction": false}

// item2 reads an item.
func (q *qtiReader) item2(e *element) []draft {
	it := &item2{qtiReader: q, root: e, draft: q.begun(e), declared: map[string]*response2{}, byOption: map[string]string{}}
	if it.draft.title == "" {
		it.draft.title, it.draft.number = titleAndNumber(e.get("label"))
	}
	if e.first("templateprocessing", "printedvariable") != nil {
		it.report(bank.Error, "generated", "the numbers of the question are drawn anew for each candidate: write it once with numbers")
		return nil
	}
	for _, c := range e.parts() {
		if c.name == "responsedeclaration" && len(it.order) < maxResponses {
			it.declare(c)
		}
	}
	it.readRules(e.child("responseprocessing"))
	body := e.child("itembody")
	it.cutNotes(body, "")
	text := it.bodyText(body)
	it.readFeedback()
	return it.drafts(text)
}

func (it *item2) report(s bank.Severity, code, format string, args ...any) {
	p := problemOf(s, it.root.line, code, format, args...)
	p.Number = it.draft.number
	it.emitProblem(p)
}

func (it *item2) declare(e *element) {
	cardinality := strings.ToLower(e.get("cardinality"))
	r := &response2{ident: e.get("identifier"), several: cardinality == "multiple", ordered: cardinality == "ordered", base: strings.ToLower(e.get("basetype"))}
	for _, v := range e.child("correctresponse").all("value") {
		if text := v.inner(); text != "" {
			r.correct = append(r.correct, text)
		}
	}
	for _, m := range e.child("mapping").all("mapentry") {
		points, err := strconv.ParseFloat(m.get("mappedvalue"), 64)
		if key := m.get("mapkey"); err == nil && key != "" {
			r.mapped.add(key, points, false)
		}
	}
	if it.declared[r.ident] == nil {
		it.declared[r.ident] = r
		it.order = append(it.order, r.ident)
	}
}

// cutNotes takes feedback and the rubrics for scorers out of the body, wherever they stand. What a candidate reads stays,
// and so does feedback that asks something: adaptive items show their next step in it. The owner is the option around them.
func (it *item2) cutNotes(e *element, owner string) {
	if e == nil {
		return
	}
	owner = firstOf(e.get("identifier"), owner)
	e.children = slices.DeleteFunc(e.children, func(c *element) bool {
		switch {
		case c.is("endattemptinteraction", "stylesheet", "templateblock", "templateinline"):
			return true
		case c.is("feedbackblock", "feedbackinline") && !hasInteraction(c), c.name == "rubricblock" && !forCandidate(c):
			c.attrs = append(c.attrs, attr("owner", owner))
			it.notes = append(it.notes, c)
			return true
		}
		it.cutNotes(c, owner)
		return false
	})
}

func hasInteraction(e *element) bool {
	for _, c := range e.children {
		if _, ok := interactionNames[c.name]; ok || hasInteraction(c) {
			return true
		}
	}
	return false
}

// forCandidate reports whether a rubric is for those who answer.
func forCandidate(e *element) bool {
	view := strings.ToLower(e.get("view"))
	return view == "" || strings.Contains(view, "candidate")
}

// bodyText returns the body as Markdown, with marks where its interactions stood.
func (it *item2) bodyText(body *element) string {
	if body == nil {
		return ""
	}
	it.cutInteractions(body)
	return joinTexts(it.within[len(it.within)-1].passage, it.stimuli(), markdownOf(body.html()))
}

// cutInteractions puts marks in the place of the interactions.
func (it *item2) cutInteractions(e *element) {
	for i, c := range e.children {
		inline, ok := interactionNames[c.name]
		if !ok {
			it.include(c)
			it.cutInteractions(c)
			continue
		}
		it.interactions = append(it.interactions, c)
		mark := &element{text: blankMark(len(it.interactions)), line: c.line}
		if !inline && !(c.name == "extendedtextinteraction" && e.name == "p") {
			mark = &element{name: "p", children: []*element{mark}}
		}
		e.children[i] = mark
	}
}

// include puts the text of another file of the package where XInclude names it.
func (it *item2) include(e *element) {
	if e.name != "include" || e.get("href") == "" {
		return
	}
	e.name = "div"
	if root := it.fragment(e.get("href")); root != nil {
		e.children = []*element{root}
		return
	}
	it.missing("include", e.get("href"))
}

func (it *item2) missing(what, href string) {
	it.draft.problems = append(it.draft.problems, problemOf(bank.Warning, it.root.line, "missing-"+what,
		"a text of the question is in the file %q, which is not here: read the whole package, or add the text", clip(href)))
}

// stimuli returns the passages that an item names.
func (it *item2) stimuli() string {
	var all []string
	for _, ref := range it.root.all("assessmentstimulusref") {
		root := it.fragment(ref.get("href"))
		if root == nil {
			it.missing("stimulus", ref.get("href"))
			continue
		}
		body := root
		if found := root.first("stimulusbody"); found != nil {
			body = found
		}
		all = append(all, markdownOf(body.html()))
	}
	return joinTexts(all...)
}

// drafts makes a question of each interaction.
func (it *item2) drafts(text string) []draft {
	stems := it.stems(text)
	var all []draft
	for i, e := range it.interactions {
		d := it.draft
		d.tags, d.problems = slices.Clone(d.tags), slices.Clone(d.problems)
		d.stem = stems[i]
		if len(it.interactions) > 1 {
			d.number = fmt.Sprintf("%s.%d", firstOf(d.number, strconv.Itoa(it.qtiItems)), i+1)
		}
		if prompt := e.child("prompt"); prompt != nil {
			d.stem = joinTexts(d.stem, markdownOf(prompt.html()))
		}
		if it.interact(e, &d) {
			all = append(all, d)
		}
	}
	if len(it.interactions) == 0 {
		return it.nothingAsked(text)
	}
	return all
}

// nothingAsked takes an item without an interaction: a text to read, or a question that lost its options.
func (it *item2) nothingAsked(text string) []draft {
	if len(it.order) == 0 && text != "" {
		it.report(bank.Note, "text-only", "the text %q stands between the questions and asks nothing", clip(text))
		return nil
	}
	d := it.draft
	d.stem = text
	return []draft{d}
}

// stems shares the body among the interactions. Gaps within a text share all of it. Of interactions that stand alone
// each has the text since the one before it, and all share the text before the first, but its last paragraph where the
// others have a text of their own in place of a prompt.
func (it *item2) stems(text string) []string {
	if slices.ContainsFunc(it.interactions, func(e *element) bool { return interactionNames[e.name] }) {
		return it.gapStems(text)
	}
	var own []string
	rest := text
	for i := range it.interactions {
		before, after, _ := strings.Cut(rest, blankMark(i+1))
		own = append(own, strings.TrimSpace(before))
		rest = after
	}
	if len(own) == 0 {
		return nil
	}
	own[len(own)-1] = joinTexts(own[len(own)-1], rest)
	shared, mine := own[0], ""
	alone := !slices.ContainsFunc(it.interactions, func(e *element) bool { return e.child("prompt") != nil })
	if cut := strings.LastIndex(shared, "\n\n"); alone && len(own) > 1 && own[1] != "" {
		shared, mine = shared[:max(cut, 0)], shared[max(cut, 0):]
	}
	own[0] = mine
	for i := range own {
		own[i] = joinTexts(shared, own[i])
	}
	return own
}

// gapStems writes the whole text for each interaction. Only those within a line are gaps.
func (it *item2) gapStems(text string) (stems []string) {
	for i, e := range it.interactions {
		if !interactionNames[e.name] {
			text = strings.ReplaceAll(text, blankMark(i+1), "")
		}
	}
	for i := range it.interactions {
		if len(it.interactions) == 1 {
			return []string{plainGap(text)}
		}
		stems = append(stems, askGap(text, i+1))
	}
	return stems
}
