package atlas

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"mlatlas/bank"
	"mlatlas/graph"
	"mlatlas/index"
)

// Health says whether an atlas is sound.
type Health struct {
	Dir       string          `json:"dir"`
	Questions int             `json:"questions"`
	Banks     []bank.BankInfo `json:"banks"`
	Taxonomy  TaxonomyHealth  `json:"taxonomy"`
	Checks    []Check         `json:"checks"`
	Sound     bool            `json:"sound"`
}

// TaxonomyHealth counts what the taxonomy holds.
type TaxonomyHealth struct {
	Hash     string `json:"hash"`
	Concepts int    `json:"concepts"`
	Names    int    `json:"names"`
	Exams    int    `json:"exams"`
	Own      bool   `json:"own"` // whether the user's own files are laid over it
}

// Check is one thing that was looked at.
type Check struct {
	Name  string `json:"name"`
	State string `json:"state"` // ok, stale, missing, damaged
	Say   string `json:"say"`   // what was found, and what to do about it
}

// Doctor looks at every file of the atlas. With repair it rebuilds what is derived and not ok, and looks again.
func (a *Atlas) Doctor(ctx context.Context, repair bool) (*Health, error) {
	h := a.examine(ctx)
	if !repair || h.Sound || h.Questions == 0 {
		return h, nil
	}
	if err := a.Rebuild(ctx); err != nil {
		return h, err
	}
	return a.examine(ctx), nil
}

func (a *Atlas) examine(ctx context.Context) *Health {
	h := &Health{Dir: a.options.Dir, Banks: []bank.BankInfo{}, Sound: true, Taxonomy: a.taxonomyHealth()}
	if a.overlay != nil {
		h.add("taxonomy", "damaged", "your own files are not used: "+a.overlay.Error())
	} else {
		h.add("taxonomy", "ok", fmt.Sprintf("%d concepts, %d names", h.Taxonomy.Concepts, h.Taxonomy.Names))
	}
	h.add(a.examineAnswers(ctx))
	s, err := a.questions(ctx)
	switch {
	case errors.Is(err, ErrEmpty):
		h.add("questions", "ok", "none yet; try `mlatlas demo` or `mlatlas import FILE`")
		return h
	case err != nil:
		h.add("questions", "damaged", err.Error())
		return h
	}
	h.Questions, _ = s.Count(ctx)
	if banks, err := s.Banks(ctx); err == nil {
		h.Banks = banks
	}
	if err := s.Check(ctx); err != nil {
		h.add("questions", "damaged", err.Error())
		return h
	}
	h.add("questions", "ok", fmt.Sprintf("%d in %s", h.Questions, inBanks(len(h.Banks))))
	a.examineDerived(h, s)
	return h
}

// examineAnswers looks at study.db. That nobody has answered anything is sound.
func (a *Atlas) examineAnswers(ctx context.Context) (name, state, say string) {
	s, err := a.answers()
	if errors.Is(err, ErrNoAnswers) {
		return "answers", "ok", "none yet"
	}
	if err == nil {
		err = s.Check(ctx)
	}
	var names []string
	if err == nil {
		names, err = s.Learners(ctx)
	}
	total := 0
	for _, name := range names {
		n, failed := s.Count(ctx, name)
		total, err = total+n, cmp.Or(err, failed)
	}
	if err != nil {
		return "answers", "damaged", err.Error()
	}
	if len(names) == 1 {
		return "answers", "ok", fmt.Sprintf("%d in study.db", total)
	}
	return "answers", "ok", fmt.Sprintf("%d of %d learners in study.db", total, len(names))
}

func (a *Atlas) examineDerived(h *Health, s *bank.Store) {
	if links, err := s.LinkStamp(); err != nil || links != a.linkStamp() {
		h.add("links", "stale", "made with another taxonomy; made anew at the next search")
	} else {
		h.add("links", "ok", "made with this taxonomy")
	}
	want, err := a.stamp(s)
	if err != nil {
		h.add("index", "damaged", err.Error())
		return
	}
	h.add(a.examineIndex(want))
	counts, err := graph.ReadCounts(a.path("graph", "counts.json"))
	switch {
	case errors.Is(err, os.ErrNotExist):
		h.add("graph", "missing", "counted at the next map; or run `mlatlas doctor --repair`")
	case err != nil:
		h.add("graph", "damaged", err.Error())
	case counts.Stamp != want:
		h.add("graph", "stale", "older than the questions; counted anew at the next map")
	default:
		h.add("graph", "ok", fmt.Sprintf("%d concepts named, %d pairs", len(counts.Concepts), len(counts.Pairs)))
	}
}

func (a *Atlas) examineIndex(want string) (name, state, say string) {
	x, err := index.Open(a.path("index"), a.taxonomy)
	if err == nil {
		defer x.Close()
		err = x.Verify()
	}
	switch {
	case errors.Is(err, index.ErrNone):
		return "index", "missing", "built at the next search; or run `mlatlas doctor --repair`"
	case err != nil:
		return "index", "damaged", err.Error() + "; `mlatlas doctor --repair` builds it anew, no question is lost"
	case x.Meta().Stamp != want:
		return "index", "stale", "older than the questions; built anew at the next search"
	}
	return "index", "ok", fmt.Sprintf("%d questions, every file verified", x.Meta().Questions)
}

func inBanks(n int) string {
	if n == 1 {
		return "1 bank"
	}
	return fmt.Sprintf("%d banks", n)
}

func (h *Health) add(name, state, say string) {
	h.Checks = append(h.Checks, Check{name, state, say})
	h.Sound = h.Sound && state == "ok"
}

func (a *Atlas) taxonomyHealth() TaxonomyHealth {
	t := TaxonomyHealth{Hash: a.taxonomy.Hash(), Exams: len(a.taxonomy.Exams()), Own: a.own}
	for _, c := range a.taxonomy.Concepts() {
		if c.Linkable() {
			t.Concepts++
			t.Names += len(c.Names())
		}
	}
	return t
}

// Rebuild makes everything that is derived from the questions anew. No question is touched.
func (a *Atlas) Rebuild(ctx context.Context) error {
	if a.index != nil {
		a.index.Close()
		a.index = nil
	}
	a.graph = nil
	s, err := a.fresh(ctx)
	if err != nil {
		return err
	}
	unlock, err := a.lock(ctx, true)
	if err != nil {
		return err
	}
	defer unlock()
	want, err := a.stamp(s)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(a.path("graph", "counts.json")); err != nil {
		return fmt.Errorf("removing the old counts: %w", err)
	}
	if err := a.buildIndexLocked(ctx, s, want); err != nil {
		return err
	}
	_, err = a.counts(ctx, s)
	return err
}
