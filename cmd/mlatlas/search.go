package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mlatlas/atlas"
	"mlatlas/index"
	"mlatlas/taxonomy"

	"github.com/spf13/cobra"
)

type searchOptions struct {
	*app
	atlas.SearchRequest
	exitCode bool
	ids      bool
	all      bool // IDs of every hit: a script wants no page
}

func newSearch(a *app) *cobra.Command {
	o := &searchOptions{app: a}
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find questions by words and topics",
		Long: `Finds questions. All words must match unless OR stands between them; old, new
and short names of services and concepts find each other.

  words            bias detection
  phrase           "exactly once"
  without          kinesis -firehose
  either           (glue OR emr) spark
  beginning        quantiz*
  in one part      stem: option: answer: explanation: tag: bank: number: kind:
  by topic         service:glue  concept:"data drift"  task:2.3  domain:4
  by what you know is:missed  is:unseen  is:flagged  last:14d

The whole language: docs/query.md`,
		Example: `  mlatlas search clarify bias
  mlatlas search 'service:"Amazon Kinesis Data Analytics"'
  mlatlas search 'task:4.1 -kind:multiple' --facet service,task
  mlatlas search drift --ids | head -3`,
		Args:              needsArgs("a query"),
		ValidArgsFunction: completeQuery(a),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Query = strings.Join(args, " ")
			if o.all = o.ids && !o.json && !cmd.Flags().Changed("limit"); o.all {
				o.Limit = mostHits
			}
			return runSearch(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVarP(&o.Limit, "limit", "n", 10, "at most so many `hits`")
	f.IntVar(&o.Offset, "offset", 0, "leave out the first `hits`")
	f.StringVar(&o.Sort, "sort", "score", "`order`: "+strings.Join(index.Sorts, ", "))
	f.StringSliceVar(&o.Facets, "facet", nil, "count the hits by `fields`: "+strings.Join(index.FacetNames(), ", "))
	f.BoolVar(&o.Explain, "explain", false, "say how the query was understood, and of each hit why it ranks there")
	f.BoolVar(&o.exitCode, "exit-code", false, "exit with 1 if nothing is found")
	f.BoolVar(&o.ids, "ids", false, "print only the IDs, of all hits unless --limit is given")
	a.learnerFlag(f)
	_ = cmd.RegisterFlagCompletionFunc("learner", completeLearners(a))
	_ = cmd.RegisterFlagCompletionFunc("facet", completeWords(index.FacetNames()))
	_ = cmd.RegisterFlagCompletionFunc("sort", completeWords(index.Sorts))
	return cmd
}

const mostHits = 10_000 // of one page

func (o *searchOptions) check() error {
	if o.Limit < 1 || o.Limit > mostHits {
		return usagef(errors.New("--limit must be between 1 and 10000"), "to get everything: mlatlas export --query QUERY")
	}
	if o.Offset < 0 {
		return usagef(errors.New("--offset must not be negative"), "")
	}
	if !slices.Contains(index.Sorts, o.Sort) {
		return usagef(fmt.Errorf("unknown order %q", o.Sort), "one of: %s", strings.Join(index.Sorts, ", "))
	}
	for _, name := range o.Facets {
		if !slices.Contains(index.FacetNames(), name) {
			return usagef(fmt.Errorf("unknown facet %q", name), "near: %s", strings.Join(taxonomy.NearestWords(name, index.FacetNames(), 3), ", "))
		}
	}
	return nil
}

func runSearch(ctx context.Context, o *searchOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	at, e, err := o.openExam()
	if err != nil {
		return err
	}
	defer at.Close()
	o.Exam = e.ID
	r, err := at.Search(ctx, o.SearchRequest)
	if err != nil {
		return err
	}
	if err := o.readOn(ctx, at, r); err != nil {
		return err
	}
	if o.json {
		err = o.printJSON(r)
	} else {
		o.print(r)
	}
	if err == nil && o.exitCode && r.Total == 0 {
		return errSilent
	}
	return err
}

// readOn adds the hits of the pages behind the first, where all are wanted.
func (o *searchOptions) readOn(ctx context.Context, at *atlas.Atlas, r *atlas.SearchResult) error {
	next := o.SearchRequest
	next.Facets = nil
	for o.all && next.Offset+next.Limit < r.Total {
		next.Offset += next.Limit
		page, err := at.Search(ctx, next)
		if err != nil {
			return err
		}
		r.Hits = append(r.Hits, page.Hits...)
	}
	return nil
}

func (o *searchOptions) print(r *atlas.SearchResult) {
	if o.Explain {
		fmt.Fprintln(o.err, "understood: "+clean(r.Understood))
	}
	switch {
	case o.ids:
		for _, h := range r.Hits {
			fmt.Fprintln(o.out, h.ID)
		}
	case o.outTerminal:
		o.printHits(r)
	default:
		for _, h := range r.Hits {
			fmt.Fprintf(o.out, "%s\t%.3f\t%s\t%s\t%s\n", h.ID, h.Score, h.Task, conceptList(h.Concepts, ","), oneLine(h.Stem))
		}
	}
	o.printFacets(r)
	o.summary(r)
	o.readings(r)
}

// readings says where a query was not taken as it stands: misspelt words, and hits that hold only most of it.
func (o *searchOptions) readings(r *atlas.SearchResult) {
	if r.Total == 0 {
		return
	}
	if r.DidYouMean != "" {
		fmt.Fprintf(o.err, "read as: %s\n", clean(r.DidYouMean))
	}
	switch {
	case r.Whole == r.Total:
	case r.Whole == 0:
		fmt.Fprintln(o.err, "no question has all of the query; these have most of it")
	default:
		fmt.Fprintf(o.err, "%s with all of the query, the others have most of it\n", plural(r.Whole, "question"))
	}
}

// printHits shows each hit as a line of facts and the text around the match.
func (o *searchOptions) printHits(r *atlas.SearchResult) {
	for i, h := range r.Hits {
		if i > 0 {
			fmt.Fprintln(o.out)
		}
		facts := []string{string(h.Kind)}
		if h.Task != "" {
			facts = append(facts, "task "+h.Task)
		}
		names := make([]string, 0, 3)
		for _, c := range h.Concepts[:min(3, len(h.Concepts))] {
			names = append(names, c.Name)
		}
		head := clean(h.ID) + "  "
		facts = append(facts, strings.Join(names, ", "))
		fmt.Fprintln(o.out, o.style(bold, head)+o.style(dim, cut(strings.Join(facts, " · "), o.width-len(head))))
		for _, s := range h.Snippets {
			o.printSnippet(s)
		}
		if len(h.Why) > 0 {
			fmt.Fprintln(o.out, o.style(dim, wrap("why: "+oneLine(strings.Join(h.Why, "; ")), o.readingWidth(), "  ")))
		}
	}
}

// printSnippet wraps a snippet with its matches in colour. The colours are put in after the wrapping, which counts
// columns.
func (o *searchOptions) printSnippet(s atlas.Snippet) {
	label := ""
	if s.Field != "stem" {
		label = s.Field + ": "
	}
	var text strings.Builder
	text.WriteString(label)
	for _, p := range s.Parts {
		if p.Match {
			text.WriteString("\x02" + oneLineKeeping(p.Text) + "\x03")
		} else {
			text.WriteString(oneLineKeeping(p.Text))
		}
	}
	wrapped := wrapMarked(text.String(), o.readingWidth(), "  ")
	on, off := "", ""
	if o.colored {
		on, off = "\x1b["+marked+"m", "\x1b[0m"
	}
	fmt.Fprintln(o.out, strings.NewReplacer("\x02", on, "\x03", off).Replace(wrapped))
}

func (o *searchOptions) printFacets(r *atlas.SearchResult) {
	for _, field := range o.Facets {
		fmt.Fprintln(o.out)
		t := &table{header: []string{strings.ToUpper(field), "QUESTIONS", "NAME"}, right: map[int]bool{1: true}, styles: []string{bold}}
		for _, v := range r.Facets[field] {
			t.add(v.Value, fmt.Sprint(v.Count), v.Name)
		}
		t.print(o.streams)
	}
}

func (o *searchOptions) summary(r *atlas.SearchResult) {
	switch {
	case r.Total == 0:
		fmt.Fprintln(o.err, "no question matches")
		if r.DidYouMean != "" {
			fmt.Fprintf(o.err, "  did you mean: mlatlas search '%s'\n", clean(r.DidYouMean))
		}
		if !o.Explain {
			fmt.Fprintln(o.err, "  understood: "+clean(r.Understood))
		}
	case o.outTerminal && len(r.Hits) < r.Total:
		fmt.Fprintf(o.err, "\n%d to %d of %s", o.Offset+1, o.Offset+len(r.Hits), plural(r.Total, "question"))
		if next := o.Offset + len(r.Hits); next < r.Total {
			fmt.Fprintf(o.err, "; more: --offset %d", next)
		}
		fmt.Fprintln(o.err)
	case o.outTerminal:
		fmt.Fprintf(o.err, "\n%s\n", plural(r.Total, "question"))
	}
}

func conceptList(concepts []atlas.ConceptName, separator string) string {
	ids := make([]string, len(concepts))
	for i, c := range concepts {
		ids[i] = c.ID
	}
	return strings.Join(ids, separator)
}
