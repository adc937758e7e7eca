package audit

import (
	"fmt"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// Freshness: what has changed since a question was written. Services are renamed and end, and an exam has versions. The
// dates are the taxonomy's: a concept's status is "renamed 2024-02", "closed 2024-07-25", which is for new customers, or
// "retired 2025-10-31".
//
// The current version of an exam is the one that is asked for or, if that has ended, its successor. What it dropped and what
// it does not ask for says something only of banks for that exam: at least half of their questions have a task of it, and
// each of its domains has at least a third of the questions that its weight asks for. Questions on networks and storage have
// tasks of an exam on machine learning too; only a bank for it also asks how models are made.

var (
	renamed = Rule{"renamed-service", bank.Note, "Services have the names that they have now.", "AWS documentation"}
	retired = Rule{"retired-service", bank.Warning, "No question asks for a service that has ended.", "AWS documentation"}
	closed  = Rule{"closed-service", bank.Note, "No question asks for a service that new customers cannot use.", "AWS documentation"}
	removed = Rule{"removed-concept", bank.Note, "No question is about what the current version of the exam has dropped.", "the exam guides"}
	scope   = Rule{"out-of-scope", bank.Note, "No key is a service that the exam guide names as out of scope.", "the exam guides"}
	added   = Rule{"new-concepts", bank.Note, "What the current version of the exam has added has its questions.", "the exam guides"}
)

var freshnessRules = []Rule{renamed, retired, closed, removed, scope, added}

type freshness struct {
	taxonomy *taxonomy.Taxonomy
	exam     *taxonomy.Exam // the current version
	before   *taxonomy.Exam // its predecessor, nil if there is none
	today    string

	findings []Finding
	forExam  map[string]*share // by bank
	held     []held
	asked    map[string]bool // concepts that some question is about
}

// share counts how many questions of a bank belong to the exam, and how they spread over its domains.
type share struct {
	of, all int
	domains map[string]float64
}

// held is a finding that counts if its bank is for the exam.
type held struct {
	bank    string
	finding Finding
}

func newFreshness(o Options) *freshness {
	f := &freshness{taxonomy: o.Taxonomy, exam: o.Exam, today: o.Today.UTC().Format("2006-01-02"), forExam: map[string]*share{}, asked: map[string]bool{}}
	if f.exam == nil || f.taxonomy == nil {
		return f
	}
	if next, ok := f.taxonomy.Exam(f.exam.Successor); ok && f.exam.Ended(f.today) {
		f.exam = next
	}
	f.before, _ = f.taxonomy.Exam(f.exam.Predecessor)
	return f
}

func (f *freshness) add(q *bank.Question) {
	if f.taxonomy == nil {
		return
	}
	f.count(q)
	for _, l := range q.Links {
		c, ok := f.taxonomy.Concept(l.Concept)
		if !ok {
			continue
		}
		f.asked[c.ID] = f.asked[c.ID] || l.Role != bank.RoleDistractor
		f.names(q, l, c)
		f.ended(q, l, c)
		f.ofExam(q, l, c)
	}
}

// count notes whether a question belongs to the exam, and to which of its domains.
func (f *freshness) count(q *bank.Question) {
	s := f.forExam[q.Bank]
	if s == nil {
		s = &share{domains: map[string]float64{}}
		f.forExam[q.Bank] = s
	}
	s.all++
	belongs := false
	for _, t := range q.Tasks {
		if f.exam != nil && t.Exam == f.exam.ID {
			belongs = true
			s.domains[t.Domain] += t.Weight
		}
	}
	if belongs {
		s.of++
	}
}

// changed says whether something has happened to a concept, and when; the date is "" where it is not known.
func changed(c *taxonomy.Concept, what string) (date string, ok bool) {
	for _, change := range c.Lifecycle() {
		if change.What == what {
			return change.Date, true
		}
	}
	return "", false
}

// names finds former names in stem and options, unless the current name stands in the question too. A name that the current
// one only adds to ("Amazon SageMaker", now "Amazon SageMaker AI") misleads nobody and is left alone.
func (f *freshness) names(q *bank.Question, l bank.Link, c *taxonomy.Concept) {
	date, ok := changed(c, taxonomy.Renamed)
	if !ok && (c.Kind != "service" || c.Status != "") || len(c.FormerNames) == 0 {
		return
	}
	old := ""
	for _, m := range l.Mentions {
		text := q.ZoneText(m)
		if m.Zone == bank.ZoneFor || m.Zone == bank.ZoneAgainst || m.End > len(text) || m.Start < 0 {
			continue
		}
		if name := text[m.Start:m.End]; old == "" && former(c, name) {
			old = name
		}
	}
	if old == "" || namesNow(q, c) {
		return
	}
	f.findings = append(f.findings, renamed.finding(c.ID, "", fmt.Sprintf("%s is now %s%s: write the current name", quote(old), c.Name, since(date)), q.ID))
}

func since(date string) string {
	if date == "" {
		return ""
	}
	return ", since " + date
}

// former reports whether a name is a former one of a concept, and no part of the current one.
func former(c *taxonomy.Concept, name string) bool {
	plain := bareName(name)
	if strings.Contains(strings.ToLower(c.Name), plain) {
		return false
	}
	return slices.ContainsFunc(c.FormerNames, func(n string) bool { return bareName(n) == plain })
}

// bareName is a name in lower case without the vendor and with single spaces.
func bareName(name string) string {
	name = strings.Join(strings.Fields(strings.ToLower(name)), " ")
	return strings.TrimPrefix(strings.TrimPrefix(name, "amazon "), "aws ")
}

// namesNow reports whether the current name stands anywhere in a question, former names that hold it ("Kinesis Data
// Firehose", now "Data Firehose") left aside.
func namesNow(q *bank.Question, c *taxonomy.Concept) bool {
	now := bareName(c.Name)
	has := func(text string) bool {
		text = strings.ToLower(text)
		for _, old := range c.FormerNames {
			text = strings.ReplaceAll(text, bareName(old), " ")
		}
		return strings.Contains(text, now)
	}
	return has(q.Asked()) || has(q.Explanation) || slices.ContainsFunc(q.Options, func(o bank.Option) bool { return has(o.Text) })
}

// ended finds services in stem and key that exist no more, or only for those who have them. As a wrong option such a
// service does no harm: it is wrong now for one reason more.
func (f *freshness) ended(q *bank.Question, l bank.Link, c *taxonomy.Concept) {
	if l.Role != bank.RoleKey && !(l.Role == bank.RoleStem && l.Primary) {
		return
	}
	if date, ok := changed(c, taxonomy.Retired); ok && date != "" && date <= f.today {
		f.findings = append(f.findings, retired.finding(c.ID, "", fmt.Sprintf("%s has ended (%s): ask for what has taken its place", c.Name, date), q.ID))
		return
	}
	if date, ok := changed(c, taxonomy.Closed); ok && date <= f.today {
		f.findings = append(f.findings, closed.finding(c.ID, "", fmt.Sprintf("%s is closed to new customers%s: ask for what has taken its place, or say that it is in use already", c.Name, since(date)), q.ID))
	}
}

// ofExam finds questions about what the exam does not ask for any more, or never did. They wait until it is known whether
// their bank is for the exam at all.
func (f *freshness) ofExam(q *bank.Question, l bank.Link, c *taxonomy.Concept) {
	if f.exam == nil || !l.Primary {
		return
	}
	if f.dropped(c) {
		f.held = append(f.held, held{q.Bank, removed.finding(c.ID, "", fmt.Sprintf("%s is no part of %s any more: mark the question, or leave it out", c.Name, strings.ToUpper(f.exam.ID)), q.ID)})
	}
	if c.Scope == "out" && c.Kind == "service" && l.Role == bank.RoleKey && f.scopeKnown() {
		f.held = append(f.held, held{q.Bank, scope.finding(c.ID, "", fmt.Sprintf("the key is %s, which the exam guide names as out of scope", c.Name), q.ID)})
	}
}

// scopeKnown reports whether the taxonomy's list of services out of scope is that of the exam.
func (f *freshness) scopeKnown() bool {
	return f.exam.ID == scopeExam || f.before != nil && f.before.ID == scopeExam
}

// scopeExam is the exam whose guide the scope of the services is taken from.
const scopeExam = "mla-c01"

// dropped reports whether the current version has dropped a concept: the taxonomy says so, or it stood in a bullet that was
// dropped and is in no task now.
func (f *freshness) dropped(c *taxonomy.Concept) bool {
	if slices.Contains(c.RemovedIn, f.exam.ID) {
		return true
	}
	if f.before == nil || len(f.taxonomy.ExamTasks(f.exam.ID, c.ID)) > 0 {
		return false
	}
	for _, t := range f.before.Tasks {
		for _, b := range t.Bullets {
			if b.Removed && slices.Contains(b.Concepts, c.ID) {
				return true
			}
		}
	}
	return false
}

func (f *freshness) find() []Finding {
	list := f.findings
	for _, h := range f.held {
		if f.isFor(h.bank) {
			list = append(list, h.finding)
		}
	}
	return append(list, f.unasked()...)
}

// isFor reports whether a bank is for the exam.
func (f *freshness) isFor(bankName string) bool {
	s := f.forExam[bankName]
	return f.exam != nil && s != nil && s.isFor(f.exam)
}

// isFor reports whether questions of which so many belong to an exam, and so spread, were written for it.
func (s *share) isFor(e *taxonomy.Exam) bool {
	return 2*s.of >= s.all && !slices.ContainsFunc(e.Domains, func(d taxonomy.Domain) bool {
		return s.domains[d.ID] < leastOfDomain*d.Weight/100*float64(s.of)
	})
}

// leastOfDomain is the share of the questions that a domain's weight asks for which a bank for the exam has at least. In banks
// for the exam it was 0.57 and more, in those for exams on the cloud at large 0.22 and less for the domain of models.
const leastOfDomain = 0.35

// unasked names what the current version has added and no question is about, once for all banks.
func (f *freshness) unasked() []Finding {
	if f.exam == nil || !f.anyFor() {
		return nil
	}
	var names []string
	for _, t := range f.exam.Tasks {
		for _, b := range t.Bullets {
			for _, id := range b.Concepts {
				c, ok := f.taxonomy.Concept(id)
				if !ok || !b.New || f.asked[id] || slices.Contains(names, c.Name) || f.before != nil && len(f.taxonomy.ExamTasks(f.before.ID, id)) > 0 {
					continue
				}
				names = append(names, c.Name)
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	shown := enumerated(names)
	if more := len(names) - listed; more > 0 {
		shown = strings.Join(names[:listed], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return []Finding{added.finding(f.exam.ID, "", fmt.Sprintf("%s has added what no question is about: %s", strings.ToUpper(f.exam.ID), shown))}
}

const listed = 10 // concepts that a finding names

func (f *freshness) anyFor() bool {
	for name := range f.forExam {
		if f.isFor(name) {
			return true
		}
	}
	return false
}
