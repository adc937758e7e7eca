package audit

import (
	"fmt"
	"strings"
	"testing"

	"mlatlas/bank"
)

// signsIn names the signs of a file with the count of their places.
func signsIn(text string) string {
	var s SignScanner
	for len(text) > 0 { // in pieces that end anywhere
		n := min(len(text), 7)
		s.Write([]byte(text[:n]))
		text = text[n:]
	}
	var list []string
	for _, f := range s.Found() {
		list = append(list, fmt.Sprintf("%s %d", f.Name, f.Count))
	}
	return strings.Join(list, ", ")
}

func TestSigns(t *testing.T) {
	for text, want := range map[string]string{
		"Actual exam question from Amazon's AWS Certified Machine Learning Engineer": "actual-question 1",
		"B  Community vote distribution B (75%) A (25%)":                             "vote 1",
		"Question #: 23 Topic #: 1":                                                  "topic-number 1",
		"Question #23Topic 1":                                                        "topic-number 1",
		"## Exam AWS topic 1 question 98 discussion":                                 "topic-number 1",
		"Topic #: 1":                                            "topic-line 1",
		"NEW QUESTION 12":                                       "new-question 1",
		"NEW QUESTION: 12 - (Exam Topic 2)":                     "topic-line 1, new-question 1",
		"**Selected Answer: B**":                                "selected-answer 1",
		"A. Amazon Athena Most Voted":                           "most-voted 1",
		"Highly Voted 2 years ago ... upvoted 12 times":         "most-voted 1",
		"https://www.examtopics.com/discussions/amazon/view/1/": "site 1",
		"source: PassLeader":                                    "site 1",
		"Leads4Pass offers VCE":                                 "site 1",
		"Visit here for our full Amazon AWS MLA-C01 exam dumps and practice": "advert 1, exam-dump 1",
		"The latest real exam questions, 100% pass guarantee":                "real-questions 1, pass-promise 1",
		"A braindump of the exam":                                            "brain-dump 1",
		// What only looks like it.
		"A database dump is written to Amazon S3; take a heap dump.": "",
		"These are not brain dumps, and never use ExamTopics.":       "",
		"They are not actual exam questions from AWS":                "",
		"Who was the most voted player of the season?":               "",
		"The new question 12 is harder. Topic #1: storage":           "",
		"Your selected answer: B is wrong":                           "",
		"The selected answer A":                                      "",
		"100% of the requests pass the firewall":                     "",
		"Download the dump of the table and import it":               "",
		"examtopicsx and pretestkings":                               "",
		"":                                                           "",
	} {
		if got := signsIn(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSignPlaces(t *testing.T) {
	far := strings.Repeat("words of a question\n", 30)
	for name, c := range map[string]struct{ text, want string }{
		"lines of one question":  {"examtopics.com\nexamtopics.com\n", "site 1"},
		"two questions":          {"examtopics.com\n" + far + "examtopics.com\n", "site 2"},
		"two on a long line":     {"examtopics.com " + strings.ReplaceAll(far, "\n", " ") + "examtopics.com", "site 2"},
		"binary":                 {"PK\x03\x04 examtopics.com", ""},
		"a line beyond the room": {strings.Repeat("x", longestLine) + " examtopics.com\n", ""},
	} {
		if got := signsIn(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestSignsAside(t *testing.T) {
	for first, want := range map[string]string{"%PDF-1.4\n\x00": "site 2", "text": ""} {
		var s SignScanner
		s.Write([]byte(first))
		s.Aside(3, "no part of a question: www.passleader.com")
		s.Aside(9, "no part of a question: www.passleader.com")
		got := ""
		for _, f := range s.Found() {
			got = fmt.Sprintf("%s %d", f.Name, f.Count)
			if f.Line != 3 {
				t.Errorf("line %d", f.Line)
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", first, got, want)
		}
	}
}

func TestFileSign(t *testing.T) {
	for file, want := range map[string]string{
		"exams/examtopics-mla.md": "examtopics", "AWS_ExamDumps/x.pdf": "ExamDumps", "brain-dump.txt": "brain-dump", "saa-dumps.csv": "saa-dumps.csv", `C:\PassLeader\x.txt`: "PassLeader",
		"mysql-dumps.sql.md": "", "db-dumps.md": "", "dump.txt": "", "dumps/questions.md": "", "exam-topics.md": "", "heap_dumps.md": "", "practice.md": "",
	} {
		if got := fileSign(file); got != want {
			t.Errorf("%s: got %q, want %q", file, got, want)
		}
	}
}

// questionsOf makes questions of one bank of their stems.
func questionsOf(stems ...string) func(func(*bank.Question, error) bool) {
	return func(yield func(*bank.Question, error) bool) {
		for i, stem := range stems {
			q := &bank.Question{ID: fmt.Sprintf("b/%d", i+1), Bank: "b", Stem: stem, Source: bank.Source{File: "b.md"}}
			if text, tag, ok := strings.Cut(stem, " #"); ok {
				q.Stem, q.Tags = text, []string{tag}
			}
			if !yield(q, nil) {
				return
			}
		}
	}
}

func TestProvenance(t *testing.T) {
	known := func(p bank.Provenance, signs ...bank.Sign) []bank.BankInfo {
		return []bank.BankInfo{{Name: "b", Files: []string{"b.md"}, Provenance: p, Signs: signs}, {Name: "none"}}
	}
	sound := bank.Provenance{Licence: "MIT", Source: "me"}
	for name, c := range map[string]struct {
		banks []bank.BankInfo
		stems []string
		want  string
	}{
		"sound":                     {known(sound), []string{"one", "two"}, ""},
		"nothing is known":          {nil, []string{"one"}, ""},
		"no licence, no source":     {known(bank.Provenance{}), []string{"one"}, "no-licence no-source"},
		"no source":                 {known(bank.Provenance{Licence: "MIT"}), []string{"one"}, "no-source"},
		"private bank":              {known(bank.Provenance{Licence: "MIT", Source: "me", Private: true}), []string{"one"}, "private-questions"},
		"private question":          {known(sound), []string{"one", "two #private"}, "private-questions"},
		"a sure sign":               {known(sound), []string{"Actual exam question from Amazon"}, "recalled-content"},
		"one trace":                 {known(sound), []string{"from examtopics", "two"}, ""},
		"two traces of one kind":    {known(sound), []string{"from examtopics", "from examtopics"}, "recalled-content"},
		"two traces of two kinds":   {known(sound), []string{"from examtopics", "A Most Voted"}, "recalled-content"},
		"a tag":                     {known(sound), []string{"one #ExamTopics", "two #ExamTopics"}, "recalled-content"},
		"a word, often":             {known(sound), []string{"do a brain dump", "a brain dump", "brain dumps"}, ""},
		"two words":                 {known(sound), []string{"exam dumps", "latest exam questions"}, "recalled-content"},
		"a word and a trace":        {known(sound), []string{"exam dumps", "by testking"}, "recalled-content"},
		"sure in the file":          {known(sound, bank.Sign{Name: "vote", Quote: "“x”", Line: 3, Count: 1}), []string{"one"}, "recalled-content"},
		"one trace in the file":     {known(sound, bank.Sign{Name: "site", Quote: "“x”", Line: 3, Count: 1}), []string{"one"}, ""},
		"two traces in the file":    {known(sound, bank.Sign{Name: "site", Quote: "“x”", Line: 3, Count: 2}), []string{"one"}, "recalled-content"},
		"the same trace twice seen": {known(sound, bank.Sign{Name: "site", Quote: "“x”", Line: 3, Count: 1}), []string{"examtopics"}, ""},
		"the name of the file":      {[]bank.BankInfo{{Name: "b", Files: []string{"saa-dumps.md"}, Provenance: sound}}, []string{"one"}, "recalled-content"},
	} {
		p := newProvenance(Options{Banks: c.banks})
		for q := range questionsOf(c.stems...) {
			p.add(q)
		}
		var got []string
		for _, f := range p.find() {
			got = append(got, f.Rule)
			if f.Bank != "b" || f.Message == "" || len(f.Questions) != 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %q, want %q", name, s, c.want)
		}
	}
}

func TestRecalledMessage(t *testing.T) {
	p := newProvenance(Options{Banks: []bank.BankInfo{{Name: "b", Provenance: bank.Provenance{Licence: "x", Source: "y"},
		Signs: []bank.Sign{{Name: "most-voted", Quote: "“Most Voted”", Line: 9, Count: 40}}}}})
	for q := range questionsOf("one", "Actual exam question from Amazon's AWS", "Actual exam question from Microsoft's AZ") {
		p.add(q)
	}
	want := "the bank looks like recalled exam content: “Actual exam question from” in b/2 and 1 other question; “Most Voted” in line 9 and 39 other places. Using or sharing such content breaks the exam's agreement: write questions of your own"
	if found := p.find(); len(found) != 1 || found[0].Message != want {
		t.Errorf("got %v", found)
	}
}
