package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/bank"
	"mlatlas/bank/audit"

	"github.com/spf13/cobra"
)

type auditOptions struct {
	*app
	request       atlas.AuditRequest
	format        string
	all, rules    bool
	baseline      string
	writeBaseline string
	failOn        string
	maxGuess      float64
}

var (
	auditFormats = []string{"text", "json", "sarif"}
	severities   = []string{string(bank.Error), string(bank.Warning), string(bank.Note)}
)

func newAudit(a *app) *cobra.Command {
	o := &auditOptions{app: a}
	cmd := &cobra.Command{
		Use:   "audit [PATH...]",
		Short: "Say what is wrong with the questions",
		Long: `Looks at every question and at each bank as a whole: flaws in the wording that
give the key away, explanations that argue for another option, names and
services that are out of date. With PATH it looks at files instead, and keeps
nothing of them.

What is found and why it matters is told in docs/audit.md. A rule is switched
off for a question by its tag audit-off:RULE, and for a bank in audit.yaml in
the atlas folder.`,
		Example: `  mlatlas audit
  mlatlas audit draft.md --fail-on warning
  mlatlas audit --rule longest-key --all
  mlatlas audit --write-baseline known.json
  mlatlas audit --baseline known.json --fail-on note
  mlatlas audit --format sarif > audit.sarif`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.request.Paths, o.request.Stdin = args, a.in
			return runAudit(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "print as "+strings.Join(auditFormats, ", ")+" (default text)")
	f.StringVar(&o.request.Bank, "bank", "", "only the bank of this `name`")
	f.StringVar(&o.request.Query, "query", "", "only what this `query` finds")
	f.StringSliceVar(&o.request.Rules, "rule", nil, "only these `rules`")
	f.BoolVar(&o.rules, "rules", false, "list the rules")
	f.BoolVar(&o.all, "all", false, "list every finding")
	f.StringVar(&o.baseline, "baseline", "", "only what this `file` does not hold")
	f.StringVar(&o.writeBaseline, "write-baseline", "", "write what is found to this `file`")
	f.StringVar(&o.failOn, "fail-on", "", "exit with 1 if there is a finding of this `severity` or worse: "+strings.Join(severities, ", "))
	f.Float64Var(&o.maxGuess, "max-guessability", 0, "exit with 1 if a player without knowledge scores more than this `share`")
	_ = cmd.RegisterFlagCompletionFunc("format", completeWords(auditFormats))
	_ = cmd.RegisterFlagCompletionFunc("fail-on", completeWords(severities))
	_ = cmd.RegisterFlagCompletionFunc("rule", completeWords(ruleIDs()))
	_ = cmd.RegisterFlagCompletionFunc("bank", completeBanks(a))
	return cmd
}

// completeBanks completes the names of banks.
func completeBanks(a *app) completion {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return a.bankNames(cmd, "bank"), cobra.ShellCompDirectiveNoFileComp
	}
}

func ruleIDs() []string {
	var ids []string
	for _, r := range audit.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

func runAudit(ctx context.Context, o *auditOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.rules {
		return o.printRules()
	}
	known, err := o.readBaseline()
	if err != nil {
		return err
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	o.request.Exam = e.ID
	debug.SetGCPercent(steady)
	r, err := at.Audit(ctx, o.request)
	if err != nil {
		return o.adviseAudit(err)
	}
	if err := o.keepBaseline(r); err != nil {
		return err
	}
	return o.show(r, known)
}

// check refuses wrong values before anything is read.
func (o *auditOptions) check() error {
	if o.json && o.format != "" && o.format != "json" {
		return usagef(fmt.Errorf("--json and --format %s ask for two things", o.format), "leave one of them out")
	}
	if o.json {
		o.format = "json"
	}
	if o.format == "" {
		o.format = "text"
	}
	if !slices.Contains(auditFormats, o.format) {
		return usagef(fmt.Errorf("cannot print an audit as %q", o.format), "one of: %s", strings.Join(auditFormats, ", "))
	}
	if o.failOn != "" && !slices.Contains(severities, o.failOn) {
		return usagef(fmt.Errorf("there is no severity %q", o.failOn), "one of: %s", strings.Join(severities, ", "))
	}
	if o.maxGuess < 0 || o.maxGuess > 1 {
		return usagef(fmt.Errorf("--max-guessability %g is no share", o.maxGuess), "write a share from 0 to 1: 0.4")
	}
	if len(o.request.Paths) > 0 && o.request.Query != "" {
		return usagef(errors.New("--query is for the questions of the atlas, not for files"), "import the files first, or leave --query out")
	}
	for _, id := range o.request.Rules {
		if err := audit.Known(id); err != nil {
			return o.adviseAudit(err)
		}
	}
	return nil
}

// adviseAudit adds what to do about the errors that only an audit has.
func (o *auditOptions) adviseAudit(err error) error {
	var rule *audit.UnknownRuleError
	var name *atlas.UnknownBankError
	switch {
	case errors.As(err, &rule):
		return usagef(err, "near: %s; all: mlatlas audit --rules", strings.Join(rule.Nearest, ", "))
	case errors.As(err, &name):
		return usagef(err, "near: %s; all: mlatlas search '*' --facet bank", strings.Join(name.Nearest, ", "))
	}
	return err
}

func (o *auditOptions) printRules() error {
	if o.format == "json" {
		type rule struct {
			ID       string        `json:"id"`
			Severity bank.Severity `json:"severity"`
			Says     string        `json:"says"`
			Source   string        `json:"source"`
		}
		list := []rule{}
		for _, r := range audit.Rules() {
			list = append(list, rule(r))
		}
		return o.printJSON(list)
	}
	if !o.outTerminal {
		t := &table{}
		for _, r := range audit.Rules() {
			t.add(r.ID, string(r.Severity), r.Says)
		}
		t.print(o.streams)
		return nil
	}
	for _, r := range audit.Rules() {
		fmt.Fprintf(o.out, "%s %s\n%s\n", o.style(severityColor[r.Severity], pad(string(r.Severity), len(bank.Warning))), o.style(bold, r.ID),
			wrap(r.Says, o.readingWidth(), strings.Repeat(" ", len(bank.Warning)+1)))
	}
	return nil
}

func (o *auditOptions) readBaseline() (audit.Baseline, error) {
	if o.baseline == "" {
		return nil, nil
	}
	f, err := os.Open(o.baseline)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	known, err := audit.ReadBaseline(f)
	if err != nil {
		return nil, hint(fmt.Errorf("%s: %w", o.baseline, err), "make one: mlatlas audit --write-baseline %s", o.baseline)
	}
	return known, nil
}

// keepBaseline writes all findings to the file that the person named.
func (o *auditOptions) keepBaseline(r *atlas.AuditReport) error {
	if o.writeBaseline == "" {
		return nil
	}
	err := writeFile(o.writeBaseline, true, func(w io.Writer) error { return audit.WriteBaseline(w, r.Findings) })
	if err == nil {
		fmt.Fprintf(o.err, "%s written to %s\n", plural(len(r.Findings), "finding"), o.writeBaseline)
	}
	return err
}

// show prints the report, and then judges by the gates. A log in SARIF holds what the baseline knows too, marked as such.
func (o *auditOptions) show(r *atlas.AuditReport, known audit.Baseline) (err error) {
	if o.format == "sarif" {
		err = o.printSARIF(r, known)
	}
	all := len(r.Findings)
	r.Findings = known.New(r.Findings)
	switch o.format {
	case "json":
		err = o.printJSON(r)
	case "text":
		o.print(r, all-len(r.Findings))
	}
	if err != nil {
		return err
	}
	if o.writeBaseline != "" { // what is in the file now is accepted
		r.Findings = nil
	}
	if err := o.gates(r); err != nil {
		return err
	}
	return o.refused(r)
}

func (o *auditOptions) printSARIF(r *atlas.AuditReport, known audit.Baseline) error {
	folder, err := os.Getwd()
	if err != nil {
		folder = ""
	}
	return o.printJSON(audit.SARIF(r.Report, audit.SARIFOptions{Version: version, Folder: filepath.ToSlash(folder), Baseline: known}))
}

// gates says whether the findings that are left are more than was allowed.
func (o *auditOptions) gates(r *atlas.AuditReport) error {
	n := map[string]int{}
	for _, f := range r.Findings {
		n[string(f.Severity)]++
	}
	var over []string
	for _, s := range severities[:slices.Index(severities, o.failOn)+1] {
		if n[s] > 0 {
			over = append(over, plural(n[s], s))
		}
	}
	if len(over) > 0 {
		return hint(fmt.Errorf("the audit found %s, and --fail-on %s allows none", strings.Join(over, ", "), o.failOn), "accept them for now: --write-baseline FILE, then --baseline FILE")
	}
	for _, g := range r.Guessability {
		if o.maxGuess > 0 && g.Score > o.maxGuess && g.Low > g.Chance { // a few questions prove nothing
			return hint(fmt.Errorf("the player %s scores %s%s without knowing anything, and --max-guessability allows %s", g.Player, percent(g.Score), inBank(g.Bank), percent(o.maxGuess)),
				"what gives the keys away: mlatlas audit --all")
		}
	}
	return nil
}

func inBank(name string) string {
	if name == "" {
		return ""
	}
	return " in " + oneLine(name)
}

// refused lists what could not be read of the files.
func (o *auditOptions) refused(r *atlas.AuditReport) error {
	read := atlas.ImportReport{Files: r.Files, Questions: r.Questions}
	if !read.Refused() {
		return nil
	}
	list := importOptions{app: o.app}
	for _, f := range r.Files {
		for _, p := range f.Problems {
			if p.Severity == bank.Error {
				list.problem(f, p)
			}
		}
	}
	if r.Questions == 0 {
		return errSilent
	}
	return errPartial
}
