package audit

import (
	"fmt"
	"strings"
	"testing"

	"mlatlas/bank"
)

// quiz reads questions in a shape made for tests, a block each: "id kind", then the stem on lines of its own, then options
// as "- text" and right ones as "+ text". The bank is what stands before the slash of the ID.
func quiz(t testing.TB, text string) []*bank.Question {
	t.Helper()
	var questions []*bank.Question
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n---\n") {
		head, rest, _ := strings.Cut(strings.TrimSpace(block), "\n")
		id, kind, ok := strings.Cut(head, " ")
		if !ok {
			kind = string(bank.Single)
		}
		bankName, _, _ := strings.Cut(id, "/")
		q := &bank.Question{ID: id, Bank: bankName, Kind: bank.Kind(kind)}
		var stem []string
		for line := range strings.SplitSeq(rest, "\n") {
			option, text := "", ""
			if len(line) > 2 && (line[:2] == "- " || line[:2] == "+ ") {
				option, text = line[:1], line[2:]
			}
			if option == "" {
				stem = append(stem, line)
				continue
			}
			addOption(q, text, option == "+")
		}
		q.Stem = strings.Join(stem, "\n")
		questions = append(questions, q)
	}
	return questions
}

func addOption(q *bank.Question, text string, right bool) {
	label := place(len(q.Options))
	if q.Kind == bank.Short || q.Kind == bank.Numeric {
		label = text
	}
	q.Options = append(q.Options, bank.Option{Label: label, Text: text, Correct: right})
	if right {
		q.Answer = append(q.Answer, label)
	}
}

// keyed makes a bank of questions that say nothing but have their keys at the given places, each among some options.
func keyed(bankName string, options int, places string) []*bank.Question {
	var questions []*bank.Question
	for i, p := range places {
		q := &bank.Question{ID: fmt.Sprintf("%s/%d", bankName, i+1), Bank: bankName, Kind: bank.Single, Stem: fmt.Sprintf("Question %d", i)}
		for o := range options {
			addOption(q, fmt.Sprintf("option %d", o), o == int(p-'A'))
		}
		questions = append(questions, q)
	}
	return questions
}

func run(p part, questions []*bank.Question) []Finding {
	for _, q := range questions {
		p.add(q)
	}
	return p.find()
}

// said prints findings as "severity rule bank questions".
func said(found []Finding) string {
	var lines []string
	for _, f := range found {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", f.Severity, f.Rule, f.Bank, strings.Join(f.Questions, " "))))
	}
	return strings.Join(lines, "\n")
}
