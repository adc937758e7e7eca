package audit

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
)

// A bank says under which licence it is and where it is from, or nobody may use it. What is known of it stands in
// Options.Banks; without that only the questions themselves are looked at.

var provenanceRules = []Rule{noLicence, noSource, recalledContent, privateQuestions}

var (
	noLicence = Rule{"no-licence", bank.Note, "A bank says under which licence it may be used.",
		"Berne Convention, articles 5 and 9; choosealicense.com"}
	noSource = Rule{"no-source", bank.Note, "A bank says where its questions are from.",
		"AERA, APA & NCME 2014 (4.7)"}
	recalledContent = Rule{"recalled-content", bank.Warning, "The questions are written by their author, not recalled from an exam.",
		"AWS Certification Program Agreement; IT Certification Council"}
	privateQuestions = Rule{"private-questions", bank.Note, "What is not to be passed on is known to be left out of an export.",
		"this project"}
)

// provenance is the part of an audit that looks at where questions are from.
type provenance struct {
	banks map[string]*origin
}

// origin is what is known of one bank.
type origin struct {
	info      bank.BankInfo
	listed    bool // info is known
	questions int
	private   int
	files     []string
	signs     map[string]*bank.Sign // by name; Count is of questions
	first     map[string]string     // by the name of a sign, the first question that bears it
}

func newProvenance(o Options) *provenance {
	p := &provenance{map[string]*origin{}}
	for _, b := range o.Banks {
		at := p.of(b.Name)
		at.info, at.listed = b, true
	}
	return p
}

func (p *provenance) of(name string) *origin {
	if p.banks[name] == nil {
		p.banks[name] = &origin{signs: map[string]*bank.Sign{}, first: map[string]string{}}
	}
	return p.banks[name]
}

func (p *provenance) add(q *bank.Question) {
	o := p.of(q.Bank)
	o.questions++
	if q.NotShared() {
		o.private++
	}
	if file := q.Source.File; file != "" && !slices.Contains(o.files, file) && len(o.files) < 1000 {
		o.files = append(o.files, file)
	}
	o.search(q)
}

// search looks for signs in all texts of a question.
func (o *origin) search(q *bank.Question) {
	text := textsOf(q)
	low := strings.ToLower(text)
	for _, s := range signs {
		places := s.places(text, low)
		if len(places) == 0 {
			continue
		}
		if o.signs[s.name] == nil {
			o.signs[s.name] = &bank.Sign{Name: s.name, Quote: places[0].quote}
			o.first[s.name] = q.ID
		}
		o.signs[s.name].Count++
	}
}

func textsOf(q *bank.Question) string {
	parts := []string{q.Title, q.Stem, q.Explanation}
	for _, o := range q.Options {
		parts = append(parts, o.Text, o.Feedback)
	}
	return strings.Join(slices.Concat(parts, q.Tags, q.References), "\n")
}

func (p *provenance) find() []Finding {
	var all []Finding
	for _, name := range sortedKeys(p.banks) {
		o := p.banks[name]
		if o.questions == 0 {
			continue
		}
		if o.listed && o.info.Licence == "" {
			all = append(all, noLicence.finding("", name, "no licence was found in the file or beside it: put a LICENSE file there, or say it with `mlatlas import --license`"))
		}
		if o.listed && o.info.Source == "" {
			all = append(all, noSource.finding("", name, "where the questions are from is not on record: write “source:” at the head of the file, or say it with `mlatlas import --source`"))
		}
		if evidence := o.evidence(); len(evidence) > 0 {
			all = append(all, recalledContent.finding("", name, "the bank looks like recalled exam content: "+strings.Join(evidence, "; ")+". Using or sharing such content breaks the exam's agreement: write questions of your own"))
		}
		if message := o.kept(); message != "" {
			all = append(all, privateQuestions.finding("", name, message))
		}
	}
	return all
}

// kept says what an export leaves out.
func (o *origin) kept() string {
	switch {
	case o.listed && o.info.Private:
		return fmt.Sprintf("the bank is private: an export leaves its %d questions out", o.questions)
	case o.private == 1:
		return "1 question is marked as private: an export leaves it out"
	case o.private > 1:
		return fmt.Sprintf("%d questions are marked as private: an export leaves them out", o.private)
	}
	return ""
}

// evidence lists what speaks for recalled content, the strongest first; none where it is not enough.
func (o *origin) evidence() []string {
	var all []string
	proof, words := 0, 0
	for _, file := range slices.Concat(o.files, o.info.Files) {
		if sign := fileSign(file); sign != "" && proof == 0 {
			all, proof = append(all, "the file name has "+quotedSign(sign)), 2
		}
	}
	for _, s := range signs {
		seen, text := o.seen(s)
		if seen == 0 {
			continue
		}
		all = append(all, text)
		proof += int(s.weight) * seen
		if s.weight == word {
			words++
		}
	}
	if proof >= 2 || words >= 2 || words == 1 && proof == 1 {
		return all[:min(len(all), shownEvidence)]
	}
	return nil
}

const shownEvidence = 3 // of a bank

// seen counts the places of a sign: in the questions or, where the file has more, in the file.
func (o *origin) seen(s sign) (int, string) {
	inFile := slices.IndexFunc(o.info.Signs, func(f bank.Sign) bool { return f.Name == s.name })
	inQuestions := o.signs[s.name]
	switch {
	case inFile >= 0 && (inQuestions == nil || o.info.Signs[inFile].Count > inQuestions.Count):
		f := o.info.Signs[inFile]
		return f.Count, fmt.Sprintf("%s in line %d%s", f.Quote, f.Line, more(f.Count, "place"))
	case inQuestions != nil:
		return inQuestions.Count, fmt.Sprintf("%s in %s%s", inQuestions.Quote, o.first[s.name], more(inQuestions.Count, "question"))
	}
	return 0, ""
}

// more says how many others there are.
func more(n int, what string) string {
	switch n {
	case 1:
		return ""
	case 2:
		return " and 1 other " + what
	}
	return fmt.Sprintf(" and %d other %ss", n-1, what)
}

func sortedKeys(banks map[string]*origin) []string {
	names := make([]string, 0, len(banks))
	for name := range banks {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
