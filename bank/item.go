package bank

// Item is what a reader found in one block of a file: a question, a problem, or both, when a question could be kept
// although something about it is wrong. A file is accounted for when every block that looks like a question is in an item.
type Item struct {
	Question *Question
	Problems []Problem
}

// Problem is something in a file that was refused, doubted or left out.
type Problem struct {
	Line     int      `json:"line"` // from 1
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`             // stable, kebab-case: no-key, key-outside-options
	Message  string   `json:"message"`          // what is wrong, then what would be right
	Number   string   `json:"number,omitempty"` // of the question, as written
}

// Severity says what became of the block: Error: no question came of it; Warning: a question came of it, look at it;
// Note: it was no question (advertising, front matter, an empty template).
type Severity string

// The severities of a problem.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)
