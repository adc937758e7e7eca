package taxonomy

// Ambiguous is a name that means different concepts, or none, in different company: "endpoint", "pipeline", "Glue".
// It is linked only when the words around it decide for one sense; otherwise it is no link.
type Ambiguous struct {
	Name string `yaml:"name"`
	Why  string `yaml:"why"` // one line for the reader of the file
	// Form says how the name must be written to be looked at: "any"; "capital" (first letter upper case, and when it
	// begins a sentence only with further evidence); "exact" (as in Name).
	Form   string  `yaml:"form"`
	Senses []Sense `yaml:"senses"`

	at position
}

// Sense is one meaning of an ambiguous name and the evidence for it. Cues are words or phrases, matched whole, without
// regard to case and number. An adjacent cue outweighs any in the sentence, and one in the sentence any in the question.
type Sense struct {
	Concept  string   `yaml:"concept"`            // a concept's ID, or NoLink
	Before   []string `yaml:"before,omitempty"`   // directly left of the name
	After    []string `yaml:"after,omitempty"`    // directly right of it
	Near     []string `yaml:"near,omitempty"`     // in the same sentence
	Question []string `yaml:"question,omitempty"` // anywhere in the texts that are linked together
}

// NoLink is the Concept of a sense that stands for "this means nothing of ours".
const NoLink = "none"
