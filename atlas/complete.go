package atlas

import (
	"context"
	"slices"

	"mlatlas/index"
)

// Completion is one way to go on with a query: the whole query as it would be, what was added and what that is called.
type Completion = index.Completion

// Complete completes the last word of a query as it is typed: concepts and services by name, those of most questions
// first, then fields, then words of the questions, the most frequent first.
func (a *Atlas) Complete(ctx context.Context, text, exam string, limit int) ([]Completion, error) {
	x, err := a.searchable(ctx)
	if err != nil {
		return nil, err
	}
	list, err := x.Complete(text, exam, limit)
	if err != nil {
		return nil, err
	}
	rank := func(c Completion) int { return slices.Index([]string{index.KindField, "word"}, c.Kind) }
	slices.SortStableFunc(list, func(a, b Completion) int { return rank(a) - rank(b) })
	return list, ctx.Err()
}
