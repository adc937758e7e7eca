package atlas

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"mlatlas/bank"
	"mlatlas/index"
	"mlatlas/taxonomy"
)

// How like two questions are: the cosine of their concepts and the share of the first one's words, each word by what it
// tells, that the second has too.
const (
	conceptShare = 0.6
	wordShare    = 0.4
	primaryGain  = 2.0 // what a concept counts that the question tests
	// nearlySame is the share of all words of two questions that both have, from which they are called nearly the same.
	nearlySame = 0.75
	// similarLeast is the score under which two questions have nothing to do with each other.
	similarLeast = 0.03

	similarCandidates = 100
	similarNames      = 4 // concepts or words that a reason lists
	// tellingShare of the information of a word that one question alone has makes a word worth telling.
	tellingShare = 0.5
)

// SimilarResult lists the questions nearest to one.
type SimilarResult struct {
	Question string       `json:"question"`
	Hits     []SimilarHit `json:"hits"`
}

// SimilarHit is a question that is like another, with why.
type SimilarHit struct {
	ID       string        `json:"id"`
	Bank     string        `json:"bank"`
	Number   string        `json:"number"`
	Kind     bank.Kind     `json:"kind"`
	Score    float64       `json:"score"` // 0 to 1; a copy has 1
	Stem     string        `json:"stem"`
	Why      []string      `json:"why"`
	Concepts []ConceptName `json:"concepts"`
	Task     string        `json:"task"`
	Domain   string        `json:"domain"`
}

// Similar returns the questions most like q: the same ones first, then by concepts and words.
func (a *Atlas) Similar(ctx context.Context, q *bank.Question, exam string, limit int) (*SimilarResult, error) {
	copies, err := a.Copies(ctx, q)
	if err != nil {
		return nil, err
	}
	words, ids, err := a.near(ctx, q)
	if err != nil {
		return nil, err
	}
	c := comparison{atlas: a, question: q, words: words, stems: index.Stems(q), concepts: a.conceptVector(q)}
	same := map[string]bank.CopyKind{}
	for _, copied := range copies {
		same[copied.ID] = copied.Kind
		if !slices.Contains(ids, copied.ID) {
			ids = append(ids, copied.ID)
		}
	}
	result := &SimilarResult{Question: q.ID, Hits: []SimilarHit{}}
	for _, id := range ids {
		other, err := a.store.Get(ctx, id)
		if errors.Is(err, bank.ErrNotFound) { // it went while the older index was in use
			continue
		}
		if err != nil {
			return nil, err
		}
		if hit := c.with(other, same[id], exam); hit.Score >= similarLeast && len(hit.Why) > 0 {
			result.Hits = append(result.Hits, hit)
		}
	}
	slices.SortFunc(result.Hits, func(a, b SimilarHit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	result.Hits = result.Hits[:min(limit, len(result.Hits))]
	return result, nil
}

// near asks the index for candidates, once more if it turns out to be damaged inside.
func (a *Atlas) near(ctx context.Context, q *bank.Question) (words []index.RareWord, ids []string, err error) {
	for again := range 2 {
		x, err := a.searchable(ctx)
		if err != nil {
			return nil, nil, err
		}
		if words, err = x.RareWords(q); err == nil {
			ids, err = x.Near(ctx, q, words, similarCandidates)
		}
		if again > 0 || !errors.Is(err, index.ErrDamaged) {
			return words, ids, err
		}
		a.options.Note("%v; building it anew, no question is lost", err)
		if err := a.Rebuild(ctx); err != nil {
			return nil, nil, err
		}
	}
	return words, ids, nil
}

// comparison holds one question against others.
type comparison struct {
	atlas    *Atlas
	question *bank.Question
	words    []index.RareWord
	stems    map[string]bool
	concepts map[string]float64
}

func (c *comparison) with(other *bank.Question, same bank.CopyKind, exam string) SimilarHit {
	h := SimilarHit{ID: other.ID, Bank: other.Bank, Number: other.Number, Kind: other.Kind, Stem: other.Stem,
		Why: []string{}, Concepts: c.atlas.conceptNames(other, hitConcepts)}
	h.Task, h.Domain = mainTask(other, exam)
	stems := index.Stems(other)
	score := conceptShare*cosine(c.concepts, c.atlas.conceptVector(other)) + wordShare*c.wordSimilarity(stems)
	if len(c.concepts) == 0 {
		score /= wordShare
	}
	nearly := overlap(c.stems, stems)
	switch {
	case same == bank.CopyConflict:
		score, h.Why = 1, append(h.Why, "same question, another key")
	case same != "":
		score, h.Why = 1, append(h.Why, "same question")
	case nearly >= nearlySame:
		score, h.Why = max(score, nearly), append(h.Why, "nearly the same words")
	}
	h.Score = math.Round(score*1e4) / 1e4
	h.Why = append(h.Why, c.reasons(other)...)
	return h
}

// wordSimilarity is the share of the question's words that are among those of another, less for one that has many words:
// long texts hold anything.
func (c *comparison) wordSimilarity(stems map[string]bool) float64 {
	common, whole := 0.0, 0.0
	for _, w := range c.words {
		whole += w.Information
		if stems[w.Stem] {
			common += w.Information
		}
	}
	if whole == 0 {
		return 0
	}
	return common / whole * math.Sqrt(min(1, float64(len(c.stems))/float64(len(stems))))
}

// reasons say what both questions have. Of words they tell those of both stems only: those of the key would give it away.
func (c *comparison) reasons(other *bank.Question) []string {
	var tested, about, why []string
	named := map[string]bool{} // words of the shared concepts need not be told again
	for _, l := range c.question.Links {
		i := slices.IndexFunc(other.Links, func(o bank.Link) bool { return o.Concept == l.Concept && o.Role != bank.RoleDistractor })
		if i < 0 || l.Role == bank.RoleDistractor {
			continue
		}
		concept, ok := c.atlas.taxonomy.Concept(l.Concept)
		if !ok {
			continue
		}
		addStems(named, concept)
		if l.Primary && other.Links[i].Primary {
			tested = append(tested, concept.Name)
		} else {
			about = append(about, concept.Name)
		}
	}
	for _, reason := range []struct {
		label string
		names []string
	}{{"tests the same: ", tested}, {"also about: ", about}, {"words in common: ", c.commonWords(other, named)}} {
		alone := len(why) == 0 && len(tested)+len(about) == 0
		if len(reason.names) > 1 || len(reason.names) == 1 && !alone { // one word is chance
			why = append(why, reason.label+strings.Join(reason.names[:min(similarNames, len(reason.names))], ", "))
		}
	}
	return why
}

func addStems(set map[string]bool, concept *taxonomy.Concept) {
	for stem := range index.TextStems(strings.Join(concept.Names(), "\n")) {
		set[stem] = true
	}
}

// commonWords returns the words of both stems, rarest first, without those that say little.
func (c *comparison) commonWords(other *bank.Question, without map[string]bool) []string {
	if len(c.words) == 0 {
		return nil
	}
	least := tellingShare * c.words[0].Information
	mine, theirs := index.TextStems(c.question.Asked()), index.TextStems(other.Asked())
	var words []string
	for _, w := range c.words {
		if w.Information >= least && mine[w.Stem] && theirs[w.Stem] && !without[w.Stem] {
			words = append(words, w.Text)
		}
	}
	return words
}

// conceptVector weighs the concepts of a question.
func (a *Atlas) conceptVector(q *bank.Question) map[string]float64 {
	v := map[string]float64{}
	for _, l := range q.Links {
		if l.Role == bank.RoleDistractor {
			continue
		}
		v[l.Concept] = l.Weight * a.taxonomy.Specificity(l.Concept)
		if l.Primary {
			v[l.Concept] *= primaryGain
		}
	}
	return v
}

func cosine(a, b map[string]float64) float64 {
	dot, lengthA, lengthB := 0.0, 0.0, 0.0
	for id, w := range a {
		dot += w * b[id]
		lengthA += w * w
	}
	for _, w := range b {
		lengthB += w * w
	}
	if lengthA == 0 || lengthB == 0 {
		return 0
	}
	return dot / math.Sqrt(lengthA*lengthB)
}

// overlap is the share of the words of two questions that both have.
func overlap(a, b map[string]bool) float64 {
	common := 0
	for stem := range a {
		if b[stem] {
			common++
		}
	}
	return float64(common) / float64(max(len(a)+len(b)-common, 1))
}
