package format

import (
	"cmp"
	"slices"
	"strings"
)

// A header is the row that names the columns of a question table.
type header struct {
	columns []column
	known   int  // columns with a name that says something about questions
	zero    bool // the options are counted from 0: "Option 0"
}

// readHeader reads a row as a header. Every row can be read as one: says tells whether it is.
func readHeader(cells []string) header {
	var h header
	for _, cell := range cells {
		c, known := columnOf(strings.TrimSpace(cell))
		if known {
			h.known++
		}
		h.columns = append(h.columns, c)
	}
	h.zeroPlaces()
	h.repeatedNames()
	h.answersAsKeys()
	h.loneOptions()
	h.chooseStem()
	h.chooseKey()
	return h
}

// has counts the columns of a role.
func (h *header) has(role columnRole) int {
	n := 0
	for _, c := range h.columns {
		if c.role == role {
			n++
		}
	}
	return n
}

// says reports whether the row names the columns of a question table: what is asked, and something that answers it.
func (h *header) says() bool {
	if h.has(stemColumn) == 0 {
		return false
	}
	return h.answers() || h.has(explanationColumn) > 0
}

func (h *header) answers() bool {
	return h.has(keyColumn) > 0 || h.has(optionsColumn) > 0 || h.has(optionColumn) > 1 || h.has(wrongColumn) > 0 || h.has(truthColumn) > 1
}

// isKeyList reports whether the row names the columns of a list of keys: numbers and answers, and no questions.
func (h *header) isKeyList() bool {
	return h.has(stemColumn) == 0 && h.has(optionColumn) < 2 && h.has(keyColumn) > 0 && h.has(numberColumn)+h.has(idColumn) > 0
}

// least is the number of cells that a row needs to be a question.
func (h *header) least() int {
	least := 2
	for i, c := range h.columns {
		if c.role == stemColumn || c.role == keyColumn {
			least = max(least, i+1)
		}
	}
	return least
}

// names lists the names of the columns for a message.
func (h *header) names() string {
	var names []string
	for _, c := range h.columns {
		if c.name != "" {
			names = append(names, clip(c.name))
		}
	}
	return strings.Join(names[:min(len(names), 12)], ", ")
}

// unused lists the columns that have a name and no use here.
func (h *header) unused() []string {
	var names []string
	for _, c := range h.columns {
		if c.role == otherColumn && c.name != "" {
			names = append(names, clip(c.name))
		}
	}
	return names
}

// zeroPlaces moves the places of options that are counted from 0.
func (h *header) zeroPlaces() {
	counted := func(c column) bool {
		return c.at >= 0 && (c.role == optionColumn || c.role == truthColumn || c.role == feedbackColumn || c.role == creditColumn)
	}
	for _, c := range h.columns {
		if counted(c) && c.role == optionColumn && digitsOf(c.key) == "0" {
			h.zero = true
		}
	}
	for i, c := range h.columns {
		if h.zero && counted(c) && digitsOf(c.key) != "0" && digitsOf(c.key) != "" {
			h.columns[i].at++
		}
	}
}

func digitsOf(key string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, key)
}

// bareAnswers are the names that are one of the options where the header repeats them, and the key where it does not.
var bareAnswers = []string{"answer", "response", "antwort", "respuesta", "resposta", "reponse", "risposta", "answers"}

// repeatedNames gives columns with the same name their places: "Answer, Answer, Answer, Correct" and "Option, Correct,
// Feedback, Option, Correct, Feedback".
func (h *header) repeatedNames() {
	times := map[string]int{}
	for _, c := range h.columns {
		times[c.key]++
	}
	options, wrongs, last := 0, 0, -1
	for i := range h.columns {
		c := &h.columns[i]
		repeated := times[c.key] > 1
		switch {
		case c.role == wrongColumn && c.at < 0:
			c.at = wrongs
			wrongs++
		case c.role == optionColumn && c.at >= 0:
			last = c.at
		case c.role == optionColumn && !repeated:
			c.role = optionsColumn
		case c.role == optionColumn, repeated && c.role == keyColumn && slices.Contains(bareAnswers, c.key):
			c.role, c.at = optionColumn, options
			last = options
			options++
		case last >= 0 && (c.role == truthColumn && c.at < 0 || repeated && c.role == keyColumn && slices.Contains(truthWords, c.key)):
			c.role, c.at = truthColumn, last
		case last >= 0 && repeated && c.role == explanationColumn:
			c.role, c.at = feedbackColumn, last
		}
	}
}

// answersAsKeys takes "Answer 1" and "Answer 2" as keys where the options have columns with other names, and keeps one
// column for each place.
func (h *header) answersAsKeys() {
	isAnswer := func(c column) bool {
		word, _ := placedName(c.key)
		return c.role == optionColumn && slices.Contains(bareAnswers, word) || c.role == optionColumn && word == "ans"
	}
	others := 0
	for _, c := range h.columns {
		if c.role == optionColumn && !isAnswer(c) {
			others++
		}
	}
	taken := map[int]bool{}
	for i := range h.columns {
		c := &h.columns[i]
		switch {
		case c.role != optionColumn:
		case others > 1 && isAnswer(*c):
			c.role, c.at = keyColumn, -1
		case taken[c.at]:
			c.role = otherColumn
		default:
			taken[c.at] = true
		}
	}
}

// loneOptions takes a single option column as the key: "Q, A" and "Question, Answer 1".
func (h *header) loneOptions() {
	if h.has(optionColumn) != 1 {
		return
	}
	for i := range h.columns {
		if c := &h.columns[i]; c.role == optionColumn {
			c.role = otherColumn
			if h.has(keyColumn) == 0 {
				c.role, c.at = keyColumn, -1
			} else if h.has(wrongColumn) > 0 {
				c.role = optionColumn
			}
			return
		}
	}
}

// textNames are the names of stems that are surely the text, beside a column "Question" that holds its number or title.
var textNames = []string{"questiontext", "stem", "questionstem", "questionbody", "questioncontent", "questionhtml", "textodelapregunta", "textodapergunta", "fragetext", "fragentext", "textedelaquestion"}

// chooseStem keeps one stem. What other columns hold stands before it.
func (h *header) chooseStem() {
	stem := -1
	for i, c := range h.columns {
		if c.role == stemColumn && (stem < 0 || slices.Contains(textNames, c.key) && !slices.Contains(textNames, h.columns[stem].key)) {
			stem = i
		}
	}
	for i := range h.columns {
		c := &h.columns[i]
		switch {
		case c.role == stemColumn && i != stem:
			c.role = passageColumn
		case c.role == termColumn && stem < 0:
			stem, c.role = i, stemColumn
		case c.role == termColumn:
			c.role = otherColumn
		}
	}
	if h.has(numberColumn) > 0 {
		return
	}
	for i := range h.columns {
		if c := &h.columns[i]; c.role == idColumn {
			c.role = numberColumn
			return
		}
	}
	if stem > 0 && h.columns[0].name == "" { // numbers often have no name
		h.columns[0].role = numberColumn
	}
}

// chooseKey settles the columns that may be the key, all options or an explanation, by the company that they have.
func (h *header) chooseKey() {
	if h.has(keyColumn) == 0 {
		h.change(definitionColumn, keyColumn)
	}
	h.change(definitionColumn, explanationColumn)
	if h.has(keyColumn) < 2 {
		return
	}
	noOptions := h.has(optionColumn)+h.has(optionsColumn)+h.has(wrongColumn) == 0
	worded := slices.ContainsFunc(h.columns, func(c column) bool {
		return c.role == keyColumn && (strings.Contains(c.key, "correct") || strings.Contains(c.key, "right") || strings.Contains(c.key, "richtig") || strings.Contains(c.key, "key") || c.key == "label")
	})
	for i := range h.columns {
		c := &h.columns[i]
		switch {
		case c.role != keyColumn:
		case noOptions && worded && slices.Contains(bareAnswers, c.key):
			c.role = optionsColumn
		case c.key == "solution" || c.key == "losung" || c.key == "modelanswer":
			c.role = explanationColumn
		}
	}
}

func (h *header) change(from, to columnRole) {
	for i := range h.columns {
		if h.columns[i].role == from {
			h.columns[i].role = to
		}
	}
}

// placed returns the columns of a role in the order of their places.
func (h *header) placed(role columnRole) []int {
	var at []int
	for i, c := range h.columns {
		if c.role == role {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(h.columns[a].at, h.columns[b].at) })
	return at
}
