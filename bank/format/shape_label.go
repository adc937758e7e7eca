package format

import (
	"strings"
	"unicode/utf8"
)

// choicesInText splits a text that holds all options: lines, "a ) 38 , b ) 27.6", "x | y | z", or a list written as text.
func choicesInText(v value) []choice {
	s := strings.TrimSpace(v.text)
	if s != "" && (s[0] == '[' || s[0] == '{') {
		if inner, err := jsonValue(s, v.line); err == nil && inner.container() {
			choices, _ := choicesOf(inner)
			return choices
		}
	}
	if stem, choices := optionsInStem("?\n" + s); stem == "?" {
		return choices
	}
	if parts := lettersInLine(s); len(parts) > 1 {
		return textChoices(parts)
	}
	for _, sign := range []string{"\n", "|", ";"} {
		if parts := strings.Split(s, sign); len(parts) > 1 {
			return textChoices(parts)
		}
	}
	return nil
}

func textChoices(parts []string) []choice {
	var choices []choice
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			item := textValue(p, 0)
			choices = append(choices, choiceOf(&item))
		}
	}
	return choices
}

// lettersInLine splits "a ) 38 , b ) 27.6 , c ) 30" and "A. x; B. y" before each label that is due.
func lettersInLine(s string) []string {
	var parts []string
	rest := s
	for at := 0; ; at++ {
		next := letter(at + 1)
		cut := -1
		for i := 1; i+1 < len(rest); i++ {
			if upper(rest[i:i+1]) == next && strings.IndexByte(" ,;\t(", rest[i-1]) >= 0 && delimits(rest[i+1:]) {
				cut = i
				break
			}
		}
		if cut < 0 {
			parts = append(parts, strings.TrimRight(rest, " ,;"))
			break
		}
		parts = append(parts, strings.TrimRight(rest[:cut], " ,;("))
		rest = rest[cut:]
	}
	if label, _ := textLabel(parts[0], true); label != "A" {
		return nil
	}
	return parts
}

func delimits(s string) bool {
	s = strings.TrimLeft(s, " ")
	return s != "" && strings.IndexByte(").:", s[0]) >= 0
}

// optionsInStem takes options off the end of a stem that holds them, each on a line of its own.
func optionsInStem(stem string) (string, []choice) {
	if strings.IndexByte(stem, '\n') < 0 {
		return stem, nil
	}
	lines := strings.Split(stem, "\n")
	first := -1
	var choices []choice
	for i, l := range lines {
		label, _, rest, ok := optionLabel(strings.TrimSpace(l))
		switch {
		case ok && upper(label) == letter(len(choices)) && (len(choices) > 0 || i > 0):
			if len(choices) == 0 {
				first = i
			}
			choices = append(choices, choice{})
			choices[len(choices)-1].Label, choices[len(choices)-1].Text = upper(label), tidy(rest)
		case len(choices) > 0 && strings.TrimSpace(l) != "":
			c := &choices[len(choices)-1]
			c.Text += "\n" + strings.TrimSpace(l)
		}
	}
	if len(choices) < 2 {
		return stem, nil
	}
	return strings.TrimSpace(strings.Join(lines[:first], "\n")), choices
}

// labelChoices gives labels to options that have none: their own letters where the texts begin with all the letters that
// are due, in whatever order, or their positions. It reports whether the labels are the author's.
func labelChoices(choices []choice) bool {
	labelled := 0
	for _, c := range choices {
		if c.Label != "" {
			labelled++
		}
	}
	if labelled == len(choices) {
		if labelled == 0 || choices[0].Label != "0" {
			stripOwn(choices)
			return labelled > 0
		}
	}
	own, stripped := ownLabels(choices)
	for i := range choices {
		c := &choices[i]
		if c.Label != "" {
			c.names = append(c.names, c.Label)
		}
		c.Label = letter(i)
		if own != nil {
			c.names = append(c.names, c.Text)
			c.Label, c.Text = own[i], stripped[i]
		}
	}
	return own != nil
}

// stripOwn takes the labels off the texts where every text repeats the label that its option has.
func stripOwn(choices []choice) {
	own, stripped := ownLabels(choices)
	for i := range own {
		if own[i] != upper(choices[i].Label) {
			return
		}
	}
	for i := range own {
		choices[i].names = append(choices[i].names, choices[i].Text)
		choices[i].Text = stripped[i]
	}
}

// ownLabels returns the labels at the beginning of all texts, and the texts without them; nil if one has none, or the
// labels are not the letters from A on. Three labels that agree may stand before a space or a stray mark, as in scans.
func ownLabels(choices []choice) (labels, stripped []string) {
	seen := map[string]bool{}
	for _, c := range choices {
		label, rest := textLabel(c.Text, len(choices) > 2)
		at := position(label)
		if label == "" || at >= len(choices) || seen[label] {
			return nil, nil
		}
		seen[label] = true
		labels, stripped = append(labels, label), append(stripped, rest)
	}
	return labels, stripped
}

// textLabel reads a label before a text. A loose one stands before a space, or before marks that a scan made of its
// delimiter: "A text", "A? text", "A .text". Chinese keyboards write letters of full width.
func textLabel(s string, loose bool) (label, rest string) {
	if r := leadRune(s); r >= 'Ａ' && r <= 'Ｊ' {
		s = string('A'+byte(r-'Ａ')) + s[utf8.RuneLen(r):]
	}
	if found, _, rest, ok := optionLabel(s); ok {
		return upper(found), rest
	}
	if !loose || len(s) < 2 || !isLetter(s[0]) {
		return "", ""
	}
	rest = strings.TrimLeft(s[1:], " .?:,;)-·．。、：）？\t")
	if len(rest) == len(s)-1 || rest == "" {
		return "", ""
	}
	return upper(s[:1]), rest
}
