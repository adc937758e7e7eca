package main

import (
	"os"
	"path/filepath"
	"strings"

	"mlatlas/bank/format"
	"mlatlas/index"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

// Completions read the embedded taxonomy and the names of the banks at most, never the index.

type completion = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

func completeWords(words []string) completion {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

func completeExams(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	t, err := taxonomy.Embedded()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var ids []string
	for _, e := range t.Exams() {
		ids = append(ids, e.ID+"\t"+e.Name)
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

func completeFormats(use func(format.Format) bool) completion {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var names []string
		for _, f := range format.Formats {
			if use(f) {
				names = append(names, f.Name+"\t"+f.Title)
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeConcepts completes up to most concept IDs; 0 is any number.
func completeConcepts(most int) completion {
	return func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		t, err := taxonomy.Embedded()
		if err != nil || most > 0 && len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var ids []string
		for _, c := range t.Concepts() {
			if c.Linkable() && strings.HasPrefix(c.ID, strings.ToLower(begun)) {
				ids = append(ids, c.ID+"\t"+c.Name)
			}
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}

const completedQueries = 20

// completeQuery completes the last word of a query, in quotes too: fields, their values, and names of concepts.
func completeQuery(a *app) completion {
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		t, err := taxonomy.Embedded()
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		before := strings.Join(append(args, ""), " ")
		c := index.Completer{Taxonomy: t, Exam: strings.ToLower(a.exam), Values: func(field string) []string { return a.bankNames(cmd, field) }}
		directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		var list []string
		for _, found := range c.Complete(before+begun, completedQueries) {
			if text, ok := strings.CutPrefix(found.Text, before); ok {
				list = append(list, text+"\t"+found.Name)
			}
			if found.Kind != index.KindField { // only behind a colon something must follow at once
				directive = cobra.ShellCompDirectiveNoFileComp
			}
		}
		return list, directive
	}
}

// completeLearners completes the names of those who have answered anything.
func completeLearners(a *app) completion {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		if _, err := os.Stat(filepath.Join(a.dir, "study.db")); err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		at, err := a.open()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		defer at.Close()
		names, _ := at.Learners(cmd.Context()) // without learners there is nothing to complete
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}

// bankNames are the values of bank:. A folder that is no atlas yet stays as it is.
func (a *app) bankNames(cmd *cobra.Command, field string) []string {
	if _, err := os.Stat(filepath.Join(a.dir, "bank.db")); err != nil || field != "bank" {
		return nil
	}
	at, err := a.open()
	if err != nil {
		return nil
	}
	defer at.Close()
	banks, _ := at.Banks(cmd.Context()) // without banks there is nothing to complete
	var names []string
	for _, b := range banks {
		names = append(names, b.Name)
	}
	return names
}
