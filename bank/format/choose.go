package format

import (
	"strings"
	"unicode"
)

// selectAll is the count of "Select all that apply": any number of options may be right.
const selectAll = -1

// chooseVerbs begin an instruction on how many options to take.
var chooseVerbs = map[string]bool{"choose": true, "select": true, "pick": true, "mark": true, "check": true,
	"selecione": true, "escolha": true, "marque": true, "elija": true, "elige": true, "seleccione": true, "selecciona": true,
	"wählen": true, "choisissez": true, "sélectionnez": true, "scegli": true, "выберите": true, "chọn": true}

// askVerbs count only directly before the number: "Which TWO services", but "Which of the two services".
var askVerbs = map[string]bool{"which": true, "what": true, "quais": true, "cuáles": true, "welche": true, "quels": true, "quelles": true}

var countWords = map[string]int{"one": 1, "1": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5,
	"dois": 2, "duas": 2, "três": 3, "dos": 2, "tres": 3, "zwei": 2, "drei": 3, "deux": 2, "trois": 3, "due": 2, "tre": 3,
	"два": 2, "две": 2, "три": 3, "hai": 2, "ba": 3,
	"all": selectAll, "todas": selectAll, "todos": selectAll, "alle": selectAll, "every": selectAll}

// chooseCount returns how many options a stem asks for: 2 for "(Choose two.)", "Select TWO", "Which THREE steps";
// selectAll for "Select all that apply"; 0 where it says nothing. The number stands at most two words behind the verb.
func chooseCount(stem string) int {
	count := 0
	var verb string
	distance := 0
	for word := range strings.FieldsFuncSeq(stem, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		lower := strings.ToLower(word)
		switch {
		case chooseVerbs[lower] || askVerbs[lower]:
			verb, distance = lower, 0
			continue
		case verb == "":
			continue
		}
		distance++
		n, isCount := countWords[lower]
		switch {
		case isCount && askVerbs[verb] && (distance > 1 || n < 2):
		case isCount:
			count = n
		case distance < 2 && chooseVerbs[verb]:
			continue
		}
		verb = ""
	}
	return count
}
