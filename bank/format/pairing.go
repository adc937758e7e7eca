package format

import (
	"slices"
	"strconv"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// A matching question stands in text in two ways. Either its two lists are points, with a line such as "Choices:" between
// them, and the key names the choices in the order of the prompts; or one list has numbers and the other letters, and the
// key pairs them, "1-B, 2-C, 3-A".

var (
	pairKey      = pattern.New(`^\(?(\d{1,2}|[ivx]{1,4})\)?\s*(?:-|–|—|→|->|=>|=|:|\.|\))\s*\(?([A-Za-z])\)?(?:[\s,;.|]+|$)`)
	letterKey    = pattern.New(`^\(?([A-Za-z])\)?\s*(?:-|–|—|→|->|=>|=|:|\.|\))\s*\(?(\d{1,2})\)?(?:[\s,;.|]+|$)`)
	choicesTitle = map[string]bool{"choices": true, "options": true, "answers": true, "matches": true, "definitions": true, "column b": true, "list b": true,
		"opções": true, "escolhas": true, "respostas": true, "opciones": true, "respuestas": true, "auswahl": true, "antworten": true, "optionen": true,
		"choix": true, "réponses": true, "scelte": true, "opzioni": true, "варианты": true, "responses": true, "targets": true, "match with": true, "column ii": true}
	promptsTitle = map[string]bool{"prompts": true, "items": true, "terms": true, "premises": true, "column a": true, "column i": true, "list a": true, "itens": true,
		"elementos": true, "begriffe": true, "termes": true}
)

// pairsOf reads a key of pairs: for each prompt the letter of its choice.
func pairsOf(key string) (numbers, letters []string) {
	form, swapped := pairKey, false
	rest := plainKey(key)
	if !form.MatchString(rest) {
		form, swapped = letterKey, true
	}
	for rest != "" {
		m := form.FindStringSubmatch(rest)
		if m == nil {
			return nil, nil
		}
		number, letter := m[1], m[2]
		if swapped {
			number, letter = m[2], m[1]
		}
		numbers, letters = append(numbers, number), append(letters, strings.ToUpper(letter))
		rest = rest[len(m[0]):]
	}
	return numbers, letters
}

// point is one point of a list in the stem.
type point struct {
	mark mark
	section
}

// pointsOf cuts lines into the points of one list: bullets, numbers or letters. before is what stands above the list.
func pointsOf(lines []textLine) (before []textLine, points []point) {
	for i, l := range lines {
		text := strings.TrimSpace(l.text)
		m := classify(mark{line: line{l.no, l.text}, indent: l.indent}, nonEmpty(l.text))
		isPoint := text != "" && !l.code && (m.dress.bullet || m.kind == markNumber || m.kind == markOption)
		switch {
		case isPoint && (len(points) == 0 || l.indent <= points[0].mark.indent+1):
			p := point{mark: m}
			p.addText(l.no, pointText(m), 0)
			points = append(points, p)
		case len(points) == 0:
			before = lines[:i+1]
		case text != "" && !isPoint && l.indent <= points[0].mark.indent && blankBefore(lines, i): // the list is over
			return before, points
		default:
			points[len(points)-1].lines = append(points[len(points)-1].lines, l)
		}
	}
	return before, points
}

// lastPoints does the same for the last list.
func lastPoints(lines []textLine) (before []textLine, points []point) {
	from := 0
	for i, l := range lines {
		m := classify(mark{indent: l.indent}, nonEmpty(l.text))
		isPoint := m.dress.bullet || m.kind == markNumber || m.kind == markOption
		if text := strings.TrimSpace(l.text); text != "" && !isPoint && l.indent < 2 || m.kind == markNumber && m.number == "1" && l.indent < 2 {
			from = i
		}
	}
	above, points := pointsOf(lines[from:])
	if len(points) < 2 {
		return pointsOf(lines)
	}
	return append(slices.Clone(lines[:from]), above...), points
}

func blankBefore(lines []textLine, i int) bool {
	return i > 0 && strings.TrimSpace(lines[i-1].text) == ""
}

func pointText(m mark) string {
	if m.kind == markOption || m.kind == markNumber {
		return wholeBold(m.rest)
	}
	bare, _ := undress(m.rest)
	return closeBold(bare)
}

// shapeMatching finds the prompts, and the choices where they are no lettered options.
func (a *assembler) shapeMatching() {
	paired := false
	if len(a.keys) == 1 && len(a.keys[0].text) > 6 {
		numbers, _ := pairsOf(a.keys[0].text)
		paired = len(numbers) > 1 && (a.kind == bank.Matching || a.kind == "")
	}
	if a.kind != bank.Matching && !paired {
		return
	}
	above, choices := a.choicesBelow()
	if len(a.options) > 0 {
		above = dropTitle(above, choicesTitle)
	}
	before, prompts := lastPoints(dropTitle(above, promptsTitle))
	if len(prompts) == 0 || len(a.options) == 0 && len(choices) == 0 {
		return
	}
	a.kind, a.stem.lines = bank.Matching, before
	for _, c := range choices {
		a.options = append(a.options, option(c))
	}
	for i := range prompts {
		a.prompts = append(a.prompts, a.clean(&prompts[i].section))
	}
	a.orderPairs(prompts)
}

// choicesBelow parts the stem at the title of the choices, or in front of its last list where it has two.
func (a *assembler) choicesBelow() (above []textLine, choices []point) {
	lines := a.stem.lines
	for i, l := range lines {
		bare, _ := undress(nonEmpty(l.text))
		if choicesTitle[strings.ToLower(strings.Trim(closeBold(bare), ": *"))] && len(a.options) == 0 {
			_, choices = pointsOf(lines[i+1:])
			return lines[:i], choices
		}
	}
	if len(a.options) > 0 {
		return lines, nil
	}
	for i := len(lines) - 1; i > 0; i-- {
		if !blankBefore(lines, i) {
			continue
		}
		if _, below := pointsOf(lines[i:]); len(below) > 1 {
			if _, rest := pointsOf(lines[:i]); len(rest) > 1 {
				return lines[:i], below
			}
		}
	}
	return lines, nil
}

// dropTitle takes the title of the prompts out of the stem.
func dropTitle(lines []textLine, titles map[string]bool) []textLine {
	at := slices.IndexFunc(lines, func(l textLine) bool {
		bare, _ := undress(nonEmpty(l.text))
		return titles[strings.ToLower(strings.Trim(closeBold(bare), ": *"))]
	})
	if at < 0 {
		return lines
	}
	return slices.Delete(slices.Clone(lines), at, at+1)
}

// orderPairs brings a key of pairs into the order of the prompts.
func (a *assembler) orderPairs(prompts []point) {
	if len(a.keys) == 0 {
		a.arrowPairs()
		return
	}
	numbers, letters := pairsOf(a.keys[0].text)
	if len(numbers) == 0 {
		return
	}
	keys := make([]keyLine, 0, len(prompts))
	for i, p := range prompts {
		name := p.mark.number
		if name == "" {
			name = p.mark.label
		}
		if name == "" {
			name = letter(i)
		}
		for j, n := range numbers {
			if sameNumber(n, name) || strings.EqualFold(letters[j], name) && !isDigit(name[0]) || name != "" && n == strconv.Itoa(i+1) && !isDigit(name[0]) {
				keys = append(keys, keyLine{a.keys[0].line, letters[j]})
				break
			}
		}
	}
	a.keys = keys
}

// arrowPairs reads a key of lines "prompt -> choice" below its label.
func (a *assembler) arrowPairs() {
	var keys []keyLine
	used := map[int]bool{}
	for i, l := range a.text.lines {
		bare, _ := undress(nonEmpty(l.text))
		for _, arrow := range []string{"→", "->", "=>", "⇒", " = ", ": ", " — ", " – ", " - "} {
			left, right, ok := strings.Cut(strings.ReplaceAll(bare, "**", ""), arrow)
			if at := len(keys); ok && at < len(a.prompts) && (fold(left) == fold(a.prompts[at]) || sameNumber(strings.Trim(left, " ."), strconv.Itoa(at+1))) {
				keys, used[i] = append(keys, keyLine{l.no, strings.TrimSpace(right)}), true
				break
			}
		}
	}
	if len(keys) != len(a.prompts) {
		return
	}
	a.keys = keys
	var rest []textLine
	for i, l := range a.text.lines {
		if !used[i] {
			rest = append(rest, l)
		}
	}
	a.text.lines = rest
}
