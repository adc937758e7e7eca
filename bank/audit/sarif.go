package audit

import (
	"net/url"
	"path"
	"strings"

	"mlatlas/bank"
)

// SARIF 2.1.0 (OASIS, 2020) is how tools of analysis hand their findings to editors and code hosts. A log has one run: the
// tool with its rules, and a result for each finding. A result says where it is: the file as it was imported, relative
// to the folder where the command ran, and the line on which its first question begins; the other questions are related
// locations. The finding's ID is its partial fingerprint, by which a host knows it again when lines have moved.
//
// The structs hold the part of the format that is written, in its own names.

// SARIFLog is a log as it is written in JSON.
type SARIFLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string    `json:"id"`
	ShortDescription sarifText `json:"shortDescription"`
	FullDescription  sarifText `json:"fullDescription"`
	Default          struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID              string            `json:"ruleId"`
	RuleIndex           int               `json:"ruleIndex"`
	Level               string            `json:"level"`
	Message             sarifText         `json:"message"`
	Locations           []sarifLocation   `json:"locations,omitempty"`
	RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
	PartialFingerprints map[string]string `json:"partialFingerprints"`
	BaselineState       string            `json:"baselineState,omitempty"`
}

type sarifLocation struct {
	ID       int            `json:"id,omitempty"`
	Message  *sarifText     `json:"message,omitempty"`
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
	Region *sarifRegion `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine int `json:"startLine"`
}

type sarifLogical struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// fingerprint is the name under which a result carries the ID of its finding.
const fingerprint = "mlatlas/finding/v1"

// SARIFOptions say what a report does not know.
type SARIFOptions struct {
	Version  string   // of the program
	Folder   string   // absolute, with forward slashes: what the names of files are relative to; "" leaves them as they are
	Baseline Baseline // nil: none was given. What it holds is unchanged, anything else new
}

// SARIF returns a report as a SARIF log.
func SARIF(r *Report, o SARIFOptions) SARIFLog {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "mlatlas", Version: o.Version, Rules: []sarifRule{}}
	index := map[string]int{}
	for i, rule := range Rules() {
		index[rule.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(rule))
	}
	for _, f := range r.Findings {
		run.Results = append(run.Results, o.result(f, index[f.Rule], r.Sources))
	}
	return SARIFLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

func sarifRuleOf(r Rule) sarifRule {
	rule := sarifRule{ID: r.ID, ShortDescription: sarifText{r.Says}, FullDescription: sarifText{r.Says + " Source: " + strings.TrimSuffix(r.Source, ".") + "."}}
	rule.Default.Level = string(r.Severity) // SARIF has the same three words
	return rule
}

func (o SARIFOptions) result(f Finding, index int, sources map[string]bank.Source) sarifResult {
	result := sarifResult{RuleID: f.Rule, RuleIndex: index, Level: string(f.Severity), Message: sarifText{f.Message},
		PartialFingerprints: map[string]string{fingerprint: f.ID}}
	if o.Baseline != nil {
		result.BaselineState = "new"
		if o.Baseline[f.ID] {
			result.BaselineState = "unchanged"
		}
	}
	for i, id := range f.Questions {
		at := o.location(id, sources[id])
		if i == 0 {
			result.Locations = append(result.Locations, at)
			continue
		}
		at.ID, at.Message = i, &sarifText{"question " + id}
		result.RelatedLocations = append(result.RelatedLocations, at)
	}
	if len(f.Questions) == 0 && f.Bank != "" {
		result.Locations = []sarifLocation{{Logical: []sarifLogical{{f.Bank, "namespace"}}}}
	}
	return result
}

// location is where a question stands: its file and line, and its ID.
func (o SARIFOptions) location(id string, s bank.Source) sarifLocation {
	at := sarifLocation{Logical: []sarifLogical{{id, "object"}}}
	if uri := o.uri(s.File); uri != "" {
		at.Physical = &sarifPhysical{}
		at.Physical.Artifact.URI = uri
		if s.Line > 0 {
			at.Physical.Region = &sarifRegion{s.Line}
		}
	}
	return at
}

// uri is a file's name as a relative reference, percent-encoded, where it lies below the folder or was named without one;
// else an absolute one.
func (o SARIFOptions) uri(name string) string {
	if name == "" {
		return ""
	}
	if below, ok := strings.CutPrefix(name, strings.TrimSuffix(o.Folder, "/")+"/"); ok && o.Folder != "" {
		name = below
	}
	u := url.URL{Path: path.Clean(name)}
	switch {
	case path.IsAbs(name):
		u.Scheme = "file"
	case len(name) > 2 && name[1:3] == ":/": // a drive of Windows
		u = url.URL{Scheme: "file", Path: "/" + name}
	}
	return u.String()
}
