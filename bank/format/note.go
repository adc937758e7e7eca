package format

import (
	"fmt"
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
// Where the banks of the questions differ, each value has its bank behind it: "MIT (bank notes), CC-BY-4.0 (bank quiz)". Markdown has
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

// valueOfAll writes one value that all banks have, or each with its banks. One private bank makes the file so.
func valueOfAll(banks []bank.BankInfo, value func(bank.BankInfo) string) string {
	var values []string
	with := map[string][]string{}
	for _, b := range banks {
		v := plainValue(value(b))
		if v == "true" {
			return v
		}
		if with[v] = append(with[v], b.Name); len(with[v]) == 1 {
			values = append(values, v)
		}
	}
	if len(values) == 1 {
		return values[0]
	}
	var each []string
	for _, v := range values {
		if v != "" {
			each = append(each, v+" (bank "+others(with[v])+")")
		}
	}
	return strings.Join(each, ", ")
}

// others names the first and counts the rest.
func others(names []string) string {
	switch len(names) {
	case 1:
		return names[0]
	case 2:
		return names[0] + " and 1 other"
	}
	return fmt.Sprintf("%s and %d others", names[0], len(names)-1)
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
