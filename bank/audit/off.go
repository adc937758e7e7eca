package audit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/taxonomy"

	"gopkg.in/yaml.v3"
)

// What somebody has looked at and found to be right is switched off, in one of two places: a tag of a question says
// "audit-off:longest-key", or "audit-off" for every rule, and travels with the bank; the file audit.yaml in the atlas
// folder does the same from outside, for single questions, a bank or everything:
//
//	off:
//	- rule: negative-stem
//	  bank: practice
//	  reason: the exam asks so itself
//	- rule: longest-key
//	  questions: [practice/12, practice/40]
//	  reason: the names are that long
//
// A finding on several questions goes when all of them have the rule off. What is switched off is counted. A rule that is
// not known is an error in the file, which nothing would tell otherwise, and a finding where a tag names it.

// OffFile is the name of the file in the atlas folder.
const OffFile = "audit.yaml"

// Off switches a rule off.
type Off struct {
	Rule      string   `yaml:"rule"`
	Bank      string   `yaml:"bank"`      // for this bank only
	Questions []string `yaml:"questions"` // for these IDs only
	Reason    string   `yaml:"reason"`
}

// UnknownRuleError says that there is no such rule.
type UnknownRuleError struct {
	Wanted  string
	Nearest []string
}

// Error names the rule that is not known.
func (e *UnknownRuleError) Error() string { return fmt.Sprintf("there is no rule %q", e.Wanted) }

// Known returns an *UnknownRuleError unless there is a rule of this ID.
func Known(id string) error {
	var ids []string
	for _, r := range Rules() {
		if r.ID == id {
			return nil
		}
		ids = append(ids, r.ID)
	}
	return &UnknownRuleError{id, taxonomy.NearestWords(id, ids, 3)}
}

// ReadOff reads the file, which need not be there.
func ReadOff(name string) ([]Off, error) {
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Off []Off `yaml:"off"`
	}
	d := yaml.NewDecoder(strings.NewReader(string(content)))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil && len(strings.TrimSpace(string(content))) > 0 {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, o := range file.Off {
		if err := Known(o.Rule); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return file.Off, nil
}

const offTag = "audit-off"

// switches knows what is off where.
type switches struct {
	off    []Off
	tagged map[string][]string // by question: the rules that its tags switch off, "" for all
	banks  map[string]string   // of the questions that a rule for a bank needs
	known  []string            // the IDs of the rules
	wrong  []Finding
}

var strayOff = Rule{"audit-off", bank.Warning, "A tag that switches a rule off names one that there is.", ownRule}

var offRules = []Rule{strayOff}

func newSwitches(off []Off) *switches {
	s := &switches{off: off, tagged: map[string][]string{}, banks: map[string]string{}}
	for _, r := range Rules() {
		s.known = append(s.known, r.ID)
	}
	return s
}

func (s *switches) add(q *bank.Question) {
	if slices.ContainsFunc(s.off, func(o Off) bool { return o.Bank != "" }) {
		s.banks[q.ID] = q.Bank
	}
	for _, tag := range q.Tags {
		tag = strings.ToLower(strings.TrimSpace(tag))
		rule, named := strings.CutPrefix(tag, offTag+":")
		rule = strings.TrimSpace(rule)
		switch {
		case tag == offTag:
			s.tagged[q.ID] = append(s.tagged[q.ID], "")
		case !named:
		case slices.Contains(s.known, rule):
			s.tagged[q.ID] = append(s.tagged[q.ID], rule)
		default:
			near := taxonomy.NearestWords(rule, s.known, 3)
			s.wrong = append(s.wrong, strayOff.finding(rule, "", fmt.Sprintf("the tag names no rule %s; near: %s", quote(rule), strings.Join(near, ", ")), q.ID))
		}
	}
}

func (s *switches) find() []Finding { return s.wrong }

// isOff reports whether a finding is switched off.
func (s *switches) isOff(f Finding) bool {
	if slices.ContainsFunc(s.off, func(o Off) bool {
		return o.Rule == f.Rule && o.Bank == "" && len(o.Questions) == 0 || o.Rule == f.Rule && len(f.Questions) == 0 && o.Bank == f.Bank && o.Bank != ""
	}) {
		return true
	}
	return len(f.Questions) > 0 && !slices.ContainsFunc(f.Questions, func(id string) bool { return !s.offFor(f.Rule, id) })
}

// offFor reports whether a rule is off for a question.
func (s *switches) offFor(rule, id string) bool {
	for _, off := range s.tagged[id] {
		if off == "" || off == rule {
			return true
		}
	}
	return slices.ContainsFunc(s.off, func(o Off) bool {
		return o.Rule == rule && (o.Bank == "" || o.Bank == s.banks[id]) && (len(o.Questions) == 0 || slices.Contains(o.Questions, id))
	})
}
