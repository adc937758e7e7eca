package format

import (
	"iter"
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

// ChooseCount returns how many options a stem asks for: 2 for "(Choose two.)", "Select TWO", "Which THREE steps";
// -1 for "Select all that apply"; 0 where it says nothing. The number stands at most two words behind the verb,
// and the verb begins a sentence or a bracket: "the school will select two of its pupils" is no instruction. Inside a
// sentence "which TWO" is one.
//
// instructed is false for "Which TWO steps": there one option may name both.
func ChooseCount(stem string) (count int, instructed bool) {
	distance := 0
	verb, began := "", false
	for word, begins := range sentenceWords(stem) {
		if verb == "" && !begins && strings.IndexByte("wWqQcC", word[0]) < 0 { // no word that asks begins otherwise
			continue
		}
		lower := strings.ToLower(word)
		if begins && chooseVerbs[lower] || askVerbs[lower] {
			verb, distance, began = lower, 0, begins
			continue
		}
		if verb == "" {
			continue
		}
		distance++
		n, isCount := countWords[lower]
		switch {
		case isCount && askVerbs[verb] && (distance > 1 || n < 2 || !began && word == lower):
		case isCount:
			count, instructed = n, instructed || chooseVerbs[verb]
		case distance < 2 && chooseVerbs[verb]:
			continue
		}
		verb = ""
	}
	return count, instructed
}

// sentenceWords yields the words of a text, and whether each begins a sentence or a bracket or has a capital.
func sentenceWords(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		start, begins := -1, true
		for i, r := range text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
				if start < 0 {
					start = i
					begins = begins || unicode.IsUpper(r)
				}
				continue
			}
			if start >= 0 && !yield(text[start:i], begins) {
				return
			}
			if start >= 0 {
				start, begins = -1, false
			}
			begins = begins && unicode.IsSpace(r) || strings.ContainsRune("(.?!:;-–—[*_\n？。（", r)
		}
		if start >= 0 {
			yield(text[start:], begins)
		}
	}
}
