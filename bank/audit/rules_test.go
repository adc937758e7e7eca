package audit

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"mlatlas/bank"
	"mlatlas/taxonomy"
)

// parse reads a question as the examples write it: "Stem | wrong | *right // explanation # tag". A further option's feedback
// stands in braces behind it.
func parse(t *testing.T, id, text string) *bank.Question {
	t.Helper()
	q := &bank.Question{ID: id, Bank: "b", Kind: bank.Single}
	text, tags, tagged := strings.Cut(text, " # ")
	if tagged {
		q.Tags = strings.Fields(tags)
	}
	text, q.Explanation, _ = strings.Cut(text, " // ")
	fields := strings.Split(text, " | ")
	q.Stem = fields[0]
	for i, f := range fields[1:] {
		f, right := strings.CutPrefix(f, "*")
		f, feedback, _ := strings.Cut(f, "{")
		o := bank.Option{Label: string(rune('A' + i)), Text: f, Correct: right, Feedback: strings.TrimSuffix(feedback, "}")}
		if right {
			q.Answer = append(q.Answer, o.Label)
		}
		q.Options = append(q.Options, o)
	}
	switch {
	case len(q.Options) == 0:
		q.Kind, q.Answer = bank.Essay, nil
	case len(q.Answer) > 1:
		q.Kind = bank.Multiple
	}
	q.LinkTo(embedded(t))
	return q
}

func embedded(t *testing.T) *taxonomy.Taxonomy {
	t.Helper()
	all, err := taxonomy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// auditOf audits questions for an exam.
func auditOf(t *testing.T, exam string, o Options, questions ...*bank.Question) *Report {
	t.Helper()
	o.Taxonomy, o.Today = embedded(t), day
	o.Exam, _ = o.Taxonomy.Exam(exam)
	report, err := Run(each(questions), o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func each(questions []*bank.Question) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		for _, q := range questions {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// found lists the rules that found something, once each.
func found(r *Report) []string {
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// examples are questions that keep a rule and questions that break it.
var examples = map[string]struct{ good, bad []string }{
	"repeated-option": {
		[]string{"Base? | a | *A | c", "Which? | x > y | *x < y | x = y", "Name? | C | *C++ | C#", "Which is it? | Amazon S3 | *Amazon S3 Glacier | EBS"},
		[]string{"Where is it stored? | In Amazon S3 | *on EBS | in Amazon  S3.", "Which? | `10 years` | *12 years | 10 years"},
	},
	"no-distractor": {
		[]string{"Which? | *a | *b | c", "Say why."},
		[]string{"Which of these hold? | *one | *two | *three", "Which? | *Amazon S3"},
	},
	"choose-count": {
		[]string{"Which meet this? (Choose two.) | *a | *b | c", "Which of the two services is cheaper? | *a | b | c", "Select all that apply. | *a | *b | c", "Which TWO steps help? | *a and b | c and d | e and f"},
		[]string{"Which meet this? (Choose TWO.) | *a | *b | *c | d", "Quais atendem? (Escolha duas.) | *a | b | c", "What helps? (Select THREE.) | *a | *b | c | d"},
	},
	"longest-key": {
		[]string{"What helps? | Store it all in one bucket of S3 | *Store it in a bucket of S3 by day | Store it on a volume of EBS",
			"Which? | S3 | *AWS Total Cost of Ownership (TCO) Calculator | EBS",
			"Which? | a b c d e | *f g h i j k | l m n o"},
		[]string{"What helps? | Store it in S3 | *Store it in S3, partitioned by day and with a lifecycle rule to Glacier | Store it on EBS"},
	},
	"absolutes": {
		[]string{"What holds? | It always scales | *It never fails | It is fast", "What is used? | An always-on cluster | *A serverless endpoint | A batch job of the night",
			"Which of these is NOT true? | It always scales up | *It costs nothing here | It is fast enough", "Was gilt immer? | Es ist always da | *Es ist gut so | Es ist nie da",
			"Which song is it? | Never Say Goodbye | *Livin on a Prayer | Wanted", "Which conclusion follows from the passage? | It always rains there | *It rains there | It is dry there"},
		[]string{"What is true of the service? | It always encrypts all data | *It encrypts data at rest | It stores logs", "What should the team do? | Disable scaling entirely | *Scale by requests | Scale by hand",
			"What is a limit of the model? | It is 100% accurate in tests | *It may invent facts | It is slow to answer"},
	},
	"vague-quantifiers": {
		[]string{"Which class is for the data? | Frequently accessed data | *Rarely accessed data | Logs of the day", "How often does it run? | Every hour | *Every day | Every week"},
		[]string{"What is true of the model? | It is often wrong | *It is a tree | It is a net"},
	},
	"all-of-the-above": {
		[]string{"Which? | All of the data | *Half of it | None"},
		[]string{"Which? | a | b | c | *All of the above", "Qual? | um | dois | *Todas as anteriores", "Welche? | eins | zwei | *Alle oben genannten", "哪个? | 甲 | 乙 | *以上都是"},
	},
	"none-of-the-above": {
		[]string{"Which? | None of the data | *Half of it | All"},
		[]string{"Which? | a | b | *c | None of these", "¿Cuál? | uno | dos | *Ninguna de las anteriores"},
	},
	"complex-option": {
		[]string{"Who goes? | A and B | *B and C | C and D", "Which? | A and B testing of models | *canary release | blue/green"},
		[]string{"Which scale? | Lambda | Batch | *Both A and B", "Which are true? I. It scales. II. It is cheap. | I only | II only | *I and II | Neither"},
	},
	"negative-stem": {
		[]string{"Which of the following is NOT a service? | *a | b | c", "Which service keeps data that is not accessed? | *a | b | c", "A bank asks those who did not reply. Which tool helps? | *a | b | c",
			"What is the best way when instances are not in use? | *a | b | c", "All of these hold **except** one. | *a | b | c", "What should you do if you see resources, which you don't know? | *a | b | c"},
		[]string{"Which of the following is not a service? | *a | b | c", "Which AWS services cannot do it? | *a | b | c", "All of the following are true except: | *a | b | c", "Which of these isn't a metric? | *a | b | c",
			"Which of the following is least likely to help? | *a | b | c"},
	},
	"emphasised-negative": {
		[]string{"Which of the following is a service? | *a | b | c", "The data must NOT leave. Which service helps? | *a | b | c"},
		[]string{"Which of the following is NOT a service? | *a | b | c", "Which of these is **not** a metric? | *a | b | c", "Each of these is a service EXCEPT: | *a | b | c"},
	},
	"grammar-clue": {
		[]string{"What is it called? | apple | *orange | pear", "It is a(n) | apple | *orange | pear", "The tree is an | apple | *orange | elm", "It waits a | *minute | hour | day"},
		[]string{"The fruit is an: | *orange | pear | plum", "The store is called a ___ | *bucket | index | table"},
	},
	"overlapping-options": {
		[]string{"Which? | Amazon S3 | *Amazon S3 Glacier | EBS", "How many? | 1-5 | *6-10 | 11-20", "When? | 1914-1918 | *1912-1919 | 1939-1945", "Roots? | 0 and 2 | *0 and 4 | 4 and 5"},
		[]string{"How many GB? | 1-5 | *4-10 | 11-20", "What helps? | Store the data in one S3 bucket | *Store the data in one S3 bucket and catalogue it | Use EBS"},
	},
	"implausible-option": {
		[]string{"Which? | Amazon S3 | *Amazon EBS | Amazon EFS | AWS Quick Brown Fox", "Which? | Amazon S3 | *a spreadsheet | Amazon EFS | Amazon EBS"},
		[]string{"Which service is for the objects? | Amazon S3 | *Amazon EBS | Amazon EFS | a drawer of paper"},
	},
	"unordered-numbers": {
		[]string{"How many? | 1 | *2 | 10", "How much? | $5 | *$2 | $1", "Which? | 10 GB | *1 TB | 5 GB", "Which? | t2.micro | *m5 | 10.0.0.1", "Which? | 2 | *1"},
		[]string{"How many? | 10 | *1,000 | 2", "How long? | 15 minutes | *5 minutes | 60 minutes"},
	},
	"explanation-against-key": {
		[]string{"Which? | Glue | *EMR | Batch // Option B is correct because it scales. Option A is incorrect because it does not.",
			"Which is NOT right? | Glue | *EMR | Batch // Option A is correct. Option B is incorrect, so it is the answer.",
			"Which? | Glue | *EMR | Batch // Option A would be correct if the data were small.",
			"Which? | Glue{Wrong. Too slow.} | *EMR{Correct!} | Batch"},
		[]string{"Which? | Glue | *EMR | Batch // Option A is correct because it is serverless.", "Which? | Glue | *EMR | Batch // The correct answer is C.",
			"Which? | Glue | *EMR | Batch // EMR is incorrect because it needs a cluster.", "Qual? | Glue | *EMR | Batch // A resposta correta é a letra A.",
			"Which? | Glue{Correct. It is managed.} | *EMR | Batch", "Which is NOT right? | Glue | *EMR | Batch // The correct answer is A."},
	},
	"unknown-letter": {
		[]string{"Which? | Glue | *EMR | Batch // Option B scales, and each choice a reader makes costs money. Vitamin E is no option."},
		[]string{"Which? | Glue | *EMR | Batch // Option E needs no cluster.", "Which? | Glue | *EMR // Options C and D are incorrect."},
	},
	"empty-explanation": {
		[]string{"Which? | Glue | *EMR | Batch // EMR scales by itself.", "Which? | Glue | *EMR // https://docs.aws.amazon.com/emr", "哪个? | 甲 | *乙 // 因为它可以自动扩展"},
		[]string{"Which? | Glue | *EMR on EC2 | Batch // EMR on EC2.", "Which? | Glue | *EMR | Batch // Correct Answer: B", "Which? | Glue | *EMR | Batch // See above"},
	},
	"clue-word": {
		[]string{"What tool detects bias? | Athena monitors | *SageMaker Clarify | Glue jobs", "Which service is for containers? | Containers on EC2 | *Containers on ECS | EBS",
			"What was founded in Trenton? | A palace of stone | *The Trenton barracks | A house of wood"},
		[]string{"Which service gives a managed firewall to the team? | Amazon Inspector | *AWS Network Firewall, a managed firewall | Amazon Macie"},
	},
	"missing-explanation": {
		[]string{"Which? | Glue | *EMR // It scales.", "Which? | Glue{slow} | *EMR", "Say why."},
		[]string{"Which? | Glue | *EMR"},
	},
	"renamed-service": {
		[]string{"Where to? | Amazon Data Firehose, once Kinesis Data Firehose | *Glue | EMR", "Which? | Amazon SageMaker | *Glue | EMR"},
		[]string{"Where to? | Kinesis Data Firehose | *Glue | EMR", "How is AWS Single Sign-On set up? | by hand | *by SAML | by mail"},
	},
	"retired-service": {
		[]string{"Which runs Chef? | AWS OpsWorks | *AWS Systems Manager | AWS Config"},
		[]string{"Which runs Chef? | *AWS OpsWorks | AWS Systems Manager | AWS Config"},
	},
	"closed-service": {
		[]string{"Which? | AWS Cloud9 | *AWS CloudShell | AWS Config"},
		[]string{"Which is an IDE in the browser? | *AWS Cloud9 | AWS CloudShell | AWS Config"},
	},
	"audit-off": {
		[]string{"Which? | Glue | *EMR // It scales. # audit-off:longest-key easy", "Which? | Glue | *EMR // It scales. # audit-off"},
		[]string{"Which? | Glue | *EMR // It scales. # audit-off:longest-kee"},
	},
}

func TestExamples(t *testing.T) {
	for _, rule := range Rules() {
		e, ok := examples[rule.ID]
		if !ok && slices.Contains(ownTested(), rule.ID) {
			continue
		}
		if len(e.good) == 0 || len(e.bad) == 0 {
			t.Errorf("%s has no example to keep it, or none to break it", rule.ID)
		}
		for _, text := range e.good {
			if got := found(auditOf(t, "", Options{}, parse(t, "b/1", text))); slices.Contains(got, rule.ID) {
				t.Errorf("%s: wrong alarm on: %s", rule.ID, text)
			}
		}
		for _, text := range e.bad {
			if got := found(auditOf(t, "", Options{}, parse(t, "b/1", text))); !slices.Contains(got, rule.ID) {
				t.Errorf("%s: overlooks: %s (finds %v)", rule.ID, text, got)
			}
		}
	}
}

// examRules hold a bank against the version of an exam.
var examRules = []string{"removed-concept", "out-of-scope", "new-concepts"}

// ownTested are rules on banks as a whole, which have tests of their own.
func ownTested() []string {
	ids := slices.Clone(examRules)
	for _, r := range slices.Concat(keyRules, guessRules, duplicateRules, balanceRules, provenanceRules) {
		ids = append(ids, r.ID)
	}
	return ids
}

// TestRules: IDs are kebab-case and nobody else's, and every rule says what it asks for and who found that it matters.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyz-") != "" || r.Says == "" || r.Source == "" || !strings.HasSuffix(r.Says, ".") {
			t.Errorf("%+v", r)
		}
		seen[r.ID] = true
	}
	if !slices.IsSortedFunc(Rules(), func(a, b Rule) int {
		return cmp.Or(cmp.Compare(severityOrder[a.Severity], severityOrder[b.Severity]), cmp.Compare(a.ID, b.ID))
	}) {
		t.Error("the rules are not sorted")
	}
}

// TestClueWordIsRare: a word that stands in many questions of the bank gives nothing away.
func TestClueWordIsRare(t *testing.T) {
	var questions []*bank.Question
	for i := range 4 {
		questions = append(questions, parse(t, string(rune('a'+i)), "Which service gives a managed firewall to the team? | Amazon Inspector | *AWS Network Firewall, a managed firewall | Amazon Macie"))
	}
	if got := found(auditOf(t, "", Options{Rules: []string{"clue-word"}}, questions...)); len(got) > 0 {
		t.Error("in four questions of four:", got)
	}
}

// TestNoExplanationAtAll: a bank without any explanation is one finding.
func TestNoExplanationAtAll(t *testing.T) {
	var questions []*bank.Question
	for i := range 6 {
		questions = append(questions, parse(t, string(rune('a'+i)), "Which? | Glue | *EMR"))
	}
	r := auditOf(t, "", Options{Rules: []string{"missing-explanation"}}, questions...)
	if len(r.Findings) != 1 || r.Findings[0].Bank != "b" || len(r.Findings[0].Questions) != 0 {
		t.Errorf("%+v", r.Findings)
	}
	questions[0].Explanation = "It scales."
	if r := auditOf(t, "", Options{Rules: []string{"missing-explanation"}}, questions...); len(r.Findings) != 5 {
		t.Errorf("%+v", r.Findings)
	}
}

// forExam are questions of all domains of MLA-C01, so that their bank is one for it.
func forExam(t *testing.T) []*bank.Question {
	var questions []*bank.Question
	for i, text := range []string{
		"Which store holds features for training and serving? | *SageMaker Feature Store | Amazon EBS | Amazon EFS // It serves features.",
		"Which tool labels images? | *SageMaker Ground Truth | Amazon EBS | Amazon EFS // It labels.",
		"How is overfitting of an XGBoost model reduced? | *L1 regularization | Amazon EBS | a larger batch // It shrinks weights.",
		"Which tool tunes hyperparameters? | *SageMaker automatic model tuning | Amazon EBS | Amazon EFS // It searches.",
		"Which endpoint is for sporadic traffic? | *SageMaker Serverless Inference | Amazon EBS | Amazon EFS // It scales to zero.",
		"Which tool orchestrates a training workflow? | *SageMaker Pipelines | Amazon EBS | Amazon EFS // It has steps.",
		"Which tool finds data drift in production? | *SageMaker Model Monitor | Amazon EBS | Amazon EFS // It compares.",
		"Which service logs API calls? | *AWS CloudTrail | Amazon EBS | Amazon EFS // It logs.",
	} {
		questions = append(questions, parse(t, "b/"+string(rune('a'+i)), text))
	}
	return questions
}

func TestExamVersion(t *testing.T) {
	neo := parse(t, "b/neo", "How does SageMaker Neo speed up a model at the edge? | *SageMaker Neo compiles it | Amazon EBS | Amazon EFS // It compiles.")
	chat := parse(t, "b/chat", "Which service is a contact centre? | *Amazon Connect | Amazon EBS | Amazon EFS // It takes calls.")
	of := func(exam string, questions ...*bank.Question) []string {
		return found(auditOf(t, exam, Options{Rules: examRules}, questions...))
	}
	if got := of("mla-c01", append(forExam(t), neo, chat)...); !slices.Equal(got, []string{"new-concepts", "out-of-scope", "removed-concept"}) {
		t.Error("a bank for the exam:", got)
	}
	if got := of("mla-c01", forExam(t)...); !slices.Equal(got, []string{"new-concepts"}) {
		t.Error("a bank for the exam with nothing of another:", got)
	}
	if got := of("mla-c01", neo, chat, chat); len(got) != 0 {
		t.Error("a bank for something else:", got)
	}
	if got := of("", append(forExam(t), neo, chat)...); len(got) != 0 {
		t.Error("no exam:", got)
	}
}

// TestQuotesAreShort: a message quotes at most 60 characters of a bank.
func TestQuotesAreShort(t *testing.T) {
	long := strings.Repeat("word ", 100)
	r := auditOf(t, "", Options{}, parse(t, "b/1", "Which? | "+long+" | *x | "+long))
	for _, f := range r.Findings {
		if f.Rule == "repeated-option" && strings.Count(f.Message, "word") > 13 {
			t.Error(f.Message)
		}
	}
}

// TestKeyMoved: with the key of the built-in bank moved on by one option, its explanations, which argue by letters, contradict
// it nearly always; as it is, never.
func TestKeyMoved(t *testing.T) {
	var sound, moved []*bank.Question
	for _, q := range builtIn(t) {
		if q.Kind != bank.Single {
			continue
		}
		sound = append(sound, q)
		other := *q
		other.Options = slices.Clone(q.Options)
		for i, o := range q.Options {
			other.Options[(i+1)%len(q.Options)].Correct = o.Correct
		}
		moved = append(moved, &other)
	}
	only := Options{Rules: []string{"explanation-against-key"}}
	if r := auditOf(t, "", only, sound...); len(r.Findings) > 0 {
		t.Errorf("as it is: %+v", r.Findings)
	}
	against := map[string]bool{}
	for _, f := range auditOf(t, "", only, moved...).Findings {
		against[f.Questions[0]] = true
	}
	if 10*len(against) < 9*len(moved) {
		t.Errorf("with the key moved, only %d of %d are found", len(against), len(moved))
	}
}
