package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
)

// item1 is an item of QTI 1.2.
type item1 struct {
	*qtiReader
	root      *element
	kind      string // what the metadata call it, in lower case, with spaces
	text      string // of the item, with marks for its gaps
	responses []*response1
	choices   []string // texts of the options, where they stand apart from the responses
	rules     []rule
	feedback  map[string]string
	draft     draft
}

// response1 is one thing that a candidate answers: a choice, or a gap.
type response1 struct {
	ident   string
	form    string // the element: response_lid, response_str, response_num, response_xy, response_grp
	several bool
	ordered bool
	number  bool
	rows    int // of a box for text
	area    bool
	text    string // its own material, or the one right before it
	labels  []label1
	line    int
}

type label1 struct{ ident, text string }

// maxResponses is how many responses one item may have.
const maxResponses = 200

// item1 reads an item. What it finds to be no question, it reports.
func (q *qtiReader) item1(e *element) []draft {
	it := &item1{qtiReader: q, root: e, draft: q.begun(e), feedback: map[string]string{}}
	meta := metaFields(e)
	it.kind = firstOf(e.first("bbmd_questiontype").inner(), meta["question_type"], meta["cc_profile"], meta["qmd_questiontype"], meta["qmd_itemtype"])
	it.kind = strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(it.kind))
	it.draft.tags = unique(append(it.draft.tags, metaList(e, tagFields...)...))
	it.draft.references = metaList(e, "reference")
	it.draft.number = firstOf(meta["question_number"], it.draft.number)
	it.present(e.child("presentation"))
	it.text = joinTexts(it.within[len(it.within)-1].passage, it.text)
	it.readRules()
	it.readFeedback()
	if it.noQuestion() {
		return nil
	}
	return it.drafts()
}

// present reads the presentation: texts and responses in their order.
func (it *item1) present(e *element) {
	var blocks []string
	it.walk(e, &blocks)
	if strings.Contains(it.kind, "matching") && len(it.responses) > 1 {
		it.giveTexts(blocks)
		return
	}
	it.text = joinGaps(slices.DeleteFunc(blocks, func(b string) bool {
		n, ok := blankNumber(b)
		return ok && it.responses[n-1].form == "response_lid" && (len(it.responses) == 1 || it.responses[n-1].text != "")
	}))
}

func (it *item1) walk(e *element, blocks *[]string) {
	if e == nil {
		return
	}
	for _, c := range e.parts() {
		switch c.name {
		case "material":
			*blocks = append(*blocks, material(c, it.shared))
		case "material_ref", "matref":
			*blocks = append(*blocks, it.shared[c.get("linkrefid")])
		case "response_lid", "response_str", "response_num", "response_xy", "response_grp":
			if len(it.responses) < maxResponses {
				it.responses = append(it.responses, it.response(c))
				*blocks = append(*blocks, blankMark(len(it.responses)))
			}
		case "flow":
			if c.get("class") == "RIGHT_MATCH_BLOCK" {
				it.rightMatches(c)
				continue
			}
			it.walk(c, blocks)
		case "response_extension", "presentation_extension":
		default:
			it.walk(c, blocks)
		}
	}
}

// rightMatches reads the options of a Blackboard matching question, which stand behind all of its responses.
func (it *item1) rightMatches(e *element) {
	for _, c := range e.parts() {
		it.choices = append(it.choices, materialText(c, it.shared))
	}
}

// giveTexts takes the text right before each response out of the stem: it is what is to be paired.
func (it *item1) giveTexts(blocks []string) {
	var stem []string
	last := ""
	for _, b := range blocks {
		n, ok := blankNumber(b)
		switch {
		case !ok:
			if b = strings.TrimSpace(b); b != "" {
				stem, last = append(stem, b), b
			}
			continue
		case it.responses[n-1].text == "" && last != "" && len(stem) > 0:
			it.responses[n-1].text = last
			stem = stem[:len(stem)-1]
		}
		last = ""
	}
	it.text = joinTexts(stem...)
}

func (it *item1) response(e *element) *response1 {
	cardinality := strings.ToLower(e.get("rcardinality"))
	r := &response1{ident: firstOf(e.get("ident"), e.get("respident")), form: e.name, line: e.line,
		several: cardinality == "multiple", ordered: cardinality == "ordered", number: e.name == "response_num"}
	var own []string
	for _, c := range e.parts() {
		if !strings.HasPrefix(c.name, "render_") {
			own = append(own, materialText(&element{children: []*element{c}}, it.shared))
		}
	}
	r.text = joinTexts(own...)
	r.area = e.first("render_hotspot") != nil || e.name == "response_xy"
	if fib := e.first("render_fib"); fib != nil {
		kind := strings.ToLower(fib.get("fibtype"))
		r.number = r.number || kind == "decimal" || kind == "integer" || kind == "scientific"
		r.rows, _ = strconv.Atoi(fib.get("rows"))
	}
	if slider := e.first("render_slider"); slider != nil {
		r.number = true
	}
	for _, l := range e.all("response_label") {
		r.labels = append(r.labels, label1{l.get("ident"), materialText(l, it.shared)})
	}
	return r
}

// readRules reads the response processing.
func (it *item1) readRules() {
	for _, p := range it.root.all("resprocessing") {
		full := 100.0
		for _, v := range p.all("decvar") {
			if n, err := strconv.ParseFloat(v.get("maxvalue"), 64); err == nil && n > 0 {
				full = n
				break
			}
		}
		for _, c := range p.all("respcondition") {
			it.rules = append(it.rules, it.rule(c, full))
		}
	}
}

func (it *item1) rule(c *element, full float64) rule {
	r := rule{line: c.line, title: c.get("title")}
	conditions := c.child("conditionvar")
	it.conditions(conditions, false, &r)
	if parts := conditions.parts(); len(parts) == 1 && parts[0].name == "or" {
		r.any = true
	}
	for _, v := range c.all("setvar") {
		it.setScore(&r, v, full)
	}
	for _, f := range c.all("displayfeedback") {
		r.feedback = append(r.feedback, f.get("linkrefid"))
	}
	return r
}

// setScore reads one assignment to a variable. A variable that counts wrong answers takes nothing from the others.
func (it *item1) setScore(r *rule, v *element, full float64) {
	name := firstOf(v.get("varname"), v.get("variablename"))
	text := v.inner()
	points, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if err != nil {
		points = 0
		if text == "" || strings.HasSuffix(strings.ToLower(text), ".max") {
			points = full
		}
	}
	if isWrongName(name) {
		return
	}
	action := strings.ToLower(v.get("action"))
	if action == "subtract" {
		points = -points
	}
	if !r.scores || points > r.score {
		r.score = points
	}
	r.scores, r.adds = true, action == "add" || action == "subtract"
}

var tests1 = map[string]test{"varequal": equals, "varsubset": equals, "varsubstring": contains, "vargte": least, "vargt": least,
	"varlte": most, "varlt": most, "varinside": contains}

func (it *item1) conditions(e *element, not bool, r *rule) {
	for _, c := range e.parts() {
		switch c.name {
		case "not":
			it.conditions(c, !not, r)
		case "other":
			r.others = r.others || !not
		default:
			t, ok := tests1[c.name]
			if !ok {
				it.conditions(c, not, r)
				continue
			}
			for _, value := range it.values(c) {
				index, _ := strconv.Atoi(c.get("index"))
				a := atom{response: c.get("respident"), test: t, value: value, not: not, index: index}
				if it.resolve(&a); a.value != "" {
					r.atoms = append(r.atoms, a)
				}
			}
		}
	}
}

// values splits the list of a varsubset.
func (it *item1) values(c *element) []string {
	text := c.inner()
	if c.name != "varsubset" {
		return []string{text}
	}
	return strings.Split(text, ",")
}

// resolve finds the response that a comparison means. Blackboard compares an option with nothing, Brightspace an option
// with its place in the order; other programs name the text of an option, or no response at all.
func (it *item1) resolve(a *atom) {
	var own *response1
	for _, r := range it.responses {
		if r.ident == a.response {
			own = r
		}
	}
	if own == nil {
		for _, r := range it.responses {
			if r.label(a.response) != nil {
				a.index, _ = strconv.Atoi(a.value)
				a.response, a.value = r.ident, a.response
				return
			}
		}
		if len(it.responses) != 1 {
			return
		}
		own = it.responses[0]
		a.response = own.ident
	}
	a.value = strings.TrimSpace(a.value)
	if own.label(a.value) != nil {
		return
	}
	for _, l := range own.labels {
		if l.text != "" && fold(l.text) == fold(markdownOf(a.value)) {
			a.value = l.ident
			return
		}
	}
}

func (r *response1) label(ident string) *label1 {
	for i := range r.labels {
		if r.labels[i].ident == ident && ident != "" {
			return &r.labels[i]
		}
	}
	return nil
}

// noQuestion reports an item that asks nothing, or whose way to ask cannot be kept.
func (it *item1) noQuestion() bool {
	report := func(s bank.Severity, code, message string) bool {
		it.emitProblem(bank.Problem{Line: it.root.line, Severity: s, Code: code, Message: message, Number: it.draft.number})
		return true
	}
	switch {
	case it.kind == "text only question":
		return report(bank.Note, "text-only", fmt.Sprintf("the text %q stands between the questions and asks nothing", clip(it.text)))
	case strings.HasPrefix(it.kind, "calculated"), it.kind == "arithmetic", it.kind == "significant figures", it.root.first("calculated") != nil:
		return report(bank.Error, "generated", "the numbers of the question are drawn anew for each candidate: write it once with numbers")
	case slices.ContainsFunc(it.responses, func(r *response1) bool { return r.area }), it.kind == "hot spot", it.kind == "hotspot":
		return report(bank.Error, "kind-not-read", "the answer is a place in a picture: ask for it in words, with options")
	}
	return false
}

// drafts makes the questions of the item.
func (it *item1) drafts() []draft {
	it.takeFeedback()
	switch {
	case strings.HasPrefix(it.kind, "file upload"):
		d := it.part(0, it.text)
		d.kind = bank.Essay
		d.problems = append(d.problems, problemOf(bank.Warning, d.line, "upload", "the question asks for a file: it was read as an essay"))
		return []draft{d}
	case len(it.responses) == 0:
		return []draft{it.withoutResponse()}
	case it.isMatching():
		return []draft{it.matching()}
	case len(it.responses) == 1:
		return []draft{it.ask(it.responses[0], it.part(0, plainGap(it.text)))}
	}
	return it.composite()
}

// withoutResponse takes an item that a person reads: an essay, or an item that lost its options.
func (it *item1) withoutResponse() draft {
	d := it.part(0, it.text)
	if it.isEssay() {
		d.kind = bank.Essay
	}
	return d
}

// part begins a question of the item: the n-th, 0 if it is the only one.
func (it *item1) part(n int, stem string) draft {
	d := it.draft
	d.stem = stem
	if n > 0 {
		d.number = fmt.Sprintf("%s.%d", firstOf(d.number, strconv.Itoa(it.qtiItems)), n)
	}
	d.tags = slices.Clone(d.tags)
	d.problems = slices.Clone(d.problems)
	return d
}

// composite makes a question of each response.
func (it *item1) composite() []draft {
	named := it.gapsByName()
	var all []draft
	for i, r := range it.responses {
		own := r.text
		if named {
			own = ""
		}
		all = append(all, it.ask(r, it.part(i+1, joinTexts(askGap(it.text, i+1), own))))
	}
	return all
}

// gapsByName reports whether each response is a gap that the text names, "[color]", as Canvas has them, and puts the
// marks there.
func (it *item1) gapsByName() bool {
	text := withoutBlanks(it.text)
	for i, r := range it.responses {
		name := r.text
		if name == "" && r.form == "response_str" {
			name = r.ident
		}
		if name == "" || !strings.Contains(text, "["+name+"]") {
			return false
		}
		text = strings.ReplaceAll(text, "["+name+"]", blankMark(i+1))
	}
	it.text = text
	return true
}
