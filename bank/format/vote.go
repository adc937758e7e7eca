package format

import "strings"

// A discussion site lets its readers vote on the key: "A (82%)" and "C (18%)" on lines or on one line, "Most Voted" behind
// an option. What most of them say is a second key, less trusted than the first.

// topVote reads a line of votes, and returns the letters that have the most; "" if it is no such line. A share without
// letters counts for nobody.
func topVote(text string) string {
	text = strings.TrimSpace(text)
	if !strings.HasSuffix(text, "%)") || len(text) > 120 {
		return ""
	}
	top, most := "", -1
	for rest := text; rest != ""; {
		letters, behind, ok := strings.Cut(rest, "(")
		share, next, closed := strings.Cut(behind, "%)")
		letters = strings.Trim(letters, " *-")
		percent := position99(share)
		if !ok || !closed || percent < 0 || len(letters) > 6 || letters != "" && !isUpperRun(letters) {
			return ""
		}
		if letters != "" && percent > most {
			top, most = letters, percent
		}
		rest = strings.TrimLeft(next, " ,;")
	}
	return top
}

func isUpperRun(s string) bool {
	for i := range len(s) {
		if !isUpper(s[i]) {
			return false
		}
	}
	return s != ""
}

// keyAndVotes parts "B Community vote distribution B (75%) A (25%)".
func keyAndVotes(text string) (key, votes string) {
	at := strings.Index(strings.ToLower(text), "community vote")
	if at < 0 || at > len(text) {
		return text, ""
	}
	key, votes = text[:at], text[at:]
	votes = strings.TrimPrefix(strings.TrimLeft(votes[len("community vote"):], " "), "distribution")
	votes = strings.TrimLeft(votes, " :")
	return strings.TrimSpace(key), topVote(votes)
}

const mostVoted = "Most Voted"

// vote notes the letters that most voted for. The share of a second line is smaller: the site sorts them.
func (a *assembler) vote(no int, letters string) {
	if letters != "" && len(a.second) == 0 {
		a.second = append(a.second, keyLine{no, letters})
	}
}

// mostVotedOptions takes "Most Voted" off the options, and notes their letters.
func (a *assembler) mostVotedOptions() {
	letters := ""
	for i := range a.draft.options {
		o := &a.draft.options[i]
		if text, ok := strings.CutSuffix(o.Text, mostVoted); ok && strings.TrimSpace(text) != "" {
			o.Text = strings.TrimSpace(text)
			letters += o.Label
		}
	}
	a.vote(a.line, letters)
}
