package format

import "strings"

// Lists for Moodle's Markdown importers mark the right option with an exclamation mark:
//
//	* Which store fits?
//	    - offline
//	    - !online
//
// The point at the margin is the stem, the points below it the options. Such a list is read as check boxes below a head.

// maxExclaimed is how many lines one question of such a list may have.
const maxExclaimed = 120

// exclaimed takes one question of such a list, if one begins with the next line, and returns its lines as check boxes.
func exclaimed(in *input) []line {
	first, ok := in.peek(0)
	if !ok || len(first.text) < 3 || strings.IndexByte("*-+", first.text[0]) < 0 || first.text[1] != ' ' || first.text[2] == '[' || first.text[2] == '*' {
		return nil
	}
	end, found := 1, false
	for ; end < maxExclaimed; end++ {
		l, ok := in.peek(end)
		if !ok || l.text != "" && l.text[0] != ' ' && l.text[0] != '\t' {
			break
		}
		found = found || exclaimedPoint(l.text) == "- [x] "
	}
	if !found {
		return nil
	}
	var lines []line
	for i := range end {
		l, _ := in.next()
		switch box := exclaimedPoint(l.text); {
		case i == 0:
			l.text = "## Question: " + strings.TrimSpace(l.text[2:])
		case box != "":
			l.text = "    " + box + strings.TrimLeft(strings.TrimLeft(l.text, " \t*-+"), "!")
		}
		lines = append(lines, l)
	}
	return lines
}

// exclaimedPoint returns the check box of an option, "" for another line.
func exclaimedPoint(text string) string {
	point := strings.TrimLeft(text, " \t")
	if len(point) < 3 || len(point) == len(text) || strings.IndexByte("*-+", point[0]) < 0 || point[1] != ' ' {
		return ""
	}
	if point[2] == '!' && point[2:] != "!" && point[3] != '[' {
		return "- [x] "
	}
	return "- [ ] "
}
