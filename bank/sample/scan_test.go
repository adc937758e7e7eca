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
	number, task, stem string
	options            []option
	key                []string // labels
	explanation        string
	references         string
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

// right returns the text of the first option of the key.
func (q question) right() string {
	for _, o := range q.options {
		if o.label == q.key[0] {
			return o.text
		}
	}
	return ""
}

func (q question) wrong() []string {
	var texts []string
	for _, o := range q.options {
		if !q.isKey(o.label) {
			texts = append(texts, o.text)
		}
	}
	return texts
}

// lines that carry content, each with what it does to the question at hand. The bank keeps every field on one line, so
// a scan by lines is complete; a line that fits none of these and is not in frame is an error.
var lines = []struct {
	form *regexp.Regexp
	take func(q *question, m []string)
}{
	{regexp.MustCompile(`^    - ([A-F])\. (\S.*)$`), func(q *question, m []string) { q.options = append(q.options, option{m[1], m[2]}) }},
	{regexp.MustCompile(`^    Correct answer: ([A-F](?:, [A-F])*)$`), func(q *question, m []string) { q.key = strings.Split(m[1], ", ") }},
	{regexp.MustCompile(`^    Explanation: (\S.*)$`), func(q *question, m []string) { q.explanation = m[1] }},
	{regexp.MustCompile(`^    References: (\S.*)$`), func(q *question, m []string) { q.references = m[1] }},
}

// frame is what stands around the content of a question.
var frame = map[string]bool{
	"": true, "    </details>": true,
	"    <details markdown=1><summary markdown='span'>Answer</summary>": true,
}

var (
	heading = regexp.MustCompile(`^## (\d\.\d) \S`)
	first   = regexp.MustCompile(`^(\d+)\. (\S.*)$`)
)

// scan reads the bank strictly: the text before the first heading is free, after it each line must have its place.
func scan(r io.Reader) ([]question, error) {
	var qs []question
	task := ""
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		if m := heading.FindStringSubmatch(line); m != nil {
			task = m[1]
			continue
		}
		if m := first.FindStringSubmatch(line); m != nil && task != "" {
			qs = append(qs, question{number: m[1], task: task, stem: m[2]})
			continue
		}
		if task == "" || frame[line] {
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
