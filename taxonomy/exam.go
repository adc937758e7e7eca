package taxonomy

// Exam is the blueprint of one version of one certification exam.
type Exam struct {
	ID          string   `yaml:"id" json:"id"` // lower case: mla-c01
	Name        string   `yaml:"name" json:"name"`
	Status      string   `yaml:"status" json:"status"`
	From        string   `yaml:"from,omitempty" json:"from,omitempty"`   // first day, 2024-10-08; empty if not known
	Until       string   `yaml:"until,omitempty" json:"until,omitempty"` // last day in English; empty while it runs
	Predecessor string   `yaml:"predecessor,omitempty" json:"predecessor,omitempty"`
	Successor   string   `yaml:"successor,omitempty" json:"successor,omitempty"`
	Scored      int      `yaml:"scored" json:"scored"`
	Unscored    int      `yaml:"unscored" json:"unscored"`
	Minutes     int      `yaml:"minutes,omitempty" json:"minutes,omitempty"`
	Passing     int      `yaml:"passing" json:"passing"` // on the scale 100 to 1000
	ItemTypes   []string `yaml:"item_types" json:"item_types"`
	Domains     []Domain `yaml:"domains" json:"domains"`
	Tasks       []Task   `yaml:"tasks" json:"tasks"`
	InScope     []string `yaml:"in_scope_services,omitempty" json:"in_scope_services,omitempty"`

	at position
}

// Domain is a weighted part of an exam.
type Domain struct {
	ID     string  `yaml:"id" json:"id"`
	Name   string  `yaml:"name" json:"name"`
	Weight float64 `yaml:"weight" json:"weight"` // percent of the scored questions; the weights of an exam sum to 100
}

// Task is a task statement of a domain.
type Task struct {
	ID      string   `yaml:"id" json:"id"` // "2.3"
	Domain  string   `yaml:"domain" json:"domain"`
	Name    string   `yaml:"name" json:"name"`
	From    string   `yaml:"from,omitempty" json:"from,omitempty"` // the task of the predecessor that it continues
	Bullets []Bullet `yaml:"bullets,omitempty" json:"bullets,omitempty"`

	at position
}

// Bullet is one line of knowledge or skill under a task, in our own keywords, with the concepts that it asks for.
type Bullet struct {
	ID       string   `yaml:"id" json:"id"` // "2.3.K4", "2.3.S1", "2.3.6"
	Keywords string   `yaml:"keywords" json:"keywords"`
	Concepts []string `yaml:"concepts" json:"concepts"`
	New      bool     `yaml:"new,omitempty" json:"new,omitempty"`         // not in the predecessor
	Removed  bool     `yaml:"removed,omitempty" json:"removed,omitempty"` // not in the successor

	at position
}
