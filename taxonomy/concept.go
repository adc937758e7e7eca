package taxonomy

// Concept is one entry of the taxonomy: an AWS service, a feature of one, or an ML or MLOps concept.
type Concept struct {
	ID         string   `yaml:"id" json:"id"`     // kebab-case, never reused
	Name       string   `yaml:"name" json:"name"` // the current name
	Kind       string   `yaml:"kind" json:"kind"` // one of Kinds
	Definition string   `yaml:"definition,omitempty" json:"definition,omitempty"`
	Parents    []string `yaml:"parents,omitempty" json:"parents,omitempty"` // is-a or part-of; the first is shown

	// Aliases and FormerNames are linked wherever they stand as whole words; Name is linked as well.
	Aliases     []string `yaml:"aliases,omitempty" json:"aliases,omitempty"`
	FormerNames []string `yaml:"former_names,omitempty" json:"former_names,omitempty"`
	// CaseSensitive lists the names that count only as written: acronyms such as EMR.
	CaseSensitive []string `yaml:"case_sensitive,omitempty" json:"case_sensitive,omitempty"`
	// Ambiguous lists the names that count only by a rule of the same name.
	Ambiguous []string `yaml:"ambiguous,omitempty" json:"ambiguous,omitempty"`

	// Needs are what people say who do not know a name: "who did what in an account". Only search reads them.
	Needs []string `yaml:"-" json:"needs,omitempty"`
	// ImpliedBy lists what makes a question be about the concept without naming it: an ID, or several joined by " + ".
	ImpliedBy []string `yaml:"-" json:"implied_by,omitempty"`
	// General marks a word of the trade that texts use in passing (latency, scalability): one mention in an explanation
	// says nothing of what the question is about.
	General bool `yaml:"general,omitempty" json:"general,omitempty"`
	// Frame marks a word in which nearly every question could be put (inference, model training, encryption): it is a topic
	// only where it is what the key says, or where there is no other.
	Frame bool `yaml:"frame,omitempty" json:"frame,omitempty"`

	Tasks     []string   `yaml:"tasks,omitempty" json:"tasks,omitempty"`   // tasks of MLA-C01, kept by MLA-C02
	Scope     string     `yaml:"scope,omitempty" json:"scope,omitempty"`   // services: in, out or unlisted for MLA-C01
	Status    string     `yaml:"status,omitempty" json:"status,omitempty"` // "renamed 2024-02", "closed 2025-10-07, retired 2026-10-07"; see Lifecycle
	AddedFor  []string   `yaml:"added_for,omitempty" json:"added_for,omitempty"`
	RemovedIn []string   `yaml:"removed_in,omitempty" json:"removed_in,omitempty"` // exams that dropped it
	Relations []Relation `yaml:"relations,omitempty" json:"relations,omitempty"`

	at position
}

// Relation is a typed arrow from the concept that holds it to another one.
type Relation struct {
	Type   string `yaml:"type" json:"type"` // one of RelationTypes
	To     string `yaml:"to" json:"to"`
	Reason string `yaml:"reason,omitempty" json:"reason,omitempty"`
}

// KindGroup is the kind of entries that only hold others together and are never linked.
const KindGroup = "group"

// Kinds are the kinds of concept, most tangible first.
var Kinds = []string{
	"service", "feature", "deployment-option", "deployment-strategy", "pricing-option", "compute-resource",
	"security-control", "compliance", "framework", "data-format", "algorithm", "model-family", "technique",
	"architecture-pattern", "metric", "concept", KindGroup,
}

// RelationTypes names every type of relation and says what "A type B" means.
var RelationTypes = map[string]string{
	"part-of":         "A is a component of B",
	"uses":            "A depends on or is configured with B",
	"monitors":        "A observes B",
	"triggers":        "an event or state of A starts B",
	"stores":          "A holds B",
	"alternative-to":  "a question may set A against B",
	"prerequisite-of": "learn A before B",
	"mitigates":       "A reduces the problem B",
	"measures":        "A quantifies B",
	"secures":         "A protects B",
}

// Names returns every name under which the concept is linked without a rule: its name, aliases and former names.
func (c *Concept) Names() []string {
	names := make([]string, 0, 1+len(c.Aliases)+len(c.FormerNames))
	names = append(names, c.Name)
	names = append(names, c.Aliases...)
	return append(names, c.FormerNames...)
}

// Linkable reports whether text can name the concept; groups only hold others together.
func (c *Concept) Linkable() bool { return c.Kind != KindGroup }
