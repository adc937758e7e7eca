package format

import (
	"strings"

	"mlatlas/bank"
)

// Why an option is right or wrong stands with the option in three ways: behind a label on a line of its own below it, and
// deeper than it; in brackets at the end of most options; or in a list behind the key, which stays an explanation, since
// it may speak of several options at once.

// feedbackWords begin the line below an option that says why it is right or wrong.
var feedbackWords = map[string]bool{"feedback": true, "why": true, "explanation": true, "rationale": true, "reason": true, "because": true, "comment": true,
	"correct": true, "incorrect": true, "wrong": true, "right": true, "explicação": true, "justificativa": true, "por que": true, "por qué": true,
	"correto": true, "incorreto": true, "correcto": true, "incorrecto": true, "explicación": true, "erklärung": true, "begründung": true, "richtig": true,
	"falsch": true, "explication": true, "pourquoi": true, "spiegazione": true, "perché": true, "пояснение": true, "verdict": true}

// verdicts say something by themselves and stay in the feedback.
var verdicts = map[string]bool{"correct": true, "incorrect": true, "wrong": true, "right": true, "correto": true, "incorreto": true, "correcto": true,
	"incorrecto": true, "richtig": true, "falsch": true}

// belowOption says whether a label belongs to the option above: it stands deeper than the option's mark.
func (p *phase) belowOption(m *mark) bool { return p.at == inOptions && m.indent >= p.indent+2 }

// cutFeedback parts the feedback from the lines of an option.
func (a *assembler) cutFeedback(o *option) section {
	for i, l := range o.lines {
		if i == 0 || l.code || l.indent < o.mark.indent+2 {
			continue
		}
		bare, _ := undress(nonEmpty(l.text))
		word, rest, delimited := labelWord(bare)
		if !delimited || !feedbackWords[word] || strings.TrimSpace(rest) == "" {
			continue
		}
		a.certain = a.certain || word == "feedback" || word == "why"
		said := section{lines: append([]textLine(nil), o.lines[i:]...)}
		if verdicts[word] {
			rest = bare
		}
		said.lines[0] = textLine{no: l.no, indent: -1, text: markupEdges(rest)}
		o.lines = o.lines[:i]
		return said
	}
	return section{}
}

// settleFeedback makes the explanation of the only feedback, if it stands below the last option.
func (a *assembler) settleFeedback() {
	last := len(a.draft.options) - 1
	for i := range a.draft.options {
		if said := a.draft.options[i].Feedback != ""; said != (i == last) {
			return
		}
	}
	if last >= 0 && !a.certain {
		o := &a.draft.options[last]
		a.explanation, o.Feedback = strings.TrimSpace(o.Feedback+"\n\n"+a.explanation), ""
	}
}

// bracketFeedback takes what most options have in brackets at their end, "Amazon EC2. [EC2 provides compute]".
func bracketFeedback(options []bank.Option) {
	found := 0
	for _, o := range options {
		if _, why := cutBrackets(o.Text); why != "" {
			found++
		}
	}
	if found < 2 || found*2 <= len(options) {
		return
	}
	for i := range options {
		if text, why := cutBrackets(options[i].Text); why != "" && options[i].Feedback == "" {
			options[i].Text, options[i].Feedback = text, why
		}
	}
}

func cutBrackets(text string) (before, inside string) {
	at := strings.LastIndex(text, " [")
	if at <= 0 || !strings.HasSuffix(text, "]") || len(strings.Fields(text[at:])) < 3 || strings.ContainsAny(text[at+2:len(text)-1], "[]`=") {
		return text, ""
	}
	return strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+2 : len(text)-1])
}
