package index

import "context"

// About returns the IDs of up to limit questions about a concept itself, without those about what stands below it: first
// the questions that test it, then the others, each by ID.
func (x *Index) About(ctx context.Context, concept string, limit int) ([]string, error) {
	if x.engine == nil {
		return nil, ctx.Err()
	}
	query := sum{
		weighted{finder: word{fieldPrimary, concept}, weight: 1, constant: true},
		weighted{finder: word{fieldAbout, concept}, weight: 1, constant: true},
	}
	var ids []string
	err := x.use(func() error {
		found, err := x.run(ctx, Request{Limit: limit}, query)
		if err != nil {
			return err
		}
		hits, err := x.hits(found.page, &prepared{})
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		return err
	})
	return ids, err
}
