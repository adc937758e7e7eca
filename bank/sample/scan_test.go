package sample

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// question is what the scan below finds under one number.
type question struct {
	number, task, stem string // task "" in a case study
	prompts            []string
	options            []option
	key                []string // labels
	keyText            string   // as it stands in the bank
	ordering           bool
	explanation        string
	references         string
	difficulty         string
}

// kind is how the question is answered, in the words of package bank.
func (q question) kind() string {
	switch {
	case q.ordering:
		return "ordering"
	case len(q.prompts) > 0:
		return "matching"
	case len(q.key) > 1:
		return "multiple"
	}
	return "single"
}

type option struct{ label, text string }

func (q question) isKey(label string) bool {
	for _, k := range q.key {
		if k == label {
			return true
		}
	}
	return false
}

// lines that carry content, each with what it does to the question at hand. The bank keeps every field on one line, so
// a scan by lines is complete; a line that fits none of these and is not in frame is an error.
var lines = []struct {
	form *regexp.Regexp
	take func(q *question, m []string)
}{
	{regexp.MustCompile(`^    - ([A-F])\. (\S.*)$`), func(q *question, m []string) { q.options = append(q.options, option{m[1], m[2]}) }},
	{regexp.MustCompile(`^    ([1-5])\. (\S.*)$`), func(q *question, m []string) { q.prompts = append(q.prompts, m[2]) }},
	{regexp.MustCompile(`^    Correct answer: ([A-F](?:, [A-F])*)$`), func(q *question, m []string) { q.keyText, q.key = m[1], strings.Split(m[1], ", ") }},
	{regexp.MustCompile(`^    Correct answer: (1-[A-F](?:, [2-5]-[A-F])+)$`), func(q *question, m []string) {
		q.keyText, q.key = m[1], strings.Split(regexp.MustCompile(`\d-`).ReplaceAllString(m[1], ""), ", ")
	}},
	{regexp.MustCompile(`^    Correct order: ([A-F](?:, [A-F])*)$`), func(q *question, m []string) {
		q.ordering, q.keyText, q.key = true, m[1], strings.Split(m[1], ", ")
	}},
	{regexp.MustCompile(`^    Explanation: (\S.*)$`), func(q *question, m []string) { q.explanation = m[1] }},
	{regexp.MustCompile(`^    References: (\S.*)$`), func(q *question, m []string) { q.references = m[1] }},
	{regexp.MustCompile(`^    Difficulty: (easy|medium|hard)$`), func(q *question, m []string) { q.difficulty = m[1] }},
}

// frame is what stands around the content of a question.
var frame = map[string]bool{
	"": true, "    </details>": true, "    Choices:": true,
	"    <details markdown=1><summary markdown='span'>Answer</summary>": true,
}

var (
	heading = regexp.MustCompile(`^## (\d\.\d) \S`)
	first   = regexp.MustCompile(`^(\d+)\. (\S.*)$`)
)

// caseStudy opens the text of a case study.
const caseStudy = "## Case study"

// scan reads the bank strictly: the text before the first heading is free, and that of a case study before its first
// question; after them each line must have its place.
func scan(r io.Reader) ([]question, error) {
	var qs []question
	task, free := "", true
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		if m := heading.FindStringSubmatch(line); m != nil {
			task, free = m[1], false
			continue
		}
		if line == caseStudy {
			task, free = "", true
			continue
		}
		if m := first.FindStringSubmatch(line); m != nil && (!free || len(qs) > 0) {
			qs, free = append(qs, question{number: m[1], task: task, stem: m[2]}), false
			continue
		}
		if free || frame[line] {
			continue
		}
		if len(qs) == 0 || !takeLine(&qs[len(qs)-1], line) {
			return nil, fmt.Errorf("%s:%d: %q is no line of a question", File, n, line)
		}
	}
	return qs, in.Err()
}

func takeLine(q *question, line string) bool {
	for _, l := range lines {
		if m := l.form.FindStringSubmatch(line); m != nil {
			l.take(q, m)
			return true
		}
	}
	return false
}
