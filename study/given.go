package study

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Given reads an answer as a person writes it: letters as shown, alone or in a row ("b", "A, C", "ac", "D A C B"), places
// instead of letters ("2"), pairs ("1-C, 2-A"), or the text of an option ("true"). Of a question without options it is the
// text. What is none of these comes back as it is, for Check to refuse.
func (s *Shown) Given(text string) []string {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if !hasLabels(s.Question) {
		return []string{text}
	}
	for _, o := range s.Options {
		if bank.Fold(o.Text) == bank.Fold(text) && !s.isLabel(text) {
			return []string{o.Label}
		}
	}
	if s.Kind == bank.Matching && pairs.MatchString(text) {
		return s.readPairs(text)
	}
	var chosen []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		chosen = append(chosen, s.readWord(strings.ToUpper(word))...)
	}
	return chosen
}

var (
	pairs = pattern.New(`^\s*(?:\d+\s*[-=:.)→>]+\s*[\pL\pN]+[\s,;]*)+$`)
	pair  = pattern.New(`(\d+)\s*[-=:.)→>]+\s*([\pL\pN]+)`)
)

// readPairs puts pairs in the order of the prompts. A prompt without a pair leaves the list short.
func (s *Shown) readPairs(text string) []string {
	given := make([]string, len(s.Prompts))
	for _, m := range pair.FindAllStringSubmatch(text, -1) {
		if place, err := strconv.Atoi(m[1]); err == nil && place >= 1 && place <= len(given) {
			given[place-1] = strings.ToUpper(m[2])
		}
	}
	return slices.DeleteFunc(given, func(label string) bool { return label == "" })
}

func (s *Shown) isLabel(text string) bool {
	return slices.ContainsFunc(s.Options, func(o bank.Option) bool { return strings.EqualFold(o.Label, text) })
}

// readWord reads one word: a label, a place, or several labels in a row.
func (s *Shown) readWord(word string) []string {
	if s.isLabel(word) {
		return []string{word}
	}
	if place, err := strconv.Atoi(word); err == nil && place >= 1 && place <= len(s.Options) {
		return []string{s.Options[place-1].Label}
	}
	row := strings.Split(word, "")
	if slices.ContainsFunc(row, func(c string) bool { return !s.isLabel(c) }) {
		return []string{word}
	}
	return row
}
