package main

import (
	"strings"

	"mlatlas/bank/format"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

// Completions read the embedded taxonomy at most, never the index.

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
