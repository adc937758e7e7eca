package bank

// Kind says how a question is answered.
type Kind string

// The kinds of question. Tolerance and range of a number are written as in Moodle's GIFT.
const (
	Single    Kind = "single"    // one option is right
	Multiple  Kind = "multiple"  // several options are right, all are needed
	TrueFalse Kind = "truefalse" // a statement to judge
	Ordering  Kind = "ordering"  // steps to put in order; Options hold the right order
	Matching  Kind = "matching"  // prompts to pair with options
	Short     Kind = "short"     // a word or phrase; Answer holds the accepted ones
	Numeric   Kind = "numeric"   // a number: "5", "3.14:0.01" with a tolerance, "1..5" for a range
	Essay     Kind = "essay"     // free text, judged by a person
)

// Question is one item of a bank. All text is UTF-8 Markdown as its author wrote it, and untrusted.
type Question struct {
	ID          string   // <bank>/<number>, given by the Store; unique in an atlas
	Bank        string   // name of the bank
	Number      string   // as the author wrote it ("61", "2.4"), or "" where there is none
	Kind        Kind     //
	Title       string   // a name that the author gave it, or ""
	Stem        string   // what is asked, with the scenario or passage that it refers to
	Prompts     []string // of Matching: what is to be paired, each with the option whose label has the same place in Answer
	Options     []Option // in the author's order; of Short and Numeric: the answers that have credit or feedback of their own
	Answer      []string // labels of the right options in order, or the accepted texts of Short and Numeric
	Explanation string
	Tags        []string
	References  []string // URLs or titles
	Source      Source
	Links       []Link // what the question is about, heaviest first
	Tasks       []TaskLink
}

// Option is one possible answer.
type Option struct {
	Label    string // "A", "B", ... unique in the question
	Text     string
	Correct  bool
	Feedback string  // why it is right or wrong, where the author says so per option
	Credit   float64 `json:",omitzero"` // percent of the points that the author gives or takes (-100) for it; 0: what Correct says
}

// Source is where a question was read.
type Source struct {
	File string // as it was named at the import, with forward slashes
	Line int    // of the question's first line, from 1

	Provenance Provenance // what the question brings along about its bank; the Store keeps that of banks alone
}

// Role is what a concept is to a question, strongest evidence first.
type Role string

// The roles of a concept in a question. A concept that stands only in wrong options or their rebuttal is a distractor:
// the question is not about it.
const (
	RoleKey         Role = "key"
	RoleStem        Role = "stem"
	RoleExplanation Role = "explanation"
	RoleDistractor  Role = "distractor"
)

// Link says that a question names a concept, or names what implies it.
type Link struct {
	Concept   string // taxonomy ID
	Role      Role
	Weight    float64 // share of the question that is about it, 0 to 1; the weights of one question sum to 1, distractors have 0
	Primary   bool    // one of the at most three concepts that the question tests
	Mentions  []Mention
	ImpliedBy []string `json:",omitempty"` // the concepts of other links that imply this one, which has no mentions then
}

// Mention is one place where the question's text names a concept.
type Mention struct {
	Zone   Zone
	Option string // label, for the zones Key and Wrong
	Start  int    // bytes into the text of the zone: the stem, the option's text or the explanation
	End    int
	Rule   string // the linker's rule that decided
}

// Zone is a part of a question that says something different about a concept that stands there.
type Zone string

// The zones of a question.
const (
	ZoneStem    Zone = "stem"
	ZoneKey     Zone = "key"     // a right option
	ZoneFor     Zone = "for"     // the explanation, where it argues for the key
	ZoneAgainst Zone = "against" // the explanation, where it argues against a wrong option
	ZoneWrong   Zone = "wrong"   // a wrong option
)

// TaskLink says that a question belongs to a task of an exam.
type TaskLink struct {
	Exam   string
	Task   string
	Domain string
	Weight float64 // share, 0 to 1; the weights of one question in one exam sum to 1
}
