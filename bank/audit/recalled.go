package audit

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/bank/pattern"
)

// Content that candidates recalled from an exam is traded by sites that number, vote on and advertise it in ways of their
// own. These ways are the signs: what a writer of questions has no reason to write. Each has a weight:
//
//   - sure (2): wording that a site's own template writes, such as "Community vote distribution". One place is enough;
//   - a trace (1): the name or an address of such a site, a vote, its numbering. Two places are needed, since one question
//     may have come from elsewhere, and an author may warn of a site;
//   - a word (0): "brain dump", "real exam questions". Honest authors use such words too, so it takes two different ones,
//     or one beside a trace.
//
// A place is a question or, in a file, what is farther than 400 bytes from the place before: the lines of one question or
// of one advertisement are one place. A name or word behind a denial ("not a brain dump", "never use ExamTopics") does not
// count. "Dump" alone is a word of databases and memory, and is no sign.

// weight says how many places of a sign are as much as proof.
type weight int

const (
	sure  weight = 2
	trace weight = 1
	word  weight = 0
)

// sign is one mark of recalled content.
type sign struct {
	name   string
	weight weight
	claim  bool     // it is said of the bank, and may be denied
	needs  []string // lower case; one of them stands in every text that bears the sign
	find   *pattern.Pattern
}

// dumpSites are the names of sites that trade recalled content, as they stand in text and addresses.
var dumpSites = []string{"examtopics", "pass4sure", "pass4leader", "pass4itsure", "certkiller", "testking", "vceplus", "passleader", "lead2pass",
	"leads4pass", "lead4pass", "braindump2go", "braindumps4it", "actualtests", "test4actual", "examlabs", "prepaway", "testinside", "testpassport",
	"dumpsbase", "certleader", "surepassexam", "2passeasy", "exambible", "dumpscollection", "itexamdumps", "freecram", "certbolt", "killexams",
	"examsnap", "allfreedumps", "marks4sure", "certshared", "dumpspedia", "dumpsarena", "validexam", "exam4training", "passitexams", "examcollection",
	"realbraindumps", "certsforall", "dumps4free", "awsdumps", "itdumpsfree", "real-exams.com", "cert2pass", "spoto dumps"}

var signs = []sign{
	{"vote", sure, false, []string{"community vote"}, pattern.New(`(?i)\bcommunity vote distribution\b`)},
	{"actual-question", sure, true, []string{"exam question from"}, pattern.New(`(?i)\bactual exam question from\b`)},
	{"topic-number", trace, false, []string{"topic"}, pattern.New(`(?i)\bquestion\s*#\s*:?\s*\d+\W{0,12}topic\s*#?\s*:?\s*\d+\b|\btopic\s+\d+\s+question\s+#?\d+\s+discussion\b`)},
	{"advert", sure, true, []string{"dump"}, pattern.New(`(?i)\b(?:visit|download|get|buy|purchase|click)\b.{0,90}\b(?:exam|brain|practice|vce|pdf)[ -]?dumps?\b`)},
	{"site", trace, true, dumpSites, siteNames()},
	{"topic-line", trace, false, []string{"topic #", "exam topic"}, pattern.New(`(?im)^\W*topic #:\s*\d+\W*$|\(exam topic \d+\)`)},
	{"new-question", trace, false, []string{"new question"}, pattern.New(`(?m)(?:^|\n)\W*NEW QUESTION:?(?: NO:)?\s+\d+\b`)},
	{"selected-answer", word, false, []string{"selected answer"}, pattern.New(`(?m)\bSelected Answer: +[A-H]{1,4}\W*$`)},
	{"most-voted", trace, false, []string{"voted"}, pattern.New(`\b(?:Most|Highly) Voted\b|\bupvoted \d+ times?\b`)},
	{"brain-dump", word, true, []string{"brain dump", "braindump", "brain-dump"}, pattern.New(`(?i)\bbrain[ -]?dumps?\b`)},
	{"exam-dump", word, true, []string{"dump"}, pattern.New(`(?i)\b(?:exam|certification|cert|vce|practice)[ -]dumps?\b|\bdumps? (?:pdf|vce|questions)\b`)},
	{"real-questions", word, true, []string{"exam question"}, pattern.New(`(?i)\b(?:real|actual|latest|updated) exam questions\b`)},
	{"pass-promise", word, true, []string{"100%"}, pattern.New(`(?i)\b100% (?:pass(?:ing)?(?: rate| guarante\w+)?|real (?:exam )?questions|valid|guaranteed pass)(?:\W|$)`)},
}

func siteNames() *pattern.Pattern {
	quoted := make([]string, len(dumpSites))
	for i, site := range dumpSites {
		quoted[i] = regexp.QuoteMeta(site)
	}
	return pattern.New(`(?i)(?:^|[^\pL\pN])(?:` + strings.Join(quoted, "|") + `)s?(?:$|[^\pL\pN])`)
}

// denied finds a word that takes back what follows it, within the same sentence.
var denied = pattern.New(`(?i)\b(?:not|no [a-z]|never|without|avoid|avoids|avoiding|against|beware|don['’]?t|do not|isn['’]?t|aren['’]?t|illegal|unlike|instead of|prohibited|forbid\w*|violat\w+|nor)\b[^.!?\n]{0,60}$`)

// spot is where a text bears a sign.
type spot struct {
	at    int // bytes into the text
	quote string
}

// places returns where a text bears a sign; low is the text in lower case.
func (s sign) places(text, low string) []spot {
	if !slices.ContainsFunc(s.needs, func(n string) bool { return strings.Contains(low, n) }) {
		return nil
	}
	var found []spot
	for _, at := range s.find.FindAllStringIndex(text, 1000) {
		if before := text[max(0, at[0]-80):at[0]]; !s.claim || !denied.MatchString(before) {
			found = append(found, spot{at[0], quotedSign(text[at[0]:at[1]])})
		}
	}
	return found
}

// quotedSign quotes a sign without the marks of the format around it.
func quotedSign(text string) string { return quote(strings.Trim(text, " \t#*_>|,;:()[]{}\"'“”")) }

// SignScanner looks for signs in the bytes of a file as they are read, line by line. Of a line it looks at the first
// 64 KB. What is no text bears none.
type SignScanner struct {
	rest   []byte // of a line that has not ended
	line   int
	size   int // bytes before the line
	found  []bank.Sign
	last   map[string]int // by the name of a sign, where in the file it stood last
	binary bool
}

// apart is how many bytes lie between two places of a file at least.
const apart = 400

const longestLine = 64 << 10

// Write takes bytes of the file.
func (s *SignScanner) Write(b []byte) (int, error) {
	n := len(b)
	if s.line == 0 && len(s.rest) == 0 {
		s.binary = bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.IndexByte(b[:min(n, 512)], 0) >= 0
	}
	for !s.binary && len(b) > 0 {
		line, more, ended := bytes.Cut(b, []byte("\n"))
		if room := longestLine - len(s.rest); room > 0 {
			s.rest = append(s.rest, line[:min(room, len(line))]...)
		}
		if b = more; ended {
			s.take()
		}
	}
	return n, nil
}

// take looks at a line.
func (s *SignScanner) take() {
	text := string(s.rest)
	s.line, s.size, s.rest = s.line+1, s.size+len(text)+1, s.rest[:0]
	low := strings.ToLower(text)
	if !slices.ContainsFunc(hints, func(h string) bool { return strings.Contains(low, h) }) {
		return
	}
	for _, sign := range signs {
		for _, p := range sign.places(text, low) {
			s.note(sign.name, p, s.size-len(text)-1+p.at)
		}
	}
}

// hints are short texts of which every sign has one: most lines have none, and need not be asked for fifty names.
var hints = []string{"exam", "dump", "pass", "cert", "test", "vote", "topic", "question", "answer", "prepaway", "vceplus", "freecram", "100%", "marks4sure"}

// Aside looks at a text that was taken out of a file whose own bytes are no text.
func (s *SignScanner) Aside(line int, text string) {
	if s.binary {
		s.rest, s.line, s.size = append(s.rest[:0], text...), max(line-1, 0), s.size+apart
		s.take()
	}
}

func (s *SignScanner) note(name string, p spot, at int) {
	last, seen := s.last[name]
	if s.last == nil {
		s.last = map[string]int{}
	}
	s.last[name] = at
	if !seen {
		s.found = append(s.found, bank.Sign{Name: name, Quote: p.quote, Line: s.line, Count: 1})
		return
	}
	for i := range s.found {
		if s.found[i].Name == name && at-last > apart {
			s.found[i].Count++
		}
	}
}

// Found returns the signs that were seen, each once, in the order of the table.
func (s *SignScanner) Found() []bank.Sign {
	if len(s.rest) > 0 {
		s.take()
	}
	var all []bank.Sign
	for _, sign := range signs {
		for _, f := range s.found {
			if f.Name == sign.name {
				all = append(all, f)
			}
		}
	}
	return all
}

// fileSign finds the name of a site, "braindump" and "exam dumps" in the path of a file, and "dumps" in its own name
// unless the rest of the name says what was dumped.
var (
	pathSign  = pattern.New(`(?i)brain[-_ ]?dumps?|(?:exam|certification|vce)[-_ ]?dumps?`)
	nameSign  = pattern.New(`(?i)(?:^|[-_ .])dumps(?:$|[-_ .])`)
	dumpOther = pattern.New(`(?i)sql|\bdb|data|heap|memory|core|thread|stack|json|wiki|backup|log`)
)

// fileSign returns what in the name of a file is a sign, or "".
func fileSign(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	if m := pathSign.FindString(file); m != "" {
		return m
	}
	if m := siteNames().FindString(file); m != "" {
		return strings.Trim(m, "/-_. ")
	}
	name := file[strings.LastIndex(file, "/")+1:]
	if m := nameSign.FindString(name); m != "" && !dumpOther.MatchString(name) {
		return name
	}
	return ""
}
