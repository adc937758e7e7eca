package format

import (
	"strings"
	"unicode"

	"mlatlas/bank"
)

// Where questions are from stands at the head of a written file in the lines that the import of a file looks for:
//
//	license: CC-BY-4.0
//	source: https://example.org/questions
//	private: true
//
// Where the banks of the questions differ, each value has its bank behind it: "MIT (notes), CC-BY-4.0 (quiz)". Markdown has
// the lines as front matter, GIFT and XML as comments. JSON Lines says it of each question; the other formats have no place
// for it.

// HasNote reports whether a format has a place for where the questions are from at its head.
func HasNote(formatName string) bool {
	f, err := find(formatName)
	return err == nil && f.note != nil
}

// noteOf is the note of a format; "" where nothing is known.
func (f Format) noteOf(banks []bank.BankInfo) string {
	if f.note == nil {
		return ""
	}
	var lines []string
	for _, field := range []struct {
		name  string
		value func(bank.BankInfo) string
	}{
		{"license", func(b bank.BankInfo) string { return b.Licence }},
		{"source", func(b bank.BankInfo) string { return b.Source }},
		{"private", func(b bank.BankInfo) string { return map[bool]string{true: "true"}[b.Private] }},
	} {
		if value := valueOfAll(banks, field.value); value != "" {
			lines = append(lines, field.name+": "+value)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return f.note(lines)
}

// valueOfAll writes one value that all banks have, or each with its bank. One private bank makes the file so.
func valueOfAll(banks []bank.BankInfo, value func(bank.BankInfo) string) string {
	var each []string
	same := true
	for _, b := range banks {
		v := plainValue(value(b))
		same = same && v == plainValue(value(banks[0]))
		switch {
		case v == "true":
			return v
		case v != "":
			each = append(each, v+" ("+b.Name+")")
		}
	}
	if same && len(banks) > 0 {
		return plainValue(value(banks[0]))
	}
	return strings.Join(each, ", ")
}

// plainValue makes one line without control characters, which XML does not hold even in comments.
func plainValue(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, oneLine(s))
}

// frontMatterNote writes values that YAML would take for something else in quotes.
func frontMatterNote(lines []string) string {
	for i, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		if strings.Contains(value, ": ") || strings.Contains(value, " #") || strings.ContainsAny(value[:1], "!&*?|>@`%[]{},'\"#-") {
			lines[i] = name + ": '" + strings.ReplaceAll(value, "'", "''") + "'"
		}
	}
	return "---\n" + strings.Join(lines, "\n") + "\n---\n\n"
}

func giftNote(lines []string) string { return "// " + strings.Join(lines, "\n// ") + "\n\n" }

// xmlNote writes comments, which hold no two hyphens.
func xmlNote(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		line = strings.ReplaceAll(strings.ReplaceAll(line, "--", "- -"), "--", "- -")
		b.WriteString("<!-- " + strings.TrimSuffix(line, "-") + " -->\n")
	}
	return b.String()
}
