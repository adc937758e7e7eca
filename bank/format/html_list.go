package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank/pattern"
)

// Lists and tables of a page are options, points of a text, or questions with options in them. Options are known by boxes,
// by elements that say they are right, or by labels: those of a list with letters, or their own. A list without any of them
// gets letters where a key for it follows, or where it stands below a text that asks and is the last before the next head.

// listOf writes a list.
func (p *htmlReader) listOf(n *htmlNode) {
	p.list++
	id := p.list
	var points []*htmlNode
	for _, c := range n.inner {
		if c.named("li") {
			points = append(points, c)
		}
	}
	right := rightPoints(points)
	asked := slices.ContainsFunc(points, holdsChoice)
	style := p.letters(n)
	number := max(startOf(n), 1)
	p.apart()
	for _, c := range n.inner {
		switch {
		case c.htmlTag == nil && strings.TrimSpace(c.text) == "":
			continue
		case !c.named("li"):
			p.blocks(&htmlNode{htmlTag: &htmlTag{name: "div"}, inner: []*htmlNode{c}, line: c.line})
			continue
		}
		if value, err := strconv.Atoi(c.get("value")); err == nil && n.name == "ol" {
			number = value
		}
		switch {
		case asked:
			p.question(c, n.name == "ol", number)
		default:
			label := ""
			if style != 0 && number <= 26 && number > 0 {
				label = string(rune(style+byte(number-1))) + ") "
			}
			p.point(c, right, label, id, map[bool]string{true: strconv.Itoa(number)}[n.name == "ol"])
		}
		number++
	}
	p.apart()
}

func startOf(list *htmlNode) int {
	number, err := strconv.Atoi(list.get("start"))
	if err != nil {
		return 1
	}
	return number
}

// holdsChoice reports whether a point is a question: it holds options.
func holdsChoice(n *htmlNode) bool {
	return len(n.boxes()) > 1 || n.holds(func(c *htmlNode) bool {
		return c.named("ul", "ol") && points(c) > 1 || c.named("details") || c.named("h2", "h3", "h4") || c.isOption()
	})
}

func points(list *htmlNode) int {
	n := 0
	for _, c := range list.inner {
		if c.named("li") {
			n++
		}
	}
	return n
}

// question writes a point that holds options. Its number stands before its first line.
func (p *htmlReader) question(n *htmlNode, numbered bool, number int) {
	p.apart()
	before := len(p.lines)
	p.blocks(n)
	for i := before; i < len(p.lines) && numbered; i++ {
		l := &p.lines[i]
		if l.text == "" {
			continue
		}
		if m := classify(mark{line: l.line}, l.text); m.kind != markHead && m.kind != markNumber {
			bare := strings.TrimLeft(l.text, "#* ")
			l.text = fmt.Sprintf("%d. %s", number, strings.TrimSuffix(bare, "**"))
		}
		break
	}
	p.apart()
}

// rightPoints returns the points that are marked as right: by what elements say, or by their colour.
func rightPoints(points []*htmlNode) []*htmlNode {
	var right, coloured []*htmlNode
	for _, c := range points {
		if c.right() {
			right = append(right, c)
		}
		if c.coloured() {
			coloured = append(coloured, c)
		}
	}
	if len(right) == 0 && len(coloured) < len(points) {
		return coloured
	}
	return right
}

// highlight is how styles show that a text is the right one: green letters, or a bright ground.
var highlight = pattern.New(`(^|[;\s])color:\s*(green|#008000|#080|#00b050|rgb\(0,\s*128,\s*0\)|rgb\(0,\s*176,\s*80\))|background(-color)?:\s*(yellow|lime|lightgreen|#ff0|#ffff00|#00ff00|#90ee90)`)

// coloured reports whether most of the text is highlighted.
func (n *htmlNode) coloured() bool {
	all := len(strings.TrimSpace(innerText(n)))
	is := func(c *htmlNode) bool {
		return (c.named("mark") || c.named("font") && strings.EqualFold(c.get("color"), "green") || highlight.MatchString(strings.ToLower(c.get("style")))) &&
			len(strings.TrimSpace(innerText(c)))*5 >= all*4
	}
	return all > 0 && (is(n) || n.holds(is))
}

// point writes a point of a list that holds no options.
func (p *htmlReader) point(n *htmlNode, right []*htmlNode, label string, list int, number string) {
	boxes := n.boxes()
	if len(boxes) == 0 && len(right) == 0 {
		text := p.markdown(n.inner)
		if text == "" && label == "" {
			return
		}
		own := opensLabel(text)
		if own {
			label = ""
		}
		first, rest, _ := strings.Cut(text, "\n")
		if bold := wholeBold(first); bold != first && rest == "" {
			first = "**" + label + bold + "**"
		} else {
			first = label + first
		}
		at := len(p.lines)
		p.add(firstLine(n), indented("- ", strings.TrimSuffix(first+"\n"+rest, "\n"), "    "))
		if !own && label == "" {
			p.lines[at].list, p.lines[at].number = list, number
		}
		return
	}
	state := slices.Contains(right, n)
	if len(boxes) == 1 && len(right) == 0 && p.checked {
		state = boxes[0].has("checked")
	}
	p.boxed(n, state, label)
}

// opensLabel reports whether a text begins with the label of an option.
func opensLabel(text string) bool {
	bare, _ := undress(text)
	_, _, _, ok := optionLabel(bare)
	return ok
}

// option writes an element that is one option.
func (p *htmlReader) option(n *htmlNode, label string) {
	boxes := n.boxes()
	state := n.right()
	if !state && len(boxes) == 1 && p.checked {
		state = boxes[0].has("checked")
	}
	if len(boxes) == 0 && !state && p.checked {
		p.point(n, nil, label, 0, "")
		return
	}
	p.boxed(n, state, label)
}

// boxed writes an option behind a check box.
func (p *htmlReader) boxed(n *htmlNode, right bool, label string) {
	text := p.markdown(n.inner)
	for _, box := range []string{"[ ]", "[x]"} {
		if at := strings.Index(text, box); at >= 0 && at < 12 && len(n.boxes()) > 0 {
			text = strings.TrimSpace(text[:at] + text[at+len(box):])
		}
	}
	if text == "" {
		return
	}
	if first, rest, ok := strings.Cut(text, "\n"); ok && len(first) < 3 { // the label stands in an element of its own
		text = first + " " + strings.TrimSpace(rest)
	}
	if opensLabel(text) {
		label = ""
	}
	mark := "- [ ] "
	if right {
		mark = "- [x] "
	}
	p.add(firstLine(n), indented(mark+label, text, "    "))
}

// letteredLists finds the lists that a style sheet numbers with letters, by their class: Google Docs writes them so.
func letteredLists(root *htmlNode) map[string]string {
	found := map[string]string{}
	var look func(n *htmlNode)
	look = func(n *htmlNode) {
		for _, c := range n.inner {
			if c.htmlTag == nil {
				continue
			}
			if c.name == "style" && len(c.inner) > 0 {
				for _, m := range counterStyle.FindAllStringSubmatch(c.inner[0].text, 1000) {
					found[m[1]] = m[2]
				}
			}
			look(c)
		}
	}
	look(root)
	return found
}

var counterStyle = pattern.New(`\.([\w-]+)\s*>?\s*li:before\s*\{\s*content:\s*"[^"]*"\s*counter\([\w-]+,\s*((?:upper|lower)-(?:latin|alpha))\)`)

// letters returns the first letter of a list that is numbered with letters, or 0.
func (p *htmlReader) letters(n *htmlNode) byte {
	if n.name != "ol" && !(n.name == "ul" && n.has("style")) {
		return 0
	}
	style := strings.ToLower(n.get("style")) + " " + strings.ToLower(n.get("class"))
	for class := range strings.FieldsSeq(n.get("class")) {
		style += " " + p.lettered[class]
	}
	switch kind := n.get("type"); {
	case kind == "A", strings.Contains(style, "upper-alpha"), strings.Contains(style, "upper-latin"):
		return 'A'
	case kind == "a", strings.Contains(style, "lower-alpha"), strings.Contains(style, "lower-latin"):
		return 'a'
	}
	return 0
}

// tableOf writes a table: rows that are options, cells that hold more than text, or the table itself.
func (p *htmlReader) tableOf(n *htmlNode) {
	var rows, others []*htmlNode
	collectRows(n, &rows, &others)
	p.apart()
	for _, c := range others {
		p.blocks(&htmlNode{htmlTag: &htmlTag{name: "div"}, inner: []*htmlNode{c}, line: c.line})
	}
	switch {
	case n.holds(func(c *htmlNode) bool { return len(c.boxes()) > 0 }):
		right := rightPoints(rows)
		for _, row := range rows {
			if len(row.boxes()) == 1 {
				state := slices.Contains(right, row) || len(right) == 0 && p.checked && row.boxes()[0].has("checked")
				p.boxed(&htmlNode{htmlTag: row.htmlTag, inner: joined(row), line: row.line}, state, "")
				continue
			}
			p.cells(row)
		}
	case labelledRows(rows):
		right := rightPoints(rows)
		for _, row := range rows {
			flat := &htmlNode{htmlTag: row.htmlTag, inner: joined(row), line: row.line}
			if len(right) > 0 {
				p.boxed(flat, slices.Contains(right, row), "")
				continue
			}
			p.point(flat, nil, "", 0, "")
		}
	case isLayout(rows) || n.holds(func(c *htmlNode) bool {
		return c.named("ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "details", "hr") || c.is("que")
	}):
		for _, row := range rows {
			p.cells(row)
		}
	default:
		table := &htmlNode{htmlTag: n.htmlTag, line: n.line, inner: rows}
		p.write(table, "")
	}
	p.apart()
}

func (p *htmlReader) cells(row *htmlNode) {
	for _, cell := range row.inner {
		if cell.htmlTag != nil {
			p.apart()
			p.choiceOrBlocks(cell)
			p.apart()
		}
	}
}

// joined returns what is in the cells of a row, with spaces between them. A label alone in its cell gets its sign.
func joined(row *htmlNode) (all []*htmlNode) {
	for _, cell := range row.inner {
		if cell.htmlTag == nil {
			continue
		}
		if text := strings.TrimSpace(plainSpaces(innerText(cell))); len(text) == 1 && isLetter(text[0]) {
			all = append(all, &htmlNode{text: text + ") ", line: cell.line})
			continue
		}
		all = append(all, cell.inner...)
		all = append(all, &htmlNode{text: " ", line: cell.line})
	}
	return all
}

// labelledRows reports whether the first cells of the rows are A, B, C and so on.
func labelledRows(rows []*htmlNode) bool {
	for i, row := range rows {
		cells := slices.DeleteFunc(slices.Clone(row.inner), func(c *htmlNode) bool { return c.htmlTag == nil })
		if len(cells) < 2 {
			return false
		}
		label := strings.Trim(plainSpaces(innerText(cells[0])), " ().:[]\n\t")
		if upper(label) != letter(i) {
			return false
		}
	}
	return len(rows) > 1
}

// labelLists gives letters to the points of lists that turn out to be options.
func labelLists(lines []pageLine) {
	for i := 0; i < len(lines); i++ {
		id := lines[i].list
		if id == 0 {
			continue
		}
		end := i
		var at []int
		for j := i; j < len(lines) && (lines[j].list == id || lines[j].list == 0 && strings.HasPrefix(lines[j].text, "    ")); j++ {
			if lines[j].list == id {
				at = append(at, j)
			}
			end = j
		}
		options := listOfOptions(lines, i, end, len(at))
		for k, j := range at {
			l := &lines[j]
			switch {
			case options:
				l.text = "- " + withLabel(strings.TrimPrefix(l.text, "- "), letter(k))
			case l.number != "":
				l.text = l.number + ". " + strings.TrimPrefix(l.text, "- ")
			}
		}
		i = end
	}
}

func withLabel(text, label string) string {
	if rest, ok := strings.CutPrefix(text, "**"); ok && strings.HasSuffix(rest, "**") {
		return "**" + label + ") " + rest
	}
	return label + ") " + text
}

// listOfOptions says whether the points in lines from..end are options. What follows decides: a key before any other list or
// head; or the text before, if it asks. A key that is the number of a point becomes its letter.
func listOfOptions(lines []pageLine, from, end, points int) bool {
	if points < 2 || points > 10 {
		return false
	}
	seen := 0
	for j := end + 1; j < len(lines) && seen < 14; j++ {
		text := strings.TrimSpace(lines[j].text)
		if text == "" {
			continue
		}
		seen++
		m := classify(mark{line: lines[j].line}, text)
		switch {
		case lines[j].list != 0 || m.kind == markOption:
			return false
		case m.kind == markKey:
			if at := position99(m.rest); lines[from].number == "1" && at > 0 && at <= points && strings.HasSuffix(text, m.rest) {
				lines[j].text = strings.TrimSuffix(text, m.rest) + letter(at-1)
			}
			return true
		case m.kind == markHead || m.kind == markNumber || m.kind == markHeading && !isListLabel(&m):
			return endsStem(lines[:from])
		}
	}
	return endsStem(lines[:from])
}

// endsStem reports whether the lines end with a text that asks, above which no key or explanation stands before the head.
func endsStem(lines []pageLine) bool {
	asked := false
	for j, seen := len(lines)-1, 0; j >= 0 && seen < 14; j-- {
		text := strings.TrimSpace(lines[j].text)
		if text == "" {
			continue
		}
		m := classify(mark{line: lines[j].line}, text)
		if seen++; seen == 1 {
			if asked = lines[j].list == 0 && asks([]mark{m}); !asked {
				return false
			}
		}
		switch m.kind {
		case markHead, markNumber, markHeading:
			return asked
		case markKey, markExplain, markOption:
			return false
		}
	}
	return asked
}
