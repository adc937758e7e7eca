package atlas

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"path/filepath"

	"mlatlas/bank"
	"mlatlas/bank/format"
)

// Score measures the links against the labels of gold files, all together. The questions are those of questionsFile, if it
// is given, or of the file in it that the labels name, if it is a folder; else those of the atlas that came from the file that
// the labels name; else that file itself, looked for beside the gold file and in a folder "banks" next to its own.
func (a *Atlas) Score(ctx context.Context, goldFiles []string, questionsFile string) (bank.Score, error) {
	scorer := bank.NewScorer(a.taxonomy)
	for _, name := range goldFiles {
		gold, err := readGold(name)
		if err != nil {
			return bank.Score{}, err
		}
		questions, err := a.labelled(ctx, gold, name, questionsFile)
		if err != nil {
			return bank.Score{}, err
		}
		before := scorer.Questions()
		if err := scorer.Add(gold, questions); err != nil {
			return bank.Score{}, err
		}
		if scorer.Questions() == before {
			return bank.Score{}, fmt.Errorf("none of the labelled questions of %s is there; name its file with --questions FILE", gold.Bank)
		}
	}
	return scorer.Score(), nil
}

func readGold(name string) (*bank.Gold, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	gold, err := bank.ReadGold(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return gold, nil
}

func (a *Atlas) labelled(ctx context.Context, gold *bank.Gold, goldFile, questionsFile string) (iter.Seq2[*bank.Question, error], error) {
	if questionsFile != "" {
		if info, err := os.Stat(questionsFile); err == nil && info.IsDir() {
			questionsFile = filepath.Join(questionsFile, filepath.Base(gold.Bank))
		}
		return a.fromFile(questionsFile), nil
	}
	if s, err := a.fresh(ctx); err == nil {
		if in := fromSource(s.All(ctx), gold.Bank); in != nil {
			return in, nil
		}
	} else if !errors.Is(err, ErrEmpty) {
		return nil, err
	}
	dir := filepath.Dir(goldFile)
	for _, candidate := range []string{filepath.Join(dir, gold.Bank), filepath.Join(dir, "..", "banks", gold.Bank)} {
		if info, err := os.Stat(candidate); err == nil && !info.IsDir() {
			return a.fromFile(candidate), nil
		}
	}
	return nil, fmt.Errorf("the labels are for %s, which is neither in the atlas nor beside %s; name its file with --questions FILE", gold.Bank, goldFile)
}

// fromSource narrows questions to those of a file or bank of the given name, or returns nil if there are none.
func fromSource(all iter.Seq2[*bank.Question, error], name string) iter.Seq2[*bank.Question, error] {
	matches := func(q *bank.Question) bool { return path.Base(q.Source.File) == name || q.Bank == name }
	narrowed := func(yield func(*bank.Question, error) bool) {
		for q, err := range all {
			if (err != nil || matches(q)) && !yield(q, err) {
				return
			}
		}
	}
	for range narrowed {
		return narrowed
	}
	return nil
}

// fromFile reads and links the questions of a file.
func (a *Atlas) fromFile(name string) iter.Seq2[*bank.Question, error] {
	return func(yield func(*bank.Question, error) bool) {
		f, err := os.Open(name)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		r, err := format.NewReader(io.Reader(f), name, "")
		if err != nil {
			yield(nil, err)
			return
		}
		for item, err := range r.Items() {
			if err != nil {
				yield(nil, err)
				return
			}
			if item.Question == nil {
				continue
			}
			item.Question.LinkTo(a.taxonomy)
			if !yield(item.Question, nil) {
				return
			}
		}
	}
}
